"""From a period to packages in a folder, in one step; faults are told before anything is done.

The window takes the same steps one by one: trình ký, the signed copy, its number, the package.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qnapp.db.calendar import stored_period
from qnapp.db.content import readable_size
from qnapp.db.fields import plan_uid
from qnapp.db.issued import check_issue, register_issue, report_to_send
from qnapp.db.organisations import own_organisation
from qnapp.db.settings import get_settings
from qnapp.db.worksheet import load_reported
from qnapp.documents.assemble import office_of, profile_of
from qnapp.documents.files import make_folder, require_place
from qnapp.documents.freeze import (
    attach_signed,
    blocking_errors,
    freeze_report,
    read_issued,
    require_signed_copy,
)
from qnapp.documents.letterhead import number_and_symbol, signer_title
from qnapp.documents.period_findings import period_findings
from qnapp.domain.issued import completed_number
from qnapp.domain.reporting import Level
from qnapp.errors import InputError
from qnapp.exchange.outbox import export_submission
from qnapp.exchange.submission import make_submission, spread_evidence
from qnapp.exchange.submission_contents import evidence_of, require_nothing_restricted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.documents.profiles import Profile
    from qnapp.documents.report import Office
    from qnapp.domain.issued import IssuedReport
    from qnapp.domain.periods import Period
    from qnapp.domain.reporting import Finding
    from qnapp.exchange.outbox import Exported
    from qnapp.exchange.submission import Submission

# Documents of a report that is not frozen yet, roughly: only how many parts are made depends on it.
_DOCUMENTS = 1024 * 1024

_ERRORS = (
    "{period} còn {count} lỗi nên chưa trình ký, chưa gửi được. Chưa có gì bị thay đổi. "
    "Xem từng lỗi bằng lệnh status, sửa rồi chạy lại."
)
_OTHER_FORM = (
    "{period} đã trình ký lần {revision} theo thể thức khác. Chưa có gì bị thay đổi. "
    "Bỏ --letterhead, hoặc thu hồi trình ký trong cửa sổ rồi chạy lại."
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What sending a period would do, as it stands now."""

    report: IssuedReport | None  # None: it would be frozen first
    findings: tuple[Finding, ...]
    evidence: int  # files
    size: int  # bytes of evidence
    parts: int  # packages, about
    errors: tuple[Finding, ...]  # what stops a report that is not frozen yet

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is shown, and noted in the package."""
        return tuple(one for one in self.findings if one.level is Level.WARNING)


@dataclass(frozen=True, slots=True)
class Signed:
    """What the văn thư gave a report: empty fields were not entered."""

    file: Path | None = None
    number: str = ""
    issued_on: date | str = ""
    signer: str = ""  # "" takes the setting's
    despite: bool = False  # the file is taken though it is hardly the signed copy

    @property
    def numbered(self) -> bool:
        """Whether anything of number, date and signer was entered: then all three are needed."""
        return bool(self.number or self.issued_on or self.signer)


def preview_submission(store: Store, period_code: str) -> Preview:
    """Look what sending a period would do; changes nothing.

    Raises ``NotFoundError`` for an unknown period and ``InputError`` for text in a restricted row.
    """
    report, errors = report_to_send(store, period_code), []
    if report is not None:
        sheet = read_issued(store, report.id).source.sheet
    else:
        sheet = load_reported(store, period_code)
        errors = blocking_errors(store, sheet)
    require_nothing_restricted(sheet)
    sizes = {one.sha256: one.size for one in evidence_of(sheet)}
    parts = spread_evidence(store, sizes, taken=_DOCUMENTS)
    findings = tuple(period_findings(store, sheet, store.today()))
    size = sum(sizes.values())
    return Preview(report, findings, len(sizes), size, len(parts), tuple(errors))


def require_sendable(store: Store, period_code: str, folder: Path, signed: Signed) -> Preview:
    """Meet every refusal of ``submit_period`` that can be met beforehand; changes nothing.

    Raises ``DoubtfulCopyError`` for a file that is hardly the signed copy.
    """
    period = stored_period(store, period_code).period
    require_place(folder)
    if signed.file is not None:
        readable_size(signed.file)
    if signed.numbered:
        where = (plan_uid(store), period.code)
        office = _office(store, report_to_send(store, period.code))
        check_issue(store, where, **_registration(store, signed, *office))
    found = preview_submission(store, period.code)
    _require_no_errors(period, found.errors)
    if signed.file is not None and not signed.despite:
        require_signed_copy(store, period.code, signed.file)
    return found


def _require_no_errors(period: Period, errors: Sequence[Finding]) -> None:
    if errors:
        detail = "\n".join(one.text for one in errors)
        raise InputError(_ERRORS.format(period=period.name, count=len(errors)), detail=detail)


def freeze_for_signature(
    store: Store, period_code: str, letterhead: str | None = None
) -> IssuedReport:
    """Give the report of a period that is out for signature, frozen now unless it is.

    ``letterhead`` "dang" or "nha-nuoc", None takes the setting or what it was frozen in. Raises
    ``InputError`` for errors of the checks and for a report that stands in another form, and what
    ``freeze_report`` raises.
    """
    period, report = stored_period(store, period_code).period, report_to_send(store, period_code)
    if report is None:
        _require_no_errors(period, blocking_errors(store, load_reported(store, period_code)))
        return freeze_report(store, period_code, letterhead)
    if letterhead not in (None, report.letterhead):
        told = {"period": period.name, "revision": report.revision}
        raise InputError(_OTHER_FORM.format(**told))
    return report


def submit_period(
    store: Store, period_code: str, folder: Path, signed: Signed
) -> tuple[Submission, Exported]:
    """Freeze a period's report unless it is, enter what came back signed, pack it, write it out.

    ``folder`` is made where only its parent is there. Raises what the single steps raise; what can
    be refused beforehand is, and then nothing has changed.
    """
    found = require_sendable(store, period_code, folder, signed)
    report = found.report or freeze_report(store, period_code)
    if signed.file is not None:
        # Whoever did not mean a doubtful file was stopped above.
        attach_signed(store, report.id, signed.file, replacing=True, despite=True)
    if signed.numbered:
        office, profile = _office(store, report)
        values = _registration(store, signed, office, profile)
        values["number"] = completed_number(signed.number, number_and_symbol(office, profile, "15"))
        register_issue(store, report.id, **values)
    return send_report(store, report.id, folder)


def send_report(
    store: Store,
    report_id: int,
    folder: Path,
    *,
    smaller_photos: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Submission, Exported]:
    """Pack a frozen report and write packages and letters into ``folder``, made where it is not.

    The packages stay in the outbox whatever becomes of the folder, so that it can be tried again.
    Raises what ``make_submission`` and ``export_submission`` raise.
    """
    submission = make_submission(
        store, report_id, smaller_photos=smaller_photos, progress=progress, cancelled=cancelled
    )
    make_folder(folder)
    return submission, export_submission(store, submission.packages, folder)


def _office(store: Store, report: IssuedReport | None) -> tuple[Office, Profile]:
    """Who signs, and in which form: of a report as it was frozen, else as it would be now."""
    if report is not None:
        source = read_issued(store, report.id).source
        return source.office, source.profile
    settings = get_settings(store)
    office = office_of(own_organisation(store), settings, settings.letterhead)
    return office, profile_of(store, settings.letterhead)


def _registration(store: Store, signed: Signed, office: Office, profile: Profile) -> dict[str, Any]:
    """What is written down; who signs bears the title that the paper prints, a deputy's too."""
    own = office.signer or get_settings(store).signer
    return {
        "number": signed.number,
        "issued_on": signed.issued_on,
        "signer": signed.signer or own,
        "signer_title": signer_title(office, profile) if signed.signer in ("", own) else "",
    }
