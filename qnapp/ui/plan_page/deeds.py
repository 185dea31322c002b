"""What a person changes of the plan that is being prepared; each deed is one step of undo."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qnapp.domain.plan import Channel, Role, Task
from qnapp.domain.plan_changes import RowPair, called, row_of, without_doubts
from qnapp.domain.plan_editing import (
    continued,
    proposed_assignments,
    same_row,
    with_assignment,
    with_channel,
    with_period,
    without_assignment,
)
from qnapp.errors import UserError
from qnapp.exchange.plan_package import PlanExtension

if TYPE_CHECKING:
    from datetime import date

    from qnapp.exchange.annex_tables import Remark
    from qnapp.ui.plan_page.desk import DraftDesk
    from qnapp.ui.session import Session


class PlanDeeds(QObject):
    """Turns what the tabs ask for into changes of the desk's draft."""

    period_refused = Signal(str)  # why the days of a period cannot stand so

    def __init__(self, session: Session, desk: DraftDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk

    def _code(self, uid: str) -> str:
        return next((one.code for one in self._desk.plan.tasks if one.uid == uid), "")

    # who does what

    def assign(self, uid: str, organisation: str, role: str) -> None:
        """Give a task to an organisation or group."""
        changed = with_assignment(self._desk.plan, uid, organisation, Role(role))
        self._desk.change_plan(f"giao {self._code(uid)}", changed)

    def release(self, uid: str, organisation: str) -> None:
        """Take a task from an organisation or group."""
        changed = without_assignment(self._desk.plan, uid, organisation)
        self._desk.change_plan(f"bỏ giao {self._code(uid)}", changed)

    def change_channel(self, uid: str, channel: str) -> None:
        """Say how a task is reported."""
        changed = with_channel(self._desk.plan, uid, Channel(channel))
        self._desk.change_plan(f"kênh báo cáo {self._code(uid)}", changed)

    def propose(self, uid: str) -> None:
        """Take over whom the words of the task name and nobody has been given it yet."""
        plan = self._desk.plan
        found = proposed_assignments(plan, uid)
        if not found:
            self._session.said.emit("Lời văn không nêu thêm đơn vị nào.")
            return
        changed = replace(plan, assignments=(*plan.assignments, *found))
        if self._desk.change_plan(f"giao {self._code(uid)} theo lời văn", changed):
            told = f"Đã thêm {len(found)} đơn vị theo lời văn. Xem lại trước khi gửi."
            self._session.said.emit(told)

    # days

    def extend(self, uid: str, organisation: str, due: date, document: str) -> None:
        """Put a deadline off for one or all who report on the task; the last word counts."""
        new = PlanExtension(uid, organisation, due, document)
        changed = self._desk.contents.extended(new, self._desk.sent_extensions)
        self._desk.change(f"gia hạn {self._code(uid)}", changed)

    def take_back_extension(self, uid: str, organisation: str) -> None:
        """Put a deadline off no more; units that have it already are told by the next package."""
        contents = self._desk.contents
        for one in contents.extensions:
            if (one.uid, one.organisation) == (uid, organisation):
                contents = contents.taken_back(one, self._desk.sent_extensions)
        self._desk.change(f"thu hồi gia hạn {self._code(uid)}", contents)

    def change_period(self, code: str, name: str, start: date, cutoff: date, due: date) -> None:
        """Correct a period; what cannot stand so is refused with a sentence."""
        contents = self._desk.contents
        try:
            calendar = with_period(
                contents.calendar, code, name=name, start=start, cutoff=cutoff, due=due
            )
        except UserError as error:
            self.period_refused.emit(str(error))
            return
        self._desk.change(f"lịch {name}", replace(contents, calendar=calendar))

    # what has to be seen

    def pair(self, old_uid: str, new_uid: str) -> None:
        """Say that a row is the older plan's: it keeps its identity, or goes on from it."""
        older, contents = self._desk.older, self._desk.contents
        plan = contents.plan
        old, new = row_of(older, old_uid), row_of(plan, new_uid)
        if plan.uid == older.uid:
            changed = same_row(plan, new.code, old)
        elif isinstance(old, Task):
            changed = continued(plan, new.code, old)
        else:
            return
        apart = tuple(one for one in contents.apart if one != RowPair(old_uid, new_uid))
        whole = replace(contents, plan=changed, apart=apart)
        self._desk.change(f"xác nhận {called(new)} là việc cũ", whole)

    def part(self, old_uid: str, new_uid: str) -> None:
        """Say that two rows are two things, though they are alike: no unit is asked about them."""
        contents = self._desk.contents
        new = row_of(contents.plan, new_uid)
        apart = (*contents.apart, RowPair(old_uid, new_uid))
        self._desk.change(f"{called(new)} là việc khác", replace(contents, apart=apart))

    def keep_cell(self, remark: Remark) -> None:
        """A person has seen a cell that could not be read: it goes out as it is."""
        draft = self._desk.draft
        if draft is not None:
            unread = tuple(one for one in draft.unread if one != remark)
            self._desk.put(f"giữ như trong ô {remark.ref}", replace(draft, unread=unread))

    def settle_doubt(self, key: str) -> None:
        """A row was compared with the original: the doubt is gone from the next version."""
        if key:
            plan = self._desk.plan
            changed = replace(without_doubts(plan, key), version=plan.version)
            self._desk.change_plan("đã đối chiếu bản gốc", changed)
