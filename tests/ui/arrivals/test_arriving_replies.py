"""An answer from above at a unit: seen, its key compared, and only its rows open."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, cast

import pytest
from hands import click
from PySide6.QtCore import QSize
from PySide6.QtGui import QScreen
from upper_office import UpperOffice

from qnapp.db.issued import report_in_force
from qnapp.db.organisations import resolve_organisation
from qnapp.db.outbox import checked_file, outgoing_packages
from qnapp.db.returned import open_rows
from qnapp.db.roster import confirm_key, confirmed_key
from qnapp.db.setup import initialise
from qnapp.documents.freeze import freeze_report
from qnapp.domain.packages import PackageState
from qnapp.exchange.submission import make_submission
from qnapp.models.difference_model import Column
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.arrivals.dialog import ArrivalDialog
    from qnapp.ui.arrivals.reply_body import ReplyBody
    from qnapp.ui.window import MainWindow

PERIOD, UID = "2026-Q2", "NQ05-2026/1.14"


@pytest.fixture
def office(tmp_path: Path, clock: FixedClock) -> Iterator[UpperOffice]:
    store = initialise(
        tmp_path / "VPTU", organisation=resolve_organisation("VPTU"), clerk="Văn thư", clock=clock
    )
    yield UpperOffice(store, tmp_path)
    store.close()


@pytest.fixture
def sent(store: Store, office: UpperOffice, tmp_path: Path) -> str:
    """The unit's report was frozen, packed and taken in above; digest of its package."""
    freeze_report(store, PERIOD, despite_errors=True)
    report = report_in_force(store, PERIOD)
    assert report is not None
    package = make_submission(store, report.id).packages[0]
    copy = tmp_path / package.name
    shutil.copy(checked_file(store, package), copy)
    return office.take_in([copy])


def state(store: Store) -> PackageState:
    return outgoing_packages(store)[0].state


def test_returned_rows_open_and_the_first_of_them_is_shown(
    window: MainWindow,
    store: Store,
    office: UpperOffice,
    sent: str,
    opened: Callable[..., ArrivalDialog],
    qtbot: QtBot,
) -> None:
    dialog = opened(office.give_back(sent, {UID: "Thiếu biên bản họp dân."}, "Gửi lại trong tuần."))
    body = cast("ReplyBody", dialog.body)
    assert "Chỉ 1 dòng dưới đây và lời báo cáo mở để sửa" in body.words.text()
    shown = [
        body.model.index(1, column).data() for column in (Column.TAKE, Column.CODE, Column.THEIRS)
    ]
    assert shown == ["Mở để sửa", "1.14", "Thiếu biên bản họp dân."]
    title = body.full.title  # has room for two lines under the notice of a first key
    assert title.height() >= title.heightForWidth(400) == 2 * theme().line("body_strong")
    assert not dialog.take.isEnabled()  # the key was not compared yet
    assert state(store) is PackageState.MADE
    click(dialog.origin.compared)
    with qtbot.waitSignal(window.arrivals.ended, timeout=30_000):
        click(dialog.take)
    assert open_rows(store, PERIOD) == {UID}
    assert state(store) is PackageState.RETURNED
    assert window.current_page.key == "tasks"


def test_an_acceptance_is_noted_and_a_second_time_changes_nothing(
    window: MainWindow,
    store: Store,
    office: UpperOffice,
    sent: str,
    opened: Callable[..., ArrivalDialog],
    qtbot: QtBot,
) -> None:
    file = office.accept(sent)
    dialog = opened(file)
    click(dialog.origin.compared)
    assert dialog.take.text() == "Nhận phiếu"
    with qtbot.waitSignal(window.arrivals.ended, timeout=30_000):
        click(dialog.take)
    assert state(store) is PackageState.ACCEPTED
    assert window.current_page.key == "report"
    again = opened(file)
    assert not again.take.isVisible()
    click(again.cancel)


def test_another_key_of_the_office_is_doubted(
    window: MainWindow,
    store: Store,
    office: UpperOffice,
    sent: str,
    opened: Callable[..., ArrivalDialog],
    qtbot: QtBot,
) -> None:
    confirm_key(store, "VPTU", "Văn phòng Tỉnh ủy", "ab" * 32)
    dialog = opened(office.accept(sent))
    assert not dialog.take.isEnabled()
    click(dialog.origin.compared)
    with qtbot.waitSignal(window.arrivals.ended, timeout=30_000):
        click(dialog.take)
    assert state(store) is PackageState.ACCEPTED
    assert confirmed_key(store, "VPTU") != "ab" * 32


def test_the_foot_is_above_the_task_bar_of_a_low_screen_in_large_letters(
    window: MainWindow,
    office: UpperOffice,
    sent: str,
    opened: Callable[..., ArrivalDialog],
    dress_page: Callable[[str, int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """1920x1080 at 150 %: with a key to compare, and a title that takes two lines."""
    room = QSize(1280, 720 - 40)
    monkeypatch.setattr(QScreen, "availableSize", lambda _screen: room)
    window.resize(1280, 640)
    dress_page("light", 130)
    dialog = opened(office.give_back(sent, {UID: "Thiếu biên bản họp dân. " * 4}))
    assert dialog.height() <= room.height() - 40
    assert dialog.rect().contains(dialog.take.geometry())
    body = cast("ReplyBody", dialog.body)
    table, row = body.table, body.table.currentIndex()
    assert table.viewport().rect().contains(table.visualRect(row))
    for words in (body.words, body.full.title):
        assert words.height() >= words.heightForWidth(words.width())
    dialog.resize(900, 300)  # no lower than what it says
    assert dialog.height() > 500
    click(dialog.cancel)
