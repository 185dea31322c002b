"""Typing into the search over 35,424 rows of the task table, beside Qt's own filter and FTS5."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from province_rows import province_sheet  # the tests' own rows
from PySide6.QtCore import QEvent, QRegularExpression, QSortFilterProxyModel
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView

from qnapp.db.search_index import match_expression
from qnapp.db.worksheet import load_worksheet
from qnapp.models.task_model import TaskModel
from qnapp.ui.kit.theme import apply_theme
from qnapp.ui.tasks_page.table import TaskTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.db.store import Store
    from qnapp.domain.reporting import TaskRow

TYPED = (
    "v", "vo", "von", "vo", "v", "", "giai", "giai phong", "giai phong mat bang", "", "3", "3.4",
    "3.4.15", "", "thanh", "thanh tra", "zzz", "",
)  # fmt: skip
ROUNDS = 3


def words(row: TaskRow) -> tuple[str, str, str]:
    """Say the status, as the page does."""
    return str(row.progress.status), str(row.standing), str(row.standing)


def measured(store: Store) -> tuple[float, float, float, int]:
    """Seconds of all keys: ours, Qt's filter, the bare index; and how many rows there are."""
    there = QApplication.instance()
    app = there if isinstance(there, QApplication) else QApplication([])
    apply_theme(app, "light", 100)
    model = TaskModel(words)
    model.load(province_sheet(load_worksheet(store, "2026-Q2")))
    texts = [model.item(row).folded for row in range(model.rowCount()) if model.item(row).row]
    ours = TaskTable(model)  # the real one: it measures the rows that are seen
    proxy, theirs = _filtered(texts), QTableView()
    theirs.setModel(proxy)
    bare = _index(texts)
    for view in (ours, theirs):
        view.show()
    app.processEvents()

    def ask_ours(typed: str) -> None:
        model.ask(replace(model.query, needle=typed))

    def ask_theirs(typed: str) -> None:
        ahead = "".join(f"(?=.*\\b{QRegularExpression.escape(word)})" for word in typed.split())
        proxy.setFilterRegularExpression(f"^{ahead}")

    def ask_bare(typed: str) -> None:
        if typed:
            query = "SELECT rowid FROM row WHERE words MATCH ? ORDER BY rowid"
            bare.execute(query, (match_expression(typed),)).fetchall()

    sums = [_seconds(ask) for ask in (ask_ours, ask_theirs, ask_bare)]
    for view in (ours, theirs):
        view.close()
        view.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    bare.close()
    return sums[0], sums[1], sums[2], len(texts)


def _seconds(ask: Callable[[str], None]) -> float:
    start = time.perf_counter()
    for typed in TYPED * ROUNDS:
        ask(typed)
        QApplication.processEvents()
    return time.perf_counter() - start


def _filtered(texts: list[str]) -> QSortFilterProxyModel:
    """Qt's own filter, in C++, over the same words."""
    proxy = QSortFilterProxyModel()
    source = QStandardItemModel(parent=proxy)
    for text in texts:
        source.appendRow(QStandardItem(text))
    proxy.setSourceModel(source)
    return proxy


def _index(texts: list[str]) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute(
        "CREATE VIRTUAL TABLE row USING fts5(words, prefix='1 2 3', "
        "tokenize='unicode61 remove_diacritics 0')"
    )
    rows = enumerate(texts, 1)
    db.executemany("INSERT INTO row (rowid, words) VALUES (?, ?)", rows)
    return db
