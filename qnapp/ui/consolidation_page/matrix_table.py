"""The matrix: names stay at the left, codes at the top, totals at the bottom while it scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QGridLayout, QScrollBar, QTableView, QWidget

from qnapp.domain.matrix import GroupLine, UnitLine
from qnapp.models.matrix_model import FIXED, Column
from qnapp.ui.consolidation_page.matrix_delegate import INDENT, MatrixDelegate, MatrixHeader
from qnapp.ui.consolidation_page.totals_row import TotalsRow
from qnapp.ui.kit.paint import text_width
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from qnapp.domain.received import ReportState
    from qnapp.models.headed import Index
    from qnapp.models.matrix_model import MatrixModel

ROW = 28  # look, section 4
TIGHT_ROW = 24
COLUMN = 35
COLUMN_WIDE = 40
_BETWEEN = 9  # pixels between two codes at the head
FRONT = {Column.NAME: 170, Column.RECEIVED: 138, Column.DONE: 48}
NAME_RIGHT = 28  # behind a name: the sign of an unconfirmed sender
NAME_WIDE = 248  # where there is room for the names of bodies
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
_WIDE_FROM = 1190  # of the table


class _Half(QTableView):
    """One of the two views of the matrix."""

    def __init__(self, model: MatrixModel, table: MatrixTable) -> None:
        super().__init__(table)
        self.setHorizontalHeader(MatrixHeader(model, self))
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)


class Names(_Half):
    """The front: names, days, counts. It has no keyboard of its own."""

    pressed_at = Signal(int)  # row

    def __init__(self, model: MatrixModel, table: MatrixTable) -> None:
        super().__init__(model, table)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Đơn vị gửi báo cáo")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # The current cell is always one of a task: a press here only changes its row.
        row = self.rowAt(event.position().toPoint().y())
        if row >= 0:
            self.pressed_at.emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons():
            super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)


class Cells(_Half):
    """The tasks, with the keyboard."""

    def __init__(self, model: MatrixModel, table: MatrixTable) -> None:
        super().__init__(model, table)
        self._table = table
        self.setAccessibleName("Ma trận nhiệm vụ và đơn vị báo cáo")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._table.take_key(event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        left = self.horizontalHeader().length() - self.horizontalHeader().offset()
        width, model = self.viewport().width() - left, self.model()
        if width <= 0:
            return
        painter = QPainter(self.viewport())
        for row in range(model.rowCount()):
            top, height = self.rowViewportPosition(row), self.rowHeight(row)
            if top + height > 0 and top < self.viewport().height():
                rest = QRect(left, top, width, height)
                self._table.paint_rest(painter, rest, model.index(row, FIXED))


class MatrixTable(QWidget):
    """Shows a ``MatrixModel``; ``current_changed`` tells the cell that is looked at."""

    current_changed = Signal(str, str)  # code of the organisation, uid of the task; "" for none
    opened = Signal()  # Enter or a double click on a cell
    fold_wanted = Signal(object, bool)  # ReportState, whether to fold
    menu_wanted = Signal(object)  # QPoint, global

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._hovered = -1
        self._tight = False
        self._current = ("", "")
        self.cells = Cells(model, self)
        self.names = Names(model, self)
        self.totals = TotalsRow(model, self.cells, self)
        self.bar = QScrollBar(Qt.Orientation.Horizontal)
        self._delegate = MatrixDelegate(model, self)
        self._build()
        self._connect()
        self._measure()

    def _build(self) -> None:
        for view in (self.names, self.cells):
            view.setItemDelegate(self._delegate)
        self.names.setSelectionModel(self.cells.selectionModel())
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.names, 0, 0)
        grid.addWidget(self.cells, 0, 1)
        grid.addWidget(self.totals, 1, 0, 1, 2)
        grid.addWidget(self.bar, 2, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(0, 1)
        self.setFocusProxy(self.cells)

    def _connect(self) -> None:
        up, across = self.cells.verticalScrollBar(), self.cells.horizontalScrollBar()
        up.valueChanged.connect(self.names.verticalScrollBar().setValue)
        self.names.verticalScrollBar().valueChanged.connect(up.setValue)
        across.rangeChanged.connect(self._bar_range)
        across.valueChanged.connect(self.bar.setValue)
        across.valueChanged.connect(self.totals.update)
        up.rangeChanged.connect(self.totals.update)
        up.rangeChanged.connect(self._fit_columns)
        self.bar.valueChanged.connect(across.setValue)
        self.cells.selectionModel().currentChanged.connect(self._current_moved)
        self.cells.clicked.connect(self._clicked)
        self.cells.doubleClicked.connect(self._double_clicked)
        self.names.pressed_at.connect(self._name_pressed)
        for view in (self.names, self.cells):
            view.horizontalHeader().sectionClicked.connect(self._model.sort_by_column)
            view.viewport().installEventFilter(self)
            view.customContextMenuRequested.connect(self._menu_at)
        self._model.arranged.connect(self._was_arranged)
        theme().changed.connect(self._measure)

    # ------------------------------------------------------------------------------- geometry

    def _measure(self) -> None:
        """Give rows and columns their size at the font and width in force."""
        for view in (self.names, self.cells):
            view.verticalHeader().setDefaultSectionSize(
                theme().px(TIGHT_ROW if self._tight else ROW)
            )
        for column in range(FIXED):
            self.cells.setColumnHidden(column, True)
            self.names.setColumnWidth(column, self._front_width(Column(column)))
        for column in range(FIXED, self._model.columnCount()):
            self.names.setColumnHidden(column, True)
        self.names.setFixedWidth(sum(self._front_width(column) for column in Column))
        self._fit_columns()
        self.totals.updateGeometry()
        layout = self.layout()
        if layout is not None:  # both halves at once: between them no row may be torn
            layout.activate()

    def _fit_columns(self, *_: object) -> None:
        """Let whole columns fill the room: no task is seen by half unless somebody scrolls so."""
        count, least = self._model.columnCount() - FIXED, self._task_width()
        up = self.cells.verticalScrollBar()
        room = self.width() - self.names.width() - (up.width() if up.isVisible() else 0)
        seen = max(room // least, 1)
        base, more = divmod(room, seen) if count > seen and room >= least else (least, 0)
        for place in range(count):
            self.cells.setColumnWidth(FIXED + place, base + (place % seen < more))

    def _front_width(self, column: Column) -> int:
        if column != Column.NAME:
            return theme().px(FRONT[column])
        usual = theme().px(NAME_WIDE if self.width() >= _WIDE_FROM else FRONT[column])
        return max(usual, min(self._names_width(), self._left_width()))

    def _names_width(self) -> int:
        """Width at which no name is cut."""
        lines = (self._model.line(row) for row in range(self._model.rowCount()))
        names = [line.reporter.name for line in lines if isinstance(line, UnitLine)]
        return round(max(map(text_width, names), default=0.0)) + INDENT + NAME_RIGHT

    def _left_width(self) -> int:
        """Width that the tasks leave for names; they are few in a narrowed matrix."""
        front = theme().px(FRONT[Column.RECEIVED]) + theme().px(FRONT[Column.DONE])
        tasks = (self._model.columnCount() - FIXED) * self._task_width()
        return self.width() - front - tasks

    def _task_width(self) -> int:
        """As wide as look says, wider where a code needs it."""
        count = self._model.columnCount()
        codes = [self._model.task_at(column).task.code for column in range(FIXED, count)]
        widest = max((text_width(code, "matrix") for code in codes), default=0.0)
        usual = COLUMN_WIDE if self.width() >= _WIDE_FROM else COLUMN
        return max(theme().px(usual), round(widest) + _BETWEEN)

    def paint_rest(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint what a line shows to the right of its last column."""
        self._delegate.paint_rest(painter, rect, index)

    def set_tight(self, tight: bool) -> None:
        """In little room rows are as low as their letters allow."""
        if tight != self._tight:
            self._tight = tight
            self._measure()

    def line_rect(self, rect: QRect, *, front: bool) -> QRect:
        """Widen a cell's rectangle to its whole line, in the coordinates of its half."""
        left = 0 if front else -self.names.width()
        width = self.names.width() + self.cells.viewport().width()
        return QRect(left, rect.top(), width, rect.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _bar_range(self, low: int, high: int) -> None:
        self.bar.setRange(low, high)
        self.bar.setPageStep(self.cells.horizontalScrollBar().pageStep())
        self.bar.setSingleStep(self._task_width())
        self.bar.setVisible(high > low)

    # -------------------------------------------------------------------------------- current

    def hovered_row(self) -> int:
        """Row under the pointer, -1 for none."""
        return self._hovered

    def current_row(self) -> int:
        """The current row, -1 for none."""
        return self.cells.currentIndex().row()

    def current(self) -> tuple[str, str]:
        """Organisation and task of the current cell, "" where it stands on no unit."""
        return self._current

    def is_current(self, row: int, column: int) -> bool:
        """Whether a cell is the current one."""
        index = self.cells.currentIndex()
        return (index.row(), index.column()) == (row, column)

    def has_keyboard(self) -> bool:
        """Whether keys go to the matrix."""
        return self.cells.hasFocus()

    def go_to(self, code: str, uid: str = "") -> bool:
        """Make a cell the current one; ``uid`` "" stays in its column. False: it is not shown."""
        row, column = self._model.row_of(code), self._model.column_of(uid)
        if row < 0 or (uid and column < 0):
            return False
        self._go(row, column if uid else self._column())
        return True

    def _go(self, row: int, column: int) -> None:
        index = self._model.index(row, column)
        flags = QItemSelectionModel.SelectionFlag
        self.cells.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.cells.scrollTo(index)

    def _column(self) -> int:
        """Column of the current cell, the first task's where there is none."""
        column = self.cells.currentIndex().column()
        return column if column >= FIXED else FIXED

    def _current_moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        for view in (self.names, self.cells):
            view.viewport().update()
        if not current.isValid():
            return
        line = self._model.line(current.row())
        uid = self._model.task_at(current.column()).task.uid if current.column() >= FIXED else ""
        code = line.reporter.code if isinstance(line, UnitLine) else ""
        self._current = (code, uid if code else "")
        self.current_changed.emit(*self._current)

    def _was_arranged(self) -> None:
        """The cell that is looked at stays where it is still shown; it may say something new."""
        self._measure()
        code, uid = self._current
        index = self.cells.currentIndex()
        place = (self._model.row_of(code), self._model.column_of(uid)) if code else None
        if (index.row(), index.column()) == place:
            self.current_changed.emit(code, uid)
            return
        if code and self.go_to(code, uid):
            return
        row, column = self._model.first_cell()
        if row >= 0:
            self._go(row, column)
        else:
            self._current = ("", "")
            self.current_changed.emit("", "")

    # --------------------------------------------------------------------------- keys, mouse

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key means here; False leaves it to the view."""
        index = self.cells.currentIndex()
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_line()
            return True
        if not index.isValid() or not plain:
            return False
        line = self._model.line(index.row())
        if isinstance(line, GroupLine):
            return self._fold_by_key(line.state, line.is_open, key)
        return self._move_by_key(index, key)

    def _move_by_key(self, index: Index, key: int) -> bool:
        last = self._model.columnCount() - 1
        if key in _ENTER:
            self.opened.emit()
        elif key == Qt.Key.Key_Left:
            self._go(index.row(), max(index.column() - 1, FIXED))
        elif key == Qt.Key.Key_Home:
            self._go(index.row(), FIXED)
        elif key == Qt.Key.Key_End:
            self._go(index.row(), last)
        else:
            return False
        return True

    def _fold_by_key(self, state: ReportState, is_open: bool, key: int) -> bool:
        folds = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}
        wanted = is_open if key in (*_ENTER, Qt.Key.Key_Space) else folds.get(Qt.Key(key))
        if wanted is None:
            return False
        if wanted == is_open:
            self.fold_wanted.emit(state, wanted)
        return True

    def copy_line(self) -> None:
        """Put head and current line on the clipboard, for a spreadsheet."""
        QGuiApplication.clipboard().setText("\n".join(self._copied()))

    def _copied(self) -> Iterator[str]:
        """Head and current line as tab-separated text, letters for the shapes."""
        row = self.current_row()
        if row >= 0 and isinstance(self._model.line(row), UnitLine):
            columns = range(self._model.columnCount())
            across = Qt.Orientation.Horizontal
            yield "\t".join(str(self._model.headerData(at, across)) for at in columns)
            yield "\t".join(str(self._model.index(row, at).data() or "") for at in columns)

    def _name_pressed(self, row: int) -> None:
        self.cells.setFocus(Qt.FocusReason.MouseFocusReason)
        self._go(row, self._column())
        self._toggle(row)

    def _clicked(self, index: QModelIndex) -> None:
        self._toggle(index.row())

    def _toggle(self, row: int) -> None:
        line = self._model.line(row)
        if isinstance(line, GroupLine):
            self.fold_wanted.emit(line.state, line.is_open)

    def _double_clicked(self, index: QModelIndex) -> None:
        if isinstance(self._model.line(index.row()), UnitLine):
            self.opened.emit()

    def _menu_at(self, place: object) -> None:
        view = self.sender()
        if isinstance(view, _Half):
            self.menu_wanted.emit(view.viewport().mapToGlobal(place))  # type: ignore[call-overload]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Light the row under the pointer up in both halves."""
        del watched
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._set_hovered(self.cells.rowAt(event.position().toPoint().y()))
        elif event.type() == QEvent.Type.Leave:
            self._set_hovered(-1)
        return False

    def _set_hovered(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            for view in (self.names, self.cells):
                view.viewport().update()
