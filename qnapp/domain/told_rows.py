"""What a text says of a task that it names by its code, and the task's row does not.

"3.2 đạt 61%", "1.14 hoàn thành ngày 20/6/2026", "2.4 đã hoàn thành". Only what can be read in one
way counts: words of what is to come, of a part of the work, or of another year say nothing here.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from qnapp.domain.check_rules import TEXT_FIELDS, is_restricted
from qnapp.domain.distances import days_between
from qnapp.domain.reporting import Standing, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qnapp.domain.reporting import TaskRow, Worksheet

_SENTENCE_END = re.compile(r"[;\n]+|[.](?=\s|$)")
_CODE = r"(?P<code>\d+(?:\.\d+)+|[A-Z]{2}[-.]\d+)"
_LABEL = r"(?:\s*\([^()]*\))?"  # "3.2 (đường bao biển)"
_BY_NOW = r"(?:\s*,?\s+(?:đến nay|hiện nay|hiện|nay|đã|mới chỉ|mới|chỉ|cũng|vẫn))*"
_NAMED = rf"{_CODE}{_LABEL}{_BY_NOW}"
_DAY = (
    r"(?:vào\s+)?(?:ngày\s+)?(?P<day>\d{1,2})(?:[/-](?P<month>\d{1,2})(?:[/-](?P<year>\d{4}))?"
    r"|\s+tháng\s+(?P<month_named>\d{1,2})(?:\s+năm\s+(?P<year_named>\d{4}))?)(?![\w/%-]|,\d)"
)
# What may follow, so that the words before speak of the task as a whole: "đã hoàn thành" is not
# "đã hoàn thành rà soát", nor "đã hoàn thành, trình duyệt phương án".
_ENDED = r"(?=\s*(?:[.)]|$)|\s*,\s*(?:nhiệm vụ|còn|nhưng|\d)|\s+(?:nhưng|song|do|vì)\b)"
_OF_ALL = (
    r"(?:\s+(?:khối lượng|tiến độ|kế hoạch|công việc|yêu cầu))?"
    r"(?=\s*(?:[,.:()]|$)|\s+(?:và|nhưng|song|do|vì|nên)\b)"
)
_SHARE = re.compile(
    rf"{_NAMED}\s+(?:đạt|hoàn thành|thực hiện)\s+(?:được\s+)?(?P<share>\d{{1,3}})\s?%{_OF_ALL}",
    re.IGNORECASE,
)
# "là" alone may speak of anything: "Tiến độ nhiệm vụ 3.2 là 35%".
_PACE = re.compile(
    rf"(?P<of>tiến độ|t[iỉỷ] lệ hoàn thành)\s+(?:thực hiện\s+)?(?:của\s+)?(?:nhiệm vụ\s+)?{_NAMED}"
    rf"(?:\s+(?:là|đạt|ở mức)|\s*:)?\s+(?P<share>\d{{1,3}})\s?%{_OF_ALL}",
    re.IGNORECASE,
)
_FINISHED = re.compile(rf"{_NAMED}\s+(?:hoàn thành|xong)\s+{_DAY}", re.IGNORECASE)
_EXPECTED = re.compile(
    rf"{_NAMED}(?:\s+đang (?:triển khai|thực hiện))?\s*,?\s+dự kiến\s+(?:hoàn thành|xong)\s+{_DAY}",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    rf"{_NAMED}\s+(?:(?:bị|đang)\s+)?quá hạn\s+(?P<days>\d+)\s+ngày\b", re.IGNORECASE
)
_STATED = re.compile(
    rf"{_CODE}{_LABEL}(?:\s*,?\s+(?:đến nay|hiện nay|hiện|nay|vẫn|cũng))*\s+(?P<state>"
    r"đã hoàn thành đúng hạn|đã hoàn thành|hoàn thành quá hạn|chưa hoàn thành|chưa triển khai|"
    r"đang triển khai|đang thực hiện|(?:đang|đã|còn) quá hạn|(?:đang|đã) tạm dừng)"
    rf"{_ENDED}",
    re.IGNORECASE,
)
# "Giải ngân của nhiệm vụ 3.2" or "mục 3.2" is something else than the task.
_TASK_ITSELF = re.compile(
    r"(?:^|[,:(]\s*|\b(?:và|còn|riêng|trong đó|đến nay|hiện nay|hiện|có|là)\s+)"
    r"(?:riêng\s+)?(?:nhiệm vụ\s+)?$",
    re.IGNORECASE,
)
# How things are to become, or were at another time.
_NOT_TODAY = re.compile(
    r"\b(?:sẽ|cần|phải|để|nếu|khi|trước|sau|phấn đấu|dự kiến|yêu cầu|đề nghị|đề xuất|kiến nghị|"
    r"giao|tập trung|tiếp tục|mục tiêu|đăng ký|cam kết|quý|(?<!\d )tháng|năm 20\d\d|năm tới|"
    r"(?:cuối|hết|trong|cả|đến) (?:năm|kỳ)|kỳ tới|cùng kỳ|giai đoạn|đợt|hạng mục)\b",
    re.IGNORECASE,
)


class _Said(NamedTuple):
    """One thing that a sentence says of a row."""

    row: TaskRow
    place: re.Match[str]
    sheet: Worksheet

    def means(self, days: Iterable[date | None]) -> bool:
        """Whether the day that is told is one of ``days``; a year left out may be any."""
        year = self._year
        return any(
            (day.day, day.month) == self.day_and_month and year in (None, day.year)
            for day in days
            if day is not None
        )

    @property
    def is_ahead(self) -> bool:
        """Whether the day that is told has not come yet, or is none."""
        day, month = self.day_and_month
        try:
            return date(self._year or self.sheet.plan.year, month, day) > self.sheet.as_of
        except ValueError:
            return True

    @property
    def day_and_month(self) -> tuple[int, int]:
        """The day that is told, as it is written."""
        return int(self.place["day"]), int(self.place["month"] or self.place["month_named"])

    @property
    def _year(self) -> int | None:
        year = self.place["year"] or self.place["year_named"]
        return int(year) if year else None


def other_rows(text: str, sheet: Worksheet) -> tuple[str, ...]:
    """Places of a text that say of a task what its row does not: "2.4 đã hoàn thành" beside 60 %.

    Rows of the separate channel are left out: no report tells how they stand.
    """
    rows = {row.code.casefold(): row for row in sheet.own_tasks if not is_restricted(row)}
    said: dict[str, None] = {}
    for sentence in _SENTENCE_END.split(text):
        plain = " ".join(sentence.split())
        for pattern, is_true in _READINGS.items():
            for place in pattern.finditer(plain):
                row = rows.get(place["code"].casefold())
                if row is None or not _speaks_of_today(plain, place):
                    continue
                if not is_true(_Said(row, place, sheet)):
                    said[place[0]] = None
    return tuple(said)


def _speaks_of_today(plain: str, place: re.Match[str]) -> bool:
    before, after = plain[: place.start()], plain[place.end() :].partition(",")[0]
    return bool(_TASK_ITSELF.search(before)) and not any(map(_NOT_TODAY.search, (before, after)))


def _share_is_true(said: _Said) -> bool:
    """A share that the row's own words tell may be of something else, a budget for example."""
    percent, share = said.row.progress.percent, said.place["share"]
    told = any(f"{share}%" in text.replace(" %", "%") for text in _own_words(said.row))
    return told or percent in (None, int(share))


