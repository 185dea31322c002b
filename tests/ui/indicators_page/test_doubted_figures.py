"""A figure that is hardly true is asked about beside its field, as soon as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hands import press, type_text
from indicator_hands import uid
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qnapp.models.indicator_columns import Column
from qnapp.models.indicator_model import LineRole
from qnapp.ui.indicators_page.delegate import CellEdit
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from qnapp.models.indicator_lines import IndicatorLine
    from qnapp.ui.indicators_page.page import IndicatorsPage


def type_value(page: IndicatorsPage, code: str, text: str) -> None:
    page.show_item(uid(code))
    field = QApplication.focusWidget()
    assert isinstance(field, CellEdit)
    type_text(field, text)
    press(field, Qt.Key.Key_Return)


def line_of(page: IndicatorsPage, code: str) -> IndicatorLine:
    line: IndicatorLine = page.model.index(page.model.place_of(uid(code)), 0).data(LineRole)
    return line


@pytest.mark.parametrize(("typed", "shown"), [("925", "925"), ("96.400", "96.400")])
def test_a_percentage_beyond_reason_is_asked_about_in_its_row(
    page: IndicatorsPage, typed: str, shown: str
) -> None:
    type_value(page, "1", typed)
    line = line_of(page, "1")
    assert line.warning == f"Xem lại: {shown} quá lớn với đơn vị tính %."
    assert f"xem lại: {shown} quá lớn" in line.spoken
    tip = page.model.index(page.model.place_of(uid("1")), Column.VERDICT)
    assert str(tip.data(Qt.ItemDataRole.ToolTipRole)).startswith(line.warning)
    page.table.setFocus()
    rect = page.table.visualRect(tip)
    painted = page.table.viewport().grab(rect).toImage()
    colours = {
        painted.pixelColor(x, y).name()
        for x in range(painted.width())
        for y in range(painted.height())
    }
    assert theme().color("soon").name() in colours
    type_value(page, "1", "92,5")
    assert line_of(page, "1").warning == ""


def test_the_field_of_the_detail_asks_too(page: IndicatorsPage) -> None:
    page.table.go_to(uid("2"))
    form = page.detail.form
    form.fields["cumulative"].setFocus()
    type_text(form.fields["cumulative"], "925")
    press(form.fields["cumulative"], Qt.Key.Key_Return)
    sentence = form.boxes["cumulative"]._sentence
    assert sentence.isVisible()
    assert sentence.text() == "Xem lại: 925 quá lớn với đơn vị tính %."
    assert sentence.width() > form.boxes["cumulative"].width()  # over both columns
    form.fields["cumulative"].setFocus()
    type_text(form.fields["cumulative"], "rất nhiều")
    press(form.fields["cumulative"], Qt.Key.Key_Return)
    assert "phải là số" in sentence.text()  # what cannot be read comes first


def test_a_figure_within_reason_is_left_alone(page: IndicatorsPage) -> None:
    type_value(page, "2", "100")
    assert line_of(page, "2").warning == ""
    assert not page.detail.form.boxes["actual"]._sentence.isVisible()
