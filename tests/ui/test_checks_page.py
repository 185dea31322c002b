"""Kiểm tra: sentences under two headings, each leading to its cell."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hands import click, press
from PySide6.QtCore import Qt
from returning import send_back
from shown_pages import show_page

from qnapp.db.assignments import let_go
from qnapp.db.measurements import set_measurement
from qnapp.db.milestones import set_milestone
from qnapp.db.periods import lock_period
from qnapp.db.progress import set_progress
from qnapp.db.reports import set_basis, set_report_text
from qnapp.db.settings import set_settings
from qnapp.db.targets import set_own_target
from qnapp.models.finding_model import FindingRole, LevelRole, OpenRole, TitleRole
from qnapp.ui.checks_page import CLOSED_GOOD, GOOD, NOTHING, ChecksPage
from qnapp.ui.report_page.page import ReportPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.domain.reporting import Finding
    from qnapp.ui.session import Session
    from qnapp.ui.window import MainWindow


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ChecksPage:
    return show_page(ChecksPage(session), qtbot)


def lines(page: ChecksPage) -> list[tuple[str, str]]:
    model = page.model
    shown = [model.index(row) for row in range(model.rowCount())]
    return [(str(index.data(LevelRole)), str(index.data())) for index in shown]


def findings(page: ChecksPage) -> list[tuple[int, Finding]]:
    rows = range(page.model.rowCount())
    return [(row, found) for row in rows if (found := page.model.finding(row)) is not None]


def opened(page: ChecksPage) -> list[bool]:
    """Whether each finding's row may be changed."""
    return [page.model.index(row).data(OpenRole) for row, _ in findings(page)]


def test_heads_say_how_many_and_errors_come_first(page: ChecksPage) -> None:
    heads = [words for _, words in lines(page) if words.startswith(("Lỗi", "Cảnh báo"))]
    assert heads[0].startswith("Lỗi, cần sửa  ")
    assert heads[1].startswith("Cảnh báo, cần xem lại  ")
    levels = [level for level, _ in lines(page)]
    assert levels == sorted(levels, key=["error", "warning"].index)


def test_the_sentence_stands_without_its_code_and_above_the_title(page: ChecksPage) -> None:
    index = next(
        page.model.index(row)
        for row in range(page.model.rowCount())
        if (found := page.model.finding(row)) and found.row_code == "5.6.1"
    )
    assert index.data().startswith("Nhiệm vụ quá hạn 66 ngày.")
    assert index.data(TitleRole) == "Khu neo đậu kết hợp tránh trú bão tại phường Hà Tu"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("5.6.1")
    assert index.data(FindingRole).field == "delay_reason"


def test_a_click_and_enter_jump_to_the_cell(
    page: ChecksPage, session: Session, qtbot: QtBot
) -> None:
    found = page.model.finding(1)
    assert found is not None
    expected = ["tasks", found.where, found.field]
    with qtbot.waitSignal(session.field_wanted) as asked:
        click(page.view.viewport(), page.view.visualRect(page.model.index(1)).center())
    assert asked.args == expected
    with qtbot.waitSignal(session.field_wanted) as asked:
        press(page.view, Qt.Key.Key_Return)
    assert asked.args == expected