def _finish_is_true(said: _Said) -> bool:
    progress = said.row.progress
    days = [progress.completed_on, *(point.recorded_on for point in said.row.milestones)]
    unknown = progress.status is Status.COMPLETED and progress.completed_on is None
    return said.is_ahead or unknown or said.means(days) or _tells_the_day(said)


def _expectation_is_true(said: _Said) -> bool:
    row = said.row
    if row.progress.expected_on is None or row.progress.status is Status.COMPLETED:
        return True
    return said.means([row.progress.expected_on, *_due_days(row)]) or _tells_the_day(said)


def _delay_is_true(said: _Said) -> bool:
    until = said.row.progress.completed_on or said.sheet.as_of
    days = (days_between(day, until) for day in _due_days(said.row))
    return int(said.place["days"]) in days


def _state_is_true(said: _Said) -> bool:
    row, status = said.row, said.row.progress.status
    late = row.standing in (Standing.OVERDUE, Standing.DONE_LATE)
    done = status is Status.COMPLETED
    return {
        "đã hoàn thành": done,
        "đã hoàn thành đúng hạn": done and not late,
        "hoàn thành quá hạn": done and late,
        "chưa hoàn thành": not done,
        "chưa triển khai": status is Status.NOT_STARTED,
        "đang triển khai": status is Status.IN_PROGRESS,
        "đang thực hiện": status is Status.IN_PROGRESS,
        "đang quá hạn": late,
        "đã quá hạn": late,
        "còn quá hạn": late,
        "đang tạm dừng": status is Status.ON_HOLD,
        "đã tạm dừng": status is Status.ON_HOLD,
    }[" ".join(said.place["state"].casefold().split())]


_READINGS: dict[re.Pattern[str], Callable[[_Said], bool]] = {
    _SHARE: _share_is_true,
    _PACE: _share_is_true,
    _FINISHED: _finish_is_true,
    _EXPECTED: _expectation_is_true,
    _DELAYED: _delay_is_true,
    _STATED: _state_is_true,
}


def _due_days(row: TaskRow) -> list[date]:
    days = [row.due, row.deadline.due, *(point.due for point in row.milestones)]
    return [day for day in days if day is not None]


def _own_words(row: TaskRow) -> list[str]:
    return [getattr(row.progress, name) for name in TEXT_FIELDS]


def _tells_the_day(said: _Said) -> bool:
    """Whether the row's own words tell the same day: it may be that of a step."""
    day, month = said.day_and_month
    told = re.compile(rf"(?<!\d)0?{day}(?:[/-]|\s+tháng\s+)0?{month}(?!\d)")
    return any(map(told.search, _own_words(said.row)))
