"""What an officer fills in: each field's column, and its value as cell, in the store, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from qnapp.db.progress import parse_status
from qnapp.db.values import date_text, number_text, parse_percent, text_value
from qnapp.domain.reporting import Status
from qnapp.errors import InputError
from qnapp.text import format_date, format_number

if TYPE_CHECKING:
    from qnapp.exchange.cells import Cell

EMPTY = "(trống)"
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
STATUS_WORDS = {
    Status.NOT_STARTED: "Chưa triển khai",
    Status.IN_PROGRESS: "Đang triển khai",
    Status.COMPLETED: "Hoàn thành",
    Status.ON_HOLD: "Tạm dừng",
}

_NO_STATUS = "Chưa chọn tình trạng. Chọn một tình trạng trong danh sách."
_FORMULA = "Ô chứa công thức nên không đọc được. Dán lại thành giá trị."
_ERROR = "Ô báo lỗi {text} nên không đọc được. Nhập lại giá trị."
_LEGACY = "Ô dùng phông chữ cũ (.VnTime, VNI) nên chữ có thể sai. Gõ lại bằng Unicode."
_NO_DAY = "Ngày phải ghi theo dạng ngày/tháng/năm, ví dụ 05/6/2026."
_BECAME_DATE = "Bảng tính đã đổi số vừa nhập thành ngày {day}. Nhập lại số."


class Kind(StrEnum):
    """What kind of value a field takes."""

    STATUS = "status"
    PERCENT = "percent"
    DATE = "date"
    NUMBER = "number"
    LINE = "line"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class FormField:
    """A column to fill in. ``name`` is the store's, for a milestone its number after a dot."""

    name: str
    title: str
    kind: Kind
    width: float = 14  # digits, as workbooks count

    @property
    def milestone(self) -> int:
        """Number of the milestone, 0 for another field."""
        entity, _, number = self.name.partition(".")
        return int(number) if entity == "milestone" else 0


TASK_FIELDS = (
    FormField("status", "Tình trạng", Kind.STATUS, 17),
    FormField("percent", "Tỉ lệ (%)", Kind.PERCENT, 9),
    FormField("result", "Kết quả thực hiện", Kind.TEXT, 44),
    FormField("delay_reason", "Lý do chậm", Kind.TEXT, 26),
    FormField("difficulty", "Khó khăn, vướng mắc", Kind.TEXT, 26),
    FormField("proposal", "Đề xuất, kiến nghị", Kind.TEXT, 26),
    FormField("next_step", "Việc tiếp theo", Kind.TEXT, 26),
    FormField("completed_on", "Ngày hoàn thành", Kind.DATE, 13),
    FormField("expected_on", "Dự kiến xong", Kind.DATE, 13),
)
RESTRICTED_FIELDS = (
    FormField("restricted_number", "Số báo cáo riêng", Kind.LINE, 16),
    FormField("restricted_on", "Ngày báo cáo riêng", Kind.DATE, 13),
)
INDICATOR_FIELDS = (
    FormField("actual", "Thực hiện kỳ", Kind.NUMBER),
    FormField("estimate", "Ước cả kỳ", Kind.NUMBER),
    FormField("cumulative", "Lũy kế từ đầu năm", Kind.NUMBER),
    FormField("same_period_last_year", "Cùng kỳ năm trước", Kind.NUMBER),
    FormField("words", "Kết quả bằng lời", Kind.TEXT, 36),
    FormField("note", "Ghi chú", Kind.TEXT, 36),
)


def milestone_field(number: int) -> FormField:
    """The column for when milestone ``number`` was reached."""
    return FormField(f"milestone.{number}", f"Ngày đạt mốc {number}", Kind.DATE, 13)


def field_named(name: str) -> FormField:
    """A field by its name; raises ``KeyError``."""
    known = {one.name: one for one in (*TASK_FIELDS, *RESTRICTED_FIELDS, *INDICATOR_FIELDS)}
    entity, _, number = name.partition(".")
    if entity == "milestone" and number.isdigit():
        return milestone_field(int(number))
    return known[name]


def typed(field: FormField, cell: Cell | None, year: int) -> str:
    """What a cell says, as the store keeps it; raises ``InputError`` by the rules of typing.

    ``year`` completes a day such as "5/6".
    """
    if cell is None:
        if field.kind is Kind.STATUS:
            raise InputError(_NO_STATUS)
        return ""
    _require_plain(cell)
    if field.kind is Kind.STATUS:
        return str(parse_status(cell.line))
    if field.kind is Kind.PERCENT:
        percent = parse_percent(cell.line if cell.number is None else format(cell.number, "f"))
        return "" if percent is None else str(percent)
    if field.kind is Kind.DATE:
        return _day(cell, year)
    if field.kind is Kind.NUMBER:
        return _number(cell)
    return text_value(cell.text, multiline=field.kind is Kind.TEXT)


def _day(cell: Cell, year: int) -> str:
    if not isinstance(cell.value, date):
        return date_text(cell.line, year=year)
    # "2026" typed into a cell for dates is the 2026th day since 1900.
    if not FIRST_DAY <= cell.value <= LAST_DAY:
        raise InputError(_NO_DAY)
    return date_text(cell.value)


def _require_plain(cell: Cell) -> None:
    if cell.formula:
        raise InputError(_FORMULA)
    if cell.error:
        raise InputError(_ERROR.format(text=cell.line))
    if cell.style.legacy_font and isinstance(cell.value, str) and not cell.line.isascii():
        raise InputError(_LEGACY)


def _number(cell: Cell) -> str:
    if isinstance(cell.value, date):
        raise InputError(_BECAME_DATE.format(day=cell.line))
    return number_text(cell.line if cell.number is None else cell.number)


def same(field: FormField, one: str, other: str) -> bool:
    """Whether two values of the store mean the same: 96.4 and 96.40 do."""
    if field.kind is Kind.NUMBER and one and other:
        return Decimal(one) == Decimal(other)
    return one == other


def cell_value(field: FormField, text: str) -> str | int | Decimal | date | None:
    """A value of the store as its cell holds it: numbers as numbers, dates as dates."""
    if not text:
        return None
    if field.kind is Kind.STATUS:
        return STATUS_WORDS[Status(text)]
    if field.kind is Kind.PERCENT:
        return int(text)
    if field.kind is Kind.DATE:
        return date.fromisoformat(text)
    return Decimal(text) if field.kind is Kind.NUMBER else text


def words(field: FormField, text: str) -> str:
    """A value of the store as a person reads it."""
    value = cell_value(field, text)
    if value is None:
        return EMPTY
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, int):
        return f"{value}%"
    return format_number(value) if isinstance(value, Decimal) else value


def python_value(field: FormField, text: str) -> Any:
    """A value of the store as its writing function takes it."""
    if field.kind is Kind.NUMBER:
        return Decimal(text) if text else None
    return text
