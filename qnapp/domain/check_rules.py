"""What a check of a row is, in what it looks, and the checks that tasks and indicators share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from qnapp.domain.periods import PeriodKind
from qnapp.domain.plan import Channel
from qnapp.domain.printable import BOX, signs_clause, unprintable_signs
from qnapp.domain.reporting import IndicatorRow, Level, TaskRow
from qnapp.records import dataclass
from qnapp.text import clean, format_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from qnapp.domain.reporting import Evidence, Worksheet

Row = TypeVar("Row", TaskRow, IndicatorRow)

_LAST_PERIODS = (PeriodKind.Q4, PeriodKind.QT)

# Fields of Progress that a restricted row must leave empty, as the editor labels them.
TEXT_FIELDS = {
    "result": "kết quả thực hiện",
    "delay_reason": "lý do chậm",
    "difficulty": "khó khăn, vướng mắc",
    "proposal": "đề xuất, kiến nghị",
    "next_step": "việc tiếp theo",
}
MEASUREMENT_TEXTS = {
    "words": "kết quả bằng lời",
    "note": "ghi chú",
    "contest_reason": "lý do tự đánh giá",
}


@dataclass(frozen=True, slots=True)
class Scene:
    """When and in what the rows are checked."""

    sheet: Worksheet
    today: date

    @property
    def day(self) -> date:
        """The day that counts: what is not late yet today is not late, nor is what was not then."""
        return min(self.today, self.end)

    @property
    def end(self) -> date:
        """The day the period's report speaks of, whatever day the rows were loaded for."""
        return self.sheet.period.as_of

    @property
    def is_last(self) -> bool:
        """Whether the year is being closed: what is missing now stays missing."""
        return self.sheet.period.kind in _LAST_PERIODS


@dataclass(frozen=True, slots=True)
class Rule(Generic[Row]):
    """One check of a row: yields the field it points to and the sentence, once for each fault."""

    code: str
    level: Level
    find: Callable[[Row, Scene], Iterator[tuple[str, str]]]


def evidence_altered(row: TaskRow | IndicatorRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    """A file that is not what it was, or is gone."""
    for item in row.evidence:
        if item.intact is False:
            said = f"minh chứng “{_evidence_name(item)}” đã bị thay đổi hoặc thất lạc"
            yield "evidence", f"{name_of(row)}: {said}. Gắn lại tệp gốc."


def evidence_deferred(row: TaskRow | IndicatorRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    """A document that was promised for later."""
    for item in row.evidence:
        if item.deferred:
            said = f"minh chứng “{_evidence_name(item)}” ghi nộp sau"
            yield "evidence", f"{name_of(row)}: {said}, chưa có tệp."


def evidence_day_not_come(row: TaskRow | IndicatorRow, scene: Scene) -> Iterator[tuple[str, str]]:
    """A document dated after today; the report would print that day."""
    for item in row.evidence:
        if item.issued_on is not None and item.issued_on > scene.today:
            named = f"minh chứng “{_evidence_name(item)}” ghi ngày {format_date(item.issued_on)}"
            yield "evidence", f"{name_of(row)}: {named} chưa đến. Sửa lại ngày ban hành."


def unprintable(row: TaskRow | IndicatorRow, _scene: Scene) -> Iterator[tuple[str, str]]:
    """What the PDF's font does not have would be missed by nobody before it is signed."""
    for field, where, text in _printed_texts(row):
        signs = unprintable_signs(text)
        if signs:
            said = f"{signs_clause(signs)} ({where})"
            yield field, f"{name_of(row)}: {said}. Bản PDF in “{BOX}” thay vào; hãy viết bằng chữ."


def _printed_texts(row: TaskRow | IndicatorRow) -> Iterator[tuple[str, str, str]]:
    """What a person typed and a document prints: field, its name, text."""
    if isinstance(row, TaskRow):
        if is_restricted(row):
            return  # nothing of it is printed
        for field, name in TEXT_FIELDS.items():
            yield field, name, getattr(row.progress, field)
    else:
        for field, name in MEASUREMENT_TEXTS.items():
            yield field, name, getattr(row.measurement, field)
    for item in row.evidence:
        yield "evidence", "minh chứng", item.title or item.name


def is_restricted(row: TaskRow) -> bool:
    """Whether a task is reported by the separate channel, and how it stands is told there alone.

    Papers print nothing but number and date of that report, and no count may betray the standing.
    """
    return row.channel is Channel.RESTRICTED


def _evidence_name(item: Evidence) -> str:
    return clean(item.title or item.name or item.number)


def shown_code(row: TaskRow | IndicatorRow) -> str:
    """The code of a row as screens show it: "1.18", "22a"."""
    return row.code if isinstance(row, TaskRow) else row.short_code


def name_of(row: TaskRow | IndicatorRow) -> str:
    """What a sentence calls a row: "1.18", "Chỉ tiêu 22a"."""
    return row.code if isinstance(row, TaskRow) else f"Chỉ tiêu {row.short_code}"
