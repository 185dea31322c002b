"""The figures of a report: every row is counted once, so that the parts add up to the whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.documents.report import NBSP
from qnapp.domain.check_rules import is_restricted
from qnapp.domain.reporting import Standing, Status, Verdict
from qnapp.domain.standings import count_standings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qnapp.domain.reporting import IndicatorRow, TaskRow


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """Rows by standing; ``overdue_*`` are parts of ``overdue``, not further rows.

    ``apart`` are rows of the restricted channel, whose standing no count may betray.
    """

    taken: int
    done_on_time: int
    done_late: int
    done: int  # completed, without a deadline to hold
    in_time: int
    overdue: int
    overdue_not_started: int
    overdue_on_hold: int
    not_started: int
    on_hold: int
    no_deadline: int
    apart: int

    @property
    def completed(self) -> int:
        """Rows that are completed, on time or not."""
        return self.done_on_time + self.done_late + self.done


NOT_OVERDUE = "chưa quá hạn"


class Bin(StrEnum):
    """Where an indicator is counted."""

    MET = "met"
    UNMET = "unmet"
    TO_ASSESS = "to_assess"
    NO_VALUE = "no_value"
    YEAR_END = "year_end"  # a flow, judged when the year is over
    UNTARGETED = "untargeted"  # shown beside the province's target, not judged


def task_figures(rows: Iterable[TaskRow]) -> TaskFigures:
    """Count rows that are reported on; headings are left out."""
    rows = [row for row in rows if not row.heading]
    told = [row for row in rows if not is_restricted(row)]
    count = count_standings(told)
    overdue = Counter(r.progress.status for r in told if r.standing is Standing.OVERDUE)
    return TaskFigures(
        taken=len(rows),
        done_on_time=count[Standing.DONE_ON_TIME],
        done_late=count[Standing.DONE_LATE],
        done=count[Standing.DONE],
        in_time=count[Standing.IN_TIME],
        overdue=count[Standing.OVERDUE],
        overdue_not_started=overdue[Status.NOT_STARTED],
        overdue_on_hold=overdue[Status.ON_HOLD],
        not_started=count[Standing.NOT_STARTED],
        on_hold=count[Standing.ON_HOLD],
        no_deadline=count[Standing.NO_DEADLINE],
        apart=len(rows) - len(told),
    )


def task_clauses(rows: Sequence[TaskRow]) -> str:
    """Say the figures as clauses: "hoàn thành 5, trong đó 2 hoàn thành quá hạn; ..."; no zeros."""
    f = task_figures(rows)
    clauses = [
        _of_which("hoàn thành", f.completed, f.done_late, "hoàn thành quá hạn"),
        *_open_clauses(f),
        _counted(_others("chưa triển khai", f.overdue_not_started), f.not_started),
        _counted(_others("tạm dừng", f.overdue_on_hold), f.on_hold),
        _counted("không xác định thời hạn", f.no_deadline),
        _counted("báo cáo theo đường riêng", f.apart),
    ]
    return "; ".join(clause for clause in clauses if clause)


def _open_clauses(f: TaskFigures) -> list[str]:
    idle = f.overdue_not_started + f.overdue_on_hold
    if not idle:
        return [_of_which("đang triển khai", f.in_time + f.overdue, f.overdue, "quá hạn")]
    # Rows that are overdue and not being worked on must not be called "đang triển khai".
    kinds = {"chưa triển khai": f.overdue_not_started, "tạm dừng": f.overdue_on_hold}
    whole = next((words for words, count in kinds.items() if count == f.overdue), "")
    late = _counted("quá hạn", f.overdue)
    if whole:
        late += f" ({whole})" if f.overdue == 1 else f", đều {whole}"
    else:
        parts = ", ".join(f"{count} {words}" for words, count in kinds.items() if count)
        late += f", trong đó {parts}"
    return [_counted("đang triển khai trong hạn", f.in_time), late]


def _others(words: str, overdue: int) -> str:
    """Name a standing so that nobody adds the overdue rows of the same status to it, or takes off.

    "quá hạn 3, đều chưa triển khai; chưa triển khai 6" could be read as 3 of the 6.
    """
    return f"{words} ({NOT_OVERDUE})" if overdue else words


def _counted(words: str, count: int) -> str:
    return f"{words}{NBSP}{count}" if count else ""


def _of_which(words: str, count: int, part: int, name: str) -> str:
    if not part or not count:
        return _counted(words, count)
    whole = _counted(words, count)
    if part < count:
        return f"{whole}, trong đó {part} {name}"
    return f"{whole} (quá hạn)" if count == 1 else f"{whole}, đều quá hạn"


def verdict_of(row: IndicatorRow) -> Verdict | None:
    """Tell how the organisation itself judges a row: its contested verdict before the rule's."""
    return row.measurement.contested or row.verdict


def bin_of(row: IndicatorRow) -> Bin:
    """Put an indicator into exactly one bin."""
    verdict = verdict_of(row)
    if verdict in (Verdict.MET, Verdict.EXCEEDED):
        return Bin.MET
    if verdict is not None:
        return Bin(verdict.value)
    if row.value is None and not row.measurement.words:
        return Bin.NO_VALUE
    return Bin.UNTARGETED if row.target is None else Bin.YEAR_END


def indicator_figures(rows: Iterable[IndicatorRow]) -> dict[Bin, int]:
    """Count indicators by bin, every bin present."""
    count = Counter(map(bin_of, rows))
    return {kind: count[kind] for kind in Bin}


BIN_WORDS = {
    Bin.MET: "đạt hoặc vượt mức năm",
    Bin.UNMET: "chưa đạt",
    Bin.TO_ASSESS: "cần đánh giá",
    Bin.YEAR_END: "tính lũy kế, đánh giá vào cuối năm",
    Bin.UNTARGETED: "theo dõi theo mức của tỉnh",
    Bin.NO_VALUE: "chưa có số liệu",
}


def indicator_clauses(rows: Sequence[IndicatorRow]) -> str:
    """Say the figures: "8 chỉ tiêu đạt hoặc vượt mức năm, 3 chỉ tiêu chưa đạt"; no zeros."""
    count = indicator_figures(rows)
    return "; ".join(
        f"{count[k]}{NBSP}chỉ tiêu {words}" for k, words in BIN_WORDS.items() if count[k]
    )


def same_words(rows: Iterable[IndicatorRow]) -> str:
    """Say how all rows stand where they stand alike ("chưa có số liệu"), else ""."""
    found = {bin_of(row) for row in rows}
    return BIN_WORDS[found.pop()] if len(found) == 1 else ""
