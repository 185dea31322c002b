"""What was taken away and can be taken back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db import evidence
from qnapp.models.evidence_lines import described, shown_name
from qnapp.text import file_size
from qnapp.ui.kit.buttons import LinkButton, QuietButton
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.surfaces import EmptyState, ScrollColumn, beside_bar, resize_on_screen
from qnapp.ui.kit.theme import theme
from qnapp.ui.session_band import SessionBand

if TYPE_CHECKING:
    from qnapp.db.store import Changes
    from qnapp.domain.reporting import Evidence
    from qnapp.ui.session import Session

SIZE = (620, 440)
_BAR = 8  # room beside the scroll bar
EMPTY = "Thùng rác trống. Minh chứng bị bỏ nằm ở đây và lấy lại được."


class TrashDialog(QDialog):
    """Every piece with "Lấy lại", which undo takes back."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Thùng rác minh chứng")
        resize_on_screen(self, (theme().px(SIZE[0]), theme().px(SIZE[1])))
        self._session = session
        self.entries: list[TrashEntry] = []
        self.band = SessionBand(self._session)
        self.empty = EmptyState(EMPTY)
        self.column = ScrollColumn(margins=(0, 0, _BAR, 0))
        self.column.body.addStretch(1)
        close = QuietButton("Đóng")
        close.clicked.connect(self.close)
        above, below = beside_bar(_BAR), beside_bar(_BAR)
        above.addWidget(self.band)
        below.addLayout(foot_line(close))
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16 - _BAR, 16)
        box.setSpacing(12)
        box.addLayout(above)
        for part in (self.empty, self.column):
            box.addWidget(part, 1)
        box.addLayout(below)
        session.changed.connect(self._store_changed)
        self._fill()

    def _fill(self) -> None:
        for entry in self.entries:
            self.column.body.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        items = evidence.trash(self._session.store)
        self.entries = [TrashEntry(self._session, item) for item in items]
        for at, entry in enumerate(self.entries):
            self.column.body.insertWidget(at, entry)
        self.empty.setVisible(not items)
        self.column.setVisible(bool(items))

    def _store_changed(self, changes: Changes) -> None:
        if changes.evidence:
            self._fill()


class TrashEntry(QWidget):
    """One piece that was taken away."""

    def __init__(self, session: Session, item: Evidence, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._item = session, item
        self.back = LinkButton("Lấy lại")
        self.back.setAccessibleName(f"Lấy lại {shown_name(item)}")
        self.back.clicked.connect(self._take_back)
        size = "nộp sau" if item.deferred else file_size(item.size)
        second = ", ".join(part for part in (described(item), size) if part)
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(shown_name(item), font="body_strong", lines=1))
        words.addWidget(Label(second, font="small", color="text2", lines=1))
        row.addLayout(words, 1)
        row.addWidget(self.back)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addLayout(row)
        box.addWidget(Separator())

    def _take_back(self) -> None:
        action = partial(evidence.restore, self._session.store, self._item.id)
        self._session.write(f"Lấy lại minh chứng {shown_name(self._item)}", action)
