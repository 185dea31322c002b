from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import click, press, type_text
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from qnapp.documents.content import PartId
from qnapp.documents.freeze import freeze_report
from qnapp.documents.pdf import render_pdf
from qnapp.ui.report_page.preview import FIT_WIDTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.ui.report_page.period_desk import PeriodDesk
    from qnapp.ui.report_page.preview import PreviewView

MARK = QColor("#1558A0")


@pytest.fixture
def view(desk: PeriodDesk, qtbot: QtBot) -> PreviewView:
    """The preview with its first page painted."""
    shown = desk.preview.view
    qtbot.waitUntil(lambda: 0 in shown._painted, timeout=20_000)
    return shown


def drawn_text(view: PreviewView) -> str:
    import pypdfium2

    assert view.drawn is not None
    document = pypdfium2.PdfDocument(view.drawn.data)
    try:
        pages = range(len(document))
        return "\n".join(document[page].get_textpage().get_text_range() for page in pages)
    finally:
        document.close()


def has_colour(image: QImage, colour: QColor) -> bool:
    wide, high = image.width(), image.height()
    return any(image.pixelColor(x, y) == colour for y in range(0, high, 4) for x in range(wide))


def test_the_preview_is_the_report_that_will_be_written(
    desk: PeriodDesk, view: PreviewView
) -> None:
    rendered = render_pdf(desk.paper().report)
    assert view.drawn is not None
    assert view.drawn.data == rendered.data
    assert view.pages() == rendered.pages
    assert desk.preview.number.text() == f"Trang 1/{rendered.pages}"


def test_it_follows_typing_before_anything_is_saved(
    qtbot: QtBot, desk: PeriodDesk, view: PreviewView
) -> None:
    desk.parts.open_part(PartId.NEXT)
    field = desk.parts.sections[PartId.NEXT].text
    field.selectAll()
    type_text(field, "Khánh thành nhà văn hóa khu 3")
    qtbot.waitUntil(lambda: "Khánh thành nhà văn hóa" in drawn_text(view), timeout=20_000)


def test_what_was_sent_for_signature_opens_at_its_head(
    qtbot: QtBot, desk: PeriodDesk, view: PreviewView
) -> None:
    view.go_to_page(2)
    assert view.verticalScrollBar().value() > 0
    freeze_report(desk.session.store, desk.session.period_code, despite_errors=True)
    qtbot.waitUntil(lambda: "DỰ THẢO" not in drawn_text(view), timeout=20_000)
    assert view.verticalScrollBar().value() == 0


def test_the_same_report_is_not_drawn_twice(desk: PeriodDesk, view: PreviewView) -> None:
    before = desk.preview._paper
    desk.preview.refresh()
    assert desk.preview._job is None
    assert desk.preview._paper is before


def test_the_window_does_not_wait_for_a_preview(
    desk: PeriodDesk, view: PreviewView, door: RecordingDoor
) -> None:
    desk.preview.forget()
    desk.preview.refresh()
    assert desk.preview._job is not None
    desk.window().close()
    assert door.boxes == []
    assert not desk.window().isVisible()


def test_an_open_part_is_marked_in_the_margin(
    qtbot: QtBot, desk: PeriodDesk, view: PreviewView
) -> None:
    assert not has_colour(view.viewport().grab().toImage(), MARK)
    desk.parts.open_part(PartId.TASKS)
    qtbot.waitUntil(lambda: has_colour(view.viewport().grab().toImage(), MARK))


def test_a_part_further_down_is_brought_into_view(desk: PeriodDesk, view: PreviewView) -> None:
    assert view.verticalScrollBar().value() == 0
    click(desk.signature.head)
    assert view.verticalScrollBar().value() > 0


def test_pages_are_turned_by_button_and_key(desk: PeriodDesk, view: PreviewView) -> None:
    assert not desk.preview.previous.isEnabled()
    click(desk.preview.next)
    assert desk.preview.number.text().startswith("Trang 2/")
    press(view, Qt.Key.Key_End)
    assert desk.preview.number.text() == f"Trang {view.pages()}/{view.pages()}"
    assert not desk.preview.next.isEnabled()
    press(view, Qt.Key.Key_Home)
    assert desk.preview.number.text().startswith("Trang 1/")


def test_every_page_fits_the_width_upright_and_lying(view: PreviewView) -> None:
    assert view.drawn is not None
    assert {width > height for width, height in view.drawn.sizes} == {True, False}
    assert view.horizontalScrollBar().maximum() == 0
    for page in range(view.pages()):
        assert view._rect(page).right() <= view.viewport().width()


def test_a_larger_page_is_painted_anew(qtbot: QtBot, desk: PeriodDesk, view: PreviewView) -> None:
    small = view._painted[0]
    desk.preview.zoom.setFocus()
    press(desk.preview.zoom, Qt.Key.Key_Down)
    press(desk.preview.zoom, Qt.Key.Key_Down)
    assert desk.preview.zoom.value() == "150"
    qtbot.waitUntil(lambda: view._painted.get(0, 0) > small, timeout=20_000)
    assert view.horizontalScrollBar().maximum() > 0
    view.set_zoom(FIT_WIDTH)
    assert view.horizontalScrollBar().maximum() == 0


def test_paper_stays_white_in_the_dark(
    view: PreviewView, dress_page: Callable[[str, int], None]
) -> None:
    dress_page("dark", 100)
    place = view._rect(0).center().toPoint()
    place.setY(view.viewport().height() - 30)
    image = view.viewport().grab().toImage()
    left = view._rect(0).left()
    assert image.pixelColor(int(left) + 6, 60) == QColor("#FFFFFF")
    assert image.pixelColor(3, 3) != QColor("#FFFFFF")
