"""The commands on a real store with the real plan, as a person types them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from shell import Shell

from qnapp.db.progress import set_progress
from qnapp.db.settings import get_settings
from qnapp.db.store import Store, needs_upgrade

Q1 = ("--period", "2026-Q1")


class StatusShell(Shell):
    """Reads what ``status`` says too."""

    def status(self, *words: str) -> dict[str, Any]:
        assert self("status", "--json", *(words or Q1)) == 0
        found: dict[str, Any] = json.loads(self.out)
        return found

    def task(self, code: str) -> dict[str, Any]:
        return next(task for task in self.status()["tasks"] if task["code"] == code)


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> StatusShell:
    """A shell without a store yet."""
    return StatusShell(tmp_path / "dữ liệu", capsys)


@pytest.fixture
def tuan_chau(shell: StatusShell) -> StatusShell:
    """A shell with the store of Phường Tuần Châu."""
    assert shell("init", "--unit", "06706", "--clerk", "Người Thử") == 0
    return shell


def test_a_reader_that_has_enough_ends_a_command_quietly(tuan_chau: StatusShell) -> None:
    # A pipe whose other end is closed, as "| head" leaves it.
    reader, writer = os.pipe()
    os.close(reader)
    start = [sys.executable, "-m", "qnapp", "--data", str(tuan_chau.folder)]
    with os.fdopen(writer, "wb") as closed:
        for command in ("status", "check"):
            done = subprocess.run(
                [*start, command], stdout=closed, stderr=subprocess.PIPE, check=False
            )
            assert done.stderr == b""
    assert done.returncode == 0  # it was done before its few words were to be told


def test_init_takes_on_what_the_plan_surely_gives(tuan_chau: StatusShell) -> None:
    found = tuan_chau.status()
    assert found["organisation"] == {"code": "06706", "name": "Phường Tuần Châu"}
    assert found["plan"] == {"number": "05-NQ/TU", "version": 1}
    codes = {task["code"] for task in found["tasks"]}
    assert {"1.5", "1.14", "1.15", "3.2", "3.4.15", "3.4.16", "TC-2"} <= codes
    assert "2.1" not in codes
    assert {i["code"] for i in found["indicators"]} >= {"22a", "CT-NQ1"}
    assert sum(found["counts"].values()) == len(found["tasks"])


def test_status_has_the_fields_that_machines_read(tuan_chau: StatusShell) -> None:
    found = tuan_chau.status()
    assert set(found) >= {
        "organisation",
        "plan",
        "period",
        "counts",
        "tasks",
        "indicators",
        "checks",
    }
    task_fields = {"uid", "code", "title", "role", "status", "percent", "standing", "due"}
    assert set(found["tasks"][0]) >= task_fields | {"evidence"}
    fields = {"uid", "code", "title", "unit", "target", "actual", "estimate", "verdict"}
    assert set(found["indicators"][0]) >= fields
    assert tuan_chau.task("3.2")["due"] == "2026-12-31"


def test_an_organisation_that_is_typed_in(shell: StatusShell) -> None:
    named = ("--org", "Sở Nội vụ", "--parent", "UBND tỉnh Quảng Ninh", "--symbol", "SNV")
    assert shell("init", *named, "--letterhead", "nha-nuoc") == 0
    assert shell.status()["organisation"]["name"] == "Sở Nội vụ"


@pytest.mark.parametrize(("option", "upper"), [(("--upper",), True), ((), False)])
def test_only_an_office_that_says_so_takes_reports_in(
    shell: StatusShell, option: tuple[str, ...], upper: bool
) -> None:
    assert shell("init", "--unit", "VPTU", *option) == 0
    with Store.open(shell.folder) as store:
        assert get_settings(store).upper_office is upper


@pytest.mark.parametrize("code", ["99999", "", " ", "ha tu"])
def test_an_unknown_unit_leaves_nothing_behind(shell: StatusShell, code: str) -> None:
    assert shell("init", "--unit", code) == 1
    assert shell.err.count("\n") == 1
    assert not shell.folder.exists() or not list(shell.folder.iterdir())


def test_a_path_that_the_system_refuses_is_one_vietnamese_sentence(shell: StatusShell) -> None:
    shell.folder = shell.folder.parent / ("a" * 300)
    assert shell("init", "--unit", "06706") == 1
    assert shell.err.count("\n") == 1
    assert "đường dẫn" in shell.err
    assert "Errno" not in shell.err


def test_a_second_init_is_refused(tuan_chau: StatusShell) -> None:
    before = tuan_chau.status()
    assert tuan_chau("init", "--unit", "06652") == 1
    assert tuan_chau.status() == before


def test_progress_is_recorded_whole(tuan_chau: StatusShell) -> None:
    words = (
        "--status",
        "đang triển khai",
        "--percent",
        "40",
        "--result",
        "Đã khởi công 2 công trình",
    )
    assert tuan_chau("set-progress", "3.2", *Q1, *words, "--officer", "Người Thử") == 0
    task = tuan_chau.task("3.2")
    assert (task["status"], task["percent"], task["standing"]) == ("in_progress", 40, "in_time")


def test_a_milestone_reached_ends_being_overdue(tuan_chau: StatusShell) -> None:
    assert tuan_chau.task("3.4.15")["standing"] == "overdue"  # Khởi công tháng 12/2025
    done = ("--status", "in_progress", "--milestone", "1=30/12/2025")
    assert tuan_chau("set-progress", "3.4.15", *Q1, *done) == 0
    assert tuan_chau.task("3.4.15")["standing"] != "overdue"
    assert "Xem lại" not in tuan_chau.err
    assert tuan_chau("set-progress", "3.4.15", *Q1, "--milestone", "1=20/3/2026") == 0
    assert "Xem lại: " in tuan_chau.err  # the period closed on 14/3
    assert tuan_chau.task("3.4.15")["standing"] == "overdue"


@pytest.mark.parametrize(
    "words",
    [
        ("set-progress", "3.2", *Q1, "--percent", "140"),
        ("set-progress", "3.2", *Q1, "--percent", "40,5"),
        ("set-progress", "3.2", *Q1, "--status", "gần xong"),
        ("set-progress", "3.2", *Q1, "--completed", "31/02/2026"),
        ("set-progress", "3.2", *Q1, "--percent", "10", "--milestone", "9=1/3/2026"),
        ("set-progress", "3.2", *Q1, "--percent", "10", "--milestone", "mai"),
        ("set-progress", "9.9", *Q1, "--percent", "10"),
        ("set-progress", "2.1", *Q1, "--percent", "10"),  # not taken on
        ("set-progress", "3.4", *Q1, "--percent", "10"),  # a heading
        ("set-progress", "3.2", *Q1),
        ("set-progress", "3.2", "--period", "2026-Q7", "--percent", "10"),
        ("set-progress", "3.2", "--period", "2027-Q1", "--percent", "10"),
        ("set-measurement", "CT-22a", *Q1, "--actual", "1.5"),
        ("set-measurement", "CT-22a", *Q1, "--actual", "nhiều"),
        ("set-measurement", "CT-99", *Q1, "--actual", "1"),
        ("set-measurement", "CT-22a", *Q1),
        ("attach", "3.2", *Q1, "không-có.pdf"),
        ("attach", "3.2", *Q1, "README.md", "--date", "40/1"),
        ("submit", *Q1, "--out", "gửi", "--number", "5"),
        ("submit", *Q1, "--out", "gửi", "--number", "5", "--date", "99/9"),
        ("report", *Q1),
        ("restore", "không-có.zip"),
    ],
)
def test_wrong_input_is_one_sentence_and_changes_nothing(
    tuan_chau: StatusShell, words: tuple[str, ...]
) -> None:
    before = tuan_chau.status()
    assert tuan_chau(*words) == 1
    assert tuan_chau.out == ""
    assert tuan_chau.err.strip()
    assert tuan_chau.err.count("\n") == 1
    assert "Traceback" not in tuan_chau.err
    safe = ("Chưa có gì bị thay đổi.", "Dữ liệu hiện có vẫn giữ nguyên.")
    assert any(sentence in tuan_chau.err for sentence in safe)
    assert tuan_chau.status() == before


def test_what_was_understood_is_said_and_days_are_of_the_periods_year(
    tuan_chau: StatusShell,
) -> None:
    words = ("--status", "xong", "--percent", "100", "--completed", "5/3", "--result", "Đã xong")
    assert tuan_chau("set-progress", "3.2", *Q1, *words) == 0
    assert tuan_chau.err == (
        "3.2: đã ghi kỳ 2026-Q1 (Quý I năm 2026); tình trạng: hoàn thành; tỉ lệ (%): 100; "
        "ngày hoàn thành: 05/3/2026.\n"
    )
    assert tuan_chau("set-progress", "3.2", *Q1, "--completed", "31/2") == 1
    assert "Không có ngày 31/2/2026." in tuan_chau.err


def test_a_trial_meets_the_same_refusals_and_writes_nothing(tuan_chau: StatusShell) -> None:
    before = tuan_chau.status()
    assert tuan_chau("set-progress", "3.2", *Q1, "--percent", "40", "--dry-run") == 0
    assert tuan_chau("set-measurement", "CT-22a", *Q1, "--actual", "96,4", "--dry-run") == 0
    assert tuan_chau("set-progress", "3.2", *Q1, "--percent", "140", "--dry-run") == 1
    assert tuan_chau.status() == before


def test_a_measurement_in_vietnamese_form(tuan_chau: StatusShell) -> None:
    assert tuan_chau("set-measurement", "ct-22A", *Q1, "--actual", "1.234,5", "--note", "tạm") == 0
    value = next(i for i in tuan_chau.status()["indicators"] if i["code"] == "22a")
    assert str(value["actual"]) == "1234.5"
    assert value["verdict"] is None  # the province's target does not judge a commune


def test_a_value_that_is_hardly_true_is_asked_about_where_it_is_written(
    tuan_chau: StatusShell,
) -> None:
    assert tuan_chau("set-measurement", "CT-22a", *Q1, "--actual=-5") == 0
    assert "Xem lại: -5 là số âm." in tuan_chau.err
    assert tuan_chau("set-measurement", "CT-22a", *Q1, "--actual", "101%") == 0
    assert "Xem lại: 101 quá lớn với đơn vị tính %." in tuan_chau.err
    assert tuan_chau("set-measurement", "CT-22a", *Q1, "--actual", "96,4") == 0
    assert "Xem lại" not in tuan_chau.err
    assert tuan_chau("set-measurement", "CT-22a", *Q1, "--actual", "964", "--dry-run") == 0
    assert "Xem lại: 964 quá lớn với đơn vị tính %." in tuan_chau.err


def test_a_completion_that_the_period_before_did_not_know_is_asked_about(
    tuan_chau: StatusShell,
) -> None:
    before = ("--status", "in_progress", "--percent", "40")
    assert tuan_chau("set-progress", "3.2", *Q1, *before) == 0
    done = ("--period", "2026-Q2", "--status", "completed", "--completed", "10/3/2026")
    asked = (
        "Xem lại: kỳ trước báo chưa hoàn thành đến 14/3/2026, nay ghi hoàn thành ngày 10/3/2026."
    )
    assert tuan_chau("set-progress", "3.2", *done, "--dry-run") == 0
    assert asked in tuan_chau.err
    assert tuan_chau("set-progress", "3.2", *done) == 0
    assert asked in tuan_chau.err
    later = ("--period", "2026-Q2", "--completed", "16/3/2026")
    assert tuan_chau("set-progress", "3.2", *later) == 0
    assert "Xem lại" not in tuan_chau.err


def test_a_percentage_against_its_status_is_said_and_completed_means_100(
    tuan_chau: StatusShell,
) -> None:
    assert tuan_chau("set-progress", "TC-2", *Q1, "--status", "in_progress", "--percent", "40") == 0
    assert "Xem lại" not in tuan_chau.err
    assert tuan_chau("set-progress", "TC-2", *Q1, "--status", "completed", "--percent", "40") == 0
    said = "Xem lại: ghi hoàn thành nhưng tỉ lệ mới 40%. Sửa tỉ lệ hoặc tình trạng."
    assert said in tuan_chau.err
    assert tuan_chau("set-progress", "TC-2", *Q1, "--status", "completed") == 0
    assert tuan_chau.task("TC-2")["percent"] == 100
    assert "Xem lại" not in tuan_chau.err


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (
            ("--status", "completed", "--completed", "5/6/2040"),
            "ngày hoàn thành 05/6/2040 chưa đến. S",
        ),
        (("--expected", "5/1"), "ngày dự kiến xong 05/01/2026 đã qua. Sửa ngày dự kiến hoặc"),
        (("--officer", "30/11/26"), "“30/11/26” không phải tên người."),
        (("--officer", "Đỗ Thị Hậu, Phó Trưởng phòng Kinh tế"), ""),
        (("--status", "in_progress", "--percent", "40"), ""),
    ],
)
def test_what_is_hardly_true_of_a_task_is_asked_about_where_it_is_written(
    tuan_chau: StatusShell, typed: tuple[str, ...], asked: str
) -> None:
    for trial in (("--dry-run",), ()):
        assert tuan_chau("set-progress", "TC-2", *Q1, *typed, *trial) == 0
        assert (f"Xem lại: {asked}" in tuan_chau.err) is bool(asked)
    assert ("Xem lại" in tuan_chau.err) is bool(asked)


def test_what_an_empty_text_takes_away_of_a_measurement_is_said(tuan_chau: StatusShell) -> None:
    values = ("--actual", "96,4", "--last-year", "90")
    assert tuan_chau("set-measurement", "CT-22a", *Q1, *values) == 0
    assert tuan_chau.err == "CT-22a: đã ghi kỳ 2026-Q1 (Quý I năm 2026).\n"
    assert tuan_chau("set-measurement", "CT-22a", *Q1, "--actual", "", "--last-year", "") == 0
    assert "Đã xóa nội dung trước đó của: --actual, --last-year." in tuan_chau.err
    assert tuan_chau("set-measurement", "CT-22a", *Q1, "--actual", "") == 0
    assert "Đã xóa" not in tuan_chau.err


@pytest.mark.parametrize(
    ("words", "name", "ending"),
    [
        (("report", *Q1, "--pdf"), "báo cáo.txt", ".pdf"),
        (("report", *Q1, "--sign", "--xlsx"), "báo cáo.xls", ".xlsx"),
        (("report", *Q1, "--docx"), "báo cáo", ".docx"),
        (("form", *Q1, "--out"), "biểu.pdf", ".xlsx"),
        (("consolidate", *Q1, "--docx"), "tổng hợp.doc", ".docx"),
    ],
)
def test_a_file_is_not_written_under_the_name_of_another_kind(
    tuan_chau: StatusShell, tmp_path: Path, words: tuple[str, ...], name: str, ending: str
) -> None:
    assert tuan_chau(*words, tmp_path / name) == 1
    assert f"Tệp của {words[-1]} phải có đuôi {ending}, không phải “{name}”." in tuan_chau.err
    assert not (tmp_path / name).exists()
    assert not tuan_chau.out


def test_evidence_is_kept_and_a_changed_file_is_noticed(
    tuan_chau: StatusShell, tmp_path: Path
) -> None:
    file = tmp_path / "Biên bản.txt"
    file.write_text("Đã họp", encoding="utf-8")
    assert tuan_chau("attach", "3.2", *Q1, file, "--number", "1-BB/ĐU", "--date", "10/3/2026") == 0
    assert tuan_chau("check") == 0
    kept = next(path for path in (tuan_chau.folder / "evidence").rglob("*") if path.is_file())
    kept.chmod(0o644)
    kept.write_text("Khác", encoding="utf-8")
    assert tuan_chau("check") == 1
    assert "Biên bản.txt" in tuan_chau.out


def test_the_same_file_again_is_no_second_piece_of_evidence(
    tuan_chau: StatusShell, tmp_path: Path
) -> None:
    first, again, other = (tmp_path / name for name in ("a.txt", "b.txt", "c.txt"))
    for file, text in ((first, "Đã họp"), (again, "Đã họp"), (other, "Khác")):
        file.write_text(text, encoding="utf-8")
    assert tuan_chau("attach", "3.2", *Q1, first) == 0
    assert "đã gắn 1 tệp minh chứng." in tuan_chau.err
    assert "Xem lại" not in tuan_chau.err
    assert tuan_chau("attach", "3.2", *Q1, again) == 0
    assert "b.txt đã có trong minh chứng của dòng này nên không thêm lần nữa." in tuan_chau.err
    assert "đã gắn" not in tuan_chau.err
    assert tuan_chau("attach", "3.2", *Q1, again, other) == 0
    assert "1 tệp trùng nội dung với minh chứng đã có" in tuan_chau.err
    assert tuan_chau.task("3.2")["evidence"] == 2


def test_a_file_that_hardly_opens_is_told(tuan_chau: StatusShell, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("x", encoding="utf-8")
    assert tuan_chau("attach", "3.2", *Q1, tmp_path / "a.pdf") == 0
    assert "Xem lại: a.pdf (tệp gần như trống)" in tuan_chau.err


def test_a_document_of_a_day_to_come_is_asked_about(tuan_chau: StatusShell, tmp_path: Path) -> None:
    """It is kept as given: the command asks, and Kiểm tra stops the report."""
    file = tmp_path / "Biên bản.txt"
    file.write_text("Đã họp", encoding="utf-8")
    assert tuan_chau("attach", "3.2", *Q1, file, "--date", "10/3/2040") == 0
    assert "ngày văn bản 10/3/2040 chưa đến" in tuan_chau.err
    assert tuan_chau("status", "--json", *Q1) == 0
    assert "MC02" in tuan_chau.out


def test_the_report_is_written_in_every_form(tuan_chau: StatusShell, tmp_path: Path) -> None:
    pdf, xlsx, docx = (tmp_path / f"a.{kind}" for kind in ("pdf", "xlsx", "docx"))
    assert tuan_chau("report", *Q1, "--pdf", pdf, "--xlsx", xlsx, "--docx", docx) == 0
    first = pdf.read_bytes()
    assert first.startswith(b"%PDF-1.7")
    assert xlsx.read_bytes().startswith(b"PK")
    assert docx.read_bytes().startswith(b"PK")
    assert tuan_chau("report", *Q1, "--pdf", pdf) == 0
    assert pdf.read_bytes() == first


def test_a_signer_who_is_left_out_of_the_other_form_is_said(
    shell: StatusShell, tmp_path: Path
) -> None:
    signer = ("--signer", "Nguyễn Văn Mẫu", "--title", "Bí thư")
    assert shell("init", "--unit", "06706", *signer) == 0
    report = ("report", *Q1, "--docx", tmp_path / "báo cáo.docx")
    assert shell(*report) == 0
    assert "người ký được để trống" not in shell.err
    assert shell(*report, "--letterhead", "nha-nuoc") == 0
    assert "người ký được để trống" in shell.err


def test_a_report_into_a_folder_that_is_not_there(tuan_chau: StatusShell, tmp_path: Path) -> None:
    assert tuan_chau("report", *Q1, "--pdf", tmp_path / "không có" / "a.pdf") == 1
    assert tuan_chau.err.count("\n") == 1


def test_backup_comes_back_elsewhere(tuan_chau: StatusShell, tmp_path: Path) -> None:
    assert tuan_chau("set-progress", "3.2", *Q1, "--percent", "40", "--status", "in_progress") == 0
    assert tuan_chau("backup", tmp_path / "sao lưu.zip") == 0
    before = tuan_chau.status()
    tuan_chau.folder = tmp_path / "máy khác"
    assert tuan_chau("restore", tmp_path / "sao lưu.zip") == 0
    assert tuan_chau.status() == before


def test_another_s_data_and_an_older_backup_are_replaced_only_on_demand(
    tuan_chau: StatusShell, tmp_path: Path
) -> None:
    file = tmp_path / "sao lưu.zip"
    assert tuan_chau("backup", file) == 0
    first = file.read_bytes()
    assert tuan_chau("backup", file) == 1
    assert "--yes" in tuan_chau.err
    assert file.read_bytes() == first
    assert tuan_chau("backup", file, "--yes") == 0
    assert tuan_chau("restore", file) == 0  # the same organisation's
    tuan_chau.folder = tmp_path / "khác"
    assert tuan_chau("init", "--unit", "06652") == 0
    before = tuan_chau.status()
    assert tuan_chau("restore", file) == 1
    assert "dữ liệu của Phường Hà Tu, tệp này của Phường Tuần Châu" in tuan_chau.err
    assert tuan_chau.status() == before
    assert tuan_chau("restore", file, "--yes") == 0
    assert "(của Phường Hà Tu) được giữ tại" in tuan_chau.err


def test_a_password_that_protects_nothing_is_told(tuan_chau: StatusShell, tmp_path: Path) -> None:
    """No package was made yet, so that there is no key to sign one."""
    file = tmp_path / "sao lưu.zip"
    password = ("--password", "mật khẩu dài")
    assert tuan_chau("backup", file, *password) == 0
    assert "chưa có khóa ký gói nên mật khẩu không bảo vệ gì" in tuan_chau.err
    assert tuan_chau("restore", file, *password) == 0
    assert "Tệp này không có khóa ký gói nên mật khẩu không dùng đến" in tuan_chau.err


def test_what_was_taken_away_is_said(tuan_chau: StatusShell) -> None:
    assert tuan_chau("set-progress", "3.2", *Q1, "--result", "Đã họp", "--next", "Họp tiếp") == 0
    assert "xóa" not in tuan_chau.err
    assert tuan_chau("set-progress", "3.2", *Q1, "--result", "   ", "--next", "Họp lần hai") == 0
    assert "Đã xóa nội dung trước đó của: --result." in tuan_chau.err


def test_a_wrong_status_names_the_codes_too(tuan_chau: StatusShell) -> None:
    assert tuan_chau("set-progress", "3.2", *Q1, "--status", "done") == 1
    assert "đang triển khai" in tuan_chau.err
    assert "in_progress" in tuan_chau.err


def test_a_store_open_elsewhere_is_said(tuan_chau: StatusShell) -> None:
    with Store.open(tuan_chau.folder, purpose="window"):
        assert tuan_chau("set-progress", "3.2", *Q1, "--percent", "40") == 1
    assert "đang mở" in tuan_chau.err


def test_what_only_reads_works_beside_the_window(tuan_chau: StatusShell, tmp_path: Path) -> None:
    with Store.open(tuan_chau.folder, purpose="window") as store:
        set_progress(store, "NQ05-2026/3.2", "2026-Q1", status="in_progress", percent=35)
        assert tuan_chau.task("3.2")["percent"] == 35
        assert tuan_chau("status") == 0
        assert tuan_chau("report", *Q1, "--pdf", tmp_path / "a.pdf") == 0
        assert tuan_chau("inbox", *Q1) == 0
        assert tuan_chau("consolidate", *Q1, "--json") == 0
        for words in (
            ("report", *Q1, "--sign", "--pdf", tmp_path / "b.pdf"),
            ("consolidate", *Q1, "--in", tmp_path),
            ("inbox", "--choose", "0" * 12),
        ):
            assert tuan_chau(*words) == 1
            assert "đang mở" in tuan_chau.err
        set_progress(store, "NQ05-2026/3.2", "2026-Q1", percent=36)  # it is still the window's


def test_reading_brings_a_store_of_an_older_version_up_to_date(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = Path(__file__).parent / "db" / "data" / "store-v1"
    shell = Shell(Path(shutil.copytree(old, tmp_path / "cũ")), capsys)
    assert needs_upgrade(shell.folder)
    assert shell("status") == 0
    assert not needs_upgrade(shell.folder)


def test_reading_leaves_the_store_as_it_was(tuan_chau: StatusShell) -> None:
    before = (tuan_chau.folder / "qnapp.db").read_bytes()
    assert tuan_chau("status", *Q1) == 0
    assert (tuan_chau.folder / "qnapp.db").read_bytes() == before


def test_status_for_a_person_names_what_is_late(tuan_chau: StatusShell) -> None:
    assert tuan_chau("status", *Q1) == 0
    assert "Phường Tuần Châu" in tuan_chau.out
    assert "3.4.15" in tuan_chau.out


def test_status_tells_errors_from_warnings(tuan_chau: StatusShell) -> None:
    done = ("--status", "completed", "--completed", "10/3/2026", "--percent", "100")
    assert tuan_chau("set-progress", "3.2", *Q1, *done) == 0
    checks = tuan_chau.status()["checks"]
    count = {level: sum(one["level"] == level for one in checks) for level in ("error", "warning")}
    assert count["error"]
    assert count["warning"]
    assert tuan_chau("status", *Q1) == 0
    lines = tuan_chau.out.splitlines()
    at = lines.index(f"Kiểm tra: {count['error']} lỗi, {count['warning']} cảnh báo")
    assert lines[at + 1] == "Lỗi, phải sửa trước khi trình ký:"
    assert lines[at + 2 + count["error"]] == "Cảnh báo:"
    assert len(lines) == at + 3 + len(checks)


def test_training_data_says_that_it_is(shell: StatusShell, tmp_path: Path) -> None:
    assert shell("init", "--unit", "06652", "--sample") == 0
    assert shell.task("1.18")["percent"] == 45
    assert shell("check") == 0
