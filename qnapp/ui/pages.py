"""The pages of the window, in order: what each is called, what it counts, how it is built.

A page's code is loaded when it is first shown, so that the window opens without waiting for what
nobody looks at yet. What stands in the navigation is counted here for the same reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db.evidence_rows import register_of
from qnapp.domain.overview import returned_count
from qnapp.ui.page import PageCode, PageKind

if TYPE_CHECKING:
    from qnapp.ui.session import Session


def _nothing(_session: Session) -> str:
    return ""


def _own_tasks(session: Session) -> str:
    return str(len(session.worksheet().own_tasks) or "")


def _followed(session: Session) -> str:
    return str(len(session.worksheet().followed_indicators) or "")


def _evidence_pieces(session: Session) -> str:
    """As the page counts first: the register of this period."""
    return str(len(register_of(session.store, session.worksheet())) or "")


def _findings(session: Session) -> str:
    """Every line that the page lists: what was sent back from above, and what the checks say."""
    returned = returned_count(session.worksheet())
    return str(returned + len(session.findings()) or "")


def _received(session: Session) -> str:
    from qnapp.db.inbox import count_reporting

    return str(count_reporting(session.store, session.period_code) or "")


PAGES = (
    PageKind(
        "overview",
        "Tổng quan",
        "overview",
        PageCode("overview.page", "OverviewPage"),
        _nothing,
    ),
    PageKind("tasks", "Nhiệm vụ", "tasks", PageCode("tasks_page.page", "TasksPage"), _own_tasks),
    PageKind(
        "indicators",
        "Chỉ tiêu",
        "indicators",
        PageCode("indicators_page.page", "IndicatorsPage"),
        _followed,
    ),
    PageKind(
        "evidence",
        "Minh chứng",
        "evidence",
        PageCode("evidence_page.page", "EvidencePage"),
        _evidence_pieces,
    ),
    PageKind("checks", "Kiểm tra", "check", PageCode("checks_page", "ChecksPage"), _findings),
    PageKind("report", "Báo cáo", "report", PageCode("report_page.page", "ReportPage"), _nothing),
    PageKind(
        "resolution",
        "Nghị quyết",
        "resolution",
        PageCode("resolution_page.page", "ResolutionPage"),
        _nothing,
    ),
    PageKind(
        "inbox",
        "Tiếp nhận",
        "inbox",
        PageCode("inbox_page.page", "InboxPage"),
        _received,
        upper=True,
    ),
    PageKind(
        "consolidation",
        "Tổng hợp",
        "consolidation",
        PageCode("consolidation_page.page", "ConsolidationPage"),
        _nothing,
        upper=True,
    ),
    PageKind(
        "history",
        "Nhật ký",
        "history",
        PageCode("history_page.page", "HistoryPage"),
        _nothing,
    ),
    PageKind(
        "consolidated_report",
        "Báo cáo tổng hợp",
        "report",
        PageCode("consolidated_report_page.page", "ConsolidatedReportPage"),
        _nothing,
        upper=True,
    ),
    PageKind(
        "plan",
        "Kế hoạch năm",
        "flag",
        PageCode("plan_page.page", "PlanPage"),
        _nothing,
        upper=True,
    ),
    PageKind(
        "settings",
        "Thiết lập",
        "settings",
        PageCode("settings_page.page", "SettingsPage"),
        _nothing,
    ),
)
