from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import click, press, press_ctrl, type_text
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from task_hands import PERIOD, uid

from qnapp.db import assignments, milestones
from qnapp.db.progress import set_progress
from qnapp.db.worksheet import load_task_row
from qnapp.models.task_columns import Column
from qnapp.models.task_lines import LineKind
from qnapp.models.task_view import TaskFilter
from qnapp.ui.kit.theme import theme
from qnapp.ui.tasks_page.delegate import PAD, TaskDelegate, broken_deadline
from qnapp.ui.tasks_page.page import TasksPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def shown(page: TasksPage) -> list[str]:
    """Codes of the tasks in the table, headings and sections left out."""
    lines = [page.model.item(row) for row in range(page.model.rowCount())]
    return [line.code for line in lines if line.kind is LineKind.TASK]


def current(page: TasksPage) -> str:
    line = page.table.current_line()
    return line.code if line else ""


def place_of(page: TasksPage, wanted: str, column: Column = Column.TITLE) -> QPoint:
    """Where in the table a row's cell is to be clicked."""
    index = page.model.index(page.model.row_of(wanted), column)
    page.table.scrollTo(index)
    return page.table.visualRect(index).center()


# filters and search


def test_chips_count_and_filter(page: TasksPage) -> None:
    chips = page.chips
    assert chips._chips["all"].label() == "Tất cả 9"
    assert chips._chips["plan"].label() == "Toàn bộ 114"
    click(chips._chips["overdue"])
    assert page.model.query.filter is TaskFilter.OVERDUE
    assert shown(page) == ["1.5", "1.18", "3.4.20"]  # 6.1 is reported apart: no standing is told
    assert chips._chips["overdue"].label() == "Quá hạn 3"
    assert current(page) == "1.5"
    assert page.editor.uid == uid("1.5")


def test_links_of_the_overview_choose_a_filter(page: TasksPage) -> None:
    page.show_item("filter:overdue")
    assert page.chips.current() == "overdue"
    page.show_item("filter:month")
    assert page.chips.current() == "month"
    assert shown(page) == ["1.14", "1.15", "2.16.1"]
    page.show_item("filter:all")
    assert not page.chips.has_chip("month")
    assert len(shown(page)) == 9


def test_an_empty_filter_says_so_and_offers_the_way_out(page: TasksPage, store: Store) -> None:
    page.show_item("filter:soon")
    assert not page.table.isVisible()
    assert page.empty.isVisible()
    assert page.empty._label.text() == "Không có nhiệm vụ nào đến hạn trong 15 ngày."
    assert page.editor.blank.isVisible()
    assert page.editor.blank._label.text() == ""  # there is none to choose
    assert not page.editor.middle.isVisible()
    QApplication.processEvents()  # the button has the width of its words now
    click(page.empty._button)
    assert page.table.isVisible()
    assert page.chips.current() == "all"


def test_with_nothing_taken_on_the_whole_plan_is_offered(page: TasksPage, store: Store) -> None:
    assignments.let_go(store, [row.uid for row in page.session.worksheet().own_tasks])
    assert page.empty._label.text() == "Đơn vị chưa nhận theo dõi nhiệm vụ nào."
    click(page.empty._button)
    assert page.chips.current() == "plan"
    assert len(shown(page)) == 114


def test_ctrl_f_narrows_the_table_without_diacritics(
    qtbot: QtBot, page: TasksPage, window: MainWindow
) -> None:
    press(window, Qt.Key.Key_F, CTRL)
    field = window.topbar.field
    type_text(field, "giai ngan")
    qtbot.waitUntil(lambda: shown(page) == ["2.16.1", "2.16.3"])
    assert page.subtitle() == "2 nhiệm vụ khớp “giai ngan”"
    type_text(field, " khong co")
    qtbot.waitUntil(page.empty.isVisible)
    assert "Không có nhiệm vụ nào khớp “giai ngan khong co”." in page.empty._label.text()
    window.topbar.leave_page_search()
    assert len(shown(page)) == 9


def test_a_task_worked_on_stays_in_its_filter_until_it_is_chosen_again(
    page: TasksPage, store: Store
) -> None:
    page.show_item("filter:stale")
    before = shown(page)
    page.table.go_to(uid("1.15"))
    set_progress(store, uid("1.15"), PERIOD, status="in_progress", percent=10)
    assert shown(page) == before
    assert page.chips._chips["stale"].label() == f"Chưa cập nhật {len(before) - 1}"
    page.show_item("filter:stale")
    assert "1.15" not in shown(page)


# rows


