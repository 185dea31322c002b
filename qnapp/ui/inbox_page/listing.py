"""The list of the inbox as a workbook, as it stands on the screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qnapp.domain.collecting import UNTIMED
from qnapp.domain.consolidated import due_day
from qnapp.models.inbox_lines import HEADINGS, InboxColumn, InboxLine, rates
from qnapp.models.inbox_model import cell_words
from qnapp.text import format_date, safe_file_name
from qnapp.ui.file_dialogs import save_file
from qnapp.ui.list_export import training_notes
from qnapp.ui.store_work import run_on_store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.documents.report import Cell
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

WORKBOOKS = "Sổ Excel (*.xlsx)"
_WIDTHS = {
    InboxColumn.NAME: 34,
    InboxColumn.STATE: 16,
    InboxColumn.RECEIVED: 12,
    InboxColumn.REVISION: 6,
    InboxColumn.NUMBER: 24,
    InboxColumn.FINDINGS: 20,
    InboxColumn.ORIGIN: 24,
    InboxColumn.ANSWER: 15,
    InboxColumn.REMINDED: 18,
}
_MORE = (("Mã", 9), ("Khối", 12))
_NOTE = ("Ghi chú", 34)


def export_list(session: Session, lines: Sequence[InboxLine], parent: QWidget) -> None:
    """Ask where to, then write the lines in their order."""
    period = session.period
    name = safe_file_name(f"Sổ tiếp nhận {period.name}", ext=".xlsx")
    target = save_file(parent, "Xuất sổ tiếp nhận", name, WORKBOOKS)
    if target is not None:
        title = f"SỔ TIẾP NHẬN BÁO CÁO, {period.name}"
        note = f"Lập ngày {format_date(session.today())}"
        above = training_notes(session.store)
        due = due_day(period, (one.arrivals.reporter for one in lines if one.arrivals))
        work = partial(_write, target, title, above, note, due, tuple(lines))
        run_on_store(session, "Đang xuất sổ tiếp nhận", work, partial(_told, session, target))


def _write(
    target: Path,
    title: str,
    above: Sequence[str],
    note: str,
    due: date | None,
    lines: Sequence[InboxLine],
    _store: Store,
    _job: Job,
) -> None:
    from qnapp.documents.xlsx_list import ListSheet, write_list  # openpyxl takes long to import

    heads = [*(words for words, _ in _MORE), *(HEADINGS[one] for one in InboxColumn), _NOTE[0]]
    widths = [*(width for _, width in _MORE), *(_WIDTHS[one] for one in InboxColumn), _NOTE[1]]
    sent, timely = rates(lines)
    told = f"{note}; {UNTIMED}; {sent.of} đơn vị, đã gửi {sent.count}"
    if due is not None:
        told = f"{note}; hạn gửi {format_date(due)}; {sent.of} đơn vị, đã gửi {sent.count}"
        told += f", gửi lần đầu đúng hạn {timely.count}"
    rows = [_row(line) for line in lines]
    write_list(
        ListSheet("Sổ tiếp nhận", title, [*above, told], heads, widths, rows, frozen=3), target
    )


def _row(line: InboxLine) -> list[Cell]:
    day = line.package.received_at.date() if line.package else None
    revision = line.package.revision if line.package else None
    values: dict[InboxColumn, Cell] = {one: cell_words(line, one) for one in InboxColumn} | {
        InboxColumn.RECEIVED: day,
        InboxColumn.REVISION: revision,
    }
    late = f"quá hạn {line.days_late} ngày" if line.overdue else ""
    note = "; ".join(filter(None, (late, line.gap_words)))
    return [line.key, line.group, *values.values(), note]


def _told(session: Session, target: Path, _result: None) -> None:
    session.said.emit(f"Đã xuất {target.name}.")
