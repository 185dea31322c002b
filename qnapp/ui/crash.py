"""Faults of the program: what is half typed is saved, and a person can send the details on."""

from __future__ import annotations

import sys
import threading
import traceback
from typing import TYPE_CHECKING

from PySide6 import __version__ as qt_version
from PySide6.QtCore import QObject, Qt, Signal, Slot

from qnapp import __version__
from qnapp.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from qnapp.ui.kit.door import Door

SENTENCE = (
    "Chương trình gặp lỗi khi làm việc vừa rồi. Nội dung đã gõ được lưu. "
    "Có thể làm tiếp; nếu lỗi lặp lại, sao chép chi tiết gửi người hỗ trợ rồi mở lại chương trình."
)
UNSAVED_SENTENCE = (
    "Chương trình gặp lỗi và chưa lưu được nội dung vừa gõ. Dữ liệu đã lưu trước đó còn nguyên. "
    "Sao chép chi tiết gửi người hỗ trợ rồi mở lại chương trình."
)
BUTTONS = ("Làm tiếp", "Mở lại chương trình")


def describe(error: BaseException) -> str:
    """Versions and traceback, as they are copied; no content of the store."""
    import platform

    head = f"QNApp {__version__}, Python {platform.python_version()}, Qt {qt_version}, "
    return head + platform.platform() + "\n\n" + "".join(traceback.format_exception(error))


class CrashHandler(QObject):
    """Receives what nobody caught, from any thread, and shows each fault once.

    A ``UserError`` that slipped through is told like any other. ``restart_wanted`` when the person
    chose to open the program again.
    """

    restart_wanted = Signal()
    _caught = Signal(object)

    def __init__(
        self, door: Door, flush: Callable[[], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._door = door
        self._flush = flush
        self._seen: set[str] = set()
        self._showing = False
        # Queued: a fault may come from the worker, or from the middle of painting.
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Catch what slots and threads raise from now on."""
        sys.excepthook = self.hook
        threading.excepthook = self._thread_hook

    def uninstall(self) -> None:
        """Give Python's own hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """``sys.excepthook``."""
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        if not isinstance(error, UserError):
            sys.__excepthook__(kind, error, trace)  # for whoever started it from a console
        self._caught.emit(error)

    def _thread_hook(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self.hook(caught.exc_type, caught.exc_value, caught.exc_traceback)

    @Slot(object)
    def _show(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._door.error(error)
            return
        place = "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
        if place in self._seen or self._showing:
            return
        self._seen.add(place)
        self._showing = True
        try:
            self._ask(error)
        finally:
            self._showing = False

    def _ask(self, error: Exception) -> None:
        details = describe(error)
        sentence = SENTENCE
        try:
            self._flush()
        except Exception as second:  # the fault may sit in the very page that is to be saved
            sentence = UNSAVED_SENTENCE
            details += "\n" + "".join(traceback.format_exception(second))
        if self._door.choose(sentence, BUTTONS, detail=details) == 1:
            self.restart_wanted.emit()
