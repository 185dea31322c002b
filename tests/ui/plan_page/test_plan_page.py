"""Kế hoạch năm by clicks: read from Excel, look through, correct, send out, choose."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
from full_disk import fill_disk
from hands import click, press, type_text
from plan_desk import annexes, read
from PySide6.QtCore import Qt

from qnapp.db.plans import current_plan
from qnapp.domain.plan import Channel
from qnapp.exchange.plan_draft import load_draft, start_draft
from qnapp.exchange.plan_package import read_plan_package, write_plan_package
from qnapp.exchange.plan_workbook import build_plan
from qnapp.ui import file_dialogs
from qnapp.ui.plan_page.page import (
    CHANGES,
    DOUBTS,
    MATTERS,
    ROWS,
    VERSIONS,
    PlanPage,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from chosen_files import ChosenFiles
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.ui.session import Session

TASK = "NQ05-2026/3.4.15"
HA_TU = "06652"


def test_the_plan_in_use_is_shown_with_who_does_what(page: PlanPage) -> None:
    assert page.state.text() == "05-NQ/TU năm 2026, phiên bản 1"
    assert page.rows.table.go_to(TASK)
    plan = page.plan
    mine = [one.organisation for one in plan.assignments if one.uid == TASK]
    assert sorted(one.key for one in page.rows.hands.shown()) == sorted(mine)
    page.rows.organisation.set_value("06706")
    page.rows.organisation.committed.emit()
    assert 0 < page.rows.model.rowCount() < 30


def test_the_same_annexes_give_the_same_plan(
    page: PlanPage, store: Store, choose: ChosenFiles, tmp_path: Path, qtbot: QtBot
) -> None:
    read(page, choose, annexes(store, tmp_path / "phu-luc.xlsx"), qtbot)
    assert page.plan == current_plan(store)
    assert page.changes.model.total() == 0
    page.show_tab(CHANGES)
    assert page.changes.empty.isVisible()
    assert [one.record.cells[0] for one in page.matters.matters] == ["Chưa giao"]


def test_corrected_words_are_listed_and_go_out_as_the_next_version(
    page: PlanPage,
    store: Store,
    choose: ChosenFiles,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    door: RecordingDoor,
    outside: list[str],
) -> None:
    door.answers = [0]
    file = annexes(store, tmp_path / "a.xlsx", old="phòng họp không giấy", new="họp không giấy")
    read(page, choose, file, qtbot)
    assert page.tabs.current() == MATTERS
    page.show_tab(CHANGES)
    (row,) = page.changes.model.shown()
    assert row.cells[:3] == ("Sửa", "1.5", "Nội dung")
    assert page.state.text().startswith("Bản đang soạn")
    assert current_plan(store).version == 1
    assert load_draft(store) is not None
    monkeypatch.setattr(file_dialogs, "open_folder", lambda *_args: tmp_path / "gửi")
    with qtbot.waitSignal(page.session.said, timeout=30_000) as told:
        click(page.main)
    assert told.args is not None
    assert told.args[0].startswith("Đã ghi ke-hoach-2026-phien-ban-2.qnkh vào “gửi”.")
    assert outside == ["gửi"]  # what lies there is to be sent now
    assert current_plan(store).version == 2
    assert load_draft(store) is None
    assert page.state.text() == "05-NQ/TU năm 2026, phiên bản 2"


def test_a_row_that_may_be_an_old_one_is_confirmed_by_a_person(
    page: PlanPage, store: Store, choose: ChosenFiles, tmp_path: Path, qtbot: QtBot
) -> None:
    target = annexes(store, tmp_path / "a.xlsx")
    tasks = {one.code: one for one in current_plan(store).tasks}
    first, second = tasks["1.7"], tasks["1.8"]
    swapped = {first.title: second.title, second.title: first.title}
    book = openpyxl.load_workbook(target)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value in swapped:  # another number, and words that were touched
                    cell.value = swapped[str(cell.value)] + " (bổ sung)"
    book.save(target)
    read(page, choose, target, qtbot)
    asking = [one.record.key for one in page.matters.matters if one.asks]
    assert len(asking) == 2
    page.show_tab(MATTERS)
    for key in asking:
        page.matters.table.go_to(key)
        click(page.matters.confirm)
    assert not any(one.asks for one in page.matters.matters)
    uids = {one.code: one.uid for one in page.plan.tasks}
    assert (uids["1.7"], uids["1.8"]) == (second.uid, first.uid)


def test_a_cell_that_cannot_be_read_is_named_and_its_file_opens(
    page: PlanPage,
    store: Store,
    choose: ChosenFiles,
    tmp_path: Path,
    qtbot: QtBot,
    outside: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = annexes(store, tmp_path / "a.xlsx", old="Tháng 01/2026", new="Tháng 31/2026")
    read(page, choose, file, qtbot)
    page.matters.table.selectRow(0)
    first = page.matters.model.shown()[0]
    assert "ô " in first.cells[1]
    assert page.matters.place.text() == f"{first.cells[1]}, tệp a.xlsx"
    click(page.matters.open_cell)
    assert outside == ["a.xlsx"]
    with monkeypatch.context() as bare, qtbot.waitSignal(page.session.failed) as failed:
        bare.setattr("qnapp.ui.plan_page.matters_tab.open_outside", lambda _path: False)
        click(page.matters.open_cell)
    assert failed.args is not None
    assert "chưa có chương trình mở được tệp “a.xlsx”" in str(failed.args[0])
    file.unlink()
    with qtbot.waitSignal(page.session.failed):
        click(page.matters.open_cell)
    assert outside == ["a.xlsx"]


def test_a_channel_and_an_assignment_make_a_draft_that_survives(
    page: PlanPage, store: Store, session: Session, qtbot: QtBot
) -> None:
    page.rows.table.go_to(TASK)
    page.rows.channel.setFocus()
    press(page.rows.channel, Qt.Key.Key_2)
    page.rows.who.set_value("06652")
    page.rows.role.set_value("support")
    click(page.rows.add)
    draft = load_draft(store)
    assert draft is not None
    task = next(one for one in draft.contents.plan.tasks if one.uid == TASK)
    assert task.channel is Channel.RESTRICTED
    assert ("06652", "support") in {
        (one.organisation, str(one.role))
        for one in draft.contents.plan.assignments
        if one.uid == TASK
    }
    page.rows.hand_table.go_to("06652")
    click(page.rows.remove)
    again = PlanPage(session)
    qtbot.addWidget(again)
    again.ensure_fresh()
    assert again.state.text().startswith("Bản đang soạn")
    assert "06652" not in {one.key for one in page.rows.hands.shown()}


def test_a_doubt_is_settled_once_it_was_compared(page: PlanPage) -> None:
    page.show_tab(DOUBTS)
    before = page.doubt_model.total()
    assert before > 5
    key = page.doubts.current_key()
    assert key  # the first one: its words stand in full below the list
    words = page.doubt_model.item(0).cells[2]
    assert page.whole_doubt.text.value().endswith(f"Nghi vấn: {words}")
    click(page.settle)
    assert page.doubt_model.total() == before - 1
    assert page.doubt_model.row_of(key) == -1
    assert words not in page.whole_doubt.text.value()


def test_a_draft_is_dropped_only_after_a_question(
    page: PlanPage, store: Store, door: RecordingDoor
) -> None:
    page.show_tab(DOUBTS)
    page.doubts.selectRow(0)
    click(page.settle)
    door.answers = [1, 0]
    click(page.other)
    assert load_draft(store) is not None
    click(page.other)
    assert load_draft(store) is None
    assert page.state.text() == "05-NQ/TU năm 2026, phiên bản 1"


def test_the_package_in_use_can_be_written_again_with_the_address(
    page: PlanPage,
    store: Store,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page.show_tab("calendar")
    page.calendar.recipient.setFocus()
    type_text(page.calendar.recipient, "vptu@quangninh.gov.vn")
    press(page.calendar.recipient, Qt.Key.Key_Return)
    monkeypatch.setattr(file_dialogs, "open_folder", lambda *_args: tmp_path)
    with qtbot.waitSignal(page.session.said, timeout=30_000):
        click(page.other)
    (package,) = tmp_path.glob("*.qnkh")
    received = read_plan_package(package)
    assert received.contents.recipient == "vptu@quangninh.gov.vn"
    assert received.contents.plan.version == 1


def test_annexes_go_out_as_a_workbook(
    page: PlanPage, choose: ChosenFiles, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "phu-luc.xlsx"
    choose(target)
    with qtbot.waitSignal(page.annexes.exporter.exported, timeout=30_000):
        click(page.export)
    assert build_plan(target, page.plan).plan == page.plan


def test_plans_of_the_store_are_listed(page: PlanPage, door: RecordingDoor) -> None:
    page.show_tab(VERSIONS)
    (one,) = page.version_model.shown()
    assert one.cells[:3] == ("2026", "05-NQ/TU", "1")
    assert one.cells[4:] == ("phiên bản đầu tiên", "đang dùng")
    page.versions.selectRow(0)
    click(page.use)
    assert door.boxes == []  # it is in use already


def test_ctrl_f_narrows_the_tasks(page: PlanPage) -> None:
    page.find("phong hop khong giay")
    assert page.tabs.current() == ROWS
    assert page.rows.model.rowCount() == 1


def test_every_change_of_the_draft_is_undone_and_done_again(
    page: PlanPage, store: Store, session: Session, door: RecordingDoor
) -> None:
    page.rows.table.go_to(TASK)
    page.rows.who.set_value(HA_TU)
    click(page.rows.add)
    page.rows.channel.setFocus()
    press(page.rows.channel, Qt.Key.Key_2)
    whole = load_draft(store)
    session.undo_stack.undo()
    assert page.rows.channel.value() == Channel.ORDINARY.value
    session.undo_stack.redo()
    assert load_draft(store) == whole
    door.answers = [0]
    click(page.other)
    assert load_draft(store) is None
    session.undo_stack.undo()
    assert load_draft(store) == whole
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert load_draft(store) is None
    assert page.state.text() == "05-NQ/TU năm 2026, phiên bản 1"
    assert not session.undo_stack.canUndo()


def test_what_was_sent_out_is_not_undone(
    page: PlanPage,
    store: Store,
    session: Session,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    door: RecordingDoor,
) -> None:
    door.answers = [0]
    page.rows.table.go_to(TASK)
    page.rows.channel.setFocus()
    press(page.rows.channel, Qt.Key.Key_2)
    monkeypatch.setattr(file_dialogs, "open_folder", lambda *_args: tmp_path)
    with qtbot.waitSignal(session.said, timeout=30_000):
        click(page.main)
    with qtbot.waitSignal(session.said) as told:
        session.undo_stack.undo()
    assert told.args is not None
    assert "đã phát hành" in told.args[0]
    assert load_draft(store) is None
    assert not session.undo_stack.canRedo()


def test_annexes_are_compared_with_an_older_package(
    page: PlanPage, store: Store, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = start_draft(store)
    tasks = tuple(
        replace(one, title=f"{one.title} (cũ)") if one.uid == TASK else one
        for one in older.plan.tasks
    )
    package = tmp_path / "cũ.qnkh"
    write_plan_package(store, package, replace(older, plan=replace(older.plan, tasks=tasks)))
    given = [package, annexes(store, tmp_path / "phu-luc.xlsx")]
    monkeypatch.setattr(file_dialogs, "open_file", lambda *_args: given.pop(0))
    page.show_tab(VERSIONS)
    with qtbot.waitSignal(page.session.said, timeout=20_000):
        click(page.against)
    assert given == []
    assert [one.cells[:2] for one in page.changes.model.shown()] == [("Sửa", "3.4.15")]
    assert not page.against.isEnabled()


def test_a_plan_read_from_excel_is_looked_through_after_a_new_start(
    page: PlanPage,
    store: Store,
    session: Session,
    choose: ChosenFiles,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    file = annexes(store, tmp_path / "a.xlsx", old="Tháng 01/2026", new="Tháng 31/2026")
    read(page, choose, file, qtbot)
    again = PlanPage(session)
    qtbot.addWidget(again)
    again.ensure_fresh()
    assert again.matters.model.shown() == page.matters.model.shown()
    again.matters.table.selectRow(0)
    assert again.matters.open_cell.isEnabled()
    assert again.matters.place.text().endswith(", tệp a.xlsx")


def test_what_is_changed_while_a_plan_goes_out_stays_a_draft(
    page: PlanPage,
    store: Store,
    session: Session,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    door: RecordingDoor,
) -> None:
    door.answers = [0]
    page.rows.table.go_to(TASK)
    page.rows.channel.setFocus()
    press(page.rows.channel, Qt.Key.Key_2)
    monkeypatch.setattr(file_dialogs, "open_folder", lambda *_args: tmp_path)
    with qtbot.waitSignal(session.said, timeout=30_000):
        click(page.main)
        page.rows.who.set_value(HA_TU)
        click(page.rows.add)
    assert current_plan(store).version == 2
    assert page.state.text() == "Bản đang soạn: 05-NQ/TU năm 2026, sẽ là phiên bản 3"
    (left,) = [one.cells for one in page.changes.model.shown()]
    assert (left[0], left[1]) == ("Giao", "3.4.15")  # beside what the units have by now
    kept = load_draft(store)
    assert kept is not None
    assert kept == page.desk.draft
    assert HA_TU in {one.organisation for one in kept.contents.plan.assignments if one.uid == TASK}


def test_annexes_that_could_not_be_kept_are_not_said_to_be_read(
    page: PlanPage,
    store: Store,
    choose: ChosenFiles,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose(annexes(store, tmp_path / "a.xlsx", old="phòng họp không giấy", new="họp không giấy"))
    said: list[str] = []
    page.session.said.connect(said.append)
    fill_disk(monkeypatch, store)
    with qtbot.waitSignal(page.session.failed, timeout=20_000):
        click(page.main)
    assert said == []
    assert page.tabs.current() == ROWS
    assert load_draft(store) is None
