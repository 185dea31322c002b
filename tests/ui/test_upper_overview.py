"""Tổng quan of an office that takes reports in: the next thing, and where every number leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fixed_clock import HANOI, FixedClock
from hands import click, press
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from qnapp.db.inbox import received_packages
from qnapp.db.reminders import note_reminded
from qnapp.db.settings import set_settings
from qnapp.exchange.reply import make_reply
from qnapp.exchange.training_reports import fill_received
from qnapp.models.inbox_lines import InboxFilter
from qnapp.ui.inbox_page.page import InboxPage
from qnapp.ui.overview.page import OverviewPage
from qnapp.ui.overview.todo_rows import GroupHead, TodoLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.overview.upper_view import UpperView
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow

Q2 = "2026-Q2"
# On time, late, missing, returned, in conflict, with a key that nobody has compared.
SOME = frozenset({"06652", "06685"})


@pytest.fixture
def clock() -> FixedClock:
    """Two days after the half year was due."""
    clock = FixedClock()
    clock.now = clock.now.replace(month=6, day=22, tzinfo=HANOI)
    return clock


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    """Văn phòng Tỉnh ủy, which two units have reported to."""
    store = make_store("VPTU", upper_office=True)
    fill_received(store, Q2, SOME)
    return store


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> OverviewPage:
    page = OverviewPage(session)
    qtbot.addWidget(page)
    page.resize(1170, 608)
    with qtbot.waitExposed(page):
        page.show()
    page.ensure_fresh()
    return page


def view(page: OverviewPage) -> UpperView:
    assert page.upper is not None
    return page.upper


def answer_all(store: Store) -> None:
    for package in received_packages(store, "NQ05-2026", Q2):
        if not package.answer:
            make_reply(store, package.digest, "accepted")


def test_it_speaks_of_the_units_and_of_the_period_that_has_closed(
    page: OverviewPage, session: Session
) -> None:
    assert session.period_code == Q2
    assert not page.unit.isVisible()
    assert view(page).next.sentence.text() == "Xem và trả lời 2 báo cáo đã nhận"
    assert view(page).next.after.text() == "Sau đó: đôn đốc 62 đơn vị"
    assert view(page).reports.due.text() == "Hạn gửi 20/6/2026, đã qua 2 ngày"
    assert page.focus_first() is view(page).next.button


def test_enter_on_the_button_goes_there_and_the_answer_brings_the_next_thing(
    page: OverviewPage, session: Session, store: Store, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.wanted) as asked:
        press(view(page).next.button, Qt.Key.Key_Return)
    assert asked.args == ["inbox", "filter:unanswered"]
    answer_all(store)
    assert view(page).next.sentence.text() == "Đôn đốc 62 đơn vị chưa gửi, đã quá hạn 2 ngày"
    with qtbot.waitSignal(session.wanted) as asked:
        click(view(page).next.button)
    assert asked.args == ["inbox", "remind"]
    missing = [one.reporter.code for one in view(page).units._shown.to_remind]  # type: ignore[union-attr]
    note_reminded(store, Q2, missing, session.today())
    assert view(page).next.sentence.text() == "Tổng hợp 2 báo cáo đã nhận, còn thiếu 62 đơn vị"


def test_every_number_is_found_again_behind_its_link(
    make_window: Callable[..., MainWindow],
) -> None:
    window = make_window(OverviewPage, InboxPage)
    page = window.page("overview")
    assert isinstance(page, OverviewPage)
    reports = view(page).reports
    buttons = [*reports.bar.findChildren(QAbstractButton), *reports.links.values(), reports.sent]
    wanted = [
        *(InboxFilter.ON_TIME, InboxFilter.LATE, InboxFilter.RETURNED, InboxFilter.CONFLICT),
        *(InboxFilter.MISSING, InboxFilter.UNANSWERED, InboxFilter.UNCONFIRMED, InboxFilter.SENT),
    ]
    told = []
    for button, name in zip(buttons, wanted, strict=True):
        window.show_page("overview")
        click(button)
        inbox = window.current_page
        assert isinstance(inbox, InboxPage)
        assert inbox.model.query.filter is name
        told.append(len(inbox.model.shown()))
    assert reports.sent.text() == f"{told[-1]} đã gửi"
    assert reports.links[InboxFilter.UNANSWERED].text() == f"Chưa trả lời: {told[5]}"
    assert sum(told[:5]) == 64


def test_units_that_wait_stand_in_groups_and_lead_to_their_row(
    page: OverviewPage, session: Session, qtbot: QtBot
) -> None:
    heads = view(page).units.findChildren(GroupHead)
    names = [head.link.accessibleName() for head in heads]
    assert names == ["Chưa trả lời: xem cả 2", "Chưa gửi, đã quá hạn: xem cả 62"]
    lines = view(page).units.findChildren(TodoLine)
    assert len(lines) > 5  # as many as there is room for
    QApplication.processEvents()
    assert not view(page).units._area.verticalScrollBar().isVisible()
    assert lines[0].accessibleName().startswith("Phường Hà Tu, nhận")
    with qtbot.waitSignal(session.wanted) as asked:
        click(lines[0])
    assert asked.args == ["inbox", "code:06652"]
    with qtbot.waitSignal(session.wanted) as asked:
        click(heads[1].link)
    assert asked.args == ["inbox", "filter:missing"]


def test_reports_are_read_when_asked_for_and_not_before(
    page: OverviewPage, session: Session, store: Store, qtbot: QtBot
) -> None:
    standings = view(page).standings
    assert not standings.bar.isVisible()
    assert not view(page).loader.busy
    with qtbot.waitSignal(view(page).loader.loaded, timeout=30_000):
        click(standings.link)
    assert standings.bar.isVisible()
    assert standings.link.text() == "Xem tổng hợp"
    with qtbot.waitSignal(session.wanted) as asked:
        click(standings.link)
    assert asked.args == ["consolidation", ""]
    answer_all(store)  # what was read stays in sight, and is said to be older
    assert standings.bar.isVisible()
    assert standings.words.text() == "Có thay đổi sau lần đọc này."
    assert standings.link.text() == "Đọc lại báo cáo"


def test_the_last_round_and_the_own_report_have_their_lines(
    page: OverviewPage, session: Session, store: Store, qtbot: QtBot
) -> None:
    assert not view(page).before.isVisible()  # nobody has sent anything then
    fill_received(store, "2026-Q1", SOME)
    page.reload()
    assert view(page).before.isVisible()
    assert view(page).own.sentence.text().startswith("Cập nhật")
    with qtbot.waitSignal(session.wanted) as asked:
        click(view(page).own.link)
    assert asked.args == ["tasks", "filter:stale"]
    press(view(page).before.link, Qt.Key.Key_Space)
    assert session.period_code == "2026-Q1"


@pytest.mark.parametrize("percent", [100, 130])
def test_steps_lead_to_their_pages_in_any_letters(
    page: OverviewPage,
    session: Session,
    qtbot: QtBot,
    dress_page: Callable[[str, int], None],
    percent: int,
) -> None:
    dress_page("dark", percent)
    steps = view(page).next.bar.findChildren(QAbstractButton)
    names = [step.accessibleName().partition(",")[0] for step in steps]
    assert names == [
        "Bước 1: Tiếp nhận", "Bước 2: Đối chiếu", "Bước 3: Trả lời", "Bước 4: Đôn đốc",
        "Bước 5: Tổng hợp", "Bước 6: Báo cáo tổng hợp",
    ]  # fmt: skip
    with qtbot.waitSignal(session.wanted) as asked:
        click(steps[5])
    assert asked.args == ["consolidated_report", ""]


def test_the_setting_turns_the_page_over_and_back(page: OverviewPage, store: Store) -> None:
    set_settings(store, upper_office=False)
    assert page.unit.isVisible()
    assert not view(page).isVisible()
    assert page.focus_first() is page.next.button
    set_settings(store, upper_office=True)
    assert view(page).isVisible()
