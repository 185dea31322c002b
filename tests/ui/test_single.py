"""A second start raises the first window; one that is left behind by a crash is no obstacle."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtNetwork import QLocalServer

from qnapp.ui.single import SingleInstance, server_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def start(qtbot: QtBot) -> Iterator[Callable[[Path], SingleInstance]]:
    made: list[SingleInstance] = []

    def one(folder: Path) -> SingleInstance:
        made.append(SingleInstance(folder))
        return made[-1]

    yield one
    for instance in made:
        instance.release()
        instance.deleteLater()


def test_the_second_start_raises_the_first(
    start: Callable[[Path], SingleInstance], tmp_path: Path, qtbot: QtBot
) -> None:
    first, second = start(tmp_path), start(tmp_path)
    assert first.claim()
    with qtbot.waitSignal(first.raised):
        assert not second.claim()


def test_the_second_start_hands_its_files_over(
    start: Callable[[Path], SingleInstance], tmp_path: Path, qtbot: QtBot
) -> None:
    files = [tmp_path / "phiếu trả lời.qnph", tmp_path / "hai.xlsx"]
    first, second = start(tmp_path), start(tmp_path)
    assert first.claim()
    with qtbot.waitSignal(first.opened) as opened:
        assert not second.claim(files)
    assert opened.args == [files]


def test_a_start_without_files_opens_none(
    start: Callable[[Path], SingleInstance], tmp_path: Path, qtbot: QtBot
) -> None:
    first = start(tmp_path)
    assert first.claim()
    opened: list[object] = []
    first.opened.connect(opened.append)
    for files in ([], [tmp_path / "x.qnkh"]):
        with qtbot.waitSignal(first.raised):
            start(tmp_path).claim(files)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [[tmp_path / "x.qnkh"]]


def test_a_start_that_has_just_begun_is_asked_again(
    start: Callable[[Path], SingleInstance],
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = start(tmp_path), start(tmp_path)
    assert not second.tell_first()
    monkeypatch.setattr("qnapp.ui.single.time.sleep", lambda _seconds: first.listen())
    with qtbot.waitSignal(first.raised):
        assert second.tell_first(patience_s=60)


def test_nobody_is_waited_for_without_end(
    start: Callable[[Path], SingleInstance], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter(range(100))
    monkeypatch.setattr("qnapp.ui.single.time.monotonic", lambda: next(moments))
    monkeypatch.setattr("qnapp.ui.single.time.sleep", lambda _seconds: None)
    assert not start(tmp_path).tell_first(patience_s=3)
    assert next(moments) < 10


def test_every_later_start_is_told_so(
    start: Callable[[Path], SingleInstance], tmp_path: Path, qtbot: QtBot
) -> None:
    first = start(tmp_path)
    assert first.claim()
    for _ in range(3):
        with qtbot.waitSignal(first.raised):
            assert not start(tmp_path).claim()


def test_another_store_is_another_window(
    start: Callable[[Path], SingleInstance], tmp_path: Path
) -> None:
    assert start(tmp_path / "a").claim()
    assert start(tmp_path / "b").claim()


def test_after_the_first_has_ended_the_next_is_the_first(
    start: Callable[[Path], SingleInstance], tmp_path: Path
) -> None:
    first = start(tmp_path)
    assert first.claim()
    first.release()
    assert start(tmp_path).claim()


def test_a_crash_leaves_nothing_in_the_way(
    start: Callable[[Path], SingleInstance], tmp_path: Path, qtbot: QtBot
) -> None:
    code = f"""
import os
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from qnapp.ui.single import SingleInstance
app = QCoreApplication([])
assert SingleInstance(Path({str(tmp_path)!r})).claim()
os._exit(9)
"""
    ended = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)
    assert ended.returncode == 9
    first, second = start(tmp_path), start(tmp_path)
    assert first.claim()
    with qtbot.waitSignal(first.raised):
        assert not second.claim()


def test_the_same_folder_has_one_name_however_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    assert server_name(tmp_path / "x" / "..") == server_name(tmp_path)
    assert server_name(tmp_path) != server_name(tmp_path / "x")


def test_only_the_same_user_may_knock(
    start: Callable[[Path], SingleInstance], tmp_path: Path
) -> None:
    only = start(tmp_path)
    only.listen()
    assert only._server is not None
    options = only._server.socketOptions()
    assert options == QLocalServer.SocketOption.UserAccessOption
