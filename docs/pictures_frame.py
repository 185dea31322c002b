"""Pictures of the frame around the pages: first run, settings in full, help, search, questions."""

from __future__ import annotations

import errno
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, cast

from pictures_hands import search_page, type_words

from qnapp.db.failures import store_error
from qnapp.db.settings import set_settings
from qnapp.errors import FileError
from qnapp.ui.crash import BUTTONS, SENTENCE, describe
from qnapp.ui.first_run.dialog import FirstRun
from qnapp.ui.help import HelpDialog
from qnapp.ui.kit.buttons import LinkButton
from qnapp.ui.kit.door import MessageBox
from qnapp.ui.kit.password import PasswordBox
from qnapp.ui.locked_dialogs import ask_take_back, ask_unlock
from qnapp.ui.report_page.page import ReportPage
from qnapp.ui.report_page.results_dialog import ResultsDialog
from qnapp.ui.settings_page.mail import RENEW, WHEN_RENEWED
from qnapp.ui.settings_page.page import SettingsPage
from qnapp.ui.settings_page.safety import KEY_WORDS, MOVE_WORDS
from qnapp.ui.settings_page.tasks import FollowDialog
from qnapp.ui.waiting import WaitingDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from PySide6.QtWidgets import QDialog, QWidget

    from qnapp.db.history import FieldChange
    from qnapp.errors import UserError
    from qnapp.ui.history_page.page import HistoryPage
    from qnapp.ui.resolution_page.page import ResolutionPage
    from qnapp.ui.tasks import Job
    from qnapp.ui.window import MainWindow

    Save = Callable[[QWidget, Path], None]
    SaveDialog = Callable[[QDialog, Path], None]
    Settle = Callable[[int], None]
    Named = Callable[[str], Path]

RESTORED_OVER = (
    "Thay dữ liệu của Phường Hà Tu đang mở bằng bản sao lưu của Phường Hà Tu, "
    "ngày 29/5/2026 16:40? "
    "Dữ liệu đang có được giữ lại trong thư mục sao lưu."
)


def draw_first_run(
    folder: Path, named: Named, save: Save, settle: Settle, clock: Callable[[], datetime]
) -> None:
    """Draw the three steps of the first run in every state."""
    dialog = FirstRun(folder, clock=clock)
    dialog.show()
    step = dialog.organisation_step
    for text, name in (("", "first-run-start"), ("xyzt", "first-run-nothing")):
        step.search.setText(text)
        settle(300)
        save(dialog, named(name))
    step.other.click()
    settle(200)
    save(dialog, named("first-run-other"))
    step.typed.name.set_value("")
    type_words(step.typed.name, "UBND phường Hà Tu")
    settle(200)
    save(dialog, named("first-run-listed"))  # it is in the list after all
    step.typed.name.set_value("")
    step.other.click()
    step.search.setText("van phong tinh uy")
    settle(300)
    dialog.next.click()
    settle(200)
    save(dialog, named("first-run-office"))
    dialog.back.click()
    step.search.setText("ha tu")
    settle(500)
    save(dialog, named("first-run-1"))
    dialog.next.click()
    type_words(dialog.clerk_step.clerk, "Trần Thị Mẫu")
    settle(200)
    save(dialog, named("first-run-2"))
    dialog.next.click()
    settle(200)
    save(dialog, named("first-run-3"))
    for text, name in (("chuyen doi so", "first-run-tasks-found"), ("xyz", "first-run-tasks-none")):
        dialog.tasks_step.list.search.setFocus()
        dialog.tasks_step.list.search.setText(text)
        settle(500)
        save(dialog, named(name))
    refusal = FileError(
        "“Ảnh.zip” không phải tệp sao lưu của QNApp. Chưa có gì bị thay đổi. Chọn tệp khác."
    )
    dialog.band.show_error(str(refusal), "")
    settle(200)
    save(dialog, named("first-run-refused"))
    dialog.hide()  # closing would ask whether the answers may be given up
    dialog.deleteLater()


def draw_frame(
    window: MainWindow, named: Named, save: Save, save_dialog: SaveDialog, settle: Settle
) -> None:
    """Draw what belongs to no page, and the states of those that look things up."""
    _draw_settings(window, named, save, save_dialog, settle)
    _draw_lookups(window, named, save, settle)
    _draw_bands(window, named, save, settle)
    _draw_questions(window, named, save_dialog)
    _draw_waiting(named, save, settle)
    _draw_writing(window, named, save, save_dialog, settle)


def _draw_settings(
    window: MainWindow, named: Named, save: Save, save_dialog: SaveDialog, settle: Settle
) -> None:
    window.show_page("settings")
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    bar, before = page.area.verticalScrollBar(), -1
    for name in ("letterhead", "tasks", "calendar", "backup", "appearance", "about"):
        settle(50)
        bar.setValue(getattr(page, name).y() - 12)
        settle(150)
        if bar.value() != before:  # the last of them stand in one picture
            save(window, named(f"frame-settings-{name}"))
        before = bar.value()
    page.tasks.open_list()
    save_dialog(window.findChildren(FollowDialog)[-1], named("frame-settings-follow"))


