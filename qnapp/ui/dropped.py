"""Files that are dragged into the window: evidence for a row, or packages for the window's door.

One that is gone by now is let in here all the same: whoever reads it says in a sentence what is
wrong, and a drop is never met with silence.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from qnapp.domain.packages import EXTENSIONS
from qnapp.ui.kit.paint import RADIUS_SEGMENT, paint_ring
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QPaintEvent

_PACKAGES = frozenset(EXTENSIONS.values())
_TRAVELLING = _PACKAGES | {".xlsx", ".zip"}


def dropped_files(data: QMimeData) -> list[Path]:
    """Files that may be evidence; a package of this program is none."""
    return [path for path in _local_files(data) if path.suffix.lower() not in _PACKAGES]


def arrived_files(data: QMimeData) -> list[Path]:
    """Files that look as if they travelled; only what is inside tells what they are."""
    return [path for path in _local_files(data) if path.suffix.lower() in _TRAVELLING]


def _local_files(data: QMimeData) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if not path.is_dir()]


class DropFrame(QWidget):
    """A frame around what takes the files that are dragged over it; it stands in nobody's way."""

    def __init__(self, place: QWidget) -> None:
        super().__init__(place)
        self._place = place
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("Thả tệp vào đây")
        self.hide()

    def mark(self, *, marked: bool) -> None:
        """Show the frame while files are above, hide it when they are gone."""
        if marked:
            self.setGeometry(self._place.rect())
            self.raise_()
        self.setVisible(marked)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        tint = theme().color("accent")
        tint.setAlpha(24)
        painter.fillRect(self.rect(), tint)
        paint_ring(painter, self.rect(), radius=RADIUS_SEGMENT)
