"""What every dialog owes to keyboard and screen reader, asked of one that is open."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

from accessible import nameless, reachable, way_of_tab
from hands import click, press, show_active
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from shiboken6 import isValid

from qnapp.ui.kit.door import MessageBox
from qnapp.ui.kit.typed_dialog import GIVE_UP

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog, QWidget
    from pytestqt.qtbot import QtBot


def give_up(dialog: QDialog) -> None:
    """Close it and let go what was typed, where that is asked."""
    dialog.close()
    for box in [one for one in dialog.findChildren(MessageBox) if one.isVisible()]:
        (button,) = (one for one in box.findChildren(QPushButton) if one.text() == GIVE_UP)
        click(button)
    assert not dialog.isVisible()


def go_on(dialog: QDialog, qtbot: QtBot) -> None:
    """Press Enter over the question of what was typed: that must take nothing away."""
    (box,) = (one for one in dialog.findChildren(MessageBox) if one.isVisible())
    show_active(box)
    qtbot.waitUntil(lambda: box.isAncestorOf(QApplication.focusWidget() or dialog))
    press(QApplication.focusWidget() or box, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert not isValid(box) or not box.isVisible()


def check_hands(dialog: QDialog, qtbot: QtBot) -> None:
    """It has a title, the keyboard at once, a name for everything, and Tab comes everywhere."""
    show_active(dialog)
    assert dialog.windowTitle()
    found = nameless(dialog)
    assert found == [], found
    first: list[QWidget] = []

    def is_inside() -> bool:
        first[:] = [one for one in [QApplication.focusWidget()] if one is not None]
        return bool(first) and dialog.isAncestorOf(first[0])

    qtbot.waitUntil(is_inside)
    passed = way_of_tab(first[0])
    missed = [type(one).__name__ for one in reachable(dialog) if one not in passed]
    assert missed == [], missed


def check_freed(make: Callable[[], QDialog]) -> None:
    """Nothing holds it any more once it is closed; waiting for the collector is not needed."""
    dialog = make()
    QApplication.processEvents()  # whoever looks at each screen once has then let it go
    gone = weakref.ref(dialog)
    gc.collect()  # what is due now; no other look follows before the event loop turns again
    dialog.reject()
    del dialog
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone() is None
