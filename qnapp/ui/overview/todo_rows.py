"""The lines of "Cần xử lý": a task or unit with its distance, and the head of a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from qnapp.domain.distances import Sign, deadline_note
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.paint import (
    break_lines,
    paint_box,
    paint_icon,
    paint_lines,
    paint_ring,
    paint_text,
    text_width,
)
from qnapp.ui.kit.shapes import paint_shape
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QPaintEvent

    from qnapp.domain.distances import DeadlineNote
    from qnapp.domain.reporting import TaskRow

LINE = 34  # height of a row and of a group's head
TALL = 54  # of a row whose title needs two lines
SIDE = 15  # left and right padding of the card's lines
_CODE = 60
_LINES = 2  # of a title, and of words in place of a note; beyond them the tooltip says the rest
_MOST_WORDS = 0.4  # of the width, where words stand in place of a note
_AIR = 7  # above and below the lines
_ARROW = 16
_GROUP_SIGNS = {
    "returned": ("arrow_back", ""),
    "overdue": ("triangle_mark", ""),
    "urgent": ("", "clock"),
    "stale": ("circle", ""),
    "evidence": ("", "evidence"),
    "conflict": ("triangle_mark", ""),
    "keys": ("", "key"),
    "waiting": ("", "inbox"),
    "missing": ("hatching", ""),
}


class TodoLine(QAbstractButton):
    """One thing that waits; a click leads to ``uid``."""

    def __init__(
        self, uid: str, title: str, note: DeadlineNote, *, code: str = "", words: str = ""
    ) -> None:
        """``words`` stand in place of the note: what is lacking, why it was returned."""
        super().__init__()
        self.uid = uid
        self._code, self._title = code, title
        self._note = note
        self._words = words or note.text
        self._aligned = 0.0  # of all lines of its group
        self.setText(title)
        self.setAccessibleName(", ".join(filter(None, (code, title, self._words))))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def tells_distance(self) -> bool:
        """Whether the note stands at its right, and no words in place of it."""
        return self._words == self._note.text

    def note_wanted(self) -> float:
        """Pixels that its note or words need."""
        return text_width(self._words, "body_strong") + 22 + 12

    def align_note(self, wanted: float) -> None:
        """Begin the note where the widest does, so that the lines stand in columns."""
        self._aligned = wanted
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        lines = len(break_lines(self._title, "body", self._title_room(width), _LINES)[0])
        if not self.tells_distance():
            room = self._note_width(width) - 8
            lines = max(lines, len(break_lines(self._words, "body_strong", room, _LINES)[0]))
        return max(theme().px(LINE), lines * theme().line("body") + 2 * _AIR)

    def _note_width(self, width: int) -> float:
        wanted = max(self.note_wanted(), self._aligned)
        return wanted if self.tells_distance() else min(wanted, width * _MOST_WORDS)

    def _title_left(self) -> int:
        return SIDE + (theme().px(_CODE) if self._code else 0)

    def _title_room(self, width: int) -> float:
        return width - SIDE - _ARROW - self._note_width(width) - self._title_left() - 12

    def minimumSizeHint(self) -> QSize:
        return QSize(240, theme().px(LINE))

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse():
            paint_box(painter, self.rect(), fill="hover", radius=0)
        if self.hasFocus():
            paint_ring(painter, self.rect(), radius=3)
        height = float(self.height())
        right = self.width() - SIDE - _ARROW
        note = self._note_width(self.width())
        left = right - note
        code = QRectF(SIDE, 0, self._title_left() - SIDE - 4, height)
        paint_text(painter, code, self._code, font="body_strong", color="text2")
        title = QRectF(self._title_left(), 0, self._title_room(self.width()), height)
        cut = paint_lines(painter, title, self._title, max_lines=_LINES, centred=True)
        cut |= self._paint_note(painter, QRectF(left, 0, note - 8, height))
        self.setToolTip(f"{self._title}\n{self._words}" if cut else "")
        arrow = QRectF(right, (height - _ARROW) / 2, _ARROW, _ARROW)
        paint_icon(painter, "chevron-right", "text2", arrow)

    def _paint_note(self, painter: QPainter, rect: QRectF) -> bool:
        """Paint the note or the words; whether they were cut."""
        top = (rect.height() - 16) / 2
        sign = self._note.sign
        if not self.tells_distance():
            return paint_lines(
                painter,
                rect,
                self._words,
                font="body_strong",
                color="soon",
                max_lines=_LINES,
                centred=True,
            )
        if sign is Sign.PLAIN:
            return paint_text(painter, rect, self._words, color="text2")
        box = QRectF(rect.left(), top, 16, 16)
        if sign is Sign.LATE:
            paint_shape(painter, box, "triangle_mark")
        else:
            paint_icon(painter, "clock", "soon", box)
        color = "bad" if sign is Sign.LATE else "soon"
        rect.setLeft(rect.left() + 20)
        return paint_text(painter, rect, self._words, font="body_strong", color=color)


class TodoRow(TodoLine):
    """One task; a click opens it in the editor."""

    def __init__(self, row: TaskRow, today: date, *, words: str = "") -> None:
        note = deadline_note(row, today)
        super().__init__(row.uid, row.task.title, note, code=row.code, words=words)


class _GroupSign(QWidget):
    def __init__(self, key: str) -> None:
        super().__init__()
        self._shape, self._icon = _GROUP_SIGNS[key]
        self.setFixedSize(17, 17)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(0.5, 0.5, 16, 16)
        if self._shape:
            paint_shape(painter, box, self._shape)
        else:
            paint_icon(painter, self._icon, "soon", box)


class GroupHead(QWidget):
    """Sign, title and count of a group, with a link where rows are left out."""

    def __init__(self, key: str, title: str, count: int, shown: int) -> None:
        super().__init__()
        self.link = LinkButton(f"Xem cả {count}")
        self.link.setAccessibleName(f"{title}: xem cả {count}")
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE, 0, SIDE - 4, 0)
        row.setSpacing(8)
        row.addWidget(_GroupSign(key))
        row.addWidget(Label(title, font="body_strong"))
        row.addWidget(Label(str(count), font="body_strong", color="text2"))
        row.addStretch(1)
        row.addWidget(self.link)
        self.link.setVisible(shown < count)  # not before it has its place: it would be a window
        self.setFixedHeight(theme().px(LINE))
