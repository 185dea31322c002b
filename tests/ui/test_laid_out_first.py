"""What scrolls is never painted squeezed into a height that it had before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QScrollArea, QWidget
from screen_audit import Auditor

from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.overview.page import OverviewPage
from qnapp.ui.settings_page.page import SettingsPage
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from qnapp.ui.window import MainWindow


class Painted(QObject):
    """Notes each picture of a scroll area whose content lacks height for what it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = 0
        self.squeezed: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            area = watched.parentWidget()
            if isinstance(area, QScrollArea) and watched is area.viewport():
                self._look(area)
        return super().eventFilter(watched, event)

    def _look(self, area: QScrollArea) -> None:
        content = area.widget()
        layout = content.layout()
        assert layout is not None
        self.seen += 1
        wide = layout.hasHeightForWidth()
        least = layout.totalMinimumSize().height()
        needed = layout.totalHeightForWidth(content.width()) if wide else least
        if content.height() < needed:
            self.squeezed.append(f"{type(area).__name__}: {content.height()} of {needed}")


@pytest.fixture
def painted(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Painted]:
    monkeypatch.setattr(Auditor, "draws", False)
    watch = Painted()
    qapp.installEventFilter(watch)
    yield watch
    qapp.removeEventFilter(watch)


@pytest.mark.parametrize("percent", [100, 130])
def test_a_page_is_painted_laid_out_the_first_time(
    percent: int,
    painted: Painted,
    make_window: Callable[..., MainWindow],
    dress_page: Callable[[str, int], None],
    qtbot: QtBot,
) -> None:
    pages = (TasksPage, OverviewPage, IndicatorsPage, SettingsPage)
    window = make_window(*pages)
    dress_page("light", percent)
    for page in pages:
        before = painted.seen
        window.show_page(page.key)
        qtbot.waitUntil(lambda before=before: painted.seen > before)  # type: ignore[misc]
        window.repaint()
    assert not painted.squeezed
