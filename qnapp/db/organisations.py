"""Organisations: the built-in ones, found by typing, and the store's own."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from qnapp.db import fields
from qnapp.db.builtin import builtin_organisations
from qnapp.db.plans import add_organisations, organisation_from
from qnapp.domain.plan import Organisation
from qnapp.errors import InputError, NotFoundError
from qnapp.records import dataclass
from qnapp.text import clean, collation_key, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store

# Words that tell nothing of which organisation is meant.
_KIND_WORDS = frozenset({"phuong", "xa", "dac", "khu", "dang", "uy", "ban", "nhan", "dan", "tinh"})
_SHORT_FORMS = {"ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "mttq": "mat tran to quoc"}
_MOST_LOOK_ALIKES = 6
_NO_NAME = "Chưa có tên đơn vị. Chưa ghi gì. Gõ tên đơn vị rồi thử lại."
_UNKNOWN = (
    "Không có đơn vị mang mã “{code}”.{nearest} Chưa ghi gì. Kiểm tra lại mã hoặc gõ tên đơn vị."
)


@dataclass(frozen=True, slots=True)
class Match:
    """An organisation found by typing. ``spans`` are [start, end) positions of hits in its name."""

    organisation: Organisation
    spans: tuple[tuple[int, int], ...]
    look_alike: bool  # only resembles what was typed: shown under a warning


def find_organisations(text: str) -> list[Match]:
    """Units and bodies by code, name, short name or second spelling, without diacritics or case.

    Names that hold all words come first (exact, then by beginning, then printed order), names
    that only resemble them after. Empty text gives all.
    """
    needle = _folded(text)
    everyone = builtin_organisations()
    if not needle:
        return [Match(one, (), look_alike=False) for one in everyone]
    words = needle.split()
    found = [one for one in everyone if _holds_all(one, words)]
    found.sort(key=lambda one: (_closeness(one, needle), collation_key(one.name)))
    matches = [Match(one, hit_spans(one.name, words), look_alike=False) for one in found]
    resembling = [one for one in everyone if one not in found and _hits(one, words)]
    resembling.sort(key=lambda one: _resemblance(one, words))
    return matches + [
        Match(one, hit_spans(one.name, words), look_alike=True)
        for one in resembling[:_MOST_LOOK_ALIKES]
    ]


def hit_spans(name: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where folded ``words`` begin words of ``name``: [start, end) positions, in order."""
    letters = [(char, index) for index, raw in enumerate(name) for char in fold(raw) or " "]
    plain = "".join(char for char, _ in letters)
    marked: set[int] = set()
    for word in words:
        for found in re.finditer(rf"(?<!\w){re.escape(word)}", plain):
            marked |= {letters[at][1] for at in range(*found.span())}
    starts = sorted(at for at in marked if at - 1 not in marked)
    ends = sorted(at + 1 for at in marked if at + 1 not in marked)
    return tuple(zip(starts, ends, strict=True))


def typed_organisation(name: str, parent: str = "", symbol: str = "") -> Organisation:
    """An organisation that is not built in; its code is ``K-`` and the folded name.

    Raises ``InputError`` for an empty name.
    """
    title = clean(name)
    slug = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-").upper()
    if not slug:
        raise InputError(_NO_NAME)
    return Organisation(f"K-{slug}", title, "khác", parent=clean(parent), symbol=clean(symbol))


def listed_organisation(name: str) -> Organisation | None:
    """The built-in organisation that is called exactly so, as the Party or the State names it too.

    Second spellings are left out: the Công an tỉnh reports itself, beside its Đảng ủy.
    """
    asked = _folded(name)
    if not asked:
        return None
    for one in builtin_organisations():
        called = (one.name, one.short, one.party_name, one.state_name, one.code)
        if asked in map(_folded, filter(None, called)):
            return one
    return None


def resolve_organisation(code: str) -> Organisation:
    """The built-in organisation of a code; raises ``NotFoundError`` with the nearest names."""
    wanted = clean(code).upper()
    for one in builtin_organisations():
        if one.code == wanted:
            return one
    near = [f"{match.organisation.name} ({match.organisation.code})" for match in
            find_organisations(code)[:3]] if wanted else []  # fmt: skip
    nearest = f" Gần nhất: {', '.join(near)}." if near else ""
    raise NotFoundError(_UNKNOWN.format(code=clean(code), nearest=nearest))


def own_organisation(store: Store) -> Organisation:
    """The organisation that reports with this store."""
    return organisation(store, fields.own_code(store))


def organisation(store: Store, code: str) -> Organisation:
    """An organisation of the store; raises ``NotFoundError``."""
    row = store.row("SELECT * FROM organisation WHERE code = ?", (code,))
    if row is None:
        raise NotFoundError(
            f"Không có đơn vị mang mã “{code}” trong dữ liệu này. Chưa có gì bị thay đổi. "
            "Kiểm tra lại mã đơn vị."
        )
    return organisation_from(row)


def set_own(store: Store, chosen: Organisation) -> None:
    """Make ``chosen`` the store's own, adding it where it is not known."""
    with store.atomic():
        known = store.value("SELECT 1 FROM organisation WHERE code = ?", (chosen.code,))
        if not known:
            add_organisations(store, [chosen])
        elif chosen.parent or chosen.symbol:
            given = {"parent": chosen.parent, "symbol": chosen.symbol}
            fields.save(store, "organisation", chosen.code, given)
        fields.save(store, "setting", "organisation", {"value": chosen.code})


def update_own(store: Store, **values: str) -> list[FieldChange]:
    """Change name, short, party_name, state_name, parent or symbol of the store's own.

    Raises ``InputError`` for an empty name.
    """
    texts = {name: clean(value) for name, value in values.items()}
    if not texts.get("name", "?"):
        raise InputError(_NO_NAME)
    return fields.save(store, "organisation", fields.own_code(store), texts)


@functools.cache
def _names(one: Organisation) -> tuple[str, ...]:
    """Everything that an organisation can be called, folded, its code too."""
    called = (one.name, one.short, one.party_name, one.state_name, *one.aliases, one.code)
    return tuple(_folded(name) for name in called if name)


def _folded(text: str) -> str:
    return " ".join(_SHORT_FORMS.get(word, word) for word in fold(clean(text)).split())


def _begins(word: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}", name) is not None


def _holds_all(one: Organisation, words: Sequence[str]) -> bool:
    return any(all(_begins(word, name) for word in words) for name in _names(one))


def _closeness(one: Organisation, needle: str) -> int:
    """0 for a name that is exactly the needle, 1 for one that has it as whole words, else 2, 3."""
    if needle in _names(one):
        return 0
    name = _folded(one.name)
    if re.search(rf"(?<!\w){re.escape(needle)}(?!\w)", name):
        return 1
    return 2 if _begins(needle, name) else 3


def _hits(one: Organisation, words: Sequence[str]) -> list[str]:
    name = _folded(one.short or one.name)
    return [w for w in words if len(w) > 1 and w not in _KIND_WORDS and _begins(w, name)]


def _resemblance(one: Organisation, words: Sequence[str]) -> tuple[int, bool, bool]:
    """More words first, then names that begin with one of them, whole words before beginnings."""
    hits = _hits(one, words)
    own = _folded(one.short or one.name).split()
    return -len(hits), not own[0].startswith(tuple(hits)), not set(hits) & set(own)
