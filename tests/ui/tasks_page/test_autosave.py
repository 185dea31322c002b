from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hands import press, type_text
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from qnapp.ui.kit.combos import ComboBox
from qnapp.ui.kit.dates import DateEdit
from qnapp.ui.kit.numbers import PercentEdit
from qnapp.ui.kit.segments import SegmentedControl
from qnapp.ui.kit.texts import GrowingTextEdit
from qnapp.ui.tasks_page import autosave as autosave_module
from qnapp.ui.tasks_page.autosave import DELAY_MS, Autosave, SaveState

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

EMPTY: dict[str, Any] = {
    "result": "", "percent": None, "due": None, "officer": "", "status": "open"
}  # fmt: skip


class Desk(QWidget):
    """Fields of each kind on one form, and a store that remembers what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.result = GrowingTextEdit(min_lines=2)
        self.percent = PercentEdit()
        self.due = DateEdit(2026)
        self.officer = ComboBox(editable=True)
        self.status = SegmentedControl((("open", "Mở", ""), ("done", "Xong", "")))
        self.written: list[dict[str, Any]] = []
        self.refuses = False
        self.autosave = Autosave(self.write, self)
        box = QVBoxLayout(self)
        for name in EMPTY:
            field = getattr(self, name)
            box.addWidget(field)
            self.autosave.bind(name, field)
        self.autosave.load(EMPTY)

    def write(self, values: dict[str, Any]) -> bool:
        if self.refuses:
            return False
        self.written.append(values)
        return True


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    made = Desk()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def state_of(desk: Desk) -> SaveState:
    return desk.autosave.state


def wait_for_save(qtbot: QtBot, desk: Desk, count: int = 1) -> None:
    qtbot.waitUntil(lambda: len(desk.written) >= count, timeout=4 * DELAY_MS)


def test_text_is_written_once_after_the_last_key(qtbot: QtBot, desk: Desk) -> None:
    desk.result.setFocus()
    type_text(desk.result, "Đã họp dân")
    assert desk.written == []
    assert state_of(desk) is SaveState.WAITING
    wait_for_save(qtbot, desk)
    assert desk.written == [{"result": "Đã họp dân"}]
    assert state_of(desk) is SaveState.SAVED


def test_a_save_leaves_text_and_cursor_alone_and_undo_to_the_window(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.result.setFocus()
    type_text(desk.result, "Đã họp  dân ")  # what the store would clean away stays
    press(desk.result, Qt.Key.Key_Left)
    press(desk.result, Qt.Key.Key_Left)
    wait_for_save(qtbot, desk)
    desk.autosave.update(EMPTY | {"result": "Đã họp  dân"})  # the store's answer
    assert desk.result.value() == "Đã họp  dân "
    assert desk.result.textCursor().position() == 10
    press(desk.result, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.result.value() == "Đã họp  dân "  # its step is the store's to take back


def test_unikey_backspaces_and_retypes_without_a_word_being_broken(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.result.setFocus()
    type_text(desk.result, "vie")
    wait_for_save(qtbot, desk)  # a pause in the middle of a word
    press(desk.result, Qt.Key.Key_Backspace)
    type_text(desk.result, "êt")
    desk.autosave.flush()
    assert desk.written[-1] == {"result": "viêt"}
    assert desk.result.value() == "viêt"


def compose(field: QWidget, text: str, commit: str = "") -> None:
    """What IBus or fcitx sends: an unfinished word, or the finished one."""
    event = QInputMethodEvent(text, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field, event)


def test_a_save_does_not_touch_an_unfinished_word(qtbot: QtBot, desk: Desk) -> None:
    desk.result.setFocus()
    type_text(desk.result, "Đã ")
    compose(desk.result, "hop")
    wait_for_save(qtbot, desk)
    block = desk.result.textCursor().block()
    assert block.layout().preeditAreaText() == "hop"
    compose(desk.result, "", commit="họp")
    desk.autosave.flush()
    assert desk.written[-1] == {"result": "Đã họp"}


def test_a_number_is_written_after_a_pause_without_being_rewritten(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.percent.setFocus()
    type_text(desk.percent, "080")
    wait_for_save(qtbot, desk)
    assert desk.written == [{"percent": 80}]
    assert desk.percent.text() == "080"
    desk.percent.commit()
    assert desk.percent.text() == "80"
    desk.autosave.flush()
    assert desk.written == [{"percent": 80}]


def test_half_a_date_waits_and_a_whole_one_is_written(qtbot: QtBot, desk: Desk) -> None:
    desk.due.setFocus()
    type_text(desk.due, "25/")
    assert not desk.autosave.save()  # what the pause does
    assert desk.written == []
    assert desk.due.fault() == ""  # nobody is scolded in the middle of typing
    type_text(desk.due, "6")
    wait_for_save(qtbot, desk)
    assert desk.written == [{"due": date(2026, 6, 25)}]


def test_what_is_no_number_stays_and_is_not_written(qtbot: QtBot, desk: Desk) -> None:
    desk.percent.setFocus()
    type_text(desk.percent, "nhiều")
    assert not desk.autosave.flush()
    assert desk.written == []
    assert desk.percent.text() == "nhiều"
    assert "từ 0 đến 100" in desk.percent.fault()
    assert state_of(desk) is SaveState.INVALID
    desk.percent.clear()
    type_text(desk.percent, "7")
    assert desk.autosave.flush()
    assert desk.written == [{"percent": 7}]
    assert state_of(desk) is SaveState.SAVED


def test_one_bad_field_does_not_hold_up_the_others(qtbot: QtBot, desk: Desk) -> None:
    desk.due.setFocus()
    type_text(desk.due, "31/02/2026")
    desk.result.setFocus()
    type_text(desk.result, "Xong")
    desk.autosave.flush()
    assert desk.written == [{"result": "Xong"}]
    assert desk.due.text() == "31/02/2026"


def test_leaving_a_field_writes_at_once(qtbot: QtBot, desk: Desk) -> None:
    desk.result.setFocus()
    type_text(desk.result, "Xong")
    desk.percent.setFocus()
    assert desk.written == [{"result": "Xong"}]


def test_a_choice_is_written_at_once(qtbot: QtBot, desk: Desk) -> None:
    desk.status.setFocus()
    press(desk.status, Qt.Key.Key_2)
    assert desk.written == [{"status": "done"}]
    desk.officer.set_choices([("Đỗ Thị Mẫu", "Đỗ Thị Mẫu")])
    desk.officer.setFocus()
    type_text(desk.officer, "Trần Văn Thử")
    press(desk.officer, Qt.Key.Key_Return)
    assert desk.written[-1] == {"officer": "Trần Văn Thử"}


def test_typing_a_value_back_writes_nothing(qtbot: QtBot, desk: Desk) -> None:
    desk.autosave.load(EMPTY | {"percent": 80})
    desk.percent.setFocus()
    press(desk.percent, Qt.Key.Key_Backspace)
    type_text(desk.percent, "0")
    desk.autosave.flush()
    assert desk.written == []
    assert state_of(desk) is SaveState.SAVED


def test_what_the_store_refuses_is_kept_and_tried_again(qtbot: QtBot, desk: Desk) -> None:
    desk.refuses = True
    desk.result.setFocus()
    type_text(desk.result, "Xong")
    assert not desk.autosave.flush()
    assert state_of(desk) is SaveState.WAITING
    assert desk.autosave.refused() == {"result": "Xong"}
    desk.refuses = False
    assert desk.autosave.flush()
    assert desk.written == [{"result": "Xong"}]


def test_a_change_from_outside_shows_unless_the_field_is_being_typed_in(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.result.setFocus()
    type_text(desk.result, "mới")
    desk.autosave.update(EMPTY | {"result": "cũ", "percent": 40})
    assert desk.result.value() == "mới"
    assert desk.percent.value() == 40
    desk.autosave.flush()
    assert desk.written == [{"result": "mới"}]


def test_another_record_begins_clean(qtbot: QtBot, desk: Desk) -> None:
    desk.percent.setFocus()
    type_text(desk.percent, "x")
    desk.autosave.flush()
    kept = desk.autosave.refused()
    desk.autosave.load(EMPTY | {"percent": 5})
    assert desk.percent.text() == "5"
    assert desk.percent.fault() == ""
    assert state_of(desk) is SaveState.SAVED
    desk.autosave.load(EMPTY)
    desk.autosave.restore(kept)
    assert desk.percent.text() == "x"
    assert desk.percent.fault()
    assert state_of(desk) is SaveState.INVALID


def test_typing_without_a_pause_is_saved_all_the_same(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave_module, "LONGEST_MS", 30)
    monkeypatch.setattr(autosave_module, "DELAY_MS", 60_000)  # no pause is ever long enough
    desk.result.setFocus()

    def typed_on() -> bool:
        type_text(desk.result, "a")
        return bool(desk.written)

    qtbot.waitUntil(typed_on)
    assert desk.result.value().startswith(desk.written[0]["result"])
