"""The view of the table of indicators: one types down the column of the current period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

from qnapp.models.indicator_columns import Column
from qnapp.ui.indicators_page.delegate import (
    PAD,
    PAD_LEFT,
    ROW_HEIGHT,
    CellEdit,
    IndicatorDelegate,
    line_of,
    row_height,
)
from qnapp.ui.kit.grouped_rows import GroupedRows
from qnapp.ui.kit.tables import dress_table
from qnapp.ui.kit.theme import theme
from qnapp.ui.table_copy import copy_rows
from qnapp.ui.table_head import TableHead

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from qnapp.models.headed import Index
    from qnapp.models.indicator_lines import IndicatorLine
    from qnapp.models.indicator_model import IndicatorModel

SAVE_AFTER_MS = 800  # design, section 3.2
GROUP_HEIGHT = 30
_IN_FULL = (Column.TITLE, Column.TARGET, Column.VERDICT)  # columns whose words are never cut
_CHOOSING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class IndicatorTable(GroupedRows):
    """Shows an ``IndicatorModel``; says which indicator is current and what is wanted of it."""

    current_changed = Signal(str)  # uid of an indicator, "" on a group
    detail_wanted = Signal()  # Tab out of a cell
    row_clicked = Signal()  # beside the field: the detail is wanted where it is folded away
    paste_wanted = Signal()
    half_typed = Signal(str, str)  # uid, what cannot be taken yet; "" once the field is gone
    clear_wanted = Signal()  # Esc: the selection

    def __init__(self, model: IndicatorModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._hovered = -1
        self._last_period = False
        self._cell: CellEdit | None = None
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._timer.timeout.connect(self._save_typed)
        self.fit_model(model)
        self._delegate = IndicatorDelegate(self, self)
        self.setItemDelegate(self._delegate)
        self._dress()
        self._connect()
        self.fit_rows()

    def _dress(self) -> None:
        dress_table(self, "Danh sách chỉ tiêu")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.head = TableHead(PAD_LEFT, PAD, inner=PAD, parent=self)
        self.setHorizontalHeader(self.head)
        self.head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _connect(self) -> None:
        self._delegate.typed.connect(self._on_typed)
        self._delegate.stepped.connect(self.step)
        self._delegate.left.connect(self._leave)
        self._delegate.extended.connect(self._extend)
        self._model.dataChanged.connect(self._close_locked)
        self.head.sectionResized.connect(self._column_resized)
        self.head.sectionPressed.connect(self._leave_field)
        self.clicked.connect(self._click)

    # ----------------------------------------------------------------------------- geometry

    def _column_resized(self, column: int) -> None:
        if column in _IN_FULL:  # its words may need more or fewer lines
            self.fit_later()

    def height_of_row(self, row: int) -> int:
        """Height of a line in pixels (look, section 4)."""
        line = self._model.line(self._model.index(row, 0))
        if line is None or line.row is None:
            return theme().px(GROUP_HEIGHT)
        draft = self._model.draft(line.uid)
        widths = {column: self.columnWidth(column) for column in _IN_FULL}
        return row_height(line, widths, draft.fault if draft else line.warning)

    def usual_height(self) -> int:
        return theme().px(ROW_HEIGHT)

    def line_rect(self, rect: QRect) -> QRect:
        """Widen a cell's rectangle to its whole line."""
        return line_of(rect, self.viewport().width())

    def hovered_row(self) -> int:
        """Row under the pointer, -1 for none."""
        return self._hovered

    def is_folded(self, group: str) -> bool:
        """Whether a group's rows are hidden."""
        return self._model.is_folded(group)

    def set_period(self, *, last: bool) -> None:
        """Say whether a target not reached is wrong by now."""
        self._last_period = last
        self.viewport().update()

    def is_writable(self, uid: str) -> bool:
        """Whether the cell of a row is a field."""
        return self._model.writable(uid)

    def readable(self, uid: str, text: str) -> bool:
        """Whether a text could be taken into the cell of a row."""
        line = self._model.line(self._model.index(self._model.place_of(uid), 0))
        return line is None or line.row is None or self._model.readable(line.row, text)

    def is_last_period(self) -> bool:
        """Whether the year ends with this period."""
        return self._last_period

    # ----------------------------------------------------------------------------- current row

    def current_line(self) -> IndicatorLine | None:
        """Line of the current row."""
        return self._model.line(self.currentIndex())

    def is_current(self, uid: str) -> bool:
        """Whether a row is the current one and keys go there."""
        line = self.current_line()
        return line is not None and line.uid == uid and self.hasFocus()

    def go_to(self, uid: str) -> bool:
        """Make a row the current one and bring it into view; False when it is not shown."""
        place = self._model.place_of(uid)
        if place < 0:
            return False
        index = self._model.index(place, Column.CURRENT)
        lost = not self.selectionModel().hasSelection()  # went with a row that a filter took away
        if self.currentIndex().row() != place or lost:
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)
        return True

    def selected_lines(self) -> list[IndicatorLine]:
        """Indicators of the selected rows from top to bottom, groups left out."""
        chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
        lines = [self._model.line(self._model.index(place, 0)) for place in chosen]
        return [line for line in lines if line is not None and line.row is not None]

    def select_current(self) -> None:
        """Select the current row and no other."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(self.currentIndex(), flags.ClearAndSelect | flags.Rows)

    def edit_current(self) -> bool:
        """Open the current row's field."""
        line = self.current_line()
        if line is None or line.row is None or not self.is_writable(line.uid):
            return False
        self.setFocus()
        index = self._model.index(self.currentIndex().row(), Column.CURRENT)
        self.edit(index)
        return True

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not current.isValid() or current.row() == previous.row():
            return
        line = self._model.line(current)
        self.current_changed.emit(line.uid if line is not None and line.row is not None else "")

    # ----------------------------------------------------------------------------- typing down

    def _leave_field(self, _column: int) -> None:
        """A press on a head takes no focus by itself; what is half typed is written first."""
        if self._cell is not None or self.state() == QAbstractItemView.State.EditingState:
            self.setFocus()

    def _on_typed(self, editor: CellEdit) -> None:
        self._cell = editor
        self._timer.start()

    def _save_typed(self) -> None:
        """Write what stands in the open field, if it can be taken; the field stays as it is."""
        index = self.currentIndex()
        line = self._model.line(index)
        if self._cell is None or line is None or line.row is None or line.uid != self._cell.uid:
            return
        if self._model.readable(line.row, self._cell.value()):
            self._model.type_value(line.row, self._cell.value())
        else:
            self.half_typed.emit(line.uid, self._cell.value())

    def closeEditor(self, editor: QWidget, hint: QAbstractItemView.EndEditHint) -> None:  # type: ignore[name-defined]
        self._timer.stop()
        self._cell = None
        super().closeEditor(editor, hint)
        if isinstance(editor, CellEdit):
            self.half_typed.emit(editor.uid, "")

    def flush(self) -> None:
        """Write what is half typed, an unfinished word of an input method included."""
        self.settle()
        QGuiApplication.inputMethod().commit()
        editor = self._cell
        if editor is not None:
            self._delegate.commitData.emit(editor)
            editor.setModified(False)  # it is taken over: from here on the cell follows the store
            self._timer.stop()

    def _close_locked(self) -> None:
        """The field over a row that may not be typed in any more goes; its text was written."""
        editor = self.viewport().findChild(CellEdit)
        if editor is not None and not self.is_writable(editor.uid):
            self._delegate.closeEditor.emit(editor)

    def step(self, by: int) -> None:
        """Go to the field of the next (1) or previous (-1) indicator."""
        place = self._model.next_item(self.currentIndex().row(), by)
        if place >= 0:
            self.go_to(self._model.uid_at(place))
            self.edit_current()

    def _extend(self, by: int) -> None:
        """Choose the next (1) or previous (-1) row too, as Shift and an arrow do in any list."""
        self.setFocus()
        place = self._model.next_item(self.currentIndex().row(), by)
        if place >= 0:
            flags = QItemSelectionModel.SelectionFlag
            index = self._model.index(place, Column.CURRENT)
            self.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)

    def _leave(self, by: int) -> None:
        if by > 0:
            self.detail_wanted.emit()
        else:
            self.setFocus()

    # ----------------------------------------------------------------------------- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif plain and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.fold_by_key(folded=event.key() == Qt.Key.Key_Left)
        elif plain and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to_end(last=event.key() == Qt.Key.Key_End)
        elif plain and event.key() in _ENTER:
            self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear_wanted.emit()
        else:
            self._go_into_column()
            super().keyPressEvent(event)

    def _go_into_column(self) -> None:
        """Let a digit begin the field of the row, wherever in the row it was clicked."""
        line = self.current_line()
        if line is not None and line.row is not None:
            index = self._model.index(self.currentIndex().row(), Column.CURRENT)
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.NoUpdate)

    def keyboardSearch(self, _search: str) -> None:
        """A letter typed where no field opens goes nowhere: what follows would fill another row."""

    def _enter(self) -> None:
        line = self.current_line()
        if line is not None and line.row is None:
            self.fold_at(self.currentIndex().row(), folded=not self.is_folded(line.group))
        else:
            self.edit_current()

    def is_open(self, row: int) -> bool | None:
        line = self._model.line(self._model.index(row, 0))
        if line is None or line.row is not None:
            return None
        return not self.is_folded(line.group)

    def fold_at(self, row: int, *, folded: bool) -> None:
        line = self._model.line(self._model.index(row, 0))
        if line is not None:
            self._model.fold_group(line.group, folded=folded)

    def copy(self, *, heads: bool = False) -> None:
        """Put the selected indicators onto the clipboard, for a workbook."""
        rows = [self._model.place_of(line.uid) for line in self.selected_lines()]
        copy_rows(self, rows, heads=heads)

    def _click(self, index: QModelIndex) -> None:
        line = self._model.line(index)
        if line is None or QGuiApplication.keyboardModifiers() & _CHOOSING:
            return  # several rows are being chosen
        if line.row is None:
            return
        if index.column() == Column.CURRENT and self.is_writable(line.uid):
            self.edit_current()
        else:
            self.row_clicked.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._set_hovered(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._set_hovered(-1)

    def _set_hovered(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()
