"""The view of the table of tasks: rows of different height, folding, dropping files on a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

from qnapp.models.task_columns import Column
from qnapp.models.task_lines import LineKind, TaskLine
from qnapp.models.task_model import TaskModel, TaskRole
from qnapp.ui.dropped import dropped_files
from qnapp.ui.kit.grouped_rows import GroupedRows
from qnapp.ui.kit.tables import dress_table
from qnapp.ui.kit.theme import theme
from qnapp.ui.table_copy import copy_rows
from qnapp.ui.table_head import TableHead
from qnapp.ui.tasks_page.delegate import PAD, PAD_LEFT, TaskDelegate, deadline_lines

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import (
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
        QKeyEvent,
        QMouseEvent,
    )

_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
_KEYS_IN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class TaskTable(GroupedRows):
    """Shows a ``TaskModel``; says which task is current and what the user wants with it."""

    current_changed = Signal(str)  # uid of a task, "" on a section or heading
    entered = Signal()  # Enter, F2 or a double click: into the editor
    clicked_task = Signal(str)
    files_dropped = Signal(str, list)  # uid, list[Path]
    fold_wanted = Signal(str, bool)  # section, fold it
    paste_wanted = Signal()
    clear_wanted = Signal()  # Esc: ticks and selection

    def __init__(self, model: TaskModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hovered = -1
        self._drop_uid = ""
        self._tall = False
        self._model = model
        self.fit_model(model)
        model.ticks_changed.connect(self._repaint)
        self.setItemDelegate(TaskDelegate(self, self))
        self._dress_view()
        self._dress_headers()
        self.horizontalHeader().sectionResized.connect(self._column_resized)
        self.clicked.connect(self._click)
        self.doubleClicked.connect(self._double_click)
        self.fit_rows()

    def _dress_view(self) -> None:
        dress_table(self, "Danh sách nhiệm vụ")  # Tab goes on to the editor
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _dress_headers(self) -> None:
        self.head = TableHead(PAD_LEFT, PAD, parent=self)
        self.setHorizontalHeader(self.head)

    # what stands where

    def line_rect(self, rect: QRect) -> QRect:
        """Widen a cell's rectangle to its whole line."""
        return QRect(0, rect.top(), self.viewport().width(), rect.height())

    def hovered_row(self) -> int:
        """Row under the pointer, -1 for none."""
        return self._hovered

    def drop_uid(self) -> str:
        """Task that would take the files hovering over the table."""
        return self._drop_uid

    def is_ticked(self, uid: str) -> bool:
        """Whether a task carries a tick."""
        return self._model.is_ticked(uid)

    def has_ticks(self) -> bool:
        """Whether any task carries a tick."""
        return self._model.has_ticks()

    def is_changed(self, uid: str) -> bool:
        """Whether a new plan version changed a task since it was last seen."""
        return self._model.is_changed(uid)

    def shows(self, column: Column) -> bool:
        """Whether a column stands by itself."""
        return not self.isColumnHidden(column)

    def set_tall(self, tall: bool) -> None:
        """Give task rows three lines instead of two ("Dòng cao")."""
        if tall != self._tall:
            self._tall = tall
            self.fit_rows()

    def row_height(self, line: TaskLine) -> int:
        """Height of a line in pixels at the font in force (look, section 4).

        A task whose deadline takes more lines gets them: "Khởi công tháng 3/2026; …" is not cut.
        """
        height = theme().line("body")
        if line.kind is LineKind.SECTION:
            return height + 10
        if line.kind is LineKind.HEADING:
            return height + 12
        shown = self.shows(Column.DEADLINE)
        deadline = deadline_lines(line, self.columnWidth(Column.DEADLINE)) if shown else 0
        return height * max(3 if self._tall else 2, deadline) + 10

    def height_of_row(self, row: int) -> int:
        return self.row_height(self._model.item(row))

    def usual_height(self) -> int:
        return theme().line("body") * (3 if self._tall else 2) + 10

    def _column_resized(self, column: int) -> None:
        if column == Column.DEADLINE:  # its words may need more or fewer lines
            self.fit_rows()

    def _repaint(self) -> None:
        """With the first tick the selected rows are no longer the chosen ones."""
        self.viewport().update()

    # current row

    def current_line(self) -> TaskLine | None:
        """Line of the current row, None for none."""
        index = self.currentIndex()
        return self._model.item(index.row()) if index.isValid() else None

    def go_to(self, uid: str) -> bool:
        """Make a task's row the current one and bring it into view; False when it is not shown."""
        row = self._model.row_of(uid)
        if row < 0:
            return False
        index = self._model.index(row, Column.TITLE)
        lost = not self.selectionModel().hasSelection()  # went with a row that a filter took away
        if self.currentIndex().row() != row or lost:
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)
        return True

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        if not current.isValid() or current.row() == previous.row():
            return
        line = self._model.item(current.row())
        self.current_changed.emit("" if line.kind is LineKind.SECTION else line.uid)

    def select_only(self, uid: str) -> None:
        """Select one row and no other; the current row stays current."""
        row = self._model.row_of(uid)
        if row >= 0:
            flags = QItemSelectionModel.SelectionFlag
            index = self._model.index(row, Column.TITLE)
            self.selectionModel().select(index, flags.ClearAndSelect | flags.Rows)

    def selected_lines(self) -> list[TaskLine]:
        """Lines of the selected rows from top to bottom."""
        chosen = self.selectionModel().selectedRows()
        return [self._model.item(row) for row in sorted(index.row() for index in chosen)]

    # keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.fold_by_key(folded=event.key() == Qt.Key.Key_Left)
        elif (
            event.key() in _KEYS_IN and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self._enter()
        elif event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._tick()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear_wanted.emit()
        elif event.key() in _ENDS and not event.modifiers():
            self.go_to_end(last=event.key() == Qt.Key.Key_End)
        else:
            super().keyPressEvent(event)

    def _tick(self) -> None:
        """Tick the selected rows, or take their ticks off where all have one."""
        uids = [line.uid for line in self.selected_lines() if line.own]
        all_ticked = all(self._model.is_ticked(uid) for uid in uids)
        self._model.tick(uids, ticked=not all_ticked)

    def copy(self, *, heads: bool = False) -> None:
        """Put the selected rows onto the clipboard, for a workbook."""
        rows = [self._model.row_of(line.uid) for line in self.selected_lines()]
        copy_rows(self, rows, heads=heads)

    def _enter(self) -> None:
        line = self.current_line()
        if line is not None and line.kind is LineKind.SECTION:
            self.fold_at(self.currentIndex().row(), folded=line.open)
        elif line is not None:
            self.entered.emit()

    def is_open(self, row: int) -> bool | None:
        line = self._model.item(row)
        return line.open if line.kind is LineKind.SECTION else None

    def fold_at(self, row: int, *, folded: bool) -> None:
        self.fold_wanted.emit(self._model.item(row).section, folded)

    def _click(self, index: QModelIndex) -> None:
        line = self._model.item(index.row())
        if line.kind is not LineKind.SECTION:
            self.clicked_task.emit(line.uid)

    def _double_click(self, index: QModelIndex) -> None:
        if index.data(TaskRole.KIND) is not LineKind.SECTION:
            self.entered.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._set_hovered(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._set_hovered(-1)

    def _set_hovered(self, row: int) -> None:
        if row == self._hovered:
            return
        for each in (self._hovered, row):
            self._update_row(each)
        self._hovered = row

    def _update_row(self, row: int) -> None:
        if row >= 0:
            top, height = self.rowViewportPosition(row), self.rowHeight(row)
            self.viewport().update(0, top, self.viewport().width(), height)

    # files dropped on a row

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._set_drop_uid(self._uid_under(event))
        if self._drop_uid:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._set_drop_uid("")

    def dropEvent(self, event: QDropEvent) -> None:
        uid, files = self._uid_under(event), dropped_files(event.mimeData())
        self._set_drop_uid("")
        if uid and files:
            event.acceptProposedAction()
            self.files_dropped.emit(uid, files)

    def _uid_under(self, event: QDropEvent) -> str:
        index = self.indexAt(event.position().toPoint())
        droppable = index.isValid() and index.flags() & Qt.ItemFlag.ItemIsDropEnabled
        return str(index.data(TaskRole.UID)) if droppable else ""

    def _set_drop_uid(self, uid: str) -> None:
        for each in {self._drop_uid, uid} - {""}:
            self._update_row(self._model.row_of(each))
        self._drop_uid = uid
