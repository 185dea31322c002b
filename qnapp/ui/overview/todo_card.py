"""Cần xử lý of who reports: which tasks wait, in groups, most pressing first."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from qnapp.domain.overview import filter_tasks, is_returned, must_be_mended, waiting_groups
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.surfaces import EmptyState
from qnapp.ui.overview.grouped_card import GroupedCard
from qnapp.ui.overview.todo_rows import TALL, TodoRow

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from qnapp.domain.overview import Waiting
    from qnapp.domain.reporting import TaskRow, Worksheet

MENDED = "đã sửa, chờ trình ký lại"


class TodoCard(GroupedCard):
    """Tasks that wait; links at the head to what comes due."""

    page = "tasks"
    row_height = TALL
    pressing = frozenset({"returned", "overdue", "urgent"})

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Worksheet, date] | None = None
        self.returned = LinkButton("")
        self.soon = LinkButton("")
        self.month = LinkButton("")
        self.returned.clicked.connect(
            functools.partial(self.wanted.emit, "indicators", "filter:returned")
        )
        self.soon.clicked.connect(functools.partial(self.wanted.emit, "tasks", "filter:soon"))
        self.month.clicked.connect(functools.partial(self.wanted.emit, "tasks", "filter:month"))
        for link in (self.returned, self.soon, self.month):
            self.add_to_head(link)

    def show_again(self) -> None:
        if self._shown is not None:
            self.show_sheet(*self._shown)

    def show_sheet(self, sheet: Worksheet, today: date) -> None:
        """Show what waits at ``today``."""
        self._shown = (sheet, today)
        returned = sum(is_returned(row) for row in sheet.indicators)
        self.returned.setText(f"Chỉ tiêu bị trả lại: {returned}")
        self.returned.setVisible(bool(returned))
        self._count(self.soon, "Đến hạn trong 15 ngày", len(filter_tasks(sheet, "soon", today)))
        self._count(self.month, "trong 30 ngày", len(filter_tasks(sheet, "month", today)))
        groups = waiting_groups(sheet, today)
        self.show_content(groups, None if groups else self._nothing(sheet))

    @staticmethod
    def _count(link: LinkButton, words: str, count: int) -> None:
        """Say a count; nothing leads to an empty list."""
        link.setText(f"{words}: {count}")
        link.setEnabled(bool(count))

    def line_of(self, group: Waiting, row: TaskRow) -> TodoRow:
        assert self._shown is not None
        return TodoRow(row, self._shown[1], words=_words_of(group, row))

    def uid_of(self, row: TaskRow) -> str:
        return row.uid

    def _nothing(self, sheet: Worksheet) -> QWidget:
        if sheet.own_tasks:
            return EmptyState("Không còn việc nào chờ xử lý ở kỳ này.", good=True)
        return EmptyState("Đơn vị chưa theo dõi nhiệm vụ nào.")  # the card above leads there


def _words_of(group: Waiting, row: TaskRow) -> str:
    """Give what a group says of its rows in place of the distance, "" for the distance."""
    if group.key == "evidence":
        return "thiếu minh chứng"
    if group.key != "returned" or row.returned is None:
        return ""
    return row.returned.reason if must_be_mended(row) else MENDED
