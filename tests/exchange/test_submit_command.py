"""``submit`` as a person types it: what can be refused is refused before anything is done."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from fixed_clock import FixedClock
from frozen_stores import Q1, Q2, contents, copied
from returning import send_back
from shell import Shell
from signing import signed

from qnapp.db import outbox
from qnapp.db.issued import report_in_force, same_number_words, withdraw
from qnapp.db.organisations import resolve_organisation
from qnapp.db.progress import set_progress
from qnapp.db.reports import set_report_text
from qnapp.db.settings import set_settings
from qnapp.db.setup import initialise
from qnapp.db.store import Store
from qnapp.db.targets import set_own_target
from qnapp.db.worksheet import load_reported
from qnapp.documents.freeze import export_file, freeze_report
from qnapp.domain.issued import FileKind
from qnapp.domain.packages import Kind
from qnapp.exchange.container import open_package
from qnapp.ui.refused import Refused
from qnapp.ui.refused_kept import keep

if TYPE_CHECKING:
    from pathlib import Path

STEM = "bao-cao-06652-quy-1-2026-lan-1"
ISSUED = ("--number", "12-BC/ĐU", "--date", "20/3/2026", "--signer", "Nguyễn Văn Mẫu")


class SubmitShell(Shell):
    """Runs ``submit`` on a copy of the training store, whose first quarter has no errors."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        super().__init__(copied(folder / "dữ liệu"), capsys)
        self.target = folder / "gửi đi"

    def __call__(self, *words: object, period: str = Q1) -> int:
        return self.run(self.folder, "submit", "--period", period, "--out", self.target, *words)

    @property
    def names(self) -> list[str]:
        """What lies in the folder that was asked for."""
        return sorted(path.name for path in self.target.iterdir()) if self.target.exists() else []

    def untouched(self) -> bool:
        """Whether nothing was frozen, packed or written out."""
        with Store.open(self.folder) as store:
            frozen = any(report_in_force(store, period) for period in (Q1, Q2))
            return not frozen and not outbox.outgoing_packages(store) and not self.names


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> SubmitShell:
    return SubmitShell(tmp_path, capsys)


def test_a_period_goes_up_in_one_command(shell: SubmitShell) -> None:
    assert shell() == 0
    assert shell.names == [f"{STEM}.{ext}" for ext in ("eml", "pdf", "qnbc", "xlsx")]
    assert sorted(shell.out.split("\n"))[1:] == sorted(
        str(shell.target / name) for name in shell.names
    )
    assert "Đã tạo 1 gói của báo cáo lần 1." in shell.err
    assert "được ghi kèm trong gói" in shell.err  # warnings are shown
    with open_package(shell.target / f"{STEM}.qnbc", Kind.SUBMISSION) as package:
        for finding in package.manifest.head.findings:
            assert finding.text in shell.err
    with Store.open(shell.folder) as store:
        assert report_in_force(store, Q1) is not None


def test_returned_rows_that_nobody_has_changed_are_said(shell: SubmitShell, tmp_path: Path) -> None:
    with Store.open(shell.folder) as store:
        uid = load_reported(store, Q1).own_tasks[0].uid
        send_back(store, Q1, {uid: "Ghi rõ kết quả"})
    said = "Còn 1 dòng bị trả lại chưa sửa."
    signing = ("report", "--period", Q1, "--sign", "--pdf", tmp_path / "a.pdf")
    assert shell("--dry-run") == 0
    assert said in shell.err
    assert shell.run(shell.folder, *signing) == 0
    assert said in shell.err
    assert shell.run(shell.folder, *signing) == 0  # answered now
    assert said not in shell.err


def test_what_the_reports_own_words_lack_is_said_before_it_is_signed(shell: SubmitShell) -> None:
    with Store.open(shell.folder) as store:
        set_report_text(store, Q1, "opening", "Phường hoàn thành 99.")
        for row in load_reported(store, Q1).own_tasks:
            set_progress(store, row.uid, Q1, next_step="")
    said = (
        "Báo cáo: phần Mở đầu ghi “hoàn thành 99” (nay là 5), khác với số liệu hiện nay.",
        "Báo cáo: phần V chưa viết.",
    )
    assert shell.run(shell.folder, "status", "--period", Q1) == 0
    assert all(sentence in shell.out for sentence in said)
    assert shell.run(shell.folder, "status", "--period", Q1, "--json") == 0
    checks = {one["code"]: one for one in json.loads(shell.out)["checks"]}
    assert (checks["LV11"]["text"], checks["LV12"]["text"]) == said
    assert checks["LV12"]["where"] == "part:next#"
    before = json.loads(shell.out)["checks"]
    assert shell() == 0
    assert all(shell.err.count(sentence) == 1 for sentence in said)
    with open_package(shell.target / f"{STEM}.qnbc", Kind.SUBMISSION) as package:
        told = [(one.code, one.text) for one in package.manifest.head.findings]
    assert told == [(one["code"], one["text"]) for one in before]
    # Signed now, it is still said, and in the same number, also once the year went on.
    with Store.open(shell.folder) as store:
        set_own_target(store, "CT-15a", "95")
    assert shell.run(shell.folder, "status", "--period", Q1, "--json") == 0
    assert json.loads(shell.out)["checks"] == before
    assert shell.run(shell.folder, "status", "--period", Q1) == 0
    assert all(sentence in shell.out for sentence in said)
    assert "trước khi trình ký" not in shell.out


