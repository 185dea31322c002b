"""What the rows of every table share: ground, lines of text, section rows, tooltips of cut text."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from qnapp.ui.kit.paint import break_lines, paint_icon, paint_lines, paint_text, text_width
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QHelpEvent, QPainter


BAR_WIDTH = 3  # of the bar at the left of a selected row
PADDING = 5  # above and below the lines of a row
Index = QModelIndex | QPersistentModelIndex


def paint_row_background(
    painter: QPainter,
    rect: QRect,
    *,
    selected: bool = False,
    hovered: bool = False,
    first: bool = False,
    rest: str = "surface",
) -> None:
    """Paint a cell's ground; ``first`` is the row's left cell, which carries the selection bar."""
    token = "sel" if selected else ("hover" if hovered else rest)
    painter.fillRect(rect, theme().color(token))
    if selected and first:
        paint_bar(painter, rect)


def paint_bar(painter: QPainter, rect: QRect) -> None:
    """Paint the bar at the left of the row that has the keyboard."""
    bar = QRectF(rect.left(), rect.top(), BAR_WIDTH, rect.height())
    painter.fillRect(bar, theme().color("accent"))


def paint_section_row(
    painter: QPainter,
    rect: QRect,
    *,
    title: str,
    note: str = "",
    is_open: bool = True,
    selected: bool = False,
) -> bool:
    """Paint a section's row over the whole width. Returns whether the title was cut."""
    paint_row_background(painter, rect, selected=selected, first=True, rest="raised")
    area = QRectF(rect)
    chevron = QRectF(area.left() + 10, area.center().y() - 7, 14, 14)
    paint_icon(painter, "chevron-down" if is_open else "chevron-right", "text2", chevron)
    right = text_width(note, "small") + 14 if note else 8
    words = area.adjusted(32, 0, -right - 8, 0)
    cut = paint_text(painter, words, title, font="body_strong")
    end = QRectF(area.right() - right, area.top(), right - 10, area.height())
    paint_text(painter, end, note, font="small", color="text2")
    return cut


def is_selected(option: QStyleOptionViewItem) -> bool:
    """Whether a cell belongs to the selection."""
    return bool(_state(option) & QStyle.StateFlag.State_Selected)


def is_hovered(option: QStyleOptionViewItem) -> bool:
    """Whether the pointer is on a cell."""
    return bool(_state(option) & QStyle.StateFlag.State_MouseOver)


def is_focused(option: QStyleOptionViewItem) -> bool:
    """Whether a cell is the current one of a view that has the focus."""
    return bool(_state(option) & QStyle.StateFlag.State_HasFocus)


def cell_rect(option: QStyleOptionViewItem) -> QRect:
    """Rectangle of a cell."""
    return cast("QRect", option.rect)  # type: ignore[attr-defined] # left out of the stubs


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    return cast("QStyle.StateFlag", option.state)  # type: ignore[attr-defined] # as above


class RowDelegate(QStyledItemDelegate):
    """Base of the tables' delegates: the tooltip comes only where it says more than the cell.

    A subclass paints, and answers ``is_cut`` for cells that may show less than their text.
    """

    def is_cut(self, option: QStyleOptionViewItem, index: Index) -> bool:
        """Whether the cell shows less than its tooltip's text; by default it does."""
        del option, index
        return True

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        text = index.data(Qt.ItemDataRole.ToolTipRole)
        if not text or not self.is_cut(option, index):
            QToolTip.hideText()
            return True
        QToolTip.showText(event.globalPos(), wrap_tip(str(text)), view, cell_rect(option))
        return True


class TextDelegate(RowDelegate):
    """Plain cells of the tables in dialogs: text in at most two lines, in line with the heads."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = cell_rect(option)
        first = index.column() == 0
        paint_row_background(
            painter, rect, selected=is_selected(option), hovered=is_hovered(option), first=first
        )
        data = index.data(Qt.ItemDataRole.TextAlignmentRole)
        right = data is not None and Qt.AlignmentFlag(data) & Qt.AlignmentFlag.AlignRight
        align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        cell = QRectF(rect).adjusted(14 if first else 8, 0, -8, 0)
        words, lines = str(index.data() or ""), max(rect.height() // theme().line("body"), 1)
        if lines == 1:  # elided also where nothing in it can be broken, as in an address
            paint_text(painter, cell, words, color=self.color(index), align=align)
            return
        paint_lines(
            painter,
            cell,
            words,
            color=self.color(index),
            align=align,
            max_lines=lines,
            centred=True,
        )

    def color(self, index: Index) -> str:
        """Colour token of a cell's text."""
        del index
        return "text"


def wrap_tip(text: str, width: int = 460) -> str:
    """Break a tooltip into lines by hand: Qt wraps only rich text, and user text is none."""
    return "\n".join(break_lines(text, "small", width)[0])
