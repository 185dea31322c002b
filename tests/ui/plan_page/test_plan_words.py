"""Kế hoạch năm says what will be sent out, counts one way, and says why a button waits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hands import click
from plan_desk import annexes, read

from qnapp.domain.assignments import reportable_tasks
from qnapp.domain.plan import Channel
from qnapp.exchange.plan_publishing import build_contents, built_lines
from qnapp.ui.plan_page.calendar_tab import KEEP, KEEP_FIRST
from qnapp.ui.plan_page.page import CHANGES, VERSIONS, PlanPage
from qnapp.ui.plan_page.rows_tab import EXTENSIONS

if TYPE_CHECKING:
    from pathlib import Path

    from chosen_files import ChosenFiles
    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store

TASK, HA_TU = "NQ05-2026/3.4.15", "06652"


def test_the_head_says_which_version_will_go_out(page: PlanPage) -> None:
    assert page.subtitle() == "Đang dùng"
    page.deeds.assign(TASK, HA_TU, "support")
    assert page.subtitle() == "Bản đang soạn"
    assert page.state.text() == "Bản đang soạn: 05-NQ/TU năm 2026, sẽ là phiên bản 2"
    (listed,) = page.version_model.shown()
    assert listed.cells[2] == "1"  # what the list calls in use is another one


def test_an_extension_alone_makes_no_new_version(page: PlanPage) -> None:
    page.deeds.extend(TASK, HA_TU, date(2026, 9, 30), "12-TB/TU")
    assert page.state.text() == "Bản đang soạn: 05-NQ/TU năm 2026, vẫn là phiên bản 1"
    assert "giữ số phiên bản" in page.about.text()


def test_a_row_that_heads_others_is_counted_nowhere(
    page: PlanPage, store: Store, tmp_path: Path
) -> None:
    total = len(reportable_tasks(page.plan))
    assert total < len(page.plan.tasks)
    assert page.rows.model.total() == total
    assert page.about.text().startswith(f"{total} nhiệm vụ, ")
    built = build_contents(store, annexes(store, tmp_path / "phu-luc.xlsx"))
    assert any(line.strip().startswith(f"{total} nhiệm vụ, ") for line in built_lines(built))


def test_grey_buttons_below_the_versions_say_why(page: PlanPage) -> None:
    page.show_tab(VERSIONS)
    page.versions.selectRow(0)
    assert not page.use.isEnabled()
    assert page.why.text() == "Kế hoạch này đang dùng."
    page.deeds.assign(TASK, HA_TU, "support")
    assert not page.against.isEnabled()
    assert "bỏ bản đang soạn" in page.why.text()


def test_the_list_says_who_has_a_task(page: PlanPage) -> None:
    by_key = {one.key: one.cells for one in page.rows.model.shown()}
    assert by_key[TASK][2] == "Đảng ủy Ủy ban nhân dân tỉnh và 1 đơn vị khác"


def test_a_group_counts_as_those_who_are_in_it(page: PlanPage) -> None:
    cells = {one.cells[0]: one.cells[2] for one in page.rows.model.shown()}
    assert cells["1.5"] == "Văn phòng Tỉnh ủy và 54 xã, phường, đặc khu"
    page.deeds.assign(TASK, HA_TU, "support")
    by_key = {one.key: one.cells for one in page.rows.model.shown()}
    assert by_key[TASK][2] == "Đảng ủy Ủy ban nhân dân tỉnh và 2 xã, phường, đặc khu"
    page.deeds.assign(TASK, "BTCTU", "support")
    by_key = {one.key: one.cells for one in page.rows.model.shown()}
    assert by_key[TASK][2] == "Đảng ủy Ủy ban nhân dân tỉnh và 3 đơn vị khác"


def test_a_secret_row_says_how_units_report_it(page: PlanPage) -> None:
    page.rows.go_to(TASK)
    assert not page.rows.apart.isVisible()
    secret = next(one for one in page.plan.tasks if one.channel is Channel.RESTRICTED)
    page.rows.go_to(secret.uid)
    assert page.rows.apart.isVisible()
    assert "đường riêng" in page.rows.apart.text()


def test_an_extension_of_a_unit_without_the_task_is_marked(page: PlanPage) -> None:
    page.deeds.extend(TASK, HA_TU, date(2026, 9, 30), "12-TB/TU")
    page.rows.go_to(TASK)
    page.rows.show_view(EXTENSIONS)
    (row,) = page.rows.extensions.model.shown()
    assert (row.sign, "chưa được giao" in row.cells[0]) == ("triangle_mark", True)
    page.deeds.assign(TASK, HA_TU, "concerned")
    (row,) = page.rows.extensions.model.shown()
    assert (row.sign, "chưa được giao" in row.cells[0]) == ("", False)


def test_an_unreadable_deadline_is_marked_where_it_changes(
    page: PlanPage, store: Store, choose: ChosenFiles, tmp_path: Path, qtbot: QtBot
) -> None:
    deadline = next(one for one in page.plan.tasks if one.code == "1.8").deadline_text
    file = annexes(store, tmp_path / "a.xlsx", old=deadline, new="Thang 13/2026")
    read(page, choose, file, qtbot)
    page.show_tab(CHANGES)
    days = [one for one in page.changes.model.shown() if one.cells[4] == "Thang 13/2026"]
    assert days
    assert {one.sign for one in days} == {"triangle_mark"}


def test_the_button_of_a_period_begins_a_draft_and_says_so(page: PlanPage) -> None:
    assert page.calendar.keep.text() == KEEP_FIRST
    page.show_tab("calendar")
    page.calendar.table.go_to("2026-Q2")
    page.calendar.name.set_value("Báo cáo 6 tháng")
    click(page.calendar.keep)
    assert page.calendar.keep.text() == KEEP
