"""Widgets are freed on the window's thread, whatever the worker does meanwhile."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from qnapp.ui.collector import Collector
from qnapp.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from qnapp.ui.tasks import Job


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    tasks.shutdown()


class Ring(QWidget):
    """Holds itself, as a page does whose parts know it."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def _make_rings(number: int) -> None:
    for _ in range(number):
        ring: list[object] = []
        ring.append(ring)


def _nothing(*_: object) -> None:
    """Take what is told, and forget it."""


def test_a_busy_worker_frees_no_widget(qtbot: QtBot, tasks: Tasks) -> None:
    freed_by: list[threading.Thread] = []
    waiting: list[int] = []
    all_made = threading.Event()

    def make_many(_job: Job) -> None:
        _make_rings(20_000)
        waiting.append(gc.get_count()[0])
        all_made.set()

    gc.collect()
    ring = Ring()
    weakref.finalize(ring, lambda: freed_by.append(threading.current_thread()))
    del ring
    tasks.run("Đang làm", make_many, _nothing, _nothing)
    assert all_made.wait(timeout=60)  # the window's thread stands still: no timer of its own
    assert waiting[0] > 10_000
    assert freed_by == []
    qtbot.waitUntil(lambda: freed_by == [threading.main_thread()])


def test_old_rings_go_too(qapp: QApplication) -> None:
    gc.collect()
    ring = Ring()
    gone = weakref.ref(ring)
    gc.collect()  # what has been looked at three times is old
    gc.collect()
    del ring
    collector = Collector(qapp)
    try:
        for _ in range(200):
            _make_rings(1_000)
            collector.collect_due()
        assert gone() is None
    finally:
        collector.deleteLater()


def test_an_idle_program_looks_for_nothing(qapp: QApplication) -> None:
    looks: list[str] = []

    def note(phase: str, _info: dict[str, int]) -> None:
        looks.append(phase)

    collector = Collector(qapp)
    gc.collect()
    gc.callbacks.append(note)
    try:
        collector.collect_due()
    finally:
        gc.callbacks.remove(note)
        collector.deleteLater()
    assert looks == []


class Asker(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[int] = []

    def hear(self, number: int) -> None:
        self.told.append(number)


def test_a_job_that_has_ended_holds_nobody(qtbot: QtBot, tasks: Tasks) -> None:
    asker = Asker()
    told, gone = asker.told, weakref.ref(asker)
    job = tasks.run("Đang làm", lambda _job: 7, asker.hear, _nothing)
    qtbot.waitUntil(lambda: told == [7])
    del asker
    assert gone() is None
    assert job.title == "Đang làm"


def test_a_job_that_was_never_begun_holds_nobody_after_the_end(qtbot: QtBot, tasks: Tasks) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def wait(_job: Job) -> None:
        begun.set()
        go_on.wait()

    first = tasks.run("Việc đầu", wait, _nothing, _nothing)
    asker = Asker()
    gone = weakref.ref(asker)
    second = tasks.run("Việc sau", lambda _job: 7, asker.hear, _nothing)
    begun.wait()
    go_on.set()
    tasks.shutdown()
    del asker
    assert gone() is None
    assert not first.cancelled()
    assert not second.cancelled()
