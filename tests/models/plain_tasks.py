"""The rows of the table of tasks worked out the plain way: every line looked at, every time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from qnapp.domain.plan import Channel
from qnapp.domain.reporting import Standing, Status
from qnapp.models.row_order import sorted_lines
from qnapp.models.task_columns import KEYS, Column
from qnapp.models.task_lines import LineKind, TaskLine, section_titles, task_lines
from qnapp.models.task_view import Query, TaskFilter, passes
from qnapp.text import fold, matches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qnapp.domain.reporting import Worksheet
    from qnapp.models.task_lines import StandingWords

Row = tuple[str, LineKind, str]  # uid, kind, what a section says or the first status word


@dataclass
class PlainTasks:
    """What ``TaskModel`` must show."""

    sheet: Worksheet
    words: StandingWords
    query: Query = field(default_factory=Query)
    column: Column = Column.CODE
    descending: bool = False
    order: list[str] = field(default_factory=list)  # uids, as they stood when it was asked for

    def __post_init__(self) -> None:
        self._lines: dict[int, tuple[Worksheet, list[TaskLine]]] = {}  # by sheet, for speed alone

    def lines(self) -> list[TaskLine]:
        sheet = self.sheet
        if id(sheet) not in self._lines:
            self._lines[id(sheet)] = sheet, task_lines(sheet, self.words)
        return self._lines[id(sheet)][1]

    def put_in_order(self) -> None:
        key = KEYS.get(self.column)
        lines = sorted_lines(self.lines(), key, descending=self.descending)
        self.order = [line.uid for line in lines]

    def rows(self) -> list[Row]:
        if self.column is Column.CODE and not self.descending:
            return list(self._sections())
        found = {line.uid: line for line in self.found()}
        known = set(self.order)
        new = [line.uid for line in self.lines() if line.uid not in known]
        return [_row(found[uid]) for uid in [*self.order, *new] if uid in found]

    def found(self) -> list[TaskLine]:
        found = [line for line in self.lines() if self._is_wanted(line)]
        words = re.findall(r"\S+", fold(self.query.needle).replace(" - ", " "))
        if len(words) < 2:
            return found
        in_a_row = re.compile(r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, words)))
        side_by_side = [f"{a} {b}" for a, b in pairwise(words)]
        longest = max(side_by_side, key=len)
        nearest = [one for one in found if in_a_row.search(one.folded) and longest in one.folded]
        return nearest or found

    def _is_wanted(self, line: TaskLine) -> bool:
        if not matches(self.query.needle, line.folded):
            return False
        kept = line.own and line.uid in self.query.kept
        return kept or passes(line, self.query.filter, self.sheet.as_of)

    def _sections(self) -> Iterator[Row]:
        found = self.found()
        for code in section_titles(self.sheet.plan):
            tasks = [line for line in found if line.section == code]
            if not tasks:
                continue
            yield f"section:{code}", LineKind.SECTION, self._note(tasks)
            if self.query.needle or code not in self.query.folded_sections:
                yield from self._with_parents(tasks)

    def _with_parents(self, tasks: list[TaskLine]) -> Iterator[Row]:
        uids = {line.uid for line in tasks}
        parents = {line.row.parent.uid for line in tasks if line.row and line.row.parent}
        for line in self.lines():
            if line.uid in uids:
                yield _row(line)
            elif line.uid in parents:
                yield _row(replace(line, kind=LineKind.HEADING))

    def _note(self, tasks: list[TaskLine]) -> str:
        if self.query.filter is TaskFilter.PLAN:
            return f"theo dõi {sum(line.own for line in tasks)}/{len(tasks)}"
        if self.query.filter is not TaskFilter.ALL:
            return f"{len(tasks)} nhiệm vụ"
        rows = [line.row for line in tasks if line.row]
        told = [row for row in rows if row.channel is not Channel.RESTRICTED]
        done = sum(row.progress.status is Status.COMPLETED for row in told)
        late = sum(row.standing is Standing.OVERDUE for row in told)
        parts = [f"{done}/{len(told)} xong"] if told else []
        parts += [f"{late} quá hạn"] if late else []
        parts += [f"{len(rows) - len(told)} báo cáo riêng"] if len(told) < len(rows) else []
        return ", ".join(parts)


def _row(line: TaskLine) -> Row:
    return line.uid, line.kind, line.note or line.percent
