"""The user guide: every page has its picture, its help and a word in it; nothing leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qnapp.text import nfc
from qnapp.ui.pages import PAGES

if TYPE_CHECKING:
    from qnapp.ui.page import PageKind

DOCS = Path(__file__).resolve().parents[1] / "docs"
GUIDE = (DOCS / "huong-dan.md").read_text(encoding="utf-8")
UNIT = [kind for kind in PAGES if not kind.upper]
MOST_BYTES = 1_500_000  # of all pictures: the guide travels with the program


def test_it_is_clean_vietnamese() -> None:
    assert nfc(GUIDE) == GUIDE
    assert "!" not in GUIDE.replace("![", "[")
    assert "<<<<" not in GUIDE


def test_headings_are_numbered_in_order() -> None:
    numbers = [int(found) for found in re.findall(r"^## (\d+)\.", GUIDE, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#]+)\)", GUIDE))))
def test_every_link_and_picture_is_there(link: str) -> None:
    assert (DOCS / link).is_file()


@pytest.mark.parametrize("kind", UNIT, ids=lambda kind: kind.key)
def test_every_page_of_a_unit_has_its_picture_and_its_help(kind: PageKind) -> None:
    key, title = kind.key, kind.title
    assert f"(hinh/{key}.webp)" in GUIDE
    assert f"[{title}](../resources/help/{key}.md)" in GUIDE


def test_pictures_are_small_and_none_is_left_over() -> None:
    pictures = sorted((DOCS / "hinh").iterdir())
    assert sum(file.stat().st_size for file in pictures) < MOST_BYTES
    told = "".join(page.read_text(encoding="utf-8") for page in DOCS.glob("*.md"))
    assert [file.name for file in pictures if f"hinh/{file.name}" not in told] == []
