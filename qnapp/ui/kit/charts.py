"""The two charts there are: a bar of standings with its legend, and a year's values as bars.

Each says in words and numbers what it draws, so that nothing is known by colour or length alone.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from qnapp.records import dataclass
from qnapp.ui.kit.paint import RADIUS_SEGMENT, paint_box, paint_ring, paint_text, text_width
from qnapp.ui.kit.shapes import hatch, paint_shape
from qnapp.ui.kit.signs import APART, STANDING_SIGNS
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.documents.chart_data import IndicatorBar, SectionBar
    from qnapp.ui.kit.fonts import FontRole
    from qnapp.ui.kit.signs import Sign

_OUTLINED = frozenset({"circle", "circle_dashed"})  # nothing there yet: drawn empty
_HATCHED = "hatching"
_BAR = 14
_GAP = 2
_LEAST = 6  # px of a part that exists at all


@dataclass(frozen=True, slots=True)
class Portion:
    """One part of a whole; ``label`` "" takes the sign's own phrase."""

    sign: Sign
    count: int
    label: str = ""

    @property
    def words(self) -> str:
        """What the legend says."""
        return self.label or self.sign.phrase


def portions_of(bar: SectionBar) -> list[Portion]:
    """Give the parts of a printed chart's bar to a ``StackedBar``, in its words and numbers."""
    return [
        Portion(
            APART if share.standing is None else STANDING_SIGNS[share.standing],
            share.count,
            share.words,
        )
        for share in bar.shares
    ]


class StackedBar(QWidget):
    """Parts of a whole side by side, and below them the legend; each line can be clicked."""

    chosen = Signal(int)  # index of the portion

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strip = _Strip()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addWidget(self._strip)
        self._box.addSpacing(6)
        self._rows: list[_LegendRow] = []

    def set_portions(self, portions: Sequence[Portion]) -> None:
        """Show other parts, in the order given."""
        for row in self._rows:
            self._box.removeWidget(row)
            row.hide()  # it is freed later, and must not be painted until then
            row.deleteLater()
        self._strip.portions = tuple(portions)
        self._rows = [_LegendRow(portion) for portion in portions]
        for at, row in enumerate(self._rows):
            row.clicked.connect(partial(self.chosen.emit, at))
            self._box.addWidget(row)
        said = "; ".join(f"{part.words}: {part.count}" for part in portions)
        self._strip.setAccessibleName(said)
        self.setAccessibleName(said)
        self._strip.update()


