"""A form that scrolls: the field with the keyboard stands whole in view."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QTextEdit, QWidget

from qnapp.ui.kit.fields import FieldBox
from qnapp.ui.kit.labels import Separator
from qnapp.ui.kit.surfaces import ClearArea

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QWheelEvent

_MARGIN = 12  # above and below the field, where there is room


class ScrolledEdge(Separator):
    """The line below what stands still above an area, while something has gone away under it.

    Without it letters that are cut by the edge read as others: their marks are missing.
    """

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(parent=area)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        area.installEventFilter(self)
        area.verticalScrollBar().valueChanged.connect(self._tell)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(0, 0, watched.width(), 1)
        return super().eventFilter(watched, event)

    def _tell(self, scrolled: int) -> None:
        self.raise_()
        self.setVisible(scrolled > 0)


class FormArea(ClearArea):
    """Brings a field into view with its label and its sentence, whatever brought the cursor there.

    It also follows the field while the form around it changes its size, until the clerk scrolls.
    """

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._edge = ScrolledEdge(self)
        self._follows = False
        # Once all is laid out: a field may have been shown just now.
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._show_focused)
        self.verticalScrollBar().actionTriggered.connect(self._let_go)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    def follow(self) -> None:
        """Bring the field with the cursor into view, and keep it there."""
        self._follows = True
        self._later.start()

    def show_top(self) -> None:
        """Begin at the top, and stay there until the cursor comes."""
        self._let_go()
        self._later.stop()
        self.verticalScrollBar().setValue(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.widget() and self._follows:
            self._later.start()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
        if self._follows:
            self._later.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._let_go()
        super().wheelEvent(event)

    def _let_go(self, _action: int = 0) -> None:
        self._follows = False

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        inside = self.widget()
        if now is not None and inside.isAncestorOf(now):
            self.follow()

    def _show_focused(self) -> None:
        # The window's own, which waits while a dialog that led here still has the keyboard.
        inside = self.widget()
        field = cast("QWidget | None", self.window().focusWidget())
        if field is None or not inside.isAncestorOf(field):
            return
        room, bar = self.viewport().height(), self.verticalScrollBar()
        place = self._place(field, room)
        margin = max(0, min(_MARGIN, (room - place.height()) // 2))
        lowest = place.bottom() + 1 + margin - room
        bar.setValue(min(max(bar.value(), lowest), place.top() - margin))

    def _part(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self.widget(), QPoint(0, 0)), widget.size())

    def _with_sentence(self, box: FieldBox) -> QRect:
        told = box.sentence.isVisible()  # it may stand outside the box
        return self._part(box).united(self._part(box.sentence)) if told else self._part(box)

    def _line_of(self, box: FieldBox, whole: QRect) -> QRect:
        """Add what is said of the fields beside it: it stands below all of them."""
        top = self._part(box).top()
        for other in self.widget().findChildren(FieldBox):
            if other.isVisible() and other.sentence.isVisible() and self._part(other).top() == top:
                whole = whole.united(self._with_sentence(other))
        return whole

    def _place(self, field: QWidget, room: int) -> QRect:
        """Give the fields of a line, a field's box, itself, or its line: the first that fits."""
        places = [self._part(field)]
        if (box := _box_of(field, self.widget())) is not None:
            whole = self._with_sentence(box)
            places = [self._line_of(box, whole), whole, *places]
        for place in places:
            if place.height() <= room:
                return place
        if isinstance(field, QTextEdit):
            line = field.cursorRect()
            return QRect(field.viewport().mapTo(self.widget(), line.topLeft()), line.size())
        return self._part(field)


def _box_of(field: QWidget, inside: QWidget) -> FieldBox | None:
    parent: QObject = field
    while parent is not inside:
        if isinstance(parent, FieldBox):
            return parent
        parent = parent.parent()
    return None
