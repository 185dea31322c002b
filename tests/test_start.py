"""What a start loads before its window can be used: each module is time that a person waits for."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from qnapp.db import setup
from qnapp.db.organisations import resolve_organisation

if TYPE_CHECKING:
    from pathlib import Path

START = """
import sys

def ready():
    print(*sorted(sys.modules))
    ours = [m for name, m in list(sys.modules.items()) if name.startswith("qnapp.")]
    kinds = {kind for one in ours for kind in vars(one).values() if isinstance(kind, type)}
    made = [kind for kind in kinds if getattr(kind, "__dataclass_params__", None) is not None]
    print(len(made), *(kind.__name__ for kind in made if kind.__dataclass_params__.frozen))
    from PySide6.QtWidgets import QApplication
    QApplication.closeAllWindows()

from qnapp.__main__ import open_window
from qnapp.window_options import window_options
open_window(window_options(["--data", sys.argv[1]]).data, ready=ready)
"""
MOST_MODULES = 119  # of ours; more of them is a decision, not an accident
# Of the program: what serves other pages, or what a person does later.
NOT_OURS = (
    *("qnapp.cli", "qnapp.exchange", "qnapp.models", "qnapp.db.archive", "qnapp.db.history"),
    *("qnapp.documents", "qnapp.domain.replies", "qnapp.domain.plan_changes", "qnapp.ui.help"),
    *("qnapp.ui.tasks_page", "qnapp.ui.indicators_page", "qnapp.ui.settings_page"),
    *("qnapp.ui.report_page", "qnapp.ui.first_run", "qnapp.ui.arrivals", "qnapp.ui.places"),
)
# Of others: each takes between one and a hundred milliseconds.
NOT_OTHERS = (
    *("openpyxl", "reportlab", "docx", "lxml", "PIL", "pypdfium2", "pyhanko", "cryptography"),
    *("sqlite_utils", "defusedxml", "PySide6.QtNetwork", "PySide6.QtPrintSupport"),
    *("hashlib", "secrets", "socket", "concurrent.futures", "calendar", "locale", "email"),
    *("multiprocessing", "ssl", "asyncio", "xml", "importlib.resources"),
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What a start said when its window could be used: modules, then records."""
    folder: Path = tmp_path_factory.mktemp("start") / "dulieu"
    unit = resolve_organisation("06652")
    setup.initialise(folder, organisation=unit, first_period="2026-Q1", clerk="Người Thử").close()
    ended = subprocess.run(
        [sys.executable, "-c", START, str(folder)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return ended.stdout.splitlines()


@pytest.fixture(scope="module")
def loaded(told: list[str]) -> frozenset[str]:
    return frozenset(told[0].split())


def test_a_start_loads_what_its_first_page_needs(loaded: frozenset[str]) -> None:
    ours = sorted(name for name in loaded if name.partition(".")[0] == "qnapp")
    assert "qnapp.ui.overview.page" in ours
    assert len(ours) <= MOST_MODULES, ours


@pytest.mark.parametrize("name", [*NOT_OURS, *NOT_OTHERS])
def test_a_start_does_not_load(name: str, loaded: frozenset[str]) -> None:
    found = [one for one in loaded if one == name or one.startswith(f"{name}.")]
    assert not found, found


def test_frozen_records_of_a_start_are_made_by_our_own_decorator(told: list[str]) -> None:
    count, *standard = told[1].split()
    assert int(count) > 40
    assert not standard, "take dataclass from qnapp.records"
