"""Records from rows of the database."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from qnapp.domain.periods import Period, PeriodKind
from qnapp.domain.plan import Channel, Indicator, Nature, Origin, Paragraph, Task
from qnapp.domain.reporting import (
    Evidence,
    Extension,
    Measurement,
    Progress,
    Status,
    Verdict,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


def day(text: str) -> date | None:
    """A stored date; "" is None."""
    return date.fromisoformat(text) if text else None


def day_of(moment: str) -> date | None:
    """The calendar day of a stored moment, where it was written; "" is None."""
    return datetime.fromisoformat(moment).date() if moment else None


def number(text: str) -> Decimal | None:
    """A stored decimal; "" is None."""
    return Decimal(text) if text else None


def task_from(row: sqlite3.Row) -> Task:
    """A task in the words of one version."""
    return Task(
        uid=row["uid"],
        code=row["code"],
        label=row["label"],
        section=row["section"],
        title=row["title"],
        parent=row["parent"],
        lead=tuple(json.loads(row["lead"])),
        support=tuple(json.loads(row["support"])),
        deadline_text=row["deadline_text"],
        origin=Origin(row["origin"]),
        channel=Channel(row["channel"]),
        continues=row["continues"],
        doubts=tuple(json.loads(row["doubts"])),
        paragraph=row["paragraph"],
    )


def indicator_from(row: sqlite3.Row) -> Indicator:
    """An indicator in the words of one version; the row carries the province's ``target_text``."""
    return Indicator(
        uid=row["uid"],
        code=row["code"],
        label=row["label"],
        group=row["section"],
        title=row["title"],
        unit=row["unit"],
        nature=Nature(row["nature"]),
        target_text=row["target_text"],
        lead=row["lead"],
        origin=Origin(row["origin"]),
        doubts=tuple(json.loads(row["doubts"])),
        paragraph=row["paragraph"],
    )


def task_columns(one: Task, version: int, position: int) -> dict[str, Any]:
    """Columns of a task's words in one version; version 0 for local tasks."""
    names = ("uid", "code", "label", "section", "title", "parent", "deadline_text", "paragraph")
    columns: dict[str, Any] = {name: getattr(one, name) for name in names}
    for name in ("lead", "support", "doubts"):
        columns[name] = words(getattr(one, name))
    return {**columns, "channel": str(one.channel), "version": version, "position": position}


def indicator_columns(one: Indicator, version: int, position: int) -> dict[str, Any]:
    """Columns of an indicator's words in one version; version 0 for local ones."""
    names = ("uid", "code", "label", "title", "unit", "lead", "paragraph")
    columns: dict[str, Any] = {name: getattr(one, name) for name in names}
    columns |= {"section": one.group, "nature": str(one.nature), "doubts": words(one.doubts)}
    return {**columns, "version": version, "position": position}


def words(texts: Iterable[str]) -> str:
    """Several texts as one column holds them."""
    return json.dumps(list(texts), ensure_ascii=False)


def paragraph_from(row: sqlite3.Row) -> Paragraph:
    """A paragraph of the resolution."""
    return Paragraph(
        row["id"], row["section"], row["kind"], row["text"], tuple(json.loads(row["doubts"]))
    )


def period_from(row: sqlite3.Row) -> Period:
    """A period of the calendar."""
    return Period(
        row["code"],
        PeriodKind(row["kind"]),
        row["year"],
        row["name"],
        row["short"],
        *(date.fromisoformat(row[name]) for name in ("start", "cutoff", "due", "as_of")),
    )


def progress_from(row: sqlite3.Row) -> Progress:
    """What the clerk said of a task; an untouched row was only carried over."""
    touched = bool(row["touched"])
    progress = Progress(
        status=Status(row["status"]),
        percent=row["percent"],
        result=row["result"],
        delay_reason=row["delay_reason"],
        difficulty=row["difficulty"],
        proposal=row["proposal"],
        next_step=row["next_step"],
        completed_on=day(row["completed_on"]),
        expected_on=day(row["expected_on"]),
        restricted_number=row["restricted_number"],
        restricted_on=day(row["restricted_on"]),
        updated_on=day_of(row["updated_at"]) if touched else None,
    )
    return progress if touched or progress == Progress() else replace(progress, carried=True)


def measurement_from(row: sqlite3.Row) -> Measurement:
    """Values of an indicator; a row that was emptied again is none."""
    measurement = Measurement(
        actual=number(row["actual"]),
        estimate=number(row["estimate"]),
        cumulative=number(row["cumulative"]),
        same_period_last_year=number(row["same_period_last_year"]),
        words=row["words"],
        note=row["note"],
        contested=Verdict(row["contested"]) if row["contested"] else None,
        contest_reason=row["contest_reason"],
    )
    if measurement == Measurement():
        return measurement
    return replace(measurement, updated_on=day_of(row["updated_at"]))


def extension_from(row: sqlite3.Row) -> Extension:
    """An extension of a task's deadline."""
    return Extension(
        row["id"], date.fromisoformat(row["due"]), row["document"], bool(row["granted"])
    )


def evidence_from(row: sqlite3.Row) -> Evidence:
    """A piece of evidence; one without content is handed in later."""
    return Evidence(
        id=row["id"],
        name=row["name"],
        sha256=row["sha256"],
        size=row["size"],
        number=row["number"],
        issued_on=day(row["issued_on"]),
        title=row["title"],
        added_on=day_of(row["added_at"]),
        deferred=not row["sha256"],
        intact=None if row["intact"] is None else bool(row["intact"]),
        promised_on=day(row["promised_on"]),
    )