class _Strip(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.portions: tuple[Portion, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(120, _BAR)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = [part for part in self.portions if part.count > 0]
        if not shown:
            paint_box(painter, self.rect(), fill="none_t", edge="field", radius=RADIUS_SEGMENT)
            return
        room = self.width() - _GAP * (len(shown) - 1) - _LEAST * len(shown)
        total = sum(part.count for part in shown)
        left = 0.0
        for part in shown:
            width = _LEAST + room * part.count / total
            rect = QRectF(left, 0, width, self.height())
            _paint_part(painter, rect, part.sign)
            left += width + _GAP


def _paint_part(painter: QPainter, rect: QRectF, sign: Sign) -> None:
    """Paint a part of a bar as its sign in the legend is: full, empty or hatched."""
    hatched = sign.shape == _HATCHED
    fill, edge = ("none_t", "field") if sign.shape in _OUTLINED else (sign.color, "")
    if hatched:
        fill, edge = "surface", sign.color
    paint_box(painter, rect, fill=fill, edge=edge, radius=2)
    if hatched:
        painter.save()
        painter.setClipRect(rect.adjusted(1, 1, -1, -1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hatch(painter, rect, theme().color(sign.color))
        painter.restore()


class _LegendRow(QAbstractButton):
    def __init__(self, portion: Portion) -> None:
        super().__init__()
        self._portion = portion
        self.setAccessibleName(f"{portion.words}: {portion.count}")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = 30 + text_width(self._portion.words) + text_width("000", "body_strong") + 12
        return QSize(round(width), theme().line("body") + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, theme().line("body") + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = (self.height() - 15) / 2
        paint_shape(
            painter, QRectF(0, top, 15, 15), self._portion.sign.shape, self._portion.sign.color
        )
        number = str(self._portion.count)
        right = text_width(number, "body_strong") + 1
        words = QRectF(24, 0, self.width() - 24 - right - 8, self.height())
        paint_text(painter, words, self._portion.words, color="accent" if self._lit() else "text")
        figure = QRectF(self.width() - right, 0, right, self.height())
        paint_text(painter, figure, number, font="body_strong")
        if self.hasFocus():
            paint_ring(painter, self.rect(), radius=RADIUS_SEGMENT)

    def _lit(self) -> bool:
        return self.underMouse()


@dataclass(frozen=True, slots=True)
class Bar:
    """One period's value; None draws no bar and says ``text``, for example "chưa có"."""

    label: str
    value: float | None
    text: str


def show_indicator(chart: BarChart, bar: IndicatorBar) -> None:
    """Show a bar of the printed chart on the screen: one value beside the target."""
    label = "Số ước" if bar.estimated else "Thực hiện"
    low, high = (None if edge is None else float(edge) for edge in (bar.low, bar.high))
    chart.set_bars(
        [Bar(label, float(bar.value), bar.value_text)],
        low=low,
        high=high,
        target_text=f"Mức năm {bar.target_text}",
    )


class BarChart(QWidget):
    """A few values of a year against the target, every bar with its number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._low: float | None = None
        self._high: float | None = None
        self._target = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(
        self,
        bars: Sequence[Bar],
        *,
        low: float | None = None,
        high: float | None = None,
        target_text: str = "",
    ) -> None:
        """Show other values. ``low`` and ``high`` bound the target's band; one alone is a line."""
        self._bars = tuple(bars)
        self._low, self._high, self._target = low, high, target_text
        parts = [f"{bar.label}: {bar.text}" for bar in bars]
        self.setAccessibleName("; ".join([target_text, *parts] if target_text else parts))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, theme().px(110) + 2 * theme().line("least") + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        label = theme().line("least")
        plot = QRectF(0, label + 2, self.width(), self.height() - 2 * label - 8)
        self._paint_target(painter, plot)
        axis = self._y(0.0, plot)
        painter.fillRect(QRectF(0, axis, self.width(), 1), theme().color("field"))
        width = self.width() / max(len(self._bars), 1)
        for at, bar in enumerate(self._bars):
            self._paint_bar(painter, bar, QRectF(at * width, 0, width, self.height()), plot)

    def _paint_bar(self, painter: QPainter, bar: Bar, cell: QRectF, plot: QRectF) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        line = theme().line("least")
        axis = self._y(0.0, plot)
        end = axis if bar.value is None else self._y(bar.value, plot)
        thick = min(28.0, cell.width() * 0.5)
        box = QRectF(cell.center().x() - thick / 2, min(end, axis), thick, abs(axis - end))
        if bar.value is not None:
            painter.fillRect(box, theme().color("doing"))
        above = QRectF(cell.left(), box.top() - line - 1, cell.width(), line)
        font: FontRole = "least" if bar.value is None else "small_strong"
        color = "text2" if bar.value is None else "text"
        if bar.value is not None:  # the target's line may run through the number
            ground = QRectF(0, 0, text_width(bar.text, font) + 4, line - 2)
            ground.moveCenter(above.center())
            painter.fillRect(ground, theme().color("surface"))
        paint_text(painter, above, bar.text, font=font, color=color, align=middle)
        foot = QRectF(cell.left(), cell.bottom() - line, cell.width(), line)
        paint_text(painter, foot, bar.label, font="least", color="text2", align=middle)

    def _paint_target(self, painter: QPainter, plot: QRectF) -> None:
        edges = [edge for edge in (self._low, self._high) if edge is not None]
        if not edges:
            return
        top, low = self._y(max(edges), plot), self._y(min(edges), plot)
        line = theme().line("least")
        if len(edges) == 2 and low - top >= 2:
            painter.fillRect(QRectF(0, top, plot.width(), low - top), theme().color("ok_t"))
        painter.setPen(QPen(theme().color("ok"), 1, Qt.PenStyle.DashLine))
        for edge in {top, low}:
            painter.drawLine(0, round(edge), round(plot.width()), round(edge))
        # In a line of its own: just above the target the numbers of the bars may stand.
        words = QRectF(2, 0, plot.width(), line)
        paint_text(painter, words, self._target, font="least", color="ok")

    def _y(self, value: float, plot: QRectF) -> float:
        known = [bar.value for bar in self._bars if bar.value is not None]
        known += [edge for edge in (self._low, self._high) if edge is not None]
        top, low = max([*known, 0.0]), min([*known, 0.0])
        span = (top - low) or 1.0
        # Room above the highest bar for its number.
        height = plot.height() - theme().line("least")
        return plot.bottom() - (value - low) / span * height
