"""Which columns the table of tasks shows, how wide and in which order; kept per store."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from qnapp.db.settings import set_view_state, view_state
from qnapp.models.task_model import HEADINGS, Column
from qnapp.ui.kit.paint import text_width
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from qnapp.db.store import Store
    from qnapp.ui.tasks_page.table import TaskTable

KEEP_DELAY_MS = 500  # dragging a column's edge ends in one write
ALWAYS = (Column.CODE, Column.TITLE)  # without these a row says nothing

# Widths at 100 % (look, sections 4 and 9); the title takes what is left.
WIDTHS = {
    Column.CODE: 80,
    Column.ROLE: 96,
    Column.DEADLINE: 140,  # "quá hạn 156 ngày" with its sign
    Column.STATUS: 166,
    Column.PERCENT: 64,
    Column.FILES: 56,
    Column.OFFICER: 132,
}
WIDE_WIDTHS = {Column.DEADLINE: 148, Column.STATUS: 188}
NARROW = frozenset({Column.CODE, Column.TITLE, Column.DEADLINE, Column.STATUS})
WIDE = NARROW | {Column.ROLE, Column.PERCENT, Column.FILES}


class TaskColumns(QObject):
    """Two layouts, one for ordinary and one for wide screens; each remembers its own changes."""

    tall_wanted = Signal(bool)

    def __init__(self, table: TaskTable, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._store = store
        self._wide: bool | None = None
        self._setting = False
        self._kept: dict[str, Any] = {}
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

    def menu(self, *, tall: bool) -> QMenu:
        """Make the menu of the columns; it frees itself when closed."""
        menu = QMenu(self._table)
        for column in Column:
            if column not in ALWAYS:
                action = menu.addAction(HEADINGS[column])
                _tick(action, ticked=self._table.shows(column))
                action.toggled.connect(partial(self.show_column, column))
        menu.addSeparator()
        rows = menu.addAction("Dòng cao")
        _tick(rows, ticked=tall)
        rows.toggled.connect(self.tall_wanted)
        menu.addSeparator()
        menu.addAction("Trả về như cũ").triggered.connect(self.reset)
        return menu

    def show_column(self, column: Column, shown: bool) -> None:
        """Show or hide a column, and remember it."""
        self._table.setColumnHidden(column, not shown)
        if shown and self._table.columnWidth(column) < 40:
            self._table.setColumnWidth(column, self._first_width(column))
        self._changed()

    @property
    def _name(self) -> str:
        return "tasks.columns.wide" if self._wide else "tasks.columns"

    def _first_width(self, column: Column) -> int:
        width = theme().px((WIDE_WIDTHS if self._wide else {}).get(column, WIDTHS[column]))
        if column == Column.CODE:  # look, section 4: as wide as its longest word
            return max(width, int(text_width("Liên quan", "least")) + 24)
        return width

    def _apply(self, state: dict[str, Any]) -> None:
        self._setting = True
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        shown = state.get("shown", [column.name for column in (WIDE if self._wide else NARROW)])
        for column in Column:
            self._table.setColumnHidden(column, column.name not in shown)
            if column != Column.TITLE:
                kept = state.get("widths", {}).get(column.name)
                width = theme().px(kept) if kept else self._first_width(column)
                header.resizeSection(column, width)
        header.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Stretch)
        self._order(state.get("order", [column.name for column in Column]))
        self._setting = False

    def _order(self, names: list[str]) -> None:
        header = self._table.horizontalHeader()
        for place, name in enumerate(name for name in names if name in Column.__members__):
            header.moveSection(header.visualIndex(Column[name]), place)

    def _state(self) -> dict[str, Any]:
        """Give what is to be remembered; widths as at 100 % font."""
        header = self._table.horizontalHeader()
        scale = theme().px(100) / 100
        shown = [column for column in Column if self._table.shows(column)]
        sized = [column for column in shown if column != Column.TITLE]
        order = [Column(header.logicalIndex(place)) for place in range(header.count())]
        return {
            "shown": [column.name for column in shown],
            "widths": {c.name: round(header.sectionSize(c) / scale) for c in sized},
            "order": [column.name for column in order],
        }

    def _resized(self, column: int, _before: int, _now: int) -> None:
        if column != Column.TITLE:  # that one follows the window
            self._changed()

    def _changed(self) -> None:
        if not self._setting and self._wide is not None and self._table.isVisible():
            self._timer.start()


def _tick(action: QAction, *, ticked: bool) -> None:
    action.setCheckable(True)
    action.setChecked(ticked)
