"""How a line of the table of indicators is painted, and the field that lies over a cell."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent

from qnapp.domain.plan import Nature
from qnapp.domain.reporting import Verdict
from qnapp.models.indicator_columns import Column
from qnapp.models.indicator_model import Draft, DraftRole, LineRole
from qnapp.ui.kit.delegates import (
    RowDelegate,
    cell_rect,
    is_selected,
    paint_row_background,
    paint_section_row,
)
from qnapp.ui.kit.fields import LineEdit
from qnapp.ui.kit.paint import (
    lines_height,
    paint_box,
    paint_icon,
    paint_lines,
    paint_ring,
    paint_text,
    text_width,
)
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.signs import RECORDED, RETURNED, Sign, verdict_sign
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from qnapp.models.indicator_lines import IndicatorLine
    from qnapp.ui.indicators_page.table import IndicatorTable
    from qnapp.ui.kit.fonts import FontRole

    Index = QModelIndex | QPersistentModelIndex

PAD_LEFT = 14  # before the first column
PAD = 8  # beside a column's text, as in the heads
SHAPE = 16
ICON = 16
FIELD = 34  # height of a field in a row
ROW_HEIGHT = 48
TARGET_WIDTH = 118
MOST = 4  # lines of a target
MOST_OF_TITLE = 4
MOST_OF_FAULT = 6  # lines of the sentence that says why a value was not taken, and what to do
REFERENCE = "mức của tỉnh"

_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_STEPS = {
    Qt.Key.Key_Return: 1,
    Qt.Key.Key_Enter: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
}


class CellEdit(LineEdit):
    """The field over a cell; once something is typed, the store changes it no more.

    Left as it was opened it writes nothing: the value may have changed elsewhere meanwhile.
    """

    def __init__(
        self, uid: str, readable: Callable[[str], bool], parent: QWidget | None = None
    ) -> None:
        """``readable``: whether a text could be taken into the cell."""
        super().__init__(parent=parent)
        self.uid = uid
        self.filled = False
        self.shares_undo = True
        self._readable = readable

    def take(self) -> bool:
        return self._readable(self.text()) and super().take()


class IndicatorDelegate(RowDelegate):
    """Paints from ``IndicatorLine`` alone; group lines run over all columns."""

    stepped = Signal(int)  # Enter, Down: 1; Up: -1
    extended = Signal(int)  # Shift+Down: 1; Shift+Up: -1
    left = Signal(int)  # Tab: 1, Shift+Tab: -1
    typed = Signal(object)  # CellEdit

    def __init__(self, table: IndicatorTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = table

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._table.height_of_row(index.row()))

    # ----------------------------------------------------------------------------- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: IndicatorLine = index.data(LineRole)
        painter.save()
        painter.setClipRect(cell_rect(option))
        if line.row is None:
            self._paint_group(painter, option, line)
        else:
            self._paint_row(painter, option, index, line)
        painter.restore()

    def _paint_group(
        self, painter: QPainter, option: QStyleOptionViewItem, line: IndicatorLine
    ) -> None:
        paint_section_row(
            painter,
            self._table.line_rect(cell_rect(option)),
            title=line.title,
            note=line.note,
            is_open=not self._table.is_folded(line.group),
            selected=is_selected(option),
        )

    def _paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, line: IndicatorLine
    ) -> None:
        column = Column(index.column())
        paint_row_background(
            painter,
            cell_rect(option),
            selected=is_selected(option),
            hovered=index.row() == self._table.hovered_row(),
            first=column is Column.CODE,
        )
        cell = QRectF(cell_rect(option))
        if column is Column.CURRENT:
            self._paint_current(painter, cell, line, index.data(DraftRole))
        elif column is Column.VERDICT:
            self._paint_verdict(painter, _inner(cell), line, index.data(DraftRole))
        elif column is Column.TITLE:
            self._paint_title(painter, _inner(cell), line)
        else:
            self._paint_plain(painter, cell, column, str(index.data()), line)

    def _paint_title(self, painter: QPainter, cell: QRectF, line: IndicatorLine) -> None:
        if line.doubtful:
            top = cell.center().y() - ICON / 2
            note = QRectF(cell.right() - ICON, top, ICON, ICON)
            paint_icon(painter, "note", "soon", note)
            cell.setRight(cell.right() - ICON - 8)
        followed = line.row is not None and line.row.followed
        paint_lines(
            painter,
            cell,
            line.title,
            color="text" if followed else "text2",
            max_lines=MOST_OF_TITLE,
            centred=True,
        )

    def _paint_plain(
        self, painter: QPainter, cell: QRectF, column: Column, text: str, line: IndicatorLine
    ) -> None:
        if column is Column.CODE:
            paint_text(painter, cell.adjusted(PAD_LEFT, 0, 0, 0), text, font="body_strong")
        elif column is Column.TARGET:
            self._paint_target(painter, _inner(cell), line)
        else:
            right = column in (Column.PREVIOUS, Column.FILES)
            align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            paint_text(painter, _inner(cell), text, color="text2", align=align)

    def _paint_target(self, painter: QPainter, cell: QRectF, line: IndicatorLine) -> None:
        if line.own_target:
            paint_lines(
                painter, cell, line.target, font="body_strong", max_lines=MOST, centred=True
            )
            return
        words = "\n".join((line.target, REFERENCE)) if _is_short(line) else line.target
        paint_lines(painter, cell, words, color="text2", max_lines=MOST, centred=True)

    def _paint_current(
        self, painter: QPainter, cell: QRectF, line: IndicatorLine, draft: Draft | None
    ) -> None:
        text = draft.text if draft else line.current
        if not self._table.is_writable(line.uid):
            right = Qt.AlignmentFlag.AlignRight
            paint_text(painter, _inner(cell), text, font="body_strong", align=right)
            return
        box = field_rect(cell)
        paint_box(painter, box, fill="surface", edge="field")
        if draft:
            paint_ring(painter, box, color="bad")
        elif line.warning:
            paint_ring(painter, box, color="soon")
        elif self._table.is_current(line.uid):
            paint_ring(painter, box)
        words = line.row is not None and line.row.nature is Nature.WORDS
        align = Qt.AlignmentFlag.AlignLeft if words else Qt.AlignmentFlag.AlignRight
        paint_text(painter, box.adjusted(8, 0, -8, 0), text, font="body_strong", align=align)

    def _paint_verdict(
        self, painter: QPainter, cell: QRectF, line: IndicatorLine, draft: Draft | None
    ) -> None:
        if draft or line.warning:
            self._paint_told(painter, cell, draft.fault if draft else "", line.warning)
            return
        sign = self._sign(line)
        if sign is not None:
            first = two_lines(cell)[0] if line.second else cell
            top = first.center().y() - SHAPE / 2
            square = QRectF(cell.left(), top, SHAPE, SHAPE)
            paint_shape(painter, square, sign.shape, sign.color)
        words = cell.adjusted(SHAPE + 8, 0, 0, 0)
        if not line.second:
            paint_text(painter, words, line.first, color=_tone(line))
            return
        first, second = two_lines(words)
        paint_text(painter, first, line.first, color=_tone(line))
        paint_text(painter, second, line.second, font="small", color="text2")

    def _sign(self, line: IndicatorLine) -> Sign | None:
        if line.row is not None and line.row.returned is not None:
            return RETURNED
        if line.verdict is None:  # followed, and with a value: else there would be no words
            return RECORDED if line.first else None
        return verdict_sign(line.verdict, last_period=self._table.is_last_period())

    def _paint_told(self, painter: QPainter, cell: QRectF, fault: str, warning: str) -> None:
        """Say in place of the verdict why a figure is not taken, or what makes it doubtful."""
        color = "bad" if fault else "soon"
        square = QRectF(cell.left(), cell.center().y() - SHAPE / 2, SHAPE, SHAPE)
        if fault:
            paint_shape(painter, square, "triangle_mark", "bad")
        else:
            paint_icon(painter, "warning", "soon", square)
        paint_lines(
            painter,
            cell.adjusted(SHAPE + 8, 0, 0, 0),
            fault or warning,
            font="small",
            color=color,
            max_lines=MOST_OF_FAULT,
            centred=True,
        )

    # ----------------------------------------------------------------------------- editing

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        line: IndicatorLine = index.data(LineRole)
        editor = CellEdit(line.uid, partial(self._table.readable, line.uid), parent)
        if line.row is None or line.row.nature is not Nature.WORDS:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.setAccessibleName(f"Số liệu kỳ này, {line.spoken}")
        editor.edited.connect(self._on_typed)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if not isinstance(editor, CellEdit):
            return
        value = index.data(Qt.ItemDataRole.EditRole)
        if not editor.isModified() and editor.value() != value:
            editor.set_value(value)
        if not editor.filled:
            editor.filled = True
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, CellEdit) and editor.isModified():
            model.setData(index, editor.value())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        editor.setGeometry(field_rect(QRectF(cell_rect(option))).toRect())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter and the arrows type down the column, Tab goes on to the detail."""
        if isinstance(editor, CellEdit) and isinstance(event, QKeyEvent):
            pressed = event.type() == QEvent.Type.KeyPress
            if pressed and self._take_key(editor, event):
                return True
        return super().eventFilter(editor, event)

    def _take_key(self, editor: CellEdit, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        ):
            return False
        if key in _STEPS:
            self._finish(editor)
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            wanted = self.extended if shift and key in _ARROWS else self.stepped
            wanted.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._finish(editor)
            self.left.emit(1 if key == Qt.Key.Key_Tab else -1)
        elif key == Qt.Key.Key_Escape:  # the text is kept; Ctrl+Z takes it back
            self._finish(editor)
        else:
            return False
        return True

    def _finish(self, editor: CellEdit) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def _on_typed(self) -> None:
        self.typed.emit(self.sender())


