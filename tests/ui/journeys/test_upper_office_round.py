"""The upper office's round: packages in, one returned, corrected, accepted; every click counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from hands import drop_files, press, type_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from reporting_units import HA_TU, OFFICE, Q1, TUAN_CHAU, Unit, make_unit, march_clock

from qnapp.db.inbox import received_packages
from qnapp.db.periods import choose_period
from qnapp.db.progress import set_progress
from qnapp.db.replies import replies_to
from qnapp.db.reporters import update_reporter
from qnapp.db.returned import open_returns
from qnapp.db.settings import set_settings
from qnapp.db.store import Store
from qnapp.domain.replies import Answer
from qnapp.errors import LockedError
from qnapp.exchange.arrivals import look_at
from qnapp.models.inbox_lines import InboxColumn
from qnapp.ui.inbox_page.key_dialog import KeyDialog
from qnapp.ui.kit.notices import Notice
from qnapp.ui.submission.dialog import SubmissionDialog
from qnapp.ui.submission.return_dialog import ReturnDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from counted_hands import CountedHands
    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.ui.inbox_page.page import InboxPage
    from qnapp.ui.window import MainWindow

HA_LAM = "06676"
PLAN = "NQ05-2026"
ROW = f"{PLAN}/3.2"
REASON = "Thiếu ảnh hiện trường"
MOST_CLICKS_TO_RETURN = 6  # read, send back, confirm; save slip and letter, and its folder
MOST_CLICKS_TO_ACCEPT = 3  # the figure above the list, all rows by a key, accept, yes


@pytest.fixture
def clock() -> FixedClock:
    return march_clock(19)


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    """Văn phòng Tỉnh ủy, that takes reports in."""
    made = make_store(OFFICE)
    set_settings(made, upper_office=True)
    choose_period(made, Q1)
    update_reporter(made, HA_TU, email="dang-uy@hatu.example.vn", phone="0203 3836 001")
    return made


@pytest.fixture
def units(tmp_path: Path) -> dict[str, Path]:
    """Stores of three units; each has sent the quarter into ``gửi``."""
    clock, found = march_clock(), {}
    for code in (HA_TU, TUAN_CHAU, HA_LAM):
        found[code] = make_unit(tmp_path / code, code)
        with Store.open(found[code], clock=clock) as unit:
            if code == HA_TU:
                set_progress(unit, ROW, Q1, status="in_progress", percent=40, result="Đã khởi công")
            Unit(unit).send(tmp_path / "gửi")
    return found


def cell(page: InboxPage, code: str, column: InboxColumn) -> str:
    return str(page.model.index(page.model.row_of(code), column).data() or "")


def drop(page: InboxPage, qtbot: QtBot, path: Path) -> None:
    with qtbot.waitSignal(page.session.tasks.ended, timeout=30_000):
        assert drop_files(page, [path])


def opened(page: InboxPage, hands: CountedHands, qtbot: QtBot) -> SubmissionDialog:
    hands.click(page.foot.read)
    dialog = page.window().findChildren(SubmissionDialog)[-1]
    qtbot.waitUntil(lambda: bool(dialog.rows.model.rows()), timeout=30_000)
    return dialog


def test_a_round_with_three_units(
    window: MainWindow,
    store: Store,
    units: dict[str, Path],
    hands: CountedHands,
    door: RecordingDoor,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    back = tmp_path / "gửi trả"
    back.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(back))
    hands.click(window.navigation.item("inbox"))
    page = cast("InboxPage", window.page("inbox"))

    # All that came is dropped at once, and every row tells what it was.
    drop(page, qtbot, tmp_path / "gửi")
    qtbot.waitUntil(lambda: page.heading.sent.text().startswith("Đã gửi 3/64"), timeout=30_000)
    assert {cell(page, code, InboxColumn.STATE) for code in units} == {"Đúng hạn"}
    assert {cell(page, code, InboxColumn.ANSWER) for code in units} == {"Chưa trả lời"}

    # The first key of a sender is compared once.
    page.show_code(HA_TU)
    hands.click(page.foot.key)
    key = window.findChildren(KeyDialog)[-1]
    hands.click(key.same)
    hands.click(key.confirm)
    assert cell(page, HA_TU, InboxColumn.ORIGIN) == "Đã xác nhận nguồn gửi"

    # One row goes back with a reason; slip and letter lie in a folder.
    start = hands.clicks
    dialog = opened(page, hands, qtbot)
    dialog.rows.go_to(ROW)
    press(dialog.rows.table, Qt.Key.Key_Space)
    type_text(dialog.rows.detail.reason, REASON)
    hands.click(dialog.send_back)
    asked = dialog.findChildren(ReturnDialog)[-1]
    with qtbot.waitSignal(dialog.answered, timeout=30_000):
        hands.click(asked.deed)
    assert cell(page, HA_TU, InboxColumn.STATE) == "Đã trả lại"
    hands.systems += 1
    with qtbot.waitSignal(page.session.said, timeout=30_000):
        hands.click(page.replied._button)
    assert hands.clicks - start + 1 <= MOST_CLICKS_TO_RETURN
    assert hands.outside == [str(next(back.glob("*.eml")))]

    # Below only that row opens; corrected, it comes back as the next revision.
    corrected = correct(units[HA_TU], next(back.glob("*.qnph")), tmp_path / "gửi lại")
    drop(page, qtbot, corrected)
    qtbot.waitUntil(lambda: cell(page, HA_TU, InboxColumn.REVISION) == "2", timeout=30_000)
    assert cell(page, HA_TU, InboxColumn.STATE) == "Đúng hạn"  # the first one came in time
    dialog = opened(page, hands, qtbot)
    assert [line.key for line in dialog.rows.model.rows() if line.changed] == [ROW]
    dialog.rows.go_to(ROW)
    told = [notice.words.text() for notice in dialog.rows.detail.findChildren(Notice)]
    assert f"Lần 1 đã trả lại ngày 19/3/2026: {REASON}" in told  # beside what was changed
    hands.click(dialog.close_button)

    # Everything that waits is accepted in one go.
    start = hands.clicks
    hands.click(page.heading.sent)
    press(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    door.answers = [0]
    hands.click(page.foot.accept)
    answered = "Đã tiếp nhận"
    qtbot.waitUntil(
        lambda: {cell(page, code, InboxColumn.ANSWER) for code in units} == {answered},
        timeout=30_000,
    )
    assert hands.clicks - start + 1 <= MOST_CLICKS_TO_ACCEPT
    assert "3 báo cáo" in door.sentences()[-1]
    newest = received_packages(store, PLAN, Q1, HA_TU)[-1]
    assert [one.verdict for one in replies_to(store, newest.digest)] == [Answer.ACCEPTED]


def correct(folder: Path, answer: Path, target: Path) -> Path:
    """What the unit does with the answer: takes it in, corrects its row, sends again."""
    with Store.open(folder, clock=march_clock(21)) as unit:
        look_at(unit, answer).accept(unit)
        (row,) = open_returns(unit, Q1).values()
        assert (row.uid, row.reason) == (ROW, REASON)
        with pytest.raises(LockedError):
            set_progress(unit, f"{PLAN}/1.5", Q1, percent=99)
        set_progress(unit, ROW, Q1, percent=60, result="Đã khởi công, có ảnh hiện trường")
        (package,) = Unit(unit).send(target)
    return package
