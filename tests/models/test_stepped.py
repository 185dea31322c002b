from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt

from qnapp.models.stepped import MOST_RUNS, SteppedTableModel

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester

Pair = tuple[str, int]


class Pairs(SteppedTableModel[Pair]):
    def __init__(self) -> None:
        super().__init__(lambda pair: pair[0])
        self.resets = 0
        self.told: list[tuple[str, int, int]] = []
        self.modelReset.connect(self._reset_seen)
        self.rowsInserted.connect(self._inserted)
        self.rowsRemoved.connect(self._removed)
        self.dataChanged.connect(self._changed)

    def columnCount(self, parent: object = None) -> int:
        return 2 if not isinstance(parent, QModelIndex) or not parent.isValid() else 0

    def data(self, index: object, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not isinstance(index, QModelIndex) or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.item(index.row())[index.column()]

    def pairs(self) -> list[Pair]:
        return [self.item(row) for row in range(self.rowCount())]

    def _reset_seen(self) -> None:
        self.resets += 1

    def _inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.told.append(("in", first, last))

    def _removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.told.append(("out", first, last))

    def _changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self.told.append(("changed", first.row(), last.row()))


def plain(keys: str) -> list[Pair]:
    return [(key, 0) for key in keys]


def test_runs_are_told_one_by_one_and_in_places_that_hold() -> None:
    model = Pairs()
    model.replace_items(plain("abcdef"))
    model.told.clear()
    model.replace_items(plain("acxyfz"))
    assert model.pairs() == plain("acxyfz")
    assert model.told == [("out", 3, 4), ("out", 1, 1), ("in", 2, 3), ("in", 5, 5)]
    assert model.row_of("y") == 3
    assert model.row_of("b") == -1


def test_only_rows_that_differ_are_told_as_changed() -> None:
    model = Pairs()
    model.replace_items(plain("abcd"))
    model.told.clear()
    model.replace_items([("a", 0), ("b", 1), ("c", 1), ("d", 0)])
    assert model.told == [("changed", 1, 2)]


def test_another_order_resets() -> None:
    model = Pairs()
    model.replace_items(plain("abc"))
    model.replace_items(plain("cab"))
    assert model.resets == 1
    assert model.pairs() == plain("cab")


def test_very_many_runs_reset_once_instead() -> None:
    model = Pairs()
    everything = [(f"{number:03d}", 0) for number in range(4 * MOST_RUNS)]
    model.replace_items(everything)
    model.replace_items(everything[::2])
    assert model.resets == 1
    assert model.pairs() == everything[::2]


ROWS = st.sets(st.integers(0, 30)).map(sorted)


@given(st.lists(st.tuples(ROWS, st.integers(0, 2)), max_size=6))
def test_a_view_that_follows_the_signals_sees_the_same(steps: list[tuple[list[int], int]]) -> None:
    model = Pairs()
    copy: list[str] = []

    def insert(_parent: QModelIndex, first: int, last: int) -> None:
        copy[first:first] = [model.item(row)[0] for row in range(first, last + 1)]

    def remove(_parent: QModelIndex, first: int, last: int) -> None:
        del copy[first : last + 1]

    model.rowsInserted.connect(insert)
    model.rowsRemoved.connect(remove)
    for numbers, value in steps:
        model.replace_items([(f"{number:02d}", value) for number in numbers])
        assert copy == [pair[0] for pair in model.pairs()]
    assert model.resets == 0


def test_qt_finds_no_fault_while_rows_come_and_go(qtmodeltester: ModelTester) -> None:
    model = Pairs()
    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call] # it goes on watching
    for keys in ("abc", "", "bcd", "abcdef", "f"):
        model.replace_items(plain(keys))
    assert model.pairs() == plain("f")
