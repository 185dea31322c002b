"""The list under the search field: what a search over everything has found.

It is a child of the window, not a popup window: a popup would take the keyboard away from the
field, and with it from Unikey.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from qnapp.domain.passages import Passage
from qnapp.models.hit_model import HitModel, HitRole, NeedleRole
from qnapp.ui.kit.delegates import (
    PADDING,
    RowDelegate,
    cell_rect,
    is_hovered,
    is_selected,
    paint_row_background,
)
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.lists import RowList, row_width
from qnapp.ui.kit.paint import (
    DOTS,
    break_lines,
    paint_box,
    paint_icon,
    paint_text,
    text_width,
)
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from qnapp.domain.lookup import Hit

_ICONS = {"task": "tasks", "indicator": "indicators", "evidence": "evidence"}
HOW = "Enter để mở, Esc để đóng"
NOTHING = "Không tìm thấy. Gõ ít chữ hơn, hoặc gõ mã như 3.4.15, 22a."


_BEFORE = 3  # words in front of a hit that stands too far to the right
_DOTS = f"{DOTS} "
MOST = 8  # lines of a hit: the longest title of a plan in a dialog at large letters
_SIDE = 12
_BAR = 12  # of scrolling


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


def shown_lines(text: str, needle: str, width: int) -> tuple[str, tuple[str, ...], bool]:
    """What of a text is shown in ``MOST`` lines of ``width`` pixels, its lines, whether it is cut.

    A title stands whole; a long paragraph begins shortly before what was looked for.
    """
    lines, cut = break_lines(text, "body", width, MOST)
    places = places_of(needle, text) if cut else ()
    if places and min(places)[1] > sum(map(len, lines)):
        text = cut_before(text, min(places)[0], width * (MOST - 1))
        lines = break_lines(text, "body", width, MOST)[0]
    return text, lines, cut


def paint_hit(painter: QPainter, rect: QRectF, text: str, needle: str) -> None:
    """Paint the text in the lines that it needs, with what was looked for marked."""
    text, lines, _cut = shown_lines(text, needle, int(rect.width()))
    height, begin = theme().line("body"), 0
    top = rect.center().y() - height * len(lines) / 2
    for words in lines:
        line = QRectF(rect.left(), top, rect.width(), height)
        kept = words.removesuffix(DOTS)
        begin = text.index(kept, begin)
        for start, end in places_of(needle, text):
            first, last = max(start - begin, 0), min(end - begin, len(kept))
            if first < last:
                left = line.left() + text_width(words[:first]) - 1
                behind = QRectF(left, top, text_width(words[first:last]) + 2, height)
                paint_box(painter, behind, fill="mark", radius=3)
        paint_text(painter, line, words, elide=False)
        begin, top = begin + len(kept), top + height


class HitDelegate(RowDelegate):
    """Icon of the kind, code, the text: hits are often told apart by their ends."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(200, self.height_in(index, row_width(self)))

    def height_in(self, index: QModelIndex | QPersistentModelIndex, width: float) -> int:
        """Height of a hit's row in a list so wide (pixels)."""
        lines = self._lines(index, width)[1]
        return max(theme().px(34), len(lines) * theme().line("body") + 2 * PADDING)

    def is_cut(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> bool:
        return self._lines(index, cell_rect(option).width())[2]

    def _lines(
        self, index: QModelIndex | QPersistentModelIndex, width: float
    ) -> tuple[str, tuple[str, ...], bool]:
        hit: Hit = index.data(HitRole)
        room = width - 2 * _SIDE - self._words_left() - self._origin_width(hit)
        return shown_lines(hit.text, index.data(NeedleRole), int(room))

    @staticmethod
    def _words_left() -> int:
        return 16 + 10 + theme().px(72)

    @staticmethod
    def _origin_width(hit: Hit) -> float:
        return text_width(hit.origin, "small") + 12 if hit.origin else 0

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
        area = QRectF(rect.adjusted(_SIDE, 0, -_SIDE, 0))
        mark = QRectF(area.left(), area.center().y() - 8, 16, 16)
        paint_icon(painter, _ICONS[hit.kind], "text2", mark)
        code = QRectF(mark.right() + 10, area.top(), theme().px(72), area.height())
        paint_text(painter, code, hit.code, font="body_strong", color="text2")
        origin = self._origin_width(hit)
        words = area.adjusted(self._words_left(), 0, -origin, 0)
        paint_hit(painter, words, hit.text, index.data(NeedleRole))
        right = QRectF(area.right() - origin + 12, area.top(), origin, area.height())
        paint_text(painter, right, hit.origin, font="small", color="text2")


class HitList(QFrame):
    """The list under the field. ``chosen`` carries a ``Hit``."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.model = HitModel(self)
        self.view = RowList("Kết quả tìm", self)
        self._delegate = HitDelegate(self.view)
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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
        self._place(below)
        if not self.isVisible():
            self.show()
            self.raise_()

    def _place(self, below: QWidget) -> None:
        window = self._window
        corner = below.mapTo(window, QPoint(below.width(), below.height() + 4))
        width = min(theme().px(560), corner.x() - 8)
        beside = self._words.sizeHint().height() + 19
        height = self._rows_height(width, window.height() - corner.y() - 8 - beside) + beside
        self.setGeometry(corner.x() - width, corner.y(), width, height)

    def _rows_height(self, width: int, most: int) -> int:
        """Height of the rows from the first that stand whole in ``most``, of all if they do."""
        all_of_them = sum(self._heights(width - 2))
        if all_of_them <= most:
            return all_of_them
        height = 0
        for needed in self._heights(width - 2 - _BAR):
            if height + needed > most:
                break
            height += needed
        return height

    def _heights(self, width: int) -> list[int]:
        rows = (self.model.index(row) for row in range(self.model.rowCount()))
        return [self._delegate.height_in(row, width) for row in rows]

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
