"""Records of ``qnapp.records`` beside the standard dataclass: nobody may notice a difference."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import pickle
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qnapp import records
from qnapp.domain.reporting import Progress, Status

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
# The checker is told that the two are one; here they are called by their own names.
BOTH: list[Callable[..., Any]] = [dataclasses.dataclass, vars(records)["dataclass"]]


def pair_of(decorator: Callable[..., Any]) -> Any:
    @decorator(frozen=True, slots=True)
    class Pair:
        """Two things and what goes with them."""

        first: int
        second: str = "b"
        more: list[int] = dataclasses.field(default_factory=list)
        quiet: int = dataclasses.field(default=0, repr=False, compare=False)

        @property
        def both(self) -> str:
            return f"{self.first}{self.second}"

    return Pair


STANDARD, OURS = map(pair_of, BOTH)


@given(st.integers(), st.text(), st.lists(st.integers()), st.integers())
def test_what_it_says_of_itself_is_what_the_standard_one_says(
    first: int, second: str, more: list[int], quiet: int
) -> None:
    given_ = (first, second, more, quiet)
    ours, standard = OURS(*given_), STANDARD(*given_)
    assert repr(ours) == repr(standard)
    assert dataclasses.asdict(ours) == dataclasses.asdict(standard)
    assert ours.both == standard.both
    assert [f.name for f in dataclasses.fields(ours)] == [
        f.name for f in dataclasses.fields(STANDARD)
    ]
    assert ours == OURS(*given_)
    assert ours == dataclasses.replace(ours, quiet=quiet + 1)
    assert ours != dataclasses.replace(ours, first=first + 1)
    assert ours != standard


@pytest.mark.parametrize("decorator", BOTH)
def test_defaults_names_and_refusals(decorator: Callable[..., Any]) -> None:
    pair = pair_of(decorator)
    assert pair(1) == pair(first=1, second="b", more=[])
    assert pair(1).more is not pair(1).more
    refused: list[tuple[Any, ...]] = [(), (1, "b", [], 0, 5)]
    for wrong in refused:
        with pytest.raises(TypeError):
            pair(*wrong)
    with pytest.raises(TypeError):
        pair(1, third=3)


@pytest.mark.parametrize("decorator", BOTH)
def test_nothing_of_it_can_be_changed(decorator: Callable[..., Any]) -> None:
    one = pair_of(decorator)(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="first"):
        one.first = 2
    with pytest.raises(dataclasses.FrozenInstanceError, match="first"):
        del one.first
    with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
        one.other = 2
    assert not hasattr(one, "__dict__")
    assert one.first == 1


@pytest.mark.parametrize("decorator", BOTH)
def test_equal_records_hash_alike(decorator: Callable[..., Any]) -> None:
    class Point:
        x: int
        y: int = 0

    point: Any = decorator(frozen=True, slots=True)(Point)
    assert len({point(1), point(1, 0), point(1, 2)}) == 2
    match point(1, 2):
        case point(x, y):
            assert (x, y) == (1, 2)


@pytest.mark.parametrize("decorator", BOTH)
def test_a_class_may_say_things_itself_and_look_at_what_it_was_given(
    decorator: Callable[..., Any],
) -> None:
    class Even(Generic[T]):
        number: int

        def __post_init__(self) -> None:
            if self.number % 2:
                raise ValueError(self.number)

        def __repr__(self) -> str:
            return f"<{self.number}>"

    even: Any = decorator(frozen=True, slots=True)(Even)
    assert repr(even(2)) == "<2>"
    with pytest.raises(ValueError, match="3"):
        even(3)


@pytest.mark.parametrize("decorator", BOTH)
def test_one_kind_may_go_on_from_another(decorator: Callable[..., Any]) -> None:
    class Base:
        a: int

    base: Any = decorator(frozen=True, slots=True)(Base)

    class More(base):  # type: ignore[misc] # as the decorator gave it
        b: int = 2

    more: Any = decorator(frozen=True, slots=True)(More)
    assert (more(1).a, more(1).b) == (1, 2)
    assert base(1) != more(1)
    assert more(1) == more(1, 2)


def test_copies_hold_the_same() -> None:
    one = Progress(status=Status.COMPLETED, percent=100)
    for other in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert other == one
        assert other is not one


def test_what_it_cannot_do_is_refused() -> None:
    for frozen, slots in ((True, False), (False, True)):
        with pytest.raises(TypeError, match="standard"):
            BOTH[1](frozen=frozen, slots=slots)


def test_a_record_without_words_gets_its_name_as_such() -> None:
    module: Any = importlib.import_module("qnapp.domain.next_step")
    assert module._Candidate.__doc__ == "_Candidate"
    assert module._Candidate.__qualname__ == "_Candidate"
    assert module._Candidate.__module__ == "qnapp.domain.next_step"
