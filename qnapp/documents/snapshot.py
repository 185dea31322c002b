"""What a report is made from, and the form in which that is kept once it is frozen.

The canonical JSON of a snapshot is what the fingerprint's SHA-256 is taken of, so that paper and
data can be proved the same (design, sections 3 and 7). It holds the data for whoever counts and
every printed word for whoever reads: a later version of the program that words a sentence
otherwise still draws what was signed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date  # noqa: TC003  (a snapshot reads the annotations at run time)

from qnapp.documents.content import build_report

# A snapshot reads the annotations at run time (qnapp.domain.canonical).
from qnapp.documents.profiles import Profile  # noqa: TC001
from qnapp.documents.report import Office, Report, ReportWords  # noqa: TC001
from qnapp.domain.canonical import canonical_json, from_plain, to_plain
from qnapp.domain.reporting import Worksheet  # noqa: TC001
from qnapp.errors import FileError

FORMAT = 1

_UNREADABLE = (
    "Không đọc được dữ liệu của báo cáo đã trình ký. Các dữ liệu khác vẫn còn nguyên. "
    "Cài phiên bản mới của chương trình hoặc khôi phục từ bản sao lưu."
)


@dataclass(frozen=True, slots=True)
class Source:
    """All that a report depends on."""

    sheet: Worksheet
    words: ReportWords
    office: Office
    profile: Profile
    training: bool
    with_charts: bool = False
    with_doubts: bool = False
    month: date | None = None  # first day of the month in the date line; None: when it is due

    def report(self, *, draft: bool) -> Report:
        """Word the report; a ``draft`` is marked on every page."""
        return build_report(
            self.sheet,
            self.words,
            self.office,
            self.profile,
            month=self.month,
            draft=draft,
            training=self.training,
            with_charts=self.with_charts,
            with_doubts=self.with_doubts,
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A frozen report. ``report`` is without its fingerprint, which is taken of all this."""

    format: int
    revision: int
    source: Source
    report: Report


def take_snapshot(source: Source, revision: int) -> bytes:
    """Freeze what a report is made from, and its words; the same always gives the same bytes."""
    snapshot = Snapshot(FORMAT, revision, source, source.report(draft=False))
    return canonical_json(to_plain(snapshot))


def read_snapshot(data: bytes) -> Snapshot:
    """Read back what ``take_snapshot`` gave; raises ``FileError`` for what it cannot have given."""
    try:
        return snapshot_of(json.loads(data))
    except (ValueError, RecursionError) as error:
        raise FileError(_UNREADABLE, detail=str(error)) from error


def snapshot_of(plain: object) -> Snapshot:
    """Build a snapshot of its parsed data; raises ``ValueError`` for what it cannot have given."""
    return from_plain(Snapshot, plain)
