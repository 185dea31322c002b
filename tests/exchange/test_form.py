"""What a form holds, and what is read of one that came back filled in."""

from __future__ import annotations

import warnings
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from filled_form import FilledForm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qnapp.db import assignments, measurements, milestones, periods, progress
from qnapp.db.worksheet import find_task, load_worksheet
from qnapp.errors import FileError, InputError, LockedError, NotFoundError
from qnapp.exchange.form import FormCell, export_form, read_form
from qnapp.exchange.form_fields import words
from qnapp.exchange.form_rows import form_rows
from qnapp.exchange.safe_xlsx import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.db.store import Store

Q2 = "2026-Q2"


@pytest.fixture
def form(unit_store: Store, tmp_path: Path) -> FilledForm:
    """The form of a unit that has typed something of every kind."""
    progress.set_progress(
        unit_store, "1.5", Q2, status="in_progress", percent=40, result="Đã họp\n=1+1"
    )
    progress.set_progress(unit_store, "3.2", Q2, expected_on="30/9/2026", proposal="@ Bổ sung vốn")
    milestones.set_milestone(unit_store, find_task(unit_store, "3.4.16").uid, 1, "2/1/2026")
    measurements.set_measurement(unit_store, "CT-22a", Q2, actual="96,40", note="tạm tính")
    measurements.set_measurement(unit_store, "CT-20", Q2, words="Còn 2 hộ nghèo")
    file = tmp_path / "biểu.xlsx"
    export_form(unit_store, Q2, file)
    return FilledForm(file)


def differences(store: Store, form: FilledForm) -> dict[tuple[str, str], tuple[str, str, str]]:
    """What came back: old, mine and theirs by code and field."""
    changes = read_form(store, form.save())
    assert not changes.problems
    return {(c.code, c.field.name): (c.old, c.mine, c.theirs) for c in changes.cells}


# --- what leaves


def test_a_form_has_the_rows_that_the_unit_reports_on(form: FilledForm) -> None:
    assert {"1.5", "3.2", "3.4.16", "TC-2"} <= set(form.codes())
    assert "2.1" not in form.codes()
    assert form.codes("Chỉ tiêu") == ["20", "22a"]


def test_values_keep_their_type(form: FilledForm) -> None:
    assert form.cell("1.5", "Tỉ lệ (%)").value == 40
    assert form.cell("1.5", "Tình trạng").value == "Đang triển khai"
    assert form.cell("3.2", "Dự kiến xong").value == datetime(2026, 9, 30)  # noqa: DTZ001
    assert form.cell("3.4.16", "Ngày đạt mốc 1").value == datetime(2026, 1, 2)  # noqa: DTZ001
    assert form.cell("22a", "Thực hiện kỳ", "Chỉ tiêu").value == pytest.approx(96.4)
    assert form.cell("3.2", "Đề xuất, kiến nghị").data_type == "s"


def test_only_cells_to_fill_in_are_open(form: FilledForm) -> None:
    sheet = form.sheet()
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert form.cell("3.2", "Mã").protection.locked
    assert not form.cell("3.2", "Kết quả thực hiện").protection.locked
    assert not form.cell("3.4.15", "Ngày đạt mốc 1").protection.locked
    assert form.cell("3.4.15", "Ngày đạt mốc 2").protection.locked  # it has one point only
    assert form.cell("22a", "Kết quả bằng lời", "Chỉ tiêu").protection.locked
    assert not form.cell("20", "Kết quả bằng lời", "Chỉ tiêu").protection.locked
    assert not form.cell("20", "Thực hiện kỳ", "Chỉ tiêu").protection.locked  # it has a unit


def test_lists_and_limits_are_set(form: FilledForm) -> None:
    rules = {rule.type: rule for rule in form.sheet().data_validations.dataValidation}
    assert set(rules) == {"list", "whole", "date"}
    listed = form.book["QNApp"]["C1:C4"]
    assert [row[0].value for row in listed] == [
        "Chưa triển khai",
        "Đang triển khai",
        "Hoàn thành",
        "Tạm dừng",
    ]
    assert "QNApp!$C$1:$C$4" in rules["list"].formula1
    assert form.book["QNApp"].sheet_state == "veryHidden"
    assert form.sheet().column_dimensions["A"].hidden


