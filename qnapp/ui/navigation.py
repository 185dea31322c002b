"""The pages at the left: whose data this is, three groups with counts, settings and help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.paint import paint_box, paint_icon, paint_ring, paint_text, text_width
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QPaintEvent

    from qnapp.ui.page import PageKind
    from qnapp.ui.session import Session

WIDTH = 196
NARROW_WIDTH = 52
_ICON = 18

# Pages by group, in order; a page that is not built is left out. The last group stands at the foot.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", ("overview",)),
    ("Ghi kết quả", ("tasks", "indicators", "evidence")),
    ("Báo cáo", ("checks", "report")),
    ("Tra cứu", ("resolution", "history")),
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
        return QSize(NARROW_WIDTH - 16, theme().px(34))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_ground(painter)
        left = (self.width() - _ICON) / 2 if self._narrow else 14
        mark = QRectF(left, (self.height() - _ICON) / 2, _ICON, _ICON)
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
        room = QRectF(self.rect()).adjusted(_ICON + 23, 0, -11, 0)
        right = Qt.AlignmentFlag.AlignRight
        paint_text(painter, room, self._count, font="body_small", color="text2", align=right)
        room.setRight(room.right() - text_width(self._count, "body_small") - 8)
        paint_text(painter, room, self.text(), font="body_strong" if self.isChecked() else "body")


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
    """The column at the left. ``chosen`` carries the key of a page, ``help_wanted`` is F1."""

    chosen = Signal(str)
    help_wanted = Signal()

    def __init__(
        self, session: Session, pages: Sequence[PageKind], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._entries: dict[str, _Entry] = {}
        self._headings: list[Label] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(8, 14, 8, 8)
        self._box.setSpacing(1)
        self.setFixedWidth(WIDTH)
        self._add_owner()
        by_key = {page.key: page for page in pages}
        for heading, keys in GROUPS:
            self._add_group(heading, [by_key[key] for key in keys if key in by_key])
        self._box.addStretch(1)
        for key in FOOT:
            if key in by_key:
                self._add_item(by_key[key])
        self._add_help()

    def _add_owner(self) -> None:
        self._name = Label("", font="body_strong", lines=2)
        self._committee = Label("", font="small", color="text2", lines=2)
        self._box.addLayout(_inset(self._name, 8, 0, 4, 0))
        self._box.addLayout(_inset(self._committee, 8, 0, 4, 8))

    def _add_group(self, heading: str, pages: Sequence[PageKind]) -> None:
        if not pages:
            return
        if heading:
            label = Label(heading, font="small", color="text3")
            self._headings.append(label)
            self._box.addLayout(_inset(label, 10, 9, 0, 4))
        for page in pages:
            self._add_item(page)

    def _add_item(self, page: PageKind) -> None:
        item = NavItem(page.icon_name, page.title)
        item.setProperty("page_key", page.key)
        item.clicked.connect(self._item_clicked)
        self._box.addWidget(item)
        self._entries[page.key] = _Entry(page, item)

    def _add_help(self) -> None:
        self._help = NavItem("help", "Trợ giúp  (F1)")
        self._help.setCheckable(False)
        self._help.clicked.connect(self.help_wanted)
        self._box.addWidget(self._help)

    # ------------------------------------------------------------------------------- state

    def set_owner(self, name: str, committee: str) -> None:
        """Say whose data this is."""
        self._name.setText(name)
        self._committee.setText(committee)
        self._committee.setVisible(bool(committee) and not self._name.isHidden())

    def set_current(self, key: str) -> None:
        """Mark the page that is shown."""
        for name, entry in self._entries.items():
            entry.item.setChecked(name == key)

    def refresh_counts(self) -> None:
        """Count what every page holds, whether it has been built or not."""
        for entry in self._entries.values():
            entry.item.set_count(entry.kind.count(self._session))

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, below 1300 logical pixels."""
        self.setFixedWidth(NARROW_WIDTH if narrow else WIDTH)
        for label in (*self._headings, self._name, self._committee):
            label.setVisible(not narrow and bool(label.text()))
        for item in (*(entry.item for entry in self._entries.values()), self._help):
            item.set_narrow(narrow)

    def item(self, key: str) -> NavItem:
        """The item of a page."""
        return self._entries[key].item

    def _item_clicked(self) -> None:
        item = self.sender()
        if isinstance(item, NavItem):
            item.setChecked(True)  # a click on the current page must not switch its mark off
            self.chosen.emit(str(item.property("page_key")))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("canvas"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme().color("border"))
