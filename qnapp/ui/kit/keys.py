"""Keys that several forms share."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QTextEdit

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CTRL = Qt.KeyboardModifier.ControlModifier
_STEPS = {
    (Qt.Key.Key_Z, _CTRL): -1,
    (Qt.Key.Key_Y, _CTRL): 1,
    (Qt.Key.Key_Z, _CTRL | Qt.KeyboardModifier.ShiftModifier): 1,
}


class UndoKeys(QObject):
    """Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z in a field of text, alike on every system.

    A field has steps of its own; past them, and while ``shared()`` says that the store has every
    step, the keys go on to the window. Two ways back side by side would undo each other.
    """

    def __init__(self, edit: QLineEdit | QTextEdit, shared: Callable[[], bool]) -> None:
        super().__init__(edit)
        self._edit = edit
        self._shared = shared
        edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.type() not in kinds or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        step = _STEPS.get((Qt.Key(event.key()), event.modifiers()), 0)
        if not step:
            return super().eventFilter(watched, event)
        # A step forward of its own is there only after one back of its own.
        own = self._has_step(step) and (step > 0 or not self._shared())
        event.setAccepted(own)
        if own and event.type() == QEvent.Type.KeyPress:
            self._take_step(step)
        return True

    def _has_step(self, step: int) -> bool:
        if self._edit.isReadOnly():
            return False
        steps = self._edit if isinstance(self._edit, QLineEdit) else self._edit.document()
        return steps.isUndoAvailable() if step < 0 else steps.isRedoAvailable()

    def _take_step(self, step: int) -> None:
        if step < 0:
            self._edit.undo()
        else:
            self._edit.redo()


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
