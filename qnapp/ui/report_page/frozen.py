"""A report that was sent for signature, read back for the screen: words and pages as they were."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from qnapp.db.report_files import read_file
from qnapp.documents.content import PartId, part_titles
from qnapp.documents.freeze import export_file, fingerprint_of_issued, read_issued
from qnapp.documents.part_states import OUTDATED, UNWRITTEN, WRITTEN, state_of_part
from qnapp.documents.period_findings import findings_of_issued
from qnapp.domain.issued import FileKind
from qnapp.domain.report_checks import OUTDATED_PART, UNWRITTEN_PART, part_of
from qnapp.ui.report_page.export import DOCX, PDF, XLSX, Outgoing
from qnapp.ui.report_page.render import Paper
from qnapp.ui.store_work import store_work

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.documents.part_states import PartState
    from qnapp.documents.report import Report
    from qnapp.documents.snapshot import Snapshot
    from qnapp.domain.issued import IssuedReport
    from qnapp.domain.reporting import Finding
    from qnapp.ui.tasks import Job

KIND_OF = {PDF: FileKind.PDF, XLSX: FileKind.XLSX, DOCX: FileKind.DOCX}
AUTOMATIC = "tự động"
_WARNED = {OUTDATED_PART: OUTDATED, UNWRITTEN_PART: UNWRITTEN}
OUTSIDE = "Nội dung sửa trên bản Word không thuộc mã đối chiếu."


@dataclass(frozen=True, slots=True)
class Frozen:
    """One report with all that the page shows of it."""

    issued: IssuedReport
    snapshot: Snapshot
    report: Report  # with its fingerprint
    states: tuple[PartState, ...]
    paper: Paper


def read_frozen(store: Store, issued: IssuedReport) -> Frozen:
    """Read a report from its snapshot and its kept PDF, from nothing else.

    Raises ``FileError`` where these are missing or altered.
    """
    snapshot = read_issued(store, issued.id)
    report = replace(snapshot.report, fingerprint=fingerprint_of_issued(issued))
    pdf = issued.file(FileKind.PDF)
    kept = read_file(store, pdf) if pdf is not None else None
    states = _states(snapshot, findings_of_issued(store, issued))
    return Frozen(issued, snapshot, report, tuple(states), Paper(report, kept))


def kept_file(store: Store, issued: IssuedReport, kind: str) -> Outgoing:
    """Write a file of a report as it was kept; ``kind`` is an ending, as ``export.PDF``."""
    own = KIND_OF[kind]
    file = issued.file(own)
    name = file.name if file is not None else ""
    write = partial(_write, store, issued.id, own)
    return Outgoing(name, kind, write, OUTSIDE if kind == DOCX else "")


def _states(snapshot: Snapshot, findings: Iterable[Finding]) -> list[PartState]:
    """Tell of each part what was known of it at trình ký."""
    warned = {part_of(one): _WARNED[one.code] for one in findings if one.code in _WARNED}
    titles = part_titles(snapshot.source.sheet)
    states = []
    for part, title in titles.items():
        text = "\n".join(snapshot.report.part(part).paragraphs)
        written = bool((snapshot.source.words.of(part) or "").strip())
        source = warned.get(part, WRITTEN if written else AUTOMATIC)
        states.append(state_of_part(PartId(part).value, title, "", text, source, lacking=False))
    return states


def _write(store: Store, report_id: int, kind: FileKind, target: Path, job: Job) -> int:
    """Write the file on the worker; gives the pages of a PDF."""
    store_work(store, partial(_export, report_id, kind, target))(job)
    return _pages(target) if kind is FileKind.PDF else 0


def _export(report_id: int, kind: FileKind, target: Path, store: Store, _job: Job) -> None:
    export_file(store, report_id, kind, target)


def _pages(file: Path) -> int:
    import pypdfium2  # takes long to import

    document = pypdfium2.PdfDocument(file.read_bytes())
    try:
        return len(document)
    finally:
        document.close()
