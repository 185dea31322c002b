"""The roster: organisations that report to this store's own, and how each is reached.

The built-in units and bodies are in it from the start. Every change is kept in the history and can
be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db import fields
from qnapp.db.builtin import builtin_organisations
from qnapp.db.organisations import typed_organisation
from qnapp.db.roster import offices
from qnapp.db.settings import mail_addresses
from qnapp.errors import InputError, NotFoundError
from qnapp.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store

GROUPS = {"phường": "Phường", "xã": "Xã", "đặc khu": "Đặc khu", "cơ quan": "Cơ quan"}
OTHERS = "Đơn vị khác"
ADDED = "khác"  # kind of an organisation that was typed in

_FIELDS = ("name", "kind", "email", "phone", "expected")
_KNOWN = "{name} đã có trong danh bạ. Danh bạ vẫn giữ nguyên. Sửa ở dòng của đơn vị đó."
_UNKNOWN = (
    "Không có đơn vị mang mã “{code}” trong danh bạ. Danh bạ vẫn giữ nguyên. "
    "Kiểm tra lại mã hoặc thêm đơn vị."
)
_BUILT_IN = (
    "{name} có sẵn trong chương trình nên không xóa khỏi danh bạ được. Danh bạ vẫn giữ nguyên. "
    "Bỏ đánh dấu Phải gửi báo cáo nếu đơn vị không gửi."
)


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One organisation below."""

    code: str
    name: str
    kind: str  # phường, xã, đặc khu, cơ quan, khác
    email: str = ""  # addresses parted by commas
    phone: str = ""
    expected: bool = True
    added: bool = False  # typed in here, not built in
    above: bool = False  # this store's own reports to it

    @property
    def group(self) -> str:
        """The heading that it stands under."""
        return GROUPS.get(self.kind, OTHERS)


def roster(store: Store) -> list[RosterEntry]:
    """All organisations below, the built-in ones in printed order, then added ones by code.

    Whoever stands above is among them, since two offices may report to each other, but is expected
    only where somebody has said so.
    """
    rows = {row["code"]: dict(row) for row in store.rows("SELECT * FROM reporter ORDER BY code")}
    own, above = fields.own_code(store), offices(store)
    found = [
        _entry(one.code, one.name, one.kind, rows.get(one.code), above=one.code in above)
        for one in builtin_organisations()
        if one.code != own
    ]
    built_in = {one.code for one in builtin_organisations()}
    for code, row in rows.items():
        if code not in built_in and row["name"] and code != own:
            found.append(_entry(code, row["name"], row["kind"], row, added=True))
    return found


def roster_entry(store: Store, code: str) -> RosterEntry:
    """One organisation of the roster; raises ``NotFoundError``."""
    for one in roster(store):
        if one.code == code:
            return one
    raise NotFoundError(_UNKNOWN.format(code=clean(code)))


def update_reporter(store: Store, code: str, **values: str | bool) -> list[FieldChange]:
    """Change ``email``, ``phone``, ``expected`` of an organisation, ``name`` of an added one.

    Raises ``NotFoundError``, and ``InputError`` for what is no address.
    """
    entry = roster_entry(store, code)
    texts = _checked(entry, values)
    base = {} if entry.added else _untouched(above=entry.above)
    return fields.save(store, "reporter", code, texts, base=base)


def update_reporters(
    store: Store, rows: Mapping[str, Mapping[str, str | bool]]
) -> list[FieldChange]:
    """Change several organisations, all or none; raises what ``update_reporter`` does."""
    with store.atomic():
        return [
            change for code, values in rows.items()
            for change in update_reporter(store, code, **values)
        ]  # fmt: skip


def add_reporter(
    store: Store, name: str, *, code: str = "", kind: str = ADDED
) -> list[FieldChange]:
    """Add an organisation that is not built in; it is expected to report from then on.

    ``code`` "" takes the one that the organisation itself gets when it is typed in there. Raises
    ``InputError`` for an empty name and for one that is there.
    """
    made = typed_organisation(name)
    code = clean(code) or made.code
    for one in roster(store):
        if code == one.code or made.name.casefold() == one.name.casefold():
            raise InputError(_KNOWN.format(name=one.name))
    values = {"name": made.name, "kind": kind, "email": "", "phone": "", "expected": "1"}
    return fields.save(store, "reporter", code, values, rewrite=True)


def remove_reporter(store: Store, code: str) -> list[FieldChange]:
    """Take an added organisation out of the roster; what it has sent stays.

    Raises ``InputError`` for a built-in one, ``NotFoundError``.
    """
    entry = roster_entry(store, code)
    if not entry.added:
        raise InputError(_BUILT_IN.format(name=entry.name))
    return fields.save(store, "reporter", code, dict.fromkeys(_FIELDS, ""))


def addresses(store: Store, codes: Iterable[str]) -> dict[str, str]:
    """Where letters to organisations go, by code; "" where nobody has entered an address."""
    known = {one.code: one.email for one in roster(store)}
    return {code: known.get(code, "") for code in codes}


def _untouched(*, above: bool) -> dict[str, str]:
    """What a built-in organisation is before anybody has entered something of it."""
    return {"expected": "" if above else "1"}


def _entry(
    code: str,
    name: str,
    kind: str,
    row: Mapping[str, object] | None,
    *,
    added: bool = False,
    above: bool = False,
) -> RosterEntry:
    row = row or _untouched(above=above)
    return RosterEntry(
        code=code,
        name=name,
        kind=kind,
        email=str(row.get("email", "")),
        phone=str(row.get("phone", "")),
        expected=bool(row["expected"]),
        added=added,
        above=above,
    )


def _checked(entry: RosterEntry, values: Mapping[str, str | bool]) -> dict[str, str]:
    return dict(_checked_fields(entry, values))


def _checked_fields(
    entry: RosterEntry, values: Mapping[str, str | bool]
) -> Iterator[tuple[str, str]]:
    for field, value in values.items():
        if isinstance(value, bool):
            yield field, "1" if value else ""
        elif field == "email":
            yield field, mail_addresses(value)
        elif field == "name":
            # Only an added one is called what somebody types.
            yield field, typed_organisation(value).name if entry.added else ""
        else:
            yield field, clean(value)
