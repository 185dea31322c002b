"""What every test of a screen stands on: a real store of one commune, on a fixed day."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

import pytest
from fixed_clock import FixedClock
from plain_pages import IndicatorsLike, ReportLike, TasksLike
from screen_audit import Auditor

from qnapp.db.organisations import resolve_organisation
from qnapp.db.setup import initialise
from qnapp.ui import file_dialogs
from qnapp.ui.checks_page import ChecksPage
from qnapp.ui.kit.theme import apply_theme
from qnapp.ui.overview.page import OverviewPage
from qnapp.ui.pages import PAGES
from qnapp.ui.session import Session
from qnapp.ui.settings_page.page import SettingsPage
from qnapp.ui.tasks import Tasks
from qnapp.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.ui.kit.theme import Choice
    from qnapp.ui.page import Page, PageKind


@pytest.fixture(autouse=True)
def _audited(qapp: QApplication) -> Iterator[None]:
    """Every dialog and page that a test shows speaks Vietnamese and has names for all its parts."""
    auditor = Auditor()
    auditor.install()
    yield
    faults = auditor.leave()
    assert not faults, "\n".join(faults)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes which folders this PC's user has chosen."""
    monkeypatch.setattr(file_dialogs, "memory_file", lambda: tmp_path / "pc" / "folders.json")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def make_store(tmp_path: Path, clock: FixedClock) -> Iterator[Callable[..., Store]]:
    """Make stores: ``make_store("06652")``; keyword arguments go to ``initialise``."""
    made: list[Store] = []

    def make(code: str = "06652", **fields: object) -> Store:
        values: dict[str, object] = {
            "clerk": "Trần Thị Mẫu",
            "first_period": "2026-Q1",
            "signer": "Nguyễn Văn Mẫu",
            "signer_title": "Bí thư",
        }
        folder = tmp_path / f"store-{len(made)}"
        store = initialise(
            folder,
            organisation=resolve_organisation(code),
            clock=clock,
            **(values | fields),  # type: ignore[arg-type]
        )
        made.append(store)
        return store

    yield make
    for store in made:
        store.close()


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    """Phường Hà Tu with its sure proposals taken on."""
    return make_store()


@pytest.fixture
def make_session(
    qtbot: QtBot, door: RecordingDoor, clock: FixedClock, make_store: Callable[..., Store]
) -> Iterator[Callable[[Store], Session]]:
    """Open stores as windows do; each is closed at the end, before ``make_store`` is done."""
    opened: list[Session] = []

    def make(store: Store) -> Session:
        session = Session(store, door, Tasks(), today=clock.today)
        opened.append(session)
        return session

    yield make
    for session in opened:
        session.close()
        session.deleteLater()


@pytest.fixture
def session(make_session: Callable[[Store], Session], store: Store) -> Session:
    """A session over ``store`` in the period of the day, 6 tháng năm 2026."""
    return make_session(store)


def _give_up(qtbot: QtBot, door: RecordingDoor, window: QWidget) -> None:
    """What a test left refused is given up at its end; what still runs is waited for.

    A store may hold what a worker wrote before its job has ended.
    """
    assert isinstance(window, MainWindow)
    qtbot.waitUntil(lambda: not window.statusbar.jobs.busy, timeout=20_000)
    door.answers = [1]


def kind_of(page: type[Page]) -> PageKind:
    """What the window is given for a page: that of its key, built by this class."""
    return replace(next(kind for kind in PAGES if kind.key == page.key), make=page)


@pytest.fixture
def make_window(qtbot: QtBot, session: Session, door: RecordingDoor) -> Callable[..., MainWindow]:
    """Show pages in the real window: ``make_window(TasksPage, ReportPage)``."""

    def make(*pages: type[Page]) -> MainWindow:
        window = MainWindow(session, [kind_of(page) for page in pages])
        qtbot.addWidget(window, before_close_func=partial(_give_up, qtbot, door))
        window.resize(1366, 688)
        with qtbot.waitExposed(window):
            window.show()
        return window

    return make


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    """The frame with every kind of page; those that write only remember what they were asked."""
    return make_window(
        OverviewPage, TasksLike, IndicatorsLike, ChecksPage, ReportLike, SettingsPage
    )


@pytest.fixture
def dress_page(qapp: QApplication) -> Callable[[str, int], None]:
    """Change theme and font size for one test: ``dress_page("dark", 130)``."""

    def dress(shade: str, percent: int) -> None:
        apply_theme(qapp, cast("Choice", shade), percent)

    return dress
