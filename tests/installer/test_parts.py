"""The parts a frozen program is made from: what goes in, its icon, what Windows says of it."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from installer.icon import SIZES, write_icon, write_side_picture
from installer.places import ROOT
from installer.slim import is_kept, slim
from installer.version_resource import four_numbers, version_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "destination",
    [
        r"PySide6\opengl32sw.dll",
        r"PySide6\Qt6Pdf.dll",
        "PySide6/Qt/lib/libQt6Quick.so.6",
        r"PySide6\translations\qtbase_de.qm",
        r"PySide6\plugins\imageformats\qtiff.dll",
        r"PySide6\plugins\tls\qschannelbackend.dll",
        r"PySide6\plugins\platforms\qdirect2d.dll",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "api-ms-win-core-file-l1-1-0.dll",
        "ucrtbase.dll",
        "icuuc.dll",
    ],
)
def test_what_nobody_needs_stays_out(destination: str) -> None:
    assert not is_kept(destination)


@pytest.mark.parametrize(
    "destination",
    [
        r"PySide6\plugins\platforms\qwindows.dll",
        r"PySide6\plugins\platforms\qoffscreen.dll",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        r"PySide6\plugins\styles\qmodernwindowsstyle.dll",
        r"PySide6\plugins\iconengines\qsvgicon.dll",
        r"PySide6\plugins\imageformats\qjpeg.dll",
        r"PySide6\Qt6Network.dll",
        r"PySide6\Qt6PrintSupport.dll",
        "PySide6/Qt/lib/libicuuc.so.73",
        "resources/i18n/qtbase_vi.json",
        "VCRUNTIME140.dll",
    ],
)
def test_what_the_program_draws_with_goes_in(destination: str) -> None:
    assert is_kept(destination)


def test_the_list_keeps_its_form_and_order() -> None:
    kept = ("qnapp.txt", "/src/qnapp.txt", "DATA")
    assert slim([kept, ("PySide6/opengl32sw.dll", "/src/x", "BINARY"), kept]) == [kept, kept]


def test_the_icon_has_every_size_and_shows_the_mark(tmp_path: Path) -> None:
    target = tmp_path / "qnapp.ico"
    write_icon(ROOT / "resources" / "icons" / "app.svg", target)
    content = target.read_bytes()
    assert struct.unpack("<HHH", content[:6]) == (0, 1, len(SIZES))
    with Image.open(io.BytesIO(content)) as icon:
        assert icon.info["sizes"] == {(size, size) for size in SIZES}
        for size in SIZES:
            icon.size = (size, size)  # type: ignore[misc]
            drawn = icon.convert("RGBA")
            assert drawn.size == (size, size)
            assert drawn.getpixel((0, 0))[3] < 128  # type: ignore[index]
            red, _green, blue, alpha = drawn.getpixel((size // 2, size // 8))  # type: ignore[misc]
            assert blue > red  # the mark's blue
            assert alpha == 255


def test_the_side_picture_is_what_nsis_takes(tmp_path: Path) -> None:
    target = tmp_path / "side.bmp"
    write_side_picture(ROOT / "resources" / "icons" / "app.svg", target)
    with Image.open(target) as picture:
        assert (picture.format, picture.mode, picture.size) == ("BMP", "RGB", (164, 314))
        assert picture.getpixel((82, 300)) == (0x15, 0x58, 0xA0)
        white = [dot for dot in picture.get_flattened_data() if dot == (255, 255, 255)]
        assert len(white) > 200  # the tick


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("0.1.0", (0, 1, 0, 0)), ("12", (12, 0, 0, 0)), ("1.2.3.4", (1, 2, 3, 4))],
)
def test_a_version_is_four_numbers(version: str, numbers: tuple[int, ...]) -> None:
    assert four_numbers(version) == numbers


@pytest.mark.parametrize("version", ["", "1.0rc1", "1.2.3.4.5", "1.65536", "1.-2"])
def test_another_version_is_refused(version: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        four_numbers(version)


def test_the_version_resource_holds_numbers_and_words() -> None:
    text = version_file("1.2.0", "QNApp", "Theo dõi thực hiện")
    assert "filevers=(1, 2, 0, 0)" in text
    assert "StringStruct('FileDescription', 'Theo dõi thực hiện')" in text
    assert "StringStruct('OriginalFilename', 'QNApp.exe')" in text
