"""Pictures of the files that a unit exchanges: at the door, forms, sending, what was returned.

Each function leaves the window's store open for the next theme: what was frozen is withdrawn.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook
from pictures_hands import type_words
from pictures_pc import SENT
from PIL import Image, ImageDraw
from PySide6.QtGui import QDesktopServices

from qnapp.db.evidence import add_evidence
from qnapp.db.issued import withdraw
from qnapp.db.organisations import resolve_organisation
from qnapp.db.outbox import checked_file
from qnapp.db.plans import current_plan
from qnapp.db.progress import set_progress
from qnapp.db.settings import set_settings
from qnapp.db.setup import initialise
from qnapp.documents.freeze import freeze_report
from qnapp.domain.replies import Answer, ReplyRow, ReturnedRow
from qnapp.exchange.form import export_form
from qnapp.exchange.keys import KEY_FILE
from qnapp.exchange.plan_package import plan_contents, write_plan_package
from qnapp.exchange.receive import take_in
from qnapp.exchange.reply import make_reply
from qnapp.exchange.submission import make_submission
from qnapp.text import fold
from qnapp.ui import file_dialogs
from qnapp.ui.arrivals.dialog import ArrivalDialog
from qnapp.ui.form_export.dialog import open_form_export
from qnapp.ui.local_rows.importing import open_local_rows
from qnapp.ui.report_page.page import ReportPage
from qnapp.ui.sending.dialog import SendDialog
from qnapp.ui.settings_page.page import SettingsPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from PySide6.QtWidgets import QDialog, QWidget

    from qnapp.db.store import Store
    from qnapp.domain.reporting import TaskRow
    from qnapp.ui.form_export.dialog import FormExportDialog
    from qnapp.ui.window import MainWindow

    Save = Callable[[QWidget, Path], None]
    Settle = Callable[[int], None]

ADDRESS = "tonghop@vptu.example"
PHOTOS = {  # by the look that draws it: one store goes through all of them
    "light": ("Ảnh phòng họp không giấy", "#c9b79a"),
    "dark": ("Ảnh hội nghị trực tuyến", "#9ab0c9"),
    "light-font130": ("Ảnh lớp tập huấn chuyển đổi số", "#a8c29a"),
}
REASONS = {
    "1.5": "Chưa nêu số, ngày văn bản đưa phòng họp không giấy vào sử dụng; bổ sung minh chứng.",
    "1.14": "Chưa nêu kết luận về từng mô hình thí điểm.",
}
NEW_TASK = "Rà soát quy hoạch phân khu các khu đô thị hiện hữu"
OWN_ROWS = (
    ("TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"),
    (1, "Sửa chữa, nâng cấp nhà văn hóa các khu phố 2, 5 và 7", "UBND phường", "", "Quý III/2026"),
    (2, "Trồng 500 cây xanh tại các tuyến đường mới", "Đoàn Thanh niên", "", "31/12/2026"),
    (3, "Tuyên truyền chuyển đổi số", "Công an phường", "", "Tháng 13/2026"),
)


def draw_exchange(
    window: MainWindow,
    folder: Path,
    out: Path,
    prefix: str,
    save: Save,
    settle: Settle,
    clock: Callable[[], datetime],
) -> None:
    """Draw every dialog and state by which a unit exchanges files."""
    QDesktopServices.openUrl = staticmethod(lambda _url: True)  # type: ignore[method-assign]  # nothing opens while pictures are drawn
    place = folder / f"tệp-{prefix}"
    place.mkdir(exist_ok=True)
    arrived = {"form": _form(window, place), "plan": _plan(window, place, clock)}
    for name, path in arrived.items():
        _save_dialog(_at_the_door(window, path, settle), out / f"{prefix}-door-{name}.png", save)
    dialog = open_form_export(window.session, window)
    assert dialog is not None  # the period is open
    _ask_officers(dialog)
    settle(200)
    _save_dialog(dialog, out / f"{prefix}-forms.png", save)
    _save_dialog(_own_rows(window, place, settle), out / f"{prefix}-own-rows.png", save)
    _draw_sending(window, place, out, prefix, save, settle, clock)
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    window.show_page("settings")
    page.area.ensureWidgetVisible(page.mail)
    settle(200)
    save(window, out / f"{prefix}-settings-mail.png")


def _draw_sending(
    window: MainWindow,
    place: Path,
    out: Path,
    prefix: str,
    save: Save,
    settle: Settle,
    clock: Callable[[], datetime],
) -> None:
    store, period = window.session.store, window.session.period_code
    set_settings(store, mail_to=ADDRESS, mail_limit_mb=3)
    rows = _open_rows(window)
    name, wall = PHOTOS[prefix]
    photo = place / f"{name}.jpg"
    _photograph(photo, wall)
    add_evidence(store, [photo], rows[0].uid, period)
    report = freeze_report(store, period, despite_errors=True)
    window.show_page("report")
    page = window.page("report")
    assert isinstance(page, ReportPage)
    page.report.send()
    dialog = window.findChildren(SendDialog)[-1]
    assert isinstance(dialog, SendDialog)
    dialog.choices.show_folder(SENT)
    _until(lambda: dialog.choices.preview is not None, settle)
    save(dialog, out / f"{prefix}-send.png")
    dialog.main.click()
    _until(lambda: dialog.is_packed, settle)
    _save_dialog(dialog, out / f"{prefix}-sent.png", save)
    settle(600)
    page.report.preview.view.go_to_page(1)
    save(window, out / f"{prefix}-report-outbox.png")
    reply = _reply(store, place, report.id, rows[:2], clock)
    _save_dialog(_at_the_door(window, reply, settle), out / f"{prefix}-door-reply.png", save)
    withdraw(store, report.id, "Lãnh đạo yêu cầu sửa phần II")


def return_two_rows(window: MainWindow, place: Path, clock: Callable[[], datetime]) -> Path:
    """Send the period's report, which locks it; the reply that returns two of its rows."""
    place.mkdir(exist_ok=True)
    store, period = window.session.store, window.session.period_code
    report = freeze_report(store, period, despite_errors=True)
    return _reply(store, place, report.id, _open_rows(window)[:2], clock)


