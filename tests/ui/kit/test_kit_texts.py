"""The field for several lines: it grows, keeps its spacing, and takes plain words only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import press, press_ctrl, turn_wheel, type_text
from kit_page import Heard, leave, make_page, put_in, unikey
from PySide6.QtCore import QMimeData, Qt, QUrl

from qnapp.ui.kit.texts import GrowingTextEdit
from qnapp.ui.kit.theme import apply_theme, theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    return make_page(qtbot)


class TestGrowingTextEdit:
    def test_it_grows_while_typed_in_up_to_its_limit(self, qtbot: QtBot, page: QWidget) -> None:
        field = GrowingTextEdit(max_lines=3)
        put_in(page, field)
        one = field.sizeHint().height()
        assert one == 34
        heights = []
        for _line in range(5):
            type_text(field, "a")
            press(field, Qt.Key.Key_Return)
            heights.append(field.sizeHint().height())
        line = theme().line("body")
        assert heights == [
            one + line,
            one + 2 * line,
            one + 2 * line,
            one + 2 * line,
            one + 2 * line,
        ]

    def test_a_page_may_change_the_lines(self, qtbot: QtBot, page: QWidget) -> None:
        field = GrowingTextEdit()
        put_in(page, field)
        one = field.sizeHint().height()
        field.set_lines(3, 6)
        assert field.sizeHint().height() == one + 2 * theme().line("body")

    def test_long_text_wraps_and_counts(self, qtbot: QtBot, page: QWidget) -> None:
        field = GrowingTextEdit(max_lines=20)
        put_in(page, field)
        field.set_value("hoàn thành phương án sắp xếp khu phố " * 10)
        assert field.sizeHint().height() > 34 + 4 * theme().line("body")
        assert field.minimumSizeHint().width() < 120

    def test_keys_are_told_and_leaving_commits(self, qtbot: QtBot, page: QWidget) -> None:
        field = GrowingTextEdit()
        put_in(page, field)
        heard = Heard(field)
        unikey(field)
        assert field.value() == "viêt"
        assert heard.edited >= 5
        press(field, Qt.Key.Key_Tab)
        assert field.value() == "viêt"
        assert not field.hasFocus()
        assert heard.committed == 1

    def test_setting_a_value_is_silent_and_cannot_be_undone(
        self, qtbot: QtBot, page: QWidget
    ) -> None:
        field = GrowingTextEdit()
        put_in(page, field)
        heard = Heard(field)
        field.set_value("nhiệm vụ một")
        field.set_value("nhiệm vụ hai")
        press_ctrl(field, Qt.Key.Key_Z)
        leave(page)
        assert field.value() == "nhiệm vụ hai"
        assert (heard.edited, heard.committed) == (0, 0)

    def test_what_was_typed_can_be_undone(self, qtbot: QtBot, page: QWidget) -> None:
        field = GrowingTextEdit()
        field.set_value("")
        put_in(page, field)
        type_text(field, "nhầm")
        press_ctrl(field, Qt.Key.Key_Z)
        assert field.value() == ""

    def test_only_plain_text_is_pasted(self, qtbot: QtBot, page: QWidget) -> None:
        field = GrowingTextEdit()
        put_in(page, field)
        rich = QMimeData()
        rich.setHtml("<b>đậm</b>")
        rich.setText("đậm")
        field.insertFromMimeData(rich)
        files = QMimeData()
        files.setUrls([QUrl.fromLocalFile("/anh.jpg")])
        assert field.toPlainText() == "đậm"
        assert "<span" not in field.toHtml()
        assert not field.canInsertFromMimeData(files)
        field.insertFromMimeData(files)
        assert field.toPlainText() == "đậm"

    def test_the_wheel_moves_the_form_not_the_field(self, qtbot: QtBot, page: QWidget) -> None:
        field = GrowingTextEdit(max_lines=2)
        put_in(page, field)
        field.set_value("một\nhai\nba\nbốn\nnăm\nsáu")
        leave(page)
        assert not turn_wheel(field.viewport())
        assert field.verticalScrollBar().value() == 0
        field.setFocus()
        assert turn_wheel(field.viewport())
        assert field.verticalScrollBar().value() > 0

    def test_lines_keep_their_distance_after_retyping(self, qtbot: QtBot, page: QWidget) -> None:
        field = GrowingTextEdit(max_lines=9)
        put_in(page, field)
        field.selectAll()
        press(field, Qt.Key.Key_Delete)
        for word in ("Một", "Hai"):
            type_text(field, word)
            press(field, Qt.Key.Key_Return)
        layout, first = field.document().documentLayout(), field.document().firstBlock()
        tops = [
            layout.blockBoundingRect(block).top() + block.layout().lineAt(0).y()
            for block in (first, first.next())
        ]
        assert tops[1] - tops[0] == theme().line("body")

    def test_a_larger_font_spreads_the_lines(self, qapp: QApplication, page: QWidget) -> None:
        field = GrowingTextEdit()
        put_in(page, field)
        field.set_value("một\nhai")
        before = field.sizeHint().height()
        apply_theme(qapp, "light", 130)
        assert field.sizeHint().height() >= before + 2 * (theme().line("body") - 20)
        assert field.value() == "một\nhai"

    def test_no_break_spaces_that_were_put_in_are_no_edit(
        self, qtbot: QtBot, page: QWidget
    ) -> None:
        field = GrowingTextEdit()
        put_in(page, field)
        heard = Heard(field)
        field.set_value("còn 5\u00a0ngày")
        field.set_locked(True)
        field.commit()
        assert (heard.edited, heard.committed) == (0, 0)
