"""Steps and charts say in words what they draw."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hands import click, press
from kit_page import buttons_of, has_colour, picture, shown
from PySide6.QtCore import Qt

from qnapp.documents.chart_data import IndicatorBar, SectionBar, Share
from qnapp.domain.received import ReportState
from qnapp.domain.reporting import Standing
from qnapp.ui.kit.charts import (
    Bar,
    BarChart,
    Portion,
    StackedBar,
    portions_of,
    show_indicator,
)
from qnapp.ui.kit.paint import text_width
from qnapp.ui.kit.report_signs import report_sign
from qnapp.ui.kit.signs import standing_sign
from qnapp.ui.kit.steps import Step, StepBar
from qnapp.ui.kit.theme import apply_theme, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

STEPS = [
    Step("Cập nhật", "đủ 23/23", done=True),
    Step("Minh chứng", "thiếu 1 tệp"),
    Step("Kiểm tra", "2 lỗi, 3 cảnh báo"),
    Step("Xuất báo cáo", "chưa xuất"),
    Step("Ký", "chưa ký"),
    Step("Gửi", "hạn 18/6"),
    Step("Tiếp nhận", "chờ cấp trên"),
]


class TestSteps:
    def test_each_step_is_a_button_with_its_state(self, qtbot: QtBot) -> None:
        bar = StepBar()
        bar.set_steps(STEPS, 1)
        shown(qtbot, bar, 1106, 60)
        chosen: list[int] = []
        bar.chosen.connect(chosen.append)
        buttons = buttons_of(bar)
        assert buttons[2].accessibleName() == "Bước 3: Kiểm tra, 2 lỗi, 3 cảnh báo"
        click(buttons[2])
        press(buttons[6], Qt.Key.Key_Space)
        assert chosen == [2, 6]

    @pytest.mark.parametrize(("percent", "width"), [(100, 1106), (115, 1106), (130, 1106)])
    def test_no_word_is_cut_on_the_small_screen(
        self, qtbot: QtBot, qapp: QApplication, percent: int, width: int
    ) -> None:
        apply_theme(qapp, "light", percent)
        bar = StepBar()
        bar.set_steps(STEPS, 3)
        shown(qtbot, bar, width, bar.sizeHint().height())
        bar.grab()
        assert [b.toolTip() for b in buttons_of(bar)] == [""] * 7
        assert buttons_of(bar)[-1].geometry().right() < width

    def test_the_lines_between_give_way_before_a_word_does(
        self, qtbot: QtBot, qapp: QApplication
    ) -> None:
        apply_theme(qapp, "light", 130)
        states = ["20/27 khi trình ký", "thiếu 6 tệp", "2 lỗi, 19 cảnh báo", "trình ký lần 1"]
        states += ["chờ ký", "đã tạo gói, chưa gửi", "chưa có"]
        bar = StepBar()
        bar.set_steps([Step(one.title, said) for one, said in zip(STEPS, states, strict=True)], 4)
        shown(qtbot, bar, 1106, bar.sizeHint().height())
        bar.grab()
        assert [b.toolTip() for b in buttons_of(bar)] == [""] * 7

    def test_what_a_cut_state_leaves_free_goes_between_the_steps(
        self, qtbot: QtBot, qapp: QApplication
    ) -> None:
        apply_theme(qapp, "light", 130)
        states = ["20/27 nhiệm vụ", "thiếu 5 tệp", "2 trả lại, 2 lỗi, 17 cảnh báo", "đã khóa"]
        states += ["chưa ký", "gửi lại, hạn 20/6", "bị trả lại 05/6"]
        bar = StepBar()
        bar.set_steps([Step(one.title, said) for one, said in zip(STEPS, states, strict=True)], 0)
        shown(qtbot, bar, 1106, bar.sizeHint().height())
        bar.grab()
        buttons = buttons_of(bar)
        (cut,) = [b for b in buttons if b.toolTip()]
        words = text_width("2 trả lại, 2 lỗi, 17 cảnh…", "small")
        assert cut.width() <= words + 24 + 9 + 2 * 4 + 3  # disc, gap, sides
        gaps = {b.x() - a.geometry().right() for a, b in pairwise(buttons)}
        assert max(gaps) - min(gaps) <= 1

    def test_all_steps_are_joined_or_none(self, qtbot: QtBot) -> None:
        bar = StepBar()
        bar.set_steps(STEPS, 3)
        shown(qtbot, bar, 700, 60)
        found = set()
        for width in range(700, 1106, 3):
            bar.resize(width, 60)
            image, line = picture(bar), theme().color("border")
            buttons = [button.geometry() for button in buttons_of(bar)]
            joined = {
                image.pixelColor((one.right() + two.left()) // 2, 30) == line
                for one, two in pairwise(buttons)
            }
            assert len(joined) == 1, width
            found |= joined
        assert found == {True, False}

    def test_where_room_is_short_the_tooltip_says_it(self, qtbot: QtBot) -> None:
        bar = StepBar(compact=True)
        bar.set_steps(STEPS, 3)
        shown(qtbot, bar, 640, 44)
        bar.grab()
        cut = [b for b in buttons_of(bar) if b.toolTip()]
        assert "Kiểm tra: 2 lỗi, 3 cảnh báo" in {b.toolTip() for b in cut}
        assert buttons_of(bar)[-1].geometry().right() <= 640

    def test_a_refresh_keeps_the_focus(self, qtbot: QtBot) -> None:
        bar = StepBar()
        bar.set_steps(STEPS, 1)
        shown(qtbot, bar, 1106, 60)
        buttons_of(bar)[2].setFocus()
        bar.set_steps(STEPS, 2)
        focused = [b.accessibleName() for b in buttons_of(bar) if b.hasFocus()]
        assert focused == ["Bước 3: Kiểm tra, 2 lỗi, 3 cảnh báo"]


class TestCharts:
    def test_a_hatched_part_is_hatched_as_its_sign_is(self, qtbot: QtBot) -> None:
        bar = StackedBar()
        missing = report_sign(ReportState.MISSING)
        bar.set_portions([Portion(missing, 5), Portion(report_sign(ReportState.ON_TIME), 5)])
        shown(qtbot, bar, 300, 140)
        image, middle = picture(bar), bar._strip.geometry().center().y()
        found = {image.pixelColor(at, middle).name() for at in range(4, 140)}
        assert theme().color("field").name() in found  # a line, as dark as its sign's
        between = max(image.pixelColor(at, middle).lightness() for at in range(4, 140))
        assert between >= theme().color("surface").lightness() - 2
        assert len(found) > 2
        whole = {image.pixelColor(at, middle).name() for at in range(160, 290)}
        assert whole == {theme().color("ok").name()}

    PORTIONS = (
        Portion(standing_sign(Standing.DONE_ON_TIME), 3),
        Portion(standing_sign(Standing.IN_TIME), 11),
        Portion(standing_sign(Standing.OVERDUE), 1, "Quá hạn"),
        Portion(standing_sign(Standing.NO_DEADLINE), 0),
    )

    def test_the_bar_says_what_it_draws(self, qtbot: QtBot) -> None:
        bar = StackedBar()
        bar.set_portions(self.PORTIONS)
        shown(qtbot, bar, 300, 140)
        assert bar.accessibleName() == (
            "Hoàn thành đúng hạn: 3; Đang triển khai trong hạn: 11; Quá hạn: 1; "
            "Không xác định thời hạn: 0"
        )

    def test_parts_are_as_long_as_their_numbers(self, qtbot: QtBot) -> None:
        bar = StackedBar()
        bar.set_portions(self.PORTIONS)
        shown(qtbot, bar, 300, 140)
        image = picture(bar)
        row = [image.pixelColor(x, 7).name() for x in range(300)]
        ok, doing, bad = (row.count(theme().color(t).name()) for t in ("ok", "doing", "bad"))
        assert doing > 3 * ok > 6 * bad > 0
        assert row.count(theme().color("none_t").name()) == 0

    def test_each_line_of_the_legend_leads_somewhere(self, qtbot: QtBot) -> None:
        bar = StackedBar()
        bar.set_portions(self.PORTIONS)
        shown(qtbot, bar, 300, 140)
        with qtbot.waitSignal(bar.chosen) as heard:
            click(buttons_of(bar)[2])
        assert heard.args == [2]
        bar.set_portions(self.PORTIONS[:1])
        qtbot.waitUntil(lambda: len(buttons_of(bar)) == 1)

    def test_nothing_counted_is_an_empty_bar(self, qtbot: QtBot) -> None:
        bar = StackedBar()
        bar.set_portions([])
        shown(qtbot, bar, 300, 40)
        assert has_colour(picture(bar), theme().color("none_t"))

    BARS = (
        Bar("Quý I", 0.8, "0,8"),
        Bar("6 tháng", 1.4, "1,4"),
        Bar("9 tháng", None, "chưa có"),
        Bar("Năm", None, "chưa có"),
    )

    def test_bars_stand_against_the_target(self, qtbot: QtBot) -> None:
        chart = BarChart()
        chart.set_bars(self.BARS, low=3, high=3.5, target_text="Mức năm 3 - 3,5")
        shown(qtbot, chart, 300, chart.sizeHint().height())
        assert chart.accessibleName().startswith("Mức năm 3 - 3,5; Quý I: 0,8; 6 tháng: 1,4")
        image = picture(chart)
        heights = [self.column(image, x) for x in (37, 112, 187, 262)]
        assert 0 < heights[0] < heights[1]
        assert heights[2] == heights[3] == 0
        assert has_colour(image, theme().color("ok_t"))

    def test_a_single_bound_is_a_line_and_values_may_be_negative(self, qtbot: QtBot) -> None:
        chart = BarChart()
        chart.set_bars([Bar("Quý I", -2.0, "-2"), Bar("Năm", 4.0, "4")], low=3, target_text="≥3")
        shown(qtbot, chart, 300, chart.sizeHint().height())
        image = picture(chart)
        assert not has_colour(image, theme().color("ok_t"))
        assert has_colour(image, theme().color("ok"))
        assert 0 < self.column(image, 75) < self.column(image, 225)

    def test_no_values_at_all_can_be_drawn(self, qtbot: QtBot) -> None:
        chart = BarChart()
        chart.set_bars(self.BARS[2:])
        shown(qtbot, chart, 300, chart.sizeHint().height())
        assert not has_colour(picture(chart), theme().color("doing"))

    @staticmethod
    def column(image: QImage, x: int) -> int:
        colour = theme().color("doing")
        return sum(image.pixelColor(x, y) == colour for y in range(image.height()))

    def test_the_screen_shows_the_printed_charts_bars(self, qtbot: QtBot) -> None:
        section = SectionBar(
            "Tất cả nhiệm vụ",
            (
                Share(Standing.DONE_ON_TIME, "A", "Hoàn thành đúng hạn", 3),
                Share(None, "K", "Báo cáo theo đường riêng", 2),
            ),
        )
        bar = StackedBar()
        bar.set_portions(portions_of(section))
        shown(qtbot, bar, 300, 90)
        assert bar.accessibleName() == "Hoàn thành đúng hạn: 3; Báo cáo theo đường riêng: 2"
        assert has_colour(picture(bar), theme().color("ok"))

    def test_the_screen_shows_a_printed_indicator(self, qtbot: QtBot) -> None:
        span = IndicatorBar(
            "3", "Tỷ lệ kết nạp đảng viên", Decimal("3.2"), True, Decimal(3), Decimal("3.5"),
            "3,2%", "3-3,5%", "Đạt, số ước",
        )  # fmt: skip
        chart = BarChart()
        show_indicator(chart, span)
        shown(qtbot, chart, 300, chart.sizeHint().height())
        assert chart.accessibleName() == "Mức năm 3-3,5%; Số ước: 3,2%"
        assert has_colour(picture(chart), theme().color("ok_t"))
