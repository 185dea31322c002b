"""What the tests of Thiết lập do again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hands import press, type_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from qnapp.ui.kit.dates import DateEdit
    from qnapp.ui.kit.fields import LineEdit


def press_focused(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    press(focused, key)


def retype(field: LineEdit | DateEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    type_text(field, text)
    press(field, Qt.Key.Key_Return)
