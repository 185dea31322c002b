"""The history as a list for Excel, read and written by the worker."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qnapp.db.content import CancelledError
from qnapp.db.organisations import own_organisation
from qnapp.text import format_date, safe_file_name
from qnapp.ui import file_dialogs
from qnapp.ui.list_export import training_notes
from qnapp.ui.store_work import run_on_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.documents.report import Cell
    from qnapp.models.journal_lines import JournalLine, JournalReader
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

EXCEL_FILES = "Tệp Excel (*.xlsx)"
MOST = 50_000  # rows; a list beyond that is of no use to anybody
COLUMNS = {  # head and width in digits
    "Ngày": 12,
    "Giờ": 8,
    "Người sửa": 22,
    "Do": 18,
    "Ở đâu": 14,
    "Nội dung dòng": 40,
    "Mục": 26,
    "Trước khi sửa": 36,
    "Sau khi sửa": 36,
}
CUT = "Chỉ {most} thay đổi mới nhất trong lựa chọn được xuất."


def export_history(parent: QWidget, session: Session, reader: JournalReader) -> None:
    """Ask where to, then let the worker write what the reader finds."""
    owner = own_organisation(session.store)
    name = safe_file_name(f"Nhật ký {owner.short or owner.name}", ext=".xlsx")
    target = file_dialogs.save_file(parent, "Xuất nhật ký", name, EXCEL_FILES)
    if target is None:
        return
    title = f"Nhật ký, {owner.name}"
    notes = [*training_notes(session.store), f"Lập ngày {format_date(session.today())}"]
    work = partial(_write, reader, target, title, notes)
    run_on_store(session, "Đang xuất nhật ký", work, partial(_said, session, target))


def _write(
    reader: JournalReader, target: Path, title: str, notes: list[str], store: Store, job: Job
) -> int:
    from qnapp.documents.xlsx_list import ListSheet, write_list  # openpyxl takes long to import

    reader.use(store)
    rows: list[tuple[Cell, ...]] = []
    for lines in reader.every():
        if job.cancelled():
            raise CancelledError
        rows += (row for line in lines for row in _rows(line, reader))
        if len(rows) >= MOST:
            break
    cut = [CUT.format(most=MOST)] * (not reader.done)
    heads, widths = tuple(COLUMNS), tuple(COLUMNS.values())
    write_list(ListSheet("Nhật ký", title, notes + cut, heads, widths, rows[:MOST]), target)
    return len(rows[:MOST])


def _rows(line: JournalLine, reader: JournalReader) -> Iterator[tuple[Cell, ...]]:
    for one in reader.children(line) if line.is_event else (line,):
        where = one.where
        day = one.entry.at.date()
        yield (
            day, one.time, one.who, one.how, where.code, where.title, where.field,
            one.full_old, one.full_new,
        )  # fmt: skip


def _said(session: Session, target: Path, count: int) -> None:
    session.said.emit(f"Đã xuất {count} thay đổi ra {target.name}.")
