"""What could not be written comes back after the program died, with its sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from hands import press, press_ctrl, type_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from qnapp.db import targets
from qnapp.db.periods import lock_period
from qnapp.db.settings import UNWRITTEN, set_view_state, view_state
from qnapp.db.store import Store
from qnapp.db.worksheet import load_indicator_row, load_task_row
from qnapp.ui.pages import PAGES
from qnapp.ui.refused_kept import kept
from qnapp.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.ui.indicators_page.page import IndicatorsPage
    from qnapp.ui.session import Session

PERIOD = "2026-Q2"
CT_2 = "NQ05-2026/CT-2"
TASK = "NQ05-2026/1.18"
POINTS = "NQ05-2026/5.6.1"
# A cell and two fields are left with what nothing can read; in the last the cursor still stands.
CLERK = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from fixed_clock import FixedClock
from hands import press, show_active, type_text
from qnapp.app import make_window
from qnapp.db.store import Store
from qnapp.ui.refused_kept import kept

app = QApplication([])
clock = FixedClock()
store = Store.open(Path(sys.argv[1]), clock=clock)
window = make_window(store, clock=clock)
show_active(window)
window.go("indicators", "{CT_2}")
type_text(app.focusWidget(), "9.9.9")
press(app.focusWidget(), Qt.Key.Key_Return)
for uid, field, text in (
    ("{TASK}", "percent", "abc"),
    ("{POINTS}", "milestones:1", "31/2/2026"),
    ("{TASK}", "expected_on", "31/1"),
):
    window.go("tasks", uid, field)
    type_text(app.focusWidget(), text)
    if field != "expected_on":
        press(app.focusWidget(), Qt.Key.Key_Tab)
type_text(app.focusWidget(), "x")  # half typed: it means nothing yet
while sum(len(found) for found in kept(store).values()) < 4:
    app.processEvents()
print("typed", flush=True)
while True:
    app.processEvents()
"""


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    made = make_store(taken=[TASK, "NQ05-2026/1.14", POINTS])
    targets.set_own_target(made, "CT-2", "≥90")
    return made


@pytest.fixture
def reopen(
    make_session: Callable[[Store], Session], clock: FixedClock, qtbot: QtBot, door: RecordingDoor
) -> Callable[[Path], MainWindow]:
    """Open the window of a folder, as the next start does."""

    def make(folder: Path) -> MainWindow:
        session = make_session(Store.open(folder, clock=clock))
        window = MainWindow(session, PAGES)
        qtbot.addWidget(window, before_close_func=lambda _window: door.answers.append(1))
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        return window

    return make


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def refused_lines(session: Session) -> list[str]:
    return [one.text for one in session.findings() if one.code == "GO01"]


def test_a_killed_program_loses_nothing_that_was_typed(
    store: Store, reopen: Callable[[Path], MainWindow]
) -> None:
    folder = store.folder
    store.close()
    clerk = subprocess.Popen([sys.executable, "-c", CLERK, str(folder)], stdout=subprocess.PIPE)
    assert clerk.stdout is not None
    assert clerk.stdout.readline().strip() == b"typed"
    clerk.kill()
    clerk.wait()
    clerk.stdout.close()

    window = reopen(folder)
    session = window.session
    assert window.statusbar.text.text() == (
        "4 ô có nội dung chưa ghi được: Chỉ tiêu 2, 1.18, 5.6.1."
    )
    assert [line.split(" có nội dung")[0] for line in refused_lines(session)] == [
        "Chỉ tiêu 2: ô Số liệu kỳ này",
        "1.18: ô Tỉ lệ (%)",
        "1.18: ô Dự kiến xong",
        "5.6.1: ô Ngày thực hiện mốc “Khởi công 31/3/2026”",
    ]
    for uid, field, text in (
        (TASK, "percent", "abc"),
        (TASK, "expected_on", "31/1x"),
        (POINTS, "milestones:1", "31/2/2026"),
    ):
        window.go("tasks", uid, field)
        assert focused().property("text") == text
        assert focused().property("fault") == "true"
    window.go("indicators", CT_2)
    page = cast("IndicatorsPage", window.current_page)
    draft = page.model.draft(CT_2)
    assert draft is not None
    assert draft.fault == "Số liệu phải là số, ví dụ 96,4."
    assert page.detail.fault.isVisible()

    press_ctrl(focused(), Qt.Key.Key_A)
    type_text(focused(), "92")
    press(focused(), Qt.Key.Key_Return)
    window.go("tasks", TASK, "percent")
    press_ctrl(focused(), Qt.Key.Key_A)
    type_text(focused(), "40")
    press(focused(), Qt.Key.Key_Tab)
    assert str(load_indicator_row(session.store, CT_2, PERIOD).measurement.actual) == "92"
    assert load_task_row(session.store, TASK, PERIOD).progress.percent == 40
    assert [one.text for found in kept(session.store).values() for one in found] == [
        "31/1x",
        "31/2/2026",
    ]


def test_what_was_given_up_does_not_come_back(
    store: Store, reopen: Callable[[Path], MainWindow], door: RecordingDoor
) -> None:
    folder = store.folder
    store.close()
    window = reopen(folder)
    window.go("tasks", TASK, "percent")
    type_text(focused(), "abc")
    press(focused(), Qt.Key.Key_Tab)
    assert view_state(window.session.store, UNWRITTEN)
    door.answers = [1]
    assert window.close()
    assert view_state(window.session.store, UNWRITTEN) == []


def test_what_no_row_can_take_any_more_stays_away(
    store: Store, make_session: Callable[[Store], Session]
) -> None:
    session = make_session(store)
    text = {
        "source": "progress",
        "period": PERIOD,
        "page": "tasks",
        "uid": TASK,
        "row_code": "1.18",
        "field": "percent",
        "name": "1.18: ô Tỉ lệ (%)",
        "text": "abc",
    }
    gone = text | {"uid": "NQ05-2026/9.99"}
    unknown = text | {"period": "2031-Q1"}
    set_view_state(store, UNWRITTEN, [text, gone, unknown, {"source": "progress"}, "?"])
    assert list(kept(store)) == [("progress", PERIOD, TASK)]
    lock_period(store, PERIOD, "đã gửi")
    assert kept(store) == {}
    assert session.refused.all() == []
