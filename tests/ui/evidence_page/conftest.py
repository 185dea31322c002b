"""The register in the real window, with the files that its tests attach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from evidence_hands import PERIOD, uid
from PySide6.QtGui import QColor, QImage

from qnapp.assets import asset
from qnapp.db import evidence
from qnapp.ui.evidence_page.page import EvidencePage
from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.domain.reporting import Evidence
    from qnapp.ui.window import MainWindow


@pytest.fixture
def make_file(tmp_path: Path) -> Callable[..., Path]:
    """Make a file by its name: a photograph, a PDF of the sample, or plain bytes."""

    def make(name: str, content: bytes = b"") -> Path:
        folder = tmp_path / "given"
        folder.mkdir(exist_ok=True)
        file = folder / name
        if content:
            file.write_bytes(content)
        elif name.endswith(".pdf"):
            file.write_bytes(asset("sample", "bien-ban.pdf").read_bytes())
        elif name.endswith((".jpg", ".png")):
            image = QImage(800, 600, QImage.Format.Format_RGB32)
            image.fill(QColor("#3366aa"))
            assert image.save(str(file))
        else:
            file.write_bytes(name.encode())
        return file

    return make


@pytest.fixture
def attach(store: Store, make_file: Callable[..., Path]) -> Callable[..., Evidence]:
    """Attach a file to a task of the period: ``attach("Ảnh.jpg", "1.14", number="5-BB")``."""

    def add(name: str, code: str = "1.14", period: str = PERIOD, **words: str) -> Evidence:
        content = words.pop("content", "").encode()
        file = make_file(name, content)
        return evidence.add_evidence(store, [file], uid(code), period, **words)[0]

    return add


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(EvidencePage, TasksPage, IndicatorsPage)


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> EvidencePage:
    window.show_page("evidence")
    page = window.page("evidence")
    assert isinstance(page, EvidencePage)
    return page