def test_every_place_that_differs_is_named_before_the_first_is_mended(shell: SubmitShell) -> None:
    with Store.open(shell.folder) as store:
        text = "; ".join(f"{one} 9{n}" for n, one in enumerate(("hoàn thành", "quá hạn") * 3))
        set_report_text(store, Q1, "opening", f"Phường {text}.")
    assert shell.run(shell.folder, "status", "--period", Q1) == 0
    assert all(f"“{one}” (nay là" in shell.out for one in text.split("; "))
    assert "chỗ khác" not in shell.out


def test_what_the_window_could_not_write_stops_it(shell: SubmitShell) -> None:
    """Typed and refused, and then the program died: nobody knows what was meant."""
    with Store.open(shell.folder) as store:
        row = load_reported(store, Q1).own_tasks[0]
        named = f"{row.code}: ô Tỉ lệ"
        one = Refused(Q1, "tasks", row.uid, row.code, "percent", named, "101")
        keep(store, {("tasks", Q1, row.uid): (one,)})
    said = f"{named} có nội dung chưa ghi được “101”, cần sửa lại."
    assert shell.run(shell.folder, "status", "--period", Q1) == 0
    assert said in shell.out
    assert shell() == 1
    assert "1 ô gõ trong cửa sổ mà chưa ghi được" in shell.err
    target = shell.target.with_suffix(".pdf")
    assert shell.run(shell.folder, "report", "--period", Q1, "--sign", "--pdf", target) == 1
    assert shell.untouched()
    with Store.open(shell.folder) as store:
        keep(store, {})
    assert shell() == 0


def test_twice_gives_the_same_package(shell: SubmitShell) -> None:
    assert shell() == 0
    before = (shell.target / f"{STEM}.qnbc").read_bytes()
    assert shell() == 0
    assert "không có gì mới" in shell.err
    assert (shell.target / f"{STEM}.qnbc").read_bytes() == before


def test_another_number_is_told_and_makes_the_package_of_the_same_revision_anew(
    shell: SubmitShell,
) -> None:
    assert shell(*ISSUED) == 0
    assert shell("--number", "15-BC/ĐU", *ISSUED[2:]) == 0
    assert "Số của báo cáo lần 1 đổi từ “12-BC/ĐU” thành “15-BC/ĐU”." in shell.err
    assert "Đã tạo lại 1 gói của báo cáo lần 1, cùng số liệu" in shell.err
    assert "gửi lần 2" in shell.err
    assert shell("--number", "15-BC/ĐU", *ISSUED[2:]) == 0
    assert "đổi từ" not in shell.err
    assert "không có gì mới" in shell.err


def test_what_came_back_signed_goes_along(shell: SubmitShell, tmp_path: Path) -> None:
    assert shell() == 0
    back = tmp_path / "Bản ký.pdf"
    back.write_bytes(signed((shell.target / f"{STEM}.pdf").read_bytes()))
    assert shell("--signed", back, *ISSUED) == 0
    assert "Ngày văn bản 20/3/2026 trước ngày trình ký " in shell.err
    with open_package(shell.target / f"{STEM}.qnbc") as package:
        issue = package.manifest.head.issue
        assert issue is not None
        assert (issue.number, issue.issued_on, issue.signer) == (
            "12-BC/ĐU", "2026-03-20", "Nguyễn Văn Mẫu",
        )  # fmt: skip
        assert issue.outcome == "same_file"
        assert package.manifest.head.previous
    assert f"{STEM}-da-ky.pdf" in shell.names


