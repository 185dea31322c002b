"""A form that came back: its cells, conflicts chosen one by one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qnapp.exchange.form import Choice, apply_form
from qnapp.models.form_lines import HEADS, form_choices, form_lines
from qnapp.ui.arrivals.body import NOTHING, Accepted, DifferenceBody

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.exchange.form import FormChanges
    from qnapp.exchange.form_arrival import FormArrival
    from qnapp.ui.arrivals.body import Named
    from qnapp.ui.tasks import Job


class FormBody(DifferenceBody):
    """See ``ArrivalBody``."""

    unsigned = "Biểu nhập không có chữ ký của máy nào; từng ô được kiểm tra như khi gõ."

    def __init__(
        self, arrival: FormArrival, named: Mapping[str, Named], parent: QWidget | None = None
    ) -> None:
        """``named``: code and title of tasks and indicators by uid."""
        self._arrival = arrival
        titles = {uid: one.title for uid, one in named.items()}
        super().__init__(form_lines(arrival.form, titles), HEADS, parent)
        self.show_summary()

    def summary(self) -> str:
        form = self._arrival.form
        if not form.cells and not form.problems:
            return NOTHING
        conflicts, bad = len(form.conflicts), len(form.problems)
        told = f"Tệp có {len(form.cells)} ô thay đổi"
        told += f", trong đó {conflicts} ô cũng đã sửa ở đây" * bool(conflicts)
        told += f"; {bad} ô chưa đúng sẽ bỏ qua" * bool(bad)
        return f"{told}. Xem từng dòng trước khi nhận."

    def deed(self) -> str:
        taken, bad = self.count(taken=True), len(self._arrival.form.problems)
        if not taken:
            return ""
        return f"Nhận {taken} ô" + f", bỏ qua {bad} ô chưa đúng" * bool(bad)

    def work(self, *, key_compared: bool) -> Callable[[Store, Job], Accepted]:
        del key_compared  # a workbook has none
        form = self._arrival.form
        chosen = form_choices(form, self.model.taken_keys())
        return partial(_take_in, form, chosen, self._arrival.title)


def _take_in(
    form: FormChanges,
    chosen: Mapping[tuple[str, str], Choice],
    title: str,
    store: Store,
    _job: Job,
) -> Accepted:
    done = apply_form(store, form, chosen, leave_out_bad=True)
    taken = [cell for cell in form.cells if chosen[cell.place] is Choice.THEIRS]
    kept = len(form.cells) - len(taken)
    told = f"{title}: đã nhận {len(taken)} ô." + f" Giữ giá trị đang có ở {kept} ô." * bool(kept)
    first = taken[0]
    page = "tasks" if first.kind == "task" else "indicators"
    return Accepted(told, "nhận biểu nhập", tuple(done), page, first.uid, form.data.period)
