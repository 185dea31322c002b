"""``dataclass`` for the modules that every start loads: the same records, made in far less time.

The standard decorator writes half a dozen functions of each frozen record as text and compiles
them while the module is imported: half a millisecond a class, which is a good part of what a
person waits for in the morning. Here equality, hash and repr are the same few functions for all,
and ``__init__`` is written when the first record of its kind is made: many kinds never are.

What comes out is a dataclass to ``dataclasses.fields``, ``replace`` and ``asdict``, and to the type
checker, which is told that this is the standard decorator. Only what the program uses is there.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass

    Record = TypeVar("Record")
else:

    def dataclass(*, frozen: bool, slots: bool) -> Callable[[type[Record]], type[Record]]:
        """Make a class a frozen record with slots; both are said, as to the standard one."""
        if not (frozen and slots):
            raise TypeError("a frozen record with slots, or the standard decorator")
        return _record


def _record(cls: type[Record]) -> type[Record]:
    cls.__doc__ = cls.__doc__ or cls.__name__  # else the standard one would write out a signature
    # It collects the fields and writes nothing.
    fields = dataclasses.fields(dataclasses.dataclass(init=False, repr=False, eq=False)(cls))  # type: ignore[arg-type]
    compared = [field.name for field in fields if field.compare]
    key = attrgetter(*compared) if compared else _nothing

    def first_init(self: Any, *given: Any, **named: Any) -> None:
        made.__init__ = _written_init(made, fields)
        made.__init__(self, *given, **named)

    def equal(self: Any, other: Any) -> bool:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(key(self))

    own = {field.name for field in fields if field.name in vars(cls).get("__annotations__", ())}
    body = {
        "__init__": first_init,
        "__eq__": equal,
        "__hash__": hashed,
        "__repr__": _repr,
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        "__getstate__": _state,
        "__setstate__": _set_state,
        # What the class says itself goes before.
        **{name: value for name, value in vars(cls).items() if name not in _UNSLOTTED | own},
        "__slots__": tuple(field.name for field in fields if field.name in own),
    }
    kind: Any = type(cls)
    made: Any = kind(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return cast("type[Record]", made)


_UNSLOTTED = frozenset({"__dict__", "__weakref__"})  # of a class that has no slots yet


def _written_init(cls: type, fields: tuple[dataclasses.Field[Any], ...]) -> Callable[..., None]:
    """Write and compile ``__init__``; a record of 30 fields is made as fast as by hand."""
    names: dict[str, Any] = {"_no": dataclasses.MISSING}
    parameters, lines = ["self"], []
    for field in fields:
        name = field.name
        names[f"_set_{name}"] = vars(_owner(cls, name))[name].__set__
        value = name
        if field.default_factory is not dataclasses.MISSING:
            names[f"_new_{name}"] = field.default_factory
            parameters.append(f"{name}=_no")
            value = f"_new_{name}() if {name} is _no else {name}"
        elif field.default is not dataclasses.MISSING:
            names[f"_is_{name}"] = field.default
            parameters.append(f"{name}=_is_{name}")
        else:
            parameters.append(name)
        lines.append(f"_set_{name}(self, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    text = f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"])
    exec(text, names)  # the names of fields alone, which the compiler has passed already
    made: Callable[..., None] = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _owner(cls: type, name: str) -> type:
    return next(base for base in cls.__mro__ if name in vars(base))


def _nothing(_record: object) -> tuple[()]:
    return ()


def _repr(self: Any) -> str:
    told = (field.name for field in dataclasses.fields(self) if field.repr)
    inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in told)
    return f"{self.__class__.__qualname__}({inside})"


def _refuse_to_set(_self: object, name: str, _value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
