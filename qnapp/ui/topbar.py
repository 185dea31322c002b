"""The bar above every page: its name and count, undo, redo, search, the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from qnapp.ui.kit.buttons import IconButton
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.search import SearchField
from qnapp.ui.kit.theme import theme
from qnapp.ui.page import Page
from qnapp.ui.period_button import PeriodButton
from qnapp.ui.search_everything import SearchEverything, placeholder_of

if TYPE_CHECKING:
    from qnapp.db.store import Changes
    from qnapp.ui.session import Session

HEIGHT = 52
SEARCH_WIDTH = 317
SEARCH_LEAST = 160


class TopBar(QWidget):
    """Built once; the window tells it which page is shown.

    The one search field has two uses: everything (Ctrl+K, or a click) opens a list of results,
    this page (Ctrl+F) narrows what the page shows until the field is left empty.
    """

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._page: Page | None = None
        self._title = ""
        self._in_page = False
        self._build()
        self.everything = SearchEverything(session, self.field, window)
        self.field.searched.connect(self._narrow)
        self.field.installEventFilter(self)
        self._follow_undo()
        self._session.changed.connect(self._follow_office)
        self._measure()
        theme().changed.connect(self._measure)

    def _build(self) -> None:
        self._name = Label("", font="page")
        self._count = Label("", font="body", color="text2", lines=1)
        self._count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.undo = IconButton("undo", "Hoàn tác (Ctrl+Z)")
        self.redo = IconButton("redo", "Làm lại (Ctrl+Y)")
        self.field = SearchField(placeholder_of(self._session), "(Ctrl+K)")
        self.field.setMinimumWidth(SEARCH_LEAST)
        self.period = PeriodButton(self._session)
        box = QHBoxLayout(self)
        box.setContentsMargins(18, 0, 16, 0)
        box.setSpacing(8)
        box.addWidget(self._name)
        box.addWidget(self._count, 1, Qt.AlignmentFlag.AlignVCenter)
        box.addWidget(self.undo)
        box.addWidget(self.redo)
        box.addSpacing(8)
        box.addWidget(self.field, 2)
        box.addWidget(self.period)

    def _measure(self) -> None:
        self.setFixedHeight(theme().px(HEIGHT))
        self.field.setMaximumWidth(theme().px(SEARCH_WIDTH))

    def show_page(self, title: str, page: Page) -> None:
        """Name the page that is shown, with its quiet count."""
        self._title, self._page = title, page
        self._name.setText(title)
        self._count.setText(page.subtitle())

    # ---------------------------------------------------------------------------------- search

    def search_everything(self) -> None:
        """Ctrl+K."""
        self.leave_page_search()
        self.everything.start()

    def search_in_page(self) -> None:
        """Ctrl+F: search or narrow the page, where it can be; else search everything."""
        own = self._page.search_field() if self._page is not None else None
        if own is not None:
            own.setFocus(Qt.FocusReason.ShortcutFocusReason)
            own.selectAll()
            return
        if self._page is None or type(self._page).find is Page.find:
            self.search_everything()
            return
        if not self._in_page:
            self.field.set_value("")
            self._set_in_page(True)
        self.everything.start()

    def leave_page_search(self) -> None:
        """Show the whole page again, and let the field search everything."""
        if self._in_page:
            self.field.set_value("")
            self._set_in_page(False)
            if self._page is not None:
                self._page.find("")

    def leave_page(self) -> None:
        """Another page comes: words that narrow nothing there must not seem to."""
        self.leave_page_search()
        self.field.set_value("")

    def _follow_office(self, changes: Changes) -> None:
        """An office that begins to take reports in finds what is in them, too."""
        if changes.settings:
            self._set_in_page(self._in_page)

    def _set_in_page(self, in_page: bool) -> None:
        self._in_page = in_page
        self.everything.set_enabled(not in_page)
        words = f"Tìm trong trang {self._title}" if in_page else placeholder_of(self._session)
        self.field.set_placeholder(words, "(Ctrl+F)" if in_page else "(Ctrl+K)")

    def _narrow(self, text: str) -> None:
        if self._in_page and self._page is not None:
            self._page.find(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        left = event.type() == QEvent.Type.FocusOut and not self.field.value()
        if left:
            self.leave_page_search()
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------------------------ undo

    def _follow_undo(self) -> None:
        stack = self._session.undo_stack
        stack.canUndoChanged.connect(self.undo.setEnabled)
        stack.canRedoChanged.connect(self.redo.setEnabled)
        stack.undoTextChanged.connect(self._name_undo)
        stack.redoTextChanged.connect(self._name_redo)
        self.undo.setEnabled(stack.canUndo())
        self.redo.setEnabled(stack.canRedo())
        self.undo.clicked.connect(self.step_back)
        self.redo.clicked.connect(self.step_forward)

    def step_back(self) -> None:
        """Take the last change back."""
        self._session.leaving.emit()  # what is half typed becomes the first thing to take back
        self._session.undo_stack.undo()

    def step_forward(self) -> None:
        """Do again what was taken back last."""
        self._session.leaving.emit()
        self._session.undo_stack.redo()

    def _name_undo(self, label: str) -> None:
        _describe(self.undo, "Hoàn tác", label, "Ctrl+Z")

    def _name_redo(self, label: str) -> None:
        _describe(self.redo, "Làm lại", label, "Ctrl+Y")


def _describe(button: IconButton, verb: str, label: str, keys: str) -> None:
    words = f"{verb}: {label}" if label else verb
    button.set_tip(f"{words} ({keys})")
