"""Cards, columns that scroll, and what stands where nothing is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.paint import RADIUS_CARD, paint_box
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.theme import theme

_TITLE_BAR = 40
_ROUNDS = 12  # of layouts that wait for one another: words, box, form, card, column, area
_LAID_OUT = "kit_laid_out"


class Card(QFrame):
    """A surface with an edge; ``body`` takes what stands in it.

    ``padding`` 0 is for tables that reach the edge: the corners are then drawn over them, in the
    colour token of the ``ground`` around the card.
    """

    def __init__(
        self,
        title: str = "",
        note: str = "",
        *,
        padding: int = 16,
        ruled: bool = False,
        ground: str = "canvas",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.ground = ground
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self._title = Label(title, font="heading")
        self._note = Label(note, color="text2")
        self._head = self._make_head(padding or 16, ruled=ruled)
        outer.addWidget(self._head)
        self._rule = Separator()
        outer.addWidget(self._rule)
        self._rule.setVisible(ruled)  # not before it has its place: it would be a window
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.body.setContentsMargins(padding, padding, padding, padding)
        outer.addLayout(self.body, 1)
        self._corners = [] if padding else [_Corner(self, turn) for turn in range(4)]
        self._padding, self._ruled = padding, ruled
        self.set_title(title)

    def set_title(self, text: str) -> None:
        """Change the heading; "" takes the head away."""
        self._title.setText(text)
        self._head.setVisible(bool(text))
        self._rule.setVisible(bool(text) and self._ruled)
        top = self._padding if self._ruled or not text else min(self._padding, 4)
        self.body.setContentsMargins(self._padding, top, self._padding, self._padding)
        if text:
            self.setAccessibleName(text)

    def set_note(self, text: str, *, lines: int = 1) -> None:
        """Change the quiet words at the head's right; of more ``lines`` it takes those it needs."""
        self._note.set_lines(lines)
        self._note.setText(text)

    def add_to_head(self, widget: QWidget) -> None:
        """Put a button or link at the head's right end."""
        self.header.addWidget(widget)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_box(QPainter(self), self.rect(), fill="surface", edge="border", radius=RADIUS_CARD)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_corners()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.ChildPolished:
            self._place_corners()
        return done

    def _make_head(self, side: int, *, ruled: bool) -> QWidget:
        head = QWidget()
        self.header = QHBoxLayout(head)
        self.header.setContentsMargins(side, 8, side, 8 if ruled else 4)
        self.header.setSpacing(8)
        self.header.addWidget(self._title)
        self.header.addStretch(1)
        self.header.addWidget(self._note)
        return head

    def _place_corners(self) -> None:
        side = int(RADIUS_CARD)
        places = ((0, 0), (1, 0), (1, 1), (0, 1))
        for corner, (right, low) in zip(getattr(self, "_corners", ()), places, strict=False):
            corner.move(right * (self.width() - side), low * (self.height() - side))
            corner.raise_()


class _Corner(QWidget):
    """Covers the square corner of what lies in a card: the ground outside, the edge on the arc."""

    def __init__(self, card: Card, turn: int) -> None:
        super().__init__(card)
        self._card = card
        self._turn = turn  # quarter turns from the upper left
        self.setFixedSize(int(RADIUS_CARD), int(RADIUS_CARD))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        side = RADIUS_CARD
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(side / 2, side / 2)
        painter.rotate(90 * self._turn)
        painter.translate(-side / 2, -side / 2)
        outside, disc = QPainterPath(), QPainterPath()
        outside.addRect(QRectF(0, 0, side, side))
        disc.addEllipse(QRectF(0, 0, 2 * side, 2 * side))
        painter.fillPath(outside - disc, theme().color(self._card.ground))
        inside = QPainterPath()
        inside.addEllipse(QRectF(1, 1, 2 * side - 2, 2 * side - 2))
        painter.fillPath((outside & disc) - inside, theme().color("border"))


def in_card(table: QWidget, *, ground: str = "canvas") -> Card:
    """Give a table of a dialog the edge of a card."""
    card = Card(padding=0, ground=ground)
    card.body.addWidget(table)
    return card


