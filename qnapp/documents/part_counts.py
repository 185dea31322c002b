"""Counts of tasks in a person's own words, held against the figures of the rows."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from qnapp.documents.counted_so_far import counts_so_far, is_elsewhere
from qnapp.documents.figures import NOT_OVERDUE, task_figures
from qnapp.documents.groups import task_groups

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from qnapp.documents.figures import TaskFigures
    from qnapp.domain.plan import Organisation
    from qnapp.domain.reporting import Worksheet

_KINDS = (  # a longer one before what it begins with
    "hoàn thành đúng hạn|hoàn thành quá hạn|hoàn thành|đang triển khai trong hạn|"
    "đang triển khai quá hạn|đang triển khai|quá hạn|chưa triển khai|tạm dừng|"
    "không xác định thời hạn"
)
_ALONE = r"(?=\s*(?:[,.)]|$))"
# "hoàn thành 02", "02 nhiệm vụ hoàn thành"; not "quá hạn 75 ngày", "hoàn thành 85%".
_COUNTED = re.compile(
    rf"\b(?P<kind>{_KINDS})(?:\s+\({NOT_OVERDUE}\))?\s+(?P<count>\d+)\b(?!\s*(?:%|ngày)|[.,/]\d)|"
    rf"(?<![\w.,/-])(?P<before>\d+)\s+(?:nhiệm vụ\s+)?(?P<after>{_KINDS})\b",
    re.IGNORECASE,
)
# "theo dõi 14 chỉ tiêu" counts something else.
_FOLLOWED = re.compile(r"\btheo dõi\s+(\d+)\s+nhiệm vụ\b", re.IGNORECASE)
Count = tuple[str, int]  # kind in words, how many
_OVERDUE = "quá hạn"
_COMPLETED_LATE = "hoàn thành quá hạn"
# "hoàn thành 4 nhiệm vụ (1 quá hạn)", "…, trong đó có 1 quá hạn": late among the completed ones.
_OF_COMPLETED = re.compile(
    rf"\bhoàn thành\b(?:(?!\b(?:{_KINDS})\b)[^;.])*(?:\(|\btrong đó)(?:\s*(?:có|gồm))?\s*$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[;\n]+|[.](?=\s|$)")
# "Đến nay đơn vị hoàn thành 5 nhiệm vụ" counts all of them; not what is to come, nor a few of them.
_BY_NOW = re.compile(r"\b(?:đến nay|hiện nay|hiện|đã|tính đến)\b", re.IGNORECASE)
_NOT_ALL = re.compile(
    r"\b(?:sẽ|cần|để|phấn đấu|dự kiến|tập trung|tiếp tục|trong đó|về|thuộc|lĩnh vực|nhóm|mục|phần|"
    r"quý|tháng|kỳ trước|theo đường riêng|các nhiệm vụ)\b",
    re.IGNORECASE,
)
_RATIO = re.compile(
    rf"\b(?P<kind>{_KINDS})\s+(?P<count>\d+)/(?P<all>\d+)\s+nhiệm vụ(?:\s+được giao)?{_ALONE}|"
    rf"(?<![\w.,/-])(?P<before>\d+)/(?P<of>\d+)\s+nhiệm vụ\s+(?:đã\s+)?(?P<after>{_KINDS}){_ALONE}",
    re.IGNORECASE,
)


def told_counts(f: TaskFigures) -> frozenset[Count]:
    """Give every count of the tasks as a person may word it, the zeros that a draft leaves out too.

    Overdue tasks that nobody works on count among "chưa triển khai" and "tạm dừng", or not.
    """
    running = f.in_time + f.overdue - f.overdue_not_started - f.overdue_on_hold
    return frozenset(
        {
            ("hoàn thành", f.completed),
            ("hoàn thành đúng hạn", f.done_on_time),
            (_COMPLETED_LATE, f.done_late),
            ("đang triển khai", running),
            ("đang triển khai trong hạn", f.in_time),
            ("đang triển khai quá hạn", running - f.in_time),
            (_OVERDUE, f.overdue),
            ("chưa triển khai", f.not_started),
            ("chưa triển khai", f.not_started + f.overdue_not_started),
            ("tạm dừng", f.on_hold),
            ("tạm dừng", f.on_hold + f.overdue_on_hold),
            ("không xác định thời hạn", f.no_deadline),
            ("theo dõi", f.taken),
        }
    )


def other_counts(text: str, draft: str, counts: Collection[Count] = ()) -> tuple[str, ...]:
    """Counts of tasks in a text that neither the draft nor ``counts`` have: "hoàn thành 02"."""
    known = {(kind, count) for kind, count, _ in _counts(draft)} | set(counts)
    return tuple(
        dict.fromkeys(words for kind, count, words in _counts(text) if (kind, count) not in known)
    )


def other_totals(text: str, draft: str, overdue: int, own: Organisation) -> tuple[str, ...]:
    """Overdue tasks that a part after the opening counts, where they are not so many.

    "3 nhiệm vụ quá hạn"; what is completed is left out: such parts tell it of what is to come, too.
    The counts of a section that ``draft`` gives are right; those of another time or of somebody
    else than ``own`` are not ours.
    """
    known = {overdue, *(count for kind, count, _ in _counts(draft) if kind == _OVERDUE)}
    plain = " ".join(text.split())
    return tuple(
        dict.fromkeys(
            words
            for kind, count, words in _counts(plain)
            if kind == _OVERDUE and count not in known and "nhiệm vụ" in words
            if not is_elsewhere(plain[: plain.find(words)], own)
        )
    )


def other_sums(text: str, draft: str, counts: Collection[Count]) -> tuple[str, ...]:
    """Counts of all tasks by now that neither ``draft`` nor ``counts`` have.

    "Đến nay hoàn thành 5 nhiệm vụ" in the part on difficulties.
    """
    known = {(kind, count) for kind, count, _ in _counts(draft)} | set(counts)
    said = []
    for sentence in _SENTENCE_END.split(text):
        plain = " ".join(sentence.split())
        if not _BY_NOW.search(plain) or _NOT_ALL.search(plain):
            continue
        for kind, count, words in _counts(plain):
            named = words if "nhiệm vụ" in words else f"{words} nhiệm vụ"
            if (kind, count) not in known and named in plain:
                said.append(named)
    return tuple(dict.fromkeys(said))


def other_so_far(text: str, counts: Collection[Count], own: Organisation) -> tuple[str, ...]:
    """Counts of all tasks of ``own`` by now that are not so: "4 nhiệm vụ đã hoàn thành"."""
    return tuple(
        dict.fromkeys(
            words for kind, count, words in counts_so_far(text, own) if (kind, count) not in counts
        )
    )


def other_ratios(text: str, sheet: Worksheet, *, by_now: bool) -> tuple[str, ...]:
    """Parts of all tasks that are not so: "hoàn thành 7/9 nhiệm vụ" beside 3 of 12.

    A whole that a section or a role has may be that one's and says nothing. ``by_now``: only
    sentences that speak of today count, as in the parts that tell of what is to come.
    """
    rows, figures = sheet.own_tasks, task_figures(sheet.own_tasks)
    alls = {figures.taken, figures.taken - figures.apart}
    some = {*Counter(r.role for r in rows).values(), *(len(g.rows) for g in task_groups(sheet))}
    said = []
    for sentence in _SENTENCE_END.split(text):
        plain = " ".join(sentence.split())
        if _NOT_ALL.search(plain) or (by_now and not _BY_NOW.search(plain)):
            continue
        for found in _RATIO.finditer(plain):
            kind = (found["kind"] or found["after"]).casefold()
            count, whole = int(found["count"] or found["before"]), int(found["all"] or found["of"])
            is_true = whole in alls and (kind, count) in told_counts(figures)
            if not is_true and whole not in some - alls:
                said.append(found[0])
    return tuple(dict.fromkeys(said))


def current_count(phrase: str, counts: Collection[Count]) -> str:
    """What a phrase with one wrong count would say today: "7" for "hoàn thành 3", or ""."""
    told = [*_counts(phrase), *counts_so_far(phrase)]
    wrong = {kind for kind, count, _ in told if (kind, count) not in counts}
    now = {count for kind, count in counts if kind in wrong}
    return str(*now) if len(wrong) == len(now) == 1 else ""


def _counts(text: str) -> Iterator[tuple[str, int, str]]:
    """Kind, number and the words themselves of each count, whichever of the two stands first."""
    plain = " ".join(text.split())
    for found in _FOLLOWED.finditer(plain):
        yield "theo dõi", int(found[1]), found[0]
    for found in _COUNTED.finditer(plain):
        kind = (found["kind"] or found["after"]).casefold()
        if kind == _OVERDUE and _OF_COMPLETED.search(plain, 0, found.start()):
            kind = _COMPLETED_LATE
        yield kind, int(found["count"] or found["before"]), found[0]
