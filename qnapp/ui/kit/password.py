"""The box that asks for a password: once to open something, twice to set it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qnapp.db.sealing import LEAST_PASSWORD
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.required import all_given
from qnapp.ui.kit.theme import theme

_WIDTH = 440
_DIFFERENT = "Hai lần gõ không giống nhau. Gõ lại mật khẩu."
_NONE = "Gõ mật khẩu."
_SHORT = f"Mật khẩu cần ít nhất {LEAST_PASSWORD} ký tự."


class PasswordBox(QDialog):
    """``password`` after it was accepted; "" where it was left blank, which ``needed`` forbids."""

    def __init__(
        self,
        sentence: str,
        deed: str,
        *,
        twice: bool,
        needed: bool,
        parent: QWidget | None = None,
    ) -> None:
        """``deed`` stands on the button; ``twice``: a new password, typed two times."""
        super().__init__(parent)
        self.setWindowTitle("QNApp")
        self.setModal(True)
        self.password = ""
        self._needed = needed
        self.first = _secret()
        self.second = _secret() if twice else None
        self.go_on, self.cancel = PrimaryButton(deed), QuietButton("Hủy")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(20, 16, 20, 16)
        self._box.setSpacing(12)
        self._box.addWidget(Label(sentence, wrap=True))
        self._box.addWidget(FieldBox("Mật khẩu", self.first))
        if self.second is not None:
            self._box.addWidget(FieldBox("Gõ lại mật khẩu", self.second))
        self._box.addLayout(self._make_foot())
        for field in self._fields():
            field.edited.connect(self._unsay)
            field.fault_changed.connect(self._fit)
        self.setAccessibleName(sentence)
        self._fit()
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_foot(self) -> QHBoxLayout:
        self.go_on.clicked.connect(self._decide)
        self.go_on.setDefault(True)  # Enter, once the field has judged what was typed
        self.cancel.clicked.connect(self.reject)
        return foot_line(self.cancel, self.go_on)

    def _fields(self) -> tuple[LineEdit, ...]:
        return (self.first,) if self.second is None else (self.first, self.second)

    def _unsay(self) -> None:
        for field in self._fields():  # what the two say of each other holds no longer
            field.set_fault("")

    def _decide(self) -> None:
        typed = self.first.text()
        if self._needed and not all_given((self.first, _NONE)):
            return
        if self.second is not None and typed and len(typed) < LEAST_PASSWORD:
            self.first.set_fault(_SHORT)
        elif self.second is not None and typed != self.second.text():
            self.second.set_fault(_DIFFERENT)
        else:
            self.password = typed
            self.accept()

    def _fit(self) -> None:
        # By hand: Qt would take the height that the sentence needs at its own, greater width.
        self._box.activate()
        width = theme().px(_WIDTH)
        self.setFixedSize(width, self._box.totalHeightForWidth(width))


def _secret() -> LineEdit:
    field = LineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
    return field
