from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hands import click, press, type_text
from indicator_hands import PERIOD, editor, open_cell, rect_middle, shown, stored, uid
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from qnapp.db.history import history_of
from qnapp.db.measurements import set_measurement
from qnapp.domain.reporting import Verdict
from qnapp.models.indicator_columns import Column
from qnapp.ui.indicators_page.table import SAVE_AFTER_MS

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.ui.indicators_page.page import IndicatorsPage
    from qnapp.ui.session import Session


# typing down the column


def test_numbers_are_typed_down_the_column(page: IndicatorsPage, store: Store) -> None:
    open_cell(page, "1")
    for typed in ("91,3", "92,6", "1,4"):
        type_text(editor(), typed)
        press(editor(), Qt.Key.Key_Return)
    assert stored(store, "1").measurement.actual == Decimal("91.3")
    assert stored(store, "2").measurement.actual == Decimal("92.6")
    assert stored(store, "3").measurement.actual == Decimal("1.4")
    assert stored(store, "3").verdict is Verdict.UNMET
    assert editor().uid == uid("12")  # over the head of the next group


def test_arrows_go_up_and_down_between_fields(page: IndicatorsPage) -> None:
    press(open_cell(page, "2"), Qt.Key.Key_Down)
    assert editor().uid == uid("3")
    press(editor(), Qt.Key.Key_Up)
    press(editor(), Qt.Key.Key_Up)
    assert editor().uid == uid("1")


def test_a_digit_on_the_row_begins_its_field(page: IndicatorsPage, store: Store) -> None:
    page.table.go_to(uid("15b"))
    press(page.table, Qt.Key.Key_4)
    type_text(editor(), "2,5")
    press(editor(), Qt.Key.Key_Return)
    assert stored(store, "15b").measurement.actual == Decimal("42.5")


def test_a_digit_begins_the_field_of_a_row_clicked_on_its_name(
    page: IndicatorsPage, store: Store
) -> None:
    click(page.table.viewport(), rect_middle(page, "2", Column.TITLE))
    press(page.table, Qt.Key.Key_7)
    type_text(editor(), "7")
    press(editor(), Qt.Key.Key_Return)
    assert stored(store, "2").measurement.actual == Decimal(77)


def test_digits_on_the_head_of_a_group_fill_no_row(page: IndicatorsPage, store: Store) -> None:
    for typed in ("13,5", "14"):  # their first digit must not be a way to their rows
        type_text(open_cell(page, "2") if typed == "13,5" else editor(), typed)
        press(editor(), Qt.Key.Key_Return)
    before = [stored(store, code).measurement for code in ("1", "2", "3", "12", "15a", "15b")]
    press(editor(), Qt.Key.Key_Escape)
    last = page.table.model().index(page.model.place_of("group:II"), Column.CURRENT)
    assert last.isValid()
    page.table.scrollTo(last)
    click(page.table.viewport(), page.table.visualRect(last).center())
    for key in (Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_0):
        press(page.table, key)
    assert page.model.uid_at(page.table.currentIndex().row()) == "group:II"
    press(page.table, Qt.Key.Key_Return)
    after = [stored(store, code).measurement for code in ("1", "2", "3", "12", "15a", "15b")]
    assert after == before


def test_a_click_into_the_field_opens_it(page: IndicatorsPage) -> None:
    click(page.table.viewport(), rect_middle(page, "2", Column.CURRENT))
    assert editor().uid == uid("2")


def test_tab_goes_on_to_the_detail(page: IndicatorsPage, store: Store) -> None:
    field = open_cell(page, "2")
    type_text(field, "95")
    press(field, Qt.Key.Key_Tab)
    assert stored(store, "2").measurement.actual == Decimal(95)
    assert page.detail.isAncestorOf(QApplication.focusWidget() or page)


def test_escape_keeps_what_was_typed(page: IndicatorsPage, store: Store) -> None:
    field = open_cell(page, "2")
    type_text(field, "95")
    press(field, Qt.Key.Key_Escape)
    assert page.table.hasFocus()
    assert stored(store, "2").measurement.actual == Decimal(95)


def test_a_pause_writes_without_touching_the_field(
    qtbot: QtBot, page: IndicatorsPage, store: Store
) -> None:
    field = open_cell(page, "2")
    type_text(field, "95,50")
    qtbot.waitUntil(
        lambda: stored(store, "2").measurement.actual == Decimal("95.5"),
        timeout=4 * SAVE_AFTER_MS,
    )
    assert editor() is field
    assert field.text() == "95,50"
    assert field.cursorPosition() == 5


def test_an_estimate_stays_an_estimate(page: IndicatorsPage, store: Store) -> None:
    field = open_cell(page, "15a")
    assert field.text() == "86,9"
    type_text(field, "87,2")
    press(field, Qt.Key.Key_Return)
    measured = stored(store, "15a").measurement
    assert (measured.actual, measured.estimate) == (None, Decimal("87.2"))


