"""Findings of the checks as a list: the head of each level, and its findings below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from qnapp.domain.reporting import Level
from qnapp.text import upper_first

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QObject

    from qnapp.domain.reporting import Finding

Index = QModelIndex | QPersistentModelIndex
_INVALID = QModelIndex()
FindingRole = int(Qt.ItemDataRole.UserRole) + 1  # Finding, None for a head
LevelRole = FindingRole + 1
TitleRole = FindingRole + 2  # title of the row that a finding is about
OpenRole = FindingRole + 3  # whether the row may be changed

RETURNED = "returned"  # level of a row that was sent back from above
LEVEL_WORDS = {Level.ERROR: "Lỗi, cần sửa", Level.WARNING: "Cảnh báo, cần xem lại"}
CLOSED_WORDS = {Level.ERROR: "Lỗi", Level.WARNING: "Cảnh báo"}  # nothing is mended any more
RETURNED_WORDS = {
    Level.ERROR: "Bị trả lại, cần sửa",
    Level.WARNING: "Bị trả lại, đã sửa, chờ trình ký lại",
}


class FindingModel(QAbstractListModel):
    """Heads cannot be selected; everything else is one finding."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, Finding | None, str]] = []
        self._titles: Mapping[str, str] = {}
        self._closed = False
        self._returned: frozenset[str] = frozenset()

    def set_findings(
        self,
        findings: Sequence[Finding],
        titles: Mapping[str, str],
        *,
        returned: Sequence[Finding] = (),
        closed: bool = False,
    ) -> None:
        """Show findings, errors first, each level in the order given; ``titles`` by uid.

        ``closed``: the report was sent off, so that only rows which were ``returned`` may be
        changed. These stand above all, each with the reason as its sentence; one that was mended
        since is a warning.
        """
        self.beginResetModel()
        self._titles, self._closed = titles, closed
        self._returned = frozenset(one.where for one in returned)
        self._rows = []
        for level, head in RETURNED_WORDS.items():
            self._add(RETURNED, head, [one for one in returned if one.level is level])
        words = CLOSED_WORDS if closed else LEVEL_WORDS
        for level in (Level.ERROR, Level.WARNING):
            self._add(level, words[level], [item for item in findings if item.level is level])
        self.endResetModel()

    def _add(self, level: str, words: str, found: Sequence[Finding]) -> None:
        if found:
            self._rows.append((level, None, f"{words}  {len(found)}"))
            self._rows += [(level, item, without_code(item)) for item in found]

    def finding(self, row: int) -> Finding | None:
        """The finding of a row, None for a head. Raises IndexError."""
        return self._rows[row][1]

    def row_of(self, finding: Finding) -> int:
        """Row of a finding, -1 where it is no longer there."""
        return next((at for at, row in enumerate(self._rows) if row[1] == finding), -1)

    def rowCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self._rows[index.row()][1] is None:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        level, finding, words = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == LevelRole:
            return level
        return self._finding_data(finding, role) if finding is not None else None

    def _finding_data(self, finding: Finding, role: int) -> Any:
        title = self._titles.get(finding.where, "")
        if role == FindingRole:
            return finding
        if role == TitleRole:
            return title
        if role == OpenRole:
            return not self._closed or finding.where in self._returned
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return finding.text
        return f"{finding.text}\n{title}" if role == Qt.ItemDataRole.ToolTipRole else None


def without_code(finding: Finding) -> str:
    """The sentence for a list that shows the row's code beside it."""
    words = finding.text.removeprefix(finding.row_code).lstrip(": ")
    return upper_first(words)
