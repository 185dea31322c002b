"""Small factories for rows, and the real plan of 2026 read from its files."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from qnapp.assets import asset_json
from qnapp.domain.deadlines import Deadline, Milestone, MilestoneKind
from qnapp.domain.periods import Period, PeriodKind
from qnapp.domain.plan import (
    Assignment,
    Certainty,
    Channel,
    Group,
    Indicator,
    Nature,
    Organisation,
    Paragraph,
    Plan,
    Role,
    Task,
)
from qnapp.domain.reporting import (
    Evidence,
    IndicatorRow,
    Measurement,
    MilestoneState,
    Progress,
    Status,
    TaskRow,
    Worksheet,
)
from qnapp.domain.standings import milestone_states, standing_of
from qnapp.domain.targets import Target, TargetKind

ISSUED = date(2025, 12, 9)
CUTOFF = date(2026, 6, 14)
TODAY = date(2026, 6, 5)  # the day of the pictures

HA_TU = Organisation("06652", "Phường Hà Tu", "phường", short="Hà Tu")
PLAN = Plan(
    "NQ05-2026", 2026, 1, "05-NQ/TU", ISSUED, "", "", "", "", task_sections=(), tasks=(),
    indicator_groups=(), indicators=(),
)  # fmt: skip
HALF_YEAR = Period(
    "2026-Q2", PeriodKind.Q2, 2026, "6 tháng năm 2026", "6 tháng",
    date(2026, 3, 15), CUTOFF, date(2026, 6, 20), CUTOFF,
)  # fmt: skip
WHOLE_YEAR = Period(
    "2026-Q4", PeriodKind.Q4, 2026, "Năm 2026", "Năm",
    date(2026, 9, 15), date(2026, 12, 14), date(2026, 12, 20), date(2026, 12, 31),
)  # fmt: skip

_LABELS = {
    MilestoneKind.START: "khởi công",
    MilestoneKind.PHASE: "giai đoạn 1",
    MilestoneKind.FINISH: "hoàn thành",
    MilestoneKind.FROM: "từ",
}


def make_task(code: str = "1.18", **changes: Any) -> Task:
    """A task of the plan."""
    return replace(Task(f"NQ05-2026/{code}", code, code, "1", "Sắp xếp các thôn"), **changes)


def point(
    due: date | None,
    kind: MilestoneKind = MilestoneKind.FINISH,
    actual_on: date | None = None,
    number: int = 1,
) -> MilestoneState:
    """A milestone and when it was reached."""
    return MilestoneState(number, _LABELS[kind], kind, due, actual_on)


def make_deadline(
    *points: MilestoneState, text: str = "Năm 2026", readable: bool = True
) -> Deadline:
    """A deadline with these points, reached or not."""
    milestones = tuple(Milestone(p.label, p.kind, p.due) for p in points)
    ends = [
        p.due for p in points if p.due and p.kind in (MilestoneKind.PHASE, MilestoneKind.FINISH)
    ]
    dated = any(p.due for p in points)
    return Deadline(text, milestones, max(ends, default=None), not dated, None, readable)


def make_row(
    *points: MilestoneState, code: str = "1.18", as_of: date = CUTOFF, **changes: Any
) -> TaskRow:
    """A row in progress that the organisation follows, updated in this period."""
    progress = Progress(
        Status.IN_PROGRESS, percent=80, result="Đã họp", updated_on=date(2026, 6, 1)
    )
    points = tuple(replace(p, number=at) for at, p in enumerate(points, start=1))
    deadline = make_deadline(*points)
    actuals = {p.number: p.actual_on for p in points if p.actual_on}
    row = TaskRow(
        task=make_task(code), parent=None, lead=("Đảng ủy UBND tỉnh",), support=(),
        deadline=deadline, milestones=milestone_states(deadline, actuals), extension=None,
        due=deadline.due, heading=False, taken=True, role=Role.CONCERNED,
        certainty=Certainty.SURE, reason="phường Hà Tu", officer="Đỗ Thị Hậu", progress=progress,
        previous=None, evidence=(), standing=None,
    )  # fmt: skip
    row = replace(row, **changes)
    standing = standing_of(row.progress, row.milestones, row.due, as_of)
    return replace(row, standing=None if row.heading else standing)


def with_progress(row: TaskRow, **changes: Any) -> TaskRow:
    """The same row with other words of the clerk."""
    return replace(row, progress=replace(row.progress, **changes))


def restricted(row: TaskRow) -> TaskRow:
    """The same row, reported by the separate channel."""
    return replace(row, task=replace(row.task, channel=Channel.RESTRICTED))


def make_evidence(name: str = "Phương án.pdf", **changes: Any) -> Evidence:
    """A document that is kept whole."""
    return replace(Evidence(1, name, "ab" * 32, 1024, intact=True), **changes)


def make_indicator(
    code: str = "22a", nature: Nature = Nature.LEVEL, *, own_target: bool = True, **measured: Any
) -> IndicatorRow:
    """An indicator that the organisation follows, with what was measured."""
    words = nature is Nature.WORDS
    target = Target(TargetKind.TEXT, None, None, "Không còn hộ nghèo")
    if not words:
        target = Target(TargetKind.GE, Decimal(90), None, "≥90")
    indicator = Indicator(
        f"NQ05-2026/CT-{code}", code, code, "I", "Tỷ lệ thu gom", "%", nature, target.text
    )
    return IndicatorRow(
        indicator, target, target if own_target else None, 1 if own_target else None,
        followed=True, measurement=Measurement(**measured), previous=None, evidence=(),
        verdict=None, share=None,
    )  # fmt: skip


def make_sheet(
    *rows: TaskRow | IndicatorRow, period: Period = HALF_YEAR, plan: Plan = PLAN
) -> Worksheet:
    """All that Phường Hà Tu has of a period."""
    return Worksheet(
        HA_TU, plan, period, period.as_of, locked=False,
        tasks=tuple(row for row in rows if isinstance(row, TaskRow)),
        indicators=tuple(row for row in rows if isinstance(row, IndicatorRow)),
    )  # fmt: skip


# ------------------------------------------------------------------------------- the real plan


@functools.cache
def real_organisations() -> tuple[Organisation, ...]:
    """54 units and 11 bodies."""
    units = asset_json("plan-2026", "units.json")
    bodies = asset_json("plan-2026", "bodies.json")
    return tuple(_organisation(entry) for entry in (*units, *bodies))


def _organisation(entry: dict[str, Any]) -> Organisation:
    return Organisation(
        entry["code"], entry["name"], entry.get("kind", "cơ quan"), entry.get("short", ""),
        entry.get("party_name", ""), entry.get("state_name", ""), aliases=tuple(entry["aliases"]),
    )  # fmt: skip


@functools.cache
def real_groups() -> tuple[Group, ...]:
    """The three groups that the plan's words name, as assignments.json describes them."""
    titles = {
        code: group["title"]
        for code, group in asset_json("plan-2026", "assignments.json")["groups"].items()
    }
    units = tuple(org.code for org in real_organisations() if org.kind != "cơ quan")
    members = {
        "@units": units,
        "@direct": (*units, "DUHDND", "DUUBND", "DUCA", "DUQS"),
        "@party": ("VPTU", "BTCTU", "BTGDVTU", "BNCTU", "UBKTTU"),
    }
    return tuple(Group(code, titles[code], members[code]) for code in members)


