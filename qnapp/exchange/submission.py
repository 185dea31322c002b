"""Gói báo cáo: what goes up of a period, made of the report that was frozen and of nothing else.

``data.json`` is the snapshot's own bytes, so its SHA-256 is the code that stands on the paper.
Evidence that one mail cannot carry follows in further packages that name the first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from qnapp import __version__
from qnapp.db import outbox
from qnapp.db.content import hash_of
from qnapp.db.failures import translated
from qnapp.db.issued import require_in_force
from qnapp.db.organisations import own_organisation
from qnapp.db.settings import get_settings
from qnapp.documents.freeze import read_issued
from qnapp.documents.period_findings import findings_of_issued
from qnapp.domain.packages import Kind, OutgoingPackage
from qnapp.domain.periods import period_stem
from qnapp.errors import FileError
from qnapp.exchange.container import write_package
from qnapp.exchange.container_writing import packed_size
from qnapp.exchange.keys import own_key
from qnapp.exchange.limits import MOST_ENTRIES
from qnapp.exchange.manifest import Head, Issue
from qnapp.exchange.outgoing import package_name, placed, stage_folder
from qnapp.exchange.packing import PER_ENTRY, mail_room, spread
from qnapp.exchange.submission_contents import (
    contents_digest,
    gather_contents,
    parts_of,
    require_nothing_restricted,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport
    from qnapp.domain.reporting import Finding
    from qnapp.exchange.container import Item, Written
    from qnapp.exchange.submission_contents import Contents

    Progress = Callable[[int, int], None]
    Cancelled = Callable[[], bool]

_OWN_ENTRIES = 10  # of the first package: what is no evidence, and some to spare


@dataclass(frozen=True, slots=True)
class Submission:
    """A report that is packed to be sent."""

    report: IssuedReport
    packages: tuple[OutgoingPackage, ...]  # part 1 first
    findings: tuple[Finding, ...]  # what the checks say of it; noted inside as well
    reused: bool  # nothing has changed since they were made: the same packages again
    again: bool = False  # they take the place of packages of this very report


def make_submission(
    store: Store,
    report_id: int,
    *,
    smaller_photos: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Submission:
    """Pack a frozen report with its evidence into the outbox, all parts or none.

    Number, date and signed copy go along as far as they are known. Where nothing has changed since
    the last packages of this report, those are given again: one report should not arrive under two
    names. ``smaller_photos`` sends photographs made smaller; the originals stay. ``progress`` is
    told (bytes done, in all).

    Raises ``NotFoundError``, ``LockedError`` for a withdrawn report, ``InputError`` for text in a
    restricted row and for what no package may hold, ``FileError`` for evidence or kept files that
    are missing or altered, ``CancelledError``.
    """
    report = require_in_force(store, report_id)
    sheet = read_issued(store, report_id).source.sheet
    require_nothing_restricted(sheet)
    findings = findings_of_issued(store, report)
    with translated(store.folder), stage_folder(store) as stage:
        # Photographs first: how many packages there are depends on their size.
        smaller = stage if smaller_photos else None
        found = gather_contents(store, report, sheet, smaller_into=smaller, cancelled=cancelled)
        sizes = {name: item.size for name, item in found.evidence.items()}
        spreading = spread_evidence(store, sizes, taken=documents_size(found))
        parts = list(parts_of(found, spreading))
        contents = contents_digest(report, parts, _issue(report))
        before = outbox.last_sending(store, report.period, plan=report.plan).packages
        if _still_good(store, report, contents, before):
            return Submission(report, before, findings, reused=True)
        previous = before[0].digest if before else ""
        head = _head(store, report, previous, findings)
        written = _write(store, stage, head, parts, progress, cancelled)
        packages = _settle(store, report, contents, written)
    again = bool(before) and before[0].report == report.id
    return Submission(report, packages, findings, reused=False, again=again)


def spread_evidence(store: Store, sizes: Mapping[str, int], *, taken: int) -> list[tuple[str, ...]]:
    """Spread evidence (bytes by name) over packages that each fit into a mail.

    ``taken`` is what documents, in the package and beside it, take of the first.
    """
    room = mail_room(get_settings(store).mail_limit_mb)
    most = MOST_ENTRIES - _OWN_ENTRIES
    return spread(sizes, first=room - taken, others=room, most=most)


def report_stem(report: IssuedReport) -> str:
    """What all files of a report are called in a mail, without their endings."""
    return file_stem(report.organisation, report.period, report.revision)


def file_stem(organisation: str, period: str, revision: int) -> str:
    """Name a report in files: "bao-cao-06652-6-thang-2026-lan-1"."""
    return f"bao-cao-{organisation}-{period_stem(period)}-lan-{revision}"


def documents_size(found: Contents) -> int:
    """Bytes of the first mail that are no evidence: the documents, and the report beside."""
    inside = sum(packed_size(name, item) + PER_ENTRY for name, item in found.documents.items())
    # A signed copy goes beside only where there is room for it: a scan may be large.
    beside = (item.size for name, item in found.documents.items() if "/report." in name)
    return inside + sum(beside)


def _issue(report: IssuedReport) -> Issue | None:
    signed = report.signed_copy
    if not report.registered and signed is None:
        return None
    return Issue(
        number=report.number,
        issued_on=report.issued_on.isoformat() if report.issued_on else "",
        signer=report.signer,
        signer_title=report.signer_title,
        outcome=signed.outcome if signed is not None else "",
    )


def _still_good(
    store: Store, report: IssuedReport, contents: str, before: Sequence[OutgoingPackage]
) -> bool:
    """Whether the last packages are of this very content, and all their files are there."""
    if not before or before[0].report != report.id or before[0].contents != contents:
        return False
    try:
        for package in before:
            outbox.checked_file(store, package)
    except FileError:
        return False
    return True


def _head(store: Store, report: IssuedReport, previous: str, findings: tuple[Finding, ...]) -> Head:
    own = own_organisation(store)
    return Head(
        kind=Kind.SUBMISSION,
        organisation=own.code,
        organisation_name=own.name,
        plan=report.plan,
        plan_version=report.plan_version,
        made_at=store.clock().isoformat(timespec="seconds"),
        program=__version__,
        period=report.period,
        revision=report.revision,
        previous=previous,
        training=get_settings(store).training,
        issue=_issue(report),
        findings=findings,
    )


def _write(
    store: Store,
    stage: Path,
    head: Head,
    parts: Sequence[Mapping[str, Item]],
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> list[Written]:
    """Write all parts into ``stage``; each but the first names the first."""
    key = own_key(store)
    sizes = [sum(item.size for item in part.values()) for part in parts]
    written: list[Written] = []
    for number, part in enumerate(parts, 1):
        own = replace(head, part=number, parts=len(parts))
        if written:
            own = replace(own, first=written[0].digest, issue=None, findings=())
        told = _shifted(progress, sum(sizes[: number - 1]), sum(sizes))
        target = stage / f"{number}.tmp"
        written.append(write_package(target, own, part, key, progress=told, cancelled=cancelled))
    return written


def _shifted(progress: Progress | None, before: int, total: int) -> Progress | None:
    """Tell one progress of several packages."""
    if progress is None:
        return None

    def tell(done: int, _of: int) -> None:
        progress(min(before + done, total), total)

    return tell


def _settle(
    store: Store, report: IssuedReport, contents: str, written: Sequence[Written]
) -> tuple[OutgoingPackage, ...]:
    """Put the files into the outbox, then write them down; a failure takes the files back."""
    rows = [_row(store, report, contents, written[0], one) for one in written]
    files = [(one.path, row) for one, row in zip(written, rows, strict=True)]
    with placed(store, files), store.atomic():
        require_in_force(store, report.id)  # it may have been taken back meanwhile
        return tuple(outbox.add_packages(store, rows))


def _row(
    store: Store, report: IssuedReport, contents: str, first: Written, one: Written
) -> OutgoingPackage:
    head = one.manifest.head
    as_zip = get_settings(store).package_as_zip
    stem = report_stem(report)
    return OutgoingPackage(
        id=0,
        kind=head.kind,
        plan=head.plan,
        period=head.period,
        report=report.id,
        addressee=head.addressee,
        revision=head.revision,
        part=head.part,
        parts=head.parts,
        digest=one.digest,
        first=first.digest,
        previous=head.previous,
        contents=contents,
        name=package_name(head.kind, stem, part=head.part, parts=head.parts, as_zip=as_zip),
        sha256=hash_of(one.path),
        size=one.size,
        made_at=datetime.fromisoformat(head.made_at),
        clerk=store.clerk,
    )
