"""The written parts of a received report, as text to be read and copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.surfaces import Card, ScrollColumn

if TYPE_CHECKING:
    from qnapp.documents.report import Report

WIDTH = 720


class WordsView(Card):
    """One part below the other, headings as printed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self._column = ScrollColumn(margins=(24, 16, 24, 16))
        self.body.addWidget(self._column)

    def set_report(self, report: Report) -> None:
        """Show the text of a report."""
        page = QWidget()
        page.setMaximumWidth(WIDTH)
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        for part in report.parts:
            if part.heading:
                box.addWidget(Label(part.heading, font="heading", wrap=True))
            for text in part.paragraphs:
                words = Label(text, wrap=True)
                words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                box.addWidget(words)
        box.addStretch(1)
        self._column.body.addWidget(page)
