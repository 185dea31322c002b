"""Dialogs that stay as tall as their words need, and need no more than those take."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog, QLayout, QWidget

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


class LeastAtItsWidth(QObject):
    """Lets a dialog be as low as its words are at the width that it has.

    A window's least height counts a wrapped text at the width of a page. In a wide dialog that is
    lines more than there are, and its foot is pushed off a low screen.
    """

    def __init__(self, dialog: QDialog, layout: QLayout) -> None:
        """``layout``: of the dialog."""
        super().__init__(dialog)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        dialog.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ASKS and isinstance(watched, QDialog) and watched.isVisible():
            _hold(watched)
        return super().eventFilter(watched, event)


def _hold(dialog: QDialog) -> None:
    layout = dialog.layout()
    if layout is None:
        return
    wanted = layout.totalMinimumHeightForWidth(dialog.width())
    least = min(wanted, room_on_screen(dialog).height())
    dialog.setMinimumSize(layout.totalMinimumSize().width(), least)
