"""How a line of the table of tasks is painted (look, sections 4 to 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QSize, Qt

from qnapp.domain.distances import DeadlineNote, Sign
from qnapp.domain.plan import Channel
from qnapp.domain.reporting import Status
from qnapp.models.task_columns import Column
from qnapp.models.task_lines import LineKind, TaskLine
from qnapp.models.task_model import TaskRole
from qnapp.ui.kit.delegates import (
    RowDelegate,
    cell_rect,
    is_selected,
    paint_bar,
    paint_row_background,
    paint_section_row,
)
from qnapp.ui.kit.paint import (
    break_lines,
    paint_icon,
    paint_lines,
    paint_ring,
    paint_text,
    text_width,
)
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.signs import APART, RETURNED, UNDATED, task_sign
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from qnapp.ui.kit.fonts import FontRole
    from qnapp.ui.tasks_page.table import TaskTable

PAD_LEFT = 14  # before the first column
PAD = 10  # between a column's text and the next column
INDENT = 16  # of a sub-task
SHAPE = 16
ICON = 14
MOST = 4  # lines of a deadline's words: the longest of the plan fits in large letters too
_JOINER = "\u2060"  # no line may end here

UNDATED_SHORT = "không xác định"

NOTE_SIGNS = {Sign.LATE: ("triangle_mark", "bad"), Sign.SOON: ("", "soon")}


class TaskDelegate(RowDelegate):
    """Paints from ``TaskLine`` alone. Section and parent lines run over all columns."""

    def __init__(self, table: TaskTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = table

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        del option  # heights are the view's affair; the style would measure whole titles
        return QSize(0, self._table.row_height(index.data(TaskRole.LINE)))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line: TaskLine = index.data(TaskRole.LINE)
        # While some are ticked, they are the chosen ones: the current row has its bar alone.
        ticked = self._table.is_ticked(line.uid)
        selected = ticked if self._table.has_ticks() else is_selected(option)
        painter.save()
        painter.setClipRect(cell_rect(option))
        if line.kind is LineKind.SECTION:
            self._paint_section(painter, option, line, selected)
        else:
            self._paint_row(painter, option, index, line, selected)
        painter.restore()

    def is_cut(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> bool:
        line: TaskLine = index.data(TaskRole.LINE)
        column = Column(index.column())
        if line.kind is not LineKind.TASK:
            return text_width(line.title, "body_strong") > self._room_of_title(line)
        cell = _inner(QRectF(cell_rect(option)), INDENT * line.depth)
        if column == Column.TITLE:
            lines = max(int(cell.height() // theme().line("body")), 1)
            return break_lines(line.title, "body", cell.width(), lines)[1]
        # The date behind the words, and the phrase that a screen reader hears, say more.
        return column in (Column.DEADLINE, Column.STATUS)

    def _room_of_title(self, line: TaskLine) -> float:
        """Give the width that the title of a line over all columns has."""
        whole = self._table.viewport().width()
        taken = text_width(line.note, "small") + 14 + 40 if line.note else 0
        return whole - (taken or self._table.columnViewportPosition(Column.TITLE) + PAD)

    def _paint_section(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        line: TaskLine,
        selected: bool,
    ) -> None:
        rect = self._table.line_rect(cell_rect(option))
        title = f"{line.code}.  {line.title}" if line.code else line.title
        paint_section_row(
            painter, rect, title=title, note=line.note, is_open=line.open, selected=selected
        )

    def _paint_row(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        line: TaskLine,
        selected: bool,
    ) -> None:
        whole = self._table.line_rect(cell_rect(option))
        hovered = index.row() == self._table.hovered_row()
        current = is_selected(option)
        paint_row_background(painter, whole, selected=selected, hovered=hovered, first=current)
        if current and not selected:
            paint_bar(painter, whole)
        if line.uid == self._table.drop_uid():
            paint_ring(painter, whole, radius=0)
        cell = QRectF(cell_rect(option))
        if line.kind is LineKind.HEADING:
            self._paint_heading(painter, cell, Column(index.column()), line)
        else:
            self._paint_cell(painter, cell, Column(index.column()), line)

    def _paint_heading(
        self, painter: QPainter, cell: QRectF, column: Column, line: TaskLine
    ) -> None:
        """Paint a parent without a deadline of its own: one bold line over the other columns."""
        if column == Column.CODE:
            paint_text(painter, _inner(cell, PAD_LEFT), line.code)
            return
        whole = QRectF(self._table.line_rect(cell.toRect()))
        whole.setLeft(self._table.columnViewportPosition(Column.TITLE))
        paint_text(painter, _inner(whole, 0), line.title, font="body_strong")

    def _paint_cell(self, painter: QPainter, cell: QRectF, column: Column, line: TaskLine) -> None:
        if column == Column.CODE:
            self._paint_code(painter, _inner(cell, PAD_LEFT), line)
        elif column == Column.TITLE:
            self._paint_title(painter, _inner(cell, INDENT * line.depth), line)
        elif column == Column.DEADLINE:
            tone = "text" if line.own else "text2"
            paint_deadline(painter, _inner(cell, 0), line.deadline, line.distance, color=tone)
        elif column == Column.STATUS:
            self._paint_status(painter, _inner(cell, 0), line)
        else:
            right = column in (Column.PERCENT, Column.FILES)
            align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            text = index_text(line, column)
            paint_text(painter, _inner(cell, 0), text, color="text2", align=align)

    def _paint_code(self, painter: QPainter, cell: QRectF, line: TaskLine) -> None:
        below = "" if self._table.shows(Column.ROLE) else line.role
        first, second = two_lines(cell) if below else (cell, cell)
        paint_text(painter, first, line.code, font="body_strong")
        mark = QRectF(cell.right() + PAD - 6 - ICON, first.center().y() - 7, ICON, ICON)
        if self._table.is_ticked(line.uid):  # beside the code, whatever its length
            paint_icon(painter, "tick", "accent", mark)
        elif self._table.is_changed(line.uid):
            paint_icon(painter, "note", "soon", mark)
        if below:
            paint_text(painter, second, below, font="least", color="text2")

    def _paint_title(self, painter: QPainter, cell: QRectF, line: TaskLine) -> None:
        color = "text" if line.own else "text2"
        lines = max(int(cell.height() // theme().line("body")), 1)
        paint_lines(painter, cell, line.title, color=color, max_lines=lines, centred=True)
        if line.row is not None and line.row.withdrawn:
            strike(painter, cell, line.title)

    def _paint_status(self, painter: QPainter, cell: QRectF, line: TaskLine) -> None:
        if line.row is None or not line.first:
            return
        below = self.below(line, cell.width() - SHAPE - 7)
        alone = not below and not self._files(line)
        first, second = (cell, cell) if alone else two_lines(cell)
        top = first.center().y() - SHAPE / 2
        self._paint_sign(painter, QRectF(cell.left(), top, SHAPE, SHAPE), line)
        left = SHAPE + 7
        tone = "text" if line.own else "text2"
        paint_text(painter, first.adjusted(left, 0, 0, 0), line.first, color=tone)
        second = second.adjusted(left, 0, 0, 0)
        paint_text(painter, second, below, font="small", color="text2")
        self._paint_files(painter, second, below, line)

    def _paint_sign(self, painter: QPainter, square: QRectF, line: TaskLine) -> None:
        row = line.row
        if row is None or row.standing is None or not line.own:
            return
        if row.returned is not None:
            paint_shape(painter, square, RETURNED.shape, RETURNED.color)
            return
        if row.task.channel is Channel.RESTRICTED:  # how it stands is told elsewhere
            paint_shape(painter, square, APART.shape, APART.color)
            return
        if sign := task_sign(row):
            paint_shape(painter, square, sign.shape, sign.color)

    def below(self, line: TaskLine, width: float) -> str:
        """Give the second line of the status; shorter words where percent and files need room.

        Where not even these fit, the percent stands alone: the deadline has a column of its own.
        ``width`` in pixels.
        """
        done = line.row is not None and line.row.progress.status is Status.COMPLETED
        percent = "" if done or self._table.shows(Column.PERCENT) else line.percent
        taken = ICON + 4 + text_width(f"{line.files}0", "small") + 12 if self._files(line) else 0
        choices = [
            " · ".join(filter(None, (words, percent)))
            for words in (line.second, _shorter(line.second))
        ]
        choices += [percent] if percent else []
        fitting = (words for words in choices if text_width(words, "small") + taken <= width)
        return next(fitting, choices[-1])

    def _files(self, line: TaskLine) -> int:
        return 0 if self._table.shows(Column.FILES) else line.files

    def _paint_files(self, painter: QPainter, cell: QRectF, below: str, line: TaskLine) -> None:
        count = self._files(line)
        if not count:
            return
        left = cell.left() + (text_width(below, "small") + 12 if below else 0)
        top = cell.center().y() - ICON / 2
        paint_icon(painter, "evidence", "text2", QRectF(left, top, ICON, ICON))
        words = QRectF(left + ICON + 4, cell.top(), cell.right() - left - ICON - 4, cell.height())
        paint_text(painter, words, str(count), font="small", color="text2")


def _shorter(words: str) -> str:
    """Give the first clause alone: the column of the deadline and the editor say the rest."""
    return words.replace(UNDATED, UNDATED_SHORT).partition(", ")[0]


def index_text(line: TaskLine, column: Column) -> str:
    """Give the words of one of the optional columns."""
    words = {
        Column.ROLE: line.role,
        Column.PERCENT: line.percent,
        Column.FILES: str(line.files) if line.files else "",
        Column.OFFICER: line.officer,
    }
    return words[column]


def two_lines(cell: QRectF) -> tuple[QRectF, QRectF]:
    """Split a cell into its two text lines, centred in height."""
    height = theme().line("body")
    top = cell.top() + max(cell.height() - 2 * height, 0) / 2
    first = QRectF(cell.left(), top, cell.width(), height)
    return first, first.translated(0, height)


def deadline_lines(line: TaskLine, width: int) -> int:
    """How many lines the deadline of a task takes in a column of ``width`` pixels."""
    return len(broken_deadline(line.deadline, width - PAD)[0]) + _has_note(line.distance)


def broken_deadline(words: str, width: float) -> tuple[tuple[str, ...], bool]:
    """Break a deadline's words, never inside of "IV/2026"; gives the lines and if any is cut."""
    lines, cut = break_lines(words.replace("/", f"/{_JOINER}"), "body_small", width, MOST)
    return tuple(line.replace(_JOINER, "") for line in lines if line), cut


