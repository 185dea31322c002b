"""Lists, search and the box around a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from hands import click, press, turn_wheel, type_text
from kit_page import Heard, leave, make_page, put_in, unikey
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qnapp.ui.kit.combos import ComboBox, SpinBox
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.labels import IconText
from qnapp.ui.kit.numbers import NumberEdit
from qnapp.ui.kit.search import SearchField
from qnapp.ui.kit.texts import GrowingTextEdit
from qnapp.ui.kit.theme import apply_theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QListView, QWidget
    from pytestqt.qtbot import QtBot


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    return make_page(qtbot)


def names_to_choose(page: QWidget) -> ComboBox:
    combo = ComboBox(editable=True)
    names = ("Nguyễn Văn Mẫu", "Đỗ Thị Hậu", "Nguyễn Thị Vân")
    combo.set_choices([(name, name) for name in names])
    combo.set_value("")
    put_in(page, combo)
    return combo


class TestChoices:
    def test_the_wheel_changes_nothing(self, qtbot: QtBot, page: QWidget) -> None:
        combo, spin = ComboBox(), SpinBox(0, 30)
        combo.set_choices([("a", "Một"), ("b", "Hai")])
        combo.set_value("a")
        spin.set_value(15)
        for field in (combo, spin):
            put_in(page, field)
            assert not turn_wheel(field)
        assert (combo.value(), spin.value()) == ("a", 15)

    def test_a_number_follows_the_theme_and_its_edge_stays(
        self, qapp: QApplication, page: QWidget
    ) -> None:
        spin = SpinBox(0, 30, suffix="MB")
        put_in(page, spin)
        inside, size = spin.lineEdit().geometry(), spin.lineEdit().font().pointSizeF()
        apply_theme(qapp, "dark", 100)
        QApplication.processEvents()
        assert spin.lineEdit().geometry() == inside
        assert spin.rect().adjusted(8, 1, -8, -1).contains(inside)
        apply_theme(qapp, "dark", 130)
        assert spin.lineEdit().font().pointSizeF() == pytest.approx(size * 1.3)

    @pytest.mark.parametrize("kind", [GrowingTextEdit, LineEdit])
    def test_a_field_that_was_locked_keeps_the_size_of_its_letters(
        self, qapp: QApplication, page: QWidget, kind: type[GrowingTextEdit | LineEdit]
    ) -> None:
        field = kind()
        put_in(page, field)
        field.set_locked(False)
        before = field.font().pointSizeF()
        apply_theme(qapp, "light", 130)
        field.set_locked(True)
        field.set_locked(False)
        assert field.font().pointSizeF() == pytest.approx(before * 1.3)

    def test_keys_choose_and_commit(self, qtbot: QtBot, page: QWidget) -> None:
        combo = ComboBox()
        combo.set_choices([("a", "Một"), ("b", "Hai")])
        combo.set_value("a")
        put_in(page, combo)
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
        put_in(page, combo)
        heard = Heard(combo)
        edit = combo.lineEdit()
        assert edit is not None
        unikey(edit)
        leave(page)
        assert combo.value() == "viêt"
        assert heard.committed == 1

    def test_down_offers_the_names_that_begun_words_find(self, qtbot: QtBot, page: QWidget) -> None:
        combo = names_to_choose(page)
        edit = combo.lineEdit()
        assert edit is not None
        type_text(edit, "van nguy")
        assert combo.value() == "van nguy"  # nothing rewrites what is being typed
        press(combo, Qt.Key.Key_Down)
        view = cast("QListView", combo.view())
        assert view.isVisible()
        offered = [combo.itemText(row) for row in range(3) if not view.isRowHidden(row)]
        assert offered == ["Nguyễn Văn Mẫu", "Nguyễn Thị Vân"]
        press(view, Qt.Key.Key_Return)
        assert combo.value() == "Nguyễn Văn Mẫu"
        edit.selectAll()
        type_text(edit, "nguyen van")  # in a row: nobody else is meant
        press(combo, Qt.Key.Key_Down)
        assert [row for row in range(3) if not view.isRowHidden(row)] == [0]
        press(view, Qt.Key.Key_Return)
        combo.showPopup()  # a chosen name hides no other one
        assert not any(view.isRowHidden(row) for row in range(3))
        combo.hidePopup()

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("nguyen van mau", "Nguyễn Văn Mẫu"),
            ("Nguyen  Van Mau", "Nguyễn Văn Mẫu"),
            ("nguyen van", "nguyen van"),  # a name of its own, for all the field knows
            ("Nguyễn Văn Mậu", "Nguyễn Văn Mậu"),  # somebody else
            ("le thi moi", "le thi moi"),
        ],
    )
    def test_a_name_left_without_diacritics_is_the_one_that_is_known(
        self, qtbot: QtBot, page: QWidget, typed: str, kept: str
    ) -> None:
        combo = names_to_choose(page)
        edit = combo.lineEdit()
        assert edit is not None
        heard = Heard(combo)
        type_text(edit, typed)
        leave(page)
        assert combo.value() == kept
        assert heard.committed == 1

    def test_typed_words_stand_where_chosen_ones_do(self, qtbot: QtBot, page: QWidget) -> None:
        combo = ComboBox(editable=True)
        put_in(page, combo)
        edit = combo.lineEdit()
        assert edit is not None
        place = edit.geometry()
        combo.set_choices([("a", "Một"), ("b", "Hai")])
        combo.setItemText(0, "Một cái tên dài hơn nhiều")
        combo.set_value("Trần Thị Mẫu")
        leave(page)
        assert edit.geometry() == place
        assert place.left() == 9
        assert place.right() < combo.width() - 16

    def test_a_name_that_is_cut_stands_whole_in_the_tooltip(
        self, qtbot: QtBot, page: QWidget
    ) -> None:
        combo = ComboBox(editable=True)
        put_in(page, combo)
        combo.setFixedWidth(140)
        edit = combo.lineEdit()
        assert edit is not None
        qtbot.waitUntil(lambda: edit.width() < 140)
        combo.set_value("Trần Thị Mẫu")
        assert edit.toolTip() == ""
        combo.set_value("Nguyễn Phạm Trần Thị Hoàng Mẫu")
        assert edit.toolTip() == "Nguyễn Phạm Trần Thị Hoàng Mẫu"

    def test_a_locked_choice_takes_no_focus(self, qtbot: QtBot, page: QWidget) -> None:
        combo = ComboBox()
        put_in(page, combo)
        combo.set_locked(True)
        assert combo.focusPolicy() == Qt.FocusPolicy.NoFocus
        combo.set_locked(False)
        assert combo.focusPolicy() == Qt.FocusPolicy.StrongFocus

    def test_a_number_with_arrows(self, qtbot: QtBot, page: QWidget) -> None:
        spin = SpinBox(0, 30, suffix="ngày")
        spin.set_value(15)
        put_in(page, spin)
        heard = Heard(spin)
        press(spin, Qt.Key.Key_Up)
        assert spin.text() == "16\N{NO-BREAK SPACE}ngày"
        leave(page)
        assert (spin.value(), heard.edited, heard.committed) == (16, 1, 1)


class TestSearchField:
    def test_it_waits_for_a_pause(self, qtbot: QtBot, page: QWidget) -> None:
        field = SearchField("Tìm nhiệm vụ")
        put_in(page, field)
        said: list[str] = []
        field.searched.connect(said.append)
        type_text(field, "ha")
        assert said == []
        with qtbot.waitSignal(field.searched, timeout=2000):
            type_text(field, " tu")
        assert said == ["ha tu"]

    def test_enter_and_the_cross_do_not_wait(self, qtbot: QtBot, page: QWidget) -> None:
        field = SearchField("Tìm nhiệm vụ")
        put_in(page, field)
        said: list[str] = []
        field.searched.connect(said.append)
        type_text(field, "hà")
        press(field, Qt.Key.Key_Return)
        press(field, Qt.Key.Key_Return)
        press(field, Qt.Key.Key_Escape)
        assert said == ["hà", ""]

    def test_a_value_set_by_the_page_is_silent(self, qtbot: QtBot, page: QWidget) -> None:
        field = SearchField("Tìm nhiệm vụ")
        put_in(page, field)
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

    def test_of_a_list_what_is_read_whole_stays(self, qtbot: QtBot) -> None:
        field = SearchField("Lọc đơn vị, nhiệm vụ")
        qtbot.addWidget(field)
        field.show()
        field.resize(field.whole_width(), 34)
        assert field.placeholderText() == "Lọc đơn vị, nhiệm vụ"
        field.resize(field.whole_width() - 20, 34)
        assert field.placeholderText() == "Lọc đơn vị"
        assert field.toolTip() == field.accessibleName() == "Lọc đơn vị, nhiệm vụ"


class TestFieldBox:
    def test_it_names_the_field_and_shows_the_sentence(self, qtbot: QtBot, page: QWidget) -> None:
        field = NumberEdit()
        box = FieldBox("Số liệu", field)
        put_in(page, box)
        sentence = box.findChildren(IconText)[-1]
        assert field.accessibleName() == "Số liệu"
        assert not sentence.isVisible()
        field.setFocus()
        type_text(field, "abc")
        leave(page)
        assert sentence.isVisible()
        assert sentence.text() == field.fault()

    def test_the_link_is_a_button_that_a_lock_removes(self, qtbot: QtBot, page: QWidget) -> None:
        box = FieldBox("Kết quả thực hiện", GrowingTextEdit(), link="Lấy lại kết quả quý I")
        put_in(page, box)
        link = box.link
        with qtbot.waitSignal(box.link_clicked):
            click(link)
        box.set_locked(True)
        assert not link.isVisible()
        box.set_locked(False)
        assert link.isVisible()
        box.set_link("")
        assert not link.isVisible()