def test_rows_grow_with_what_is_typed(form: FilledForm) -> None:
    import zipfile

    with zipfile.ZipFile(form.file) as package:
        part = package.read("xl/worksheets/sheet1.xml")
    assert b'ht="' in part
    assert b"customHeight" not in part


def test_one_officer_gets_the_own_rows(unit_store: Store, tmp_path: Path) -> None:
    assignments.set_officer(unit_store, "3.2", "Nguyễn Thị Thử")
    assignments.set_officer(unit_store, "CT-22a", "Nguyễn Thị Thử")
    assignments.set_officer(unit_store, "1.5", "Người Khác")
    measurements.set_measurement(unit_store, "CT-22a", Q2, actual="1")
    file = tmp_path / "a.xlsx"
    assert export_form(unit_store, Q2, file, " nguyễn thị  thử ") == 2
    form = FilledForm(file)
    assert (form.codes(), form.codes("Chỉ tiêu")) == (["3.2"], ["22a"])
    with pytest.raises(NotFoundError, match="Nguyễn Thị Thử, Người Khác"):
        export_form(unit_store, Q2, tmp_path / "b.xlsx", "Ai đó")
    assert not (tmp_path / "b.xlsx").exists()


def test_a_locked_period_has_no_form(unit_store: Store, tmp_path: Path) -> None:
    periods.lock_period(unit_store, Q2, "chốt")
    with pytest.raises(LockedError):
        export_form(unit_store, Q2, tmp_path / "a.xlsx")


def test_a_form_that_cannot_be_written_says_why(unit_store: Store, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="Không có thư mục"):
        export_form(unit_store, Q2, tmp_path / "không có" / "a.xlsx")


def test_text_of_restricted_rows_never_leaves(unit_store: Store, tmp_path: Path) -> None:
    assignments.take_on(unit_store, [find_task(unit_store, "6.1").uid])
    uid = find_task(unit_store, "6.1").uid
    with unit_store.atomic():  # as an older version of the plan may have left it
        unit_store.run("UPDATE task_words SET channel = 'ordinary' WHERE uid = ?", (uid,))
        unit_store.cache.clear()
        progress.set_progress(unit_store, "6.1", Q2, status="in_progress", result="NỘI DUNG MẬT")
        unit_store.run("UPDATE task_words SET channel = 'restricted' WHERE uid = ?", (uid,))
        unit_store.cache.clear()
    file = tmp_path / "a.xlsx"
    export_form(unit_store, Q2, file)
    texts = " ".join(cell.text for sheet in read_workbook(file).sheets for cell in sheet.cells())
    assert "NỘI DUNG MẬT" not in texts
    form = FilledForm(file)
    assert form.cell("6.1", "Kết quả thực hiện").protection.locked
    assert not form.cell("6.1", "Số báo cáo riêng").protection.locked
    assert form.cell("3.2", "Số báo cáo riêng").protection.locked
    form.fill("6.1", "Số báo cáo riêng", "12-BC/ĐU")
    assert differences(unit_store, form) == {("6.1", "restricted_number"): ("", "", "12-BC/ĐU")}


# --- what comes back


def test_an_untouched_form_changes_nothing(unit_store: Store, form: FilledForm) -> None:
    changes = read_form(unit_store, form.save())
    assert (changes.cells, changes.problems, changes.notes) == ((), (), ())
    assert changes.unchanged > 50


def test_every_kind_of_value_comes_back(unit_store: Store, form: FilledForm) -> None:
    form.fill("3.2", "Tình trạng", "hoàn thành")
    form.fill("3.2", "Tỉ lệ (%)", 100)
    form.fill("3.2", "Kết quả thực hiện", "=Đã xong\n- 2 công trình")
    form.fill("3.2", "Ngày hoàn thành", date(2026, 6, 1))
    form.fill("3.2", "Dự kiến xong", None)
    form.fill("3.4.15", "Ngày đạt mốc 1", "30/12/2025")
    form.fill("22a", "Ước cả kỳ", "1.234,5", "Chỉ tiêu")
    form.fill("22a", "Lũy kế từ đầu năm", 12.25, "Chỉ tiêu")
    form.fill("20", "Kết quả bằng lời", "Không còn hộ nghèo", "Chỉ tiêu")
    assert differences(unit_store, form) == {
        ("3.2", "status"): ("not_started", "not_started", "completed"),
        ("3.2", "percent"): ("", "", "100"),
        ("3.2", "result"): ("", "", "=Đã xong\n- 2 công trình"),
        ("3.2", "completed_on"): ("", "", "2026-06-01"),
        ("3.2", "expected_on"): ("2026-09-30", "2026-09-30", ""),
        ("3.4.15", "milestone.1"): ("", "", "2025-12-30"),
        ("22a", "estimate"): ("", "", "1234.5"),
        ("22a", "cumulative"): ("", "", "12.25"),
        ("20", "words"): ("Còn 2 hộ nghèo", "Còn 2 hộ nghèo", "Không còn hộ nghèo"),
    }


