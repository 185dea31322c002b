"""Files that are dragged into the window: evidence for a row, or packages for the window's door."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qnapp.domain.packages import EXTENSIONS

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

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
    return [path for path in paths if path.is_file()]
