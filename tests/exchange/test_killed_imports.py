"""An import that is killed leaves the store as before or as after, and nothing lies about.

The process ends itself without any handler at a point that is counted, not timed: before the n-th
statement of the database or change of a file since the import began.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from answering import TASK, Both, opened
from openpyxl import load_workbook
from reporting_units import OFFICE, Q1, make_unit

from qnapp.db.checkup import check_store
from qnapp.db.evidence import verify
from qnapp.db.issued import report_in_force
from qnapp.db.plans import current_plan
from qnapp.db.store import Store
from qnapp.documents.freeze import export_file
from qnapp.domain.issued import FileKind
from qnapp.exchange.form import export_form
from qnapp.exchange.keys import own_key
from qnapp.exchange.plan_package import plan_contents, write_plan_package

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows kills otherwise")

POINTS = 7  # of each import, spread from its first to its last
_COUNTING = """
import os, sys
from pathlib import Path
folder, file, last = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
seen, counting = 0, False
def point(*_):
    global seen
    seen += counting
    if counting and seen == last:
        os.kill(os.getpid(), 9)
FILES = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod")
sys.addaudithook(lambda event, _: point() if event in FILES else None)
from qnapp.db.store import Store
"""
IMPORT = f"""{_COUNTING}
from qnapp.exchange.arrivals import look_at
with Store.open(folder) as store:
    arrival = look_at(store, file)
    store.db.set_trace_callback(point)
    counting = True
    arrival.accept(store)
    counting = False
    print(seen)
"""
ANSWER = f"""{_COUNTING}
from qnapp.exchange.reply_file import Named, answer_file
with Store.open(folder) as store:
    store.db.set_trace_callback(point)
    counting = True
    answer_file(store, file, "returned", [Named("3.2", "Sai")])
    counting = False
    print(seen)
"""
# What is another on every run: moments, visits, keys, digests that hold a moment.
_CHANGING = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+]+|\b[0-9a-f]{16}\b|\b[0-9a-f]{64}\b|import:\S+'")

_SIZE = re.compile(r"(?<=,)\d{3,}(?=,)")  # of a package: what was packed at another moment


def ended(script: str, folder: Path, file: Path, last: int = 0) -> str:
    """Run a script that dies at its point ``last``, 0 for never; what it said."""
    words = [sys.executable, "-c", script, str(folder), str(file), str(last)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == (-9 if last else 0), done.stderr
    return done.stdout.strip()


def dump(folder: Path) -> tuple[list[str], set[str]]:
    """What the store holds, without what changes from run to run; and its files but the content."""
    with Store.open(folder) as store:
        assert check_store(store).ok  # it notes that what is kept was found whole
        rows = [
            _SIZE.sub("*", _CHANGING.sub("*", line)) if "outgoing_package" in line
            else _CHANGING.sub("*", line)
            for line in store.db.iterdump()
        ]  # fmt: skip
    kept = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    own = ("evidence", "backups", "qnapp.db")  # SQLite's journal belongs to its file
    files = {_CHANGING.sub("*", name) for name in kept if not name.startswith(own)}
    return [line for line in rows if "sqlite_sequence" not in line], files


@pytest.fixture
def both(both_master: Path, tmp_path: Path) -> Both:
    found = opened(both_master, tmp_path / "hai bên")
    found.unit.close()
    found.office.close()
    return found


def plan_package(both: Both) -> tuple[Path, Path]:
    """A plan that the unit's store has not; the unit takes it in."""
    target = both.folder / "kế hoạch.qnkh"
    with Store.open(both.office.folder) as store:
        plan = current_plan(store)
        tasks = tuple(replace(one, title=f"{one.title} (sửa)") for one in plan.tasks)
        contents = plan_contents(store, plan=replace(plan, version=2, tasks=tasks))
        write_plan_package(store, target, contents)
    return both.unit.folder, target


def reply(both: Both) -> tuple[Path, Path]:
    """The office returns a row; the unit takes the reply in."""
    with Store.open(both.office.folder) as both.office, Store.open(both.unit.folder) as both.unit:
        path = both.file(both.answer("returned", TASK))
    return both.unit.folder, path


def form(both: Both) -> tuple[Path, Path]:
    """A filled form of the second quarter, which is open."""
    target = both.folder / "biểu.xlsx"
    with Store.open(both.unit.folder) as store:
        export_form(store, "2026-Q2", target)
    book = load_workbook(target)
    for cells in book["Nhiệm vụ"].iter_rows():
        for cell in cells:
            if cell.value in (40, "Đang triển khai"):
                cell.value = 77 if cell.value == 40 else "Hoàn thành"
    book.save(target)
    return both.unit.folder, target


def submission(both: Both) -> tuple[Path, Path]:
    """A package with evidence; an office that has nothing yet takes it in."""
    return make_unit(both.folder / "mới", OFFICE), next(both.folder.glob("gửi */*.qnbc"))


def workbook(both: Both) -> tuple[Path, Path]:
    """The workbook of the report; an office that has nothing yet takes it in."""
    target = both.folder / "báo cáo.xlsx"
    with Store.open(both.unit.folder) as store:
        report = report_in_force(store, Q1)
        assert report is not None
        export_file(store, report.id, FileKind.XLSX, target)
    return make_unit(both.folder / "mới", OFFICE), target


def answer(both: Both) -> tuple[Path, Path]:
    """The office answers what it has; its key, which is made on first use, is there."""
    with Store.open(both.office.folder) as store:
        own_key(store)
    return both.office.folder, next(both.folder.glob("gửi */*.qnbc"))


@pytest.mark.parametrize(
    ("prepare", "script"),
    [
        (submission, IMPORT),
        (workbook, IMPORT),
        (plan_package, IMPORT),
        (form, IMPORT),
        (reply, IMPORT),
        (answer, ANSWER),
    ],
)
def test_killed_it_is_as_before_or_as_after(both: Both, prepare: object, script: str) -> None:
    assert callable(prepare)
    folder, file = prepare(both)
    whole = shutil.copytree(folder, both.folder / "xong")
    before = dump(folder)
    points = int(ended(script, whole, file))
    after = dump(whole)
    assert after != before
    assert points > POINTS
    reached = set()
    for step in range(POINTS):
        last = 1 + step * (points - 1) // (POINTS - 1)
        copy = shutil.copytree(folder, both.folder / f"dở {step}")
        ended(script, copy, file, last)
        found = dump(copy)
        assert found in (before, after), last
        reached.add(found == after)
        with Store.open(copy) as store:
            told = set(verify(store).orphans)
            kept = {str(p.relative_to(copy / "evidence")) for p in (copy / "evidence").rglob("*")
                    if p.is_file()}  # fmt: skip
            named = {row["sha256"] for table in ("received_file", "report_file", "evidence")
                     for row in store.rows(f"SELECT sha256 FROM {table}")}  # fmt: skip
        assert {name for name in kept if name.split("/")[-1] not in named} == told
        shutil.rmtree(copy)
    assert False in reached
    # The same file comes in afterwards as if nothing had been.
    ended(script, folder, file)
    assert dump(folder) == after
