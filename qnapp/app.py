"""The composition root: the only module that knows everyone.

Opens a store in a window, changes to another store when the window asks, backs up each day.
What a start with a store does not need is imported where it is used: the start is what a person
waits for each morning.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from qnapp.db.lock import holder
from qnapp.db.settings import get_settings, set_settings
from qnapp.db.store import Store, default_folder, local_now, store_exists
from qnapp.errors import LockedError, UserError
from qnapp.ui.afterwards import Afterwards
from qnapp.ui.collector import Collector
from qnapp.ui.crash import CrashHandler
from qnapp.ui.kit.door import Door
from qnapp.ui.kit.icons import app_icon
from qnapp.ui.kit.theme import apply_theme, new_application
from qnapp.ui.kit.translation import install_translation
from qnapp.ui.page import PageCode
from qnapp.ui.pages import PAGES
from qnapp.ui.session import Session
from qnapp.ui.single import SingleInstance
from qnapp.ui.tasks import Tasks
from qnapp.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from qnapp.ui.restoring import Restoring
    from qnapp.ui.tasks import Job

HEARD_WITHIN_S = 3.0  # by a window that has just been shown and does not listen yet
BACKUP_AFTER_MS = 1500  # the day's first copy waits until the person has the window
BACKUP_EVERY_MS = 10 * 60 * 1000
RESTORED = "Đã khôi phục từ {name}. Dữ liệu trước đó nằm trong thư mục sao lưu."


def make_window(
    store: Store, *, clock: Callable[[], datetime] = local_now, door: Door | None = None
) -> MainWindow:
    """Build the window of an open store on its first page; the caller shows it."""
    settings = get_settings(store)
    apply_theme(_application(), settings.theme, settings.font_percent)
    session = Session(store, door or Door(), Tasks(), today=lambda: clock().date())
    window = MainWindow(session, PAGES)
    if door is None:
        session.door.setParent(window)
    return window


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


class Program(QObject):
    """One running program: at any time one store in one window."""

    def __init__(
        self,
        app: QApplication,
        home: Path,
        *,
        remembers: bool = True,
        clock: Callable[[], datetime] = local_now,
    ) -> None:
        """``home``: where the real data lies; ``remembers``: the next start opens it again."""
        super().__init__(app)
        self._clock = clock
        self._home = home
        self._remembers = remembers
        self._single: SingleInstance | None = None
        self._afterwards: Afterwards | None = None
        self._crash: CrashHandler | None = None
        self.window: MainWindow | None = None
        self._place: QByteArray | None = None  # of the window before: the next one stands there
        self._backup_timer = QTimer(self, interval=BACKUP_EVERY_MS)
        self._backup_timer.timeout.connect(self._back_up)

    def open(
        self,
        folder: Path,
        files: Sequence[Path] = (),
        *,
        look: Mapping[str, object] | None = None,
    ) -> bool:
        """Show the store of a folder, or let the person make one; False when nothing opened.

        ``files`` that arrived are opened in the window, in that of an earlier start too. ``look``:
        settings of the screen that a restored store takes over, so that it looks as before.
        """
        self._single = self._single_of(folder)
        # While there is no store there is no lock either that keeps two first runs apart.
        heard = not store_exists(folder) and not self._single.claim(files)
        store = None if heard else self._store(folder, files)
        if store is None:
            self._release()
            return False
        if store.folder != folder:  # the first run may put the data, or training data, elsewhere
            self._release()
            self._single = self._single_of(store.folder)
        self._keep_in_mind(store)
        if look is not None:
            with contextlib.suppress(UserError):  # then it looks as it did when it was backed up
                set_settings(store, **look)
        self._show(store)
        self._open_files(files)
        return True

    def _show(self, store: Store) -> None:
        window = self.window = make_window(store, clock=self._clock)
        self._crash = CrashHandler(window.session.door, window.flush, self)
        self._crash.install()
        # Once the window that asks is out of its own work: it is freed before another one comes.
        queued = Qt.ConnectionType.QueuedConnection
        self._crash.restart_wanted.connect(self._reopen, queued)
        window.store_wanted.connect(self._change_store, queued)
        window.restore_wanted.connect(self._restore, queued)
        window.closed.connect(self._closed)
        if self._place is not None:
            window.restoreGeometry(self._place)
        window.show()
        if window.session.opening.words:
            window.session.said.emit(window.session.opening.words)
        self._afterwards = Afterwards(self._later(window.navigation.page_keys()), self)
        self._backup_timer.start()
        QTimer.singleShot(BACKUP_AFTER_MS, self._back_up)

    def _later(self, pages: Sequence[str]) -> Iterator[Callable[[], object]]:
        """Give what a person need not wait for: later starts are heard, pages are loaded."""
        yield self._listen
        if self.window is not None:
            yield self.window.session.read_texts
        if self.window is not None:
            yield self.window.locked.look_closer
        for kind in PAGES:
            if kind.key in pages and isinstance(kind.make, PageCode):
                for name in kind.make.modules():
                    yield functools.partial(import_module, name)

    def _open_files(self, files: Sequence[Path]) -> None:
        if files and self.window is not None:
            self.window.arrivals.open(files)

    def _single_of(self, folder: Path) -> SingleInstance:
        single = SingleInstance(folder, self)
        single.raised.connect(self._raise)
        single.opened.connect(self._open_files)
        return single

    def _listen(self) -> None:
        """Hear later starts; whoever holds the lock of the store is the first."""
        if self._single is not None:
            self._single.listen()

    def _told_first(self, folder: Path, files: Sequence[Path]) -> bool:
        """Whether the window that has the store open was heard and comes to the front."""
        who = holder(folder)
        if self._single is None or who is None or who.purpose != "window":
            return False
        return self._single.tell_first(files, patience_s=HEARD_WITHIN_S)

    def _release(self) -> None:
        if self._single is not None:
            self._single.release()
            self._single.deleteLater()
            self._single = None

    def _keep_in_mind(self, store: Store) -> None:
        if self._remembers and not get_settings(store).training:
            self._home = store.folder
            remember(store.folder)

    # ------------------------------------------------------------------------------ the store

    def _store(self, folder: Path, files: Sequence[Path]) -> Store | None:
        """Open what is there; where it cannot be opened, say why and offer a way on.

        None also where another window has it open, which then shows itself and opens ``files``.
        """
        if not store_exists(folder):
            from qnapp.ui.first_run.dialog import FirstRun

            return FirstRun.ask(folder, clock=self._clock)
        try:
            return Store.open(folder, clock=self._clock, purpose="window")
        except LockedError as error:
            if not self._told_first(folder, files):
                Door().error(error)
            return None
        except UserError as error:
            answer = Door().choose(str(error), ("Khôi phục từ bản sao lưu…", "Thoát"))
            if answer != 0:
                return None
        from qnapp.ui import file_dialogs

        file = file_dialogs.open_file(None, "Chọn tệp sao lưu", file_dialogs.BACKUP_FILES)
        restored = file is not None and _restore_asked(file, folder)
        return self._store(folder, files) if restored else None

    def _change_store(self, folder: Path | None) -> None:
        """Open another folder; None: leave the training data for the real data."""
        target = folder if folder is not None else self._home
        before = self._close_window()
        if before is None:
            return
        if target == before:
            target = default_folder()
        if not self.open(target) and not self.open(before):
            _application().quit()

    def _restore(self, wanted: Restoring) -> None:
        """Replace the open store by a backup; whatever happens, a store is open afterwards."""
        if self.window is None:  # another one is at work already
            return
        settings = get_settings(self.window.session.store)
        look = {"theme": settings.theme, "font_percent": settings.font_percent}
        folder = self._close_window()
        if folder is None:
            return
        done = _restored(wanted, folder)
        if not self.open(folder, look=look if done else None):
            _application().quit()
        elif done and self.window is not None:
            self.window.session.said.emit(RESTORED.format(name=wanted.file.name))

    def _reopen(self) -> None:
        folder = self._close_window()
        if folder is not None and not self.open(folder):
            _application().quit()

    def _close_window(self) -> Path | None:
        """Close the window and its store without ending the program.

        Gives the folder; None where the person stays, since work runs or typed text was refused.
        """
        window = self.window
        if window is None:
            return None
        folder = window.session.store.folder
        self._place = window.saveGeometry()
        window.closed.disconnect(self._closed)
        if not window.close():
            window.closed.connect(self._closed)
            return None
        self._let_go(window)
        # Nothing of it may look into the store any more, nor follow the theme of the next one.
        QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
        return folder

    def _closed(self) -> None:
        if self.window is not None:
            self._let_go(self.window)
        _application().quit()

    def _let_go(self, window: MainWindow) -> None:
        self._backup_timer.stop()
        if self._afterwards is not None:
            self._afterwards.stop()
            self._afterwards.deleteLater()
            self._afterwards = None
        self._back_up_last(window.session.store)
        window.session.close()
        if self._crash is not None:
            self._crash.uninstall()
        self._release()
        window.deleteLater()
        self.window = None

    # ----------------------------------------------------------------------------- each so often

    def _back_up(self) -> None:
        """Keep the day's copy of the database, and copies of new evidence, without holding up."""
        if self.window is not None:
            session = self.window.session
            work = functools.partial(_backed_up, session.store)
            session.tasks.run("Đang sao lưu trong ngày", work, _nothing, self._failed, quiet=True)

    def _back_up_last(self, store: Store) -> None:
        """At the end of a visit there is nobody to wait for the worker."""
        from qnapp.db.backup import backup_now

        with contextlib.suppress(UserError):  # said at the next start, when it fails again
            backup_now(store)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        if self.window is not None:
            self.window.session.failed.emit(error)

    def _raise(self) -> None:
        if self.window is not None:
            self.window.showNormal() if self.window.isMinimized() else self.window.show()
            self.window.raise_()
            self.window.activateWindow()


