"""What people type, as the store keeps it: cleaned text, whole percents, dates, decimals."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from qnapp.errors import InputError
from qnapp.text import clean, parse_date, parse_number

if TYPE_CHECKING:
    from decimal import Decimal

# Excel takes 32,767 characters in a cell, and what is recorded must fit in what is exported.
LONGEST_TEXT = 30_000

_PERCENT = "Tỉ lệ phải là số nguyên từ 0 đến 100, ví dụ 40. Chưa có gì bị thay đổi. Nhập lại tỉ lệ."
_TOO_LONG = (
    "Nội dung dài {length} ký tự, quá mức {most} ký tự. Chưa có gì bị thay đổi. "
    "Rút gọn hoặc đưa phần chi tiết vào tệp minh chứng."
)
_NO_NUMBER = "Số liệu phải là số, ví dụ 96,4. Chưa có gì bị thay đổi. Nhập lại số liệu."


def text_value(typed: str, *, multiline: bool = True) -> str:
    """Cleaned text; raises ``InputError`` for one that no export could hold."""
    text = clean(typed, multiline=multiline)
    if len(text) > LONGEST_TEXT:
        raise InputError(_TOO_LONG.format(length=len(text), most=LONGEST_TEXT))
    return text


def parse_percent(typed: int | str | None) -> int | None:
    """A whole percentage from 0 to 100, "40" and "40%" alike; None and "" for nothing.

    Raises ``InputError``.
    """
    if typed is None or typed == "":
        return None
    text = clean(str(typed)).removesuffix("%").strip()
    if not (text.isascii() and text.isdigit()) or int(text) > 100:
        raise InputError(_PERCENT)
    return int(text)


def date_text(typed: date | str | None, *, year: int | None = None) -> str:
    """A date as ISO text, "" for nothing; raises ``InputError``. ``year`` completes "5/6"."""
    if isinstance(typed, date):
        return typed.isoformat()
    text = clean(typed or "")
    return parse_date(text, year=year).isoformat() if text else ""


def number_text(typed: Decimal | str | None) -> str:
    """A number as text with a point, "" for nothing, digits as typed; raises ``InputError``."""
    if typed is None:
        return ""
    if isinstance(typed, str):
        typed = clean(typed)
        return format(parse_number(typed), "f") if typed else ""
    if not typed.is_finite():
        raise InputError(_NO_NUMBER)
    return format(typed, "f")
