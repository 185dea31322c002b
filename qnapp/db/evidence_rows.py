"""Evidence as rows, for the worksheet and for the module that keeps the files."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from qnapp.db.fields import own_code, plan_uid
from qnapp.db.rows import evidence_from
from qnapp.errors import NotFoundError

if TYPE_CHECKING:
    from qnapp.db.store import Store
    from qnapp.domain.reporting import Evidence, Worksheet

_LINKED = """
    SELECT evidence.*, link.uid AS row_uid, period.code AS period_code
    FROM evidence_link AS link
    JOIN evidence ON evidence.id = link.evidence
    JOIN period ON period.id = link.period
    WHERE link.organisation = ? AND period.plan = ? AND link.name <> '' AND evidence.removed = ''
    ORDER BY evidence.id
"""
_OF_PERIOD = """
    SELECT DISTINCT evidence.id FROM evidence_link AS link
    JOIN evidence ON evidence.id = link.evidence
    JOIN period ON period.id = link.period
    WHERE link.organisation = ? AND period.code = ? AND link.name <> '' AND evidence.removed = ''
"""
_LINKS_OF = """
    SELECT uid, period.code AS code FROM evidence_link AS link
    JOIN period ON period.id = link.period
    WHERE evidence = ? AND link.name <> '' ORDER BY period.id, uid
"""


def get(store: Store, evidence_id: int) -> Evidence:
    """One piece of evidence that is not in the trash; raises ``NotFoundError``."""
    row = store.row(
        "SELECT * FROM evidence WHERE id = ? AND organisation = ? AND removed = ''",
        (evidence_id, own_code(store)),
    )
    if row is None:
        raise NotFoundError(
            "Không có minh chứng này trong dữ liệu. Chưa có gì bị thay đổi. "
            "Xem trong thùng rác của trang Minh chứng."
        )
    return evidence_from(row)


def links_of(store: Store, evidence_id: int) -> list[tuple[str, str]]:
    """Rows that a piece of evidence is linked to: (uid of the row, code of the period)."""
    return [(row["uid"], row["code"]) for row in store.rows(_LINKS_OF, (evidence_id,))]


def name_of(store: Store, evidence_id: str) -> str:
    """What a piece is called, also in the trash: its file, else its title; "" for none."""
    sql = "SELECT CASE sha256 WHEN '' THEN title ELSE name END FROM evidence WHERE id = ?"
    return str(store.value(sql, (evidence_id,)) or "")


def evidence_by_row(store: Store) -> dict[tuple[str, str], list[Evidence]]:
    """Evidence of the own organisation by (uid of the row, code of the period), oldest first."""
    found: defaultdict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for row in store.rows(_LINKED, (own_code(store), plan_uid(store))):
        found[row["row_uid"], row["period_code"]].append(evidence_from(row))
    return dict(found)


def register_of(store: Store, sheet: Worksheet) -> frozenset[int]:
    """Ids of what the register of a sheet's period holds.

    That is what was added to the period, and what proves a completion that it took over: the rows
    show it, and the report carries it along.
    """
    rows = store.rows(_OF_PERIOD, (own_code(store), sheet.period.code))
    shown = (one.id for row in sheet.own_tasks for one in row.evidence)
    return frozenset((*(row["id"] for row in rows), *shown))
