"""Two reports of one sender, cell beside cell: a revision and the one before, or a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal

from qnapp.models.compared_model import Compared, ComparedColumn, ComparedModel
from qnapp.ui.kit.delegates import TextDelegate
from qnapp.ui.kit.list_table import ListTable
from qnapp.ui.kit.paint import break_lines
from qnapp.ui.kit.surfaces import Card, EmptyState
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

_AIR = 22  # pixels at both sides of the words of a cell
_ABOVE = 12  # above and below them
_MOST = 8  # lines; what is longer is told by its tip
WIDTHS = {ComparedColumn.CODE: 76, ComparedColumn.WHAT: 240, ComparedColumn.OLD: 350}


class _ComparedTable(ListTable):
    """A row is as high as its longest cell needs, so that short ones leave no air."""

    def __init__(self, model: ComparedModel, name: str) -> None:
        self._fitted: tuple[int, ...] = ()  # widths of the columns that the rows were sized for
        self._compared = model
        super().__init__(model, name)
        model.modelReset.connect(self._size_rows)

    def _size_rows(self) -> None:
        super()._size_rows()
        self._fitted = ()
        self._fit()

    def updateGeometries(self) -> None:
        """Columns get their widths late, the last one when it is known what is left for it."""
        super().updateGeometries()
        self._fit()

    def _fit(self) -> None:
        line, model = theme().line("body"), self._compared
        widths = tuple(self.columnWidth(column) for column in range(model.columnCount()))
        if widths == self._fitted:
            return
        self._fitted = widths
        for row in range(model.rowCount()):
            cells = (str(model.index(row, at).data() or "") for at in range(len(widths)))
            lines = max(
                len(break_lines(text, "body", width - _AIR, _MOST)[0])
                for text, width in zip(cells, widths, strict=True)
            )
            self.setRowHeight(row, max(line * lines + _ABOVE, theme().px(34)))


class ComparedView(Card):
    """A table; ``row_wanted`` carries the uid of a difference that was clicked."""

    row_wanted = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """``name`` is what a screen reader calls the table."""
        super().__init__(padding=0, parent=parent)
        self.model = ComparedModel(self)
        self.table = _ComparedTable(self.model, name)
        self.table.setItemDelegate(TextDelegate(self.table))
        self.table.set_widths(WIDTHS, ComparedColumn.NEW)
        self.table.activated.connect(self._activated)
        self.table.clicked.connect(self._activated)
        self.empty = EmptyState()
        self.body.addWidget(self.table)
        self.body.addWidget(self.empty)
        self.show_nothing("")

    def show_rows(self, rows: Sequence[Compared], old: str, new: str, *, same: str) -> None:
        """Show differences under the names of both; ``same`` is said where there are none."""
        self.model.show(rows, old, new)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.empty.set_text(same)
        if rows:
            self.table.selectRow(0)

    def show_nothing(self, sentence: str) -> None:
        """Say why there is nothing to compare."""
        self.show_rows((), "", "", same=sentence)

    def _activated(self, index: QModelIndex) -> None:
        uid = self.model.row(index.row()).uid
        if uid:
            self.row_wanted.emit(uid)
