from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from dialog_hands import check_freed
from hands import click

from qnapp.db.periods import lock_period
from qnapp.db.progress import set_progress
from qnapp.db.worksheet import load_task_row
from qnapp.domain.reporting import Status
from qnapp.models.history_model import HistoryColumn
from qnapp.ui.history_dialog import HistoryDialog

if TYPE_CHECKING:
    from fixed_clock import FixedClock
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session

UID = "NQ05-2026/1.14"
PERIOD = "2026-Q2"


@pytest.fixture
def dialog(qtbot: QtBot, session: Session, store: Store, clock: FixedClock) -> HistoryDialog:
    """Three changes of one task, half an hour apart."""
    set_progress(store, UID, PERIOD, status="in_progress", percent=40)
    clock.move(minutes=30)
    set_progress(store, UID, PERIOD, expected_on="25/6/2026")
    clock.move(minutes=30)
    set_progress(store, UID, PERIOD, percent=60)
    made = HistoryDialog.open_for(session, "progress", UID, PERIOD, title="nhiệm vụ 1.14")
    qtbot.addWidget(made)
    return made


def rows(dialog: HistoryDialog) -> list[tuple[str, ...]]:
    columns = (HistoryColumn.WHEN, HistoryColumn.FIELD, HistoryColumn.OLD, HistoryColumn.NEW)
    model = dialog.model
    return [
        tuple(str(model.index(place, column).data()) for column in columns)
        for place in range(model.rowCount())
    ]


def test_changes_stand_newest_first_in_the_words_of_the_screen(dialog: HistoryDialog) -> None:
    assert dialog.windowTitle() == "Lịch sử nhiệm vụ 1.14"
    assert rows(dialog)[:2] == [
        ("05/6/2026 15:32", "Tỉ lệ (%)", "40", "60"),
        ("05/6/2026 15:02", "Dự kiến xong", "(trống)", "25/6/2026"),
    ]
    fields = {row[1:] for row in rows(dialog)}
    assert ("Tình trạng", "Chưa triển khai", "Đang triển khai") in fields
    who = dialog.model.index(0, HistoryColumn.WHO).data()
    assert who == "Trần Thị Mẫu"


def test_an_old_value_can_be_taken_back(
    dialog: HistoryDialog, store: Store, session: Session
) -> None:
    dialog.table.selectRow(0)
    assert (dialog.old.text(), dialog.new.text()) == ("40", "60")
    assert not dialog.take_old.isHidden()
    assert dialog.take_new.isHidden()  # it is what stands there now
    click(dialog.take_old)
    assert load_task_row(store, UID, PERIOD).progress.percent == 40
    assert rows(dialog)[0][1:] == ("Tỉ lệ (%)", "60", "40")
    session.undo_stack.undo()
    assert load_task_row(store, UID, PERIOD).progress.percent == 60


def test_the_way_back_of_a_middle_change_keeps_the_others(
    dialog: HistoryDialog, store: Store
) -> None:
    dialog.table.selectRow(1)
    click(dialog.take_old)
    progress = load_task_row(store, UID, PERIOD).progress
    assert (progress.expected_on, progress.percent) == (None, 60)
    assert progress.status is Status.IN_PROGRESS


def test_the_chosen_change_stays_chosen_and_its_button_names_the_value(
    dialog: HistoryDialog, store: Store, clock: FixedClock
) -> None:
    dialog.table.selectRow(1)
    assert dialog.take_old.text() == "Lấy lại ô trống"
    dialog.table.selectRow(0)
    assert dialog.take_old.text() == "Lấy lại “40”"
    clock.move(minutes=30)
    click(dialog.take_old)
    chosen = rows(dialog)[dialog.table.currentIndex().row()]
    assert chosen[1:] == ("Tỉ lệ (%)", "40", "60")
    assert (dialog.take_old.isHidden(), dialog.take_new.text()) == (True, "Lấy lại “60”")
    click(dialog.take_new)  # the same field again, not the neighbour
    progress = load_task_row(store, UID, PERIOD).progress
    assert (progress.percent, str(progress.expected_on)) == (60, "2026-06-25")


def test_one_field_alone(qtbot: QtBot, session: Session, dialog: HistoryDialog) -> None:
    one = HistoryDialog.open_for(session, "progress", UID, PERIOD, "percent", title="nhiệm vụ 1.14")
    qtbot.addWidget(one)
    assert one.windowTitle() == "Lịch sử nhiệm vụ 1.14: Tỉ lệ (%)"
    assert {row[1] for row in rows(one)} == {"Tỉ lệ (%)"}


def test_a_locked_period_refuses_and_says_so(dialog: HistoryDialog, store: Store) -> None:
    lock_period(store, PERIOD, "Đã gửi")
    dialog.table.selectRow(0)
    click(dialog.take_old)
    assert dialog.band.isVisible()
    assert load_task_row(store, UID, PERIOD).progress.percent == 60


def test_nothing_changed_yet_is_said(qtbot: QtBot, session: Session) -> None:
    made = HistoryDialog.open_for(session, "progress", "NQ05-2026/3.2", PERIOD)
    qtbot.addWidget(made)
    assert made.empty.isVisible()
    assert not made.table.isVisible()


def test_the_model_keeps_qts_rules_while_it_changes(
    dialog: HistoryDialog, qtmodeltester: ModelTester, store: Store
) -> None:
    qtmodeltester.check(dialog.model)  # type: ignore[no-untyped-call]
    set_progress(store, UID, PERIOD, difficulty="Vướng mặt bằng")
    assert rows(dialog)[0][1] == "Khó khăn, vướng mắc"


def test_the_dialog_is_freed_when_it_is_closed(qtbot: QtBot, session: Session) -> None:
    check_freed(lambda: HistoryDialog.open_for(session, "progress", UID, PERIOD))
