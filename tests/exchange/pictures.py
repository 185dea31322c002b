"""Photographs as telephones make them: large, turned, and full of what nobody asked for."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

ORIENTATION, PLACE, CAMERA = 0x0112, 0x8825, 0x0110


def photo(path: Path, size: tuple[int, int] = (3000, 2000), *, turned: bool = False) -> Path:
    """A JPEG of some megabytes with a red corner at the top left of what a person sees."""
    noise = random.Random(1).randbytes(300 * 200 * 3)
    image = Image.frombytes("RGB", (300, 200), noise).resize(size, Image.Resampling.BICUBIC)
    # Turned by the camera: what a person sees as the top left is stored at the bottom left.
    corner = (0, size[1] - 600, 600, size[1]) if turned else (0, 0, 600, 600)
    image.paste((255, 0, 0), corner)
    exif = Image.Exif()
    exif[ORIENTATION] = 6 if turned else 1
    exif[CAMERA] = "QNAPP-CAMERA"
    exif[PLACE] = {1: "N", 2: (20.0, 57.0, 0.0)}
    image.save(path, "JPEG", quality=95, exif=exif)
    return path


def screenshot(path: Path) -> Path:
    """A PNG of some megabytes, half of it transparent."""
    noise = random.Random(2).randbytes(1500 * 1000 * 4)
    image = Image.frombytes("RGBA", (1500, 1000), noise)
    image.paste((0, 0, 0, 0), (0, 0, 1500, 500))
    image.save(path, "PNG")
    return path


def bomb(path: Path) -> Path:
    """A PNG of some kilobytes with more pixels than any photograph."""
    Image.new("1", (10_000, 10_000)).save(path, "PNG")
    with path.open("ab") as file:
        file.write(bytes(600_000))  # large enough to be looked at
    return path
