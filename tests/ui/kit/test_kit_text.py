"""Text is broken at look's line height, cut only where a tooltip holds the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from qnapp.ui.kit.delegates import (
    Index,
    RowDelegate,
    is_focused,
    is_hovered,
    is_selected,
    paint_row_background,
    paint_section_row,
    wrap_tip,
)
from qnapp.ui.kit.labels import FieldLabel, Label, Separator
from qnapp.ui.kit.paint import break_lines, lines_height, paint_lines, text_width
from qnapp.ui.kit.theme import apply_theme, theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

LONG = (
    "Sắp xếp các thôn, tổ dân phố ở cấp xã và người hoạt động không chuyên trách phù hợp với "
    "yêu cầu trong tình hình mới"
)


@pytest.mark.usefixtures("qapp")
class TestBreakLines:
    @given(text=st.text(alphabet="aáệơđ 𝄞-.\n", max_size=200), width=st.integers(20, 400))
    def test_nothing_is_lost_without_a_limit(self, text: str, width: int) -> None:
        lines, cut = break_lines(text, "body", width)
        assert not cut
        assert "".join("".join(lines).split()) == "".join(text.split())

    @given(width=st.integers(40, 700), limit=st.integers(1, 4))
    def test_lines_fit_the_width_and_the_limit(self, width: int, limit: int) -> None:
        lines, cut = break_lines(LONG, "body", width, limit)
        assert 1 <= len(lines) <= limit
        assert all(text_width(line) <= width + 1 for line in lines)
        assert cut == (lines[-1].endswith("…"))

    def test_words_stay_whole_where_they_can(self) -> None:
        lines, _cut = break_lines(LONG, "body", 338, 2)
        assert lines[0].split() == LONG.split()[: len(lines[0].split())]

    def test_a_name_parted_at_its_hyphen_gets_no_blank_where_the_last_line_is_cut(self) -> None:
        name = "06685-2026-Q2-lan-1-" * 8
        for width in range(120, 200, 7):
            lines, cut = break_lines(name, "body", width, 2)
            assert cut
            assert name.startswith("".join(lines).removesuffix("…"))

    @pytest.mark.parametrize(
        "together",
        [
            *("2348-QĐ/TU", "26/2023/QĐ-TTg", "tháng 3/2026", "Quý IV/2026", "phần II"),
            *("3,9 MB", "1.234,5 tỷ", "2026 - 2030", "tin -", "ngày 10/6/2026"),
        ],
    )
    def test_what_is_read_as_one_word_is_torn_only_where_it_has_no_room(
        self, together: str
    ) -> None:
        text = f"Báo cáo gửi kèm {together} nhiệm kỳ này"
        least = max(round(text_width(one)) + 1 for one in (together, "nhiệm"))
        for width in range(least, round(text_width(text))):
            lines, _cut = break_lines(text, "body", width)
            assert any(together in line for line in lines), (width, lines)
            assert " ".join(lines) == text  # what holds it together is not there to be copied
        narrow, _cut = break_lines(together * 3, "body", round(text_width(together)) - 8)
        assert "".join("".join(narrow).split()) == "".join((together * 3).split())

    def test_empty_text_is_one_empty_line(self) -> None:
        assert break_lines("", "body", 100, 2) == (("",), False)

    def test_a_larger_font_breaks_earlier(self, qapp: QApplication) -> None:
        before = len(break_lines(LONG, "body", 200)[0])
        apply_theme(qapp, "light", 130)
        assert len(break_lines(LONG, "body", 200)[0]) > before


class TestLabel:
    def test_a_wrapped_label_is_as_high_as_its_lines(self, qtbot: QtBot) -> None:
        label = Label(LONG, wrap=True)
        qtbot.addWidget(label)
        count = len(break_lines(LONG, "body", 200)[0])
        assert count > 2
        assert label.heightForWidth(200) == count * theme().line("body")

    def test_in_a_layout_it_gets_that_height(self, qtbot: QtBot) -> None:
        page = QWidget()
        qtbot.addWidget(page)
        box = QVBoxLayout(page)
        label = Label(LONG, wrap=True)
        box.addWidget(label)
        page.resize(260, 400)
        page.show()
        assert label.height() >= label.heightForWidth(label.width())

    def test_the_tooltip_holds_what_is_cut(self, qtbot: QtBot) -> None:
        label = Label(LONG, lines=2)
        qtbot.addWidget(label)
        label.resize(200, 40)
        label.show()
        assert label.is_cut()
        assert label.toolTip() == LONG
        label.resize(900, 40)
        assert not label.is_cut()
        assert label.toolTip() == ""

    def test_a_pages_own_tooltip_stays(self, qtbot: QtBot) -> None:
        label = Label("Thời hạn")
        qtbot.addWidget(label)
        label.setToolTip("Tháng 4/2026 (30/4)")
        label.show()
        label.resize(10, 20)
        assert label.toolTip() == "Tháng 4/2026 (30/4)"

    def test_user_text_is_never_markup(self, qtbot: QtBot) -> None:
        label = Label("<b>3 < 5</b>")
        qtbot.addWidget(label)
        assert label.textFormat() == Qt.TextFormat.PlainText
        assert label.sizeHint().width() >= text_width("<b>3 < 5</b>")

    def test_colour_and_font_can_change(self, qtbot: QtBot) -> None:
        label = Label("Quá hạn")
        qtbot.addWidget(label)
        low = label.sizeHint().height()
        before = ink(label)
        label.set_color("bad")
        label.set_font_role("page")
        assert label.sizeHint().height() > low
        assert "#AE2019" in ink(label)
        assert "#AE2019" not in before


def test_a_field_label_is_not_squeezed_and_shows_its_hint(qtbot: QtBot) -> None:
    label = FieldLabel("Người theo dõi")
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() >= text_width("Người theo dõi", "body_small_strong")
    label.set_hint("cần ghi trước khi gửi")
    assert label.hint.isVisibleTo(label)
    assert label.hint.text() == "cần ghi trước khi gửi"
    label.set_hint("")
    assert not label.hint.isVisibleTo(label)


def test_a_separator_is_one_pixel(qtbot: QtBot) -> None:
    flat, upright = Separator(), Separator(vertical=True)
    qtbot.addWidget(flat)
    qtbot.addWidget(upright)
    assert (flat.maximumHeight(), upright.maximumWidth()) == (1, 1)


@pytest.mark.usefixtures("qapp")
class TestRows:
    def test_two_lines_are_painted_and_the_rest_is_reported(self) -> None:
        image, painter = canvas(240, 60)
        assert paint_lines(painter, QRectF(4, 4, 220, 50), LONG)
        assert not paint_lines(painter, QRectF(4, 4, 220, 50), "Mã", max_lines=1)
        painter.end()
        assert inked_rows(image) <= set(range(4, 4 + 2 * theme().line("body")))

    def test_height_is_that_of_the_lines(self) -> None:
        assert lines_height(LONG, 220, max_lines=2) == 2 * theme().line("body")
        assert lines_height("Mã", 220, max_lines=2) == theme().line("body")

    def test_the_selected_row_has_a_bar_and_a_tint(self) -> None:
        image, painter = canvas(100, 50)
        paint_row_background(painter, QRect(0, 0, 100, 50), selected=True, first=True)
        painter.end()
        assert image.pixelColor(1, 25) == theme().color("accent")
        assert image.pixelColor(50, 25) == theme().color("sel")

    def test_only_the_first_cell_has_the_bar(self) -> None:
        image, painter = canvas(100, 50)
        paint_row_background(painter, QRect(0, 0, 100, 50), selected=True)
        painter.end()
        assert image.pixelColor(1, 25) == theme().color("sel")

    def test_a_section_row_keeps_its_note_whole(self) -> None:
        image, painter = canvas(500, 30)
        title = "Tiếp tục đẩy mạnh xây dựng, chỉnh đốn Đảng trong sạch, vững mạnh toàn diện"
        assert paint_section_row(painter, QRect(0, 0, 500, 30), title=title, note="1/4 xong")
        assert not paint_section_row(painter, QRect(0, 0, 500, 30), title="II", note="1/4 xong")
        painter.end()
        assert image.pixelColor(495, 3) == theme().color("raised")

    def test_a_tooltip_is_broken_into_lines(self) -> None:
        tip = wrap_tip(LONG * 2, 300)
        assert tip.count("\n") >= 3
        assert "".join(tip.split()) == "".join((LONG * 2).split())

    @pytest.mark.parametrize(("cuts", "shown"), [(True, True), (False, False)])
    def test_the_tooltip_comes_only_where_text_is_cut(
        self, qtbot: QtBot, cuts: bool, shown: bool
    ) -> None:
        view = QListView()
        qtbot.addWidget(view)
        model = QStandardItemModel()
        item = QStandardItem("Sắp xếp…")
        item.setToolTip(LONG)
        model.appendRow(item)
        view.setModel(model)
        delegate = Cutting(cuts, view)
        view.setItemDelegate(delegate)
        view.show()
        event = QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), view.mapToGlobal(QPoint(5, 5)))
        assert delegate.helpEvent(event, view, QStyleOptionViewItem(), model.index(0, 0))
        assert QToolTip.isVisible() == shown
        assert (LONG[:20] in QToolTip.text()) == shown
        QToolTip.hideText()
        qtbot.waitUntil(lambda: not QToolTip.isVisible())

    def test_the_states_of_a_cell_are_read(self) -> None:
        option = QStyleOptionViewItem()
        assert {is_selected(option), is_hovered(option), is_focused(option)} == {False}
        option.state = QStyle.StateFlag.State_Selected  # type: ignore[attr-defined] # not in the stubs
        assert is_selected(option)
        assert not is_hovered(option)

    def test_a_delegate_says_by_default_that_it_may_cut(self, qtbot: QtBot) -> None:
        view = QWidget()
        qtbot.addWidget(view)
        assert RowDelegate(view).is_cut(QStyleOptionViewItem(), QModelIndex())


class Cutting(RowDelegate):
    """Says of every cell that it is cut, or not."""

    def __init__(self, cuts: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._cuts = cuts

    def is_cut(self, option: QStyleOptionViewItem, index: Index) -> bool:
        return self._cuts


def canvas(width: int, height: int) -> tuple[QImage, QPainter]:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(theme().color("surface"))
    return image, QPainter(image)


def inked_rows(image: QImage) -> set[int]:
    ground = theme().color("surface").rgb()
    return {
        y
        for y in range(image.height())
        if any(image.pixel(x, y) != ground for x in range(image.width()))
    }


def ink(widget: QWidget) -> set[str]:
    image = widget.grab().toImage()
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }


@pytest.mark.parametrize("title", ["Cập nhật nhiệm vụ HT.01 đến hạn trong 7 ngày", "Ghi sổ", "Ấm"])
@pytest.mark.parametrize("percent", [100, 115, 130])
def test_a_label_that_may_break_stands_in_one_line_at_its_own_width(
    qapp: QApplication, title: str, percent: int
) -> None:
    apply_theme(qapp, "light", percent)
    label = Label(title, font="heading", lines=2)
    assert label.heightForWidth(label.sizeHint().width()) == theme().line("heading")
    assert label.heightForWidth(label.sizeHint().width() // 2) == 2 * theme().line("heading") or (
        " " not in title
    )
