"""What packing a frozen report would give: how many mails, how large, and what smaller photos save.

Nothing is made: photographs are made smaller in a folder that goes again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db.failures import translated
from qnapp.db.issued import require_in_force
from qnapp.db.settings import get_settings
from qnapp.documents.freeze import read_issued
from qnapp.documents.period_findings import findings_of_issued
from qnapp.domain.reporting import Level
from qnapp.exchange.container_writing import packed_size
from qnapp.exchange.outgoing import stage_folder
from qnapp.exchange.packing import PER_ENTRY, fits_mail
from qnapp.exchange.submission import documents_size, spread_evidence
from qnapp.exchange.submission_contents import gather_contents, require_nothing_restricted

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport
    from qnapp.domain.reporting import Finding
    from qnapp.exchange.submission_contents import Contents


@dataclass(frozen=True, slots=True)
class PartPreview:
    """A package that would be made."""

    files: int  # of evidence
    size: int  # bytes, about
    by_mail: bool  # whether a mail carries it


@dataclass(frozen=True, slots=True)
class Photos:
    """Photographs that can be made smaller."""

    count: int = 0
    before: int = 0  # bytes
    after: int = 0


@dataclass(frozen=True, slots=True)
class PackingPreview:
    """``smaller``: the packages with photographs made smaller, the same where there are none."""

    report: IssuedReport
    parts: tuple[PartPreview, ...]
    smaller: tuple[PartPreview, ...]
    photos: Photos
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Errors that a person froze the report despite of."""
        return tuple(one for one in self.findings if one.level is Level.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is noted in the package."""
        return tuple(one for one in self.findings if one.level is Level.WARNING)


def preview_packing(
    store: Store, report_id: int, *, cancelled: Callable[[], bool] | None = None
) -> PackingPreview:
    """Look what ``make_submission`` would make of a frozen report; writes nothing that stays.

    Raises as ``make_submission`` does.
    """
    report = require_in_force(store, report_id)
    sheet = read_issued(store, report_id).source.sheet
    require_nothing_restricted(sheet)
    findings = findings_of_issued(store, report)
    with translated(store.folder), stage_folder(store) as stage:
        found = gather_contents(store, report, sheet)
        small = gather_contents(store, report, sheet, smaller_into=stage, cancelled=cancelled)
        parts, smaller = _parts(store, found), _parts(store, small)
        return PackingPreview(report, parts, smaller, _photos(found, small), findings)


def _photos(found: Contents, small: Contents) -> Photos:
    made = [item for item in small.evidence.values() if item.original]
    originals = {item.sha256: item.size for item in found.evidence.values()}
    before = sum(originals[item.original] for item in made)
    return Photos(len(made), before, sum(item.size for item in made))


def _parts(store: Store, found: Contents) -> tuple[PartPreview, ...]:
    sizes = {name: item.size for name, item in found.evidence.items()}
    limit = get_settings(store).mail_limit_mb
    inside = sum(packed_size(name, item) + PER_ENTRY for name, item in found.documents.items())
    parts = []
    for number, names in enumerate(spread_evidence(store, sizes, taken=documents_size(found))):
        size = PER_ENTRY + sum(sizes[name] + PER_ENTRY for name in names)
        size += inside if number == 0 else 0
        parts.append(PartPreview(len(names), size, fits_mail(size, limit)))
    return tuple(parts)
