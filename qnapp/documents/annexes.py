"""The two landscape tables: "Biểu số 1" of the indicators and "Biểu số 2" of the tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.documents.drafts import INDICATOR_ANNEX, TASK_ANNEX, day_words
from qnapp.documents.figures import verdict_of
from qnapp.documents.groups import indicator_groups, task_groups, with_parents
from qnapp.documents.report import Align, Annex, Cell, Column, Row, RowKind, Table
from qnapp.documents.words import (
    ROLE_WORDS,
    joined,
    labelled,
    own_reason,
    period_words,
    restricted_words,
    sentence,
    share_words,
    state_of,
    tidy,
    verdict_words,
)
from qnapp.domain.check_rules import is_restricted
from qnapp.domain.distances import with_delay
from qnapp.domain.reporting import Standing, Status
from qnapp.domain.standings import BINDING
from qnapp.text import clean, format_date, lower_first, upper_first

if TYPE_CHECKING:
    from qnapp.domain.plan import Indicator, Task
    from qnapp.domain.reporting import (
        Evidence,
        IndicatorRow,
        MilestoneState,
        TaskRow,
        Worksheet,
    )

_NUMBER = Align.RIGHT
INDICATOR_COLUMNS = (
    Column("STT", Align.CENTER, 13),
    Column("Chỉ tiêu"),
    Column("ĐVT", Align.CENTER, 17),
    Column("Mức năm", Align.CENTER, 25),
    Column("Thực hiện kỳ", _NUMBER, 21),
    Column("Ước cả kỳ", _NUMBER, 21),
    Column("Lũy kế", _NUMBER, 21),
    Column("Cùng kỳ năm trước", _NUMBER, 21),
    Column("Đánh giá", Align.LEFT, 27),
    Column("Ghi chú"),
)
TASK_COLUMNS = (
    Column("Mã", Align.CENTER, 14.5),
    Column("Nhiệm vụ"),
    Column("Vai trò", Align.CENTER, 20),
    Column("Thời hạn", Align.LEFT, 33.5),  # "Trong Quý I/2026", "số 12-CV/VPTU," on one line
    Column("Tình trạng", Align.LEFT, 32),
    Column("Kết quả thực hiện"),
    Column("Minh chứng"),
)


def indicator_annex(sheet: Worksheet, note: str, *, with_doubts: bool = False) -> Annex:
    """Build "Biểu số 1"; ``note`` is the line "(Kèm theo ...)".

    ``with_doubts`` prints below a title what is to be compared with the resolution's original.
    """
    rows = []
    for heading, members in indicator_groups(sheet):
        rows.append(Row(RowKind.GROUP, (heading,)))
        rows += [Row(RowKind.ROW, _indicator_cells(row, with_doubts)) for row in members]
    title = f"Kết quả thực hiện các chỉ tiêu {period_words(sheet.period)}"
    return Annex(
        INDICATOR_ANNEX,
        title.upper(),
        note,
        Table(INDICATOR_COLUMNS, tuple(rows)),
        "Trong kỳ đơn vị không theo dõi chỉ tiêu nào.",
    )


def task_annex(sheet: Worksheet, note: str, *, with_doubts: bool = False) -> Annex:
    """Build "Biểu số 2" by section, parents without a deadline of their own as headings.

    ``with_doubts`` as in ``indicator_annex``; a restricted row keeps to its fixed sentence.
    """
    rows = []
    for group in task_groups(sheet):
        rows.append(Row(RowKind.GROUP, (group.heading,)))
        for parent, row in with_parents(group.rows):
            if parent is not None:
                rows.append(Row(RowKind.HEADING, (parent.code, _title(parent, with_doubts))))
            rows.append(Row(RowKind.ROW, _task_cells(row, with_doubts)))
    name = f"Kết quả thực hiện các nhiệm vụ {period_words(sheet.period)}"
    title = joined([name, day_words(sheet)], " ")
    return Annex(
        TASK_ANNEX,
        title.upper(),
        note,
        Table(TASK_COLUMNS, tuple(rows)),
        "Trong kỳ đơn vị không theo dõi nhiệm vụ nào.",
    )


def _indicator_cells(row: IndicatorRow, with_doubts: bool) -> tuple[Cell, ...]:
    m = row.measurement
    return (
        row.short_code,
        _title(row.indicator, with_doubts),
        row.indicator.unit,
        target_words(row),
        m.actual,
        m.estimate,
        m.cumulative,
        m.same_period_last_year,
        assessment(row),
        indicator_note(row),
    )


def _title(item: Task | Indicator, with_doubts: bool) -> str:
    """Give the title as printed in the resolution, and below it what is doubtful in the source."""
    doubts = item.doubts if with_doubts else ()
    told = (f"Cần đối chiếu bản gốc: {sentence(doubt)}" for doubt in doubts)
    return joined([item.title, *told], "\n")


def target_words(row: IndicatorRow) -> str:
    """Give the organisation's own target, else the province's, said to be so."""
    if row.target is not None:
        return row.target.text
    return f"Tỉnh: {row.indicator.target_text}" if row.indicator.target_text else ""


def assessment(row: IndicatorRow) -> str:
    """Say how a value stands; a flow before the year's end has its share of the plan instead.

    A verdict of the unit's own is said to be one: the figures beside it may tell another.
    """
    verdict = verdict_of(row)
    own = row.measurement.contested is not None
    words = verdict_words(verdict, own=own) if verdict is not None else ""
    if not words and row.value is None and not row.measurement.words:
        words = "Chưa có số liệu"
    elif not words and row.target is None:
        words = "Theo dõi"
    text = joined([words, share_words(row)], ", ")
    if row.estimated and row.value is not None:
        text = joined([text, "số ước"], ", ")
    return upper_first(text)


def indicator_note(row: IndicatorRow) -> str:
    """Join what has no column: results in words, the note, the reason of the unit's own verdict."""
    m = row.measurement
    contested = own_reason(m.contest_reason) if m.contested is not None else ""
    return tidy(joined([_result_words(m.words), sentence(m.note), contested], "\n"))


