"""Where a period's report stands on its way to the signed copy, and the button that goes on."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.text import format_date

if TYPE_CHECKING:
    from qnapp.domain.issued import IssuedReport
    from qnapp.domain.packages import Sending


class Stage(StrEnum):
    """One button belongs to each; there is none where nothing is left to do on the page."""

    WRITING = "writing"
    LOCKED = "locked"  # the period is, and not by a report that was sent for signature
    RETURNED = "returned"  # rows came back from above: the next revision is due
    FROZEN = "frozen"  # out for signature
    SIGNED = "signed"  # the signed copy is here, its number and date are not
    ISSUED = "issued"
    PACKED = "packed"  # packages are made, nobody has said that they were sent
    SENT = "sent"
    ACCEPTED = "accepted"

    @property
    def frozen(self) -> bool:
        """Whether what is shown was sent for signature and stands."""
        return self not in (Stage.WRITING, Stage.LOCKED, Stage.RETURNED)

    @property
    def sending(self) -> bool:
        """Whether signing is over, so that sending is what is left."""
        return self in (Stage.ISSUED, Stage.PACKED, Stage.SENT, Stage.ACCEPTED)


SENT = "Đã ghi là đã gửi. Chờ cấp trên tiếp nhận."
# Words and icon of the one loud button (look, section 9: it moves with the step).
BUTTONS = {
    Stage.WRITING: ("Xuất PDF để trình ký", "export"),
    Stage.FROZEN: ("Gắn bản đã ký…", "sign"),
    Stage.RETURNED: ("Xuất PDF để trình ký", "export"),
    Stage.SIGNED: ("Ghi số, ngày ban hành…", "note"),
    Stage.ISSUED: ("Tạo gói và soạn thư…", "send"),
    Stage.PACKED: ("Ghi là đã gửi", "send"),
}


_BEFORE_SIGNING = {
    Stage.WRITING: "bản đang soạn",
    Stage.LOCKED: "kỳ đang khóa",
    Stage.RETURNED: "sửa các dòng bị trả lại",
}


def stage_of(
    issued: IssuedReport | None, sending: Sending, *, locked: bool, returned: bool
) -> Stage:
    """Tell where a period stands.

    ``issued``: its report that is to be sent; ``sending``: the packages made last; ``returned``:
    rows of the report before are open.
    """
    if issued is None:
        return Stage.RETURNED if returned else Stage.LOCKED if locked else Stage.WRITING
    own = sending.of(issued.id)
    if own.answer == "accepted":
        return Stage.ACCEPTED
    if own.made:
        return Stage.SENT if own.sent_at is not None else Stage.PACKED
    if issued.signed_copy is None:
        return Stage.FROZEN
    return Stage.ISSUED if issued.registered else Stage.SIGNED


def stage_words(stage: Stage, issued: IssuedReport | None, revision: int) -> str:
    """Say it beside the page's name; ``revision`` is the number that the next report gets."""
    if issued is None:
        return f"Lần {revision}, {_BEFORE_SIGNING.get(stage, '')}"
    if issued.registered and issued.issued_on is not None:
        return f"Lần {issued.revision}, số {issued.number} ngày {format_date(issued.issued_on)}"
    return f"Lần {issued.revision}, đã trình ký ngày {format_date(issued.frozen_at.date())}"
