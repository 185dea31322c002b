"""Keys that several forms share, and the menu of a field that offers what they do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QTextEdit, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMenu

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CTRL = Qt.KeyboardModifier.ControlModifier
_STEPS = {
    (Qt.Key.Key_Z, _CTRL): -1,
    (Qt.Key.Key_Y, _CTRL): 1,
    (Qt.Key.Key_Z, _CTRL | Qt.KeyboardModifier.ShiftModifier): 1,
}
_ENTRIES = {"edit-undo": (-1, "Ctrl+Z"), "edit-redo": (1, "Ctrl+Y")}  # as Qt names them


class UndoKeys(QObject):
    """Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z in a field of text, alike on every system and in its menu.

    A field has steps of its own; past them, and while ``shared()`` says that the store has every
    step, the keys go on to the window. Two ways back side by side would undo each other.
    """

    def __init__(self, edit: QLineEdit | QTextEdit, shared: Callable[[], bool]) -> None:
        super().__init__(edit)
        self._edit = edit
        self._shared = shared
        edit.installEventFilter(self)
        if isinstance(edit, QTextEdit):
            edit.viewport().installEventFilter(self)  # a right click arrives there
        box = edit.focusProxy()
        if box is not None:  # a choice that can be typed: it hands keys on past all filters
            box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QContextMenuEvent):
            self.make_menu().popup(event.globalPos())
            return True
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.type() not in kinds or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        step = _STEPS.get((Qt.Key(event.key()), event.modifiers()), 0)
        if not step:
            return super().eventFilter(watched, event)
        own = self._is_own(step)
        event.setAccepted(own)
        if own and event.type() == QEvent.Type.KeyPress:
            self._take_step(step)
        return True

    def make_menu(self) -> QMenu:
        """Make the field's menu, where undo and redo do what the keys do; it frees itself."""
        menu = self._edit.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for old in menu.actions():
            if old.objectName() in _ENTRIES:
                step, keys = _ENTRIES[old.objectName()]
                entry = QAction(f"{old.text().partition(chr(9))[0]}\t{keys}", menu)
                entry.setEnabled(self._offers(step))
                entry.triggered.connect(partial(self._go, step, keys))
                menu.insertAction(old, entry)
                menu.removeAction(old)
        return menu

    def _offers(self, step: int) -> bool:
        shared = self._shared() and self._window_key("Ctrl+Z") is not None
        return not self._edit.isReadOnly() and (self._has_step(step) or shared)

    def _go(self, step: int, keys: str, _checked: bool = False) -> None:
        """Take a step of the field, or the window's."""
        window = self._window_key(keys)
        if self._is_own(step) or window is None:
            self._take_step(step)
        else:
            window.activated.emit()

    def _window_key(self, keys: str) -> QShortcut | None:
        wanted = QKeySequence(keys)
        found = self._edit.window().findChildren(QShortcut)
        return next((one for one in found if one.key() == wanted), None)

    def _is_own(self, step: int) -> bool:
        # A step forward of its own is there only after one back of its own.
        return self._has_step(step) and (step > 0 or not self._shared())

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


def put_before(next_one: QWidget, *parts: QWidget) -> None:
    """Let Tab come to what was built later on its way to ``next_one``, which may be its box."""
    before = next_one.previousInFocusChain()
    while before is not None and not before.focusPolicy() & Qt.FocusPolicy.TabFocus:
        if before is next_one:
            return  # nothing here takes the keyboard
        before = before.previousInFocusChain()
    for part in (one for one in parts if one.focusPolicy() & Qt.FocusPolicy.TabFocus):
        assert before is not None  # the chain is a ring
        QWidget.setTabOrder(before, part)
        before = part


def select_line(field: QWidget) -> None:
    """Select what a field of one line holds: what is typed now takes its place.

    Qt does so when a field gets the keyboard, but not where another record is shown in it.
    """
    line = field.lineEdit() if isinstance(field, QComboBox) else field
    if isinstance(line, QLineEdit):
        line.selectAll()


def begin_number(field: QWidget, digits: str) -> None:
    """Go into a field of a number and type digits there, in the place of what it held."""
    if isinstance(field, QLineEdit) and not field.isReadOnly():
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()
        plain = Qt.KeyboardModifier.NoModifier
        for digit in digits:
            press = QKeyEvent(QEvent.Type.KeyPress, ord(digit), plain, digit)
            QCoreApplication.sendEvent(field, press)
