"""The inbox of one period as a Qt model: organisations under the headings of their groups."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from qnapp.models.inbox_lines import (
    HEADINGS,
    InboxColumn,
    InboxFilter,
    InboxLine,
    InboxQuery,
    count_filters,
    visible_lines,
)
from qnapp.models.stepped import SteppedTableModel
from qnapp.text import upper_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from qnapp.models.headed import Index


class InboxRole(IntEnum):
    """What else than text a cell hands out."""

    LINE = Qt.ItemDataRole.UserRole  # InboxLine


class InboxModel(SteppedTableModel["InboxLine"]):
    """Lines of one period under one query; a change of one organisation touches its row alone."""

    heads = tuple(HEADINGS[one] for one in InboxColumn)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(attrgetter("key"), parent)
        self._lines: Sequence[InboxLine] = ()
        self._query = InboxQuery()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._items[index.row()], InboxColumn(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_words(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(line, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken
        return line if role == InboxRole.LINE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self._items[index.row()].arrivals is None:
            return Qt.ItemFlag.ItemIsEnabled  # a heading is passed over
        return super().flags(index)

    @property
    def query(self) -> InboxQuery:
        """What is asked for now."""
        return self._query

    @property
    def lines(self) -> Sequence[InboxLine]:
        """All organisations, shown or not."""
        return self._lines

    def line(self, code: str) -> InboxLine | None:
        """The line of an organisation, shown or not."""
        return next((one for one in self._lines if one.key == code), None)

    def shown(self) -> list[InboxLine]:
        """Organisations that the query leaves, in their order."""
        return [line for line in self._items if line.arrivals is not None]

    def counts(self) -> dict[InboxFilter, int]:
        """How many organisations answer each filter, the search left out."""
        return count_filters(self._lines)

    def load(self, lines: Sequence[InboxLine]) -> None:
        """Take over other lines; only what differs is announced."""
        self._lines = lines
        self.replace_items(visible_lines(lines, self._query))

    def ask(self, query: InboxQuery) -> None:
        """Show what another query leaves."""
        if query != self._query:
            self._query = query
            self.replace_items(visible_lines(self._lines, query))

    def fold(self, group: str, *, folded: bool) -> None:
        """Fold the organisations of a group away, or bring them back."""
        groups = self._query.folded
        groups = groups | {group} if folded else groups - {group}
        self.ask(replace(self._query, folded=groups))


def cell_words(line: InboxLine, column: InboxColumn) -> str:
    """What a cell says, on the screen and in an exported list."""
    if line.arrivals is None:
        return line.name if column is InboxColumn.NAME else ""
    words = {
        InboxColumn.NAME: line.name,
        InboxColumn.STATE: line.state_words,
        InboxColumn.RECEIVED: line.received_words,
        InboxColumn.REVISION: line.revision_words,
        InboxColumn.NUMBER: line.number_words,
        InboxColumn.FINDINGS: line.findings_words,
        InboxColumn.ORIGIN: line.origin_words,
        InboxColumn.ANSWER: line.answer_words,
        InboxColumn.REMINDED: line.reminded_words,
    }
    return words[column]


def _tip(line: InboxLine, column: InboxColumn) -> str:
    if column is InboxColumn.REVISION:
        return line.gap_words
    if column is InboxColumn.STATE:
        return line.spoken
    if column is InboxColumn.REMINDED:
        return upper_first(line.reminded_sentence)
    return cell_words(line, column)
