"""Small pictures of evidence, drawn by the worker: photographs, and the first page of PDFs.

The kept file is only read. What it holds decides, not its name; whatever cannot be drawn has no
picture, and nobody is told: the name says what it is.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from qnapp.db.content import find_content
from qnapp.ui.report_page.render import page_image

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job

SIZE = QSize(360, 270)  # four by three; a card shows 120 x 90, the detail up to 290 wide, at 200 %
_KEPT = 400  # pictures in memory: below 160 MB at the very most, commonly a tenth
_AT_ONCE = 6  # so that other work of the one worker gets its turn
_FORMATS = frozenset({b"jpeg", b"jpg", b"png", b"webp", b"gif", b"bmp", b"tiff"})
_PDF_HEAD = b"%PDF-"
_LARGEST = 64 * 1024 * 1024  # bytes of a file that is worth a look
_ROTATED = QImageIOHandler.Transformation.TransformationRotate90


class Pictures(QObject):
    """Gives pictures that are there and draws those that are asked for; ``came`` names one."""

    came = Signal(str)  # sha256

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known: OrderedDict[str, QImage | None] = OrderedDict()
        self._wanted: OrderedDict[str, None] = OrderedDict()
        self._job: Job | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._draw)

    def get(self, sha256: str) -> QImage | None:
        """The picture of some content; None while there is none, and it is asked for."""
        if not sha256:
            return None
        if sha256 in self._known:
            self._known.move_to_end(sha256)
            return self._known[sha256]
        self._wanted[sha256] = None
        self._wanted.move_to_end(sha256)  # what is looked at now is drawn first
        if self._job is None and not self._soon.isActive():
            self._soon.start()
        return None

    def _draw(self) -> None:
        if not self._wanted or not self._session.is_open:
            return
        chosen = [self._wanted.popitem()[0] for _ in range(min(_AT_ONCE, len(self._wanted)))]
        work = partial(_draw_all, self._session.store.folder, chosen)
        self._job = self._session.tasks.run("", work, self._drawn, self._failed, quiet=True)

    def _drawn(self, images: dict[str, QImage | None]) -> None:
        self._job = None
        self._known |= images
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        for sha256 in images:
            self.came.emit(sha256)
        self._draw()

    def _failed(self, error: Exception) -> None:
        self._job = None
        raise error


def _draw_all(folder: Path, chosen: list[str], job: Job) -> dict[str, QImage | None]:
    images: dict[str, QImage | None] = {}
    for sha256 in chosen:
        if job.cancelled():
            break
        path = find_content(folder, sha256)
        images[sha256] = draw(path) if path is not None else None
    return images


def draw(path: Path) -> QImage | None:
    """Draw a small picture of a file by what it holds; None for what has none."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        with path.open("rb") as file:
            is_pdf = file.read(len(_PDF_HEAD)) == _PDF_HEAD
    except OSError:  # gone or locked: the register says so elsewhere
        return None
    return _first_page(path) if is_pdf else _photograph(path)


def _photograph(path: Path) -> QImage | None:
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    if bytes(reader.format().data()) not in _FORMATS:
        return None
    reader.setAutoTransform(True)  # telephones lay photographs on their side
    size = reader.size()
    if size.isValid():
        room = SIZE.transposed() if reader.transformation() & _ROTATED else SIZE
        if size.width() > room.width() or size.height() > room.height():
            reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


def _first_page(path: Path) -> QImage | None:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:  # damaged, or under a password
        return None
    try:
        page = document[0]
        width, height = page.get_size()
        scale = min(SIZE.width() / max(width, 1), SIZE.height() / max(height, 1))
        return page_image(page, scale)
    except (pypdfium2.PdfiumError, IndexError):
        return None
    finally:
        document.close()