def paint_deadline(
    painter: QPainter,
    cell: QRectF,
    words: str,
    note: DeadlineNote | None,
    *,
    color: str = "text",
) -> None:
    """Paint a deadline: the words as printed, and below how far away it is."""
    lines = broken_deadline(words, cell.width())[0]
    height = theme().line("body")
    needed = height * (len(lines) + _has_note(note))
    place = QRectF(cell.left(), cell.top() + (cell.height() - needed) / 2, cell.width(), height)
    for words_line in lines:
        paint_text(painter, place, words_line, font="body_small", color=color, elide=False)
        place.translate(0, height)
    if note is not None and note.text:
        paint_note_below(painter, place, note)


def paint_note_below(painter: QPainter, line: QRectF, note: DeadlineNote) -> None:
    """Paint how far away a deadline is, with its sign where it presses."""
    if note.sign is Sign.PLAIN:
        text = fitting(note.text, line.width(), "body_small")
        paint_text(painter, line, text, font="body_small", color="text2")
        return
    paint_note_sign(painter, line, note.sign)
    color, at = NOTE_SIGNS[note.sign][1], line.adjusted(ICON + 5, 0, PAD - 2, 0)
    text = fitting(note.text, at.width(), "body_small_strong")
    paint_text(painter, at, text, font="body_small_strong", color=color)


