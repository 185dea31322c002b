"""The wrapper round the migrations: nothing is ever eaten (style, E2, E3, P4)."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlite_utils
from stores import files_of

from qnapp.db import schema
from qnapp.db import store as store_module
from qnapp.db.connection import connect
from qnapp.db.migrations import DanglingReferenceError, Steps, migrate, pending, step
from qnapp.db.periods import periods
from qnapp.db.schema import STEPS
from qnapp.db.store import DATABASE, Store
from qnapp.errors import NewerStoreError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fixed_clock import FixedClock

DATA = Path(__file__).parent / "data"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = connect(tmp_path / "a.db", mode="rwc")
    yield opened
    opened.close()


def _family(db: sqlite_utils.Database) -> None:
    db.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT) STRICT")
    db.execute(
        "CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL "
        "REFERENCES parent(id) ON DELETE CASCADE) STRICT"
    )
    db.execute("INSERT INTO parent VALUES (1, 'a'), (2, 'b')")
    db.execute("INSERT INTO child VALUES (10, 1), (11, 1), (12, 2)")


def _rebuild(db: sqlite_utils.Database) -> None:
    db.execute("CREATE TABLE parent_new (id INTEGER PRIMARY KEY, name TEXT, more TEXT) STRICT")
    db.execute("INSERT INTO parent_new SELECT id, name, '' FROM parent")
    db.execute("DROP TABLE parent")
    db.execute("ALTER TABLE parent_new RENAME TO parent")


def _orphan(db: sqlite_utils.Database) -> None:
    db.execute("DELETE FROM parent WHERE id = 1")


def _fail(db: sqlite_utils.Database) -> None:
    db.execute("ALTER TABLE parent ADD COLUMN extra TEXT")
    db.execute("DELETE FROM child")
    raise RuntimeError("half way")


def _steps(*functions: Callable[[sqlite_utils.Database], None]) -> Steps:
    steps = Steps("family")
    for function in functions:
        step(steps)(function)
    return steps


def _released(*more: Callable[[sqlite_utils.Database], None]) -> Steps:
    """All steps of this version, and some of a later one."""
    steps = Steps("qnapp")
    known = (
        schema.m001_base,
        schema.m002_issued,
        schema.m003_packages,
        schema.m004_inbox,
        schema.m005_reporters,
        schema.m006_replies,
        schema.m007_promises,
        schema.m008_reminders,
        schema.m009_plan_drafts,
        schema.m010_said_to_units,
        schema.m011_text_bases,
        schema.m012_kept_findings,
        schema.m013_kept_counts,
    )
    for function in (*known, *more):
        step(steps)(function)
    return steps


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def test_rebuilding_a_parent_keeps_its_children(db: sqlite3.Connection) -> None:
    migrate(db, _steps(_family), backup=None)
    assert migrate(db, _steps(_family, _rebuild), backup=None) == ["_rebuild"]
    assert _columns(db, "parent") == ["id", "name", "more"]
    assert [row[0] for row in db.execute("SELECT id FROM child ORDER BY id")] == [10, 11, 12]
    db.execute("DELETE FROM parent WHERE id = 2")  # the cascade is alive again
    assert db.execute("SELECT count(*) FROM child").fetchone()[0] == 2


def test_a_failing_step_is_rolled_back_whole_and_stays_pending(db: sqlite3.Connection) -> None:
    migrate(db, _steps(_family), backup=None)
    steps = _steps(_family, _rebuild, _fail)
    with pytest.raises(RuntimeError, match="half way"):
        migrate(db, steps, backup=None)
    assert _columns(db, "parent") == ["id", "name", "more"]  # the step before it holds
    assert db.execute("SELECT count(*) FROM child").fetchone()[0] == 3
    assert pending(db, steps) == ["_fail"]
    assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_a_step_that_leaves_orphans_is_rolled_back(db: sqlite3.Connection) -> None:
    migrate(db, _steps(_family), backup=None)
    with pytest.raises(DanglingReferenceError, match="child"):
        migrate(db, _steps(_family, _orphan), backup=None)
    assert db.execute("SELECT count(*) FROM parent").fetchone()[0] == 2
    assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_the_backup_comes_before_the_first_step(db: sqlite3.Connection) -> None:
    migrate(db, _steps(_family), backup=None)
    seen: list[list[str]] = []
    migrate(db, _steps(_family, _rebuild), backup=lambda: seen.append(_columns(db, "parent")))
    assert seen == [["id", "name"]]
    migrate(db, _steps(_family, _rebuild), backup=lambda: seen.append([]))
    assert len(seen) == 1  # nothing pending, nothing to save


def test_a_failing_backup_stops_the_migration(db: sqlite3.Connection) -> None:
    def no_room() -> None:
        raise StoreError("hết chỗ")

    migrate(db, _steps(_family), backup=None)
    with pytest.raises(StoreError):
        migrate(db, _steps(_family, _rebuild), backup=no_room)
    assert _columns(db, "parent") == ["id", "name"]


def test_foreign_keys_are_never_switched_inside_a_transaction(db: sqlite3.Connection) -> None:
    db.execute("BEGIN")
    with pytest.raises(RuntimeError, match="inside a transaction"):
        migrate(db, _steps(_family), backup=None)


def test_a_newer_file_is_refused_and_not_touched(folder: Path, clock: FixedClock) -> None:
    with sqlite_utils.Database(connect(folder / DATABASE)) as db:
        db["_sqlite_migrations"].insert(
            {"id": 99, "migration_set": "qnapp", "name": "m999_later", "applied_at": "2030"}
        )
    before = files_of(folder)
    with pytest.raises(NewerStoreError, match="phiên bản QNApp mới hơn") as refused:
        Store.open(folder, clock=clock)
    assert "m999_later" in refused.value.detail
    assert files_of(folder) == before


def test_steps_of_another_set_are_none_of_ours(folder: Path, clock: FixedClock) -> None:
    with sqlite_utils.Database(connect(folder / DATABASE)) as db:
        db["_sqlite_migrations"].insert(
            {"id": 99, "migration_set": "plugin", "name": "x", "applied_at": "2030"}
        )
    Store.open(folder, clock=clock).close()


def test_an_older_file_is_backed_up_and_brought_up_to_date(
    folder: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def m998_more(db: sqlite_utils.Database) -> None:
        db.execute("ALTER TABLE progress ADD COLUMN more TEXT NOT NULL DEFAULT ''")

    later = _released(m998_more)
    monkeypatch.setattr(store_module, "STEPS", later)
    with Store.open(folder, clock=clock) as opened:
        assert "more" in _columns(opened.db, "progress")
    backup = folder / "backups" / "truoc-nang-cap-20260605-090000.db"
    with contextlib.closing(connect(backup, mode="ro")) as copy:
        assert "more" not in _columns(copy, "progress")
        assert copy.execute("SELECT count(*) FROM item").fetchone()[0] > 100
    with Store.open(folder, clock=clock, read_only=True) as opened:
        assert "more" in _columns(opened.db, "progress")
    assert len(list((folder / "backups").iterdir())) == 1


def test_an_older_file_cannot_be_opened_for_viewing_only(
    folder: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = _released(_rebuild)
    monkeypatch.setattr(store_module, "STEPS", later)
    before = files_of(folder)
    with pytest.raises(StoreError, match="nâng cấp"):
        Store.open(folder, clock=clock, read_only=True)
    assert files_of(folder) == before


def test_a_new_file_takes_the_same_path(db: sqlite3.Connection) -> None:
    names = migrate(db, STEPS, backup=None)
    assert names == [
        "m001_base",
        "m002_issued",
        "m003_packages",
        "m004_inbox",
        "m005_reporters",
        "m006_replies",
        "m007_promises",
        "m008_reminders",
        "m009_plan_drafts",
        "m010_said_to_units",
        "m011_text_bases",
        "m012_kept_findings",
        "m013_kept_counts",
    ]  # a new step changes this on purpose, with a stored file
    assert pending(db, STEPS) == []
    strict = {row[0]: row[1] for row in db.execute("SELECT name, strict FROM pragma_table_list")}
    ours = [n for n in strict if not n.startswith("sqlite_") and n != "_sqlite_migrations"]
    assert len(ours) > 25
    assert all(strict[name] for name in ours)


def test_ids_are_never_used_again(db: sqlite3.Connection) -> None:
    migrate(db, STEPS, backup=None)
    keyed = ("plan_version", "period", "own_target", "extension", "evidence", "history")
    for name in (*keyed, "pending_history", "issued_report", "report_file"):
        sql = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
        assert "AUTOINCREMENT" in sql


STORED = {
    # rows in: progress, measurement, evidence_link, history, milestone_actual, report_text
    "store-v1": (4, 2, 2, 41, 1, 1),
}


@pytest.mark.parametrize("name", sorted(STORED))
def test_stored_files_of_released_versions_open(
    name: str, tmp_path: Path, clock: FixedClock
) -> None:
    folder = shutil.copytree(DATA / name, tmp_path / name)
    tables = ("progress", "measurement", "evidence_link", "history", "milestone_actual")
    with Store.open(folder, clock=clock) as opened:
        counts = [opened.value(f"SELECT count(*) FROM {t}") for t in (*tables, "report_text")]
        assert opened.rows("PRAGMA foreign_key_check") == []
        assert counts == list(STORED[name])
        assert opened.value("SELECT count(*) FROM issued_report") == 0
        assert [one.revision for one in periods(opened)] == [0] * 5
    assert list((folder / "backups").glob("truoc-nang-cap-*.db"))


def test_sqlite_itself_would_eat_the_children(tmp_path: Path) -> None:
    """Why foreign_keys is off outside the transaction: inside, the switch does nothing."""
    con = sqlite3.connect(tmp_path / "b.db", isolation_level=None)
    con.execute("PRAGMA foreign_keys=ON")
    db = sqlite_utils.Database(con)
    _family(db)
    con.execute("BEGIN")
    con.execute("PRAGMA foreign_keys=OFF")
    _rebuild(db)
    con.execute("COMMIT")
    assert con.execute("SELECT count(*) FROM child").fetchone()[0] == 0
    con.close()
