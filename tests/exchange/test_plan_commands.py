"""``qnapp plan build``, ``init --plan`` and ``import`` of a plan, as a person types them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from fixed_clock import FixedClock
from openpyxl import load_workbook
from shell import Shell

from qnapp.db import periods, plan_versions
from qnapp.db.builtin import builtin_plan
from qnapp.db.plans import current_plan
from qnapp.db.roster import confirmed_key
from qnapp.db.settings import get_settings
from qnapp.db.store import Store
from qnapp.db.worksheet import find_task, load_worksheet
from qnapp.documents.freeze import export_file, freeze_report
from qnapp.errors import InputError
from qnapp.exchange.keys import own_key
from qnapp.exchange.plan_package import PlanExtension, plan_contents, write_plan_package
from qnapp.exchange.plan_publishing import settle_doubt
from qnapp.exchange.plan_workbook import export_plan_workbook

if TYPE_CHECKING:
    from pathlib import Path

PLAN = builtin_plan()
DUE = date(2026, 6, 29)


class Desk(Shell):
    """A folder with a store, and what the commands said."""

    def store(self) -> Store:
        return Store.open(self.folder, clock=FixedClock())


@pytest.fixture
def desk(unit_master: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The office that sends plans out."""
    return Desk(shutil.copytree(unit_master, tmp_path / "gửi"), capsys)


