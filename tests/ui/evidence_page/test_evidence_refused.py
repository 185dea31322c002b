"""What is typed of a piece of evidence and cannot be written is neither lost nor passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from evidence_hands import PERIOD, uid
from hands import click, press, type_text
from PySide6.QtCore import Qt

from qnapp.db import evidence, periods
from qnapp.domain.reporting import Level
from qnapp.ui.checks_page import ChecksPage
from qnapp.ui.evidence.dialog import EvidenceDialog
from qnapp.ui.evidence_page.page import EvidencePage
from qnapp.ui.refused_kept import kept
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.domain.reporting import Evidence
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow

NO_DAY = "31/2/2026"


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(EvidencePage, TasksPage, ChecksPage)


@pytest.fixture
def two(page: EvidencePage, attach: Callable[..., Evidence], qtbot: QtBot) -> tuple[int, int]:
    """Two pieces; in the first a day stands that there is not."""
    first, second = attach("Biên bản.txt"), attach("Ảnh.txt", content="Khác")
    page.show_piece(first.id)
    page.detail.fields.day.setFocus()
    qtbot.waitUntil(page.detail.fields.day.hasFocus)
    type_text(page.detail.fields.day, NO_DAY)
    press(page.detail.fields.day, Qt.Key.Key_Return)
    return first.id, second.id


def click_piece(page: EvidencePage, number: int) -> None:
    index = page.view.lines.index(page.view.lines.row_of(number))
    page.view.scrollTo(index)
    click(page.view.viewport(), page.view.visualRect(index).center())


def test_a_day_that_cannot_be_read_waits_while_another_piece_is_looked_at(
    page: EvidencePage, two: tuple[int, int], session: Session, window: MainWindow
) -> None:
    click_piece(page, two[1])
    assert page.detail.fields.day.text() == ""
    found = session.findings()[0]
    told = f"Minh chứng “Biên bản.txt”: ô Ngày ban hành có nội dung chưa ghi được “{NO_DAY}”"
    assert (found.level, found.text) == (Level.ERROR, f"{told}, cần sửa lại.")
    assert window.statusbar.text.text() == f"{told}."
    click_piece(page, two[0])
    assert page.detail.fields.day.text() == NO_DAY
    assert page.detail.fields.day.fault()
    click(page.detail.fields.day)
    page.detail.fields.day.selectAll()
    type_text(page.detail.fields.day, "28/2/2026")
    press(page.detail.fields.day, Qt.Key.Key_Return)
    assert session.refused.all() == []
    assert evidence.get(session.store, two[0]).issued_on is not None


def test_the_checks_lead_to_the_field_of_the_piece(
    page: EvidencePage, two: tuple[int, int], window: MainWindow
) -> None:
    click_piece(page, two[1])
    window.show_page("checks")
    checks = window.page("checks")
    assert isinstance(checks, ChecksPage)
    place = checks.view.visualRect(checks.model.index(1)).center()  # below the head of the errors
    click(checks.view.viewport(), place)
    assert window.current_page is page
    assert page.line is not None
    assert page.line.id == two[0]
    assert page.detail.fields.day.hasFocus()
    assert page.detail.fields.day.text() == NO_DAY


def test_it_goes_with_the_piece_into_the_trash(
    page: EvidencePage, two: tuple[int, int], session: Session, store: Store
) -> None:
    session.write("Xóa", lambda: evidence.remove(store, two[0]))
    assert session.refused.all() == []
    assert kept(store) == {}


@pytest.mark.usefixtures("page")
def test_it_outlives_the_program_and_not_the_lock_of_its_period(
    two: tuple[int, int], session: Session, store: Store
) -> None:
    assert [one.text for found in kept(store).values() for one in found] == [NO_DAY]
    periods.lock_period(store, PERIOD, "Trình ký")
    assert kept(store) == {}
    assert session.open_texts() == []
    assert not session.writable(f"id:{two[0]}")
    assert not session.writable("id:x")


def test_what_a_dialog_leaves_behind_is_found_on_the_page(
    window: MainWindow, attach: Callable[..., Evidence], session: Session
) -> None:
    item = attach("Biên bản.txt")
    dialog = EvidenceDialog(session, uid("1.14"), changeable=True, parent=window)
    dialog.show()
    day = dialog._entries[item.id].fields.day
    type_text(day, NO_DAY)
    dialog.reject()
    assert [one.text for one in session.open_texts()] == [NO_DAY]
    first = session.open_texts()[0]
    session.go_to_field(first.page, first.uid, first.field)
    page = window.page("evidence")
    assert isinstance(page, EvidencePage)
    assert page.detail.fields.day.text() == NO_DAY
    assert page.detail.fields.day.hasFocus()
