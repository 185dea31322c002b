"""What a plan package would change, as lines of a difference (no Qt)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.domain.plan_changes import Likeness
from qnapp.exchange.plan_arrival import FIELD_WORDS, LIKENESS_WORDS, day_words, value_words
from qnapp.exchange.plan_import import Confirmed
from qnapp.models.difference_lines import Line, LineKind, section
from qnapp.text import clean, format_date, upper_first

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator

    from qnapp.domain.plan_changes import ChangedRow, Match, NamedRow
    from qnapp.exchange.plan_import import DateChange, PlanDifference, TargetChange

HEADS = ("Kết quả", "Mã", "Nội dung", "Trước đây", "Đơn vị tự sửa", "Trong gói")
_MATCH, _PERIOD, _RECIPIENT = "match", "period", "recipient"
_ASKED = "đánh dấu nếu là một nhiệm vụ, chỉ tiêu: số liệu đã nhập chuyển theo"
_STAYS = "số liệu đã nhập vẫn xem được"
_DATES = "kỳ đơn vị đã tự sửa chỉ đổi khi được đánh dấu"
_OWN_TARGET = "Đơn vị đã đặt mức riêng nên giữ mức đó."
_LOCKED = "Kỳ đã khóa nên giữ ngày đang có."


def plan_lines(difference: PlanDifference) -> list[Line]:
    """All that would change: what a person has to decide first, then rows, then dates."""
    rows = difference.rows
    paired = {uid for one in rows.matches for uid in (one.old.uid, one.new.uid)}
    return [
        *section("Có thể là một dòng", [_match(one) for one in rows.matches], note=_ASKED),
        *section("Thêm vào kế hoạch", [_added(one) for one in rows.added if one.uid not in paired]),
        *section("Sửa", [line for row in rows.changed for line in _changed(row)]),
        *section(
            "Rút khỏi kế hoạch",
            [_withdrawn(one) for one in rows.withdrawn if one.uid not in paired],
            note=_STAYS,
        ),
        *section("Mục tiêu đơn vị đã đặt riêng", [_target(one) for one in difference.targets]),
        *section("Giao thêm cho đơn vị", list(_newly_ours(difference))),
        *section("Gia hạn", list(_extensions(difference))),
        *section("Lịch báo cáo", list(_calendar(difference)), note=_DATES),
        *section("Nơi nhận gói báo cáo", list(_recipient(difference))),
    ]


def confirmed_of(taken: Collection[Hashable], *, key: bool) -> Confirmed:
    """What a person has decided, from the keys of the lines that are ticked."""
    pairs = [one for one in taken if isinstance(one, tuple)]
    return Confirmed(
        matches=frozenset((one[1], one[2]) for one in pairs if one[0] == _MATCH),
        periods=frozenset(one[1] for one in pairs if one[0] == _PERIOD),
        recipient=_RECIPIENT in taken,
        key=key,
    )


def _match(one: Match) -> Line:
    code = one.new.code if one.old.code == one.new.code else f"{one.old.code} → {one.new.code}"
    return Line(
        LineKind.CHOICE,
        code=code,
        what=upper_first(LIKENESS_WORDS[one.likeness].split(", cần")[0]),
        old=one.old.title,
        theirs=one.new.title,
        title=one.new.title,
        key=(_MATCH, one.old.uid, one.new.uid),
        taken=one.likeness is Likeness.BOTH,
        verdicts=("Là một", "Khác nhau"),
    )


def _added(row: NamedRow) -> Line:
    return Line(LineKind.CHANGE, code=row.code, what="Thêm mới", theirs=row.title, title=row.title)


def _withdrawn(row: NamedRow) -> Line:
    return Line(LineKind.CHANGE, code=row.code, what="Rút", old=row.title, title=row.title)


def _changed(row: ChangedRow) -> Iterator[Line]:
    for one in row.changes:
        yield Line(
            LineKind.CHANGE,
            code=row.code,
            what=upper_first(FIELD_WORDS[one.field]),
            old=value_words(one, one.old),
            theirs=value_words(one, one.new),
            title=row.title,
        )


def _target(one: TargetChange) -> Line:
    return Line(
        LineKind.NOTE,
        code=one.code,
        what=upper_first(FIELD_WORDS["target_text"]),
        old=one.old,
        mine=one.mine,
        theirs=one.theirs,
        note=_OWN_TARGET,
    )


def _newly_ours(difference: PlanDifference) -> Iterator[Line]:
    tasks = {task.uid: task for task in difference.plan.tasks}
    for uid in difference.newly_ours:
        task = tasks[uid]
        yield Line(
            LineKind.CHANGE, code=task.code, what="Theo dõi", theirs=task.title, title=task.title
        )


def _extensions(difference: PlanDifference) -> Iterator[Line]:
    tasks = {task.uid: task for task in difference.plan.tasks}
    for one in difference.extensions:
        task = tasks[one.uid]
        due = f"{format_date(one.due)}, theo {clean(one.document)}"
        yield Line(
            LineKind.CHANGE,
            code=task.code,
            what="Thời hạn mới",
            old=task.deadline_text,
            theirs=due,
            title=task.title,
        )
    for one in difference.withdrawn:
        task = tasks[one.uid]
        yield Line(
            LineKind.CHANGE,
            code=task.code,
            what="Thu hồi gia hạn",
            old=f"{format_date(one.due)}, theo {clean(one.document)}",
            theirs=task.deadline_text,
            title=task.title,
        )


def _calendar(difference: PlanDifference) -> Iterator[Line]:
    for period in difference.new_periods:
        days = f"chốt {format_date(period.cutoff)}, gửi {format_date(period.due)}"
        yield Line(LineKind.CHANGE, what=f"Thêm kỳ {period.name}", theirs=days)
    yield from map(_date, difference.dates)


def _date(one: DateChange) -> Line:
    old, mine, theirs = (day_words(text) for text in (one.old, one.mine, one.theirs))
    kind = LineKind.CHOICE if one.conflict else LineKind.CHANGE
    return Line(
        LineKind.NOTE if one.locked else kind,
        what=f"{one.name}, {FIELD_WORDS[one.field]}",
        old=old,
        mine=mine if one.conflict else "",
        theirs=theirs,
        note=_LOCKED if one.locked else "",
        key=(_PERIOD, one.period),
        taken=not one.conflict,
    )


def _recipient(difference: PlanDifference) -> Iterator[Line]:
    address = difference.received.contents.recipient
    if difference.address_missing:
        yield Line(LineKind.CHANGE, what="Địa chỉ thư", theirs=address)
    elif difference.new_recipient:
        yield Line(
            LineKind.CHOICE,
            what="Địa chỉ thư",
            mine=difference.recipient,
            theirs=address,
            key=_RECIPIENT,
            taken=False,
        )
