"""Who is named in words: bodies, units, groups and places in the text of a plan.

Rules of the design, section 6 "Assignments": a name, a second spelling or a group is sure; a place
with its kind is sure; a bare place, or one inside the name of something else, is only suggested.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from qnapp.domain.plan import COMMUNE_KINDS, Certainty
from qnapp.domain.syllables import keys_of, read

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from qnapp.domain.plan import Group, Organisation
    from qnapp.domain.syllables import Keys, Text

_Key = TypeVar("_Key", bound="Hashable")
_Thing = TypeVar("_Thing")

_LIST = frozenset({",", ";", "và", ", và", "; và", "hoặc"})  # parts two members of a list
_AND = frozenset({"và", ", và", "; và", "hoặc"})
_AND_WORDS = keys_of("và hoặc")
_DASH = frozenset({"-", "–"})

_KINDS = {keys_of(kind): kind for kind in COMMUNE_KINDS}
# Places that were units until mid-2025 and are none today; "thị xã" must be told from "xã".
_OLD_KINDS = tuple(keys_of(kind) for kind in ("thị xã", "thành phố", "thị trấn", "huyện"))

# "Vịnh Hạ Long" is not phường Hạ Long: a bay belongs to no unit of the same name.
_NO_PLACE = (keys_of("vịnh"),)

# What a place's name may be part of; quoted in the reason ("khu kinh tế Vân Đồn").
_HEADS = tuple(map(keys_of, (
    "khu kinh tế", "khu công nghiệp", "cụm công nghiệp", "khu đô thị", "khu du lịch", "khu vực",
    "vùng", "đảo", "danh thắng", "di tích", "cầu", "đường", "đường sắt", "cao tốc",
    "đường cao tốc", "quốc lộ", "tỉnh lộ", "cảng", "bến cảng", "cửa khẩu", "hồ", "sông", "núi",
    "công viên", "bệnh viện", "nhà máy", "sân bay", "trường", "đại học", "chợ",
))) + _OLD_KINDS  # fmt: skip

_ALL = frozenset(keys_of("các những mọi toàn bộ tất cả"))
# "Các xã, phường, đặc khu" followed by one of these ("có liên quan", "ven biển") are only some.
_ONLY_SOME = frozenset(
    keys_of("có liên biên đảo ven miền vùng trọng được đủ nơi khó còn thí chưa giáp bị đã đang nằm")
)
_AT = frozenset(keys_of("tại ở"))
_TITLE_LENGTH = 3  # a shorter title would be found everywhere in the resolution's text


@dataclass(frozen=True, slots=True)
class Mention:
    """An organisation or group that words name; ``reason`` quotes the words."""

    organisation: str
    certainty: Certainty
    reason: str


@dataclass(frozen=True, slots=True)
class _Place:
    """The name of one or more units in a text, from syllable ``start`` to before ``end``."""

    units: tuple[Organisation, ...]  # several where "Móng Cái" leaves open which
    start: int
    end: int
    first: int  # where the words for the kind begin, else ``start``
    kind: str = ""


class Directory:
    """The organisations and groups that can be named, ready to be looked for."""

    def __init__(self, organisations: Sequence[Organisation], groups: Sequence[Group]) -> None:
        units = [org for org in organisations if _is_unit(org)]
        self._texts: dict[str, Text] = {}
        self._names = _collect((keys, org) for org in organisations for keys in _spellings(org))
        self._groups = _collect((keys_of(group.title), group) for group in groups)
        self._places = _collect((keys_of(_short(unit)), unit) for unit in units)
        # "Móng Cái" alone stands for Móng Cái 1, 2 and 3.
        self._families = _collect(
            (keys[:-1], unit)
            for keys, found in self._places.items()
            for unit in found
            if keys[-1].isdecimal()
        )
        self._of_kind = _collect((unit.kind.casefold(), unit) for unit in units)
        everyone = {unit.code for unit in units}
        self._everyone = [group.code for group in groups if set(group.members) == everyone]

    def in_cell(self, words: str) -> list[Mention]:
        """Who a lead or support cell names."""
        text = self._read(words)
        names = _longest(text, self._names)
        found = [
            Mention(org.code, Certainty.SURE, text.quote(start, end))
            for start, end, orgs in names
            for org in orgs
        ]
        found += [
            Mention(group.code, Certainty.SURE, text.quote(start, end))
            for start, end, groups in _longest(text, self._groups)
            for group in groups
            if not _narrowed(text, end)
        ]
        found += self._whole_kinds(text)
        # A place inside a body's own name says nothing of the unit there.
        bodies = [(start, end) for start, end, orgs in names if not any(map(_is_unit, orgs))]
        for place in self._find_places(text):
            if not any(start <= place.start < end for start, end in bodies):
                found += _place_mentions(text, place)
        return _merge(found)

    def in_title(self, words: str) -> list[Mention]:
        """Which units a title names: all of them, by kind and place, or as a place only."""
        text = self._read(words)
        found = self._whole_kinds(text)
        for place in self._find_places(text):
            found += _place_mentions(text, place)
        return _merge(found)

    def behind_title(self, title: str, words: str, where: str) -> list[Mention]:
        """Units that ``words`` place directly behind the words of ``title``.

        "… dự án Nhà máy điện gió tại phường Hoành Bồ và xã Thống Nhất …": only units with their
        kind are taken; the reason adds ``where``.
        """
        name, text = self._read(title), self._read(words)
        at = text.joined.find(name.joined)
        if len(name.syllables) < _TITLE_LENGTH or at < 0:
            return []
        preposition = text.joined.count(" ", 0, at) // 2 + len(name.syllables)
        if not any(text.find(preposition, (word,)) for word in _AT):
            return []
        found: list[Mention] = []
        end = preposition + 1
        for place in self._find_places(text):
            if place.first < end:
                continue
            if place.first > end and text.between(end - 1, place.first) not in _LIST:
                break
            end = place.end
            found += [m for m in _place_mentions(text, place) if m.certainty is Certainty.SURE]
        return [replace(mention, reason=f"{mention.reason} ({where})") for mention in found]

    def _read(self, words: str) -> Text:
        # The resolution's paragraphs are asked about once for every task.
        if words not in self._texts:
            self._texts[words] = read(words)
        return self._texts[words]

    def _whole_kinds(self, text: Text) -> list[Mention]:
        """All units at once: "toàn bộ 54/54 xã, phường, đặc khu"."""
        found: list[Mention] = []
        at = 0
        while at < len(text.syllables):
            kinds, end = _kinds_at(text, at)
            first = _with_quantity(text, at)
            every = set(kinds) >= set(self._of_kind)
            if len(kinds) > 1 and (every or first < at) and not _narrowed(text, end):
                found += self._all_of(kinds, text.quote(first, end), every=every)
            at = max(end, at + 1)
        return found

    def _all_of(self, kinds: Iterable[str], reason: str, *, every: bool) -> list[Mention]:
        codes = [unit.code for kind in kinds for unit in self._of_kind.get(kind, ())]
        if every and self._everyone:
            codes = self._everyone[:1]
        return [Mention(code, Certainty.SURE, reason) for code in codes]

    def _find_places(self, text: Text) -> list[_Place]:
        places: list[_Place] = []
        at = 0
        while at < len(text.syllables):
            place = self._place_at(text, at)
            if place is None:
                at += 1
                continue
            more = list(self._further_numbers(text, place))
            places += [place, *more]
            at = places[-1].end
        return _carry_kinds(text, places)

    def _place_at(self, text: Text, start: int) -> _Place | None:
        for length in range(min(_LONGEST, len(text.syllables) - start), 0, -1):
            end = start + length
            keys = text.keys(start, end)
            units = self._places.get(keys, ())
            if not units and not _numbered(text, end):
                units = self._families.get(keys, ())
            if units and text.is_name(start, end) and not _part_of_other_name(text, start, end):
                first, kind = _kind_before(text, start)
                return _Place(units, start, end, first, kind)
        return None

    def _further_numbers(self, text: Text, place: _Place) -> Iterator[_Place]:
        """The rest of "Móng Cái 1, 2 và 3"."""
        *family, number = text.keys(place.start, place.end)
        if not number.isdecimal():
            return
        last = place.end - 1
        for at in range(place.end, len(text.syllables)):
            if text.syllables[at].is_figure:
                units = self._places.get((*family, text.syllables[at].key), ())
                if not units or text.between(last, at) not in _LIST:
                    return
                yield _Place(units, at, at + 1, at)
                last = at
            elif text.syllables[at].key not in _AND_WORDS:
                return


_LONGEST = 5  # syllables of the longest place name, its number included


def _is_unit(organisation: Organisation) -> bool:
    return organisation.kind.casefold() in _KINDS.values()


def _short(unit: Organisation) -> str:
    """A unit's name without its kind."""
    begins = unit.name.casefold().startswith(unit.kind.casefold())
    return unit.short or (unit.name[len(unit.kind) :] if begins else unit.name)


