"""What a table of tasks shows, worked out once per row so that painting only looks up (no Qt)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.db.items import LOCAL_SECTION_CODE, local_section
from qnapp.documents.words import ROLE_WORDS
from qnapp.domain.distances import DeadlineNote, Sign, deadline_note
from qnapp.domain.plan import Channel, Origin
from qnapp.domain.reporting import file_count
from qnapp.text import fold, format_date

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from qnapp.domain.plan import Plan, Section
    from qnapp.domain.reporting import TaskRow, Worksheet

StandingWords = Callable[["TaskRow"], tuple[str, str, str]]
"""First line, second line and the full official phrase of how a task stands (look, section 5)."""


RETURNED = "Bị trả lại"
SECTION_PREFIX = "section:"


class LineKind(StrEnum):
    """What a line of the table is."""

    SECTION = "section"  # a heading of the resolution, over the whole width
    HEADING = "heading"  # a parent row that only gathers its sub-tasks
    TASK = "task"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One line of the table. Strings are ready to paint; ``row`` is None for a section."""

    kind: LineKind
    uid: str  # of the task; "section:2" for a section
    section: str  # code of the section it stands under
    code: str
    title: str
    note: str = ""  # section: "1/4 xong, 1 quá hạn"
    open: bool = True  # section: its tasks are shown
    role: str = ""
    depth: int = 0  # 1 for a sub-task
    deadline: str = ""
    distance: DeadlineNote | None = None
    first: str = ""  # status words, first line
    second: str = ""  # standing, second line
    percent: str = ""
    files: int = 0
    officer: str = ""
    folded: str = ""  # all searchable words, without diacritics
    spoken: str = ""  # a sentence for screen readers
    row: TaskRow | None = None
    own: bool = False  # the organisation reports on it


def section_titles(plan: Plan) -> dict[str, Section]:
    """Sections by code in printed order, the organisation's own last."""
    titles = {section.code: section for section in plan.task_sections}
    titles.setdefault(LOCAL_SECTION_CODE, local_section())
    return titles


def task_lines(
    sheet: Worksheet, words: StandingWords, known: Callable[[str], TaskLine | None] | None = None
) -> list[TaskLine]:
    """Lines of every task of the worksheet in printed order, without section lines.

    ``known`` gives the line that a uid had the last time: an unchanged row keeps its line, so that
    a save works out one line and not all of them. It must come from the same ``as_of``.
    """
    sections = section_titles(sheet.plan)
    rank = {code: place for place, code in enumerate(sections)}
    lines = []
    for row in sheet.tasks:
        old = known(row.uid) if known is not None else None
        same = old is not None and (old.row is row or old.row == row)
        lines.append(old if old and same else task_line(row, sheet.as_of, words, sections))
    return sorted(lines, key=lambda line: rank[line.section])


def task_line(
    row: TaskRow, today: date, words: StandingWords, sections: Mapping[str, Section]
) -> TaskLine:
    """Work one line out; distances count from ``today``."""
    kind = LineKind.HEADING if row.heading else LineKind.TASK
    first, second = _status_words(row, words)
    percent = row.progress.percent
    note = _distance(row, today)
    return TaskLine(
        kind=kind,
        uid=row.uid,
        section=row.task.section if row.task.section in sections else LOCAL_SECTION_CODE,
        code=row.code,
        title=row.task.title,
        role=ROLE_WORDS[row.role] if row.role and row.taken else "",
        depth=1 if row.task.parent else 0,
        deadline=row.deadline.text,
        distance=note,
        first=first,
        second=second,
        percent="" if percent is None else f"{percent}%",
        files=file_count(row.evidence),
        officer=row.officer,
        folded=_searchable(row),
        spoken=_spoken(row, note, words),
        row=row,
        own=row.taken and not row.heading,
    )


def _distance(row: TaskRow, today: date) -> DeadlineNote | None:
    """Give the second line of the deadline: how far away, for what the organisation answers for."""
    if row.heading:
        return None
    if not row.taken:
        due = format_date(row.due) if row.due else ""
        written = due in row.deadline.text
        return None if written else DeadlineNote(f"đến {due}", Sign.PLAIN)
    if reported_apart(row):
        return DeadlineNote("đã báo cáo riêng", Sign.PLAIN)
    return deadline_note(row, today)


def reported_apart(row: TaskRow) -> bool:
    """Whether a restricted row names the report that went its own way."""
    return row.task.channel is Channel.RESTRICTED and bool(row.progress.restricted_number)


def _status_words(row: TaskRow, words: StandingWords) -> tuple[str, str]:
    """Give the two lines of the status column."""
    if row.heading or row.standing is None:
        return "", ""
    if row.withdrawn:
        return "Đã rút", "khỏi kế hoạch"
    if not row.taken:
        return "Không theo dõi", ""
    if row.task.channel is Channel.RESTRICTED and row.returned is None:
        return "Theo đường riêng", row.progress.restricted_number or "chưa ghi số"
    first, second, _ = words(row)
    if row.returned is not None:
        return RETURNED, ", ".join(filter(None, (first.lower(), second)))
    return first, second


def _spoken(row: TaskRow, note: DeadlineNote | None, words: StandingWords) -> str:
    """Say the row: "1.18, liên quan, quá hạn 36 ngày, đang triển khai quá hạn, 80%, 2 tệp"."""
    if row.heading:
        return f"{row.code}, {row.task.title}, gồm các nhiệm vụ con"
    parts = [row.code]
    if row.role and row.taken:
        parts.append(ROLE_WORDS[row.role].lower())
    if note and note.text:
        parts.append(note.text)
    if not row.taken:
        return ", ".join([*parts, "chưa nhận theo dõi"])
    if row.task.channel is Channel.RESTRICTED:
        parts.append(" ".join(_status_words(row, words)).lower())
    elif row.standing is not None:
        parts.append(words(row)[2].lower())
    if row.returned is not None:
        parts.append(f"{RETURNED.lower()}: {row.returned.reason}")
    if row.progress.percent is not None:
        parts.append(f"{row.progress.percent}%")
    if files := file_count(row.evidence):
        parts.append(f"{files} tệp")
    return ", ".join(parts)


def _searchable(row: TaskRow) -> str:
    """Every word a clerk may look a task up by, folded once."""
    p = row.progress
    words = [row.code, row.task.label, row.task.title, row.deadline.text, row.officer]
    words += [*row.lead, *row.support, p.result, p.delay_reason, p.difficulty, p.proposal]
    words += [p.next_step, p.restricted_number]
    words += [row.parent.title] if row.parent else []
    for item in row.evidence:
        words += [item.name, item.number, item.title]
    return fold(" ".join(words))


def is_local(row: TaskRow) -> bool:
    """Whether the task is the organisation's own and may be edited or removed."""
    return row.task.origin is Origin.LOCAL
