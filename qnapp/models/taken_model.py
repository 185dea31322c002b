"""What became of the files of one round of taking in, as a list; what needs a person first."""

from __future__ import annotations

from collections import Counter
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from qnapp.exchange.receiving import TAKEN_WORDS, Taken, TakenFile
from qnapp.models.headed import HeadedTableModel, Index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

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


class TakenModel(HeadedTableModel[TakenFile]):
    """One row a file; a file that is settled later changes in its place."""

    heads = ("Kết quả", "Tệp", "Nội dung")

    def __init__(self, files: Sequence[TakenFile], parent: QObject | None = None) -> None:
        super().__init__(sorted(files, key=lambda one: _ORDER.index(one.outcome)), parent)

    def file(self, row: int) -> TakenFile:
        """The file of a row."""
        return self._items[row]

    def settle(self, row: int, file: TakenFile) -> None:
        """Show what became of a file since."""
        self._items = [*self._items[:row], file, *self._items[row + 1 :]]
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.heads) - 1))

    def files(self) -> Sequence[TakenFile]:
        """All files in the order shown."""
        return tuple(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        file = self._items[index.row()]
        words = (TAKEN_WORDS[file.outcome], file.path.name, file.sentence)
        if role == TakenRole:
            return file
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return words[index.column()]
        return ". ".join(words) if role == Qt.ItemDataRole.AccessibleTextRole else None


def summary_words(files: Sequence[TakenFile]) -> str:
    """Say in a sentence how a round ended: "51 gói đã nhận, 2 tệp không nhận được."."""
    counts = Counter(one.outcome for one in files)
    kept = sum(counts[one] for one in KEPT)
    conflicts = counts[Taken.CONFLICT]
    told = [
        (
            kept,
            f"gói đã nhận (trong đó {conflicts} gói xung đột cần chọn)"
            if conflicts
            else "gói đã nhận",
        ),
        (counts[Taken.OTHER_KEY], "gói ký bằng khóa khác, chưa nhận"),
        (counts[Taken.REFUSED], "tệp không nhận được"),
        (counts[Taken.AGAIN], "gói đã có từ trước"),
        (counts[Taken.NOT_REACHED], "tệp chưa nhận vì đã hủy"),
    ]
    words = ", ".join(f"{count} {what}" for count, what in told if count)
    return f"{words}." if words else "Không có gói báo cáo nào trong những tệp vừa chọn."
