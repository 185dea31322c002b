"""The rows of the annex of tasks: headings of sections, tasks, and sub-tasks below them.

A task's code is its printed number ("3.4"); a sub-task's is the parent's and its place ("3.4.15"),
whatever is printed before it: "(15)", "-" or nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qnapp.domain.deadlines import parse_deadline
from qnapp.domain.plan import Section, Task
from qnapp.exchange.annex_tables import RawRow, Role
from qnapp.exchange.annex_words import (
    deadline_words,
    joined,
    label_words,
    leading_mark,
    names,
    split_label,
)
from qnapp.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.exchange.annex_tables import Remark

_LETTER = re.compile(r"[IVXLC]{1,6}|[A-ZĐ]")
_NUMBER = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})*)\.?")
_IN_BRACKETS = re.compile(r"\(?([0-9]{1,3})\)")
_MARK = re.compile(r"\(?[0-9]{1,3}\)|[a-zđ][.)]|[-+•*]|")
_OTHERS = (Role.LEAD, Role.SUPPORT, Role.DEADLINE)

# Where an annex has no headings at all; it is not printed.
NO_SECTION = Section("A", "Nhiệm vụ cụ thể")

_UNREADABLE = "Chưa hiểu thời hạn này. Nhập ngày hoặc sửa lời."
_TWICE = "Số thứ tự {code} có ở hai dòng. Sửa số thứ tự."
_NO_PLACE = "Không rõ dòng này thuộc nhiệm vụ nào nên không đọc."
_STRANGE_LABEL = "Không hiểu số thứ tự này nên không đọc dòng. Sửa số thứ tự."
_NO_TITLE = "Dòng có số thứ tự mà không có nội dung nên không đọc."
_MERGED = "Ô gộp qua nhiều cột, được đọc là thời hạn. Xem lại."
_NO_SECTION = "Không thấy tên nhóm nhiệm vụ {code} phía trên dòng này. Ghi tên nhóm."


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A task as its row words it, and the row; it has no uid yet."""

    task: Task
    row: RawRow


@dataclass
class TaskAnnex:
    """Everything that the annex of tasks says."""

    sections: list[Section] = field(default_factory=list)
    drafts: list[TaskDraft] = field(default_factory=list)
    unread: list[Remark] = field(default_factory=list)
    second_look: list[Remark] = field(default_factory=list)


def read_tasks(rows: Sequence[RawRow], year: int) -> TaskAnnex:
    """Read the rows of the annex; ``year`` is the plan's, for its deadlines."""
    reading = _Reading(rows)
    for at in range(len(rows)):
        reading.take(at)
    found = reading.found
    for draft in found.drafts:
        words = draft.task.deadline_text
        if words and not parse_deadline(words, year).readable:
            found.unread.append(draft.row.remark(Role.DEADLINE, _UNREADABLE))
    return found


