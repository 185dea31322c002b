"""Cần xử lý as such: groups with a head and a few lines each, in one column or two."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.ui.kit.keys import put_before
from qnapp.ui.kit.labels import Separator
from qnapp.ui.kit.surfaces import Card, ClearArea
from qnapp.ui.overview.todo_rows import GroupHead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.ui.overview.todo_rows import TodoLine

ROWS = 3
ROWS_WIDE = 8


class Group(Protocol):
    """What is needed of a group of waiting things."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def rows(self) -> Sequence[Any]: ...
    @property
    def filter(self) -> str: ...


class GroupedCard(Card):
    """``wanted`` is a page and a row or filter of it. Sub-classes make the lines."""

    wanted = Signal(str, str)
    page = ""  # where the lines lead
    pressing: frozenset[str] = frozenset()  # keys of the groups in the left of two columns

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Cần xử lý", padding=0, ruled=True, parent=parent)
        self.wide = False
        self.header.setContentsMargins(16, 5, 12, 5)
        self._area = ClearArea()
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self._area)

    def set_wide(self, wide: bool) -> None:
        """Two columns of groups on a wide window, with more rows each."""
        if wide != self.wide:
            self.wide = wide
            self.show_again()

    def show_again(self) -> None:
        """Lay out anew what is shown."""
        raise NotImplementedError

    def line_of(self, group: Any, row: Any) -> TodoLine:
        """The line of a row; its click leads to ``uid`` of the page."""
        raise NotImplementedError

    def show_content(self, groups: Sequence[Group], nothing: QWidget | None) -> None:
        """Show groups, or what stands there without any."""
        content = nothing if nothing is not None else self._columns(groups)
        self._area.setWidget(content)
        put_before(self._area, *content.findChildren(QWidget))
        content.setAutoFillBackground(False)  # ``setWidget`` switched it on

    def _columns(self, groups: Sequence[Group]) -> QWidget:
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        told: set[str] = set()
        if not self.wide:
            row.addLayout(self._column(groups, told), 1)
            return content
        late = [group for group in groups if group.key in self.pressing]
        rest = [group for group in groups if group.key not in self.pressing]
        row.addLayout(self._column(late, told), 1)
        row.addWidget(Separator(vertical=True))
        row.addLayout(self._column(rest, told), 1)
        return content

    def _column(self, groups: Sequence[Group], told: set[str]) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setContentsMargins(0, 0, 0, 6)
        box.setSpacing(0)
        for number, group in enumerate(groups):
            if number:
                box.addWidget(Separator())
            self._add_group(box, group, told)
        box.addStretch(1)
        return box

    def _add_group(self, box: QVBoxLayout, group: Group, told: set[str]) -> None:
        """Add a group; a row that stands in a group above gives its place to the next."""
        lines: list[TodoLine] = []
        for row in group.rows:
            if len(lines) == (ROWS_WIDE if self.wide else ROWS):
                break
            line = self.line_of(group, row)
            if line.uid in told:
                line.deleteLater()
                continue
            told.add(line.uid)
            lines.append(line)
        head = GroupHead(group.key, group.title, len(group.rows), len(lines))
        head.link.clicked.connect(partial(self.wanted.emit, self.page, f"filter:{group.filter}"))
        box.addWidget(head)
        widest = max((line.note_wanted() for line in lines), default=0.0)
        for line in lines:
            line.align_note(widest)
            line.clicked.connect(partial(self.wanted.emit, self.page, line.uid))
            box.addWidget(line)
