"""The register as cards or as a list: one view, one selection, two ways to paint a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QWidget

from qnapp.models.evidence_model import EvidenceModel, LineRole
from qnapp.text import format_date
from qnapp.ui.dropped import DropFrame, dropped_files
from qnapp.ui.kit.delegates import (
    BAR_WIDTH,
    RowDelegate,
    cell_rect,
    is_focused,
    is_hovered,
    is_selected,
    paint_row_background,
)
from qnapp.ui.kit.lists import RowList, row_width
from qnapp.ui.kit.paint import (
    paint_box,
    paint_icon,
    paint_lines,
    paint_ring,
    paint_text,
    text_width,
)
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from qnapp.models.evidence_lines import EvidenceLine
    from qnapp.ui.evidence_page.pictures import Pictures

Index = QModelIndex | QPersistentModelIndex
THUMB = QSize(120, 90)  # look, section 9
SMALL_THUMB = QSize(56, 42)
_CARD = 168  # at least; what is left over is shared out
_GAP = 8
_PAD = 12
_SCROLL_BAR = 16
_INSET = 10
_STATE_WIDTH = 176
_USED_WIDTH = 124


def paint_picture(
    painter: QPainter, box: QRectF, line: EvidenceLine, pictures: Pictures | None
) -> None:
    """Paint the small picture of a piece into a frame; without one its kind stands there."""
    paint_box(painter, box, fill="raised", edge="border", radius=4)
    image = None
    if pictures is not None and not line.hidden:
        image = pictures.get(line.item.sha256)
    if image is not None:
        room = box.adjusted(1, 1, -1, -1)
        size = image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(room.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, image)
        return
    icon = "lock" if line.hidden else "clock" if line.item.deferred else "report"
    side = min(24.0, box.height() / 2)
    mark = QRectF(0, 0, side, side)
    mark.moveCenter(box.center())
    words = "" if line.hidden else line.ending
    if words and box.height() > theme().line("small") + side + 6:
        mark.translate(0, -theme().line("small") / 2)
        below = QRectF(box.left(), mark.bottom() + 2, box.width(), theme().line("small"))
        middle = Qt.AlignmentFlag.AlignHCenter
        paint_text(painter, below, words, font="small", color="text2", align=middle)
    paint_icon(painter, icon, "text2", mark)


class LineDelegate(RowDelegate):
    """One line a piece: picture, name and document, what uses it, how it stands."""

    pictures: Pictures | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        lines = theme().line("body") + theme().line("small") + 10
        return QSize(row_width(self), max(lines, SMALL_THUMB.height() + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: EvidenceLine = index.data(LineRole)
        rect = cell_rect(option)
        paint_row_background(
            painter, rect, selected=is_selected(option), hovered=is_hovered(option), first=True
        )
        area = QRectF(rect).adjusted(14, 0, -12, 0)
        thumb = QRectF(area.left(), 0, SMALL_THUMB.width(), SMALL_THUMB.height())
        thumb.moveTop(area.center().y() - thumb.height() / 2)
        paint_picture(painter, thumb, line, self.pictures)
        state, used = theme().px(_STATE_WIDTH), theme().px(_USED_WIDTH)
        if area.width() < state + used + 260:  # beside an open editor
            used = 0
        right = area.right()
        self._paint_state(painter, QRectF(right - state, area.top(), state, area.height()), line)
        if used:
            place = QRectF(right - state - used, area.top(), used - 8, area.height())
            paint_lines(painter, place, used_words(line), color="text2", centred=True)
        left = thumb.right() + 12
        self._paint_words(painter, area, line, left, right - state - used - 12)
        painter.fillRect(QRectF(left, rect.bottom(), right - left, 1), theme().color("border"))
        if is_focused(option):
            paint_ring(painter, QRectF(rect).adjusted(1, 1, -1, -1))

    def _paint_words(
        self, painter: QPainter, area: QRectF, line: EvidenceLine, left: float, right: float
    ) -> None:
        body, small = theme().line("body"), theme().line("small")
        nothing = "chưa có tệp" if line.item.deferred else "chưa có số, ngày, trích yếu"
        second = line.second or ("" if line.hidden else nothing)
        top = area.top() + (area.height() - body - small) / 2
        paint_text(painter, QRectF(left, top, right - left, body), line.name)
        below = QRectF(left, top + body, right - left, small)
        paint_text(painter, below, second, font="small", color="text2")

    def _paint_state(self, painter: QPainter, room: QRectF, line: EvidenceLine) -> None:
        paint_state(painter, room, line, right=True)


class CardDelegate(RowDelegate):
    """A card a piece: the picture above, two lines of name, what uses it, how it stands."""

    pictures: Pictures | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        words = 2 * theme().line("body") + 3 * theme().line("small")
        view = self.parent()
        # As if the scroll bar were there: when it comes, no card may have to go to the next line.
        room = (
            view.width() - _SCROLL_BAR - _INSET if isinstance(view, QListView) else row_width(self)
        )
        return QSize(card_width(room), THUMB.height() + words + 3 * _PAD + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: EvidenceLine = index.data(LineRole)
        rect = QRectF(cell_rect(option)).adjusted(_GAP / 2, _GAP / 2, -_GAP / 2, -_GAP / 2)
        selected, hovered = is_selected(option), is_hovered(option)
        fill = "sel" if selected else "hover" if hovered else "surface"
        edge = "accent" if selected else "border"
        paint_box(painter, rect, fill=fill, edge=edge, width=1.5 if selected else 1)
        if selected:
            bar = QRectF(rect.left(), rect.top() + 6, BAR_WIDTH, rect.height() - 12)
            painter.fillRect(bar, theme().color("accent"))
        room = rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        thumb = QRectF(0, room.top(), THUMB.width(), THUMB.height())
        thumb.moveLeft(room.center().x() - thumb.width() / 2)
        paint_picture(painter, thumb, line, self.pictures)
        body, small = theme().line("body"), theme().line("small")
        name = QRectF(room.left(), thumb.bottom() + 8, room.width(), 2 * body)
        paint_lines(painter, name, line.name)
        number = QRectF(room.left(), name.bottom(), room.width(), small)
        paint_text(painter, number, numbered(line), font="small", color="text2")
        used = QRectF(room.left(), number.bottom(), room.width(), small)
        paint_text(painter, used, used_words(line), font="small", color="text2")
        state = QRectF(room.left(), used.bottom(), room.width(), small)
        paint_state(painter, state, line, right=False)
        if is_focused(option):
            paint_ring(painter, rect.adjusted(1, 1, -1, -1))


def used_words(line: EvidenceLine) -> str:
    """Say which tasks and indicators a piece is for."""
    return f"Dùng cho {line.used_by}" if line.used_by else "Chưa dùng"


def numbered(line: EvidenceLine) -> str:
    """Give number and day of the document, or say that a card's piece has none."""
    if line.hidden:
        return ""
    item = line.item
    day = format_date(item.issued_on) if item.issued_on else ""
    return ", ".join(filter(None, (item.number, day))) or "chưa có số, ngày"