def test_another_signed_copy_replaces_the_first(shell: SubmitShell, tmp_path: Path) -> None:
    for number in (1, 2):
        scan = tmp_path / f"{number}.jpg"
        scan.write_bytes(b"\xff\xd8\xff" + str(number).encode())
        assert shell("--signed", scan) == 0
    assert (shell.target / f"{STEM}-da-ky.jpg").read_bytes() == b"\xff\xd8\xff2"


def test_the_signer_of_the_settings_is_taken(shell: SubmitShell) -> None:
    with Store.open(shell.folder) as store:
        set_settings(store, signer="Trần Thị Mẫu", signer_title="Bí thư")
    assert shell("--number", "12-BC/ĐU", "--date", "20/3/2026") == 0
    with open_package(shell.target / f"{STEM}.qnbc") as package:
        issue = package.manifest.head.issue
        assert issue is not None
        assert (issue.signer, issue.signer_title) == ("Trần Thị Mẫu", "Bí thư")


@pytest.mark.parametrize(
    ("signer", "title"),
    [((), "Phó Bí thư"), (("--signer", "Trần Thị Mẫu"), "Phó Bí thư"),
     (("--signer", "Nguyễn Văn Mẫu"), "")],
)  # fmt: skip
def test_who_signs_bears_the_title_that_the_paper_prints(
    shell: SubmitShell, signer: tuple[str, ...], title: str
) -> None:
    with Store.open(shell.folder) as store:
        set_settings(store, signer="Trần Thị Mẫu", signer_title="Bí thư", signs_as_deputy=True)
    assert shell(*ISSUED[:4], *signer) == 0
    with open_package(shell.target / f"{STEM}.qnbc") as package:
        issue = package.manifest.head.issue
        assert issue is not None
        assert issue.signer_title == title
    # What the settings say later is not what was printed.
    with Store.open(shell.folder) as store:
        set_settings(store, signer_title="Chủ tịch", signs_as_deputy=False)
    assert shell(*ISSUED[:4], *signer) == 0
    with Store.open(shell.folder) as store:
        report = report_in_force(store, Q1)
        assert report is not None
        assert report.signer_title == title


def test_a_bare_number_takes_the_reports_own_symbol(shell: SubmitShell) -> None:
    assert shell("--number", "5", *ISSUED[2:]) == 0
    with open_package(shell.target / f"{STEM}.qnbc") as package:
        issue = package.manifest.head.issue
        assert issue is not None
        assert issue.number == "05-BC/ĐU"


def test_a_number_that_another_report_has_is_told(shell: SubmitShell) -> None:
    assert shell(*ISSUED) == 0
    assert "đã ghi cho" not in shell.err
    with Store.open(shell.folder) as store:
        report = report_in_force(store, Q1)
        assert report is not None
        withdraw(store, report.id, "Sai số liệu")
    assert shell(*ISSUED) == 0
    assert "Số 12-BC/ĐU ngày 20/3/2026 đã ghi cho báo cáo lần 1. Kiểm tra lại số;" in shell.err
    with Store.open(shell.folder) as store:
        report = report_in_force(store, Q1)
        assert report is not None
        assert (report.revision, report.number) == (2, "12-BC/ĐU")
        other = replace(report, id=0, period=Q2)  # of another period
        assert same_number_words(store, other, "12-bc/đu ", date(2026, 6, 1)) == (
            "Số 12-BC/ĐU ngày 20/3/2026 đã ghi cho báo cáo quý I năm 2026, lần 2."
        )
        # Numbers begin anew with the year.
        assert same_number_words(store, other, "12-BC/ĐU", date(2027, 1, 15)) == ""
        assert same_number_words(store, other, "13-BC/ĐU", date(2026, 6, 1)) == ""


def test_a_date_that_has_not_come_is_refused_until_a_person_insists(shell: SubmitShell) -> None:
    day = ("--number", "1-BC/ĐU", "--date", "20/3/2040", "--signer", "Trần Thị Mẫu")
    for trial in ((), ("--dry-run",)):
        assert shell(*day, *trial) == 1
        assert "Ngày văn bản 20/3/2040 chưa đến, sau cả hạn gửi báo cáo 20/3/2026." in shell.err
        assert shell.err.rstrip().endswith("chạy lại với --despite-date.")
        assert shell.untouched()
    assert shell(*day, "--despite-date") == 0
    assert "Ngày văn bản 20/3/2040 chưa đến. Kiểm tra lại ngày" in shell.err


