"""What the checks say of a period, the same in the window, the commands and the package.

Of a report that was sent for signature it is what they said then: whoever signed had seen it, and
nothing that is recorded afterwards changes the paper.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from qnapp.db.issued import report_to_send
from qnapp.db.kept_findings import signed_findings
from qnapp.documents.freeze import read_issued
from qnapp.documents.part_findings import report_findings, said_findings
from qnapp.domain.checks import check_worksheet
from qnapp.errors import UserError

if TYPE_CHECKING:
    from datetime import date

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport
    from qnapp.domain.reporting import Finding, Worksheet


def period_findings(store: Store, sheet: Worksheet, today: date) -> list[Finding]:
    """Everything the checks say of a period's rows and of its report's own words.

    ``sheet`` is the period as it stands now, ``today`` the day on which a person looks: they are
    asked only where the next report is still to be signed, and where a damaged one tells nothing.
    """
    report = report_to_send(store, sheet.period.code)
    if report is not None:
        with contextlib.suppress(UserError):  # damaged: that is said where it is shown
            return list(findings_of_issued(store, report))
    return [*check_worksheet(sheet, today), *report_findings(store, sheet)]


def findings_of_issued(store: Store, report: IssuedReport) -> tuple[Finding, ...]:
    """What the checks said at trình ký of the report in force: what is noted in its package.

    Raises ``FileError`` where that was not kept and the report's data are missing or altered.
    """
    kept = signed_findings(store, report.id)
    if kept is not None:
        return kept
    source = read_issued(store, report.id).source  # from before the store kept them
    rows = check_worksheet(source.sheet, report.frozen_at.date())
    return (*rows, *said_findings(store, source))
