"""What a new plan version changed of a row: old and new words side by side until they were seen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from qnapp.db.plan_versions import mark_seen
from qnapp.domain.plan_changes import ChangedRow
from qnapp.text import upper_first
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import Notice

if TYPE_CHECKING:
    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.plan_changes import WordChange
    from qnapp.ui.session import Session

CHANGED = "Thay đổi theo kế hoạch mới, phiên bản\N{NO-BREAK SPACE}{version}."
ADDED = "Mới có trong kế hoạch phiên bản\N{NO-BREAK SPACE}{version}."
SEEN = "Đã xem"
_EMPTY = "(trống)"


class PlanChangePanel(QWidget):
    """Hidden unless the plan changed the row since the clerk last saw it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._uid = ""
        self.notice = Notice("soon", icon="note", button=SEEN)
        self.notice.clicked.connect(self._seen)
        self._words: QWidget | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(6)
        self._box.addWidget(self.notice)
        self.hide()

    def show_row(self, uid: str) -> None:
        """Show what changed of a row, or nothing."""
        self._uid = uid
        found = self._session.second_look().get(uid)
        self.setVisible(found is not None)
        if self._words is not None:
            self._words.hide()  # it is freed later, and must not be seen until then
            self._words.deleteLater()
            self._words = None
        if found is None:
            return
        version = self._session.worksheet().plan.version
        is_change = isinstance(found, ChangedRow)
        self.notice.set_text((CHANGED if is_change else ADDED).format(version=version))
        if isinstance(found, ChangedRow):
            self._words = _side_by_side(found.changes)
            self._box.addWidget(self._words)

    def _seen(self) -> None:
        store, uid = self._session.store, self._uid
        self._session.write("đã xem thay đổi", partial(_mark, store, uid))


def _mark(store: Store, uid: str) -> list[FieldChange]:
    """Note it; there is nothing to undo, since the words stay in the plan's versions."""
    mark_seen(store, [uid])
    return []


def _side_by_side(changes: tuple[WordChange, ...]) -> QWidget:
    from qnapp.exchange.plan_arrival import FIELD_WORDS, value_words  # takes long to import

    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    for column in (1, 2):
        grid.setColumnStretch(column, 1)
    for column, title in ((1, "Trước đây"), (2, "Nay là")):
        grid.addWidget(Label(title, font="small", color="text2"), 0, column)
    for row, one in enumerate(changes, 1):
        old, new = (value_words(one, text) or _EMPTY for text in (one.old, one.new))
        field = FIELD_WORDS[one.field]
        before, now = Label(old, color="text2", wrap=True), Label(new, wrap=True)
        before.set_struck(True)
        before.setAccessibleName(f"{field}, trước đây: {old}")
        now.setAccessibleName(f"{field}, nay là: {new}")
        named = Label(upper_first(field), font="small", color="text2", whole=True)
        for column, label in enumerate((named, before, now)):
            grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
    return holder
