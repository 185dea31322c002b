"""What the tests of Chỉ tiêu do again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from qnapp.db.worksheet import load_indicator_row
from qnapp.models.indicator_columns import Column
from qnapp.ui.indicators_page.delegate import CellEdit

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from qnapp.db.store import Store
    from qnapp.domain.reporting import IndicatorRow
    from qnapp.ui.indicators_page.page import IndicatorsPage

PERIOD = "2026-Q2"


def uid(code: str) -> str:
    return f"NQ05-2026/CT-{code}"


def stored(store: Store, code: str, period: str = PERIOD) -> IndicatorRow:
    return load_indicator_row(store, uid(code), period)


def open_field(page: IndicatorsPage, code: str, name: str) -> Any:
    """Show an indicator with the cursor in a field of its detail."""
    page.show_item(uid(code), name)
    field: Any = page.detail.form.fields[name]
    field.setFocus()
    return field


def editor() -> CellEdit:
    """The field over a cell that has the keyboard."""
    found = QApplication.focusWidget()
    assert isinstance(found, CellEdit)
    return found


def open_cell(page: IndicatorsPage, code: str) -> CellEdit:
    page.show_item(uid(code))
    return editor()


def shown(page: IndicatorsPage) -> list[str]:
    """Codes of the rows on show."""
    model = page.model
    return [
        str(model.index(place, Column.CODE).data())
        for place in range(model.rowCount())
        if not model.uid_at(place).startswith("group:")
    ]


def rect_middle(page: IndicatorsPage, code: str, column: Column) -> QPoint:
    index = page.model.index(page.model.place_of(uid(code)), column)
    return page.table.visualRect(index).center()
