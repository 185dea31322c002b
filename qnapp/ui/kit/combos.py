"""Lists that open, and a number with arrows: neither answers to the wheel.

A wheel that scrolls the form must never change what is under it (style, P10).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QStyledItemDelegate,
    QWidget,
)

from qnapp.text import fold, matches, nearest
from qnapp.ui.kit.keys import UndoKeys
from qnapp.ui.kit.paint import paint_box, paint_icon, paint_ring, paint_text, text_width
from qnapp.ui.kit.theme import dress, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMoveEvent, QResizeEvent
    from PySide6.QtWidgets import QListView

_PADDING = 11
_CHEVRON = 16
_BESIDE = 5  # blank at the left of the sign in its box
_TYPED_WIDTH = 120  # as wide as a one-line field


def _chevron() -> int:
    """Side of the sign in the letters in force, in pixels."""
    return theme().px(_CHEVRON)


class ComboBox(QComboBox):
    """A choice from a list; with ``editable`` other words may be typed as well.

    No completion while typing: it corrupts Vietnamese words (style, E8). Down opens the list with
    those choices that what is typed finds, diacritics or none; left with a choice's own letters but
    without its diacritics, the field takes the choice.
    """

    edited = Signal()
    committed = Signal()
    fault_changed = Signal(str)

    def __init__(
        self, *, editable: bool = False, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._edit: QLineEdit | None = None
        self._locked = False
        self._cut_words = ""  # what the tooltip tells whole
        self._settled = ""
        self.whole: str | None = None  # key of a choice that is never cut
        self.shares_undo = False  # what is typed is stored at once: the window takes it back
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMaxVisibleItems(14)
        self.setItemDelegate(QStyledItemDelegate(self))  # the stock one knows no sheet
        self.activated.connect(self._on_chosen)
        if editable:
            self._make_editable()
        dress(self, font="body")

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Fill the list with (key, words), without a signal; the value is kept where possible."""
        before = self.value()
        self.blockSignals(True)
        self.clear()
        for key, words in choices:
            self.addItem(words, key)
        self.set_value(before)
        self.blockSignals(False)
        self.updateGeometry()

    def value(self) -> str:
        """Key of what is chosen, the words themselves in an editable one, "" for none."""
        if self.isEditable():
            return self.currentText()
        return str(self.currentData() or "")

    def set_value(self, value: str) -> None:
        """Choose without a signal; a key that is not in the list chooses nothing."""
        self._settled = value
        if self._edit:
            self._edit.setText(value)
            self._edit.setCursorPosition(0)  # a long name shows its beginning
            self.place_edit()
        else:
            self.setCurrentIndex(self.findData(value))
        self.update()

    def fault(self) -> str:
        """Return "": what can be chosen is always valid."""
        return ""

    def set_locked(self, locked: bool) -> None:
        """Show the choice as plain text."""
        self._locked = locked
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, locked)
        focus = Qt.FocusPolicy.NoFocus if locked else Qt.FocusPolicy.StrongFocus
        self.setFocusPolicy(focus)
        if self._edit:
            self._edit.setReadOnly(locked)
            self._edit.setFocusPolicy(focus)
        self.place_edit()
        self.update()

    def sizeHint(self) -> QSize:
        widest = max((text_width(self.itemText(i)) for i in range(self.count())), default=0)
        width = _TYPED_WIDTH if self._edit else round(widest) + self._room() + 2
        return QSize(width, theme().px(34))

    def minimumSizeHint(self) -> QSize:
        at = self.findData(self.whole) if self.whole is not None else -1
        words = round(text_width(self.itemText(at))) + 2 if at >= 0 else 32
        return QSize(self._room() + words, theme().px(34))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Down and plain and not self._locked and self._found():
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def showPopup(self) -> None:
        found = self._found()
        view = cast("QListView", self.view())
        for row in range(self.count()):
            view.setRowHidden(row, bool(found) and row not in found)
        super().showPopup()
        if found:
            view.setCurrentIndex(self.model().index(found[0], 0))

    def _found(self) -> Sequence[int]:
        """Choices that begun words find; none where the words are a choice, or find nothing."""
        typed = self.value() if self._edit else ""
        if not typed.strip() or self.findText(typed, Qt.MatchFlag.MatchFixedString) >= 0:
            return []
        folded = [fold(self.itemText(row)) for row in range(self.count())]
        found = [row for row, words in enumerate(folded) if matches(typed, words)]
        return nearest(typed, found, folded.__getitem__)

    def place_edit(self) -> None:
        """Put the typed words where the words of a choice stand."""
        if self._edit:
            left = (0 if self._locked else _PADDING) - 2  # as its label stands, once it is text
            left += _chevron() + 8 if self._icon else 0
            width = self.width() - left - _PADDING - _chevron() + _BESIDE
            self._edit.setGeometry(left, 2, width, self.height() - 4)
            cut = text_width(self._edit.text()) > width - 4  # Qt's own 2 px at each side
            self._edit.setToolTip(self._edit.text() if cut else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._locked:
            self._paint_frame(painter)
        left = 0 if self._locked else _PADDING
        if self._icon:
            top = (self.height() - _chevron()) / 2
            paint_icon(
                painter,
                self._icon,
                "text2",
                QRectF(left, top, _chevron(), _chevron()),
            )
            left += _chevron() + 8
        if not self.isEditable():
            room = QRectF(left, 0, self.width() - left - _PADDING - _chevron() - 4, self.height())
            words = self.currentText() or self.placeholderText()
            strong = self.isEnabled() and bool(self.currentText())
            cut = paint_text(painter, room, words, color="text" if strong else "text3")
            if self.toolTip() in ("", self._cut_words):  # a page's own tooltip is left alone
                self._cut_words = words if cut else ""
                self.setToolTip(self._cut_words)

    def _paint_frame(self, painter: QPainter) -> None:
        enabled = self.isEnabled()
        hover = self.underMouse() and enabled and not self.isEditable()
        fill = "hover" if hover else "surface"
        paint_box(painter, self.rect(), fill=fill, edge="field" if enabled else "border")
        if self.hasFocus() or (self._edit and self._edit.hasFocus()):
            paint_ring(painter, self.rect())
        top = (self.height() - _chevron()) / 2
        box = QRectF(
            self.width() - _PADDING - _chevron() + 2,
            top,
            _chevron(),
            _chevron(),
        )
        paint_icon(painter, "chevron-down", "text2" if enabled else "text3", box)

    def _make_editable(self) -> None:
        self._edit = _Words(self)
        self.setLineEdit(self._edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type] # the stub does not know that None ends it
        UndoKeys(self._edit, self._stored_elsewhere)
        self._edit.textEdited.connect(self._on_typed)
        self._edit.editingFinished.connect(self._on_finished)

    def _stored_elsewhere(self) -> bool:
        return self.shares_undo

    def _room(self) -> int:
        icon = _chevron() + 8 if self._icon else 0
        return 2 * _PADDING + _chevron() + 6 + icon

    def _on_typed(self) -> None:
        self.edited.emit()

    def _on_chosen(self) -> None:
        if self.value() != self._settled:
            self.edited.emit()
        self._on_finished()

    def _on_finished(self) -> None:
        if self.value() != self._settled:
            self._take_spelling()
            self._settled = self.value()
            self.committed.emit()

    def _take_spelling(self) -> None:
        """Words without any diacritics become the one choice that has the same letters."""
        typed = " ".join(self.value().split())
        if not self._edit or not typed or fold(typed) != typed.lower():
            return
        choices = {self.itemText(row) for row in range(self.count())}
        spelt = [
            one for one in choices if fold(one) == typed.lower() and one.lower() != typed.lower()
        ]
        if len(spelt) == 1:
            self._edit.setText(spelt[0])


class _Words(QLineEdit):
    """The line of an editable choice: Qt moves it whenever an item changes; it moves back."""

    def __init__(self, combo: ComboBox) -> None:
        super().__init__(combo)
        self._combo = combo

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._combo.place_edit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._combo.place_edit()


class SpinBox(QSpinBox):
    """A whole number within bounds, typed or changed by the arrow keys."""

    edited = Signal()
    committed = Signal()
    fault_changed = Signal(str)

    def __init__(
        self, low: int, high: int, *, suffix: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settled = low
        self.setRange(low, high)
        self.setSuffix(f"\N{NO-BREAK SPACE}{suffix}" if suffix else "")
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setFrame(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self._on_changed)
        self.editingFinished.connect(self.commit)
        dress(self, font="body")

    def set_value(self, value: int) -> None:
        """Change the number without a signal."""
        self._settled = value
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    def fault(self) -> str:
        """Return "": Qt keeps the number within its bounds."""
        return ""

    def set_locked(self, locked: bool) -> None:
        """Show the number without letting it be changed."""
        self.setReadOnly(locked)
        self.update()

    def commit(self) -> None:
        """Emit ``committed`` when the number is another one than was set or committed last."""
        if self.value() != self._settled:
            self._settled = self.value()
            self.committed.emit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width() + 2 * _PADDING, theme().px(34))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_edit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            # Under a new sheet Qt lays the line over the edge, and keeps its old font.
            self._place_edit()
            self.lineEdit().setFont(self.font())

    def _place_edit(self) -> None:
        self.lineEdit().setGeometry(self.rect().adjusted(_PADDING, 2, -_PADDING, -2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.isReadOnly():
            return
        painter = QPainter(self)
        edge = "field" if self.isEnabled() else "border"
        paint_box(painter, self.rect(), fill="surface", edge=edge)
        if self.hasFocus() or self.lineEdit().hasFocus():
            paint_ring(painter, self.rect())

    def _on_changed(self) -> None:
        self.edited.emit()