@pytest.fixture
def unit(unit_master: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A unit that takes them in."""
    return Desk(shutil.copytree(unit_master, tmp_path / "nhận"), capsys)


@pytest.fixture
def annex(tmp_path: Path) -> Path:
    """The annexes with a deadline that has been put off."""
    file = tmp_path / "phụ lục.xlsx"
    export_plan_workbook(PLAN, file)
    book = load_workbook(file)
    sheet: Any = book["Phụ lục 2"]
    sheet.cell(
        next(n for n in range(6, 99) if sheet.cell(n, 1).value == "1.5"), 5
    ).value = "Quý IV/2026"
    book.save(file)
    return file


def test_a_corrected_annex_reaches_a_unit(
    desk: Desk, unit: Desk, annex: Path, tmp_path: Path
) -> None:
    package = tmp_path / "kế hoạch.zip"  # the name says nothing
    assert desk("plan", "build", annex, "--out", package, "--dry-run") == 0
    assert not package.exists()
    assert desk("plan", "build", annex, "--out", package, "--mail-to", "a@b.vn") == 0
    assert "phiên bản 2" in desk.out
    assert "Các đơn vị sẽ thấy: 1 dòng sửa\n  1.5, thời hạn: " in desk.out
    assert unit("import", package) == 0
    assert "1.5, thời hạn: " in unit.out
    assert "→ Quý IV/2026" in unit.out
    assert "Khóa của Phường Tuần Châu, xác nhận khi nhận gói: " in unit.out
    assert unit("import", package, "--dry-run") == 0
    with unit.store() as store:
        assert current_plan(store).version == 1
    assert unit("import", package, "--yes") == 0
    assert "Số liệu đã nhập vẫn giữ nguyên." in unit.err
    with unit.store() as store:
        assert find_task(store, "1.5").deadline_text == "Quý IV/2026"
        assert get_settings(store).mail_to == "a@b.vn"
    assert unit("import", package) == 0
    assert "Không có gì khác" in unit.out


def _put(file: Path, cells: dict[tuple[str, int], str]) -> None:
    book = load_workbook(file)
    sheet: Any = book["Phụ lục 2"]
    places = {str(sheet.cell(n, 1).value): n for n in range(6, sheet.max_row + 1)}
    for (code, column), text in cells.items():
        sheet.cell(places[code], column).value = text or None
    book.save(file)


def test_the_office_is_told_all_that_a_unit_will_be_told(
    desk: Desk, unit: Desk, annex: Path, tmp_path: Path
) -> None:
    _put(
        annex,
        {
            ("1.7", 5): "Tháng 11/2026",
            ("1.9", 2): "Bổ sung quy hoạch cán bộ lãnh đạo, quản lý của các cơ quan cấp tỉnh",
            ("1.12", 3): "",
            ("2.5", 3): "Cơ quan không có thật",
            ("2.6", 4): "Ban Tổ chức Tỉnh ủy",
            ("2.7", 3): "",
            ("2.7", 5): "",
        },
    )
    package = tmp_path / "g.qnkh"
    assert desk("plan", "build", annex, "--out", package) == 0
    built = desk.out
    assert unit("import", package, "--dry-run") == 0
    shown = [line.strip() for line in unit.out.splitlines()]
    about_rows = [line for line in shown if line[:2] in ("1.", "2.", "Th", "Rú", "Có")]
    assert len(about_rows) >= 10
    told = [line.strip() for line in built.splitlines()]
    assert [line for line in about_rows if line not in told] == []
    assert "Có thể là một: 1.9 trước đây và 1.9 trong gói" in built
    for slip in ("1.12, chủ trì", "2.7, chủ trì", "2.7, thời hạn"):
        assert f"Ô bị để trống: {slip}, trước đây " in built
    assert "2.5, chủ trì: không rõ “Cơ quan không có thật” là đơn vị nào" in built
    assert "4 nhiệm vụ chưa giao đơn vị nào: 1.12, 2.7, " in built
    assert "2.6, điểm cần đối chiếu" not in built  # nobody has compared it with the original


def test_cells_that_were_not_read_go_out_only_on_demand(
    desk: Desk, unit: Desk, annex: Path, tmp_path: Path
) -> None:
    _put(annex, {("1.8", 5): "Thang 13/2026"})
    package = tmp_path / "g.qnkh"
    assert desk("plan", "build", annex, "--out", package) == 1
    assert "Còn 1 chỗ không đọc được" in desk.err
    assert "Phụ lục 2, ô E" in desk.err
    assert "“Thang 13/2026”" in desk.err
    assert not package.exists()
    assert desk("plan", "build", annex, "--out", package, "--dry-run") == 0
    assert desk("plan", "build", annex, "--out", package, "--despite-unread") == 0
    assert unit("import", package, "--yes") == 0
    assert "→ Thang 13/2026" in unit.out


def test_a_form_is_no_annex_of_a_plan(desk: Desk, tmp_path: Path) -> None:
    form, package = tmp_path / "biểu.xlsx", tmp_path / "g.qnkh"
    assert desk("form", "--period", "2026-Q2", "--out", form) == 0
    assert desk("plan", "build", form, "--out", package) == 1
    assert desk.err.startswith("Đây là biểu nhập kết quả (“biểu.xlsx”), không phải phụ lục")
    assert "Các đơn vị sẽ thấy" not in desk.out
    assert not package.exists()


def test_a_signed_report_is_no_annex_of_a_plan(desk: Desk, tmp_path: Path) -> None:
    report, package = tmp_path / "báo cáo.xlsx", tmp_path / "g.qnkh"
    with desk.store() as store:
        frozen = freeze_report(store, "2026-Q1", despite_errors=True)
        export_file(store, frozen.id, "xlsx", report)
    assert desk("plan", "build", report, "--out", package) == 1
    assert desk.err.startswith("Đây là báo cáo đã trình ký (“báo cáo.xlsx”), không phải phụ lục")
    assert not package.exists()


def test_a_draft_that_withdraws_most_rows_goes_out_only_on_demand(
    desk: Desk, annex: Path, tmp_path: Path
) -> None:
    book, package = load_workbook(annex), tmp_path / "g.qnkh"
    sheet: Any = book["Phụ lục 2"]
    last = next(n for n in range(6, 99) if sheet.cell(n, 1).value == "1.5")
    sheet.delete_rows(last + 1, sheet.max_row)
    book.save(annex)
    assert desk("plan", "build", annex, "--out", package) == 1
    gone = next(part for part in desk.out.split(", ") if "dòng rút" in part).split()[0]
    assert f"rút {gone} trong {len(PLAN.tasks) + len(PLAN.indicators)} dòng" in desk.err
    assert not package.exists()
    assert desk("plan", "build", annex, "--out", package, "--dry-run") == 0
    assert desk("plan", "build", annex, "--out", package, "--despite-withdrawn") == 0
    assert package.exists()


def test_all_versions_are_listed_with_their_day(unit: Desk, desk: Desk, tmp_path: Path) -> None:
    with desk.store() as store:
        plan = current_plan(store)
        tasks = (replace(plan.tasks[0], title="Lời văn sửa"), *plan.tasks[1:])
        contents = plan_contents(store, plan=replace(plan, version=2, tasks=tasks))
        write_plan_package(store, tmp_path / "g.qnkh", contents)
    assert unit("import", tmp_path / "g.qnkh", "--yes") == 0
    assert unit("plan", "list") == 0
    newest, first = unit.out.splitlines()
    assert newest.startswith("2026: 05-NQ/TU, phiên bản 2, ")
    assert newest.endswith("/2026, 1 dòng khác phiên bản trước, đang dùng")
    assert first.startswith("2026: 05-NQ/TU, phiên bản 1, ")


def test_the_plan_as_it_is_stays_the_same_version(desk: Desk, tmp_path: Path) -> None:
    annex, first, second = (tmp_path / name for name in ("p.xlsx", "1.qnkh", "2.qnkh"))
    export_plan_workbook(PLAN, annex)
    assert desk("plan", "build", annex, "--out", first) == 0
    assert "phiên bản 1" in desk.out
    assert desk("plan", "build", annex, "--out", second, "--against", first) == 0
    assert "phiên bản 1" in desk.out
    assert desk("plan", "build", first, "--out", second) == 1


def _package(store: Store, target: Path) -> Path:
    calendar = [
        replace(one.period, due=DUE) if one.period.code == "2026-Q2" else one.period
        for one in periods.periods(store)
    ]
    uid = find_task(store, "3.2").uid
    extension = PlanExtension(uid, "@units", date(2027, 1, 31), "Thông báo số 12-TB/TU")
    plan = replace(current_plan(store), version=4)
    contents = plan_contents(
        store, plan=plan, calendar=calendar, extensions=[extension], recipient="a@b.vn"
    )
    return write_plan_package(store, target, contents).path


def test_a_new_store_begins_with_the_plan_that_was_sent(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with desk.store() as store:
        package, key = _package(store, tmp_path / "g.qnkh"), own_key(store).public
    fresh = Desk(tmp_path / "mới", capsys)
    assert fresh("init", "--unit", "06652", "--plan", package) == 0
    with fresh.store() as store:
        assert current_plan(store).version == 4
        assert periods.stored_period(store, "2026-Q2").period.due == DUE
        assert get_settings(store).mail_to == "a@b.vn"
        assert confirmed_key(store, "06706") == key
        row = next(one for one in load_worksheet(store, "2026-Q1").tasks if one.code == "3.2")
        assert row.extension is not None
        assert row.extension.document == "Thông báo số 12-TB/TU"
        assert plan_versions.rows_to_look_at(store).changed == ()


def test_a_package_that_cannot_be_read_makes_no_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "g.qnkh").write_bytes(b"PK khong phai goi")
    fresh = Desk(tmp_path / "mới", capsys)
    assert fresh("init", "--unit", "06652", "--plan", tmp_path / "g.qnkh") == 1
    assert not fresh.folder.exists()


def test_a_settled_doubt_is_the_next_version(desk: Desk, unit: Desk, tmp_path: Path) -> None:
    task = next(one for one in PLAN.tasks if one.doubts)
    paragraph = next(one for one in PLAN.paragraphs if one.doubts)
    with desk.store() as store:
        assert settle_doubt(store, task.uid).version == 2
        assert settle_doubt(store, paragraph.id).version == 3
        assert not find_task(store, task.uid).doubts
        with pytest.raises(InputError, match="không có điểm cần đối chiếu"):
            settle_doubt(store, task.uid)
        write_plan_package(store, tmp_path / "g.qnkh", plan_contents(store))
    assert unit("import", tmp_path / "g.qnkh", "--yes") == 0
    assert f"{task.code}, điểm cần đối chiếu: " in unit.out
    with unit.store() as store:
        assert not find_task(store, task.uid).doubts