def _backed_up(store: Store, _job: Job) -> None:
    from qnapp.db.backup import backup_now

    with store.worker() as own:
        backup_now(own)


def _nothing(_result: object) -> None:
    """Say nothing of a backup that worked: it works each day."""


def _restore_asked(file: Path, folder: Path) -> bool:
    """Restore where no store can be opened, after asking; False when nothing was restored."""
    from qnapp.ui.restoring import ask_restoring

    try:
        wanted = ask_restoring(Door(), file)
    except UserError as error:
        Door().error(error)
        return False
    return wanted is not None and _restored(wanted, folder)


def _restored(wanted: Restoring, folder: Path) -> bool:
    """Restore with a box that shows how far it is; False when it was refused, which was said."""
    from qnapp.db.archive import restore_full
    from qnapp.ui.waiting import WaitingDialog

    def work(job: Job) -> None:
        restore_full(
            *(wanted.file, folder),
            password=wanted.password,
            progress=job.report,
            cancelled=job.cancelled,
        )

    try:
        WaitingDialog.run("Đang khôi phục dữ liệu", work)
    except UserError as error:
        Door().error(error)
        return False
    return True


# --- which store was open last: one small file beside the default folder


def remember(folder: Path) -> None:
    """Open this folder at the next start."""
    file = default_folder().parent / "start.json"
    # Where this cannot be written the next start opens the default folder: no reason to stop.
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"folder": str(folder)}), encoding="utf-8")


