"""Plain data in one form only, so that the same content always has the same digest.

``canonical_json`` writes it as bytes; ``to_plain`` and ``from_plain`` turn the frozen dataclasses
of this program into plain data and back, led by their annotations. A snapshot of a report and what
travels to another copy of the program are made of these three (design, sections 3 and 8).
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import sys
import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from math import isfinite
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from qnapp.domain import deadlines, periods, plan, replies, reporting, targets
from qnapp.text import nfc

T = TypeVar("T")

_PLAIN = (str, int, bool)
_MOST_DIGITS = 100  # before or after the comma
# A field that may hold several kinds names the kind of what plain data has no word for.
_TAGS: dict[type, str] = {date: "date", Decimal: "decimal"}
# Names that annotations use and their own module imports for type checkers only.
_VOCABULARY = {"date": date, "Decimal": Decimal, "Mapping": Mapping} | {
    name: value
    for module in (deadlines, periods, plan, replies, reporting, targets)
    for name, value in vars(module).items()
    if isinstance(value, type) and (dataclasses.is_dataclass(value) or issubclass(value, StrEnum))
}


def canonical_json(value: Any) -> bytes:
    """Write plain data as JSON in UTF-8: the same content gives the same bytes everywhere.

    Keys are sorted by code point, all text is NFC, there are no spaces; dates are ISO text,
    ``Decimal`` its own digits as text, a ``StrEnum`` its value, a tuple a list. Raises
    ``TypeError`` for anything else, floats and datetimes too, and ``ValueError`` for text that is
    not Unicode, a number that is not finite or absurdly long and keys that NFC makes equal.
    """
    text = json.dumps(_sorted(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def digest(data: bytes) -> str:
    """Give the SHA-256 of some bytes as 64 small hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _sorted(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return nfc(str(value))
    if isinstance(value, Mapping):
        return _sorted_object(value)
    if isinstance(value, list | tuple):
        return [_sorted(item) for item in value]
    if type(value) is int:
        return value
    return _scalar(value)


def _sorted_object(value: Mapping[Any, Any]) -> dict[str, Any]:
    if not all(isinstance(key, str) for key in value):
        raise TypeError("the keys of plain data are text")
    found = {nfc(str(key)): _sorted(item) for key, item in value.items()}
    if len(found) != len(value):
        raise ValueError("two keys are the same in Unicode normal form C")
    return dict(sorted(found.items()))


def _scalar(value: Any) -> str:
    """Write a date or a number as text; both are read back as they were."""
    if type(value) is date:
        return value.isoformat()
    if isinstance(value, Decimal):
        # Written out by a report, 1E+999999999 would fill the memory.
        if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS:
            raise ValueError(f"not a finite number of sensible size: {value}")
        return str(value)
    raise TypeError(f"no plain data: {type(value).__name__}")


def to_plain(value: Any) -> dict[str, Any]:
    """Turn a dataclass into plain data, every field by its name.

    Numbers with decimals, of either kind, become text. Raises ``TypeError`` where a field holds
    something else than its annotation says.
    """
    cls: Any = type(value)
    hints = _hints(cls)
    return {
        name: _to(kind, getattr(value, name), f"{cls.__name__}.{name}")
        for name, kind in hints.items()
    }


def from_plain(cls: type[T], data: Any) -> T:
    """Build ``cls`` from what ``to_plain`` gave, also after a way through JSON.

    Keys that ``cls`` does not know are left out and missing ones take the default, so that an older
    and a newer copy of the program read each other. Raises ``ValueError`` that names the entry for
    a missing one without default and for any value that does not fit.
    """
    return cast("T", _record(cls, data, cls.__name__))


def _record(cls: Any, data: Any, where: str) -> Any:
    if not isinstance(data, Mapping):
        raise ValueError(f"{where}: not an object")
    hints = _hints(cls)
    given = {}
    for field in dataclasses.fields(cls):
        path = f"{where}.{field.name}"
        if field.name in data:
            given[field.name] = _from(hints[field.name], data[field.name], path)
        elif field.default is field.default_factory is dataclasses.MISSING:
            raise ValueError(f"{path}: missing")
    return cls(**given)


@functools.cache
def _hints(cls: Any) -> dict[str, Any]:
    """Give the kind of every field, names resolved."""
    if not dataclasses.is_dataclass(cls):
        raise TypeError(f"not a dataclass: {cls!r}")
    names = _VOCABULARY | vars(sys.modules[cls.__module__])
    hints = get_type_hints(cls, localns=names)
    return {field.name: hints[field.name] for field in dataclasses.fields(cls)}


def _members(kind: Any) -> tuple[Any, ...]:
    """Give the kinds that a field may hold: one, or those of a union."""
    return get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)


