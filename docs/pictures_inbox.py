"""Pictures of an upper office: Tiếp nhận with 54 units, a received report, roster, đôn đốc."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from qnapp import app as qnapp_app
from qnapp.db.organisations import resolve_organisation
from qnapp.db.reporters import roster, update_reporters
from qnapp.db.settings import set_settings
from qnapp.db.setup import initialise
from qnapp.exchange.training_reports import fill_received
from qnapp.ui.inbox_page.conflict_dialog import ConflictDialog
from qnapp.ui.inbox_page.key_dialog import KeyDialog
from qnapp.ui.inbox_page.reminder_dialog import ReminderDialog
from qnapp.ui.roster.dialog import RosterDialog
from qnapp.ui.submission.dialog import BEFORE, CHECKS, PAPERS, WORDS, SubmissionDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from PySide6.QtWidgets import QDialog, QWidget

    from qnapp.ui.inbox_page.page import InboxPage
    from qnapp.ui.window import MainWindow

    Settle = Callable[[int], None]
    Save = Callable[[QWidget, Path], None]

BEFORE_PERIOD, PERIOD = "2026-Q1", "2026-Q2"


def upper_window(folder: Path, clock: Callable[[], datetime]) -> MainWindow:
    """Build the window of an office that most units have reported to."""
    store = initialise(
        folder,
        organisation=resolve_organisation("VPTU"),
        clerk="Lê Văn Mẫu",
        first_period="2026-Q1",
        clock=clock,
    )
    set_settings(store, theme="light", upper_office=True, current_period=PERIOD)
    for code in (BEFORE_PERIOD, PERIOD):
        fill_received(store, code)
    rows: dict[str, dict[str, str | bool]] = {
        one.code: {"email": f"{one.code.lower()}@quangninh.example.vn", "phone": "0203 3836 001"}
        for one in roster(store)[:48]
    }
    update_reporters(store, rows)
    return qnapp_app.make_window(store, clock=clock)


def draw_inbox(window: MainWindow, out: Path, prefix: str, save: Save, settle: Settle) -> None:
    """Draw the page and each of its dialogs."""
    window.show()
    window.show_page("inbox")
    page = cast("InboxPage", window.page("inbox"))
    settle(300)
    save(window, out / f"{prefix}-inbox.png")
    for name in ("missing", "unconfirmed", "conflict"):
        page.show_filter(name)
        settle(250)
        save(window, out / f"{prefix}-inbox-{name}.png")
    page.choose_report()
    settle(1500)
    _draw_last(window, ConflictDialog, out / f"{prefix}-inbox-choose.png", save, settle)
    page.show_filter("unconfirmed")
    page.compare_key()
    _draw_last(window, KeyDialog, out / f"{prefix}-inbox-key.png", save, settle)
    page.show_filter("late")
    _draw_report(page, out, prefix, save, settle)
    page.open_roster()
    _draw_last(window, RosterDialog, out / f"{prefix}-inbox-roster.png", save, settle)
    page.remind()
    _draw_last(window, ReminderDialog, out / f"{prefix}-inbox-remind.png", save, settle)
    page.show_filter("all")


def _draw_report(page: InboxPage, out: Path, prefix: str, save: Save, settle: Settle) -> None:
    dialog = page.open_report()
    if dialog is None:
        return
    settle(1500)
    save(dialog, out / f"{prefix}-inbox-report.png")
    first = dialog.rows.model.shown()[0]
    dialog.marks.mark(first.kind, first.key, "Thiếu minh chứng kèm theo.")
    settle(250)
    save(dialog, out / f"{prefix}-inbox-report-marked.png")
    dialog.marks.clear()
    for view in (WORDS, CHECKS, BEFORE, PAPERS):
        dialog.show_view(view)
        settle(2500 if view == PAPERS else 300)
        save(dialog, out / f"{prefix}-inbox-report-{view}.png")
    _close(dialog, settle)


def _draw_last(
    window: MainWindow, kind: type[QDialog], target: Path, save: Save, settle: Settle
) -> None:
    settle(400)
    found = window.findChildren(kind)
    if found:
        save(found[-1], target)
        _close(found[-1], settle)


def _close(dialog: QDialog | SubmissionDialog, settle: Settle) -> None:
    dialog.close()
    settle(100)
