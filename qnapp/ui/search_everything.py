"""Search over everything (Ctrl+K): joins the field of the top bar to its list of results."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from qnapp.db.settings import get_settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qnapp.domain.lookup import Hit
    from qnapp.ui.found_elsewhere import FoundElsewhere
    from qnapp.ui.hit_list import HitList
    from qnapp.ui.kit.search import SearchField
    from qnapp.ui.session import Session

PLACEHOLDER = "Tìm nhiệm vụ, chỉ tiêu, minh chứng"
RECEIVED_TOO = "Tìm nhiệm vụ, nội dung báo cáo"
MOST = 14  # rows of the list
MOST_HERE = 8  # of them, of the period that is shown
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 5,
    Qt.Key.Key_PageUp: -5,
}


def placeholder_of(session: Session) -> str:
    """What the field finds: an office that takes reports in finds what is in them, too."""
    return RECEIVED_TOO if get_settings(session.store).upper_office else PLACEHOLDER


class SearchEverything(QObject):
    """Joins a search field to the list of what it finds."""

    def __init__(self, session: Session, field: SearchField, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._field = field
        self._window = window
        self._list: HitList | None = None
        self._hits: tuple[Hit, ...] | None = None
        self._enabled = True
        self._shown_for = ""
        field.searched.connect(self._search)
        field.installEventFilter(self)
        session.changed.connect(self._forget)
        session.period_changed.connect(self._forget)

    @property
    def list(self) -> HitList:
        """The list, made when it is first needed."""
        if self._list is None:
            from qnapp.ui.hit_list import HitList

            self._list = HitList(self._window)
            self._list.chosen.connect(self._go)
        return self._list

    @functools.cached_property
    def elsewhere(self) -> FoundElsewhere:
        """What lies outside of the shown period, made when somebody begins to search."""
        from qnapp.ui.found_elsewhere import FoundElsewhere

        made = FoundElsewhere(self._session, self)
        made.refreshed.connect(self._search_again)
        return made

    def _close_list(self) -> None:
        if self._list is not None:
            self._list.hide()

    def start(self) -> None:
        """Ctrl+K: into the field, what stands there selected."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        if self._hits is None:  # now, and not while the first letters are typed
            self._hits = self._everything()
        self.elsewhere.refresh()

    def set_enabled(self, enabled: bool) -> None:
        """Switch the list off while the field serves another purpose."""
        self._enabled = enabled
        self._close_list()

    def _forget(self) -> None:
        self._hits = None
        self._close_list()

    def _search(self, text: str) -> None:
        if not self._enabled or not text.strip() or not self._field.hasFocus():
            self._close_list()
            return
        self._shown_for = text
        self.list.show_hits(self.find(text), text, self._field)

    def find(self, text: str) -> tuple[Hit, ...]:
        """Give what a text finds: of the shown period first, then of others and of others' reports.

        Of many hits here some give way, so that what lies elsewhere is seen to exist.
        """
        from qnapp.domain.lookup import look_up

        if self._hits is None:
            self._hits = self._everything()
        here = look_up(self._hits, text, MOST)
        elsewhere = self.elsewhere.find(text, MOST - min(len(here), MOST_HERE))
        return (*here[: MOST - len(elsewhere)], *elsewhere)

    def _everything(self) -> tuple[Hit, ...]:
        from qnapp.domain.lookup import everything

        return everything(self._session.worksheet())

    def _search_again(self) -> None:
        """More can be found than when the list was shown: complete it under the current row."""
        if self._list is not None and self._list.isVisible():
            row = self._list.view.currentIndex().row()
            self._search(self._field.value())
            self._list.move(row)

    def _go(self, hit: Hit) -> None:
        self._close_list()
        self._field.set_value("")
        if hit.period and not self._session.set_period(hit.period):
            return
        self._session.go_to_field(hit.page, hit.uid, hit.row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._close_list()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """Arrows, Enter and Esc belong to the list while it is open."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.list.isHidden() or self._shown_for != self._field.value():
                self._search(self._field.value())  # the pause after typing may not be over
            if self.list.isVisible():
                self.list.choose_current()
            return self._enabled
        if self.list.isHidden():
            return False
        if key == Qt.Key.Key_Escape:  # with the list go its words: nothing is narrowed by them
            self._close_list()
            self._field.set_value("")
            return True
        if key in _MOVES:
            self.list.move(_MOVES[key])
            return True
        return False
