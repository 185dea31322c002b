"""The plain lists of the page: how they are made, and what stands in that of doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.models.record_model import Record, RecordModel
from qnapp.text import curled
from qnapp.ui.kit.labels import Separator
from qnapp.ui.kit.records import RecordTable
from qnapp.ui.kit.texts import GrowingTextEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.domain.plan import Plan
    from qnapp.models.record_model import Heading


def record_table(
    name: str, headings: tuple[Heading, ...], *, lines: int = 2
) -> tuple[RecordModel, RecordTable]:
    """Make a list and the view of it."""
    model = RecordModel(headings)
    return model, RecordTable(name, model, lines=lines)


class WholeRow(QWidget):
    """The current row's words in full, below a list that cuts them after its second line."""

    def __init__(self, table: RecordTable, model: RecordModel, columns: Sequence[int]) -> None:
        """``columns`` that are told; more than one with their headings."""
        super().__init__()
        self._table, self._model, self._columns = table, model, columns
        self.text = GrowingTextEdit(min_lines=2, max_lines=5)
        self.text.set_locked(True)
        self.text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # read, scrolled and copied by keys
        self.text.setAccessibleName("Nguyên văn dòng đang chọn")
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 6, 14, 6)
        box.addWidget(self.text)
        table.current_changed.connect(self._tell)
        for signal in (model.dataChanged, model.layoutChanged, model.rowsRemoved):
            signal.connect(self._tell)

    def _tell(self, *_: object) -> None:
        row = self._table.currentIndex().row()
        if row < 0:
            self.text.set_value("")
            return
        cells, heads = self._model.item(row).cells, self._model.heads
        told = [(heads[at], cells[at]) for at in self._columns if cells[at]]
        several = len(self._columns) > 1
        self.text.set_value(
            "\n".join(f"{head}: {words}" if several else words for head, words in told)
        )


def with_buttons(table: RecordTable, *buttons: QWidget, whole: WholeRow | None = None) -> QWidget:
    """Put a list over the buttons that belong to it; ``whole`` stands between them."""
    page = QWidget()
    foot = QHBoxLayout()
    foot.setContentsMargins(14, 8, 14, 10)
    foot.setSpacing(8)
    for button in buttons:
        foot.addWidget(button)
    foot.addStretch(1)
    box = QVBoxLayout(page)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    box.addWidget(table, 1)
    if whole is not None:
        box.addWidget(Separator())
        box.addWidget(whole)
    box.addWidget(Separator())
    box.addLayout(foot)
    return page


def doubt_records(plan: Plan) -> list[Record]:
    """Rows and paragraphs that have to be compared with the original."""
    rows = [(one.uid, one.code, one.title, one.doubts) for one in plan.tasks]
    rows += [(one.uid, f"CT {one.code}", one.title, one.doubts) for one in plan.indicators]
    rows += [(one.id, f"Mục {one.section}", one.text, one.doubts) for one in plan.paragraphs]
    return [
        Record(uid, (code, title, curled("; ".join(doubts))), sign="square_dots")
        for uid, code, title, doubts in rows
        if doubts
    ]
