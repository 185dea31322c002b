"""Pictures of every page and dialog, as a clerk sees them: for looking, and for the user guide.

    python3 dev.py pictures              everything into out/pictures
    python3 dev.py pictures --one F.png  the window with the training data, one picture
    python3 dev.py pictures --only tasks --scale 1   those whose names hold a word, at one scale
    python3 dev.py pictures --guide      the pictures of the user guide, into docs/hinh

Drawn offscreen on a fixed day with the training data and with an empty store; light and dark; at
100, 150 and 200 %. Each scale runs in a process of its own, because Qt reads it at the start.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))


import pypdfium2  # noqa: E402
from pictures_daily import draw_daily, record_a_morning  # noqa: E402 - the folder of this script
from pictures_pc import SIZES, pc_in, scratch  # noqa: E402
from PySide6.QtCore import QEvent, QEventLoop, QTimer  # noqa: E402 - the platform comes first
from PySide6.QtWidgets import QApplication, QDialog, QWidget  # noqa: E402

from qnapp import app as qnapp_app  # noqa: E402
from qnapp.db.issued import withdraw  # noqa: E402
from qnapp.db.organisations import resolve_organisation  # noqa: E402
from qnapp.db.periods import current_period  # noqa: E402
from qnapp.db.reports import set_basis, set_report_text  # noqa: E402
from qnapp.db.settings import set_settings  # noqa: E402
from qnapp.db.setup import initialise  # noqa: E402
from qnapp.db.store import Changes  # noqa: E402
from qnapp.db.worksheet import load_worksheet  # noqa: E402
from qnapp.documents.freeze import attach_signed, export_file, freeze_report  # noqa: E402
from qnapp.domain.reporting import Level  # noqa: E402
from qnapp.ui.evidence_page.page import EvidencePage  # noqa: E402
from qnapp.ui.evidence_page.row_dialog import RowDialog  # noqa: E402
from qnapp.ui.evidence_page.trash_dialog import TrashDialog  # noqa: E402
from qnapp.ui.kit.door import MessageBox  # noqa: E402
from qnapp.ui.kit.theme import apply_theme  # noqa: E402
from qnapp.ui.kit.translation import install_translation  # noqa: E402
from qnapp.ui.locked_dialogs import ask_withdraw  # noqa: E402
from qnapp.ui.pages import PAGES  # noqa: E402
from qnapp.ui.report_page.before_signing import before_signing  # noqa: E402
from qnapp.ui.report_page.issue_dialog import IssueDialog  # noqa: E402
from qnapp.ui.report_page.page import ReportPage  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.ui.settings_page.page import SettingsPage
    from qnapp.ui.window import MainWindow

DAY = datetime(2026, 6, 5, 14, 32, tzinfo=timezone(timedelta(hours=7)))
GUIDE = (
    "overview",
    "tasks",
    "indicators",
    "evidence",
    "checks",
    "report",
    "resolution",
    "history",
    "settings",
)
SCALES = ("1", "1.5", "2")
ROOMS = {  # what the names of a part's pictures hold: a part without a wanted one is left out
    "daily": ("tasks-", "indicators-"),
    "states": ("tasks-", "indicators-", "evidence-", "checks-", "overview-", "history-"),
    "lookups": ("evidence-", "history-row"),
    "reports": ("report-", "door-", "forms", "own-rows", "settings-mail", "send", "sent"),
    "frame": ("frame-",),
    "first run": ("first-run",),
    "upper": ("upper-", "inbox", "consolidat", "plan-"),
}
wanted_words: list[str] = []  # empty: everything


@dataclass(frozen=True)
class Look:
    """In what everything is drawn: with a word of its own in the names of its pictures."""

    name: str
    theme: Literal["light", "dark"]
    percent: int = 100


LOOKS = (Look("light", "light"), Look("dark", "dark"), Look("light-font130", "light", 130))


def clock() -> datetime:
    """Tell the one moment at which all pictures are taken."""
    return DAY


def wanted(name: str) -> bool:
    """Whether a picture of this name was asked for."""
    return not wanted_words or any(word in name for word in wanted_words)


def room_wanted(room: str) -> bool:
    """Whether a part draws anything that was asked for."""
    return not wanted_words or any(
        word.startswith(known) or known.startswith(word)
        for word in wanted_words
        for known in ROOMS[room]
    )


def settle(milliseconds: int = 250) -> None:
    """Let layouts, timers and background work come to rest."""
    patience = 100
    while True:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()
        if not patience or not any(_works(one) for one in QApplication.topLevelWidgets()):
            break
        milliseconds, patience = 100, patience - 1
    for _ in range(5):  # on a busy machine the last layouts may not have had their turn
        QApplication.processEvents()


def _works(window: QWidget) -> bool:
    """Whether something is still read or drawn for a window that is shown."""
    session = getattr(window, "session", None) if window.isVisible() else None
    return bool(session and session.tasks._ends)  # noqa: SLF001 - quiet work too


def save(widget: QWidget, target: Path, *, quality: int = -1) -> None:
    """Write one picture if it is wanted; ``quality`` (0-100) of a form that loses some."""
    if not wanted(target.stem):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    widget.grab().save(str(target), quality=quality)
    print(target, flush=True)


def window_of(
    folder: Path, *, sample: bool, taken: Sequence[str] | None = None, look: Look = LOOKS[0]
) -> MainWindow:
    """Build the window on a fresh store, as a start with these settings does."""
    store = initialise(
        pc_in(folder),
        organisation=resolve_organisation("06652"),
        clerk="Trần Thị Mẫu",
        first_period="2026-Q1",
        sample=sample,
        taken=taken,
        clock=clock,
    )
    set_settings(store, theme=look.theme, font_percent=look.percent)
    if not sample:
        return qnapp_app.make_window(store, clock=clock)
    set_settings(store, training=False)  # the band of the training data would be in every picture
    record_a_morning(store, current_period(store).code)
    return qnapp_app.make_window(store, clock=clock)


def dress(window: MainWindow, look: Look) -> None:
    """Give an open window another look, as Thiết lập does."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    set_settings(window.session.store, theme=look.theme, font_percent=look.percent)
    apply_theme(app, look.theme, look.percent)


