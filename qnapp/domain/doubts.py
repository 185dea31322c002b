"""Doubts of the source ("điểm cần đối chiếu") and the words of a row that they speak of.

A doubt stays until a person has compared the row with the original, or until the very words that
it speaks of are others; what else changes of the row says nothing of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qnapp.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qnapp.domain.plan import Indicator, Task

    Row = Task | Indicator

# Columns that a doubt names, as the words are written without accents.
_NAMED = (
    ("deadline_text", re.compile(r"thoi han|\bquy (?:bi|i+v?)\b")),
    ("lead", re.compile(r"chu tri")),
    ("support", re.compile(r"phoi hop")),
    ("title", re.compile(r"\bten (?:nhiem vu|chi tieu)\b")),
    ("unit", re.compile(r"\bdon vi tinh\b")),
)
_WORDS = ("title", "lead", "support", "deadline_text", "unit", "target_text")
_QUOTED = re.compile(r"“([^”]+)”")


def remaining_doubts(old: Row, new: Row) -> tuple[str, ...]:
    """Doubts of a row's earlier version that its new words leave open.

    A doubt that names several columns stays until all of them are others. Words that were only
    left out settle nothing, and neither does a change when nobody can say what the doubt is about.
    """
    return tuple(one for one in old.doubts if not _answered(one, old, new))


def _answered(doubt: str, old: Row, new: Row) -> bool:
    words = fold(doubt)
    named = [field for field, pattern in _NAMED if hasattr(old, field) and pattern.search(words)]
    quoted = [(field, quote) for quote in _QUOTED.findall(doubt) for field in _where(quote, old)]
    fields = {*named, *(field for field, _ in quoted)}
    return bool(fields) and all(
        _differs(field, [quote for place, quote in quoted if place == field], old, new)
        for field in fields
    )


def _differs(field: str, quotes: list[str], old: Row, new: Row) -> bool:
    before, after = _text(old, field), _text(new, field)
    if not after or before == after:
        return False
    # Where the doubt quotes a passage, the rest of the cell may change without answering it.
    return not quotes or any(fold(quote) not in fold(after) for quote in quotes)


def _where(quote: str, row: Row) -> Iterable[str]:
    return (name for name in _WORDS if hasattr(row, name) and fold(quote) in fold(_text(row, name)))


def _text(row: Row, field: str) -> str:
    value: str | tuple[str, ...] = getattr(row, field)
    return value if isinstance(value, str) else "; ".join(value)
