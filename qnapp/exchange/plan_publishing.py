"""What the upper office does with plans: build one from annexes, settle doubts, begin a store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict

from qnapp.db.plan_versions import install_version, known_uids, mark_seen
from qnapp.db.plans import current_plan
from qnapp.domain.periods import default_calendar
from qnapp.domain.plan_changes import without_doubts
from qnapp.domain.plan_review import review_plan
from qnapp.errors import InputError
from qnapp.exchange.plan_arrival import row_lines
from qnapp.exchange.plan_draft import start_draft
from qnapp.exchange.plan_import import apply_plan, compare_plan
from qnapp.exchange.plan_joining import LinkKind
from qnapp.exchange.plan_package import PlanContents, plan_contents, read_plan_package
from qnapp.exchange.plan_package import write_plan_package as write_plan_package
from qnapp.exchange.plan_review_words import (
    change_counts,
    given_words,
    plan_size,
    slip_lines,
    withdrawn_words,
)
from qnapp.exchange.plan_workbook import build_plan
from qnapp.text import short_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.periods import Period
    from qnapp.domain.plan import Plan
    from qnapp.domain.plan_review import PlanReview
    from qnapp.exchange.annex_tables import Remark
    from qnapp.exchange.plan_joining import Link
    from qnapp.exchange.plan_workbook import BuiltPlan

_UNUSABLE = (
    "Kế hoạch đọc từ “{name}” có mã trùng hoặc tham chiếu không có nên chưa lập được gói. "
    "Chưa có gì bị thay đổi. Sửa số thứ tự trong phụ lục rồi thử lại."
)
_NO_DOUBT = "Dòng này không có điểm cần đối chiếu. Chưa có gì bị thay đổi. Chọn dòng khác."
_LINK_WORDS = {
    LinkKind.CONTINUES: "tiếp nối nhiệm vụ dài hạn",
    LinkKind.PERHAPS: "có thể là nhiệm vụ cũ, cần xem",
}
_UNREAD = (
    "Còn {count} chỗ không đọc được trong phụ lục:\n{places}\nChưa ghi gói nào. "
    "Sửa các ô đó rồi lập lại, hoặc thêm --despite-unread để gửi đúng như các ô đang ghi."
)
_MOST_GONE = (
    "Phụ lục này {withdrawn}, quá nửa. Chưa ghi gói nào. Kiểm tra có đúng tệp phụ lục không rồi "
    "lập lại; nếu đúng, thêm --despite-withdrawn."
)


@dataclass(frozen=True, slots=True)
class BuiltContents:
    """What would travel, and what a person has to see before."""

    contents: PlanContents
    built: BuiltPlan
    review: PlanReview  # beside the plan that it was compared with
    older: Plan  # that the annexes were compared with


class PlanOfStore(TypedDict, total=False):
    """What ``qnapp.db.setup.initialise`` takes of a plan package."""

    plan: Plan
    calendar: Sequence[Period]
    finish: Callable[[Store], None]


def build_contents(
    store: Store, annex: Path, against: Path | None = None, *, recipient: str = ""
) -> BuiltContents:
    """Read annexes from a workbook; ``against``: an older package, else the store's own plan.

    The calendar is the older plan's, in another year the one built in. Writes nothing. Raises
    ``FileError``, ``InputError`` where no plan can be made of it.
    """
    older = read_plan_package(against).contents if against else start_draft(store)
    built = build_plan(annex, older.plan)
    plan, same = built.plan, built.plan.uid == older.plan.uid
    calendar = older.calendar if same else default_calendar(plan.year, plan.issued_on)
    try:
        recipient = recipient or older.recipient
        contents = (
            replace(older.with_plan(plan), recipient=recipient)
            if same
            else plan_contents(store, plan=plan, calendar=calendar, recipient=recipient)
        )
    except ValueError as error:
        raise InputError(_UNUSABLE.format(name=annex.name), detail=str(error)) from error
    return BuiltContents(
        contents,
        built,
        review_plan(older.plan, plan, known_uids(store), contents.apart),
        older.plan,
    )


def built_lines(built: BuiltContents) -> Iterator[str]:
    """What was read, and what a person has to look at, a line each."""
    plan = built.contents.plan
    yield f"Kế hoạch {plan.number} năm {plan.year}, phiên bản {plan.version}"
    yield f"  {plan_size(plan)}"
    yield from (f"  Không đọc được: {_remark(one)}" for one in built.built.unread)
    yield from (f"  Cần xem lại: {_remark(one)}" for one in built.built.second_look)
    yield from (f"  {line}" for line in slip_lines(built.review))
    shown = {one.new.code for one in built.review.changes.matches}
    yield from (
        _link(one) for one in built.built.links if one.kind in _LINK_WORDS and one.code not in shown
    )
    if built.review.nothing:
        yield "  Không có gì khác với kế hoạch trước."
    elif plan.version > 1:
        yield f"  Các đơn vị sẽ thấy: {change_counts(built.review)}"
        yield from (f"  {line}" for line in row_lines(built.review.changes))
        yield from (f"  {given_words(one)}" for one in built.review.given)


def require_read(built: BuiltContents) -> None:
    """Refuse to send out what was not read; raises ``InputError`` that names every cell."""
    unread = built.built.unread
    if unread:
        places = "\n".join(f"  {_remark(one)}" for one in unread)
        raise InputError(_UNREAD.format(count=len(unread), places=places))


def require_kept(built: BuiltContents) -> None:
    """Refuse to send out what withdraws most of the plan; raises ``InputError``."""
    withdrawn = withdrawn_words(built.review)
    if withdrawn:
        raise InputError(_MOST_GONE.format(withdrawn=withdrawn))


def settle_doubt(store: Store, key: str) -> Plan:
    """Say that a row was compared with the original: the next plan version has no doubt there.

    ``key``: uid of a task or indicator, or id of a paragraph. This is for whoever sends the plan
    out: a unit that makes versions of its own could not take in the next one. Raises
    ``InputError`` where there is no doubt.
    """
    with store.atomic():
        try:
            plan = without_doubts(current_plan(store), key)
        except ValueError as error:
            raise InputError(_NO_DOUBT, detail=str(error)) from error
        install_version(store, plan)
        mark_seen(store, [key])
    return plan


def plan_of_store(path: Path) -> PlanOfStore:
    """Give what a new store begins with instead of the built-in plan; raises ``PackageError``."""
    received = read_plan_package(path)

    def finish(store: Store) -> None:
        apply_plan(store, compare_plan(store, received))

    contents = received.contents
    return {"plan": contents.plan, "calendar": contents.calendar, "finish": finish}


def _remark(one: Remark) -> str:
    place = ", ".join(part for part in (one.sheet, one.ref and f"ô {one.ref}") if part)
    typed = f" Trong ô: “{short_line(one.typed)}”." if one.typed else ""
    return f"{place}: {one.text}{typed}"


def _link(one: Link) -> str:
    moved = one.code and one.old_code and one.old_code != one.code
    old = f" (trước đây {one.old_code})" if moved else ""
    return f"  {one.code or one.old_code}{old}, {_LINK_WORDS[one.kind]}: {short_line(one.title)}"
