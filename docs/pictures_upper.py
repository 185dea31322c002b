"""Pictures of Tổng hợp with its tabs, Báo cáo tổng hợp and Kế hoạch năm, with 54 units' reports."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QImage

from qnapp.domain.received import ReportState
from qnapp.ui.consolidation_page.page import TABS
from qnapp.ui.plan_page.page import CALENDAR, ROWS
from qnapp.ui.plan_page.page import TABS as PLAN_TABS
from qnapp.ui.plan_page.rows_tab import EXTENSIONS, HANDS

if TYPE_CHECKING:
    from pathlib import Path

    from pictures_inbox import Save, Settle

    from qnapp.ui.consolidation_page.loader import Loader
    from qnapp.ui.consolidation_page.page import ConsolidationPage
    from qnapp.ui.overview.page import OverviewPage
    from qnapp.ui.plan_page.page import PlanPage
    from qnapp.ui.window import MainWindow

WIDE = (1920, 968)  # a screen of 1920 x 1080 less title bar and task bar


def wait_read(loader: Loader, settle: Settle) -> None:
    """Let the received reports be read."""
    settle(100)
    while loader.busy:
        settle(100)
    settle(300)


def draw_upper_overview(
    window: MainWindow, out: Path, prefix: str, save: Save, settle: Settle
) -> None:
    """Draw Tổng quan before and after the reports were read, and on a wide screen."""
    size = window.size()
    window.show_page("overview")
    settle(200)
    save(window, out / f"{prefix}-upper-overview.png")
    upper = cast("OverviewPage", window.page("overview")).upper
    if upper is None:
        return
    upper.standings.link.click()
    wait_read(upper.loader, settle)
    save(window, out / f"{prefix}-upper-overview-read.png")
    window.resize(*WIDE)
    settle(300)
    save(window, out / f"{prefix}-upper-overview-wide.png")
    window.resize(size)


def draw_consolidation(
    window: MainWindow, out: Path, prefix: str, save: Save, settle: Settle
) -> None:
    """Draw every tab, a folded group opened, a wide screen, and a grey copy of the matrix."""
    size = window.size()
    window.show_page("consolidation")
    page = cast("ConsolidationPage", window.page("consolidation"))
    wait_read(page.loader, settle)
    for key, _words in TABS:
        page.show_tab(key)
        wait_read(page.loader, settle)
        save(window, out / f"{prefix}-consolidation-{key}.png")
    page.show_tab("matrix")
    page.matrix.show_state(ReportState.MISSING)
    settle(200)
    save(window, out / f"{prefix}-consolidation-missing.png")
    page.matrix.clear_filter()
    settle(200)
    grey = window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    grey.save(str(out / f"{prefix}-consolidation-grey.png"))
    window.resize(*WIDE)
    settle(300)
    save(window, out / f"{prefix}-consolidation-wide.png")
    window.resize(size)


def draw_total_report(
    window: MainWindow, out: Path, prefix: str, save: Save, settle: Settle
) -> None:
    """Draw Báo cáo tổng hợp."""
    window.show_page("consolidated_report")
    settle(5000)  # some sixty pages are drawn for the preview
    save(window, out / f"{prefix}-consolidated-report.png")


def draw_plan(window: MainWindow, out: Path, prefix: str, save: Save, settle: Settle) -> None:
    """Draw every tab of Kế hoạch năm, deadlines that were put off, and a refused period."""
    window.show_page("plan")
    page = cast("PlanPage", window.page("plan"))
    uid = next(one.uid for one in page.plan.tasks if one.code == "3.4.15")
    page.rows.table.go_to(uid)
    for organisation, day in (("", date(2026, 9, 30)), ("06652", date(2026, 10, 31))):
        page.rows.extension_wanted.emit(uid, organisation, day, "12-TB/TU ngày 01/6/2026")
    for key, _words in PLAN_TABS:
        page.show_tab(key)
        settle(250)
        save(window, out / f"{prefix}-plan-{key}.png")
    page.show_tab(CALENDAR)
    page.calendar.due.set_value(date(2026, 1, 5))
    page.calendar.keep.click()
    settle()
    save(window, out / f"{prefix}-plan-calendar-refused.png")
    page.show_tab(ROWS)
    page.rows.show_view(EXTENSIONS)
    settle()
    save(window, out / f"{prefix}-plan-extensions.png")
    page.rows.show_view(HANDS)
    page.desk.put("bỏ bản đang soạn", None)
