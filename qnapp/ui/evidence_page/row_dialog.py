"""Asks which task or indicator evidence is for; the same dialog notes what is handed in later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.domain.lookup import everything, look_up
from qnapp.domain.plan import Channel
from qnapp.models.hit_model import HitModel
from qnapp.ui.hit_list import HitDelegate
from qnapp.ui.kit.buttons import PrimaryButton, QuietButton
from qnapp.ui.kit.dates import DateEdit
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.foot import foot_line
from qnapp.ui.kit.growing import GrowsWithWords
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.lists import RowList
from qnapp.ui.kit.search import SearchField
from qnapp.ui.kit.surfaces import in_card, resize_on_screen
from qnapp.ui.kit.theme import theme
from qnapp.ui.kit.typed_dialog import TypedDialog

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qnapp.domain.lookup import Hit
    from qnapp.domain.reporting import Worksheet
    from qnapp.ui.session import Session

SIZE = (620, 480)
NOTHING = "Không tìm thấy nhiệm vụ, chỉ tiêu nào đơn vị đang theo dõi."


def rows_with_evidence(sheet: Worksheet) -> tuple[Hit, ...]:
    """Rows of the period that may have evidence: followed, and not travelling apart."""
    own = {row.uid for row in sheet.own_tasks if row.channel is not Channel.RESTRICTED}
    own |= {row.uid for row in sheet.followed_indicators}
    return tuple(hit for hit in everything(sheet) if hit.kind != "evidence" and hit.uid in own)


class RowDialog(TypedDialog):
    """``chosen`` carries the uid; a promise also has ``promised_title`` and ``promised_on``."""

    chosen = Signal(str)

    def __init__(
        self,
        session: Session,
        title: str,
        button: str,
        *,
        first: Sequence[str] = (),
        promise: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``first``: uids that are offered before the others."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        resize_on_screen(self, (theme().px(SIZE[0]), theme().px(SIZE[1])))
        rows = rows_with_evidence(session.worksheet())
        self._hits = sorted(rows, key=lambda hit: hit.uid not in first)
        self._promise = promise
        self._build(button, session.period.year)
        GrowsWithWords(self)
        self._search("")

    def _build(self, button: str, year: int) -> None:
        self.title, self.day = LineEdit(), DateEdit(year)
        self.search = SearchField("Tìm nhiệm vụ, chỉ tiêu")
        self.search.searched.connect(self._search)
        self.search.installEventFilter(self)
        self.rows = HitModel(self)
        self.list = RowList("Nhiệm vụ, chỉ tiêu của đơn vị")
        self.list.set_rows(self.rows, HitDelegate)
        self.list.doubleClicked.connect(self._take)
        self.list.activated.connect(self._take)
        card = in_card(self.list)
        self.nothing = Label(NOTHING, color="text2")
        self.take = PrimaryButton(button)
        self.take.clicked.connect(self._take)
        cancel = QuietButton("Hủy")
        cancel.clicked.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(12)
        box.addLayout(self._promise_fields())
        for part in (self.search, self.nothing):
            box.addWidget(part)
        box.addWidget(card, 1)
        box.addLayout(foot_line(cancel, self.take))
        (self.title if self._promise else self.search).setFocus()

    def _promise_fields(self) -> QHBoxLayout:
        row = QHBoxLayout()
        if self._promise:
            row.setSpacing(8)
            row.addWidget(FieldBox("Văn bản sẽ nộp sau", self.title), 2)
            row.addWidget(FieldBox("Hẹn nộp đến ngày", self.day), 1)
        return row

    @property
    def promised_title(self) -> str:
        """What the promised document is called."""
        return self.title.value()

    @property
    def promised_on(self) -> date | None:
        """Until when it is promised."""
        return self.day.value()

    def _search(self, text: str) -> None:
        found = look_up(self._hits, text, limit=len(self._hits)) if text.strip() else self._hits
        self.rows.set_hits(found, text)
        if found:
            self.list.setCurrentIndex(self.rows.index(0))
        self.nothing.setVisible(not found)
        self.take.setEnabled(bool(found))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter of the search field belong to the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.key() in steps:
                self._move(steps[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.search.search_now()
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _move(self, by: int) -> None:
        row = self.list.currentIndex().row() + by
        if 0 <= row < self.rows.rowCount():
            self.list.setCurrentIndex(self.rows.index(row))

    def _take(self, _index: QModelIndex | None = None) -> None:
        index = self.list.currentIndex()
        if not index.isValid() or not self._complete():
            return
        self.chosen.emit(self.rows.hit(index.row()).uid)
        self.accept()

    def _complete(self) -> bool:
        if not self._promise:
            return True
        if not self.title.value().strip():
            self.title.set_fault("Ghi tên văn bản sẽ nộp sau.")
            self.title.setFocus()
            return False
        self.day.commit()
        return not self.day.fault()