def named(out: Path, prefix: str, name: str) -> Path:
    """Tell where a picture goes."""
    return out / f"{prefix}-{name}.png"


def put_away(window: MainWindow) -> None:
    """Close a window and its store."""
    window.close()
    window.session.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def draw_pages(window: MainWindow, size: tuple[int, int], out: Path, prefix: str) -> None:
    """Draw every page of a window."""
    window.resize(*size)
    window.show()
    for key in [page.key for page in PAGES if not page.upper]:
        if not wanted(f"{prefix}-{key}"):
            continue
        if key == "resolution":
            window.go(key, "NQ05-2026/2.16.3")
        window.show_page(key)
        if key == "settings":  # a look before left it elsewhere
            cast("SettingsPage", window.page(key)).area.verticalScrollBar().setValue(0)
        if key == "report":
            cast("ReportPage", window.page(key)).report.preview.view.go_to_page(1)
        settle(900 if key == "report" else 250)
        save(window, out / f"{prefix}-{key}.png")


def draw_old_figures(window: MainWindow, out: Path, prefix: str) -> None:
    """Draw a part that was written before the figures changed, and let it go back."""
    page, store, code = window.page("report"), window.session.store, window.session.period_code
    assert isinstance(page, ReportPage)
    parts = page.report.parts
    old = re.sub(r"hoàn thành\s\d+", "hoàn thành 3", parts.draft("opening"), count=1)
    for text, basis in ((f"{old} Đã rà soát lại.", old), ("", "")):
        set_report_text(store, code, "opening", text)
        set_basis(store, code, "opening", basis)
        window.session.changed.emit(Changes())
        parts.toggle("opening")
        settle(900)
        if text:
            save(window, out / f"{prefix}-report-old-figures.png")


def scan(printed: Path, copy: Path) -> None:
    """Put a PDF through a scanner, as most offices do after signing by hand."""
    document = pypdfium2.PdfDocument(printed)
    first, *others = [page.render(scale=0.5).to_pil() for page in document]
    document.close()
    first.save(copy, format="PDF", save_all=True, append_images=others)


