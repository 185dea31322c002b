"""The theme reaches every widget, and can change while the program runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette, QRawFont
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from qnapp.ui.kit.fonts import FONT_ROLES
from qnapp.ui.kit.theme import apply_theme, dress, theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

VIETNAMESE = "ăâđêôơưàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ“”·–≥≤"


@pytest.mark.parametrize("name", ["light", "dark"])
def test_stock_widgets_take_the_tokens(qtbot: QtBot, qapp: QApplication, name: str) -> None:
    now = apply_theme(qapp, name, 100)
    button = QPushButton("Lưu")
    qtbot.addWidget(button)
    palette = button.palette()
    assert palette.color(QPalette.ColorRole.Window) == now.color("canvas")
    assert palette.color(QPalette.ColorRole.ButtonText) == now.color("text")
    assert QLineEdit().palette().color(QPalette.ColorRole.PlaceholderText) == now.color("text3")
    assert now.dark == (name == "dark")


def test_an_unknown_choice_follows_the_system(qapp: QApplication) -> None:
    apply_theme(qapp, "dark", 100)
    system = qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert apply_theme(qapp, "neon", 100).dark == system


def test_a_dressed_widget_follows_theme_and_font_size(qtbot: QtBot, qapp: QApplication) -> None:
    label = QLabel("Hà Tu")
    qtbot.addWidget(label)
    dress(label, font="heading", color="bad")
    small = label.font().pointSizeF()
    light = label.palette().color(QPalette.ColorRole.WindowText).name().upper()
    with qtbot.waitSignal(theme().changed):
        apply_theme(qapp, "dark", 130)
    assert light == "#AE2019"
    assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == "#FF9D93"
    assert label.font().pointSizeF() == pytest.approx(small * 1.3)


@pytest.mark.parametrize("percent", [100, 115, 130])
def test_lines_stay_clear_of_vietnamese_marks(qapp: QApplication, percent: int) -> None:
    now = apply_theme(qapp, "light", percent)
    for role in FONT_ROLES:
        font = now.font(role)
        assert now.line(role) >= 1.38 * QFontInfo(font).pixelSize() - 0.5, role
        assert now.line(role) >= QFontMetricsF(font).boundingRect("ỄẬỖg").height(), role


def test_sizes_grow_with_the_font(qapp: QApplication) -> None:
    assert (theme().px(34), theme().px(50)) == (34, 50)
    apply_theme(qapp, "light", 130)
    assert (theme().px(34), theme().px(50)) == (44, 65)


def test_the_font_holds_every_letter_and_two_weights(qapp: QApplication) -> None:
    regular, strong = theme().font("body"), theme().font("body_strong")
    for letter in VIETNAMESE + VIETNAMESE.upper():
        assert QRawFont.fromFont(regular).supportsCharacter(ord(letter)), letter
        assert QRawFont.fromFont(strong).supportsCharacter(ord(letter)), letter
    assert QFontInfo(strong).weight() == 600
    widths = [QFontMetricsF(font).horizontalAdvance("Nhiệm vụ") for font in (regular, strong)]
    assert widths[0] < widths[1]


def test_a_font_handed_out_can_be_changed_without_harm(qapp: QApplication) -> None:
    theme().font("body").setPointSizeF(40)
    assert theme().font("body").pointSizeF() < 12


def test_an_unknown_colour_is_refused(qapp: QApplication) -> None:
    with pytest.raises(KeyError):
        theme().color("pink")


def test_a_colour_that_was_made_thinner_leaves_the_theme_as_it_is(qapp: QApplication) -> None:
    before = theme().color("accent").name(QColor.NameFormat.HexArgb)
    theme().color("accent").setAlpha(24)
    assert theme().color("accent").name(QColor.NameFormat.HexArgb) == before
