"""Cần xử lý as such: groups with a head and a few lines each, in one column or two."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.ui.kit.keys import put_before
from qnapp.ui.kit.labels import Separator
from qnapp.ui.kit.surfaces import Card, ClearArea
from qnapp.ui.kit.theme import theme
from qnapp.ui.overview.todo_rows import LINE, GroupHead

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QResizeEvent

    from qnapp.ui.overview.todo_rows import TodoLine

ROWS = 3  # of each group in any case
ROWS_WIDE = 8
_FOOT = 6  # below the last row


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
    row_height = LINE  # of most rows, in pixels at 100 %
    pressing: frozenset[str] = frozenset()  # keys of the groups in the left of two columns

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Cần xử lý", padding=0, ruled=True, parent=parent)
        self.wide = False
        self._groups: Sequence[Group] = ()
        self._shares: list[list[int]] = []
        self.header.setContentsMargins(16, 5, 12, 5)
        self._area = _Area()
        # Not amid a change of letters or of the window: what is replaced is still at work there.
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._fit_again)
        self._area.resized.connect(self._later.start)
        theme().changed.connect(self._dress_again)
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

    def uid_of(self, row: Any) -> str:
        """Tell rows apart, for one that stands in two groups is shown once."""
        raise NotImplementedError

    def show_content(self, groups: Sequence[Group], nothing: QWidget | None) -> None:
        """Show groups, or what stands there without any."""
        self._groups = groups if nothing is None else ()
        self._shares = self._fitting()
        content = nothing if nothing is not None else self._columns()
        self._area.setWidget(content)
        put_before(self._area, *content.findChildren(QWidget))
        content.setAutoFillBackground(False)  # ``setWidget`` switched it on

    def _dress_again(self) -> None:
        """Other letters: what stands below one another, and in how many lines, is another thing."""
        self._shares = []
        self._later.start()

    def _fit_again(self) -> None:
        if self._groups and self._fitting() != self._shares:
            self.show_again()

    def _split(self) -> list[list[Group]]:
        """Give the columns; of two the right one holds what does not press."""
        if not self.wide:
            return [list(self._groups)]
        late = [group for group in self._groups if group.key in self.pressing]
        return [late, [group for group in self._groups if group.key not in self.pressing]]

    def _fitting(self) -> list[list[int]]:
        """Give the places of the rows that each group shows at the height there is."""
        line = theme().px(LINE)
        shares: list[list[int]] = []
        told: set[str] = set()
        for groups in self._split():
            rest = [[uid for uid in map(self.uid_of, g.rows) if uid not in told] for g in groups]
            spare = self._area.viewport().height() - _FOOT - len(groups) * (line + 1)
            row = theme().px(self.row_height)
            found = shown_rows(rest, ROWS_WIDE if self.wide else ROWS, spare // row)
            for group, uids, places in zip(groups, rest, found, strict=True):
                chosen = {uids[place] for place in places}
                told |= chosen
                shares.append([n for n, row in enumerate(group.rows) if self.uid_of(row) in chosen])
        return shares

    def _columns(self) -> QWidget:
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        shares = iter(self._shares)
        for at, groups in enumerate(self._split()):
            if at:
                row.addWidget(Separator(vertical=True))
            row.addLayout(self._column(groups, shares), 1)
        return content

    def _column(self, groups: Sequence[Group], shares: Iterator[list[int]]) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setContentsMargins(0, 0, 0, _FOOT)
        box.setSpacing(0)
        added: list[list[TodoLine]] = []
        for number, group in enumerate(groups):
            if number:
                box.addWidget(Separator())
            added.append(self._add_group(box, group, next(shares)))
        _align_notes(added)
        box.addStretch(1)
        return box

    def _add_group(self, box: QVBoxLayout, group: Group, places: Sequence[int]) -> list[TodoLine]:
        lines = [self.line_of(group, group.rows[place]) for place in places]
        head = GroupHead(group.key, group.title, len(group.rows), len(lines))
        head.link.clicked.connect(partial(self.wanted.emit, self.page, f"filter:{group.filter}"))
        box.addWidget(head)
        for line in lines:
            line.clicked.connect(partial(self.wanted.emit, self.page, line.uid))
            box.addWidget(line)
        return lines


def _align_notes(groups: Sequence[Sequence[TodoLine]]) -> None:
    """Let all distances of a column begin below one another; words are longer than these."""
    every = [line for lines in groups for line in lines]
    distances = [line.note_wanted() for line in every if line.tells_distance()]
    for lines in groups:
        widest = max((line.note_wanted() for line in lines), default=0.0)
        for line in lines:
            line.align_note(max(widest, *distances) if distances else widest)


class _Area(ClearArea):
    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


def shown_rows(groups: Sequence[Sequence[str]], least: int, room: int) -> list[list[int]]:
    """Give the places of the rows that each group shows.

    ``groups`` holds the uids of the rows of each; one that a group above shows gives its place to
    the next. ``least`` rows of a group are shown in any case, further ones, those of the first
    groups before the others', while all together are no more than ``room``.
    """
    limits = [least] * len(groups)
    shown = _picked(groups, limits)
    for at, group in enumerate(groups):
        while len(shown[at]) == limits[at] < len(group):
            limits[at] += 1
            more = _picked(groups, limits)
            if sum(map(len, more)) > room:
                limits[at] -= 1
                break
            shown = more
    return shown


def _picked(groups: Sequence[Sequence[str]], limits: Sequence[int]) -> list[list[int]]:
    told: set[str] = set()
    shown = []
    for group, limit in zip(groups, limits, strict=True):
        fresh = [place for place, uid in enumerate(group) if uid not in told][:limit]
        told.update(group[place] for place in fresh)
        shown.append(fresh)
    return shown
