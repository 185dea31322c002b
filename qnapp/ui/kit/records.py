"""The view of a ``RecordModel``: rows of so many lines, sorted by a click on a heading."""

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
from qnapp.ui.kit.paint import paint_lines
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.tables import RowTable
from qnapp.ui.kit.theme import dress, theme

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from qnapp.ui.kit.delegates import Index

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
_SHAPE = 15
_LEAST = 200  # of the column that takes the rest


class RecordTable(RowTable):
    """``current_changed`` and ``opened`` carry a record's key."""

    current_changed = Signal(str)
    opened = Signal(str)

    def __init__(
        self, name: str, model: RecordModel, *, lines: int = 2, parent: QWidget | None = None
    ) -> None:
        """``lines`` of text in a row."""
        super().__init__(name, 20 * lines + 10, parent)
        self._records = model
        self._lines = lines
        self.setModel(model)
        self.setItemDelegate(_RecordDelegate(lines, self))
        across = self.horizontalHeader()
        across.setSectionsClickable(True)
        across.sectionClicked.connect(model.sort_by)
        self.doubleClicked.connect(self._double_clicked)
        self._measure()
        theme().changed.connect(self._measure)

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().line("body") * self._lines + 10)
        across = self.horizontalHeader()
        dress(across, font="small_strong", color="text2")
        across.setFixedHeight(theme().px(32))
        for column, heading in enumerate(self._records.headings):
            stretch = not heading.width
            mode = QHeaderView.ResizeMode.Stretch if stretch else QHeaderView.ResizeMode.Interactive
            across.setSectionResizeMode(column, mode)
            if not stretch:
                self.setColumnWidth(column, theme().px(heading.width))
        self._fit()
        if self.currentIndex().isValid():  # rows of another height lie elsewhere
            self.scrollTo(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        current = self.currentIndex()
        seen = current.isValid() and 0 <= self.visualRect(current).top() < event.oldSize().height()
        super().resizeEvent(event)
        self._fit()
        if seen:  # what is worked on stays in view, whole
            self.scrollTo(current)

    def _fit(self) -> None:
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
        area = QRectF(rect).adjusted(14 if first else 8, 4, -8, -4)
        sign = str(index.data(RecordRole.SIGN) or "")
        if sign:
            box = QRectF(area.left(), area.center().y() - _SHAPE / 2, _SHAPE, _SHAPE)
            paint_shape(painter, box, sign)
            area.setLeft(area.left() + _SHAPE + 8)
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