def _has_note(note: DeadlineNote | None) -> bool:
    return note is not None and bool(note.text)


def fitting(text: str, width: float, font: FontRole) -> str:
    """Leave the milestone's name out where only the number of days fits: "còn 25 ngày"."""
    return text if text_width(text, font) <= width else text.rpartition(", ")[2]


def paint_note_sign(painter: QPainter, line: QRectF, sign: Sign) -> None:
    """Paint triangle or clock at the left of a line."""
    square = QRectF(line.left(), line.center().y() - ICON / 2, ICON, ICON)
    if sign is Sign.LATE:
        paint_shape(painter, square, "triangle_mark", "bad")
    elif sign is Sign.SOON:
        paint_icon(painter, "clock", "soon", square)


def strike(painter: QPainter, cell: QRectF, text: str) -> None:
    """Strike the lines of a withdrawn task's title through."""
    height = theme().line("body")
    lines = break_lines(text, "body", cell.width(), max(int(cell.height() // height), 1))[0]
    top = cell.top() + (cell.height() - height * len(lines)) / 2
    for number, line in enumerate(lines):
        y = top + (number + 0.5) * height
        stroke = QRectF(cell.left(), y, text_width(line), 1)
        painter.fillRect(stroke, theme().color("text2"))


def _inner(cell: QRectF, left: float) -> QRectF:
    return cell.adjusted(left, 0, -PAD, 0)
