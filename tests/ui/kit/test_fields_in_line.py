"""What stands in line: icons in the middle of their field, plain text under its label."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QDialog, QPushButton, QTableView, QVBoxLayout

from qnapp.ui.kit.combos import ComboBox
from qnapp.ui.kit.dates import DateEdit
from qnapp.ui.kit.theme import dress, theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_the_calendar_of_a_date_stands_in_the_middle_in_a_dialog_too(qtbot: QtBot) -> None:
    dialog = QDialog()
    dialog.setWindowTitle("Ngày")
    field = DateEdit()
    field.setAccessibleName("Ngày")
    box = QVBoxLayout(dialog)
    box.addWidget(field)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    (button,) = field.findChildren(QPushButton)
    assert abs(button.geometry().center().y() - field.rect().center().y()) <= 1


@pytest.mark.parametrize("locked", [True, False])
def test_a_locked_choice_begins_where_its_label_does(qtbot: QtBot, locked: bool) -> None:
    field = ComboBox(editable=True)
    field.setAccessibleName("Người theo dõi")
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    field.set_locked(locked)
    edit = field.lineEdit()
    assert edit is not None
    inset = edit.x() + 2  # Qt's own margin inside of the line
    assert inset == 0 if locked else inset > 4


def test_a_head_that_has_sections_already_is_written_strongly_too(qtbot: QtBot) -> None:
    table = QTableView()
    table.setAccessibleName("Danh sách")
    table.setModel(QStringListModel(["1.5"], table))
    dress(table.horizontalHeader(), font="small_strong", color="text2")
    qtbot.addWidget(table)
    with qtbot.waitExposed(table):
        table.show()
    assert table.horizontalHeader().viewport().font() == theme().font("small_strong")
