"""Rows of a table on their way to Excel: cells as they stand on the screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QMenu, QTableView

COPY = "Chép dòng\tCtrl+C"
COPY_WITH_HEADS = "Chép dòng kèm tiêu đề cột"


def copy_rows(table: QTableView, rows: Iterable[int], *, heads: bool = False) -> None:
    """Put rows onto the clipboard as tab-separated lines: shown columns, in the order shown.

    ``heads``: a first line says what each column is.
    """
    across, model = table.horizontalHeader(), table.model()
    order = [across.logicalIndex(place) for place in range(across.count())]
    shown = [column for column in order if not table.isColumnHidden(column)]
    lines = [[model.index(row, column).data() for column in shown] for row in rows]
    if heads:
        lines.insert(0, [model.headerData(column, Qt.Orientation.Horizontal) for column in shown])
    text = "\n".join(
        "\t".join(" ".join(str(cell or "").split()) for cell in line) for line in lines
    )
    QGuiApplication.clipboard().setText(text)


def add_copying(menu: QMenu, copy: Callable[..., object]) -> None:
    """Offer both ways of copying in a menu; ``copy`` takes ``heads``."""
    menu.addSeparator()
    menu.addAction(COPY, copy)
    menu.addAction(COPY_WITH_HEADS, partial(copy, heads=True))
