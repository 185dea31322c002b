"""One version of a yearly plan as plain data: what the resolution says, before anyone reports.

Everything here is frozen and compares by value, so that two versions can be set side by side.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.records import dataclass

if TYPE_CHECKING:
    from datetime import date


class Origin(StrEnum):
    """Where a task or indicator comes from."""

    PLAN = "plan"  # the annexes of the resolution
    DUTY = "duty"  # section III of the resolution: TC-1 ... TC-10
    PROSE = "prose"  # a target that only the text states: CT-NQ1 ... CT-NQ3
    LOCAL = "local"  # the organisation's own


class Channel(StrEnum):
    """How what is reported may travel."""

    ORDINARY = "ordinary"
    RESTRICTED = "restricted"  # đường mật: only number and date of the separate report


class Nature(StrEnum):
    """How an indicator's value behaves."""

    FLOW = "flow"  # adds up over the year
    LEVEL = "level"  # stands at a date
    WORDS = "words"  # has no number


class Role(StrEnum):
    """What an organisation is in a task."""

    LEAD = "lead"  # chủ trì
    SUPPORT = "support"  # phối hợp
    CONCERNED = "concerned"  # liên quan


class Certainty(StrEnum):
    """Whether an assignment is stated or only guessed."""

    SURE = "sure"
    SUGGEST = "suggest"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of one of the two annexes, or of section III."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Task:
    """A task as one plan version words it; ``lead`` and ``support`` as printed in its own row."""

    uid: str
    code: str
    label: str
    section: str
    title: str
    parent: str = ""  # code of the parent row, "" for none
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    deadline_text: str = ""
    origin: Origin = Origin.PLAN
    channel: Channel = Channel.ORDINARY
    continues: str = ""  # uid of last year's task
    doubts: tuple[str, ...] = ()
    paragraph: str = ""  # id of the resolution's paragraph, where one is known


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator as one plan version words it. ``target_text`` is the province's."""

    uid: str
    code: str
    label: str
    group: str
    title: str
    unit: str
    nature: Nature
    target_text: str
    lead: str = ""
    origin: Origin = Origin.PLAN
    doubts: tuple[str, ...] = ()
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the resolution's body, in printed order."""

    id: str
    section: str
    kind: str  # heading, text, list
    text: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """A target of the prose that repeats an annex row: shown beside it, never typed twice."""

    code: str  # code of the task or indicator that it repeats
    title: str
    target_text: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who does what: ``uid`` of a task or indicator, and the code of an organisation or group."""

    uid: str
    organisation: str
    role: Role
    certainty: Certainty
    reason: str


COMMUNE_KINDS = ("phường", "xã", "đặc khu")


@dataclass(frozen=True, slots=True)
class Group:
    """Several organisations under one name, for example ``@units``."""

    code: str
    title: str
    members: tuple[str, ...]  # codes of organisations, groups resolved


@dataclass(frozen=True, slots=True)
class Organisation:
    """A unit, a provincial body, or one that was typed in."""

    code: str
    name: str
    kind: str  # phường, xã, đặc khu, cơ quan, khác
    short: str = ""
    party_name: str = ""
    state_name: str = ""
    parent: str = ""  # words of the letterhead's first line; "" takes the profile's own
    symbol: str = ""  # ký hiệu of the issuing organisation, for example "ĐU"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan version."""

    uid: str  # "NQ05-2026"
    year: int
    version: int
    number: str  # "05-NQ/TU"
    issued_on: date
    issuer: str
    title: str
    signer: str
    theme: str
    task_sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    indicator_groups: tuple[Section, ...]
    indicators: tuple[Indicator, ...]
    paragraphs: tuple[Paragraph, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    groups: tuple[Group, ...] = ()
    organisations: tuple[Organisation, ...] = field(default=(), repr=False)


def is_code(text: str) -> bool:
    """Whether something typed can be the code of a task: "3.2", "HT.01", "2a (bổ sung)".

    It begins with a letter or digit and ends with one, or with a bracket, and no two marks stand
    side by side: ".2" and "3..2" are slips.
    """
    return bool(text[:1].isalnum() and (text[-1].isalnum() or text[-1] == ")")) and not any(
        one in text for one in ("..", ",,", "--", "//")
    )
