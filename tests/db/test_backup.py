"""Daily copies of the database: only when needed, only good ones, thinned by age."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stores import files_of

from qnapp.db.backup import backup_now, daily_copies, last_backup, pool_evidence, thin
from qnapp.db.copies import require_sound
from qnapp.db.evidence import add_evidence, stored_file, verify
from qnapp.db.progress import set_progress
from qnapp.db.settings import set_view_state
from qnapp.db.store import DATABASE, Store
from qnapp.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from fixed_clock import FixedClock

UID = "NQ05-2026/3.2"
Q2 = "2026-Q2"
TODAY = date(2026, 6, 5)


def _percent(path: Path) -> int:
    con = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    found = con.execute("SELECT percent FROM progress").fetchone()
    con.close()
    return int(found[0])


def test_a_copy_is_made_only_when_something_changed(store: Store, clock: FixedClock) -> None:
    assert last_backup(store) is None
    set_progress(store, UID, Q2, percent=10)
    made = backup_now(store)
    assert made is not None
    assert made.name == "qnapp-2026-06-05.db"
    assert _percent(made) == 10
    assert last_backup(store) == clock.now
    clock.move(days=1)
    assert backup_now(store) is None
    assert list(daily_copies(store)) == [TODAY]


def test_a_later_copy_of_the_day_takes_the_place_of_the_earlier(store: Store) -> None:
    set_progress(store, UID, Q2, percent=10)
    backup_now(store)
    set_progress(store, UID, Q2, percent=20)
    made = backup_now(store)
    assert made is not None
    assert _percent(made) == 20
    assert len(daily_copies(store)) == 1
    assert [path.suffix for path in made.parent.iterdir() if path.is_file()].count(".tmp") == 0


def test_a_copy_stands_alone(store: Store, tmp_path: Path) -> None:
    """All that was committed is in it (style, E1), and it opens as a store."""
    with store.atomic():
        set_progress(store, UID, Q2, percent=10)
    made = backup_now(store)
    assert made is not None
    require_sound(made)
    other = tmp_path / "khác"
    other.mkdir()
    (other / DATABASE).write_bytes(made.read_bytes())
    with Store.open(other, clock=store.clock) as opened:
        assert opened.value("SELECT percent FROM progress") == 10


def test_a_damaged_file_never_replaces_a_good_copy(folder: Path, clock: FixedClock) -> None:
    with Store.open(folder, clock=clock) as store:
        set_progress(store, UID, Q2, percent=10)
        made = backup_now(store)
        assert made is not None
        root = store.value("SELECT rootpage FROM sqlite_master WHERE name = 'paragraph'")
    good = made.read_bytes()
    data = bytearray((folder / DATABASE).read_bytes())
    data[(root - 1) * 4096 + 3 : (root - 1) * 4096 + 8] = b"\xff" * 5
    (folder / DATABASE).write_bytes(data)
    with Store.open(folder, clock=clock) as store:
        set_view_state(store, "x", 1)
        with pytest.raises(StoreError, match="bị hỏng"):
            backup_now(store)
    assert made.read_bytes() == good
    assert not list(made.parent.glob("*.tmp"))


def test_the_store_can_be_written_while_it_is_copied(store: Store) -> None:
    set_progress(store, UID, Q2, percent=10)
    with store.worker() as worker:
        made = backup_now(worker)
        set_progress(store, UID, Q2, percent=20)
    assert made is not None
    assert _percent(made) == 10


def test_a_year_of_copies_is_thinned(store: Store, clock: FixedClock) -> None:
    for percent in range(60):
        set_progress(store, UID, Q2, percent=percent)
        backup_now(store)
        clock.move(days=1)
    days = list(daily_copies(store))
    assert days[-7:] == [date(2026, 7, 28) + timedelta(days=n) for n in range(7)]
    assert len(days) < 15
    assert {(day.year, day.month) for day in days} == {(2026, 6), (2026, 7), (2026, 8)}


def test_other_files_in_the_folder_are_left_alone(store: Store) -> None:
    others = ("truoc-nang-cap-20260101-000000.db", "qnapp-2026-02-31.db", "qnapp-của tôi.db")
    for name in others:
        (store.folder / "backups" / name).write_text("x", encoding="utf-8")
    backup_now(store)
    assert set(others) <= {path.name for path in (store.folder / "backups").iterdir()}


def test_a_lost_note_only_makes_one_copy_more(store: Store) -> None:
    backup_now(store)
    for text in ("", "[]", "{", '{"counter": 5}'):
        (store.folder / "backups" / "last.json").write_text(text, encoding="utf-8")
        assert last_backup(store) is None
        assert backup_now(store) is not None


def test_new_evidence_is_pooled_once_and_only_whole(store: Store, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    one, two = add_evidence(store, [tmp_path / "a", tmp_path / "b"], UID, Q2)
    stored_file(store, two.id).write_text("khác", encoding="utf-8")
    backup_now(store)
    pool = store.folder / "backups" / "evidence"
    assert list(files_of(pool)) == [f"{one.sha256[:2]}/{one.sha256}"]
    assert pool_evidence(store) == 0


def test_evidence_comes_back_from_its_second_copy(store: Store, tmp_path: Path) -> None:
    for name in ("mất", "sửa", "cả hai"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    added = add_evidence(store, [tmp_path / name for name in ("mất", "sửa", "cả hai")], UID, Q2)
    backup_now(store)
    stored_file(store, added[0].id).unlink()
    stored_file(store, added[1].id).write_text("khác", encoding="utf-8")
    stored_file(store, added[2].id).unlink()
    spare = store.folder / "backups" / "evidence" / added[2].sha256[:2] / added[2].sha256
    spare.write_text("hỏng cả bản thứ hai", encoding="utf-8")
    report = verify(store)
    assert [one.name for one in report.healed] == ["mất", "sửa"]
    assert [one.name for one in report.missing] == ["cả hai"]
    assert stored_file(store, added[1].id).read_text(encoding="utf-8") == "sửa"
    assert verify(store).healed == ()


def test_closing_after_a_backup_is_no_change(folder: Path, clock: FixedClock) -> None:
    with Store.open(folder, clock=clock) as store:
        set_progress(store, UID, Q2, percent=10)
        assert backup_now(store) is not None
    with Store.open(folder, clock=clock) as store:
        assert backup_now(store) is None


# --- thinning


@given(st.sets(st.dates(date(2020, 1, 1), date(2026, 12, 31))))
def test_thinning_keeps_the_newest_and_enough(days: set[date]) -> None:
    stay = thin(days, TODAY)
    assert stay <= days
    if days:
        assert max(days) in stay
    assert {day for day in days if day > TODAY - timedelta(days=7)} <= stay
    for day in days:
        if day > TODAY - timedelta(weeks=5):
            same_week = {d for d in stay if d.isocalendar()[:2] == day.isocalendar()[:2]}
            assert same_week
        if day > TODAY - timedelta(days=365):
            assert any((d.year, d.month) == (day.year, day.month) for d in stay)


@given(st.sets(st.dates(date(2020, 1, 1), TODAY)))
def test_thinning_settles_and_is_bounded(days: set[date]) -> None:
    stay = thin(days, TODAY)
    assert thin(stay, TODAY) == stay
    assert len(stay) <= 7 + 6 + 24 + 1


def test_thinning_over_two_years_day_by_day() -> None:
    kept: set[date] = set()
    day = date(2024, 1, 1)
    for _ in range(730):
        kept = thin(kept | {day}, day)
        day += timedelta(days=1)
    assert len(kept) <= 7 + 6 + 24
    assert min(kept) <= date(2024, 2, 1)
    assert thin([], TODAY) == set()