def _to(kind: Any, value: Any, where: str) -> Any:
    members = _members(kind)
    if value is None and types.NoneType in members:
        return None
    members = tuple(member for member in members if member is not types.NoneType)
    if len(members) > 1:
        return _tagged(members, value, where)
    return _to_one(members[0], value, where)


def _tagged(members: tuple[Any, ...], value: Any, where: str) -> Any:
    value = str(value) if isinstance(value, StrEnum) else value
    if type(value) not in members:
        raise TypeError(f"{where}: {type(value).__name__} is none of its kinds")
    tag = _TAGS.get(type(value))
    return {tag: _scalar(value)} if tag else value


def _to_one(kind: Any, value: Any, where: str) -> Any:
    origin, args = get_origin(kind), get_args(kind)
    if origin is tuple and isinstance(value, tuple):
        return [_to(args[0], item, where) for item in value]
    if origin is Mapping and isinstance(value, Mapping):
        return {str(key): _to(args[1], item, where) for key, item in value.items()}
    if origin is Literal and value in args:
        return value
    if origin is None and type(value) is kind:
        return _to_single(kind, value)
    if kind is str and isinstance(value, StrEnum):
        return str(value)
    if kind is float and type(value) is int:
        return _to_single(float, float(value))
    raise TypeError(f"{where}: {type(value).__name__} does not fit")


def _to_single(kind: type, value: Any) -> Any:
    if dataclasses.is_dataclass(kind):
        return to_plain(value)
    if issubclass(kind, StrEnum):
        return str(value)
    if kind is float:
        return _float(value)
    return value if kind in _PLAIN else _scalar(value)


def _float(value: float) -> str:
    if not isfinite(value):
        raise ValueError(f"not a finite number: {value}")
    return repr(value)


def _from(kind: Any, raw: Any, where: str) -> Any:
    members = _members(kind)
    if raw is None and types.NoneType in members:
        return None
    members = tuple(member for member in members if member is not types.NoneType)
    if len(members) > 1:
        return _untagged(members, raw, where)
    return _from_one(members[0], raw, where)


def _untagged(members: tuple[Any, ...], raw: Any, where: str) -> Any:
    for kind, tag in _TAGS.items():
        if kind in members and isinstance(raw, Mapping) and set(raw) == {tag}:
            return _from_single(kind, raw[tag], where)
    if type(raw) in members and type(raw) in _PLAIN:
        return raw
    raise ValueError(f"{where}: none of its kinds")


def _from_one(kind: Any, raw: Any, where: str) -> Any:
    origin, args = get_origin(kind), get_args(kind)
    if origin is None:
        return _from_single(kind, raw, where)
    if origin is tuple and isinstance(raw, list | tuple):
        return tuple(_from(args[0], item, f"{where}[{n}]") for n, item in enumerate(raw))
    if origin is Mapping and isinstance(raw, Mapping):
        return {key: _from(args[1], item, f"{where}[{key!r}]") for key, item in raw.items()}
    if origin is Literal and type(raw) is str and raw in args:
        return raw
    raise ValueError(f"{where}: does not fit")


def _from_single(kind: Any, raw: Any, where: str) -> Any:
    if dataclasses.is_dataclass(kind):
        return _record(kind, raw, where)
    if kind in (bool, int) and type(raw) is kind:
        return raw
    if not isinstance(raw, str):
        raise ValueError(f"{where}: does not fit")
    return _read(kind, raw, where)


def _read(kind: Any, raw: str, where: str) -> Any:
    """Read what is written as text: text itself, names, dates, numbers; in one form only."""
    try:
        value = date.fromisoformat(raw) if kind is date else kind(raw)
        if type(value) is kind and _to_single(kind, value) == raw:
            return value
    except (ValueError, InvalidOperation, TypeError) as error:
        raise ValueError(f"{where}: does not fit") from error
    raise ValueError(f"{where}: does not fit")
