"""Answers to submissions: those that were given here, and those that came from above."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING

from qnapp.db import fields, journal
from qnapp.db.calendar import stored_period
from qnapp.db.journal import FieldChange
from qnapp.db.store import Changes
from qnapp.domain.replies import Answer, Reply, ReplyRow, ReturnedRow

if TYPE_CHECKING:
    import sqlite3

    from qnapp.db.store import Store

ENTITY = "reply"  # in the history; the key is the answer's id
IMPORT = "import:reply"  # event of the history

# Columns that hold what the answer has under the same name.
_SAME = (
    *("digest", "submission", "organisation", "organisation_name", "office", "office_name"),
    *("plan", "revision", "note"),
)
_REPLIES = """
    SELECT reply.*, period.code AS period_code
    FROM reply JOIN period ON period.id = reply.period
    WHERE {condition} ORDER BY reply.id
"""


def replies_to(store: Store, submission: str) -> tuple[Reply, ...]:
    """All answers to the submission of a digest, the one in force last."""
    return _read(store, "submission = ?", submission)


def last_answer(store: Store, period_code: str) -> Reply | None:
    """What the upper office said last of the own report of a period; None where nothing came."""
    code = stored_period(store, period_code).period.code
    condition = "reply.organisation = ? AND reply.plan = ? AND period.code = ?"
    found = _read(store, condition, fields.own_code(store), fields.plan_uid(store), code)
    return found[-1] if found else None


def known_reply(store: Store, digest: str) -> Reply | None:
    """The answer of a package, None where it never came."""
    found = _read(store, "reply.digest = ?", digest)
    return found[0] if found else None


def add_reply(store: Store, reply: Reply, key: str) -> None:
    """Write down an answer that was given or that came, signed with ``key``; inside ``atomic()``.

    Of those that came the history says what they return, row by row.
    """
    where = (reply.plan, reply.period)
    columns: dict[str, object] = {name: getattr(reply, name) for name in _SAME}
    columns |= {
        "key": key,
        "period": store.value("SELECT id FROM period WHERE plan = ? AND code = ?", where),
        "verdict": str(reply.verdict),
        "replied_at": reply.replied_at.isoformat(timespec="seconds"),
        "replied_by": reply.by,
        "noted_at": store.clock().isoformat(timespec="seconds"),
        "clerk": store.clerk,
    }
    row_id = store.insert("reply", columns)
    for position, row in enumerate(reply.rows):
        store.insert("reply_row", _row_columns(row_id, position, row))
    if reply.organisation == fields.own_code(store):
        _record(store, row_id, reply)


def follow_row(store: Store, old: str, new: str) -> None:
    """Let what was returned of the own rows stand at the uid that the plan gives a row now."""
    store.run(
        "UPDATE reply_row SET uid = ? WHERE uid = ? AND reply IN "
        "(SELECT id FROM reply WHERE organisation = ?)",
        (new, old, fields.own_code(store)),
    )


def moved_rows(store: Store) -> dict[str, str]:
    """Where rows stand now that later plan versions call otherwise, by the uid that they had."""
    rows = store.rows(
        "SELECT old, new FROM history WHERE entity = 'plan' AND field = 'row' ORDER BY id"
    )
    moved: dict[str, str] = {}
    for row in rows:
        moved = {old: row["new"] if new == row["old"] else new for old, new in moved.items()}
        moved[row["old"]] = row["new"]
    return moved


def _row_columns(reply: int, position: int, row: ReturnedRow) -> dict[str, object]:
    columns: dict[str, object] = {"reply": reply, "position": position}
    return columns | {"kind": str(row.kind), "uid": row.uid, "reason": row.reason}


def _record(store: Store, row_id: int, reply: Reply) -> None:
    """Tell the history, and announce which rows open."""
    changes = [FieldChange(ENTITY, str(row_id), reply.period, "verdict", "", str(reply.verdict))]
    if reply.note:
        changes.append(FieldChange(ENTITY, str(row_id), reply.period, "note", "", reply.note))
    changes += [
        FieldChange("returned", row.uid, reply.period, "reason", "", row.reason)
        for row in reply.rows
    ]
    journal.record(store, changes, organisation=reply.organisation, event=IMPORT)
    tasks = frozenset(row.uid for row in reply.rows if row.kind is ReplyRow.TASK)
    others = frozenset(row.uid for row in reply.rows if row.kind is ReplyRow.INDICATOR)
    store.touch(Changes(tasks=tasks, indicators=others, periods=True, report=True))


def _read(store: Store, condition: str, *parameters: str) -> tuple[Reply, ...]:
    found = store.rows(_REPLIES.format(condition=condition), parameters)
    rows: defaultdict[int, list[ReturnedRow]] = defaultdict(list)
    for one in found:
        sql = "SELECT * FROM reply_row WHERE reply = ? ORDER BY position"
        for row in store.rows(sql, (one["id"],)):
            rows[one["id"]].append(ReturnedRow(ReplyRow(row["kind"]), row["uid"], row["reason"]))
    return tuple(_from_row(one, tuple(rows[one["id"]])) for one in found)


def _from_row(row: sqlite3.Row, returned: tuple[ReturnedRow, ...]) -> Reply:
    return Reply(
        **{name: row[name] for name in _SAME},
        verdict=Answer(row["verdict"]),
        period=row["period_code"],
        replied_at=datetime.fromisoformat(row["replied_at"]),
        by=row["replied_by"],
        rows=returned,
    )
