"""The view of plain tables: what gives way in little room, what keys and clicks say."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hands import press, press_ctrl
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from qnapp.models.record_model import Heading, Record, RecordModel
from qnapp.ui.kit.records import RecordTable
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot


def test_spare_columns_give_way_to_the_words(qtbot: QtBot) -> None:
    model = RecordModel((Heading("Tên"), Heading("Số", 90), Heading("Đơn vị tính", 90, spare=True)))
    model.load([Record("a", ("Đường Hoa", "3", "tấn"))])
    table = RecordTable("Bảng", model)
    qtbot.addWidget(table)
    table.resize(260, 200)
    table.show()
    assert table.isColumnHidden(2)
    table.resize(500, 200)
    assert not table.isColumnHidden(2)


LONG = "Đóng góp của năng suất các nhân tố tổng hợp (TFP) vào tăng trưởng kinh tế của tỉnh"


def test_a_row_is_as_high_as_its_words_and_no_higher(
    qtbot: QtBot, dress_page: Callable[[str, int], None]
) -> None:
    model = RecordModel((Heading("Mã", 60), Heading("Tên"), Heading("Số", 90)))
    table = RecordTable("Bảng", model)
    qtbot.addWidget(table)
    table.resize(420, 200)
    table.show()
    model.load([Record("a", ("1", "GRDP", "3")), Record("b", ("2", LONG, "3"), sign="question")])

    def heights() -> list[int]:
        return [table.rowHeight(row) for row in range(2)]

    line = theme().line("body")
    assert heights() == [line + 10, 2 * line + 10]
    table.resize(1100, 200)
    assert heights() == [line + 10] * 2
    model.narrow("tfp")
    assert table.rowHeight(0) == line + 10
    model.narrow("")
    table.resize(420, 200)
    dress_page("light", 130)
    line = theme().line("body")
    assert heights() == [line + 10, 2 * line + 10]
    table.setColumnWidth(2, 300)
    table.setColumnWidth(2, 40)
    qtbot.waitUntil(lambda: heights() == [line + 10, 2 * line + 10])


def test_a_shape_stands_in_the_column_that_it_speaks_of(qtbot: QtBot) -> None:
    def ink(*headings: Heading) -> list[bool]:
        model = RecordModel(headings)
        table = RecordTable("Bảng", model)
        qtbot.addWidget(table)
        table.resize(420, 200)
        table.show()
        model.load([Record("a", ("", ""), sign="triangle_mark"), Record("b", ("", ""))])
        table.selectRow(1)
        image = table.viewport().grab().toImage()
        middle = table.rowHeight(0) // 2
        red = theme().color("bad")
        edges = [0, table.columnWidth(0), table.columnWidth(0) + table.columnWidth(1)]
        return [
            any(image.pixelColor(x, y) == red for x in range(*ends) for y in range(2 * middle))
            for ends in pairwise(edges)
        ]

    assert ink(Heading("Đơn vị", 200), Heading("Kỳ này", 200)) == [True, False]
    assert ink(Heading("Đơn vị", 200), Heading("Kỳ này", 200, signed=True)) == [False, True]


def test_the_current_row_stays_in_view_where_others_get_lower(qtbot: QtBot) -> None:
    model = RecordModel((Heading("Mã", 60), Heading("Tên")))
    table = RecordTable("Bảng", model)
    qtbot.addWidget(table)
    table.resize(300, 200)
    table.show()
    model.load([Record(str(at), (str(at), LONG)) for at in range(40)])
    table.go_to("30")
    for width in (1100, 300, 640):
        table.resize(width, 200)
        assert table.viewport().rect().contains(table.visualRect(table.currentIndex()))


def test_a_jump_begins_with_a_whole_row(qtbot: QtBot) -> None:
    model = RecordModel((Heading("Tên"), Heading("Số", 90)))
    model.load([Record(str(at), (f"Dòng {at}", "3")) for at in range(40)])
    table = RecordTable("Bảng", model)
    qtbot.addWidget(table)
    table.resize(400, 233)  # no whole number of rows
    table.show()
    for key in ("25", "26", "3", "4"):  # downward, then upward
        assert table.go_to(key)
        assert table.rowViewportPosition(table.rowAt(0)) == 0
        seen = table.visualRect(table.currentIndex())
        assert table.viewport().rect().contains(seen)
    table.verticalScrollBar().setValue(table.verticalScrollBar().value() + 7)
    stays = table.verticalScrollBar().value()
    table.go_to("5")  # in sight: nothing moves under the pointer
    assert table.verticalScrollBar().value() == stays


def test_enter_opens_the_current_record_and_ctrl_c_copies_it(qtbot: QtBot) -> None:
    model = RecordModel((Heading("Tên"), Heading("Số", 90)))
    model.load([Record("a", ("Đường\nHoa", "3"))])
    table = RecordTable("Bảng", model)
    qtbot.addWidget(table)
    table.show()
    table.selectRow(0)
    with qtbot.waitSignal(table.opened) as asked:
        press(table, Qt.Key.Key_Return)
    assert asked.args == ["a"]
    press_ctrl(table, Qt.Key.Key_C)
    assert QGuiApplication.clipboard().text() == "Đường Hoa\t3"
