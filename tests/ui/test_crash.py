"""A fault of the program: drafts are saved first, it is told once, details can be copied."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import pytest

from qnapp.errors import StoreError
from qnapp.ui.crash import SENTENCE, UNSAVED_SENTENCE, CrashHandler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor


class Drafts:
    """What would be half typed."""

    def __init__(self) -> None:
        self.saved = 0
        self.broken = False

    def flush(self) -> None:
        if self.broken:
            raise RuntimeError("cannot save")
        self.saved += 1


@pytest.fixture
def drafts() -> Drafts:
    return Drafts()


@pytest.fixture
def handler(door: RecordingDoor, drafts: Drafts, qtbot: QtBot) -> Iterator[CrashHandler]:
    # The console's own hook stays quiet: the faults here are meant.
    kept, sys.__excepthook__ = sys.__excepthook__, lambda *_: None
    handler = CrashHandler(door, drafts.flush)
    yield handler
    sys.__excepthook__ = kept
    handler.deleteLater()


def fail(number: int = 1) -> Exception:
    try:
        raise ValueError(number) if number < 10 else KeyError(number)
    except (ValueError, KeyError) as error:
        return error


def catch(handler: CrashHandler, error: BaseException) -> None:
    handler.hook(type(error), error, error.__traceback__)


def test_what_is_half_typed_is_saved_before_anything_is_said(
    handler: CrashHandler, door: RecordingDoor, drafts: Drafts, qtbot: QtBot
) -> None:
    catch(handler, fail())
    qtbot.waitUntil(lambda: len(door.boxes) == 1)
    box = door.boxes[0]
    assert (box.sentence, drafts.saved) == (SENTENCE, 1)
    assert "ValueError: 1" in box.detail
    assert "QNApp" in box.detail


def test_the_same_fault_is_shown_once_and_another_one_too(
    handler: CrashHandler, door: RecordingDoor, qtbot: QtBot
) -> None:
    for error in (fail(), fail(), fail(2), fail(11)):
        catch(handler, error)
    qtbot.waitUntil(lambda: len(door.boxes) == 2)
    assert "ValueError" in door.boxes[0].detail
    assert "KeyError" in door.boxes[1].detail


def test_a_fault_while_saving_is_said_honestly(
    handler: CrashHandler, door: RecordingDoor, drafts: Drafts, qtbot: QtBot
) -> None:
    drafts.broken = True
    catch(handler, fail())
    qtbot.waitUntil(lambda: len(door.boxes) == 1)
    assert door.boxes[0].sentence == UNSAVED_SENTENCE
    assert "cannot save" in door.boxes[0].detail


def test_the_program_is_opened_again_only_when_that_is_chosen(
    handler: CrashHandler, door: RecordingDoor, qtbot: QtBot
) -> None:
    door.answers = [0, 1]
    restarts: list[bool] = []
    handler.restart_wanted.connect(lambda: restarts.append(True))
    catch(handler, fail())
    qtbot.waitUntil(lambda: len(door.boxes) == 1)
    assert restarts == []
    catch(handler, fail(11))
    qtbot.waitUntil(lambda: restarts == [True])


def test_a_sentence_for_the_user_is_told_as_one(
    handler: CrashHandler, door: RecordingDoor, drafts: Drafts, qtbot: QtBot
) -> None:
    catch(handler, StoreError("Ổ đĩa đầy. Dữ liệu còn nguyên."))
    qtbot.waitUntil(lambda: len(door.boxes) == 1)
    assert (door.boxes[0].mood, door.boxes[0].sentence) == (
        "error",
        "Ổ đĩa đầy. Dữ liệu còn nguyên.",
    )
    assert drafts.saved == 0


def test_a_fault_of_another_thread_reaches_the_window(
    handler: CrashHandler, door: RecordingDoor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    handler.install()
    try:
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: len(door.boxes) == 1)
    finally:
        handler.uninstall()
    assert "ZeroDivisionError" in door.boxes[0].detail


def test_stopping_the_program_is_no_fault(
    handler: CrashHandler, door: RecordingDoor, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(handler._caught):
        catch(handler, KeyboardInterrupt())
    assert door.boxes == []