def test_a_trial_meets_the_refusals_and_does_nothing(shell: SubmitShell) -> None:
    kept = contents(shell.folder)
    assert shell("--dry-run") == 0
    assert "sẽ trình ký, 1 tệp minh chứng" in shell.err
    assert shell.untouched()
    assert shell("--dry-run", period=Q2) == 1
    assert shell("--dry-run", "--number", "1") == 1
    assert shell.untouched()
    assert contents(shell.folder) == kept
    assert shell() == 0
    assert shell("--dry-run") == 0
    assert "đã trình ký lần 1" in shell.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--number", "12-BC/ĐU"), "ngày văn bản"),
        (("--date", "20/3/2026"), "số văn bản"),
        (("--number", "1", "--date", "31/2/2026"), "31/2/2026"),
        (("--number", "1", "--date", "20/3/2025", "--signer", "A"), "trước ngày bắt đầu kỳ"),
        (("--signed", "không có.pdf"), "không có.pdf"),
        (("--out", "/không/có/thư mục"), "Không có thư mục"),
    ],
)
def test_wrong_input_is_one_sentence_and_changes_nothing(
    shell: SubmitShell, words: tuple[str, ...], told: str
) -> None:
    kept = contents(shell.folder)
    assert shell(*words) == 1
    assert shell.out == ""
    assert shell.err.count("\n") == 1
    assert told in shell.err
    assert shell.untouched()
    assert contents(shell.folder) == kept


def test_errors_of_the_checks_stop_it(shell: SubmitShell) -> None:
    assert shell(period=Q2) == 1
    assert "lỗi nên chưa trình ký, chưa gửi được" in shell.err
    assert shell.err.count("\n") == 1
    assert shell.untouched()


def test_status_counts_what_stops_it_as_it_does(shell: SubmitShell) -> None:
    assert shell(period=Q2) == 1
    count = int(shell.err.split(" còn ")[1].split()[0])
    assert shell.run(shell.folder, "status", "--period", Q2) == 0
    assert f"Kiểm tra: {count} lỗi, " in shell.out
    errors = shell.out.split("Lỗi, phải sửa trước khi trình ký:\n")[1].split("Cảnh báo:")[0]
    assert len(errors.splitlines()) == count


