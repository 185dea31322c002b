"""The page as it will print: pages below one another, the part being written marked beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QWidget

from qnapp.ui.kit.paint import paint_ring
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QImage, QKeyEvent, QPaintEvent, QResizeEvent

    from qnapp.ui.report_page.render import Drawn

MARGIN = 28  # beside a page
GAP = 16  # above and between pages
MARK_WIDTH = 3
MARK_BEFORE = 12  # pt between mark and text
FULL = 96 / 72  # pixels a pt at 100 %
FIT_WIDTH = "width"
ZOOMS = ((FIT_WIDTH, "Vừa chiều ngang"), ("100", "100%"), ("150", "150%"))


class PreviewView(QAbstractScrollArea):
    """Shows a ``Drawn``. Asks for pages it needs and keeps the old ones until they come."""

    pages_wanted = Signal(object)  # dict[int, float]: page from 0, pixels a pt
    page_changed = Signal(int, int)  # current page from 1, of

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn: Drawn | None = None
        self._images: dict[int, QImage] = {}
        self._painted: dict[int, float] = {}  # page: scale of its image
        self._asked: dict[int, float] = {}
        self._zoom = FIT_WIDTH
        self._part = ""
        self._current = 0
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Bản xem trước")
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    # ----------------------------------------------------------------------------- document

    @property
    def drawn(self) -> Drawn | None:
        """The document that is shown."""
        return self._drawn

    def set_document(self, drawn: Drawn) -> None:
        """Show another version; the place on the page stays."""
        self._drawn = drawn
        self._painted.clear()
        self._asked.clear()
        for gone in [page for page in self._images if page >= len(drawn.sizes)]:
            del self._images[gone]
        self._arrange()
        self._tell_page()

    def set_images(self, drawn: Drawn, images: Mapping[int, QImage]) -> None:
        """Take pages that were painted; those of an older version are dropped."""
        if drawn is not self._drawn:
            return
        for page, image in images.items():
            self._images[page] = image
            self._painted[page] = self._asked.get(page, 0.0)
        self.viewport().update()

    def set_part(self, part: str, *, follow: bool = True) -> None:
        """Mark a part in the margin ("" for none), and bring it into view."""
        self._part = part
        if follow:
            self.show_part()
        self.viewport().update()

    def show_part(self) -> None:
        """Bring the marked part into view, if it is not."""
        if self._drawn is None:
            return
        mark = next((mark for mark in self._drawn.marks if mark.part == self._part), None)
        if mark is None:
            return
        scale = self._scale(mark.page - 1)
        top = self._top(mark.page - 1) + mark.top * scale
        bar = self.verticalScrollBar()
        inside = bar.value() <= top <= bar.value() + self.viewport().height() * 0.8
        if not inside:
            bar.setValue(round(top - self.viewport().height() * 0.25))

    def set_zoom(self, zoom: str) -> None:
        """``FIT_WIDTH`` or percent."""
        self._zoom = zoom
        self._arrange()

    # ----------------------------------------------------------------------------- geometry

    def pages(self) -> int:
        """How many pages there are."""
        return len(self._drawn.sizes) if self._drawn else 0

    def _scale(self, page: int) -> float:
        """Pixels a pt; "Vừa chiều ngang" fits upright and lying pages each by itself."""
        assert self._drawn is not None
        if self._zoom != FIT_WIDTH:
            return FULL * int(self._zoom) / 100
        room = max(self.viewport().width() - 2 * MARGIN, 80)
        return room / self._drawn.sizes[page][0]

    def _size(self, page: int) -> tuple[float, float]:
        assert self._drawn is not None
        width, height = self._drawn.sizes[page]
        scale = self._scale(page)
        return width * scale, height * scale

    def _top(self, page: int) -> float:
        """Distance of a page from the document's top."""
        return GAP + sum(self._size(before)[1] + GAP for before in range(page))

    def _rect(self, page: int) -> QRectF:
        """Where a page lies in the viewport."""
        width, height = self._size(page)
        bar = self.horizontalScrollBar()
        spare = self.viewport().width() - width
        left = spare / 2 if spare >= 2 * MARGIN else MARGIN - bar.value()
        return QRectF(left, self._top(page) - self.verticalScrollBar().value(), width, height)

    def _arrange(self) -> None:
        widest = max((self._size(page)[0] for page in range(self.pages())), default=0)
        height = self._top(self.pages()) if self.pages() else 0
        view = self.viewport().size()
        _set_range(self.verticalScrollBar(), height, view.height())
        _set_range(self.horizontalScrollBar(), widest + 2 * MARGIN, view.width())
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(540, 480)

    # ----------------------------------------------------------------------------- pages

    def go_to_page(self, page: int) -> None:
        """Show a page (from 1) from its top."""
        if 1 <= page <= self.pages():
            self.verticalScrollBar().setValue(round(self._top(page - 1) - GAP))

    def step(self, by: int) -> None:
        """Show the next or previous page."""
        self.go_to_page(self._current + by)

    def _scrolled(self) -> None:
        self.viewport().update()
        self._tell_page()

    def _tell_page(self) -> None:
        middle = self.viewport().height() / 3
        shown = [page for page in range(self.pages()) if self._rect(page).top() <= middle]
        self._current = shown[-1] + 1 if shown else min(1, self.pages())
        self.setAccessibleDescription(f"Trang {self._current}/{self.pages()}")
        self.page_changed.emit(self._current, self.pages())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        page = self.viewport().height() - 40
        moves = {
            Qt.Key.Key_PageDown: bar.value() + page,
            Qt.Key.Key_PageUp: bar.value() - page,
            Qt.Key.Key_Down: bar.value() + 60,
            Qt.Key.Key_Up: bar.value() - 60,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: bar.maximum(),
        }
        key = Qt.Key(event.key())
        if key in moves:
            bar.setValue(moves[key])
        else:
            super().keyPressEvent(event)

    # ----------------------------------------------------------------------------- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme().color("raised"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shown = [page for page in range(self.pages()) if self._visible(page)]
        for page in shown:
            self._paint_page(painter, page)
        if self.hasFocus():
            paint_ring(painter, self.viewport().rect(), radius=0)
        self._ask(shown)

    def _visible(self, page: int) -> bool:
        return self._rect(page).intersects(QRectF(self.viewport().rect()))

    def _paint_page(self, painter: QPainter, page: int) -> None:
        rect = self._rect(page)
        painter.fillRect(rect, theme().color("paper"))
        if page in self._images:
            painter.drawImage(rect, self._images[page])
        painter.setPen(theme().color("border"))
        painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
        self._paint_marks(painter, page, rect)

    def _paint_marks(self, painter: QPainter, page: int, rect: QRectF) -> None:
        assert self._drawn is not None
        scale = self._scale(page)
        left = rect.left() + (self._drawn.margin(page + 1) - MARK_BEFORE) * scale
        for mark in self._drawn.marks:
            if mark.part == self._part and mark.page == page + 1:
                top = rect.top() + mark.top * scale
                height = (mark.bottom - mark.top) * scale
                # Paper stays white in the dark theme, so the mark keeps the light theme's blue.
                painter.fillRect(QRectF(left, top, MARK_WIDTH, height), _MARK)

    def _ask(self, pages: list[int]) -> None:
        """Ask for pages that are in view and not painted at this size."""
        ratio = self.devicePixelRatioF()
        wanted = {page: self._scale(page) * ratio for page in pages}
        missing = {
            page: scale
            for page, scale in wanted.items()
            if self._painted.get(page) != scale and self._asked.get(page) != scale
        }
        if missing:
            self._asked |= missing
            self.pages_wanted.emit(missing)


_MARK = QColor("#1558A0")  # accent of the light theme


def _set_range(bar: QScrollBar, length: float, view: int) -> None:
    bar.setRange(0, max(round(length) - view, 0))
    bar.setPageStep(view)
    bar.setSingleStep(40)