def test_words_are_typed_into_the_row_too(page: IndicatorsPage, store: Store) -> None:
    field = open_cell(page, "20")
    type_text(field, "Còn 2 hộ nghèo")
    press(field, Qt.Key.Key_Return)
    assert stored(store, "20").measurement.words == "Còn 2 hộ nghèo"


def test_typing_into_a_row_of_the_plan_follows_it(page: IndicatorsPage, store: Store) -> None:
    page.show_item("filter:all")
    assert not stored(store, "24").followed
    field = open_cell(page, "24")
    type_text(field, "46,2")
    press(field, Qt.Key.Key_Return)
    assert stored(store, "24").followed
    assert "24" in shown(page)


def test_a_field_that_was_only_opened_never_writes_over_what_came_meanwhile(
    page: IndicatorsPage, store: Store
) -> None:
    field = open_cell(page, "15a")
    set_measurement(store, uid("15a"), PERIOD, estimate="87,7")
    assert field.text() == "87,7"
    press(field, Qt.Key.Key_Return)
    assert stored(store, "15a").measurement.estimate == Decimal("87.7")


def test_what_is_being_typed_is_not_rewritten_by_what_came_meanwhile(
    page: IndicatorsPage, store: Store
) -> None:
    field = open_cell(page, "15a")
    type_text(field, "88")
    set_measurement(store, uid("15a"), PERIOD, estimate="87,7")
    assert field.text() == "88"
    press(field, Qt.Key.Key_Return)
    assert stored(store, "15a").measurement.estimate == Decimal(88)


# what cannot be taken


def test_a_point_is_refused_and_kept(page: IndicatorsPage, store: Store) -> None:
    field = open_cell(page, "15b")
    type_text(field, "1.5")
    press(field, Qt.Key.Key_Return)
    assert stored(store, "15b").measurement.actual is None
    draft = page.model.draft(uid("15b"))
    assert draft is not None
    assert draft.text == "1.5"
    assert editor().uid == uid("20")  # nobody is held back
    page.table.go_to(uid("15b"))
    assert page.detail.fault.isVisibleTo(page)
    assert "1,5" in page.detail.fault.words.text()
    page.table.edit_current()
    assert editor().text() == "1.5"
    editor().selectAll()
    type_text(editor(), "1,5")
    press(editor(), Qt.Key.Key_Return)
    assert page.model.draft(uid("15b")) is None
    assert stored(store, "15b").measurement.actual == Decimal("1.5")


def test_half_a_number_is_not_judged_while_it_is_typed(qtbot: QtBot, page: IndicatorsPage) -> None:
    field = open_cell(page, "15b")
    type_text(field, "1.")
    qtbot.wait(SAVE_AFTER_MS + 100)
    assert page.model.draft(uid("15b")) is None
    type_text(field, "500")
    press(field, Qt.Key.Key_Escape)


def test_what_was_refused_waits_in_its_own_period(
    page: IndicatorsPage, session: Session, door: RecordingDoor
) -> None:
    field = open_cell(page, "15b")
    type_text(field, "1.5")
    press(field, Qt.Key.Key_Escape)
    door.answers = [1]
    session.set_period("2026-Q1")
    assert page.model.draft(uid("15b")) is None
    session.set_period(PERIOD)
    draft = page.model.draft(uid("15b"))
    assert draft is not None
    assert draft.text == "1.5"


# leaving


def test_another_period_takes_what_is_half_typed_along(
    page: IndicatorsPage, store: Store, session: Session
) -> None:
    type_text(open_cell(page, "2"), "77")
    session.set_period("2026-Q1")
    assert stored(store, "2").measurement.actual == Decimal(77)
    assert stored(store, "2", "2026-Q1").measurement.actual is None


def test_an_unfinished_word_of_an_input_method_is_not_lost(
    page: IndicatorsPage, store: Store, session: Session
) -> None:
    field = open_cell(page, "20")
    QApplication.sendEvent(field, QInputMethodEvent("hết", []))
    assert field.text() == ""
    event = QInputMethodEvent()
    event.setCommitString("hết")
    QApplication.sendEvent(field, event)
    session.leaving.emit()
    assert stored(store, "20").measurement.words == "hết"


def test_undo_takes_the_number_back(page: IndicatorsPage, store: Store, session: Session) -> None:
    field = open_cell(page, "2")
    type_text(field, "95")
    press(field, Qt.Key.Key_Return)
    session.undo_stack.undo()
    assert stored(store, "2").measurement.actual is None
    assert page.model.index(page.model.place_of(uid("2")), Column.CURRENT).data() == ""
    session.undo_stack.redo()
    assert stored(store, "2").measurement.actual == Decimal(95)


def test_one_visit_to_a_cell_is_one_row_of_history(
    qtbot: QtBot, page: IndicatorsPage, store: Store
) -> None:
    field = open_cell(page, "2")
    type_text(field, "9")
    qtbot.waitUntil(lambda: stored(store, "2").measurement.actual == Decimal(9), timeout=4000)
    type_text(field, "5")
    press(field, Qt.Key.Key_Return)
    entries = history_of(store, "measurement", uid("2"), PERIOD, "actual")
    assert [(entry.old, entry.new) for entry in entries] == [("", "95")]
