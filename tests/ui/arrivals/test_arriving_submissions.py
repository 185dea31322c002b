"""A submission at the door: taken in by an office that receives, only looked at by another."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, cast

import pytest
from hands import click

from qnapp.db.inbox import received_packages
from qnapp.db.organisations import resolve_organisation
from qnapp.db.outbox import checked_file
from qnapp.db.roster import confirm_key, confirmed_key
from qnapp.db.settings import set_settings
from qnapp.db.setup import initialise
from qnapp.documents.freeze import export_file, freeze_report
from qnapp.domain.received import Sender
from qnapp.exchange.submission import make_submission
from qnapp.ui.arrivals.submission_body import NOT_RECEIVING
from qnapp.ui.inbox_page.page import InboxPage
from qnapp.ui.inbox_page.taken_dialog import TakenDialog
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import Notice
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.domain.received import ReceivedPackage
    from qnapp.ui.arrivals.dialog import ArrivalDialog
    from qnapp.ui.window import MainWindow

PERIOD, UNIT = "2026-Q2", "06706"


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    """The province's office, which takes reports in."""
    made = make_store("VPTU")
    set_settings(made, upper_office=True)
    return made


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(TasksPage, InboxPage)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of Phường Tuần Châu, made once."""
    from fixed_clock import FixedClock

    folder = tmp_path_factory.mktemp("Tuần Châu")
    clock: FixedClock = FixedClock()
    with initialise(
        folder / "dữ liệu", organisation=resolve_organisation(UNIT), clerk="Thử", clock=clock
    ) as unit:
        report = freeze_report(unit, PERIOD, despite_errors=True)
        package = make_submission(unit, report.id).packages[0]
        shutil.copy(checked_file(unit, package), folder / package.name)
        export_file(unit, report.id, "xlsx", folder / "báo cáo.xlsx")
    return folder / package.name


@pytest.fixture
def workbook(sent: Path) -> Path:
    return sent.with_name("báo cáo.xlsx")


def received(store: Store) -> list[ReceivedPackage]:
    return list(received_packages(store, "NQ05-2026", PERIOD, UNIT))


def test_it_is_taken_in_once_with_its_key_doubted(
    window: MainWindow,
    store: Store,
    sent: Path,
    opened: Callable[..., ArrivalDialog],
    qtbot: QtBot,
) -> None:
    dialog = opened(sent)
    assert received(store) == []
    with qtbot.waitSignal(window.arrivals.ended, timeout=30_000):
        click(dialog.take)
    assert [one.sender for one in received(store)] == [Sender.UNCONFIRMED]
    assert window.current_page.key == "inbox"
    again = opened(sent)
    assert not again.take.isVisible()
    click(again.cancel)


def test_a_key_that_was_compared_is_the_unit_s_own(
    window: MainWindow,
    store: Store,
    sent: Path,
    opened: Callable[..., ArrivalDialog],
    qtbot: QtBot,
) -> None:
    confirm_key(store, UNIT, "Phường Tuần Châu", "ab" * 32)
    dialog = opened(sent)
    assert not dialog.take.isEnabled()  # another key than the confirmed one
    click(dialog.origin.compared)
    with qtbot.waitSignal(window.arrivals.ended, timeout=30_000):
        click(dialog.take)
    assert [one.sender for one in received(store)] == [Sender.CONFIRMED]
    assert confirmed_key(store, UNIT) != "ab" * 32


def test_the_workbook_of_a_report_is_a_second_way_up(
    window: MainWindow,
    store: Store,
    workbook: Path,
    opened: Callable[..., ArrivalDialog],
    qtbot: QtBot,
) -> None:
    dialog = opened(workbook)
    assert "không có chữ ký" in " ".join(label.text() for label in dialog.body.findChildren(Label))
    assert dialog.take.isEnabled()  # there is no key to compare
    with qtbot.waitSignal(window.arrivals.ended, timeout=30_000):
        click(dialog.take)
    assert [one.sender for one in received(store)] == [Sender.UNSIGNED]
    assert window.current_page.key == "inbox"


def test_only_files_that_have_a_name_are_listed(
    sent: Path, workbook: Path, opened: Callable[..., ArrivalDialog]
) -> None:
    dialog = opened(sent)
    told = [label.text() for label in dialog.body.findChildren(Label)]
    (listed,) = [words for words in told if words.startswith("Tệp trong gói: ")]
    names = listed.removeprefix("Tệp trong gói: ").split("; ")
    assert [name.rpartition(" (")[0][-4:] for name in names] == [".pdf", "xlsx"]
    assert any("2 tệp kèm số liệu" in words for words in told)
    click(dialog.cancel)
    dialog = opened(workbook)  # brings the data alone
    assert not [
        label for label in dialog.body.findChildren(Label) if label.text().startswith("Tệp trong")
    ]
    click(dialog.cancel)


def test_who_receives_nothing_only_looks(
    window: MainWindow, store: Store, sent: Path, opened: Callable[..., ArrivalDialog]
) -> None:
    set_settings(store, upper_office=False)
    dialog = opened(sent)
    assert not dialog.take.isVisible()
    words = [notice.words.text() for notice in dialog.body.findChildren(Notice)]
    assert NOT_RECEIVING in words
    click(dialog.cancel)
    assert received(store) == []


def test_several_submissions_are_taken_in_together_on_the_page_for_it(
    window: MainWindow, store: Store, sent: Path, workbook: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.arrivals.many_submissions, timeout=30_000):
        window.arrivals.open([sent, workbook])
    assert window.current_page.key == "inbox"
    page = cast("InboxPage", window.page("inbox"))
    qtbot.waitUntil(page.taken.isVisible, timeout=30_000)
    assert len(received(store)) == 2
    for dialog in window.findChildren(TakenDialog):
        dialog.close()
