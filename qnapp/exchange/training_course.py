"""How a made-up organisation gets on with one task over the year, and what it says of it.

What is said is data (``resources/sample/stories.json``): texts written for a task, else for tasks
of its kind, told by the words of its title. When things are done follows from a few rules and is
the same whichever period asks, so that no report contradicts the one before: a percentage never
falls, and what was overdue is not done in time later.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from qnapp.assets import asset_json
from qnapp.domain.deadlines import MilestoneKind
from qnapp.domain.reporting import Progress, Status
from qnapp.domain.standings import missed_milestones
from qnapp.text import fold, format_date, format_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.domain.plan import Organisation
    from qnapp.domain.reporting import MilestoneState, TaskRow

Choice = TypeVar("Choice")

BODY = "cơ quan"  # kind of the provincial bodies
_PROOF = "bien-ban.pdf"
_PLACES = {"phường": "khu phố"}  # else "thôn"
_NOT_YET = 15  # percent: the most that is done of a building that has not been begun
_BUILDING = timedelta(days=540)  # where the plan says only when to begin


@dataclass(frozen=True, slots=True)
class Story:
    """What is said of a task, or of tasks of one kind. Texts have ``{n}``, ``{k}`` and so on."""

    steps: tuple[tuple[int, str], ...]  # from which percentage on, in order
    delays: tuple[str, ...]
    count: tuple[int, int]  # of what there are ``{n}``, from and to
    codes: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()  # of the folded title
    starts: bool = False  # for all tasks that begin with a dated start
    units: bool = False  # for communes alone
    lasts: bool = False  # all the year
    within: int = 0  # days from the resolution, where no deadline is given
    done: date | None = None  # a day that all share
    mark: str = "BC"  # kind of the document that ends it, as its number tells
    evidence: str = ""  # title of what proves it
    file: str = _PROOF
    troubles: tuple[tuple[str, str], ...] = ()  # difficulty and what is proposed
    held: str = "Tạm dừng, chờ hướng dẫn của cơ quan chủ trì."
    loose: str = ""  # a result that is returned, and why
    reason: str = ""

    def fits(self, one: Organisation, row: TaskRow, title: str) -> bool:
        """Whether this is the story of a row, whose folded title is given."""
        if self.units and one.kind == BODY:
            return False
        told = row.code in self.codes or any(word in title for word in self.words)
        return told or (self.starts and _start_of(row) is not None)


@functools.cache
def stories() -> tuple[Story, ...]:
    """All stories, the particular ones first; the last one fits every task."""
    return tuple(_story(entry) for entry in asset_json("sample", "stories.json")["stories"])


def _story(entry: dict[str, Any]) -> Story:
    """Make a story of what the data file says, which names the fields."""
    kept = {name: _frozen(value) for name, value in entry.items()}
    kept["codes"] = frozenset(kept.get("codes", ()))
    if "done" in kept:
        kept["done"] = date.fromisoformat(kept["done"])
    return Story(**kept)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


class Course:
    """One organisation's work on one task, from the resolution to the end of the year."""

    def __init__(self, one: Organisation, row: TaskRow, issued: date, *, careless: bool) -> None:
        self.one = one
        title = fold(row.task.title)
        self.story = next(story for story in stories() if story.fits(one, row, title))
        self._row = row
        self._key = (one.code, row.uid)
        self._issued = issued
        self._place = _PLACES.get(one.kind, "thôn")
        self._symbol = symbol_of(one)
        self._low, self._high = self.story.count
        self._year_ends = date(issued.year + 1, 12, 31)
        self.careless = careless  # late, and does not say why
        self._may_rest = one.kind != BODY and _start_of(row) is None
        self.held_on: date | None = None
        self.idle = False
        self.started_on = self._start()
        self.done_on = self._end()

    # --- when

    def _start(self) -> date | None:
        """When a building was begun, mostly in time."""
        start = _start_of(self._row)
        if start is None or start.due is None:
            return None
        chance = self.chance("khởi công")
        days = int(60 * chance) - 20 if chance < 0.7 else int(300 * chance)
        return max(self._issued, start.due + timedelta(days=days))

    def _end(self) -> date:
        """When it is done or would be; most things in time, some late, few are stopped."""
        if self.story.done is not None:
            return self.story.done
        if self.story.lasts:
            return self._year_ends
        due = self._row.due or self._usual_end()
        span, chance = due - self._issued, self.chance()
        within = self.chance("ngày")
        if self.careless:
            return self._year_ends
        rests = self.chance("nghỉ") if self._may_rest and due >= self._year_ends else 0
        if rests > 0.94:
            self.idle = rests > 0.97
            self.held_on = self._issued + span * 0.3
        elif chance > 0.8 and due < self._year_ends:
            return _working_day(due + timedelta(days=5) + span * 4 * within)
        return _working_day(self._issued + span * (0.65 + 0.33 * within))

    def _usual_end(self) -> date:
        if self.story.within:
            return self._issued + timedelta(days=self.story.within)
        return self._issued + _BUILDING if self.started_on else self._year_ends

    def percent(self, day: date) -> int:
        """How much is done by a day, in steps of five; never less than on a day before."""
        if self.done_on <= day:
            return 100
        until = min(day, self.held_on) if self.held_on is not None else day
        part = (until - self._issued) / (self.done_on - self._issued)
        percent = min(95, max(5, 5 * int(20 * part)))
        if self.started_on is not None:
            waits = self.started_on > day
            percent = min(percent, _NOT_YET) if waits else max(percent, _NOT_YET + 5)
        return percent

    def milestones(self, day: date) -> tuple[MilestoneState, ...]:
        """Milestones of the row with the days that are known by ``day``."""
        began = self.started_on if self.started_on and self.started_on <= day else None
        return tuple(
            replace(point, actual_on=began) if point.kind is MilestoneKind.START else point
            for point in self._row.milestones
        )

    # --- what is said

    def at(self, day: date, *, loose: bool = False, ahead: int = 0) -> Progress:
        """What is reported by a day; ``loose``: too little, as what is returned.

        ``ahead``: as many percent more, as somebody with newer figures would type.
        """
        percent = self.percent(day)
        if percent < 100:
            percent = min(95, percent + ahead)
        result = self._filled(self.story.loose, percent) if loose else self._said(percent)
        if percent == 100:
            done = Progress(Status.COMPLETED, 100, result, completed_on=self.done_on)
            return replace(done, updated_on=day)
        late = missed_milestones(self.milestones(day), day) and not self.careless
        delay = self._filled(pick(self.story.delays, *self._key), percent) if late else ""
        if self.idle:
            return Progress(delay_reason=delay, updated_on=day)
        held = self.held_on is not None and self.held_on <= day
        difficulty, proposal = self._trouble()
        return Progress(
            status=Status.ON_HOLD if held else Status.IN_PROGRESS,
            percent=percent,
            result=self.story.held if held else result,
            delay_reason=delay,
            difficulty=difficulty,
            proposal=proposal,
            expected_on=None if held or self.done_on >= self._year_ends else self.done_on,
            updated_on=day,
        )

    def apart(self, progress: Progress) -> Progress:
        """The same of a task that is reported by the separate channel: how it stands, no words."""
        return Progress(
            status=progress.status,
            completed_on=progress.completed_on,
            restricted_number=f"{1 + number_of(*self._key) % 40}-BC/{self._symbol}",
            restricted_on=progress.updated_on,
            updated_on=progress.updated_on,
        )

    @property
    def proof_number(self) -> str:
        """Number of the document that proves it."""
        return f"{1 + number_of(*self._key, 'biên bản') % 90}-BB/{self._symbol}"

    @property
    def reason(self) -> str:
        """Why the row is returned."""
        return self._filled(self.story.reason, 0)

    def _trouble(self) -> tuple[str, str]:
        chance = self.chance("khó khăn")
        if chance > 0.15 or not self.story.troubles:
            return "", ""
        difficulty, proposal = pick(self.story.troubles, *self._key)
        return self._filled(difficulty, 0), self._filled(proposal, 0) if chance < 0.09 else ""

    def _said(self, percent: int) -> str:
        text = next(words for start, words in reversed(self.story.steps) if start <= percent)
        return self._filled(text, percent)

    def _filled(self, text: str, percent: int) -> str:
        """Put in the numbers of this organisation; ``{k}`` is the part of ``{n}`` that is done."""
        whole = self._low + number_of(*self._key, "số") % (self._high - self._low + 1)
        return text.format(
            n=format_number(Decimal(whole)),
            k=format_number(Decimal(max(1, whole * percent // 100))),
            percent=percent,
            place=self._place,
            day=format_date(self.done_on),
            doc=f"số {1 + number_of(*self._key, 'văn bản') % 190}-{self.story.mark}/{self._symbol}",
        )

    def chance(self, about: str = "") -> float:
        """From 0 to 1, always the same for the same organisation and task."""
        return chance_of(*self._key, about)


def symbol_of(one: Organisation) -> str:
    """Letters by which an organisation signs its documents: "ĐU", "BTCTU"."""
    return one.code if one.kind == BODY and not one.code.startswith("DU") else "ĐU"


def _working_day(day: date) -> date:
    """Give the day itself, the Friday before for a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _start_of(row: TaskRow) -> MilestoneState | None:
    dated = (point for point in row.milestones if point.due is not None)
    return next((point for point in dated if point.kind is MilestoneKind.START), None)


def number_of(*parts: str) -> int:
    """A number that is always the same for the same words."""
    return int.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest()[:6], "big")


def chance_of(*parts: str) -> float:
    """From 0 to 1, always the same for the same words."""
    return number_of(*parts) / 256**6


def pick(choices: Sequence[Choice], *parts: str) -> Choice:
    """Choose one, always the same for the same words."""
    return choices[number_of(*parts) % len(choices)]
