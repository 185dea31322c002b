"""Photographs made smaller for the mail; the originals stay in the store as they are."""

from __future__ import annotations

import io
import warnings
from pathlib import PurePath
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

if TYPE_CHECKING:
    from pathlib import Path

_KINDS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
EXT = ".jpg"  # of what is made
_FROM = 512 * 1024  # bytes: below, nothing is gained
_LONGEST_SIDE = 2048  # pixels: a page of writing photographed whole is still read
_QUALITY = 82
_MOST_PIXELS = 80_000_000  # of a photograph; more is a bomb, or a plan that must keep every line
_WORTH_IT = 0.8  # of the original's size


def smaller_photo(file: Path, name: str) -> bytes | None:
    """Make a JPEG of a photograph, None where that is none, too large to unpack, or no gain.

    ``name`` tells the kind; what is inside must agree. It is turned upright, and what the camera
    wrote besides, such as the place, is left out. Raises ``OSError`` where ``file`` is not read.
    """
    kind = _KINDS.get(PurePath(name).suffix.lower())
    size = file.stat().st_size
    if kind is None or size < _FROM:
        return None
    with file.open("rb") as source:
        made = _made(source, kind)
    return made if made is not None and len(made) < size * _WORTH_IT else None


def _made(source: io.BufferedReader, kind: str) -> bytes | None:
    try:
        with warnings.catch_warnings(), Image.open(source, formats=(kind,)) as image:
            warnings.simplefilter("error")  # Pillow only warns of some that are too large
            if image.width * image.height > _MOST_PIXELS or getattr(image, "n_frames", 1) > 1:
                return None
            if kind == "JPEG":
                image.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))  # unpacks less to begin with
            return _jpeg(image)
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        return None  # damaged, or no picture: travels as it is


def _jpeg(image: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        drawn = upright.convert("RGBA")
        white = Image.new("RGB", drawn.size, "white")
        white.paste(drawn, mask=drawn.getchannel("A"))
        upright = white
    buffer = io.BytesIO()
    upright.convert("RGB").save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return buffer.getvalue()
