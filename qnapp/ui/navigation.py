"""The pages at the left: whose data this is, groups with counts, settings and help.

An office that takes reports in has pages of its own above; those of its own report fold away.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from qnapp.db.settings import set_view_state, view_state
from qnapp.records import dataclass
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.paint import (
    paint_box,
    paint_ground,
    paint_icon,
    paint_ring,
    paint_text,
    text_width,
)
from qnapp.ui.kit.surfaces import ClearArea
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QEnterEvent, QPaintEvent

    from qnapp.ui.page import PageKind
    from qnapp.ui.session import Session

WIDTH = 196
NARROW_WIDTH = 52
WIDEST = 232  # in large letters
DOOR_WORDS, DOOR_SHORT = "Mở tệp nhận được…", "Tệp nhận được…"  # the short ones in larger letters
_ICON = 18
_SMALLEST = 28  # of what is clicked
_END = 11  # behind the words
_FOLD_ICON = 14
_FOLD_STATE = "navigation.own"  # whether the pages of the own report are open


@dataclass(frozen=True, slots=True)
class Group:
    """Pages under one heading; a page that is not built or not offered is left out."""

    heading: str
    keys: tuple[str, ...]
    folds: bool = False  # the heading opens and closes it


GROUPS = (
    Group("", ("overview",)),
    Group("Ghi kết quả", ("tasks", "indicators", "evidence")),
    Group("Báo cáo", ("checks", "report")),
    Group("Tra cứu", ("resolution", "history")),
)
UPPER_GROUPS = (
    Group("", ("overview",)),
    Group("Tổng hợp", ("inbox", "consolidation", "consolidated_report", "plan")),
    Group(
        "Báo cáo của cơ quan",
        ("tasks", "indicators", "evidence", "checks", "report"),
        folds=True,
    ),
    Group("Tra cứu", ("resolution", "history")),
)
FOOT = ("settings",)


class NavItem(QAbstractButton):
    """A page's name with icon and count; a bar at the left while it is the current one."""

    def __init__(self, icon: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._count = ""
        self._narrow = False
        self.setText(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name_again()

    def set_count(self, count: str) -> None:
        """Show what the page holds; "" for nothing."""
        if count != self._count:
            self._count = count
            self._name_again()
            self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone; the words move into the tooltip."""
        self._narrow = narrow
        self._name_again()
        self.updateGeometry()
        self.update()

    def _name_again(self) -> None:
        full = f"{self.text()} ({self._count})" if self._count else self.text()
        self.setAccessibleName(full)
        self.setToolTip(full if self._narrow else "")

    def sizeHint(self) -> QSize:
        width = NARROW_WIDTH - 16 if self._narrow else WIDTH - 16
        return QSize(width, theme().px(34))

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROW_WIDTH - 16, max(_SMALLEST, theme().line("body") + 4))

    def width_wanted(self) -> int:
        """Pixels that its words and count need, the strong ones of the current page."""
        count = text_width(self._count, "body_small") + 8
        return math.ceil(_ICON + 23 + text_width(self.text(), "body_strong") + count + _END)

    def let_shrink(self) -> None:
        """Give way where large letters leave too little height for all pages."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_ground(painter)
        size = theme().px(_ICON)  # about its place in common letters: no page gets narrower
        middle = self.width() / 2 if self._narrow else 14 + _ICON / 2
        mark = QRectF(middle - size / 2, (self.height() - size) / 2, size, size)
        paint_icon(painter, self._icon, "accent" if self.isChecked() else "text2", mark)
        if not self._narrow:
            self._paint_words(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        if self.isChecked() or self.underMouse():
            paint_box(painter, self.rect(), fill="sel" if self.isChecked() else "hover")
        if self.isChecked():
            height = theme().px(18)
            bar = QRectF(0, (self.height() - height) / 2, 3, height)
            paint_box(painter, bar, fill="accent", radius=1.5)
        if self.hasFocus():
            paint_ring(painter, self.rect())

    def _paint_words(self, painter: QPainter) -> None:
        room = QRectF(self.rect()).adjusted(_ICON + 23, 0, -_END, 0)
        right = Qt.AlignmentFlag.AlignRight
        paint_text(painter, room, self._count, font="body_small", color="text2", align=right)
        room.setRight(room.right() - text_width(self._count, "body_small") - 8)
        paint_text(painter, room, self.text(), font="body_strong" if self.isChecked() else "body")


class DoorItem(NavItem):
    """The one door for files that arrive: a button with an edge, since it leads to no page."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().px(36))

    def _paint_ground(self, painter: QPainter) -> None:
        fill = "hover" if self.underMouse() else "surface"
        paint_box(painter, self.rect(), fill=fill, edge="field")
        if self.hasFocus():
            paint_ring(painter, self.rect())

    def _paint_words(self, painter: QPainter) -> None:
        room = QRectF(self.rect()).adjusted(_ICON + 21, 0, -_END, 0)
        words = self.text() if text_width(self.text()) <= room.width() else DOOR_SHORT
        paint_text(painter, room, words)

    def width_wanted(self) -> int:
        """Pixels that the short words need."""
        return math.ceil(_ICON + 21 + text_width(DOOR_SHORT) + _END)


class NavFold(QAbstractButton):
    """A heading that opens and closes its group; checked while the group is open."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrow = False
        self.setText(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._name_again)
        self._name_again()

    def set_narrow(self, narrow: bool) -> None:
        """Show a folder beside the sign; the words move into the tooltip."""
        self._narrow = narrow
        self._name_again()
        self.updateGeometry()
        self.update()

    def _name_again(self) -> None:
        words = f"{self.text()}, {'đang mở' if self.isChecked() else 'đang thu gọn'}"
        self.setAccessibleName(words)
        self.setToolTip(self.text() if self._narrow else "")

    def sizeHint(self) -> QSize:
        return QSize(NARROW_WIDTH - 16, theme().px(31))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def width_wanted(self) -> int:
        """Pixels that its words and sign need."""
        return math.ceil(10 + text_width(self.text(), "small") + _FOLD_ICON + 15)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = QRectF(self.rect()).adjusted(0, 4, 0, 0)
        if self.underMouse():
            paint_box(painter, room, fill="hover")
        if self.hasFocus():
            paint_ring(painter, room)
        # Alone in a narrow column the sign would say "open this column".
        end = 0 if self._narrow else _END
        left = self.width() - _FOLD_ICON - end
        mark = QRectF(left, room.center().y() - _FOLD_ICON / 2, _FOLD_ICON, _FOLD_ICON)
        sign = "chevron-down" if self.isChecked() else "chevron-right"
        paint_icon(painter, sign, "text2", mark)
        if self._narrow:
            top = room.center().y() - _ICON / 2
            paint_icon(painter, "folder", "text2", QRectF(3, top, _ICON, _ICON))
        else:
            words = room.adjusted(10, 0, -_FOLD_ICON - 15, 0)
            paint_text(painter, words, self.text(), font="small", color="text3")


def _inset(widget: QWidget, *margins: int) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setContentsMargins(*margins)
    box.addWidget(widget)
    return box


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: PageKind
    item: NavItem


class Navigation(QWidget):
    """The column at the left. ``chosen`` carries the key of a page, ``help_wanted`` is F1.

    ``open_wanted`` asks for a file that arrived.
    """

    chosen = Signal(str)
    help_wanted = Signal()
    open_wanted = Signal()

    def __init__(
        self, session: Session, pages: Sequence[PageKind], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._pages = pages
        self._upper = False
        self._narrow = False
        self._current = ""
        self._entries: dict[str, _Entry] = {}
        self._headings: list[Label] = []
        self._folds: list[tuple[NavFold, QWidget]] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(8, 14, 8, 8)
        self._box.setSpacing(1)
        self.setFixedWidth(WIDTH)
        self._add_owner()
        self._area = ClearArea()
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._box.addWidget(self._area, 1)
        self._add_door()
        by_key = {page.key: page for page in pages}
        self._add_pages(GROUPS)
        for key in FOOT:
            if key in by_key:
                self._box.addWidget(self._item_of(by_key[key]))
        self._add_help()

    def _add_door(self) -> None:
        self.door = DoorItem("import", DOOR_WORDS)
        self.door.setCheckable(False)
        self.door.clicked.connect(self.open_wanted)
        self._box.addLayout(_inset(self.door, 0, 4, 0, 6))

    def _add_owner(self) -> None:
        self._name = Label("", font="body_strong", lines=2)
        self._committee = Label("", font="small", color="text2", lines=2)
        self._box.addLayout(_inset(self._name, 8, 0, 4, 0))
        self._box.addLayout(_inset(self._committee, 8, 0, 4, 8))

    def _add_pages(self, groups: Sequence[Group]) -> None:
        by_key = {page.key: page for page in self._pages if self._upper or not page.upper}
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(1)
        for group in groups:
            pages = [by_key[key] for key in group.keys if key in by_key]
            if pages:
                self._add_group(box, group, pages)
        box.addStretch(1)
        content.setAutoFillBackground(False)
        self._area.setWidget(content)

    def _add_group(self, box: QVBoxLayout, group: Group, pages: Sequence[PageKind]) -> None:
        if group.folds:
            box = self._add_fold(box, group.heading)
        elif group.heading:
            label = Label(group.heading, font="small", color="text3")
            self._headings.append(label)
            box.addLayout(_inset(label, 10, 9, 0, 4))
        for page in pages:
            item = self._item_of(page)
            item.let_shrink()
            box.addWidget(item)

    def _add_fold(self, box: QVBoxLayout, heading: str) -> QVBoxLayout:
        """Add a heading that folds; the layout for what stands under it."""
        fold, inside = NavFold(heading), QWidget()
        within = QVBoxLayout(inside)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(1)
        box.addWidget(fold)
        box.addWidget(inside)
        is_open = bool(view_state(self._session.store, _FOLD_STATE))
        fold.setChecked(is_open)
        inside.setVisible(is_open)
        fold.clicked.connect(self._fold_clicked)
        fold.toggled.connect(inside.setVisible)
        self._folds.append((fold, inside))
        return within

    def _item_of(self, page: PageKind) -> NavItem:
        item = NavItem(page.icon_name, page.title)
        item.setProperty("page_key", page.key)
        item.clicked.connect(self._item_clicked)
        self._entries[page.key] = _Entry(page, item)
        return item

    def _add_help(self) -> None:
        self._help = NavItem("help", "Trợ giúp  (F1)")
        self._help.setCheckable(False)
        self._help.clicked.connect(self.help_wanted)
        self._box.addWidget(self._help)

    # ------------------------------------------------------------------------------- state

    def set_upper(self, upper: bool) -> None:
        """Offer the pages of an office that takes reports in, or take them away."""
        if upper == self._upper:
            return
        self._upper = upper
        self._entries = {key: self._entries[key] for key in FOOT if key in self._entries}
        self._headings, self._folds = [], []
        self._add_pages(UPPER_GROUPS if upper else GROUPS)
        self.set_narrow(self._narrow)
        self.set_current(self._current)
        self.refresh_counts()

    def page_keys(self) -> list[str]:
        """Keys of the pages that are offered, from the top."""
        foot = [key for key in FOOT if key in self._entries]
        return [key for key in self._entries if key not in FOOT] + foot

    def set_owner(self, name: str, committee: str) -> None:
        """Say whose data this is."""
        self._name.setText(name)
        self._committee.setText(committee)
        self._committee.setVisible(bool(committee) and not self._name.isHidden())

    def set_current(self, key: str) -> None:
        """Mark the page that is shown; where it lies in a folded group, the group opens."""
        self._current = key
        for name, entry in self._entries.items():
            entry.item.setChecked(name == key)
        current = self._entries.get(key)
        if current is None or key in FOOT:
            return
        for fold, inside in self._folds:
            if inside.isAncestorOf(current.item):
                fold.setChecked(True)
        self._area.ensureWidgetVisible(current.item, 0, 8)

    def refresh_counts(self) -> None:
        """Count what every page holds, whether it has been built or not."""
        for entry in self._entries.values():
            entry.item.set_count(entry.kind.count(self._session))
        self._fit_width()

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, below 1300 logical pixels."""
        self._narrow = narrow
        # Words go before the room for them does: what lies in the area keeps its own width else.
        for label in (*self._headings, self._name, self._committee):
            label.setVisible(not narrow and bool(label.text()))
        for item in (*(entry.item for entry in self._entries.values()), self.door, self._help):
            item.set_narrow(narrow)
        for fold, _ in self._folds:
            fold.set_narrow(narrow)
        # A bar would cover icons of 36: the wheel and the keys move the list all the same.
        bar = Qt.ScrollBarPolicy
        self._area.setVerticalScrollBarPolicy(
            bar.ScrollBarAlwaysOff if narrow else bar.ScrollBarAsNeeded
        )
        self._fit_width()

    def _fit_width(self) -> None:
        """As wide as look says; wider where large letters would cut the name of a page."""
        items = [entry.item.width_wanted() for entry in self._entries.values()]
        items.append(self.door.width_wanted())
        words = max([*items, *(fold.width_wanted() for fold, _ in self._folds)], default=0)
        width = NARROW_WIDTH if self._narrow else min(max(WIDTH, words + 16), WIDEST)
        self.setFixedWidth(width)
        # Words that are about to hide still count in the layout: without this icons would be cut.
        self._area.widget().setMaximumWidth(width - 16)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._entries:
            self._fit_width()

    def item(self, key: str) -> NavItem:
        """The item of a page. Raises KeyError where it is not offered."""
        return self._entries[key].item

    def _item_clicked(self) -> None:
        item = self.sender()
        if isinstance(item, NavItem):
            item.setChecked(True)  # a click on the current page must not switch its mark off
            self.chosen.emit(str(item.property("page_key")))

    def _fold_clicked(self, is_open: bool) -> None:
        set_view_state(self._session.store, _FOLD_STATE, is_open)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_ground(painter, self.rect(), "canvas")
        paint_ground(painter, QRectF(self.width() - 1, 0, 1, self.height()), "border")
