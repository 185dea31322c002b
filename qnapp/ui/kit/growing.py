"""Dialogs that stay as tall as their words need."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from qnapp.ui.kit.surfaces import room_on_screen

_ASKS = (QEvent.Type.LayoutRequest, QEvent.Type.Show, QEvent.Type.Resize)


class GrowsWithWords(QObject):
    """Makes a dialog taller when a sentence appears in it.

    A window's least height counts a wrapped text as one line, so that Qt takes what is missing from
    the fields, and a sentence that says what to do loses its end.
    """

    def __init__(self, dialog: QWidget) -> None:
        super().__init__(dialog)
        dialog.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ASKS and isinstance(watched, QWidget) and watched.isVisible():
            _fit(watched)
        return super().eventFilter(watched, event)


def _fit(dialog: QWidget) -> None:
    layout, width = dialog.layout(), dialog.width()
    if layout is None or not layout.hasHeightForWidth():
        return
    wanted = layout.totalMinimumHeightForWidth(width)
    needed = min(wanted, room_on_screen(dialog).height())
    if dialog.height() < needed:
        dialog.resize(width, needed)
        below = dialog.frameGeometry().bottom() - dialog.screen().availableGeometry().bottom()
        if below > 0:  # its buttons stay on the screen
            dialog.move(dialog.x(), max(dialog.y() - below, 0))
