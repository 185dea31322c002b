"""The text of the resolution for reading: one document, hits marked, doubts signed in the margin.

It is one ``QTextDocument``, so that any stretch of it can be selected and copied out, and so that
scrolling lays out only what is seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QToolTip, QWidget

from qnapp.text import curled
from qnapp.ui.kit.delegates import wrap_tip
from qnapp.ui.kit.paint import paint_icon, paint_ring
from qnapp.ui.kit.theme import dress, theme
from qnapp.ui.resolution_page.document import LINE, MARGIN, fill_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from qnapp.domain.plan import Paragraph

    Hit = tuple[int, int, int]  # number of the paragraph, start and end in characters

WIDEST = 720  # of the text, so that the eye finds the next line
DOUBT = "Cần đối chiếu bản gốc: {doubt}"
_SIGN = 16


class ResolutionText(QTextEdit):
    """Read-only; ``moved`` tells the number of the paragraph that is being read."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paragraphs: tuple[Paragraph, ...] = ()
        self._hits: tuple[Hit, ...] = ()
        self._hit = -1
        self._current = -1
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setFrameShape(self.Shape.NoFrame)
        self.setProperty("reading", True)  # the sheet gives it no edge: it is no field
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Lời văn Nghị quyết")
        dress(self, font="body")
        self.cursorPositionChanged.connect(self._cursor_moved)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme().changed.connect(self._dress_text)

    # ------------------------------------------------------------------------------ content

    def set_paragraphs(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show another text from its beginning."""
        self._paragraphs = tuple(paragraphs)
        self._hits, self._hit = (), -1
        self._dress_text()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._tell(0 if self._paragraphs else -1)

    def _dress_text(self) -> None:
        """Write the text anew in the theme's fonts and colours; the place in it stays."""
        place = self.textCursor().blockNumber()
        self.blockSignals(True)
        fill_document(self.document(), self._paragraphs)
        self.blockSignals(False)
        self._mark()
        self.show_paragraph(max(place, 0))

    def current(self) -> int:
        """Number of the paragraph that is being read, -1 without a text."""
        return self._current

    def show_paragraph(self, number: int) -> None:
        """Put the cursor at a paragraph's beginning and bring that near the top."""
        block = self.document().findBlockByNumber(number)
        if not block.isValid():
            return
        self.setTextCursor(QTextCursor(block))
        self._bring(block)
        self._tell(number)

    def _bring(self, block: QTextBlock) -> None:
        top = self._block_rect(block).top() + self.verticalScrollBar().value()
        self.verticalScrollBar().setValue(max(round(top) - theme().px(LINE), 0))

    # --------------------------------------------------------------------------------- hits

    def set_hits(self, hits: Sequence[Hit]) -> None:
        """Mark what was found; none of them is the current one yet."""
        self._hits, self._hit = tuple(hits), -1
        self._mark()

    def show_hit(self, number: int) -> None:
        """Make a hit the current one and bring it into view. Raises IndexError."""
        self._hit = number
        self._mark()
        cursor = self._cursor_of(self._hits[number])
        cursor.clearSelection()  # selected letters would cover the mark
        self.setTextCursor(cursor)
        line, height = self.cursorRect(), self.viewport().height()
        if line.top() < 0 or line.bottom() > height - theme().px(LINE):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + line.top() - height // 3)

    def next_hit(self, step: int) -> int:
        """Number of the hit to go to from where the reader is, round the ends; -1 without hits."""
        if not self._hits:
            return -1
        if self._hit >= 0:
            return (self._hit + step) % len(self._hits)
        ahead = (n for n, hit in enumerate(self._hits) if hit[0] >= self._current)
        first = next(ahead, 0)
        return first if step > 0 else (first - 1) % len(self._hits)

    def _mark(self) -> None:
        marks = []
        for number, hit in enumerate(self._hits):
            mark = QTextEdit.ExtraSelection()
            now = number == self._hit
            form = QTextCharFormat()
            form.setBackground(theme().color("accent" if now else "mark"))
            form.setForeground(theme().color("on_accent" if now else "text"))
            mark.format, mark.cursor = form, self._cursor_of(hit)  # type: ignore[attr-defined] # left out of the stubs
            marks.append(mark)
        self.setExtraSelections(marks)

    def _cursor_of(self, hit: Hit) -> QTextCursor:
        number, start, end = hit
        block = self.document().findBlockByNumber(number)
        text = self._paragraphs[number].text
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + _units(text[:end]))
        cursor.setPosition(block.position() + _units(text[:start]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    # ------------------------------------------------------------------------------ reading

    def _cursor_moved(self) -> None:
        self._tell(self.textCursor().blockNumber())

    def _scrolled(self) -> None:
        """What is read moves with the page once the cursor's paragraph has left it."""
        self.viewport().update()
        if not self._is_seen(self.textCursor().block()) and self._paragraphs:
            place = QPoint(MARGIN + 4, self.viewport().height() // 4)
            self._tell(self.cursorForPosition(place).blockNumber())
        elif self._paragraphs:
            self._tell(self.textCursor().blockNumber())

    def _is_seen(self, block: QTextBlock) -> bool:
        return self._block_rect(block).intersects(QRectF(self.viewport().rect()))

    def _tell(self, number: int) -> None:
        if number != self._current:
            self._current = number
            self.viewport().update()
            self.moved.emit(number)

    # ----------------------------------------------------------------------------- geometry

    def resizeEvent(self, event: QResizeEvent) -> None:
        spare = max(self.width() - self.verticalScrollBar().width() - WIDEST, 0)
        # Only at the right: the text begins where the headings beside it say that it does.
        self.setViewportMargins(0, 0, spare, 0)
        super().resizeEvent(event)

    def _block_rect(self, block: QTextBlock) -> QRectF:
        rect = self.document().documentLayout().blockBoundingRect(block)
        return rect.translated(QPointF(0, -self.verticalScrollBar().value()))

    def _seen(self) -> Iterator[tuple[Paragraph, QRectF]]:
        first = self.cursorForPosition(QPoint(MARGIN + 4, 0)).block()
        if first.blockNumber() > 0:
            first = first.previous()
        height = self.viewport().height()
        while first.isValid() and first.blockNumber() < len(self._paragraphs):
            rect = self._block_rect(first)
            if rect.top() > height:
                return
            yield self._paragraphs[first.blockNumber()], rect
            first = first.next()

    # ----------------------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        current = self._paragraphs[self._current].id if self._current >= 0 else ""
        for paragraph, rect in self._seen():
            if paragraph.id == current:
                bar = QRectF(2, rect.top() + 3, 3, max(rect.height() - 8, 8))
                painter.fillRect(bar, theme().color("accent"))
            if paragraph.doubts:
                paint_icon(painter, "note", "soon", _sign_rect(rect))
        if self.hasFocus():
            paint_ring(painter, self.viewport().rect())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            return self._tell_doubts(event)
        return super().viewportEvent(event)

    def _tell_doubts(self, event: QHelpEvent) -> bool:
        for paragraph, rect in self._seen():
            if paragraph.doubts and _sign_rect(rect).adjusted(-4, -4, 4, 4).contains(event.pos()):
                words = "\n".join(DOUBT.format(doubt=curled(doubt)) for doubt in paragraph.doubts)
                QToolTip.showText(event.globalPos(), wrap_tip(words), self)
                return True
        QToolTip.hideText()
        return True


def _sign_rect(rect: QRectF) -> QRectF:
    return QRectF(12, rect.top() + (theme().px(LINE) - _SIGN) / 2, _SIGN, _SIGN)


def _units(text: str) -> int:
    """Qt counts UTF-16 units; beyond the basic plane they are two to a character."""
    return len(text.encode("utf-16-le")) // 2
