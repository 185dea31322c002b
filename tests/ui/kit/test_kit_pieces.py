"""Buttons, chips, segments, cards, notices, steps and charts, under mouse and keyboard."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from hands import click, press
from kit_page import buttons_of, has_colour, picture, shown
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from qnapp.domain.reporting import Status
from qnapp.ui.kit.buttons import CheckBox, IconButton, LinkButton, PrimaryButton, QuietButton
from qnapp.ui.kit.chips import Chip, ChipBar
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import Details, ErrorBand, Notice
from qnapp.ui.kit.segments import SegmentedControl
from qnapp.ui.kit.signs import STATUS_SIGNS
from qnapp.ui.kit.surfaces import Card, EmptyState, ScrollColumn, in_card
from qnapp.ui.kit.theme import apply_theme, theme
from qnapp.ui.kit.tokens import contrast, load_tokens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from qnapp.ui.kit.tokens import Shade

STATUSES = [(s.value, STATUS_SIGNS[s].first, STATUS_SIGNS[s].shape) for s in Status]


class TestButtons:
    @pytest.mark.parametrize(
        "make",
        [
            lambda: PrimaryButton("Xuất PDF để trình ký", "export"),
            lambda: QuietButton("6 tháng năm 2026", "calendar", chevron=True),
            lambda: LinkButton("Xem cả 7"),
            lambda: IconButton("undo", "Hoàn tác"),
        ],
    )
    def test_enter_space_and_mouse_click(self, qtbot: QtBot, make: object) -> None:
        assert callable(make)
        button = make()
        shown(qtbot, button, 240, 40)
        clicks: list[int] = []
        button.clicked.connect(partial(clicks.append, 1))
        press(button, Qt.Key.Key_Return)
        press(button, Qt.Key.Key_Space)
        click(button)
        assert len(clicks) == 3
        button.setEnabled(False)
        click(button)
        assert len(clicks) == 3

    @pytest.mark.parametrize("shade", ["light", "dark"])
    def test_an_icon_that_cannot_be_pressed_is_seen_to_be_dead(
        self, qtbot: QtBot, qapp: QApplication, shade: Shade
    ) -> None:
        apply_theme(qapp, shade, 100)
        button, tokens = IconButton("plus", "Thêm"), load_tokens(shade)
        shown(qtbot, button, 40, 40)
        assert has_colour(picture(button), theme().color("text2"))
        button.setEnabled(False)
        dead = picture(button)
        assert has_colour(dead, theme().color("field"))
        assert not has_colour(dead, theme().color("text2"))
        assert contrast(tokens.hex("text2"), tokens.hex("field")) >= 1.7

    def test_a_button_is_as_wide_as_its_words(self, qtbot: QtBot, qapp: QApplication) -> None:
        button = QuietButton("Lấy kết quả từ nhiệm vụ…", "tasks")
        qtbot.addWidget(button)
        width, height = button.sizeHint().width(), button.sizeHint().height()
        assert width >= button.content_width() + 2 * button.padding - 1
        assert height == 34
        apply_theme(qapp, "light", 130)
        assert button.sizeHint().width() > width * 1.15
        assert button.sizeHint().height() == 44

    def test_an_icon_alone_has_a_name(self, qtbot: QtBot) -> None:
        button = IconButton("close", "Đóng")
        qtbot.addWidget(button)
        assert (button.accessibleName(), button.toolTip()) == ("Đóng", "Đóng")
        assert min(button.sizeHint().width(), button.sizeHint().height()) >= 28

    def test_focus_is_seen_on_every_kind(self, qtbot: QtBot) -> None:
        page = QWidget()
        box = QVBoxLayout(page)
        kinds: list[QWidget] = [
            PrimaryButton("Gửi"),
            QuietButton("Hủy"),
            IconButton("plus", "Thêm"),
            LinkButton("Đổi"),
            CheckBox("Nộp sau"),
            Chip("Quá hạn", shape="triangle_mark", count=3),
        ]
        for widget in kinds:
            box.addWidget(widget)
        shown(qtbot, page, 200, 300)
        for widget in kinds:
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            with_focus = picture(widget)
            widget.clearFocus()
            assert picture(widget) != with_focus, widget

    def test_the_primary_button_is_painted_in_the_accent(self, qtbot: QtBot) -> None:
        button = PrimaryButton("Gửi")
        shown(qtbot, button, 90, 36)
        loud = {theme().color("accent").name(), theme().color("accent_h").name()}  # pointer on it
        assert picture(button).pixelColor(6, 18).name() in loud
        button.setEnabled(False)
        assert picture(button).pixelColor(6, 18) == theme().color("canvas")

    def test_a_check_box_ticks_with_a_click_anywhere(self, qtbot: QtBot) -> None:
        box = CheckBox("Nộp sau")
        shown(qtbot, box, 160, 28)
        click(box, QPoint(120, 14))
        assert isinstance(box, QCheckBox)
        assert box.isChecked()
        assert has_colour(picture(box), theme().color("accent"))

    def test_the_ring_is_clear_of_the_little_box(self, qtbot: QtBot) -> None:
        box = CheckBox("Nộp sau")
        shown(qtbot, box, 160, 28)
        box.setFocus(Qt.FocusReason.TabFocusReason)
        image = picture(box)
        assert image.pixelColor(1, 14) == theme().color("accent")
        assert image.pixelColor(3, 14) == image.pixelColor(155, 14)  # the ground on both sides


class TestChips:
    @staticmethod
    def bar(qtbot: QtBot, width: int) -> ChipBar:
        bar = ChipBar()
        bar.add_chip("all", "Tất cả", count=23)
        bar.add_chip("late", "Quá hạn", shape="triangle_mark", count=3)
        bar.add_chip("soon", "Sắp đến hạn", count=5)
        bar.add_chip("new", "Chưa cập nhật", shape="circle", count=7)
        bar.add_chip("back", "Bị trả lại", shape="arrow_back", count=1)
        shown(qtbot, bar, width, 28)
        return bar

    def test_one_at_a_time(self, qtbot: QtBot) -> None:
        bar = self.bar(qtbot, 800)
        chosen: list[str] = []
        bar.chosen.connect(chosen.append)
        assert bar.current() == "all"
        click(buttons_of(bar)[1])
        click(buttons_of(bar)[1])
        assert chosen == ["late"]
        assert [b.text() for b in buttons_of(bar) if b.isChecked()] == ["Quá hạn"]

    def test_the_page_chooses_silently(self, qtbot: QtBot) -> None:
        bar = self.bar(qtbot, 800)
        with qtbot.assertNotEmitted(bar.chosen):
            bar.set_current("soon")
        assert bar.current() == "soon"
        with pytest.raises(KeyError):
            bar.set_current("lạ")
        assert bar.current() == "soon"

    def test_arrows_move_and_wrap(self, qtbot: QtBot) -> None:
        bar = self.bar(qtbot, 800)
        press(bar, Qt.Key.Key_Left)
        assert bar.current() == "back"
        press(bar, Qt.Key.Key_Right)
        assert bar.current() == "all"

    def test_what_does_not_fit_folds_and_can_still_be_chosen(self, qtbot: QtBot) -> None:
        bar = self.bar(qtbot, 330)
        words = [b.text() for b in buttons_of(bar)]
        assert words[0] == "Tất cả"
        assert words[-1] == "Thêm"
        assert all(b.geometry().right() <= bar.width() for b in buttons_of(bar))
        menu = bar.make_menu()
        actions = menu.actions()
        assert len(words) - 1 + len(actions) == 5
        actions[-1].trigger()
        assert bar.current() == "back"
        # The chip that filters the list is never out of sight.
        assert [b.text() for b in buttons_of(bar) if b.isChecked()] == ["Bị trả lại"]
        menu.deleteLater()

    def test_no_word_is_cut_at_any_width(self, qtbot: QtBot) -> None:
        bar = self.bar(qtbot, 800)
        for width in range(bar.minimumSizeHint().width(), 700, 37):
            bar.resize(width, 28)
            for chip in buttons_of(bar):
                assert chip.width() == chip.sizeHint().width()
                assert chip.geometry().right() <= width

    def test_counts_change_and_are_spoken(self, qtbot: QtBot) -> None:
        bar = self.bar(qtbot, 800)
        bar.set_count("late", 12)
        assert buttons_of(bar)[1].accessibleName() == "Quá hạn 12"

    def test_a_chip_can_go(self, qtbot: QtBot) -> None:
        bar = self.bar(qtbot, 800)
        bar.set_current("back")
        bar.remove_chip("back")
        assert bar.current() == "all"
        assert not bar.has_chip("back")


class TestSegments:
    @staticmethod
    def control(qtbot: QtBot, width: int = 376) -> SegmentedControl:
        control = SegmentedControl(STATUSES)
        control.setAccessibleName("Tình trạng kỳ này")
        shown(qtbot, control, width, control.heightForWidth(width))
        return control

    def test_a_click_chooses_and_commits(self, qtbot: QtBot) -> None:
        control = self.control(qtbot)
        with qtbot.waitSignals([control.edited, control.committed]):
            click(buttons_of(control)[1])
        assert control.value() == "in_progress"
        with qtbot.assertNotEmitted(control.edited):
            click(buttons_of(control)[1])

    def test_setting_is_silent_and_none_is_possible(self, qtbot: QtBot) -> None:
        control = self.control(qtbot)
        with qtbot.assertNotEmitted(control.edited):
            control.set_value("completed")
            assert control.word() == "Hoàn thành"
            control.set_value("")
        assert (control.value(), control.word()) == ("", "")
        with pytest.raises(ValueError, match="lạ"):
            control.set_value("lạ")

    def test_digits_and_arrows_choose(self, qtbot: QtBot) -> None:
        control = self.control(qtbot)
        control.set_value("not_started")
        buttons_of(control)[0].setFocus()
        press(buttons_of(control)[0], Qt.Key.Key_3)
        assert control.value() == "completed"
        press(buttons_of(control)[2], Qt.Key.Key_Right)
        assert control.value() == "on_hold"
        press(buttons_of(control)[3], Qt.Key.Key_9)
        assert control.value() == "on_hold"

    def test_where_numbers_are_typed_nearby_a_digit_only_points(self, qtbot: QtBot) -> None:
        control = SegmentedControl(STATUSES, careful=True)
        shown(qtbot, control, 400, 40)
        control.set_value("not_started")
        numbers: list[str] = []
        control.number_typed.connect(numbers.append)
        buttons_of(control)[0].setFocus()
        with qtbot.assertNotEmitted(control.edited):
            press(buttons_of(control)[0], Qt.Key.Key_3)
            press(buttons_of(control)[2], Qt.Key.Key_0)
        assert (control.value(), numbers) == ("not_started", ["30"])
        assert buttons_of(control)[0].hasFocus()
        press(buttons_of(control)[0], Qt.Key.Key_3)
        with qtbot.waitSignal(control.committed):
            press(buttons_of(control)[2], Qt.Key.Key_Return)
        assert control.value() == "completed"

    def test_four_words_fit_the_editor_of_the_small_screen(self, qtbot: QtBot) -> None:
        control = self.control(qtbot, 369)
        assert len({b.y() for b in buttons_of(control)}) == 1
        assert all(b.geometry().right() <= control.width() for b in buttons_of(control))

    def test_at_a_larger_font_they_go_two_by_two(self, qtbot: QtBot, qapp: QApplication) -> None:
        apply_theme(qapp, "light", 115)
        control = self.control(qtbot, 369)
        rows = [b.y() for b in buttons_of(control)]
        assert rows[0] == rows[1] < rows[2] == rows[3]
        assert control.height() >= theme().px(34) + theme().px(28)

    def test_choosing_never_changes_the_rows(self, qtbot: QtBot) -> None:
        control = self.control(qtbot)
        for width in range(300, 420, 7):
            heights = set()
            for key, _word, _shape in STATUSES:
                control.set_value(key)
                heights.add(control.heightForWidth(width))
            assert len(heights) == 1

    def test_in_a_layout_both_rows_get_their_height(self, qtbot: QtBot) -> None:
        page = QWidget()
        box = QVBoxLayout(page)
        control = SegmentedControl(STATUSES)
        box.addWidget(control)
        box.addStretch(1)
        shown(qtbot, page, 300, 300)
        assert control.height() == control.heightForWidth(control.width()) > theme().px(34)

    def test_every_word_has_a_name_with_the_label(self, qtbot: QtBot) -> None:
        control = self.control(qtbot)
        assert buttons_of(control)[0].accessibleName() == "Tình trạng kỳ này: Chưa triển khai"

    def test_locked_it_is_only_a_word(self, qtbot: QtBot) -> None:
        control = self.control(qtbot)
        control.set_value("completed")
        control.set_locked(True)
        assert buttons_of(control) == []
        press(control, Qt.Key.Key_1)
        assert control.value() == "completed"
        control.set_locked(False)
        assert len(buttons_of(control)) == 4

    def test_locked_it_takes_one_line_however_large_the_letters(
        self, qtbot: QtBot, qapp: QApplication
    ) -> None:
        apply_theme(qapp, "light", 130)
        control = self.control(qtbot, 369)
        assert control.heightForWidth(369) > theme().px(34)
        control.set_locked(True)
        assert control.heightForWidth(369) == theme().px(34)

    def test_a_fault_is_told(self, qtbot: QtBot) -> None:
        control = self.control(qtbot)
        with qtbot.waitSignal(control.fault_changed):
            control.set_fault("Chọn tình trạng.")
        assert has_colour(picture(control), theme().color("bad"))
        press(buttons_of(control)[0], Qt.Key.Key_2)
        assert control.fault() == ""


class TestSurfaces:
    @pytest.mark.parametrize("ground", ["canvas", "surface"])
    def test_a_card_keeps_its_corners_over_a_table(self, qtbot: QtBot, ground: str) -> None:
        inside = QWidget()
        inside.setAutoFillBackground(True)
        card = in_card(inside, ground=ground)
        shown(qtbot, card, 200, 120)
        image = picture(card)
        for x, y in ((0, 0), (199, 0), (0, 119), (199, 119)):
            assert image.pixelColor(x, y) == theme().color(ground)

    def test_a_title_comes_and_goes(self, qtbot: QtBot) -> None:
        card = Card("23 nhiệm vụ", "5 đã hoàn thành")
        shown(qtbot, card, 300, 120)
        with_title = card.sizeHint().height()
        assert card.accessibleName() == "23 nhiệm vụ"
        card.set_title("")
        assert card.sizeHint().height() < with_title

    def test_an_empty_state_offers_one_button(self, qtbot: QtBot) -> None:
        empty = EmptyState("Không có nhiệm vụ nào quá hạn.", "Bỏ lọc")
        shown(qtbot, empty, 400, 300)
        with qtbot.waitSignal(empty.clicked):
            click(buttons_of(empty)[0])
        empty.set_text("Không còn lỗi. Có thể xuất báo cáo.", good=True)
        assert buttons_of(empty) == []
        assert has_colour(picture(empty), theme().color("ok"))

    def test_a_column_scrolls_down_only(self, qtbot: QtBot) -> None:
        column = ScrollColumn()
        last = QPushButton("cuối")
        for _ in range(30):
            column.body.addWidget(QuietButton("Nhiệm vụ sau"))
        column.body.addWidget(last)
        shown(qtbot, column, 300, 200)
        assert column.horizontalScrollBar().maximum() == 0
        column.keep_in_view(last)
        assert not last.visibleRegion().isEmpty()


class TestNotices:
    def test_a_notice_is_as_high_as_its_sentence(self, qtbot: QtBot) -> None:
        page = QWidget()
        box = QVBoxLayout(page)
        notice = Notice(
            "soon", "Cần đối chiếu bản gốc: Phụ lục ghi 3-3,5; mục I.2 ghi “từ 3 - 3,5%”."
        )
        box.addWidget(notice)
        box.addStretch(1)
        shown(qtbot, page, 200, 300)
        words = notice.words
        assert words.heightForWidth(words.width()) >= 3 * theme().line("body")
        assert words.height() >= words.heightForWidth(words.width())
        assert notice.accessibleName().startswith("Cần đối chiếu")
        assert has_colour(picture(notice), theme().color("soon_t"))

    def test_its_button_says_so(self, qtbot: QtBot) -> None:
        notice = Notice("none", "Kỳ này đã gửi ngày 18/6, đang khóa.", button="Mở khóa…")
        shown(qtbot, notice, 500, 48)
        with qtbot.waitSignal(notice.clicked):
            click(buttons_of(notice)[0])
        notice.set_button("")
        notice.set_kind("ok")
        assert buttons_of(notice) == []
        assert has_colour(picture(notice), theme().color("ok_t"))

    def test_an_error_shows_its_details_only_when_asked(self, qtbot: QtBot) -> None:
        page = QWidget()
        band = ErrorBand()
        QVBoxLayout(page).addWidget(band)
        shown(qtbot, page, 700, 300)
        assert not band.isVisible()
        band.show_error("Không ghi được tệp.", "PermissionError: a.xlsx", "Thử lại")
        details = band.findChildren(Details)[0]
        assert not details.isVisible()
        retry, more, _cross = buttons_of(band)
        click(more)
        assert details.isVisible()
        click(buttons_of(details)[0])
        assert QGuiApplication.clipboard().text() == "PermissionError: a.xlsx"
        with qtbot.waitSignal(band.retried):
            click(retry)
        assert not band.isVisible()

    def test_an_error_without_details_has_no_link(self, qtbot: QtBot) -> None:
        band = ErrorBand()
        qtbot.addWidget(band)
        band.show_error("Không đọc được tệp.")
        assert [b.accessibleName() for b in buttons_of(band)] == ["Đóng thông báo"]
        with qtbot.waitSignal(band.closed):
            click(buttons_of(band)[0])


@pytest.mark.parametrize("width", [420, 900, 1138])
def test_a_long_sentence_where_a_list_would_be_stands_whole(qtbot: QtBot, width: int) -> None:
    sentence = "Chưa có bản đang soạn. Khi lập kế hoạch từ Excel, ở đây có: ô không đọc được, " * 2
    empty = EmptyState(sentence.strip())
    qtbot.addWidget(empty)
    empty.resize(width, 460)
    empty.show()
    label = next(one for one in empty.findChildren(Label) if one.text())
    assert label.height() >= label.heightForWidth(label.width())