def accept_reply(window: MainWindow, reply: Path, settle: Settle) -> None:
    """Take a reply in, as a clerk who has compared the key by telephone does."""
    dialog = _at_the_door(window, reply, settle)
    dialog.origin.compared.setChecked(True)
    dialog.take.click()
    rows = window.session
    _until(lambda: any(row.returned for row in rows.worksheet().own_tasks), settle)


def _at_the_door(window: MainWindow, path: Path, settle: Settle) -> ArrivalDialog:
    window.arrivals.open([path])
    _until(lambda: window.arrivals.dialog is not None, settle)
    dialog = window.arrivals.dialog
    assert dialog is not None
    return dialog


def _until(done: Callable[[], bool], settle: Settle) -> None:
    for _ in range(300):
        settle(50)
        if done():
            settle(200)
            return
    raise TimeoutError("nothing came of it")


def _save_dialog(dialog: QDialog, target: Path, save: Save) -> None:
    save(dialog, target)
    dialog.reject()


def _open_rows(window: MainWindow) -> list[TaskRow]:
    rows = window.session.worksheet().own_tasks
    return [row for row in rows if row.channel.value == "ordinary" and row.progress.percent]


def _ask_officers(dialog: FormExportDialog) -> None:
    """Have a form with a letter made for each officer, none for all of them together."""
    dialog.letters.click()
    for line in dialog.list.lines:
        line.tick.click()
        if line.one.officer:
            type_words(line.address, f"{fold(line.one.officer).replace(' ', '')}@hatu.example.vn")


def _row(window: MainWindow, code: str) -> TaskRow:
    return next(row for row in window.session.worksheet().own_tasks if row.code == code)


def _photograph(target: Path, wall: str) -> None:
    """A picture as large as one from a telephone: a room with a screen and a table."""
    picture = Image.linear_gradient("L").resize((2600, 1700)).convert("RGB")
    picture = Image.blend(picture, Image.new("RGB", picture.size, wall), 0.7)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((850, 200, 1750, 700), fill="#24405c", outline="#e8e8e8", width=24)
    pen.polygon(((500, 1500), (900, 950), (1700, 950), (2100, 1500)), fill="#7a5230")
    for side in (480, 1960):
        for row in range(3):
            pen.ellipse((side + row * 70, 950 + row * 170, side + row * 70 + 160, 1150 + row * 170),
                        fill="#3a3f46")  # fmt: skip
    grain = Image.effect_noise(picture.size, 70).convert("RGB")
    Image.blend(picture, grain, 0.35).save(target, quality=95)


