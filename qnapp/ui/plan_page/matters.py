"""What a person has to see of a plan that is being prepared, as rows of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.domain.plan import Task
from qnapp.domain.plan_changes import RowPair
from qnapp.exchange.plan_arrival import FIELD_WORDS
from qnapp.exchange.plan_joining import LinkKind
from qnapp.exchange.plan_review_words import unassigned_words, unknown_name
from qnapp.models.record_model import Heading, Record
from qnapp.text import code_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qnapp.domain.plan import Indicator
    from qnapp.domain.plan_changes import Match
    from qnapp.domain.plan_review import PlanReview
    from qnapp.exchange.annex_tables import Remark
    from qnapp.exchange.plan_draft import PlanDraft
    from qnapp.exchange.plan_joining import Link

HEADINGS = (
    Heading("Việc", 190),
    Heading("Chỗ", 190),
    Heading("Nội dung"),
)


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to see: a cell of the workbook, a slip, or a row beside one of the older plan."""

    record: Record
    place: str = ""  # sheet and cell of the workbook
    unread: Remark | None = None  # waits for a person to say that the cell goes out as it is
    pair: RowPair | None = None  # waits for a person to say whether it is one row
    uid: str = ""  # of the task that it speaks of

    @property
    def asks(self) -> bool:
        """Whether a person has to say whether two rows are one."""
        return self.pair is not None


def matters_of(draft: PlanDraft, review: PlanReview) -> list[Matter]:
    """What could not be read first, then pairs, slips and guesses."""
    return [
        *_unread(draft.unread),
        *_pairs(draft, review),
        *_emptied(review),
        *_unknown(review),
        *_unassigned(review),
        *_guesses(draft.second_look),
        *_continued(draft.links),
    ]


def _place(one: Remark) -> str:
    return ", ".join(part for part in (one.sheet, one.ref and f"ô {one.ref}") if part)


def _told(one: Remark) -> str:
    return f"{one.text} Trong ô: “{one.typed}”." if one.typed else one.text


def _unread(remarks: tuple[Remark, ...]) -> Iterator[Matter]:
    for at, one in enumerate(remarks):
        cells = ("Không đọc được", _place(one), _told(one))
        yield Matter(Record(f"unread {at}", cells, sign="triangle_mark"), _place(one), unread=one)


def _guesses(remarks: tuple[Remark, ...]) -> Iterator[Matter]:
    for at, one in enumerate(remarks):
        cells = ("Cần xem lại", _place(one), _told(one))
        yield Matter(Record(f"guess {at}", cells, sign="square_dots"), _place(one))


def _pairs(draft: PlanDraft, review: PlanReview) -> Iterator[Matter]:
    """Rows that resemble one in their words, then what the units would be asked besides."""
    told, apart = set(), draft.contents.apart
    for link in draft.links:
        uid = _open_row(draft, review, link) if link.kind is LinkKind.PERHAPS else ""
        if uid and RowPair(link.old_uid, uid) not in apart:
            told.add(uid)
            yield _perhaps(link, uid)
    yield from (_match(one) for one in review.changes.matches if one.new.uid not in told)


def _open_row(draft: PlanDraft, review: PlanReview, link: Link) -> str:
    """The uid of the row that a link asks about, "" where nothing is open about it any more."""
    older, plan = draft.older, draft.contents.plan
    if older is None:
        return ""
    rows: Sequence[Task | Indicator] = plan.tasks
    if all(one.uid != link.old_uid for one in older.tasks):
        rows = plan.indicators
    row = next((one for one in rows if one.code == link.code), None)
    added = row is not None and any(one.uid == row.uid for one in review.changes.added)
    gone = {one.uid for one in review.changes.withdrawn}
    if row is None or not added or (older.uid == plan.uid and link.old_uid not in gone):
        return ""
    return "" if isinstance(row, Task) and row.continues else row.uid


def _match(one: Match) -> Matter:
    code = one.new.code
    place = f"Mã {code}" if code == one.old.code else f"Mã {code}, trước đây {one.old.code}"
    words = f"{one.new.title}.\nTrước đây: {one.old.title}"
    return _asked(RowPair(one.old.uid, one.new.uid), code, place, words)


def _perhaps(one: Link, uid: str) -> Matter:
    place = f"Mã {one.code}, trước đây {one.old_code}"
    return _asked(RowPair(one.old_uid, uid), one.code, place, one.title)


def _asked(pair: RowPair, code: str, place: str, words: str) -> Matter:
    """Ask whether a row of the new plan, of this ``code``, is one of the older plan."""
    what = "Có thể là việc cũ"
    order = (what, code_key(code), words)
    record = Record(f"pair {pair.new}", (what, place, words), order, sign="square_dots")
    return Matter(record, pair=pair, uid=pair.new)


def _emptied(review: PlanReview) -> Iterator[Matter]:
    for row, one in review.emptied:
        place = f"Mã {row.code}, {FIELD_WORDS[one.field]}"
        record = Record(
            f"emptied {row.uid} {one.field}",
            ("Ô bị để trống", place, f"Trước đây: {one.old}"),
            ("Ô bị để trống", code_key(row.code), one.old),
            sign="triangle_mark",
        )
        yield Matter(record, uid=row.uid)


def _unknown(review: PlanReview) -> Iterator[Matter]:
    for one in review.unknown:
        place = f"Mã {one.code}, {FIELD_WORDS[one.field]}"
        record = Record(
            f"unknown {one.uid} {one.field} {one.name}",
            ("Không rõ đơn vị", place, f"{unknown_name(one)}."),
            ("Không rõ đơn vị", code_key(one.code), one.name),
            sign="triangle_mark",
        )
        yield Matter(record, uid=one.uid)


def _unassigned(review: PlanReview) -> Iterator[Matter]:
    if review.unassigned:
        first = review.unassigned[0]
        cells = ("Chưa giao", f"Mã {first.code}" if len(review.unassigned) == 1 else "Phân công",
                 f"{unassigned_words(review)}.")  # fmt: skip
        yield Matter(Record("unassigned", cells, sign="question"), uid=first.uid)


def _continued(links: tuple[Link, ...]) -> Iterator[Matter]:
    for one in links:
        if one.kind is LinkKind.CONTINUES:
            place = f"Mã {one.code}, trước đây {one.old_code}"
            cells = ("Tiếp nối việc dài hạn", place, one.title)
            yield Matter(Record(f"goes on {one.code}", cells))
