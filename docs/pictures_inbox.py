"""Pictures of an upper office: Tiếp nhận with 54 units, a received report, roster, đôn đốc."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, cast

from qnapp import app as qnapp_app
from qnapp.db.organisations import resolve_organisation
from qnapp.db.settings import set_settings
from qnapp.db.setup import initialise
from qnapp.db.store import Store
from qnapp.exchange.receiving import Taken, TakenFile
from qnapp.exchange.roster_sheet import RosterFile
from qnapp.exchange.submission import file_stem
from qnapp.exchange.training_reports import fill_round
from qnapp.ui.inbox_page.conflict_dialog import ConflictDialog
from qnapp.ui.inbox_page.key_dialog import KeyDialog
from qnapp.ui.inbox_page.reminder_dialog import ReminderDialog
from qnapp.ui.inbox_page.taken_dialog import TakenDialog
from qnapp.ui.roster.add_dialog import AddDialog
from qnapp.ui.roster.dialog import RosterDialog
from qnapp.ui.roster.import_dialog import AddressesDialog
from qnapp.ui.submission.dialog import BEFORE, CHECKS, PAPERS, ROWS, WORDS, SubmissionDialog
from qnapp.ui.submission.return_dialog import ReturnDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog, QWidget

    from qnapp.ui.inbox_page.page import InboxPage
    from qnapp.ui.window import MainWindow

    Settle = Callable[[int], None]
    Save = Callable[[QWidget, Path], None]

PERIOD = "2026-Q2"
FIRST, SENT_AGAIN, CARELESS = "06652", "06661", "06685"  # by the data of the training reports
BEGUN = datetime(2025, 12, 22, 9, tzinfo=timezone(timedelta(hours=7)))  # the plan came in
UNREAD = "Dòng 7: không có đơn vị nào tên “Xã Không Có”."
TAKEN = (
    ("06652", Taken.TAKEN, "Gói báo cáo 6 tháng năm 2026 của Phường Hà Tu, lần 1: đã nhận."),
    ("07090", Taken.CONFLICT, "Gói báo cáo 6 tháng năm 2026 của Phường An Sinh, lần 1: đã có "
     "báo cáo cùng lần với số liệu khác. Giữ cả hai, cần chọn một."),
    ("06676", Taken.REFUSED, "Gói đã bị thay đổi sau khi tạo, nên không nhận. Dữ liệu hiện có "
     "vẫn giữ nguyên. Đề nghị đơn vị gửi lại gói."),
)  # fmt: skip


def upper_window(folder: Path, clock: Callable[[], datetime], *, filled: bool = True) -> MainWindow:
    """Build the window of an office that most units have reported to, or nobody yet."""
    initialise(
        folder,
        organisation=resolve_organisation("VPTU"),
        clerk="Lê Văn Mẫu",
        first_period="2026-Q1",
        clock=lambda: BEGUN,
    ).close()
    store = Store.open(folder, clock=clock, purpose="window")
    saved = store.today().isoformat()  # nobody is reminded to
    set_settings(
        store, theme="light", upper_office=True, current_period=PERIOD, saved_whole_on=saved
    )
    if filled:
        fill_round(store, everybody=True)
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
    page.show_filter("all")
    page.show_code(FIRST)
    page.open_roster()
    _draw_last(window, RosterDialog, out / f"{prefix}-inbox-roster.png", save, settle)
    _draw_small(window, page, out, prefix, save, settle)
    page.remind()
    _draw_last(window, ReminderDialog, out / f"{prefix}-inbox-remind.png", save, settle)
    page.show_filter("all")


def _draw_small(
    window: MainWindow, page: InboxPage, out: Path, prefix: str, save: Save, settle: Settle
) -> None:
    """Draw what opens from the roster and after files were let go; a report sent again."""
    AddDialog.open_for(window.session, window)
    _draw_last(window, AddDialog, out / f"{prefix}-inbox-roster-add.png", save, settle)
    AddressesDialog.open_for(window.session, RosterFile((), (UNREAD,)), window)
    _draw_last(window, AddressesDialog, out / f"{prefix}-inbox-roster-read.png", save, settle)
    taken = [
        TakenFile(Path(f"{file_stem(code, PERIOD, 1)}.qnbc"), outcome, sentence)
        for code, outcome, sentence in TAKEN
    ]
    TakenDialog.open_for(window.session, taken, window)
    _draw_last(window, TakenDialog, out / f"{prefix}-inbox-taken.png", save, settle)
    page.show_code(SENT_AGAIN)
    settle(200)
    save(window, out / f"{prefix}-inbox-again.png")
    dialog = page.open_report()
    if dialog is not None:
        _wait_open(dialog, settle)
        dialog.show_view(BEFORE)
        settle(300)
        save(dialog, out / f"{prefix}-inbox-report-changed.png")
        _close(dialog, settle)
    page.show_code(CARELESS)
    dialog = page.open_report()
    if dialog is not None:
        _wait_open(dialog, settle)
        dialog.show_view(CHECKS)
        settle(300)
        save(dialog, out / f"{prefix}-inbox-report-faults.png")
        dialog.show_view(ROWS)
        dialog.ask_return()
        settle(300)
        _draw_last(window, ReturnDialog, out / f"{prefix}-inbox-return.png", save, settle)
        dialog.marks.clear()
        _close(dialog, settle)


def _draw_report(page: InboxPage, out: Path, prefix: str, save: Save, settle: Settle) -> None:
    dialog = page.open_report()
    if dialog is None:
        return
    _wait_open(dialog, settle)
    save(dialog, out / f"{prefix}-inbox-report.png")
    first = dialog.rows.model.shown()[0]
    dialog.marks.mark(first.kind, first.key, "Ghi lý do chậm và ngày dự kiến xong.")
    settle(250)
    save(dialog, out / f"{prefix}-inbox-report-marked.png")
    dialog.marks.clear()
    for view in (WORDS, CHECKS, BEFORE, PAPERS):
        dialog.show_view(view)
        settle(2500 if view == PAPERS else 300)
        save(dialog, out / f"{prefix}-inbox-report-{view}.png")
    _close(dialog, settle)


def _wait_open(dialog: SubmissionDialog, settle: Settle) -> None:
    """Let a report be read; one that cannot be is told in the dialog."""
    for _ in range(60):
        settle(250)
        if dialog.send_back.isEnabled():
            return


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