def resize_on_screen(dialog: QWidget, size: tuple[int, int]) -> None:
    """Give a dialog its width and height, no larger than what the screen has beside its bars.

    What its window has found room for, there is room for.
    """
    dialog.resize(QSize(*size).boundedTo(room_on_screen(dialog)))


def room_on_screen(dialog: QWidget) -> QSize:
    """Give the largest size that leaves a dialog's foot on the screen, above the task bar."""
    room = dialog.screen().availableSize() - QSize(16, _TITLE_BAR)
    parent = dialog.parentWidget()
    return room if parent is None else room.expandedTo(parent.window().size())


class LaidOutFirst(QObject):
    """Lays a window out before it is painted.

    What needs another height asks the layout around it by an event, that layout the next one, and
    Qt gives each its own turn, with a picture in between. For as long as a busy PC takes to get
    there, what scrolls is seen squeezed into the height that it had before, line over line.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.UpdateRequest, QEvent.Type.Show):
            for _ in range(_ROUNDS):  # a round costs next to nothing where no layout waits
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        return super().eventFilter(watched, event)


class ScrollArea(QScrollArea):
    """What scrolls: the window around it is laid out before it is painted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def showEvent(self, event: QShowEvent) -> None:
        window = self.window()
        if not window.property(_LAID_OUT):
            window.setProperty(_LAID_OUT, True)
            LaidOutFirst(window)
        super().showEvent(event)


class ClearArea(ScrollArea):
    """Scrolls what lies on the page's own ground: no frame, and nothing painted behind it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Not the one that is there: to hand over a widget that Qt made, the binding loads every
        # class of widget, which takes longer than the page around it.
        self.setViewport(QWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lay the content out at the width it has.

        Words that were hidden before the first showing still count in Qt 6.9 when the content gets
        its width, and its layout stays as wide as they were.
        """
        done = super().eventFilter(watched, event)
        content = self.widget() if event.type() == QEvent.Type.LayoutRequest else None
        layout = content.layout() if content is not None and watched is content else None
        if layout is not None and content is not None and layout.geometry() != content.rect():
            layout.invalidate()
        return done


class ScrollColumn(ScrollArea):
    """A column that scrolls up and down only; ``body`` takes what stands in it.

    Its content is never wider than its view: what would be has to shrink or wrap instead.
    """

    def __init__(
        self,
        *,
        margins: tuple[int, int, int, int] = (16, 12, 16, 12),
        parent: QWidget | None = None,
    ) -> None:
        """``margins``: left, top, right, bottom."""
        super().__init__(parent)
        content = QWidget()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(12)
        self.setWidget(content)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def keep_in_view(self, widget: QWidget) -> None:
        """Scroll so that ``widget`` can be seen, with a little room around it."""
        self.ensureWidgetVisible(widget, 0, 24)


def beside_bar(room: int) -> QVBoxLayout:
    """Make a column for what stands above or below a list that scrolls, in line with its content.

    The list reaches ``room`` pixels further to the right, where its bar comes.
    """
    box = QVBoxLayout()
    box.setContentsMargins(0, 0, room, 0)
    box.setSpacing(12)
    return box


class EmptyState(QWidget):
    """One sentence where a list would be, and the button that helps (look section 10)."""

    clicked = Signal()

    def __init__(
        self,
        sentence: str = "",
        button: str = "",
        *,
        good: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sign = _BigTick()
        self._label = Label(wrap=True, color="text2")
        self._label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._button = QuietButton("")
        self._button.clicked.connect(self.clicked)
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 28, 28, 28)
        box.setSpacing(12)
        box.addStretch(1)
        line = QHBoxLayout()  # an aligned label would get the height of the whole width's one line
        line.addStretch(1)
        line.addWidget(self._label, 6)
        line.addStretch(1)
        box.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addLayout(line)
        box.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
        self.set_text(sentence, button, good=good)

    def set_text(self, sentence: str, button: str = "", *, good: bool = False) -> None:
        """Change the sentence; ``good`` puts the tick above it."""
        self._label.setText(sentence)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._sign.setVisible(good)


class _BigTick(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(28, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_shape(QPainter(self), QRectF(self.rect()), "circle_tick")
