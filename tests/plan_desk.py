"""Annexes in Excel for the plan desk, and how they are read there by clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
from hands import click

from qnapp.db.plans import current_plan
from qnapp.exchange.plan_workbook import export_plan_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from chosen_files import ChosenFiles
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.plan_page.page import PlanPage


def annexes(store: Store, target: Path, *, old: str = "", new: str = "") -> Path:
    """The plan's own annexes, some words of them changed."""
    export_plan_workbook(current_plan(store), target)
    if old:
        book = openpyxl.load_workbook(target)
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and old in cell.value:
                        cell.value = cell.value.replace(old, new)
        book.save(target)
    return target


def read(page: PlanPage, choose: ChosenFiles, file: Path, qtbot: QtBot) -> None:
    choose(file)
    with qtbot.waitSignal(page.session.said, timeout=20_000):
        click(page.main)


def put(file: Path, sheet: str, cells: Mapping[tuple[str, int], str]) -> None:
    """Type into cells of an annex: by the row's number and the column, "" empties one."""
    book = openpyxl.load_workbook(file)
    page = book[sheet]
    rows = {str(page.cell(n, 1).value): n for n in range(6, page.max_row + 1)}
    for (label, column), text in cells.items():
        page.cell(rows[label], column).value = text or None
    book.save(file)
