"""The differences of a file as a table, and below it the current row in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from qnapp.models.difference_lines import LineKind
from qnapp.models.difference_model import Column, DifferenceModel
from qnapp.ui.kit.buttons import paint_check
from qnapp.ui.kit.delegates import (
    RowDelegate,
    cell_rect,
    is_hovered,
    is_selected,
    paint_row_background,
)
from qnapp.ui.kit.fields import set_flag
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.paint import (
    break_lines,
    lines_height,
    paint_icon,
    paint_lines,
    paint_text,
    text_width,
)
from qnapp.ui.kit.tables import RowTable
from qnapp.ui.kit.theme import dress, theme

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from qnapp.models.difference_lines import Line
    from qnapp.models.headed import Index

ROW, LOW_ROW, SECTION_ROW = 50, 36, 30
WIDTHS = {Column.TAKE: 122, Column.CODE: 84, Column.WHAT: 168}
VALUE_WIDTH = 160  # of a value where another column takes the room
FULL_HEIGHT, FULL_WIDTH = 124, 1040
LEAST_FULL = 92  # where the table needs the room: a title, heads, one line of the values
_GIVEN_UP = 12  # and so much less where the table is seen whole for it
_TEXT_AIR = 34  # pixels at both sides of the words of a value, its frame included
LEAST_TABLE = 70  # its head, and most of a row
_VALUES = (Column.OLD, Column.MINE, Column.THEIRS)


class DifferenceTable(RowTable):
    """Lines of a difference; a click or Space turns a choice round."""

    fitted = Signal()  # its rows have their heights

    def __init__(self, model: DifferenceModel, parent: QWidget | None = None) -> None:
        super().__init__("Các thay đổi", ROW, parent)
        self.setModel(model)
        self.setItemDelegate(DifferenceDelegate(model, self))
        self.setMinimumHeight(theme().px(LEAST_TABLE))
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, theme().px(width))
        self._differences = model
        self._share_width(model)
        self._shape(model)
        self.horizontalHeader().sectionResized.connect(self._fit_rows)
        self.toggled.connect(model.toggle)

    def _share_width(self, model: DifferenceModel) -> None:
        """Leave out columns that hold nothing; what things are then gets their room."""
        lines = [model.line(row) for row in range(model.rowCount())]
        before = any(line.old or line.mine for line in lines)
        before |= any(
            says_only(model, row) and lines[row].note != lines[row].what
            for row in range(len(lines))
        )
        for column in (Column.OLD, Column.MINE):
            self.setColumnHidden(column, not before)
        wide = [*_VALUES] if before else [Column.WHAT, Column.THEIRS]
        for column in wide:
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def widen(self, column: Column) -> None:
        """Give one column what room the others leave."""
        across = self.horizontalHeader()
        for other in _VALUES:
            across.setSectionResizeMode(other, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(other, theme().px(VALUE_WIDTH))
        across.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def _shape(self, model: DifferenceModel) -> None:
        """Give sections the whole width, and a sentence the room of the values it replaces."""
        first = -1
        for row in range(model.rowCount()):
            line = model.line(row)
            if line.kind is LineKind.SECTION:
                self.setSpan(row, 0, 1, len(Column))
                self.setRowHeight(row, theme().px(SECTION_ROW))
            elif first < 0:
                first = row
            if says_only(model, row):
                start = Column.OLD if line.what != line.note else Column.WHAT
                self.setSpan(row, start, 1, Column.THEIRS - start + (not line.theirs))
        if first >= 0:
            self.selectRow(first)

    def _fit_rows(self, *_: object) -> None:
        """Give a row the height of its words: one line, or two."""
        model, tall, low = self._differences, theme().px(ROW), theme().px(LOW_ROW)
        for row in range(model.rowCount()):
            line = model.line(row)
            if line.kind is LineKind.SECTION:
                continue
            cells = [(line.note, Column.OLD)] if says_only(model, row) else []
            cells += [(str(model.index(row, one).data() or ""), one) for one in Column]
            cut = any(self._is_long(text, row, column) for text, column in cells)
            self.setRowHeight(row, tall if cut else low)
        self.fitted.emit()

    def whole_height(self) -> int:
        """Height in pixels at which nothing has to be scrolled."""
        edges = 2 * self.frameWidth()
        return self.horizontalHeader().height() + self.verticalHeader().length() + edges

    def _is_long(self, text: str, row: int, column: Column) -> bool:
        if self.isColumnHidden(column) or column is Column.TAKE:
            return False
        span = self.columnSpan(row, column)
        width = sum(self.columnWidth(at) for at in range(column, column + span))
        return text_width(" ".join(text.split()), "body") > width - 18


def says_only(model: DifferenceModel, row: int) -> bool:
    """Whether a line has a sentence in the place of what was and is."""
    line = model.line(row)
    return line.kind is LineKind.NOTE and not line.old and not line.mine


def note_color(line: Line) -> str:
    """What is wrong is red, what is only to be known is not."""
    return "bad" if line.wrong else "soon"


class DifferenceDelegate(RowDelegate):
    """What is to stand is written strongly, what gives way is quiet."""

    def __init__(self, model: DifferenceModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, row = cell_rect(option), index.row()
        line, column = self._model.line(row), Column(index.column())
        if line.kind is LineKind.SECTION:
            _paint_section(painter, rect, line.what, line.note)
            return
        first = column is Column.TAKE
        paint_row_background(
            painter, rect, selected=is_selected(option), hovered=is_hovered(option), first=first
        )
        cell = QRectF(rect)
        if first:
            self._paint_verdict(painter, cell, index)
            return
        text, color = self._words(index)
        strong = column is Column.CODE
        paint_lines(
            painter,
            cell.adjusted(8, 0, -8, 0),
            " ".join(text.split()),
            font="body_strong" if strong else "body",
            color=color,
            centred=True,
        )

    def _words(self, index: Index) -> tuple[str, str]:
        row, column = index.row(), Column(index.column())
        line = self._model.line(row)
        if says_only(self._model, row) and column in (Column.OLD, Column.WHAT):
            return (line.note, note_color(line)) if column is Column.OLD else (line.what, "text")
        text = str(index.data() or "")
        if line.wrong and column is Column.THEIRS:
            return text, "bad"
        if column not in _VALUES or line.whole:
            return text, "text"
        taken = self._model.is_taken(row)
        winner = Column.THEIRS if taken else Column.MINE
        return text, "text" if column is winner else "text2"

    def _paint_verdict(self, painter: QPainter, cell: QRectF, index: Index) -> None:
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        box = QRectF(cell.left() + 14, cell.center().y() - 9, 18, 18)
        if state is not None:
            paint_check(painter, box, Qt.CheckState(state))
        elif self._model.line(index.row()).kind is LineKind.NOTE:
            paint_icon(painter, "warning", note_color(self._model.line(index.row())), box)
        else:
            paint_icon(painter, "tick", "ok", box)
        paint_text(painter, cell.adjusted(40, 0, -4, 0), str(index.data()), font="small")


def _paint_section(painter: QPainter, rect: QRect, title: str, note: str) -> None:
    painter.fillRect(rect, theme().color("raised"))
    words = QRectF(rect).adjusted(14, 0, -14, 0)
    paint_text(painter, words, title, font="body_strong")
    words.setLeft(words.left() + text_width(title, "body_strong") + 12)
    paint_text(painter, words, note, font="small", color="text2")


_TITLE = 2  # lines of the current row's title at most


class FullText(QWidget):
    """The current row in full: what a cell cuts stands here."""

    def __init__(
        self, model: DifferenceModel, heads: tuple[str, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._room, self._width = model, 0, theme().px(FULL_WIDTH)
        self._beside = 0
        self.title = Label(font="body_strong", lines=_TITLE)
        self.note = Label(font="small", color="soon", wrap=True)
        self.values = tuple(_value_text(heads[column]) for column in _VALUES)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        self._parts = [
            _value_column(heads[column], text)
            for column, text in zip(_VALUES, self.values, strict=True)
        ]
        for part in self._parts:
            columns.addWidget(part, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        for widget in (self.title, self.note):
            box.addWidget(widget)
        box.addLayout(columns, 1)
        self.fit(0)

    def fit(self, room: int, width: int = 0, beside: int = 0) -> None:
        """Leave the table most of ``room``, the height of both in pixels; ``width`` is of both.

        ``beside``: what all else would need to be seen whole. It gets that where only lines of this
        one that stay empty for most rows are in its way.
        """
        self._room, self._width, self._beside = room, width or self._width, beside
        least, most = theme().px(LEAST_FULL), theme().px(FULL_HEIGHT)
        line = theme().line("body")
        height = min(max(room // 3, least), most, least + (self._lines() - 2) * line)
        left = room - beside - self._longest_title() * line
        if least - theme().px(_GIVEN_UP) <= left < height:
            height = left
        # Where room is short the table gives up a line of its own: the title stands whole here.
        words = self.title.text()
        title = lines_height(words, self._width, font="body_strong", max_lines=_TITLE)
        wanting = max(title // line - 1 - max(height - least, 0) // line, 0)
        note = theme().line("small") + 4 if self.note.text() else 0
        self.setFixedHeight(height + note + wanting * line)

    def _longest_title(self) -> int:
        """How many lines more than one the title of any row takes."""
        rows = range(self._model.rowCount())
        return any(self._is_wide(self._model.line(row)) for row in rows)

    def _is_wide(self, line: Line) -> bool:
        return text_width(_title_of(line), "body_strong") > self._width

    def _lines(self) -> int:
        """Most lines of a title and values together that a row of the file needs, at least two.

        Of all rows, so that nothing moves when another one is chosen.
        """
        most = 2
        for row in range(self._model.rowCount()):
            line, width = self._model.line(row), self._width
            values = [value for value in (line.old, line.mine, line.theirs) if value]
            room = width / max(len(values), 1) - _TEXT_AIR
            tall = max((len(break_lines(one, "body", room, 3)[0]) for one in values), default=1)
            most = max(most, tall + 1 + self._is_wide(line))
        return most

    def show_row(self, index: QModelIndex) -> None:
        """Show the row of an index."""
        if not index.isValid():
            return
        line = self._model.line(index.row())
        self.title.setText(_title_of(line))
        self.note.setText(line.note)
        self.note.set_color(note_color(line))
        self.note.setVisible(bool(line.note))
        self.fit(self._room, beside=self._beside)
        values = (line.old, line.mine, line.theirs)
        for part, text, value in zip(self._parts, self.values, values, strict=True):
            part.setVisible(bool(value))  # an empty cell of a form says so itself
            text.setPlainText(value)


def _title_of(line: Line) -> str:
    """Name a row; what has a number of its workbook for a code is told by it."""
    if line.whole and line.code:
        return f"Dòng {line.code}: {line.what}"
    named = ", ".join(part for part in (line.code, line.what) if part)
    return ": ".join(part for part in (named, line.title) if part)


def _value_text(head: str) -> QPlainTextEdit:
    """A text to read, to scroll by keys and to copy from."""
    text = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
    text.setAccessibleName(head)
    set_flag(text, "shown", on=True)
    dress(text, font="body")
    return text


def _value_column(head: str, text: QPlainTextEdit) -> QWidget:
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(2)
    box.addWidget(Label(head, font="small", color="text2"))
    box.addWidget(text, 1)
    return holder
