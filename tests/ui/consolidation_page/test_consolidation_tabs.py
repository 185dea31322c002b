"""Indicators, remarks, what moved, rates; and the ways out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pypdfium2
import pytest
from chosen_files import ChosenFiles
from hands import click, press, press_ctrl, type_text
from held_worker import held
from PySide6.QtCore import Qt

from qnapp.db.periods import periods
from qnapp.domain.collecting import standing_totals
from qnapp.domain.consolidated import Reporter, changes_between
from qnapp.domain.received import ReportState
from qnapp.domain.reporting import Standing
from qnapp.exchange.consolidation import consolidate
from qnapp.ui.consolidation_page.indicators_tab import IndicatorsTab
from qnapp.ui.consolidation_page.matrix_tab import MARKS
from qnapp.ui.consolidation_page.page import (
    CHANGES,
    COMPARING,
    INDICATORS,
    RATES,
    REMARKS,
    UNCOMPARED,
)
from qnapp.ui.kit.paint import text_width
from qnapp.ui.kit.report_signs import REPORT_SIGNS
from qnapp.ui.kit.signs import STANDING_SIGNS
from qnapp.ui.kit.surfaces import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.domain.consolidated import Consolidation
    from qnapp.ui.consolidation_page.page import ConsolidationPage
    from qnapp.ui.session import Session
    from qnapp.ui.tasks import Job


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> ChosenFiles:
    return ChosenFiles(monkeypatch)


def found_of(page: ConsolidationPage) -> Consolidation:
    assert page._gathered is not None
    return page._gathered.found


def uid_of(page: ConsolidationPage, code: str) -> str:
    lines = found_of(page).indicators
    return next(line.indicator.uid for line in lines if line.indicator.code == code)


# ---------------------------------------------------------------------------------- indicators


def test_values_stand_by_unit_and_are_judged_only_where_a_target_is_held(
    page: ConsolidationPage,
) -> None:
    click(page.tabs.tab(INDICATORS))
    tab = page.indicators
    for code, judged in (("22a", True), ("10", False)):
        assert tab.table.go_to(uid_of(page, code))
        line = next(one for one in found_of(page).indicators if one.indicator.code == code)
        assert {record.key for record in tab.values.shown()} == {
            one.organisation for one in line.values
        }
        words = {record.cells[4] for record in tab.values.shown()}
        assert ("" not in words) is judged
        assert tab.value_table.isColumnHidden(4) is not judged  # names have its room


def test_in_large_letters_the_names_of_units_are_told_apart(
    page: ConsolidationPage, dress_page: Callable[[str, int], None]
) -> None:
    page.show_tab(INDICATORS)
    dress_page("light", 130)
    tab = page.indicators
    tab.table.go_to(uid_of(page, "10"))
    room = tab.value_table.columnWidth(0) - 22
    assert text_width("Phường Móng Cái 1") <= room


@pytest.mark.parametrize("percent", [100, 130])
def test_the_kind_of_a_value_is_read_whole(
    page: ConsolidationPage, dress_page: Callable[[str, int], None], percent: int
) -> None:
    page.show_tab(INDICATORS)
    dress_page("light", percent)
    tab = page.indicators
    tab.table.go_to(uid_of(page, "10"))
    widest = max(text_width(record.cells[2]) for record in tab.values.shown())
    assert tab.value_table.columnWidth(2) >= widest + 16  # what a cell leaves free at its sides


def test_before_an_indicator_is_chosen_a_sentence_says_so_and_nothing_can_be_pressed(
    page: ConsolidationPage,
) -> None:
    page.show_tab(INDICATORS)
    tab = page.indicators
    silent = [replace(line, values=()) for line in found_of(page).indicators]
    fresh = IndicatorsTab(page)
    fresh.resize(tab.size())
    fresh.load(replace(found_of(page), indicators=tuple(silent)))
    fresh.show()
    parts = (fresh.title, fresh.add, fresh.add_estimates, fresh.value_table)
    assert fresh.empty.isVisible()
    assert not any(part.isVisible() for part in parts)
    press(fresh.table, Qt.Key.Key_Down)
    assert fresh.title.text().startswith("1. ")
    assert not fresh.empty.isVisible()
    assert fresh.value_table.isVisible()
    assert fresh.add.isVisible()


def test_a_sum_is_made_only_when_asked_and_says_of_how_many(page: ConsolidationPage) -> None:
    page.show_tab(INDICATORS)
    tab = page.indicators
    tab.table.go_to(uid_of(page, "10"))
    assert not tab.result.isVisible()
    click(tab.add)
    line = next(one for one in found_of(page).indicators if one.indicator.code == "10")
    told = [one for one in line.values if not one.estimated]
    total = sum((one.value or Decimal(0) for one in told), Decimal(0))
    words = tab.result.words.text()
    if "%" in line.indicator.unit:
        assert "không có nghĩa" in words
    else:
        assert str(total).replace(".", ",") in words.replace(".", "")
        assert f"của {len(told)} đơn vị" in words


def test_shares_of_a_hundred_are_never_added_up(page: ConsolidationPage) -> None:
    page.show_tab(INDICATORS)
    page.indicators.table.go_to(uid_of(page, "22a"))
    click(page.indicators.add)
    assert "phần trăm" in page.indicators.result.words.text()


def test_no_cell_of_the_indicators_is_left_empty(page: ConsolidationPage) -> None:
    rows = page.indicators.model.shown()
    assert any(row.cells[3:] == ("-", "-") for row in rows)
    assert all(row.cells[3] and row.cells[4] for row in rows)


def test_indicators_are_searched(page: ConsolidationPage, qtbot: QtBot) -> None:
    page.show_tab(INDICATORS)
    type_text(page.indicators.search, "rac thai")
    qtbot.waitUntil(lambda: page.indicators.model.rowCount() < 5)
    page.find("")
    assert page.indicators.model.rowCount() == len(found_of(page).indicators)


# ------------------------------------------------------------------------------------- remarks


def test_remarks_stand_with_their_unit_and_lead_to_the_cell(page: ConsolidationPage) -> None:
    click(page.tabs.tab(REMARKS))
    tab = page.remarks
    assert tab.model.total() == len(found_of(page).remarks)
    record = tab.model.shown()[0]
    tab.table.selectRow(0)
    press(tab.table, Qt.Key.Key_Return)
    assert page.tabs.current() == "matrix"
    cell = page.matrix.cell
    assert cell is not None
    assert (cell.reporter.name, cell.task.code) == record.cells[:2]
    assert cell.row is not None
    assert cell.row.progress.difficulty == record.cells[3]


def test_a_remark_of_many_lines_stands_in_full_below_the_list(page: ConsolidationPage) -> None:
    found = found_of(page)
    long = "Vướng giải phóng mặt bằng tại khu 3. " * 40
    remarks = tuple(replace(one, difficulty=long) for one in found.remarks)
    page.show_tab(REMARKS)
    tab = page.remarks
    tab.load(replace(found, remarks=remarks))
    first = tab.model.shown()[0]
    assert tab.table.current_key() == first.key
    assert f"Khó khăn, vướng mắc: {long.strip()}" in tab.whole.text.value()
    tab.narrow("không có nhiệm vụ nào như thế này")
    assert not tab.whole.isVisible()
    tab.narrow("")
    assert tab.whole.isVisible()


def test_a_cell_that_a_filter_hides_is_shown_all_the_same(page: ConsolidationPage) -> None:
    page.find("không có nhiệm vụ nào như thế này")
    page.show_item("NQ05-2026/1.15", "06652")
    assert page.matrix.cell is not None
    assert page.matrix.cell.task.code == "1.15"


def test_what_is_shown_of_the_remarks_goes_to_excel(
    page: ConsolidationPage, choose: ChosenFiles, tmp_path: Path, qtbot: QtBot
) -> None:
    page.show_tab(REMARKS)
    page.remarks.chips.choose("proposals")
    target = tmp_path / "kien-nghi.xlsx"
    choose(target)
    with qtbot.waitSignal(page.lists.exported, timeout=20_000):
        click(page.remarks.excel)
    sheet = openpyxl.load_workbook(target).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    shown = page.remarks.model.shown()
    assert shown
    assert all(record.cells[4] in cells for record in shown)


def test_a_list_that_was_narrowed_says_by_which_words(
    page: ConsolidationPage, choose: ChosenFiles, tmp_path: Path, qtbot: QtBot
) -> None:
    page.show_tab(REMARKS)
    page.find("phuong")
    target = tmp_path / "khó khăn.xlsx"
    choose(target)
    with qtbot.waitSignal(page.lists.exported, timeout=20_000):
        click(page.remarks.excel)
    note = str(openpyxl.load_workbook(target).worksheets[0]["A2"].value)
    assert note.endswith(f". Tất cả, tìm “phuong”: {page.remarks.model.rowCount()} dòng.")


# ------------------------------------------------------------------------------------- changes


def test_what_moved_since_the_period_before(
    page: ConsolidationPage, store: Store, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.loader.loaded, timeout=20_000):
        click(page.tabs.tab(CHANGES))
        assert page.changes.nothing() == COMPARING
    expected = changes_between(consolidate(store, "2026-Q1"), found_of(page))
    assert page.changes.model.total() == len(expected) > 0
    page.changes.chips.choose("done")
    assert {record.cells[4] for record in page.changes.model.shown()} <= {
        "Hoàn thành đúng hạn", "Hoàn thành quá hạn", "Hoàn thành",
    }  # fmt: skip


def test_a_comparison_that_was_stopped_says_how_it_goes_on(
    page: ConsolidationPage, qtbot: QtBot
) -> None:
    jobs: list[Job] = []
    page.session.tasks.started.connect(jobs.append)
    with qtbot.waitSignal(page.loader.stopped, timeout=20_000), held(page.session.tasks):
        click(page.tabs.tab(CHANGES))
        jobs[0].cancel()
    assert page.changes.nothing() == UNCOMPARED
    click(page.tabs.tab(REMARKS))
    with qtbot.waitSignal(page.loader.loaded, timeout=20_000):
        click(page.tabs.tab(CHANGES))
    assert page.changes.model.total() > 0


def test_the_first_period_has_nothing_before_it(
    page: ConsolidationPage,
    session: Session,
    store: Store,
    wait_loaded: Callable[[Callable[[], object]], None],
) -> None:
    first = periods(store)[0].period.code
    wait_loaded(lambda: session.set_period(first))
    page.show_tab(CHANGES)
    assert "kỳ đầu tiên" in page.changes.empty._label.text()


def test_without_a_report_there_is_nothing_to_compare(page: ConsolidationPage) -> None:
    now = found_of(page)
    nobody = replace(now, reporters=tuple(map(nothing_sent, now.reporters)), tasks=())
    page.changes.load(now, nobody)
    assert page.changes.nothing().startswith("Chưa có báo cáo nào.")
    page.changes.load(now, now)
    assert page.changes.nothing().startswith("Chưa có thay đổi nào so với ")


def test_late_has_one_sign(page: ConsolidationPage) -> None:
    late = page.counts[ReportState.LATE]
    assert late._shape == REPORT_SIGNS[ReportState.LATE].shape
    assert late._shape != STANDING_SIGNS[Standing.DONE_LATE].shape  # it stands in the legend


# --------------------------------------------------------------------------------- rates, files


def test_rates_are_told_by_group(page: ConsolidationPage) -> None:
    click(page.tabs.tab(RATES))
    rows = {record.key: record.cells for record in page.rates.model.shown()}
    assert rows["Tất cả"][1:] == ("64", "6/64 (9,4%)", "5/64 (7,8%)")
    assert set(rows) == {"Tất cả", "Phường", "Xã", "Đặc khu", "Cơ quan"}


def test_at_large_letters_every_rate_is_read_whole(
    page: ConsolidationPage, dress_page: Callable[[str, int], None], qtbot: QtBot
) -> None:
    page.resize(1148, 588)
    dress_page("light", 130)
    click(page.tabs.tab(RATES))
    table, model = page.rates.table, page.rates.model
    qtbot.waitUntil(lambda: table.horizontalHeader().length() == table.viewport().width())
    for column in range(model.columnCount()):
        words = [str(model.index(row, column).data()) for row in range(model.rowCount())]
        room = table.columnWidth(column) - (22 if column == 0 else 16)
        assert max(map(text_width, words)) <= room
        assert text_width(model.head(column), "small_strong") <= room


def test_the_legend_of_the_matrix_is_that_of_the_bars(page: ConsolidationPage) -> None:
    order = [kind for kind in standing_totals(found_of(page)) if kind is not None]
    assert order == list(STANDING_SIGNS) == list(MARKS[: len(order)])


def test_without_a_report_the_rates_say_so_in_the_middle(page: ConsolidationPage) -> None:
    click(page.tabs.tab(RATES))
    found = replace(found_of(page), reporters=tuple(map(nothing_sent, found_of(page).reporters)))
    page.rates.load(found)
    (empty,) = page.rates.column.findChildren(EmptyState)
    assert empty.height() > 200


def nothing_sent(one: Reporter) -> Reporter:
    return Reporter(one.code, one.name, one.group)


def test_the_workbook_is_written_from_any_tab(
    page: ConsolidationPage, choose: ChosenFiles, tmp_path: Path, qtbot: QtBot
) -> None:
    page.show_tab(RATES)
    target = tmp_path / "tong-hop.xlsx"
    choose(target)
    with qtbot.waitSignal(page.exporter.exported, timeout=30_000):
        press_ctrl(page.rates.table, Qt.Key.Key_E)
    assert choose.proposals[0].name == "Tổng hợp 6 tháng năm 2026.xlsx"
    assert openpyxl.load_workbook(target).sheetnames[1] == "Ma trận nhiệm vụ"


def test_a_file_that_is_open_elsewhere_can_be_tried_again(
    page: ConsolidationPage,
    choose: ChosenFiles,
    tmp_path: Path,
    door: RecordingDoor,
    qtbot: QtBot,
) -> None:
    target, other = tmp_path / "mở rồi.xlsx", tmp_path / "khác.xlsx"
    target.mkdir()  # as good as a file that cannot be replaced
    choose(target, other)
    door.answers = [1]
    with qtbot.waitSignal(page.exporter.exported, timeout=30_000):
        click(page.excel)
    assert len(door.boxes) == 1
    assert other.is_file()


def test_the_paper_comes_out_as_pdf(
    page: ConsolidationPage, choose: ChosenFiles, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "tong-hop.pdf"
    choose(target)
    with qtbot.waitSignal(page.exporter.exported, timeout=60_000):
        click(page.pdf)
    document = pypdfium2.PdfDocument(target)
    try:
        text = document[0].get_textpage().get_text_bounded()
    finally:
        document.close()
    assert "tổng hợp" in text.lower()
