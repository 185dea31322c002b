"""The program as a whole: its window on a store, another store, a second start, the day's copy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fixed_clock import FixedClock
from PySide6.QtCore import QCoreApplication
from shiboken6 import isValid

from qnapp import app as qnapp_app
from qnapp.app import Program, make_window, remember, remembered
from qnapp.cli_options import build_parser
from qnapp.db.archive import backup_full
from qnapp.db.organisations import resolve_organisation
from qnapp.db.periods import choose_period
from qnapp.db.settings import get_settings, set_settings
from qnapp.db.setup import initialise
from qnapp.db.store import Store
from qnapp.errors import LockedError
from qnapp.ui import file_dialogs
from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.job_line import JobLine
from qnapp.ui.kit.door import Door
from qnapp.ui.kit.theme import theme
from qnapp.ui.overview.page import OverviewPage
from qnapp.ui.pages import PAGES
from qnapp.ui.restoring import Restoring
from qnapp.ui.window import MainWindow
from qnapp.window_options import parted_files, window_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def make_store(tmp_path: Path) -> Callable[..., Path]:
    """Make stores of communes; gives the folder of a closed one."""

    def make(name: str, code: str = "06652") -> Path:
        folder = tmp_path / name
        initialise(folder, organisation=resolve_organisation(code), clerk="Người Thử").close()
        return folder

    return make


@pytest.fixture
def program(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Path], Program]]:
    """Start programs that remember their store in the test's own folder."""
    monkeypatch.setattr(qnapp_app, "default_folder", lambda: tmp_path / "nhà" / "dulieu")
    monkeypatch.setattr(file_dialogs, "memory_file", lambda: tmp_path / "nhà" / "folders.json")
    started: list[Program] = []

    def start(home: Path) -> Program:
        made = Program(qapp, home)
        started.append(made)
        return made

    yield start
    for one in started:
        if one.window is not None:
            one.window.close()
        one.deleteLater()


def title_of(program: Program) -> str:
    assert program.window is not None
    return program.window.windowTitle()


def asked(signal: Any, what: object) -> None:
    """Ask as a page does; it is done once the window is out of its own work."""
    signal.emit(what)
    QCoreApplication.sendPostedEvents()


def wait_until_it_listens(program: Program, qtbot: QtBot) -> None:
    """A start hears later ones once its window can be used."""
    qtbot.waitUntil(lambda: program._single is not None and program._single.listens)


def test_every_page_of_the_window_opens(qtbot: QtBot, make_store: Callable[..., Path]) -> None:
    window = make_window(Store.open(make_store("a"), purpose="window"))
    qtbot.addWidget(window)
    window.show()
    for page in PAGES:
        window.show_page(page.key)
        assert window.current_page.key == page.key
    window.close()
    window.session.close()


def test_the_window_opens_on_its_store_and_lets_it_go(
    program: Callable[[Path], Program], make_store: Callable[..., Path]
) -> None:
    folder = make_store("a")
    running = program(folder)
    assert running.open(folder)
    assert title_of(running).startswith("QNApp - Phường Hà Tu")
    assert running.window is not None
    assert isinstance(running.window.current_page, OverviewPage)
    with pytest.raises(LockedError):
        Store.open(folder)
    running.window.close()
    Store.open(folder).close()


def test_another_store_takes_the_place_of_the_first(
    program: Callable[[Path], Program], make_store: Callable[..., Path]
) -> None:
    first, second = make_store("a"), make_store("b", "06706")
    running = program(first)
    assert running.open(first)
    assert running.window is not None
    asked(running.window.store_wanted, second)
    assert title_of(running).startswith("QNApp - Phường Tuần Châu")
    Store.open(first).close()  # it is free again
    assert remembered() == second


