"""Meets a dialog that blocks its caller, as the person in front of it would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog


def meet(kind: type[QDialog], then: Callable[[Any], None]) -> None:
    """Do something with the next dialog of a kind, as soon as it is open."""

    def look() -> None:
        found = QApplication.activeModalWidget()
        if not isinstance(found, kind):
            QTimer.singleShot(10, look)
            return
        try:
            then(found)
        except BaseException:
            found.reject()  # else the test would wait for ever
            raise

    QTimer.singleShot(0, look)


# the fields
