"""Looking the whole store over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qnapp.db.checkup import check_store
from qnapp.db.content import CancelledError
from qnapp.db.evidence import add_evidence, defer, stored_file
from qnapp.db.store import DATABASE, Store

if TYPE_CHECKING:
    from pathlib import Path

    from fixed_clock import FixedClock

UID, Q2 = "NQ05-2026/3.2", "2026-Q2"


def test_a_sound_store_has_no_problems(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    add_evidence(store, [tmp_path / "a.txt"], UID, Q2)
    defer(store, UID, Q2, title="sau")
    found = check_store(store)
    assert found.ok
    assert found.problems == ()
    assert found.evidence.checked == 1


def test_problems_are_sentences_that_say_what_to_do(store: Store, tmp_path: Path) -> None:
    for name in ("mất", "sửa"):
        (tmp_path / f"{name}.txt").write_text(name, encoding="utf-8")
    gone, altered = add_evidence(store, [tmp_path / "mất.txt", tmp_path / "sửa.txt"], UID, Q2)
    stored_file(store, gone.id).unlink()
    stored_file(store, altered.id).write_text("khác", encoding="utf-8")
    store.db.execute("PRAGMA foreign_keys=OFF")
    with store.atomic():
        store.run("UPDATE assignment SET uid = 'không có' WHERE uid = ?", (UID,))
    found = check_store(store)
    assert not found.ok
    assert len(found.problems) == 3
    assert "assignment" in found.problems[0]
    assert "“mất.txt”" in found.problems[1]
    assert "“sửa.txt”" in found.problems[2]
    assert all(sentence.endswith(".") for sentence in found.problems)


def test_damage_inside_is_found(folder: Path, clock: FixedClock) -> None:
    with Store.open(folder, clock=clock) as store:
        root = store.value("SELECT rootpage FROM sqlite_master WHERE name = 'paragraph'")
    data = bytearray((folder / DATABASE).read_bytes())
    data[(root - 1) * 4096 + 3 : (root - 1) * 4096 + 8] = b"\xff" * 5
    (folder / DATABASE).write_bytes(data)
    with Store.open(folder, clock=clock) as store:
        found = check_store(store)
    assert not found.ok
    assert "Khôi phục" in found.problems[0]


def test_it_can_be_cancelled(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    add_evidence(store, [tmp_path / "a.txt"], UID, Q2)
    with pytest.raises(CancelledError):
        check_store(store, cancelled=lambda: True)
