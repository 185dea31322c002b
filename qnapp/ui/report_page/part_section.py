"""One part of the report in the list that folds: its head, and open its text field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from qnapp.documents.content import PartId
from qnapp.ui.kit.buttons import LinkButton, QuietButton
from qnapp.ui.kit.paint import RADIUS_SEGMENT, paint_icon, paint_ring, paint_text, text_width
from qnapp.ui.kit.texts import GrowingTextEdit
from qnapp.ui.kit.theme import theme
from qnapp.ui.report_page.flow import FlowRow

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from qnapp.documents.part_states import PartState

HEAD = 38
SIDE = 14
ICON = 16
INDENT = 36  # of title and text: past the chevron


class PartHead(QAbstractButton):
    """Chevron, title, and at the right where the text comes from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = ""
        self._lacking = False
        self._open = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_state(self, title: str, source: str, *, lacking: bool) -> None:
        """Change what is said."""
        self.setText(title)
        self._source, self._lacking = source, lacking
        self.setAccessibleName(f"{title}, {source}")
        self.update()

    def set_open(self, is_open: bool) -> None:
        """Turn the chevron."""
        self._open = is_open
        self.setAccessibleDescription("đang mở" if is_open else "đang thu")
        self.update()

    def source(self) -> str:
        """Words at the right."""
        return self._source

    def sizeHint(self) -> QSize:
        return QSize(320, theme().px(HEAD))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            if (event.key() == Qt.Key.Key_Right) != self._open:
                self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("hover" if self.underMouse() else "surface"))
        painter.fillRect(0, 0, self.width(), 1, theme().color("border"))
        top = (self.height() - ICON) / 2
        chevron = "chevron-down" if self._open else "chevron-right"
        paint_icon(painter, chevron, "text2", QRectF(SIDE, top, ICON, ICON))
        right = self._paint_source(painter, top)
        title = QRectF(INDENT, 0, right - INDENT - 8, self.height())
        paint_text(painter, title, self.text(), font="body_strong" if self._open else "body")
        if self.hasFocus():
            paint_ring(painter, self.rect(), radius=RADIUS_SEGMENT)

    def _paint_source(self, painter: QPainter, top: float) -> float:
        """Paint the words at the right; gives where they begin."""
        font = "body_small_strong" if self._lacking else "body_small"
        width = text_width(self._source, font) + 1  # type: ignore[arg-type]
        left = self.width() - SIDE - width
        words = QRectF(left, 0, width, self.height())
        color = "soon" if self._lacking else "text2"
        paint_text(painter, words, self._source, font=font, color=color)  # type: ignore[arg-type]
        if not self._lacking:
            return left
        paint_icon(painter, "sign", "soon", QRectF(left - ICON - 5, top, ICON, ICON))
        return left - ICON - 5


class PartSection(QWidget):
    """Head and text of one part. It knows no store: the page fills it and hears what is wanted."""

    toggled = Signal(object)  # PartId
    results_wanted = Signal(object)
    previous_wanted = Signal(object)
    reset_wanted = Signal(object)

    def __init__(self, part: PartId, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = part
        self.head = PartHead()
        self.head.clicked.connect(self._toggle)
        self.text = GrowingTextEdit(min_lines=3, max_lines=18)
        self.body = QWidget()
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(INDENT, 0, SIDE, 14)
        inside.setSpacing(8)
        inside.addWidget(self.text)
        inside.addWidget(self._build_tools())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.body)
        self.body.hide()

    def _build_tools(self) -> FlowRow:
        self.results = QuietButton("Lấy kết quả từ nhiệm vụ…", "tasks", size="small")
        self.previous = LinkButton("Lấy văn bản kỳ trước")
        self.reset = LinkButton("Trở về bản tự động…")
        self.results.clicked.connect(self._want_results)
        self.previous.clicked.connect(self._want_previous)
        self.reset.clicked.connect(self._want_reset)
        self.tools = FlowRow((self.results, self.previous, self.reset))
        return self.tools

    def show_state(
        self, state: PartState, *, locked: bool, has_results: bool, has_previous: bool
    ) -> None:
        """Say where the text comes from and what can be done with it; the text is left alone."""
        self.head.show_state(state.title, state.source, lacking=state.lacking)
        self.text.setAccessibleName(state.title)
        self.text.set_locked(locked)
        takes = self.part is PartId.TASKS and has_results
        self.results.setVisible(takes and not locked)
        self.previous.setVisible(has_previous and not locked)
        self.reset.setVisible(state.written and not locked)
        self.tools.arrange()

    @property
    def is_open(self) -> bool:
        """Whether the text is shown."""
        return not self.body.isHidden()

    def set_open(self, is_open: bool) -> None:
        """Show or hide the text."""
        self.body.setVisible(is_open)
        self.head.set_open(is_open)

    def append(self, text: str) -> None:
        """Put paragraphs below what stands there, as if they were typed."""
        cursor = self.text.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        cursor.insertText(f"\n{text}" if self.text.value().strip() else text)
        self.text.setTextCursor(cursor)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def replace(self, text: str) -> None:
        """Put another text in, as if it were typed: the field's own undo takes it back."""
        cursor = self.text.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)
        self.text.setTextCursor(cursor)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle(self) -> None:
        self.toggled.emit(self.part)

    def _want_results(self) -> None:
        self.results_wanted.emit(self.part)

    def _want_previous(self) -> None:
        self.previous_wanted.emit(self.part)

    def _want_reset(self) -> None:
        self.reset_wanted.emit(self.part)
