"""Widgets that come and go together, inside a form that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterable


class Stack(QWidget):
    """Widgets one below the other that are replaced together."""

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(spacing)

    def fill(self, widgets: Iterable[QWidget]) -> None:
        """Show other widgets; with none the stack takes no room."""
        while (item := self._box.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for widget in widgets:
            self._box.addWidget(widget)
            widget.show()
        self.setVisible(self._box.count() > 0)
