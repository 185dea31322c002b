"""Trình ký: a report is frozen with its data and its exact files, and only then goes for signature.

What is edited afterwards never reaches it: redrawing and sending start from the snapshot (design,
sections 2, 3 and 7). The window and the commands call these functions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from qnapp.db.calendar import stored_period
from qnapp.db.content import CancelledError, hash_of
from qnapp.db.failures import translated
from qnapp.db.issued import (
    add_issued,
    issued_period_name,
    issued_report,
    issued_reports,
    keep_signed_copy,
    next_revision,
    report_to_send,
    require_in_force,
)
from qnapp.db.report_files import Examined, kept_together, read_file
from qnapp.db.returned import require_some_open, without_returns
from qnapp.db.settings import get_settings
from qnapp.db.worksheet import load_reported
from qnapp.documents.assemble import gather_source, report_file_name
from qnapp.documents.files import write_atomically
from qnapp.documents.fingerprint import Fingerprint, fingerprint_of
from qnapp.documents.pace import steps_of
from qnapp.documents.part_findings import said_findings
from qnapp.documents.snapshot import read_snapshot, take_snapshot
from qnapp.domain.checks import check_worksheet
from qnapp.domain.issued import CHOOSE_AGAIN, FileKind
from qnapp.domain.overview import signed_counts
from qnapp.domain.reporting import Level
from qnapp.errors import DoubtfulCopyError, InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.documents.report import Report
    from qnapp.documents.signed_copy import SignedCopy
    from qnapp.documents.snapshot import Snapshot
    from qnapp.domain.issued import IssuedReport, SignedCounts
    from qnapp.domain.reporting import Finding, Worksheet

    Progress = Callable[[int, int], None]

ANCHORS = ("keys", "chung-thu-goc")  # folder of root certificates, below the store's

_ERRORS = (
    "Kỳ {period} còn {count} lỗi nên chưa trình ký. Chưa có gì bị thay đổi. "
    "Sửa lỗi theo trang Kiểm tra rồi trình ký lại."
)
_CHANGED = (
    "Số liệu vừa được sửa trong lúc trình ký nên chưa trình ký. Chưa có gì bị thay đổi. "
    "Xem lại rồi trình ký lần nữa."
)
_COPY_OF = "Tệp này đã gắn làm bản ký của báo cáo {period}, lần {revision}{withdrawn}."
_DOUBTFUL = "{found} Chưa gắn tệp này, chưa có gì bị thay đổi. " + CHOOSE_AGAIN
_NO_FILE = "Báo cáo trình ký lần {revision} không có tệp loại này. Chưa ghi gì. Chọn tệp khác."


def freeze_report(
    store: Store,
    period_code: str,
    letterhead: str | None = None,
    *,
    despite_errors: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> IssuedReport:
    """Freeze the report of a period: data, PDF, Excel and Word are kept, the period locks.

    All of it or nothing, at whatever instant it ends. ``letterhead`` None takes the setting;
    ``despite_errors`` is for a person who has seen the errors of the checks and goes on, which the
    history tells. ``progress`` is told (done, of). Raises ``InputError`` for errors of the checks
    (listed in its detail) and for data that changed meanwhile, ``LockedError`` for a period that
    is locked or already frozen and has no returned rows, and ``CancelledError``.
    """
    with store.atomic():  # all of it as of one instant
        prepared = _prepare(store, period_code, letterhead, despite_errors=despite_errors)
    # Drawn outside the transaction: whoever types meanwhile must not wait.
    files = _draw(prepared, progress, cancelled)
    with kept_together(store, files) as kept, store.atomic():
        again = _prepare(store, period_code, letterhead, despite_errors=despite_errors)
        if again != prepared:
            raise InputError(_CHANGED)
        report_id = add_issued(
            store,
            prepared.fingerprint.period,
            prepared.fingerprint.revision,
            letterhead=prepared.letterhead,
            plan_version=prepared.fingerprint.plan_version,
            files=kept,
            findings=prepared.findings,
            counts=prepared.counts,
            despite=prepared.despite,
        )
    return issued_report(store, report_id)


def blocking_errors(store: Store, sheet: Worksheet) -> list[Finding]:
    """What stops trình ký of a period: the errors among ``open_findings``."""
    return [one for one in open_findings(store, sheet) if one.level is Level.ERROR]


def open_findings(store: Store, sheet: Worksheet) -> list[Finding]:
    """What the checks say of a period before trình ký, as it stands now.

    Where only returned rows are open, of these alone: the others went up as they are, and nobody
    could mend them. Raises ``LockedError`` where nothing is open.
    """
    only = require_some_open(store, sheet.period.code)
    findings = check_worksheet(sheet, store.today())
    return [one for one in findings if not only or one.where in only]


def fingerprint_of_issued(report: IssuedReport) -> Fingerprint:
    """Give the fingerprint that stands on a frozen report."""
    return Fingerprint(
        organisation=report.organisation,
        plan=report.plan,
        plan_version=report.plan_version,
        period=report.period,
        revision=report.revision,
        sha256=report.sha256,
    )


def read_issued(store: Store, report_id: int) -> Snapshot:
    """Read the data that a report was frozen with.

    Raises ``NotFoundError``, and ``FileError`` where the data are missing or altered.
    """
    return read_snapshot(_kept(store, issued_report(store, report_id), FileKind.SNAPSHOT))


def redraw(store: Store, report_id: int) -> Report:
    """Give a frozen report again, from its snapshot alone; withdrawn ones too.

    Raises ``NotFoundError``, and ``FileError`` where the data are missing or altered.
    """
    own = fingerprint_of_issued(issued_report(store, report_id))
    return replace(read_issued(store, report_id).report, fingerprint=own)


def export_file(store: Store, report_id: int, kind: FileKind | str, target: Path) -> None:
    """Write a kept file as it was, byte for byte; ``target`` whole or not at all.

    Raises ``NotFoundError`` where there is none of that kind, ``FileError`` where the kept file is
    missing or altered or the target cannot be written.
    """
    data = _kept(store, issued_report(store, report_id), FileKind(kind))
    write_atomically(target, lambda file: file.write(data))


def attach_signed(
    store: Store,
    report_id: int,
    file: Path,
    *,
    replacing: bool = False,
    despite: bool = False,
    progress: Progress | None = None,
) -> SignedCopy:
    """Keep the signed copy that came back, and say how it stands to the report.

    Root certificates are looked for in the store's folder ``keys/chung-thu-goc``. ``replacing``
    chooses it over another copy, which stays kept; ``despite`` is for a person who was told that it
    is hardly the signed copy and goes on. Raises ``DoubtfulCopyError`` where nobody did, unless it
    is the very copy that the report has, what ``keep_signed_copy`` raises, and ``FileError`` where
    the report's own files are missing or altered.
    """
    report = require_in_force(store, report_id)
    examine_file = _examiner(store, report)
    found: list[SignedCopy] = []

    def examine(kept: Path) -> Examined:
        found.append(examine_file(kept))
        known = _copy_of_another(store, report, kept)
        if not despite and not _is_copy_of(store, report, kept):
            _refuse_known(known)
            _refuse_doubtful(found[0])
        told = (f"{known} {CHOOSE_AGAIN}",) if known else ()
        return Examined(str(found[0].outcome), (*told, *found[0].sentences))

    keep_signed_copy(store, report_id, file, examine, replacing=replacing, progress=progress)
    return found[0]


def require_signed_copy(store: Store, period_code: str, file: Path) -> None:
    """Meet beforehand what ``attach_signed`` refuses of a period's report; changes nothing.

    Where nothing is frozen yet, no file can be the signed copy of what will be, but for a scan,
    which nobody can compare. Raises ``DoubtfulCopyError``.
    """
    from qnapp.documents.signed_copy import check_signed_copy  # takes long to import

    report = report_to_send(store, period_code)
    if report is not None:
        if not _is_copy_of(store, report, file):
            _refuse_known(_copy_of_another(store, report, file))
            _refuse_doubtful(_examiner(store, report)(file))
        return
    _refuse_known(_copy_of_another(store, None, file))
    sheet = load_reported(store, period_code)
    to_come = fingerprint_of(sheet, b"", next_revision(store, period_code))
    anchors = store.folder.joinpath(*ANCHORS)
    _refuse_doubtful(check_signed_copy(file, b"", to_come, None, anchors=anchors))


def _examiner(store: Store, report: IssuedReport) -> Callable[[Path], SignedCopy]:
    from qnapp.documents.signed_copy import check_signed_copy  # takes long to import

    return partial(
        check_signed_copy,
        exported=_kept(store, report, FileKind.PDF),
        fingerprint=fingerprint_of_issued(report),
        content=redraw(store, report.id),
        anchors=store.folder.joinpath(*ANCHORS),
    )


def _is_copy_of(store: Store, report: IssuedReport, file: Path) -> bool:
    """Whether a file is the signed copy that the report has already: it was asked about then."""
    with translated(store.folder):
        copy = report.signed_copy
        return copy is not None and hash_of(file) == copy.sha256


def _copy_of_another(store: Store, report: IssuedReport | None, file: Path) -> str:
    """Name the other report, or other revision, whose signed copy a file is; "" for none.

    A scan bears nothing that could be compared; that it was used before can be seen all the same.
    """
    with translated(store.folder):
        sha256 = hash_of(file)
    for other in issued_reports(store):
        copy = other.signed_copy
        if copy is not None and copy.sha256 == sha256 and (report is None or other.id != report.id):
            return _COPY_OF.format(
                period=issued_period_name(store, other),
                revision=other.revision,
                withdrawn=", đã thu hồi" if other.withdrawn else "",
            )
    return ""


def _refuse_known(known: str) -> None:
    if known:
        raise DoubtfulCopyError(_DOUBTFUL.format(found=known))


def _refuse_doubtful(copy: SignedCopy) -> None:
    if copy.doubt is not None:
        found = copy.findings[0].removesuffix(CHOOSE_AGAIN).rstrip()
        raise DoubtfulCopyError(_DOUBTFUL.format(found=found))


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A report that is about to be frozen."""

    data: bytes  # of the snapshot
    fingerprint: Fingerprint
    letterhead: str
    findings: tuple[Finding, ...]  # what the checks say of it
    counts: SignedCounts  # how far its rows are
    despite: str  # their errors in words, for the history
    signature_fields: bool  # the PDF gets empty ones


