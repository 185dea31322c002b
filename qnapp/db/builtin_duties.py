"""Section III of the resolution: what it orders every Party committee to do, as TC-1 to TC-10."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qnapp.domain.plan import Assignment, Certainty, Origin, Role, Section, Task

if TYPE_CHECKING:
    from collections.abc import Sequence

DUTY_SECTION = Section("TC", "Tổ chức thực hiện (mục III của Nghị quyết)")

_BOARDS = ("BTCTU", "BTGDVTU", "BNCTU")  # các ban xây dựng Đảng
_EVERY_COMMITTEE = ("@direct", *_BOARDS, "MTTQ")

# Who the words of each duty name. "Cấp ủy, tổ chức đảng trực thuộc Tỉnh ủy" are the units and the
# four provincial Party committees; TC-9 names persons, so nobody.
_SURE: dict[int, tuple[str, ...]] = {
    1: ("@direct",),
    2: _EVERY_COMMITTEE,
    3: _EVERY_COMMITTEE,
    4: _EVERY_COMMITTEE,
    5: ("BTGDVTU",),
    6: ("BPTTH",),
    7: ("UBKTTU",),
    8: (*_BOARDS, "VPTU"),
}
# Some count UBKT among "các ban xây dựng Đảng"; TC-10 names nobody but reaches every chi bộ.
_PERHAPS: dict[int, tuple[str, ...]] = {
    2: ("UBKTTU",),
    3: ("UBKTTU",),
    4: ("UBKTTU",),
    8: ("UBKTTU",),
    10: ("@direct",),
}
_NOBODY_NAMED = "Mục III không nêu cơ quan chủ trì"


def duty_tasks(plan_uid: str, prose: dict[str, Any]) -> tuple[Task, ...]:
    """The duties in printed order; who is named leads, the words of time are the deadline."""
    where: dict[str, str] = {}
    for paragraph in prose["paragraphs"]:
        if paragraph["kind"] == "text":
            where.setdefault(paragraph["section"], paragraph["id"])
    return tuple(
        Task(
            uid=f"{plan_uid}/TC-{number}",
            code=f"TC-{number}",
            label=f"TC-{number}",
            section=DUTY_SECTION.code,
            title=duty["what"],
            lead=(duty["who"],) if duty["who"] else (),
            deadline_text=duty["when"],
            origin=Origin.DUTY,
            paragraph=where.get(duty["section"], ""),
        )
        for number, duty in enumerate(prose["duties"], start=1)
    )


def duty_assignments(duties: Sequence[Task]) -> list[Assignment]:
    """Who each duty concerns; they lead it."""
    return [
        Assignment(
            task.uid,
            organisation,
            Role.LEAD,
            certainty,
            task.lead[0] if task.lead else _NOBODY_NAMED,
        )
        for certainty, named in ((Certainty.SURE, _SURE), (Certainty.SUGGEST, _PERHAPS))
        for number, task in enumerate(duties, start=1)
        for organisation in named.get(number, ())
    ]
