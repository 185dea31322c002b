"""Small pictures of evidence: of what the file holds, upright, never of what is too much."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image

from qnapp.ui.evidence_page.pictures import SIZE, draw

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.domain.reporting import Evidence
    from qnapp.ui.evidence_page.page import EvidencePage
    from qnapp.ui.session import Session


def photograph(width: int, height: int, *, turned: bool = False, form: str = "JPEG") -> bytes:
    """Red above, blue below; ``turned``: as a telephone held upright keeps it."""
    image = Image.new("RGB", (width, height), "#0000ff")
    image.paste("#ff0000", (0, 0, width, height // 2))
    exif = Image.Exif()
    if turned:
        image = image.rotate(90, expand=True)
        exif[0x0112] = 6  # to be turned right by a quarter
    out = io.BytesIO()
    image.save(out, form, **({"exif": exif, "quality": 95} if form == "JPEG" else {}))
    return out.getvalue()


@pytest.mark.parametrize("name", ["ảnh.jpg", "không đuôi", "nhầm đuôi.docx"])
def test_what_it_holds_decides_not_the_name(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(photograph(1600, 1200))
    image = draw(file)
    assert image is not None
    assert (image.width(), image.height()) == (360, 270)


def test_a_photograph_of_a_telephone_stands_upright(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(photograph(600, 800, turned=True))
    image = draw(file)
    assert image is not None
    assert image.height() > image.width()
    assert image.width() <= SIZE.width()
    assert image.height() <= SIZE.width()
    top = image.pixelColor(image.width() // 2, 20)
    bottom = image.pixelColor(image.width() // 2, image.height() - 20)
    assert (top.red() > 200, bottom.blue() > 200) == (True, True)


def test_a_small_picture_is_not_blown_up(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(photograph(40, 30, form="PNG"))
    image = draw(file)
    assert image is not None
    assert image.width() == 40


def test_the_first_page_of_a_pdf(make_file: Callable[..., Path]) -> None:
    image = draw(make_file("bien-ban.pdf"))
    assert image is not None
    assert image.height() == SIZE.height()
    colours = {image.pixelColor(x, y).name() for x in range(0, 190, 3) for y in range(0, 270, 3)}
    assert "#ffffff" in colours
    assert len(colours) > 1  # something is printed on it


@pytest.mark.qt_log_ignore("JPEG")  # Qt says what is wrong with the file, nobody needs to hear it
def test_what_has_no_picture_has_none(tmp_path: Path) -> None:
    empty = io.BytesIO()
    pypdfium2.PdfDocument.new().save(empty)
    for content in (
        b"x", b"%PDF-1.7 broken", b"\xff\xd8\xff\xe0 broken", b"<svg xmlns='x'/>", empty.getvalue(),
    ):  # fmt: skip
        file = tmp_path / "a"
        file.write_bytes(content)
        assert draw(file) is None
    assert draw(tmp_path / "gone") is None


def test_pictures_come_from_the_worker(
    page: EvidencePage, attach: Callable[..., Evidence], qtbot: QtBot, store: Store
) -> None:
    attach("Ảnh.png")
    item = attach("Biên bản.pdf", "1.15")
    qtbot.waitUntil(lambda: page.pictures.get(item.sha256) is not None)
    assert page.view.lines.rowCount() == 2


def test_a_closed_session_draws_nothing_more(
    page: EvidencePage, attach: Callable[..., Evidence], session: Session
) -> None:
    item = attach("Biên bản.pdf")
    page.pictures._wanted[item.sha256] = None
    session.is_open = False
    page.pictures._draw()
    assert page.pictures._job is None
