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
HEADERS = ("Mã", "Chỉ tiêu", "Đang có", "Sẽ ghi", "")
SAME = "như cũ"


class PasteColumn(IntEnum):
    """Columns of the preview."""

    CODE = 0
    TITLE = 1
    OLD = 2
    NEW = 3
    NOTE = 4


class PasteModel(QAbstractTableModel):
    """Lines of a paste; nothing in it can be changed."""

    def __init__(self, lines: Sequence[PasteLine], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines = tuple(lines)

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
            return _align(PasteColumn(section))
        return HEADERS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], PasteColumn(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _text(line, column)
        return _align(column) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _text(line: PasteLine, column: PasteColumn) -> str:
    texts = {
        PasteColumn.CODE: line.code,
        PasteColumn.TITLE: line.title,
        PasteColumn.OLD: line.old or "(trống)",
        PasteColumn.NEW: line.text,
        PasteColumn.NOTE: line.fault or (SAME if line.kind is PasteKind.SAME else ""),
    }
    return texts[column]


def _align(column: PasteColumn) -> Qt.AlignmentFlag:
    right = column in (PasteColumn.OLD, PasteColumn.NEW)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