def remembered() -> Path:
    """Tell the folder that was open last, where it still holds a store, else the default one."""
    try:
        text = (default_folder().parent / "start.json").read_text(encoding="utf-8")
        folder = Path(json.loads(text)["folder"])
    except (OSError, ValueError, KeyError):
        return default_folder()
    return folder if store_exists(folder) else default_folder()


def run_window(
    folder: Path | None,
    files: Sequence[Path] = (),
    *,
    ready: Callable[[], None] | None = None,
) -> int:
    """Start the window and stay until it closes; the exit code.

    ``files`` that arrived are opened in it: gói, biểu nhập, phiếu trả lời.
    ``ready`` is called once the window has been drawn and nothing more is due: for measuring.
    """
    app = new_application(sys.argv[0])
    app.setApplicationName("QNApp")
    app.setApplicationDisplayName("")  # the window's own title already begins with the name
    app.setQuitOnLastWindowClosed(False)  # the first run's dialog closes before the window opens
    app.setWindowIcon(app_icon())
    install_translation(app)
    apply_theme(app)
    chosen = folder or remembered()
    program = Program(app, chosen, remembers=folder is None)
    opened = program.open(chosen, files)
    gc.freeze()  # what stays until the end need not be looked through each time
    Collector(app)
    if not opened:
        return 0
    if ready is not None:
        app.processEvents()  # a timer alone would come before the first drawing
        QTimer.singleShot(0, ready)
    return app.exec()
