"""Bands that say something in place: notices, and the error of an action at a page's top."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPlainTextEdit, QVBoxLayout, QWidget

from qnapp.ui.kit.buttons import IconButton, LinkButton, QuietButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.paint import RADIUS_CONTROL, paint_box, paint_icon
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.theme import dress, theme

Kind = Literal["ok", "soon", "bad", "none", "doing"]

_ICONS: dict[Kind, str] = {
    "ok": "tick",
    "soon": "note",
    "bad": "warning",
    "none": "lock",
    "doing": "info",
}
DETAILS = "Chi tiết"
RETRY = "Thử lại"
_SIDE = 12
_ICON = 18


class _Band(QWidget):
    """A tinted ground with an icon at the height of the first line."""

    def __init__(self, kind: Kind, icon: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._kind: Kind = kind
        self._icon = icon
        self.words = Label(wrap=True)
        self.box = QVBoxLayout(self)
        self._leave_room()
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        self.row.addWidget(self.words, 1)
        self.box.addLayout(self.row)

    def _leave_room(self) -> None:
        self.box.setContentsMargins(_SIDE + theme().px(_ICON) + 10, 9, _SIDE, 9)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._leave_room()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_box(painter, self.rect(), fill=f"{self._kind}_t", radius=RADIUS_CONTROL)
        size = theme().px(_ICON)
        top = self.words.y() + self.words.text_top() + (theme().line("body") - size) / 2
        place = QRectF(_SIDE, max(top, 4), size, size)
        if self._icon:
            paint_icon(painter, self._icon, self._kind, place)
        elif self._kind == "bad":
            paint_shape(painter, place.adjusted(1, 1, -1, -1), "triangle_mark")
        else:
            paint_icon(painter, _ICONS[self._kind], self._kind, place)


class Notice(_Band):
    """One or a few sentences on a tint, with at most one button."""

    clicked = Signal()

    def __init__(
        self,
        kind: Kind,
        text: str = "",
        *,
        icon: str = "",
        button: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``icon`` "" takes the kind's own."""
        super().__init__(kind, icon, parent)
        self._button = QuietButton("", size="small")
        self._button.clicked.connect(self.clicked)
        self.row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_text(text)
        self.set_button(button)

    def add_cross(self, words: str = "Đóng thông báo") -> None:
        """Let a person take the notice away."""
        cross = IconButton("close", words)
        cross.clicked.connect(self.hide)
        self.row.addWidget(cross, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_text(self, text: str) -> None:
        """Change the sentence."""
        self.words.setText(text)
        self.setAccessibleName(text)

    def set_button(self, text: str) -> None:
        """Change the button's words; "" takes it away."""
        self._button.setText(text)
        self._button.setVisible(bool(text))

    def focus_button(self) -> None:
        """Give the button the keyboard."""
        self._button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_kind(self, kind: Kind, icon: str = "") -> None:
        """Change tint and icon."""
        self._kind, self._icon = kind, icon
        self.update()


class ErrorBand(_Band):
    """What went wrong with an action: the sentence, one button, details and a cross.

    Hidden until ``show_error``; it stays until it is closed, retried or cleared.
    """

    retried = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bad", "", parent)
        self._retry = QuietButton(RETRY, size="small")
        self._more = LinkButton(DETAILS)
        self._cross = IconButton("close", "Đóng thông báo")
        self._details = Details()
        buttons = QWidget()
        side = QHBoxLayout(buttons)
        side.setContentsMargins(0, 0, 0, 0)
        for button in (self._retry, self._more, self._cross):
            side.addWidget(button)
        self.row.addWidget(buttons, 0, Qt.AlignmentFlag.AlignTop)
        self.box.addWidget(self._details)
        self._retry.clicked.connect(self._on_retry)
        self._more.clicked.connect(self._toggle_details)
        self._cross.clicked.connect(self._on_close)
        self.hide()

    def show_error(self, sentence: str, detail: str = "", button: str = "") -> None:
        """Show a sentence; ``detail`` stands behind "Chi tiết", ``button`` is often "Thử lại"."""
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        self._retry.setText(button)
        self._retry.setVisible(bool(button))
        self._more.setVisible(bool(detail))
        self._details.set_text(detail)
        self._details.hide()
        self._more.setText(DETAILS)
        self.show()

    def clear(self) -> None:
        """Take the band away without a signal."""
        self.hide()

    def _on_retry(self) -> None:
        self.hide()
        self.retried.emit()

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()

    def _toggle_details(self) -> None:
        self._details.setVisible(not self._details.isVisibleTo(self))
        self._more.setText(more_words(self._details))


def more_words(details: QWidget) -> str:
    """Say what the link beside a sentence does with the ``details`` below it."""
    return DETAILS if details.isHidden() else "Ẩn chi tiết"


class Details(QWidget):
    """The technical text behind "Chi tiết", with a button that copies it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self._text.setAccessibleName("Chi tiết")
        self._text.setFixedHeight(theme().px(120))
        dress(self._text, font="small")
        copy = QuietButton("Sao chép chi tiết", "copy", size="small")
        copy.clicked.connect(self._copy)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        box.addWidget(self._text)
        box.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)

    def set_text(self, text: str) -> None:
        """Change the text."""
        self._text.setPlainText(text)

    def text(self) -> str:
        """Return the text shown."""
        return self._text.toPlainText()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
