"""What was acknowledged is there after a kill, and nothing is half there."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from stores import files_of, task

from qnapp.db.archive import backup_full
from qnapp.db.checkup import check_store
from qnapp.db.evidence import verify
from qnapp.db.history import history_of
from qnapp.db.organisations import resolve_organisation
from qnapp.db.progress import set_progress
from qnapp.db.setup import initialise
from qnapp.db.store import Store, store_exists

if TYPE_CHECKING:
    from pathlib import Path

    from fixed_clock import FixedClock

UID, Q2 = "NQ05-2026/3.2", "2026-Q2"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such timer")

WRITE = """
import sys
from pathlib import Path
from qnapp.db.evidence import add_evidence
from qnapp.db.progress import set_progress
from qnapp.db.store import Store
folder, work = Path(sys.argv[1]), Path(sys.argv[2])
with Store.open(folder) as store:
    begin()
    for number in range(10_000):
        set_progress(store, "NQ05-2026/3.2", "2026-Q2", result=f"Lần {number}",
                     percent=number % 101, difficulty=f"{number} " * 3000)
        file = work / f"{number}.txt"
        file.write_text(f"{number} " * 50_000)
        added = add_evidence(store, [file], "NQ05-2026/1.14", "2026-Q2", number=str(number))
        print(number, added[0].sha256, flush=True)
"""

CREATE = """
import sys
from pathlib import Path
from qnapp.db.organisations import resolve_organisation
from qnapp.db.setup import initialise
begin()
initialise(Path(sys.argv[1]), organisation=resolve_organisation("06652"), sample=True).close()
print("made", flush=True)
"""

RESTORE = """
import sys
from pathlib import Path
from qnapp.db.archive import restore_full
begin()
restore_full(Path(sys.argv[2]), Path(sys.argv[1]))
print("restored", flush=True)
"""


# The kernel ends the process at a moment that nobody chose: no handler, nothing is cleaned up.
TIMER = """
import signal, sys
signal.signal(signal.SIGALRM, signal.SIG_DFL)
AFTER = float(sys.argv.pop(1))
def begin():
    print("ready", flush=True)
    signal.setitimer(signal.ITIMER_REAL, AFTER)
"""


def _killed(script: str, after: float, *arguments: object) -> list[str]:
    """Run a script in a process of its own that dies ``after`` seconds; what it acknowledged."""
    words = [sys.executable, "-c", TIMER + script, str(after), *map(str, arguments)]
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, timeout=60, check=False)
    lines = done.stdout.splitlines()
    assert lines[0] == "ready"
    return lines[1:]


@pytest.mark.parametrize("seed", range(5))
def test_a_kill_while_writing_loses_nothing_that_was_acknowledged(
    folder: Path, tmp_path: Path, clock: FixedClock, seed: int
) -> None:
    work = tmp_path / "nguồn"
    work.mkdir()
    lines = _killed(WRITE, 0.02 + random.Random(seed).random() * 0.5, folder, work)
    told = [line.split() for line in lines if len(line.split()) == 2]
    with Store.open(folder, clock=clock) as store:
        assert check_store(store).ok
        shown = task(store, "3.2").progress
        number = int(shown.result.split()[-1]) if shown.result else -1
        last = int(told[-1][0]) if told else -1
        assert last <= number <= last + 1  # one more may have been written but not told
        whole = (f"{number} " * 3000).strip(), number % 101
        assert (shown.difficulty, shown.percent) == (whole if number >= 0 else ("", None))
        kept = {one.sha256 for one in task(store, "1.14").evidence}
        assert {sha256 for _, sha256 in told} <= kept
        assert len(kept) - len(told) in (0, 1)
        assert len(verify(store).orphans) <= 1
        if number >= 0:
            assert history_of(store, "progress", UID, Q2, "result")[0].new == shown.result


@pytest.mark.parametrize("seed", range(4))
def test_a_kill_while_creating_leaves_a_whole_store_or_none(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "mới"
    _killed(CREATE, random.Random(seed).random() * 0.9, folder)
    if store_exists(folder):
        with Store.open(folder) as store:
            assert check_store(store).ok
        return
    initialise(folder, organisation=resolve_organisation("06652")).close()


@pytest.mark.parametrize("seed", range(4))
def test_a_kill_while_restoring_leaves_the_old_or_the_new(
    folder: Path, tmp_path: Path, clock: FixedClock, seed: int
) -> None:
    with Store.open(folder, clock=clock) as store:
        set_progress(store, UID, Q2, percent=10)
        (folder / "outbox" / "gói").write_bytes(b"x" * 20_000_000)
        saved = backup_full(store, tmp_path / "a.zip")
        set_progress(store, UID, Q2, percent=90)
    _killed(RESTORE, random.Random(seed).random() * 0.25, folder, saved)
    with Store.open(folder, clock=clock) as store:
        assert task(store, "3.2").progress.percent in (10, 90)
        assert check_store(store).ok
    outboxes = [n for n in files_of(folder) if n.endswith("outbox/gói") and "khoi-phuc-" in n]
    assert (folder / "outbox" / "gói").exists() or outboxes  # it is there, or kept beside


def test_a_crash_in_the_middle_of_a_commit_is_rolled_back(folder: Path, clock: FixedClock) -> None:
    """A hot journal, as a power cut leaves it: pages written, the transaction not finished."""
    script = """
import os, sqlite3, sys
begin()
con = sqlite3.connect(sys.argv[1] + "/qnapp.db", isolation_level=None)
con.execute("PRAGMA cache_size=1")
con.execute("PRAGMA cache_spill=1")
con.execute("BEGIN IMMEDIATE")
con.execute("UPDATE task_words SET title = 'hỏng' || title")
con.execute("UPDATE paragraph SET text = 'hỏng' || text")
os.kill(os.getpid(), 9)
"""
    _killed(script, 30.0, folder)
    assert (folder / "qnapp.db-journal").stat().st_size > 0
    with Store.open(folder, clock=clock) as store:
        assert store.value("SELECT count(*) FROM task_words WHERE title LIKE 'hỏng%'") == 0
        assert store.value("SELECT count(*) FROM paragraph WHERE text LIKE 'hỏng%'") == 0
        assert check_store(store).ok
