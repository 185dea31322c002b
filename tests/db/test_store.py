"""Opening, creating, changing and announcing."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest
from stores import files_of, task

from qnapp.db import connection
from qnapp.db.assignments import set_officer
from qnapp.db.lock import HOLDER_FILE
from qnapp.db.progress import set_progress
from qnapp.db.reports import set_report_text
from qnapp.db.settings import get_settings, set_settings
from qnapp.db.store import DATABASE, Changes, Store, default_folder, local_now, store_exists
from qnapp.db.worksheet import load_worksheet
from qnapp.errors import InputError, LockedError, StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from fixed_clock import FixedClock

UID = "NQ05-2026/3.2"
Q2 = "2026-Q2"


def _fail_half_way(store: Store) -> None:
    with store.atomic():
        set_progress(store, "NQ05-2026/1.14", Q2, result="một")
        set_settings(store, place="Hà Tu mới")
        set_report_text(store, Q2, "opening", "trong")
        raise RuntimeError("half way")


# --- creating


def test_a_store_is_made_and_opens(tmp_path: Path, clock: FixedClock) -> None:
    folder = tmp_path / "mới" / "sâu"
    assert not store_exists(folder)
    with Store.create(folder, clock=clock) as made:
        assert made.value("PRAGMA application_id") == connection.APPLICATION_ID
        assert made.value("PRAGMA journal_mode") == "delete"
        assert made.value("PRAGMA synchronous") == 2
        assert made.value("PRAGMA foreign_keys") == 1
    assert store_exists(folder)
    left = {path.name for path in folder.iterdir()}
    assert left - {"qnapp.lock"} == {DATABASE, "evidence", "backups", "outbox", "inbox", "keys"}


def test_a_failing_creation_leaves_nothing_behind(tmp_path: Path, clock: FixedClock) -> None:
    def fill(store: Store) -> None:
        (store.folder / "evidence" / "x").write_text("nửa chừng", encoding="utf-8")
        store.insert("setting", {"key": "a", "value": "b"})
        raise InputError("Giá trị không nhận được.")

    folder = tmp_path / "a" / "b"
    with pytest.raises(InputError):
        Store.create(folder, clock=clock, fill=fill)
    assert list(tmp_path.iterdir()) == []
    folder.mkdir(parents=True)
    with pytest.raises(InputError):
        Store.create(folder, clock=clock, fill=fill)
    assert list(folder.iterdir()) == []


def test_an_existing_store_is_never_overwritten(folder: Path, clock: FixedClock) -> None:
    before = files_of(folder)
    with pytest.raises(StoreError, match="đã có dữ liệu QNApp"):
        Store.create(folder, clock=clock)
    assert files_of(folder) == before


@pytest.mark.parametrize("name", ["Báo cáo.docx", "evidence/x", "qnapp.db.cu"])
def test_a_folder_with_other_files_is_refused(tmp_path: Path, clock: FixedClock, name: str) -> None:
    other = tmp_path / name
    other.parent.mkdir(exist_ok=True)
    other.write_text("của người khác", encoding="utf-8")
    with pytest.raises(StoreError, match="đã có tệp khác"):
        Store.create(tmp_path, clock=clock)
    assert files_of(tmp_path) == {name: "của người khác".encode()}


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "x").write_text("tệp", encoding="utf-8")
    with pytest.raises(StoreError, match="là một tệp"):
        Store.create(tmp_path / "x", clock=clock)
    assert (tmp_path / "x").read_text(encoding="utf-8") == "tệp"


def test_what_a_crash_left_of_a_creation_does_not_matter(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "qnapp.db.moi").write_bytes(b"half")
    (tmp_path / "qnapp.db.moi-journal").write_bytes(b"")
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "nửa.tmp").write_bytes(b"half")
    (tmp_path / ".khoi-phuc-abc").mkdir()
    (tmp_path / HOLDER_FILE).write_text("{}", encoding="utf-8")
    Store.create(tmp_path, clock=clock).close()
    assert not (tmp_path / "qnapp.db.moi").exists()
    assert not (tmp_path / ".khoi-phuc-abc").exists()
    assert list((tmp_path / "evidence").iterdir()) == []


# --- opening


def test_a_missing_store_is_said(tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(StoreError, match="Không có dữ liệu QNApp"):
        Store.open(tmp_path / "đâu", clock=clock)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("make", ["foreign", "empty"])
def test_a_file_of_another_program_is_left_as_it_is(
    tmp_path: Path, clock: FixedClock, make: str
) -> None:
    if make == "foreign":
        con = sqlite3.connect(tmp_path / DATABASE)
        con.execute("PRAGMA journal_mode=WAL")
        con.execute("CREATE TABLE khac (a)")
        con.close()
    else:
        (tmp_path / DATABASE).touch()
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(StoreError, match="không phải của QNApp"):
        Store.open(tmp_path, clock=clock)
    assert (tmp_path / DATABASE).read_bytes() == before


def test_closing_twice_is_harmless_and_gives_the_store_back(
    folder: Path, clock: FixedClock
) -> None:
    first = Store.open(folder, clock=clock)
    first.close()
    first.close()
    Store.open(folder, clock=clock).close()


def test_a_refused_opening_gives_the_lock_back(folder: Path, clock: FixedClock) -> None:
    good = (folder / DATABASE).read_bytes()
    (folder / DATABASE).write_bytes(b"\0" * 5000)
    with pytest.raises(StoreError):
        Store.open(folder, clock=clock)
    (folder / DATABASE).write_bytes(good)
    Store.open(folder, clock=clock).close()


def test_after_a_crash_the_whole_file_is_looked_at(folder: Path, clock: FixedClock) -> None:
    data = bytearray((folder / DATABASE).read_bytes())
    # A page that no opening reads: found only by looking at all of them.
    con = sqlite3.connect(folder / DATABASE)
    root = con.execute("SELECT rootpage FROM sqlite_master WHERE name = 'paragraph'").fetchone()[0]
    con.close()
    data[(root - 1) * 4096 + 3 : (root - 1) * 4096 + 8] = b"\xff" * 5
    (folder / DATABASE).write_bytes(data)
    Store.open(folder, clock=clock).close()  # the visit before ended well
    (folder / HOLDER_FILE).write_text("{}", encoding="utf-8")
    with pytest.raises(StoreError, match="bị hỏng"):
        Store.open(folder, clock=clock)


def test_only_for_viewing(folder: Path, clock: FixedClock) -> None:
    before = files_of(folder)
    with Store.open(folder, clock=clock, read_only=True) as opened:
        assert load_worksheet(opened, Q2).own_tasks
        with pytest.raises(StoreError, match="chỉ để xem"):
            set_progress(opened, UID, Q2, result="x")
        with opened.worker() as worker, pytest.raises(StoreError, match="chỉ để xem"):
            set_progress(worker, UID, Q2, result="x")
    assert files_of(folder) == before


def test_the_default_folder_is_the_users_own() -> None:
    assert default_folder().is_absolute()
    assert "QNApp" in default_folder().parts
    assert local_now().tzinfo is not None


def test_after_a_crash_what_was_half_written_goes(folder: Path, clock: FixedClock) -> None:
    halves = [folder / "evidence" / "0f.tmp", folder / "backups" / "qnapp-2026-06-05.db.tmp"]
    for half in halves:
        half.parent.mkdir(exist_ok=True)
        half.write_bytes(b"half")
    stage = folder / ".khoi-phuc-xyz"
    stage.mkdir()
    Store.open(folder, clock=clock).close()  # ended well: nothing is looked for
    assert all(half.exists() for half in halves)
    (folder / HOLDER_FILE).write_text("{}", encoding="utf-8")
    Store.open(folder, clock=clock).close()
    assert not any(path.exists() for path in (*halves, stage))


# --- changing


def test_writes_happen_together_or_not_at_all(store: Store) -> None:
    with pytest.raises(RuntimeError):
        _fail_half_way(store)
    assert task(store, "1.14").progress.result == ""
    assert get_settings(store).place == "Hà Tu"


def test_an_inner_failure_takes_back_only_the_inner(store: Store) -> None:
    seen: list[Changes] = []
    store.on_change.append(seen.append)
    with store.collected() as changes, store.atomic():
        set_progress(store, UID, Q2, result="ngoài")
        with pytest.raises(RuntimeError):
            _fail_half_way(store)
    assert [change.field for change in changes] == ["result", "touched"]
    assert task(store, "3.2").progress.result == "ngoài"
    assert [(one.tasks, one.report) for one in seen] == [(frozenset({UID}), False)]


def test_sql_outside_a_transaction_is_a_fault(store: Store) -> None:
    with pytest.raises(RuntimeError, match="outside atomic"):
        store.run("DELETE FROM setting")


def test_a_trial_meets_every_refusal_and_writes_nothing(store: Store) -> None:
    seen: list[Changes] = []
    store.on_change.append(seen.append)
    with store.trial():
        set_settings(store, clerk="Người Khác")
        set_progress(store, UID, Q2, percent=40)
        assert task(store, "3.2").progress.percent == 40
        assert store.clerk == "Người Khác"
    assert task(store, "3.2").progress.percent is None
    assert store.clerk == "Người Thử"
    with pytest.raises(InputError), store.trial():
        set_progress(store, UID, Q2, percent=400)
    assert seen == []


# --- announcing


def test_a_commit_says_what_changed(store: Store) -> None:
    seen: list[Changes] = []
    store.on_change.append(seen.append)
    set_progress(store, UID, Q2, percent=40)
    set_report_text(store, Q2, "opening", "Mở đầu")
    with store.atomic():
        set_settings(store, place="A")
        set_officer(store, UID, "Người Thử")
    assert seen == [
        Changes(tasks=frozenset({UID})),
        Changes(report=True),
        Changes(tasks=frozenset({UID}), settings=True, plan=True),
    ]


def test_nothing_changed_is_not_announced(store: Store) -> None:
    set_progress(store, UID, Q2, percent=40)
    seen: list[Changes] = []
    store.on_change.append(seen.append)
    assert set_progress(store, UID, Q2, percent="40%") == []
    assert set_settings(store, place="Hà Tu") == []
    assert seen == []


def test_observers_see_what_is_committed(store: Store, folder: Path) -> None:
    def look(changes: Changes) -> None:
        con = sqlite3.connect(folder / DATABASE)
        found.append(con.execute("SELECT percent FROM progress").fetchone()[0])
        con.close()

    found: list[int] = []
    store.on_change.append(look)
    set_progress(store, UID, Q2, percent=40)
    assert found == [40]


# --- the worker


def test_a_worker_in_its_own_thread_shares_the_store(store: Store) -> None:
    def work() -> None:
        with store.worker() as worker:
            found.append((worker.visit, worker.clerk, worker.today(), worker.on_change))
            set_progress(worker, UID, Q2, percent=70)

    found: list[object] = []
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [(store.visit, "Người Thử", store.today(), [])]
    assert task(store, "3.2").progress.percent == 70
    with pytest.raises(LockedError):
        Store.open(store.folder, clock=store.clock)  # the worker did not give the lock away


def test_worker_and_window_write_in_turns(store: Store) -> None:
    def work() -> None:
        with store.worker() as worker:
            for percent in range(30):
                set_progress(worker, "NQ05-2026/1.14", Q2, percent=percent)

    thread = threading.Thread(target=work)
    thread.start()
    for percent in range(30):
        set_progress(store, UID, Q2, percent=percent)
    thread.join()
    assert task(store, "3.2").progress.percent == 29
    assert task(store, "1.14").progress.percent == 29


def test_the_worker_sees_a_new_clerk(store: Store) -> None:
    with store.worker() as worker:
        assert worker.clerk == "Người Thử"
    set_settings(store, clerk="Người Mới")
    with store.worker() as worker:
        assert worker.clerk == "Người Mới"
