"""Rows that the upper office returned, and the one guard of what a locked period lets change.

A return opens its rows, and the report's own words that tell of them: the report that was returned
stays frozen and in force, its period stays locked, and everything else in it is closed (design,
section 3, step 7). Whether a return is
settled is worked out from the reports that came after it, so that it cannot be forgotten.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qnapp.db.calendar import require_open, stored_period
from qnapp.db.evidence_rows import links_of
from qnapp.db.fields import own_code, plan_uid
from qnapp.db.rows import day_of
from qnapp.errors import LockedError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from qnapp.db.store import Store
    from qnapp.domain.replies import RowReturn
    from qnapp.domain.reporting import Worksheet

_CLOSED = (
    "Kỳ {name} chỉ mở các dòng bị trả lại, dòng này không bị trả lại nên không sửa được. "
    "Chưa có gì bị thay đổi. Muốn sửa dòng khác, thu hồi trình ký trước."
)
# What was said last of the period counts: an acceptance has no rows.
_RETURNS = """
    SELECT reply.id, returned.kind, returned.uid, returned.reason, reply.replied_at,
        reply.office_name, reply.note, reply.revision, period.code AS period_code, EXISTS (
            SELECT 1 FROM issued_report AS later
            WHERE later.organisation = reply.organisation AND later.period = reply.period
                AND later.revision > reply.revision AND (later.withdrawn_at = ''
                    OR EXISTS (SELECT 1 FROM outgoing_package WHERE report = later.id))
        ) AS settled
    FROM reply JOIN reply_row AS returned ON returned.reply = reply.id
    JOIN period ON period.id = reply.period
    WHERE reply.organisation = :own AND period.plan = :plan
        AND (:period IS NULL OR period.code = :period)
        AND reply.id = (
            SELECT max(last.id) FROM reply AS last
            WHERE last.organisation = reply.organisation AND last.period = reply.period
        )
    ORDER BY period.id, returned.position
"""
# What waits to be sealed was typed since the return: trình ký seals everything.
_MENDED = """
    WITH since AS (SELECT max(id) AS id FROM history WHERE entity = 'reply' AND key = :reply),
    own AS (
        SELECT entity, :uid AS key, :period AS period
        FROM (SELECT 'progress' AS entity UNION ALL SELECT 'measurement' UNION ALL SELECT 'link')
        UNION ALL SELECT 'evidence', CAST(evidence AS TEXT), ''
        FROM evidence_link JOIN period ON period.id = evidence_link.period
        WHERE uid = :uid AND period.code = :period
    )
    SELECT EXISTS (
        SELECT 1 FROM own JOIN history USING (entity, key, period), since
        WHERE history.id > since.id
    ) OR EXISTS (SELECT 1 FROM own JOIN pending_history USING (entity, key, period))
"""


def open_returns(store: Store, period_code: str) -> Mapping[str, RowReturn]:
    """Returns of a period that wait for a later revision, by uid of the row."""
    rows = _rows(store, period_code)
    return {row["uid"]: _from_row(store, row) for row in rows if not row["settled"]}


def open_rows(store: Store, period_code: str) -> frozenset[str]:
    """Uids of the rows that are open although their period is locked; none in an open period."""
    stored = stored_period(store, period_code)
    if not stored.locked:
        return frozenset()
    returns = open_returns(store, stored.period.code)
    # Only the returned report opens them: what was locked for another reason stays locked.
    return frozenset(uid for uid, one in returns.items() if one.revision == stored.revision)


def require_row_open(store: Store, period_code: str, uid: str) -> None:
    """Raise ``LockedError`` where a row of a period is closed, ``NotFoundError`` for no period."""
    opened = open_rows(store, period_code)
    if uid in opened:
        return
    if opened:
        raise LockedError(_CLOSED.format(name=stored_period(store, period_code).period.name))
    require_open(store, period_code)


def require_some_open(store: Store, period_code: str) -> frozenset[str]:
    """Uids of the only rows that are open, none where the whole period is; raises ``LockedError``.

    What takes all rows of a period together begins with this: trình ký, a form.
    """
    opened = open_rows(store, period_code)
    if not opened:
        require_open(store, period_code)
    return opened


def require_evidence_open(store: Store, evidence_id: int) -> None:
    """Raise ``LockedError`` where a row that the evidence is linked to is closed."""
    for uid, period in links_of(store, evidence_id):
        require_row_open(store, period, uid)


def without_returns(sheet: Worksheet) -> Worksheet:
    """The worksheet as it is once a later revision is frozen: returns are no part of a report."""
    return replace(
        sheet,
        tasks=tuple(replace(row, returned=None) for row in sheet.tasks),
        indicators=tuple(replace(row, returned=None) for row in sheet.indicators),
    )


def _rows(store: Store, period_code: str | None) -> list[sqlite3.Row]:
    own, plan = own_code(store), plan_uid(store)
    return store.rows(_RETURNS, {"own": own, "plan": plan, "period": period_code})


def _from_row(store: Store, row: sqlite3.Row) -> RowReturn:
    from qnapp.domain.replies import ReplyRow, RowReturn  # few units ever meet a return

    returned_on = day_of(row["replied_at"])
    assert returned_on is not None  # an answer always has its moment
    where = {"reply": str(row["id"]), "uid": row["uid"], "period": row["period_code"]}
    return RowReturn(
        kind=ReplyRow(row["kind"]),
        uid=row["uid"],
        reason=row["reason"],
        returned_on=returned_on,
        by=row["office_name"],
        revision=row["revision"],
        mended=bool(store.value(_MENDED, where)),
        note=row["note"],
    )
