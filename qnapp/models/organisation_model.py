"""Organisations found by typing, as a list: matches, then look-alikes under a line of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from qnapp.db.organisations import Match
    from qnapp.domain.plan import Organisation

Index = QModelIndex | QPersistentModelIndex
_INVALID = QModelIndex()
MatchRole = int(Qt.ItemDataRole.UserRole) + 1  # Match, None for the warning line

LOOK_ALIKES = "Tên gần giống, hãy xem kỹ"


class OrganisationModel(QAbstractListModel):
    """The warning line between matches and look-alikes cannot be selected."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Match | None] = []

    def set_matches(self, matches: Sequence[Match]) -> None:
        """Show what was found; look-alikes come after the rest."""
        self.beginResetModel()
        sure = [match for match in matches if not match.look_alike]
        alike = [match for match in matches if match.look_alike]
        self._rows = [*sure, *([None] if alike else []), *alike]
        self.endResetModel()

    def match_at(self, row: int) -> Match | None:
        """The match of a row, None for the warning line. Raises IndexError."""
        return self._rows[row]

    def row_of(self, code: str) -> int:
        """Row of an organisation, -1 where it is not shown."""
        return next(
            (at for at, match in enumerate(self._rows) if match and _code(match) == code), -1
        )

    def next_row(self, row: int, step: int) -> int:
        """The nearest row that can be chosen in a direction, else ``row`` itself."""
        at = row + step
        while 0 <= at < len(self._rows):
            if self._rows[at] is not None:
                return at
            at += step
        return row

    def rowCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self._rows[index.row()] is None:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match = self._rows[index.row()]
        if role == MatchRole:
            return match
        if role == Qt.ItemDataRole.DisplayRole:
            return match.organisation.name if match is not None else LOOK_ALIKES
        if role == Qt.ItemDataRole.AccessibleTextRole and match is not None:
            return f"{match.organisation.name}, {second_line(match.organisation)}"
        return None


def _code(match: Match) -> str:
    return match.organisation.code


def code_words(organisation: Organisation) -> str:
    """Code as shown: "Mã 06652"; a body's letters tell a person nothing."""
    return f"Mã {organisation.code}" if organisation.code.isdigit() else ""


def second_line(organisation: Organisation) -> str:
    """Party and state name: "Đảng ủy phường Hà Tu   ·   UBND phường Hà Tu"."""
    state = organisation.state_name.replace("Ủy ban nhân dân", "UBND")
    names = [name for name in (organisation.party_name, state) if name != organisation.name]
    return "   ·   ".join(name for name in names if name) or ", ".join(organisation.aliases)
