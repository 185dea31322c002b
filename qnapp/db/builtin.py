"""The plan that ships with the program: Nghị quyết số 05-NQ/TU for 2026."""

from __future__ import annotations

import functools
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from qnapp.assets import asset_json
from qnapp.db.builtin_duties import DUTY_SECTION, duty_assignments, duty_tasks
from qnapp.domain.plan import (
    Assignment,
    Certainty,
    Channel,
    Group,
    Indicator,
    Nature,
    Organisation,
    Origin,
    Paragraph,
    Plan,
    Repeat,
    Role,
    Section,
    Task,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    Doubts = Mapping[str, tuple[str, ...]]

PROVINCE = "QN"  # code of the organisation whose targets are the plan's
PLAN_UID = "NQ05-2026"
PROSE_GROUP = Section("NQ", "Chỉ tiêu trong lời văn Nghị quyết")

# Defence and security: what is reported of these must not travel by ordinary e-mail.
_RESTRICTED = frozenset({"3.10.1", "3.10.2", "3.10.3", "6.1", "6.2"})
# The prose states twelve targets, in this order: what each repeats, "" for a new one.
_REPEATED = ("2.1", "", "", "", "2.16.3", "3.7", "3.7", "3.7", "10", "3.13", "4.2", "4.12")
# Bodies that take the reports of others in: the province's office, and the State side's committee.
_RECEIVERS = frozenset({"VPTU", "DUUBND"})
# Members of the groups, which resources/plan-2026/assignments.json tells in words.
_DIRECT_BODIES = ("DUHDND", "DUUBND", "DUCA", "DUQS")
_PARTY_BODIES = ("VPTU", "BTCTU", "BTGDVTU", "BNCTU", "UBKTTU")


def receives_reports(code: str) -> bool:
    """Whether an organisation usually takes reports of others in: proposed at the first run."""
    return code in _RECEIVERS


@functools.cache
def builtin_plan() -> Plan:
    """The 2026 plan from ``resources/plan-2026``.

    108 tasks and TC-1 to TC-10, 34 indicators and CT-NQ1 to CT-NQ3, with doubts, repeats,
    assignments and organisations.
    """
    annexes, prose = (
        asset_json("plan-2026", "plan.json"),
        asset_json("plan-2026", "resolution.json"),
    )
    document = annexes["document"]
    doubts = _doubts(annexes["doubts"], "code")
    tasks = tuple(_task(entry, doubts) for entry in annexes["tasks"])
    indicators = tuple(_indicator(entry, doubts) for entry in annexes["indicators"])
    duties = duty_tasks(PLAN_UID, prose)
    return Plan(
        uid=PLAN_UID,
        year=2026,
        version=1,
        number=document["number"],
        issued_on=date.fromisoformat(document["date"]),
        issuer=document["issuer"],
        title=document["title"],
        signer=document["signer"],
        theme=document["theme"],
        task_sections=(*_sections(annexes["task_sections"]), DUTY_SECTION),
        tasks=(*tasks, *duties),
        indicator_groups=(*_sections(annexes["indicator_groups"]), PROSE_GROUP),
        indicators=(*indicators, *_prose_indicators(prose)),
        paragraphs=_paragraphs(prose),
        repeats=_repeats(prose),
        assignments=(
            *_assignments(),
            *_indicator_leads(indicators),
            *duty_assignments(duties),
        ),
        groups=_groups(),
        organisations=builtin_organisations(),
    )


@functools.cache
def builtin_organisations() -> tuple[Organisation, ...]:
    """54 units, then the provincial bodies that the resolution names."""
    units = [
        Organisation(
            code=entry["code"],
            name=entry["name"],
            kind=entry["kind"],
            short=entry["short"],
            party_name=entry["party_name"],
            state_name=entry["state_name"],
            aliases=tuple(entry["aliases"]),
        )
        for entry in asset_json("plan-2026", "units.json")
    ]
    bodies = [
        Organisation(entry["code"], entry["name"], "cơ quan", aliases=tuple(entry["aliases"]))
        for entry in asset_json("plan-2026", "bodies.json")
    ]
    return (*units, *bodies)


def _sections(entries: list[dict[str, str]]) -> tuple[Section, ...]:
    return tuple(Section(entry["code"], entry["title"]) for entry in entries)


def _doubts(entries: list[dict[str, str]], key: str) -> Doubts:
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for entry in entries:
        found[entry[key]] += (entry["doubt"],)
    return found


def _task(entry: dict[str, Any], doubts: Doubts) -> Task:
    code = entry["code"]
    return Task(
        uid=entry["uid"],
        code=code,
        label=entry["label"],
        section=entry["section"],
        title=entry["title"],
        parent=entry["parent"],
        lead=tuple(entry["lead"]),
        support=tuple(entry["support"]),
        deadline_text=entry["deadline_text"],
        channel=Channel.RESTRICTED if code in _RESTRICTED else Channel.ORDINARY,
        doubts=doubts.get(code, ()),
    )


def _indicator(entry: dict[str, str], doubts: Doubts) -> Indicator:
    return Indicator(
        uid=entry["uid"],
        code=entry["code"],
        label=entry["label"],
        group=entry["group"],
        title=entry["title"],
        unit=entry["unit"],
        nature=Nature(entry["nature"]),
        target_text=entry["target_text"],
        lead=entry["lead"],
        doubts=doubts.get(entry["code"], ()),
    )


def _prose_indicators(prose: dict[str, Any]) -> tuple[Indicator, ...]:
    """Targets that only the text states; they add up over the year."""
    new = [
        entry
        for entry, repeated in zip(prose["targets_in_text"], _REPEATED, strict=True)
        if not repeated
    ]
    return tuple(
        Indicator(
            uid=f"{PLAN_UID}/CT-NQ{number}",
            code=f"CT-NQ{number}",
            label="",
            group=PROSE_GROUP.code,
            title=entry["title"],
            unit=entry["unit"],
            nature=Nature.FLOW,
            target_text=entry["target_text"],
            origin=Origin.PROSE,
            paragraph=entry["paragraph"],
        )
        for number, entry in enumerate(new, start=1)
    )


def _repeats(prose: dict[str, Any]) -> tuple[Repeat, ...]:
    return tuple(
        Repeat(repeated, entry["title"], entry["target_text"], entry["paragraph"])
        for entry, repeated in zip(prose["targets_in_text"], _REPEATED, strict=True)
        if repeated
    )


def _paragraphs(prose: dict[str, Any]) -> tuple[Paragraph, ...]:
    doubts = _doubts(prose["doubts"], "paragraph")
    return tuple(
        Paragraph(
            entry["id"], entry["section"], entry["kind"], entry["text"], doubts.get(entry["id"], ())
        )
        for entry in prose["paragraphs"]
    )


def _assignments() -> tuple[Assignment, ...]:
    return tuple(
        Assignment(
            entry["uid"],
            entry["organisation"],
            Role(entry["role"]),
            Certainty(entry["certainty"]),
            entry["reason"],
        )
        for entry in asset_json("plan-2026", "assignments.json")["assignments"]
    )


def _indicator_leads(indicators: tuple[Indicator, ...]) -> tuple[Assignment, ...]:
    """Who leads an indicator, by the names and second spellings of the bodies."""
    codes = {
        name: body.code for body in builtin_organisations() for name in (body.name, *body.aliases)
    }
    return tuple(
        Assignment(one.uid, codes[one.lead], Role.LEAD, Certainty.SURE, one.lead)
        for one in indicators
        if one.lead in codes
    )


def _groups() -> tuple[Group, ...]:
    units = tuple(entry["code"] for entry in asset_json("plan-2026", "units.json"))
    members = {
        "@units": units,
        "@direct": (*units, *_DIRECT_BODIES),
        "@party": _PARTY_BODIES,
    }
    titles = asset_json("plan-2026", "assignments.json")["groups"]
    return tuple(Group(code, titles[code]["title"], members[code]) for code in members)
