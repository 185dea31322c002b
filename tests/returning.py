"""A report that the upper office sent back: frozen, answered, some of its rows open again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frozen import freeze

from qnapp.db.fields import own_code, plan_uid
from qnapp.db.replies import add_reply
from qnapp.domain.replies import Answer, Reply, ReplyRow, ReturnedRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport


def send_back(
    store: Store,
    period: str,
    reasons: Mapping[str, str],
    report: IssuedReport | None = None,
    *,
    note: str = "",
) -> None:
    """Freeze a period unless its ``report`` is given, and return these rows for these reasons."""
    report = report or freeze(store, period)
    rows = [
        ReturnedRow(ReplyRow.INDICATOR if "/CT-" in uid else ReplyRow.TASK, uid, reason)
        for uid, reason in reasons.items()
    ]
    reply = Reply(
        verdict=Answer.RETURNED,
        submission="1".rjust(64, "0"),
        organisation=own_code(store),
        organisation_name="Phường Hà Tu",
        plan=plan_uid(store),
        period=period,
        revision=report.revision,
        replied_at=store.clock(),
        by="Người Nhận",
        office="VPTU",
        office_name="Văn phòng Tỉnh ủy",
        rows=tuple(rows),
        note=note,
        digest="a" * 64,
    )
    with store.atomic():
        add_reply(store, reply, "b" * 64)
