"""Writes the zip that office files are made of so that the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3  # said on every system, so that Windows writes the same bytes


def repacked(data: bytes, change: Callable[[str, bytes], bytes] = lambda _, part: part) -> bytes:
    """Write an archive again with fixed times; ``change`` gives each part its final content."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = _UNIX
            target.writestr(entry, change(name, source.read(name)), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