def _draw_lookups(window: MainWindow, named: Named, save: Save, settle: Settle) -> None:
    window.show_page("overview")
    window.activateWindow()
    window.topbar.search_everything()
    for text, name in (("chuyen doi so", "found"), ("xyzt", "none")):
        window.topbar.field.setText(text)
        window.topbar.field.searched.emit(text)
        settle(700)
        save(window, named(f"frame-search-{name}"))
    window.topbar.field.setText("")
    window.topbar.field.clearFocus()
    menu = window.topbar.period.menu_for_periods()
    menu.popup(window.mapToGlobal(window.rect().center()))
    settle(100)
    save(menu, named("frame-periods"))
    menu.close()
    menu.deleteLater()
    window.show_page("history")
    history = cast("HistoryPage", window.page("history"))
    if history.tools.uid:  # another picture left it at one row
        history.tools.row.click()
    search_page(window, "xyzt")
    settle(500)
    save(window, named("frame-history-none"))
    window.topbar.leave_page_search()
    window.show_page("resolution")
    resolution = cast("ResolutionPage", window.page("resolution"))
    for text, name in (("chuyen doi so", "found"), ("xyzt", "none")):
        resolution.search_field().setText(text)
        resolution.search_field().searched.emit(text)
        settle(400)
        save(window, named(f"frame-resolution-{name}"))
    resolution.search_field().setText("")
    resolution.search_field().searched.emit("")


def _draw_bands(window: MainWindow, named: Named, save: Save, settle: Settle) -> None:
    window.show_page("overview")
    set_settings(window.session.store, training=True)
    settle(200)
    save(window, named("frame-training"))
    set_settings(window.session.store, training=False)
    window.show_page("report")
    full = OSError(errno.ENOSPC, "No space left on device")
    refused = store_error(full, window.session.store.folder)
    window.session.write("", partial(_refuse, refused))
    settle(900)
    save(window, named("frame-error"))
    window.session.saved.emit()
    settle(100)


def _refuse(error: UserError) -> list[FieldChange]:
    raise error


def _draw_questions(window: MainWindow, named: Named, save_dialog: SaveDialog) -> None:
    for key in ("tasks", "report"):
        save_dialog(HelpDialog(key, window), named(f"frame-help-{key}"))
    details = describe(_fault())
    crash = MessageBox("error", SENTENCE, details, BUTTONS)
    save_dialog(crash, named("frame-crash"))
    opened = MessageBox("error", SENTENCE, details, BUTTONS)
    opened.findChildren(LinkButton)[0].click()
    save_dialog(opened, named("frame-crash-details"))
    for sentence, deed, name in (
        (WHEN_RENEWED, RENEW, "renew-key"),
        (RESTORED_OVER, "Khôi phục", "restore"),
    ):
        box = MessageBox("lose", sentence, "", (deed, "Hủy"))
        save_dialog(box, named(f"frame-{name}"))
    for sentence, name, needed in ((KEY_WORDS, "backup", False), (MOVE_WORDS, "move", True)):
        asked = PasswordBox(sentence, "Chọn nơi lưu…", twice=True, needed=needed)
        save_dialog(asked, named(f"frame-password-{name}"))
    save_dialog(ask_unlock(window.session, window), named("frame-unlock"))
    save_dialog(ask_take_back(window.session, window), named("frame-take-back"))


def _fault() -> BaseException:
    """A fault of the program, told with the place that an installed program would name."""
    line = compile('raise KeyError("2026-Q9")', r"qnapp\ui\report_page\page.py", "exec")
    try:
        exec(line, {})
    except KeyError as error:
        here = error.__traceback__
        return error.with_traceback(here.tb_next if here is not None else None)
    raise AssertionError


def _draw_waiting(named: Named, save: Save, settle: Settle) -> None:
    drawn = Event()

    def work(job: Job) -> None:
        job.report(3, 10)
        drawn.wait(20)

    waiting = WaitingDialog("Đang ghi dữ liệu để chuyển máy", work)
    waiting.show()
    settle(1400)  # the bar is for work of more than a second
    save(waiting, named("frame-waiting"))
    drawn.set()
    settle(200)
    waiting.tasks.shutdown()
    waiting.deleteLater()


def _draw_writing(
    window: MainWindow, named: Named, save: Save, save_dialog: SaveDialog, settle: Settle
) -> None:
    window.show_page("report")
    page = window.page("report")
    assert isinstance(page, ReportPage)
    page.report.parts.open_part("tasks")
    settle(900)
    save(window, named("frame-report-part"))
    page.report.parts.open_part("signature")
    settle(900)
    save(window, named("frame-report-signature"))
    rows = [row for row in window.session.worksheet().own_tasks if row.progress.result]
    save_dialog(ResultsDialog(rows, window), named("frame-report-results"))
