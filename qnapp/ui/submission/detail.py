"""One row of a received report in full: what was reported, its files, why it goes back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from qnapp.domain.plan import Channel
from qnapp.domain.reporting import Evidence, IndicatorRow, Level, TaskRow
from qnapp.text import file_size, format_date, format_number
from qnapp.ui.kit.buttons import CheckBox, LinkButton
from qnapp.ui.kit.fields import FieldBox
from qnapp.ui.kit.keys import put_before
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.surfaces import Card, ScrollColumn
from qnapp.ui.kit.texts import GrowingTextEdit
from qnapp.ui.submission.marks import REASONS
from qnapp.ui.tasks_page.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qnapp.domain.received import ReceivedFile
    from qnapp.models.received_rows import ReportRow
    from qnapp.ui.kit.notices import Kind

NOT_HERE = "tệp này chưa có trong gói đã nhận"
_TASK_TEXTS = (
    ("result", "Kết quả thực hiện"),
    ("delay_reason", "Lý do chậm"),
    ("difficulty", "Khó khăn, vướng mắc"),
    ("proposal", "Đề xuất, kiến nghị"),
    ("next_step", "Việc tiếp theo"),
)
_VALUES = (
    ("actual", "Thực hiện"),
    ("estimate", "Ước cả kỳ"),
    ("cumulative", "Lũy kế từ đầu năm"),
    ("same_period_last_year", "Cùng kỳ năm trước"),
)


class RowDetail(Card):
    """Reads only, except for the mark and its reason."""

    marked = Signal(str, object)  # uid, reason; None takes the mark away
    file_wanted = Signal(object)  # ReceivedFile

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self._line: ReportRow | None = None
        self._shown: object = None
        self._files: Mapping[str, ReceivedFile] = {}
        self.code, self.title = Label("", font="heading"), Label("", wrap=True)
        self.notes, self.facts = Stack(8), Stack(8)
        self.mark = CheckBox("Trả lại dòng này")
        self.reason = GrowingTextEdit("Ghi rõ cần sửa gì", min_lines=2, max_lines=6)
        self.reason_box = FieldBox("Lý do trả lại", self.reason, link="Lý do thường dùng")
        self.reason_box.link_clicked.connect(self._offer)
        self.mark.clicked.connect(self._switch)
        self.reason.committed.connect(self._say)
        self.reason.edited.connect(self._say)
        self._build()
        self.show_line(None, {}, (), ())

    def _build(self) -> None:
        column = ScrollColumn(margins=(16, 12, 16, 12))
        for widget in (self.code, self.title, self.notes, self.facts):
            column.body.addWidget(widget)
        column.body.addStretch(1)
        self.column = column
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(6)
        foot.addWidget(self.mark)
        foot.addWidget(self.reason_box)
        self.body.setSpacing(0)
        self.body.addWidget(column, 1)
        self.body.addWidget(Separator())
        self.body.addLayout(foot)

    def show_line(
        self,
        line: ReportRow | None,
        files: Mapping[str, ReceivedFile],
        said: Sequence[tuple[Level, str]],
        changes: Sequence[str],
    ) -> None:
        """Show a row; ``said`` is what the checks found, ``changes`` what differs from before."""
        other = line is None or self._line is None or line.key != self._line.key
        self._line, self._files = line, files
        self.mark.setVisible(line is not None)
        self.mark.setChecked(line is not None and line.marked)
        self.reason_box.setVisible(line is not None and line.marked)
        if line is not None and (other or self.reason.value() != (line.reason or "")):
            self.reason.set_value(line.reason or "")
        shown = (line.row if line else None, tuple(said), tuple(changes))
        if shown == self._shown:
            return
        self._shown = shown
        self.code.setText(line.code if line else "")
        self.title.setText(line.title if line else "Chọn một dòng để xem đầy đủ.")
        kinds: dict[Level, Kind] = {Level.ERROR: "bad", Level.WARNING: "soon"}
        notices = [Notice(kinds[level], text, icon="warning") for level, text in said]
        if changes:
            told = "\n".join(("Khác lần trước", *changes))
            notices.append(Notice("doing", told, icon="history"))
        self.notes.fill(notices)
        self.facts.fill(self._facts(line) if line else ())
        put_before(self.facts, *self.facts.findChildren(LinkButton))

    def focus_reason(self) -> None:
        """Put the cursor into the reason."""
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    # what was reported

    def _facts(self, line: ReportRow) -> Iterator[QWidget]:
        row = line.row
        if line.silent:
            yield Label("Kế hoạch giao nhiệm vụ này cho đơn vị, báo cáo không nêu.", wrap=True)
        elif isinstance(row, TaskRow):
            yield from self._task_facts(line, row)
        elif isinstance(row, IndicatorRow):
            yield from self._indicator_facts(line, row)

    def _task_facts(self, line: ReportRow, row: TaskRow) -> Iterator[QWidget]:
        said = row.progress
        yield _fact("Thời hạn", row.deadline.text or "Không ghi")
        yield _fact("Tình trạng", ", ".join(filter(None, (line.state, line.figure))))
        if row.channel is Channel.RESTRICTED:
            sent = format_date(said.restricted_on) if said.restricted_on else ""
            number = ", ".join(filter(None, (said.restricted_number, sent)))
            yield _fact("Đã báo cáo theo đường riêng", number or "Chưa ghi số, ngày")
            return
        days = (("Ngày hoàn thành", said.ended_on), ("Dự kiến xong", said.still_expected_on))
        for words, day in days:
            if day is not None:
                yield _fact(words, format_date(day))
        if row.extension is not None:
            yield _fact("Gia hạn", f"{format_date(row.extension.due)}, {row.extension.document}")
        for field, words in _TASK_TEXTS:
            text = getattr(said, field)
            if text or field == "result":
                yield _fact(words, text or "Không ghi")
        yield from self._evidence(row.evidence)

    def _indicator_facts(self, line: ReportRow, row: IndicatorRow) -> Iterator[QWidget]:
        found = row.measurement
        yield _fact("Mức của đơn vị", row.target.text if row.target else "Không có mức riêng")
        yield _fact("Đơn vị tính", row.indicator.unit or "Không ghi")
        for field, words in _VALUES:
            value = getattr(found, field)
            if value is not None:
                yield _fact(words, format_number(value))
        if line.state:
            yield _fact("Đánh giá", line.state)
        for text, words in (
            (found.words, "Kết quả bằng lời"),
            (found.contest_reason, "Lý do tự đánh giá"),
            (found.note, "Ghi chú"),
        ):
            if text:
                yield _fact(words, text)
        yield from self._evidence(row.evidence)

    def _evidence(self, items: Iterable[Evidence]) -> Iterator[QWidget]:
        found = list(items)
        yield _name("Minh chứng")
        if not found:
            yield Label("Không có tệp nào", color="text2")
        for item in found:
            yield self._file(item)

    def _file(self, item: Evidence) -> QWidget:
        day = format_date(item.issued_on) if item.issued_on else ""
        about = ", ".join(filter(None, (item.number, day, item.title)))
        held = self._files.get(item.sha256)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        if held is not None:
            words = f"{item.name} ({file_size(held.size)})"
            link = LinkButton(words, "evidence", font="body_small")
            link.setAccessibleName(f"Mở {item.name}")
            link.clicked.connect(partial(RowDetail._open, self, held))
            row.addWidget(link)
            row.addWidget(Label(about, font="small", color="text2", lines=1), 1)
        else:
            missing = "nộp sau" if item.deferred else NOT_HERE
            words = f"{item.title or item.name}: {missing}"
            row.addWidget(Label(words, color="text2", wrap=True), 1)
        return line

    def _open(self, file: ReceivedFile, _checked: bool = False) -> None:
        self.file_wanted.emit(file)

    # the mark

    def _switch(self, checked: bool) -> None:
        if self._line is not None:
            self.marked.emit(self._line.key, "" if checked else None)
            if checked:
                self.focus_reason()

    def _say(self) -> None:
        if self._line is not None and self._line.marked:
            self.marked.emit(self._line.key, self.reason.value())

    def _offer(self) -> None:
        menu = reason_menu(self.reason, self)
        menu.popup(self.reason_box.link.mapToGlobal(self.reason_box.link.rect().bottomLeft()))


def reason_menu(field: GrowingTextEdit, parent: QWidget) -> QMenu:
    """Frequent reasons; the chosen one is put behind what is written. Frees itself when closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for words in REASONS:
        menu.addAction(words).triggered.connect(partial(_put, field, words))
    return menu


def _put(field: GrowingTextEdit, words: str, _checked: bool = False) -> None:
    text = field.value().rstrip()
    if words not in text:
        field.selectAll()
        field.insertPlainText(f"{text} {words}".strip())
    field.setFocus(Qt.FocusReason.OtherFocusReason)


def _name(words: str) -> Label:
    return Label(words, font="small", color="text2")


def _fact(name: str, words: str) -> QWidget:
    """A name and below it what was reported, in full."""
    fact = QWidget()
    box = QVBoxLayout(fact)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(1)
    box.addWidget(_name(name))
    value = Label(words, wrap=True)
    value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.addWidget(value)
    return fact
