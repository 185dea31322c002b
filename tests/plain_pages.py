"""Pages that only remember what the window asked of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from qnapp.ui.page import Page

if TYPE_CHECKING:
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow


class PlainPage(Page):
    """Counts its reloads, remembers rows asked for, words searched and flushes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.reloads = 0
        self.flushes = 0
        self.asked: list[tuple[str, str]] = []
        self.searched: list[str] = []
        self.field = QLineEdit()
        QVBoxLayout(self).addWidget(self.field)

    def subtitle(self) -> str:
        return f"{len(self.session.worksheet().own_tasks)} nhiệm vụ đơn vị theo dõi"

    def reload(self) -> None:
        self.reloads += 1

    def show_item(self, uid: str, field: str = "") -> None:
        self.asked.append((uid, field))

    def flush(self) -> None:
        self.flushes += 1


class TasksLike(PlainPage):
    key = "tasks"

    def find(self, text: str) -> None:  # type: ignore[override] # as in Page
        self.searched.append(text)


class IndicatorsLike(PlainPage):
    key = "indicators"


class ReportLike(PlainPage):
    key = "report"


def plain(window: MainWindow, key: str) -> PlainPage:
    """Give a page of a window that has these."""
    page = window.page(key)
    assert isinstance(page, PlainPage)
    return page
