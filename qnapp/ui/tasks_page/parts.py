"""The strips of the editor that stay in place: the head and the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from qnapp.ui.kit.buttons import IconButton, PrimaryButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.paint import paint_icon, paint_text, text_width
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.theme import theme
from qnapp.ui.tasks_page.autosave import SaveState

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

SIDE = 14
SAVE_ROOM = 25  # of the sign before the words, and a hair behind them
SAVE_WORDS = {
    SaveState.SAVED: ("Đã lưu", "text2"),
    SaveState.WAITING: ("Chưa lưu", "text2"),
    SaveState.INVALID: ("Có ô cần sửa", "bad"),
}


class EditorHead(QWidget):
    """Code and role, or title, at the left; history, source paragraph and close at the right."""

    edit_wanted = Signal()
    remove_wanted = Signal()
    extension_wanted = Signal()
    history_wanted = Signal()
    paragraph_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ("", "")  # role, title
        self._titled = False
        self._code = Label(font="heading", color="accent")
        self._role = Label(color="text2")
        self.edit = IconButton("edit", "Sửa nhiệm vụ của đơn vị…")
        self.remove = IconButton("trash", "Xóa nhiệm vụ của đơn vị…")
        self.extend = IconButton("calendar-plus", "Gia hạn…")
        self.history = IconButton("history", "Lịch sử của nhiệm vụ (Ctrl+H)")
        self.paragraph = IconButton("resolution", "Đoạn trong Nghị quyết (Ctrl+G)")
        self.close_button = IconButton("close", "Đóng phần nhập (Esc)")
        self.edit.clicked.connect(self.edit_wanted)
        self.remove.clicked.connect(self.remove_wanted)
        self.extend.clicked.connect(self.extension_wanted)
        self.history.clicked.connect(self.history_wanted)
        self.paragraph.clicked.connect(self.paragraph_wanted)
        self.close_button.clicked.connect(self.closed)
        self._row = row = QHBoxLayout(self)
        row.setSpacing(8)
        row.addWidget(self._code)
        row.addWidget(self._role, 1)
        for button in (
            self.edit,
            self.remove,
            self.extend,
            self.history,
            self.paragraph,
            self.close_button,
        ):
            row.addWidget(button)
        self.set_low(False)

    def set_low(self, low: bool) -> None:
        """Leave more height to the fields."""
        above, below = (6, 2) if low else (10, 6)
        self._row.setContentsMargins(SIDE + 2, above, 10, below)

    def show_code(self, code: str, role: str, title: str) -> None:
        """Show which task is being edited."""
        self._code.setText(code)
        self._words = (role, title)
        self._show_words()

    def show_title(self, *, shown: bool) -> None:
        """Say the task's title instead of the role, as far as there is room: it is out of sight."""
        if shown != self._titled:
            self._titled = shown
            self._show_words()

    def _show_words(self) -> None:
        self._role.setText(self._words[self._titled])


class EditorFoot(QWidget):
    """Whether all is saved; the task before; the next task."""

    previous_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.saved = SaveLabel()
        self.previous = IconButton("chevron-left", "Nhiệm vụ trước (Alt+Up)", edge=True)
        self.next = PrimaryButton("Nhiệm vụ sau")
        self.next.setToolTip("Ctrl+Enter")
        self.previous.clicked.connect(self.previous_wanted)
        self.next.clicked.connect(self.next_wanted)
        self._row = row = QHBoxLayout(self)
        row.setSpacing(8)
        row.addWidget(self.saved, 1)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        self.keys = Label("Ctrl+Enter", font="least", color="text2")
        row.addWidget(self.keys)
        self.set_low(False)

    def set_low(self, low: bool) -> None:
        """Leave more height to the fields."""
        rim = 4 if low else 8
        self._row.setContentsMargins(SIDE + 2, rim, SIDE, rim)

    def set_ends(self, *, first: bool, last: bool) -> None:
        """Say whether there is a task before and after."""
        self.previous.setEnabled(not first)
        self.next.setEnabled(not last)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the keys out where they would cut what is said of saving; the tooltip has them."""
        super().resizeEvent(event)
        words = max(text_width(said) for said, _color in SAVE_WORDS.values())
        beside = (self.previous, self.next, self.keys)
        needed = words + theme().px(SAVE_ROOM) + sum(part.sizeHint().width() + 8 for part in beside)
        self.keys.setVisible(needed <= self.contentsRect().width() - 2 * SIDE - 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("canvas"))
        painter.fillRect(0, 0, self.width(), 1, theme().color("border"))


class SaveLabel(QWidget):
    """Says "Đã lưu" with a tick, or what still has to be done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._color = "", "text2"
        self._state: SaveState | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_state(self, state: SaveState | None, words: str = "") -> None:
        """Show a state of saving; None shows other ``words`` without a sign."""
        self._state = state
        self._words, self._color = SAVE_WORDS[state] if state else (words, "text2")
        self.setAccessibleName(self._words)
        self.update()

    def text(self) -> str:
        """Give the words shown."""
        return self._words

    def sizeHint(self) -> QSize:
        return QSize(int(text_width(self._words)) + theme().px(SAVE_ROOM), theme().line("body"))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, theme().line("body"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = theme().px(16)
        place = QRectF(0, (self.height() - size) / 2, size, size)
        if self._state is SaveState.SAVED:
            paint_icon(painter, "tick", "ok", place)
        elif self._state is SaveState.INVALID:
            paint_shape(painter, place, "triangle_mark")
        left = 0 if self._state in (None, SaveState.WAITING) else size + 8
        room = QRectF(self.rect()).adjusted(left, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignLeft
        paint_text(painter, room, self._words, color=self._color, align=flags)
