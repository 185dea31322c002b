"""What the checks said of a report when it was signed or sent: kept as text beside it.

Read at every start, so without what takes long to import (``domain.canonical``).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qnapp.db import fields
from qnapp.db.reports import report_texts
from qnapp.db.returned import open_rows
from qnapp.domain.checks import check_worksheet
from qnapp.domain.report_checks import unwritten_parts
from qnapp.domain.reporting import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qnapp.db.store import Store
    from qnapp.domain.reporting import Worksheet

_FIELDS = ("code", "level", "text", "where", "row_code", "field")
_IN_FORCE = """
    SELECT issued_report.id FROM issued_report JOIN period ON period.id = issued_report.period
    WHERE organisation = ? AND period.plan = ? AND period.code = ? AND withdrawn_at = ''
"""


def findings_text(findings: Sequence[Finding] | None) -> str:
    """Give what is kept of them; "" for None, what was not noted at that time."""
    if findings is None:
        return ""
    plain = [{name: str(getattr(one, name)) for name in _FIELDS} for one in findings]
    return json.dumps(plain, ensure_ascii=False)


def findings_of(text: str) -> tuple[Finding, ...] | None:
    """Read back what ``findings_text`` gave."""
    if not text:
        return None
    return tuple(
        Finding(*(Level(one[name]) if name == "level" else one[name] for name in _FIELDS))
        for one in json.loads(text)
    )


def signed_findings(store: Store, report_id: int) -> tuple[Finding, ...] | None:
    """What was said of a report at trình ký; None where that was not kept yet."""
    sql = "SELECT findings FROM issued_report WHERE id = ?"
    return findings_of(store.value(sql, (report_id,)) or "")


def quick_findings(store: Store, sheet: Worksheet, today: date) -> list[Finding]:
    """``documents.period_findings`` as far as a start can wait for it.

    Written parts of an open period are not held against the figures; ``today`` is the day on which
    a person looks.
    """
    code = sheet.period.code
    report = store.value(_IN_FORCE, (fields.own_code(store), fields.plan_uid(store), code))
    if report is not None and not open_rows(store, code):
        kept = signed_findings(store, int(report))
        if kept is not None:
            return list(kept)
    return [*check_worksheet(sheet, today), *unwritten_parts(sheet, report_texts(store, code))]
