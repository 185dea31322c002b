"""Where a period's report stands on its way to the signed copy, and the button that goes on."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.text import format_date

if TYPE_CHECKING:
    from qnapp.domain.issued import IssuedReport


class Stage(StrEnum):
    """One button belongs to each; there is none where nothing is left to do on the page."""

    WRITING = "writing"
    LOCKED = "locked"  # the period is, and not by a report that was sent for signature
    FROZEN = "frozen"  # out for signature
    SIGNED = "signed"  # the signed copy is here, its number and date are not
    ISSUED = "issued"

    @property
    def frozen(self) -> bool:
        """Whether what is shown was sent for signature and stands."""
        return self in (Stage.FROZEN, Stage.SIGNED, Stage.ISSUED)


# Words and icon of the one loud button (look, section 9: it moves with the step).
BUTTONS = {
    Stage.WRITING: ("Xuất PDF để trình ký", "export"),
    Stage.FROZEN: ("Gắn bản đã ký…", "sign"),
    Stage.SIGNED: ("Ghi số, ngày ban hành…", "note"),
}


def stage_of(issued: IssuedReport | None, *, locked: bool) -> Stage:
    """Tell where a period stands; ``issued`` is its report in force."""
    if issued is None:
        return Stage.LOCKED if locked else Stage.WRITING
    if issued.signed_copy is None:
        return Stage.FROZEN
    return Stage.ISSUED if issued.registered else Stage.SIGNED


def stage_words(issued: IssuedReport | None, revision: int, *, locked: bool) -> str:
    """Say it beside the page's name; ``revision`` is the number that the next report gets."""
    if issued is None:
        return f"Lần {revision}, {'kỳ đang khóa' if locked else 'bản đang soạn'}"
    if issued.registered and issued.issued_on is not None:
        return f"Lần {issued.revision}, số {issued.number} ngày {format_date(issued.issued_on)}"
    return f"Lần {issued.revision}, đã trình ký ngày {format_date(issued.frozen_at.date())}"
