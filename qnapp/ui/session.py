"""The open store as the window sees it: which period, which day, what changed, what can be undone.

Pages read ``worksheet()`` and write through ``write()``. Nothing else in the window touches the
store, so that saving, undo, the status bar and errors work the same everywhere.
"""

from __future__ import annotations

import contextlib
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from shiboken6 import isValid

from qnapp.db import periods
from qnapp.db.kept_findings import quick_findings
from qnapp.db.opening import open_period
from qnapp.db.reports import report_texts
from qnapp.db.returned import open_rows
from qnapp.db.settings import get_settings
from qnapp.db.store import Changes
from qnapp.db.worksheet import load_worksheet
from qnapp.errors import StoreError, UserError
from qnapp.ui.refused import PIECE, RefusedTexts, may_go_on
from qnapp.ui.refused_kept import keep, kept, piece_open

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from qnapp.db.history import FieldChange
    from qnapp.db.search_index import SearchIndex
    from qnapp.db.store import Store
    from qnapp.domain.periods import Period
    from qnapp.domain.plan_changes import ChangedRow, NamedRow
    from qnapp.domain.reporting import Finding, Worksheet
    from qnapp.ui.kit.door import Door
    from qnapp.ui.refused import Refused
    from qnapp.ui.session_band import SessionBand
    from qnapp.ui.tasks import Tasks

LEAVE_PERIOD = "Nội dung này được giữ lại ở kỳ đang mở. Sang kỳ khác?"


class _Edit(QUndoCommand):
    """Changes that are in the store already; undoing writes their opposite as a new change."""

    def __init__(self, session: Session, label: str, changes: Sequence[FieldChange]) -> None:
        super().__init__(label)
        self._session = session
        self._changes = list(changes)
        self._edited = tuple(self._changes)  # in the order in which it was done
        self._written = True

    def redo(self) -> None:
        if not self._written:
            self._apply()
            self._tell("Đã làm lại")

    def undo(self) -> None:
        self._apply()
        self._tell("Đã hoàn tác")

    def _tell(self, done: str) -> None:
        """Say what was done, and show where: a change out of sight would be taken on trust."""
        if not self.isObsolete():
            self._session.show_changes(self._edited)
            self._session.said.emit(f"{done}: {self.text()}.")

    def _apply(self) -> None:
        """Turn the changes round in the store, and remember the way back."""
        from qnapp.db import history  # what only undo needs, no start waits for

        try:
            self._changes = list(history.revert(self._session.store, self._changes))
        except UserError as error:
            self.setObsolete(True)
            self._session.failed.emit(error)
            return
        self._written = not self._written


