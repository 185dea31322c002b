"""The door to the user: sentence first, details behind a link, nothing in English."""

from __future__ import annotations

import ast
import importlib
import re
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from hands import click, press
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

import qnapp
from qnapp.errors import FileError, InputError
from qnapp.ui.kit.door import Door, MessageBox, Mood, detail_of
from qnapp.ui.kit.notices import Details

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor


class Visitor:
    """Answers the next box: remembers it, then does what it was told."""

    def __init__(self, deed: Callable[[MessageBox], None]) -> None:
        self.deed = deed
        self.words: list[str] = []
        QTimer.singleShot(0, self._visit)

    def _visit(self) -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, MessageBox)
        self.words = [box.accessibleName(), *(b.text() for b in visible_buttons(box))]
        self.deed(box)


def visible_buttons(box: MessageBox) -> list[QPushButton]:
    return [b for b in box.findChildren(QPushButton) if b.isVisible()]


def push(words: str) -> Callable[[MessageBox], None]:
    def deed(box: MessageBox) -> None:
        click(next(b for b in visible_buttons(box) if b.text() == words))

    return deed


def escape(box: MessageBox) -> None:
    press(box, Qt.Key.Key_Escape)


@pytest.mark.usefixtures("qapp")
class TestDoor:
    def test_a_question_names_the_deed(self) -> None:
        visitor = Visitor(push("Chuyển vào thùng rác"))
        assert Door().ask("Chuyển 3 tệp vào thùng rác?", "Chuyển vào thùng rác")
        assert visitor.words == ["Chuyển 3 tệp vào thùng rác?", "Hủy", "Chuyển vào thùng rác"]

    @pytest.mark.parametrize("deed", [push("Hủy"), escape])
    def test_no_and_escape_do_nothing(self, deed: Callable[[MessageBox], None]) -> None:
        Visitor(deed)
        assert not Door().ask("Xóa nhiệm vụ HT.01?", "Xóa")

    def test_enter_alone_takes_nothing_away(self) -> None:
        def enter(box: MessageBox) -> None:
            press(box.focusWidget(), Qt.Key.Key_Return)

        Visitor(enter)
        assert Door().ask("Nhận kế hoạch?", "Nhận")
        Visitor(enter)
        assert not Door().ask("Xóa nhiệm vụ HT.01?", "Xóa", loses=True)

    def test_one_of_several_ways(self) -> None:
        Visitor(push("Ghi vào kỳ mới"))
        assert Door().choose("Ghi vào đâu?", ["Ghi đè", "Ghi vào kỳ mới"]) == 1
        Visitor(escape)
        assert Door().choose("Ghi vào đâu?", ["Ghi đè", "Ghi vào kỳ mới"]) is None

    def test_an_error_carries_its_details_behind_a_link(self, qtbot: QtBot) -> None:
        seen: list[bool] = []

        def look(box: MessageBox) -> None:
            details = box.findChildren(Details)[0]
            before = box.height()
            seen.append(details.isVisible())
            push("Chi tiết")(box)
            seen.append(details.isVisible() and box.height() > before)
            push("Ẩn chi tiết")(box)
            seen.append(details.isVisible())
            seen.append(details.text() == "WinError 32")
            push("Đóng")(box)

        Visitor(look)
        Door().error(FileError("Không ghi được tệp.", detail="WinError 32"))
        assert seen == [False, True, False, True]

    def test_without_details_there_is_no_link(self) -> None:
        visitor = Visitor(push("Đóng"))
        Door().warn("Máy chưa có bản sao lưu nào trong 7 ngày.")
        assert "Chi tiết" not in visitor.words
        visitor = Visitor(push("Đóng"))
        Door().info("Đã khôi phục bản sao lưu ngày 05/6/2026.")
        assert visitor.words[1:] == ["Đóng"]

    def test_a_small_thing_is_said_in_the_status_bar(self, qtbot: QtBot) -> None:
        door = Door()
        with qtbot.waitSignal(door.said) as heard:
            door.status("Đã lưu lúc 14:32.")
        assert heard.args == ["Đã lưu lúc 14:32."]

    def test_each_mood_has_its_sign(self, qtbot: QtBot) -> None:
        seen = []
        for mood in get_args(Mood):
            box = MessageBox(mood, "Một câu.", "", ["Đóng"])
            qtbot.addWidget(box)
            seen.append(box.grab(QRect(16, 16, 32, 32)).toImage())
        assert all(a != b for a, b in combinations(seen, 2))

    def test_a_long_sentence_is_shown_whole(self, qtbot: QtBot) -> None:
        sentence = "Gói đã bị thay đổi sau khi tạo, nên không nhận. " * 6
        short = MessageBox("error", "Ngắn.", "", ["Đóng"])
        long = MessageBox("error", sentence, "", ["Đóng"])
        qtbot.addWidget(short)
        qtbot.addWidget(long)
        assert long.height() > short.height() + 3 * 20
        assert long.width() == short.width()


def refuse(text: str) -> None:
    try:
        int(text)
    except ValueError as cause:
        raise InputError("Số liệu phải là số.") from cause


def test_details_come_from_the_cause_where_there_is_no_other() -> None:
    with pytest.raises(InputError) as raised:
        refuse("x")
    assert detail_of(raised.value).startswith("ValueError: invalid literal")
    assert detail_of(InputError("Số liệu phải là số.", detail="ô B7")) == "ô B7"
    assert detail_of(InputError("Số liệu phải là số.")) == ""


def test_the_recording_door_answers_in_turn(door: RecordingDoor) -> None:
    door.answers = [0, 1]
    assert door.ask("Xóa?", "Xóa")
    assert not door.ask("Xóa?", "Xóa")
    assert door.choose("Ghi vào đâu?", ["A", "B"]) is None
    door.error(InputError("Sai."))
    door.status("Đã lưu.")
    assert door.sentences() == ["Xóa?", "Xóa?", "Ghi vào đâu?", "Sai."]
    assert door.statuses == ["Đã lưu."]


# what every question owes


TAKES_AWAY = re.compile(r"Xóa|Bỏ|Thay|Trở về|Khôi phục|Đóng và bỏ")
PACKAGE = Path(qnapp.__file__).parent


def careless_questions(file: Path) -> Iterator[str]:
    """Questions of a module whose deed takes something away and Enter alone would do it."""
    found = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    name = ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts)
    for call in found:
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        if call.func.attr != "ask" or len(call.args) < 2:
            continue
        deed = call.args[1]
        words = deed.value if isinstance(deed, ast.Constant) else ""
        if isinstance(deed, ast.Name):
            words = getattr(importlib.import_module(name), deed.id, "")
        safe = any(one.arg == "loses" for one in call.keywords)
        if isinstance(words, str) and TAKES_AWAY.match(words) and not safe:
            yield f"{file.name}: {words}"


def test_enter_takes_nothing_away_in_any_question() -> None:
    files = sorted((PACKAGE / "ui").rglob("*.py"))
    assert [one for file in files for one in careless_questions(file)] == []


def test_a_careless_question_would_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path / "qnapp")
    file = tmp_path / "careless.py"
    file.write_text('door.ask("Xóa tệp này?", "Xóa")\ndoor.ask("Ghi?", "Ghi")\n', encoding="utf-8")
    assert list(careless_questions(file)) == ["careless.py: Xóa"]
