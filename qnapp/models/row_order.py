"""By which column the rows of a table stand: chosen by a head, kept while one works (no Qt)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from enum import IntEnum


class Keyed(Protocol):
    """What is ordered: known by its uid."""

    @property
    def uid(self) -> str: ...


Line = TypeVar("Line", bound=Keyed)
PLAN = 0  # the first column holds the codes: ordered by it, rows stand as the plan has them


class RowOrder(Generic[Line]):
    """An order that is chosen once and then lets no row jump while it is typed in."""

    def __init__(self, keys: Mapping[Any, Callable[[Line], Any]]) -> None:
        """``keys`` give by column what a row is ordered by, None where its cell is empty."""
        self._keys = keys
        self._chosen: tuple[IntEnum, bool] | None = None
        self._places: dict[str, int] = {}

    @property
    def chosen(self) -> tuple[IntEnum, bool] | None:
        """Column, and whether downwards; None for the plan's order."""
        return self._chosen

    def choose(self, column: IntEnum, *, descending: bool) -> None:
        """Order by a column from now on, by the first one: as the plan has the rows."""
        self._chosen = None if column == PLAN and not descending else (column, descending)
        self.begin_anew()

    def begin_anew(self) -> None:
        """Let every row go to the place that it has by now."""
        self._places.clear()

    def arrange(self, lines: Sequence[Line]) -> list[Line]:
        """Order rows that stand in the plan's order; those that have a place already keep it."""
        if self._chosen is None:
            return list(lines)
        if not self._places:
            column, descending = self._chosen
            lines = sorted_lines(lines, self._keys.get(column), descending=descending)
            self._places = {line.uid: place for place, line in enumerate(lines)}
            return list(lines)
        last = len(self._places)
        return sorted(lines, key=lambda line: self._places.get(line.uid, last))


def sorted_lines(
    lines: Sequence[Line], key: Callable[[Line], Any] | None, *, descending: bool = False
) -> list[Line]:
    """Order rows by a key; equal ones keep their order, empty cells always come last.

    Without a key the order is that of ``lines``, or the same backwards.
    """
    if key is None:
        return list(reversed(lines)) if descending else list(lines)
    keyed = [(key(line), line) for line in lines]
    filled = [pair for pair in keyed if pair[0] is not None]
    filled.sort(key=_first, reverse=descending)
    return [line for _, line in filled] + [line for value, line in keyed if value is None]


def _first(pair: tuple[Any, Any]) -> Any:
    return pair[0]