class Session(QObject):
    """One store in one window."""

    changed = Signal(object)  # Changes: pages decide what to refresh
    period_changed = Signal(str)
    saved = Signal()  # something was written just now
    said = Signal(str)  # a sentence for the status bar
    failed = Signal(object)  # UserError
    failed_on_page = Signal(object)  # the same where no dialog says it: the page shows a band
    leaving = Signal()  # editors must write what is half typed now
    wanted = Signal(str, str)  # page key, uid of a row or "": go there
    field_wanted = Signal(str, str, str)  # page key, uid, name of the field: put the cursor there

    def __init__(
        self,
        store: Store,
        door: Door,
        tasks: Tasks,
        *,
        today: Callable[[], date],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.store = store
        self.door = door
        self.tasks = tasks
        self.today = today
        self.undo_stack = QUndoStack(self)
        self.refused = RefusedTexts(self)
        refused = kept(store)
        for key, found in refused.items():
            self.refused.tell(key, found)
        self.refused.changed.connect(self._refused_changed)
        self.refused.unwritten_changed.connect(self._keep_refused)
        self._bands: list[SessionBand] = []
        self.failed.connect(self._tell_failure)
        self.retry: Callable[[], bool] | None = None  # while ``failed`` tells of what may work yet
        self.shows_here: Callable[[Sequence[FieldChange]], bool] | None = None  # set by the window
        self.is_open = True  # a timer that fires after ``close`` must leave the store alone
        self._sheet: Worksheet | None = None
        self._index: SearchIndex | None = None
        self._reads_texts = False
        self._findings: tuple[Worksheet, list[Finding]] | None = None
        self._opened: tuple[Worksheet, frozenset[str]] | None = None
        self._second_look: dict[str, ChangedRow | NamedRow] | None = None
        last = periods.current_period(store, today()).code
        self.opening = open_period(store, today(), held=any(key[1] == last for key in refused))
        self._period = self.opening.period.code
        self._upper = get_settings(store).upper_office
        store.on_change.append(self._store_changed)

    @property
    def period(self) -> Period:
        """The chosen period."""
        return self.worksheet().period

    @property
    def period_code(self) -> str:
        """Code of the chosen period: ``2026-Q2``."""
        return self._period

    def as_of(self) -> date:
        """The day that screens judge by: today, or the period's own day once that has passed."""
        return min(self.today(), periods.stored_period(self.store, self._period).period.as_of)

    def worksheet(self) -> Worksheet:
        """Rows of the chosen period, read once and kept until something changes."""
        if self._sheet is None:
            self._sheet = load_worksheet(self.store, self._period, self.as_of())
        return self._sheet

    def second_look(self) -> Mapping[str, ChangedRow | NamedRow]:
        """Rows that a new plan version changed or added, by uid, until the clerk has seen them."""
        if self._second_look is None:
            from qnapp.db.plan_versions import rows_to_look_at  # the page of tasks asks first

            found = rows_to_look_at(self.store)
            self._second_look = {row.uid: row for row in found.changed}
            self._second_look |= {row.uid: row for row in found.added}
        return self._second_look

    def writable(self, uid: str) -> bool:
        """Whether a row may be typed in: in a locked period only what was returned may."""
        if uid.startswith(PIECE):
            return piece_open(self.store, uid)
        sheet = self.worksheet()
        return not sheet.locked or uid in self._open_rows(sheet)

    def _open_rows(self, sheet: Worksheet) -> frozenset[str]:
        if self._opened is None or self._opened[0] is not sheet:
            self._opened = (sheet, open_rows(self.store, sheet.period.code))
        return self._opened[1]

    def findings(self) -> list[Finding]:
        """What the checks say of rows and report (``period_findings``), and of unwritten fields."""
        sheet = self.worksheet()
        if self._findings is None or self._findings[0] is not sheet:
            self._findings = (sheet, self._find(sheet))
        return [one.finding() for one in self.open_texts()] + self._findings[1]

    def _find(self, sheet: Worksheet) -> list[Finding]:
        if not self._reads_texts:
            return quick_findings(self.store, sheet, self.today())
        from qnapp.documents.period_findings import period_findings  # see ``read_texts``

        return period_findings(self.store, sheet, self.today())

    def read_texts(self) -> None:
        """From now on hold the report's written parts against the figures, too.

        No start waits for it: what writes documents takes long to import.
        """
        if self._reads_texts or not self.is_open:
            return
        self._reads_texts = True
        if report_texts(self.store, self._period):
            self._findings = None
            self.changed.emit(Changes())

    def open_texts(self) -> list[Refused]:
        """What was typed in the chosen period and could not be written, and can be mended."""
        found = self.refused.of_period(self._period)
        return [one for one in found if self.writable(one.uid)]

    def may_give_up(self, question: str, deed: str) -> bool:
        """Ask before ``open_texts`` are given up; True when none is left."""
        found = self.open_texts()
        if not may_go_on(self, found, question, deed):
            return False
        self.refused.drop(found)
        return True

    @property
    def search_index(self) -> SearchIndex | None:
        """The index of words beside the store, opened when it is first asked for."""
        if self._index is None and self.is_open:
            from qnapp.db.search_index import open_index

            self._index = open_index(self.store.folder)
        return self._index

    def set_period(self, code: str) -> bool:
        """Switch every page to another period; what is half typed is written first.

        Where that cannot be written it is asked; False when the clerk stays.
        """
        if code == self._period:
            return True
        self.leaving.emit()
        if not may_go_on(self, self.open_texts(), LEAVE_PERIOD, "Sang kỳ khác"):
            return False
        self._period = code
        self._sheet = None
        periods.choose_period(self.store, code)
        self.period_changed.emit(code)
        return True

    def go(self, page: str, uid: str = "") -> None:
        """Ask the window to show a page, and there a row."""
        self.wanted.emit(page, uid)

    def go_to_field(self, page: str, uid: str, field: str) -> None:
        """Ask the window to show a page, there a row, and to put the cursor into its field."""
        self.field_wanted.emit(page, uid, field)

    def show_changes(self, changes: Sequence[FieldChange]) -> None:
        """Ask the window to show the row and field of an edit, in the period it belongs to.

        A page that shows such changes itself is not left.
        """
        if self.shows_here is not None and self.shows_here(changes):
            return
        from qnapp.ui.places import place_of

        place = place_of(self.store, changes)
        if place is None:
            return
        if place.period and not self.set_period(place.period):
            return
        self.field_wanted.emit(place.page, place.uid, place.field)

    def say_failures_in(self, band: SessionBand) -> None:
        """Let a dialog's band say what is refused while the dialog is open."""
        self._bands = [*filter(isValid, self._bands), band]

    def _tell_failure(self, error: UserError) -> None:
        """One refusal is said in one place: in the dialog opened last, else above the page."""
        open_ones = filter(isValid, self._bands)
        seen = [band for band in open_ones if band.window().isVisible()]
        if seen:
            seen[-1].show_failure(error)
        else:
            self.failed_on_page.emit(error)

    def write(self, label: str, action: Callable[[], Sequence[FieldChange]]) -> bool:
        """Run a change of the store; True when it was written.

        ``label`` names the change for undo. A UserError reaches ``failed`` and changes nothing;
        where the disk refused it, the same may be tried again.
        """
        try:
            changes = action()
        except UserError as error:
            self.retry = partial(self.write, label, action) if type(error) is StoreError else None
            self.failed.emit(error)
            self.retry = None
            return False
        if changes:
            self.remember(label, changes)
            self.saved.emit()
        return True

    def write_quietly(self, action: Callable[[], Sequence[FieldChange]]) -> None:
        """Run a change that nobody takes back by undo; raises what ``action`` does."""
        if action():
            self.saved.emit()

    def remember(self, label: str, changes: Sequence[FieldChange]) -> None:
        """Let undo take back what is in the store already; a worker may have written it."""
        if changes:
            self.undo_stack.push(_Edit(self, label, changes))

    def announce(self, changes: Changes) -> None:
        """Say what another connection wrote (a worker's), as if this one had done it."""
        self._store_changed(changes)
        self.saved.emit()

    def forget_cache(self) -> None:
        """Read the rows anew at the next look (the day changed)."""
        self._sheet = None

    def _refused_changed(self) -> None:
        self.changed.emit(Changes())  # nothing was stored, but what the checks say is another

    def _keep_refused(self) -> None:
        """Let what is typed and unwritten outlive the program."""
        if self.is_open:
            with contextlib.suppress(UserError):  # on a full disk it still stands on the screen
                keep(self.store, self.refused.unwritten())

    def _store_changed(self, changes: Changes) -> None:
        if changes.plan:
            self._second_look = None
        self._sheet = None
        if changes.settings:
            self._follow_office()
        self.changed.emit(changes)
        if changes.evidence:
            self._forget_pieces()

    def _forget_pieces(self) -> None:
        """What stands refused in a piece of evidence goes with it into the trash."""
        for key in self.refused.unwritten():
            if key[2].startswith(PIECE) and not piece_open(self.store, key[2]):
                self.refused.tell(key, ())

    def _follow_office(self) -> None:
        """An office that begins to take reports in works on another period of the day."""
        upper = get_settings(self.store).upper_office
        if upper == self._upper:
            return
        self._upper = upper
        code = periods.current_period(self.store, self.today()).code
        if code != self._period:
            self.leaving.emit()
            self._period, self._sheet = code, None
            self.period_changed.emit(code)

    def close(self) -> None:
        """Write what is half typed and let the store go."""
        self.leaving.emit()
        self.is_open = False
        self.store.on_change.remove(self._store_changed)
        self.tasks.shutdown()
        if self._index is not None:
            self._index.close()
            self._index = None
        self.store.close()
