"""Every number of the overview is found again behind its link, on the real pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from hands import click
from PySide6.QtWidgets import QAbstractButton

from qnapp.models.task_lines import LineKind
from qnapp.models.task_model import TaskRole
from qnapp.ui.checks_page import ChecksPage
from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.overview.page import OverviewPage
from qnapp.ui.overview.todo_rows import GroupHead
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.db.store import Store
    from qnapp.ui.window import MainWindow


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    """Training data: something of everything."""
    return make_store(sample=True)


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(OverviewPage, TasksPage, IndicatorsPage, ChecksPage)


def overview(window: MainWindow) -> OverviewPage:
    window.show_page("overview")
    return cast("OverviewPage", window.page("overview"))


def shown_tasks(window: MainWindow) -> int:
    assert window.current_page.key == "tasks"
    model = cast("TasksPage", window.current_page).model
    lines = [model.index(row, 0).data(TaskRole.LINE) for row in range(model.rowCount())]
    return sum(line.kind is LineKind.TASK for line in lines)


def test_each_standing_leads_to_as_many_tasks_as_it_counts(window: MainWindow) -> None:
    rows = overview(window).tasks.bar.findChildren(QAbstractButton)
    assert len(rows) >= 6
    for row in rows:
        words, _, count = row.accessibleName().rpartition(": ")
        overview(window)
        click(row)
        assert shown_tasks(window) == int(count), words


def test_each_group_leads_to_as_many_tasks_as_it_counts(window: MainWindow) -> None:
    heads = [h for h in overview(window).todo.findChildren(GroupHead) if h.link.isVisible()]
    assert heads
    for head in heads:
        count = int(head.link.text().removeprefix("Xem cả "))
        overview(window)
        click(head.link)
        assert shown_tasks(window) == count, head.link.accessibleName()


def test_what_is_due_leads_to_as_many_tasks_as_it_counts(window: MainWindow) -> None:
    todo = overview(window).todo
    for link in (todo.soon, todo.month):
        count = int(link.text().rpartition(": ")[2])
        overview(window)
        click(link)
        assert shown_tasks(window) == count


@pytest.mark.parametrize(
    ("name", "words"), [("unmet", "Chưa đạt"), ("no_value", "Chưa có số liệu")]
)
def test_verdicts_lead_to_as_many_indicators_as_they_count(
    window: MainWindow, name: str, words: str
) -> None:
    rows = overview(window).indicators.bar.findChildren(QAbstractButton)
    row = next(row for row in rows if row.accessibleName().startswith(words))
    click(row)
    page = window.current_page
    assert isinstance(page, IndicatorsPage)
    counts = page.model.counts()
    assert page.model.query.filter == name
    assert counts[page.model.query.filter] == int(row.accessibleName().rpartition(": ")[2])


def test_the_first_finding_opens_its_task_at_its_field(window: MainWindow) -> None:
    window.show_page("checks")
    page = cast("ChecksPage", window.page("checks"))
    found = page.model.finding(1)
    assert found is not None
    click(page.view.viewport(), page.view.visualRect(page.model.index(1)).center())
    assert window.current_page.key == "tasks"
    tasks = cast("TasksPage", window.current_page)
    assert tasks._uid == found.where
