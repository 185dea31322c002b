"""The landscape tables of a consolidated report: who sent, tasks, indicators, remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.documents.consolidated_drafts import (
    COUNTS_ANNEX,
    INDICATORS_ANNEX,
    REMARKS_ANNEX,
    SENDERS_ANNEX,
)
from qnapp.documents.consolidated_rows import (
    line_groups,
    names_by_sort,
    own_count,
    sender_groups,
    silent_count,
    standing_counts,
    verdict_counts,
    with_headings,
)
from qnapp.documents.consolidated_words import (
    APART_WORDS,
    counted,
    printed_state,
    rate_words,
    verdict_clause,
)
from qnapp.documents.report import Align, Annex, Cell, Column, Row, RowKind, Table
from qnapp.documents.words import (
    OWN_VERDICT,
    counted_words,
    joined,
    own_reason,
    period_words,
    tidy,
    verdict_words,
)
from qnapp.domain.consolidated import Rate, TaskLine
from qnapp.domain.plan import Origin
from qnapp.domain.received import SENDER_WORDS
from qnapp.domain.reporting import Standing
from qnapp.domain.standings import inherit
from qnapp.domain.target_words import level_with_unit
from qnapp.text import clean, lower_first, upper_first

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping

    from qnapp.domain.consolidated import Consolidation, IndicatorLine, IndicatorValue, Reporter
    from qnapp.domain.plan import Indicator, Task

_CENTRE = Align.CENTER
SENDER_COLUMNS = (
    Column("Mã", _CENTRE, 26),  # "BTGDVTU" on one line
    Column("Đơn vị"),
    Column("Tình hình", Align.LEFT, 30),
    Column("Lần", _CENTRE, 13),
    Column("Nhận lần đầu", _CENTRE, 26),
    Column("Số báo cáo", Align.LEFT, 28),
    Column("Nguồn gửi", Align.LEFT, 30),
    Column("Ghi chú"),
)
COUNT_COLUMNS = (
    Column("Mã", _CENTRE, 15),
    Column("Nhiệm vụ"),
    Column("Thời hạn", Align.LEFT, 30),
    Column("Đã báo cáo", _CENTRE, 11, turned=True),
    *(Column(counted_words(kind), _CENTRE, 11, turned=True) for kind in Standing),
    Column(APART_WORDS, _CENTRE, 11, turned=True),
    Column("Được giao, chưa có báo cáo", _CENTRE, 11, turned=True),
)
INDICATOR_COLUMNS = (
    Column("Đơn vị"),
    Column("Giá trị", Align.RIGHT, 26),
    Column("Loại số", _CENTRE, 24),
    Column("Đơn vị tính", _CENTRE, 26),
    Column("Mức của đơn vị", _CENTRE, 32),
    Column("Đánh giá", Align.LEFT, 28),
    Column("Kết quả bằng lời"),
)
REMARK_COLUMNS = (
    Column("Mã", _CENTRE, 17),
    Column("Nhiệm vụ"),
    Column("Khó khăn, vướng mắc"),
    Column("Đề xuất, kiến nghị"),
)


def senders_annex(found: Consolidation, note: str) -> Annex:
    """List who has sent what and when, by sort."""
    rows = []
    for group in sender_groups(found):
        sent = rate_words(Rate(group.sent, len(group.reporters)))
        rows.append(Row(RowKind.GROUP, (f"{group.name}: đã gửi {sent}",)))
        rows += [Row(RowKind.ROW, _sender_cells(one)) for one in group.reporters]
    title = f"Tình hình gửi báo cáo {period_words(found.period)}"
    table = Table(SENDER_COLUMNS, tuple(rows))
    return Annex(SENDERS_ANNEX, title.upper(), note, table, "Không có đơn vị phải gửi báo cáo.")


def counts_annex(found: Consolidation, note: str) -> Annex:
    """Count the reports on every task by standing; nothing stands where nothing is counted."""
    rows = []
    for group in line_groups(found):
        rows.append(Row(RowKind.GROUP, (group.heading,)))
        for entry in with_headings(found, group.lines):
            if isinstance(entry, TaskLine):
                rows.append(Row(RowKind.ROW, _count_cells(entry, _deadline(found, entry.task))))
            else:
                rows.append(Row(RowKind.HEADING, (entry.code, entry.title)))
    if rows:
        total = _counted(standing_counts(found.tasks), silent_count(found.tasks))
        rows.append(Row(RowKind.ROW, ("", "Cộng", "", *total)))
    title = f"Số lượt báo cáo theo từng nhiệm vụ {period_words(found.period)}"
    table = Table(COUNT_COLUMNS, tuple(rows), small=True)
    return Annex(COUNTS_ANNEX, title.upper(), note, table, "Kế hoạch không có nhiệm vụ.")


def indicators_annex(found: Consolidation, note: str) -> Annex:
    """List every reported value under its indicator; kinds of values and units are never mixed.

    Who holds a target and gives no value is named too; who only follows it is counted.
    """
    names = names_by_sort(found)
    places = {code: place for place, code in enumerate(names)}
    rows = []
    for line in found.indicators:
        if line.told:
            shown = [value for value in line.values if value.told or value.target]
            values = sorted(shown, key=lambda value: places[value.organisation])
            rows.append(Row(RowKind.GROUP, (_indicator_heading(line),)))
            rows += [Row(RowKind.ROW, _value_cells(value, names)) for value in values]
    silent = [_called(line.indicator) for line in found.indicators if not line.told]
    legend = f"Chỉ tiêu chưa có đơn vị nào báo cáo: {', '.join(silent)}." if silent else ""
    title = f"Số liệu chỉ tiêu của các đơn vị {period_words(found.period)}"
    table = Table(INDICATOR_COLUMNS, tuple(rows), small=True, regrouped=True)
    none = "Trong kỳ chưa có đơn vị nào báo cáo chỉ tiêu."
    return Annex(INDICATORS_ANNEX, title.upper(), note, table, none, legend=legend if rows else "")


def remarks_annex(found: Consolidation, note: str) -> Annex:
    """Collect difficulties and proposals under the organisation that has them."""
    rows, last = [], ""
    names = names_by_sort(found)
    places = {code: place for place, code in enumerate(names)}
    for one in sorted(found.remarks, key=lambda remark: places[remark.organisation]):
        if one.organisation != last:
            last = one.organisation
            rows.append(Row(RowKind.GROUP, (names[last],)))
        texts = (tidy(text) for text in (one.difficulty, one.proposal))
        rows.append(Row(RowKind.ROW, (one.task_code, one.task_title, *texts)))
    title = f"Khó khăn, vướng mắc, đề xuất, kiến nghị của các đơn vị {period_words(found.period)}"
    table = Table(REMARK_COLUMNS, tuple(rows), regrouped=True)
    none = "Các đơn vị không nêu khó khăn, vướng mắc, đề xuất, kiến nghị."
    return Annex(REMARKS_ANNEX, title.upper(), note, table, none)


def sender_notes(one: Reporter) -> Iterator[str]:
    """Tell what of an organisation's packages has not arrived."""
    if one.gaps:
        yield f"thiếu lần {', '.join(map(str, one.gaps))}"
    if one.missing_parts:
        yield f"thiếu {one.missing_parts} gói minh chứng"