def test_a_restored_store_looks_as_the_one_before_and_nothing_of_that_is_left(
    program: Callable[[Path], Program],
    make_store: Callable[..., Path],
    tmp_path: Path,
) -> None:
    folder, file = make_store("a"), tmp_path / "a.zip"
    with Store.open(folder) as store:
        backup_full(store, file)
        set_settings(store, theme="dark", font_percent=130, clerk="Người Sau")
    running = program(folder)
    assert running.open(folder)
    before = running.window
    assert before is not None
    before.show_page("indicators")
    page = before.current_page
    assert isinstance(page, IndicatorsPage)
    for column in range(3):  # its rows are sized anew in the next turn of the loop
        page.table.head.resizeSection(column, 40 + column)
    asked(before.restore_wanted, Restoring(file))
    assert not isValid(before)
    assert running.window is not None
    assert theme().dark
    settings = get_settings(running.window.session.store)
    assert (settings.theme, settings.font_percent, settings.clerk) == ("dark", 130, "Người Thử")
    assert "Đã khôi phục từ a.zip" in running.window.statusbar.text.text()


def test_another_store_opens_where_the_window_stood(
    program: Callable[[Path], Program], make_store: Callable[..., Path]
) -> None:
    first, second = make_store("a"), make_store("b")
    running = program(first)
    assert running.open(first)
    assert running.window is not None
    running.window.showMaximized()
    asked(running.window.store_wanted, second)
    assert running.window.session.store.folder == second
    assert running.window.isMaximized()


def test_the_period_of_the_day_opens_and_the_one_looked_at_last_is_named(
    program: Callable[[Path], Program], make_store: Callable[..., Path]
) -> None:
    folder = make_store("a")
    with Store.open(folder) as store:
        choose_period(store, "2026-Q1")
    running = program(folder)
    running._clock = FixedClock()  # 05/6/2026
    assert running.open(folder)
    assert running.window is not None
    assert running.window.session.period_code == "2026-Q2"
    assert running.window.statusbar.text.text() == (
        "Mở kỳ của hôm nay, 6 tháng năm 2026. Lần trước đang xem Quý I năm 2026."
    )


