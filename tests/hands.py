"""Hands on keyboard and mouse: real events, typed for mypy, Vietnamese letters included.

``QTest.keyClicks`` ends the process at the first letter beyond Latin-1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

_PLAIN = Qt.KeyboardModifier.NoModifier
_LEFT = Qt.MouseButton.LeftButton


def type_text(widget: QWidget, text: str) -> None:
    """Type letters one by one, as a keyboard with a Vietnamese input method sends them."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            known = letter.isascii() and letter.isprintable()
            key = ord(letter.upper()) if known else Qt.Key.Key_unknown.value
            QCoreApplication.sendEvent(widget, QKeyEvent(kind, key, _PLAIN, letter))


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = _PLAIN) -> None:
    """Press and release one key."""
    QTest.keyClick(widget, key, modifier)


def press_ctrl(widget: QWidget, key: Qt.Key) -> None:
    """Press one key with Ctrl."""
    QTest.keyClick(widget, key, Qt.KeyboardModifier.ControlModifier)


def click(widget: QWidget, place: QPoint | None = None) -> None:
    """Click the left button, in the middle of the widget or at ``place``."""
    QTest.mouseClick(widget, _LEFT, _PLAIN, place or widget.rect().center())


def show_active(widget: QWidget) -> None:
    """Show a window and wait until it has the keyboard: before that nothing in it has focus."""
    widget.show()
    widget.activateWindow()
    QTest.qWaitForWindowActive(widget)


def turn_wheel(widget: QWidget, notches: int = -1) -> bool:
    """Turn the wheel over a widget, down when negative; returns whether the widget took it."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(widget.mapToGlobal(middle.toPoint())),
        QPoint(0, 0),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        _PLAIN,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QCoreApplication.sendEvent(widget, event)
    return event.isAccepted()


def drop_files(widget: QWidget, files: Sequence[Path], place: QPoint | None = None) -> bool:
    """Drag files over a widget and let go, in its middle or at ``place``; whether it took them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    place = place or widget.rect().center()
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(place, copy, data, _LEFT, _PLAIN)
    QCoreApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    QCoreApplication.sendEvent(widget, QDropEvent(QPointF(place), copy, data, _LEFT, _PLAIN))
    return True
