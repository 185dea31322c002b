"""What two reports of one sender say differently, a line a cell: for a table with four columns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from qnapp.domain.replies import ReplyRow
from qnapp.exchange.differences import CellDifference
from qnapp.models.headed import HeadedTableModel, Index
from qnapp.text import code_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtCore import QObject

    from qnapp.exchange.differences import Differences, EvidenceDifference
    from qnapp.text import SortKey

THERE, NOT_THERE = "Có trong báo cáo", "Không có trong báo cáo"
ATTACHED, NOT_ATTACHED = "Có", "Không có"
DRAFTED = "(lời do chương trình soạn)"


class ComparedColumn(IntEnum):
    """Columns of the table."""

    CODE = 0
    WHAT = 1
    OLD = 2
    NEW = 3


@dataclass(frozen=True, slots=True)
class Compared:
    """One difference; ``uid`` is "" for the report's own text."""

    uid: str
    code: str
    what: str
    old: str
    new: str

    @property
    def sentence(self) -> str:
        """The difference as one line."""
        return f"{self.what}: {self.old} → {self.new}"


def compared_rows(found: Differences) -> list[Compared]:
    """All differences of two reports, rows before cells, the written parts last."""
    return list(_compared(found))


def _compared(found: Differences) -> Iterator[Compared]:
    for row in found.rows:
        pair = (NOT_THERE, THERE) if row.added else (THERE, NOT_THERE)
        yield Compared(row.uid, row.code, row.title, *pair)
    inside: list[CellDifference | EvidenceDifference] = [*found.cells, *found.evidence]
    for one in sorted(inside, key=_place):
        if isinstance(one, CellDifference):
            yield Compared(one.uid, one.code, one.field_title, one.old, one.new)
        else:
            pair = (NOT_ATTACHED, ATTACHED) if one.added else (ATTACHED, NOT_ATTACHED)
            yield Compared(one.uid, one.code, f"Minh chứng: {one.name}", *pair)
    for text in found.texts:
        yield Compared("", "", text.part_title, text.old or DRAFTED, text.new or DRAFTED)


def _place(one: CellDifference | EvidenceDifference) -> tuple[bool, SortKey]:
    """By rows, as the report has them: what was typed of a row, then what proves it."""
    return one.kind is ReplyRow.INDICATOR, code_key(one.code)


class ComparedModel(HeadedTableModel[Compared]):
    """Read only; ``old`` and ``new`` name the two reports in the head."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((), parent)
        self.heads = ("Mã", "Mục", "", "")

    def show(self, rows: Sequence[Compared], old: str, new: str) -> None:
        """Show other differences, under other names."""
        self.beginResetModel()
        self._items, self.heads = rows, ("Mã", "Mục", old, new)
        self.endResetModel()

    def row(self, at: int) -> Compared:
        """The difference of a row."""
        return self._items[at]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._items[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (row.code, row.what, row.old, row.new)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.code} {row.sentence}".strip()
        return None
