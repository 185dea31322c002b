"""Reads nested frozen dataclasses out of parsed JSON and says in Vietnamese what is wrong."""

from __future__ import annotations

import dataclasses
import functools
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    TypeVar,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

if TYPE_CHECKING:
    import types

T = TypeVar("T")


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """Smallest and largest number that an entry may hold."""

    low: float
    high: float


class Refused(Exception):
    """An entry that breaks a rule; ``str(error)`` is a clause without its full stop."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"mục {where} {what}" if where else what)
        self.where = where


def read_record(cls: type[T], raw: Any, where: str = "") -> T:
    """Build ``cls`` from a JSON object. Raises Refused for the first entry that does not fit."""
    if not isinstance(raw, dict):
        raise Refused(where, "phải là một nhóm mục trong ngoặc nhọn")
    fields = {f.name: f for f in dataclasses.fields(cls)}  # type: ignore[arg-type]
    for key in raw:
        if key not in fields:
            raise Refused(_join(where, key), "không có trong thể thức")
    hints = _hints(cast("Any", cls))
    values = {}
    for name, field in fields.items():
        if name in raw:
            values[name] = _read(hints[name], raw[name], _join(where, name))
        elif field.default is dataclasses.MISSING:
            raise Refused(_join(where, name), "còn thiếu")
    return cls(**values)


def _join(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


@functools.cache
def _hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls, include_extras=True)


def _read(kind: Any, raw: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin is Annotated:
        return _number(raw, get_args(kind)[1], where)
    if origin is Literal:
        return _choice(raw, get_args(kind), where)
    if origin is tuple:
        return _list(get_args(kind)[0], raw, where)
    if kind is bool:
        return _typed(raw, bool, where, "phải là true hoặc false")
    if kind is str:
        return _typed(raw, str, where, "phải là chữ trong ngoặc kép")
    return read_record(kind, raw, where)


def _typed(raw: Any, kind: type | types.UnionType, where: str, otherwise: str) -> Any:
    if not isinstance(raw, kind):
        raise Refused(where, otherwise)
    return raw


def _number(raw: Any, limits: Limits, where: str) -> float:
    low, high = (f"{x:g}".replace(".", ",") for x in (limits.low, limits.high))
    allowed = f"phải là số từ {low} đến {high}"
    if isinstance(raw, bool):
        raise Refused(where, allowed)
    value = float(_typed(raw, int | float, where, allowed))
    if not limits.low <= value <= limits.high:
        raise Refused(where, allowed)
    return value


def _choice(raw: Any, allowed: tuple[str, ...], where: str) -> str:
    if raw not in allowed:
        raise Refused(where, "phải là " + " hoặc ".join(f"“{word}”" for word in allowed))
    return str(raw)


def _list(kind: Any, raw: Any, where: str) -> tuple[Any, ...]:
    items = _typed(raw, list, where, "phải là một danh sách trong ngoặc vuông")
    return tuple(_read(kind, item, f"{where}[{n}]") for n, item in enumerate(items, 1))
