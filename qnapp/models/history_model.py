"""The history of one row as a table: when, who, which field, from what, to what."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from qnapp.models.headed import HeadedTableModel, Index
from qnapp.models.history_words import field_words, value_words
from qnapp.text import format_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from qnapp.db.history import HistoryEntry


_EVENTS = {
    "undo": "hoàn tác",
    "import": "nhận từ tệp",
    "paste": "dán từ Excel",
    "import:reply": "nhận trả lời của cấp trên",
    "carry": "chuyển từ kỳ trước",
    "plan": "nhận kế hoạch",
    "freeze": "trình ký",
    "withdraw": "thu hồi trình ký",
    "issue": "ghi số văn bản",
    "sign": "gắn bản ký",
    "package": "tạo gói",
    "send": "gửi gói",
    "answer": "ghi trả lời của cấp trên",
    "receive": "tiếp nhận",
    "choose": "chọn gói",
    "answer_sent": "trả lời đơn vị",
    "confirm": "xác nhận khóa",
    "renew": "tạo khóa mới",
    "remind": "đôn đốc",
    "moved": "chuyển máy",
    "moved_back": "dùng lại trên máy này",
}


class HistoryColumn(IntEnum):
    """Columns of the table."""

    WHEN = 0
    WHO = 1
    FIELD = 2
    OLD = 3
    NEW = 4


class HistoryModel(HeadedTableModel["HistoryEntry"]):
    """Entries as ``db.history`` gives them, newest first."""

    heads = ("Lúc", "Người sửa", "Mục", "Trước khi sửa", "Sau khi sửa")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((), parent)

    def show(self, entries: Sequence[HistoryEntry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self._items = tuple(entries)
        self.endResetModel()

    def entry(self, place: int) -> HistoryEntry | None:
        """The entry of a row."""
        return self._items[place] if 0 <= place < len(self._items) else None

    def place_of(self, entry: HistoryEntry | None) -> int:
        """The row of an entry, also after newer ones came above it; the first where it is none."""
        if entry is None:
            return 0
        # Its number changes once nothing can merge with it any more.
        for same in (_id, _what_and_when, _cell):
            for at, one in enumerate(self._items):
                if same(one) == same(entry):
                    return at
        return 0

    def current_value(self, entry: HistoryEntry) -> str:
        """What the entry's field holds now: its newest entry has the last word."""
        return next(e.new for e in self._items if _cell(e) == _cell(entry))

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell_words(entry, HistoryColumn(index.column()))
        return None


def cell_words(entry: HistoryEntry, column: HistoryColumn) -> str:
    """Text of one cell; a text of several lines is shown in one."""
    texts = {
        HistoryColumn.WHEN: f"{format_date(entry.at.date())} {entry.at:%H:%M}",
        HistoryColumn.WHO: _who(entry),
        HistoryColumn.FIELD: field_words(entry.entity, entry.field),
        HistoryColumn.OLD: value_words(entry.entity, entry.field, entry.old),
        HistoryColumn.NEW: value_words(entry.entity, entry.field, entry.new),
    }
    return " ".join(texts[column].split())


def event_words(event: str) -> str:
    """What brought a change, "" for typing; an event that the program does not know stays quiet."""
    return _EVENTS.get(event) or _EVENTS.get(event.partition(":")[0], "")


def _id(entry: HistoryEntry) -> int:
    return entry.id


def _cell(entry: HistoryEntry) -> tuple[str, ...]:
    return entry.entity, entry.key, entry.period, entry.field


def _what_and_when(entry: HistoryEntry) -> tuple[object, ...]:
    return *_cell(entry), entry.at, entry.new


def _who(entry: HistoryEntry) -> str:
    event = event_words(entry.event)
    name = entry.clerk or "Chưa ghi tên"
    return f"{name} ({event})" if event else name
