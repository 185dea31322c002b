"""Every meaning of look section 7 has a line icon, tinted and sharp."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage

from qnapp.assets import asset
from qnapp.ui.kit.buttons import IconButton, LinkButton
from qnapp.ui.kit.icons import app_icon, icon, icon_pixmap
from qnapp.ui.kit.theme import apply_theme, theme
from qnapp.ui.navigation import NavItem

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

MEANINGS = {
    *("overview", "tasks", "indicators", "evidence", "check", "report", "consolidation", "inbox"),
    *("resolution", "history", "settings", "help", "search", "calendar", "plus", "close", "undo"),
    *("redo", "columns", "export", "import", "print", "sign", "send", "return", "lock", "person"),
    *("clock", "note", "tick", "chevron-down", "chevron-right", "folder"),
}
FILES = sorted(path for path in asset("icons").glob("*.svg") if path.stem != "app")


def test_every_meaning_has_a_file() -> None:
    assert {path.stem for path in FILES} >= MEANINGS


@pytest.mark.parametrize("name", [path.stem for path in FILES])
def test_icons_are_lines_of_one_colour_on_the_20_grid(name: str) -> None:
    markup = asset("icons", f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 20 20"' in markup
    assert 'fill="none"' in markup
    assert 'stroke="currentColor"' in markup
    assert not re.search(r"#[0-9A-Fa-f]{3,6}|<text|<image|url\(", markup)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_pixmaps_have_the_devices_own_pixels(qapp: QApplication, ratio: float) -> None:
    pixmap = icon_pixmap("overview", "text2", 18, ratio)
    assert pixmap.width() == round(18 * ratio)
    assert pixmap.devicePixelRatio() == ratio


def ink_height(widget: QWidget) -> int:
    """Pixels from the first to the last row in which something dark is drawn."""
    image = widget.grab().toImage()
    rows = [
        y
        for y in range(image.height())
        if any(image.pixelColor(x, y).lightness() < 150 for x in range(image.width()))
    ]
    return rows[-1] - rows[0] + 1


@pytest.mark.parametrize(
    "make",
    [
        lambda: IconButton("close", "Đóng"),
        lambda: NavItem("close", ""),
        lambda: LinkButton("", "close"),
    ],
    ids=["icon", "navigation", "link"],
)
def test_icons_grow_with_the_letters(
    qapp: QApplication, qtbot: QtBot, make: Callable[[], QWidget]
) -> None:
    heights = []
    for percent in (100, 130):
        apply_theme(qapp, "light", percent)
        widget = make()
        qtbot.addWidget(widget)
        widget.resize(widget.sizeHint())
        heights.append(ink_height(widget))
    assert heights[1] >= 1.2 * heights[0]


def test_the_tint_is_the_tokens_and_follows_the_theme(qapp: QApplication) -> None:
    light = darkest(icon_pixmap("plus", "accent", 40).toImage())
    apply_theme(qapp, "dark", 100)
    dark = darkest(icon_pixmap("plus", "accent", 40).toImage())
    assert light == QColor("#1558A0")
    assert dark == theme().color("accent") == QColor("#86B7F0")


def test_no_two_icons_look_alike(qapp: QApplication) -> None:
    drawn = {path.stem: icon_pixmap(path.stem, "text", 20).toImage() for path in FILES}
    for first, second in combinations(drawn, 2):
        assert drawn[first] != drawn[second], (first, second)


def test_a_disabled_icon_is_paler(qapp: QApplication) -> None:
    made = icon("trash")
    normal = made.pixmap(QSize(18, 18), 1.0, QIcon.Mode.Normal).toImage()
    disabled = made.pixmap(QSize(18, 18), 1.0, QIcon.Mode.Disabled).toImage()
    assert darkest(normal).lightness() < darkest(disabled).lightness()


def test_an_unknown_icon_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("unicorn")


def test_the_programs_icon_has_all_sizes_of_windows(qapp: QApplication) -> None:
    sizes = {size.width() for size in app_icon().availableSizes()}
    assert {16, 24, 32, 48, 256} <= sizes


def darkest(image: QImage) -> QColor:
    """Return the colour of the most opaque pixel."""
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return max((image.pixelColor(x, y) for x, y in points), key=QColor.alpha)
