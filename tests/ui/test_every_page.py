"""All pages of the window with the training data: room, focus, order, help."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hands import show_active
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from screen_audit import described, interactive, named, too_narrow

from qnapp.assets import asset
from qnapp.db.settings import set_settings
from qnapp.text import nfc
from qnapp.ui.help import HelpDialog
from qnapp.ui.pages import PAGES
from qnapp.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session

# What does not fit yet, by font size; the list may only get shorter.
KNOWN = {(130, "inbox: InboxTable")}
KEYS = [kind.key for kind in PAGES]


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    """The training data, in an office that takes reports in as well: every page is there."""
    made = make_store(sample=True)
    set_settings(made, upper_office=True)
    return made


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(session, PAGES)
    qtbot.addWidget(made)
    made.resize(1366, 688)
    show_active(made)
    yield made
    made.close()


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


@pytest.mark.parametrize(
    ("width", "height", "font"),
    [(1366, 688, 100), (1366, 688, 115), (1366, 688, 130), (1093, 560, 100), (1920, 1000, 100)],
)
def test_everything_has_room(
    window: MainWindow,
    dress_page: Callable[[str, int], None],
    width: int,
    height: int,
    font: int,
) -> None:
    dress_page("light", font)
    window.resize(width, height)
    found = []
    for key in KEYS:
        window.show_page(key)
        settle()
        found += [f"{key}: {fault}" for fault in too_narrow(window.page(key))]
    found += [f"navigation: {fault}" for fault in too_narrow(window.navigation)]
    assert [fault for fault in found if (font, fault.partition(" scrolls")[0]) not in KNOWN] == []


@pytest.mark.parametrize("key", KEYS)
def test_the_focus_is_seen_on_everything(window: MainWindow, key: str) -> None:
    window.show_page(key)
    settle()
    page = window.page(key)
    window.navigation.item(key).setFocus(Qt.FocusReason.TabFocusReason)
    unseen = []
    for widget in reached_by_tab(page):
        settle()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        settle()
        seen = widget.grab().toImage() != before or has_current_row(widget)
        if not widget.hasFocus() or not seen:
            unseen.append(f"{type(widget).__name__} {described(widget)}")
    assert unseen == []


def has_current_row(widget: QWidget) -> bool:
    """In a table the current row is the sign, bar and tint (look, section 11); empty ones rest."""
    if not isinstance(widget, QAbstractItemView):
        return False
    return widget.currentIndex().isValid() or not widget.model().rowCount()


@pytest.mark.parametrize("key", KEYS)
def test_tab_goes_as_one_reads(window: MainWindow, key: str) -> None:
    window.show_page(key)
    settle()
    page = window.page(key)
    stops = reached_by_tab(page)
    back = []
    for one, after in itertools.pairwise(stops):
        if goes_back(page, one, after):
            back.append(f"{named(one)} -> {named(after)}")
    assert back == []


def goes_back(page: QWidget, one: QWidget, after: QWidget) -> bool:
    """Whether ``after`` lies before ``one``: above it in its column, or left of it in its line.

    Only what stands in the same box is compared: between two columns of a page Tab goes up.
    """
    if one.parentWidget() is not after.parentWidget():
        return False
    first, second = place(page, one), place(page, after)
    above = second.y() + after.height() <= first.y()
    left = second.x() + after.width() <= first.x() and abs(second.y() - first.y()) < 8
    return above or left


def place(page: QWidget, widget: QWidget) -> QPoint:
    return widget.mapTo(page, QPoint(0, 0))


def reached_by_tab(page: QWidget) -> list[QWidget]:
    """What Tab reaches in a page, in its order."""
    known = set(interactive(page))
    found: list[QWidget] = []
    widget = page.nextInFocusChain()
    while widget is not None and widget is not page and len(found) < 400:
        policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if widget in known and policy and widget.isVisible() and widget.isEnabled():
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


# help


@pytest.mark.parametrize("key", KEYS)
def test_every_page_has_its_help(qtbot: QtBot, key: str) -> None:
    file = asset("help", f"{key}.md")
    text = file.read_text(encoding="utf-8")
    assert text == nfc(text)
    assert text.startswith("# ")
    assert "http" not in text  # it must be read where there is no network
    assert "!" not in text
    dialog = HelpDialog(key)
    qtbot.addWidget(dialog)
    dialog.show()
    title = next(kind.title for kind in PAGES if kind.key == key)
    assert dialog.browser.toPlainText().startswith(title)
