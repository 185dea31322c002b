"""What lies in a submission that was taken in: its data, its papers, its evidence; read only."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qnapp.db import inbox
from qnapp.documents.fingerprint import Fingerprint
from qnapp.documents.freeze import ANCHORS
from qnapp.documents.snapshot import read_snapshot
from qnapp.domain.received import parts_here
from qnapp.exchange.limits import DATA, DOCUMENTS, EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qnapp.db.store import Store
    from qnapp.documents.report import Report
    from qnapp.documents.signed_copy import SignedCopy
    from qnapp.documents.snapshot import Snapshot
    from qnapp.domain.received import ReceivedFile, ReceivedPackage
    from qnapp.domain.reporting import Worksheet


@dataclass(frozen=True)
class ReceivedReport:
    """One report with everything that came with it, later parts too."""

    package: ReceivedPackage  # part 1
    snapshot: Snapshot
    files: tuple[ReceivedFile, ...]

    @property
    def sheet(self) -> Worksheet:
        """The rows as they were reported."""
        return self.snapshot.source.sheet

    @property
    def content(self) -> Report:
        """Every word of the paper, with the code that ties it to the data."""
        one = self.package
        place = (one.organisation, one.plan, one.plan_version, one.period, one.revision)
        return replace(self.snapshot.report, fingerprint=Fingerprint(*place, one.data))

    @property
    def printed(self) -> ReceivedFile | None:
        """The report as PDF, as it went to be signed."""
        return self._document("report.pdf")

    @property
    def signed(self) -> ReceivedFile | None:
        """The signed copy, None where none came."""
        return self._document("signed.")

    @functools.cached_property
    def evidence(self) -> Mapping[str, ReceivedFile]:
        """Pieces of evidence that are here, by the SHA-256 of what the rows name."""
        pieces = [one for one in self.files if one.entry.startswith(f"{EVIDENCE}/")]
        return {one.original or one.sha256: one for one in pieces}

    def _document(self, start: str) -> ReceivedFile | None:
        wanted = f"{DOCUMENTS}/{start}"
        return next((one for one in self.files if one.entry.startswith(wanted)), None)


def received_sheet(store: Store, package: ReceivedPackage) -> Worksheet:
    """The rows of a first part; raises ``FileError`` where its data are missing or altered."""
    return _snapshot(store, package).source.sheet


def open_received(store: Store, package: ReceivedPackage) -> ReceivedReport:
    """Read a report that was taken in, ``package`` being its first part; raises ``FileError``."""
    everything = inbox.received_packages(store, package.plan, package.period, package.organisation)
    files = [
        file
        for part in parts_here(everything, package)
        for file in inbox.received_files(store, part)
    ]
    return ReceivedReport(package, _snapshot(store, package), tuple(files))


def examine_signed(store: Store, report: ReceivedReport) -> SignedCopy | None:
    """Compare the signed copy with the report here, whatever its sender says; None without one.

    Root certificates are those of the store. Raises ``FileError`` where a file is missing or
    altered.
    """
    from qnapp.documents.signed_copy import check_signed_copy  # takes long to import

    if report.signed is None:
        return None
    exported = inbox.read_received(store, report.printed) if report.printed else b""
    content = report.content
    assert content.fingerprint is not None
    copy = inbox.copy_received(store, report.signed)
    return check_signed_copy(
        copy, exported, content.fingerprint, content, anchors=store.folder.joinpath(*ANCHORS)
    )


def _snapshot(store: Store, package: ReceivedPackage) -> Snapshot:
    files = inbox.received_files(store, package)
    data = next(file for file in files if file.entry == DATA)
    return read_snapshot(inbox.read_received(store, data))
