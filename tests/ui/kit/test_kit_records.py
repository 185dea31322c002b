"""The view of plain tables: what gives way in little room, what keys and clicks say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hands import press, press_ctrl
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from qnapp.models.record_model import Heading, Record, RecordModel
from qnapp.ui.kit.records import RecordTable

if TYPE_CHECKING:
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
