"""What every page of the window is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from qnapp.db.store import Changes
    from qnapp.ui.session import Session


class Page(QWidget):
    """A page: built once, shown often. Sub-classes set the class attributes and override hooks."""

    key = ""  # "overview", "tasks", "indicators", "report", "settings", ...
    title = ""  # Vietnamese, as in navigation and top bar
    icon_name = ""  # of qnapp.ui.kit.icons
    count_changed = Signal(str)  # the quiet count beside the title in the top bar

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._stale = True
        self.setAccessibleName(self.title)
        session.changed.connect(self._on_changed)
        session.period_changed.connect(self._on_period)

    def subtitle(self) -> str:
        """The quiet count beside the page's name: "23 nhiệm vụ đơn vị theo dõi"."""
        return ""

    def navigation_count(self) -> str:
        """What stands at the right of the page's name in the navigation."""
        return ""

    def reload(self) -> None:
        """Read everything anew: first shown, other period, many rows changed."""

    def refresh(self, changes: Changes) -> None:
        """Something changed in the store; the default reads everything anew."""
        del changes
        self.reload()

    def show_item(self, uid: str, field: str = "") -> None:
        """Bring a row into view, and the cursor into its field."""

    def find(self, text: str) -> None:  # type: ignore[override] # hides a static of Qt nobody needs
        """Ctrl+F and the search field of the top bar."""

    def flush(self) -> None:
        """Write what is half typed."""

    def ensure_fresh(self) -> None:
        """Called by the window before the page is shown."""
        if self._stale:
            self._stale = False
            self.reload()
            self.count_changed.emit(self.subtitle())

    def _on_changed(self, changes: Changes) -> None:
        if not self.isVisible():
            self._stale = True
            return
        self.refresh(changes)
        self.count_changed.emit(self.subtitle())

    def _on_period(self, _code: str) -> None:
        self._stale = True
        if self.isVisible():
            self.ensure_fresh()
