"""Fields under real keys: nothing is rewritten while typing, nothing typed is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hands import click, press, press_ctrl, turn_wheel, type_text
from PySide6.QtCore import QCoreApplication, QDate, QMimeData, Qt, QUrl
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from qnapp.ui.kit.combos import ComboBox, SpinBox
from qnapp.ui.kit.dates import DateEdit
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.labels import IconText
from qnapp.ui.kit.numbers import NumberEdit, PercentEdit
from qnapp.ui.kit.search import SearchField
from qnapp.ui.kit.texts import GrowingTextEdit
from qnapp.ui.kit.theme import apply_theme, theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

Typed = LineEdit | NumberEdit | PercentEdit | DateEdit


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    """Give a window with one other field to leave to."""
    window = QWidget()
    qtbot.addWidget(window)
    other = QLineEdit()
    other.setObjectName("other")
    QVBoxLayout(window).addWidget(other)
    window.resize(420, 300)
    window.show()
    window.activateWindow()
    return window


def put(page: QWidget, widget: QWidget) -> None:
    layout = page.layout()
    assert layout is not None
    layout.addWidget(widget)
    widget.show()  # Qt would show it only with the next round of events
    layout.activate()
    widget.setFocus()


def leave(page: QWidget) -> None:
    other = page.findChild(QLineEdit, "other")
    assert other is not None
    other.setFocus(Qt.FocusReason.TabFocusReason)


class Heard:
    """Counts the signals of a field."""

    def __init__(self, field: Typed | GrowingTextEdit | ComboBox | SpinBox) -> None:
        self.edited = self.committed = 0
        self.faults: list[str] = []
        field.edited.connect(self._on_edited)
        field.committed.connect(self._on_committed)
        field.fault_changed.connect(self.faults.append)

    def _on_edited(self) -> None:
        self.edited += 1

    def _on_committed(self) -> None:
        self.committed += 1


def unikey(field: QWidget) -> None:
    """Type "viêt" as Unikey does: the plain letter first, then a backspace and the marked one."""
    type_text(field, "vie")
    press(field, Qt.Key.Key_Backspace)
    type_text(field, "êt")


class TestLineEdit:
    def test_every_key_is_told_and_leaving_commits_once(self, qtbot: QtBot, page: QWidget) -> None:
        field = LineEdit()
        put(page, field)
        heard = Heard(field)
        type_text(field, "abc")
        assert (heard.edited, heard.committed) == (3, 0)
        press(field, Qt.Key.Key_Return)
        leave(page)
        assert heard.committed == 1
        assert field.value() == "abc"

    def test_setting_a_value_is_silent(self, qtbot: QtBot, page: QWidget) -> None:
        field = LineEdit()
        put(page, field)
        heard = Heard(field)
        field.set_value("Đỗ Thị Hậu")
        leave(page)
        assert (heard.edited, heard.committed) == (0, 0)

    def test_unikey_is_not_disturbed(self, qtbot: QtBot, page: QWidget) -> None:
        field = LineEdit()
        put(page, field)
        unikey(field)
        assert field.value() == "viêt"

    def test_composition_is_kept_apart_until_it_ends(self, qtbot: QtBot, page: QWidget) -> None:
        field = LineEdit()
        put(page, field)
        heard = Heard(field)
        QCoreApplication.sendEvent(field, QInputMethodEvent("viê", []))
        assert (field.value(), heard.edited) == ("", 0)
        end = QInputMethodEvent()
        end.setCommitString("việt")
        QCoreApplication.sendEvent(field, end)
        assert (field.value(), heard.edited) == ("việt", 1)

    def test_locked_text_cannot_be_typed_in(self, qtbot: QtBot, page: QWidget) -> None:
        field = LineEdit()
        put(page, field)
        field.set_value("đã gửi")
        field.set_locked(True)
        type_text(field, "x")
        assert field.value() == "đã gửi"
        field.set_locked(False)
        type_text(field, "x")
        assert "x" in field.value()

    def test_a_long_value_shows_its_beginning(self, qtbot: QtBot, page: QWidget) -> None:
        field = LineEdit()
        put(page, field)
        field.set_value("Ban Tuyên giáo và Dân vận Tỉnh ủy Quảng Ninh " * 3)
        assert field.cursorPosition() == 0

    def test_all_one_line_fields_are_equally_high_and_grow(self, qapp: QApplication) -> None:
        fields = [LineEdit(), NumberEdit(), PercentEdit(), DateEdit(), ComboBox(), SpinBox(0, 9)]
        assert {field.sizeHint().height() for field in fields} == {34}
        apply_theme(qapp, "light", 130)
        assert {field.sizeHint().height() for field in fields} == {theme().px(34)}


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
        put(page, field)
        field.selectAll()
        press(field, Qt.Key.Key_Delete)
        type_text(field, typed)
        leave(page)
        assert field.value() == value
        assert field.text() == shown
        assert field.fault() == ""

    def test_nothing_is_judged_or_rewritten_while_typing(self, qtbot: QtBot, page: QWidget) -> None:
        field = NumberEdit()
        put(page, field)
        heard = Heard(field)
        type_text(field, "1.5 triệu")
        assert field.text() == "1.5 triệu"
        assert heard.faults == []

    def test_an_invalid_text_stays_and_says_why(self, qtbot: QtBot, page: QWidget) -> None:
        field = NumberEdit()
        field.set_value(Decimal("0.8"))
        put(page, field)
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
        put(page, field)
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

    def test_going_back_to_the_old_value_is_no_change(self, qtbot: QtBot, page: QWidget) -> None:
        field = NumberEdit()
        field.set_value(Decimal(5))
        put(page, field)
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
        put(page, field)
        type_text(field, typed)
        leave(page)
        assert (field.value(), field.text()) == (value, str(value))

    @pytest.mark.parametrize("typed", ["101", "-1", "45,5", "nửa", "8O"])
    def test_percent_refuses(self, qtbot: QtBot, page: QWidget, typed: str) -> None:
        field = PercentEdit()
        put(page, field)
        type_text(field, typed)
        leave(page)
        assert field.value() is None
        assert field.fault().startswith("Tỉ lệ phải là số nguyên từ 0 đến 100.")


class TestDates:
    @pytest.mark.parametrize("typed", ["25/6/2026", "25-06-2026", "2026-06-25", "25/6"])
    def test_typed_as_offices_write(self, qtbot: QtBot, page: QWidget, typed: str) -> None:
        field = DateEdit(2026)
        put(page, field)
        type_text(field, typed)
        leave(page)
        assert field.value() == date(2026, 6, 25)
        assert field.text() == "25/6/2026"

    def test_a_day_that_does_not_exist_stays_as_typed(self, qtbot: QtBot, page: QWidget) -> None:
        field = DateEdit(2026)
        field.set_value(date(2026, 1, 31))
        put(page, field)
        field.selectAll()
        type_text(field, "31/02/2026")
        leave(page)
        assert field.text() == "31/02/2026"
        assert field.value() == date(2026, 1, 31)
        assert field.fault()

    def test_it_may_be_emptied(self, qtbot: QtBot, page: QWidget) -> None:
        field = DateEdit(2026)
        field.set_value(date(2026, 1, 31))
        put(page, field)
        heard = Heard(field)
        field.selectAll()
        press(field, Qt.Key.Key_Delete)
        leave(page)
        assert (field.value(), heard.committed) == (None, 1)

    def test_a_day_is_picked_from_the_calendar(self, qtbot: QtBot, page: QWidget) -> None:
        field = DateEdit(2026)
        field.set_value(date(2026, 6, 25))
        put(page, field)
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
        put(page, field)
        heard = Heard(field)
        for day in (1, 2):
            field.open_calendar()
            field.popup().calendar.clicked.emit(QDate(2026, 6, day))
        assert heard.committed == 2

    def test_a_locked_date_opens_no_calendar(self, qtbot: QtBot, page: QWidget) -> None:
        field = DateEdit(2026)
        put(page, field)
        field.set_locked(True)
        press(field, Qt.Key.Key_F4)
        assert not field.popup().isVisible()


class TestGrowingTextEdit:
    def test_it_grows_while_typed_in_up_to_its_limit(self, qtbot: QtBot, page: QWidget) -> None:
        field = GrowingTextEdit(max_lines=3)
        put(page, field)
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

    def test_long_text_wraps_and_counts(self, qtbot: QtBot, page: QWidget) -> None:
        field = GrowingTextEdit(max_lines=20)
        put(page, field)
        field.set_value("hoàn thành phương án sắp xếp khu phố " * 10)
        assert field.sizeHint().height() > 34 + 4 * theme().line("body")
        assert field.minimumSizeHint().width() < 120

    def test_keys_are_told_and_leaving_commits(self, qtbot: QtBot, page: QWidget) -> None:
        field = GrowingTextEdit()
        put(page, field)
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
        put(page, field)
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
        put(page, field)
        type_text(field, "nhầm")
        press_ctrl(field, Qt.Key.Key_Z)
        assert field.value() == ""

    def test_only_plain_text_is_pasted(self, qtbot: QtBot, page: QWidget) -> None:
        field = GrowingTextEdit()
        put(page, field)
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
        put(page, field)
        field.set_value("một\nhai\nba\nbốn\nnăm\nsáu")
        leave(page)
        assert not turn_wheel(field.viewport())
        assert field.verticalScrollBar().value() == 0
        field.setFocus()
        assert turn_wheel(field.viewport())
        assert field.verticalScrollBar().value() > 0

    def test_lines_keep_their_distance_after_retyping(self, qtbot: QtBot, page: QWidget) -> None:
        field = GrowingTextEdit(max_lines=9)
        put(page, field)
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
        put(page, field)
        field.set_value("một\nhai")
        before = field.sizeHint().height()
        apply_theme(qapp, "light", 130)
        assert field.sizeHint().height() >= before + 2 * (theme().line("body") - 20)
        assert field.value() == "một\nhai"


class TestChoices:
    def test_the_wheel_changes_nothing(self, qtbot: QtBot, page: QWidget) -> None:
        combo, spin = ComboBox(), SpinBox(0, 30)
        combo.set_choices([("a", "Một"), ("b", "Hai")])
        combo.set_value("a")
        spin.set_value(15)
        for field in (combo, spin):
            put(page, field)
            assert not turn_wheel(field)
        assert (combo.value(), spin.value()) == ("a", 15)

    def test_keys_choose_and_commit(self, qtbot: QtBot, page: QWidget) -> None:
        combo = ComboBox()
        combo.set_choices([("a", "Một"), ("b", "Hai")])
        combo.set_value("a")
        put(page, combo)
        heard = Heard(combo)
        press(combo, Qt.Key.Key_Down)
        assert combo.value() == "b"
        assert (heard.edited, heard.committed) == (1, 1)

    def test_choices_can_change_under_a_value(self, qtbot: QtBot) -> None:
        combo = ComboBox()
        qtbot.addWidget(combo)
        combo.set_choices([("a", "Một"), ("b", "Hai")])
        combo.set_value("b")
        heard = Heard(combo)
        combo.set_choices([("b", "Hai"), ("c", "Ba")])
        assert combo.value() == "b"
        combo.set_value("lạ")
        assert combo.value() == ""
        assert (heard.edited, heard.committed) == (0, 0)

    def test_other_words_may_be_typed_without_completion(self, qtbot: QtBot, page: QWidget) -> None:
        combo = ComboBox(editable=True)
        combo.set_choices([("viên", "viên"), ("Đỗ Thị Hậu", "Đỗ Thị Hậu")])
        combo.set_value("")
        put(page, combo)
        heard = Heard(combo)
        edit = combo.lineEdit()
        assert edit is not None
        unikey(edit)
        leave(page)
        assert combo.value() == "viêt"
        assert heard.committed == 1

    def test_a_locked_choice_takes_no_focus(self, qtbot: QtBot, page: QWidget) -> None:
        combo = ComboBox()
        put(page, combo)
        combo.set_locked(True)
        assert combo.focusPolicy() == Qt.FocusPolicy.NoFocus
        combo.set_locked(False)
        assert combo.focusPolicy() == Qt.FocusPolicy.StrongFocus

    def test_a_number_with_arrows(self, qtbot: QtBot, page: QWidget) -> None:
        spin = SpinBox(0, 30, suffix="ngày")
        spin.set_value(15)
        put(page, spin)
        heard = Heard(spin)
        press(spin, Qt.Key.Key_Up)
        assert spin.text() == "16\N{NO-BREAK SPACE}ngày"
        leave(page)
        assert (spin.value(), heard.edited, heard.committed) == (16, 1, 1)


class TestSearchField:
    def test_it_waits_for_a_pause(self, qtbot: QtBot, page: QWidget) -> None:
        field = SearchField("Tìm nhiệm vụ")
        put(page, field)
        said: list[str] = []
        field.searched.connect(said.append)
        type_text(field, "ha")
        assert said == []
        with qtbot.waitSignal(field.searched, timeout=2000):
            type_text(field, " tu")
        assert said == ["ha tu"]

    def test_enter_and_the_cross_do_not_wait(self, qtbot: QtBot, page: QWidget) -> None:
        field = SearchField("Tìm nhiệm vụ")
        put(page, field)
        said: list[str] = []
        field.searched.connect(said.append)
        type_text(field, "hà")
        press(field, Qt.Key.Key_Return)
        press(field, Qt.Key.Key_Return)
        press(field, Qt.Key.Key_Escape)
        assert said == ["hà", ""]

    def test_a_value_set_by_the_page_is_silent(self, qtbot: QtBot, page: QWidget) -> None:
        field = SearchField("Tìm nhiệm vụ")
        put(page, field)
        said: list[str] = []
        field.searched.connect(said.append)
        field.set_value("hà tu")
        field.search_now()
        assert said == []

    def test_the_shortcut_goes_before_the_sentence(self, qtbot: QtBot) -> None:
        field = SearchField("Tìm nhiệm vụ, chỉ tiêu, minh chứng", "(Ctrl+K)")
        qtbot.addWidget(field)
        field.show()
        field.resize(318, 34)
        assert field.placeholderText().endswith("(Ctrl+K)")
        field.resize(290, 34)
        assert field.placeholderText() == "Tìm nhiệm vụ, chỉ tiêu, minh chứng"


class TestFieldBox:
    def test_it_names_the_field_and_shows_the_sentence(self, qtbot: QtBot, page: QWidget) -> None:
        field = NumberEdit()
        box = FieldBox("Số liệu", field)
        put(page, box)
        sentence = box.findChildren(IconText)[-1]
        assert field.accessibleName() == "Số liệu"
        assert not sentence.isVisible()
        field.setFocus()
        type_text(field, "abc")
        leave(page)
        assert sentence.isVisible()
        assert sentence.text() == field.fault()

    def test_the_link_is_a_button_that_a_lock_removes(self, qtbot: QtBot, page: QWidget) -> None:
        box = FieldBox("Kết quả thực hiện", GrowingTextEdit(), link="Lấy lại kỳ quý I")
        put(page, box)
        link = box.link
        with qtbot.waitSignal(box.link_clicked):
            click(link)
        box.set_locked(True)
        assert not link.isVisible()
        box.set_locked(False)
        assert link.isVisible()
        box.set_link("")
        assert not link.isVisible()
