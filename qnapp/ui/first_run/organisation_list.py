"""The list of organisations: hits marked, look-alikes under a warning line of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtWidgets import QFrame, QListView, QWidget

from qnapp.models.organisation_model import LOOK_ALIKES, MatchRole, code_words, second_line
from qnapp.ui.kit.delegates import RowDelegate, cell_rect, is_hovered, is_selected
from qnapp.ui.kit.paint import paint_box, paint_icon, paint_text, text_width
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from qnapp.db.organisations import Match

Index = QModelIndex | QPersistentModelIndex
_SIDE = 13


class OrganisationDelegate(RowDelegate):
    """Name with its hits behind the letters, party and state name below, the code at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(300, theme().px(32 if index.data(MatchRole) is None else 54))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(cell_rect(option))
        match: Match | None = index.data(MatchRole)
        if self._is_strip(rect):
            return
        if match is None:
            paint_text(painter, rect.adjusted(_SIDE, 0, 0, 0), LOOK_ALIKES, color="text2")
            return
        box = rect.adjusted(0, 3, 0, -3)
        chosen = is_selected(option)
        if chosen:
            paint_box(painter, box, fill="sel", edge="accent", width=1.6)
        elif is_hovered(option):
            paint_box(painter, box, fill="hover")
        area = box.adjusted(_SIDE, 2, -_SIDE, -2)
        right = self._paint_code(painter, area, match, chosen=chosen)
        line = theme().line("body")
        words = second_line(match.organisation)
        top = area.top() + 1 if words else area.center().y() - line / 2
        name = QRectF(area.left(), top, area.width() - right, line)
        self._paint_name(painter, name, match)
        below = QRectF(area.left(), name.bottom() + 1, name.width(), line)
        paint_text(painter, below, words, font="body_small", color="text2")

    def _is_strip(self, rect: QRectF) -> bool:
        """Whether less than a line of a row is in view: the tips of its letters tell nothing."""
        view = self.parent()
        room = view.viewport().height() if isinstance(view, QListView) else rect.bottom()
        return min(rect.bottom(), room) - max(rect.top(), 0) < theme().line("body")

    @staticmethod
    def _paint_code(painter: QPainter, area: QRectF, match: Match, *, chosen: bool) -> float:
        """Paint code and tick; the width they take."""
        room = QRectF(area)
        if chosen:
            tick = QRectF(area.right() - 16, area.center().y() - 8, 16, 16)
            paint_icon(painter, "tick", "accent", tick)
            room.setRight(tick.left() - 12)
        words = code_words(match.organisation)
        right = Qt.AlignmentFlag.AlignRight
        paint_text(painter, room, words, font="body_small", color="text2", align=right)
        return area.right() - room.right() + text_width(words, "body_small") + 12

    @staticmethod
    def _paint_name(painter: QPainter, rect: QRectF, match: Match) -> None:
        name = match.organisation.name
        for start, end in match.spans:
            left = rect.left() + text_width(name[:start], "body_strong")
            width = text_width(name[start:end], "body_strong")
            behind = QRectF(left - 1, rect.top(), width + 2, rect.height())
            paint_box(painter, behind, fill="mark", radius=3)
        paint_text(painter, rect, name, font="body_strong")


class OrganisationView(QListView):
    """One can be chosen, with the keys of the search field or the mouse."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(OrganisationDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Đơn vị tìm thấy")
