"""What became of the files of one round of taking in, as a list; what needs a person first."""

from __future__ import annotations

from collections import Counter
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qnapp.exchange.receiving import TAKEN_WORDS, Taken, TakenFile
from qnapp.models.heads import head_data

if TYPE_CHECKING:
    from collections.abc import Sequence

Index = QModelIndex | QPersistentModelIndex
_INVALID = QModelIndex()
TakenRole = int(Qt.ItemDataRole.UserRole)  # TakenFile

# In this order: what waits for a person, what was refused, what is in.
_ORDER = (
    *(Taken.OTHER_KEY, Taken.CONFLICT, Taken.REFUSED, Taken.NOT_REACHED),
    *(Taken.OLDER, Taken.TAKEN, Taken.AGAIN),
)
NEED_A_PERSON = frozenset({Taken.OTHER_KEY, Taken.CONFLICT, Taken.REFUSED, Taken.NOT_REACHED})
KEPT = frozenset({Taken.TAKEN, Taken.CONFLICT, Taken.OLDER})


class TakenColumn(IntEnum):
    """Columns of the list."""

    OUTCOME = 0
    FILE = 1
    SENTENCE = 2


HEADINGS = ("Kết quả", "Tệp", "Nội dung")


class TakenModel(QAbstractTableModel):
    """One row a file; a file that is settled later changes in its place."""

    def __init__(self, files: Sequence[TakenFile], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files = sorted(files, key=lambda one: _ORDER.index(one.outcome))

    def file(self, row: int) -> TakenFile:
        """The file of a row."""
        return self._files[row]

    def settle(self, row: int, file: TakenFile) -> None:
        """Show what became of a file since."""
        self._files[row] = file
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(HEADINGS) - 1))

    def files(self) -> Sequence[TakenFile]:
        """All files in the order shown."""
        return tuple(self._files)

    def rowCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self._files)

    def columnCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        return head_data(HEADINGS, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        file = self._files[index.row()]
        words = (TAKEN_WORDS[file.outcome], file.path.name, file.sentence)
        if role == TakenRole:
            return file
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return words[index.column()]
        return ". ".join(words) if role == Qt.ItemDataRole.AccessibleTextRole else None


def summary_words(files: Sequence[TakenFile]) -> str:
    """Say how a round ended: "Đã tiếp nhận 52 gói; 1 gói đã có từ trước; 2 tệp không nhận."."""
    counts = Counter(one.outcome for one in files)
    kept = sum(counts[one] for one in KEPT)
    told = [
        (kept, "gói đã tiếp nhận"),
        (counts[Taken.CONFLICT], "gói xung đột cần chọn"),
        (counts[Taken.OTHER_KEY], "gói ký bằng khóa khác, chưa nhận"),
        (counts[Taken.REFUSED], "tệp không nhận được"),
        (counts[Taken.AGAIN], "gói đã có từ trước"),
        (counts[Taken.NOT_REACHED], "tệp chưa nhận vì đã hủy"),
    ]
    words = ", ".join(f"{count} {what}" for count, what in told if count)
    return f"{words}." if words else "Không có gói báo cáo nào trong những tệp vừa chọn."
