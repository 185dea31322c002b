"""Pictures of Tổng hợp with its tabs, Báo cáo tổng hợp and Kế hoạch năm, with 54 units' reports."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from openpyxl import load_workbook
from pictures_pc import PAPERS
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from qnapp.domain.received import ReportState
from qnapp.exchange.plan_draft import draft_of
from qnapp.exchange.plan_publishing import build_contents
from qnapp.exchange.plan_workbook import export_plan_workbook
from qnapp.ui.consolidation_page.page import TABS
from qnapp.ui.inbox_page.reminder_dialog import ReminderDialog
from qnapp.ui.plan_page.page import CALENDAR, CHANGES, MATTERS, ROWS
from qnapp.ui.plan_page.page import TABS as PLAN_TABS
from qnapp.ui.plan_page.rows_tab import EXTENSIONS, HANDS

if TYPE_CHECKING:
    from pathlib import Path

    from pictures_inbox import Save, Settle

    from qnapp.ui.consolidation_page.loader import Loader
    from qnapp.ui.consolidation_page.page import ConsolidationPage
    from qnapp.ui.inbox_page.page import InboxPage
    from qnapp.ui.overview.page import OverviewPage
    from qnapp.ui.plan_page.page import PlanPage
    from qnapp.ui.window import MainWindow

# Cells of the annex of tasks, by number and column, in which people make slips.
TYPED = {
    ("1.7", 5): "Tháng 11/2026",
    ("1.8", 5): "Thang 13/2026",
    ("1.9", 2): "Bổ sung quy hoạch cán bộ lãnh đạo, quản lý của các cơ quan cấp tỉnh",
    ("1.12", 3): "",
    ("2.5", 3): "Cơ quan không có thật",
    ("2.6", 4): "Ban Tổ chức Tỉnh ủy",
    ("2.7", 3): "",
    ("2.7", 5): "",
}
SITE = "06706"  # Phường Tuần Châu, where 3.4.15 is built
WIDE = (1920, 968)  # a screen of 1920 x 1080 less title bar and task bar


class _Grey(QWidget):
    """Looks like a window on a copying machine."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window

    def grab(self, *_area: object) -> QPixmap:
        picture = self._window.grab().toImage()
        return QPixmap.fromImage(picture.convertToFormat(QImage.Format.Format_Grayscale8))


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
    upper = cast("OverviewPage", window.page("overview")).upper
    assert upper is not None
    upper.loader.forget()  # in the second look there is an old reading, which says so
    upper.reload()
    settle(200)
    save(window, out / f"{prefix}-upper-overview.png")
    upper.standings.link.click()
    wait_read(upper.loader, settle)
    save(window, out / f"{prefix}-upper-overview-read.png")
    window.resize(*WIDE)
    settle(300)
    save(window, out / f"{prefix}-upper-overview-wide.png")
    window.resize(size)


def draw_beginning(window: MainWindow, out: Path, prefix: str, save: Save, settle: Settle) -> None:
    """Draw all pages while nobody has reported and nothing is being prepared."""
    window.show()
    consolidation = cast("ConsolidationPage", window.page("consolidation"))
    plan = cast("PlanPage", window.page("plan"))
    for name in ("overview", "inbox", "consolidation", "consolidated_report", "plan"):
        window.show_page(name)
        settle(300)
        consolidation.show_tab(TABS[0][0])  # not the one that the look before ended with
        plan.show_tab(PLAN_TABS[0][0])
        settle(1200)
        save(window, out / f"{prefix}-upper-empty-{name.replace('_', '-')}.png")
    window.show_page("consolidation")
    for key, _words in TABS[1:]:
        consolidation.show_tab(key)
        settle(300)
        save(window, out / f"{prefix}-upper-empty-consolidation-{key}.png")
    window.show_page("plan")
    for key, _words in PLAN_TABS[1:]:
        plan.show_tab(key)
        settle(300)
        save(window, out / f"{prefix}-upper-empty-plan-{key}.png")
    inbox = cast("InboxPage", window.page("inbox"))
    inbox.remind()
    settle(300)
    (dialog,) = window.findChildren(ReminderDialog)
    save(dialog, out / f"{prefix}-upper-empty-remind.png")
    dialog.close()


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
    page.counts[ReportState.MISSING].click()
    settle(200)
    save(window, out / f"{prefix}-consolidation-missing.png")
    page.counts[ReportState.MISSING].click()
    settle(200)
    save(_Grey(window), out / f"{prefix}-consolidation-grey.png")
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
    for organisation, day in (("", date(2026, 9, 30)), (SITE, date(2026, 10, 31))):
        page.rows.extension_wanted.emit(uid, organisation, day, "12-TB/TU ngày 01/6/2026")
    for key, _words in PLAN_TABS:
        page.show_tab(key)
        settle(250)
        save(window, out / f"{prefix}-plan-{key}.png")
    page.show_tab(CALENDAR)
    due = page.calendar.due.value()
    page.calendar.due.set_value(date(2026, 1, 5))
    page.calendar.keep.click()
    settle()
    save(window, out / f"{prefix}-plan-calendar-refused.png")
    page.calendar.due.set_value(due)  # what is typed stays, for the next look too
    page.calendar.keep.click()
    page.show_tab(ROWS)
    page.rows.show_view(EXTENSIONS)
    settle()
    save(window, out / f"{prefix}-plan-extensions.png")
    page.rows.show_view(HANDS)
    page.desk.put("bỏ bản đang soạn", None)
    _draw_draft(window, page, out, prefix, save, settle)


def _draw_draft(
    window: MainWindow, page: PlanPage, out: Path, prefix: str, save: Save, settle: Settle
) -> None:
    """Draw what has to be seen of annexes with slips, and what the units will see of them."""
    store = window.session.store
    annex = PAPERS / "Phụ lục Nghị quyết 05-NQ-TU.xlsx"
    export_plan_workbook(page.plan, annex)
    book = load_workbook(annex)
    sheet = book["Phụ lục 2"]
    rows = {str(sheet.cell(n, 1).value): n for n in range(6, sheet.max_row + 1)}
    for (label, column), text in TYPED.items():
        sheet.cell(rows[label], column).value = text or None
    book.save(annex)
    page.desk.put("lập từ Excel", draft_of(build_contents(store, annex), annex))
    for key in (MATTERS, CHANGES):
        page.show_tab(key)
        settle(250)
        save(window, out / f"{prefix}-plan-draft-{key}.png")
    page.show_tab(MATTERS)
    asking = next(one.record.key for one in page.matters.matters if one.asks)
    page.matters.table.go_to(asking)
    settle(250)
    save(window, out / f"{prefix}-plan-draft-pair.png")
    page.desk.put("bỏ bản đang soạn", None)
    annex.unlink()
