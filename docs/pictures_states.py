"""Pictures of states that a day seldom shows: refused, empty, locked, returned, nothing found."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from pictures_exchange import accept_reply, return_two_rows
from pictures_hands import search_page
from PySide6.QtTest import QTest

from qnapp.db import evidence
from qnapp.models.paste_lines import cells_of, lay_out
from qnapp.models.task_paste import block_of, lay_out_tasks
from qnapp.ui.evidence.dialog import EvidenceDialog
from qnapp.ui.evidence_page.page import EvidencePage
from qnapp.ui.evidence_page.trash_dialog import TrashDialog
from qnapp.ui.indicators_page.paste import targets_of
from qnapp.ui.paste_dialog import PasteDialog
from qnapp.ui.tasks_page.paste import TaskPasteDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from PySide6.QtWidgets import QDialog, QWidget

    from qnapp.ui.window import MainWindow

    Target = Callable[[str], Path]
    Save = Callable[[QWidget, Path], None]
    SaveDialog = Callable[[QDialog, Path], None]
    Settle = Callable[[], None]

NOWHERE = "chữ không có ở đâu"
RESULTS = (  # of the first two tasks, 1.5 and 1.14
    "Đã dùng phòng họp không giấy trong 6 cuộc họp của Ban Thường vụ\n"
    "9/9 khu phố đã tự đánh giá mô hình “Dân tin - Đảng cử”\n"
)


def draw_states(
    window: MainWindow,
    place: Path,
    target: Target,
    save: Save,
    save_dialog: SaveDialog,
    settle: Settle,
    clock: Callable[[], datetime],
) -> None:
    """Draw them on a window of its own with the training data, which is locked afterwards."""
    _draw_evidence(window, target, save, save_dialog, settle)
    _draw_pastes(window, target, save_dialog)
    _draw_rows(window, target, save, settle)
    _draw_refused(window, target, save, settle)
    _draw_locked(window, place, target, save, settle, clock)


def draw_nothing(window: MainWindow, target: Target, save: Save, settle: Settle) -> None:
    """Draw the pages of a unit that follows no task yet."""
    for page in ("overview", "tasks", "checks"):
        window.show_page(page)
        settle()
        save(window, target(f"{page}-none"))


def _draw_evidence(
    window: MainWindow, target: Target, save: Save, save_dialog: SaveDialog, settle: Settle
) -> None:
    session = window.session
    rows = session.worksheet().own_tasks
    filled = next(row for row in rows if len(row.evidence) > 1)
    empty = next(row for row in rows if not row.evidence)
    for name, row in (("evidence-of-row", filled), ("evidence-of-row-empty", empty)):
        dialog = EvidenceDialog(session, row.uid, changeable=True, parent=window)
        dialog.defer_button.click()
        save_dialog(dialog, target(name))
    item = filled.evidence[0]
    evidence.remove(session.store, item.id, uid=filled.uid, period_code=session.period_code)
    window.show_page("evidence")
    page = window.current_page
    assert isinstance(page, EvidencePage)
    page.doing.show_trash()
    save_dialog(window.findChildren(TrashDialog)[-1], target("evidence-trash-filled"))
    evidence.restore(session.store, item.id)
    for key in ("tasks", "indicators", "evidence", "history"):
        window.show_page(key)
        search_page(window, NOWHERE)
        settle()
        settle()
        save(window, target(f"{key}-nothing"))
        window.topbar.leave_page_search()


def _draw_pastes(window: MainWindow, target: Target, save_dialog: SaveDialog) -> None:
    session = window.session
    sheet = session.worksheet()
    column = block_of(cells_of(RESULTS))
    read = partial(lay_out_tasks, column, sheet.own_tasks, 0, year=sheet.plan.year)
    dialog = TaskPasteDialog(lambda field: read(field=field), "result", session.period.name, window)
    save_dialog(dialog, target("tasks-paste-column"))
    page: Any = window.page("indicators")
    window.show_page("indicators")
    paste = lay_out(cells_of("92,5\n91.5\n3,1\nabc\n"), targets_of(page.model), 0)
    title = f"Dán số liệu từ Excel vào {session.period.name}"
    save_dialog(PasteDialog(paste, title, "Chỉ tiêu", window), target("indicators-paste"))


def _draw_rows(window: MainWindow, target: Target, save: Save, settle: Settle) -> None:
    rows = window.session.worksheet().own_tasks
    page: Any = window.page("tasks")
    for name, code in (("restricted", "6.1"), ("long", "1.14"), ("milestones", "5.6.1")):
        row = next(row for row in rows if row.code == code)
        window.go("tasks", row.uid)
        settle()
        save(window, target(f"tasks-{name}"))
    row = next(row for row in rows if row.code == "HT.03")
    window.go("tasks", row.uid, "next_step")
    settle()
    save(window, target("tasks-scrolled"))
    page.table.setFocus()


def _draw_refused(window: MainWindow, target: Target, save: Save, settle: Settle) -> None:
    window.activateWindow()  # a form follows the field that has the keyboard
    settle()
    rows = window.session.worksheet().own_tasks
    for code, field, text in (
        ("5.6.1", "milestones:1", "31/2/2026"),
        ("1.18", "expected_on", "31/2/2026"),
        ("1.18", "percent", "150"),
    ):
        row = next(row for row in rows if row.code == code)
        window.go("tasks", row.uid, field)
        _type(window, text)
        if field != "expected_on":
            settle()
            save(window, target(f"tasks-refused-{field.partition(':')[0]}"))
    row = next(row for row in rows if row.code == "1.22")
    for text in ("10/3/2026", "16/3/2026"):  # before the day that the last report spoke of; mended
        window.go("tasks", row.uid, "completed_on")
        _type(window, text)
        settle()
        if text == "10/3/2026":
            save(window, target("tasks-doubted"))
    window.show_page("checks")
    settle()
    save(window, target("checks-refused"))
    window.session.refused.drop(window.session.refused.all())


def _type(window: MainWindow, text: str) -> None:
    field = window.focusWidget()
    assert field is not None
    field.selectAll()  # type: ignore[attr-defined]  # a field of the editor
    QTest.keyClicks(field, text)
    field.commit()  # type: ignore[attr-defined]  # as leaving it does


def _draw_locked(
    window: MainWindow,
    place: Path,
    target: Target,
    save: Save,
    settle: Settle,
    clock: Callable[[], datetime],
) -> None:
    reply = return_two_rows(window, place, clock)
    for page in ("overview", "tasks", "indicators", "evidence", "checks"):
        window.show_page(page)
        settle()
        save(window, target(f"{page}-locked"))
    accept_reply(window, reply, settle)
    for page in ("overview", "tasks", "checks"):
        window.show_page(page)
        settle()
        save(window, target(f"{page}-returned"))
