"""Text on a page: labels that follow the theme, labels of fields, thin lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from qnapp.ui.kit.paint import break_lines, paint_ground, paint_icon, text_width
from qnapp.ui.kit.theme import dress, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent, QShowEvent

    from qnapp.ui.kit.fonts import FontRole

_WIDEST = 640  # a wrapped label asks for no more by itself: longer lines are hard to read
_ICON, _ICON_ROOM = 14, 20  # before the words of an ``IconText``


class Label(QLabel):
    """Plain text in a font role and a colour token.

    With ``wrap`` or ``lines`` it breaks at look's own line height, which stays clear of Vietnamese
    marks; beyond ``lines`` it is elided and the tooltip holds the whole text. With neither it is
    one line, elided when the page gives it less room than it needs.
    """

    def __init__(
        self,
        text: str = "",
        *,
        font: FontRole = "body",
        color: str = "text",
        wrap: bool = False,
        lines: int = 0,
        whole: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``whole``: the layout may not make it narrower than its text (up to 160 px)."""
        super().__init__(parent)
        self._whole = whole
        self._role: FontRole = font
        self._color = color
        self._lines = lines if (lines or wrap) else 1
        self._own_tip = ""
        self._struck = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        dress(self, font=font, color=color)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(self._lines != 1)
        self.setSizePolicy(policy)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.updateGeometry()
        self._refresh_tip()

    def set_color(self, color: str) -> None:
        """Change the colour token."""
        self._color = color
        dress(self, color=color)

    def set_font_role(self, font: FontRole) -> None:
        """Change the font role."""
        self._role = font
        dress(self, font=font)

    def set_lines(self, lines: int) -> None:
        """Change how many lines it has at most."""
        self._lines = lines
        self.updateGeometry()
        self._refresh_tip()
        self.update()

    def set_struck(self, struck: bool) -> None:
        """Draw a line through the words: they are no longer in force."""
        self._struck = struck
        self.update()

    def sizeHint(self) -> QSize:
        width = max((text_width(part, self._role) for part in self.text().split("\n")), default=0)
        if self._lines != 1:
            width = min(width, _WIDEST)
        return QSize(int(width) + 1, self.heightForWidth(int(width) + 1))

    def minimumSizeHint(self) -> QSize:
        word = max(self.text().split(), key=len, default="")
        short = self.text()[:12] if self._lines == 1 else word
        least = text_width(self.text() if self._whole else short, self._role)
        return QSize(int(min(least, 160 if self._whole else 120)) + 1, theme().line(self._role))

    def heightForWidth(self, width: int) -> int:
        return theme().line(self._role) * len(self._broken(width)[0])

    def hasHeightForWidth(self) -> bool:
        return self._lines != 1

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = theme().font(self._role)
        font.setStrikeOut(self._struck)
        painter.setFont(font)
        painter.setPen(theme().color(self._color if self.isEnabled() else "text3"))
        height = theme().line(self._role)
        lines = self._broken(self.width())[0]
        top = self.text_top()
        flags = int(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        flags |= int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        for number, line in enumerate(lines):
            painter.drawText(QRectF(0, top + number * height, self.width(), height), flags, line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refresh_tip()

    def is_cut(self) -> bool:
        """Whether the label shows less than its text."""
        return self._broken(self.width())[1]

    def _broken(self, width: int) -> tuple[tuple[str, ...], bool]:
        return break_lines(self.text(), self._role, width, self._lines)

    def text_top(self) -> float:
        """Distance from the label's upper edge to its first line, in logical pixels."""
        if self.alignment() & Qt.AlignmentFlag.AlignTop:
            return 0.0
        height = theme().line(self._role) * len(self._broken(self.width())[0])
        return max((self.height() - height) / 2, 0.0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_tip()

    def _refresh_tip(self) -> None:
        if not self.isVisible():  # its width is not known yet
            return
        tip = self.text() if self.is_cut() else ""
        if self.toolTip() in ("", self._own_tip):  # a page's own tooltip is left alone
            self.setToolTip(tip)
            self._own_tip = tip


class FieldLabel(QWidget):
    """The words above a field, with room for a short hint beside them."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = Label(text, font="body_small_strong", whole=True)
        self.hint = IconText()
        self.hint.hide()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        self.row.addWidget(self.label)
        self.row.addWidget(self.hint)
        self.row.addStretch(1)

    def set_hint(self, text: str, color: str = "soon", icon: str = "clock") -> None:
        """Show a short hint, for example "cần ghi trước khi gửi"; "" takes it away."""
        self.hint.set_text(text, color, icon)
        self.hint.setVisible(bool(text))


class IconText(QWidget):
    """An icon and one coloured line beside it: hints, and sentences under a field.

    With ``wrap`` it asks for the height of all its lines: a dialog gives no more than the least
    height, and a sentence that says what to do must not lose its end.
    """

    def __init__(self, parent: QWidget | None = None, *, wrap: bool = False) -> None:
        super().__init__(parent)
        self._icon, self._color = "", "text2"
        self._wrap = wrap
        self._label = Label(font="small", wrap=wrap)
        self._row = row = QHBoxLayout(self)
        row.addWidget(self._label)
        self._leave_room()

    def text(self) -> str:
        """Return the words shown."""
        return self._label.text()

    def set_text(self, text: str, color: str, icon: str) -> None:
        """Change words, colour token and icon name."""
        self._icon, self._color = icon, color
        self._label.setText(text)
        self._label.set_color(color)
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        placed = self.testAttribute(Qt.WidgetAttribute.WA_Resized)  # else its width means nothing
        if not (self._wrap and placed):
            return least
        room = max(self.width() - theme().px(_ICON_ROOM), 1)
        return QSize(least.width(), self._label.heightForWidth(room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _leave_room(self) -> None:
        self._row.setContentsMargins(theme().px(_ICON_ROOM), 0, 0, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._leave_room()

    def paintEvent(self, _event: QPaintEvent) -> None:
        size = theme().px(_ICON)
        top = (theme().line("small") - size) / 2
        if self._icon:
            paint_icon(QPainter(self), self._icon, self._color, QRectF(1, top, size, size))


class Separator(QFrame):
    """A line of one pixel in ``border``; it carries no meaning."""

    def __init__(self, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_ground(QPainter(self), self.rect(), "border")
