from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font

from qnapp.documents.xlsx_cells import BOX, Look
from qnapp.documents.xlsx_styles import Styles

PLAIN = Look(Font(name="Times New Roman", size=11), Alignment(wrap_text=True), BOX)
BOLD = Look(Font(name="Times New Roman", size=12, bold=True), Alignment(), None)


def saved(book: Workbook) -> Workbook:
    buffer = io.BytesIO()
    book.save(buffer)
    return load_workbook(buffer)


def test_values_keep_their_type_and_text_stays_text() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Một")
    values = ("=1+1", "@SUM", "#N/A", "Đạt", "", None, 7, Decimal("1234.50"), date(2026, 3, 5))
    styles = Styles(sheet)
    sheet.append(styles.cell(value, PLAIN) for value in values)
    read = saved(book).worksheets[0][1]
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


def test_cells_that_take_turns_keep_what_each_was_given() -> None:
    book = Workbook(write_only=True)
    for name in ("Một", "Hai"):
        sheet = book.create_sheet(name)
        styles = Styles(sheet)
        looks = ((PLAIN, ""), (BOLD, "FFC9E7CF"), (BOLD, ""), (PLAIN, ""))
        sheet.append(styles.cell(f"{name} {n}", *one) for n, one in enumerate(looks))
        sheet.append(styles.cell(n, *one) for n, one in enumerate(looks))
    for read in saved(book).worksheets:
        assert [cell.value for cell in read[1]] == [f"{read.title} {n}" for n in range(4)]
        assert [cell.value for cell in read[2]] == [0, 1, 2, 3]
        for row in (read[1], read[2]):
            assert [bool(cell.font.bold) for cell in row] == [False, True, True, False]
            assert [cell.fill.fill_type for cell in row] == [None, "solid", None, None]
            assert row[1].fill.start_color.rgb == "FFC9E7CF"
            assert [cell.border.left.style for cell in row] == ["thin", None, None, "thin"]
