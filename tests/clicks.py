"""Clicks that are counted: what a person does with the mouse to get something done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import hands

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget


@dataclass
class Clicks:
    """Counts clicks on the program's own widgets; a system's file dialog adds ``systems``."""

    count: int = 0
    systems: int = 0
    outside: list[str] = field(default_factory=list)  # files opened by other programs

    def __call__(self, widget: QWidget, place: QPoint | None = None) -> None:
        self.count += 1
        assert widget.isVisible(), "nobody can click what is not there"
        assert widget.isEnabled(), "nobody can click what is switched off"
        hands.click(widget, place)