def test_arrows_move_and_the_editor_follows(page: TasksPage) -> None:
    page.table.go_to(uid("1.14"))
    press(page.table, Qt.Key.Key_Down)
    assert page.editor.uid == uid("1.15")
    press(page.table, Qt.Key.Key_End)
    assert page.editor.uid == uid("6.1")


def test_left_and_right_fold_a_section(page: TasksPage) -> None:
    page.table.go_to(uid("1.14"))
    press(page.table, Qt.Key.Key_Left)
    line = page.table.current_line()
    assert line is not None
    assert line.uid == "section:1"
    press(page.table, Qt.Key.Key_Left)
    assert "1.14" not in shown(page)
    press(page.table, Qt.Key.Key_Right)
    assert "1.14" in shown(page)


def test_a_click_folds_a_section_and_shows_a_task(page: TasksPage) -> None:
    click(page.table.viewport(), place_of(page, "section:1"))
    assert shown(page)[0] == "2.16.1"
    click(page.table.viewport(), place_of(page, uid("2.16.3")))
    assert page.editor.uid == uid("2.16.3")


def test_arrows_step_over_the_heading_of_a_section(page: TasksPage) -> None:
    page.table.go_to(uid("1.18"))
    press(page.table, Qt.Key.Key_Down)  # over "2." to the first row under it
    assert (current(page), page.editor.uid) == ("2.16", uid("2.16"))
    press(page.table, Qt.Key.Key_Up)
    assert (current(page), page.editor.uid) == ("1.18", uid("1.18"))
    press(page.table, Qt.Key.Key_Home)
    assert page.editor.uid == uid("1.5")
    press(page.table, Qt.Key.Key_Up)  # nothing above: the heading comes into view, no more
    assert current(page) == "1.5"
    assert page.table.rowAt(0) == 0
    press(page.table, Qt.Key.Key_PageDown)
    press(page.table, Qt.Key.Key_PageUp)
    press(page.table, Qt.Key.Key_PageUp)
    assert page.editor.uid == uid("1.5")


def test_a_folded_section_is_a_stop_and_nothing_is_worked_on_there(page: TasksPage) -> None:
    page.table.go_to(uid("1.18"))
    page.model.fold("2", folded=True)
    press(page.table, Qt.Key.Key_Down)
    line = page.table.current_line()
    assert line is not None
    assert line.uid == "section:2"
    assert page.editor.blank.isVisible()
    press_ctrl(page.table, Qt.Key.Key_H)  # of no task: no dialog of the one before
    assert QApplication.activeModalWidget() is None
    assert page.table.hasFocus()
    press(page.table, Qt.Key.Key_Return)  # opens it
    assert "2.16.1" in shown(page)
    press(page.table, Qt.Key.Key_Return, CTRL)
    assert page.editor.uid == uid("2.16.1")


def test_a_click_on_a_heading_leaves_the_task_that_is_worked_on(page: TasksPage) -> None:
    page.table.go_to(uid("1.18"))
    click(page.table.viewport(), place_of(page, "section:2"))
    assert "2.16.1" not in shown(page)
    assert (current(page), page.editor.uid) == ("1.18", uid("1.18"))
    click(page.table.viewport(), place_of(page, "section:1"))  # its own: it goes out of view
    assert page.editor.blank.isVisible()
    click(page.table.viewport(), place_of(page, "section:1"))
    press(page.table, Qt.Key.Key_Down)
    assert page.editor.uid == uid("1.5")


def test_going_to_a_folded_task_opens_its_section(page: TasksPage) -> None:
    page.model.fold("1", folded=True)
    page.show_item(uid("1.14"), "percent")
    assert current(page) == "1.14"
    assert page.editor.form.fields["percent"].hasFocus()


def test_going_to_a_task_not_followed_shows_the_whole_plan(page: TasksPage) -> None:
    page.show_item(uid("4.12"))
    assert page.chips.current() == "plan"
    assert current(page) == "4.12"


def test_a_save_keeps_selection_scroll_and_focus(page: TasksPage, store: Store) -> None:
    page.show_item("filter:plan")
    page.table.go_to(uid("4.12"))
    page.table.setFocus()
    top = page.table.verticalScrollBar().value()
    assert top > 0
    set_progress(store, uid("1.14"), PERIOD, status="in_progress", percent=5)
    assignments.add_local_task(store, title="Việc riêng")
    assert current(page) == "4.12"
    assert page.table.verticalScrollBar().value() == top
    assert page.table.hasFocus()


def test_rows_have_the_heights_of_their_kind(page: TasksPage) -> None:
    heights = {
        code: page.table.rowHeight(page.model.row_of(code))
        for code in ("section:2", uid("2.16"), uid("2.16.1"))
    }
    assert heights == {"section:2": 30, uid("2.16"): 32, uid("2.16.1"): 50}
    page.show_item("filter:plan")
    for row in range(page.model.rowCount()):
        assert page.table.rowHeight(row) == page.table.row_height(page.model.item(row))


