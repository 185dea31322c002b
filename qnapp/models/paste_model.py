"""The preview of a pasted column: what stands there, what would be written."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qnapp.models.paste_lines import PasteKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.models.paste_lines import PasteLine

Index = QModelIndex | QPersistentModelIndex
HEADERS = ("Mã", "", "Mục", "Đang có", "Sẽ ghi", "")
SAME = "như cũ"


class PasteColumn(IntEnum):
    """Columns of the preview."""

    CODE = 0
    TITLE = 1
    WHAT = 2  # the field, where a row has several
    OLD = 3
    NEW = 4
    NOTE = 5


class PasteModel(QAbstractTableModel):
    """Lines of a paste; nothing in it can be changed."""

    def __init__(
        self, lines: Sequence[PasteLine], rows: str, parent: QObject | None = None
    ) -> None:
        """``rows``: what the rows are called, "Chỉ tiêu"."""
        super().__init__(parent)
        self._lines = tuple(lines)
        self._rows = rows

    def show(self, lines: Sequence[PasteLine]) -> None:
        """Show another paste."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(PasteColumn)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._align(PasteColumn(section))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._rows if section == PasteColumn.TITLE else HEADERS[section]

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], PasteColumn(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _text(line, column)
        return self._align(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _align(self, column: PasteColumn) -> Qt.AlignmentFlag:
        """Numbers stand at the right; where a row has several fields, values are words."""
        numbers = not any(line.what for line in self._lines)
        right = numbers and column in (PasteColumn.OLD, PasteColumn.NEW)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


def _text(line: PasteLine, column: PasteColumn) -> str:
    texts = {
        PasteColumn.CODE: line.code,
        PasteColumn.TITLE: line.title,
        PasteColumn.WHAT: line.what,
        PasteColumn.OLD: line.old or "(trống)",
        PasteColumn.NEW: line.text,
        PasteColumn.NOTE: line.fault or (SAME if line.kind is PasteKind.SAME else ""),
    }
    return texts[column]
