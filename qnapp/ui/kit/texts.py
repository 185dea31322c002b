"""The field for several lines, which grows while it is typed in."""

from __future__ import annotations

from itertools import takewhile

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget

from qnapp.ui.kit.fields import set_flag
from qnapp.ui.kit.keys import UndoKeys
from qnapp.ui.kit.theme import dress, theme

_FRAME = 8  # edge and padding of the sheet, above and below together
_MARGIN = 3.0  # of the document, on each side


class GrowingTextEdit(QTextEdit):
    """Plain text from ``min_lines`` to ``max_lines`` high; beyond that it scrolls by itself.

    Tab leaves it. The wheel moves the form around it unless the field itself can scroll and is
    being used: a form that stops under the pointer is as bad as one that changes values.
    """

    edited = Signal()
    committed = Signal()
    fault_changed = Signal(str)

    def __init__(
        self,
        placeholder: str = "",
        *,
        min_lines: int = 1,
        max_lines: int = 8,
        one_paragraph: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``one_paragraph``: a name that may be long; Enter belongs to the dialog around it."""
        super().__init__(parent)
        self._min, self._max = min_lines, max_lines
        self._one_paragraph = one_paragraph
        self._fault = ""
        self._settled = ""  # the text that was last set or committed
        self._seen = ""
        self._quiet = False
        self.shares_undo = False  # what is typed is stored at once: the window takes it back
        UndoKeys(self, self._stored_elsewhere)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(_MARGIN)
        self.textChanged.connect(self._on_changed)
        dress(self, font="body")
        self._space_lines()

    def value(self) -> str:
        """Return the text; lines end with a line feed."""
        return self.toPlainText()

    def set_value(self, value: str) -> None:
        """Change the text without a signal; what was typed before can no longer be undone."""
        self.set_fault("")
        if value != self.toPlainText():
            self._quiet, before = True, self.toPlainText()
            self.setPlainText(value)
            self._space_lines()
            self._quiet = False
            if self.shares_undo and self.hasFocus():  # undo: behind what it changed
                self._put_cursor(len(value) - _same_end(before, value))
        # Qt gives no-break spaces back as plain ones: that is no edit of anybody's.
        self._settled = self._seen = self.toPlainText()
        self._fit()

    def _put_cursor(self, place: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(place)
        self.setTextCursor(cursor)

    def _stored_elsewhere(self) -> bool:
        return self.shares_undo

    def set_lines(self, least: int, most: int) -> None:
        """Change how many lines high the field is at least and at most."""
        self._min, self._max = least, most
        self._fit()

    def fault(self) -> str:
        """Sentence of what is wrong with the text, "" when nothing is."""
        return self._fault

    def set_fault(self, sentence: str) -> None:
        """Say what is wrong; "" takes it back."""
        if sentence == self._fault:
            return
        self._fault = sentence
        self.setAccessibleDescription(sentence)
        set_flag(self, "fault", bool(sentence))
        self.fault_changed.emit(sentence)

    def set_locked(self, locked: bool) -> None:
        """Show the text as plain text that can be copied but not changed."""
        self.setReadOnly(locked)
        set_flag(self, "locked", locked)
        # The frame of a text is measured again only when its style is another.
        QCoreApplication.sendEvent(self, QEvent(QEvent.Type.StyleChange))
        focus = Qt.FocusPolicy.ClickFocus if locked else Qt.FocusPolicy.StrongFocus
        self.setFocusPolicy(focus)  # to select and copy; Tab passes what cannot be changed
        self.document().setDocumentMargin(0.0 if locked else _MARGIN)
        self._fit()

    def commit(self) -> None:
        """Emit ``committed`` when the text is another one than was set or committed last."""
        if self.toPlainText() != self._settled:
            self._settled = self.toPlainText()
            self.committed.emit()

    def sizeHint(self) -> QSize:
        return QSize(240, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(96, self._height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_settled"):
            self.viewport().setFont(self.font())  # which writes the placeholder
            self._space_lines()
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._one_paragraph and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:  # its own context menu
            self.commit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        # Files dropped on the form are evidence, not words; Qt gives their addresses as text too.
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.canInsertFromMimeData(source):
            text = source.text()
            self.insertPlainText(" ".join(text.split()) if self._one_paragraph else text)

    def _on_changed(self) -> None:
        if self._quiet:
            return
        self._fit()
        if self.toPlainText() != self._seen:  # a change of format alone is none
            self._seen = self.toPlainText()
            self.set_fault("")
            self.edited.emit()

    def _height(self) -> int:
        line = theme().line("body")
        low, high = self._min * line, self._max * line
        content = round(self.document().size().height() - self._margins())
        return max(low, min(content, high)) + round(2 * _MARGIN) + _FRAME

    def _margins(self) -> float:
        return 2 * self.document().documentMargin()

    def _fit(self) -> None:
        self._quiet, before = True, self._quiet  # laying out can report a change of its own
        self.document().setTextWidth(self.viewport().width())
        content = self.document().size().height() - self._margins()
        tall = content > self._max * theme().line("body")
        policy = Qt.ScrollBarPolicy
        shown = policy.ScrollBarAsNeeded if tall else policy.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() != shown:
            self.setVerticalScrollBarPolicy(shown)
        if not self.textCursor().position():  # Qt scrolls the margin above the first line away
            self.verticalScrollBar().setValue(0)
        self._quiet = before
        self.updateGeometry()

    def _space_lines(self) -> None:
        # Done once a text: blocks typed or pasted later take over the format of their neighbour.
        self._quiet, before = True, self._quiet
        spacing = QTextBlockFormat()
        kind = QTextBlockFormat.LineHeightTypes.MinimumHeight
        spacing.setLineHeight(theme().line("body"), kind.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spacing)
        self.document().clearUndoRedoStacks()
        self._quiet = before


def _same_end(one: str, other: str) -> int:
    """Give how many letters at the end two texts share."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
