"""The real plan as a workbook and back; another version of it; next year's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook
from workbooks import save, saved_by_libreoffice, table_book

from qnapp.db import plans
from qnapp.db.builtin import builtin_plan
from qnapp.domain.plan import Channel, Nature, Origin
from qnapp.errors import FileError, InputError
from qnapp.exchange.plan_head import PlanHead
from qnapp.exchange.plan_joining import LinkKind
from qnapp.exchange.plan_workbook import BuiltPlan, build_plan, export_plan_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    from qnapp.db.store import Store
    from qnapp.domain.plan import Task

PLAN = builtin_plan()
PRINTED = [one for one in PLAN.tasks if one.origin is Origin.PLAN]
MEASURED = [one for one in PLAN.indicators if one.origin is Origin.PLAN]


class Annex:
    """The 2026 plan's workbook in somebody's hands."""

    def __init__(self, file: Path) -> None:
        self.file = file
        export_plan_workbook(PLAN, file)
        self.book = load_workbook(file)

    def sheet(self, tasks: bool = True) -> Sheet:
        found: Sheet = self.book["Phụ lục 2" if tasks else "Phụ lục 1"]
        return found

    def row(self, label: str, *, tasks: bool = True) -> int:
        sheet = self.sheet(tasks)
        return next(n for n in range(6, sheet.max_row + 1) if sheet.cell(n, 1).value == label)

    def put(self, label: str, column: int, value: Any, *, tasks: bool = True) -> None:
        cell: Any = self.sheet(tasks).cell(self.row(label, tasks=tasks), column)
        cell.value = value

    def built(self, against: bool = True) -> BuiltPlan:
        self.book.save(self.file)
        return build_plan(self.file, PLAN if against else None)


@pytest.fixture
def annex(tmp_path: Path) -> Annex:
    return Annex(tmp_path / "phụ lục.xlsx")


def task(built: BuiltPlan, code: str) -> Task:
    return next(one for one in built.plan.tasks if one.code == code)


def kinds(built: BuiltPlan) -> list[tuple[LinkKind, str, str]]:
    return [(link.kind, link.code, link.old_code) for link in built.links]


# --- the 2026 plan


def test_the_plan_written_and_built_again_is_the_same(annex: Annex) -> None:
    built = annex.built()
    assert built.plan == PLAN
    assert (built.unread, built.second_look, built.links) == ((), (), ())


def test_built_from_the_workbook_alone(annex: Annex) -> None:
    built = annex.built(against=False)
    plan = built.plan
    bare = [replace(one, doubts=(), channel=Channel.ORDINARY) for one in PRINTED]
    assert list(plan.tasks) == bare
    assert list(plan.indicators) == [replace(one, doubts=()) for one in MEASURED]
    assert plan.task_sections == PLAN.task_sections[:-1]
    assert plan.indicator_groups == PLAN.indicator_groups[:-1]
    names = ("uid", "year", "number", "issued_on", "issuer", "title", "signer", "theme")
    assert [getattr(plan, name) for name in names] == [getattr(PLAN, name) for name in names]
    assert (plan.version, built.unread) == (1, ())
    leads = [one for one in PLAN.assignments if one.role == "lead" and "/TC-" not in one.uid]
    assert set(leads) <= set(plan.assignments)
    # Only where the words do not tell whether values add up is a person asked.
    asked = {remark.typed for remark in built.second_look}
    assert "Phát triển doanh nghiệp" in asked
    assert len(asked) == 7


def test_libreoffice_may_save_it_between(annex: Annex, tmp_path: Path) -> None:
    saved = saved_by_libreoffice(annex.file, tmp_path / "lo")
    assert build_plan(saved, PLAN).plan == PLAN


def test_any_sheet_order_and_names(annex: Annex) -> None:
    annex.sheet().title = "B"
    annex.book.move_sheet("B", -1)
    del annex.book["Thông tin"]
    assert annex.built().plan == PLAN


def test_the_workbook_shows_the_annexes_as_they_stand(annex: Annex) -> None:
    sheet = annex.sheet()
    assert [cell.value for cell in sheet[5]] == [
        "TT",
        "Nhiệm vụ",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
        "Thời hạn",
    ]
    labels = [sheet.cell(row, 1).value for row in range(6, sheet.max_row + 1)]
    assert labels[:3] == ["1", "1.1", "1.2"]
    assert labels.count("-") == 9
    assert "(15)" in labels
    assert "TC-1" not in labels
    assert "số 05-NQ/TU, ngày 09/12/2025" in str(sheet["A3"].value)


def test_a_workbook_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        export_plan_workbook(PLAN, tmp_path / "không có" / "a.xlsx")


# --- another version of the same plan


def test_a_corrected_deadline_makes_a_new_version(annex: Annex) -> None:
    annex.put("2.5", 5, "Quý II/2026")
    built = annex.built()
    old = next(one for one in PLAN.tasks if one.code == "2.5")
    assert old.doubts == ("Thời hạn: bản quét hỏng; đọc theo ngữ cảnh.",)
    assert built.plan.version == 2
    assert task(built, "2.5") == replace(old, deadline_text="Quý II/2026", doubts=())
    assert [one for one in built.plan.tasks if one.code != "2.5"] == [
        one for one in PLAN.tasks if one.code != "2.5"
    ]
    assert built.plan.paragraphs == PLAN.paragraphs
    assert built.links == ()


def test_a_doubt_stays_while_other_words_change(annex: Annex) -> None:
    annex.put("2.5", 4, "Ban Tổ chức Tỉnh ủy")
    old = next(one for one in PLAN.tasks if one.code == "2.5")
    assert task(annex.built(), "2.5").doubts == old.doubts


def test_corrected_words_keep_the_uid(annex: Annex) -> None:
    words = f"{next(one.title for one in PLAN.tasks if one.code == '1.4')} (sửa đổi)"
    annex.put("1.4", 2, words)
    built = annex.built()
    assert (task(built, "1.4").uid, task(built, "1.4").title) == ("NQ05-2026/1.4", words)
    assert kinds(built) == [(LinkKind.REWORDED, "1.4", "1.4")]


def test_a_row_put_between_moves_the_others_with_their_uids(annex: Annex) -> None:
    sheet = annex.sheet()
    at = annex.row("4.3")
    rows: list[list[Any]] = [
        [sheet.cell(row, c).value for c in range(1, 6)] for row in range(at, annex.row("4.13") + 1)
    ]
    new: list[Any] = ["4.3", "Nhiệm vụ mới hoàn toàn khác", "Sở Y tế", "", "Năm 2026"]
    after = annex.row("5")
    sheet.unmerge_cells(start_row=after, start_column=2, end_row=after, end_column=5)
    sheet.insert_rows(at)
    for offset, row in enumerate([new, *rows]):
        label = f"4.{3 + offset}"
        for column, value in enumerate([label, *row[1:]], 1):
            cell: Any = sheet.cell(at + offset, column)
            cell.value = value
    _shift_merged(sheet, after)
    built = annex.built()
    assert task(built, "4.4").uid == "NQ05-2026/4.3"
    assert task(built, "4.14").uid == "NQ05-2026/4.13"
    added = task(built, "4.3")
    assert added.uid == "NQ05-2026/4.3~2"  # the name of the old 4.3 is never used again
    assert len({one.uid for one in built.plan.tasks}) == len(built.plan.tasks)
    assert kinds(built)[-1] == (LinkKind.ADDED, "4.3", "")
    assert {kind for kind, *_ in kinds(built)[:-1]} == {LinkKind.MOVED}


def _shift_merged(sheet: Sheet, first: int) -> None:
    """openpyxl leaves merged cells where they were when a row is put in above."""
    for block in [*sheet.merged_cells.ranges]:
        if block.min_row > first:
            block.shift(row_shift=1)


def test_a_withdrawn_row_is_told(annex: Annex) -> None:
    sheet = annex.sheet()
    row = annex.row("6.5")
    for column in range(1, 6):
        cell: Any = sheet.cell(row, column)
        cell.value = None
    built = annex.built()
    assert all(one.code != "6.5" for one in built.plan.tasks)
    assert kinds(built) == [(LinkKind.WITHDRAWN, "", "6.5")]
    assert all(one.uid != "NQ05-2026/6.5" for one in built.plan.assignments)


def test_a_row_that_resembles_an_old_one_is_for_a_person(annex: Annex) -> None:
    old = next(one for one in PLAN.tasks if one.code == "6.5")
    sheet = annex.sheet()
    row = annex.row("6.5")
    for column, value in ((1, "6.7"), (2, f"{old.title} và các năm sau")):
        cell: Any = sheet.cell(row, column)
        cell.value = value
    built = annex.built()
    assert kinds(built) == [
        (LinkKind.PERHAPS, "6.7", "6.5"),
        (LinkKind.WITHDRAWN, "", "6.5"),
    ]
    assert task(built, "6.7").uid == "NQ05-2026/6.7"


def test_a_new_lead_gives_new_assignments_to_that_row_alone(annex: Annex) -> None:
    annex.put("1.9", 3, "Ủy ban Kiểm tra Tỉnh ủy")
    built = annex.built()
    named = {one.organisation for one in built.plan.assignments if one.uid == "NQ05-2026/1.9"}
    assert named == {"UBKTTU"}
    others = [one for one in PLAN.assignments if one.uid != "NQ05-2026/1.9"]
    assert [one for one in built.plan.assignments if one.uid != "NQ05-2026/1.9"] == others


def test_an_indicator_keeps_its_uid_and_takes_a_new_target(annex: Annex) -> None:
    annex.put("10", 4, ">3.000", tasks=False)
    built = annex.built()
    one = next(one for one in built.plan.indicators if one.code == "10")
    assert (one.uid, one.target_text) == ("NQ05-2026/CT-10", ">3.000")
    assert one.nature is Nature.FLOW
    assert len(built.plan.indicators) == len(PLAN.indicators)
    assert built.plan.version == 2


def test_a_new_version_can_be_installed(annex: Annex, unit_store: Store) -> None:
    annex.put("2.7", 5, "Quý II/2026")
    plans.install_plan(unit_store, annex.built().plan)
    found = plans.current_plan(unit_store)
    assert found.version == 2
    assert next(one for one in found.tasks if one.code == "2.7").deadline_text == "Quý II/2026"


# --- next year's plan


@pytest.fixture
def next_year(annex: Annex) -> BuiltPlan:
    for sheet in (annex.sheet(), annex.sheet(tasks=False)):
        sheet["A2"] = str(sheet["A2"].value).replace("2026", "2027")
        sheet["A3"] = "(Kèm theo Nghị quyết số 09-NQ/TU, ngày 08/12/2026 của Tỉnh ủy Quảng Ninh)"
    del annex.book["Thông tin"]
    annex.put("1.4", 2, "Một việc của năm 2027 không giống việc nào")
    return annex.built()


def test_next_years_plan_is_another_plan(next_year: BuiltPlan) -> None:
    plan = next_year.plan
    assert (plan.uid, plan.year, plan.version) == ("NQ09-2027", 2027, 1)
    assert (plan.number, plan.issued_on) == ("09-NQ/TU", date(2026, 12, 8))
    assert plan.issuer == "Tỉnh ủy Quảng Ninh"
    uids = [one.uid for one in plan.tasks] + [one.uid for one in plan.indicators]
    assert all(uid.startswith("NQ09-2027/") for uid in uids)
    assert not plan.paragraphs
    assert all(one.origin is Origin.PLAN for one in plan.tasks)
    assert plan.groups == PLAN.groups
    assert {one.ref for one in next_year.second_look} >= {""}  # title and signer are asked for


def test_long_tasks_continue(next_year: BuiltPlan) -> None:
    continued = {one.code: one.continues for one in next_year.plan.tasks if one.continues}
    assert continued["3.4.1"] == "NQ05-2026/3.4.1"  # until 2028
    assert continued["3.4.11"] == "NQ05-2026/3.4.11"  # begun, without a dated end
    assert continued["3.4.14"] == "NQ05-2026/3.4.14"  # after 2040
    assert "1.5" not in continued  # due in January 2026
    assert "3.4.2" not in continued  # depends on others
    ends = [one for one in PRINTED if "hoàn thành" in one.deadline_text.lower()]
    assert {one.code for one in ends} <= set(continued)


def test_what_only_resembles_is_for_a_person(next_year: BuiltPlan) -> None:
    found = {link.code: link for link in next_year.links}
    assert found["1.5"].kind is LinkKind.PERHAPS
    assert found["3.4.1"].kind is LinkKind.CONTINUES
    assert "1.4" not in found


def test_both_plans_live_in_one_store(next_year: BuiltPlan, unit_store: Store) -> None:
    plans.install_plan(unit_store, next_year.plan)
    assert plans.current_plan(unit_store) == replace(
        next_year.plan, organisations=plans.current_plan(unit_store).organisations
    )
    assert unit_store.value("SELECT count(*) FROM plan") == 2
    long = "SELECT continues FROM item WHERE uid = 'NQ09-2027/3.4.1'"
    assert unit_store.value(long) == "NQ05-2026/3.4.1"


# --- the document


def test_what_is_given_counts_before_what_is_found(annex: Annex) -> None:
    head = PlanHead(number="7-NQ/TU", year=2028, issued_on=date(2027, 12, 1), signer="Người Ký")
    plan = build_plan(annex.file, head=head).plan
    assert (plan.uid, plan.issued_on, plan.signer) == ("NQ7-2028", date(2027, 12, 1), "Người Ký")
    assert plan.issuer == PLAN.issuer


def test_bare_tables_tell_their_year_by_their_deadlines(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
        [1, "Việc một", "Sở Y tế", "Tháng 3/2027"],
        [2, "Việc hai", "Sở Nội vụ", "Năm 2027"],
    ]
    built = build_plan(table_book(tmp_path / "a.xlsx", rows))
    assert (built.plan.uid, built.plan.year) == ("KH-2027", 2027)
    asked = " ".join(remark.text for remark in built.second_look)
    assert "số, ký hiệu" in asked
    assert "ngày ban hành" in asked
    older = build_plan(table_book(tmp_path / "b.xlsx", [*rows[:1], [1, "x", "y", "Quý I"]]), PLAN)
    assert older.plan.uid == PLAN.uid


def test_no_year_and_no_table_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="năm nào"):
        build_plan(table_book(tmp_path / "a.xlsx", [["TT", "Nhiệm vụ", "Chủ trì"], [1, "x", "y"]]))
    with pytest.raises(InputError, match="không có bảng nhiệm vụ"):
        build_plan(table_book(tmp_path / "b.xlsx", [["Họ tên", "Năm 2026"]]))
    with pytest.raises(FileError):
        build_plan(tmp_path / "không có.xlsx")


def test_a_bad_day_on_the_sheet_of_information_is_told(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["TT", "Nhiệm vụ", "Thời hạn"], ["1", "Việc", "Năm 2027"]):
        book.active.append(row)
    info = book.create_sheet("Thông tin")
    info.append(["Số, ký hiệu:", "11-NQ/TU"])
    info.append(["Ngày ban hành", "31/02/2026"])
    info.append(["Năm kế hoạch", 2027])
    built = build_plan(save(book, tmp_path / "a.xlsx"))
    assert built.plan.uid == "NQ11-2027"
    assert any(remark.typed == "31/02/2026" for remark in built.second_look)
