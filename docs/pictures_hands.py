"""Hands at the keyboard, for pictures of what somebody has typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qnapp.ui.window import MainWindow


def type_words(widget: QWidget, text: str) -> None:
    """Type letters one by one, Vietnamese ones too, which ``QTest`` does not know."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QCoreApplication.sendEvent(widget, event)


def search_page(window: MainWindow, text: str) -> None:
    """Ctrl+F and words; "" ends it."""
    window.activateWindow()
    window.topbar.search_in_page()
    field = window.focusWidget()
    assert field is not None
    type_words(field, text)
