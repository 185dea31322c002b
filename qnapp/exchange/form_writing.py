"""Writes a form as a workbook: locked cells, lists, and what it was made from on a hidden sheet."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from qnapp.documents.archive import repacked
from qnapp.documents.profiles import TextStyle
from qnapp.documents.xlsx import with_own_font
from qnapp.documents.xlsx_cells import BOX, FONT, Look, put
from qnapp.documents.xlsx_page import TALLEST, lines_of, row_height
from qnapp.exchange.form_data import DATA_SHEET, RowKind, data_cells
from qnapp.exchange.form_fields import FIRST_DAY, LAST_DAY, STATUS_WORDS, Kind, cell_value
from qnapp.exchange.form_rows import columns
from qnapp.exchange.xlsx_xml import escaped
from qnapp.text import format_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    from qnapp.exchange.form_data import FormData
    from qnapp.exchange.form_fields import FormField
    from qnapp.exchange.form_rows import FormRow

HEAD_ROW = 5
KEY_TITLE = "Khóa dòng"
CODE_TITLE = "Mã"
OFFICER_TITLE = "Người theo dõi"
TITLE = "BIỂU NHẬP KẾT QUẢ THỰC HIỆN NGHỊ QUYẾT"
GUIDE = (
    "Chỉ nhập vào ô nền vàng, ô nền xám giữ nguyên. Ngày ghi theo ngày/tháng/năm. "
    "Nhập xong, lưu tệp ở dạng .xlsx rồi gửi lại cán bộ tổng hợp."
)

_LIST_COLUMN = 3  # of the hidden sheet
_FORMATS = {Kind.PERCENT: "0", Kind.DATE: "dd/mm/yyyy", Kind.NUMBER: "General"}
_STYLE, _BOLD = TextStyle(11), TextStyle(11, bold=True)
_POINTS, _EDGE = 5.25, 3.75  # of a digit, and of what stands beside them in a column
_A3 = 8
_DAY_ZERO = date(1899, 12, 30)  # of workbooks, for every day from March 1900 on
_FIXED_HEIGHT = re.compile(rb' customHeight="1"(?=[^<>]*>)')
_FILL_IN = PatternFill("solid", fgColor="FFFFF8E1")
_LOCKED = PatternFill("solid", fgColor="FFEEEEEE")
_HEAD = PatternFill("solid", fgColor="FFDDE5EE")


@dataclass(frozen=True, slots=True)
class FormSheet:
    """What one visible sheet holds: columns of facts with their widths in digits, then fields."""

    kind: RowKind
    name: str
    facts: tuple[tuple[str, float], ...]


TASK_SHEET = FormSheet(
    RowKind.TASK,
    "Nhiệm vụ",
    ((CODE_TITLE, 9), ("Nhiệm vụ", 44), ("Thời hạn", 24), ("Kết quả kỳ trước", 28)),
)
INDICATOR_SHEET = FormSheet(
    RowKind.INDICATOR,
    "Chỉ tiêu",
    ((CODE_TITLE, 9), ("Chỉ tiêu", 44), ("Đơn vị tính", 14), ("Mức năm", 18)),
)
SHEETS = (TASK_SHEET, INDICATOR_SHEET)


def _look(*, bold: bool = False, centre: bool = False, boxed: bool = True) -> Look:
    alignment = Alignment(
        horizontal="center" if centre else "left",
        vertical="center" if centre else "top",
        wrap_text=boxed,
    )
    return Look(Font(name=FONT, size=_STYLE.size, bold=bold), alignment, BOX if boxed else None)


_CELL, _TITLE_LOOK = _look(), _look(bold=True, centre=True)
_NUMBER = Look(_CELL.font, Alignment(horizontal="right", vertical="top", indent=1), BOX)


def form_bytes(data: FormData, rows: Sequence[FormRow], period_name: str, until: date) -> bytes:
    """Give the workbook of a form; ``until`` is the day by which figures have to be in."""
    buffer = io.BytesIO()
    _form_book(data, rows, period_name, until).save(buffer)
    return repacked(buffer.getvalue(), _settled)


def _settled(name: str, part: bytes) -> bytes:
    """Let rows grow with what is typed: the library fixes every height that it is told."""
    if name.startswith("xl/worksheets/"):
        return _FIXED_HEIGHT.sub(b"", part)
    return with_own_font(part) if name == "xl/styles.xml" else part


def _form_book(data: FormData, rows: Sequence[FormRow], period_name: str, until: date) -> Workbook:
    book = Workbook()
    while book.worksheets:
        book.remove(book.worksheets[0])
    who = f", {OFFICER_TITLE.lower()}: {data.officer}" if data.officer else ""
    lines = (
        TITLE,
        f"{data.organisation_name}, {period_name}{who}",
        f"{GUIDE} Chốt số liệu ngày {format_date(until)}.",
    )
    for form in SHEETS:
        own = [row for row in rows if row.kind is form.kind]
        if own:
            _Writer(book.create_sheet(form.name), form, data, own).write(lines)
    _write_data(book.create_sheet(DATA_SHEET), data)
    book.security.lockStructure = True
    book.properties.title, book.properties.creator = TITLE, data.organisation_name
    book.properties.language = "vi-VN"
    return book


class _Writer:
    """Writes one visible sheet."""

    def __init__(
        self, sheet: Sheet, form: FormSheet, data: FormData, rows: Sequence[FormRow]
    ) -> None:
        self._sheet = sheet
        self._form = form
        self._keys = {row.uid: data.key(row) for row in data.rows}
        self._rows = rows
        self._with_officers = not data.officer
        self._fields = columns(rows, form.kind)
        facts = [*form.facts, (OFFICER_TITLE, 16.0)] if self._with_officers else form.facts
        self._titles = [(KEY_TITLE, 8.0), *facts]
        self._first = len(self._titles) + 1  # column of the first field

    def write(self, lines: Sequence[str]) -> None:
        """Write everything."""
        for at, text in enumerate(lines, 1):
            put(self._sheet, at, 2, text, _look(bold=at < len(lines), boxed=False))
        titles = [*self._titles, *((field.title, field.width) for field in self._fields)]
        self._widths = [width for _, width in titles]
        for column, (title, width) in enumerate(titles, 1):
            put(self._sheet, HEAD_ROW, column, title, _TITLE_LOOK).fill = _HEAD
            self._sheet.column_dimensions[get_column_letter(column)].width = width
        self._set_height(HEAD_ROW, [title for title, _ in titles], _BOLD)
        for at, row in enumerate(self._rows, HEAD_ROW + 1):
            self._write_row(at, row)
        self._add_rules()
        self._set_view()

    def _write_row(self, at: int, row: FormRow) -> None:
        facts = (self._keys[row.uid], *row.facts)
        facts += (row.officer,) if self._with_officers else ()
        for column, fact in enumerate(facts, 1):
            put(self._sheet, at, column, escaped(fact), _CELL).fill = _LOCKED
        for column, field in enumerate(self._fields, self._first):
            self._write_field(at, column, field, row)
        shown = [row.values[field.name] if field.name in row.open else "" for field in self._fields]
        self._set_height(at, ["", *facts[1:], *shown], _STYLE)

    def _set_height(self, at: int, texts: Sequence[str], style: TextStyle) -> None:
        lines = (
            len(lines_of(text, style, width * _POINTS + _EDGE))
            for text, width in zip(texts, self._widths, strict=True)
        )
        self._sheet.row_dimensions[at].height = min(TALLEST, row_height(max(lines), style))

    def _write_field(self, at: int, column: int, field: FormField, row: FormRow) -> None:
        is_open = field.name in row.open
        value = cell_value(field, row.values[field.name]) if is_open else None
        shown = escaped(value) if isinstance(value, str) else value
        cell = put(self._sheet, at, column, shown, _NUMBER if field.kind in _FORMATS else _CELL)
        # "@" in text cells keeps "30/6" and "-Đã xong" what they are.
        cell.number_format = _FORMATS.get(field.kind, "@")
        cell.fill = _FILL_IN if is_open else _LOCKED
        cell.protection = Protection(locked=not is_open)

    def _add_rules(self) -> None:
        last = HEAD_ROW + len(self._rows)
        for column, field in enumerate(self._fields, self._first):
            rule = _rule(field)
            if rule is not None:
                letter = get_column_letter(column)
                rule.add(f"{letter}{HEAD_ROW + 1}:{letter}{last}")
                self._sheet.add_data_validation(rule)

    def _set_view(self) -> None:
        sheet = self._sheet
        sheet.column_dimensions["A"].hidden = True
        sheet.freeze_panes = f"D{HEAD_ROW + 1}"
        end = get_column_letter(self._first + len(self._fields) - 1)
        sheet.auto_filter.ref = f"A{HEAD_ROW}:{end}{HEAD_ROW + len(self._rows)}"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A3
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
        # A guard-rail, no lock: there is no password, and what comes back is checked anew.
        guard = sheet.protection
        guard.sheet = True
        guard.formatCells = guard.formatColumns = guard.formatRows = False
        guard.autoFilter = guard.sort = False  # allowed, as the format has it


def _rule(field: FormField) -> DataValidation | None:
    if field.kind is Kind.STATUS:
        place = get_column_letter(_LIST_COLUMN)
        words = f"={DATA_SHEET}!${place}$1:${place}${len(STATUS_WORDS)}"
        rule = DataValidation(type="list", formula1=words, allow_blank=False)
        rule.error = "Chọn một tình trạng trong danh sách."
    elif field.kind is Kind.PERCENT:
        rule = DataValidation(type="whole", operator="between", formula1="0", formula2="100")
        rule.error = "Tỉ lệ là số nguyên từ 0 đến 100."
    elif field.kind is Kind.DATE:
        rule = DataValidation(
            type="date", operator="between", formula1=_serial(FIRST_DAY), formula2=_serial(LAST_DAY)
        )
        rule.error = "Ngày ghi theo dạng ngày/tháng/năm, ví dụ 05/6/2026."
    elif field.kind is Kind.NUMBER:
        rule = DataValidation(
            type="decimal", operator="between", formula1="-1E+15", formula2="1E+15"
        )
        rule.error = "Số liệu phải là số."
    else:
        return None
    rule.errorTitle, rule.showErrorMessage = "Giá trị chưa đúng", True
    return rule


def _serial(day: date) -> str:
    return str((day - _DAY_ZERO).days)


def _write_data(sheet: Sheet, data: FormData) -> None:
    for at, piece in enumerate(data_cells(data), 1):
        put(sheet, at, 1, piece, _look(boxed=False))
    for at, words in enumerate(STATUS_WORDS.values(), 1):
        put(sheet, at, _LIST_COLUMN, words, _look(boxed=False))
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