def field_rect(cell: QRectF) -> QRectF:
    """Where the field lies in its cell."""
    height = theme().px(FIELD)
    top = cell.top() + (cell.height() - height) / 2
    return QRectF(cell.left() + 2, top, cell.width() - 10, height)


def two_lines(cell: QRectF) -> tuple[QRectF, QRectF]:
    """Split a cell into two text lines, centred in height."""
    height = theme().line("body")
    top = cell.top() + max(cell.height() - 2 * height, 0) / 2
    first = QRectF(cell.left(), top, cell.width(), height)
    return first, first.translated(0, height)


def row_height(line: IndicatorLine, widths: Mapping[Column, int], fault: str = "") -> int:
    """Height of a row in pixels: two lines, more where its words need them.

    ``widths`` of the columns of titles, targets and verdicts; ``fault``: the sentence that stands
    in place of the verdict. All are read to their end, so the row grows.
    """
    font: FontRole = "body_strong" if line.own_target else "body"
    room = widths[Column.TARGET] - 2 * PAD
    needed = lines_height(line.target, room, font=font, max_lines=MOST)
    room = widths[Column.TITLE] - 2 * PAD - (ICON + 8 if line.doubtful else 0)
    needed = max(needed, lines_height(line.title, room, max_lines=MOST_OF_TITLE))
    if fault and widths[Column.VERDICT]:
        room = widths[Column.VERDICT] - 2 * PAD - SHAPE - 8
        sentence = lines_height(fault, room, font="small", max_lines=MOST_OF_FAULT)
        needed = max(needed, sentence)
    return max(theme().px(ROW_HEIGHT), needed + 8)


def _is_short(line: IndicatorLine) -> bool:
    """Whether the words of a target leave room to say whose they are."""
    return text_width(line.target) <= theme().px(TARGET_WIDTH) - 2 * PAD


def line_of(rect: QRect, width: int) -> QRect:
    """Widen a cell's rectangle to its whole line."""
    return QRect(0, rect.top(), width, rect.height())


def _inner(cell: QRectF) -> QRectF:
    return cell.adjusted(PAD, 0, -PAD, 0)


def _tone(line: IndicatorLine) -> str:
    plain = line.verdict is not None and line.verdict is not Verdict.NO_VALUE
    return "text" if plain or (line.row is not None and line.row.followed) else "text2"
