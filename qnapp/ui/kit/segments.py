"""A choice of a few words side by side: one click instead of a list that opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QRadioButton, QSizePolicy, QWidget

from qnapp.ui.kit.paint import (
    RADIUS_CONTROL,
    RADIUS_SEGMENT,
    paint_box,
    paint_ring,
    paint_text,
    text_width,
)
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.ui.kit.fields import FieldBox
    from qnapp.ui.kit.fonts import FontRole

_INSET = 3
_PADDING = 5  # at least; what is left over is shared out
_EASE = 6  # more of it, on each side, where nobody says how wide the whole is
_SHAPE = 14
_GAP = 4
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CTRL = Qt.KeyboardModifier.ControlModifier


def _font(chosen: bool) -> FontRole:
    return "small_strong" if chosen else "small"


class _Segment(QRadioButton):
    """A radio button to Qt, so that arrows, focus and screen readers work of themselves."""

    def __init__(self, text: str, shape: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.shape = shape
        self.roomy = True  # the shape is left out before the words have to wrap
        self.setAccessibleName(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def width_wanted(self, *, chosen: bool, roomy: bool) -> float:
        width = text_width(self.text(), _font(chosen)) + 2 * _PADDING
        return width + (theme().px(_SHAPE) + _GAP if chosen and roomy and self.shape else 0)

    def hitButton(self, _pos: object) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        chosen = self.isChecked()
        if chosen:
            paint_box(
                painter, self.rect(), fill="sel", edge="accent", radius=RADIUS_SEGMENT, width=1.5
            )
        elif self.underMouse() and self.isEnabled():
            paint_box(painter, self.rect(), fill="hover", radius=RADIUS_SEGMENT)
        if self.hasFocus():
            paint_ring(painter, self.rect(), radius=RADIUS_SEGMENT)
            if chosen:  # its own edge looks alike: a second line tells that it has the focus
                inner = self.rect().adjusted(3, 3, -3, -3)
                paint_box(painter, inner, edge="accent", radius=1)
        self._paint_words(painter, chosen=chosen)

    def _paint_words(self, painter: QPainter, *, chosen: bool) -> None:
        font = _font(chosen)
        shape = self.shape if chosen and self.roomy else ""
        words, size = text_width(self.text(), font), theme().px(_SHAPE)
        total = words + (size + _GAP if shape else 0)
        left = max((self.width() - total) / 2, 2)
        if shape:
            top = (self.height() - size) / 2
            paint_shape(painter, QRectF(left, top, size, size), shape)
            left += size + _GAP
        room = QRectF(left, 0, self.width() - left, self.height())
        color = "text" if self.isEnabled() else "text3"
        paint_text(painter, room, self.text(), font=font, color=color)


class SegmentedControl(QWidget):
    """Words side by side of which at most one is chosen; in two rows where they do not fit.

    Keys: arrows, and 1, 2, 3 … for the first, second, third. ``edited`` and ``committed`` follow
    each other at once.
    """

    edited = Signal()
    committed = Signal()
    fault_changed = Signal(str)
    pointed = Signal(str)  # careful: the word that a digit points at; "" once it does no more
    number_typed = Signal(str)  # careful: digits that mean no word
    left = Signal()  # careful: by Enter, which goes on as in any field of one line

    def __init__(
        self,
        choices: Sequence[tuple[str, str, str]],
        *,
        careful: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``choices``: key, word, shape ("" for none).

        ``careful`` where numbers are typed in the neighbourhood: a digit only points at its word,
        Space chooses it, Enter goes on with it. More digits, or one without a word, are a number
        that was meant for another field.
        """
        super().__init__(parent)
        self._careful = careful
        self._digits = ""
        self._group = QButtonGroup(self)
        self._keys: list[str] = []
        self._locked = False
        self._fault = ""
        for key, text, shape in choices:
            self._keys.append(key)
            segment = _Segment(text, shape, self)
            segment.installEventFilter(self)
            self._group.addButton(segment, len(self._keys) - 1)
        self._group.buttonClicked.connect(self._on_clicked)
        self._last = ""
        self._lead_tab()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Not Fixed: Qt would hold it to the height of one row.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def value(self) -> str:
        """Key of the chosen word, "" for none."""
        at = self._group.checkedId()
        return self._keys[at] if at >= 0 else ""

    def word(self) -> str:
        """Return the chosen word, "" for none."""
        at = self._group.checkedId()
        return self._group.button(at).text() if at >= 0 else ""

    def set_value(self, key: str) -> None:
        """Choose without a signal; "" chooses none. Raises ValueError for an unknown key."""
        self._last = key
        if key:
            self._group.button(self._keys.index(key)).setChecked(True)
        else:
            self._group.setExclusive(False)
            for button in self._group.buttons():
                button.setChecked(False)
            self._group.setExclusive(True)
        self._lead_tab()
        self._arrange()

    def fault(self) -> str:
        """Sentence of what is wrong, "" when nothing is."""
        return self._fault

    def set_fault(self, sentence: str) -> None:
        """Say what is wrong; "" takes it back."""
        if sentence != self._fault:
            self._fault = sentence
            self.setAccessibleDescription(sentence)
            self.fault_changed.emit(sentence)
            self.update()

    def set_locked(self, locked: bool) -> None:
        """Show only the chosen word, as plain text."""
        self._locked = locked
        for button in self._group.buttons():
            button.setVisible(not locked)
        self.updateGeometry()
        self.update()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        for button in self._group.buttons():
            button.setAccessibleName(f"{name}: {button.text()}" if name else button.text())

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self._group.button(max(self._group.checkedId(), 0)).setFocus(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        digit = event.key() - Qt.Key.Key_0
        if plain and not self._locked and self._careful and 0 <= digit <= 9:
            self._point(digit)
        elif plain and not self._locked and 0 <= digit - 1 < len(self._keys):
            self._group.button(digit - 1).setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._group.button(digit - 1).click()
        elif plain and event.key() in _ENTER and self._careful and not self._locked:
            self._choose_pointed()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if event.type() == QEvent.Type.FocusOut and not self.has_focus():
            self._forget_digits()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            goes_on = event.key() in _ENTER and event.modifiers() & _CTRL  # to the next record
            if goes_on:
                self._choose_pointed()
        return False

    def _point(self, digit: int) -> None:
        typed, shown = f"{self._digits}{digit}", 0 <= digit - 1 < len(self._keys)
        if len(typed) == 1 and shown:
            self._digits = typed
            button = self._group.button(digit - 1)
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.pointed.emit(button.text())
            return
        self._forget_digits()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.number_typed.emit(typed)

    def _choose_pointed(self) -> None:
        if self._digits:
            self._group.button(int(self._digits) - 1).click()

    def _forget_digits(self) -> None:
        if self._digits:
            self._digits = ""
            self.pointed.emit("")

    def sizeHint(self) -> QSize:
        segments = self._segments()
        width = self._row_width(segments, roomy=True)
        if len(segments) == 2:  # both get the same room
            widest = max(s.width_wanted(chosen=True, roomy=True) for s in segments)
            width = round(2 * widest) + 2 * _INSET + 1
        width += 2 * _EASE * len(segments)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        widths = [s.width_wanted(chosen=True, roomy=False) for s in self._segments()]
        return QSize(round(2 * max(widths, default=0)) + 2 * _INSET + 2, theme().px(34))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = 1 if self._locked else len(self._rows(width))
        return theme().px(34) + (rows - 1) * theme().px(28)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._locked:
            paint_text(painter, QRectF(self.rect()), self.word())
            return
        paint_box(painter, self.rect(), fill="surface", edge="field")
        if self._fault:
            paint_ring(painter, self.rect(), color="bad")
        elif self.has_focus():
            paint_ring(painter, self.rect(), radius=RADIUS_CONTROL)

    def _segments(self) -> list[_Segment]:
        return [b for b in self._group.buttons() if isinstance(b, _Segment)]

    def has_focus(self) -> bool:
        """Whether the keyboard is on one of the words."""
        return any(button.hasFocus() for button in self._group.buttons())

    def _row_width(self, row: list[_Segment], *, roomy: bool) -> int:
        # As wide as with the most demanding word chosen: choosing must never change the rows.
        rest = [s.width_wanted(chosen=False, roomy=roomy) for s in row]
        chosen = [s.width_wanted(chosen=True, roomy=roomy) for s in row]
        most = max((c - r for c, r in zip(chosen, rest, strict=True)), default=0)
        return round(sum(rest) + most) + 2 * _INSET + 1

    def _rows(self, width: int) -> list[list[_Segment]]:
        segments = self._segments()
        if len(segments) < 3 or self._row_width(segments, roomy=False) <= width:
            return [segments]
        half = (len(segments) + 1) // 2
        return [segments[:half], segments[half:]]

    def _arrange(self) -> None:
        rows = self._rows(self.width())
        height = (self.height() - 2 * _INSET) / len(rows)
        for number, row in enumerate(rows):
            roomy = self._row_width(row, roomy=True) <= self.width()
            self._place(row, _INSET + number * height, height, roomy=roomy, even=len(rows) > 1)

    def _place(
        self, row: list[_Segment], top: float, height: float, *, roomy: bool, even: bool
    ) -> None:
        widths = [s.width_wanted(chosen=s.isChecked(), roomy=roomy) for s in row]
        room = self.width() - 2 * _INSET
        spare = (room - sum(widths)) / len(row)
        left = float(_INSET)
        for segment, width in zip(row, widths, strict=True):
            segment.roomy = roomy
            wide = room / len(row) if even or len(row) < 3 else width + spare
            segment.setGeometry(round(left), round(top), round(wide), round(height))
            segment.update()
            left += wide

    def _lead_tab(self) -> None:
        """Let Tab, from either side, reach the chosen word alone; the first one without any."""
        target = max(self._group.checkedId(), 0)
        for at, button in enumerate(self._group.buttons()):
            policy = Qt.FocusPolicy.StrongFocus if at == target else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def _on_clicked(self, _button: QAbstractButton) -> None:
        self._forget_digits()
        self._lead_tab()
        self._arrange()
        if self.value() == self._last:
            return
        self._last = self.value()
        self.set_fault("")
        self.edited.emit()
        self.committed.emit()


def say_pointed(box: FieldBox, word: str) -> None:
    """Say beside the label of a careful control how the word that a digit points at is chosen."""
    box.set_hint(f"Enter để chọn {word}" if word else "", "accent", "info")
