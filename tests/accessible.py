"""What a screen reader and the keyboard meet: names, roles, the way of Tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_ROLES = (QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Whitespace)


def reachable(root: QWidget) -> Iterator[QWidget]:
    """Visible widgets that Tab or a click can give the keyboard to."""
    for widget in root.findChildren(QWidget):
        by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if widget.isVisible() and widget.isEnabled() and by_tab and widget.focusProxy() is None:
            yield widget


def nameless(root: QWidget) -> list[str]:
    """Reachable widgets of which a screen reader would say nothing, or not what they are."""
    found = []
    for widget in reachable(root):
        spoken = QAccessible.queryAccessibleInterface(widget)
        assert spoken is not None
        name = spoken.text(QAccessible.Text.Name).strip()
        if not name or spoken.role() in _NO_ROLES:
            found.append(f"{type(widget).__name__}: {name!r}, {spoken.role().name}")
    return found


def way_of_tab(start: QWidget, most: int = 60) -> list[QWidget]:
    """Widgets that Tab passes from ``start`` on until it is back, or at the window's end."""
    start.setFocus(Qt.FocusReason.TabFocusReason)
    passed: list[QWidget] = []
    for _ in range(most):
        here = QApplication.focusWidget()
        if not isinstance(here, QWidget) or here in passed:
            break
        passed.append(here)
        here.focusNextChild()
    return passed


def way_of_keys(start: QWidget, most: int = 200, *, back: bool = False) -> list[QWidget]:
    """Widgets that the key Tab, or Shift+Tab, passes from ``start`` on until it is there again."""
    start.setFocus(Qt.FocusReason.TabFocusReason)
    passed: list[QWidget] = []
    here: QWidget | None = start
    while here is not None and here not in passed and len(passed) < most:
        passed.append(here)
        shift = Qt.KeyboardModifier.ShiftModifier
        plain = Qt.KeyboardModifier.NoModifier
        QTest.keyClick(
            here, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab, shift if back else plain
        )
        here = QApplication.focusWidget()
    return passed
