"""Counting by hand what units have typed: from their files by SQL, by the design's own words.

Nothing of the program is used here, so that it cannot agree with itself: neither its queries nor
its rules. What can be read are the deadlines and targets of the 2026 plan.
"""

from __future__ import annotations

import calendar
import json
import re
import sqlite3
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = date(2026, 3, 14)
LETTERS = {
    "done_on_time": "Đ",
    "done_late": "M",
    "done": "H",
    "in_time": "T",
    "overdue": "Q",
    "not_started": "C",
    "on_hold": "N",
    "no_deadline": "K",
}
ORDER = ("done_on_time", "done_late", "done", "in_time", "overdue", "not_started", "on_hold",
         "no_deadline")  # fmt: skip
_QUARTERS = {"i": 3, "ii": 6, "iii": 9, "iv": 12}


@dataclass(frozen=True)
class Point:
    """A dated or undated point of a deadline."""

    number: int
    kind: str  # start, from, phase, finish
    due: date | None


def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def day_in(words: str) -> date | None:
    """The last day that some words name."""
    if found := re.search(r"(\d{1,2})/(\d{1,2})/(\d{4})", words):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if found := re.search(r"tháng (\d{1,2})(?:/| năm )(\d{4})", words):
        return last_day(int(found[2]), int(found[1]))
    if found := re.search(r"quý (iv|i{1,3})/(\d{4})", words):
        return last_day(int(found[2]), _QUARTERS[found[1]])
    if found := re.search(r"(?<!ngoài )năm (\d{4})", words):
        return date(int(found[1]), 12, 31)
    return None


def points_of(deadline: str) -> list[Point]:
    """The points of a deadline of the 2026 plan, in order."""
    found: list[Point] = []
    for part in deadline.lower().split(";"):
        words = part.strip()
        due = day_in(words)
        if due is None and "ngoài năm" not in words:
            continue  # nothing dated: open
        kind = "finish"
        if words.startswith("khởi công"):
            kind = "start"
        elif words.startswith("từ "):
            kind = "from"
        elif "giai đoạn" in words:
            kind = "phase"
        found.append(Point(len(found) + 1, kind, due))
    return found


@dataclass(frozen=True)
class Said:
    """What a unit says of a task."""

    status: str = "not_started"
    completed_on: date | None = None
    difficulty: str = ""
    proposal: str = ""


def standing(
    said: Said, deadline: str, reached: set[int], granted: date | None, as_of: date = AS_OF
) -> str:
    """How a task stands (design, section 2)."""
    points = points_of(deadline)
    ends = [one.due for one in points if one.kind in ("phase", "finish") and one.due]
    due = max(ends, default=None)
    if granted is not None:
        dated = [one for one in points if one.kind != "from" and one.due]
        if dated:
            last = max(dated, key=lambda one: (one.due or date.min, one.number))
            points = [Point(p.number, p.kind, granted) if p is last else p for p in points]
            due = due if last.kind == "start" else granted
        else:
            points.append(Point(len(points) + 1, "finish", granted))
            due = granted
    if said.status == "completed":
        if due is None:
            return "done"
        return "done_on_time" if (said.completed_on or as_of) <= due else "done_late"
    waiting = [p.due for p in points if p.kind != "from" and p.due and p.number not in reached]
    if any(day < as_of for day in waiting):
        return "overdue"
    if said.status == "on_hold":
        return "on_hold"
    if said.status == "not_started":
        return "not_started"
    ahead = any(one.due is not None and one.due >= as_of for one in points)
    return "in_time" if ahead else "no_deadline"


@dataclass(frozen=True)
class Value:
    """What a unit reports of an indicator, as the workbook shows it."""

    code: str
    unit: str
    value: Decimal | None
    kind: str
    words: str
    target: str
    verdict: str


def verdict(target: str, value: Decimal | None, words: str, nature: str) -> str:
    """How a value stands to a target of the 2026 plan; a flow is judged at the year's end."""
    if not target or nature == "flow":
        return ""
    found = re.fullmatch(r"([≥>≤<]?) ?([\d.,]+)(?:-([\d.,]+))?", target)
    if nature == "words" or found is None:
        return "Cần đánh giá" if words or value is not None else "Chưa có số liệu"
    if value is None:
        return "Chưa có số liệu"
    low = number(found[2])
    if found[3]:
        if value > number(found[3]):
            return "Vượt"
        return "Đạt" if value >= low else "Chưa đạt"
    sign = found[1] or "≥"
    met = {"≥": value >= low, ">": value > low, "≤": value <= low, "<": value < low}[sign]
    return "Đạt" if met else "Chưa đạt"


def number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


@dataclass
class Counted:
    """One unit's first quarter, read from its file."""

    code: str
    standings: dict[str, str] = field(default_factory=dict)  # by code of the task
    assigned: set[str] = field(default_factory=set)  # codes, by the plan
    apart: set[str] = field(default_factory=set)  # codes of what is reported by the other channel
    remarks: list[tuple[str, str, str, str]] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    local: int = 0
    revision: int = 0  # of the newest package
    evidence: dict[str, set[str]] = field(default_factory=dict)  # SHA-256 by code of the task