def _prepare(
    store: Store, period_code: str, letterhead: str | None, *, despite_errors: bool
) -> _Prepared:
    period = stored_period(store, period_code).period
    letterhead = letterhead or get_settings(store).letterhead
    source = gather_source(store, period.code, letterhead)
    errors = blocking_errors(store, source.sheet)
    if errors and not despite_errors:
        detail = "\n".join(one.text for one in errors)
        raise InputError(_ERRORS.format(period=period.name, count=len(errors)), detail=detail)
    # As the period will be once this is written down.
    sheet = without_returns(replace(source.sheet, locked=True))
    source = replace(source, sheet=sheet)
    revision = next_revision(store, period.code)
    data = take_snapshot(source, revision)
    own = fingerprint_of(source.sheet, data, revision)
    findings = (*check_worksheet(sheet, store.today()), *said_findings(store, source))
    fields = get_settings(store).signature_fields
    counts = signed_counts(sheet)
    return _Prepared(data, own, letterhead, findings, counts, _despite(errors), fields)


def _despite(errors: Sequence[Finding]) -> str:
    """Tell the history how many errors there were, and in which rows: "2 lỗi: 1.22, 3.2"."""
    rows = ", ".join(dict.fromkeys(one.row_code for one in errors))
    return f"{len(errors)} lỗi: {rows}" if errors else ""


