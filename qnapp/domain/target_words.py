"""A target said in words: on a row, with its unit, and what the program understood of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qnapp.domain.targets import TargetKind, parse_target
from qnapp.text import fold, format_number

if TYPE_CHECKING:
    from decimal import Decimal

    from qnapp.domain.targets import Target

# "từ 90 trở lên": its number, where nothing else is counted by it.
_ONWARDS = re.compile(r"(.*\d)(\s+(?:trở (?:lên|xuống|lại)|hoặc hơn)\W*)", re.IGNORECASE)
NO_BREAK = "\u00a0"

_PATTERNS = {
    TargetKind.GE: "từ {} trở lên",
    TargetKind.GT: "trên {}",
    TargetKind.LE: "không quá {}",
    TargetKind.LT: "dưới {}",
    TargetKind.EQ: "bằng {}",
}


def unit_after(text: str, unit: str) -> str:
    """Add the unit to a text that ends with a figure: "≥90%"; other words stay as they are.

    The one place that says so for screens and papers: a per cent sign stands at its figure, as
    Vietnamese documents write it; other units behind a no-break space, so that none starts a line.
    """
    if not unit or not text[-1:].isdigit():
        return text
    return f"{text}{unit}" if unit.startswith("%") else f"{text}{NO_BREAK}{unit}"


def number_with_unit(value: Decimal, unit: str) -> str:
    """Say "96,4%"."""
    return unit_after(format_number(value), unit)


def level_with_unit(text: str, unit: str) -> str:
    """The words of a level, and in them the unit where they do not hold it: "từ 90% trở lên".

    Words without a number ("Không còn hộ nghèo") take no unit; where the number counts something
    by name, the unit stands behind all: "ít nhất 5 xã (đơn vị)".
    """
    return target_with_unit(parse_target(text), unit)


def target_with_unit(target: Target, unit: str) -> str:
    """``level_with_unit`` of a level that was read already."""
    words = target.text
    if not unit or target.kind is TargetKind.TEXT or fold(unit) in fold(words):
        return words
    if onwards := _ONWARDS.fullmatch(words):
        return unit_after(onwards[1], unit) + onwards[2]
    if any(letter.isalpha() for letter in words) and not words[-1:].isdigit():
        return f"{words} ({unit})"
    return unit_after(words, unit)


def explain_target(target: Target, unit: str = "") -> str:
    """What the program reads in the words: "từ 90% trở lên", "từ 3 đến 3,5%"."""
    if target.kind is TargetKind.RANGE and target.low is not None and target.high is not None:
        return f"từ {format_number(target.low)} đến {number_with_unit(target.high, unit)}"
    value = target.low if target.low is not None else target.high
    if target.kind is TargetKind.TEXT or value is None:
        return "mức bằng lời, đơn vị tự đánh giá"
    return _PATTERNS[target.kind].format(number_with_unit(value, unit))