@pytest.mark.parametrize("percent", [100, 130])
def test_every_deadline_of_the_plan_stands_in_full(
    page: TasksPage, dress_page: Callable[[str, int], None], percent: int
) -> None:
    dress_page("light", percent)
    page.show_item("filter:plan")
    room = page.table.columnWidth(Column.DEADLINE) - PAD
    for row in range(page.model.rowCount()):
        line = page.model.item(row)
        if line.kind is not LineKind.TASK or not line.deadline:
            continue
        words, cut = broken_deadline(line.deadline, room)
        assert not cut, line.deadline
        assert " ".join(words) == line.deadline
        needed = len(words) + bool(line.distance and line.distance.text)
        assert page.table.rowHeight(row) >= needed * theme().line("body")


def test_a_row_grows_when_its_deadline_gets_less_room(page: TasksPage) -> None:
    row = page.model.row_of(uid("3.4.20"))
    before = page.table.rowHeight(row)
    page.table.setColumnWidth(Column.DEADLINE, 400)
    assert page.table.rowHeight(row) == 50 < before


def test_a_tooltip_comes_only_where_the_row_holds_back(page: TasksPage) -> None:
    delegate, table = page.table.itemDelegate(), page.table
    assert isinstance(delegate, TaskDelegate)

    def cut(code: str, column: Column) -> bool:
        index = page.model.index(page.model.row_of(code), column)
        option = QStyleOptionViewItem()
        table.initViewItemOption(option)
        option.rect = table.visualRect(index)  # type: ignore[attr-defined] # not in the stubs
        return delegate.is_cut(option, index)

    assert cut(uid("1.14"), Column.TITLE)
    assert not cut(uid("2.16.1"), Column.TITLE)
    assert cut(uid("2.16.1"), Column.DEADLINE)
    assert not cut(uid("1.14"), Column.CODE)
    assert cut("section:1", Column.TITLE)
    assert not cut("section:3", Column.TITLE)


