"""A plan package among the files that arrive: its differences in lines."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from qnapp.domain.packages import KeyStanding, Origin, key_words
from qnapp.domain.plan import Channel, Nature
from qnapp.domain.plan_changes import Likeness
from qnapp.exchange.plan_import import apply_plan, compare_plan, surely
from qnapp.exchange.plan_package import received_plan
from qnapp.text import clean, format_date, short_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qnapp.db.store import Store
    from qnapp.domain.plan_changes import ChangedRow, Match, NamedRow, PlanChanges, WordChange
    from qnapp.exchange.container import Package
    from qnapp.exchange.plan_import import DateChange, PlanDifference

_EMPTY = "(trống)"

FIELD_WORDS = {
    "code": "mã",
    "label": "số thứ tự",
    "section": "nhóm",
    "group": "nhóm",
    "title": "nội dung",
    "parent": "nhiệm vụ cha",
    "lead": "chủ trì",
    "support": "phối hợp",
    "deadline_text": "thời hạn",
    "origin": "nguồn",
    "channel": "đường gửi",
    "continues": "tiếp nối",
    "doubts": "điểm cần đối chiếu",
    "paragraph": "đoạn lời văn",
    "unit": "đơn vị tính",
    "nature": "cách tính",
    "target_text": "mục tiêu",
    "name": "tên kỳ",
    "start": "ngày bắt đầu",
    "cutoff": "ngày chốt số liệu",
    "due": "hạn gửi",
    "as_of": "ngày tính số liệu",
}
_VALUE_WORDS = {
    Channel.ORDINARY.value: "đường thường",
    Channel.RESTRICTED.value: "đường riêng",
    Nature.FLOW.value: "cộng dồn",
    Nature.LEVEL.value: "tại thời điểm",
    Nature.WORDS.value: "bằng lời",
}
_CODED = frozenset({"channel", "nature"})
LIKENESS_WORDS = {
    Likeness.BOTH: "cùng mã, cùng lời văn",
    Likeness.WORDS: "cùng lời văn, cần xác nhận trong cửa sổ",
    Likeness.CODE: "cùng mã, cần xác nhận trong cửa sổ",
}

_NO_LINES = "Không có gì khác với dữ liệu hiện có."
_NOTHING = "{title}: đã nhận trước đây, không có gì khác với dữ liệu hiện có."
_TRIED = "{title}: đã thử, hợp lệ, chưa ghi gì."
_TAKEN = "{title}: đã nhận {count} thay đổi. Số liệu đã nhập vẫn giữ nguyên."
_KEPT = " Giữ lịch do đơn vị tự sửa ở {count} kỳ."
_NEW_KEY = "Khóa của {name}, xác nhận khi nhận gói: {key}"
_OTHER_KEY = "Khóa khác với khóa đã xác nhận của {name}: {key}. Xác nhận khóa mới trong cửa sổ."


class PlanArrival:
    """See ``qnapp.exchange.arrivals.Arrival``."""

    def __init__(self, difference: PlanDifference) -> None:
        plan = difference.plan
        self.title = f"Gói kế hoạch {plan.number} năm {plan.year}, phiên bản {plan.version}"
        self.difference = difference
        received = difference.received
        name, training = clean(received.sender_name), received.training
        self.origin = Origin(name, received.key, difference.standing, training)

    @property
    def lines(self) -> list[str]:
        """See ``Arrival``."""
        return list(difference_lines(self.difference)) or [_NO_LINES]

    @property
    def changes(self) -> int:
        """See ``Arrival``."""
        one, rows = self.difference, self.difference.rows
        new_version = not one.same_version and not (rows.added or rows.changed or rows.withdrawn)
        return (
            len(rows.added) + len(rows.changed) + len(rows.withdrawn) + len(one.new_periods)
            + sum(not day.conflict and not day.locked for day in one.dates)
            + len(one.extensions) + len(one.withdrawn) + one.address_missing + new_version
        )  # fmt: skip

    def accept(self, store: Store, *, dry_run: bool = False, key_compared: bool = False) -> str:
        """See ``Arrival``; rows alike in code and words are taken for the same."""
        with store.trial() if dry_run else contextlib.nullcontext():
            confirmed = replace(surely(self.difference), key=key_compared)
            apply_plan(store, self.difference, confirmed)
        if dry_run:
            return _TRIED.format(title=self.title)
        kept = len({one.period for one in self.difference.dates if one.conflict})
        if not self.changes and not kept:
            return _NOTHING.format(title=self.title)
        told = _TAKEN.format(title=self.title, count=self.changes)
        return told + (_KEPT.format(count=kept) if kept else "")


def look(store: Store, package: Package) -> PlanArrival:
    """Compare a plan package with the store; raises as ``compare_plan`` does."""
    return PlanArrival(compare_plan(store, received_plan(package)))


def difference_lines(difference: PlanDifference) -> Iterator[str]:
    """All that would change, a line each."""
    received, rows = difference.received, difference.rows
    told = {"name": clean(received.sender_name), "key": key_words(received.key)}
    if difference.standing is KeyStanding.NEW:
        yield _NEW_KEY.format(**told)
    elif difference.standing is KeyStanding.OTHER:
        yield _OTHER_KEY.format(**told)
    if not difference.same_version:
        yield f"Phiên bản {difference.have} → {difference.plan.version}"
    yield from row_lines(rows)
    yield from _about_the_unit(difference)
    yield from _about_periods(difference)
    if difference.address_missing:
        yield f"Nơi nhận gói: {_short(received.contents.recipient)}"
    elif difference.new_recipient:
        yield f"Nơi nhận gói: giữ {difference.recipient}, gói ghi {difference.new_recipient}"


def row_lines(rows: PlanChanges) -> Iterator[str]:
    """Rows that a plan version adds, changes and withdraws, and what may be one, a line each."""
    yield from (_named("Thêm", one) for one in rows.added)
    for row in rows.changed:
        yield from _changed(row)
    yield from (_named("Rút", one) for one in rows.withdrawn)
    yield from map(_match, rows.matches)


def _about_the_unit(difference: PlanDifference) -> Iterator[str]:
    codes = {task.uid: task.code for task in difference.plan.tasks}
    if difference.newly_ours and difference.have:
        yield "Giao thêm cho đơn vị: " + ", ".join(codes[uid] for uid in difference.newly_ours)
    elif difference.newly_ours:
        yield f"Đơn vị theo dõi {len(difference.newly_ours)} nhiệm vụ"
    for one in difference.targets:
        theirs = f"{_short(one.old)} → {_short(one.theirs)}"
        yield f"{one.code}, mục tiêu: {theirs}, giữ mức riêng {_short(one.mine)}"
    for put_off in difference.extensions:
        day = format_date(put_off.due)
        yield f"{codes[put_off.uid]}: gia hạn đến {day} theo {_short(put_off.document)}"
    for gone in difference.withdrawn:
        day = format_date(gone.due)
        code = codes.get(gone.uid, gone.uid)
        yield f"{code}: thu hồi gia hạn đến {day} theo {_short(gone.document)}"


def _about_periods(difference: PlanDifference) -> Iterator[str]:
    for one in difference.new_periods:
        yield f"Thêm kỳ {one.name}: chốt {format_date(one.cutoff)}, gửi {format_date(one.due)}"
    yield from map(_date, difference.dates)


def _date(one: DateChange) -> str:
    old, mine, theirs = (_short(day_words(text)) for text in (one.old, one.mine, one.theirs))
    name = f"Kỳ {one.name}, {FIELD_WORDS[one.field]}"
    if one.locked:
        return f"{name}: kỳ đã khóa, giữ {mine}, gói ghi {theirs}"
    if one.conflict:
        return f"{name}: đơn vị đã tự sửa, trước đây {old}, giữ {mine}, gói ghi {theirs}"
    return f"{name}: {mine} → {theirs}"


def day_words(text: str) -> str:
    """Give a field of a period as people say it: dates as 05/6/2026, a name as it is."""
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text


def _named(verb: str, row: NamedRow) -> str:
    return f"{verb} {row.code}: {_short(row.title)}"


def _changed(row: ChangedRow) -> Iterator[str]:
    for change in row.changes:
        old, new = (_short(value_words(change, text)) for text in (change.old, change.new))
        yield f"{row.code}, {FIELD_WORDS[change.field]}: {old} → {new}"


def value_words(change: WordChange, text: str) -> str:
    """Give one of the two values of a change as people say it."""
    return _VALUE_WORDS[text] if change.field in _CODED else text


def _match(match: Match) -> str:
    old, new = f"{match.old.code} trước đây", f"{match.new.code} trong gói"
    return f"Có thể là một: {old} và {new} ({LIKENESS_WORDS[match.likeness]})"


def _short(text: str) -> str:
    return short_line(text) or _EMPTY
