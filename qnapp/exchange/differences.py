"""What a submission says otherwise than one before of the same sender (design, section 3, step 7).

Worked out from the data of both, row by row and cell by cell; nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db import inbox
from qnapp.documents.content import part_titles
from qnapp.documents.words import VERDICT_WORDS
from qnapp.domain.replies import ReplyRow
from qnapp.domain.reporting import TaskRow
from qnapp.exchange.form_fields import EMPTY, field_named, same, words
from qnapp.exchange.form_rows import indicator_values, task_values
from qnapp.exchange.received_report import open_received
from qnapp.text import format_date, short_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qnapp.db.store import Store
    from qnapp.documents.snapshot import Snapshot
    from qnapp.domain.received import ReceivedPackage
    from qnapp.domain.reporting import Evidence, Extension, IndicatorRow

    Row = TaskRow | IndicatorRow

_OPENING = "Lời mở đầu"
_DRAFTED = "(lời do chương trình soạn)"
_LATER = "nộp sau"
# What a row says besides the fields that are filled in, by name.
_MORE = {"extension": "Gia hạn", "target": "Mức của đơn vị", "contested": "Đơn vị tự đánh giá"}
_SAME = "Không có gì khác với báo cáo lần {revision}."
_FIRST = "Chưa nhận báo cáo nào trước báo cáo này."
_AGAINST = "So với báo cáo lần {revision}:"


@dataclass(frozen=True, slots=True)
class CellDifference:
    """One cell of a row that is reported in both, old and new as a person reads them."""

    kind: ReplyRow
    uid: str
    code: str
    title: str  # of the row
    field: str  # name of the field: "percent", "milestone.1", "target"
    field_title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class EvidenceDifference:
    """A document that proves a row in one of the two only."""

    kind: ReplyRow
    uid: str
    code: str
    evidence: Evidence
    added: bool  # else it is gone

    @property
    def name(self) -> str:
        """What it is called; a file that is handed in later is said to be so."""
        name = self.evidence.title or self.evidence.name
        return f"{name} ({_LATER})" if self.evidence.deferred else name


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row that is reported in one of the two only."""

    kind: ReplyRow
    uid: str
    code: str
    title: str
    added: bool


@dataclass(frozen=True, slots=True)
class TextDifference:
    """A part of the report's own text; "" is what the program words itself."""

    part: str
    part_title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Differences:
    """All that is different, in the order of the report."""

    before: ReceivedPackage
    after: ReceivedPackage
    rows: tuple[RowDifference, ...]
    cells: tuple[CellDifference, ...]
    evidence: tuple[EvidenceDifference, ...]
    texts: tuple[TextDifference, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows) + len(self.cells) + len(self.evidence) + len(self.texts)

    @property
    def uids(self) -> frozenset[str]:
        """Rows with anything different."""
        rows = {one.uid for one in self.rows} | {one.uid for one in self.cells}
        return frozenset(rows | {one.uid for one in self.evidence})


def differences_to_before(store: Store, package: ReceivedPackage) -> Differences | None:
    """Compare part 1 of a submission with the revision before that is here, None where none is.

    Raises ``FileError`` where what arrived is missing or altered in the store.
    """
    before = report_before(store, package)
    return compare_received(store, before, package) if before is not None else None


def report_before(store: Store, package: ReceivedPackage) -> ReceivedPackage | None:
    """The newest part 1 of a lower revision of the same sender, plan and period."""
    packages = inbox.received_packages(store, package.plan, package.period, package.organisation)
    older = [one for one in packages if one.part == 1 and one.revision < package.revision]
    chosen = [one for one in older if not one.set_aside] or older
    return max(chosen, key=lambda one: (one.revision, one.made_at, one.id), default=None)


def compare_received(store: Store, before: ReceivedPackage, after: ReceivedPackage) -> Differences:
    """Compare two reports of one sender and period: revisions, or two in conflict."""
    old, new = (open_received(store, one).snapshot for one in (before, after))
    old_sheet, new_sheet = old.source.sheet, new.source.sheet
    pairs = [
        *_pairs(ReplyRow.TASK, old_sheet.own_tasks, new_sheet.own_tasks),
        *_pairs(ReplyRow.INDICATOR, old_sheet.followed_indicators, new_sheet.followed_indicators),
    ]
    return Differences(
        before,
        after,
        rows=tuple(_rows(pairs)),
        cells=tuple(cell for pair in pairs for cell in _cells(pair)),
        evidence=tuple(piece for pair in pairs for piece in _evidence(pair)),
        texts=tuple(_texts(old, new)),
    )


