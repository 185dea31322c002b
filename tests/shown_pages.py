"""A page by itself, as large as the smallest window gives it room."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qnapp.ui.page import Page

AnyPage = TypeVar("AnyPage", bound="Page")


def show_page(page: AnyPage, qtbot: QtBot, width: int = 1170) -> AnyPage:
    """Show a page without its window and fill it."""
    qtbot.addWidget(page)
    page.resize(width, 608)
    with qtbot.waitExposed(page):
        page.show()
    page.ensure_fresh()
    return page
