"""What a period takes over from the one before, until the clerk touches the row.

Nothing is copied when a period begins: a row that is not there shows what the last one before it
says. So an earlier period entered afterwards still reaches the later ones. ``carry_forward`` writes
the rows out when they must stay what they are, that is when the period is locked.
"""

from __future__ import annotations

from dataclasses import fields as fields_of
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from qnapp.db.calendar import chain, require_open
from qnapp.db.fields import ENTITIES, own_code, period_id, to_column
from qnapp.db.rows import progress_from
from qnapp.domain.reporting import Progress, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qnapp.db.store import Store

# An untouched row counts only where its period is locked: else it shows what is carried over now.
_ROWS = """
    SELECT progress.*, period.code AS period_code FROM progress
    JOIN period ON period.id = progress.period
    LEFT JOIN period_state AS state
        ON state.period = progress.period AND state.organisation = progress.organisation
    WHERE progress.organisation = ? AND period.code IN ({marks})
        AND (touched OR coalesce(locked_at, '') <> '')
"""
_NOT_STORED = frozenset({"updated_on", "carried"})


class Recorded:
    """Progress rows of all tasks over a chain of periods, newest first."""

    def __init__(self, codes: Sequence[str], rows: Mapping[tuple[str, str], Progress]) -> None:
        self._codes = codes
        self._rows = rows

    def uids(self) -> list[str]:
        """Uids of all tasks that have a row anywhere in the chain."""
        return list(dict.fromkeys(uid for uid, _ in self._rows))

    def source(self, uid: str, *, skip: int = 0) -> str:
        """Code of the period whose row counts, "" for none; ``skip`` leaves out the newest."""
        codes = self._codes[skip:]
        return next((code for code in codes if (uid, code) in self._rows), "")

    def since_completed(self, uid: str) -> Sequence[str]:
        """Codes from the newest period back to the one that was the first to say completed.

        What proved it then proves it still, also where the words were written anew since.
        """
        first = 0
        for at, code in enumerate(self._codes, start=1):
            row = self._rows.get((uid, code))
            if row is not None and row.status is not Status.COMPLETED:
                break
            first = at if row is not None else first
        return self._codes[:first]

    def progress(self, uid: str, *, skip: int = 0) -> Progress | None:
        """What the period shows: its own row, else what is carried over; None where never typed."""
        source = self.source(uid, skip=skip)
        if not source:
            return None
        row = self._rows[uid, source]
        return row if source == self._codes[skip] else carried(row)


def recorded(store: Store, code: str, uid: str | None = None) -> Recorded:
    """Read the rows of one task or all, of a period and those before it."""
    codes = [period.code for period in chain(store, code)]
    sql = _ROWS.format(marks=", ".join("?" * len(codes)))
    parameters = [own_code(store), *codes]
    if uid is not None:
        sql += " AND uid = ?"
        parameters.append(uid)
    rows = store.rows(sql, parameters)
    return Recorded(codes, {(row["uid"], row["period_code"]): progress_from(row) for row in rows})


def carried(previous: Progress) -> Progress:
    """What a period begins with: status, percent, dates, difficulty and proposal of the one before.

    A completed task keeps its result as well, since nothing will be added to it.
    """
    if previous.status is Status.COMPLETED:
        return replace(
            previous,
            next_step="",
            restricted_number="",
            restricted_on=None,
            updated_on=None,
            carried=True,
        )
    kept = Progress(
        status=previous.status,
        percent=previous.percent,
        difficulty=previous.difficulty,
        proposal=previous.proposal,
        completed_on=previous.completed_on,
        expected_on=previous.expected_on,
    )
    return kept if kept == Progress() else replace(kept, carried=True)


def progress_texts(progress: Progress) -> dict[str, str]:
    """Fields of a progress as the history tells them; untouched."""
    return {
        field.name: text_of(getattr(progress, field.name))
        for field in fields_of(progress)
        if field.name not in _NOT_STORED
    }


def text_of(value: object) -> str:
    """A field's value as text: ISO dates, "" for nothing."""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def carry_forward(store: Store, period_code: str) -> int:
    """Write out what is only carried over, for locking; the number of rows. Can be repeated.

    Raises ``LockedError`` for a locked period.
    """
    require_open(store, period_code)
    found = recorded(store, period_code)
    written = 0
    with store.atomic():
        store.run(
            "DELETE FROM progress WHERE organisation = ? AND period = ? AND NOT touched",
            (own_code(store), period_id(store, period_code)),
        )
        for uid in found.uids():
            progress = found.progress(uid)
            if progress is None or found.source(uid) == period_code or not progress.carried:
                continue
            _write(store, uid, period_code, progress)
            written += 1
    return written


def _write(store: Store, uid: str, period_code: str, progress: Progress) -> None:
    entity = ENTITIES["progress"]
    columns = {
        name: to_column(entity, name, text) for name, text in progress_texts(progress).items()
    }
    where = {"organisation": own_code(store), "uid": uid, "period": period_id(store, period_code)}
    store.insert("progress", columns | where)
