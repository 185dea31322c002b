"""The preview of a pasted column: what stands there, what would be written."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from qnapp.errors import reason_of
from qnapp.models.headed import AT_LEFT, AT_RIGHT, HeadedTableModel, Index
from qnapp.models.paste_lines import MOST_NAME, PasteKind
from qnapp.text import lower_first, short_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from qnapp.models.paste_lines import PasteLine

SAME = "như cũ"
LEFT_OUT = "không ghi"  # what cannot be read must not look like what will be written
OVER = "ghi đè"


class PasteColumn(IntEnum):
    """Columns of the preview."""

    CODE = 0
    TITLE = 1
    WHAT = 2  # the field, where a row has several
    OLD = 3
    NEW = 4
    NOTE = 5


class PasteModel(HeadedTableModel["PasteLine"]):
    """Lines of a paste; nothing in it can be changed."""

    def __init__(
        self, lines: Sequence[PasteLine], rows: str, parent: QObject | None = None
    ) -> None:
        """``rows``: what the rows are called, "Chỉ tiêu"."""
        super().__init__(tuple(lines), parent)
        self.heads = ("Mã", rows, "Mục", "Đang có", "Sẽ ghi", "Ghi chú")
        self._align()

    def show(self, lines: Sequence[PasteLine]) -> None:
        """Show another paste."""
        self.beginResetModel()
        self._items = tuple(lines)
        self._align()
        self.endResetModel()

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        line, column = self._items[index.row()], PasteColumn(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _text(line, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return AT_RIGHT if column in self.right else AT_LEFT
        return None

    def _align(self) -> None:
        """Numbers stand at the right; where a row has several fields, values are words."""
        words = any(line.what for line in self._items)
        self.right = () if words else (PasteColumn.OLD, PasteColumn.NEW)


def _text(line: PasteLine, column: PasteColumn) -> str:
    texts = {
        PasteColumn.CODE: line.code,
        PasteColumn.TITLE: line.title,
        PasteColumn.WHAT: line.what,
        PasteColumn.OLD: line.old or "(trống)",
        PasteColumn.NEW: LEFT_OUT if line.fault else line.shown or line.text,
        PasteColumn.NOTE: _note(line),
    }
    return texts[column]


def _note(line: PasteLine) -> str:
    if line.fault:
        reason = reason_of(line.fault)
        if reason.startswith("“"):  # it names the value itself
            return reason
        return f"“{short_line(line.text, MOST_NAME)}”: {lower_first(reason)}"
    if line.kind is PasteKind.SAME:
        return SAME
    return OVER if line.over else ""
