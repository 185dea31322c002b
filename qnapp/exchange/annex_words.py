"""The words in the cells of an annex: labels, names, deadlines, targets, as a person meant them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from qnapp.text import clean, format_date, plain_dashes

if TYPE_CHECKING:
    from qnapp.exchange.cells import Cell

# How the names of bodies begin: only before one of these does a comma part two of them
# ("Sở Văn hóa, Thể thao và Du lịch" is one).
_BODY = (
    r"(?:Đảng ủy|Đảng uỷ|Ban(?! hành)|Ủy ban|Uỷ ban|UBND|HĐND|UBKT|Hội|Sở|Bộ Chỉ huy|BCH|Công an"
    r"|Văn phòng|Mặt trận|MTTQ|Các|Tỉnh đoàn|Liên đoàn|Báo|Trường|Thanh tra|Kho bạc|Cục|Chi cục"
    r"|Thường trực|Viện|Tòa án|Toà án|Trung tâm|Công ty|Tập đoàn|Ngân hàng|Bảo hiểm|Thuế|Hải quan"
    r"|Quân sự|Biên phòng|Đặc khu|Phường|Xã|Tỉnh ủy|Tỉnh uỷ)"
)
_BETWEEN_BODIES = re.compile(rf"\s*;\s*|,\s+(?={_BODY}(?!\w))")
_BULLET = re.compile(r"^(?:[-–+•*]|\d+[.)])\s+")
_BEGINS_BODY = re.compile(rf"{_BODY}(?!\w)")
_UNFINISHED = re.compile(r"(?:,|-|–|\bvà|\bcủa|\bcác)$")
_SENTENCE_END = re.compile(r"[.;:,]$")
_SPLIT_LABEL = re.compile(r"([IVXLC]{1,6}|[A-ZĐ]|[0-9]{1,3})\s*[.)/:–-]+\s*(\S.*)", re.DOTALL)
_LEADING_MARK = re.compile(r"(\([0-9]{1,3}\)|[a-zđ]\)|[-–+•*])\s+(\S.*)", re.DOTALL)


def label_words(cell: Cell | None, expected: str, used: set[str]) -> str:
    """A label as it was typed: "1.10" where a workbook holds the number 1.1 or a date.

    ``expected`` is the label that would come next, ``used`` those that were there.
    """
    if cell is None:
        return ""
    if isinstance(cell.value, Decimal):
        text = f"{cell.value:.{cell.style.decimals}f}" if cell.style.decimals else str(cell.value)
        padded = expected.rstrip("0") == text and expected != text
        return expected if padded and (text in used or not cell.style.decimals) else text
    if isinstance(cell.value, date):
        return f"{cell.value.day}.{cell.value.month}"
    return plain_dashes(cell.line)


def split_label(text: str) -> tuple[str, str]:
    """Part "I. Về kinh tế" or "1- Đẩy mạnh …" in label and title; no label where there is none."""
    found = _SPLIT_LABEL.fullmatch(clean(text))
    return (found[1], found[2]) if found else ("", clean(text))


def leading_mark(text: str) -> tuple[str, str]:
    """Part "(1) Nâng cấp …" or "- Giải ngân …" in mark and title."""
    found = _LEADING_MARK.fullmatch(clean(text))
    return (plain_dashes(found[1]), found[2]) if found else ("", clean(text))


def names(text: str) -> tuple[str, ...]:
    """The bodies that a cell names: one a line, or parted by ";" or before a body's first word."""
    parts: list[str] = []
    for raw in text.split("\n"):
        line = _BULLET.sub("", clean(raw))
        if not line:
            continue
        broken_off = parts and _UNFINISHED.search(parts[-1]) and not _BEGINS_BODY.match(line)
        if parts and (line[0].islower() or broken_off) and not parts[-1].endswith(";"):
            parts[-1] = f"{parts[-1]} {line}"
        else:
            parts.append(line)
    found = (clean(name).strip(" ;,") for part in parts for name in _BETWEEN_BODIES.split(part))
    return tuple(dict.fromkeys(name for name in found if name))


def deadline_words(cell: Cell | None) -> str:
    """A deadline in one line; a date that a workbook made of it is told as people write it."""
    if cell is None:
        return ""
    if isinstance(cell.value, date):
        if cell.style.has_day:
            return format_date(cell.value)
        return f"Tháng {format_date(cell.value).split('/', 1)[1]}"
    words = ""
    for raw in cell.text.split("\n"):
        line = clean(raw)
        # Two points on two lines are two points; a word that was broken off is not.
        apart = words and line[:1].isupper() and not _SENTENCE_END.search(words)
        words = f"{words}; {line}" if apart else clean(f"{words} {line}")
    return words


def target_words(cell: Cell | None) -> str:
    """A target in one line: "≥90", "11.800", "3-3,5"."""
    return cell.line if cell is not None else ""


def joined(first: str, more: str) -> str:
    """Text that goes on in the row below."""
    return clean(f"{first} {more}")
