"""One-line fields, and the box that puts a label above and a sentence below a field.

Nothing rewrites or judges text while it is typed: Unikey sends backspaces and new letters, and a
field that answers to each of them breaks the word (style, P7). A field is judged when it is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from qnapp.errors import InputError
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.keys import UndoKeys
from qnapp.ui.kit.labels import FieldLabel, IconText
from qnapp.ui.kit.theme import dress, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent

_WIDTH = 120
_INSET = 3  # edge of the sheet and Qt's own inner margin
KEPT = "Nội dung vừa gõ vẫn được giữ."


class Field(Protocol):
    """What ``FieldBox`` needs to know of a field."""

    fault_changed: SignalInstance

    def fault(self) -> str: ...
    def set_locked(self, locked: bool) -> None: ...
    def setAccessibleName(self, name: str) -> None: ...


def set_flag(widget: QWidget, name: str, on: bool) -> None:
    """Set a property that the style sheet looks at, and have the sheet look again."""
    widget.setProperty(name, "true" if on else "false")
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    dress(widget)  # a sheet that looks again also brings back the font that it saw first
    widget.update()


class TypedEdit(QLineEdit):
    """A line whose text stands for a value; subclasses say how the text is read."""

    edited = Signal()
    committed = Signal()
    fault_changed = Signal(str)

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fault = ""
        self._settled = ""  # the text that was last set or committed
        self._ahead = False  # the value follows what is being typed, not what was settled
        self.shares_undo = False  # what can be read is stored at once: the window takes it back
        UndoKeys(self, self._stored_elsewhere)
        self.setPlaceholderText(placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self._on_edited)
        self.editingFinished.connect(self.commit)
        dress(self, font="body")

    def read(self, text: str) -> str:
        """Take over a typed text and return it as it is shown from now on.

        Raises InputError, with one Vietnamese sentence, for text that means nothing.
        """
        return text

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
        focus = Qt.FocusPolicy.ClickFocus if locked else Qt.FocusPolicy.StrongFocus
        self.setFocusPolicy(focus)  # to select and copy; Tab passes what cannot be changed
        margins = self.textMargins()
        margins.setLeft(-_INSET if locked else 0)  # plain text begins where its label does
        self.setTextMargins(margins)

    def show_text(self, text: str) -> None:
        """Put a valid text in without a signal."""
        self._settled, self._ahead = text, False
        if text != self.text():
            self.setText(text)
            if not (self.shares_undo and self.hasFocus()):  # else undo put it there
                self.setCursorPosition(0)  # a long text shows its beginning
        self.set_fault("")

    def commit(self) -> None:
        """Judge the text, as leaving the field does; ``committed`` follows only a valid change."""
        if self.text() == self._settled and not self._ahead:
            self.set_fault("")
            return
        try:
            shown = self.read(self.text())
        except InputError as error:
            self.set_fault(f"{error} {KEPT}")
            return
        self.show_text(shown)
        self.committed.emit()

    def take(self) -> bool:
        """Let ``value()`` follow the text while it is still being typed.

        Nothing is rewritten or judged; False, with the value as before, for text that means
        nothing (yet).
        """
        try:
            self.read(self.text())
        except InputError:
            return False
        self._ahead = True
        return True

    def _stored_elsewhere(self) -> bool:
        return self.shares_undo and self.take()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()  # files dropped on the form are evidence, not words
        else:
            super().dragEnterEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, theme().px(34))  # one width for all: fields in a row come out equal

    def minimumSizeHint(self) -> QSize:
        return QSize(56, theme().px(34))

    def _on_edited(self) -> None:
        # A sentence that stays while the fault is being mended would contradict what is seen.
        self.set_fault("")
        self.edited.emit()


class LineEdit(TypedEdit):
    """One line of free text."""

    def value(self) -> str:
        """Return the text as typed."""
        return self.text()

    def set_value(self, value: str) -> None:
        """Change the text without a signal."""
        self.show_text(value)


class FieldBox(QWidget):
    """A label above a field, a link at the label's right, the sentence of a fault below."""

    link_clicked = Signal()

    def __init__(
        self, label: str, field: QWidget, *, link: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._warning = ""
        self._label = FieldLabel(label)
        self.link = LinkButton(link, font="body_small")
        self.link.clicked.connect(self.link_clicked)
        # Tab goes from field to field: a link between them would take the next letters or Enter.
        self.link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.link.setToolTip("F4")
        field.installEventFilter(self)
        self._label.row.addWidget(self.link)
        self._sentence = IconText(wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self._box = box
        for widget in (self._label, field, self._sentence):
            box.addWidget(widget)
        if field.sizePolicy().verticalPolicy() == QSizePolicy.Policy.Expanding:
            box.setStretchFactor(field, 1)
        else:
            box.addStretch(1)  # beside a taller box the spare room stays below
        typed = cast("Field", field)
        typed.setAccessibleName(label)
        typed.fault_changed.connect(self._on_fault)
        self.set_link(link)
        self._on_fault(typed.fault())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """F4 in the field opens what the link offers, as it opens a calendar or a list."""
        is_press = event.type() == QEvent.Type.KeyPress
        key = event.key() if isinstance(event, QKeyEvent) else 0
        if is_press and key == Qt.Key.Key_F4 and self.link.isVisible():
            self.link.click()
            return True
        return super().eventFilter(watched, event)

    @property
    def sentence(self) -> QWidget:
        """What says below the field why its text is refused.

        Whoever puts several boxes beside each other may lay it below all of them.
        """
        return self._sentence

    def set_hint(self, text: str, color: str = "soon", icon: str = "clock") -> None:
        """Show a short hint beside the label; "" takes it away."""
        self._label.set_hint(text, color, icon)

    def set_link(self, text: str) -> None:
        """Change the link at the label's right; "" takes it away."""
        self.link.setText(text)
        self._show_link(bool(text))

    def set_locked(self, locked: bool) -> None:
        """Lock the field and take the link away."""
        cast("Field", self.field).set_locked(locked)
        self._show_link(bool(self.link.text()) and not locked)

    def _show_link(self, shown: bool) -> None:
        self.link.setVisible(shown)
        self._box.setSpacing(0 if shown else 4)  # a link is taller than its words: 28 to hit

    def set_warning(self, sentence: str) -> None:
        """Say below the field what makes its value doubtful, while no fault is told; "" nothing."""
        self._warning = sentence
        self._on_fault(cast("Field", self.field).fault())

    def _on_fault(self, sentence: str) -> None:
        self._sentence.set_text(sentence or self._warning, "bad" if sentence else "soon", "warning")
        self._sentence.setVisible(bool(sentence or self._warning))
