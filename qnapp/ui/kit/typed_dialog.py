"""A dialog with fields: closing it by Escape, Hủy or the cross asks before typed words are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from qnapp.ui.kit.door import MessageBox
from qnapp.ui.kit.search import SearchField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    TypedField = QLineEdit | QTextEdit | QPlainTextEdit

QUESTION = "Bỏ nội dung đã nhập?"
GIVE_UP, GO_ON = "Bỏ", "Nhập tiếp"


class TypedDialog(QDialog):
    """What its fields hold when it opens is not typed; ``accept`` and ``done`` ask nothing.

    A dialog that goes on after its deed calls ``settle``; one whose fields are kept as they are
    typed, or written by the program, says in ``typed_fields`` or ``is_typed`` what would be lost.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settled_words: dict[int, str] | None = None
        self._leaving: MessageBox | None = None

    def typed_fields(self) -> Sequence[TypedField]:
        """Fields whose words would be lost."""
        found: list[TypedField] = [
            *self.findChildren(QLineEdit),
            *self.findChildren(QTextEdit),
            *self.findChildren(QPlainTextEdit),
        ]
        return [one for one in found if not (one.isReadOnly() or isinstance(one, SearchField))]

    def settle(self) -> None:
        """Take what the fields hold now for known."""
        self._settled_words = {id(one): _words(one) for one in self.typed_fields()}

    def is_typed(self) -> bool:
        """Whether a field holds words that nothing else keeps."""
        known = self._settled_words or {}
        return any(_words(one) != known.get(id(one), _words(one)) for one in self.typed_fields())

    def reject(self) -> None:
        """Close, but not over typed words without a question."""
        if not self.isVisible() or not self.is_typed():
            super().reject()
        elif self._leaving is None:
            self._leaving = MessageBox("lose", QUESTION, "", (GIVE_UP, GO_ON), self)
            self._leaving.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self._leaving.finished.connect(self._take_answer)
            self._leaving.open()

    def _take_answer(self, _result: int) -> None:
        box, self._leaving = self._leaving, None
        if box is not None and box.answer == 0:
            super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._settled_words is None:
            self.settle()
            if self.focusWidget() is None:
                # As by Tab: what a first line holds is selected, so that typing replaces it.
                self.focusNextChild()


def _words(field: TypedField) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()
