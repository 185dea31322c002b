"""What is said of rows of the whole year, where a period is locked or its report is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db.issued import issued_reports
from qnapp.db.periods import periods
from qnapp.errors import UserError
from qnapp.text import lower_first

if TYPE_CHECKING:
    from qnapp.db.store import Store
    from qnapp.domain.reporting import Worksheet

OF_THE_YEAR = (
    "Nội dung này thuộc cả năm, không riêng kỳ đang khóa: sửa được, báo cáo đã trình ký giữ nguyên."
)


def frozen_note(store: Store, uid: str) -> str:
    """Name the periods whose report in force reports on a row, "" where none is known to."""
    from qnapp.documents.freeze import read_issued  # takes long to import

    names = {one.period.code: lower_first(one.period.name) for one in periods(store)}
    holding = []
    for report in issued_reports(store):
        if report.withdrawn or report.period not in names:
            continue
        try:
            sheet = read_issued(store, report.id).source.sheet
        except UserError:  # damaged: said where the report is shown
            continue
        held = {row.uid for row in sheet.own_tasks} | {r.uid for r in sheet.followed_indicators}
        if uid in held:
            holding.append(names[report.period])
    if not holding:
        return ""
    told = ", ".join(reversed(holding))
    return f" Báo cáo đã trình ký ({told}) vẫn giữ dòng này; muốn bỏ thì thu hồi trình ký."


def year_note(sheet: Worksheet) -> str:
    """Say that an own row or level may be changed in a locked period; "" in an open one."""
    return OF_THE_YEAR if sheet.locked else ""
