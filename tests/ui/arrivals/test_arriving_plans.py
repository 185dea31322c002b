"""A plan package at a unit: the key is compared, pairs are confirmed, what was typed stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from dialog_hands import check_hands
from hands import click
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from qnapp.db.plan_versions import rows_to_look_at
from qnapp.db.plans import current_plan
from qnapp.db.roster import confirm_key, confirmed_key
from qnapp.db.settings import get_settings, set_settings
from qnapp.db.worksheet import load_worksheet
from qnapp.domain.packages import KeyStanding
from qnapp.models.difference_model import Column

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.domain.plan import Plan
    from qnapp.models.difference_model import DifferenceModel
    from qnapp.ui.arrivals.dialog import ArrivalDialog
    from qnapp.ui.arrivals.plan_body import PlanBody
    from qnapp.ui.window import MainWindow

PERIOD = "2026-Q2"
MOVED = "NQ05-2026/1.14"


def other_words(plan: Plan) -> Plan:
    tasks = [
        replace(one, deadline_text="Quý III/2026") if one.uid == "NQ05-2026/1.15" else one
        for one in plan.tasks
    ]
    return replace(plan, tasks=tuple(tasks))


def renamed(plan: Plan) -> Plan:
    """The plan made anew: a task keeps its words under another uid and code."""
    new = "NQ05-2026/moi"
    tasks = [replace(one, uid=new, code="1.99") if one.uid == MOVED else one for one in plan.tasks]
    given = [replace(one, uid=new) if one.uid == MOVED else one for one in plan.assignments]
    return replace(plan, tasks=tuple(tasks), assignments=tuple(given), repeats=())


def model_of(dialog: ArrivalDialog) -> DifferenceModel:
    return cast("PlanBody", dialog.body).model


def take(qtbot: QtBot, window: MainWindow, dialog: ArrivalDialog) -> None:
    with qtbot.waitSignal(window.arrivals.ended, timeout=30_000):
        click(dialog.take)


def test_the_first_key_is_compared_before_anything_is_taken_in(
    window: MainWindow,
    store: Store,
    make_plan: Callable[..., Path],
    opened: Callable[..., ArrivalDialog],
    qtbot: QtBot,
) -> None:
    dialog = opened(make_plan(other_words, recipient="th@quangninh.example"))
    assert not dialog.take.isEnabled()
    model = model_of(dialog)
    told = [[model.index(n, c).data() for c in Column] for n in range(model.rowCount())]
    before = next(one for one in current_plan(store).tasks if one.code == "1.15").deadline_text
    assert ["Nhận", "1.15", "Thời hạn", before, "", "Quý III/2026"] in told
    click(dialog.origin.compared)
    assert dialog.take.text() == "Nhận kế hoạch phiên bản 2"
    take(qtbot, window, dialog)
    assert current_plan(store).version == 2
    assert confirmed_key(store, "VPTU")
    assert get_settings(store).mail_to == "th@quangninh.example"
    assert [one.code for one in rows_to_look_at(store).changed] == ["1.15"]
    again = opened(make_plan(lambda plan: plan))
    assert again.origin.settled  # the key is known by now
    click(again.cancel)


def test_pairs_are_confirmed_one_by_one(
    window: MainWindow,
    store: Store,
    make_plan: Callable[..., Path],
    opened: Callable[..., ArrivalDialog],
    qtbot: QtBot,
) -> None:
    dialog = opened(make_plan(renamed))
    model = model_of(dialog)
    pair = next(n for n in range(model.rowCount()) if model.line(n).code == "1.14 → 1.99")
    assert model.index(pair, Column.TAKE).data() == "Khác nhau"  # alike in words alone
    table = cast("PlanBody", dialog.body).table
    QTest.mouseClick(
        table.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        table.visualRect(model.index(pair, 0)).center(),
    )
    assert model.index(pair, Column.TAKE).data() == "Là một"
    click(dialog.origin.compared)
    take(qtbot, window, dialog)
    rows = {one.code: one for one in load_worksheet(store, PERIOD).own_tasks}
    assert rows["1.99"].progress.percent == 40


def test_an_own_address_gives_way_only_when_it_is_ticked(
    window: MainWindow,
    store: Store,
    make_plan: Callable[..., Path],
    opened: Callable[..., ArrivalDialog],
    qtbot: QtBot,
) -> None:
    set_settings(store, mail_to="rieng@xa.example")
    first = opened(make_plan(other_words, recipient="th@quangninh.example"))
    click(first.origin.compared)
    take(qtbot, window, first)
    assert get_settings(store).mail_to == "rieng@xa.example"
    second = opened(make_plan(other_words, recipient="th@quangninh.example"))
    click(cast("PlanBody", second.body).all)
    take(qtbot, window, second)
    assert get_settings(store).mail_to == "th@quangninh.example"


def test_another_key_is_doubted_until_it_was_compared(
    window: MainWindow,
    store: Store,
    make_plan: Callable[..., Path],
    opened: Callable[..., ArrivalDialog],
    qtbot: QtBot,
) -> None:
    confirm_key(store, "VPTU", "Văn phòng Tỉnh ủy", "ab" * 32)
    dialog = opened(make_plan(other_words))
    assert dialog.origin._origin is not None
    assert dialog.origin._origin.standing is KeyStanding.OTHER
    assert not dialog.take.isEnabled()
    click(dialog.origin.compared)
    take(qtbot, window, dialog)
    assert confirmed_key(store, "VPTU") != "ab" * 32


def test_everything_is_named_and_reached_by_tab(
    make_plan: Callable[..., Path], opened: Callable[..., ArrivalDialog], qtbot: QtBot
) -> None:
    dialog = opened(make_plan(renamed))
    check_hands(dialog, qtbot)
    dialog.reject()
