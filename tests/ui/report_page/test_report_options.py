"""What a clerk chooses for the paper, and to whom a report goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import click, type_text
from PySide6.QtWidgets import QApplication

from qnapp.db.settings import get_settings, set_settings
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.report_page.page import ReportPage
    from qnapp.ui.report_page.period_desk import PeriodDesk
    from qnapp.ui.session import Session

WIDE = 300  # mm, no page is as wide


@pytest.fixture
def options(desk: PeriodDesk) -> PeriodDesk:
    click(desk.options.head)
    return desk


def test_what_is_scrolled_away_ends_at_a_line(desk: PeriodDesk) -> None:
    bar = desk.parts.verticalScrollBar()
    desk.window().resize(1366, 500)
    click(desk.options.head)
    QApplication.processEvents()
    assert bar.maximum() > 0
    lines = []
    for place in (0, 7, bar.maximum()):
        bar.setValue(place)
        image = desk.parts.grab().toImage()
        lines.append({image.pixelColor(x, 0).name() for x in range(0, image.width() - 20)})
    assert lines == [{theme().color("border").name()}] * 3


def test_nothing_is_chosen_at_first(desk: PeriodDesk) -> None:
    assert desk.options.head.source() == "theo thể thức"
    assert not any(box.isChecked() for box in desk.options.boxes.values())


def test_charts_are_an_annex_by_choice(qtbot: QtBot, options: PeriodDesk, store: Store) -> None:
    view = options.preview.view
    before = view.pages()
    click(options.options.boxes["with_charts"])
    assert get_settings(store).with_charts
    assert options.options.head.source() == "kèm biểu đồ"
    qtbot.waitUntil(lambda: view.pages() == before + 1, timeout=20_000)
    options.session.undo_stack.undo()
    assert not options.options.boxes["with_charts"].isChecked()


def test_both_sides_swap_the_margins_of_even_pages(
    qtbot: QtBot, options: PeriodDesk, store: Store
) -> None:
    box = options.options.boxes["duplex"]
    click(box)
    click(options.options.boxes["signature_fields"])
    assert options.options.head.source() == "in hai mặt, có ô ký số"
    assert options.paper().report.profile.page.mirrored
    view = options.preview.view
    qtbot.waitUntil(lambda: view.drawn is not None and view.drawn.verso != view.drawn.left)
    assert view.drawn is not None
    assert view.drawn.margin(2) < view.drawn.margin(1)  # the mark beside a part follows
    set_settings(store, letterhead="nha-nuoc")  # whose rules know one set of margins
    assert not box.isVisible()
    assert options.options.head.source() == "có ô ký số"


def test_addressees_are_typed_where_the_form_has_them(desk: PeriodDesk, store: Store) -> None:
    click(desk.signature.head)
    field = desk.signature.addressees
    assert not field.isVisible()
    set_settings(store, letterhead="nha-nuoc")
    assert field.isVisible()
    assert field.placeholderText() == "Ban Thường vụ Tỉnh ủy Quảng Ninh"
    field.setFocus()
    type_text(field, "Văn phòng Tỉnh ủy")
    assert get_settings(store).addressees == ""
    desk.flush()
    assert get_settings(store).addressees == "Văn phòng Tỉnh ủy"
    assert desk.paper().report.addressees == ("Văn phòng Tỉnh ủy",)


def test_undo_reaches_the_addressees_that_still_have_the_keyboard(
    desk: PeriodDesk, store: Store
) -> None:
    click(desk.signature.head)
    click(desk.change_form)
    field = desk.signature.addressees
    field.setFocus()
    type_text(field, "Văn phòng Tỉnh ủy")
    field.commit()
    assert field.hasFocus()
    desk.session.undo_stack.undo()
    assert get_settings(store).addressees == ""
    assert field.value() == ""


def test_addressees_that_are_being_typed_stay(
    desk: PeriodDesk, store: Store, session: Session
) -> None:
    set_settings(store, letterhead="nha-nuoc")
    click(desk.signature.head)
    field = desk.signature.addressees
    field.setFocus()
    type_text(field, "Văn phòng")
    set_settings(store, place="Hạ Long")  # the page is read anew
    assert field.value() == "Văn phòng"
    session.leaving.emit()
    assert get_settings(store).addressees == "Văn phòng"


@pytest.mark.parametrize("percent", [100, 115, 130])
def test_the_head_has_room_in_every_size(
    page: ReportPage, store: Store, dress_page: Callable[[str, int], None], percent: int
) -> None:
    set_settings(store, letterhead="nha-nuoc")
    dress_page("light", percent)  # what is shown already has room too
    QApplication.processEvents()
    note = page.desk.content._note
    assert note.text() == "Thể thức Nhà\u00a0nước"
    assert not note.is_cut()
    foot = page.desk.foot
    assert foot.minimumSizeHint().width() <= foot.width()
