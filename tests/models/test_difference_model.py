"""Lines of a difference: what is chosen is what is applied, and everything is said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from qnapp.models.difference_lines import Line, LineKind, choices, section
from qnapp.models.difference_model import Column, DifferenceModel

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester

HEADS = ("Kết quả", "Mã", "Ô", "Trước", "Ở đây", "Trong tệp")
LINES = [
    *section("Xung đột", [Line(LineKind.CHOICE, "1.1", "Tỉ lệ", "1%", "2%", "3%", key="a",
                               taken=False)], note="đã sửa ở cả hai nơi"),
    *section("Thay đổi", [
        Line(LineKind.CHOICE, "1.2", "Kết quả", "", "", "Xong", key="b"),
        Line(LineKind.CHOICE, "1.3", "Kết quả", "", "", "Đã", key="b"),
        Line(LineKind.CHANGE, "1.4", "thêm mới", theirs="Nhiệm vụ"),
        Line(LineKind.NOTE, "1.5", "Tỉ lệ", theirs="x", note="Không phải số.", key="c"),
    ]),
    *section("Không có gì", []),
]  # fmt: skip


def test_the_model_keeps_qt_s_rules_while_choices_turn(qtmodeltester: ModelTester) -> None:
    model = DifferenceModel(LINES, HEADS)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    for row in range(model.rowCount()):
        model.toggle(row)
    model.choose_all(taken=True)
    assert model.taken_keys() == {"a", "b"}
    assert model.rowCount() == 7  # a heading without lines is left out


def test_only_choices_turn_and_equal_keys_turn_together() -> None:
    model = DifferenceModel(LINES, HEADS)
    assert model.taken_keys() == {"b"}
    model.toggle(1)
    model.toggle(3)
    assert model.taken_keys() == {"a"}
    for row in (0, 5, 6):  # a heading, what happens anyway, what never does
        model.toggle(row)
    assert model.taken_keys() == {"a"}
    assert [model.is_taken(row) for row in (1, 3, 4, 5, 6)] == [True, False, False, True, False]
    assert len(choices(LINES)) == 3


def test_one_answer_for_all_is_told_once() -> None:
    lines = [Line(LineKind.CHOICE, f"{n}", "Tỉ lệ", key=n, taken=False) for n in range(50)]
    model = DifferenceModel(lines, HEADS)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last, *_: told.append((first.row(), last.row())))
    model.toggle(3)
    model.choose_all(taken=True)
    model.choose_all(taken=True)  # nothing changes
    assert told == [(3, 3), (0, 49)]
    assert model.taken_keys() == set(range(50))


def test_a_line_is_one_sentence_for_those_who_listen() -> None:
    model = DifferenceModel(LINES, HEADS)
    said = [
        model.index(row, Column.TAKE).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 1, 6)
    ]
    assert said == [
        "Xung đột (1). đã sửa ở cả hai nơi",
        "Giữ ở đây, 1.1, Tỉ lệ, Trước: 1%, Ở đây: 2%, Trong tệp: 3%",
        "Không nhận, 1.5, Tỉ lệ, Trong tệp: x, Không phải số.",
    ]
