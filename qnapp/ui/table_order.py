"""By what rows are ordered: by a click on a head, by the menu, and again the next time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu

from qnapp.db.settings import set_view_state, view_state
from qnapp.models.row_order import PLAN
from qnapp.ui.table_columns import tick

if TYPE_CHECKING:
    from enum import IntEnum

    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.ui.table_head import TableHead

PLAN_WORDS = "Theo thứ tự của Nghị quyết"


class OrderedModel(Protocol):
    """A table model whose rows can be ordered by a column."""

    @property
    def order(self) -> tuple[IntEnum, bool] | None:
        """Column and whether downwards; None for the plan's order."""

    def sort(self, column: int, order: Qt.SortOrder = ..., /) -> None:
        """Order the rows by a column, by the first one: as the plan has them."""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ..., /) -> Any:
        """Give the words over a column."""


@dataclass(frozen=True, slots=True)
class KeptView:
    """What a page remembers between two visits: the order, and the filter that goes with it."""

    name: str  # under which the store keeps it: "tasks.view"
    columns: type[IntEnum]
    filters: frozenset[str]  # those that are kept; what only a link asked for is not
    first: str  # the filter where none was kept


class Ordering(QObject):
    """Orders a model by its head; ``ordered`` when the rows have other places."""

    ordered = Signal()

    def __init__(
        self, head: TableHead, model: OrderedModel, store: Store, view: KeptView, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._head, self._model, self._store, self._view = head, model, store, view
        self._kept: dict[str, Any] = {}
        head.sectionClicked.connect(self.sort_by)

    def menu(self, parent: QMenu) -> QMenu:
        """Make the menu that does by keyboard what the heads do by mouse."""
        menu = QMenu("Sắp xếp", parent)
        now = self._model.order[0] if self._model.order else PLAN
        for column in self._view.columns:
            action = menu.addAction(PLAN_WORDS if column == PLAN else self._words(column))
            tick(action, ticked=column == now)
            action.triggered.connect(partial(self.sort_by, int(column)))
        return menu

    def add_menu(self, menu: QMenu) -> None:
        """Put that menu in front of the others of a table's columns."""
        first = menu.actions()[0]
        menu.insertMenu(first, self.menu(menu))
        menu.insertSeparator(first)

    def sort_by(self, column: int, _checked: bool = False) -> None:
        """Order by a column; the same once more turns round, a third time leads to the plan's."""
        before = self._model.order
        again = before is not None and before[0] == column
        if column == PLAN or (again and before is not None and before[1]):
            self._sort(PLAN, descending=False)
        else:
            self._sort(column, descending=again)

    def _sort(self, column: int, *, descending: bool) -> None:
        way = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self._model.sort(column, way)
        self._head.show_order(self._model.order)
        self.ordered.emit()

    def keep(self, wanted: str) -> None:
        """Remember order and filter."""
        order = self._model.order
        state = {
            "filter": str(wanted) if wanted in self._view.filters else self._view.first,
            "order": [order[0].name, order[1]] if order else None,
        }
        if state != self._kept:
            self._kept = state
            set_view_state(self._store, self._view.name, state)

    def restore(self) -> str:
        """Put the remembered order in force; gives the filter that was left."""
        state = view_state(self._store, self._view.name)
        self._kept = state if isinstance(state, dict) else {}
        name, descending = self._kept.get("order") or ("", False)
        if name in self._view.columns.__members__:
            self._sort(self._view.columns[name], descending=bool(descending))
        wanted = str(self._kept.get("filter", ""))
        return wanted if wanted in self._view.filters else self._view.first

    def _words(self, column: int) -> str:
        return str(self._model.headerData(column, Qt.Orientation.Horizontal))
