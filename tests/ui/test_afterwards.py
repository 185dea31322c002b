"""What waits for the window is done in order, one thing at a time, and not after it closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject

from qnapp.ui import afterwards
from qnapp.ui.afterwards import Afterwards

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def parent(qapp: QObject, monkeypatch: pytest.MonkeyPatch) -> Iterator[QObject]:
    monkeypatch.setattr(afterwards, "BEGIN_MS", 0)
    monkeypatch.setattr(afterwards, "PAUSE_MS", 0)
    made = QObject(qapp)
    yield made
    made.deleteLater()


def test_steps_are_taken_in_order_and_not_at_once(parent: QObject, qtbot: QtBot) -> None:
    done: list[str] = []
    waiting = Afterwards([lambda: done.append("a"), lambda: done.append("b")], parent)
    assert done == []
    qtbot.waitUntil(lambda: waiting.done)
    assert done == ["a", "b"]
    assert not waiting._timer.isActive()


def test_after_stop_nothing_is_done(parent: QObject, qtbot: QtBot) -> None:
    done: list[str] = []
    waiting = Afterwards([lambda: waiting.stop(), lambda: done.append("b")], parent)
    qtbot.waitUntil(lambda: not waiting._timer.isActive())
    assert done == []


def test_a_step_that_fails_is_told_and_does_not_hold_up_the_others(
    parent: QObject, qtbot: QtBot
) -> None:
    done: list[str] = []

    def fail() -> None:
        raise RuntimeError("a module is missing")

    with qtbot.captureExceptions() as told:
        waiting = Afterwards([fail, lambda: done.append("b")], parent)
        qtbot.waitUntil(lambda: waiting.done)
    assert done == ["b"]
    assert [str(one[1]) for one in told] == ["a module is missing"]