def test_a_draft_of_a_signed_period_says_what_it_is(shell: SubmitShell, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    report = ("report", "--period", Q1, "--pdf", file)
    assert shell.run(shell.folder, *report, "--sign") == 0
    signed = file.read_bytes()
    assert shell.run(shell.folder, *report) == 0
    assert "Kỳ đã trình ký lần 1: đây là bản dự thảo" in shell.err
    assert file.read_bytes() != signed
    assert shell.run(shell.folder, *report, "--sign") == 0  # as the sentence says
    assert file.read_bytes() == signed


def test_the_files_to_sign_come_by_a_command_and_the_signed_one_is_known(
    shell: SubmitShell, tmp_path: Path
) -> None:
    pdf, word = tmp_path / "để ký.pdf", tmp_path / "để ký.docx"
    assert (
        shell.run(shell.folder, "report", "--period", Q1, "--sign", "--pdf", pdf, "--docx", word)
        == 0
    )
    assert "Đã trình ký báo cáo quý I năm 2026 lần 1. Kỳ này đã khóa." in shell.err
    with Store.open(shell.folder) as store:
        issued = report_in_force(store, Q1)
        assert issued is not None
        again = tmp_path / "lại.pdf"
        export_file(store, issued.id, FileKind.PDF, again)
    assert pdf.read_bytes() == again.read_bytes()
    assert word.read_bytes().startswith(b"PK")
    pdf.unlink()
    assert (
        shell.run(shell.folder, "report", "--period", Q1, "--sign", "--pdf", pdf) == 0
    )  # the same once more
    assert pdf.read_bytes() == again.read_bytes()
    other = ("--letterhead", "nha-nuoc")
    assert shell.run(shell.folder, "report", "--period", Q1, "--sign", "--pdf", pdf, *other) == 1
    assert "theo thể thức khác" in shell.err
    pdf.write_bytes(signed(pdf.read_bytes()))
    assert shell("--signed", pdf, *ISSUED) == 0
    assert "Đúng bản đã xuất" in shell.err


@pytest.mark.parametrize(("period", "folder"), [(Q2, "."), (Q1, "không có")])
def test_what_cannot_be_signed_locks_nothing(
    shell: SubmitShell, tmp_path: Path, period: str, folder: str
) -> None:
    kept = contents(shell.folder)
    target = tmp_path / folder / "để ký.pdf"
    assert shell.run(shell.folder, "report", "--period", period, "--sign", "--pdf", target) == 1
    assert shell.err.count("\n") == 1
    assert shell.untouched()
    assert not target.exists()
    assert contents(shell.folder) == kept


def test_an_unknown_period(shell: SubmitShell) -> None:
    assert shell(period="2027-Q1") == 1
    assert shell.untouched()


def test_a_large_package_is_said_to_need_another_way(shell: SubmitShell, tmp_path: Path) -> None:
    with Store.open(shell.folder) as store:
        set_settings(store, mail_limit_mb=1)
    scan = tmp_path / "quét.tif"
    scan.write_bytes(b"II*\x00" + bytes(2_000_000))
    assert shell("--signed", scan) == 0
    assert "USB" in shell.err
    # The first part holds the scan and goes on a stick; the evidence behind it goes by mail.
    assert {f"{STEM}-phan-1.qnbc", f"{STEM}-phan-2.qnbc", f"{STEM}-phan-2.eml"} <= set(shell.names)
    assert f"{STEM}-phan-1.eml" not in shell.names


def test_a_signed_copy_is_compared_and_the_outcome_said(shell: SubmitShell, tmp_path: Path) -> None:
    assert shell() == 0
    exported = tmp_path / "bản ký.pdf"
    exported.write_bytes(signed((shell.target / f"{STEM}.pdf").read_bytes()))
    assert shell("--signed", exported) == 0
    assert "Đúng bản đã xuất" in shell.err


def test_the_draft_and_the_unsigned_export_are_refused_as_what_they_are(
    shell: SubmitShell, tmp_path: Path
) -> None:
    draft, unsigned = tmp_path / "dự thảo.pdf", tmp_path / "chưa ký.pdf"
    assert shell.run(shell.folder, "report", "--period", Q1, "--pdf", draft) == 0
    kept = contents(shell.folder)
    assert shell("--signed", draft, *ISSUED) == 1
    assert shell.err.startswith("Đây là bản dự thảo, không phải bản xuất để trình ký. Chưa gắn")
    assert "chạy lại với --despite-copy" in shell.err
    assert shell.untouched()  # not even frozen
    assert contents(shell.folder) == kept
    assert shell.run(shell.folder, "report", "--period", Q1, "--sign", "--pdf", unsigned) == 0
    assert shell("--signed", unsigned, *ISSUED) == 1
    assert shell.err.startswith("Đây là bản chưa ký")
    assert shell("--signed", unsigned, "--dry-run") == 1
    with Store.open(shell.folder) as store:
        issued = report_in_force(store, Q1)
        assert issued is not None
        assert (issued.signed_copy, issued.number) == (None, "")


@pytest.mark.parametrize("frozen", [False, True])
def test_another_units_signed_copy_is_refused_by_name_until_somebody_insists(
    shell: SubmitShell, tmp_path: Path, frozen: bool
) -> None:
    unit = tmp_path / "khác"
    other, copy = resolve_organisation("06706"), tmp_path / "khác.pdf"
    with initialise(unit, organisation=other, sample=True, clock=FixedClock()) as store:
        issued = freeze_report(store, Q1, despite_errors=True)
        export_file(store, issued.id, FileKind.PDF, copy)
    copy.write_bytes(signed(copy.read_bytes()))
    assert not frozen or shell() == 0
    assert shell("--signed", copy) == 1
    assert "tệp này là báo cáo của đơn vị khác, Phường Tuần Châu, mã 06706" in shell.err
    assert "chưa có gì bị thay đổi" in shell.err
    assert frozen or shell.untouched()
    assert shell("--signed", copy, "--despite-copy") == 0
    assert "Phường Tuần Châu" in shell.err


def test_another_reports_signed_copy_is_taken_where_somebody_insists(
    shell: SubmitShell, tmp_path: Path
) -> None:
    other = Store.open(copied(tmp_path / "khác"))
    with other:
        set_settings(other, signer="Người Khác")
        issued = freeze_report(other, Q1)
        export_file(other, issued.id, FileKind.PDF, tmp_path / "khác.pdf")
    assert shell("--signed", tmp_path / "khác.pdf", "--despite-copy") == 0
    assert "Chưa đối chiếu được" in shell.err
    assert "Kiểm tra lại xem đã chọn đúng tệp chưa." in shell.err
    assert "Đúng bản đã xuất" not in shell.err


def test_a_scan_is_told_to_be_compared_by_eye(shell: SubmitShell, tmp_path: Path) -> None:
    scan = tmp_path / "quét.jpg"
    scan.write_bytes(b"\xff\xd8\xff\xe0 JFIF")
    assert shell("--signed", scan) == 0
    assert "Chưa đối chiếu được" in shell.err
