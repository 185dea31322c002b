"""Prints a document page by page; each page is painted by the worker before it goes to paper."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QPageLayout, QPainter

from qnapp.db.content import CancelledError
from qnapp.errors import FileError
from qnapp.ui.report_page.render import drawing, painting
from qnapp.ui.store_work import tell_failure

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

    from qnapp.ui.report_page.render import Drawn, Paper
    from qnapp.ui.session import Session

MOST_DPI = 300  # more is not seen on office paper and only fills the memory
NO_PRINTER = "Máy này chưa cài máy in. Xuất PDF rồi in ở máy khác."
REFUSED = "Máy in không nhận lệnh in. Dữ liệu vẫn còn nguyên. Kiểm tra máy in rồi in lại."


def can_print() -> bool:
    """Whether this build has what printing needs."""
    try:
        from PySide6 import QtPrintSupport  # noqa: F401
    except ImportError:
        return False
    return True


def print_paper(session: Session, paper: Paper, parent: QWidget) -> None:
    """Draw a document, ask for a printer, print."""
    from PySide6.QtPrintSupport import QPrinterInfo

    if not QPrinterInfo.availablePrinterNames():
        session.door.info(NO_PRINTER)
        return
    session.tasks.run(
        "Đang chuẩn bị in",
        drawing(paper),
        partial(_ask_printer, session, parent),
        partial(_failed, session),
    )


def _ask_printer(session: Session, parent: QWidget, drawn: Drawn) -> None:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, len(drawn.sizes))
    if dialog.exec() == QPrintDialog.DialogCode.Accepted:
        PrintRun(session, drawn, printer, parent).start()
    dialog.deleteLater()


class PrintRun(QObject):
    """One print job; it frees itself when the last page is out."""

    ended = Signal(int)  # pages printed

    def __init__(
        self, session: Session, drawn: Drawn, printer: QPrinter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._drawn = drawn
        self._printer = printer
        self._painter = QPainter()
        self._pages = _asked_pages(printer, len(drawn.sizes))
        self._printed = 0

    def start(self) -> None:
        """Begin with the first page."""
        self._printer.setFullPage(True)
        self._turn(self._pages[0])
        if self._painter.begin(self._printer):
            self._next()
        else:
            self._fail(FileError(REFUSED))

    def _next(self) -> None:
        if self._printed == len(self._pages):
            self._end()
            return
        page = self._pages[self._printed]
        scale = min(self._printer.resolution(), MOST_DPI) / 72
        title = f"Đang in trang {self._printed + 1}/{len(self._pages)}"
        work = painting(self._drawn.data, {page: scale}, grey=True)
        self._session.tasks.run(title, work, self._put, self._fail)

    def _put(self, images: dict[int, QImage]) -> None:
        page = self._pages[self._printed]
        if page not in images:  # stopped by the user
            self._painter.end()
            self._session.said.emit(f"Đã dừng in sau {self._printed} trang.")
            self.deleteLater()
            return
        if self._printed:
            self._turn(page)
            self._printer.newPage()
        width, height = self._drawn.sizes[page]
        dots = self._printer.resolution() / 72
        self._painter.drawImage(QRectF(0, 0, width * dots, height * dots), images[page])
        self._printed += 1
        self._next()

    def _turn(self, page: int) -> None:
        width, height = self._drawn.sizes[page]
        lying, upright = QPageLayout.Orientation.Landscape, QPageLayout.Orientation.Portrait
        self._printer.setPageOrientation(lying if width > height else upright)

    def _end(self) -> None:
        self._painter.end()
        self._session.said.emit(f"Đã gửi {self._printed} trang tới máy in.")
        self.ended.emit(self._printed)
        self.deleteLater()

    def _fail(self, error: Exception) -> None:
        if self._painter.isActive():
            self._painter.end()
        self.deleteLater()
        _failed(self._session, error)


def _asked_pages(printer: QPrinter, count: int) -> list[int]:
    """Pages from 0 that the dialog asked for; all where it asked for none."""
    first = printer.fromPage() or 1
    last = min(printer.toPage() or count, count)
    return list(range(first - 1, last)) or [0]


def _failed(session: Session, error: Exception) -> None:
    if not isinstance(error, CancelledError):  # whoever stopped it knows
        tell_failure(session, error)
