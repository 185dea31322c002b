"""Standings are told apart by shape alone, and each has its words."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from qnapp.domain.overview import STANDING_ORDER
from qnapp.domain.reporting import Standing, Status, Verdict
from qnapp.ui.kit.shapes import SHAPES, paint_shape, shape_pixmap
from qnapp.ui.kit.signs import (
    NO_PACKAGE,
    RETURNED,
    STANDING_SIGNS,
    Sign,
    standing_sign,
    status_sign,
    verdict_sign,
)
from qnapp.ui.kit.theme import apply_theme, theme
from qnapp.ui.kit.tokens import TOKEN_NAMES, contrast, load_tokens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from qnapp.ui.kit.tokens import Shade

EVERY_SIGN: list[Sign] = [
    *(standing_sign(standing) for standing in Standing),
    *(verdict_sign(verdict) for verdict in Verdict),
    *(status_sign(status) for status in Status),
    RETURNED,
    NO_PACKAGE,
]


@pytest.mark.parametrize("dark", [False, True])
def test_shapes_differ_on_a_grey_copy(qapp: QApplication, dark: bool) -> None:
    apply_theme(qapp, "dark" if dark else "light", 100)
    # All in one colour: what is left is what a photocopier leaves.
    grey = {name: grey_levels(drawn(name, "text2")) for name in SHAPES}
    for first, second in combinations(SHAPES, 2):
        unlike = [abs(a - b) > 60 for a, b in zip(grey[first], grey[second], strict=True)]
        assert sum(unlike) >= 8, (first, second)


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_lines_of_a_hatching_do_not_pale(qapp: QApplication, shade: Shade) -> None:
    apply_theme(qapp, shade, 100)
    image, tokens = blank(24), load_tokens(shade)
    painter = QPainter(image)
    paint_shape(painter, QRectF(4, 4, 15, 15), "hatching")
    painter.end()
    seen = {image.pixelColor(x, y).name() for x in range(24) for y in range(24)}
    assert max(contrast(one, tokens.hex("surface")) for one in seen) >= 3.0


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_stays_inside_its_square(qapp: QApplication, name: str) -> None:
    image = blank(32)
    painter = QPainter(image)
    paint_shape(painter, QRectF(8, 8, 16, 16), name)
    painter.end()
    ground = theme().color("surface").rgb()
    rim = [image.pixel(at, side) for at in range(32) for side in (6, 25)]
    rim += [image.pixel(side, at) for at in range(32) for side in (6, 25)]
    assert set(rim) == {ground}


def test_pixmaps_follow_theme_and_ratio(qapp: QApplication) -> None:
    light = shape_pixmap("circle_tick", 16, 1.5)
    apply_theme(qapp, "dark", 100)
    assert light.width() == 24
    assert light.toImage() != shape_pixmap("circle_tick", 16, 1.5).toImage()


def test_an_unknown_shape_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(KeyError):
        shape_pixmap("heart")


@pytest.mark.parametrize("sign", EVERY_SIGN, ids=lambda sign: sign.phrase)
def test_every_sign_can_be_painted_and_said(sign: Sign) -> None:
    assert sign.shape in SHAPES
    assert sign.color in TOKEN_NAMES
    assert sign.phrase == f"{sign.first} {sign.second}".strip()
    assert sign.phrase[0].isupper()


def test_standings_that_differ_look_different() -> None:
    shown = {(sign.shape, sign.phrase) for sign in STANDING_SIGNS.values()}
    assert len(shown) == len(Standing)


def test_every_legend_names_the_standings_in_one_order() -> None:
    assert tuple(STANDING_SIGNS) == STANDING_ORDER


def test_words_are_those_of_the_look() -> None:
    assert standing_sign(Standing.DONE_LATE).phrase == "Hoàn thành quá hạn"
    assert standing_sign(Standing.NO_DEADLINE).phrase == "Không xác định thời hạn"
    row = standing_sign(Standing.NO_DEADLINE, Status.IN_PROGRESS)
    assert (row.first, row.second) == ("Đang triển khai", "không xác định thời hạn")
    assert standing_sign(Standing.IN_TIME).second == "trong hạn"
    assert verdict_sign(Verdict.TO_ASSESS).phrase == "Cần đánh giá"


def test_overdue_keeps_the_word_of_the_status() -> None:
    assert standing_sign(Standing.OVERDUE, Status.IN_PROGRESS).phrase == "Đang triển khai quá hạn"
    assert standing_sign(Standing.OVERDUE, Status.NOT_STARTED).phrase == "Chưa triển khai quá hạn"
    assert standing_sign(Standing.OVERDUE, Status.ON_HOLD).color == "bad"
    assert standing_sign(Standing.NOT_STARTED, Status.NOT_STARTED).second == ""


def test_a_missed_target_is_red_only_at_the_years_end() -> None:
    assert verdict_sign(Verdict.UNMET).color == "soon"
    assert verdict_sign(Verdict.UNMET, last_period=True).color == "bad"
    assert verdict_sign(Verdict.MET, last_period=True).color == "ok"


def blank(side: int) -> QImage:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(theme().color("surface"))
    return image


def drawn(name: str, color: str) -> QImage:
    image = blank(16)
    painter = QPainter(image)
    paint_shape(painter, QRectF(0, 0, 16, 16), name, color)
    painter.end()
    return image


def grey_levels(image: QImage) -> list[int]:
    points = ((x, y) for y in range(image.height()) for x in range(image.width()))
    return [QColor(image.pixel(x, y)).lightness() for x, y in points]
