"""The pages of the window, in order: what each is called, what it counts, how it is built.

A page's code is loaded when it is first shown, so that the window opens without waiting for what
nobody looks at yet. What stands in the navigation is counted here for the same reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.ui.page import PageKind

if TYPE_CHECKING:
    from qnapp.ui.page import Page
    from qnapp.ui.session import Session


def _overview(session: Session) -> Page:
    from qnapp.ui.overview.page import OverviewPage

    return OverviewPage(session)


def _tasks(session: Session) -> Page:
    from qnapp.ui.tasks_page.page import TasksPage

    return TasksPage(session)


def _indicators(session: Session) -> Page:
    from qnapp.ui.indicators_page.page import IndicatorsPage

    return IndicatorsPage(session)


def _evidence(session: Session) -> Page:
    from qnapp.ui.evidence_page.page import EvidencePage

    return EvidencePage(session)


def _checks(session: Session) -> Page:
    from qnapp.ui.checks_page import ChecksPage

    return ChecksPage(session)


def _report(session: Session) -> Page:
    from qnapp.ui.report_page.page import ReportPage

    return ReportPage(session)


def _resolution(session: Session) -> Page:
    from qnapp.ui.resolution_page.page import ResolutionPage

    return ResolutionPage(session)


def _history(session: Session) -> Page:
    from qnapp.ui.history_page.page import HistoryPage

    return HistoryPage(session)


def _settings(session: Session) -> Page:
    from qnapp.ui.settings_page.page import SettingsPage

    return SettingsPage(session)


def _inbox(session: Session) -> Page:
    from qnapp.ui.inbox_page.page import InboxPage

    return InboxPage(session)


def _consolidation(session: Session) -> Page:
    from qnapp.ui.consolidation_page.page import ConsolidationPage

    return ConsolidationPage(session)


def _consolidated_report(session: Session) -> Page:
    from qnapp.ui.consolidated_report_page.page import ConsolidatedReportPage

    return ConsolidatedReportPage(session)


def _plan(session: Session) -> Page:
    from qnapp.ui.plan_page.page import PlanPage

    return PlanPage(session)


def _nothing(_session: Session) -> str:
    return ""


def _own_tasks(session: Session) -> str:
    return str(len(session.worksheet().own_tasks))


def _followed(session: Session) -> str:
    return str(len(session.worksheet().followed_indicators) or "")


def _evidence_pieces(session: Session) -> str:
    sheet = session.worksheet()
    pieces = [row.evidence for row in sheet.own_tasks]
    pieces += [row.evidence for row in sheet.followed_indicators]
    return str(len({one.id for found in pieces for one in found}) or "")


def _findings(session: Session) -> str:
    return str(len(session.findings()) or "")


def _received(session: Session) -> str:
    from qnapp.db.inbox import count_reporting

    return str(count_reporting(session.store, session.period_code) or "")


PAGES = (
    PageKind("overview", "Tổng quan", "overview", _overview, _nothing),
    PageKind("tasks", "Nhiệm vụ", "tasks", _tasks, _own_tasks),
    PageKind("indicators", "Chỉ tiêu", "indicators", _indicators, _followed),
    PageKind("evidence", "Minh chứng", "evidence", _evidence, _evidence_pieces),
    PageKind("checks", "Kiểm tra", "check", _checks, _findings),
    PageKind("report", "Báo cáo", "report", _report, _nothing),
    PageKind("resolution", "Nghị quyết", "resolution", _resolution, _nothing),
    PageKind("inbox", "Tiếp nhận", "inbox", _inbox, _received, upper=True),
    PageKind("consolidation", "Tổng hợp", "consolidation", _consolidation, _nothing, upper=True),
    PageKind("history", "Nhật ký", "history", _history, _nothing),
    PageKind(
        "consolidated_report",
        "Báo cáo tổng hợp",
        "report",
        _consolidated_report,
        _nothing,
        upper=True,
    ),
    PageKind("plan", "Kế hoạch năm", "flag", _plan, _nothing, upper=True),
    PageKind("settings", "Thiết lập", "settings", _settings, _nothing),
)
