"""Rows that a new plan version changed: marked, and told in words, until they were seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from hands import click
from PySide6.QtCore import Qt

from qnapp.models.task_columns import Column

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qnapp.domain.plan import Plan
    from qnapp.ui.arrivals.dialog import ArrivalDialog
    from qnapp.ui.kit.labels import Label
    from qnapp.ui.tasks_page.page import TasksPage
    from qnapp.ui.window import MainWindow

UID = "NQ05-2026/1.15"


def put_off(plan: Plan) -> Plan:
    tasks = (
        replace(one, deadline_text="Quý IV/2026") if one.uid == UID else one for one in plan.tasks
    )
    return replace(plan, tasks=tuple(tasks))


def spoken(page: TasksPage) -> str:
    index = page.model.index(page.model.row_of(UID), Column.CODE)
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def test_a_changed_row_is_marked_until_it_was_seen(
    window: MainWindow,
    make_plan: Callable[..., Path],
    opened: Callable[..., ArrivalDialog],
    qtbot: QtBot,
) -> None:
    page = cast("TasksPage", window.page("tasks"))
    before = next(one for one in window.session.worksheet().tasks if one.uid == UID)
    assert not page.model.is_changed(UID)
    dialog = opened(make_plan(put_off))
    click(dialog.origin.compared)
    with qtbot.waitSignal(window.arrivals.ended, timeout=30_000):
        click(dialog.take)

    panel = page.editor.plan_change  # the first row that changed is shown at once
    assert panel.notice.words.text() == "Thay đổi theo kế hoạch mới, phiên bản\N{NO-BREAK SPACE}2."
    assert panel._words is not None
    told = [cast("Label", one).text() for one in panel._words.children() if hasattr(one, "text")]
    assert told[2:] == ["Thời hạn", before.task.deadline_text, "Quý IV/2026"]
    assert page.model.is_changed(UID)
    assert "thay đổi theo kế hoạch mới" in spoken(page)

    page.show_item("NQ05-2026/1.14")
    assert not panel.isVisible()
    page.show_item(UID)
    click(panel.notice._button)
    assert not panel.isVisible()
    assert not page.model.is_changed(UID)
    assert "thay đổi" not in spoken(page)
