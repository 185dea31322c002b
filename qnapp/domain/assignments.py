"""Which tasks concern an organisation, and why (design, sections 3.1 and 6).

A plan brings its assignments along, or ``match_assignments`` reads them from its words. From them
``propose`` makes the list that a new store shows: what names the organisation, ticked where it is
sure; then rows that address "các cơ quan, địa phương có liên quan"; then all the rest.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.domain.deadlines import parse_deadline
from qnapp.domain.plan import Assignment, Certainty, Origin, Role
from qnapp.domain.standings import inherit, is_heading
from qnapp.records import dataclass
from qnapp.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qnapp.domain.mentions import Directory, Mention
    from qnapp.domain.plan import Group, Organisation, Plan, Task

_STRENGTH = (Role.LEAD, Role.SUPPORT, Role.CONCERNED)
_SURENESS = (Certainty.SURE, Certainty.SUGGEST)


class ProposalKind(StrEnum):
    """Why a task is on the list."""

    NAMED = "named"  # assigned to the organisation, or to a group it belongs to
    OPEN = "open"  # addressed to "các cơ quan, địa phương có liên quan"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A task that an organisation may take on. Only a named one has a role and a certainty."""

    uid: str
    role: Role | None
    certainty: Certainty | None
    reason: str
    preticked: bool
    kind: ProposalKind


def propose(plan: Plan, organisation_code: str) -> list[Proposal]:
    """Every task of the plan that can be reported on, in the order in which it is offered.

    Named and sure ones come first, then suggestions, open and other ones; within each the order of
    the plan, duties last. Headings and local tasks are left out. A code that the plan does not
    know gets open and other ones only.
    """
    named = _named(plan, organisation_code)
    parents = {task.code: task for task in plan.tasks}
    tasks = [task for task in reportable_tasks(plan) if task.origin is not Origin.LOCAL]
    tasks.sort(key=_duties_last)
    proposals = [
        _named_proposal(task.uid, named[task.uid])
        if task.uid in named
        else _unnamed_proposal(task, parents.get(task.parent))
        for task in tasks
    ]
    return sorted(proposals, key=_offer_order)


def reportable_tasks(plan: Plan) -> list[Task]:
    """Tasks in printed order without those that only head their sub-tasks."""
    return [
        task
        for task in plan.tasks
        if not is_heading(task, plan.tasks, parse_deadline(task.deadline_text, plan.year))
    ]


def match_assignments(
    plan: Plan, organisations: Sequence[Organisation], groups: Sequence[Group]
) -> list[Assignment]:
    """Assignments read from the words of a plan that brings none, tasks before indicators.

    Names, second spellings and groups in the lead and support cells are sure; so is a place with
    its kind ("phường Tuần Châu") in a title, or in the resolution's text right behind the title,
    then as ``concerned``. A bare place, or one inside another name, is only suggested.
    """
    from qnapp.domain.mentions import Directory  # a plan that brings its own never needs it

    directory = Directory(organisations, groups)
    parents = {task.code: task for task in plan.tasks}
    found: list[Assignment] = []
    for task in plan.tasks:
        found += _read_task(directory, plan, task, parents.get(task.parent))
    for indicator in plan.indicators:
        mentions = directory.in_cell(indicator.lead)
        found += _strongest(indicator.uid, [(Role.LEAD, m) for m in mentions])
    return found


def _duties_last(task: Task) -> bool:
    return task.origin is Origin.DUTY


def _offer_order(proposal: Proposal) -> int:
    if proposal.kind is ProposalKind.NAMED:
        return 0 if proposal.preticked else 1
    return 2 if proposal.kind is ProposalKind.OPEN else 3


def _named(plan: Plan, code: str) -> Mapping[str, list[Assignment]]:
    """Assignments by task that name the organisation itself or a group it is a member of."""
    names = {code} | {group.code for group in plan.groups if code in group.members}
    found: defaultdict[str, list[Assignment]] = defaultdict(list)
    for assignment in plan.assignments:
        if assignment.organisation in names:
            found[assignment.uid].append(assignment)
    return found


def _named_proposal(uid: str, assignments: Iterable[Assignment]) -> Proposal:
    ordered = sorted(assignments, key=_rank)
    best = ordered[0]
    reasons = "; ".join(dict.fromkeys(a.reason for a in ordered if a.reason))
    sure = best.certainty is Certainty.SURE
    return Proposal(uid, best.role, best.certainty, reasons, sure, ProposalKind.NAMED)


def _rank(assignment: Assignment) -> tuple[int, int]:
    # A sure smaller part counts before a guessed larger one: nothing is ticked on a guess.
    return _SURENESS.index(assignment.certainty), _STRENGTH.index(assignment.role)


def _unnamed_proposal(task: Task, parent: Task | None) -> Proposal:
    holds = inherit(task, parent)
    phrase = next((cell for cell in (*holds.lead, *holds.support) if names_nobody(cell)), "")
    kind = ProposalKind.OPEN if phrase else ProposalKind.OTHER
    return Proposal(task.uid, None, None, phrase, preticked=False, kind=kind)


def names_nobody(cell: str) -> bool:
    """Whether a lead or support cell addresses whoever is concerned, without naming anyone."""
    return fold(cell).rstrip(" .;,").endswith("lien quan")


def _read_task(
    directory: Directory, plan: Plan, task: Task, parent: Task | None
) -> Iterator[Assignment]:
    holds = inherit(task, parent)
    found = [(Role.LEAD, m) for cell in holds.lead for m in directory.in_cell(cell)]
    found += [(Role.SUPPORT, m) for cell in holds.support for m in directory.in_cell(cell)]
    found += [(Role.CONCERNED, m) for m in directory.in_title(task.title)]
    for paragraph in plan.paragraphs:
        where = f"mục {paragraph.section}"
        mentions = directory.behind_title(task.title, paragraph.text, where)
        found += [(Role.CONCERNED, m) for m in mentions]
    return _strongest(task.uid, found)


def _strongest(uid: str, found: Iterable[tuple[Role, Mention]]) -> Iterator[Assignment]:
    """One assignment an organisation and role; a place adds nothing to who leads or supports."""
    best: dict[tuple[str, Role], Assignment] = {}
    for role, mention in found:
        key = (mention.organisation, role)
        new = Assignment(uid, mention.organisation, role, mention.certainty, mention.reason)
        if key not in best or _rank(new) < _rank(best[key]):
            best[key] = new
    acting = {code for code, role in best if role is not Role.CONCERNED}
    for (code, role), assignment in best.items():
        if role is not Role.CONCERNED or code not in acting:
            yield assignment