def test_a_percentage_that_excel_turned_into_a_fraction(
    unit_store: Store, form: FilledForm
) -> None:
    form.fill("3.2", "Tỉ lệ (%)", 0.45)
    form.cell("3.2", "Tỉ lệ (%)").number_format = "0%"
    form.fill("22a", "Thực hiện kỳ", 0.975, "Chỉ tiêu")
    form.cell("22a", "Thực hiện kỳ", "Chỉ tiêu").number_format = "0.0%"
    found = differences(unit_store, form)
    assert found["3.2", "percent"][2] == "45"
    assert found["22a", "actual"][2] == "97.5"


def test_the_same_number_with_other_zeros_is_no_change(unit_store: Store, form: FilledForm) -> None:
    form.fill("22a", "Thực hiện kỳ", "96,40", "Chỉ tiêu")
    assert differences(unit_store, form) == {}


BAD = [
    ("3.2", "Tình trạng", "gần xong", "Không có tình trạng"),
    ("3.2", "Tình trạng", None, "Chưa chọn tình trạng"),
    ("3.2", "Tỉ lệ (%)", 140, "từ 0 đến 100"),
    ("3.2", "Tỉ lệ (%)", 40.5, "từ 0 đến 100"),
    ("3.2", "Tỉ lệ (%)", "nhiều", "từ 0 đến 100"),
    ("3.2", "Ngày hoàn thành", "31/02/2026", "Không có ngày"),
    ("3.2", "Ngày hoàn thành", 2026, "ngày/tháng/năm"),
    ("3.2", "Kết quả thực hiện", "x" * 30_001, "30000 ký tự"),
    ("3.4.15", "Ngày đạt mốc 2", "1/3/2026", "không có mốc thứ 2"),
    ("22a", "Thực hiện kỳ", "1.5", "dùng dấu phẩy: 1,5"),
    ("22a", "Thực hiện kỳ", "12,000", "ghi 12.000 hoặc 12"),
    ("22a", "Thực hiện kỳ", "nhiều", "phải là số"),
    ("22a", "Thực hiện kỳ", date(2026, 5, 3), "thành ngày 03/5/2026"),
    ("22a", "Kết quả bằng lời", "tốt", "tính bằng số"),
]


@pytest.mark.parametrize(("code", "title", "value", "said"), BAD)
def test_wrong_values_are_told_by_cell(
    unit_store: Store, form: FilledForm, code: str, title: str, value: Any, said: str
) -> None:
    sheet = "Chỉ tiêu" if code == "22a" else "Nhiệm vụ"
    form.fill(code, title, value, sheet)
    place = form.cell(code, title, sheet)
    changes = read_form(unit_store, form.save())
    assert changes.cells == ()
    (problem,) = changes.problems
    assert said in problem.text
    assert (problem.sheet, problem.code, problem.title) == (sheet, code, title)
    assert problem.ref == (place.coordinate if value is not None else str(place.row))


def test_formulas_and_errors_are_never_taken_for_values(
    unit_store: Store, form: FilledForm
) -> None:
    form.cell("3.2", "Tỉ lệ (%)").value = "=30+10"
    form.cell("3.2", "Kết quả thực hiện").value = "=A1"
    form.cell("1.5", "Tỉ lệ (%)").value = "#N/A"
    form.cell("1.5", "Tỉ lệ (%)").data_type = "e"
    texts = [problem.text for problem in read_form(unit_store, form.save()).problems]
    assert len(texts) == 3
    assert sum("công thức" in text for text in texts) == 2
    assert sum("#N/A" in text for text in texts) == 1


def test_letters_of_an_old_font_are_not_taken_over(unit_store: Store, form: FilledForm) -> None:
    from openpyxl.styles import Font

    form.fill("3.2", "Kết quả thực hiện", "§· xong")
    form.cell("3.2", "Kết quả thực hiện").font = Font(name=".VnTime")
    (problem,) = read_form(unit_store, form.save()).problems
    assert "Unicode" in problem.text