def paint_state(painter: QPainter, room: QRectF, line: EvidenceLine, *, right: bool) -> None:
    """Paint how a piece stands: words, and a sign where they are coloured."""
    icon = {"soon": "clock", "bad": "warning"}.get(line.color, "copy" if line.twins else "")
    words = line.state + (" · trùng tệp" if line.twins and icon != "clock" else "")
    width = text_width(words, "small") + (20 if icon else 0)
    if width > room.width():
        words = words.removeprefix("nộp sau, ")  # the clock says it too
    left = room.right() - min(width, room.width()) if right else room.left()
    if icon:
        mark = QRectF(left, room.center().y() - 7, 14, 14)
        paint_icon(painter, icon, line.color if line.color != "text2" else "text2", mark)
        left += 20
    place = QRectF(left, room.top(), room.right() - left, room.height())
    paint_text(painter, place, words, font="small", color=line.color)


def card_width(room: int) -> int:
    """Width of a card, its gap included, so that whole cards fill the room."""
    least = theme().px(_CARD) + _GAP
    across = max(room // least, 1)
    return room // across - 1


class EvidenceView(RowList):
    """``dropped`` carries files and the piece below them (None: beside all)."""

    dropped = Signal(object, object)

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__("Minh chứng", parent)
        self.lines = EvidenceModel(self)
        self._as_line, self._as_card = LineDelegate(self), CardDelegate(self)
        self._as_line.pictures = self._as_card.pictures = pictures
        self.setModel(self.lines)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.takes_files = True
        self.frame = DropFrame(self)
        self.set_cards(cards=True)

    def set_cards(self, *, cards: bool) -> None:
        """Show cards, or one line a piece."""
        mode = QListView.ViewMode.IconMode if cards else QListView.ViewMode.ListMode
        self.setViewMode(mode)
        self.setMovement(QListView.Movement.Static)  # a change of mode sets it anew
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setWrapping(cards)
        self.setUniformItemSizes(not cards)  # Qt would keep the cards' first width
        self.setItemDelegate(self._as_card if cards else self._as_line)
        # Cards begin where the filters above them do; lines run over the whole width.
        self.setViewportMargins(_INSET if cards else 0, 0, 0, 0)
        self.viewport().setAcceptDrops(True)  # what cannot be moved takes no drops by itself

    def line(self) -> EvidenceLine | None:
        """The current piece."""
        index = self.currentIndex()
        return index.data(LineRole) if index.isValid() else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.frame.mark(marked=offer(event, taken=self.takes_files))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        offer(event, taken=self.takes_files)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self.frame.mark(marked=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.frame.mark(marked=False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        index = self.indexAt(event.position().toPoint())
        self.tell_dropped(event, index.data(LineRole) if index.isValid() else None)

    def tell_dropped(self, event: QDropEvent, line: EvidenceLine | None) -> None:
        """Pass on the files of a drop; where it came from may have ended and left none."""
        files = dropped_files(event.mimeData())
        if files:
            self.dropped.emit(files, line)


class DropSide(QWidget):
    """What lies around the view; files dropped there are beside all pieces."""

    def __init__(self, view: EvidenceView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.frame = DropFrame(self)
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.frame.mark(marked=offer(event, taken=self._view.takes_files))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self.frame.mark(marked=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.frame.mark(marked=False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._view.tell_dropped(event, None)


def offer(event: QDragEnterEvent | QDragMoveEvent, *, taken: bool) -> bool:
    """Take files that are dragged over, where they may be taken; whether they are."""
    wanted = taken and bool(dropped_files(event.mimeData()))
    if wanted:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
    else:
        event.ignore()
    return wanted
