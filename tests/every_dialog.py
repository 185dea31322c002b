"""Every dialog of the program, found by itself, and how a person comes to each."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from fixed_clock import FixedClock
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

import qnapp
from qnapp.documents.freeze import freeze_report
from qnapp.exchange.form import export_form
from qnapp.exchange.receiving import Taken, TakenFile
from qnapp.exchange.roster_sheet import RosterChange, RosterFile
from qnapp.models.paste_lines import Paste, PasteKind, PasteLine
from qnapp.ui.evidence.dialog import EvidenceDialog
from qnapp.ui.first_run.dialog import FirstRun
from qnapp.ui.form_export.dialog import open_form_export
from qnapp.ui.history_dialog import HistoryDialog
from qnapp.ui.inbox_page.taken_dialog import TakenDialog
from qnapp.ui.indicators_page.local_dialog import LocalIndicatorDialog
from qnapp.ui.indicators_page.target_dialog import TargetDialog
from qnapp.ui.kit.door import Door
from qnapp.ui.kit.typed_dialog import TypedDialog
from qnapp.ui.locked_dialogs import ask_unlock
from qnapp.ui.paste_dialog import PasteDialog
from qnapp.ui.report_page.results_dialog import ResultsDialog
from qnapp.ui.roster.add_dialog import AddDialog
from qnapp.ui.roster.import_dialog import AddressesDialog
from qnapp.ui.tasks_page.extension_dialog import ExtensionDialog
from qnapp.ui.tasks_page.officer_dialog import OfficerDialog
from qnapp.ui.tasks_page.paste import paste_tasks
from qnapp.ui.waiting import WaitingDialog
from qnapp.ui.working_dialog import WorkingDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qnapp.domain.reporting import IndicatorRow, TaskRow
    from qnapp.ui.evidence_page.page import EvidencePage
    from qnapp.ui.inbox_page.page import InboxPage
    from qnapp.ui.report_page.page import ReportPage
    from qnapp.ui.session import Session
    from qnapp.ui.settings_page.page import SettingsPage
    from qnapp.ui.submission.dialog import SubmissionDialog
    from qnapp.ui.tasks import Job
    from qnapp.ui.tasks_page.page import TasksPage
    from qnapp.ui.window import MainWindow

NEVER_OPENED = {WorkingDialog, TypedDialog}  # only what others are made from
REPORTED = ("06985", "07090", "06658")  # a key to compare, two reports in conflict, one more


def every_dialog() -> set[type[QDialog]]:
    """All classes of dialogs in the package."""
    for module in pkgutil.walk_packages(qnapp.__path__, "qnapp."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    own = (kind for kind in _below(QDialog) if kind.__module__.startswith("qnapp."))
    return set(own) - NEVER_OPENED


def _below(kind: type[QDialog]) -> Iterator[type[QDialog]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


@dataclass
class Desk:
    """A window over the training data, in an office that takes reports in as well."""

    window: MainWindow
    folder: Path

    @property
    def session(self) -> Session:
        return self.window.session

    @property
    def task(self) -> TaskRow:
        return next(row for row in self.session.worksheet().own_tasks if row.progress.percent)

    @property
    def indicator(self) -> IndicatorRow:
        return self.session.worksheet().indicators[0]

    def page(self, key: str) -> Any:
        self.window.show_page(key)
        return self.window.current_page

    def inbox(self, wanted: str) -> InboxPage:
        page = cast("InboxPage", self.page("inbox"))
        page.show_filter(wanted)
        return page

    def door(self) -> Door:
        return Door(self.window)


def _arrival(desk: Desk) -> None:
    file = desk.folder / "Biểu nhập.xlsx"
    export_form(desk.session.store, desk.session.period_code, file)
    desk.window.arrivals.open([file])


def _promise(desk: Desk) -> None:
    cast("EvidencePage", desk.page("evidence")).doing.promise()


def _trash(desk: Desk) -> None:
    cast("EvidencePage", desk.page("evidence")).doing.show_trash()


def _history(desk: Desk) -> None:
    session = desk.session
    HistoryDialog.open_for(
        session, "progress", desk.task.uid, session.period_code, title="n", parent=desk.window
    )


def _taken(desk: Desk) -> None:
    refused = TakenFile(desk.folder / "gói.qnbc", Taken.REFUSED, "Không đọc được tệp.")
    TakenDialog.open_for(desk.session, [refused], desk.window)


def _paste(desk: Desk) -> None:
    line = PasteLine(
        PasteKind.CHANGE, desk.indicator.uid, "CT-1", "Chỉ tiêu", "actual", "", "5", ""
    )
    PasteDialog.ask(Paste((line,)), "Dán số liệu từ Excel", "Chỉ tiêu", desk.window)


def _paste_tasks(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("Đã họp hai lần\nĐã xong")
    rows = desk.session.worksheet().own_tasks
    paste_tasks(desk.session, rows, rows[0].uid, desk.window)


def _issue(desk: Desk) -> None:
    _frozen(desk).report.enter_issue()


def _send(desk: Desk) -> None:
    _frozen(desk).report.send()


def _frozen(desk: Desk) -> ReportPage:
    page = cast("ReportPage", desk.page("report"))
    if page.report.issued is None:
        action = partial(freeze_report, despite_errors=True)
        action(desk.session.store, desk.session.period_code)
        page.reload()
    return page


def _addresses(desk: Desk) -> None:
    change = RosterChange(REPORTED[0], "Đơn vị", "email", "", "a@b.example")
    AddressesDialog.open_for(desk.session, RosterFile((change,), ()), desk.window)


def _return(desk: Desk) -> None:
    dialog = _report(desk)
    while not dialog.rows.table.current_uid():
        QTest.qWait(10)  # its rows are being read
    dialog.ask_return()


def _report(desk: Desk) -> SubmissionDialog:
    page = desk.inbox("all")
    page.show_code(REPORTED[2])
    dialog = page.open_report()
    assert dialog is not None
    return dialog


def _wait(desk: Desk) -> None:
    def work(job: Job) -> None:
        job._cancel.wait(10)  # until somebody stops it

    WaitingDialog.run("Đang ghi dữ liệu để chuyển máy", work, desk.window)


def _results(desk: Desk) -> None:
    ResultsDialog.ask(desk.session.worksheet().own_tasks[:3], desk.window)


WAYS: dict[str, Callable[[Desk], object]] = {
    "ArrivalDialog": _arrival,
    "EvidenceDialog": lambda d: EvidenceDialog.open_for(d.session, d.task.uid, parent=d.window),
    "RowDialog": _promise,
    "TrashDialog": _trash,
    "FirstRun": lambda d: FirstRun.ask(d.folder / "mới", clock=FixedClock(), parent=d.window),
    "FormExportDialog": lambda d: open_form_export(d.session, d.window),
    "HelpDialog": lambda d: d.window.show_help(),
    "HistoryDialog": _history,
    "ConflictDialog": lambda d: d.inbox("conflict").choose_report(),
    "KeyDialog": lambda d: d.inbox("unconfirmed").compare_key(),
    "ReminderDialog": lambda d: d.inbox("all").remind(),
    "TakenDialog": _taken,
    "LocalIndicatorDialog": lambda d: LocalIndicatorDialog.open_for(d.session, parent=d.window),
    "TargetDialog": lambda d: TargetDialog.ask(d.indicator, d.window),
    "MessageBox": lambda d: d.door().ask("Xóa tệp này?", "Xóa"),
    "PasswordBox": lambda d: d.door().ask_password("Mật khẩu giữ khóa.", "Ghi tệp", twice=True),
    "PasteDialog": _paste,
    "ResultsDialog": _results,
    "AddDialog": lambda d: AddDialog.open_for(d.session, d.window),
    "RosterDialog": lambda d: d.inbox("all").open_roster(),
    "AddressesDialog": _addresses,
    "FollowDialog": lambda d: cast("SettingsPage", d.page("settings")).tasks.open_list(),
    "SubmissionDialog": _report,
    "ReturnDialog": _return,
    "ExtensionDialog": lambda d: ExtensionDialog.open_for(d.session, d.task, d.window),
    "LocalTaskDialog": lambda d: cast("TasksPage", d.page("tasks")).add_task(),
    "OfficerDialog": lambda d: OfficerDialog.open_for(2, ["Đỗ Thị Hậu"], d.window),
    "TaskPasteDialog": _paste_tasks,
    "WaitingDialog": _wait,
    "ReasonDialog": lambda d: ask_unlock(d.session, d.window),
    # These freeze the report, after which the period is locked.
    "IssueDialog": _issue,
    "SendDialog": _send,
}
