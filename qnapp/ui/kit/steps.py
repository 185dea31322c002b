"""The steps of a period's report: each says its state in words and leads to its page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from qnapp.records import dataclass
from qnapp.ui.kit.keys import put_before
from qnapp.ui.kit.paint import RADIUS_CONTROL, paint_ring, paint_text, shortened, text_width
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.ui.kit.fonts import FontRole

_DISC = 24
_GAP = 9  # between disc and words
_SIDE = 4  # inside a step's focus ring
_LINE = 16  # shortest line between two steps
_SHORTEST = 10  # a line that is drawn: a shorter one reads as a hyphen
_UNCUT = 10_000  # wider than any words
_CLOSE = 6  # without a line, where words would be cut for it


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its title, its state in a few words, whether it is done, whether it leads on."""

    title: str
    state: str
    done: bool = False
    enabled: bool = True  # False: nothing to go to yet
    lacking: bool = False  # done with, though something of it is missing


class _StepButton(QAbstractButton):
    def __init__(self, number: int, step: Step, *, current: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.number, self.step, self.current = number, step, current
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setEnabled(step.enabled)
        if step.enabled:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"Bước {number}: {step.title}, {step.state}")

    def natural_width(self) -> int:
        return self.shown_width(_UNCUT)

    def shown_width(self, width: int) -> int:
        """Give the width that is needed of ``width``, in which words may be cut."""
        beside = _DISC + _GAP + 2 * _SIDE
        words: list[tuple[str, FontRole]]
        words = [(self.step.title, self._title_font), (self.step.state, "small")]
        shown = [
            text_width(shortened(text, theme().font(font), width - beside), font)
            for text, font in words
        ]
        return min(round(max(shown)) + 2 + beside, width)

    @property
    def _title_font(self) -> FontRole:
        return "body_small_strong" if self.current else "body_small"

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        disc = QRectF(_SIDE, (self.height() - _DISC) / 2, _DISC, _DISC)
        self._paint_disc(painter, disc)
        left = disc.right() + _GAP
        title, state = theme().line("body_small"), theme().line("small")
        top = (self.height() - title - state) / 2
        width = self.width() - left - _SIDE
        cut = paint_text(
            painter, QRectF(left, top, width, title), self.step.title, font=self._title_font
        )
        below = QRectF(left, top + title, width, state)
        cut |= paint_text(painter, below, self.step.state, font="small", color="text2")
        self.setToolTip(f"{self.step.title}: {self.step.state}" if cut else "")
        if self.underMouse() and self.isEnabled():
            line = QRectF(left, top + title - 2, text_width(self.step.title, self._title_font), 1)
            painter.fillRect(line.intersected(QRectF(self.rect())), theme().color("text"))
        if self.hasFocus():
            paint_ring(painter, self.rect(), radius=RADIUS_CONTROL)

    def _paint_disc(self, painter: QPainter, disc: QRectF) -> None:
        if self.step.done and not self.current:
            paint_shape(painter, disc, "diamond_dash" if self.step.lacking else "circle_tick")
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = theme().color("accent")
        painter.setPen(QPen(accent if self.current else theme().color("field"), 1.6))
        painter.setBrush(accent if self.current else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(disc.adjusted(1, 1, -1, -1))
        color = "on_accent" if self.current else "text2"
        middle = Qt.AlignmentFlag.AlignHCenter
        paint_text(painter, disc, str(self.number), font="small_strong", color=color, align=middle)


class StepBar(QWidget):
    """Steps in a row joined by a thin line; the current one is filled, finished ones are ticked.

    One that is over and lacks something has the shape of what is still to come, not the tick.
    """

    chosen = Signal(int)  # from 0

    def __init__(self, *, compact: bool = False, parent: QWidget | None = None) -> None:
        """``compact``: less room above and below, for a page whose work is elsewhere."""
        super().__init__(parent)
        self._pad = 2 if compact else 6
        self._buttons: list[_StepButton] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_steps(self, steps: Sequence[Step], current: int) -> None:
        """Show other steps; ``current`` counts from 0, -1 for none."""
        focused = next((b.number for b in self._buttons if b.hasFocus()), 0)
        for button in self._buttons:
            button.hide()  # it is freed later, and must not be painted until then
            button.deleteLater()
        self._buttons = []
        for at, step in enumerate(steps):
            button = _StepButton(at + 1, step, current=at == current, parent=self)
            button.clicked.connect(partial(self.chosen.emit, at))
            button.show()
            self._buttons.append(button)
            if button.number == focused:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
        put_before(self, *self._buttons)
        self._arrange()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = sum(b.natural_width() for b in self._buttons)
        return QSize(wide + _LINE * max(len(self._buttons) - 1, 0), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(len(self._buttons) * (_DISC + _GAP + 48), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(theme().color("border"), 1))
        pairs = zip(self._buttons, self._buttons[1:], strict=False)
        ends = [(one.geometry().right() + 5, two.geometry().left() - 5) for one, two in pairs]
        # All of them or none: gaps differ by a pixel, and a few lines alone look forgotten.
        if min((right - left for left, right in ends), default=0) >= _SHORTEST:
            for left, right in ends:
                painter.drawLine(left, self.height() // 2, right, self.height() // 2)

    def _height(self) -> int:
        return theme().line("body_small") + theme().line("small") + 8 + 2 * self._pad

    def _arrange(self) -> None:
        if not self._buttons:
            return
        widths = self._fitted([b.natural_width() for b in self._buttons])
        gaps = max(len(widths) - 1, 1)
        spare = (self.width() - sum(widths)) / gaps
        left = 0.0
        for button, width in zip(self._buttons, widths, strict=True):
            button.setGeometry(round(left), self._pad, width, self.height() - 2 * self._pad)
            left += width + spare

    def _fitted(self, widths: list[int]) -> list[int]:
        room = self.width() - _LINE * (len(widths) - 1)
        if sum(widths) > room:
            room = self.width() - _CLOSE * (len(widths) - 1)
        while sum(widths) > room and max(widths) > _DISC + _GAP + 40:
            # The widest gives way first: short titles stay whole.
            widest = widths.index(max(widths))
            widths[widest] -= min(4, sum(widths) - room)
        # What whole words left free goes between the steps.
        return [b.shown_width(width) for b, width in zip(self._buttons, widths, strict=True)]
