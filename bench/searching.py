"""The search over 35,424 rows: 54 organisations, 164 tasks, 4 periods, words of the real plan."""

from __future__ import annotations

import itertools
import os
import sqlite3
import statistics
import time
from dataclasses import replace
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from qnapp.app import make_window
from qnapp.db.builtin import builtin_organisations
from qnapp.db.search_index import FIND, INDEX, SearchIndex, match_expression
from qnapp.db.worksheet import load_worksheet
from qnapp.exchange.searching import entries_of

if TYPE_CHECKING:
    from qnapp.db.store import Store
    from qnapp.ui.search_everything import SearchEverything

TASKS, PERIODS, UNITS = 164, ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"), 54
ASKED = (
    "v", "vo", "von", "giai phong mat bang", "3.4.15", "nha o xa hoi", "ha long", "th", "thanh tra",
    "chuyen doi so", "kho khan", "dat", "de nghi bo tri", "quy iii", "zzz", "phuong ha tu von",
)  # fmt: skip
ROUNDS = 25
_SAID = (
    "Đã giải phóng mặt bằng {n}% diện tích, còn {m} hộ chưa nhận tiền.",
    "Giải ngân {n}/{m} tỷ đồng, đạt {n}% kế hoạch vốn.",
    "Khó khăn về nguồn nhân lực; đề nghị bố trí thêm {m} biên chế.",
    "Đã ban hành Kế hoạch số {n}-KH/ĐU, tổ chức {m} hội nghị quán triệt.",
    "Chuyển đổi số: {n}% hồ sơ trực tuyến, {m} cán bộ được tập huấn.",
)


def fill(store: Store) -> int:
    """Put the rows of all units and periods into the index; how many they are."""
    sheet = load_worksheet(store, "2026-Q2")
    rows = [row for row in sheet.tasks if not row.heading]
    own = replace(sheet, tasks=tuple(replace(row, taken=True) for row in rows), indicators=())
    plan = list(itertools.islice(itertools.cycle(entries_of(own)), TASKS))
    units = [one for one in builtin_organisations() if one.code.isdigit()][:UNITS]
    index = SearchIndex(store.folder)
    for period in PERIODS:
        for unit in units:
            said = (
                replace(
                    entry,
                    organisation=unit.code,
                    name=unit.name,
                    period=period,
                    text=_SAID[n % 5].format(n=n % 100, m=(7 * n) % 60),
                )
                for n, entry in enumerate(plan)
            )
            index.replace(f"bench:{period}:{unit.code}", "1", said)
    index.close()
    return TASKS * len(units) * len(PERIODS)


def measured(store: Store) -> tuple[list[float], list[float], int]:
    """Seconds of each search until the model is updated, and of the bare query; how many rows."""
    app = QApplication.instance() or QApplication([])
    rows = fill(store)
    window = make_window(store)
    window.show()
    app.processEvents()
    search: SearchEverything = window.topbar.everything
    search.elsewhere.hold()  # the index stays as it was filled
    bare = sqlite3.connect(store.folder / INDEX)
    ours, other = [], []
    try:
        for needle in ASKED * ROUNDS:
            start = time.perf_counter()
            search.list.model.set_hits(search.find(needle))
            ours.append(time.perf_counter() - start)
            start = time.perf_counter()
            bare.execute(FIND, (match_expression(needle), "", "", 14)).fetchall()
            other.append(time.perf_counter() - start)
    finally:
        bare.close()
        window.close()
        window.session.close()
    return ours, other, rows


def p95(seconds: list[float]) -> float:
    """The time that nineteen of twenty stay below."""
    return statistics.quantiles(seconds, n=20)[-1]
