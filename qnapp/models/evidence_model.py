"""The register of evidence as a list: filtered, searched and ordered here, once a change."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from qnapp.models.evidence_lines import EvidenceFilter, EvidenceOrder, in_order, passes
from qnapp.text import matches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from qnapp.models.evidence_lines import EvidenceLine

Index = QModelIndex | QPersistentModelIndex
_INVALID = QModelIndex()
LineRole = int(Qt.ItemDataRole.UserRole) + 1  # EvidenceLine


class EvidenceModel(QAbstractListModel):
    """Lines that pass filter and search, in the chosen order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[EvidenceLine] = []
        self._shown: list[EvidenceLine] = []
        self._filter = EvidenceFilter.ALL
        self._order = EvidenceOrder.NEWEST
        self._needle = ""

    def set_lines(self, lines: Sequence[EvidenceLine]) -> None:
        """Show another register."""
        self._all = list(lines)
        self._arrange()

    def set_filter(self, wanted: EvidenceFilter) -> None:
        """Show only some."""
        self._filter = wanted
        self._arrange()

    def set_order(self, order: EvidenceOrder) -> None:
        """Order anew."""
        self._order = order
        self._arrange()

    def find(self, needle: str) -> None:
        """Show only what holds these words; "" shows all again."""
        self._needle = needle
        self._arrange()

    @property
    def needle(self) -> str:
        """What is looked for."""
        return self._needle

    @property
    def lines(self) -> tuple[EvidenceLine, ...]:
        """What is shown, in order."""
        return tuple(self._shown)

    def counts(self) -> Counter[EvidenceFilter]:
        """How many lines each filter would show."""
        every = ((wanted, line) for wanted in EvidenceFilter for line in self._all)
        return Counter(wanted for wanted, line in every if passes(line, wanted))

    def row_of(self, evidence_id: int) -> int:
        """Row of a piece, -1 where it is not shown."""
        return next((at for at, line in enumerate(self._shown) if line.id == evidence_id), -1)

    def pictured(self, sha256: str) -> None:
        """Say that the picture of some content has come."""
        for at, line in enumerate(self._shown):
            if line.item.sha256 == sha256:
                index = self.index(at)
                self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])

    def _arrange(self) -> None:
        found = [
            line
            for line in self._all
            if passes(line, self._filter) and matches(self._needle, line.folded)
        ]
        shown = in_order(found, self._order)
        if [line.id for line in shown] == [line.id for line in self._shown]:
            self._shown = shown
            if shown:
                self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def rowCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._shown[index.row()]
        if role == LineRole:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (line.name, line.second) if part)
        return line.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None
