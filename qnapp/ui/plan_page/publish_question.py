"""The question before a plan goes to the units: how much it changes, and what was left open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.exchange.plan_review_words import change_counts, withdrawn_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.domain.plan_review import PlanReview
    from qnapp.ui.kit.door import Door
    from qnapp.ui.plan_page.matters import Matter

SEND, LOOK = "Phát hành", "Xem"
_QUESTION = "Phát hành cho các đơn vị? Các đơn vị sẽ thấy: {changes}.{most}{left}"
_MOST = " Bản này {withdrawn}, quá nửa: kiểm tra có đúng tệp phụ lục không."
_LEFT = " Còn để ngỏ: {counts}."
_UNREAD = (
    "Chưa phát hành: còn {count} chỗ không đọc được trong phụ lục. Sửa tệp rồi lập lại, "
    "hoặc chọn từng chỗ ở “Cần xem” rồi bấm “Giữ như trong ô”."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person wants."""

    send: bool = False
    look: bool = False


def ask_publishing(
    door: Door, review: PlanReview, matters: Sequence[Matter], schedule: int
) -> Answer:
    """Ask; cells that were not read have to be settled first, one by one.

    ``schedule``: how many days of the calendar and extensions differ.
    """
    unread = [one for one in matters if one.unread is not None]
    if unread:
        places = "\n".join(f"{one.place}: {one.record.cells[2]}" for one in unread)
        chosen = door.choose(_UNREAD.format(count=len(unread)), (LOOK, "Hủy"), detail=places)
        return Answer(look=chosen == 0)
    counts = ", ".join(_open_counts(review, matters))
    left = _LEFT.format(counts=counts) if counts else ""
    withdrawn = withdrawn_words(review)
    most = _MOST.format(withdrawn=withdrawn) if withdrawn else ""
    question = _QUESTION.format(changes=change_counts(review, schedule), most=most, left=left)
    chosen = door.choose(question, (SEND, LOOK, "Hủy"))
    return Answer(send=chosen == 0, look=chosen == 1)


def _open_counts(review: PlanReview, matters: Sequence[Matter]) -> list[str]:
    counts = (
        (len(review.emptied), "ô bị để trống"),
        (len(review.unknown), "tên không rõ là đơn vị nào"),
        (sum(one.asks for one in matters), "cặp chưa xác nhận là một việc"),
        (len(review.unassigned), "nhiệm vụ chưa giao đơn vị nào"),
    )
    return [f"{count} {words}" for count, words in counts if count]
