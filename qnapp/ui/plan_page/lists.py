"""The plain lists of the page: how they are made, and what stands in that of doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.models.record_model import Record, RecordModel
from qnapp.text import curled
from qnapp.ui.kit.labels import Separator
from qnapp.ui.kit.records import RecordTable

if TYPE_CHECKING:
    from qnapp.domain.plan import Plan
    from qnapp.models.record_model import Heading
    from qnapp.ui.kit.labels import Label
    from qnapp.ui.kit.whole_row import WholeRow


def record_table(
    name: str, headings: tuple[Heading, ...], *, lines: int = 2
) -> tuple[RecordModel, RecordTable]:
    """Make a list and the view of it."""
    model = RecordModel(headings)
    return model, RecordTable(name, model, lines=lines)


def with_buttons(
    table: RecordTable,
    *buttons: QWidget,
    whole: WholeRow | None = None,
    said: Label | None = None,
) -> QWidget:
    """Put a list over its buttons; ``whole`` stands between them, ``said`` beside the buttons."""
    page = QWidget()
    foot = QHBoxLayout()
    foot.setContentsMargins(14, 8, 14, 10)
    foot.setSpacing(8)
    for button in buttons:
        foot.addWidget(button)
    if said is not None:
        foot.addWidget(said, 1)
    else:
        foot.addStretch(1)
    box = QVBoxLayout(page)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    box.addWidget(table, 1)
    if whole is not None:
        box.addWidget(whole)
    box.addWidget(Separator())
    box.addLayout(foot)
    return page


def names_of(plan: Plan) -> dict[str, str]:
    """Names of organisations, then of groups, by code: whom a task can be given to."""
    names = {one.code: one.name for one in plan.organisations}
    return names | {one.code: f"Nhóm: {one.title}" for one in plan.groups}


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
