"""The current row of a list in full, below a list that cuts what needs more lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qnapp.ui.kit.labels import Separator
from qnapp.ui.kit.texts import GrowingTextEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.models.record_model import RecordModel
    from qnapp.ui.kit.records import RecordTable

LINES = (2, 5)  # at least and at most; beyond them it scrolls


class WholeRow(QWidget):
    """Tells the words of some columns under a thin line; nothing while no row is chosen."""

    def __init__(self, table: RecordTable, model: RecordModel, columns: Sequence[int]) -> None:
        """``columns`` that are told; more than one with their headings."""
        super().__init__()
        self._table, self._model, self._columns = table, model, columns
        least, most = LINES
        self.text = GrowingTextEdit(min_lines=least, max_lines=most)
        self.text.set_locked(True)
        self.text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # read, scrolled and copied by keys
        self.text.setAccessibleName("Nguyên văn dòng đang chọn")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(Separator())
        inside = QVBoxLayout()
        inside.setContentsMargins(14, 6, 14, 6)
        inside.addWidget(self.text)
        box.addLayout(inside)
        table.current_changed.connect(self._tell)
        for signal in (model.dataChanged, model.layoutChanged, model.rowsRemoved):
            signal.connect(self._tell)
        self.hide()

    def _tell(self, *_: object) -> None:
        row = self._table.currentIndex().row()
        self.setVisible(row >= 0)
        if row < 0:
            return
        cells, heads = self._model.item(row).cells, self._model.heads
        told = [(heads[at], cells[at]) for at in self._columns if cells[at]]
        several = len(self._columns) > 1
        words = (f"{head}: {text}" if several else text for head, text in told)
        self.text.set_value("\n".join(words))