class _Reading:
    """Goes through the rows and remembers where it is."""

    def __init__(self, rows: Sequence[RawRow]) -> None:
        self.found = TaskAnnex()
        self._rows = rows
        self._codes: set[str] = set()
        self._section = ""
        self._top = ""  # code of the last row with a number of its own
        self._sub = ""  # code of the last "(1)" below it
        self._children: dict[str, int] = {}
        self._apart = False

    def take(self, at: int) -> None:
        """Read one row."""
        row = self._rows[at]
        if row.continued and not self._is_own(row):
            self._go_on(row)
            return
        label, title = self._label_and_title(row)
        # Behind an empty row stand signatures and notes, until something is numbered again.
        self._apart = not label and (row.after_gap or self._apart)
        if not title:
            self._without_title(row, label)
        elif self._is_section(at, label, row):
            self._begin_section(label, title)
        elif label and (number := _NUMBER.fullmatch(label)):
            self._add_top(row, number[1], label, title)
        elif _MARK.fullmatch(label):
            self._take_marked(row, label, title)
        else:
            self.found.unread.append(row.remark(Role.LABEL, _STRANGE_LABEL))

    def _is_own(self, row: RawRow) -> bool:
        """Whether a row below a merged number is a task: it has words and something beside them."""
        above = self.found.drafts[-1].row.cells if self.found.drafts else {}
        beside = any(
            row.cells.get(role) != above.get(role) for role in _OTHERS if role in row.cells
        )
        return bool(row.line(Role.TITLE)) and beside

    def _label_and_title(self, row: RawRow) -> tuple[str, str]:
        label = label_words(row.cells.get(Role.LABEL), self._expected(), self._codes)
        title = row.line(Role.TITLE)
        if label and not title:  # a heading that stands in one cell over all columns
            return split_label(label) if " " in label else (label, "")
        if title and not label:
            mark, rest = leading_mark(title)
            return (mark, rest) if mark else self._heading_in_title(row, title)
        return label, title

    def _heading_in_title(self, row: RawRow, title: str) -> tuple[str, str]:
        label, rest = split_label(title)
        alone = not any(row.text(role) for role in _OTHERS)
        return (label, rest) if label and alone else ("", title)

    def _expected(self) -> str:
        """The label of the next row with a number of its own."""
        before, dot, last = self._top.rpartition(".")
        return f"{before}{dot}{int(last) + 1}" if last.isdigit() else ""

    def _is_section(self, at: int, label: str, row: RawRow) -> bool:
        if any(row.text(role) for role in _OTHERS):
            return False
        if _LETTER.fullmatch(label):
            return True
        bare = label.rstrip(".")
        return bare.isdigit() and self._next_number(at).startswith(f"{bare}.")

    def _next_number(self, at: int) -> str:
        """The first number behind a row."""
        for row in self._rows[at + 1 :]:
            label = label_words(row.cells.get(Role.LABEL), "", set())
            if _NUMBER.fullmatch(label):
                return label
        return ""

    def _begin_section(self, label: str, title: str) -> None:
        code = label.rstrip(".")
        self._section, self._top, self._sub = code, "", ""
        if all(one.code != code for one in self.found.sections):
            self.found.sections.append(Section(code, title))

    def _add_top(self, row: RawRow, number: str, label: str, title: str) -> None:
        inside = "." not in number and self._section
        code = f"{self._section}.{number}" if inside else number
        self._top = self._add(row, code, label, self._section_for(row, code), title, "")
        self._sub = ""

    def _section_for(self, row: RawRow, code: str) -> str:
        """The section of a row with this code; one that has no heading is made, and told."""
        if self._section:
            return self._section
        first, dot, _ = code.partition(".")
        section = Section(first, f"Nhóm {first}") if dot else NO_SECTION
        if section not in self.found.sections:
            self.found.sections.append(section)
            text = _NO_SECTION.format(code=first if dot else "")
            self.found.second_look.append(row.remark(Role.LABEL, clean(text)))
        return section.code

    def _take_marked(self, row: RawRow, label: str, title: str) -> None:
        if not label and title[:1].islower() and self.found.drafts:
            self._go_on(row)
        elif not self._top:
            self._add_numberless(row, label, title)
        else:
            self._add_sub(row, label, title)

    def _add_numberless(self, row: RawRow, label: str, title: str) -> None:
        """A row before any number: of a list without numbers, or of none at all."""
        if self._apart and row.has_label:
            self.found.unread.append(row.remark(Role.TITLE, _NO_PLACE))
            return
        number = self._next_child(self._section)
        code = f"{self._section}.{number}" if self._section else str(number)
        self._add(row, code, label, self._section_for(row, code), title, "")

    def _add_sub(self, row: RawRow, label: str, title: str) -> None:
        if self._apart and not any(row.text(role) for role in _OTHERS):
            self.found.unread.append(row.remark(Role.TITLE, _NO_PLACE))
            return
        counted = _IN_BRACKETS.fullmatch(label)
        # A dash below "(1)" belongs to it; a dash below a number is a sub-task of the number.
        parent = self._top if counted or not self._sub else self._sub
        number = int(counted[1]) if counted else self._next_child(parent)
        section = self.found.drafts[-1].task.section
        code = self._add(row, f"{parent}.{number}", label, section, title, parent)
        self._children[parent] = max(self._children.get(parent, 0), number)
        if counted:
            self._sub = code

    def _next_child(self, parent: str) -> int:
        self._children[parent] = self._children.get(parent, 0) + 1
        return self._children[parent]

    def _add(
        self, row: RawRow, code: str, label: str, section: str, title: str, parent: str
    ) -> str:
        if code in self._codes:
            self.found.unread.append(row.remark(Role.LABEL, _TWICE.format(code=code)))
            number = next(n for n in range(2, 10_000) if f"{code}-{n}" not in self._codes)
            code = f"{code}-{number}"
        self._codes.add(code)
        lead, deadline = names(row.text(Role.LEAD)), deadline_words(row.cells.get(Role.DEADLINE))
        if Role.DEADLINE in row.merged and Role.LEAD in row.merged and lead and not deadline:
            deadline, lead = row.line(Role.LEAD), ()
            self.found.second_look.append(row.remark(Role.LEAD, _MERGED))
        support = names(row.text(Role.SUPPORT))
        task = Task("", code, label, section, title, parent, lead, support, deadline)
        self.found.drafts.append(TaskDraft(task, row))
        return code

    def _without_title(self, row: RawRow, label: str) -> None:
        if label:
            self.found.unread.append(row.remark(Role.LABEL, _NO_TITLE))
        elif self._apart or not self.found.drafts:
            for role in row.cells:
                self.found.unread.append(row.remark(role, _NO_PLACE))
        else:
            self._go_on(row)

    def _go_on(self, row: RawRow) -> None:
        """More of the row above: its cells go on in rows of their own."""
        if not self.found.drafts:
            return
        last = self.found.drafts[-1]
        texts = {
            role: row.text(role)
            for role in _OTHERS
            if row.cells.get(role) != last.row.cells.get(role)
        }
        task = last.task
        self._change_last(
            lead=names("\n".join([*task.lead, texts.get(Role.LEAD, "")])),
            support=names("\n".join([*task.support, texts.get(Role.SUPPORT, "")])),
            deadline_text=joined(task.deadline_text, texts.get(Role.DEADLINE, "")),
            title=joined(task.title, row.line(Role.TITLE)),
        )

    def _change_last(self, **words: object) -> None:
        last = self.found.drafts[-1]
        self.found.drafts[-1] = TaskDraft(replace(last.task, **words), last.row)  # type: ignore[arg-type]