def count(folder: Path) -> Counted:
    """Read a unit's file; the unit's own program need not run."""
    db = sqlite3.connect(f"file:{folder / 'qnapp.db'}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    try:
        return _count(db)
    finally:
        db.close()


def _count(db: sqlite3.Connection) -> Counted:
    (own,) = db.execute("SELECT value FROM setting WHERE key = 'organisation'").fetchone()
    (period,) = db.execute("SELECT id FROM period WHERE code = '2026-Q1'").fetchone()
    (version,) = db.execute("SELECT max(id) FROM plan_version").fetchone()
    found = Counted(own)
    (found.revision,) = db.execute(
        "SELECT coalesce(max(revision), 0) FROM outgoing_package WHERE kind = 'submission'"
    ).fetchone()
    _count_tasks(db, found, period, version)
    _count_values(db, found, period, version)
    return found


def _count_tasks(db: sqlite3.Connection, found: Counted, period: int, version: int) -> None:
    words = {
        row["uid"]: row
        for row in db.execute(
            "SELECT w.*, origin FROM task_words AS w JOIN item USING (uid) WHERE version IN (?, 0) "
            "ORDER BY origin = 'local', position",
            (version,),
        )
    }
    by_code = {row["code"]: row for row in words.values()}
    sure = _surely_given(db, found.code, version)
    found.assigned = {row["code"] for uid, row in words.items() if uid in sure}
    found.apart = {row["code"] for row in words.values() if row["channel"] == "restricted"}
    given = {
        row["uid"]: row["taken"]
        for row in db.execute(
            "SELECT uid, taken FROM assignment WHERE organisation = ?", (found.code,)
        )
    }
    for uid, row in words.items():
        if uid not in given:
            continue
        local = row["origin"] == "local"
        if not given[uid]:
            continue
        said = _said(db, uid, period)
        parent = by_code.get(row["parent"])
        deadline = row["deadline_text"] or (parent["deadline_text"] if parent else "")
        if local:
            found.local += 1
        else:
            reached = {r[0] for r in db.execute("SELECT number FROM milestone_actual WHERE uid = ? "
                                                "AND actual_on <> ''", (uid,))}  # fmt: skip
            found.standings[row["code"]] = standing(said, deadline, reached, _granted(db, uid))
        if row["channel"] != "restricted" and (said.difficulty or said.proposal):
            remark = (row["code"], row["title"], said.difficulty, said.proposal)
            found.remarks.append(remark)
        proofs = db.execute(
            "SELECT sha256 FROM evidence JOIN evidence_link AS l ON l.evidence = evidence.id "
            "WHERE uid = ? AND period = ? AND l.name <> '' AND removed = ''",
            (uid, period),
        )
        found.evidence[row["code"]] = {r[0] for r in proofs}


def _surely_given(db: sqlite3.Connection, own: str, version: int) -> set[str]:
    """Uids that the plan gives for sure to an organisation or to a group that it is in."""
    groups = db.execute(
        "SELECT code, members FROM organisation_group WHERE version = ?", (version,)
    )
    names = {own} | {row["code"] for row in groups if own in json.loads(row["members"])}
    rows = db.execute(
        "SELECT uid, organisation FROM plan_assignment WHERE version = ? AND certainty = 'sure'",
        (version,),
    )
    return {row["uid"] for row in rows if row["organisation"] in names}


def _said(db: sqlite3.Connection, uid: str, period: int) -> Said:
    row = db.execute(
        "SELECT * FROM progress WHERE uid = ? AND period = ?", (uid, period)
    ).fetchone()
    if row is None:
        return Said()
    on = date.fromisoformat(row["completed_on"]) if row["completed_on"] else None
    return Said(row["status"], on, row["difficulty"], row["proposal"])


def _granted(db: sqlite3.Connection, uid: str) -> date | None:
    row = db.execute(
        "SELECT due FROM extension WHERE uid = ? AND granted = 1 AND removed = '' ORDER BY id DESC",
        (uid,),
    ).fetchone()
    return date.fromisoformat(row["due"]) if row else None


def _count_values(db: sqlite3.Connection, found: Counted, period: int, version: int) -> None:
    rows = db.execute(
        "SELECT w.uid, w.code, w.unit, w.nature FROM indicator_words AS w "
        "JOIN assignment USING (uid) WHERE version = ? AND assignment.organisation = ? AND taken "
        "ORDER BY position",
        (version, found.code),
    ).fetchall()
    for row in rows:
        target = _target(db, found.code, row["uid"], version)
        measured = db.execute(
            "SELECT * FROM measurement WHERE uid = ? AND period = ?", (row["uid"], period)
        ).fetchone()
        told = {
            name: measured[name] if measured else ""
            for name in ("actual", "estimate", "cumulative", "words")
        }
        first = ("cumulative", "actual", "estimate")
        order = first if row["nature"] == "flow" else ("actual", "estimate", "cumulative")
        name = next((one for one in order if told[one]), "")
        value = Decimal(told[name]) if name else None
        kind = {"": "", "estimate": "ước"}.get(name, "thực hiện")
        judged = verdict(target, value, told["words"], row["nature"])
        found.values.append(
            Value(row["code"], row["unit"], value, kind, told["words"], target, judged)
        )


def _target(db: sqlite3.Connection, own: str, uid: str, version: int) -> str:
    row = (
        db.execute(
            "SELECT text FROM own_target WHERE organisation = ? AND uid = ? AND text <> ''",
            (own, uid),
        ).fetchone()
        or db.execute(
            "SELECT text FROM plan_target WHERE organisation = ? AND uid = ? AND version = ?",
            (own, uid, version),
        ).fetchone()
    )
    return row["text"] if row else ""
