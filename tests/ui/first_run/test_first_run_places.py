"""First run: where the data will lie, training data, a backup, and leaving."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

from first_run_hands import opened, search, to_step
from hands import click, press, type_text
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from qnapp.assets import asset_json
from qnapp.db.archive import backup_full
from qnapp.db.organisations import own_organisation
from qnapp.db.settings import get_settings
from qnapp.db.store import Store, store_exists
from qnapp.domain.received import ReportState
from qnapp.exchange.reporters import arrivals_of
from qnapp.ui.first_run.dialog import FirstRun
from qnapp.ui.kit.door import Door
from qnapp.ui.training import training_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor


def test_another_empty_folder_is_taken_as_it_is(
    run: FirstRun, tmp_path: Path, chosen: Callable[[Path | None], None]
) -> None:
    place = tmp_path / "Dữ liệu Hà Tu"
    place.mkdir()
    chosen(place)
    to_step(run, 2)
    click(run.clerk_step.change_place)
    assert str(place) in run.clerk_step.place.text()
    click(run.next)
    click(run.next)
    assert store_exists(place)


def test_in_a_folder_with_other_things_the_store_gets_its_own(
    run: FirstRun, tmp_path: Path, chosen: Callable[[Path | None], None]
) -> None:
    (tmp_path / "Tài liệu").mkdir()
    (tmp_path / "Tài liệu" / "a.docx").write_bytes(b"x")
    chosen(tmp_path / "Tài liệu")
    to_step(run, 2)
    click(run.clerk_step.change_place)
    assert run.clerk_step.folder == tmp_path / "Tài liệu" / "QNApp"


def test_a_synchronised_folder_is_refused_with_the_reason(
    run: FirstRun, tmp_path: Path, folder: Path, chosen: Callable[[Path | None], None]
) -> None:
    place = tmp_path / "OneDrive" / "QNApp"
    place.mkdir(parents=True)
    chosen(place)
    to_step(run, 2)
    click(run.clerk_step.change_place)
    assert run.clerk_step._refusal.isVisible()
    assert "OneDrive" in run.clerk_step._refusal.text()
    assert run.clerk_step.folder == folder


def test_a_folder_that_holds_data_already_is_not_touched(
    run: FirstRun, folder: Path, make_store: Callable[..., Store]
) -> None:
    to_step(run, 3)
    folder.mkdir(parents=True)
    (folder / "qnapp.db").write_bytes(b"somebody else's")
    click(run.next)
    assert run.store is None
    assert run.band.isVisible()
    assert (folder / "qnapp.db").read_bytes() == b"somebody else's"


def test_training_data_lies_beside_the_real_and_opens_again(
    run: FirstRun, folder: Path, clock: FixedClock, door: RecordingDoor, qtbot: QtBot
) -> None:
    click(run.rail.training)  # closed without an answer
    assert not store_exists(training_folder(folder))
    door.answers = [0, 0]
    click(run.rail.training)
    store = opened(run)
    assert store.folder == training_folder(folder)
    assert get_settings(store).training
    assert not store_exists(folder)
    store.close()
    again = FirstRun(folder, clock=clock, door=door)
    qtbot.addWidget(again)
    click(again.rail.training)
    assert opened(again).folder == training_folder(folder)
    opened(again).close()


def test_an_office_trains_with_reports_of_its_units(
    run: FirstRun, folder: Path, door: RecordingDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {**asset_json("sample", "received.json"), "training_units": ["06652", "06676", "06760"]}
    monkeypatch.setattr("qnapp.exchange.training_reports.asset_json", lambda *_names: few)
    door.answers = [1]
    click(run.rail.training)
    store = opened(run)
    assert store.folder == training_folder(folder, upper=True)
    settings = get_settings(store)
    assert settings.training
    assert settings.upper_office
    states = {one.reporter.code: one.reporter.state for one in arrivals_of(store, "2026-Q2")}
    assert states["06676"] is ReportState.MISSING
    assert len(states) == 3
    store.close()


def test_a_backup_becomes_the_store_after_asking(
    run: FirstRun,
    folder: Path,
    tmp_path: Path,
    door: RecordingDoor,
    make_store: Callable[..., Store],
    chosen: Callable[[Path | None], None],
    qtbot: QtBot,
) -> None:
    chosen(backup_full(make_store("06706"), tmp_path / "b.zip").file)
    click(run.rail.restore)  # closed without an answer
    assert run.store is None
    assert "Phường Tuần Châu, sao lưu ngày 05/6/2026 lúc 14:32" in door.sentences()[0]
    door.answers = [0]
    click(run.rail.restore)
    qtbot.waitUntil(lambda: run.store is not None)
    assert own_organisation(opened(run)).code == "06706"
    assert opened(run).folder == folder


def test_what_is_no_backup_is_refused(
    run: FirstRun, tmp_path: Path, chosen: Callable[[Path | None], None]
) -> None:
    file = tmp_path / "b.zip"
    file.write_bytes(b"x")
    chosen(file)
    click(run.rail.restore)
    assert run.band.isVisible()
    assert run.store is None


def test_leaving_what_was_answered_is_asked_about_and_enter_stays(
    run: FirstRun, folder: Path, door: RecordingDoor
) -> None:
    to_step(run, 3)
    press(run.tasks_step.list.view, Qt.Key.Key_Escape)
    press(run.focusWidget(), Qt.Key.Key_Escape)
    assert run.steps.currentIndex() == 0
    press(run.focusWidget(), Qt.Key.Key_Escape)  # clears the search
    assert door.boxes == []
    door.answers = [0]  # Enter
    press(run.focusWidget(), Qt.Key.Key_Escape)
    assert door.boxes[0].buttons == ("Ở lại", "Thoát")
    assert "không được giữ" in door.sentences()[0]
    assert run.isVisible()
    assert run.clerk_step.clerk.value() == "Trần Thị Mẫu"
    run.close()  # the cross
    assert run.isVisible()
    door.answers = [1]
    run.close()
    assert not run.isVisible()
    assert not folder.exists()


def test_a_name_that_was_typed_in_is_asked_about_too(run: FirstRun, door: RecordingDoor) -> None:
    click(run.organisation_step.other)
    type_text(run.organisation_step.typed.name, "Đảng ủy Khu kinh tế")
    click(run.back)
    assert run.isVisible()
    assert len(door.boxes) == 1


def test_leaving_makes_nothing(run: FirstRun, folder: Path) -> None:
    search(run, "ha tu")
    click(run.back)
    assert not run.isVisible()
    assert run.store is None
    assert not folder.exists()


def test_the_dialog_is_freed_when_it_is_closed(
    folder: Path, clock: FixedClock, door: RecordingDoor, qtbot: QtBot
) -> None:
    dialog = FirstRun(folder, clock=clock, door=door)
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    dialog.open()
    dialog.reject()
    dialog.deleteLater()
    reference = weakref.ref(dialog)
    del dialog
    qtbot.waitUntil(lambda: gone == [True])
    gc.collect()
    assert reference() is None


def test_asking_gives_nothing_when_the_person_leaves(
    folder: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    def leave() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FirstRun)
        click(dialog.back)

    QTimer.singleShot(0, leave)
    assert FirstRun.ask(folder, clock=clock) is None


def test_asking_gives_the_store_that_was_made(
    folder: Path, clock: FixedClock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def train() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FirstRun)
        click(dialog.rail.training)

    monkeypatch.setattr(Door, "choose", lambda *_words: 0)  # as a unit

    QTimer.singleShot(0, train)
    store = FirstRun.ask(folder, clock=clock)
    assert store is not None
    assert get_settings(store).training
    store.close()
