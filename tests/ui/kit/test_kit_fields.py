"""Fields under real keys: nothing is rewritten while typing, nothing typed is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hands import press, type_text
from kit_page import Heard, leave, make_page, put_in, unikey
from PySide6.QtCore import QCoreApplication, QDate, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QInputMethodEvent

from qnapp.ui.kit.combos import ComboBox, SpinBox
from qnapp.ui.kit.dates import DateEdit
from qnapp.ui.kit.fields import LineEdit
from qnapp.ui.kit.numbers import NumberEdit, PercentEdit
from qnapp.ui.kit.theme import apply_theme, theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    return make_page(qtbot)


class TestLineEdit:
    def test_every_key_is_told_and_leaving_commits_once(self, qtbot: QtBot, page: QWidget) -> None:
        field = LineEdit()
        put_in(page, field)
        heard = Heard(field)
        type_text(field, "abc")
        assert (heard.edited, heard.committed) == (3, 0)
        press(field, Qt.Key.Key_Return)
        leave(page)
        assert heard.committed == 1
        assert field.value() == "abc"

    def test_setting_a_value_is_silent(self, qtbot: QtBot, page: QWidget) -> None:
        field = LineEdit()
        put_in(page, field)
        heard = Heard(field)
        field.set_value("Đỗ Thị Hậu")
        leave(page)
        assert (heard.edited, heard.committed) == (0, 0)

    def test_unikey_is_not_disturbed(self, qtbot: QtBot, page: QWidget) -> None:
        field = LineEdit()
        put_in(page, field)
        unikey(field)
        assert field.value() == "viêt"

    def test_composition_is_kept_apart_until_it_ends(self, qtbot: QtBot, page: QWidget) -> None:
        field = LineEdit()
        put_in(page, field)
        heard = Heard(field)
        QCoreApplication.sendEvent(field, QInputMethodEvent("viê", []))
        assert (field.value(), heard.edited) == ("", 0)
        end = QInputMethodEvent()
        end.setCommitString("việt")
        QCoreApplication.sendEvent(field, end)
        assert (field.value(), heard.edited) == ("việt", 1)

    def test_locked_text_cannot_be_typed_in(self, qtbot: QtBot, page: QWidget) -> None:
        field = LineEdit()
        put_in(page, field)
        field.set_value("đã gửi")
        field.set_locked(True)
        type_text(field, "x")
        assert field.value() == "đã gửi"
        field.set_locked(False)
        type_text(field, "x")
        assert "x" in field.value()

    def test_dropped_files_are_left_to_the_page(self, qtbot: QtBot, page: QWidget) -> None:
        field = LineEdit()
        put_in(page, field)
        files, words = QMimeData(), QMimeData()
        files.setUrls([QUrl.fromLocalFile("/anh.jpg")])
        words.setText("Hà Tu")
        taken = []
        for data in (files, words):
            event = QDragEnterEvent(
                QPoint(5, 5),
                Qt.DropAction.CopyAction,
                data,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
            QCoreApplication.sendEvent(field, event)
            taken.append(event.isAccepted())
        assert taken == [False, True]

    def test_a_long_value_shows_its_beginning(self, qtbot: QtBot, page: QWidget) -> None:
        field = LineEdit()
        put_in(page, field)
        field.set_value("Ban Tuyên giáo và Dân vận Tỉnh ủy Quảng Ninh " * 3)
        assert field.cursorPosition() == 0

    def test_all_one_line_fields_are_equally_high_and_grow(self, qapp: QApplication) -> None:
        fields = [LineEdit(), NumberEdit(), PercentEdit(), DateEdit(), ComboBox(), SpinBox(0, 9)]
        assert {field.sizeHint().height() for field in fields} == {34}
        apply_theme(qapp, "light", 130)
        assert {field.sizeHint().height() for field in fields} == {theme().px(34)}

    def test_a_field_that_was_never_shown_takes_the_larger_letters_too(
        self, qtbot: QtBot, qapp: QApplication
    ) -> None:
        field = LineEdit("Tìm nhiệm vụ")
        qtbot.addWidget(field)
        apply_theme(qapp, "light", 130)
        with qtbot.waitExposed(field):
            field.show()
        assert field.font().pointSizeF() == theme().font("body").pointSizeF()


class TestNumbers:
    @pytest.mark.parametrize(
        ("typed", "value", "shown"),
        [
            ("96,4", Decimal("96.4"), "96,4"),
            ("1234,50", Decimal("1234.50"), "1.234,50"),
            ("1.234", Decimal(1234), "1.234"),
            ("", None, ""),
        ],
    )
    def test_vietnamese_numbers(
        self, qtbot: QtBot, page: QWidget, typed: str, value: Decimal | None, shown: str
    ) -> None:
        field = NumberEdit()
        field.set_value(Decimal(7))
        put_in(page, field)
        field.selectAll()
        press(field, Qt.Key.Key_Delete)
        type_text(field, typed)
        leave(page)
        assert field.value() == value
        assert field.text() == shown
        assert field.fault() == ""

    def test_nothing_is_judged_or_rewritten_while_typing(self, qtbot: QtBot, page: QWidget) -> None:
        field = NumberEdit()
        put_in(page, field)
        heard = Heard(field)
        type_text(field, "1.5 triệu")
        assert field.text() == "1.5 triệu"
        assert heard.faults == []

    def test_an_invalid_text_stays_and_says_why(self, qtbot: QtBot, page: QWidget) -> None:
        field = NumberEdit()
        field.set_value(Decimal("0.8"))
        put_in(page, field)
        heard = Heard(field)
        field.selectAll()
        type_text(field, "1.5")
        leave(page)
        assert field.text() == "1.5"
        assert field.value() == Decimal("0.8")
        assert heard.committed == 0
        assert "1,5" in field.fault()
        assert "Nội dung vừa gõ vẫn được giữ." in field.fault()
        assert field.accessibleDescription() == field.fault()

    def test_mending_takes_the_sentence_back(self, qtbot: QtBot, page: QWidget) -> None:
        field = NumberEdit()
        put_in(page, field)
        heard = Heard(field)
        type_text(field, "1.")
        leave(page)
        assert field.fault()
        field.setFocus()
        field.selectAll()
        type_text(field, "15")
        assert field.fault() == ""
        leave(page)
        assert (field.value(), heard.committed) == (Decimal(15), 1)

    def test_a_value_taken_while_typing_follows_the_text_back(
        self, qtbot: QtBot, page: QWidget
    ) -> None:
        field = NumberEdit()
        field.set_value(Decimal(5))
        put_in(page, field)
        heard = Heard(field)
        field.end(False)
        type_text(field, "7")
        assert field.take()
        assert (field.value(), field.text()) == (Decimal(57), "57")
        press(field, Qt.Key.Key_Backspace)
        leave(page)
        assert (field.value(), heard.committed) == (Decimal(5), 1)
        type_text(field, "x")
        assert not field.take()
        assert field.value() == Decimal(5)

    def test_going_back_to_the_old_value_is_no_change(self, qtbot: QtBot, page: QWidget) -> None:
        field = NumberEdit()
        field.set_value(Decimal(5))
        put_in(page, field)
        heard = Heard(field)
        field.selectAll()
        type_text(field, "x")
        leave(page)
        field.setFocus()
        field.selectAll()
        type_text(field, "5")
        leave(page)
        assert (field.fault(), heard.committed) == ("", 0)

    @pytest.mark.parametrize(("typed", "value"), [("80", 80), ("80%", 80), ("0", 0), ("100", 100)])
    def test_percent(self, qtbot: QtBot, page: QWidget, typed: str, value: int) -> None:
        field = PercentEdit()
        put_in(page, field)
        type_text(field, typed)
        leave(page)
        assert (field.value(), field.text()) == (value, str(value))

    @pytest.mark.parametrize("typed", ["101", "-1", "45,5", "nửa", "8O"])
    def test_percent_refuses(self, qtbot: QtBot, page: QWidget, typed: str) -> None:
        field = PercentEdit()
        put_in(page, field)
        type_text(field, typed)
        leave(page)
        assert field.value() is None
        assert field.fault().startswith("Tỉ lệ phải là số nguyên từ 0 đến 100.")


class TestDates:
    @pytest.mark.parametrize("typed", ["25/6/2026", "25-06-2026", "2026-06-25", "25/6"])
    def test_typed_as_offices_write(self, qtbot: QtBot, page: QWidget, typed: str) -> None:
        field = DateEdit(2026)
        put_in(page, field)
        type_text(field, typed)
        leave(page)
        assert field.value() == date(2026, 6, 25)
        assert field.text() == "25/6/2026"

    def test_a_day_that_does_not_exist_stays_as_typed(self, qtbot: QtBot, page: QWidget) -> None:
        field = DateEdit(2026)
        field.set_value(date(2026, 1, 31))
        put_in(page, field)
        field.selectAll()
        type_text(field, "31/02/2026")
        leave(page)
        assert field.text() == "31/02/2026"
        assert field.value() == date(2026, 1, 31)
        assert field.fault()

    def test_it_may_be_emptied(self, qtbot: QtBot, page: QWidget) -> None:
        field = DateEdit(2026)
        field.set_value(date(2026, 1, 31))
        put_in(page, field)
        heard = Heard(field)
        field.selectAll()
        press(field, Qt.Key.Key_Delete)
        leave(page)
        assert (field.value(), heard.committed) == (None, 1)

    def test_a_day_is_picked_from_the_calendar(self, qtbot: QtBot, page: QWidget) -> None:
        field = DateEdit(2026)
        field.set_value(date(2026, 6, 25))
        put_in(page, field)
        heard = Heard(field)
        press(field, Qt.Key.Key_F4)
        popup = field.popup()
        assert popup.isVisible()
        assert popup.calendar.selectedDate() == QDate(2026, 6, 25)
        popup.calendar.clicked.emit(QDate(2026, 6, 30))
        assert not popup.isVisible()
        assert field.value() == date(2026, 6, 30)
        assert (heard.edited, heard.committed) == (1, 1)

    def test_a_second_opening_commits_once(self, qtbot: QtBot, page: QWidget) -> None:
        field = DateEdit(2026)
        put_in(page, field)
        heard = Heard(field)
        for day in (1, 2):
            field.open_calendar()
            field.popup().calendar.clicked.emit(QDate(2026, 6, day))
        assert heard.committed == 2

    def test_a_locked_date_opens_no_calendar(self, qtbot: QtBot, page: QWidget) -> None:
        field = DateEdit(2026)
        put_in(page, field)
        field.set_locked(True)
        press(field, Qt.Key.Key_F4)
        assert not field.popup().isVisible()
