"""The editor beside the table: what the plan says of a task, and what the clerk says of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qnapp.db import assignments, milestones
from qnapp.db.periods import periods
from qnapp.documents.words import ROLE_WORDS
from qnapp.domain.concordance import may_speak_of
from qnapp.domain.periods import previous
from qnapp.domain.plan import Channel
from qnapp.domain.reporting import Status
from qnapp.domain.task_checks import day_doubts, doubt_of_completion, doubt_of_officer
from qnapp.models.task_lines import is_local
from qnapp.text import lower_first
from qnapp.ui.dropped import DropFrame, dropped_files
from qnapp.ui.evidence.strip import NONE_KEPT, EvidenceStrip
from qnapp.ui.history_dialog import HistoryDialog
from qnapp.ui.kit.labels import Separator
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.scrolling import FormArea
from qnapp.ui.kit.surfaces import EmptyState
from qnapp.ui.kit.theme import theme
from qnapp.ui.plan_change import PlanChangePanel
from qnapp.ui.refused import RefusedFields
from qnapp.ui.tasks_page import actions
from qnapp.ui.tasks_page.autosave import Autosave, SaveState
from qnapp.ui.tasks_page.extension_dialog import ExtensionDialog
from qnapp.ui.tasks_page.facts import TaskFacts
from qnapp.ui.tasks_page.form import ProgressForm
from qnapp.ui.tasks_page.milestones import MilestoneFields
from qnapp.ui.tasks_page.modes import Mode, mode_of, mode_sentence, returned_sentence
from qnapp.ui.tasks_page.parts import SIDE, EditorFoot, EditorHead
from qnapp.ui.tasks_page.restricted import RestrictedForm

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from PySide6.QtGui import (
        QDragEnterEvent,
        QDragLeaveEvent,
        QDropEvent,
        QPaintEvent,
        QResizeEvent,
    )

    from qnapp.domain.reporting import Progress, TaskRow, Worksheet
    from qnapp.ui.session import Session

PROGRESS = (
    "status",
    "percent",
    "expected_on",
    "completed_on",
    "result",
    "delay_reason",
    "difficulty",
    "proposal",
    "next_step",
)
RESTRICTED = ("restricted_number", "restricted_on")
CHOOSE = "Chọn một nhiệm vụ trong danh sách để xem và ghi kết quả."
_WITH_FIELDS = frozenset({Mode.OPEN, Mode.LOCKED, Mode.RESTRICTED, Mode.RESTRICTED_LOCKED})
_LOW = 530  # height of an editor that shows the fields only below folded words
_NOTE = 100  # and more below the reason why a row was returned


class TaskEditor(QWidget):
    """Edits one task of the session's worksheet; it writes by itself and never on request only.

    What could not be written when a task was left (a date that is none, a full disk) is kept and
    put back when the task is shown again.
    """

    closed = Signal()
    previous_wanted = Signal()
    next_wanted = Signal()
    take_wanted = Signal(str)  # uid: report on this task
    edit_wanted = Signal(str)  # uid of a local task: change its words
    remove_wanted = Signal(object)  # row of a local task: take it out of the lists

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._row: TaskRow | None = None
        self._period = ""
        self._share_before: tuple[int | None, ...] = ()  # what "Hoàn thành" has put 100 % over
        self._written = False  # whether fields are open for the task that is shown
        self.autosave = Autosave(self._write, self)
        self._fields = RefusedFields(session, self.autosave, "progress", "tasks")
        self.autosave.state_changed.connect(self._tell_state)
        self.frame = DropFrame(self)
        self.setAcceptDrops(True)
        self._build()
        self._connect()

    # build

    def _build(self) -> None:
        self.head, self.foot = EditorHead(), EditorFoot()
        self.strip = EvidenceStrip(self._session)
        self.middle = FormArea()
        self.middle.setWidget(self._build_middle())
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.head)
        box.addWidget(self.middle, 1)
        self.blank = EmptyState(CHOOSE)
        box.addWidget(self.blank, 1)
        box.addWidget(self.strip)
        box.addWidget(self.foot)
        self._show_blank(blank=True)

    def _build_middle(self) -> QWidget:
        self.facts = TaskFacts()
        self.carried = Notice("none", "Chuyển từ kỳ trước, chưa xác nhận.", icon="clock")
        self.carried.set_button("Xác nhận")
        self.mode_notice = Notice("none", icon="info")
        self.returned = Notice("soon", icon="return")
        self.plan_change = PlanChangePanel(self._session)
        self.form, self.restricted = ProgressForm(), RestrictedForm()
        self.milestones = MilestoneFields(self._session, after=self.restricted.date)
        inside = QWidget()
        self._column = column = QVBoxLayout(inside)
        column.setContentsMargins(SIDE + 2, 0, SIDE - 6, SIDE)
        column.addWidget(self.returned)
        column.addWidget(self.plan_change)
        column.addWidget(self.facts)
        self._line = Separator()
        column.addWidget(self._line)
        parts = (self.mode_notice, self.carried, self.restricted, self.milestones, self.form)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        return inside

    def _connect(self) -> None:
        self.form.bind(self.autosave, (*PROGRESS, "officer"))
        self.restricted.bind(self.autosave)
        self.restricted.clear_wanted.connect(self._clear_restricted)
        self.form.status_chosen.connect(self._status_chosen)
        self.form.recall_wanted.connect(self._recall)
        self.head.closed.connect(self.closed)
        self.head.history_wanted.connect(self.show_history)
        self.head.paragraph_wanted.connect(self.show_paragraph)
        self.foot.previous_wanted.connect(self.previous_wanted)
        self.foot.next_wanted.connect(self.next_wanted)
        self.carried.clicked.connect(self._confirm)
        self.mode_notice.clicked.connect(self._mode_button)
        self.head.extension_wanted.connect(self.show_extensions)
        self.head.edit_wanted.connect(self._edit)
        self.head.remove_wanted.connect(self._remove)
        self.milestones.state_changed.connect(self._tell_state)
        self.middle.verticalScrollBar().valueChanged.connect(self._tell_title)

    # which task

    @property
    def uid(self) -> str:
        """Task that is shown, "" for none."""
        return self._row.uid if self._row else ""

    @property
    def mode(self) -> Mode:
        """What may be typed for the task that is shown."""
        assert self._row is not None
        return mode_of(self._row, closed=not self._session.writable(self._row.uid))

    def show_row(self, row: TaskRow | None) -> None:
        """Show a task; what is half typed of the one before is written first."""
        same = row is not None and row.uid == self.uid
        if same and self._period == self._session.period_code:
            self._update(row)
            return
        self.flush()
        self._row, self._period = row, self._session.period_code
        self._share_before = ()
        self._show_blank(blank=row is None)
        self.strip.set_target(self.uid)
        if row is None:
            return
        self._arrange(row)
        self._fields.load(row, self._period, _values(row))
        self.form.show_row(row, fresh=True)
        self._give_up_hidden()
        self.middle.show_top()

    def _show_blank(self, *, blank: bool) -> None:
        self.blank.setVisible(blank)
        for part in (self.head, self.middle, self.strip, self.foot):
            part.setVisible(not blank)

    def _update(self, row: TaskRow | None) -> None:
        """Take over what changed of the task that is shown; what is being typed stays."""
        assert row is not None
        written_before = self._written
        self._row = row
        self._arrange(row)
        self.autosave.update(_values(row))
        self.form.show_row(row, fresh=False)
        self._give_up_hidden()
        if (
            written_before and not self._written
        ):  # what was written in is gone: it is read from its head
            self.middle.show_top()

    def _arrange(self, row: TaskRow) -> None:
        """Show what belongs to this kind of row."""
        sheet, mode = self._session.worksheet(), self.mode
        store = self._session.store
        self.head.show_code(row.code, _head_words(row), row.task.title)
        for button in (self.head.edit, self.head.remove):
            button.setVisible(is_local(row))
        self.head.paragraph.setVisible(may_speak_of(sheet.plan, row.task))
        self.facts.show_row(row, sheet, milestones.extensions(store, row.uid))
        self._arrange_notices(row, mode)
        self._make_room()
        self._written = writable = mode in (Mode.OPEN, Mode.RESTRICTED)
        restricted = mode in (Mode.RESTRICTED, Mode.RESTRICTED_LOCKED)
        self.form.setVisible(mode in _WITH_FIELDS)
        self.form.set_locked(not writable)
        self.form.set_restricted(restricted)
        self.restricted.setVisible(restricted)
        self.restricted.set_locked(not writable)
        self.restricted.show_row(row, writable=writable)
        self.head.extend.setVisible(
            mode is Mode.OPEN and row.progress.status is not Status.COMPLETED
        )
        doubts = {
            name: one for name, (one, _) in day_doubts(row, sheet, self._session.today()).items()
        }
        self.milestones.show_row(row, sheet.as_of, doubts)
        self.milestones.set_locked(not writable)
        if mode not in (Mode.OPEN, Mode.LOCKED):
            self.milestones.hide()
        self.strip.setVisible(mode in (Mode.OPEN, Mode.LOCKED))
        self.strip.set_allowed(mode is Mode.OPEN, "" if mode is Mode.OPEN else NONE_KEPT)
        for part in (self.form, self.restricted):
            part.set_year(sheet.plan.year)
        self.form.set_officers(assignments.officers(store))
        self.form.set_recall(self._recall_words(row) if writable else "")
        self._tell_doubts(row, sheet, doubts)
        self._tell_state()

    def _tell_doubts(self, row: TaskRow, sheet: Worksheet, days: Mapping[str, str]) -> None:
        """Say at the short fields what the checks, or a reader, will doubt of what they hold."""
        found = {
            "completed_on": days.get("completed_on") or doubt_of_completion(row, sheet),
            "expected_on": days.get("expected_on"),
            "officer": doubt_of_officer(row.officer),
        }
        for name, doubt in found.items():
            self.form.boxes[name].set_warning(f"Xem lại: {doubt}." if doubt else "")

    def _arrange_notices(self, row: TaskRow, mode: Mode) -> None:
        self.plan_change.show_row(row.uid)
        self.returned.setVisible(row.returned is not None)
        self.returned.set_text(returned_sentence(row.returned) if row.returned else "")
        sentence = mode_sentence(row)
        self.mode_notice.setVisible(bool(sentence))
        self.mode_notice.set_text(sentence)
        self.mode_notice.set_button("Nhận theo dõi" if mode is Mode.NOT_TAKEN else "")
        done = row.progress.status is Status.COMPLETED  # nothing left to confirm
        self.carried.setVisible(mode is Mode.OPEN and row.progress.carried and not done)

    def _recall_words(self, row: TaskRow) -> str:
        """Give the link that takes the last result over, where there is one and it is not here."""
        calendar = [stored.period for stored in periods(self._session.store)]
        before = previous(calendar, self._session.period_code)
        result = row.previous.result if row.previous else ""
        if before is None or not result or result in row.progress.result:
            return ""
        return f"Lấy lại kết quả {lower_first(before.short)}"

    # saving

    def flush(self) -> bool:
        """Write everything that was typed; True when nothing is left."""
        fields, dates = self.autosave.flush(), self.milestones.autosave.flush()
        return fields and dates

    def _write(self, values: dict[str, Any]) -> bool:
        assert self._row is not None
        store = self._session.store
        action = partial(actions.save_fields, store, self._row.uid, self._period, values)
        return self._session.write(f"Nhiệm vụ {self._row.code}", action)

    def _tell_state(self, _state: object = None) -> None:
        if self._row is None or self.mode not in (Mode.OPEN, Mode.RESTRICTED):
            self.foot.saved.show_state(None)
            return
        states = {self.autosave.state, self.milestones.autosave.state}
        worst = (SaveState.INVALID, SaveState.WAITING, SaveState.SAVED)
        self.foot.saved.show_state(next(state for state in worst if state in states))

    def _tell_title(self, scrolled: int) -> None:
        """Whoever writes far below still reads of which task."""
        self.head.show_title(shown=scrolled > self.facts.y() + self.facts.middle_of_title())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Leave room for what was written where the letters are large and the screen is low."""
        shows_fields = self._row is not None and self.mode in _WITH_FIELDS
        needed = theme().px(_LOW + _NOTE * (not self.returned.isHidden()))
        low = shows_fields and self.height() < needed
        self._column.setSpacing(6 if low else 10)
        self._line.setVisible(not low)
        parts = (self.head, self.facts, self.milestones, self.form, self.strip, self.foot)
        for part in parts:
            part.set_low(low)

    # events

    def _status_chosen(self) -> None:
        """Completed means 100 %: written with the status, so that both are undone together.

        Who only passes it, with the arrows, or takes another status after all has the share back.
        """
        self._give_up_hidden()
        fields = self.form.fields
        done = fields["status"].value() == Status.COMPLETED  # type: ignore[attr-defined]
        share = fields["percent"].value()  # type: ignore[attr-defined]
        if done and share != 100:
            self._share_before = (share,)
            self._fill_in_share(100)
        elif not done and self._share_before:
            (before,), self._share_before = self._share_before, ()
            if share == 100:
                self._fill_in_share(before)

    def _fill_in_share(self, percent: int | None) -> None:
        self.form.set_value("percent", percent)
        self.autosave.mark("percent")
        self.autosave.save()

    def _give_up_hidden(self) -> None:
        """Nobody could mend what cannot be written in a field that the status has put away."""
        for name in ("expected_on", "completed_on"):
            if self.form.boxes[name].isHidden() and self.autosave.give_up(name):
                label = self.form.fields[name].accessibleName()
                self._session.said.emit(f"Đã bỏ nội dung chưa ghi được ở ô {label}.")

    def _recall(self) -> None:
        if self._row is not None and self._row.previous is not None:
            self.form.append_result(self._row.previous.result)

    def _confirm(self) -> None:
        if self._row is not None:
            store, row = self._session.store, self._row
            action = partial(actions.confirm_carried, store, row.uid, self._period)
            self._session.write(f"Xác nhận nhiệm vụ {row.code}", action)

    def _clear_restricted(self) -> None:
        if self._row is not None:
            action = partial(actions.clear_restricted, self._session.store, self._row, self._period)
            self._session.write(f"Xóa nội dung ở nhiệm vụ {self._row.code}", action)

    def _mode_button(self) -> None:
        if self._row is not None:
            self.take_wanted.emit(self._row.uid)

    def _edit(self) -> None:
        self.edit_wanted.emit(self.uid)

    def _remove(self) -> None:
        self.remove_wanted.emit(self._row)

    def show_extensions(self) -> None:
        """Open the extensions of the deadline."""
        if self._row is not None:
            ExtensionDialog.open_for(self._session, self._row, self.window())

    def show_history(self) -> None:
        """Open the history: of the field with the cursor, else of the whole row."""
        if self._row is None:
            return
        self.flush()
        entity, period, field = self._asked_history()
        HistoryDialog.open_for(
            self._session,
            entity,
            self.uid,
            period,
            field or None,
            title=f"nhiệm vụ {self._row.code}",
            parent=self.window(),
        )

    def _asked_history(self) -> tuple[str, str, str]:
        """Give entity, period ("" for what holds in all of them) and field with the cursor."""
        if number := self.milestones.focused():
            return "milestone", "", number
        field = self.focused_field()
        if field == "officer":
            return "assignment", "", field
        return "progress", self._period, field

    def show_paragraph(self) -> None:
        """Go to where the resolution speaks of the task; the page there leads back."""
        plan = self._session.worksheet().plan
        if self._row is not None and may_speak_of(plan, self._row.task):
            self._session.go("resolution", self._row.uid)

    def focused_field(self) -> str:
        """Name of the field that has the cursor, "" for none."""
        return self.restricted.focused() or self.form.focused()

    def focus_field(self, name: str) -> None:
        """Put the cursor into a field, the first useful one where that is not shown."""
        if self._row is None:
            return
        # The day of completion and milestones are of every task, whichever way it is reported.
        of_all = name == "completed_on" or name.startswith("milestones")
        if self.mode is Mode.RESTRICTED and not of_all:
            self.restricted.focus(name)
        elif self.mode in (Mode.OPEN, Mode.RESTRICTED):
            self._focus_open(name)
        else:
            self.middle.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.middle.follow()  # the same field of another row had the cursor already

    def _focus_open(self, name: str) -> None:
        place = self._elsewhere(name)
        if place is not None:
            place.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        kind, _colon, number = name.partition(":")
        if kind == "milestones" and self.milestones.focus(number):
            return
        self.form.focus(name)

    def _elsewhere(self, name: str) -> QWidget | None:
        """Give what mends a finding outside the fields: evidence, and what the deadline says."""
        if name == "evidence":
            return self.strip
        if name == "deadline" and self._row is not None:
            return self.head.edit if is_local(self._row) else self.head.extend
        return None

    # files

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._row is not None and self.mode is Mode.OPEN and dropped_files(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.frame.mark(marked=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self.frame.mark(marked=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.frame.mark(marked=False)
        files: list[Path] = dropped_files(event.mimeData())
        event.acceptProposedAction()
        self.strip.add_files(files)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("surface"))
        painter.fillRect(0, 0, 1, self.height(), theme().color("border"))


def _values(row: TaskRow) -> dict[str, Any]:
    """Give what the fields show of a row, by field name."""
    progress: Progress = row.progress
    values = {name: getattr(progress, name) for name in (*PROGRESS, *RESTRICTED)}
    return {**values, "officer": row.officer}


def _head_words(row: TaskRow) -> str:
    words = [ROLE_WORDS[row.role]] if row.role and row.taken else []
    if is_local(row):
        words.append("nhiệm vụ của đơn vị")
    if row.task.channel is Channel.RESTRICTED:
        words.append("báo cáo theo đường riêng")
    return " · ".join(words)
