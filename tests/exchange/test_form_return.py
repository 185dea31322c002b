"""Forms that were handled before they came back, and forms that are somebody else's."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from filled_form import FilledForm
from fixed_clock import FixedClock
from workbooks import raw_parts, saved_by_libreoffice, table_book, write_parts

from qnapp.db import measurements, periods, plans, progress, setup
from qnapp.db.organisations import resolve_organisation
from qnapp.db.store import Store
from qnapp.errors import FileError, LockedError
from qnapp.exchange.form import export_form, read_form
from qnapp.exchange.form_data import is_form
from qnapp.exchange.safe_xlsx import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    from qnapp.exchange.form import FormChanges

Q2 = "2026-Q2"
FILLED = {("1.5", "result"): "Đã họp", ("3.2", "percent"): "70", ("22a", "actual"): "97.5"}


@pytest.fixture
def form(unit_store: Store, tmp_path: Path) -> FilledForm:
    """A form in which three cells were filled in, not yet saved."""
    progress.set_progress(unit_store, "1.5", Q2, status="in_progress", percent=40)
    measurements.set_measurement(unit_store, "CT-22a", Q2, actual="96,40")
    file = tmp_path / "biểu.xlsx"
    export_form(unit_store, Q2, file)
    filled = FilledForm(file)
    filled.fill("1.5", "Kết quả thực hiện", "Đã họp")
    filled.fill("3.2", "Tỉ lệ (%)", 70)
    filled.fill("22a", "Thực hiện kỳ", 97.5, "Chỉ tiêu")
    return filled


def theirs(changes: FormChanges) -> dict[tuple[str, str], str]:
    assert not changes.problems
    return {(cell.code, cell.field.name): cell.theirs for cell in changes.cells}


def rows_of(sheet: Sheet, first: int) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]


def put_rows(sheet: Sheet, first: int, rows: list[list[Any]]) -> None:
    for at, row in enumerate(rows, first):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(at, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"


# --- handled


def test_sorted_rows(unit_store: Store, form: FilledForm) -> None:
    sheet = form.sheet()
    first = form.head_row(sheet) + 1
    put_rows(sheet, first, sorted(rows_of(sheet, first), key=str, reverse=True))
    assert form.codes()[0] != "1.5"
    assert theirs(read_form(unit_store, form.save())) == FILLED


def test_filtered_and_hidden_rows(unit_store: Store, form: FilledForm) -> None:
    sheet = form.sheet()
    for row in range(form.head_row(sheet) + 1, sheet.max_row + 1):
        sheet.row_dimensions[row].hidden = True
    sheet.auto_filter.add_filter_column(6, ["Hoàn thành"])
    form.sheet("Chỉ tiêu").sheet_state = "hidden"
    assert theirs(read_form(unit_store, form.save())) == FILLED


def test_deleted_rows_keep_what_is_here(unit_store: Store, form: FilledForm) -> None:
    sheet = form.sheet()
    sheet.delete_rows(form.row(sheet, "TC-2"))
    sheet.delete_rows(form.row(sheet, "3.2"))
    changes = read_form(unit_store, form.save())
    assert theirs(changes) == {key: FILLED[key] for key in FILLED if key[0] != "3.2"}
    (note,) = changes.notes
    assert note.startswith("2 dòng không còn trong tệp (3.2, TC-2)")


def test_inserted_rows_and_columns(unit_store: Store, form: FilledForm) -> None:
    sheet = form.sheet()
    sheet.insert_cols(7)
    sheet.cell(form.head_row(sheet), 7).value = "Ý kiến lãnh đạo"
    sheet.cell(form.row(sheet, "3.2"), 7).value = "Cần nhanh hơn"
    sheet.insert_rows(1, amount=3)
    sheet["A1"] = "Ghi thêm ở trên"
    assert theirs(read_form(unit_store, form.save())) == FILLED


def test_moved_columns(unit_store: Store, form: FilledForm) -> None:
    sheet = form.sheet()
    first = form.head_row(sheet)
    put_rows(sheet, first, [list(reversed(row)) for row in rows_of(sheet, first)])
    assert theirs(read_form(unit_store, form.save())) == FILLED


def test_a_deleted_column_is_told_and_changes_nothing(unit_store: Store, form: FilledForm) -> None:
    sheet = form.sheet()
    sheet.delete_cols(form.column(sheet, "Tỉ lệ (%)"))
    changes = read_form(unit_store, form.save())
    assert ("3.2", "percent") not in theirs(changes)
    assert "Không thấy cột “Tỉ lệ (%)”" in changes.notes[0]


def test_the_hidden_key_may_be_deleted(unit_store: Store, form: FilledForm) -> None:
    sheet = form.sheet()
    sheet.delete_cols(form.column(sheet, "Khóa dòng"))
    assert theirs(read_form(unit_store, form.save())) == FILLED


def test_the_code_may_be_deleted(unit_store: Store, form: FilledForm) -> None:
    changed = form.sheet()
    changed.delete_cols(form.column(changed, "Mã"))
    assert theirs(read_form(unit_store, form.save())) == FILLED


def test_renamed_and_reordered_sheets(unit_store: Store, form: FilledForm, tmp_path: Path) -> None:
    form.sheet().title = "Của tôi"
    form.book.move_sheet("QNApp", -2)
    form.book["QNApp"].sheet_state = "visible"
    form.book["QNApp"].title = "Trang lạ"
    assert theirs(read_form(unit_store, form.save(tmp_path / "gửi lại (2).xlsx"))) == FILLED


def test_a_copied_sheet_says_the_same_twice(unit_store: Store, form: FilledForm) -> None:
    form.book.copy_worksheet(form.sheet())
    assert theirs(read_form(unit_store, form.save())) == FILLED


def test_a_row_that_is_there_twice_with_different_words(
    unit_store: Store, form: FilledForm
) -> None:
    copy = form.book.copy_worksheet(form.sheet())
    copy.cell(form.row(copy, "3.2"), form.column(copy, "Tỉ lệ (%)")).value = 80
    changes = read_form(unit_store, form.save())
    assert [problem.code for problem in changes.problems] == ["3.2"]
    assert "hai dòng" in changes.problems[0].text
    assert {cell.code for cell in changes.cells} == {"1.5", "22a"}
    assert changes.notes == ()


def test_cells_sorted_without_their_code_are_refused(unit_store: Store, form: FilledForm) -> None:
    one, other = form.cell("1.5", "Mã"), form.cell("3.2", "Mã")
    one.value, other.value = other.value, one.value
    changes = read_form(unit_store, form.save())
    assert {problem.code for problem in changes.problems} == {"1.5", "3.2"}
    assert all("không khớp" in problem.text for problem in changes.problems)
    assert {cell.code for cell in changes.cells} == {"22a"}


def test_a_line_of_ones_own_is_refused_and_an_empty_one_is_not(
    unit_store: Store, form: FilledForm
) -> None:
    sheet = form.sheet()
    last = sheet.max_row
    sheet.cell(last + 1, form.column(sheet, "Nhiệm vụ")).value = "Cộng"
    sheet.cell(last + 2, form.column(sheet, "Kết quả thực hiện")).value = "Việc làm thêm"
    (problem,) = read_form(unit_store, form.save()).problems
    assert (problem.ref, "Không rõ" in problem.text) == (str(last + 2), True)


def test_other_sheets_are_left_alone_and_told(unit_store: Store, form: FilledForm) -> None:
    form.book.create_sheet("Nháp")["A1"] = "ghi chú riêng"
    changes = read_form(unit_store, form.save())
    assert theirs(changes) == FILLED
    assert changes.notes == ("Trang “Nháp” không thuộc biểu nhập nên không đọc.",)


def test_a_table_that_is_gone_is_told(unit_store: Store, form: FilledForm) -> None:
    del form.book["Chỉ tiêu"]
    changes = read_form(unit_store, form.save())
    assert any("bảng chỉ tiêu" in note for note in changes.notes)
    assert {cell.code for cell in changes.cells} == {"1.5", "3.2"}


def test_libreoffice_saves_a_form_that_is_read_whole(
    unit_store: Store, form: FilledForm, tmp_path: Path
) -> None:
    progress.set_progress(
        unit_store, "3.4.16", Q2, result="=1+1\n-Dòng hai\n+3", next_step="_x000D_ 30/6"
    )
    export_form(unit_store, Q2, form.file)
    again = FilledForm(form.file)
    again.fill("1.5", "Kết quả thực hiện", "Đã họp\nlần hai")
    again.fill("3.2", "Tỉ lệ (%)", 70)
    again.fill("3.2", "Dự kiến xong", "30/9/2026")
    again.fill("22a", "Thực hiện kỳ", 97.5, "Chỉ tiêu")
    saved = saved_by_libreoffice(again.save(), tmp_path / "lo")
    assert theirs(read_form(unit_store, saved)) == FILLED | {
        ("1.5", "result"): "Đã họp\nlần hai",
        ("3.2", "expected_on"): "2026-09-30",
    }
    kept = FilledForm(saved)
    assert kept.book["QNApp"].sheet_state != "visible"
    assert kept.sheet().protection.sheet
    rules = {rule.type for rule in kept.sheet().data_validations.dataValidation}
    assert {"list", "whole", "date"} <= rules


# --- somebody else's


@pytest.fixture
def ha_tu(tmp_path: Path) -> Iterator[Store]:
    unit = resolve_organisation("06652")
    clock = FixedClock()
    with setup.initialise(
        tmp_path / "Hà Tu", organisation=unit, clerk="Người Khác", clock=clock
    ) as other:
        yield other


def test_another_units_form(unit_store: Store, ha_tu: Store, form: FilledForm) -> None:
    with pytest.raises(FileError, match=r"Phường Tuần Châu.*Phường Hà Tu"):
        read_form(ha_tu, form.save())


def test_rows_copied_from_another_units_form(
    unit_store: Store, ha_tu: Store, form: FilledForm, tmp_path: Path
) -> None:
    export_form(ha_tu, Q2, tmp_path / "khác.xlsx")
    other = FilledForm(tmp_path / "khác.xlsx")
    other.fill("3.2", "Tỉ lệ (%)", 5)
    source, target = other.sheet(), form.sheet()
    row = other.row(source, "3.2")
    for column in range(1, source.max_column + 1):
        target.cell(form.row(target, "3.2"), column).value = source.cell(row, column).value
    (problem,) = read_form(unit_store, form.save()).problems
    assert "đơn vị, kỳ hoặc phiên bản khác" in problem.text


def test_another_periods_form(unit_store: Store, form: FilledForm) -> None:
    file = form.save()
    assert read_form(unit_store, file, Q2).data.period == Q2
    with pytest.raises(FileError, match="6 tháng"):
        read_form(unit_store, file, "2026-Q3")
    periods.lock_period(unit_store, Q2, "chốt")
    with pytest.raises(LockedError):
        read_form(unit_store, file)


def test_another_versions_and_another_plans_form(unit_store: Store, form: FilledForm) -> None:
    file = form.save()
    plan = plans.current_plan(unit_store)
    plans.install_plan(unit_store, replace(plan, version=2))
    with pytest.raises(FileError, match=r"phiên bản 1 .* phiên bản 2"):
        read_form(unit_store, file)
    other = replace(plan, uid="NQ07-2027", number="07-NQ/TU", year=2027, tasks=(), indicators=())
    plans.install_plan(unit_store, replace(other, assignments=(), version=1))
    with pytest.raises(FileError, match=r"số 05-NQ/TU.*số 07-NQ/TU"):
        read_form(unit_store, file)


def test_what_is_no_form(unit_store: Store, tmp_path: Path) -> None:
    plain = table_book(tmp_path / "a.xlsx", [["Mã", "Kết quả"], ["3.2", "xong"]])
    assert not is_form(read_workbook(plain))
    with pytest.raises(FileError, match="không phải biểu nhập"):
        read_form(unit_store, plain)
    broken = write_parts(tmp_path / "b.xlsx", {**raw_parts(""), "_rels/.rels": "<"})
    with pytest.raises(FileError, match="bị hỏng"):
        read_form(unit_store, broken)


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        ("A2", "2", "phiên bản QNApp mới hơn"),
        ("A2", "x", None),  # the digest alone says what is in it
        ("A3", "0" * 64, "đã bị thay đổi"),
        ("A4", "AAAA", "đã bị thay đổi"),
        ("A4", "không phải", "đã bị thay đổi"),
        ("A5", "AAAA", "đã bị thay đổi"),
    ],
)
def test_a_changed_hidden_sheet(
    unit_store: Store, form: FilledForm, place: str, value: str, said: str | None
) -> None:
    form.book["QNApp"][place] = value
    file = form.save()
    if said is None:
        assert theirs(read_form(unit_store, file)) == FILLED
        return
    with pytest.raises(FileError, match=said):
        read_form(unit_store, file)


def test_a_long_form_spreads_over_several_cells(unit_store: Store, tmp_path: Path) -> None:
    for code in ("1.5", "3.2", "TC-2"):
        progress.set_progress(unit_store, code, Q2, result="Nội dung dài. " * 2000)
    file = tmp_path / "dài.xlsx"
    export_form(unit_store, Q2, file)
    hidden = read_workbook(file).sheet("QNApp")
    assert hidden is not None
    assert len(hidden.rows) > 5
    changes = read_form(unit_store, file)
    assert (changes.cells, changes.problems) == ((), ())


def test_a_form_of_a_store_that_moved(unit_store: Store, form: FilledForm, tmp_path: Path) -> None:
    """The same unit on another PC takes its form."""
    unit_store.close()
    folder = shutil.copytree(unit_store.folder, tmp_path / "máy khác")
    with Store.open(folder, clock=FixedClock()) as moved:
        assert theirs(read_form(moved, form.save())) == FILLED