def _draw(
    prepared: _Prepared, progress: Progress | None, cancelled: Callable[[], bool] | None
) -> dict[FileKind, tuple[str, bytes]]:
    """Draw all files, each with its name, from what will be read back and from nothing else."""
    from qnapp.documents.docx import docx_bytes  # these take long to import
    from qnapp.documents.pdf import render_pdf
    from qnapp.documents.signature_fields import with_signature_fields
    from qnapp.documents.xlsx import xlsx_bytes

    snapshot = read_snapshot(prepared.data)
    report = replace(snapshot.report, fingerprint=prepared.fingerprint)
    pace = _Shares(steps_of(report), progress)
    rendered = render_pdf(report, progress=pace.first, cancelled=cancelled)
    pdf = with_signature_fields(rendered) if prepared.signature_fields else rendered.data
    docx = docx_bytes(report, progress=pace.second, cancelled=cancelled)
    xlsx = xlsx_bytes(report, carried=prepared.data)
    pace.finish()
    if cancelled is not None and cancelled():
        raise CancelledError
    drawn = {
        FileKind.SNAPSHOT: (".json", prepared.data),
        FileKind.PDF: (".pdf", pdf),
        FileKind.XLSX: (".xlsx", xlsx),
        FileKind.DOCX: (".docx", docx),
    }
    name = partial(report_file_name, snapshot.source.sheet, revision=snapshot.revision)
    return {kind: (name(ext), data) for kind, (ext, data) in drawn.items()}


@dataclass(frozen=True, slots=True)
class _Shares:
    """One progress of three writers of ``steps`` each; the workbook is told when it is done."""

    steps: int
    progress: Progress | None

    def first(self, done: int, _of: int) -> None:
        self._tell(done)

    def second(self, done: int, _of: int) -> None:
        self._tell(self.steps + done)

    def finish(self) -> None:
        self._tell(3 * self.steps)

    def _tell(self, done: int) -> None:
        if self.progress is not None:
            self.progress(done, 3 * self.steps)


def _kept(store: Store, report: IssuedReport, kind: FileKind) -> bytes:
    file = report.file(kind)
    if file is None:
        raise NotFoundError(_NO_FILE.format(revision=report.revision))
    return read_file(store, file)
