"""Search in the text: the field, how many hits, the steps between them, the doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qnapp.ui.kit.buttons import IconButton, QuietButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.paint import text_width
from qnapp.ui.kit.search import SearchField
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent


NONE = "Không tìm thấy"
_LEAST = 150  # of the field, in pixels


class TextSearchField(SearchField):
    """Enter goes to the next hit, Shift+Enter to the one before; ``stepped`` carries 1 or -1."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.search_now()
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.stepped.emit(-1 if back else 1)
            return
        super().keyPressEvent(event)


class SearchBar(QWidget):
    """``searched`` carries the words, ``stepped`` 1 or -1; ``doubt_wanted`` asks for a doubt."""

    searched = Signal(str)
    stepped = Signal(int)
    doubt_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = TextSearchField("Tìm trong Nghị quyết", "(Ctrl+F)")
        self.field.setMinimumWidth(_LEAST)
        self.count = Label("", font="small", color="text2", whole=True)
        self.before = IconButton("chevron-up", "Chỗ tìm thấy trước (Shift+F3)")
        self.after = IconButton("chevron-down", "Chỗ tìm thấy sau (F3)")
        self._doubts = 0
        self.doubt = QuietButton("", "note", size="small")
        self.doubt.setToolTip("Đến chỗ tiếp theo cần đối chiếu bản gốc")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 8)
        row.setSpacing(6)
        row.addWidget(self.field, 1)
        row.addWidget(self.before)
        row.addWidget(self.after)
        row.addWidget(self.count)
        row.addSpacing(8)
        row.addWidget(self.doubt)
        self.field.searched.connect(self.searched)
        self.field.stepped.connect(self.stepped)
        self.before.clicked.connect(self._step_back)
        self.after.clicked.connect(self._step_on)
        self.doubt.clicked.connect(self.doubt_wanted)
        self.set_count(-1, 0)
        theme().changed.connect(self._fit)

    def set_count(self, current: int, hits: int) -> None:
        """Say "3/17", or that nothing was found; ``current`` counts from 0, -1 for none."""
        asked = bool(self.field.value().strip())
        words = f"{current + 1}/{hits}" if current >= 0 else f"{hits} chỗ"
        self.count.setText(words if hits else NONE if asked else "")
        self._fit()
        for button in (self.before, self.after):
            button.setEnabled(hits > 0)

    def set_doubts(self, paragraphs: int) -> None:
        """Say how many paragraphs hold something doubtful."""
        self._doubts = paragraphs
        self.doubt.setAccessibleName(f"{paragraphs} đoạn cần đối chiếu")
        self.doubt.setVisible(paragraphs > 0)
        self._fit()

    def _fit(self) -> None:
        """Give the button fewer words where the field has too little room, as in large letters."""
        # Room for the longest: the field must not shrink under what is being typed.
        self.count.setMinimumWidth(round(text_width(NONE, "small")) + 1)
        wanted = self.field.whole_width() - _LEAST
        for words in (self.doubt.accessibleName(), f"{self._doubts} đoạn", str(self._doubts)):
            self.doubt.setText(words)
            if self.minimumSizeHint().width() + wanted <= self.width():
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _step_on(self) -> None:
        self.stepped.emit(1)

    def _step_back(self) -> None:
        self.stepped.emit(-1)