def _form(window: MainWindow, place: Path) -> Path:
    """A form that came back: a conflict, a change, and a cell that cannot be read."""
    store, period = window.session.store, window.session.period_code
    file = place / "Biểu nhập.xlsx"
    export_form(store, period, file)
    one, other, bad = (_row(window, code) for code in ("3.2", "1.14", "1.15"))
    book = load_workbook(file)
    sheet = book["Nhiệm vụ"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "Mã" for cell in row))
    column = {cell.value: cell.column for cell in head}
    at = {row[column["Mã"] - 1].value: row[0].row for row in sheet.iter_rows()}
    for row, field, value in (
        (one, "Tỉ lệ (%)", 60),
        (
            other,
            "Kết quả thực hiện",
            "9/9 khu phố đã tự đánh giá, có 412 ý kiến góp ý của đảng viên.",
        ),
        (bad, "Tỉ lệ (%)", "nhiều"),
    ):
        sheet.cell(at[row.code], column[field]).value = value
    book.save(file)
    set_progress(store, one.uid, period, percent=55 if one.progress.percent == 50 else 50)
    return file


def _plan(window: MainWindow, place: Path, clock: Callable[[], datetime]) -> Path:
    """The province's next version: a row in other words, one new, one withdrawn."""
    plan = current_plan(window.session.store)
    changed, gone = (_row(window, code).task for code in ("3.2", "3.6"))
    new = replace(changed, uid="NQ05-2026/3.14", code="3.14", label="3.14", title=NEW_TASK)
    tasks = [
        replace(one, deadline_text="Quý I/2027") if one.uid == changed.uid else one
        for one in plan.tasks
        if one.uid != gone.uid
    ]
    given = tuple(one for one in plan.assignments if one.uid != gone.uid)
    later = replace(
        plan, version=plan.version + 1, tasks=(*tasks, new), assignments=given, repeats=()
    )
    file = place / "Kế hoạch bản 2.qnkh"
    with _office(place, clock) as office:
        write_plan_package(office, file, plan_contents(office, plan=later, recipient=ADDRESS))
    return file


def _own_rows(window: MainWindow, place: Path, settle: Settle) -> ArrivalDialog:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in OWN_ROWS:
        sheet.append(row)
    file = place / "Kế hoạch phường.xlsx"
    book.save(file)
    ask = file_dialogs.open_file
    file_dialogs.open_file = lambda *_more: file  # type: ignore[assignment]  # nobody chooses
    open_local_rows(window.session, window)
    file_dialogs.open_file = ask  # type: ignore[assignment]  # as it was
    _until(lambda: bool(window.findChildren(ArrivalDialog)), settle)
    dialog = window.findChildren(ArrivalDialog)[-1]
    assert isinstance(dialog, ArrivalDialog)
    return dialog


def _reply(
    store: Store,
    place: Path,
    report_id: int,
    rows: list[TaskRow],
    clock: Callable[[], datetime],
) -> Path:
    package = make_submission(store, report_id).packages[0]
    arrived = place / package.name
    shutil.copy(checked_file(store, package), arrived)
    returned = [ReturnedRow(ReplyRow.TASK, row.uid, REASONS[row.code]) for row in rows]
    with _office(place, lambda: clock() + timedelta(hours=2)) as office:
        digest = take_in(office, arrived).first
        made = make_reply(office, digest, Answer.RETURNED, returned, "Gửi lại trước ngày 25/6.")
        target = place / made.name
        shutil.copy(checked_file(office, made), target)
    return target


def _office(place: Path, clock: Callable[[], datetime]) -> Store:
    """The province's office in a store of its own, another each time, always with one key."""
    number = len(list(place.glob("VPTU-*")))
    folder, first = place / f"VPTU-{number}", place / "VPTU-0"
    vptu = resolve_organisation("VPTU")
    store = initialise(folder, organisation=vptu, clerk="Văn thư", clock=clock)
    if number:
        folder.joinpath(*KEY_FILE).parent.mkdir(exist_ok=True)
        shutil.copy(first.joinpath(*KEY_FILE), folder.joinpath(*KEY_FILE))
    return store
