"""A plan package: what it adds, words anew and withdraws; a person says what is the same row."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qnapp.exchange.plan_import import apply_plan
from qnapp.models.plan_change_lines import HEADS, confirmed_of, plan_lines
from qnapp.text import upper_first
from qnapp.ui.arrivals.body import Accepted, DifferenceBody

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.exchange.plan_arrival import PlanArrival
    from qnapp.exchange.plan_import import Confirmed, PlanDifference
    from qnapp.ui.tasks import Job

SAME = "Phiên bản {version} đã nhận trước đây, không có gì khác với dữ liệu hiện có."
TAKE = "Nhận kế hoạch phiên bản {version}"
UPDATE = "Nhận thay đổi"
_STAYS = "Số liệu đã nhập vẫn giữ nguyên."


class PlanBody(DifferenceBody):
    """See ``ArrivalBody``."""

    key_required = True  # whoever sends the plan decides what everybody reports on

    def __init__(self, arrival: PlanArrival, parent: QWidget | None = None) -> None:
        self._difference = arrival.difference
        super().__init__(plan_lines(arrival.difference), HEADS, parent)
        self.show_summary()

    def summary(self) -> str:
        one, rows = self._difference, self._difference.rows
        if not self.deed():
            return SAME.format(version=one.plan.version)
        if one.same_version:
            return "Kế hoạch như đã nhận; gói thay đổi lịch, gia hạn hoặc nơi nhận."
        told = (
            (len(rows.added), "thêm"),
            (len(rows.changed), "sửa"),
            (len(rows.withdrawn), "rút"),
        )
        words = ", ".join(f"{verb} {count} dòng" for count, verb in told if count)
        before = f"thay phiên bản {one.have}" if one.have else "kế hoạch mới"
        return f"{upper_first(before)}: {words or 'lời văn như cũ'}. {_STAYS}"

    def deed(self) -> str:
        if not self._difference.same_version:
            return TAKE.format(version=self._difference.plan.version)
        return UPDATE if self.count(taken=True) else ""

    def work(self, *, key_compared: bool) -> Callable[[Store, Job], Accepted]:
        confirmed = confirmed_of(self.model.taken_keys(), key=key_compared)
        return partial(_take_in, self._difference, confirmed)


def _take_in(difference: PlanDifference, confirmed: Confirmed, store: Store, _job: Job) -> Accepted:
    apply_plan(store, difference, confirmed)
    plan = difference.plan
    told = f"Đã nhận kế hoạch {plan.number} phiên bản {plan.version}. {_STAYS}"
    return Accepted(told, page="tasks", uid=_first_seen(difference))


def _first_seen(difference: PlanDifference) -> str:
    """The first task that was worded anew or added: there the clerk sees what changed."""
    tasks = {task.uid for task in difference.plan.tasks}
    uids = [row.uid for row in difference.rows.changed]
    uids += [row.uid for row in difference.rows.added]
    return next((uid for uid in uids if uid in tasks), "")
