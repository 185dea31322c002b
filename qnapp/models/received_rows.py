"""The rows of a report that was taken in, tasks first, ready to be shown and marked (no Qt)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.domain.assignments import propose
from qnapp.domain.plan import Channel
from qnapp.domain.replies import ReplyRow
from qnapp.domain.reporting import Standing, Status, file_count
from qnapp.domain.target_words import number_with_unit
from qnapp.text import fold, matches

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from qnapp.domain.reporting import IndicatorRow, TaskRow, Verdict, Worksheet

    StandingPhrase = Callable[[Standing, Status], str]
    VerdictPhrase = Callable[[Verdict], str]

HEADING_PREFIX = "heading:"
SILENT = "Không có trong báo cáo"
APART = "Báo cáo theo đường riêng"


class RowFilter(StrEnum):
    """What whoever reads a report looks for."""

    ALL = "all"
    OVERDUE = "overdue"
    EVIDENCE = "evidence"  # completed or met without a file
    REMARKS = "remarks"  # a difficulty or a proposal
    CHANGED = "changed"  # other than in the revision before
    FINDINGS = "findings"  # the checks said something
    SILENT = "silent"  # assigned by the plan, and not reported
    MARKED = "marked"  # to be returned


@dataclass(frozen=True, slots=True)
class RowQuery:
    """What is asked for."""

    filter: RowFilter = RowFilter.ALL
    needle: str = ""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line; of a heading ``row`` is None."""

    key: str  # uid
    kind: ReplyRow
    code: str
    title: str
    row: TaskRow | IndicatorRow | None = None
    state: str = ""  # the standing or the verdict, in its official phrase
    figure: str = ""  # "40%", "96,4%"
    files: int = 0
    silent: bool = False
    changed: bool = False
    findings: int = 0
    reason: str | None = None  # of returning it, "" while none is written; None: not marked
    folded: str = ""

    @property
    def marked(self) -> bool:
        """Whether it is to be returned."""
        return self.reason is not None

    @property
    def spoken(self) -> str:
        """The line as a sentence."""
        if self.row is None:
            return self.title
        told = ["đánh dấu trả lại"] * self.marked
        told += [self.code, self.title, self.state, self.figure]
        told += [f"{self.files} tệp"] * bool(self.files)
        told += ["khác lần trước"] * self.changed
        return ", ".join(filter(None, told))


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What is known of the rows beside the report itself."""

    changed: Collection[str] = frozenset()  # uids
    findings: Mapping[str, int] | None = None  # by uid
    reasons: Mapping[str, str] | None = None  # of the rows marked, by uid


def report_rows(
    sheet: Worksheet, facts: RowFacts, standing: StandingPhrase, verdict: VerdictPhrase
) -> list[ReportRow]:
    """What was reported, and what should have been: every row that can be returned."""
    expected = {one.uid for one in propose(sheet.plan, sheet.organisation.code) if one.preticked}
    own = {row.uid for row in sheet.own_tasks}
    rows = [
        _task_row(row, facts, standing, silent=row.uid not in own)
        for row in sheet.tasks
        if not row.heading and (row.uid in own or row.uid in expected)
    ]
    return rows + [_indicator_row(row, facts, verdict) for row in sheet.followed_indicators]


def passes(line: ReportRow, wanted: RowFilter) -> bool:
    """Whether a row answers a filter's question."""
    if line.row is None:
        return False
    answers = {
        RowFilter.ALL: True,
        RowFilter.OVERDUE: _standing(line) is Standing.OVERDUE and not line.silent,
        RowFilter.EVIDENCE: _lacks_files(line),
        RowFilter.REMARKS: _remarks(line),
        RowFilter.CHANGED: line.changed,
        RowFilter.FINDINGS: bool(line.findings),
        RowFilter.SILENT: line.silent,
        RowFilter.MARKED: line.marked,
    }
    return answers[wanted]


def count_filters(lines: Iterable[ReportRow]) -> dict[RowFilter, int]:
    """How many rows answer each filter."""
    counts = dict.fromkeys(RowFilter, 0)
    for line in lines:
        for wanted in RowFilter:
            counts[wanted] += passes(line, wanted)
    return counts


def visible_rows(lines: Sequence[ReportRow], query: RowQuery) -> list[ReportRow]:
    """Rows that a query leaves, under the two headings."""
    needle = fold(query.needle)
    shown = [
        line
        for line in lines
        if passes(line, query.filter) and (not needle or matches(needle, line.folded))
    ]
    return list(_under_headings(shown))


def _under_headings(shown: Sequence[ReportRow]) -> Iterator[ReportRow]:
    for kind, words in ((ReplyRow.TASK, "Nhiệm vụ"), (ReplyRow.INDICATOR, "Chỉ tiêu")):
        members = [line for line in shown if line.kind is kind]
        if members:
            yield ReportRow(HEADING_PREFIX + kind, kind, "", f"{words}  {len(members)}")
            yield from members


def _task_row(
    row: TaskRow, facts: RowFacts, standing: StandingPhrase, *, silent: bool
) -> ReportRow:
    state = SILENT if silent else ""
    if not silent and row.channel is Channel.RESTRICTED:
        state = APART
    elif not silent and row.standing is not None:
        state = standing(row.standing, row.progress.status)
    percent = row.progress.percent
    said = row.progress
    return ReportRow(
        key=row.uid,
        kind=ReplyRow.TASK,
        code=row.code,
        title=row.task.title,
        row=row,
        state=state,
        figure=f"{percent}%" if percent is not None and not silent else "",
        files=file_count(row.evidence),
        silent=silent,
        changed=row.uid in facts.changed,
        findings=(facts.findings or {}).get(row.uid, 0),
        reason=(facts.reasons or {}).get(row.uid),
        folded=fold(" ".join((row.code, row.task.title, said.result, said.difficulty))),
    )


def _indicator_row(row: IndicatorRow, facts: RowFacts, verdict: VerdictPhrase) -> ReportRow:
    figure = row.measurement.words
    if row.value is not None:
        figure = number_with_unit(row.value, row.indicator.unit)
    return ReportRow(
        key=row.uid,
        kind=ReplyRow.INDICATOR,
        code=row.code,
        title=row.indicator.title,
        row=row,
        state=verdict(row.verdict) if row.verdict is not None else "",
        figure=figure,
        files=file_count(row.evidence),
        changed=row.uid in facts.changed,
        findings=(facts.findings or {}).get(row.uid, 0),
        reason=(facts.reasons or {}).get(row.uid),
        folded=fold(f"{row.code} {row.indicator.title}"),
    )


def _standing(line: ReportRow) -> Standing | None:
    return getattr(line.row, "standing", None)


def _lacks_files(line: ReportRow) -> bool:
    progress = getattr(line.row, "progress", None)
    restricted = line.state == APART
    done = progress is not None and progress.status is Status.COMPLETED
    return done and not line.files and not line.silent and not restricted


def _remarks(line: ReportRow) -> bool:
    progress = getattr(line.row, "progress", None)
    return progress is not None and bool(progress.difficulty or progress.proposal)
