"""What every page of the window is, and what is known of it before it is built."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qnapp.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QFocusEvent

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Changes
    from qnapp.ui.kit.search import SearchField
    from qnapp.ui.session import Session


class PageCode:
    """Where a page's class stands: its code is loaded when the page is first made, or before."""

    def __init__(self, module: str, name: str) -> None:
        """``module`` is inside of ``qnapp.ui``, ``name`` the class in it."""
        self._module, self._name = module, name

    def modules(self) -> list[str]:
        """Names of what the page consists of, its dialogs too: to be loaded one by one."""
        import pkgutil

        whole = f"qnapp.ui.{self._module}"
        package = whole.rpartition(".")[0]
        if package == "qnapp.ui":
            return [whole]
        return [
            one.name for one in pkgutil.iter_modules(import_module(package).__path__, f"{package}.")
        ]

    def load(self) -> type[Page]:
        """Import the module, and all that it needs."""
        return cast("type[Page]", getattr(import_module(f"qnapp.ui.{self._module}"), self._name))

    def __call__(self, session: Session) -> Page:
        return self.load()(session)


@dataclass(frozen=True, slots=True)
class PageKind:
    """Stands for a page until it is first shown; only then its code is loaded."""

    key: str  # "overview", "tasks", "indicators", "report", "settings", ...
    title: str  # Vietnamese, as in navigation and top bar
    icon_name: str  # of qnapp.ui.kit.icons
    make: Callable[[Session], Page]
    count: Callable[[Session], str]  # what stands at the right of its name in the navigation
    upper: bool = False  # offered only to an office that takes reports of others in


class Page(QWidget):
    """A page: built once, shown often. Sub-classes set ``key`` and override hooks."""

    key = ""  # of its ``PageKind``
    count_changed = Signal(str)  # the quiet count beside the title in the top bar
    store_wanted = Signal(object)  # as ``MainWindow``'s: what needs this store closed
    restore_wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._stale = True
        session.changed.connect(self._on_changed)
        session.period_changed.connect(self._on_period)

    def subtitle(self) -> str:
        """The quiet count beside the page's name: "23 nhiệm vụ đơn vị theo dõi"."""
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

    def heeds_lock(self) -> bool:
        """Whether what is shown is held by the lock of its period."""
        return True

    def search_field(self) -> SearchField | None:
        """Ctrl+F goes into this field, where a page has one of its own."""
        return None

    def show_changes(self, changes: Sequence[FieldChange]) -> bool:
        """Show what undo or redo has changed, where this page is the right one to show it."""
        del changes
        return False

    def focus_first(self) -> QWidget | None:
        """What has the keyboard when the page is shown; None leaves it with the page itself.

        No focus proxy: with one, Tab would pass over everything that stands before it.
        """
        return None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        first = self.focus_first()
        if first is not None:
            first.setFocus(event.reason())

    def flush(self) -> None:
        """Write what is half typed."""

    def unfinished(self) -> str:
        """Name what stands typed and only a button of the page would keep; "" for nothing."""
        return ""

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
