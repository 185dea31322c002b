"""Photographs made smaller for the mail: seen as before, without what the camera added."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pictures import bomb, photo, screenshot
from PIL import Image

from qnapp.exchange.photos import smaller_photo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def opened(data: bytes | None) -> Image.Image:
    assert data is not None
    return Image.open(io.BytesIO(data))


def is_red(pixel: object) -> bool:
    assert isinstance(pixel, tuple)
    return bool(pixel[0] > 180 and pixel[1] < 80 and pixel[2] < 80)


@pytest.mark.parametrize("turned", [False, True])
def test_a_photograph_gets_smaller_and_stands_upright(tmp_path: Path, turned: bool) -> None:
    file = photo(tmp_path / "ảnh.jpg", turned=turned)
    before = file.read_bytes()
    data = smaller_photo(file, "IMG_1.JPG")
    made = opened(data)
    assert data is not None
    assert len(data) < 0.8 * len(before)
    assert made.format == "JPEG"
    assert max(made.size) == 2048
    assert (made.height > made.width) is turned
    assert is_red(made.getpixel((50, 50)))
    assert file.read_bytes() == before


def test_what_the_camera_wrote_besides_stays_at_home(tmp_path: Path) -> None:
    file = photo(tmp_path / "ảnh.jpg")
    assert b"QNAPP-CAMERA" in file.read_bytes()
    data = smaller_photo(file, "ảnh.jpg")
    assert len(opened(data).getexif()) == 0
    assert data is not None
    assert b"QNAPP-CAMERA" not in data


def test_what_is_transparent_becomes_paper(tmp_path: Path) -> None:
    made = opened(smaller_photo(screenshot(tmp_path / "màn hình.png"), "màn hình.png"))
    pixel = made.getpixel((700, 100))
    assert isinstance(pixel, tuple)
    assert min(pixel) > 245
    assert made.size == (1500, 1000)


def test_the_same_photograph_gives_the_same_bytes(tmp_path: Path) -> None:
    file = photo(tmp_path / "ảnh.jpg")
    assert smaller_photo(file, "a.jpg") == smaller_photo(file, "b.jpeg")


def _small(folder: Path) -> Path:
    return photo(folder / "nhỏ.jpg", (640, 640))


def _pdf(folder: Path) -> Path:
    file = folder / "quét.jpg"
    file.write_bytes(b"%PDF-1.7" + bytes(900_000))
    return file


def _cut(folder: Path) -> Path:
    file = photo(folder / "hỏng.jpg")
    file.write_bytes(file.read_bytes()[:700_000])
    return file


def _other_kind(folder: Path) -> Path:
    file = screenshot(folder / "màn hình.png")
    return file.rename(folder / "giả.jpg")


def _moving(folder: Path) -> Path:
    second = Image.new("RGBA", (1500, 1000), "red")
    with Image.open(screenshot(folder / "a.png")) as first:
        first.save(folder / "động.png", save_all=True, append_images=[second])
    return folder / "động.png"


def _already_small_for_its_size(folder: Path) -> Path:
    with Image.open(photo(folder / "a.jpg", (2000, 1500))) as image:
        image.save(folder / "nén.jpg", "JPEG", quality=70)
    return folder / "nén.jpg"


def _bomb(folder: Path) -> Path:
    return bomb(folder / "bom.png")


@pytest.mark.parametrize(
    "made", [_small, _pdf, _cut, _other_kind, _moving, _already_small_for_its_size, _bomb]
)
def test_what_travels_as_it_is(tmp_path: Path, made: Callable[[Path], Path]) -> None:
    file = made(tmp_path)
    assert smaller_photo(file, file.name) is None


@pytest.mark.parametrize("name", ["ảnh.pdf", "ảnh.tif", "ảnh", "ảnh.jpg.exe"])
def test_the_name_says_whether_it_is_a_photograph(tmp_path: Path, name: str) -> None:
    assert smaller_photo(photo(tmp_path / "a.jpg"), name) is None
