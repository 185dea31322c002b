"""Tiếp nhận has one figure for one word, shows errors as errors, and asks for the key first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hands import click
from PySide6.QtGui import QColor
from reporting_units import HA_TU, TUAN_CHAU

from qnapp.db.roster import confirm_key
from qnapp.domain.reporting import Finding, Level
from qnapp.exchange.receiving import take_in_many
from qnapp.models.inbox_lines import InboxColumn, InboxFilter, InboxLine
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.ui.inbox_page.page import InboxPage


def taken_in(page: InboxPage, *files: Path) -> None:
    assert take_in_many(page.session.store, files)
    page.reload()


def line_of(page: InboxPage, code: str) -> InboxLine:
    found = page.model.line(code)
    assert found is not None
    assert found.package is not None
    return found


def test_the_figure_above_has_another_word_than_the_chip_that_counts_otherwise(
    page: InboxPage, sent: dict[str, Path]
) -> None:
    taken_in(page, sent["second"], sent["rival"], sent["tuần châu"])  # Hà Tu is in conflict
    counts = page.model.counts()
    assert (counts[InboxFilter.TIMELY], counts[InboxFilter.ON_TIME]) == (2, 1)
    assert page.heading.timely.text().startswith("Gửi lần đầu đúng hạn 2/")
    click(page.heading.timely)
    assert page.chips.current() == InboxFilter.TIMELY
    assert page.model.counts()[InboxFilter.TIMELY] == len(page.model.shown())


def test_before_its_key_is_compared_a_report_is_not_first_of_all_accepted(
    page: InboxPage, sent: dict[str, Path]
) -> None:
    taken_in(page, sent["first"], sent["tuần châu"])
    page.show_item(f"code:{HA_TU}")
    foot = page.foot
    assert (foot.key.isVisible(), foot.key.loud, foot.accept.loud) == (True, True, False)
    package = line_of(page, HA_TU).package
    assert package is not None
    confirm_key(page.session.store, HA_TU, package.name, package.key)
    page.reload()
    assert (foot.key.isVisible(), foot.accept.loud) == (False, True)


def test_errors_are_red_with_a_sign_and_warnings_are_not(
    page: InboxPage, sent: dict[str, Path]
) -> None:
    taken_in(page, sent["first"], sent["tuần châu"])
    for code, level in ((HA_TU, Level.ERROR), (TUAN_CHAU, Level.WARNING)):
        line = line_of(page, code)
        finding = Finding("x", level, "Sai.", "", "3.2", "result")
        assert line.package is not None
        told = replace(line, package=replace(line.package, findings=(finding,)))
        page.model.load([told if one.key == code else one for one in page.model.lines])
    page.show_filter("sent")
    seen = page.table.viewport().grab().toImage()
    bad = QColor(theme().color("bad"))
    red = {}
    for code in (HA_TU, TUAN_CHAU):
        cell = page.model.index(page.model.row_of(code), InboxColumn.FINDINGS)
        rect = page.table.visualRect(cell)
        red[code] = any(
            seen.pixelColor(x, y) == bad
            for x in range(rect.left(), rect.right())
            for y in range(rect.top(), rect.bottom())
        )
    assert red == {HA_TU: True, TUAN_CHAU: False}