def test_selected_rows_go_to_excel_as_cells(page: TasksPage) -> None:
    page.table.go_to(uid("2.16.1"))
    press(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press_ctrl(page.table, Qt.Key.Key_C)
    assert QGuiApplication.clipboard().text().split("\n") == [
        "2.16.1\tGiải ngân 50% kế hoạch vốn bố trí\t30/6/2026\tChưa triển khai",
        "2.16.3\tGiải ngân 100% kế hoạch vốn bố trí\t31/12/2026\tChưa triển khai",
    ]


# between table and editor


def test_enter_goes_into_the_editor_and_esc_comes_back(page: TasksPage, store: Store) -> None:
    page.table.go_to(uid("1.14"))
    press(page.table, Qt.Key.Key_Return)
    assert page.editor.focused_field() == "status"
    page.editor.focus_field("result")
    field = page.editor.form.fields["result"]
    type_text(field, "Đã họp")
    press(field, Qt.Key.Key_Escape)
    assert page.table.hasFocus()
    assert load_task_row(store, uid("1.14"), PERIOD).progress.result == "Đã họp"


def test_ctrl_enter_goes_to_the_same_field_of_the_next_task(page: TasksPage) -> None:
    page.show_item(uid("1.14"), "difficulty")
    field = page.editor.form.fields["difficulty"]
    press(field, Qt.Key.Key_Return, CTRL)
    assert page.editor.uid == uid("1.15")
    assert field.hasFocus()
    assert field.value() == ""  # type: ignore[attr-defined] # no line break was typed
    press(field, Qt.Key.Key_Down, ALT)
    assert page.editor.uid == uid("1.18")
    press(field, Qt.Key.Key_Up, ALT)
    assert page.editor.uid == uid("1.15")
    assert field.hasFocus()


def test_the_last_task_has_no_next_one(page: TasksPage) -> None:
    page.table.go_to(uid("6.1"))
    assert not page.editor.foot.next.isEnabled()
    page.table.go_to(uid("1.5"))
    assert not page.editor.foot.previous.isEnabled()
    click(page.editor.foot.next)
    assert page.editor.uid == uid("1.14")


def test_enter_in_a_line_goes_to_the_next_field(page: TasksPage) -> None:
    page.show_item(uid("1.14"), "percent")
    press(page.editor.form.fields["percent"], Qt.Key.Key_Return)
    assert page.editor.focused_field() == "expected_on"
    press(page.editor.form.fields["expected_on"], Qt.Key.Key_Return)
    assert page.editor.focused_field() == "officer"
    press(page.editor.form.fields["officer"], Qt.Key.Key_Return)
    assert page.editor.focused_field() == "result"


def test_closing_the_editor_gives_its_room_to_the_table(page: TasksPage) -> None:
    page.table.go_to(uid("1.14"))
    narrow = page.table.width()
    click(page.editor.head.close_button)
    assert not page.editor.isVisible()
    assert page.table.width() > narrow
    press(page.table, Qt.Key.Key_F2)
    assert page.editor.isVisible()
    assert page.table.width() == narrow


def test_on_a_narrow_window_the_editor_lies_over_the_table(
    qtbot: QtBot, page: TasksPage, window: MainWindow
) -> None:
    window.resize(1000, 640)
    qtbot.waitUntil(lambda: not page.editor.isVisible())
    page.table.go_to(uid("1.14"))
    press(page.table, Qt.Key.Key_Return)
    assert page.editor.isVisible()
    side = page.table.parentWidget()
    assert side is not None
    assert page.editor.geometry().intersects(side.geometry())
    press(page.editor.form.fields["result"], Qt.Key.Key_Escape)
    assert not page.editor.isVisible()
    assert page.table.hasFocus()


# columns


def test_wide_screens_have_columns_of_their_own(
    qtbot: QtBot, page: TasksPage, window: MainWindow
) -> None:
    assert not page.table.shows(Column.ROLE)
    window.resize(1920, 980)
    qtbot.waitUntil(lambda: page.table.shows(Column.ROLE))
    assert page.table.shows(Column.PERCENT)
    assert page.editor.width() == 520


def test_columns_chosen_by_hand_are_kept_for_the_next_time(
    page: TasksPage, make_window: Callable[..., MainWindow]
) -> None:
    menu = page.columns.menu(tall=False)
    ticked = {action.text() for action in menu.actions() if action.isChecked()}
    assert ticked == {"Thời hạn", "Tình trạng"}
    action = next(one for one in menu.actions() if one.text() == "Người theo dõi")
    action.trigger()
    assert page.table.shows(Column.OFFICER)
    page.table.setColumnWidth(Column.DEADLINE, 177)
    page.flush()
    again = make_window(TasksPage).page("tasks")
    assert isinstance(again, TasksPage)
    assert again.table.shows(Column.OFFICER)
    assert again.table.columnWidth(Column.DEADLINE) == 177
    again.columns.reset()
    assert not again.table.shows(Column.OFFICER)
    assert again.table.columnWidth(Column.DEADLINE) == 140
    menu.deleteLater()


def test_no_sideways_scroll_at_the_smallest_office_screen(page: TasksPage) -> None:
    assert page.table.horizontalScrollBar().maximum() == 0
    assert page.table.columnWidth(Column.TITLE) > 300


def test_tall_rows_are_a_setting(page: TasksPage) -> None:
    menu = page.columns.menu(tall=False)
    next(one for one in menu.actions() if one.text() == "Dòng cao").trigger()
    assert page.table.rowHeight(page.model.row_of(uid("1.14"))) == 70
    menu.deleteLater()


# the frame


def test_the_page_says_how_many_tasks_are_followed(page: TasksPage, store: Store) -> None:
    assert page.subtitle() == "9 nhiệm vụ đơn vị theo dõi"
    assignments.take_on(store, [uid("1.1")])
    assert page.subtitle() == "10 nhiệm vụ đơn vị theo dõi"


def test_another_period_shows_its_own_standings(page: TasksPage, session: Session) -> None:
    page.table.go_to(uid("1.18"))
    session.set_period("2026-Q1")
    line = page.model.item(page.model.row_of(uid("1.18")))
    assert line.distance is not None
    assert line.distance.text == "còn 47 ngày"  # on 14/3, the period's own day
    assert current(page) == "1.18"


def test_painting_every_kind_of_row_at_every_size(
    qapp: QApplication, page: TasksPage, store: Store
) -> None:
    from qnapp.ui.kit.theme import apply_theme

    set_progress(store, uid("1.14"), PERIOD, status="completed", completed_on="20/5/2026")
    milestones.set_milestone(store, uid("3.4.20"), 1, "28/3/2026")
    page.show_item("filter:plan")
    pictures = []
    for name, percent in (("light", 100), ("dark", 100), ("light", 130)):
        apply_theme(qapp, name, percent)
        for row in range(0, page.model.rowCount(), 8):
            page.table.scrollTo(page.model.index(row, 0))
            picture = page.table.viewport().grab().toImage()
        pictures.append(picture)
    assert pictures[0] != pictures[1]
    assert pictures[0] != pictures[2]
