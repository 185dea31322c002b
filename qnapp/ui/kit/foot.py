"""The last line of a dialog: its buttons at the right, the deed last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

_GAP = 8


def foot_line(*buttons: QWidget, left: Sequence[QWidget] = ()) -> QHBoxLayout:
    """Lay ``buttons`` out at the right end of a line, and what stands ``left`` at its beginning."""
    line = QHBoxLayout()
    line.setSpacing(_GAP)
    for widget in left:
        line.addWidget(widget)
    line.addStretch(1)
    for button in buttons:
        line.addWidget(button)
    return line
