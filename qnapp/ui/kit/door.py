"""The one door to the user: whatever the program says in a box goes through here.

The sentence comes first, the technical detail stands behind "Chi tiết". Small successes are said
in the status bar (``status``), not in boxes.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qnapp.errors import UserError
from qnapp.ui.kit.buttons import LinkButton, PrimaryButton, QuietButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import DETAILS, Details, more_words
from qnapp.ui.kit.paint import paint_icon
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

Mood = Literal["info", "warn", "error", "ask", "lose"]

_CANCELLED = -1
_WIDTH = 440


class Door(QObject):
    """Says and asks things. ``parent`` is the window that the boxes belong to."""

    said = Signal(str)  # for the status bar

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window = parent

    def status(self, text: str) -> None:
        """Say a small thing in the status bar."""
        self.said.emit(text)

    def info(self, sentence: str, *, detail: str = "") -> None:
        """Say something that must be read before going on."""
        self._show("info", sentence, detail, ("Đóng",))

    def warn(self, sentence: str, *, detail: str = "") -> None:
        """Say that something needs attention."""
        self._show("warn", sentence, detail, ("Đóng",))

    def error(self, problem: str | UserError, *, detail: str = "") -> None:
        """Say what went wrong: a sentence, or an error that carries one."""
        if isinstance(problem, UserError):
            detail = detail or detail_of(problem)
        self._show("error", str(problem), detail, ("Đóng",))

    def ask(
        self, question: str, yes: str, no: str = "Hủy", *, detail: str = "", loses: bool = False
    ) -> bool:
        """Ask before something that changes much. ``yes`` names the deed, never "OK".

        ``loses``: it takes something away, so that Enter alone must not do it.
        """
        return self._show("lose" if loses else "ask", question, detail, (yes, no)) == 0

    def choose(self, question: str, buttons: Sequence[str], *, detail: str = "") -> int | None:
        """Ask for one of several ways; returns its index, None when the box was closed."""
        answer = self._show("ask", question, detail, tuple(buttons))
        return None if answer == _CANCELLED else answer

    def ask_password(
        self, sentence: str, deed: str, *, twice: bool = False, needed: bool = False
    ) -> str | None:
        """Ask for a password; None when the box was closed, "" where it was left blank.

        ``twice``: a new one, typed two times; ``needed``: it may not be left blank.
        """
        return self._ask_password(sentence, deed, twice=twice, needed=needed)

    def _ask_password(self, sentence: str, deed: str, *, twice: bool, needed: bool) -> str | None:
        from qnapp.ui.kit.password import PasswordBox

        box = PasswordBox(sentence, deed, twice=twice, needed=needed, parent=self._window)
        answer = box.password if box.exec() else None
        box.deleteLater()
        return answer

    def _show(self, mood: Mood, sentence: str, detail: str, buttons: tuple[str, ...]) -> int:
        box = MessageBox(mood, sentence, detail, buttons, self._window)
        box.exec()
        answer = box.answer
        box.deleteLater()
        return answer


def detail_of(error: UserError) -> str:
    """Technical text behind a sentence: the error's own detail, else its cause."""
    if error.detail:
        return error.detail
    cause = error.__cause__
    return f"{type(cause).__name__}: {cause}" if cause is not None else ""


class MessageBox(QDialog):
    """One sentence, its details folded away, and the buttons: the first one is the deed.

    The keyboard begins at the deed; in the mood "lose" at the way back, and no button is loud.
    """

    def __init__(
        self,
        mood: Mood,
        sentence: str,
        detail: str,
        buttons: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.answer = _CANCELLED
        self.setWindowTitle("QNApp")
        self.setModal(True)
        self._details = Details()
        self._details.set_text(detail)
        self._details.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 20, 20, 16)
        box.setSpacing(16)
        self._box = box
        box.addLayout(self._make_sentence(mood, sentence))
        box.addWidget(self._details)
        box.addLayout(self._make_foot(mood, detail, buttons))
        self.setAccessibleName(sentence)
        self._fit()
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_sentence(self, mood: Mood, sentence: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        words = Label(sentence, wrap=True)
        row.addWidget(_MoodSign(mood), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        return row

    def _make_foot(self, mood: Mood, detail: str, buttons: Sequence[str]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._more = LinkButton(DETAILS)
        self._more.setVisible(bool(detail))
        self._more.clicked.connect(self._toggle)
        row.addWidget(self._more)
        row.addStretch(1)
        loud = mood != "lose"
        made = [self._make_button(at, text, loud=loud) for at, text in enumerate(buttons)]
        for button in reversed(made):  # the deed stands at the right end
            row.addWidget(button)
        self._first = made[0] if loud else made[-1]
        return row

    def _make_button(self, at: int, text: str, *, loud: bool) -> QWidget:
        button = PrimaryButton(text) if at == 0 and loud else QuietButton(text)
        button.clicked.connect(partial(self._choose, at))
        return button

    def _choose(self, at: int) -> None:
        self.answer = at
        self.accept()

    def _toggle(self) -> None:
        self._details.setVisible(not self._details.isVisible())
        self._more.setText(more_words(self._details))
        self._fit()

    def _fit(self) -> None:
        # By hand: Qt would take the height that the sentence needs at its own, greater width.
        self._box.activate()
        width = theme().px(_WIDTH)
        self.setFixedSize(width, self._box.totalHeightForWidth(width))


class _MoodSign(QWidget):
    def __init__(self, mood: Mood) -> None:
        super().__init__()
        self._mood = mood
        self.setFixedSize(QSize(24, 24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        if self._mood == "error":
            paint_shape(painter, rect, "triangle_mark")
        elif self._mood == "warn":
            paint_icon(painter, "warning", "soon", rect)
        elif self._mood == "info":
            paint_icon(painter, "info", "accent", rect)
        else:
            paint_icon(painter, "help", "accent" if self._mood == "ask" else "soon", rect)