def draw_signing(window: MainWindow, folder: Path, out: Path, prefix: str) -> None:
    """Draw a report on its way to the signed copy and back, the dialogs, and the unit's plan."""
    window.show_page("report")
    page, store = window.page("report"), window.session.store
    assert isinstance(page, ReportPage)
    desk = page.report
    draw_old_figures(window, out, prefix)
    desk.parts.toggle("options")
    settle(900)
    save(window, out / f"{prefix}-report-options.png")
    sheet = load_worksheet(store, window.session.period_code)
    before = before_signing(store, sheet)
    mild = tuple(one for one in before.findings if one.level is Level.WARNING)
    for name, asked in (("errors", before), ("warnings", replace(before, findings=mild))):
        question = MessageBox("ask", asked.question, asked.detail, asked.buttons)
        save_dialog(question, out / f"{prefix}-report-{name}.png")
    report = freeze_report(store, sheet.period.code, despite_errors=True)
    settle(900)
    desk.preview.view.go_to_page(1)  # a part that was open stays in sight
    save(window, out / f"{prefix}-report-frozen.png")
    copy = folder / "Báo cáo đã ký.pdf"
    printed = folder / "báo cáo.pdf"
    export_file(store, report.id, "pdf", printed)
    scan(printed, copy)
    attach_signed(store, report.id, copy)
    settle(900)
    desk.preview.view.go_to_page(1)
    save(window, out / f"{prefix}-report-signed.png")
    desk.enter_issue()
    save_dialog(window.findChildren(IssueDialog)[-1], out / f"{prefix}-report-issue.png")
    save_dialog(ask_withdraw(window.session, report, window), out / f"{prefix}-report-withdraw.png")
    withdraw(store, report.id, "Lãnh đạo yêu cầu sửa phần II")
    desk.parts.open_part("issued")
    settle(900)
    desk.preview.view.go_to_page(1)
    save(window, out / f"{prefix}-report-withdrawn.png")
    page.show_document("plan")
    settle(900)
    save(window, out / f"{prefix}-report-plan.png")
    page.show_document("report")


def draw_lookups(window: MainWindow, out: Path, prefix: str) -> None:
    """Draw what opens from the register of evidence and from the history."""
    window.show_page("evidence")
    register = window.page("evidence")
    assert isinstance(register, EvidencePage)
    register.tools.list.click()
    settle()
    save(window, out / f"{prefix}-evidence-list.png")
    register.tools.cards.click()
    register.doing.promise()
    save_dialog(window.findChildren(RowDialog)[-1], out / f"{prefix}-evidence-promise.png")
    register.doing.show_trash()
    save_dialog(window.findChildren(TrashDialog)[-1], out / f"{prefix}-evidence-trash.png")
    window.go("history", "NQ05-2026/1.18")
    settle()
    save(window, out / f"{prefix}-history-row.png")


def save_dialog(dialog: QDialog, target: Path) -> None:
    """Draw a dialog and let it go."""
    if wanted(target.stem):
        dialog.show()
        settle()
    save(dialog, target)
    dialog.close()
    dialog.deleteLater()


def draw_upper(folder: Path, size: tuple[int, int], out: Path) -> None:
    """Draw the pages of an office that takes reports in."""
    from pictures_inbox import draw_inbox, upper_window
    from pictures_upper import (
        draw_beginning,
        draw_consolidation,
        draw_plan,
        draw_total_report,
        draw_upper_overview,
    )

    then = DAY + timedelta(days=17)  # two days after the due day
    window = upper_window(pc_in(folder / "full"), lambda: then)
    window.resize(*size)
    window.show()
    for look in LOOKS:
        dress(window, look)
        for draw in (
            *(draw_upper_overview, draw_inbox, draw_consolidation),
            *(draw_total_report, draw_plan),
        ):
            draw(window, out, look.name, save, settle)
    put_away(window)
    window = upper_window(pc_in(folder / "new"), lambda: DAY, filled=False)
    window.resize(*size)
    for look in LOOKS:
        dress(window, look)
        draw_beginning(window, out, look.name, save, settle)
    put_away(window)


def draw_unit(folder: Path, scale: str, out: Path) -> None:
    """Draw the pages of a unit in every look, filled and empty."""
    window = window_of(folder / "store", sample=True)
    for look in LOOKS:
        dress(window, look)
        pages = look.name if look.percent > 100 else f"{look.name}-data"
        draw_pages(window, SIZES[scale], out, pages)
        draw_at_work(window, folder, out, look.name)
    put_away(window)
    if room_wanted("states"):
        draw_unit_states(folder, SIZES[scale], out)
    for look in LOOKS:
        window = window_of(folder / f"empty-{look.name}", sample=False, look=look)
        draw_pages(window, SIZES[scale], out, f"{look.name}-empty")
        put_away(window)


