"""Hands that count what they do, for journeys with a limit; typing text is not counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hands import click, press, type_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

_PLAIN = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class CountedHands:
    """Keys go to whatever has the keyboard, as they do for a person."""

    def __init__(self) -> None:
        self.keys = 0
        self.clicks = 0
        self.systems = 0  # clicks in a system's own file dialog, added by the test
        self.outside: list[str] = []  # files opened by other programs

    @property
    def actions(self) -> int:
        """Keys and clicks together."""
        return self.keys + self.clicks

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _PLAIN) -> None:
        """Press one key."""
        self.keys += 1
        press(self.focused(), key, modifier)

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        """Click once."""
        self.clicks += 1
        assert widget.isVisible(), "nobody can click what is not there"
        assert widget.isEnabled(), "nobody can click what is switched off"
        click(widget, place)

    def type(self, text: str) -> None:
        """Type a text into the field with the cursor."""
        type_text(self.focused(), text)

    @staticmethod
    def focused() -> QWidget:
        """What has the keyboard."""
        found = QApplication.focusWidget()
        assert isinstance(found, QWidget), "nothing has the keyboard"
        return found
