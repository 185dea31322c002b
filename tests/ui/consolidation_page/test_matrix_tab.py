"""The matrix by mouse and keyboard: what is missing first, one cell explained in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hands import click, press, press_ctrl, type_text
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QMouseEvent

from qnapp.db.inbox import choose_received, received_packages
from qnapp.db.roster import confirm_key
from qnapp.domain.matrix import Gap, GroupLine, UnitLine
from qnapp.domain.received import ReportState
from qnapp.models.matrix_model import FIXED, Column
from qnapp.ui.consolidation_page.matrix_delegate import INDENT, LEFT
from qnapp.ui.kit.paint import text_width
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.consolidation_page.matrix_table import MatrixTable
    from qnapp.ui.consolidation_page.page import ConsolidationPage
    from qnapp.ui.session import Session

HA_TU, CONFLICT, LATE = "06652", "07090", "06760"


def row_place(table: MatrixTable, row: int) -> QPoint:
    """A place on a row of the front."""
    height = table.names.rowHeight(row)
    return QPoint(60, table.names.rowViewportPosition(row) + height // 2)


def group_row(table: MatrixTable, state: ReportState) -> int:
    for row in range(table.cells.model().rowCount()):
        line = table._model.line(row)
        if isinstance(line, GroupLine) and line.state is state:
            return row
    raise AssertionError(state)


# ----------------------------------------------------------------------------- what is missing


def test_what_is_missing_is_named_first_with_the_button_that_mends_it(
    page: ConsolidationPage, session: Session, qtbot: QtBot
) -> None:
    assert page.gaps.sentence.text() == "Chọn bản đúng của Phường An Sinh, đang xung đột"
    assert page.gaps.names.text() == "Phường An Sinh"
    with qtbot.waitSignal(session.wanted) as asked:
        click(page.gaps.button)
    assert asked.args == ["inbox", f"code:{CONFLICT}"]
    words = [link.text() for link in page.gaps.links]
    assert words[:2] == ["1 đơn vị chưa xác nhận nguồn gửi", "58 đơn vị chưa gửi"]
    with qtbot.waitSignal(session.wanted) as asked:
        click(page.gaps.links[1])
    assert asked.args == ["inbox", "remind"]


def test_counts_of_the_head_show_whom_they_mean(page: ConsolidationPage) -> None:
    assert page.sent.text() == "6/64 đã gửi"
    chip = page.counts[ReportState.LATE]
    assert chip.label() == "gửi muộn 1"
    click(chip)
    units = [page.matrix.model.line(row) for row in range(page.matrix.model.rowCount())]
    assert [line.reporter.code for line in units if isinstance(line, UnitLine)] == [LATE]
    every = page.matrix.model.found
    assert every is not None
    followed = sum(bool(line.cells or line.silent) for line in every.tasks)
    told = page.matrix.model.columnCount() - FIXED
    assert told < followed
    assert page.matrix.tasks.currentText() == f"Nhiệm vụ có đơn vị theo dõi ({told}/{followed})"
    click(chip)
    assert page.matrix.tasks.currentText() == f"Nhiệm vụ có đơn vị theo dõi ({followed})"
    assert page.matrix.model.row_of(HA_TU) > 0


def test_a_group_is_marked_as_chosen_only_for_the_keyboard(page: ConsolidationPage) -> None:
    click(page.counts[ReportState.LATE])
    table = page.matrix.table
    row = group_row(table, ReportState.LATE)
    table._go(row, FIXED)

    def ground() -> QColor:
        table.names.viewport().repaint()
        image = table.names.viewport().grab().toImage()
        return image.pixelColor(table.names.width() - 6, row_place(table, row).y())

    page.matrix.search.setFocus()
    assert ground() == theme().color("raised")
    table.cells.setFocus()
    assert ground() == theme().color("sel")


def test_a_choice_that_was_made_elsewhere_changes_the_page_by_itself(
    page: ConsolidationPage,
    store: Store,
    wait_loaded: Callable[[Callable[[], object]], None],
) -> None:
    plan = page.matrix.model.found
    assert plan is not None
    rivals = received_packages(store, plan.plan.uid, "2026-Q2", CONFLICT)
    wait_loaded(lambda: choose_received(store, rivals[0].digest))
    assert page.gaps.sentence.text() == "Đối chiếu khóa của Xã Lương Minh"
    assert page.matrix.model.row_of(CONFLICT) > 0
    doubted = next(one for one in plan.unconfirmed)
    key = received_packages(store, plan.plan.uid, "2026-Q2", doubted.code)[0].key
    wait_loaded(lambda: confirm_key(store, doubted.code, doubted.name, key))
    assert page.gaps.sentence.text().startswith("Đôn đốc 58 đơn vị chưa gửi")


def test_what_is_typed_in_the_own_report_reads_nothing_anew(
    page: ConsolidationPage, store: Store, session: Session
) -> None:
    from qnapp.db.progress import set_progress

    set_progress(store, session.worksheet().own_tasks[0].uid, "2026-Q2", percent=10)
    assert not page.loader.busy


def test_another_period_is_read_and_the_old_one_gone(
    page: ConsolidationPage,
    session: Session,
    wait_loaded: Callable[[Callable[[], object]], None],
) -> None:
    wait_loaded(lambda: session.set_period("2026-Q1"))
    assert page.sent.text() == "3/64 đã gửi"
    assert page.subtitle() == "3/64 đơn vị đã gửi"


def test_where_few_tasks_are_left_the_names_of_bodies_have_room(page: ConsolidationPage) -> None:
    table = page.matrix.table
    narrow = table.names.columnWidth(0)
    page.matrix.narrow("1.15")
    lines = [table._model.line(row) for row in range(table._model.rowCount())]
    names = [line.reporter.name for line in lines if isinstance(line, UnitLine)]
    assert table.names.columnWidth(0) > narrow
    assert table.names.columnWidth(0) >= max(map(text_width, names)) + INDENT
    assert table.cells.x() == table.names.x() + table.names.width()
    page.matrix.clear_filter()
    assert table.names.columnWidth(0) == narrow


# ------------------------------------------------------------------------------------- the cell


def test_the_current_cell_is_explained_in_words(page: ConsolidationPage) -> None:
    table = page.matrix.table
    assert table.go_to(HA_TU, "NQ05-2026/1.15")
    facts = page.matrix.cell
    assert facts is not None
    assert facts.row is not None
    strip = page.matrix.strip
    assert strip.unit.text() == "Phường Hà Tu"
    assert strip.code.text() == "1.15"
    assert strip.title.text() == facts.task.title
    assert strip.words.text() == " ".join(facts.row.progress.result.split())
    assert strip.pill.accessibleName() in ("Đang triển khai trong hạn", "Hoàn thành đúng hạn")


def test_keys_move_over_the_cells_and_the_words_follow(page: ConsolidationPage) -> None:
    table = page.matrix.table
    table.go_to(HA_TU, "NQ05-2026/1.15")
    column = table.cells.currentIndex().column()
    press(table.cells, Qt.Key.Key_Left)
    assert table.cells.currentIndex().column() == column - 1
    assert page.matrix.strip.code.text() == table._model.task_at(column - 1).task.code
    press(table.cells, Qt.Key.Key_Home)
    press(table.cells, Qt.Key.Key_Left)
    assert table.cells.currentIndex().column() == FIXED
    press(table.cells, Qt.Key.Key_End)
    assert table.cells.currentIndex().column() == table._model.columnCount() - 1


def test_a_cell_that_says_nothing_says_why(page: ConsolidationPage) -> None:
    table, strip = page.matrix.table, page.matrix.strip
    table.go_to(CONFLICT, "NQ05-2026/1.15")
    assert strip.words.text() == "Xung đột: có hai bản khác nhau, chưa tính."
    assert not strip.send_back.isEnabled()
    table.go_to(HA_TU, "NQ05-2026/1.2")
    assert strip.words.text() == "Kế hoạch không giao nhiệm vụ này cho đơn vị."


def test_opening_and_sending_back_lead_to_the_inbox(
    page: ConsolidationPage, session: Session, qtbot: QtBot
) -> None:
    table = page.matrix.table
    table.go_to(HA_TU, "NQ05-2026/1.15")
    with qtbot.waitSignal(session.field_wanted) as asked:
        click(page.matrix.strip.open)
    assert asked.args == ["inbox", f"code:{HA_TU}", "NQ05-2026/1.15"]
    with qtbot.waitSignal(session.field_wanted) as asked:
        press(table.cells, Qt.Key.Key_Return)
    assert asked.args == ["inbox", f"code:{HA_TU}", "NQ05-2026/1.15"]
    with qtbot.waitSignal(session.field_wanted) as asked:
        click(page.matrix.strip.send_back)
    assert asked.args == ["inbox", f"return:{HA_TU}", "NQ05-2026/1.15"]
    menu = page.matrix.make_menu()
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Mở gói", "Trả lại dòng này…", "Chép dòng này",
    ]  # fmt: skip
    menu.deleteLater()


def test_a_wide_screen_shows_everything_that_was_said(page: ConsolidationPage) -> None:
    page.resize(1720, 900)
    table = page.matrix.table
    table.go_to(HA_TU, "NQ05-2026/1.15")
    assert page.matrix.panel.isVisible()
    assert not page.matrix.strip.isVisible()
    facts = page.matrix.cell
    assert facts is not None
    assert facts.row is not None
    shown = [label.text() for label in page.matrix.panel.findChildren(type(page.sent))]
    assert "Kết quả thực hiện" in shown
    assert facts.row.progress.result in shown


# ------------------------------------------------------------------------- groups, order, filter


def test_a_group_opens_by_a_click_and_by_keys(page: ConsolidationPage) -> None:
    table = page.matrix.table
    row = group_row(table, ReportState.MISSING)
    click(table.names.viewport(), row_place(table, row))
    assert isinstance(table._model.line(row + 1), UnitLine)
    table._go(row, FIXED)
    press(table.cells, Qt.Key.Key_Left)
    assert isinstance(table._model.line(row + 1), GroupLine)
    table._go(row, FIXED)
    press(table.cells, Qt.Key.Key_Space)
    assert isinstance(table._model.line(row + 1), UnitLine)


def test_a_click_on_a_code_sorts_and_says_so(page: ConsolidationPage) -> None:
    table = page.matrix.table
    header = table.cells.horizontalHeader()
    column = table._model.column_of("NQ05-2026/1.15")
    place = QPoint(header.sectionViewportPosition(column) + 10, header.height() // 2)
    click(header.viewport(), place)
    assert table._model.sorted_column() == column
    front = table.names.horizontalHeader()
    click(front.viewport(), QPoint(front.sectionViewportPosition(Column.DONE) + 20, 10))
    assert table._model.sorted_column() == Column.DONE


def test_the_head_that_sorts_ends_before_the_next_and_has_an_arrow(page: ConsolidationPage) -> None:
    head = page.matrix.table.names.horizontalHeader()
    after = LEFT + round(text_width("Đơn vị", "small_strong")) + 2

    def arrow() -> list[tuple[int, int]]:
        image = head.viewport().grab().toImage()
        low, ground = image.height() - 2, theme().color("surface")
        accent = theme().color("accent")
        line = [x for x in range(image.width()) if image.pixelColor(x, low) == accent]
        assert max(line) < head.sectionSize(Column.NAME) - 6
        places = [(x, y) for y in range(4, low - 4) for x in range(after, after + 14)]
        return [place for place in places if image.pixelColor(*place) != ground]

    up = arrow()
    assert up
    click(head.viewport(), QPoint(20, 10))
    assert arrow()
    assert arrow() != up


def test_the_looked_at_cell_stays_when_lines_move(page: ConsolidationPage) -> None:
    table = page.matrix.table
    table.go_to(HA_TU, "NQ05-2026/1.15")
    table._model.sort_by_column(table._model.column_of("NQ05-2026/1.14"))
    assert table.current() == (HA_TU, "NQ05-2026/1.15")
    index = table.cells.currentIndex()
    assert index.row() == table._model.row_of(HA_TU)


def test_typing_narrows_to_units_or_tasks(page: ConsolidationPage, qtbot: QtBot) -> None:
    page.matrix.search.setFocus()
    type_text(page.matrix.search, "ha tu")
    model = page.matrix.model
    qtbot.waitUntil(lambda: model.rowCount() == 2)
    assert model.row_of(HA_TU) == 1
    page.find("phòng họp không giấy")
    assert model.columnCount() == FIXED + 1
    page.find("zzz")
    assert page.matrix.empty.isVisible()
    assert not page.matrix.table.isVisible()
    click(page.matrix.empty._button)
    assert page.matrix.table.isVisible()
    assert page.matrix.search.value() == ""


def test_choices_narrow_to_a_group_a_section_a_standing(page: ConsolidationPage) -> None:
    for box, key in (
        (page.matrix.group, "Phường"),
        (page.matrix.tasks, "1"),
        (page.matrix.mark, "in_time"),
    ):
        box.setFocus()
        box.setCurrentIndex(box.findData(key))
        box.activated.emit(box.currentIndex())
    query = page.matrix.model.query
    assert (query.group, query.tasks, query.mark) == ("Phường", "1", "in_time")
    assert page.matrix.model.found is not None
    sections = {
        page.matrix.model.task_at(at).task.section
        for at in range(FIXED, page.matrix.model.columnCount())
    }
    assert sections <= {"1"}


def test_the_line_is_copied_with_letters_for_shapes(page: ConsolidationPage) -> None:
    table = page.matrix.table
    table.go_to(HA_TU, "NQ05-2026/1.15")
    press_ctrl(table.cells, Qt.Key.Key_C)
    head, line = (part.split("\t") for part in QGuiApplication.clipboard().text().split("\n"))
    assert head[:4] == ["Đơn vị", "Ngày nhận", "Xong", table._model.task_at(FIXED).task.code]
    assert line[0] == "Phường Hà Tu"
    assert len(line) == len(head)
    assert line[head.index("1.15")] in set("ĐMHTQCDK")


# ------------------------------------------------------------------------------------- the frame


def test_names_and_totals_stay_while_the_tasks_scroll(page: ConsolidationPage) -> None:
    table = page.matrix.table
    page.matrix.tasks.set_value("all")
    page.matrix._ask()
    bar = table.bar
    assert bar.isVisible()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    assert table.cells.horizontalScrollBar().value() == bar.maximum()
    assert table.names.columnViewportPosition(Column.NAME) == 0
    words = table.totals.words(FIXED)
    assert words.startswith("1.1: ") or words.startswith("1.2: ")
    assert table.totals.accessibleName() == "Đã hoàn thành (5 báo cáo được tính)"


def test_two_codes_at_the_head_are_not_read_as_one(page: ConsolidationPage) -> None:
    table, model = page.matrix.table, page.matrix.table._model
    for column in range(FIXED, model.columnCount()):
        words = text_width(model.task_at(column).task.code, "matrix")
        assert table.cells.columnWidth(column) - words >= 8


def test_no_head_is_seen_by_half(page: ConsolidationPage) -> None:
    table = page.matrix.table
    page.matrix.tasks.set_value("all")
    page.matrix._ask()
    for width in (1000, 1013, 1029):
        page.matrix.resize(width, page.matrix.height())
        room = table.cells.viewport().width()
        last = table.cells.columnAt(room - 1)
        assert last > FIXED
        right = table.cells.columnViewportPosition(last) + table.cells.columnWidth(last)
        assert right == room


def test_two_reports_in_conflict_are_not_called_missing(page: ConsolidationPage) -> None:
    model = page.matrix.model
    assert model.found is not None
    rival = next(one for one in model.found.reporters if one.state is ReportState.CONFLICT)
    row = model.row_of(rival.code)
    marks = {model.mark_at(row, column) for column in range(FIXED, model.columnCount())}
    assert Gap.RIVALS in marks
    assert Gap.NO_PACKAGE not in marks


def test_news_leave_the_place_that_is_looked_at(
    page: ConsolidationPage,
    store: Store,
    wait_loaded: Callable[[Callable[[], object]], None],
) -> None:
    table = page.matrix.table
    assert table.go_to(HA_TU, "NQ05-2026/1.15")
    page.matrix.table._model.ask(replace(page.matrix.model.query, folded=frozenset()))
    across, down = table.cells.horizontalScrollBar(), table.cells.verticalScrollBar()
    across.setValue(across.maximum())
    down.setValue(down.maximum() // 2)
    place, current = (across.value(), down.value()), table.current()
    assert min(place) > 0
    found = page.matrix.model.found
    assert found is not None
    doubted = next(iter(found.unconfirmed))
    key = received_packages(store, found.plan.uid, "2026-Q2", doubted.code)[0].key
    wait_loaded(lambda: confirm_key(store, doubted.code, doubted.name, key))
    assert table.current() == current
    assert (across.value(), down.value()) == place


def test_both_halves_scroll_down_together(page: ConsolidationPage) -> None:
    table = page.matrix.table
    click(table.names.viewport(), row_place(table, group_row(table, ReportState.MISSING)))
    up = table.cells.verticalScrollBar()
    assert up.maximum() > 0
    up.setValue(up.maximum())
    assert table.names.verticalScrollBar().value() == up.maximum()


def test_the_row_under_the_pointer_lights_up_in_both_halves(page: ConsolidationPage) -> None:
    table = page.matrix.table
    row = table._model.row_of(HA_TU)
    place = QPointF(row_place(table, row))
    none = Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove, place, place, none, none, Qt.KeyboardModifier.NoModifier
    )
    QCoreApplication.sendEvent(table.names.viewport(), moved)
    assert table.hovered_row() == row


@pytest.mark.parametrize(("shade", "percent"), [("dark", 100), ("light", 130)])
def test_nothing_is_wider_than_the_page(
    page: ConsolidationPage, dress_page: Callable[[str, int], None], shade: str, percent: int
) -> None:
    dress_page(shade, percent)
    page.resize(1170, 608)
    assert page.width() == 1170  # a layout that needs more would have made it wider
    assert page.minimumSizeHint().width() <= 1170


@pytest.mark.parametrize(("width", "percent"), [(1170, 100), (1084, 100), (1170, 130)])
def test_the_first_choice_is_read_whole(
    page: ConsolidationPage, dress_page: Callable[[str, int], None], width: int, percent: int
) -> None:
    dress_page("light", percent)
    page.resize(width, 608)
    chosen = page.matrix.tasks
    assert chosen.currentText().startswith("Nhiệm vụ có đơn vị theo dõi (")
    assert chosen.width() >= text_width(chosen.currentText()) + 42  # the arrow and the sides
    assert page.width() == width


def test_in_larger_letters_what_stands_around_the_matrix_gets_lower(
    page: ConsolidationPage, dress_page: Callable[[str, int], None]
) -> None:
    strip, gaps = page.matrix.strip, page.gaps
    page.resize(1138, 608)
    lines = [part.sizeHint().height() / theme().line("body") for part in (strip, gaps)]
    assert strip.title.isVisible()
    dress_page("light", 130)
    assert not strip.title.isVisible()
    assert strip.words.isVisible()
    assert not page.matrix.legend.isVisible()
    click(page.matrix.explain)
    assert page.matrix.legend.isVisible()
    click(page.matrix.explain)
    assert strip.sizeHint().height() / theme().line("body") < lines[0]
    assert gaps.sizeHint().height() / theme().line("body") < lines[1]
    assert gaps.button.isVisible()
