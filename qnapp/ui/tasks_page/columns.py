"""Which columns the table of tasks shows, how wide and in which order; kept per store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from qnapp.models.task_columns import HEADINGS, Column
from qnapp.ui.kit.paint import text_width
from qnapp.ui.table_columns import ColumnLayout, TableColumns, tick
from qnapp.ui.tasks_page.delegate import ICON, PAD, SHAPE

if TYPE_CHECKING:
    from enum import IntEnum

    from PySide6.QtWidgets import QMenu, QWidget

    from qnapp.db.store import Store
    from qnapp.ui.tasks_page.table import TaskTable

NARROW = frozenset({Column.CODE, Column.TITLE, Column.DEADLINE, Column.STATUS})
LAYOUT = ColumnLayout(
    name="tasks.columns",
    columns=Column,
    titles=HEADINGS,
    stretch=Column.TITLE,
    always=frozenset({Column.CODE, Column.TITLE}),
    narrow=NARROW,
    wide=NARROW | {Column.ROLE, Column.PERCENT, Column.FILES},
    widths={  # look, section 4
        Column.CODE: 80,
        Column.ROLE: 96,
        Column.DEADLINE: 140,  # "quá hạn 156 ngày" with its sign
        Column.STATUS: 170,  # "không xác định thời hạn" beside its sign
        Column.PERCENT: 64,
        Column.FILES: 56,
        Column.OFFICER: 132,
    },
    wide_widths={Column.DEADLINE: 148, Column.STATUS: 188},  # look, section 9
)


def _status_words() -> float:
    """Width of the longest status, and of what stands below it with its files."""
    files = 12 + ICON + 4 + text_width("20", "small")
    return max(text_width("Đang triển khai"), text_width("trong hạn · 100%", "small") + files)


class TaskColumns(TableColumns):
    """The columns of tasks; its menu also says how high a row is."""

    tall_wanted = Signal(bool)

    def __init__(self, table: TaskTable, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(table, store, LAYOUT, parent, least=self.least_width)

    def menu(self, *, tall: bool) -> QMenu:
        """Make the menu of the columns; it frees itself when closed."""
        menu = self.make_menu()
        last = menu.actions()[-2]  # the separator before "Trả về như cũ"
        menu.insertSeparator(last)
        rows = menu.addAction("Dòng cao")
        menu.insertAction(last, rows)
        tick(rows, ticked=tall)
        rows.toggled.connect(self.tall_wanted)
        return menu

    def least_width(self, column: IntEnum) -> int:
        """What a column's words need, in pixels: large letters leave the titles more room."""
        needed = {
            Column.DEADLINE: ICON + 5 + text_width("quá hạn 156 ngày", "body_small_strong") + 2,
            Column.STATUS: SHAPE + 7 + _status_words() + PAD,
        }.get(Column(column), self.first_width(column))
        return min(int(needed) + 1, self.first_width(column))

    def first_width(self, column: IntEnum) -> int:
        width = super().first_width(column)
        if column == Column.CODE:  # look, section 4: as wide as its longest word
            return max(width, int(text_width("Liên quan", "least")) + 24)
        return width
