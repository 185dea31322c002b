"""The plain lists: headings of the resolution, a row's history, the roster, taken files."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from consolidations import HA_LAM, HA_TU
from fixed_clock import HANOI
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from qnapp.db.history import HistoryEntry
from qnapp.db.reporters import RosterEntry
from qnapp.domain.packages import SenderKey
from qnapp.domain.plan import Paragraph
from qnapp.exchange.receiving import Taken, TakenFile
from qnapp.models.heading_model import DEEPEST, DepthRole, HeadingModel
from qnapp.models.history_model import HistoryColumn, HistoryModel
from qnapp.models.reminder_model import ReminderColumn, ReminderModel
from qnapp.models.roster_model import RosterColumn, RosterLine, RosterModel
from qnapp.models.taken_model import KEPT, NEED_A_PERSON, TakenColumn, TakenModel, summary_words

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

AT = datetime(2026, 6, 5, 9, 30, tzinfo=HANOI)
TICK = Qt.ItemDataRole.CheckStateRole


# headings


def test_every_paragraph_knows_the_heading_above_it(qtmodeltester: ModelTester) -> None:
    text = [
        Paragraph("p0", "", "text", "Căn cứ"),
        Paragraph("h1", "II", "heading", "Nhiệm vụ"),
        Paragraph("p1", "II", "text", "Lời văn"),
        Paragraph("h2", "II.1.2.3", "heading", "Sâu"),
        Paragraph("p2", "II.1.2.3", "list", "Mục"),
    ]
    model = HeadingModel()
    model.set_paragraphs(text)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    assert [model.row_of(one.id) for one in text] == [-1, 0, 0, 1, 1]
    assert model.row_of("nowhere") == -1
    assert [model.paragraph_id(row) for row in range(model.rowCount())] == ["h1", "h2"]
    assert [model.index(row).data(DepthRole) for row in range(2)] == [1, DEEPEST]


# the history of a row


def entry(
    number: int, minute: int, new: str, field: str = "percent", old: str = ""
) -> HistoryEntry:
    at = AT + timedelta(minutes=minute)
    return HistoryEntry(number, at, "Mẫu", "progress", "1.14", "2026-Q2", field, old, new, "")


def test_the_chosen_change_is_found_again_though_it_was_sealed_or_newer_ones_came() -> None:
    pending, older = entry(-1, 5, "60"), entry(7, 0, "40")
    model = HistoryModel()
    model.show([pending, older])
    assert model.place_of(older) == 1
    model.show([entry(9, 8, "70"), replace(pending, id=8), older])
    assert model.place_of(pending) == 1  # its number is another by now
    assert model.place_of(older) == 2
    assert model.place_of(None) == model.place_of(entry(99, 50, "x", "result")) == 0
    assert model.current_value(older) == "70"


def test_a_change_is_told_in_the_words_of_the_screen(qtmodeltester: ModelTester) -> None:
    model = HistoryModel()
    model.show([replace(entry(1, 0, "Đã họp.\n\nĐã ký.", "result"), event="import:form.xlsx")])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    told = [model.index(0, column).data() for column in HistoryColumn]
    assert told == [
        "05/6/2026 09:30",
        "Mẫu (nhận từ tệp)",
        "Kết quả thực hiện",
        "(trống)",
        "Đã họp. Đã ký.",
    ]
    assert model.entry(1) is None


# the roster


def key(confirmed: int | None = None, replaced: int | None = None) -> SenderKey:
    days = [None if one is None else AT + timedelta(days=one) for one in (confirmed, replaced)]
    return SenderKey("A", "Phường Hà Tu", "ab" * 32, AT, days[0], "Mẫu", days[1])


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ((), "Chưa có"),
        ((key(),), "Chưa xác nhận"),
        ((key(0),), "Đã xác nhận 05/6/2026"),
        ((key(0, 2), key(2)), "Đã xác nhận 07/6/2026"),  # the one before was replaced
        ((key(0, 2), key()), "Chưa xác nhận"),
    ],
)
def test_only_a_confirmed_key_that_was_not_replaced_counts(
    keys: tuple[SenderKey, ...], words: str
) -> None:
    assert RosterLine(RosterEntry("A", "Phường Hà Tu", "phường"), keys).key_words == words


def test_a_tick_in_the_roster_is_asked_for_and_a_search_finds_addresses(
    qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    hidden = RosterEntry("B", "Xã Đầm Hà", "xã", email="dangkhac@x.vn", expected=False)
    model = RosterModel()
    model.load([RosterLine(RosterEntry("A", "Phường Hà Tu", "phường")), RosterLine(hidden)])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    ticked = model.index(1, RosterColumn.EXPECTED)
    with qtbot.waitSignal(model.expected_wanted) as wanted:
        assert model.setData(ticked, Qt.CheckState.Checked, TICK)
    assert wanted.args == ["B", True]
    assert Qt.CheckState(ticked.data(TICK)) is Qt.CheckState.Unchecked  # the store decides
    for needle, codes in (
        ("dam ha", ["B"]),
        ("dangkhac", ["B"]),
        ("không ai", []),
        ("", ["A", "B"]),
    ):
        model.find(needle)
        assert [model.item(row).code for row in range(model.rowCount())] == codes
    assert model.line("A") is not None  # shown or not


# who is reminded


def test_whoever_is_ticked_gets_a_letter_where_there_is_an_address(
    qtmodeltester: ModelTester,
) -> None:
    model = ReminderModel([HA_TU, HA_LAM], {HA_TU.code: "a@x.vn"}, [HA_LAM.code])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    assert (model.ticked(), model.nameless()) == ((HA_LAM.code,), [HA_LAM.name])
    changes: list[int] = []
    model.ticks_changed.connect(lambda: changes.append(1))
    first = model.index(0, ReminderColumn.TICK)
    assert model.setData(first, Qt.CheckState.Checked, TICK)
    assert model.setData(first, Qt.CheckState.Checked, TICK)  # it is: nothing is told
    model.switch(1)
    assert (model.ticked(), model.nameless(), len(changes)) == ((HA_TU.code,), [], 2)
    spoken = first.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"{HA_TU.name}, Đúng hạn, a@x.vn, đôn đốc"


# what became of files


def file(outcome: Taken, name: str = "a.qnbc") -> TakenFile:
    return TakenFile(Path(name), outcome, f"{name}: câu.")


@given(st.lists(st.sampled_from(Taken)))
def test_what_waits_for_a_person_stands_first_and_nothing_is_lost(outcomes: list[Taken]) -> None:
    files = [file(one, f"{at}.qnbc") for at, one in enumerate(outcomes)]
    shown = TakenModel(files).files()
    waits = [one.outcome in NEED_A_PERSON for one in shown]
    assert waits == sorted(waits, reverse=True)
    assert sorted(map(str, shown)) == sorted(map(str, files))
    words = summary_words(files)
    kept = sum(one in KEPT for one in outcomes)
    assert (f"{kept} gói đã nhận" in words) == (kept > 0)
    assert words.endswith(".")


def test_a_round_is_summed_up_in_one_sentence() -> None:
    many = [*[Taken.TAKEN] * 51, Taken.CONFLICT, Taken.REFUSED, Taken.REFUSED, Taken.AGAIN]
    assert summary_words([*map(file, many)]) == (
        "52 gói đã nhận (trong đó 1 gói xung đột cần chọn), 2 tệp không nhận được, "
        "1 gói đã có từ trước."
    )
    assert summary_words([]).startswith("Không có gói báo cáo nào")


def test_a_file_that_is_settled_changes_in_its_place(qtmodeltester: ModelTester) -> None:
    model = TakenModel([file(Taken.TAKEN), file(Taken.OTHER_KEY, "b.qnbc")])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    told: list[int] = []
    model.dataChanged.connect(lambda first, *_: told.append(first.row()))
    model.settle(0, replace(model.file(0), outcome=Taken.TAKEN))
    assert told == [0]
    assert [model.index(row, TakenColumn.OUTCOME).data() for row in range(2)] == ["Đã nhận"] * 2
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Đã nhận. b.qnbc. b.qnbc: câu."
