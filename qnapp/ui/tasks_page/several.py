"""What is done with several tasks at once: each act is one step of undo."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qnapp.db import assignments
from qnapp.domain.reporting import Status
from qnapp.models.task_lines import LineKind
from qnapp.ui.kit.signs import STATUS_SIGNS
from qnapp.ui.tasks_page import actions
from qnapp.ui.tasks_page.officer_dialog import OfficerDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qnapp.domain.reporting import TaskRow
    from qnapp.models.task_model import TaskModel
    from qnapp.ui.session import Session
    from qnapp.ui.tasks_page.selection_bar import TaskSelectionBar
    from qnapp.ui.tasks_page.table import TaskTable


_NAMED = 8  # completed tasks that a question names
_LEAVE = "Giữ các nhiệm vụ đã hoàn thành"


class SeveralTasks(QObject):
    """Follows ticks and selection of the table, and writes what its bar asks for."""

    def __init__(
        self, session: Session, model: TaskModel, table: TaskTable, bar: TaskSelectionBar,
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session, self._model, self._table, self._bar = session, model, table, bar
        self._window = parent
        table.selectionModel().selectionChanged.connect(self.tell)
        model.ticks_changed.connect(self.tell)
        bar.status_wanted.connect(self.set_status)
        bar.officer_wanted.connect(self.ask_officer)
        bar.clear_wanted.connect(self.clear)

    def chosen(self) -> list[TaskRow]:
        """Tasks with a tick; without any tick those selected, where they are more than one."""
        if ticked := self._model.ticked():
            rows = [self._model.task(uid) for uid in ticked]
            return [row for row in rows if row is not None]
        lines = [line for line in self._table.selected_lines() if line.kind is LineKind.TASK]
        rows = [line.row for line in lines if line.own]
        return [row for row in rows if row is not None] if len(lines) > 1 else []

    def tell(self) -> None:
        """Show the bar, or take it away."""
        self._bar.show_count(len(self.chosen()))

    def clear(self) -> None:
        """Take ticks and selection back; the current task stays."""
        self._model.clear_ticks()
        line = self._table.current_line()
        self._table.clearSelection()
        if line is not None:
            self._table.select_only(line.uid)

    def set_status(self, value: str) -> None:
        """Give all chosen tasks a status; completed ones are at 100 %."""
        status = Status(value)
        rows = self.chosen()
        open_rows = [row for row in rows if not row.withdrawn and self._session.writable(row.uid)]
        closed = len(rows) - len(open_rows)
        word = STATUS_SIGNS[status].first
        done = [row for row in open_rows if row.progress.status is Status.COMPLETED]
        if status is not Status.COMPLETED and done:
            kept = self._completed_to_keep(done, word, only=len(done) == len(open_rows))
            if kept is None:
                return
            open_rows = [row for row in open_rows if row not in kept]
        store, period = self._session.store, self._session.period_code
        uids = [row.uid for row in open_rows]
        action = partial(actions.set_status, store, uids, period, status)
        if uids and self._session.write(f"Ghi {word} cho {len(uids)} nhiệm vụ", action):
            self._say(f"Đã ghi {word} cho {len(uids)} nhiệm vụ", closed)
        elif not uids:
            self._say("Chưa ghi gì", closed)

    def _completed_to_keep(
        self, done: list[TaskRow], word: str, *, only: bool
    ) -> list[TaskRow] | None:
        """Ask which of the completed tasks stay so; None for "do nothing".

        ``only``: no others are chosen.
        """
        codes = ", ".join(row.code for row in done[:_NAMED])
        more = f" và {len(done) - _NAMED} nhiệm vụ khác" if len(done) > _NAMED else ""
        question = f"Nhiệm vụ {codes}{more} đang ghi Hoàn thành. Ghi {word} thay vào?"
        every = "Ghi cho tất cả"
        if only:
            return [] if self._session.door.ask(question, every, loses=True) else None
        chosen = self._session.door.choose(question, (_LEAVE, every, "Hủy"))
        return {0: done, 1: []}.get(2 if chosen is None else chosen)

    def ask_officer(self) -> None:
        """Ask who is to follow the chosen tasks."""
        rows = self.chosen()
        if rows:
            names = assignments.officers(self._session.store)
            dialog = OfficerDialog.open_for(len(rows), names, self._window.window())
            dialog.chosen.connect(self.set_officer)

    def set_officer(self, name: str) -> None:
        """Give all chosen tasks an officer; "" leaves them without."""
        uids = [row.uid for row in self.chosen()]
        action = partial(actions.set_officer, self._session.store, uids, name)
        if self._session.write(f"Giao người theo dõi {len(uids)} nhiệm vụ", action):
            whom = f"Đã giao {name} theo dõi" if name else "Đã bỏ người theo dõi"
            self._say(f"{whom} {len(uids)} nhiệm vụ", 0)

    def _say(self, done: str, left: int) -> None:
        rest = f" Bỏ qua {left} nhiệm vụ đang khóa hoặc đã rút khỏi kế hoạch." if left else ""
        self._session.said.emit(f"{done}.{rest}")
