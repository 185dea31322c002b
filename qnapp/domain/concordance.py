"""Which paragraph of the resolution speaks of which task or indicator, and the way back.

The annexes do not say where their rows stand in the text. Three ways are tried, the surest first:
the plan names the paragraph itself; the wording of the row stands in a paragraph; the section of
the annex stands as a heading. How it was found is told, so that nobody takes a guess for a fact.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.domain.plan import Indicator, Origin
from qnapp.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qnapp.domain.plan import Paragraph, Plan, Task

    Pairs = frozenset[tuple[str, str]]

HEADING = "heading"
LIST = "list"
SIGNATURE = "signature"

# Measured on the 2026 resolution: pairs of neighbouring words weighed by how rare they are. Below
# these the best paragraph is no better than a chance one.
_SHARE = 0.55  # of the row's own weight that the paragraph must hold
_WEIGHT = 12.0  # so that two rare words alone do not decide
_LEAD = 1.25  # over the next best paragraph
_WORD = re.compile(r"\w+")


class Found(StrEnum):
    """How a paragraph was found."""

    NAMED = "named"  # the plan says so
    WORDED = "worded"  # it holds the row's wording
    SECTION = "section"  # only the heading of the row's section


@dataclass(frozen=True, slots=True)
class Place:
    """Where the resolution speaks of a row."""

    paragraph: str  # id
    found: Found


def may_speak_of(plan: Plan, item: Task | Indicator) -> bool:
    """Whether it is worth looking: the plan came with its text, and the row with the plan."""
    return bool(plan.paragraphs) and item.origin is not Origin.LOCAL


class Concordance:
    """Worked out once for a plan version; looking up costs nothing."""

    def __init__(self, plan: Plan) -> None:
        self.paragraphs = plan.paragraphs
        self._places: dict[str, tuple[Place, ...]] = {}
        self._items: defaultdict[str, dict[str, Found]] = defaultdict(dict)
        body = [p for p in plan.paragraphs if p.kind != HEADING and p.section != SIGNATURE]
        self._texts = _Wordings(body)
        self._headings = _Wordings([p for p in plan.paragraphs if p.kind == HEADING])
        titles = {section.code: section.title for section in plan.task_sections}
        for task in plan.tasks:
            self._note(plan, task, titles.get(task.section, ""))
        for indicator in plan.indicators:
            self._note(plan, indicator, "")

    def places_of(self, uid: str) -> tuple[Place, ...]:
        """Where the resolution speaks of a task or indicator, the surest first; () for nowhere."""
        return self._places.get(uid, ())

    def items_of(self, paragraph_id: str) -> Mapping[str, Found]:
        """Uids of the rows that a paragraph speaks of, in printed order; of a heading its whole."""
        found: dict[str, Found] = {}
        for one in self._reach(paragraph_id):
            for uid, how in self._items.get(one, {}).items():
                if how is not Found.SECTION or one == paragraph_id:
                    found.setdefault(uid, how)
        return found

    def _reach(self, paragraph_id: str) -> Iterable[str]:
        """Ids of the paragraph and, for a heading, of all that stands below it."""
        at = next((p for p in self.paragraphs if p.id == paragraph_id), None)
        if at is None or at.kind != HEADING or not at.section:
            return (paragraph_id,)
        inside = (at.section, at.section + ".")
        return tuple(
            p.id for p in self.paragraphs if p.section == inside[0] or p.section.startswith(inside)
        )

    def _note(self, plan: Plan, item: Task | Indicator, section_title: str) -> None:
        named = [item.paragraph, *(r.paragraph for r in plan.repeats if r.code == item.code)]
        known = {p.id for p in plan.paragraphs}
        places = [Place(one, Found.NAMED) for one in dict.fromkeys(named) if one in known]
        alike = self._numbered(item) or ("" if places else self._texts.best(item.title))
        if alike and alike not in named:
            places.append(Place(alike, Found.WORDED))
        if not places and section_title and (heading := self._headings.best(section_title)):
            places.append(Place(heading, Found.SECTION))
        self._places[item.uid] = tuple(places)
        for place in places:
            self._items[place.paragraph][item.uid] = place.found

    def _numbered(self, item: Task | Indicator) -> str:
        """Id of the one paragraph that lists an indicator by its printed number: "(17) Đạt …"."""
        number = re.match(r"\d+", item.code) if isinstance(item, Indicator) else None
        if number is None:
            return ""
        sign = f"({number[0]}) "
        found = [p.id for p in self.paragraphs if p.kind == LIST and sign in p.text]
        return found[0] if len(found) == 1 else ""


class _Wordings:
    """Paragraphs by the pairs of neighbouring words that they hold."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._pairs = {p.id: _pairs(p.text) for p in paragraphs}
        spread = Counter(pair for pairs in self._pairs.values() for pair in pairs)
        self._rarity = {pair: math.log(len(paragraphs) / n) for pair, n in spread.items()}
        self._unseen = math.log(2 * max(len(paragraphs), 1))

    def best(self, words: str) -> str:
        """Id of the one paragraph that clearly holds ``words``, "" where none does."""
        asked = _pairs(words)
        whole = sum(self._rarity.get(pair, self._unseen) for pair in asked)
        weights = {
            one: sum(self._rarity[pair] for pair in asked & pairs)
            for one, pairs in self._pairs.items()
        }
        ranked = sorted(weights, key=lambda one: -weights[one])
        if not ranked:
            return ""
        first = weights[ranked[0]]
        second = weights[ranked[1]] if len(ranked) > 1 else 0.0
        clear = first >= _WEIGHT and first >= _SHARE * whole and first >= _LEAD * second
        return ranked[0] if clear else ""


def _pairs(text: str) -> Pairs:
    words = _WORD.findall(fold(text))
    return frozenset(itertools.pairwise(words))
