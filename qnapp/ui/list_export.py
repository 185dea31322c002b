"""What a table shows, as a workbook (Ctrl+E): the rows in their order, every word of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qnapp.db.settings import get_settings
from qnapp.text import format_date, safe_file_name
from qnapp.ui.report_page.export import XLSX, Exporter, Outgoing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from qnapp.db.store import Store
    from qnapp.documents.report import Cell
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

TRAINING = "TẬP HUẤN, số liệu không có thật"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list to be written: what it is called, which rows it holds, its columns and cells."""

    name: str  # "Nhiệm vụ"
    which: str  # which rows these are: "Quá hạn, tìm “vốn”"
    columns: Sequence[tuple[str, float]]  # heading and width in digits
    rows: Sequence[Sequence[Cell]]
    frozen: int = 2
    every_period: bool = False  # else of the chosen one


class ListExporter(Exporter):
    """Asks where to and writes a list; a file in use can be tried again."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, "danh sách", parent)

    def export_list(self, listing: Listing) -> None:
        """Write a list as a workbook; without rows only a sentence says so."""
        if not listing.rows:
            self._session.said.emit("Danh sách đang trống nên không có gì để xuất.")
            return
        period = "mọi kỳ" if listing.every_period else self._session.period.name
        name = safe_file_name(f"{listing.name} {period}", ext=XLSX)
        sheet = self._session.worksheet()
        head = f"{sheet.organisation.name}, {period}, tính đến {format_date(sheet.as_of)}"
        notes = training_notes(self._session.store)
        notes.append(f"{head}. {listing.which}: {len(listing.rows)} dòng.")
        title = f"{listing.name.upper()}, {period}"
        self.export(Outgoing(name, XLSX, partial(_write, listing, title, tuple(notes))))


def training_notes(store: Store) -> list[str]:
    """What stands above all else in a list of training data: it must never pass for a real one."""
    return [TRAINING] * get_settings(store).training


def which_words(shown: str, needle: str) -> str:
    """Say which rows of a page a list has: what its filter is called, and what was looked for."""
    return f"{shown}, tìm “{needle}”" if needle else shown


def _write(listing: Listing, title: str, notes: Sequence[str], target: Path, _job: Job) -> int:
    from qnapp.documents.xlsx_list import ListSheet, write_list  # openpyxl takes long to import

    heads, widths = zip(*listing.columns, strict=True)
    found = ListSheet(listing.name, title, notes, heads, widths, listing.rows, listing.frozen)
    write_list(found, target)
    return 0
