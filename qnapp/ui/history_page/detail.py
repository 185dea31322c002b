"""One change in full: both values, the way back, the way to its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db.history_pages import value_now
from qnapp.ui.kit.buttons import IconButton, LinkButton, QuietButton
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.surfaces import EmptyState, ScrollColumn
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from qnapp.models.journal_lines import JournalLine
    from qnapp.ui.session import Session

TAKE_BACK = "Lấy lại giá trị này"
IS_NOW = "Giá trị đang dùng"
CHOOSE = "Chọn một thay đổi để xem nội dung trước và sau khi sửa."


class ValueBox(QWidget):
    """One of the two values, with its way back."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.words = Label(wrap=True)
        self.now = Label(IS_NOW, font="small", color="text2", whole=True)
        self.take = LinkButton(TAKE_BACK, font="body_small")
        self.take.setAccessibleName(f"{TAKE_BACK}: {title.lower()}")
        head = QHBoxLayout()
        head.addWidget(Label(title, font="body_small_strong", whole=True))
        head.addStretch(1)
        head.addWidget(self.now)
        head.addWidget(self.take)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addLayout(head)
        box.addWidget(self.words)

    def show_value(self, words: str, *, is_now: bool, may_take: bool) -> None:
        """Show a value; ``is_now``: the field holds it."""
        self.words.setText(words)
        self.now.setVisible(is_now)
        self.take.setVisible(may_take and not is_now)


class ChangeDetail(QWidget):
    """The chosen line. The signals say what is wanted of it."""

    old_wanted = Signal()
    new_wanted = Signal()
    event_wanted = Signal()  # take the whole event back
    cell_wanted = Signal()
    row_wanted = Signal()  # only the history of this row
    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._build()

    def _build(self) -> None:
        self.cross = IconButton("close", "Đóng khung chi tiết (Esc)")
        self.code = Label(font="heading", color="accent", wrap=True)
        self.title = Label(wrap=True)
        self.facts = Label(font="small", color="text2", wrap=True)
        self.field = Label(font="body_strong", wrap=True)
        self.old, self.new = ValueBox("Trước khi sửa"), ValueBox("Sau khi sửa")
        self.back = QuietButton("Hoàn tác cả lần này", "undo")
        self.cell = QuietButton("Đến ô này", "arrow-right")
        self.row = LinkButton("Chỉ xem nhật ký của dòng này")
        self.row.padding = 0  # flush with the words above it
        self.column = ScrollColumn(margins=(16, 4, 12, 12))
        body = self.column.body
        for part in (self.code, self.title, self.facts):
            body.addWidget(part)
        body.addWidget(Separator())
        body.addWidget(self.field)
        for value in (self.old, self.new):
            body.addWidget(value)
        for button in (self.back, self.row):
            body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        body.addStretch(1)
        self.nothing = EmptyState()
        self.foot = QWidget()
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(16, 10, 14, 10)
        foot.addWidget(self.cell)
        foot.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 0)
        head.addWidget(Label("Thay đổi", font="small_strong", color="text2"))
        head.addStretch(1)
        head.addWidget(self.cross)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.column, 1)
        box.addWidget(self.nothing, 1)
        box.addWidget(self.foot)
        self._connect()

    def _connect(self) -> None:
        self.cross.clicked.connect(self.closed)
        self.old.take.clicked.connect(self.old_wanted)
        self.new.take.clicked.connect(self.new_wanted)
        self.back.clicked.connect(self.event_wanted)
        self.cell.clicked.connect(self.cell_wanted)
        self.row.clicked.connect(self.row_wanted)

    def show_line(self, line: JournalLine | None, *, one_row: bool = False) -> None:
        """Show another line; ``one_row``: the list holds no other row's already."""
        self.column.setVisible(line is not None)
        self.nothing.setVisible(line is None)
        self.foot.setVisible(line is not None and bool(line.where.page) and not line.is_event)
        if line is None:
            return
        where = line.where
        self.code.setText(where.code)
        self.title.setText(where.title)
        self.title.setVisible(bool(where.title))
        how = f" ({line.how})" if line.how else ""
        self.facts.setText(f"{line.who}{how}, {line.time} ngày {line.day}")
        self.field.setText(where.field)
        self.back.setVisible(line.may_come_back)
        own_row = bool(where.title and where.uid) and not line.is_event
        self.row.setVisible(own_row and not one_row)
        self.old.setVisible(not line.is_event)
        self.new.setVisible(not line.is_event)
        if not line.is_event:
            self._show_values(line)

    def _show_values(self, line: JournalLine) -> None:
        entry = line.entry
        now = value_now(self._session.store, entry)
        may = now is not None and not line.where.hidden and not self._session.store.moved
        known = not line.where.hidden and now is not None
        self.old.show_value(line.full_old, is_now=known and now == entry.old, may_take=may)
        self.new.show_value(line.full_new, is_now=known and now == entry.new, may_take=may)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)  # on a narrow window it lies over the table
        painter.fillRect(self.rect(), theme().color("surface"))
        painter.fillRect(0, 0, 1, self.height(), theme().color("border"))
