"""Keys that several forms share."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterGoesOn(QObject):
    """Enter in a one-line field goes on to the next field (look, section 11)."""

    def watch(self, field: QWidget) -> None:
        """Let Enter in a field do what Tab does."""
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if event.key() in _ENTER and plain:
                cast("QWidget", watched).focusNextChild()
                return True
        return super().eventFilter(watched, event)
