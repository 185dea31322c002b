from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font

from qnapp.documents.xlsx_cells import BOX, Look
from qnapp.documents.xlsx_styles import Styles

PLAIN = ("plain", Look(Font(name="Times New Roman", size=11), Alignment(wrap_text=True), BOX))
BOLD = ("bold", Look(Font(name="Times New Roman", size=12, bold=True), Alignment(), None))


def test_values_keep_their_type_and_text_stays_text() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    values = ("=1+1", "@SUM", "#N/A", "Đạt", "", None, 7, Decimal("1234.50"), date(2026, 3, 5))
    styles = Styles(sheet)
    for column, value in enumerate(values, 1):
        styles.put(sheet, 1, column, value, PLAIN)
    buffer = io.BytesIO()
    book.save(buffer)
    read = load_workbook(buffer).worksheets[0][1]
    told = [cell.value for cell in read]
    assert told[:6] == ["=1+1", "@SUM", "#N/A", "Đạt", None, None]
    assert [cell.data_type for cell in read[:4]] == ["s"] * 4
    assert [bool(cell.quotePrefix) for cell in read[:4]] == [True, True, False, False]
    assert told[6:8] == [7, 1234.5]
    assert isinstance(told[8], datetime)
    assert [cell.number_format for cell in read[6:]] == [
        "[$-42A]#,##0", "[$-42A]#,##0.00", "dd/mm/yyyy",
    ]  # fmt: skip
    assert {cell.number_format for cell in read[:4]} == {"@"}
    assert all(cell.font.name == "Times New Roman" and cell.alignment.wrap_text for cell in read)
    assert all(cell.border.left.style == "thin" for cell in read)


def test_two_writers_of_one_workbook_do_not_take_each_others_styles() -> None:
    book = Workbook()
    first, second = book.worksheets[0], book.create_sheet("Hai")
    Styles(first).put(first, 1, 1, "Một", PLAIN)
    styles = Styles(second)
    styles.put(second, 1, 1, "Hai", BOLD, "FFC9E7CF")
    styles.put(second, 1, 2, "Ba", BOLD)
    assert (first["A1"].font.bold, second["A1"].font.bold) == (False, True)
    assert second["A1"].fill.start_color.rgb == "FFC9E7CF"
    assert second["B1"].fill.fill_type is None
    assert first["A1"].border.left.style == "thin"
    assert not second["A1"].border.left
