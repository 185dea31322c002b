"""The words of a deadline, read as dated points (design, section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class MilestoneKind(StrEnum):
    """What is to happen at a point."""

    START = "start"  # khởi công
    PHASE = "phase"  # giai đoạn
    FINISH = "finish"
    FROM = "from"  # từ ...: the first day, no day to meet


class Recurrence(StrEnum):
    """How often work comes back."""

    MONTH = "month"
    QUARTER = "quarter"
    ALWAYS = "always"  # thường xuyên, hằng tuần, hằng năm


@dataclass(frozen=True, slots=True)
class Milestone:
    """One point of a deadline."""

    label: str  # lower case: "khởi công", "hoàn thành", "giai đoạn 1"
    kind: MilestoneKind
    due: date | None  # None: named, but not at a date


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline's words and what was understood of them."""

    text: str  # exactly as given
    milestones: tuple[Milestone, ...]  # in the order of the words
    due: date | None  # the last dated finish or phase
    open: bool  # the words hold no date at all
    recurring: Recurrence | None
    readable: bool  # False: a person has to say the date


def parse_deadline(text: str, year: int) -> Deadline:
    """Read a deadline's words; ``year`` counts only where they name none. Never raises."""
    raise NotImplementedError
