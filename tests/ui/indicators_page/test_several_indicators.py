"""Several indicators at once, the order of the rows, and the way to Excel: real keys and clicks."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from dialogs_met import meet
from hands import click, press, press_ctrl, type_text
from indicator_hands import PERIOD, uid
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from qnapp.db.measurements import set_measurement
from qnapp.db.periods import lock_period
from qnapp.db.worksheet import load_indicator_row
from qnapp.models.indicator_columns import Column
from qnapp.models.indicator_lines import IndicatorFilter
from qnapp.ui.indicators_page.delegate import CellEdit
from qnapp.ui.indicators_page.page import IndicatorsPage
from qnapp.ui.paste_dialog import PasteDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.domain.reporting import IndicatorRow
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow

SHIFT = Qt.KeyboardModifier.ShiftModifier


def stored(store: Store, code: str) -> IndicatorRow:
    return load_indicator_row(store, uid(code), PERIOD)


def shown(page: IndicatorsPage) -> list[str]:
    model = page.model
    uids = [model.uid_at(place) for place in range(model.rowCount())]
    return [each.rpartition("CT-")[2] for each in uids if not each.startswith("group:")]


def head(page: IndicatorsPage, column: Column) -> None:
    """Click on the head of a column."""
    header = page.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    click(header.viewport(), place)


def choose(menu: QMenu | None, words: str) -> None:
    assert menu is not None
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()
    menu.close()


def select_first(page: IndicatorsPage, count: int) -> None:
    """Go to the first indicator and choose as many by Shift and Down."""
    page.table.go_to(uid("1"))
    for _ in range(count - 1):
        press(page.table, Qt.Key.Key_Down, SHIFT)


def test_figures_become_estimates_in_one_step_of_undo(
    qtbot: QtBot, page: IndicatorsPage, store: Store, session: Session
) -> None:
    set_measurement(store, uid("1"), PERIOD, actual="91,3")
    set_measurement(store, uid("2"), PERIOD, actual="92,6")
    page.table.go_to(uid("1"))
    assert not page.bar.isVisible()
    select_first(page, 3)
    assert page.bar.count.text() == "Đã chọn 3 chỉ tiêu"
    with qtbot.waitSignal(session.said) as said:
        choose(page.bar.kinds(), "Ghi là số ước")
    assert said.args == [
        "Đã ghi là số ước 2 chỉ tiêu. Số nhập tiếp vào 1 chỉ tiêu còn trống là số ước."
    ]
    assert stored(store, "1").measurement.actual is None
    assert stored(store, "2").measurement.estimate == Decimal("92.6")
    page.table.go_to(uid("3"))
    page.table.edit_current()
    type_text(QApplication.focusWidget() or page, "1,4")
    page.flush()
    assert stored(store, "3").measurement.estimate == Decimal("1.4")
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert stored(store, "1").measurement.actual == Decimal("91.3")
    assert stored(store, "2").measurement.estimate is None


def test_the_figure_of_the_period_before_fills_only_what_is_empty(
    page: IndicatorsPage, store: Store, session: Session
) -> None:
    set_measurement(store, uid("1"), "2026-Q1", estimate="90,5")
    set_measurement(store, uid("2"), "2026-Q1", actual="88")
    set_measurement(store, uid("2"), PERIOD, actual="92,6")
    set_measurement(store, uid("20"), "2026-Q1", words="Còn 2 hộ")
    press_ctrl(page.table, Qt.Key.Key_A)
    click(page.bar.before)
    assert stored(store, "1").measurement.estimate == Decimal("90.5")  # an estimate stays one
    assert stored(store, "2").measurement.actual == Decimal("92.6")
    assert stored(store, "3").measurement.actual == Decimal("0.8")
    assert stored(store, "20").measurement.words == "Còn 2 hộ"
    assert stored(store, "12").measurement.actual is None  # nothing was said before
    session.undo_stack.undo()
    assert stored(store, "1").measurement.estimate is None
    assert stored(store, "20").measurement.words == ""


def test_what_could_not_be_read_is_not_written_over(page: IndicatorsPage, store: Store) -> None:
    page.show_item(uid("3"))
    type_text(QApplication.focusWidget() or page, "1.5")
    press(QApplication.focusWidget() or page, Qt.Key.Key_Escape)
    press_ctrl(page.table, Qt.Key.Key_A)
    click(page.bar.before)
    assert stored(store, "3").measurement.actual is None
    draft = page.model.draft(uid("3"))
    assert draft is not None
    assert draft.text == "1.5"


def test_several_are_followed_and_let_go(
    page: IndicatorsPage, store: Store, session: Session
) -> None:
    page.chips.choose(IndicatorFilter.ALL)
    page.table.setFocus()
    before = {code for code in shown(page) if stored(store, code).followed}
    press_ctrl(page.table, Qt.Key.Key_A)
    choose(page.bar.following(), "Theo dõi")
    assert all(stored(store, code).followed for code in shown(page))
    choose(page.bar.following(), "Thôi theo dõi")
    assert not any(stored(store, code).followed for code in shown(page))
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert {code for code in shown(page) if stored(store, code).followed} == before


def test_a_locked_period_is_left_as_it_is(
    qtbot: QtBot, page: IndicatorsPage, store: Store, session: Session
) -> None:
    lock_period(store, PERIOD, "Đã gửi")
    press_ctrl(page.table, Qt.Key.Key_A)
    with qtbot.waitSignal(session.said) as said:
        click(page.bar.before)
    assert said.args[0].startswith("Đã lấy số kỳ trước cho 0 chỉ tiêu.")
    assert stored(store, "3").measurement.actual is None


def test_shift_and_an_arrow_choose_from_an_open_field_too(
    page: IndicatorsPage, store: Store
) -> None:
    page.show_item(uid("1"))
    field = QApplication.focusWidget()
    assert isinstance(field, CellEdit)
    type_text(field, "91")
    press(field, Qt.Key.Key_Down, SHIFT)
    assert page.bar.count.text() == "Đã chọn 2 chỉ tiêu"
    assert stored(store, "1").measurement.actual == Decimal(91)
    press(page.table, Qt.Key.Key_Escape)
    assert not page.bar.isVisible()


def test_only_chosen_rows_are_copied_with_heads_by_choice(page: IndicatorsPage) -> None:
    select_first(page, 2)
    press_ctrl(page.table, Qt.Key.Key_C)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t")[0] for line in lines] == ["1", "2"]
    menu = page.deeds.rows_menu()
    choose(menu, "Chép dòng kèm tiêu đề cột")
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t") == [
        "Mã", "Chỉ tiêu", "Mức 2026", "Quý I", "6 tháng", "So với mức năm",
    ]  # fmt: skip
    assert lines[1].split("\t")[0] == "1"
    assert len(lines) == 3


def test_a_column_goes_onto_the_chosen_rows_alone(page: IndicatorsPage, store: Store) -> None:
    said: list[str] = []

    def write(dialog: object) -> None:
        assert isinstance(dialog, PasteDialog)
        said.append(dialog.words.text())
        click(dialog.write)

    page.table.go_to(uid("2"))
    press(page.table, Qt.Key.Key_Down, SHIFT)
    QGuiApplication.clipboard().setText("92,6\n1,4\n7\n")
    meet(PasteDialog, write)
    press_ctrl(page.table, Qt.Key.Key_V)
    assert said == ["2 giá trị sẽ ghi, 1 không khớp dòng nào (7)."]
    assert stored(store, "2").measurement.actual == Decimal("92.6")
    assert stored(store, "3").measurement.actual == Decimal("1.4")
    assert stored(store, "1").measurement.actual is None


def test_a_head_orders_turns_round_and_leads_back(page: IndicatorsPage, store: Store) -> None:
    set_measurement(store, uid("1"), PERIOD, actual="91,3")
    set_measurement(store, uid("3"), PERIOD, actual="1,4")
    plan = shown(page)
    page.table.go_to(uid("2"))
    head(page, Column.CURRENT)
    assert shown(page)[:3] == ["3", "15a", "1"]
    assert not page.model.uid_at(0).startswith("group:")
    line = page.table.current_line()
    assert line is not None
    assert line.uid == uid("2")
    head(page, Column.CURRENT)
    assert shown(page)[:3] == ["1", "15a", "3"]
    head(page, Column.CURRENT)
    assert shown(page) == plan
    head(page, Column.VERDICT)
    head(page, Column.CODE)
    assert shown(page) == plan


@pytest.mark.parametrize("column", list(Column))
def test_any_column_keeps_every_row(page: IndicatorsPage, column: Column) -> None:
    plan = shown(page)
    page.ordering.sort_by(column)
    assert sorted(shown(page)) == sorted(plan)


def test_a_head_writes_what_is_half_typed_first(page: IndicatorsPage, store: Store) -> None:
    page.show_item(uid("1"))
    field = QApplication.focusWidget()
    assert isinstance(field, CellEdit)
    type_text(field, "91,3")
    head(page, Column.TITLE)
    assert stored(store, "1").measurement.actual == Decimal("91.3")
    page.flush()


def test_no_row_jumps_while_it_is_typed_in(page: IndicatorsPage) -> None:
    head(page, Column.CURRENT)
    before = shown(page)
    page.show_item(uid("3"))
    type_text(QApplication.focusWidget() or page, "99")
    press(QApplication.focusWidget() or page, Qt.Key.Key_Return)
    assert shown(page) == before
    page.chips.choose(IndicatorFilter.ALL)
    page.chips.choose(IndicatorFilter.FOLLOWED)
    assert shown(page) != before


def test_the_same_by_keyboard_from_the_menu(qtbot: QtBot, page: IndicatorsPage) -> None:
    menu = page.ordering.menu(page.columns.make_menu())
    words = [action.text() for action in menu.actions()]
    assert words[:5] == [
        "Theo thứ tự của Nghị quyết", "Chỉ tiêu", "Mức 2026", "Quý I", "6 tháng",
    ]  # fmt: skip
    assert [action.isChecked() for action in menu.actions()].index(True) == 0
    choose(menu, "6 tháng")
    assert page.model.order == (Column.CURRENT, False)
    of_rows = page.deeds.rows_menu()
    assert of_rows is not None
    of_rows.popup(QPoint(0, 0))
    press(of_rows, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not isValid(of_rows))


def test_order_comes_back_the_next_time(
    page: IndicatorsPage, window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    head(page, Column.TARGET)
    head(page, Column.TARGET)
    window.flush()
    again = IndicatorsPage(session)
    qtbot.addWidget(again)
    again.ensure_fresh()
    assert again.model.order == (Column.TARGET, True)
    assert shown(again) == shown(page)
