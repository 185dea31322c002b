"""Counts in a person's own words that speak of all tasks of the unit, as they stand now.

"4 nhiệm vụ đã hoàn thành" does; the same words after "Phòng Kinh tế được giao 6 nhiệm vụ", or of
another year, do not. A false warning over true words is worse than none, so that only what can be
read in one way counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qnapp.domain.plan import Organisation

_COUNT = r"(?<![\w.,/-])(?P<count>\d+)\s+nhiệm vụ\s+"
# There the words end: "đã hoàn thành" is not "đã hoàn thành rà soát".
_ENDED = r"(?=\s*(?:[,.;)]|$|\([\d.,\s]+\))|\s+(?:và|nhưng|song|còn)\b)"
_SO_FAR = re.compile(
    rf"{_COUNT}(?:đã\s+(?:được\s+)?(?P<done>hoàn thành(?:\s+(?:đúng|quá)\s+hạn)?)"
    r"|(?:(?:đã|đang|còn|vẫn)\s+(?:bị\s+)?|bị\s+)(?P<held>quá\s+hạn|tạm\s+dừng)"
    rf"|(?:còn|vẫn|hiện)\s+(?P<idle>chưa\s+triển\s+khai)){_ENDED}",
    re.IGNORECASE,
)
_DAY = r"\d{1,2}/\d{1,2}(?:/\d{4})?"
# What may stand before: words of today, of the unit itself, and other counts of it.
_OF_ALL = re.compile(
    r"(?:[\s,:(•*+–-]|\b(?:đến nay|hiện nay|hiện tại|hiện|nay|tính đến|đến|hết|"
    rf"thời điểm (?:này|báo cáo)|ngày|{_DAY}|toàn (?:phường|xã|đặc khu|đơn vị)|đơn vị|phường|xã|"
    r"đặc khu|đảng ủy|ủy ban nhân dân|ubnd|cơ quan|đã có|có|đã|và|còn|"
    r"\d+ nhiệm vụ (?:(?:đã|đang|còn|bị|chưa) )?(?:hoàn thành|triển khai|quá hạn|tạm dừng|"
    r"không xác định thời hạn)(?: (?:đúng|quá|trong) hạn)?)\b)*",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    r"\b(?:thuộc|về|lĩnh vực|nhóm|mục|phần|quý|tháng|năm 20\d\d|cùng kỳ|giai đoạn|"
    r"(?:năm|kỳ|đợt) (?:trước|ngoái|qua)|theo đường riêng|chủ trì|phối hợp|giao|sẽ|phấn đấu|"
    r"dự kiến)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:phòng|ban|sở|trạm|trường|trung tâm|hội|đoàn|tổ|thôn|khu phố|chi bộ|xã|phường|đặc khu)"
    r"\s+(?P<name>\w+)|\b(?P<one>công an|quân sự|mặt trận|toàn tỉnh|tỉnh ủy|biên phòng)\b",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\b(?:quý [ivx\d]+|tháng \d+|năm 20\d\d|cùng kỳ|(?:năm|kỳ|đợt) (?:trước|ngoái|qua))\b",
    re.IGNORECASE,
)
_WORK_ON = re.compile(
    r"\b(?:xử lý|giải quyết|khắc phục|dứt điểm|tập trung|đôn đốc)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[;\n]+|[.](?=\s|$)")
_ITEM = re.compile(r"\s*(?:[-–+*•]|[a-zđ]\)|\d+[.)])\s")


def counts_so_far(text: str, own: Organisation | None = None) -> Iterator[tuple[str, int, str]]:
    """Kind, number and the words themselves of each: "4 nhiệm vụ đã hoàn thành".

    ``own``: the unit itself, whose name before a count changes nothing.
    """
    head = ""
    for line in _without_own_name(text, own).splitlines():
        plain = " ".join(line.split())
        yield from _counts_of_line(plain, head if _ITEM.match(line) else "")
        if plain.endswith(":") or not _ITEM.match(line):
            head = plain


def _counts_of_line(plain: str, over: str) -> Iterator[tuple[str, int, str]]:
    """``over``: what a list that this line is one of stands under."""
    for found in _SO_FAR.finditer(plain):
        ends = list(_SENTENCE_END.finditer(plain, 0, found.start()))
        begin = ends[-1].end() if ends else 0
        after = _SENTENCE_END.split(plain[found.end() :])[0]
        earlier = f"{over} {plain[:begin]}"
        whole = _OF_ALL.fullmatch(_ITEM.sub("", plain[begin : found.start()]))
        if whole and not (_PART_OF.search(f"{earlier} {after}") or _names_a_body(earlier)):
            kind = found["done"] or found["held"] or found["idle"]
            yield " ".join(kind.casefold().split()), int(found["count"]), found[0]


def is_elsewhere(before: str, own: Organisation) -> bool:
    """Whether what stands before a count makes it that of another time or of somebody else.

    "Quý I có 3 nhiệm vụ quá hạn", "Phòng Kinh tế còn 3 nhiệm vụ quá hạn"; what is to be done by
    some time or somebody is of today: "Trong quý IV xử lý 3 nhiệm vụ quá hạn".
    """
    sentence = _SENTENCE_END.split(_without_own_name(before, own))[-1]
    other = _THEN.search(sentence) or _names_a_body(sentence)
    return bool(other) and not _WORK_ON.search(sentence)


def _names_a_body(text: str) -> bool:
    return any(one["one"] or one["name"][0].isupper() for one in _BODY.finditer(text))


def _without_own_name(text: str, own: Organisation | None) -> str:
    if own is None:
        return text
    names = {own.party_name, own.state_name, own.name} - {""}
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "đơn vị", text, flags=re.IGNORECASE)
    return text
