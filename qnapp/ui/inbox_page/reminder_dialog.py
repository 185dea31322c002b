"""Đôn đốc: who is reminded, until when, in which words; then one công văn and a letter each."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRectF, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.db.calendar import stored_period
from qnapp.db.reporters import addresses
from qnapp.db.settings import get_settings
from qnapp.domain.collecting import NEAR_DAYS
from qnapp.exchange.reminding import Wish, draft_words, pressing, to_remind, write_reminder
from qnapp.models.reminder_model import (
    NO_ADDRESS,
    ReminderColumn,
    ReminderModel,
    ReporterRole,
    TickRole,
)
from qnapp.text import format_date
from qnapp.ui.file_dialogs import open_file, open_folder
from qnapp.ui.kit.buttons import CheckBox, LinkButton, PrimaryButton, QuietButton, paint_check
from qnapp.ui.kit.dates import DateEdit
from qnapp.ui.kit.delegates import (
    TextDelegate,
    cell_rect,
    is_hovered,
    is_selected,
    paint_row_background,
)
from qnapp.ui.kit.fields import FieldBox
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.list_table import TickTable
from qnapp.ui.kit.paint import paint_text
from qnapp.ui.kit.report_signs import REPORT_SIGNS
from qnapp.ui.kit.segments import SegmentedControl
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.surfaces import Card, EmptyState, resize_on_screen
from qnapp.ui.kit.texts import GrowingTextEdit
from qnapp.ui.kit.theme import theme
from qnapp.ui.outside import open_outside
from qnapp.ui.working_dialog import WorkingDialog

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from qnapp.db.store import Store
    from qnapp.domain.periods import Period
    from qnapp.exchange.reminding import WrittenReminder
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

    Index = QModelIndex | QPersistentModelIndex

SIZE = (1300, 620)
WIDTHS = {ReminderColumn.TICK: 44, ReminderColumn.STATE: 112, ReminderColumn.EMAIL: 226}
LETTERHEADS = (("dang", "Đảng", ""), ("nha-nuoc", "Nhà nước", ""))
PDF = "Tệp PDF (*.pdf);;Mọi tệp (*)"
GRACE = timedelta(days=5)  # until the proposed new last day, once the due day is over
NOBODY = "Mọi đơn vị đã gửi báo cáo đúng hạn, không có đơn vị nào cần đôn đốc."
UNTIMED_NOBODY = "Kỳ nhập bổ sung không tính chậm nên không đôn đốc đơn vị nào."
_BOX, _SIGN = 18, 16


class _Delegate(TextDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        column, rect = index.column(), cell_rect(option)
        if column not in (ReminderColumn.TICK, ReminderColumn.STATE):
            super().paint(painter, option, index)
            return
        first = column == ReminderColumn.TICK
        paint_row_background(
            painter, rect, selected=is_selected(option), hovered=is_hovered(option), first=first
        )
        if first:
            box = QRectF(rect.left() + 14, rect.center().y() - _BOX / 2, _BOX, _BOX)
            ticked = index.data(TickRole)
            paint_check(painter, box, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            return
        sign = REPORT_SIGNS[index.data(ReporterRole).state]
        square = QRectF(rect.left() + 8, rect.center().y() - _SIGN / 2, _SIGN, _SIGN)
        paint_shape(painter, square, sign.shape, sign.color)
        paint_text(painter, QRectF(rect).adjusted(31, 0, -4, 0), str(index.data()))

    def color(self, index: Index) -> str:
        if index.column() == ReminderColumn.EMAIL and index.data() == NO_ADDRESS:
            return "soon"
        return "text" if index.data(TickRole) else "text2"


class ReminderDialog(WorkingDialog):
    """The text follows what is chosen until somebody writes into it."""

    stopped = "Đã dừng lập công văn và thư, chưa ghi nhận đôn đốc đơn vị nào."

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setWindowTitle(f"Đôn đốc gửi báo cáo {session.period.name.lower()}")
        resize_on_screen(self, (theme().px(SIZE[0]), theme().px(SIZE[1])))
        self._draft = ""
        self._signed: Path | None = None
        late = to_remind(session.store, session.period_code)
        known = addresses(session.store, [one.code for one in late])
        urgent = pressing(session.store, session.period_code)
        self.model = ReminderModel(late, known, urgent, self)
        self.table = TickTable(self.model, "Đơn vị cần đôn đốc")
        self.table.setItemDelegate(_Delegate(self.table))
        self.table.set_widths(WIDTHS, ReminderColumn.NAME)
        self.table.grow_by(ReminderColumn.NAME)
        self.everybody = CheckBox("Chọn tất cả")
        self.letterhead = SegmentedControl(LETTERHEADS)
        self.letterhead.set_value(get_settings(session.store).letterhead)
        self.answer_by = DateEdit(session.today().year, "ngày/tháng")
        self.answer_by.set_value(proposed_day(session.period, session.today()))
        self.text = GrowingTextEdit(
            "Lời mẫu hiện ở đây khi đánh dấu đơn vị.", min_lines=9, max_lines=14
        )
        self.count = Label("", color="text2", wrap=True)
        self.attach = LinkButton("Kèm bản đã ký…", "sign")
        self.save, self.cancel = PrimaryButton("Lưu công văn và thư…"), QuietButton("Đóng")
        self._build(empty=not late)
        self._connect()
        self._redraft()

    @classmethod
    def open_for(cls, session: Session, parent: QWidget | None = None) -> ReminderDialog:
        """Show who is late over the window; the dialog frees itself when closed."""
        dialog = cls(session, parent)
        dialog.open()
        return dialog

    def _build(self, *, empty: bool) -> None:
        card = Card(padding=0)
        card.body.setSpacing(0)
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 6, 12, 4)
        tools.addWidget(self.everybody)
        tools.addStretch(1)
        card.body.addLayout(tools)
        card.body.addWidget(self.table, 1)
        untimed = stored_period(self._session.store, self._session.period_code).backfilled
        nobody = EmptyState(UNTIMED_NOBODY if untimed else NOBODY, good=True)
        card.body.addWidget(nobody, 1)
        self.table.setVisible(not empty)
        self.everybody.setVisible(not empty)
        nobody.setVisible(empty)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(card, 4)
        middle.addWidget(self._build_form(), 3)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.jobs)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 12)
        box.setSpacing(10)
        box.addWidget(self.band)
        box.addLayout(middle, 1)
        box.addLayout(foot)

    def _build_form(self) -> QWidget:
        form = QWidget()
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(FieldBox("Đề nghị gửi chậm nhất ngày", self.answer_by), 1)
        line.addWidget(FieldBox("Thể thức", self.letterhead), 1)
        self.words = FieldBox("Nội dung công văn", self.text, link="Lấy lại lời mẫu")
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(self.words)
        column.addWidget(self.attach, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return form

    def _connect(self) -> None:
        self.table.tick_wanted.connect(self.model.switch)
        self.model.ticks_changed.connect(self._redraft)
        self.everybody.clicked.connect(self.model.tick_all)
        self.answer_by.committed.connect(self._redraft)
        self.letterhead.committed.connect(self._redraft)
        self.words.link_clicked.connect(self._take_draft)
        self.attach.clicked.connect(self._choose_signed)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.reject)
        self.band.retried.connect(self._save)

    # what is written

    def wish(self) -> Wish:
        """What stands in the fields."""
        day = self.answer_by.value() or proposed_day(self._session.period, self._session.today())
        text = "" if self.text.value() == self._draft else self.text.value()
        form = self.letterhead.value()
        return Wish(self.model.ticked(), day, form, text, self._signed)

    def is_typed(self) -> bool:
        """The text that the program drafts is nobody's words."""
        return self.text.value() != self._draft

    def _redraft(self) -> None:
        """Let the text follow what is chosen, unless it is somebody's own by now."""
        own = self.text.value() != self._draft
        store, period = self._session.store, self._session.period_code
        self._draft = draft_words(store, period, self.wish())
        if not own:
            self.text.set_value(self._draft)
            self._draft = self.text.value()
        self._tell()

    def _take_draft(self) -> None:
        self.text.set_value(self._draft)

    def _tell(self) -> None:
        chosen, nameless = self.model.ticked(), self.model.nameless()
        letters = len(chosen) - len(nameless)
        told = "Một công văn" + (f" và {letters} thư." if letters else ", không có thư.")
        if nameless:
            told += f" {len(nameless)} đơn vị chưa có địa chỉ thư trong danh bạ nên không có thư."
        self.count.setText(told if chosen else self._why_nobody())
        self.save.setText("Lưu công văn và thư…" if letters or not chosen else "Lưu công văn…")
        self.save.setEnabled(bool(chosen) and self._job is None)
        self.cancel.setText("Đóng" if self._job is None else "Hủy")
        self.everybody.setChecked(len(chosen) == self.model.rowCount())

    def _why_nobody(self) -> str:
        """Say why nobody is ticked: too early, all were reminded, or a person's own choice."""
        due, today = self._session.period.due, self._session.today()
        if not self.model.rowCount():
            return ""
        if (due - today).days > NEAR_DAYS:
            return (
                f"Chưa đến lúc đôn đốc: hạn gửi {format_date(due)}. "
                "Cần nhắc sớm thì đánh dấu đơn vị."
            )
        return "Đánh dấu đơn vị cần đôn đốc."

    def _choose_signed(self) -> None:
        self._signed = open_file(self, "Chọn công văn đã ký", PDF)
        name = f"Kèm theo thư: {self._signed.name}" if self._signed else "Kèm bản đã ký…"
        self.attach.setText(name)
        self.attach.updateGeometry()

    def _save(self) -> None:
        self.answer_by.commit()
        if self.answer_by.fault():
            return
        folder = open_folder(self, "Chọn thư mục để lưu công văn và thư")
        if folder is None:
            return
        self.band.clear()
        work = partial(_write, self._session.period_code, self.wish(), folder)
        self._run("Đang lập công văn và thư đôn đốc", work, partial(self._written, folder))

    def _written(self, folder: Path, found: WrittenReminder) -> None:
        letters = f" và {len(found.letters)} thư" if found.letters else ""
        self._session.said.emit(f"Đã lưu công văn đôn đốc{letters} vào “{folder.name}”.")
        open_outside(folder)
        self.accept()


def proposed_day(period: Period, today: date) -> date:
    """Propose the new last day: the period's own while that is ahead, else some days from now."""
    return period.due if today < period.due else today + GRACE


def _write(period: str, wish: Wish, folder: Path, store: Store, job: Job) -> WrittenReminder:
    return write_reminder(store, period, wish, folder, progress=job.report, cancelled=job.cancelled)
