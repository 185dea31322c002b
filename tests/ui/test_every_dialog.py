"""Every dialog, whoever adds one: it goes wholly when it is closed, and Tab goes as one reads."""

from __future__ import annotations

import contextlib
import gc
import threading
import weakref
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from accessible import nameless, reachable, way_of_keys
from every_dialog import REPORTED, WAYS, Desk, every_dialog
from hands import press, show_active
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QWidget,
)
from shiboken6 import isValid

from qnapp.db.settings import set_settings
from qnapp.exchange.training_reports import fill_received
from qnapp.ui.kit.typed_dialog import TypedDialog
from qnapp.ui.pages import PAGES
from qnapp.ui.waiting import WaitingDialog
from qnapp.ui.window import MainWindow
from qnapp.ui.working_dialog import WorkingDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session

LEAVING = ("Đóng", "Hủy", "Hủy bỏ", "Để sau", "Thoát")  # what the button says that only closes


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    made = make_store(sample=True)
    set_settings(made, upper_office=True)
    fill_received(made, "2026-Q2", REPORTED)
    return made


@pytest.fixture
def desk(session: Session, qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    window = MainWindow(session, PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 688)
    show_active(window)
    yield Desk(window, tmp_path)
    window.close()


def test_the_table_has_every_dialog() -> None:
    """Whoever adds a dialog says here how a person comes to it."""
    assert {kind.__name__ for kind in every_dialog()} == set(WAYS)


# Two keep what is typed at once, a password is soon typed again, the first run has its question.
LOSE_NOTHING = ("RosterDialog", "SubmissionDialog", "PasswordBox", "FirstRun")


@pytest.mark.timeout(600)
def test_every_dialog_with_fields_asks_before_typed_words_are_gone(
    desk: Desk, qtbot: QtBot
) -> None:
    careless: list[str] = []

    def look(dialog: QDialog) -> None:
        name = type(dialog).__name__
        fields = TypedDialog.typed_fields(dialog)  # type: ignore[arg-type]
        if fields and not isinstance(dialog, TypedDialog) and name not in LOSE_NOTHING:
            careless.append(
                f"{name}: {[type(one).__name__ + one.accessibleName() for one in fields]}"
            )
        by_the_x(dialog)

    for name in WAYS:
        meet(desk, qtbot, name, look)
        let_all_go(qtbot)
    assert not careless, careless


# met as a person meets it, also where the caller waits for the answer


class Meeting(QObject):
    """Waits for a dialog of a kind and does something with it, once."""

    def __init__(self, name: str, act: Callable[[QDialog], object]) -> None:
        super().__init__()
        self.found: weakref.ref[QDialog] | None = None
        self.faults: list[BaseException] = []
        self._name, self._act = name, act
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(10)

    def _look(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if type(widget).__name__ != self._name or not widget.isVisible():
                continue
            assert isinstance(widget, QDialog)
            if isinstance(widget, WorkingDialog) and widget._job is not None:
                continue  # closing would only stop what it begins with
            if isinstance(widget, WaitingDialog) and not widget.jobs.isVisible():
                continue  # there is nothing to stop yet
            self._timer.stop()
            self.found = weakref.ref(widget)
            QTimer.singleShot(20_000, widget, partial(self._end, self.found))
            try:
                self._act(widget)
            except BaseException as fault:
                self.faults.append(fault)
                widget.done(0)
            return

    def _end(self, found: weakref.ref[QDialog]) -> None:
        """Whoever waits for a dialog that does not close would wait for ever."""
        dialog = found()
        if dialog is not None and isValid(dialog) and dialog.isVisible():
            self.faults.append(AssertionError(f"{self._name} does not close"))
            dialog.done(0)


def meet(desk: Desk, qtbot: QtBot, name: str, act: Callable[[QDialog], object]) -> Meeting:
    meeting = Meeting(name, act)
    WAYS[name](desk)
    qtbot.waitUntil(lambda: meeting.found is not None, timeout=20_000)
    if meeting.faults:
        raise meeting.faults[0]
    return meeting


def other_dialogs() -> list[QDialog]:
    return [
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, QDialog) and one.isVisible()
    ]


def let_all_go(qtbot: QtBot) -> None:
    """Close what the way to the dialog had opened before it."""
    for one in other_dialogs():
        one.reject()
    qtbot.waitUntil(lambda: not other_dialogs(), timeout=20_000)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# closing


def by_escape(dialog: QDialog) -> None:
    press(QApplication.focusWidget() or dialog, Qt.Key.Key_Escape)


def by_its_button(dialog: QDialog) -> None:
    buttons = [
        one
        for one in dialog.findChildren(QAbstractButton)
        if one.text() in LEAVING and one.isVisible() and one.isEnabled()
    ]
    if buttons:
        QTest.mouseClick(buttons[-1], Qt.MouseButton.LeftButton)
    else:
        assert type(dialog).__name__ in NO_BUTTON
        by_the_x(dialog)


NO_BUTTON = ("FirstRun",)  # its title bar has the way out


def by_the_x(dialog: QDialog) -> None:
    dialog.close()  # what the window system sends


@pytest.mark.parametrize("close", [by_escape, by_its_button, by_the_x])
@pytest.mark.timeout(600)
def test_every_dialog_goes_wholly(
    desk: Desk, qtbot: QtBot, close: Callable[[QDialog], None]
) -> None:
    stayed = []
    for name in WAYS:
        if fault := what_stays(desk, qtbot, name, close):
            stayed.append(f"{name}: {fault}")
    assert stayed == []


def what_stays(desk: Desk, qtbot: QtBot, name: str, close: Callable[[QDialog], None]) -> str:
    """What is left of a dialog that was closed, "" for nothing."""
    gone: list[str] = []
    timers: list[weakref.ref[QTimer]] = []

    def act(dialog: QDialog) -> None:
        dialog.destroyed.connect(lambda: gone.append(name))
        timers.extend(weakref.ref(one) for one in dialog.findChildren(QTimer))
        QApplication.processEvents()
        close(dialog)

    threads = {one.ident for one in threading.enumerate()}
    meeting = meet(desk, qtbot, name, act)
    found = meeting.found
    assert found is not None
    let_all_go_but_fail_on(qtbot, found)
    if not gone:
        return "not destroyed"
    with contextlib.suppress(qtbot.TimeoutError):  # work that it began holds it until that ends
        qtbot.waitUntil(lambda: gc.collect() >= 0 and found() is None)
    if (left := found()) is not None:
        return f"held by {[type(one).__name__ for one in gc.get_referrers(left)]}"
    running = [one() for one in timers]
    if any(one is not None and isValid(one) for one in running):
        return "a timer is left"
    new = [one.name for one in threading.enumerate() if one.ident not in threads]
    new = [one for one in new if not one.startswith("qnapp")]  # the session's own worker
    return f"threads are left: {new}" if new else ""


def let_all_go_but_fail_on(qtbot: QtBot, found: weakref.ref[QDialog]) -> None:
    """The dialog itself must have closed; others that led to it are closed for it."""

    def is_closed() -> bool:
        dialog = found()
        return dialog is None or not isValid(dialog) or not dialog.isVisible()

    qtbot.waitUntil(is_closed, timeout=20_000)
    let_all_go(qtbot)


# the smallest screen: 1366x768, less a task bar of 40 pixels and a title bar of 30


@pytest.mark.timeout(600)
def test_every_dialog_ends_on_the_screen_in_large_letters(
    desk: Desk,
    qtbot: QtBot,
    dress_page: Callable[[str, int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = QSize(1366, 728)
    monkeypatch.setattr(QScreen, "availableSize", lambda _screen: room)
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: QRect(QPoint(0, 0), room))
    dress_page("light", 130)
    too_large = []

    def look(dialog: QDialog) -> None:
        QApplication.processEvents()
        size = dialog.size()
        if size.height() > room.height() - 30 or size.width() > room.width():
            too_large.append(f"{type(dialog).__name__}: {size.width()}x{size.height()}")
        by_the_x(dialog)

    for name in WAYS:
        meet(desk, qtbot, name, look)
        let_all_go(qtbot)
    assert too_large == []


# Tab


@pytest.mark.timeout(600)
def test_tab_goes_through_every_dialog_as_one_reads(desk: Desk, qtbot: QtBot) -> None:
    found: list[str] = []
    for name in WAYS:
        meet(desk, qtbot, name, lambda one, name=name: found.extend(faults_of_tab(name, one)))  # type: ignore[misc]
        let_all_go(qtbot)
    assert not found, "\n".join(found)


def faults_of_tab(name: str, dialog: QDialog) -> Iterator[str]:
    for _ in range(3):
        QApplication.processEvents()
    first = QApplication.focusWidget()
    if first is None or not dialog.isAncestorOf(first):
        if list(reachable(dialog)) and name not in KEYLESS:
            yield f"{name}: nothing has the keyboard"
        dialog.reject()
        return
    line = first.lineEdit() if isinstance(first, QComboBox) else first
    if isinstance(line, QLineEdit) and line.selectedText() != line.text():
        yield f"{name}: what is typed at once mixes with “{line.text()}”"
    there, back = way_of_keys(first), way_of_keys(first, back=True)
    if [there[0], *reversed(there[1:])] != back:
        yield f"{name}: Shift+Tab goes another way back: {names(there)} {names(back)}"
    missed = [one for one in reachable(dialog) if one not in there and not in_group(one, there)]
    if missed:
        yield f"{name}: Tab misses {names(missed)}"
    yield from (f"{name}: no name: {one}" for one in nameless(dialog))
    turns = [f"{label(a)} -> {label(b)}" for a, b in pairwise([*there, first]) if goes_up(a, b)]
    turns = [one for one in turns if not one.startswith(KNOWN_TURNS)]
    if len(turns) > 1:  # once, from the last to the first
        yield f"{name}: Tab goes up: {turns}"
    dialog.reject()


# Rows of a legend and a folded row of chips that are built late; the list may only get shorter.
KNOWN_TURNS = ("LinkButton “Đọc báo cáo” -> _LegendRow", "Chip “Thêm” -> Chip")
KEYLESS = ("WaitingDialog",)  # Esc alone stops it; the list may only get shorter


def in_group(widget: QWidget, passed: list[QWidget]) -> bool:
    """Whether arrows reach it from one of its kind beside it, which Tab passes."""
    return any(
        type(one) is type(widget) and one.parentWidget() is widget.parentWidget() for one in passed
    )


def goes_up(one: QWidget, after: QWidget) -> bool:
    """Whether ``after`` stands before ``one``, by the boxes in which both lie."""
    first, second = boxes(one, after)
    above = second.y() + second.height() <= first.y()
    same_line = second.y() < first.y() + first.height() and first.y() < second.y() + second.height()
    return above or (same_line and second.x() + second.width() <= first.x())


def boxes(one: QWidget, after: QWidget) -> tuple[QWidget, QWidget]:
    """What holds each within the nearest widget that holds both."""
    parents = [*ancestors(one)]
    below = after
    for parent in ancestors(after):
        if parent in parents:
            return [one, *parents][parents.index(parent)], below
        below = parent
    raise AssertionError("in two windows")


def ancestors(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def names(widgets: list[QWidget]) -> list[str]:
    return [label(one) for one in widgets]


def label(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} “{words or widget.accessibleName()}”"


PAGES_OF_PAPER = "PreviewView: 'Bản xem trước'"  # it has a name; Qt knows no role for a scroll area


@pytest.mark.parametrize("key", [kind.key for kind in PAGES])
def test_tab_goes_through_every_page_and_back(desk: Desk, key: str) -> None:
    page = desk.page(key)
    for _ in range(3):
        QApplication.processEvents()
    first = desk.window.navigation.item(key)
    there, back = way_of_keys(first), way_of_keys(first, back=True)
    assert names([there[0], *reversed(there[1:])]) == names(back)
    missed = [one for one in reachable(page) if one not in there and not in_group(one, there)]
    assert names(missed) == []
    assert [one for one in nameless(page) if not one.startswith(PAGES_OF_PAPER)] == []
    inside = [one for one in there if page.isAncestorOf(one)]
    turns = [f"{label(a)} -> {label(b)}" for a, b in pairwise(inside) if goes_up(a, b)]
    assert [one for one in turns if not one.startswith(KNOWN_TURNS)] == []
