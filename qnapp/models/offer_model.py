"""The tasks that may be taken on as a list with tick boxes, under headings that fold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from qnapp.models.offer_lines import GROUP_TITLES, Offer, OfferGroup
from qnapp.text import fold, matches

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PySide6.QtCore import QObject

Index = QModelIndex | QPersistentModelIndex
_INVALID = QModelIndex()
OfferRole = int(Qt.ItemDataRole.UserRole) + 1  # Offer, None for a heading
HeadingRole = OfferRole + 1  # Heading, None for an offer


@dataclass(frozen=True, slots=True)
class Heading:
    """The line over a group."""

    group: OfferGroup
    title: str
    note: str  # "2/5 đã chọn"
    open: bool


class OfferModel(QAbstractListModel):
    """``ticks_changed`` after any tick; a search opens every group while it lasts."""

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._offers: Sequence[Offer] = ()
        self._ticked: set[str] = set()
        self._closed = {OfferGroup.OTHER}
        self._needle = ""
        self._lines: list[Offer | OfferGroup] = []

    def set_offers(self, offers: Sequence[Offer]) -> None:
        """Show other offers, ticked as they say."""
        self._offers = offers
        self._ticked = {offer.uid for offer in offers if offer.ticked}
        self._lay_out()
        self.ticks_changed.emit()

    def set_needle(self, needle: str) -> None:
        """Show what holds these words; "" for all."""
        self._needle = fold(needle).strip()
        self._lay_out()

    def ticked(self) -> list[str]:
        """Uids of what is ticked, shown or not, in the order offered."""
        return [offer.uid for offer in self._offers if offer.uid in self._ticked]

    def set_ticked(self, uids: Collection[str], ticked: bool) -> None:
        """Tick or untick several."""
        before = set(self._ticked)
        self._ticked = before | set(uids) if ticked else before - set(uids)
        if self._ticked != before:
            self._tell_changed(before ^ self._ticked)
            self.ticks_changed.emit()

    def switch(self, row: int) -> None:
        """Tick or untick an offer; fold or unfold the group of a heading."""
        line = self._lines[row]
        if isinstance(line, OfferGroup):
            self._closed ^= {line}
            self._lay_out()
        else:
            self.set_ticked([line.uid], line.uid not in self._ticked)

    # ------------------------------------------------------------------------------- Qt's view

    def rowCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and isinstance(self._lines[index.row()], Offer):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if isinstance(line, OfferGroup):
            return self._heading_data(self._heading(line), role)
        if role == Qt.ItemDataRole.CheckStateRole:
            checked = line.uid in self._ticked
            return Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
        if role == OfferRole:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{line.code}. {line.title}. {line.note}"
        return f"{line.title}\n{line.note}" if role == Qt.ItemDataRole.ToolTipRole else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        line = self._lines[index.row()]
        if not isinstance(line, Offer):
            return False
        self.set_ticked([line.uid], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    @staticmethod
    def _heading_data(heading: Heading, role: int) -> Any:
        if role == HeadingRole:
            return heading
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{heading.title}, {heading.note}" + ("" if heading.open else ", đang thu gọn")
        return None

    # ---------------------------------------------------------------------------------- layout

    def _heading(self, group: OfferGroup) -> Heading:
        members = [offer for offer in self._offers if offer.group is group]
        ticked = sum(offer.uid in self._ticked for offer in members)
        note = f"{ticked}/{len(members)} đã chọn"
        return Heading(group, GROUP_TITLES[group], note, self._is_open(group))

    def _is_open(self, group: OfferGroup) -> bool:
        return bool(self._needle) or group not in self._closed

    def _lay_out(self) -> None:
        self.beginResetModel()
        self._lines = []
        for group, found in sorted(self._found().items(), key=self._code_is_elsewhere):
            self._lines.append(group)
            self._lines += found if self._is_open(group) else []
        self.endResetModel()

    def _found(self) -> dict[OfferGroup, list[Offer]]:
        """What is shown by group; whose code was typed stands before what only holds it."""
        found: dict[OfferGroup, list[Offer]] = {}
        for group in OfferGroup:
            hits = [offer for offer in self._offers if offer.group is group and self._hit(offer)]
            if hits:
                found[group] = sorted(hits, key=self._has_other_code)
        return found

    def _code_is_elsewhere(self, part: tuple[OfferGroup, list[Offer]]) -> bool:
        return self._has_other_code(part[1][0])

    def _has_other_code(self, offer: Offer) -> bool:
        return bool(self._needle) and fold(offer.code) != self._needle

    def _hit(self, offer: Offer) -> bool:
        return not self._needle or matches(self._needle, offer.folded)

    def _tell_changed(self, uids: Collection[str]) -> None:
        groups = {offer.group for offer in self._offers if offer.uid in uids}
        for row, line in enumerate(self._lines):
            changed = line in groups if isinstance(line, OfferGroup) else line.uid in uids
            if changed:
                index = self.index(row)
                self.dataChanged.emit(index, index)
