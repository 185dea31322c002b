"""What is read of a received report before it is shown; away from the window, without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db.inbox import received_package
from qnapp.db.replies import replies_to
from qnapp.domain.checks import check_worksheet
from qnapp.domain.finding_words import without_advice
from qnapp.exchange.differences import differences_to_before
from qnapp.exchange.received_report import open_received
from qnapp.text import format_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qnapp.db.store import Store
    from qnapp.domain.received import ReceivedPackage
    from qnapp.domain.reporting import Finding
    from qnapp.exchange.differences import Differences
    from qnapp.exchange.received_report import ReceivedReport
    from qnapp.ui.tasks import Job


def package_words(package: ReceivedPackage) -> str:
    """Say what a report is: revision, number, when it came, and who entered it."""
    told = [f"Lần {package.revision}"]
    if package.number:
        told.append(f"số {package.number}")
    if package.signer:
        told.append(f"người ký {package.signer}")
    told.append(f"nhận ngày {format_date(package.received_at.date())}")
    told.append(f"kế hoạch bản {package.plan_version}")
    told.append(f"tệp {package.file_name}")
    return ", ".join(told)


@dataclass(frozen=True, slots=True)
class Opened:
    """What is read of a report away from the window."""

    report: ReceivedReport
    differences: Differences | None  # to the revision before; None: there is none here
    findings: Sequence[Finding]  # of its sender's checks, in words for here; else worked out here
    returned: Mapping[str, str]  # by uid: why the row was returned, here or in the one before


def open_report(digest: str, store: Store, _job: Job) -> Opened:
    """Work for the worker: read everything of the report of a digest; raises ``FileError``."""
    package = received_package(store, digest)
    assert package is not None  # what arrived is never removed
    found = differences_to_before(store, package)
    told = dict(_returned(store, found.before) if found is not None else ())
    told |= dict(_returned(store, package))
    report = open_received(store, package)
    findings = package.findings
    if findings is None:
        findings = tuple(check_worksheet(report.sheet, report.sheet.as_of))
    return Opened(report, found, tuple(map(without_advice, findings)), told)


def _returned(store: Store, package: ReceivedPackage) -> Iterator[tuple[str, str]]:
    """The reasons that the answer in force gave for rows of a report."""
    for reply in replies_to(store, package.digest)[-1:]:
        day = format_date(reply.replied_at.date())
        for row in reply.rows:
            yield row.uid, f"Lần {reply.revision} đã trả lại ngày {day}: {row.reason}"
