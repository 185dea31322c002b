"""Filter chips: one at a time, with a count; what does not fit folds into a last chip."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from qnapp.ui.kit.keys import put_before
from qnapp.ui.kit.paint import paint_box, paint_icon, paint_ring, paint_text, text_width
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from qnapp.ui.kit.fonts import FontRole

_PADDING = 11
_GAP = 6
_SHAPE = 14
_BETWEEN = 7


class Chip(QAbstractButton):
    """A rounded switch with a word, and, where wanted, a shape before and a count behind it."""

    def __init__(
        self,
        text: str,
        *,
        shape: str = "",
        count: int | None = None,
        chevron: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shape, self._count, self._chevron = shape, count, chevron
        self.setCheckable(not chevron)
        self.setText(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count(count)

    def set_count(self, count: int | None) -> None:
        """Change the number behind the word; None shows none."""
        self._count = count
        words = self.text() if count is None else f"{self.text()} {count}"
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def set_text(self, text: str) -> None:
        """Change the word; the number stays."""
        self.setText(text)
        self.set_count(self._count)

    def label(self) -> str:
        """Word and count as one text."""
        return self.accessibleName()

    def sizeHint(self) -> QSize:
        # The semibold width always, so that nothing moves when the chip is chosen.
        width = 2 * _PADDING + text_width(self.text(), "small_strong")
        width += _SHAPE + _GAP if self._shape else 0
        width += _GAP + text_width(str(self._count), "small_strong") if self._counted else 0
        width += 16 + 2 if self._chevron else 0
        return QSize(round(width) + 1, theme().px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_ground(painter)
        room = QRectF(self.rect()).adjusted(_PADDING, 0, -_PADDING, 0)
        if self._shape:
            top = (self.height() - _SHAPE) / 2
            paint_shape(painter, QRectF(room.left(), top, _SHAPE, _SHAPE), self._shape)
            room.setLeft(room.left() + _SHAPE + _GAP)
        font: FontRole = "small_strong" if self.isChecked() else "small"
        paint_text(painter, room, self.text(), font=font)
        if self._counted:
            number = str(self._count)
            room.setLeft(room.right() - text_width(number, "small_strong") - 1)
            paint_text(painter, room, number, font="small_strong")
        if self._chevron:
            box = QRectF(self.width() - _PADDING - 13, (self.height() - 16) / 2, 16, 16)
            paint_icon(painter, "chevron-down", "text2", box)

    @property
    def _counted(self) -> bool:
        return self._count is not None

    def _paint_ground(self, painter: QPainter) -> None:
        radius = self.height() / 2
        chosen = self.isChecked()
        fill = "sel" if chosen else ("hover" if self.underMouse() else "surface")
        edge = "accent" if chosen else "border"
        paint_box(painter, self.rect(), fill=fill, edge=edge, radius=radius)
        if self.hasFocus():
            paint_ring(painter, self.rect(), radius=radius)


class ChipBar(QWidget):
    """Chips of which exactly one is chosen. Left and Right move, a last chip holds what is cut."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[str, Chip] = {}
        self._current = ""
        self._folded: list[str] = []
        self._more = Chip("Thêm", chevron=True, parent=self)
        self._more.clicked.connect(self._open_menu)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def add_chip(
        self,
        key: str,
        text: str,
        *,
        shape: str = "",
        count: int | None = None,
        in_front: bool = False,
    ) -> None:
        """Add a chip at the end, or in front of all; the first one added is chosen."""
        chip = Chip(text, shape=shape, count=count, parent=self)
        put_before(self._more, chip)
        chip.clicked.connect(partial(self.choose, key))
        behind = self._chips if in_front else {}
        for other in behind.values():  # Tab goes as the eye does
            QWidget.setTabOrder(chip, other)
            break
        self._chips = {key: chip, **behind} if in_front else {**self._chips, key: chip}
        chip.show()
        self.set_current(self._current or key)

    def remove_chip(self, key: str) -> None:
        """Take a chip away; the first one is chosen instead when it was the current one."""
        self._chips.pop(key).deleteLater()
        if self._current == key:
            self.set_current(next(iter(self._chips), ""))
        self._arrange()

    def has_chip(self, key: str) -> bool:
        """Whether a chip of this key is there."""
        return key in self._chips

    def set_text(self, key: str, text: str) -> None:
        """Change a chip's word. Raises KeyError for an unknown chip."""
        self._chips[key].set_text(text)
        self._arrange()

    def set_count(self, key: str, count: int | None) -> None:
        """Change a chip's count. Raises KeyError for an unknown chip."""
        self._chips[key].set_count(count)
        self._arrange()

    def current(self) -> str:
        """Key of the chosen chip, "" when there is none."""
        return self._current

    def set_current(self, key: str) -> None:
        """Choose a chip without a signal. Raises KeyError for an unknown one."""
        if key:
            self._chips[key]  # raises before anything changes
        self._current = key
        for name, chip in self._chips.items():
            chip.setChecked(name == key)
        self._arrange()

    def choose(self, key: str, _checked: bool = False) -> None:
        """Choose a chip as a click does: with a signal when it is another one than before."""
        changed = key != self._current
        self.set_current(key)
        if changed:
            self.chosen.emit(key)

    def sizeHint(self) -> QSize:
        widths = [chip.sizeHint().width() + _BETWEEN for chip in self._chips.values()]
        return QSize(max(sum(widths) - _BETWEEN, 0), theme().px(28))

    def minimumSizeHint(self) -> QSize:
        widest = max((chip.sizeHint().width() for chip in self._chips.values()), default=0)
        return QSize(widest + _BETWEEN + self._more.sizeHint().width(), theme().px(28))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        keys = list(self._chips)
        if event.key() not in steps or not keys:
            super().keyPressEvent(event)
            return
        at = (keys.index(self._current) + steps[Qt.Key(event.key())]) % len(keys)
        self.choose(keys[at])
        self._chips[keys[at]].setFocus(Qt.FocusReason.TabFocusReason)

    def _arrange(self) -> None:
        widths = {key: chip.sizeHint().width() for key, chip in self._chips.items()}
        shown = self._which_fit(widths)
        self._folded = [key for key in self._chips if key not in shown]
        x = 0
        for key, chip in self._chips.items():
            chip.setVisible(key in shown)
            if key in shown:
                chip.setGeometry(QRect(x, 0, widths[key], self.height()))
                x += widths[key] + _BETWEEN
        self._more.setVisible(bool(self._folded))
        self._more.setGeometry(QRect(x, 0, self._more.sizeHint().width(), self.height()))
        self.updateGeometry()

    def _which_fit(self, widths: dict[str, int]) -> set[str]:
        if sum(widths.values()) + _BETWEEN * (len(widths) - 1) <= self.width():
            return set(widths)
        room = self.width() - self._more.sizeHint().width()
        shown = {self._current} & set(widths)  # what filters the list is never out of sight
        room -= sum(widths[key] + _BETWEEN for key in shown)
        for key, width in widths.items():
            if key in shown:
                continue
            if width + _BETWEEN > room:
                break
            shown.add(key)
            room -= width + _BETWEEN
        return shown

    def _open_menu(self) -> None:
        menu = self.make_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def make_menu(self) -> QMenu:
        """Menu of the chips that do not fit."""
        menu = QMenu(self)
        for key in self._folded:
            menu.addAction(self._chips[key].label(), partial(self.choose, key))
        return menu
