"""Which columns a table shows, how wide and in which order; kept per table and store."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

from qnapp.db.settings import set_view_state, view_state
from qnapp.ui.kit.icons import icon
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import IntEnum

    from PySide6.QtGui import QAction

    from qnapp.db.store import Store

KEEP_DELAY_MS = 500  # dragging a column's edge ends in one write
LEAST_WIDTH = 40
LEAST_STRETCH = 190  # of the column that takes what the others leave, before a spare one goes


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """What a table begins with, on ordinary and on wide screens. Widths in pixels at 100 %."""

    name: str  # under which the store remembers it: "tasks.columns"
    columns: type[IntEnum]
    titles: Mapping[Any, str]
    stretch: IntEnum  # takes what the others leave
    always: frozenset[Any]  # without these a row says nothing
    narrow: frozenset[Any]
    wide: frozenset[Any]
    widths: Mapping[Any, int]
    wide_widths: Mapping[Any, int]
    spare: tuple[Any, ...] = ()  # left out, in this order, while there is too little room


class TableColumns(QObject):
    """Two layouts, one for ordinary and one for wide screens; each remembers its own changes."""

    def __init__(
        self,
        table: QTableView,
        store: Store,
        layout: ColumnLayout,
        parent: QWidget | None = None,
        *,
        least: Callable[[Any], int] | None = None,
    ) -> None:
        """``least`` tells how wide a column has to be for all its words, in pixels.

        Where it is given, columns give up their air before a spare one is left out, as far as
        nobody set their width by hand.
        """
        super().__init__(parent)
        self._least = least
        self._table = table
        self._store = store
        self._layout = layout
        self._wide: bool | None = None
        self._setting = False
        self._kept: dict[str, Any] = {}
        self._left_out: set[IntEnum] = set()  # for want of room; they are remembered as shown
        self._asked_last: IntEnum | None = None
        self._preferred: IntEnum | None = None
        self._tight: set[IntEnum] = set()  # narrower than they begin with, for want of room
        if layout.spare or least is not None:
            table.viewport().installEventFilter(self)
        self._timer = QTimer(self, singleShot=True, interval=KEEP_DELAY_MS)
        self._timer.timeout.connect(self.keep)
        header = table.horizontalHeader()
        header.sectionResized.connect(self._resized)
        header.sectionMoved.connect(self._changed)
        theme().changed.connect(self.restore)

    def set_wide(self, wide: bool) -> None:
        """Take the layout for wide screens, or the ordinary one."""
        if wide != self._wide:
            self.keep()
            self._wide = wide
            state = view_state(self._store, self._name)
            self._kept = state if isinstance(state, dict) else {}
            self.restore()

    def restore(self) -> None:
        """Put the remembered layout in force, or the first one."""
        if self._wide is not None:
            self._apply(self._kept)

    def reset(self) -> None:
        """Go back to the first layout ("Trả về như cũ")."""
        self._timer.stop()
        self._kept = {}
        set_view_state(self._store, self._name, None)
        self.restore()

    def keep(self) -> None:
        """Remember what was changed by hand."""
        if self._timer.isActive():
            self._timer.stop()
            self._kept = self._state()
            set_view_state(self._store, self._name, self._kept)

    def make_menu(self) -> QMenu:
        """Make the menu of the columns, to be shown once."""
        menu = QMenu(self._table)
        for column, title in self._layout.titles.items():
            if column not in self._layout.always:
                action = menu.addAction(title)
                tick(action, ticked=self._shows(column))
                action.toggled.connect(partial(self.show_column, column))
        menu.addSeparator()
        menu.addAction("Trả về như cũ").triggered.connect(self.reset)
        return menu

    def show_column(self, column: IntEnum, shown: bool) -> None:
        """Show or hide a column, and remember it."""
        self._left_out.discard(column)
        self._table.setColumnHidden(column, not shown)
        if shown and self._table.columnWidth(column) < LEAST_WIDTH:
            self._table.setColumnWidth(column, self.first_width(column))
        self._asked_last = column if shown else None
        self._changed()
        self.fit()

    def prefer(self, column: IntEnum | None) -> None:
        """Leave a column out last: the list is narrowed by what it says."""
        self._preferred = column
        self.fit()

    def fit(self) -> None:
        """Leave spare columns out while the table is too narrow; the one asked for goes last."""
        if self._wide is None or not (self._layout.spare or self._least):
            return
        before, self._setting = self._setting, True
        for column in self._left_out:
            self._table.setColumnHidden(column, False)
        self._left_out.clear()
        self._tighten()
        wanted = (self._preferred, self._asked_last)
        for column in sorted(self._layout.spare, key=lambda one: one in wanted):
            if self._needed() <= self._table.viewport().width():
                break
            if self._shows(column):
                self._table.setColumnHidden(column, True)
                self._left_out.add(column)
        self._setting = before

    def _tighten(self) -> None:
        """Give columns their first width, or only what their words need where room is short."""
        header, by_hand = self._table.horizontalHeader(), self._kept.get("widths", {})
        for column in self._tight:
            header.resizeSection(column, self.first_width(column))
        self._tight.clear()
        if self._least is None or self._needed() <= self._table.viewport().width():
            return
        for column in self._layout.widths:
            least = self._least(column)
            if column.name not in by_hand and least < header.sectionSize(column):
                header.resizeSection(column, least)
                self._tight.add(column)

    def _needed(self) -> int:
        """Width that the shown columns take, with the least of the one that stretches."""
        header, stretch = self._table.horizontalHeader(), self._layout.stretch
        sized = (one for one in self._layout.columns if one != stretch)
        return theme().px(LEAST_STRETCH) + sum(header.sectionSize(one) for one in sized)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self._table.viewport():
            self.fit()
        return False

    def first_width(self, column: IntEnum) -> int:
        """Width that a column begins with, in pixels at the font in force."""
        layout = self._layout
        wider = layout.wide_widths if self._wide else {}
        return theme().px(wider.get(column, layout.widths[column]))

    @property
    def _name(self) -> str:
        return f"{self._layout.name}.wide" if self._wide else self._layout.name

    def _shows(self, column: IntEnum) -> bool:
        return column in self._left_out or not self._table.isColumnHidden(column)

    def _apply(self, state: dict[str, Any]) -> None:
        self._setting = True
        layout, header = self._layout, self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        first = [column.name for column in (layout.wide if self._wide else layout.narrow)]
        shown = state.get("shown", first)
        for column in layout.columns:
            self._table.setColumnHidden(column, column.name not in shown)
            if column != layout.stretch:
                kept = state.get("widths", {}).get(column.name)
                header.resizeSection(column, theme().px(kept) if kept else self.first_width(column))
        header.setSectionResizeMode(layout.stretch, QHeaderView.ResizeMode.Stretch)
        self._order(state.get("order", [column.name for column in layout.columns]))
        self._left_out.clear()
        self._tight.clear()
        self.fit()
        self._setting = False

    def _order(self, names: list[str]) -> None:
        header, known = self._table.horizontalHeader(), self._layout.columns.__members__
        for place, name in enumerate(name for name in names if name in known):
            header.moveSection(header.visualIndex(known[name]), place)

    def _state(self) -> dict[str, Any]:
        """Give what is to be remembered; widths as at 100 % font."""
        header = self._table.horizontalHeader()
        scale = theme().px(100) / 100
        shown = [column for column in self._layout.columns if self._shows(column)]
        stretch, out = self._layout.stretch, self._left_out | self._tight
        sized = [column for column in shown if column != stretch and column not in out]
        order = [self._layout.columns(header.logicalIndex(n)) for n in range(header.count())]
        return {
            "shown": [column.name for column in shown],
            "widths": {c.name: round(header.sectionSize(c) / scale) for c in sized},
            "order": [column.name for column in order],
        }

    def _resized(self, column: int, _before: int, _now: int) -> None:
        if column != self._layout.stretch:  # that one follows the window
            if not self._setting:
                self._tight.discard(self._layout.columns(column))
            self._changed()

    def _changed(self) -> None:
        if not self._setting and self._wide is not None and self._table.isVisible():
            self._timer.start()


def tick(action: QAction, *, ticked: bool) -> None:
    """Make a menu's action one that is ticked or not.

    The style's own tick is a small bitmap, jagged at 150 %.
    """
    action.setCheckable(True)
    action.setChecked(ticked)
    if ticked:
        action.setIcon(icon("tick", "text"))
