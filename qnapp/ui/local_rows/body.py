"""The rows of a unit's own workbook, ticked one by one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qnapp.exchange.local_rows import add_local_rows
from qnapp.models.difference_model import Column
from qnapp.models.local_row_lines import HEADS, chosen_rows, local_row_lines
from qnapp.ui.arrivals.body import Accepted, DifferenceBody

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.exchange.local_rows import LocalRows
    from qnapp.ui.tasks import Job

LABEL = "nhập nhiệm vụ riêng từ Excel"


class LocalRowsBody(DifferenceBody):
    """See ``ArrivalBody``."""

    def __init__(
        self, rows: LocalRows, known: Collection[str], parent: QWidget | None = None
    ) -> None:
        """``known``: folded titles that are in the store already."""
        self._rows = rows
        super().__init__(local_row_lines(rows, known), HEADS, parent)
        self.all.setText("Thêm tất cả")
        self.none.setText("Bỏ tất cả")
        self.table.widen(Column.WHAT)
        self.show_summary()

    def summary(self) -> str:
        rows = self._rows
        told = f"Đọc được {len(rows.tasks)} nhiệm vụ, {len(rows.indicators)} chỉ tiêu"
        unread, doubted = len(rows.unread), len(rows.second_look)
        told += f"; {unread} ô không đọc được" * bool(unread)
        return told + f"; {doubted} ô cần xem lại" * bool(doubted) + "."

    def deed(self) -> str:
        taken = self.count(taken=True)
        return f"Thêm {taken} dòng" if taken else ""

    def work(self, *, key_compared: bool) -> Callable[[Store, Job], Accepted]:
        del key_compared  # a workbook has none
        return partial(_add, chosen_rows(self._rows, self.model.taken_keys()))


def _add(rows: LocalRows, store: Store, _job: Job) -> Accepted:
    added = add_local_rows(store, rows)
    told = f"Đã thêm {added.tasks} nhiệm vụ, {added.indicators} chỉ tiêu của đơn vị."
    first = next((one.key for one in added.changes if one.key), "")
    page = "tasks" if added.tasks else "indicators"
    return Accepted(told, LABEL, added.changes, page, first)
