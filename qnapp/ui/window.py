"""The main window: navigation, top bar, pages, status bar, the keys that work everywhere."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qnapp.db.organisations import own_organisation
from qnapp.db.settings import get_settings
from qnapp.ui.backup_reminder import BackupReminder
from qnapp.ui.dropped import arrived_files
from qnapp.ui.kit.icons import app_icon
from qnapp.ui.kit.notices import RETRY, ErrorBand
from qnapp.ui.kit.paint import paint_ground
from qnapp.ui.locked_band import LockedBand
from qnapp.ui.navigation import Navigation
from qnapp.ui.refused import STAY, may_go_on
from qnapp.ui.statusbar import StatusBar
from qnapp.ui.topbar import TopBar
from qnapp.ui.training_band import TrainingBand

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import (
        QCloseEvent,
        QDragEnterEvent,
        QDragLeaveEvent,
        QDropEvent,
        QPaintEvent,
        QResizeEvent,
    )

    from qnapp.db.history import FieldChange
    from qnapp.errors import UserError
    from qnapp.ui.arrivals.door import Arrivals
    from qnapp.ui.arrivals.drop import DropHint
    from qnapp.ui.help import HelpDialog
    from qnapp.ui.inbox_page.page import InboxPage
    from qnapp.ui.page import Page, PageKind
    from qnapp.ui.session import Session

NARROW_BELOW = 1300  # logical pixels of the window (look, section 4)
FIRST_SIZE = (1366, 688)
LEAST_SIZE = (960, 560)
NEW_DAY_CHECK_MS = 60_000
GIVE_UP, CLOSE = "Đóng chương trình và bỏ nội dung này?", "Đóng và bỏ"


class PageFrame(QWidget):
    """The place of a page, with the band for an action that failed above it.

    Page and band are built when they are first asked for; ``made`` tells of the page.
    """

    made = Signal(object)  # Page

    def __init__(self, kind: PageKind, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self._session = session
        self._page: Page | None = None
        self._band: ErrorBand | None = None
        self._retry: Callable[[], bool] | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(6)  # counts only while the band is there

    @property
    def page(self) -> Page:
        """The page."""
        if self._page is None:
            self._page = self.kind.make(self._session)
            self._page.setAccessibleName(self.kind.title)
            self._box.addWidget(self._page, 1)
            self.made.emit(self._page)
        return self._page

    @property
    def band(self) -> ErrorBand:
        """The band."""
        if self._band is None:
            self._band = ErrorBand()
            self._band.retried.connect(self._try_again)
            above = QVBoxLayout()
            above.setContentsMargins(16, 0, 16, 0)
            above.addWidget(self._band)
            self._box.insertLayout(0, above)
        return self._band

    def flush(self) -> None:
        """Write what is half typed in the page."""
        if self._page is not None:
            self._page.flush()

    def unfinished(self) -> str:
        """Name what the page would lose."""
        return self._page.unfinished() if self._page is not None else ""

    def show_error(self, error: UserError, retry: Callable[[], bool] | None = None) -> None:
        """Say what happened, above the page; what the page shows stays. ``retry`` does it again."""
        self._retry = retry
        button = RETRY if retry is not None else ""
        self.band.show_error(str(error), error.detail or _cause(error), button)

    def _try_again(self) -> None:
        """Write what stands in the fields; where that was not it, do again what failed."""
        retry = self._retry
        self.flush()
        if retry is not None and self._retry is retry:  # nothing was written, nothing failed anew
            retry()

    def hide_error(self) -> None:
        """Take the band away."""
        self._retry = None
        if self._band is not None:
            self._band.hide()


def _cause(error: UserError) -> str:
    cause = error.__cause__
    return f"{type(cause).__name__}: {cause}" if cause is not None else ""


class MainWindow(QWidget):
    """One open store.

    ``store_wanted`` asks to open another folder (a ``Path``; None: leave the training data),
    ``restore_wanted`` to replace this store from a backup file. Who made the window does that.
    """

    store_wanted = Signal(object)
    restore_wanted = Signal(object)
    closed = Signal()

    def __init__(self, session: Session, pages: Sequence[PageKind]) -> None:
        super().__init__()
        self.session = session
        self._help: HelpDialog | None = None
        self._frames = {kind.key: PageFrame(kind, session) for kind in pages}
        self._build(pages)
        self._connect()
        self._add_shortcuts()
        self._restore_geometry()
        self._tell_title()
        self._tell_owner()
        self._offer_pages()
        self.show_page(pages[0].key)

    # ----------------------------------------------------------------------------------- build

    def _build(self, pages: Sequence[PageKind]) -> None:
        self.setWindowIcon(app_icon())
        self.setMinimumSize(*LEAST_SIZE)
        self.setAcceptDrops(True)
        self.navigation = Navigation(self.session, pages)
        self.topbar = TopBar(self.session, self)
        self.training = TrainingBand()
        self.locked = LockedBand(self.session)
        self.reminder = BackupReminder(self.session)
        self.stack = QStackedWidget()
        for frame in self._frames.values():
            self.stack.addWidget(frame)
        self.statusbar = StatusBar(self.session)
        right = QVBoxLayout()
        right.setSpacing(0)
        bands = (self.training, self.locked, self.reminder)
        for part in (self.topbar, *bands, self.stack, self.statusbar):
            right.addWidget(part, 1 if part is self.stack else 0)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.navigation)
        box.addLayout(right, 1)

    def _connect(self) -> None:
        self.navigation.chosen.connect(self.show_page)
        self.navigation.help_wanted.connect(self.show_help)
        self.navigation.open_wanted.connect(self.open_arrived)
        self.training.button.clicked.connect(self._leave_training)
        self.reminder.notice.clicked.connect(self._back_up_whole)
        self.session.shows_here = self._shows_here
        self.session.wanted.connect(self.go)
        self.session.field_wanted.connect(self.go)
        self.session.failed_on_page.connect(self._show_error)
        self.session.saved.connect(self._hide_error)
        self.session.changed.connect(self._store_changed)
        self.session.period_changed.connect(self._period_changed)
        for frame in self._frames.values():
            frame.made.connect(self._follow_page)
        self._day = self.session.today()
        self._day_timer = QTimer(self, interval=NEW_DAY_CHECK_MS)
        self._day_timer.timeout.connect(self.check_day)
        self._day_timer.start()

    def _follow_page(self, page: Page) -> None:
        page.count_changed.connect(self._count_changed)
        page.store_wanted.connect(self.store_wanted)
        page.restore_wanted.connect(self.restore_wanted)

    def _add_shortcuts(self) -> None:
        keys: list[tuple[str, Callable[[], object]]] = [
            ("Ctrl+K", self.topbar.search_everything),
            ("Ctrl+O", self.open_arrived),
            ("Ctrl+F", self.find_in_page),
            ("Alt+P", self.topbar.period.open_menu),
            ("Ctrl+Z", self.topbar.step_back),
            ("Ctrl+Y", self.topbar.step_forward),
            ("Ctrl+Shift+Z", self.topbar.step_forward),
            ("F1", self.show_help),
        ]
        for sequence, action in keys:
            QShortcut(QKeySequence(sequence), self).activated.connect(action)
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(functools.partial(MainWindow._show_number, self, number))

    # ----------------------------------------------------------------------------------- pages

    @property
    def page_keys(self) -> tuple[str, ...]:
        """Keys of all pages, in the order of the navigation; none is built by asking."""
        return tuple(self._frames)

    @property
    def current_page(self) -> Page:
        """The page that is shown."""
        return self._current_frame().page

    def _current_frame(self) -> PageFrame:
        frame = self.stack.currentWidget()
        assert isinstance(frame, PageFrame)
        return frame

    def page(self, key: str) -> Page:
        """The page of a key. Raises KeyError."""
        return self._frames[key].page

    @Slot(str)
    def show_page(self, key: str) -> None:
        """Show a page; what is half typed on the one that is left is written first."""
        frame = self._frames[key]
        if self._current_frame() is not frame:
            self._current_frame().flush()
            self.topbar.leave_page()
            self.statusbar.leave()
        page = frame.page  # built before its place is shown
        self.stack.setCurrentWidget(frame)
        self.navigation.set_current(key)
        page.ensure_fresh()
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name_page()
        self.navigation.refresh_counts()

    def _show_number(self, number: int) -> None:
        keys = self.navigation.page_keys()
        if number <= len(keys):
            self.show_page(keys[number - 1])

    def _offer_pages(self) -> None:
        """Offer the pages of an upper office while the setting is on; leave one that went."""
        self.navigation.set_upper(get_settings(self.session.store).upper_office)
        if self._current_frame().kind.key not in self.navigation.page_keys():
            self.show_page(self.navigation.page_keys()[0])

    def go(self, key: str, uid: str, field: str = "") -> None:
        """Show a page, there a row, and there a field."""
        self.show_page(key)
        if uid:
            self._frames[key].page.show_item(uid, field)

    def _shows_here(self, changes: Sequence[FieldChange]) -> bool:
        return self.current_page.show_changes(changes)

    def find_in_page(self) -> None:
        """Ctrl+F: the search field narrows the page that is shown."""
        self.topbar.search_in_page()

    @Slot()
    def show_help(self) -> None:
        """F1: the help of the page that is shown."""
        from qnapp.ui.help import HelpDialog

        if self._help is None:
            self._help = HelpDialog(self.current_page.key, self)
            self._help.destroyed.connect(self._help_gone)
        self._help.show_page(self.current_page.key)
        self._help.show()
        self._help.raise_()

    def _help_gone(self) -> None:
        self._help = None

    # ---------------------------------------------------------------------------------- events

    def _show_error(self, error: UserError) -> None:
        self._current_frame().show_error(error, self.session.retry)

    def _hide_error(self) -> None:
        self._current_frame().hide_error()

    def _count_changed(self) -> None:
        self._name_page()

    def _name_page(self) -> None:
        frame = self._current_frame()
        self.topbar.show_page(frame.kind.title, frame.page)
        self.locked.heed(frame.page.heeds_lock())

    def _store_changed(self) -> None:
        self._tell_title()
        self._tell_owner()
        self._offer_pages()
        self.navigation.refresh_counts()

    def _period_changed(self) -> None:
        self._tell_title()
        self._hide_error()
        self._name_page()
        self.navigation.refresh_counts()

    def check_day(self) -> None:
        """A PC that runs overnight: distances and standings belong to the new day."""
        if self.session.today() == self._day:
            return
        self._day = self.session.today()
        self.session.leaving.emit()
        self.session.forget_cache()
        self.session.period_changed.emit(self.session.period_code)

    def _tell_title(self) -> None:
        owner = own_organisation(self.session.store)
        training = get_settings(self.session.store).training
        title = f"QNApp - {owner.name} - {self.session.period.name}"
        self.setWindowTitle(title + " (dữ liệu tập huấn)" * training)
        self.training.setVisible(training)

    def _tell_owner(self) -> None:
        owner = own_organisation(self.session.store)
        # The place stands in the name already: "Đảng ủy phường" is enough below it.
        committee = owner.party_name.removesuffix(owner.short).strip()
        if get_settings(self.session.store).upper_office:
            committee = "Tiếp nhận và tổng hợp"
        self.navigation.set_owner(owner.name, "" if committee == owner.name else committee)

    def _back_up_whole(self) -> None:
        from qnapp.ui.settings_page.page import SettingsPage

        self.show_page("settings")
        page = self.current_page
        assert isinstance(page, SettingsPage)
        page.backup.back_up_whole()

    def _leave_training(self) -> None:
        self.store_wanted.emit(None)

    # -------------------------------------------------------------------------- files that arrive

    @functools.cached_property
    def arrivals(self) -> Arrivals:
        """The one door for packages, replies, plans and forms."""
        from qnapp.ui.arrivals.door import Arrivals

        door = Arrivals(self.session, self)
        door.many_submissions.connect(self._take_in_many)
        return door

    @functools.cached_property
    def _drop_hint(self) -> DropHint:
        from qnapp.ui.arrivals.drop import DropHint

        return DropHint(self)

    def _take_in_many(self, paths: list[Path]) -> None:
        self.show_page("inbox")
        cast("InboxPage", self.page("inbox")).take_in(paths)

    def open_arrived(self) -> None:
        """Ctrl+O: choose files that arrived, and see what they are."""
        self.arrivals.ask()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if arrived_files(event.mimeData()):
            event.acceptProposedAction()
            self._drop_hint.show_over(self.navigation.width())

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._drop_hint.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop_hint.hide()
        event.acceptProposedAction()
        self.arrivals.open(arrived_files(event.mimeData()))

    # -------------------------------------------------------------------------------- geometry

    def _settings(self) -> QSettings:
        # In the store's folder, not in the registry: it goes where the data goes.
        file = self.session.store.folder / "window.ini"
        return QSettings(str(file), QSettings.Format.IniFormat)

    def _restore_geometry(self) -> None:
        kept = self._settings().value("geometry")
        if kept is None or not self.restoreGeometry(kept):
            self.resize(*FIRST_SIZE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.set_narrow(self.width() < NARROW_BELOW)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.statusbar.jobs.busy and not self._may_cancel():
            event.ignore()
            return
        self.flush()
        refused = self.session.refused.all()
        if not may_go_on(self.session, refused, GIVE_UP, CLOSE) or not self._may_drop_forms():
            event.ignore()
            return
        self.session.refused.drop(self.session.refused.all())
        self.statusbar.jobs.cancel()
        self._settings().setValue("geometry", self.saveGeometry())
        super().closeEvent(event)
        self.closed.emit()

    def _may_drop_forms(self) -> bool:
        """Ask before a form goes that was filled in, but whose button was not pressed."""
        for key, frame in self._frames.items():
            told = frame.unfinished()
            if told and not self.session.door.ask(f"{told}\n{GIVE_UP}", CLOSE, STAY, loses=True):
                self.show_page(key)
                return False
        return True

    def _may_cancel(self) -> bool:
        sentence = "Việc đang chạy chưa xong. Đóng chương trình và bỏ việc này?"
        return self.session.door.ask(sentence, CLOSE, "Chờ xong", loses=True)

    def flush(self) -> None:
        """Write everything that is half typed."""
        self.session.leaving.emit()
        for frame in self._frames.values():
            frame.flush()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_ground(QPainter(self), self.rect(), "canvas")
