"""The table of indicators: group lines, and one line an indicator with an editable cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from qnapp.errors import InputError
from qnapp.models.headed import AT_RIGHT, Index
from qnapp.models.indicator_columns import KEYS, RIGHT_ALIGNED, Column, headings, kind_words
from qnapp.models.indicator_lines import (
    IndicatorFilter,
    IndicatorLine,
    IndicatorQuery,
    VerdictWords,
    cell_text,
    chosen_lines,
    count_filters,
    field_in_row,
    group_titles,
    indicator_lines,
    visible_lines,
)
from qnapp.models.row_order import RowOrder
from qnapp.models.stepped import SteppedTableModel
from qnapp.text import clean, parse_number

if TYPE_CHECKING:
    from decimal import Decimal
    from enum import IntEnum

    from PySide6.QtCore import QObject

    from qnapp.domain.reporting import IndicatorRow, Worksheet

Writer = Callable[[str, str, "Decimal | str | None"], bool]
"""Write (uid, field of Measurement, value); whether it was written."""

LineRole = Qt.ItemDataRole.UserRole + 1
DraftRole = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed and could not be taken: kept, shown, not written."""

    text: str
    fault: str  # a sentence


class IndicatorModel(SteppedTableModel[IndicatorLine]):
    """Lines of one period. The page feeds it worksheets and hands it the way to write.

    It is never reset: selection, scroll and an open field stay with the rows that stay.
    """

    heads = ("",) * len(Column)  # until a period is shown
    right = RIGHT_ALIGNED
    drafts_changed = Signal(str)  # uid

    def __init__(
        self,
        words: VerdictWords,
        write: Writer,
        writable: Callable[[str], bool],
        parent: QObject | None = None,
    ) -> None:
        """``writable``: whether the row of a uid may be typed in."""
        super().__init__(attrgetter("uid"), parent)
        self._writable = writable
        self._words = words
        self._write = write
        self._lines: dict[str, IndicatorLine] = {}
        self._query = IndicatorQuery()
        self._order: RowOrder[IndicatorLine] = RowOrder(KEYS)
        self._titles: dict[str, str] = {}
        self._drafts: dict[str, Draft] = {}
        self._all_drafts: dict[str, dict[str, Draft]] = {}  # by period
        self._kinds: dict[str, str] = {}
        self._locked = False

    # ----------------------------------------------------------------------------- content

    def show(self, sheet: Worksheet, previous: str = "") -> None:
        """Show another period; ``previous`` is the short name of the one before it."""
        # What could not be taken in another period waits there.
        self._drafts = self._all_drafts.setdefault(sheet.period.code, {})
        self._kinds.clear()
        self._titles = group_titles(sheet.plan)
        self.heads = headings(sheet, previous)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.heads) - 1)
        self._order.begin_anew()
        self._refill(sheet)

    def update(self, sheet: Worksheet) -> None:
        """Take over changed rows; rows on show stay on show until another question is asked."""
        if sheet.locked != self._locked or {r.uid for r in sheet.indicators} != set(self._lines):
            self._refill(sheet)
            return
        self._lines = {line.uid: line for line in indicator_lines(sheet, self._words, self._lines)}
        kept = frozenset(line.uid for line in self._items if line.row is not None)
        self._query = replace(self._query, kept=self._query.kept | kept)
        self.replace_items(self._wanted())

    def _refill(self, sheet: Worksheet) -> None:
        """Take other rows over; what may be typed in, and what is refused, is asked anew of all."""
        self._locked = sheet.locked
        self._lines = {line.uid: line for line in indicator_lines(sheet, self._words)}
        self.replace_items(self._wanted())
        if self._items:
            last = self.index(len(self._items) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _wanted(self) -> list[IndicatorLine]:
        """Lines to show: with their groups in the plan's order, without them in any other."""
        if self._order.chosen is None:
            return visible_lines(self.lines(), self._query, self._titles)
        return self._order.arrange(chosen_lines(self.lines(), self._query))

    def _tell(self, place: int) -> None:
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))

    # ----------------------------------------------------------------------------- questions

    @property
    def query(self) -> IndicatorQuery:
        """What is asked now."""
        return self._query

    def ask(self, wanted: IndicatorFilter | None = None, needle: str | None = None) -> None:
        """Change the filter or the search words; everything is read anew."""
        self._order.begin_anew()
        query = replace(
            self._query,
            filter=self._query.filter if wanted is None else wanted,
            needle=self._query.needle if needle is None else needle,
            kept=frozenset(),
        )
        self._show(query)

    @property
    def order(self) -> tuple[IntEnum, bool] | None:
        """Column by which indicators are ordered, and whether downwards; None: as the plan has."""
        return self._order.chosen

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order indicators by a column, without groups; by the codes: as the plan has them.

        Rows keep their places while they are typed in, until an order is asked for again.
        """
        descending = order == Qt.SortOrder.DescendingOrder
        self._order.choose(Column(column), descending=descending)
        self._show(self._query)

    def fold_group(self, group: str, folded: bool) -> None:
        """Fold or unfold a group."""
        groups = self._query.folded_groups
        wanted = groups | {group} if folded else groups - {group}
        if wanted != groups:
            self._show(replace(self._query, folded_groups=wanted))

    def is_folded(self, group: str) -> bool:
        """Whether a group's rows are hidden."""
        return group in self._query.folded_groups

    def _show(self, query: IndicatorQuery) -> None:
        self._query = query
        self.replace_items(self._wanted())

    def lines(self) -> list[IndicatorLine]:
        """Every indicator of the period, shown or not."""
        return list(self._lines.values())

    def row(self, uid: str) -> IndicatorRow | None:
        """The indicator of a uid, shown or not; None for a uid that is not in the period."""
        line = self._lines.get(uid)
        return line.row if line is not None else None

    def shown(self) -> list[IndicatorLine]:
        """Lines on show, groups among them."""
        return list(self._items)

    def all_shown(self) -> list[IndicatorLine]:
        """Indicators that the query leaves, in the order of the table, folded ones among them."""
        return self._order.arrange(chosen_lines(self.lines(), self._query))

    def counts(self) -> dict[IndicatorFilter, int]:
        """How many indicators answer each filter."""
        return count_filters(self._lines.values())

    def line(self, index: Index) -> IndicatorLine | None:
        """The line at an index."""
        inside = index.isValid() and index.row() < len(self._items)
        return self._items[index.row()] if inside else None

    def uid_at(self, place: int) -> str:
        """Uid of the line in a row, "" outside the table."""
        return self._items[place].uid if 0 <= place < len(self._items) else ""

    def place_of(self, uid: str) -> int:
        """Row in which a uid is shown, -1 where it is not."""
        return self.row_of(uid)

    def next_item(self, place: int, step: int) -> int:
        """The next row below (1) or above (-1) that holds an indicator; -1 where there is none."""
        place += step
        while 0 <= place < len(self._items):
            if self._items[place].row is not None:
                return place
            place += step
        return -1

    # ----------------------------------------------------------------------------- editing

    def field_of(self, row: IndicatorRow) -> str:
        """The field of ``Measurement`` that the row's cell writes."""
        field = field_in_row(row)
        if field != "actual" or row.measurement.actual is not None:
            return field
        return self._kinds.get(row.uid, field)

    def choose_field(self, uid: str, field: str) -> None:
        """Say whether the row's cell holds an actual figure or an estimate, while it is empty."""
        self._kinds[uid] = field

    def writable(self, uid: str) -> bool:
        """Whether a row may be typed in: in a locked period only what was returned may."""
        return self._writable(uid)

    def draft(self, uid: str) -> Draft | None:
        """What was typed into a row's cell and could not be taken, while it can be mended."""
        return self._drafts.get(uid) if self._writable(uid) else None

    def set_draft(self, uid: str, draft: Draft | None) -> None:
        """Keep or drop what could not be taken."""
        if self._drafts.get(uid) == draft:
            return
        if draft is None:
            del self._drafts[uid]
        else:
            self._drafts[uid] = draft
        self.drafts_changed.emit(uid)
        if (place := self.place_of(uid)) >= 0:
            self._tell(place)

    def forget_draft(self, period: str, uid: str) -> None:
        """Drop what could not be taken in a period, shown or not."""
        if self._all_drafts.get(period) is self._drafts:
            self.set_draft(uid, None)
        else:
            self._all_drafts.get(period, {}).pop(uid, None)

    def fault_of(self, row: IndicatorRow, text: str) -> str:
        """Say why ``text`` cannot be taken into the row's cell as it stands, "" where it can."""
        try:
            read_value(self.field_of(row), text)
        except InputError as error:
            return str(error)
        return ""

    def readable(self, row: IndicatorRow, text: str) -> bool:
        """Whether ``text`` could be taken into the row's cell as it stands."""
        return not self.fault_of(row, text)

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        line = self.line(index)
        if line is None or line.row is None or role != Qt.ItemDataRole.EditRole:
            return False
        return self.type_value(line.row, str(value))

    def type_value(self, row: IndicatorRow, text: str) -> bool:
        """Take what was typed into a row's cell; what cannot be taken becomes a draft."""
        field = self.field_of(row)
        try:
            value = read_value(field, text)
        except InputError as error:
            self.set_draft(row.uid, Draft(text, str(error)))
            return False
        self.set_draft(row.uid, None)
        if value == getattr(row.measurement, field):
            return True
        self._kinds[row.uid] = field
        return self._write(row.uid, field, value)

    # ----------------------------------------------------------------------------- Qt

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self.line(index)
        if line is None:
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if line.row is None or index.column() != Column.CURRENT:
            return plain
        if not self._writable(line.uid):
            return plain
        return plain | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        line = self.line(index)
        if line is None:
            return None
        if role == LineRole:
            return line
        if role == DraftRole:
            return self.draft(line.uid)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken
        return self._text(line, Column(index.column()), role)

    def _text(self, line: IndicatorLine, column: Column, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return _display(line, column)
        if role == Qt.ItemDataRole.EditRole and column is Column.CURRENT and line.row:
            draft = self.draft(line.uid)
            return draft.text if draft else cell_text(line.row, self.field_of(line.row))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(line, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in self.right:
            return AT_RIGHT
        return None

    def _tip(self, line: IndicatorLine, column: Column) -> str:
        draft = self.draft(line.uid)
        if draft and column in (Column.CURRENT, Column.VERDICT):
            return draft.fault
        if line.warning and column in (Column.CURRENT, Column.VERDICT):
            return f"{line.warning} {_display(line, Column.VERDICT)}"
        if column is Column.TARGET and line.row and not line.own_target:
            return f"Mức của tỉnh, để tham khảo: {line.target}"
        if column is Column.TITLE and line.row and line.doubtful:
            return "\n".join((line.title, *line.row.indicator.doubts))
        return _display(line, column)


def read_value(field: str, text: str) -> Decimal | str | None:
    """Read what was typed into a field of a measurement; raises ``InputError``."""
    if field in ("words", "note", "contest_reason"):
        return clean(text, multiline=True).strip()
    return parse_number(text) if clean(text) else None


def _display(line: IndicatorLine, column: Column) -> str:
    """Text of a cell; a group has its title in every column, for whoever reads cell by cell."""
    if line.row is None:
        return line.title
    if column is Column.VERDICT:
        return line.judged
    texts = {
        Column.CODE: line.code,
        Column.TITLE: line.title,
        Column.TARGET: line.target,
        Column.PREVIOUS: line.previous,
        Column.CURRENT: line.current,
        Column.UNIT: line.row.indicator.unit,
        Column.KIND: kind_words(line),
        Column.FILES: str(line.files or ""),
    }
    return texts[column]