def _result_words(words: str) -> str:
    """Give a result in words as a sentence; a number alone says what it is and takes no stop."""
    bare = words.strip()[:1].isdigit() and len(words.split()) == 1
    return labelled("Kết quả", words.strip()) if bare else sentence(words)


def _task_cells(row: TaskRow, with_doubts: bool) -> tuple[Cell, ...]:
    role = ROLE_WORDS[row.role] if row.role is not None else ""
    title = _title(row.task, with_doubts and not is_restricted(row))
    start = (row.code, title, role, deadline_words(row))
    if is_restricted(row):
        words = restricted_words(row.progress.restricted_number, row.progress.restricted_on)
        return (*start, "", words, "")
    return (*start, state_words(row), result_words(row), evidence_words(row))


def deadline_words(row: TaskRow) -> str:
    """Give the deadline as printed, below it the extension, and the milestones reached."""
    return joined([upper_first(row.deadline.text), _extension(row), milestone_words(row)], "\n")


def _extension(row: TaskRow) -> str:
    extension = row.extension
    if extension is None:
        return ""
    told = "Gia hạn đến" if extension.granted else "Đã đề nghị gia hạn đến"
    by = f"({extension.document})" if extension.document else ""
    return joined([f"{told} {format_date(extension.due)}", by], "\n")


def milestone_words(row: TaskRow) -> str:
    """List the milestones that were reached, one a line: "Mốc 1: khởi công, xong 20/3/2026".

    A late one says so: "..., chậm 5 ngày".
    A restricted row says nothing of how it goes.
    """
    if is_restricted(row):
        return ""
    points = row.milestones
    return joined((_reached(point, len(points) > 1) for point in points if point.actual_on), "\n")


def _reached(point: MilestoneState, numbered: bool) -> str:
    assert point.actual_on is not None  # asked of reached ones only
    label = lower_first(clean(point.label)) or "hoàn thành"
    name = f"Mốc {point.number}: {label}," if numbered else f"Mốc {label}:"
    told = f"{name} xong {format_date(point.actual_on)}"
    return with_delay(told, point) if point.kind in BINDING else told


def state_words(row: TaskRow) -> str:
    """Give standing, percent and the date that goes with it."""
    progress = row.progress
    words = state_of(row)
    if progress.status is Status.COMPLETED:
        on = progress.completed_on
        return joined([words, f"Ngày {format_date(on)}" if on else ""], "\n")
    if progress.percent is not None:
        words = f"{words}, {progress.percent}%"
    on = progress.expected_on
    return joined([words, f"Dự kiến xong {format_date(on)}" if on else ""], "\n")


def result_words(row: TaskRow) -> str:
    """Give the result, and why a row that is or was late is so."""
    progress = row.progress
    late = row.standing in (Standing.OVERDUE, Standing.DONE_LATE)
    told = late and progress.delay_reason
    reason = labelled("Lý do chậm", sentence(progress.delay_reason)) if told else ""
    words = [progress.result, reason]
    return tidy(joined(words, "\n"))


def evidence_words(row: TaskRow | IndicatorRow) -> str:
    """List the documents that prove a result, one a line."""
    return joined(map(_document, row.evidence), ";\n")


def _document(evidence: Evidence) -> str:
    number = f"Số {evidence.number}" if evidence.number else ""
    on = f"ngày {format_date(evidence.issued_on)}" if evidence.issued_on else ""
    words = joined([joined([number, on], ", "), clean(evidence.title)], ": ") or clean(
        evidence.name
    )
    words = words if number or not on else upper_first(words)
    return f"{words} (nộp sau)" if evidence.deferred else words
