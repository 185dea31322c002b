"""The list under the search field: what a search over everything has found.

It is a child of the window, not a popup window: a popup would take the keyboard away from the
field, and with it from Unikey.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from qnapp.domain.passages import Passage
from qnapp.models.hit_model import HitModel, HitRole, NeedleRole
from qnapp.ui.kit.delegates import (
    RowDelegate,
    cell_rect,
    is_hovered,
    is_selected,
    paint_row_background,
)
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.paint import paint_box, paint_icon, paint_text, text_width
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from qnapp.domain.lookup import Hit

_ICONS = {"task": "tasks", "indicator": "indicators", "evidence": "evidence"}
HOW = "Enter để mở, Esc để đóng"
NOTHING = "Không tìm thấy. Gõ ít chữ hơn, hoặc gõ mã như 3.4.15, CT-22a."


_BEFORE = 3  # words in front of a hit that stands too far to the right
_DOTS = "… "


@functools.lru_cache(maxsize=64)
def places_of(needle: str, text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of what was looked for: the words in a row, else each of them."""
    passage = Passage(text)
    in_a_row = tuple(passage.find(needle))
    return in_a_row or tuple(place for word in needle.split() for place in passage.find(word))


def cut_before(text: str, first: int, room: float) -> str:
    """Text that begins a few words before ``first``, more where its end leaves ``room`` (pixels).

    Dots stand for what is left out.
    """

    def a_word_before(place: int) -> int:
        return text.rfind(" ", 0, max(place - 1, 0)) + 1

    start = first
    for _ in range(_BEFORE):
        start = a_word_before(start)
    while start and text_width(_DOTS + text[a_word_before(start) :]) <= room:
        start = a_word_before(start)
    return _DOTS + text[start:] if start else text


def paint_hit(painter: QPainter, rect: QRectF, text: str, needle: str) -> None:
    """Paint one line with what was looked for marked, and in sight."""
    places = places_of(needle, text)
    if places and text_width(text[: min(places)[1]] + "…") > rect.width():
        text = cut_before(text, min(places)[0], rect.width())
        places = places_of(needle, text)
    for start, end in places:
        left = rect.left() + text_width(text[:start]) - 1
        right = min(rect.left() + text_width(text[:end]) + 1, rect.right())
        height = theme().line("body")
        behind = QRectF(left, rect.center().y() - height / 2, right - left, height)
        if right > left:
            paint_box(painter, behind, fill="mark", radius=3)
    paint_text(painter, rect, text)


class HitDelegate(RowDelegate):
    """Icon of the kind, code, one line of text."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(200, theme().px(34))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        hit: Hit = index.data(HitRole)
        rect = cell_rect(option)
        paint_row_background(
            painter, rect, selected=is_selected(option), hovered=is_hovered(option), first=True
        )
        area = QRectF(rect.adjusted(12, 0, -12, 0))
        mark = QRectF(area.left(), area.center().y() - 8, 16, 16)
        paint_icon(painter, _ICONS[hit.kind], "text2", mark)
        code = QRectF(mark.right() + 10, area.top(), theme().px(72), area.height())
        paint_text(painter, code, hit.code, font="body_strong", color="text2")
        origin = text_width(hit.origin, "small") + 12 if hit.origin else 0
        room = area.right() - code.right() - origin
        line = QRectF(code.right(), area.top(), room, area.height())
        paint_hit(painter, line, hit.text, index.data(NeedleRole))
        right = QRectF(area.right() - origin + 12, area.top(), origin, area.height())
        paint_text(painter, right, hit.origin, font="small", color="text2")


class HitList(QFrame):
    """The list under the field. ``chosen`` carries a ``Hit``."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.model = HitModel(self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(HitDelegate(self.view))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName("Kết quả tìm")
        self.view.clicked.connect(self._row_clicked)
        self._words = Label("", font="small", color="text2")
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 6, 12, 6)
        foot.addWidget(self._words)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 5, 1, 1)
        box.setSpacing(0)
        box.addWidget(self.view)
        box.addLayout(foot)
        self.hide()

    def show_hits(self, hits: tuple[Hit, ...], needle: str, below: QWidget) -> None:
        """Show what was found under a field; the first row is the current one."""
        self.model.set_hits(hits, needle)
        if hits:
            self.view.setCurrentIndex(self.model.index(0))
        self._words.setText(HOW if hits else NOTHING)
        self.view.setVisible(bool(hits))
        self._place(len(hits), below)
        if not self.isVisible():
            self.show()
            self.raise_()

    def _place(self, rows: int, below: QWidget) -> None:
        window = self._window
        corner = below.mapTo(window, QPoint(below.width(), below.height() + 4))
        width = min(theme().px(560), corner.x() - 8)
        height = rows * theme().px(34) + self._words.sizeHint().height() + 19
        height = min(height, window.height() - corner.y() - 8)
        self.setGeometry(corner.x() - width, corner.y(), width, height)

    def move(self, rows: int) -> None:  # type: ignore[override]
        """Make another row current."""
        last = self.model.rowCount() - 1
        row = max(0, min(self.view.currentIndex().row() + rows, last))
        self.view.setCurrentIndex(self.model.index(row))

    def choose_current(self) -> None:
        """Take the current row."""
        self._row_clicked(self.view.currentIndex())

    def _row_clicked(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.model.hit(index.row()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_box(QPainter(self), self.rect(), fill="surface", edge="field")
