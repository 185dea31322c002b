"""Nghị quyết: reading, searching, from a task to its paragraph and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hands import click, press, press_ctrl, type_text
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from qnapp.db.assignments import let_go
from qnapp.db.plans import current_plan, install_plan
from qnapp.db.progress import set_progress
from qnapp.domain.concordance import HEADING, Concordance
from qnapp.models.related_model import NOT_FOLLOWED, RelatedRole
from qnapp.text import curled
from qnapp.ui.resolution_page.page import ResolutionPage
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.models.related_model import Related
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow


def uid(code: str) -> str:
    return f"NQ05-2026/{code}"


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(TasksPage, ResolutionPage)


@pytest.fixture
def page(window: MainWindow) -> ResolutionPage:
    window.show_page("resolution")
    page = window.page("resolution")
    assert isinstance(page, ResolutionPage)
    return page


def reading(page: ResolutionPage) -> str:
    """Id of the paragraph that is being read."""
    return current_plan(page.session.store).paragraphs[page.text.current()].id


def beside(page: ResolutionPage) -> dict[str, Related]:
    rows = page.side.list.rows
    return {rows.related(at).code: rows.related(at) for at in range(rows.rowCount())}


# the text


def test_the_whole_text_stands_there_and_can_be_copied(page: ResolutionPage) -> None:
    plan = current_plan(page.session.store)
    assert page.text.toPlainText().split("\n") == [p.text for p in plan.paragraphs]
    press_ctrl(page.text, Qt.Key.Key_A)
    press_ctrl(page.text, Qt.Key.Key_C)
    assert plan.paragraphs[20].text in QGuiApplication.clipboard().text()
    type_text(page.text, "x")
    assert page.text.document().blockCount() == len(plan.paragraphs)


def test_the_title_and_the_number_are_told(page: ResolutionPage) -> None:
    assert page.subtitle() == "Số 05-NQ/TU, ngày 09/12/2025"
    headings = page.contents.headings
    shown = sum(p.kind == HEADING for p in current_plan(page.session.store).paragraphs)
    assert headings.rowCount() == shown


def test_a_heading_leads_to_its_place_and_the_list_follows_the_reader(page: ResolutionPage) -> None:
    headings = page.contents.headings
    row = next(at for at in range(headings.rowCount()) if headings.paragraph_id(at) == "p057")
    page.contents.scrollTo(headings.index(row))
    click(page.contents.viewport(), page.contents.visualRect(headings.index(row)).center())
    assert reading(page) == "p057"
    top = page.text.cursorRect().top()
    assert 0 <= top < page.text.viewport().height() / 3
    page.text.verticalScrollBar().setValue(0)
    assert page.contents.currentIndex().row() == 0
    page.text.verticalScrollBar().setValue(page.text.verticalScrollBar().maximum())
    assert page.contents.currentIndex().row() == headings.rowCount() - 1


def test_the_text_is_never_wider_than_the_eye_takes(
    page: ResolutionPage, window: MainWindow
) -> None:
    for width in (960, 1093, 1366, 1920):
        window.resize(width, 688)
        QApplication.processEvents()
        assert page.text.viewport().width() <= 720
        assert page.text.horizontalScrollBar().maximum() == 0
        assert page.text.viewport().width() > 300


def test_another_font_and_theme_keep_the_place(
    page: ResolutionPage, dress_page: Callable[[str, int], None]
) -> None:
    page.show_item(uid("4.6"))
    before = page.text.textCursor().charFormat().font().pointSizeF()
    dress_page("dark", 130)
    assert reading(page) == "p059"
    assert page.text.textCursor().charFormat().font().pointSizeF() > before


# search


def test_typing_marks_every_hit_and_the_keys_step_round(page: ResolutionPage, qtbot: QtBot) -> None:
    field = page.bar.field
    type_text(field, "chuyen doi so")
    press(field, Qt.Key.Key_Return)
    hits = page.text.extraSelections()
    words = {one.cursor.selectedText().lower() for one in hits}  # type: ignore[attr-defined]
    assert words == {"chuyển đổi số"}
    total = len(hits)
    first, _, of = page.bar.count.text().partition("/")
    assert int(of) == total > 5
    for _ in range(total):
        press(page.text, Qt.Key.Key_F3)
    assert page.bar.count.text() == f"{first}/{total}"  # once round
    press(page.text, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    before = (int(first) - 2) % total + 1
    assert page.bar.count.text() == f"{before}/{total}"


def test_a_hit_is_brought_into_view(page: ResolutionPage) -> None:
    page.find("Bến cảng")
    page.find("suc khoe dinh ky")
    place = page.text.cursorRect()
    assert page.text.viewport().rect().contains(place.center())
    assert reading(page) == "p060"


def test_the_buttons_step_too_and_nothing_found_is_said(page: ResolutionPage) -> None:
    page.find("đường sắt")
    start = page.bar.count.text()
    click(page.bar.after)
    assert page.bar.count.text() != start
    click(page.bar.before)
    assert page.bar.count.text() == start
    wide = page.bar.field.width()
    page.find("tàu vũ trụ")
    assert page.bar.count.text() == "Không tìm thấy"
    QApplication.processEvents()
    assert page.bar.field.width() == wide  # nothing moves under what is being typed
    assert not page.bar.after.isEnabled()
    page.find("")
    assert page.bar.count.text() == ""
    assert page.text.extraSelections() == []


def test_ctrl_f_goes_into_the_pages_own_field(page: ResolutionPage, window: MainWindow) -> None:
    window.activateWindow()
    press_ctrl(window, Qt.Key.Key_F)
    assert page.bar.field.hasFocus()


def test_its_button_for_doubts_is_never_squeezed(
    page: ResolutionPage, dress_page: Callable[[str, int], None]
) -> None:
    bar = page.bar
    for percent in (100, 130):
        dress_page("light", percent)
        page.find("chữ không có ở đâu")
        assert bar.count.text() == "Không tìm thấy"
        assert bar.minimumSizeHint().width() <= bar.width()
        assert bar.doubt.accessibleName().endswith("đoạn cần đối chiếu")


def test_at_large_letters_its_field_has_its_room_before_the_button(
    page: ResolutionPage, window: MainWindow, dress_page: Callable[[str, int], None], qtbot: QtBot
) -> None:
    bar = page.bar
    words = bar.doubt.text()
    assert words.endswith("đoạn cần đối chiếu")
    dress_page("light", 130)
    for width in (1366, 1280):
        window.resize(width, 688)
        page.find("")
        qtbot.waitUntil(lambda: bar.field.width() >= bar.field.whole_width())
        assert words.startswith(bar.doubt.text())
        assert bar.doubt.text() != words
        type_text(bar.field, "xyzt")
        press(bar.field, Qt.Key.Key_Return)
        assert bar.count.text() == "Không tìm thấy"
        assert not bar.count.is_cut()
        bar.field.clear_search()
    dress_page("light", 100)
    window.resize(1366, 688)
    qtbot.waitUntil(lambda: bar.doubt.text() == words)


# doubts


def test_a_doubt_is_told_beside_its_paragraph_and_at_its_sign(
    page: ResolutionPage, qtbot: QtBot
) -> None:
    plan = current_plan(page.session.store)
    doubtful = [p.id for p in plan.paragraphs if p.doubts]
    assert page.bar.doubt.text() == f"{len(doubtful)} đoạn cần đối chiếu"
    seen, side = [], page.side
    for _ in doubtful:
        click(page.bar.doubt)
        seen.append(reading(page))
        needed = sum(notice.heightForWidth(side.width() - 28) + 12 for notice in side._doubts) - 12
        assert min(needed, side.height() * 2 // 5) <= side.doubts.height() <= needed
    assert seen == doubtful
    click(page.bar.doubt)
    assert reading(page) == doubtful[0]
    words = [notice.words.text() for notice in page.side._doubts]
    first = next(p for p in plan.paragraphs if p.id == doubtful[0])
    assert words == [f"Cần đối chiếu bản gốc: {curled(doubt)}" for doubt in first.doubts]
    place = QPoint(20, page.text.cursorRect().center().y())
    where = page.text.viewport().mapToGlobal(place)
    QApplication.sendEvent(page.text.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, where))
    assert curled(first.doubts[0])[:20] in QToolTip.text()
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


# tasks


def test_from_a_task_to_its_paragraph_and_back_by_keys(
    window: MainWindow, session: Session
) -> None:
    session.go("tasks", uid("1.14"))
    tasks = window.page("tasks")
    assert isinstance(tasks, TasksPage)
    press_ctrl(tasks.table, Qt.Key.Key_G)
    page = window.current_page
    assert isinstance(page, ResolutionPage)
    assert reading(page) == "p019"
    assert page.side.back.text() == "Về nhiệm vụ 1.14"
    assert page.side.list.current() == beside(page)["1.14"]
    press_ctrl(page.text, Qt.Key.Key_G)
    assert window.current_page is tasks
    assert tasks._uid == uid("1.14")


def test_the_tasks_of_a_paragraph_tell_how_they_stand(page: ResolutionPage, store: Store) -> None:
    page.show_item(uid("5.6.1"))
    assert beside(page)["5.6.1"].state == "Chưa triển khai quá hạn"
    set_progress(store, uid("5.6.1"), "2026-Q2", status="in_progress", percent=10)
    assert beside(page)["5.6.1"].state == "Đang triển khai quá hạn"
    let_go(store, [uid("5.6.1")])
    assert beside(page)["5.6.1"].state == NOT_FOLLOWED


def test_the_tasks_of_another_section_begin_at_the_top(page: ResolutionPage, store: Store) -> None:
    def read(paragraph: str) -> None:
        page.text.show_paragraph(
            next(n for n, p in enumerate(plan.paragraphs) if p.id == paragraph)
        )
        QApplication.processEvents()  # the heights of the rows are laid out later

    plan = current_plan(store)
    found = Concordance(plan)
    first, *rest = sorted(
        (p.id for p in plan.paragraphs), key=lambda one: -len(found.items_of(one))
    )
    other = next(one for one in rest if found.items_of(one).keys() != found.items_of(first).keys())
    bar = page.side.list.verticalScrollBar()
    read(first)
    bar.setValue(60)
    assert bar.value() == 60
    read(other)
    assert bar.maximum() >= 60
    assert bar.value() == 0


def test_a_click_on_a_task_goes_to_it(page: ResolutionPage, session: Session, qtbot: QtBot) -> None:
    page.show_item(uid("1.14"))
    view = page.side.list
    index = view.rows.index(view.rows.row_of(uid("1.13")))
    assert "1.13" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert index.data(RelatedRole).title == index.data()
    with qtbot.waitSignal(session.wanted) as asked:
        click(view.viewport(), view.visualRect(index).center())
    assert asked.args == ["tasks", uid("1.13")]


def test_indicators_stand_beside_their_paragraph(page: ResolutionPage) -> None:
    page.show_item(uid("CT-NQ1"))
    found = beside(page)
    assert found["CT-NQ1"].page == "indicators"
    assert page.side.back.text() == "Về chỉ tiêu NQ1"


def test_a_paragraph_without_tasks_says_so(page: ResolutionPage) -> None:
    page.text.show_paragraph(1)
    assert "không nêu riêng" in page.side.note.text()


def test_a_row_that_the_text_does_not_name_is_told(
    page: ResolutionPage, session: Session, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.said):
        page.show_item("nobody")
    assert page.side.back.isHidden()


# other plans


def test_a_plan_without_its_text_says_so(
    page: ResolutionPage, store: Store, session: Session, qtbot: QtBot
) -> None:
    install_plan(store, replace(current_plan(store), version=2, paragraphs=()))
    assert page.empty.isVisible()
    assert "chưa kèm lời văn" in page.empty._label.text()
    with qtbot.waitSignal(session.wanted) as asked:
        click(page.empty._button)
    assert asked.args == ["tasks", ""]


def test_a_new_version_of_the_text_takes_its_place(page: ResolutionPage, store: Store) -> None:
    plan = current_plan(store)
    page.find("đường sắt")
    changed = replace(plan.paragraphs[1], text="Lời mới\ncó hai dòng về đường sắt.")
    install_plan(
        store,
        replace(plan, version=2, paragraphs=(plan.paragraphs[0], changed, *plan.paragraphs[2:])),
    )
    assert "Lời mới" in page.text.toPlainText()
    assert page.text.document().blockCount() == len(plan.paragraphs)
    assert page.text.extraSelections()[0].cursor.selectedText() == "đường sắt"  # type: ignore[attr-defined]


def test_the_models_keep_qts_rules(
    page: ResolutionPage, qtmodeltester: ModelTester, store: Store
) -> None:
    qtmodeltester.check(page.side.list.rows)  # type: ignore[no-untyped-call]
    qtmodeltester.check(page.contents.headings)  # type: ignore[no-untyped-call]
    page.show_item(uid("1.14"))
    page.text.show_paragraph(1)
    install_plan(store, replace(current_plan(store), version=2, paragraphs=()))


def test_the_row_that_led_here_stands_whole_above_the_doubts(
    window: MainWindow, page: ResolutionPage, qtbot: QtBot
) -> None:
    window.resize(1280, 640)
    window.go("resolution", "NQ05-2026/2.16.3")
    rows = page.side.list

    def whole() -> bool:
        place = rows.visualRect(rows.currentIndex())
        return place.isValid() and rows.viewport().rect().contains(place)

    assert page.side._doubts
    qtbot.waitUntil(whole)