@functools.cache
def real_plan() -> Plan:
    """The annexes and paragraphs of 2026 with the curated assignments, without the duties."""
    data = asset_json("plan-2026", "plan.json")
    paragraphs = asset_json("plan-2026", "resolution.json")["paragraphs"]
    curated = asset_json("plan-2026", "assignments.json")["assignments"]
    return replace(
        PLAN,
        tasks=tuple(_task(entry) for entry in data["tasks"]),
        indicators=tuple(_indicator(entry) for entry in data["indicators"]),
        paragraphs=tuple(
            Paragraph(entry["id"], entry["section"], entry["kind"], entry["text"])
            for entry in paragraphs
        ),
        assignments=tuple(_assignment(entry) for entry in curated),
        groups=real_groups(),
        organisations=real_organisations(),
    )


def _task(entry: dict[str, Any]) -> Task:
    return Task(
        entry["uid"], entry["code"], entry["label"], entry["section"], entry["title"],
        entry["parent"], tuple(entry["lead"]), tuple(entry["support"]), entry["deadline_text"],
    )  # fmt: skip


def _indicator(entry: dict[str, Any]) -> Indicator:
    return Indicator(
        entry["uid"], entry["code"], entry["label"], entry["group"], entry["title"], entry["unit"],
        Nature(entry["nature"]), entry["target_text"], entry["lead"],
    )  # fmt: skip


def _assignment(entry: dict[str, Any]) -> Assignment:
    return Assignment(
        entry["uid"], entry["organisation"], Role(entry["role"]), Certainty(entry["certainty"]),
        entry["reason"],
    )  # fmt: skip
