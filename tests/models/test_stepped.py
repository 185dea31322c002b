from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

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
        self.layoutChanged.connect(self._laid_out)
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

    def _laid_out(self) -> None:
        self.told.append(("layout", 0, self.rowCount() - 1))

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


def test_another_order_is_a_new_layout() -> None:
    model = Pairs()
    model.replace_items(plain("abc"))
    kept = QPersistentModelIndex(model.index(2, 1))
    model.told.clear()
    model.replace_items(plain("cab"))
    assert model.told == [("layout", 0, 2)]
    assert model.pairs() == plain("cab")
    assert (kept.row(), kept.column()) == (0, 1)


def test_very_many_runs_take_one_removal_and_a_new_layout() -> None:
    model = Pairs()
    everything = [(f"{number:03d}", 0) for number in range(4 * MOST_RUNS)]
    model.replace_items(everything)
    kept = [QPersistentModelIndex(model.index(row, 0)) for row in range(len(everything))]
    model.told.clear()
    model.replace_items(everything[::2])
    half = len(everything) // 2
    assert model.told == [("layout", 0, 2 * half - 1), ("out", half, 2 * half - 1)]
    assert [one.row() for one in kept[::2]] == list(range(half))
    assert not any(one.isValid() for one in kept[1::2])
    model.told.clear()
    model.replace_items(everything)
    assert model.told == [("in", half, 2 * half - 1), ("layout", 0, 2 * half - 1)]
    assert [one.row() for one in kept[::2]] == list(range(0, 2 * half, 2))


ROWS = st.lists(st.integers(0, 300), unique=True, max_size=200)


@given(st.lists(st.tuples(ROWS, st.booleans(), st.integers(0, 2)), max_size=4))
def test_whatever_points_at_a_row_goes_with_it(steps: list[tuple[list[int], bool, int]]) -> None:
    model = Pairs()
    copy: list[tuple[str, QPersistentModelIndex]] = []

    def insert(_parent: QModelIndex, first: int, last: int) -> None:
        copy[first:first] = [
            (model.item(row)[0], QPersistentModelIndex(model.index(row, 1)))
            for row in range(first, last + 1)
        ]

    def remove(_parent: QModelIndex, first: int, last: int) -> None:
        del copy[first : last + 1]

    def lay_out() -> None:
        copy.sort(key=lambda pair: pair[1].row())

    model.rowsInserted.connect(insert)
    model.rowsRemoved.connect(remove)
    model.layoutChanged.connect(lay_out)
    for numbers, in_order, value in steps:
        wanted = sorted(numbers) if in_order else numbers
        model.replace_items([(f"{number:03d}", value) for number in wanted])
        assert model.pairs() == [(f"{number:03d}", value) for number in wanted]
        assert [key for key, _ in copy] == [key for key, _ in model.pairs()]
        assert [one.row() for _, one in copy] == list(range(len(wanted)))
        assert all(model.row_of(key) == one.row() for key, one in copy)
    assert model.resets == 0


def test_qt_finds_no_fault_while_rows_come_and_go(qtmodeltester: ModelTester) -> None:
    model = Pairs()
    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call] # it goes on watching
    for keys in ("abc", "", "bcd", "abcdef", "fadbce", "xcay", "f"):
        model.replace_items(plain(keys))
    assert model.pairs() == plain("f")