def _spellings(organisation: Organisation) -> set[Keys]:
    names = (organisation.name, organisation.party_name, organisation.state_name)
    return {keys_of(name) for name in (*names, *organisation.aliases) if keys_of(name)}


def _collect(pairs: Iterable[tuple[_Key, _Thing]]) -> dict[_Key, tuple[_Thing, ...]]:
    found: defaultdict[_Key, list[_Thing]] = defaultdict(list)
    for key, thing in pairs:
        found[key].append(thing)
    return {key: tuple(things) for key, things in found.items()}


def _longest(
    text: Text, phrases: Mapping[Keys, tuple[_Thing, ...]]
) -> list[tuple[int, int, tuple[_Thing, ...]]]:
    """Phrases found in a text with where they begin and end; the longest where they overlap."""
    ordered = sorted(phrases, key=len, reverse=True)
    found = []
    at = 0
    while at < len(text.syllables):
        keys = next((keys for keys in ordered if text.find(at, keys)), ())
        if keys:
            found.append((at, at + len(keys), phrases[keys]))
        at += max(len(keys), 1)
    return found


def _narrowed(text: Text, end: int) -> bool:
    """Whether what follows makes "các xã, phường" only some of them: "có liên quan", a list."""
    if end >= len(text.syllables):
        return False
    link = text.between(end - 1, end)
    following = text.syllables[end]
    return link == ":" or (not link and (following.capital or following.key in _ONLY_SOME))


