"""What the tests of the first run do again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hands import press, type_text
from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from qnapp.db.store import Store
    from qnapp.ui.first_run.dialog import FirstRun


def opened(run: FirstRun) -> Store:
    assert run.store is not None
    return run.store


def names(run: FirstRun) -> list[str]:
    model = run.organisation_step.model
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def search(run: FirstRun, text: str) -> None:
    run.organisation_step.search.setFocus()
    run.organisation_step.search.selectAll()
    type_text(run.organisation_step.search, text)


def enter(run: FirstRun) -> None:
    press(run.focusWidget(), Qt.Key.Key_Return)


def to_step(run: FirstRun, number: int, unit: str = "ha tu") -> None:
    search(run, unit)
    if number > 1:
        enter(run)
        type_text(run.clerk_step.clerk, "Trần Thị Mẫu")
    if number > 2:
        enter(run)
    assert run.steps.currentIndex() == number - 1
