"""Tổng quan: what it says comes from the store, and every number leads somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import click, press
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton
from shown_pages import show_page

from qnapp.db import periods
from qnapp.db.assignments import let_go, take_on
from qnapp.db.measurements import set_measurement
from qnapp.db.progress import set_progress
from qnapp.db.targets import set_own_target
from qnapp.domain.overview import filter_tasks
from qnapp.domain.plan import Role
from qnapp.ui.kit.labels import Label
from qnapp.ui.overview.page import OverviewPage
from qnapp.ui.overview.todo_rows import GroupHead, TodoRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> OverviewPage:
    return show(session, qtbot)


def show(session: Session, qtbot: QtBot, width: int = 1170) -> OverviewPage:
    return show_page(OverviewPage(session), qtbot, width)


def rows(page: OverviewPage) -> list[TodoRow]:
    return page.todo.findChildren(TodoRow)


def heads(page: OverviewPage) -> list[GroupHead]:
    return page.todo.findChildren(GroupHead)


def record(store: Store, session: Session, code: str, **fields: object) -> None:
    uid = next(row.uid for row in session.worksheet().tasks if row.code == code)
    set_progress(store, uid, session.period_code, **fields)  # type: ignore[arg-type]


def legend(page: OverviewPage) -> list[QAbstractButton]:
    return page.tasks.bar.findChildren(QAbstractButton)


# ------------------------------------------------------------------------------- the next thing


def test_a_fresh_store_asks_for_the_first_results(page: OverviewPage, session: Session) -> None:
    count = len(session.worksheet().own_tasks)
    sentence = page.next.sentence.text()
    assert sentence.startswith(f"Cập nhật {count} nhiệm vụ chưa có kết quả kỳ này, trong đó")
    assert page.subtitle() == "Thứ Sáu, ngày 05/6/2026"


def test_its_button_goes_there(page: OverviewPage, session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.wanted) as asked:
        click(page.next.button)
    assert asked.args == ["tasks", "filter:stale"]


def test_enter_on_its_button_is_enough(page: OverviewPage, session: Session, qtbot: QtBot) -> None:
    page.next.button.setFocus()
    with qtbot.waitSignal(session.wanted):
        press(page.next.button, Qt.Key.Key_Return)


def test_recording_moves_it_on(page: OverviewPage, session: Session, store: Store) -> None:
    for row in session.worksheet().own_tasks:
        record(store, session, row.code, status="in_progress", percent=10, delay_reason="Chờ vốn")
    assert not page.next.sentence.text().startswith("Cập nhật")
    total = len(session.worksheet().own_tasks)
    assert step_names(page)[0] == f"Bước 1: Cập nhật, đủ {total}/{total}"


def test_one_cell_is_opened_at_its_field(
    page: OverviewPage, session: Session, store: Store, qtbot: QtBot
) -> None:
    for row in session.worksheet().own_tasks:
        reason = "" if row.code == "5.6.1" else "Chờ vốn"
        record(store, session, row.code, status="in_progress", percent=10, delay_reason=reason)
    assert page.next.sentence.text() == "Ghi lý do chậm cho nhiệm vụ 5.6.1 quá hạn"
    with qtbot.waitSignal(session.field_wanted) as asked:
        click(page.next.button)
    assert asked.args == ["tasks", "NQ05-2026/5.6.1", "delay_reason"]


def test_a_store_without_tasks_leads_to_choosing(
    page: OverviewPage, session: Session, store: Store, qtbot: QtBot
) -> None:
    let_go(store, [row.uid for row in session.worksheet().own_tasks])
    assert rows(page) == []
    with qtbot.waitSignal(session.wanted) as asked:
        click(page.next.button)
    assert asked.args == ["settings", "tasks"]


# ------------------------------------------------------------------------------------ the steps


def steps(page: OverviewPage) -> list[QAbstractButton]:
    return page.next.bar.findChildren(QAbstractButton)[-7:]  # replaced ones are freed later


def step_names(page: OverviewPage) -> list[str]:
    return [button.accessibleName() for button in steps(page)]


def test_steps_that_have_no_page_yet_say_so_and_cannot_be_pressed(page: OverviewPage) -> None:
    assert [button.isEnabled() for button in steps(page)] == [True, False, True, True] + [False] * 3
    assert step_names(page)[4] == "Bước 5: Ký, chưa ký"


def test_a_step_leads_to_its_page(page: OverviewPage, session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.wanted) as asked:
        click(steps(page)[2])
    assert asked.args == ["checks", ""]


# ------------------------------------------------------------------------------------ what waits


def test_a_low_card_shows_three_rows_of_a_group_and_the_way_to_the_rest(
    page: OverviewPage, session: Session, qtbot: QtBot
) -> None:
    page.resize(1170, 420)
    qtbot.waitUntil(lambda: len(rows(page)) <= 3 * len(heads(page)))
    head = next(head for head in heads(page) if head.link.isVisible())
    count = len(filter_tasks(session.worksheet(), "stale", session.as_of()))
    assert head.link.text() == f"Xem cả {count}"
    with qtbot.waitSignal(session.wanted) as asked:
        click(head.link)
    assert asked.args == ["tasks", "filter:stale"]


def test_a_card_shows_rows_as_long_as_there_is_room(
    page: OverviewPage, session: Session, qtbot: QtBot
) -> None:
    page.resize(1170, 420)
    qtbot.waitUntil(lambda: len(rows(page)) <= 3 * len(heads(page)))
    page.resize(1170, 1100)
    waiting = {row.uid for row in filter_tasks(session.worksheet(), "stale", session.as_of())}
    qtbot.waitUntil(lambda: {row.uid for row in rows(page)} >= waiting)
    qtbot.waitUntil(lambda: not page.todo._area.verticalScrollBar().isVisible())


def test_no_row_is_shown_twice(page: OverviewPage) -> None:
    shown = [row.uid for row in rows(page)]
    assert len(shown) == len(set(shown))
    assert shown


def test_a_row_opens_its_task_by_mouse_and_by_key(
    page: OverviewPage, session: Session, qtbot: QtBot
) -> None:
    row = rows(page)[0]
    with qtbot.waitSignal(session.wanted) as asked:
        click(row, QPoint(40, 10))
    assert asked.args == ["tasks", row.uid]
    with qtbot.waitSignal(session.wanted) as asked:
        press(row, Qt.Key.Key_Space)
    assert asked.args == ["tasks", row.uid]


def test_rows_say_code_title_and_distance_to_a_screen_reader(page: OverviewPage) -> None:
    late = next(row for row in rows(page) if row.uid.endswith("/5.6.1"))
    assert late.accessibleName() == (
        "5.6.1, Khu neo đậu kết hợp tránh trú bão tại phường Hà Tu, quá hạn 66 ngày"
    )


def test_the_notes_of_a_group_begin_below_one_another(page: OverviewPage) -> None:
    assert all(row._aligned >= row.note_wanted() for row in rows(page))


def test_in_other_letters_the_rows_are_as_high_as_their_words_and_in_columns(
    page: OverviewPage, qtbot: QtBot, dress_page: Callable[..., None]
) -> None:
    before = rows(page)
    dress_page("light", 130)
    qtbot.waitUntil(lambda: rows(page)[0] is not before[0])
    for row in rows(page):
        assert row.height() >= row.heightForWidth(row.width())
        assert row._aligned >= row.note_wanted()


def test_the_counts_of_what_is_due_are_links(
    page: OverviewPage, session: Session, qtbot: QtBot
) -> None:
    month = len(filter_tasks(session.worksheet(), "month", session.as_of()))
    assert page.todo.month.text() == f"trong 30 ngày: {month}"
    with qtbot.waitSignal(session.wanted) as asked:
        click(page.todo.month)
    assert asked.args == ["tasks", "filter:month"]


def test_a_count_of_nothing_leads_nowhere(page: OverviewPage, session: Session) -> None:
    assert not filter_tasks(session.worksheet(), "soon", session.as_of())
    assert page.todo.soon.text() == "Đến hạn trong 15 ngày: 0"
    assert not page.todo.soon.isEnabled()


def test_a_wide_page_puts_the_groups_side_by_side_with_more_rows(
    session: Session, qtbot: QtBot
) -> None:
    narrow, wide = show(session, qtbot), show(session, qtbot, width=1724)
    assert {row.uid for row in rows(wide)} >= {row.uid for row in rows(narrow)}
    assert wide.sections.isVisible()
    assert not narrow.sections.isVisible()
    lefts = {head.mapTo(wide, QPoint(0, 0)).x() for head in heads(wide)}
    assert len(lefts) == 2


# --------------------------------------------------------------------------------------- counts


def test_tasks_are_counted_as_the_store_has_them(
    page: OverviewPage, session: Session, store: Store
) -> None:
    record(store, session, "1.14", status="completed", completed_on=session.today(), result="Xong")
    assert "Hoàn thành đúng hạn: 1" in page.tasks.bar.accessibleName()
    assert page.tasks.accessibleName() == f"{len(session.worksheet().own_tasks)} nhiệm vụ"


def test_each_line_of_the_legend_is_a_link(
    page: OverviewPage, session: Session, qtbot: QtBot
) -> None:
    late = next(b for b in legend(page) if b.accessibleName().startswith("Quá hạn: "))
    with qtbot.waitSignal(session.wanted) as asked:
        click(late)
    assert asked.args == ["tasks", "filter:overdue"]


def test_what_goes_its_own_way_is_counted_as_such_and_not_as_completed(
    page: OverviewPage, session: Session, store: Store, qtbot: QtBot
) -> None:
    uid = next(row.uid for row in session.worksheet().tasks if row.code == "6.1")
    take_on(store, [uid], Role.CONCERNED)
    record(store, session, "6.1", status="completed", completed_on=session.today())
    assert page.tasks.bar.accessibleName().endswith("Báo cáo theo đường riêng: 1")
    assert "Hoàn thành đúng hạn: 0" in page.tasks.bar.accessibleName()
    assert "0 đã hoàn thành" in [one.text() for one in page.tasks.findChildren(Label)]
    line = next(one for one in legend(page) if one.accessibleName().startswith("Báo cáo theo"))
    with qtbot.waitSignal(session.wanted) as asked:
        click(line)
    assert asked.args == ["tasks", "filter:apart"]


def test_indicators_are_invited_until_one_is_followed(
    page: OverviewPage, session: Session, store: Store, qtbot: QtBot
) -> None:
    assert not page.indicators.bar.isVisible()
    with qtbot.waitSignal(session.wanted) as asked:
        click(page.indicators.link)
    assert asked.args == ["indicators", "filter:all"]
    uid = session.worksheet().indicators[0].uid
    set_measurement(store, uid, session.period_code, note="Chờ số liệu")
    assert page.indicators.bar.isVisible()
    assert page.indicators.accessibleName() == "1 chỉ tiêu"


@pytest.mark.parametrize(
    ("code", "target", "told"),
    [
        ("10", ">45", "Tính lũy kế, đánh giá cuối năm"),
        ("3", "", "Không đánh giá, chưa giao mức"),
    ],
)
def test_a_figure_without_a_verdict_says_why_there_is_none(
    page: OverviewPage, session: Session, store: Store, code: str, target: str, told: str
) -> None:
    uid = f"NQ05-2026/CT-{code}"
    if target:
        set_own_target(store, uid, target)
    set_measurement(store, uid, session.period_code, actual="2")
    words = [one.accessibleName() for one in page.indicators.findChildren(QAbstractButton)]
    assert [one for one in words if one.startswith(told)]


def test_the_period_before_can_be_filled_in(
    page: OverviewPage, session: Session, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.period_changed) as asked:
        click(page.before.link)
    assert asked.args == ["2026-Q1"]
    assert not page.before.isVisible()  # there is none before the first


def test_another_period_is_read_anew(page: OverviewPage, session: Session) -> None:
    first = step_names(page)[5]
    session.set_period("2026-Q1")
    assert first == "Bước 6: Gửi, hạn 20/6"
    assert step_names(page)[5] == "Bước 6: Gửi, hạn 20/3"


def test_a_locked_period_asks_for_nothing(page: OverviewPage, store: Store) -> None:
    periods.lock_period(store, "2026-Q2", "Đã gửi")
    assert "đang khóa" in page.next.sentence.text()


@pytest.mark.parametrize("percent", [100, 130])
@pytest.mark.parametrize("shade", ["light", "dark"])
def test_nothing_is_wider_than_the_page(
    session: Session, qtbot: QtBot, shade: str, percent: int, dress_page: Callable[..., None]
) -> None:
    dress_page(shade, percent)
    page = show(session, qtbot)
    for area in (page.todo._area, page._right):
        content = area.widget()
        assert content.minimumSizeHint().width() <= area.viewport().width()
    assert page.minimumSizeHint().width() <= page.width()


def test_late_tasks_read_as_begun_only_when_all_of_them_are(
    page: OverviewPage, session: Session, store: Store
) -> None:
    assert "Quá hạn: 3" in page.tasks.bar.accessibleName()
    for row in filter_tasks(session.worksheet(), "overdue", session.as_of()):
        record(store, session, row.code, status="in_progress")
    assert "Đang triển khai quá hạn: 3" in page.tasks.bar.accessibleName()