def _sender_cells(one: Reporter) -> tuple[Cell, ...]:
    return (
        one.code,
        one.name,
        printed_state(one),
        one.revision or None,
        one.received_at.date() if one.received_at is not None else None,
        one.number,
        _sender(one),
        upper_first(joined(sender_notes(one))),
    )


def _sender(one: Reporter) -> str:
    if one.sender is None:
        return ""
    return upper_first(SENDER_WORDS[one.sender].removesuffix(" nguồn gửi"))


def _count_cells(line: TaskLine, deadline: str) -> tuple[Cell, ...]:
    counted = _counted(standing_counts([line]), len(line.silent))
    return (line.task.code, line.task.title, deadline, *counted)


def _counted(count: Counter[Standing | None], silent: int) -> tuple[Cell, ...]:
    numbers = [count.total(), *(count[kind] for kind in Standing), count[None], silent]
    return tuple(number or None for number in numbers)


def _deadline(found: Consolidation, task: Task) -> str:
    parent = next((one for one in found.plan.tasks if one.code == task.parent), None)
    return upper_first(inherit(task, parent).deadline_text)


def _called(indicator: Indicator) -> str:
    """Call an indicator by its number; by its title besides where the resolution gives none."""
    code = indicator.code.removeprefix("CT-")
    prose = indicator.origin is Origin.PROSE
    return f"{code} ({lower_first(indicator.title)})" if prose else code


def _indicator_heading(line: IndicatorLine) -> str:
    """Name an indicator with the province's target, and count what is judged and estimated."""
    indicator, count = line.indicator, verdict_counts(line)
    target = level_with_unit(clean(indicator.target_text), indicator.unit)
    estimated = sum(value.estimated and value.value is not None for value in line.values)
    others = [
        (OWN_VERDICT, own_count(line)),
        ("số ước", estimated),
        ("chưa có số liệu", len(line.values) - line.told),
    ]
    told = joined([verdict_clause(count), counted(others)], ", ")
    head = f"{indicator.code.removeprefix('CT-')}. {indicator.title}"
    head = joined([head, f"mức của tỉnh: {target}" if target else ""])
    return joined([head, f"{line.told} đơn vị báo cáo", told])


def _value_cells(value: IndicatorValue, names: Mapping[str, str]) -> tuple[Cell, ...]:
    kind = ("Số ước" if value.estimated else "Thực hiện") if value.value is not None else ""
    own = value.own_verdict
    verdict = verdict_words(value.verdict, own=own) if value.verdict is not None else ""
    words = tidy(joined([value.words, own_reason(value.reason)], "\n"))
    return (names[value.organisation], value.value, kind, value.unit, value.target, verdict, words)
