"""The tasks that an organisation may take on, as lines under four headings (no Qt)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.documents.words import ROLE_WORDS
from qnapp.domain.assignments import ProposalKind, propose
from qnapp.domain.standings import inherit
from qnapp.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from qnapp.domain.assignments import Proposal
    from qnapp.domain.plan import Plan, Task


class OfferGroup(StrEnum):
    """The headings, in their order on the screen."""

    SURE = "sure"
    SUGGEST = "suggest"
    OPEN = "open"
    OTHER = "other"


GROUP_TITLES = {
    OfferGroup.SURE: "Giao hoặc nêu tên đơn vị",
    OfferGroup.SUGGEST: "Gợi ý, cần xem",
    OfferGroup.OPEN: "Ghi chung các cơ quan, địa phương có liên quan",
    OfferGroup.OTHER: "Các nhiệm vụ khác",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One task: strings ready to paint, and whether it is ticked at first."""

    uid: str
    code: str
    title: str
    note: str  # why it is offered, then its deadline
    group: OfferGroup
    ticked: bool
    folded: str  # what a search looks in


def offers(plan: Plan, organisation: str, taken: Collection[str] | None = None) -> list[Offer]:
    """All tasks of the plan as offers to an organisation.

    ``taken``: uids that are ticked; None ticks what is sure (first run).
    """
    tasks = {task.uid: task for task in plan.tasks}
    parents = {task.code: task for task in plan.tasks}
    made = []
    for proposal in propose(plan, organisation):
        task = tasks[proposal.uid]
        ticked = proposal.preticked if taken is None else task.uid in taken
        made.append(_offer(task, parents.get(task.parent), proposal, ticked=ticked))
    return made


def _offer(task: Task, parent: Task | None, proposal: Proposal, *, ticked: bool) -> Offer:
    title = f"{parent.title}: {task.title}" if parent is not None else task.title
    note = _note(task, parent, proposal)
    return Offer(
        task.uid,
        task.code,
        title,
        note,
        _group(proposal),
        ticked,
        fold(f"{task.code} {title} {note}"),
    )


def _group(proposal: Proposal) -> OfferGroup:
    if proposal.kind is ProposalKind.NAMED:
        return OfferGroup.SURE if proposal.preticked else OfferGroup.SUGGEST
    return OfferGroup.OPEN if proposal.kind is ProposalKind.OPEN else OfferGroup.OTHER


def _note(task: Task, parent: Task | None, proposal: Proposal) -> str:
    """Why, and until when: "Phối hợp: Đảng ủy các xã, phường, đặc khu · Tháng 6/2026"."""
    holds = inherit(task, parent)
    if proposal.role is not None:
        why = f"{ROLE_WORDS[proposal.role]}: {proposal.reason}"
    elif proposal.kind is ProposalKind.OPEN:
        why = f"Ghi “{proposal.reason}”"
    else:
        why = f"Chủ trì: {', '.join(holds.lead)}" if holds.lead else ""
    return " · ".join(part for part in (why, holds.deadline_text) if part)


def count_groups(lines: Iterable[Offer]) -> dict[OfferGroup, int]:
    """How many tasks stand under each heading."""
    counts = dict.fromkeys(OfferGroup, 0)
    for line in lines:
        counts[line.group] += 1
    return counts


def promise(name: str, counts: dict[OfferGroup, int]) -> str:
    """What choosing an organisation will bring, in a sentence (picture 6)."""
    parts = [f"{counts[OfferGroup.SURE]} nhiệm vụ giao hoặc nêu tên đơn vị"]
    if counts[OfferGroup.SUGGEST]:
        parts.append(f"{counts[OfferGroup.SUGGEST]} nhiệm vụ gợi ý cần xem")
    if counts[OfferGroup.OPEN]:
        general = "ghi “các cơ quan, địa phương có liên quan”"
        parts.append(f"{counts[OfferGroup.OPEN]} nhiệm vụ {general} để bạn chọn ở bước 3")
    return f"{name}: {', '.join(parts)}."
