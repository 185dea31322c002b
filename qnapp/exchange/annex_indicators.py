"""The rows of the annex of indicators: groups, numbered indicators, and parts of one number."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from string import ascii_lowercase
from typing import TYPE_CHECKING

from qnapp.domain.plan import Indicator, Nature, Section
from qnapp.domain.targets import TargetKind, parse_target
from qnapp.exchange.annex_tables import RawRow, Role
from qnapp.exchange.annex_words import label_words, leading_mark, names, split_label, target_words
from qnapp.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.exchange.annex_tables import Remark

_LETTER = re.compile(r"[IVXLC]{1,6}|[A-ZĐ]")
_NUMBER = re.compile(r"([0-9]{1,3})\.?")
_OTHERS = (Role.UNIT, Role.TARGET, Role.LEAD)
_NATURES = {"cong don": Nature.FLOW, "thoi diem": Nature.LEVEL, "bang loi": Nature.WORDS}
NATURE_WORDS = {
    Nature.FLOW: "Cộng dồn",
    Nature.LEVEL: "Thời điểm",
    Nature.WORDS: "Bằng lời",
}
# What is counted over a year begins with one of these; everything else stands at a date.
_ADDS_UP = re.compile(
    r"(?:phat trien doanh nghiep|(?:so )?doanh nghiep (?:thanh lap|moi)|(?:tong )?(?:so )?luot"
    r"|(?:tong )?(?:so )?khach|(?:so )?viec lam|tao (?:viec lam|ra)|tong thu|thu ngan sach|thu noi"
    r"|doanh thu|tong doanh thu|kim ngach|(?:tong )?san luong|tong von|von dau tu|giai ngan"
    r"|thu hut|so can|trong rung|ket nap)(?!\w)"
)

_NO_TARGET = "Chỉ tiêu không có mục tiêu. Ghi mục tiêu."
_BECAME_DATE = "Bảng tính đã đổi mục tiêu thành ngày. Nhập lại ở dạng chữ."
_NO_TITLE = "Dòng không có tên chỉ tiêu nên không đọc."
_STRANGE_LABEL = "Không hiểu số thứ tự này nên không đọc dòng. Sửa số thứ tự."
_TWICE = "Số thứ tự {code} có ở hai dòng. Sửa số thứ tự."
_NO_GROUP = "Không thấy tên nhóm chỉ tiêu. Ghi tên nhóm."
_GUESSED = "Cách tính chỉ tiêu được đoán là {words}. Xem lại."


@dataclass(frozen=True, slots=True)
class IndicatorDraft:
    """An indicator as its row words it; ``guessed``: nothing said how its value behaves."""

    indicator: Indicator
    row: RawRow
    guessed: bool


@dataclass
class IndicatorAnnex:
    """Everything that the annex of indicators says."""

    groups: list[Section] = field(default_factory=list)
    drafts: list[IndicatorDraft] = field(default_factory=list)
    unread: list[Remark] = field(default_factory=list)
    second_look: list[Remark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Part:
    """A row with the number that it belongs to."""

    number: str
    label: str
    group: str
    title: str
    row: RawRow


def read_indicators(rows: Sequence[RawRow]) -> IndicatorAnnex:
    """Read the rows of the annex; parts of number 15 are called 15a, 15b and so on."""
    reading = _Reading()
    for row in rows:
        reading.take(row)
    return reading.finish()


def nature_of(title: str, unit: str, target: str) -> Nature:
    """How a value behaves, as far as the words tell: adds up, stands at a date, or is words."""
    if parse_target(target).kind is TargetKind.TEXT:
        return Nature.WORDS
    adds_up = unit.strip() != "%" and _ADDS_UP.match(fold(title))
    return Nature.FLOW if adds_up else Nature.LEVEL


def guessed_remark(draft: IndicatorDraft) -> Remark:
    """Say that nobody said how a value behaves."""
    words = NATURE_WORDS[draft.indicator.nature].lower()
    return draft.row.remark(Role.TITLE, _GUESSED.format(words=words))


class _Reading:
    """Goes through the rows and remembers where it is."""

    def __init__(self) -> None:
        self._found = IndicatorAnnex()
        self._parts: list[_Part] = []
        self._numbers: set[str] = set()
        self._group = self._number = ""

    def take(self, row: RawRow) -> None:
        """Read one row."""
        label = label_words(row.cells.get(Role.LABEL), "", set())
        title = row.line(Role.TITLE)
        alone = not any(row.text(role) for role in _OTHERS)
        if not title and " " in label:
            label, title = split_label(label)
        elif title and not label and alone:
            label, title = split_label(title)
        if not title:
            self._unread(row, Role.LABEL, _NO_TITLE)
        elif alone and _LETTER.fullmatch(label):
            self._begin_group(label, title)
        elif number := _NUMBER.fullmatch(label):
            self._begin_number(row, number[1], label, title)
        elif not label or leading_mark(f"{label} x")[0]:
            self._add_part(row, label, title)
        else:
            self._unread(row, Role.LABEL, _STRANGE_LABEL)

    def finish(self) -> IndicatorAnnex:
        """Give each part its code: a number alone, or the number and a letter."""
        several, first = Counter(part.number for part in self._parts), set[str]()
        parts = []
        for part in self._parts:
            # A number that is nothing to reach only heads its parts.
            row, begins = part.row, part.number not in first
            empty = not row.text(Role.TARGET) and not row.text(Role.UNIT)
            first.add(part.number)
            if not (begins and empty and several[part.number] > 1):
                parts.append(part)
        counts, seen = Counter(part.number for part in parts), Counter[str]()
        for part in parts:
            letter = _letter(seen[part.number]) if counts[part.number] > 1 else ""
            seen[part.number] += 1
            self._add(part, f"{part.number}{letter}")
        return self._found

    def _begin_group(self, label: str, title: str) -> None:
        self._group = label
        if all(one.code != label for one in self._found.groups):
            self._found.groups.append(Section(label, title))

    def _begin_number(self, row: RawRow, number: str, label: str, title: str) -> None:
        if number in self._numbers and not row.continued:
            self._unread(row, Role.LABEL, _TWICE.format(code=number))
            known = self._numbers
            number = next(f"{number}-{n}" for n in count(2) if f"{number}-{n}" not in known)
        self._number = number
        self._add_of(number, row, label, title)

    def _add_of(self, number: str, row: RawRow, label: str, title: str) -> None:
        self._numbers.add(number)
        self._parts.append(_Part(number, label, self._group_of(row), title, row))

    def _add_part(self, row: RawRow, label: str, title: str) -> None:
        if row.after_gap and not any(row.text(role) for role in _OTHERS):
            self._unread(row, Role.TITLE, _STRANGE_LABEL)
        else:
            self._add_of(self._number or str(len(self._numbers) + 1), row, label, title)

    def _group_of(self, row: RawRow) -> str:
        if not self._group:
            self._begin_group("I", "Chỉ tiêu chủ yếu")
            self._found.second_look.append(row.remark(Role.LABEL, _NO_GROUP))
        return self._group

    def _add(self, part: _Part, code: str) -> None:
        row, cell = part.row, part.row.cells.get(Role.TARGET)
        target, unit = target_words(cell), row.line(Role.UNIT)
        if cell is not None and isinstance(cell.value, date):
            self._unread(row, Role.TARGET, _BECAME_DATE)
        elif not target:
            self._unread(row, Role.TARGET, _NO_TARGET)
        given = _NATURES.get(fold(row.text(Role.NATURE)))
        nature = given or nature_of(part.title, unit, target)
        lead = "; ".join(names(row.text(Role.LEAD)))
        one = Indicator("", code, part.label, part.group, part.title, unit, nature, target, lead)
        self._found.drafts.append(IndicatorDraft(one, row, guessed=given is None))

    def _unread(self, row: RawRow, role: Role, text: str) -> None:
        self._found.unread.append(row.remark(role, text))


def _letter(number: int) -> str:
    return ascii_lowercase[number] if number < len(ascii_lowercase) else f"-{number + 1}"
