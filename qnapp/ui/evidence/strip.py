"""The strip that stays under an editor: how many files, add, drop, list (look, section 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from qnapp.domain.reporting import file_count
from qnapp.ui import file_dialogs
from qnapp.ui.dropped import dropped_files
from qnapp.ui.evidence.dialog import EvidenceDialog
from qnapp.ui.evidence.jobs import add_files, evidence_of
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.paint import (
    RADIUS_SEGMENT,
    lines_height,
    paint_icon,
    paint_lines,
    paint_ring,
    text_width,
)
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import (
        QDragEnterEvent,
        QDragLeaveEvent,
        QDropEvent,
        QPaintEvent,
    )

    from qnapp.db.store import Changes
    from qnapp.domain.reporting import Evidence
    from qnapp.ui.session import Session

# The longest that fits is shown: a sentence is never cut.
NONE_YET = ("Chưa có tệp. Kéo thả vào đây", "Kéo thả tệp vào đây", "Chưa có tệp")
NONE_KEPT = "Không có tệp nào"  # where the period is locked, so that none can come
ICON = 16
_LINES = 2


class EvidenceStrip(QWidget):
    """Evidence of one row, for any page: the page only calls ``set_target``.

    It reads the session's worksheet and follows ``session.changed`` by itself. Files dropped on it
    are added; a page that takes drops elsewhere (a table row, the editor) calls ``add_files``.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._uid = ""
        self._allowed = True
        self._reason = ""
        self._dragging = False
        self.setAcceptDrops(True)
        self.setAccessibleName("Minh chứng")
        self.words = StripWords()
        self.words.clicked.connect(self.show_list)
        self.add = QuietButton("Thêm tệp", "plus")
        self.add.clicked.connect(self.choose_files)
        self._row = row = QHBoxLayout(self)
        row.setSpacing(6)
        row.addWidget(self.words, 1)
        row.addWidget(self.add)
        self.set_low(False)
        session.changed.connect(self._store_changed)
        self.refresh()

    # ----------------------------------------------------------------------------- the row

    def set_target(self, uid: str) -> None:
        """Show the evidence of a task or indicator; "" for none."""
        self._uid = uid
        self.refresh()

    def set_allowed(self, allowed: bool, reason: str = "") -> None:
        """Switch adding off (locked period, restricted row, row not followed) and say why."""
        self._allowed = allowed
        self._reason = reason
        self.refresh()

    def set_low(self, low: bool) -> None:
        """Take one line, where the fields above need the room; the tooltip has all names."""
        rim = 5 if low else 10
        self._row.setContentsMargins(12, rim, 14, rim)
        self.words.set_lines(1 if low else _LINES)

    def refresh(self) -> None:
        """Read the row anew."""
        self.words.set_items(evidence_of(self.session, self._uid), self._reason)
        self.add.setVisible(self._allowed and bool(self._uid))

    def _store_changed(self, changes: Changes) -> None:
        if changes.evidence or changes.plan:
            self.refresh()

    # ----------------------------------------------------------------------------- adding

    def choose_files(self) -> None:
        """Ask for files and add them (Ctrl+D)."""
        if not self._can_add():
            return
        kinds = file_dialogs.EVIDENCE_FILES
        self.add_files(file_dialogs.open_files(self, "Chọn tệp minh chứng", kinds))

    def add_files(self, files: Sequence[Path], uid: str = "") -> None:
        """Add files to ``uid``, or to the row that is shown."""
        target = uid or self._uid
        if files and target:
            add_files(self.session, files, target)

    def show_list(self) -> None:
        """Open the list of the row's evidence."""
        if self._uid:
            EvidenceDialog.open_for(
                self.session, self._uid, changeable=self._allowed, parent=self.window()
            )

    def _can_add(self) -> bool:
        return self._allowed and bool(self._uid)

    # ----------------------------------------------------------------------------- dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._can_add() and dropped_files(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._set_dragging(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._set_dragging(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_dragging(False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.add_files(dropped_files(event.mimeData()))

    def _set_dragging(self, dragging: bool) -> None:
        self._dragging = dragging
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("sel" if self._dragging else "surface"))
        painter.fillRect(0, 0, self.width(), 1, theme().color("border"))
        if self._dragging:
            paint_ring(painter, self.rect(), radius=RADIUS_SEGMENT)


class StripWords(QPushButton):
    """Paper clip and names, in two lines where one is short; a click opens the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = True
        self._lines = _LINES
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_items(self, items: Sequence[Evidence], reason: str) -> None:
        """Say what there is; ``reason`` tells why nothing can be added."""
        self._empty = not items
        self.setText(words_for(items) if items else reason or NONE_YET[0])
        self.setAccessibleName(f"Minh chứng: {self.text()}")
        self.setToolTip("\n".join(shown_name(item) for item in items) or reason)
        self.updateGeometry()
        self.update()

    def set_lines(self, lines: int) -> None:
        """Change how many lines the names have at most."""
        self._lines = lines
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        room = width - ICON - 12
        words = lines_height(self.shown_words(room), room, font="body_small", max_lines=self._lines)
        return max(theme().px(30), words)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, theme().px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = self.rect().toRectF()
        top = (rect.height() - ICON) / 2
        paint_icon(painter, "evidence", "text2", QRectF(2, top, ICON, ICON))
        color = "text2" if self._empty else "accent" if self.underMouse() else "text"
        room = rect.adjusted(ICON + 10, 0, -2, 0)
        words, lines = self.shown_words(room.width()), self._lines
        paint_lines(
            painter, room, words, font="body_small", color=color, max_lines=lines, centred=True
        )
        if self.hasFocus():
            paint_ring(painter, rect)

    def shown_words(self, width: float) -> str:
        """Give the longest of the sentences that fits ``width`` pixels."""
        choices = NONE_YET if self.text() == NONE_YET[0] else (self.text(),)
        fitting = (words for words in choices if text_width(words, "body_small") <= width)
        return next(fitting, choices[-1])


def shown_name(item: Evidence) -> str:
    """Name of the file; of a document still to come its title."""
    return f"{item.title or item.name} (nộp sau)" if item.deferred else item.name


def words_for(items: Sequence[Evidence]) -> str:
    """Say "2 tệp: Phương án.pdf, Biên bản.pdf"."""
    files = file_count(items)
    later = len(items) - files
    counts = [f"{files} tệp"] * bool(files) + [f"{later} nộp sau"] * bool(later)
    names = ", ".join(item.title or item.name if item.deferred else item.name for item in items)
    return f"{', '.join(counts)}: {names}"