def test_a_conflict_shows_all_three_values(unit_store: Store, form: FilledForm) -> None:
    form.fill("1.5", "Tỉ lệ (%)", 70)
    form.fill("1.5", "Kết quả thực hiện", "Bản của cán bộ")
    progress.set_progress(unit_store, "1.5", Q2, percent=55)
    changes = read_form(unit_store, form.save())
    (conflict,) = changes.conflicts
    assert (conflict.old, conflict.mine, conflict.theirs) == ("40", "55", "70")
    assert [cell.field.name for cell in changes.cells if not cell.conflict] == ["result"]


def test_what_was_typed_alike_on_both_sides_is_no_difference(
    unit_store: Store, form: FilledForm
) -> None:
    form.fill("1.5", "Tỉ lệ (%)", 70)
    progress.set_progress(unit_store, "1.5", Q2, percent=70)
    assert differences(unit_store, form) == {}


def test_a_newer_value_here_is_not_undone_by_an_untouched_cell(
    unit_store: Store, form: FilledForm
) -> None:
    progress.set_progress(unit_store, "1.5", Q2, percent=90)
    assert differences(unit_store, form) == {}


def test_a_task_that_was_let_go_is_told(unit_store: Store, form: FilledForm) -> None:
    form.fill("3.2", "Tỉ lệ (%)", 70)
    assignments.let_go(unit_store, [find_task(unit_store, "3.2").uid])
    (problem,) = read_form(unit_store, form.save()).problems
    assert "chưa nhận theo dõi" in problem.text


def test_reading_writes_nothing(unit_store: Store, form: FilledForm) -> None:
    form.fill("3.2", "Tỉ lệ (%)", 70)
    before = [tuple(row) for row in unit_store.rows("SELECT * FROM progress")]
    announced: list[object] = []
    unit_store.on_change.append(announced.append)
    assert len(read_form(unit_store, form.save()).cells) == 1
    assert [tuple(row) for row in unit_store.rows("SELECT * FROM progress")] == before
    assert unit_store.value("SELECT count(*) FROM history WHERE event LIKE 'import%'") == 0
    assert not announced


def test_values_are_told_in_words(unit_store: Store, form: FilledForm) -> None:
    form.fill("3.2", "Tình trạng", "Tạm dừng")
    form.fill("3.2", "Dự kiến xong", None)
    form.fill("22a", "Thực hiện kỳ", 1234.5, "Chỉ tiêu")
    told = {cell.field.name: _in_words(cell) for cell in read_form(unit_store, form.save()).cells}
    assert told == {
        "status": ("Chưa triển khai", "Tạm dừng"),
        "expected_on": ("30/9/2026", "(trống)"),
        "actual": ("96,40", "1.234,5"),
    }


def _in_words(cell: FormCell) -> tuple[str, str]:
    return words(cell.field, cell.mine), words(cell.field, cell.theirs)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(max_size=60), min_size=3, max_size=3))
def test_any_text_that_can_be_stored_comes_back_as_it_was(
    unit_store: Store, tmp_path: Path, texts: list[str]
) -> None:
    for code, text in zip(("1.14", "3.2", "TC-2"), texts, strict=True):
        progress.set_progress(unit_store, code, Q2, result=text, difficulty=f"_x000D_{text}")
    file = tmp_path / "a.xlsx"
    export_form(unit_store, Q2, file)
    changes = read_form(unit_store, file)
    assert (changes.cells, changes.problems) == ((), ())
    assert changes.unchanged > 50
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        FilledForm(file)  # opens clean


def test_nothing_followed_is_a_sentence(unit_store: Store, tmp_path: Path) -> None:
    rows = unit_store.rows("SELECT uid FROM assignment WHERE taken")
    assignments.let_go(unit_store, [row["uid"] for row in rows])
    with pytest.raises(InputError, match="chưa theo dõi"):
        export_form(unit_store, Q2, tmp_path / "a.xlsx")


def test_an_indicator_in_words_has_no_cell_for_a_number(unit_store: Store) -> None:
    measurements.set_measurement(unit_store, "6", Q2, words="Vượt dự toán 3%")
    (row,) = [row for row in form_rows(unit_store, load_worksheet(unit_store, Q2))
              if row.code == "6"]  # fmt: skip
    assert row.open == {"words", "note"}