def test_a_head_leads_nowhere(page: ChecksPage, session: Session, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(session.field_wanted):
        click(page.view.viewport(), page.view.visualRect(page.model.index(0)).center())


def test_mending_takes_the_sentence_away_and_keeps_the_place(
    page: ChecksPage, session: Session, store: Store
) -> None:
    last = page.model.rowCount() - 1
    page.view.setCurrentIndex(page.model.index(last))
    kept = page.model.finding(last)
    before = len(lines(page))
    uid = "NQ05-2026/5.6.1"
    set_progress(store, uid, session.period_code, delay_reason="Vướng giải phóng mặt bằng")
    assert len(lines(page)) < before
    assert page.model.finding(page.view.currentIndex().row()) == kept


def test_counts_in_words_and_in_the_navigation(page: ChecksPage) -> None:
    found = len([row for row in range(page.model.rowCount()) if page.model.finding(row)])
    assert found == len(page.session.findings())
    assert page.subtitle().endswith("cảnh báo")


def test_the_reports_own_words_are_checked_and_lead_to_their_part(
    make_window: Callable[..., MainWindow], session: Session, store: Store, qtbot: QtBot
) -> None:
    code = session.period_code
    draft = "Phường theo dõi 4 nhiệm vụ, hoàn thành 9."
    set_report_text(store, code, "opening", f"{draft} Đã rà soát.")
    set_basis(store, code, "opening", draft)
    window = make_window(ChecksPage, ReportPage)
    window.show_page("checks")
    page = window.page("checks")
    assert isinstance(page, ChecksPage)
    at = {found.field or found.where: row for row in range(page.model.rowCount())
          if (found := page.model.finding(row)) and found.row_code == "Báo cáo"}  # fmt: skip
    old, unwritten = (page.model.index(at[where]) for where in ("part:opening", "part:next"))
    assert old.data().startswith("Phần Mở đầu ghi “")
    assert "hoàn thành 9" in old.data()
    assert old.data(TitleRole) == "Mở đầu"
    assert unwritten.data() == "Phần V chưa viết."
    window.resize(1366, 688)
    assert unwritten.data(TitleRole) == "V. Nhiệm vụ trọng tâm 6 tháng cuối năm 2026"
    page.view.scrollTo(unwritten)
    click(page.view.viewport(), page.view.visualRect(unwritten).center())
    assert window.current_page.key == "report"
    report = window.page("report")
    assert isinstance(report, ReportPage)
    assert report.report.parts.current() == "next"
    set_report_text(store, code, "next", "Tập trung giải ngân.")
    set_report_text(store, code, "opening", "")
    assert [one for one in session.findings() if one.row_code == "Báo cáo"] == []


def test_words_that_begin_with_the_body_of_the_other_letterhead_are_named(
    session: Session, store: Store
) -> None:
    """Written under the Party's name, and then the letterhead was changed."""
    code = session.period_code
    session.read_texts()
    set_report_text(store, code, "difficulties", "đảng ủy Phường Hà Tu còn thiếu người.")
    set_report_text(store, code, "proposals", "Đề nghị Đảng ủy phường Hà Tu xem xét.")

    def named() -> list[str]:
        session.saved.emit()
        return [one.text for one in session.findings() if one.code == "LV13"]

    assert named() == []
    set_settings(store, letterhead="nha-nuoc")
    (sentence,) = named()
    assert sentence == (
        "Báo cáo: phần III mở đầu bằng “Đảng ủy phường Hà Tu”, "
        "còn báo cáo do Ủy ban nhân dân phường Hà Tu ban hành."
    )


def test_a_start_does_not_wait_for_the_words_and_says_so_later(
    session: Session, store: Store, qtbot: QtBot
) -> None:
    set_report_text(store, session.period_code, "opening", "Hoàn thành 9.")
    set_basis(store, session.period_code, "opening", "Hoàn thành 9.")
    assert "LV11" not in [one.code for one in session.findings()]
    with qtbot.waitSignal(session.changed):
        session.read_texts()
    assert "LV11" in [one.code for one in session.findings()]
    with qtbot.assertNotEmitted(session.changed):
        session.read_texts()


def test_nothing_wrong_is_said_with_the_way_to_the_report(
    page: ChecksPage, session: Session, store: Store, qtbot: QtBot
) -> None:
    let_go(store, [row.uid for row in session.worksheet().own_tasks])
    set_own_target(store, "NQ05-2026/CT-1", "≥90%")
    set_measurement(store, "NQ05-2026/CT-1", session.period_code, actual="95")
    assert page.empty.isVisible()
    assert page.empty._label.text() == GOOD
    with qtbot.waitSignal(session.wanted) as asked:
        click(page.empty._button)
    assert asked.args == ["report", ""]
    lock_period(store, session.period_code, "Đã gửi")
    assert page.empty._label.text() == CLOSED_GOOD  # nothing is to be signed there


def test_who_follows_nothing_is_not_told_that_all_is_well(
    page: ChecksPage, session: Session, store: Store, qtbot: QtBot
) -> None:
    let_go(store, [row.uid for row in session.worksheet().own_tasks])
    assert page.empty.isVisible()
    assert page.empty._label.text() == NOTHING
    assert page.subtitle() == ""
    with qtbot.waitSignal(session.wanted) as asked:
        click(page.empty._button)
    assert asked.args == ["tasks", ""]


def test_what_happened_after_an_old_period_is_no_error_there(
    session: Session, store: Store
) -> None:
    set_milestone(store, "NQ05-2026/5.6.1", 1, date(2026, 5, 20))
    session.set_period("2026-Q1")
    assert session.worksheet().as_of < date(2026, 5, 20) < session.today()
    assert "NV04" not in [finding.code for finding in session.findings()]


def test_a_period_that_was_sent_off_is_only_looked_at(page: ChecksPage, store: Store) -> None:
    lock_period(store, page.session.period_code, "Đã gửi")
    heads = [words for _, words in lines(page) if words.startswith(("Lỗi", "Cảnh báo"))]
    assert [words.split("  ")[0] for words in heads] == ["Lỗi", "Cảnh báo"]
    assert not any(opened(page))
    late = [words for _, words in lines(page) if words.startswith("Nhiệm vụ quá hạn 66 ngày.")]
    assert late == ["Nhiệm vụ quá hạn 66 ngày. Chưa ghi lý do chậm."]  # no advice: it is closed


def test_rows_that_came_back_stand_first_with_their_reason_and_alone_are_open(
    page: ChecksPage, session: Session, store: Store, qtbot: QtBot
) -> None:
    advice = [found for _, found in findings(page) if found.where == "NQ05-2026/1.14"]
    send_back(store, session.period_code, {"NQ05-2026/1.14": "Chưa rõ kết quả"})
    assert advice
    assert set(advice) <= {found for _, found in findings(page)}  # it can be followed there
    shown = lines(page)
    assert shown[:2] == [("returned", "Bị trả lại, cần sửa  1"), ("returned", "Chưa rõ kết quả")]
    assert page.subtitle().startswith("1 dòng bị trả lại, ")
    codes = {
        found.row_code for row, found in findings(page) if page.model.index(row).data(OpenRole)
    }
    assert codes == {"1.14"}
    set_progress(store, "NQ05-2026/1.14", session.period_code, result="Đã họp 02 kỳ")
    assert lines(page)[0] == ("returned", "Bị trả lại, đã sửa, chờ trình ký lại  1")
    assert "bị trả lại" not in page.subtitle()  # nothing of it is left to be done
    with qtbot.waitSignal(session.wanted) as asked:
        click(page.view.viewport(), page.view.visualRect(page.model.index(1)).center())
    assert asked.args == ["tasks", "NQ05-2026/1.14"]