def _kinds_at(text: Text, start: int) -> tuple[list[str], int]:
    """The kinds of units that a list beginning here names, and where it ends."""
    kinds: list[str] = []
    end, at = start, start
    while at < len(text.syllables):
        phrase = next((keys for keys in _KINDS if text.find(at, keys)), ())
        if not phrase or (kinds and text.between(end - 1, at) not in _LIST):
            break
        kinds.append(_KINDS[phrase])
        end = at + len(phrase)
        # "và" is a syllable of its own between the last two.
        at = end + text.find(end, _AND_WORDS[:1])
    return kinds, end


def _with_quantity(text: Text, start: int) -> int:
    """Where "toàn bộ 54/54" begins before a syllable; ``start`` where nothing like it stands."""
    first = start
    while first > 0:
        before = text.syllables[first - 1]
        linked = text.between(first - 1, first) in {"", "/"}
        if not linked or not (before.is_figure or before.key in _ALL):
            break
        first -= 1
    return first


def _numbered(text: Text, end: int) -> bool:
    return end < len(text.syllables) and text.adjoins(end - 1) and text.syllables[end].is_figure


def _part_of_other_name(text: Text, start: int, end: int) -> bool:
    """Whether a place is only a part: "Hạ Long Xanh" and "Vịnh Hạ Long" are names of their own."""
    if start and text.adjoins(start - 1) and text.phrase_before(start, _NO_PLACE):
        return True
    goes_on = end < len(text.syllables) and text.adjoins(end - 1) and text.syllables[end].capital
    return goes_on and not text.words.isupper()


def _kind_before(text: Text, start: int) -> tuple[int, str]:
    """Where the kind before a place begins, and the kind; its own start and "" for none."""
    if not start or text.between(start - 1, start) not in {"", ":"}:
        return start, ""
    phrase = text.phrase_before(start, (*_KINDS, *_OLD_KINDS))
    return (start - len(phrase), _KINDS[phrase]) if phrase in _KINDS else (start, "")


def _carry_kinds(text: Text, places: Iterable[_Place]) -> list[_Place]:
    """Give the members of "các phường Hà Tu, Hà Lầm" the kind that stands before the first."""
    runs: list[list[_Place]] = []
    for place in places:
        link = text.between(runs[-1][-1].end - 1, place.start) if runs else ""
        if link in _LIST:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [place for run in runs for place in _carry_kind(text, run)]


def _carry_kind(text: Text, run: list[_Place]) -> list[_Place]:
    """A comma alone carries no kind: "phường Bãi Cháy, Hạ Long" may be an address."""
    links = {text.between(a.end - 1, b.start) for a, b in pairwise(run)}
    figures = any(text.syllables[place.start].is_figure for place in run[1:])
    plural = bool(links & _AND) or figures or _with_quantity(text, run[0].first) < run[0].first
    return [replace(place, kind=run[0].kind) for place in run] if plural else run


def _place_mentions(text: Text, place: _Place) -> list[Mention]:
    fitting = [unit for unit in place.units if unit.kind.casefold() == place.kind]
    sure = Certainty.SURE if len(fitting) == 1 else Certainty.SUGGEST
    return [Mention(u.code, sure, _reason(text, place, u)) for u in fitting or place.units]


def _reason(text: Text, place: _Place, unit: Organisation) -> str:
    if place.first < place.start:
        return text.quote(place.first, place.end)
    if place.kind:
        return f"{place.kind} {_short(unit)}"
    if text.syllables[place.start].is_figure:
        return _short(unit)
    start, end = _whole_name(text, place)
    linked = start > 0 and text.adjoins(start - 1)
    head = text.phrase_before(start, _HEADS) if linked else ()
    return text.quote(start - len(head), end)


def _whole_name(text: Text, place: _Place) -> tuple[int, int]:
    """Where "Hải Phòng - Hạ Long - Móng Cái" begins and ends around one of its places."""
    start, end = place.start, place.end
    while start > 0 and text.between(start - 1, start) in _DASH:
        start -= 1
        while start > 0 and text.adjoins(start - 1) and text.is_name(start - 1, start + 1):
            start -= 1
    while end < len(text.syllables) and text.between(end - 1, end) in _DASH:
        end += 1
        while end < len(text.syllables) and text.is_name(end - 1, end + 1):
            end += 1
    return start, end


def _merge(found: Iterable[Mention]) -> list[Mention]:
    """One mention an organisation, a sure one before a guess, else the first."""
    best: dict[str, Mention] = {}
    for mention in found:
        known = best.setdefault(mention.organisation, mention)
        if known.certainty is Certainty.SUGGEST and mention.certainty is Certainty.SURE:
            best[mention.organisation] = mention
    return list(best.values())
