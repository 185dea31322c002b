"""The view of a ``RecordModel``: rows as high as their words, sorted by a click on a heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHeaderView, QWidget

from qnapp.models.record_model import RecordModel, RecordRole
from qnapp.ui.kit.delegates import (
    RowDelegate,
    cell_rect,
    is_hovered,
    is_selected,
    paint_row_background,
)
from qnapp.ui.kit.fitted_rows import FittedRows
from qnapp.ui.kit.paint import lines_height, paint_lines
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.tables import RowTable
from qnapp.ui.kit.theme import dress, theme

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QKeyEvent, QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from qnapp.ui.kit.delegates import Index

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
_SHAPE = 15
_LEAST = 200  # of the column that takes the rest
_AIR = 10  # above and below the words of a row together
_SIDE, _FIRST_SIDE = 8, 14  # at the left of a cell's words; at their right it is ``_SIDE``


class RecordTable(RowTable, FittedRows):
    """``current_changed`` and ``opened`` carry a record's key."""

    current_changed = Signal(str)
    opened = Signal(str)

    def __init__(
        self, name: str, model: RecordModel, *, lines: int = 2, parent: QWidget | None = None
    ) -> None:
        """``lines`` of text in a row at most."""
        super().__init__(name, 20 * lines + _AIR, parent)
        self._records = model
        self._lines = lines
        self.fit_model(model)
        self.setItemDelegate(_RecordDelegate(lines, self))
        across = self.horizontalHeader()
        across.sectionResized.connect(self.fit_later)
        across.setSectionsClickable(True)
        across.sectionClicked.connect(model.sort_by)
        self.doubleClicked.connect(self._double_clicked)
        self._measure()
        theme().changed.connect(self._measure)

    def _measure(self) -> None:
        across = self.horizontalHeader()
        dress(across, font="small_strong", color="text2")
        across.setFixedHeight(theme().px(32))
        for column, heading in enumerate(self._records.headings):
            stretch = not heading.width
            mode = QHeaderView.ResizeMode.Stretch if stretch else QHeaderView.ResizeMode.Interactive
            across.setSectionResizeMode(column, mode)
            if not stretch:
                self.setColumnWidth(column, theme().px(heading.width))
        self.fit_columns()
        if self.currentIndex().isValid():  # rows of another height lie elsewhere
            self.scrollTo(self.currentIndex())

    def fit_columns(self) -> None:
        self._leave_out()
        self.fit_rows()

    def usual_height(self) -> int:
        return theme().line("body") * self._lines + _AIR

    def height_of_row(self, row: int) -> int:
        cells = self._records.item(row).cells
        shown = [at for at in range(len(cells)) if not self.isColumnHidden(at)]
        return max(self._words_height(row, at) for at in shown) + _AIR

    def _words_height(self, row: int, column: int) -> int:
        index = self._records.index(row, column)
        room = self.columnWidth(column) - _left(index) - _SIDE
        return lines_height(str(index.data() or ""), room, max_lines=self._lines)

    def _leave_out(self) -> None:
        """Leave spare columns out while the one with the words would be too narrow."""
        headings = self._records.headings
        fixed = sum(theme().px(one.width) for one in headings if one.width)
        room = self.viewport().width() - fixed
        for column, heading in enumerate(headings):
            if heading.spare:
                hidden = room < theme().px(_LEAST)
                room += theme().px(heading.width) if hidden else 0
                self.setColumnHidden(column, hidden)

    def current_key(self) -> str:
        """Key of the current record, "" for none."""
        row = self.currentIndex().row()
        return self._records.item(row).key if row >= 0 else ""

    def go_to(self, key: str) -> bool:
        """Make a record the current one; False where it is not shown."""
        row = self._records.row_of(key)
        if row >= 0:
            self.selectRow(row)
            self.scrollTo(self._records.index(row, 0))
        return row >= 0

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.current_changed.emit(self._records.item(current.row()).key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.key() in _ENTER and self.current_key():
            self.opened.emit(self.current_key())
        else:
            super().keyPressEvent(event)

    def _copy(self) -> None:
        """The current row for a spreadsheet, one line, its texts without breaks."""
        row = self.currentIndex().row()
        if row >= 0:
            cells = (" ".join(cell.split()) for cell in self._records.item(row).cells)
            QGuiApplication.clipboard().setText("\t".join(cells))

    def _double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self._records.item(index.row()).key)


class _RecordDelegate(RowDelegate):
    def __init__(self, lines: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = lines

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, first = cell_rect(option), index.column() == 0
        paint_row_background(
            painter, rect, selected=is_selected(option), hovered=is_hovered(option), first=first
        )
        area = QRectF(rect).adjusted(_left(index), 4, -_SIDE, -4)
        sign = str(index.data(RecordRole.SIGN) or "")
        if sign:
            top = area.center().y() - _SHAPE / 2
            left = rect.left() + (_FIRST_SIDE if first else _SIDE)
            paint_shape(painter, QRectF(left, top, _SHAPE, _SHAPE), sign)
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        right = align is not None and Qt.AlignmentFlag(align) & Qt.AlignmentFlag.AlignRight
        paint_lines(
            painter,
            area,
            str(index.data() or ""),
            align=Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft,
            max_lines=self._lines,
            centred=True,
        )


def _left(index: Index) -> int:
    """How far from its cell's left edge the words begin, behind a shape."""
    sign = _SHAPE + 8 if index.data(RecordRole.SIGN) else 0
    return sign + (_SIDE if index.column() else _FIRST_SIDE)
