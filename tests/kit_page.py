"""Small helpers of the kit's tests: a field in a window, its signals, what is seen of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hands import press, show_active, type_text
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QImage
    from pytestqt.qtbot import QtBot

    from qnapp.ui.kit.combos import ComboBox, SpinBox
    from qnapp.ui.kit.fields import TypedEdit
    from qnapp.ui.kit.texts import GrowingTextEdit


def make_page(qtbot: QtBot) -> QWidget:
    """Return a shown window with one other field to leave to."""
    window = QWidget()
    qtbot.addWidget(window)
    other = QLineEdit()
    other.setObjectName("other")
    QVBoxLayout(window).addWidget(other)
    window.resize(420, 300)
    show_active(window)
    return window


def put_in(page: QWidget, widget: QWidget) -> None:
    layout = page.layout()
    assert layout is not None
    layout.addWidget(widget)
    widget.show()  # Qt would show it only with the next round of events
    layout.activate()
    widget.setFocus()


def leave(page: QWidget) -> None:
    other = page.findChild(QLineEdit, "other")
    assert other is not None
    other.setFocus(Qt.FocusReason.TabFocusReason)


class Heard:
    """Counts the signals of a field."""

    def __init__(self, field: TypedEdit | GrowingTextEdit | ComboBox | SpinBox) -> None:
        self.edited = self.committed = 0
        self.faults: list[str] = []
        field.edited.connect(self._on_edited)
        field.committed.connect(self._on_committed)
        field.fault_changed.connect(self.faults.append)

    def _on_edited(self) -> None:
        self.edited += 1

    def _on_committed(self) -> None:
        self.committed += 1


def unikey(field: QWidget) -> None:
    """Type "viêt" as Unikey does: the plain letter first, then a backspace and the marked one."""
    type_text(field, "vie")
    press(field, Qt.Key.Key_Backspace)
    type_text(field, "êt")


def shown(qtbot: QtBot, widget: QWidget, width: int, height: int) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    show_active(widget)


def buttons_of(widget: QWidget) -> list[QAbstractButton]:
    """Return the visible buttons as they are read: row by row, from the left."""
    found = [b for b in widget.findChildren(QAbstractButton) if b.isVisible()]
    places = {b: b.mapTo(widget, QPoint(0, 0)) for b in found}
    return sorted(found, key=lambda b: (places[b].y(), places[b].x()))


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def has_colour(image: QImage, colour: QColor) -> bool:
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return any(image.pixelColor(x, y) == colour for x, y in points)
