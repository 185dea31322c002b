"""What a plan asks an indicator to reach: the words, read as a comparator or a range."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from qnapp.domain.reporting import Verdict


class TargetKind(StrEnum):
    """How a value is compared."""

    GT = "gt"
    GE = "ge"
    LT = "lt"
    LE = "le"
    EQ = "eq"
    RANGE = "range"
    TEXT = "text"  # words without a number that could be compared


@dataclass(frozen=True, slots=True)
class Target:
    """A target: gt, ge, eq use ``low`` (eq has both the same), lt and le ``high``, range both."""

    kind: TargetKind
    low: Decimal | None
    high: Decimal | None
    text: str  # as printed


def parse_target(text: str) -> Target:
    """Read a target's words; what can be read in two ways is ``TEXT``, never guessed."""
    raise NotImplementedError


def judge(target: Target, value: Decimal | None) -> Verdict:
    """How ``value`` stands against ``target``."""
    raise NotImplementedError


def share_of_target(target: Target, value: Decimal | None) -> Decimal | None:
    """Percent of the plan, rounded half up to one decimal; None where there is none."""
    raise NotImplementedError
