"""Tables that are worked through: whole rows, keys of a list, columns that give way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from qnapp.ui.kit.paint import lines_height
from qnapp.ui.kit.tables import dress_table
from qnapp.ui.kit.theme import dress, theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QAbstractItemModel
    from PySide6.QtGui import QKeyEvent, QResizeEvent

ROW = 34
_BESIDE = 16  # of a cell's words, left and right together
_AIR = 8  # of a row of two lines, above and below together
LEAST = 150  # of the column that takes what the others leave


class ListTable(QTableView):
    """Shows whole rows; Home and End move in the list, Ctrl+C copies rows for Excel."""

    def __init__(
        self,
        model: QAbstractItemModel,
        name: str,
        *,
        row: int = ROW,
        several: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``name`` is what a screen reader says; ``row`` the height in pixels at 100 %."""
        super().__init__(parent)
        self._row = row
        self.setModel(model)
        dress_table(self, name)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        across = self.horizontalHeader()
        across.setSectionsClickable(False)
        across.setMinimumSectionSize(36)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        dress(across, font="small_strong", color="text2")
        theme().changed.connect(self._size_rows)
        self._size_rows()

    def set_widths(
        self, widths: Mapping[Any, int], stretch: int, *, drop: Sequence[int] = ()
    ) -> None:
        """Give columns their widths (pixels at 100 %); ``stretch`` takes what they leave.

        Where too little is left for it, the columns of ``drop`` go, one after the other, and then
        the widest one gives way.
        """
        self._widths, self._stretch, self._drop = widths, stretch, drop
        self._size_columns()

    def grow_by(self, column: int) -> None:
        """Let a row whose words in ``column`` need a second line have one."""
        self._grown = column
        later = QTimer(self, singleShot=True, interval=0)  # once the columns have their widths
        later.timeout.connect(self._grow_rows)
        self.horizontalHeader().sectionResized.connect(later.start)
        self.model().modelReset.connect(later.start)
        self.model().layoutChanged.connect(later.start)

    def _grow_rows(self) -> None:
        room, usual = self.columnWidth(self._grown) - _BESIDE, theme().px(self._row)
        for row in range(self.model().rowCount()):
            words = str(self.model().index(row, self._grown).data() or "")
            height = max(lines_height(words, room) + _AIR, usual)
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)

    def selected_rows(self) -> list[int]:
        """Selected rows from top to bottom."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText("\n".join(map(self._copied, self.selected_rows())))
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers():
            self._go_to_end(last=event.key() == Qt.Key.Key_End)
        else:
            super().keyPressEvent(event)

    def _go_to_end(self, *, last: bool) -> None:
        rows = range(self.model().rowCount())
        for row in reversed(rows) if last else rows:
            index = self.model().index(row, 0)
            if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                self.setCurrentIndex(index)
                self.scrollTo(index)
                return

    def _copied(self, row: int) -> str:
        model = self.model()
        cells = (model.index(row, column).data() for column in range(model.columnCount()))
        return "\t".join(" ".join(str(cell or "").split()) for cell in cells)

    def _size_rows(self) -> None:
        down = self.verticalHeader()
        down.setMinimumSectionSize(1)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(theme().px(self._row))
        if hasattr(self, "_widths"):
            self._size_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_widths") and event.oldSize().width() != event.size().width():
            self._size_columns()

    def _size_columns(self) -> None:
        across, room = self.horizontalHeader(), self.viewport().width() - theme().px(LEAST)
        widths = {int(column): theme().px(width) for column, width in self._widths.items()}
        for column in self._drop:
            gone = sum(widths.values()) > room
            self.setColumnHidden(column, gone)
            if gone:
                widths.pop(column)
        if sum(widths.values()) > room:
            widest = max(widths, key=lambda column: widths[column])
            widths[widest] = max(room - (sum(widths.values()) - widths[widest]), theme().px(LEAST))
        for column, width in widths.items():
            across.resizeSection(column, width)
        across.setSectionResizeMode(self._stretch, QHeaderView.ResizeMode.Stretch)


class TickTable(ListTable):
    """A table whose first column is a box: Space, or a click into it, asks to tick the row."""

    tick_wanted = Signal(int)  # row

    def __init__(
        self, model: QAbstractItemModel, name: str, *, row: int = ROW, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, name, row=row, parent=parent)
        self.clicked.connect(self._clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.tick_wanted.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.tick_wanted.emit(index.row())
