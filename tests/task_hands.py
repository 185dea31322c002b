"""What the tests of Nhiệm vụ do again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from qnapp.db.worksheet import load_task_row

if TYPE_CHECKING:
    from qnapp.db.store import Store
    from qnapp.domain.reporting import TaskRow
    from qnapp.ui.tasks_page.page import TasksPage

PERIOD = "2026-Q2"


def uid(code: str) -> str:
    return f"NQ05-2026/{code}"


def stored(store: Store, code: str, period: str = PERIOD) -> TaskRow:
    return load_task_row(store, uid(code), period)


def open_task(page: TasksPage, code: str, field: str = "result") -> QWidget:
    """Show a task with the cursor in a field, as the overview's links do."""
    page.show_item(uid(code), field)
    return page.editor.form.fields[field]


def texts(widget: QWidget) -> str:
    """All words that are visible in a widget."""
    labels = [child for child in widget.findChildren(QWidget) if child.isVisible()]
    return "\n".join(str(child.property("text") or "") for child in labels)
