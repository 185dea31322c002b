"""Cần xử lý: what waits, in groups, most pressing first."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.domain.overview import filter_tasks, is_returned, waiting_groups
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.labels import Separator
from qnapp.ui.kit.surfaces import Card, ClearArea, EmptyState
from qnapp.ui.overview.todo_rows import GroupHead, TodoRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qnapp.domain.overview import Waiting
    from qnapp.domain.reporting import TaskRow, Worksheet

ROWS = 3
ROWS_WIDE = 8


class TodoCard(Card):
    """``wanted`` is a page and a row or filter of it."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Cần xử lý", padding=0, ruled=True, parent=parent)
        self._wide = False
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
        self.header.setContentsMargins(16, 5, 12, 5)
        self._area = ClearArea()
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self._area)

    def set_wide(self, wide: bool) -> None:
        """Two columns of groups on a wide window, with more rows each."""
        if wide != self._wide:
            self._wide = wide
            if self._shown is not None:
                self.show_sheet(*self._shown)

    def show_sheet(self, sheet: Worksheet, today: date) -> None:
        """Show what waits at ``today``."""
        self._shown = (sheet, today)
        returned = sum(is_returned(row) for row in sheet.indicators)
        self.returned.setText(f"Chỉ tiêu bị trả lại: {returned}")
        self.returned.setVisible(bool(returned))
        self.soon.setText(f"Đến hạn trong 15 ngày: {len(filter_tasks(sheet, 'soon', today))}")
        self.month.setText(f"trong 30 ngày: {len(filter_tasks(sheet, 'month', today))}")
        groups = waiting_groups(sheet, today)
        content = self._columns(groups, today) if groups else self._nothing(sheet)
        self._area.setWidget(content)
        content.setAutoFillBackground(False)  # ``setWidget`` switched it on

    def _nothing(self, sheet: Worksheet) -> QWidget:
        if sheet.own_tasks:
            return EmptyState("Không còn việc nào chờ xử lý ở kỳ này.", good=True)
        empty = EmptyState("Đơn vị chưa theo dõi nhiệm vụ nào.", "Chọn nhiệm vụ")
        empty.clicked.connect(functools.partial(self.wanted.emit, "settings", "tasks"))
        return empty

    def _columns(self, groups: Sequence[Waiting], today: date) -> QWidget:
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        told: set[str] = set()
        if not self._wide:
            row.addLayout(self._column(groups, told, today), 1)
            return content
        late = [group for group in groups if group.key in ("returned", "overdue", "urgent")]
        rest = [group for group in groups if group not in late]
        row.addLayout(self._column(late, told, today), 1)
        row.addWidget(Separator(vertical=True))
        row.addLayout(self._column(rest, told, today), 1)
        return content

    def _column(self, groups: Sequence[Waiting], told: set[str], today: date) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setContentsMargins(0, 0, 0, 6)
        box.setSpacing(0)
        for number, group in enumerate(groups):
            if number:
                box.addWidget(Separator())
            self._add_group(box, group, told, today)
        box.addStretch(1)
        return box

    def _add_group(self, box: QVBoxLayout, group: Waiting, told: set[str], today: date) -> None:
        """Add a group; a row that stands in a group above gives its place to the next."""
        rows = self._first_rows(group, told)
        head = GroupHead(group, len(rows))
        head.link.clicked.connect(
            functools.partial(self.wanted.emit, "tasks", f"filter:{group.filter}")
        )
        box.addWidget(head)
        for row in rows:
            told.add(row.uid)
            line = TodoRow(row, today, words=_words_of(group, row))
            line.clicked.connect(functools.partial(self.wanted.emit, "tasks", row.uid))
            box.addWidget(line)

    def _first_rows(self, group: Waiting, told: set[str]) -> Sequence[TaskRow]:
        limit = ROWS_WIDE if self._wide else ROWS
        return [row for row in group.rows if row.uid not in told][:limit]


def _words_of(group: Waiting, row: TaskRow) -> str:
    """Give what a group says of its rows in place of the distance, "" for the distance."""
    if group.key == "evidence":
        return "thiếu minh chứng"
    return row.returned.reason if group.key == "returned" and row.returned else ""