def test_who_stays_keeps_the_window_and_its_store(
    program: Callable[[Path], Program],
    make_store: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = make_store("a"), make_store("b", "06706")
    running = program(first)
    assert running.open(first)
    window = running.window
    assert window is not None
    with monkeypatch.context() as staying:
        staying.setattr(MainWindow, "_may_cancel", lambda _self: False)
        staying.setattr(JobLine, "busy", property(lambda _self: True))
        asked(window.store_wanted, second)
        asked(window.restore_wanted, Restoring(first / "a.zip"))
    assert running.window is window
    assert window.isVisible()
    with pytest.raises(LockedError):
        Store.open(first)
    window.close()
    Store.open(first).close()


def test_a_store_that_cannot_be_opened_brings_the_first_one_back(
    program: Callable[[Path], Program],
    make_store: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = make_store("a"), make_store("b", "06706")
    said: list[object] = []
    monkeypatch.setattr(Door, "error", lambda _self, problem, **_more: said.append(problem))
    running = program(first)
    assert running.open(first)
    assert running.window is not None
    with Store.open(second):
        asked(running.window.store_wanted, second)
    assert title_of(running).startswith("QNApp - Phường Hà Tu")
    assert isinstance(said[0], LockedError)


def test_a_second_start_raises_the_first_window(
    qtbot: QtBot, program: Callable[[Path], Program], make_store: Callable[..., Path]
) -> None:
    folder = make_store("a")
    first, second = program(folder), program(folder)
    assert first.open(folder)
    assert first.window is not None
    wait_until_it_listens(first, qtbot)
    first.window.showMinimized()
    assert not second.open(folder)
    qtbot.waitUntil(lambda: first.window is not None and not first.window.isMinimized())


def test_a_second_start_says_who_has_the_data_where_no_window_hears_it(
    program: Callable[[Path], Program],
    make_store: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = make_store("a")
    said: list[object] = []
    monkeypatch.setattr(Door, "error", lambda _self, problem, **_more: said.append(problem))
    monkeypatch.setattr(qnapp_app, "HEARD_WITHIN_S", 0.0)
    for purpose in ("command", "window"):
        with Store.open(folder, purpose=purpose):
            assert not program(folder).open(folder)
    assert ["cửa sổ" in str(one) for one in said] == [False, True]


def test_what_can_wait_is_done_after_the_window_is_there_and_never_after_it_is_gone(
    qtbot: QtBot, program: Callable[[Path], Program], make_store: Callable[..., Path]
) -> None:
    folder = make_store("a")
    running = program(folder)
    assert running.open(folder)
    waiting = running._afterwards
    assert waiting is not None
    assert running.window is not None
    assert not waiting.done
    qtbot.waitUntil(lambda: waiting.done, timeout=60_000)
    assert running._single is not None
    assert running._single.listens
    assert "qnapp.ui.tasks_page.editor" in sys.modules
    running.window.close()
    assert running._afterwards is None


def test_files_of_a_start_are_opened_in_the_window_that_is_there(
    qtbot: QtBot,
    program: Callable[[Path], Program],
    make_store: Callable[..., Path],
    tmp_path: Path,
) -> None:
    folder, strange = make_store("a"), tmp_path / "phiếu.qnph"
    strange.write_bytes(b"PK, but no zip")
    first, second = program(folder), program(folder)
    assert first.open(folder, [strange])
    assert first.window is not None
    failed: list[object] = []
    first.window.session.failed.connect(failed.append)
    qtbot.waitUntil(lambda: len(failed) == 1, timeout=30_000)
    wait_until_it_listens(first, qtbot)
    assert not second.open(folder, [strange])
    qtbot.waitUntil(lambda: len(failed) == 2, timeout=30_000)
    assert all("phiếu.qnph" in str(one) for one in failed)


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (["phiếu.qnph"], ["phiếu.qnph"]),
        (["--data", "D", "a.QNBC", "b.xlsx"], ["a.QNBC", "b.xlsx"]),
        (["--data", "D.zip"], []),
        (["import", "a.qnkh"], []),
        (["restore", "a.zip"], []),
        ([], []),
    ],
)
def test_files_are_told_from_commands(words: list[str], files: list[str]) -> None:
    arguments, found = parted_files(words)
    assert found == [Path(name) for name in files]
    assert [*arguments, *files] == words


@pytest.mark.parametrize(
    ("words", "only"),
    [
        ([], True),
        (["--data", "D"], True),
        (["--data=D", "--self-test", "kq.json"], True),
        (["--tell-data-folder", "t.txt"], True),
        (["--data", "status"], True),
        (["--data", "D", "--data", "E"], True),
        (["--data=", "--self-test=-a=b"], True),
        (["--data", ""], True),
        (["--data"], False),
        (["--data", "--self-test", "kq.json"], False),
        (["status"], False),
        (["--data", "D", "status"], False),
        (["--version"], False),
        (["--help"], False),
        (["--dat", "D"], False),
        (["không-có"], False),
    ],
)
def test_a_start_with_the_window_needs_no_commands(words: list[str], only: bool) -> None:
    found = window_options(words)
    assert (found is not None) is only
    if found is not None:
        whole = vars(build_parser().parse_args(words))
        assert {name: getattr(found, name) for name in whole} == whole


def test_the_day_s_copy_is_made_by_itself(
    qtbot: QtBot, program: Callable[[Path], Program], make_store: Callable[..., Path]
) -> None:
    folder = make_store("a")
    running = program(folder)
    assert running.open(folder)
    qtbot.waitUntil(lambda: any((folder / "backups").glob("qnapp-*.db")))


def test_what_is_remembered_may_be_gone(
    program: Callable[[Path], Program], make_store: Callable[..., Path], tmp_path: Path
) -> None:
    del program  # it points the default folder into the test's own
    assert remembered() == tmp_path / "nhà" / "dulieu"
    remember(make_store("a"))
    assert remembered() == tmp_path / "a"
    (tmp_path / "a" / "qnapp.db").unlink()
    assert remembered() == tmp_path / "nhà" / "dulieu"
