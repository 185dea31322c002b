"""What every dialog owes to keyboard and screen reader, asked of one that is open."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

from accessible import nameless, reachable, way_of_tab
from hands import show_active
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog, QWidget
    from pytestqt.qtbot import QtBot


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
