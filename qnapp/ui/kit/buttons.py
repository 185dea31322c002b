"""Buttons: one loud one a page, quiet ones with an edge, icons alone, links (look section 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QSizePolicy, QWidget

from qnapp.ui.kit.paint import (
    RADIUS_CONTROL,
    RADIUS_SEGMENT,
    paint_box,
    paint_icon,
    paint_ring,
    paint_text,
    text_width,
)
from qnapp.ui.kit.theme import dress, theme

if TYPE_CHECKING:
    from qnapp.ui.kit.fonts import FontRole

ButtonSize = Literal["normal", "tool", "small"]

_HEIGHTS: dict[ButtonSize, int] = {"normal": 34, "tool": 32, "small": 30}
_GAP = 6
_CHEVRON = 16
_BOX, _BOX_LEFT = 18, 5  # of a tick box: clear of the ring around it


class KitButton(QPushButton):
    """What the buttons share: an icon, a text, one font role, Enter as well as Space."""

    role: FontRole = "body"
    icon_size = 16  # at 100 %
    padding = 14

    def __init__(
        self, text: str, icon: str = "", *, trailing: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._icon_name = icon
        self._trailing = trailing
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        dress(self, font=self.role)

    def set_icon_name(self, name: str) -> None:
        """Change the icon; "" for none."""
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(round(self.content_width()) + 2 * self.padding, self.natural_height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def natural_height(self) -> int:
        """Height in logical pixels at the present font size."""
        return theme().px(34)

    def content_width(self) -> float:
        """Width of icon, gap and text together."""
        icon = theme().px(self.icon_size) if self._icon_name else 0
        words = text_width(self.text(), self.role) + 1 if self.text() else 0
        return icon + words + (_GAP if icon and words else 0)

    def paint_content(self, painter: QPainter, rect: QRectF, color: str) -> None:
        """Paint icon and text centred into ``rect``, both in one colour token."""
        width = min(self.content_width(), rect.width())
        left = rect.x() + (rect.width() - width) / 2
        room = QRectF(left, rect.y(), width, rect.height())
        if self._icon_name:
            size = theme().px(self.icon_size)
            x = room.right() - size if self._trailing else room.left()
            top = rect.y() + (rect.height() - size) / 2
            paint_icon(painter, self._icon_name, color, QRectF(x, top, size, size))
            step = size + _GAP
            room.adjust(0 if self._trailing else step, 0, -step if self._trailing else 0, 0)
        if self.text():
            paint_text(painter, room, self.text(), font=self.role, color=color)

    def paint_edged(self, painter: QPainter, room: QRectF) -> None:
        """Paint it with an edge alone, its words in ``room``."""
        enabled = self.isEnabled()
        edge = "field" if enabled else "border"
        paint_box(painter, self.rect(), fill=self.state_fill("surface"), edge=edge)
        if self.hasFocus():
            paint_ring(painter, self.rect())
        self.paint_content(painter, room, "text" if enabled else "text3")

    def state_fill(self, rest: str) -> str:
        """Colour token of the ground: ``rest``, or what hovering and pressing make of it."""
        if not self.isEnabled():
            return rest
        if self.isDown():
            return "sel"
        return "hover" if self.underMouse() else rest


class PrimaryButton(KitButton):
    """The one loud button of a page; while another is more pressing, it only has an edge."""

    role: FontRole = "body_strong"
    padding = 18
    _loud = True

    def set_loud(self, loud: bool) -> None:
        """Say whether it is the one to press now."""
        if loud != self._loud:
            self._loud = loud
            self.role = "body_strong" if loud else "body"
            self.updateGeometry()
            self.update()

    @property
    def loud(self) -> bool:
        """Whether it is the one to press now."""
        return self._loud

    def natural_height(self) -> int:
        return theme().px(36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._loud:
            self.paint_edged(painter, QRectF(self.rect()))
            return
        if not self.isEnabled():
            paint_box(painter, self.rect(), fill="canvas", edge="border")
            self.paint_content(painter, QRectF(self.rect()), "text3")
            return
        loud = self.isDown() or self.underMouse()
        paint_box(painter, self.rect(), fill="accent_h" if loud else "accent")
        if self.hasFocus():
            # A ring in the button's own colour would not be seen: one step in, in the text's.
            inner = self.rect().adjusted(2, 2, -2, -2)
            paint_ring(painter, inner, radius=RADIUS_CONTROL - 2, color="on_accent")
        self.paint_content(painter, QRectF(self.rect()), "on_accent")


class QuietButton(KitButton):
    """A button with an edge. ``chevron`` says that a choice opens below it."""

    def __init__(
        self,
        text: str,
        icon: str = "",
        *,
        chevron: bool = False,
        size: ButtonSize = "normal",
        parent: QWidget | None = None,
    ) -> None:
        self._chevron = chevron
        self._height = _HEIGHTS[size]
        super().__init__(text, icon, parent=parent)

    def natural_height(self) -> int:
        return theme().px(self._height)

    def sizeHint(self) -> QSize:
        extra = theme().px(_CHEVRON) + _GAP if self._chevron else 0
        return super().sizeHint() + QSize(extra, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, room, size = QPainter(self), QRectF(self.rect()), theme().px(_CHEVRON)
        if self._chevron:
            room.adjust(0, 0, -(size + _GAP), 0)
        self.paint_edged(painter, room)
        if self._chevron:
            top = (self.height() - size) / 2
            box = QRectF(self.width() - self.padding - size + 2, top, size, size)
            paint_icon(painter, "chevron-down", "text2" if self.isEnabled() else "text3", box)


class IconButton(KitButton):
    """An icon alone; ``tip`` is its tooltip and what a screen reader says."""

    icon_size = 18

    def __init__(
        self,
        icon: str,
        tip: str,
        *,
        edge: bool = False,
        color: str = "text2",
        parent: QWidget | None = None,
    ) -> None:
        self._edge, self._color = edge, color
        super().__init__("", icon, parent=parent)
        self.set_tip(tip)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_tip(self, tip: str) -> None:
        """Change tooltip and accessible name together."""
        self.setToolTip(tip)
        self.setAccessibleName(tip)

    def sizeHint(self) -> QSize:
        side = theme().px(30 if self._edge else 28)
        return QSize(side + (5 if self._edge else 0), side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rest = "surface" if self._edge else ""
        edge = ("field" if self.isEnabled() else "border") if self._edge else ""
        fill = "sel" if self.isChecked() else self.state_fill(rest)
        paint_box(painter, self.rect(), fill=fill, edge=edge)
        if self.hasFocus():
            paint_ring(painter, self.rect())
        color = "accent" if self.isChecked() else self._color
        # An icon alone has nothing but its colour to say that it cannot be pressed.
        self.paint_content(painter, QRectF(self.rect()), color if self.isEnabled() else "field")


def link_height(role: FontRole = "body") -> int:
    """Height in logical pixels of a link, whose words stand in its middle."""
    return max(theme().line(role) + 4, 28)


class LinkButton(KitButton):
    """Words that lead somewhere; underlined under the pointer."""

    padding = 4

    def __init__(
        self,
        text: str,
        icon: str = "",
        *,
        font: FontRole = "body",
        parent: QWidget | None = None,
    ) -> None:
        self.role = font
        super().__init__(text, icon, parent=parent)

    def natural_height(self) -> int:
        return link_height(self.role)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 64), self.natural_height())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        color = "accent" if self.isEnabled() else "text3"
        self.paint_content(painter, rect.adjusted(self.padding, 0, -self.padding, 0), color)
        if self.underMouse() and self.isEnabled():
            self._underline(painter, rect)
        if self.hasFocus():
            paint_ring(painter, rect, radius=RADIUS_SEGMENT)

    def _underline(self, painter: QPainter, rect: QRectF) -> None:
        words = text_width(self.text(), self.role)
        right = rect.center().x() + self.content_width() / 2
        line = rect.center().y() + theme().line(self.role) / 2 - 2
        painter.fillRect(QRectF(right - words, line, words, 1), theme().color("accent"))


class CheckBox(QCheckBox):
    """A box to tick; drawn here, since the stock one's edge vanishes in the dark theme."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        dress(self, font="body")

    def sizeHint(self) -> QSize:
        words = round(text_width(self.text())) + 1 + 8 if self.text() else 0
        return QSize(_BOX_LEFT + theme().px(_BOX) + words + 6, theme().px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 96), theme().px(28))

    def hitButton(self, pos: object) -> bool:
        del pos  # the whole widget, not only the little box
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = theme().px(_BOX)
        box = QRectF(_BOX_LEFT, (self.height() - side) / 2, side, side)
        paint_check(painter, box, self.checkState(), enabled=self.isEnabled())
        left = _BOX_LEFT + side + 8
        room = QRectF(left, 0, self.width() - left - 4, self.height())
        paint_text(painter, room, self.text(), color="text" if self.isEnabled() else "text3")
        if self.hasFocus():
            paint_ring(painter, self.rect(), radius=RADIUS_SEGMENT)


def paint_check(
    painter: QPainter, box: QRectF, state: Qt.CheckState, *, enabled: bool = True
) -> None:
    """Paint a tick box, in a row of a table too. ``box`` is 16 to 20 px square."""
    ticked = state != Qt.CheckState.Unchecked
    fill = "accent" if ticked and enabled else "surface"
    edge = "accent" if ticked and enabled else ("field" if enabled else "border")
    paint_box(painter, box, fill=fill, edge=edge, radius=4, width=1.4)
    color = "on_accent" if enabled else "text3"
    inner = box.adjusted(2, 2, -2, -2)
    if state == Qt.CheckState.Checked:
        paint_icon(painter, "tick", color, inner)
    elif state == Qt.CheckState.PartiallyChecked:
        paint_icon(painter, "minus", color, inner)
