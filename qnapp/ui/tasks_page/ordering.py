"""By what the tasks are ordered: by a click on a head, by the menu, and again the next time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu

from qnapp.db.settings import set_view_state, view_state
from qnapp.models.task_columns import HEADINGS, Column
from qnapp.models.task_view import TaskFilter
from qnapp.ui.table_columns import tick
from qnapp.ui.tasks_page.filters import CHIPS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.models.task_model import TaskModel
    from qnapp.ui.tasks_page.table import TaskTable

VIEW = "tasks.view"  # what the store remembers: the order, and the filter that goes with it


class TaskOrdering(QObject):
    """Orders the model; ``ordered`` when the rows have other places."""

    ordered = Signal()

    def __init__(self, table: TaskTable, model: TaskModel, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self._table, self._model, self._store = table, model, store
        self._kept: dict[str, Any] = {}
        table.sort_wanted.connect(self.sort_by)

    def menu(self, parent: QMenu) -> QMenu:
        """Make the menu that does by keyboard what the heads do by mouse."""
        menu = QMenu("Sắp xếp", parent)
        now = self._model.order[0] if self._model.order else Column.CODE
        for column, title in HEADINGS.items():
            words = "Theo thứ tự của Nghị quyết" if column is Column.CODE else title
            action = menu.addAction(words)
            tick(action, ticked=column is now)
            action.triggered.connect(partial(self.sort_by, int(column)))
        return menu

    def sort_by(self, column: int, _checked: bool = False) -> None:
        """Order by a column; the same once more turns round, a third time leads to the plan's."""
        before = self._model.order
        again = before is not None and before[0] == column
        if column == Column.CODE or (again and before is not None and before[1]):
            self._sort(Column.CODE, descending=False)
        else:
            self._sort(Column(column), descending=again)

    def _sort(self, column: Column, *, descending: bool) -> None:
        way = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self._model.sort(column, way)
        self._table.show_order()
        self.ordered.emit()

    def keep(self, wanted: TaskFilter) -> None:
        """Remember order and filter; what only a link asked for is not kept."""
        order = self._model.order
        state = {
            "filter": wanted.value if wanted in CHIPS else TaskFilter.ALL.value,
            "order": [order[0].name, order[1]] if order else None,
        }
        if state != self._kept:
            self._kept = state
            set_view_state(self._store, VIEW, state)

    def restore(self) -> TaskFilter:
        """Put the remembered order in force; gives the filter that was left."""
        state = view_state(self._store, VIEW)
        self._kept = state if isinstance(state, dict) else {}
        name, descending = self._kept.get("order") or ("", False)
        if name in Column.__members__:
            self._sort(Column[name], descending=bool(descending))
        wanted = self._kept.get("filter", "")
        return TaskFilter(wanted) if wanted in set(CHIPS) else TaskFilter.ALL