def difference_lines(store: Store, package: ReceivedPackage) -> list[str]:
    """Say what a submission brings that the one before had otherwise, a line each."""
    found = differences_to_before(store, package)
    if found is None:
        return [_FIRST]
    told = list(_lines(found))
    revision = found.before.revision
    if not told:
        return [_SAME.format(revision=revision)]
    return [_AGAINST.format(revision=revision), *told]


def _lines(found: Differences) -> Iterator[str]:
    for row in found.rows:
        verb = "Thêm" if row.added else "Không còn"
        yield f"{verb} {row.code}: {short_line(row.title)}"
    for cell in found.cells:
        yield f"{cell.code}, {cell.field_title}: {short_line(cell.old)} → {short_line(cell.new)}"
    for piece in found.evidence:
        verb = "thêm" if piece.added else "bỏ"
        yield f"{piece.code}, {verb} minh chứng: {short_line(piece.name)}"
    for text in found.texts:
        old, new = (short_line(one or _DRAFTED) for one in (text.old, text.new))
        yield f"{text.part_title}: {old} → {new}"


@dataclass(frozen=True, slots=True)
class _Pair:
    """A row in both reports, or in one of them."""

    kind: ReplyRow
    old: Row | None
    new: Row | None

    @property
    def row(self) -> Row:
        found = self.new or self.old
        assert found is not None  # it stands in one of them at least
        return found

    @property
    def title(self) -> str:
        row = self.row
        return row.task.title if isinstance(row, TaskRow) else row.indicator.title


def _pairs(kind: ReplyRow, old: Sequence[Row], new: Sequence[Row]) -> Iterator[_Pair]:
    """Rows of both, in the order of the newer; those that it no longer has at the end."""
    before = {row.uid: row for row in old}
    for row in new:
        yield _Pair(kind, before.pop(row.uid, None), row)
    for row in before.values():
        yield _Pair(kind, row, None)


def _rows(pairs: Sequence[_Pair]) -> Iterator[RowDifference]:
    for pair in pairs:
        if pair.old is None or pair.new is None:
            row = pair.row
            yield RowDifference(pair.kind, row.uid, row.code, pair.title, pair.old is None)


def _cells(pair: _Pair) -> Iterator[CellDifference]:
    if pair.old is None or pair.new is None:
        return
    old, new = (_values(row) for row in (pair.old, pair.new))
    row = pair.new
    for name in dict.fromkeys((*new, *old)):
        title, shown = _shown(name, old.get(name, ""), new.get(name, ""))
        if shown is not None:
            yield CellDifference(pair.kind, row.uid, row.code, pair.title, name, title, *shown)


def _evidence(pair: _Pair) -> Iterator[EvidenceDifference]:
    old, new = (_pieces(row) for row in (pair.old, pair.new))
    row = pair.row
    for there, here, added in ((old, new, True), (new, old, False)):
        for key, piece in here.items():
            if key not in there:
                yield EvidenceDifference(pair.kind, row.uid, row.code, piece, added)


def _pieces(row: Row | None) -> Mapping[str, Evidence]:
    """Evidence by what it is: its content, or its title while it is handed in later."""
    pieces = row.evidence if row is not None else ()
    return {one.sha256 or f"{_LATER} {one.title}": one for one in pieces}


def _texts(old: Snapshot, new: Snapshot) -> Iterator[TextDifference]:
    for part, title in part_titles(new.source.sheet).items():
        before, after = (one.source.words.of(part) or "" for one in (old, new))
        if before != after:
            yield TextDifference(str(part), title or _OPENING, before, after)


def _values(row: Row) -> dict[str, str]:
    """Every field of a row as the store keeps it; ``_MORE`` in words."""
    if isinstance(row, TaskRow):
        return {**task_values(row), "extension": _extension(row.extension)}
    target = row.target.text if row.target is not None else ""
    return {**indicator_values(row), "target": target, "contested": _contested(row)}


def _extension(extension: Extension | None) -> str:
    if extension is None:
        return ""
    told = "được gia hạn" if extension.granted else "đề nghị gia hạn"
    return f"{told} đến {format_date(extension.due)}, {extension.document}"


def _contested(row: IndicatorRow) -> str:
    verdict, reason = row.measurement.contested, row.measurement.contest_reason
    return f"{VERDICT_WORDS[verdict]}: {reason}" if verdict is not None else ""


def _shown(name: str, old: str, new: str) -> tuple[str, tuple[str, str] | None]:
    """Title of a field, and both values as a person reads them; None where they mean the same."""
    if name in _MORE:
        return _MORE[name], (old or EMPTY, new or EMPTY) if old != new else None
    field = field_named(name)
    if same(field, old, new):
        return field.title, None
    return field.title, (words(field, old), words(field, new))