def draw_unit_states(folder: Path, size: tuple[int, int], out: Path) -> None:
    """Draw what a day seldom shows; each look has a store of its own, which is locked at last."""
    from pictures_states import draw_nothing, draw_states

    for look in LOOKS:
        window = window_of(folder / f"states-{look.name}", sample=True, look=look)
        window.resize(*size)
        window.show()
        target, place = partial(named, out, look.name), folder / f"tệp-states-{look.name}"
        draw_states(window, place, target, save, save_dialog, settle, clock)
        put_away(window)
        window = window_of(folder / f"none-{look.name}", sample=False, taken=(), look=look)
        window.resize(*size)
        window.show()
        draw_nothing(window, target, save, settle)
        put_away(window)


def draw_at_work(window: MainWindow, folder: Path, out: Path, prefix: str) -> None:
    """Draw what opens from the pages of a unit."""
    from pictures_exchange import draw_exchange

    if room_wanted("daily"):
        draw_daily(window, partial(named, out, prefix), save, save_dialog, settle)
    if room_wanted("lookups"):
        draw_lookups(window, out, prefix)
    if room_wanted("frame"):
        from pictures_frame import draw_frame

        draw_frame(window, partial(named, out, prefix), save, save_dialog, settle)
    if room_wanted("reports"):  # what leaves needs the report that was withdrawn before it
        draw_signing(window, folder, out, prefix)
        draw_exchange(window, folder, out, prefix, save, settle, clock)


def draw_first_runs(app: QApplication, folder: Path, out: Path) -> None:
    """Draw the first run in every look; it makes nothing."""
    from pictures_frame import draw_first_run

    for look in LOOKS:
        apply_theme(app, look.theme, look.percent)
        draw_first_run(folder, partial(named, out, look.name), save, settle, clock)


def draw_scale(scale: str, out: Path) -> None:
    """Draw everything at the scale that this process runs with."""
    app = QApplication(sys.argv[:1])
    install_translation(app)
    with scratch() as folder:
        draw_unit(folder, scale, out)
        if room_wanted("first run"):
            draw_first_runs(app, pc_in(folder / "new"), out)
        if room_wanted("upper"):
            draw_upper(folder / "upper", SIZES[scale], out)


def draw_one(target: Path) -> None:
    """Draw the window with the training data, on the page of tasks."""
    app = QApplication(sys.argv[:1])
    install_translation(app)
    with scratch() as folder:
        window = window_of(folder / "store", sample=True)
        window.resize(*SIZES["1"])
        window.show()
        window.show_page("tasks")
        settle()
        save(window, target)
        put_away(window)


def draw_guide(out: Path) -> None:
    """Draw what the user guide shows: the pages of a unit, small enough to travel with it."""
    app = QApplication(sys.argv[:1])
    install_translation(app)
    out.mkdir(parents=True, exist_ok=True)
    with scratch() as folder:
        window = window_of(folder / "store", sample=True)
        window.resize(*SIZES["1"])
        window.show()
        for key in GUIDE:
            if key == "resolution":
                window.go(key, "NQ05-2026/2.16.3")
            window.show_page(key)
            settle(900)
            save(window, out / f"{key}.webp", quality=60)
        put_away(window)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "pictures")
    parser.add_argument("--one", type=Path)
    parser.add_argument("--guide", action="store_true")
    parser.add_argument("--scale", choices=SCALES)
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD")
    options = parser.parse_args()
    options.out = options.out.resolve()
    options.one = options.one and options.one.resolve()
    wanted_words.extend(options.only)
    if options.one:
        draw_one(options.one)
    elif options.guide:
        draw_guide(ROOT / "docs" / "hinh")
    elif options.scale and os.environ.get("QT_SCALE_FACTOR") == options.scale:
        draw_scale(options.scale, options.out / f"{int(float(options.scale) * 100)}")
    else:
        for scale in [options.scale] if options.scale else SCALES:
            command = [sys.executable, __file__, "--scale", scale, "--out", str(options.out)]
            command += ["--only", *options.only] if options.only else []
            env = {**os.environ, "QT_SCALE_FACTOR": scale}
            del env["QT_QPA_PLATFORM"]  # this process's screen: the other one has its own
            subprocess.run(command, env=env, check=True)


if __name__ == "__main__":
    main()
