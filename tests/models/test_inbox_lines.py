"""The lines of Tiếp nhận: what is said of each report, and which a question leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from consolidations import ALL, AN_SINH, BODY, CO_TO, DAM_HA, HA_LAM, HA_TU, HALF_YEAR, TODAY
from fixed_clock import HANOI
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from qnapp.domain.received import ReceivedPackage as Package
from qnapp.domain.received import Reminded, ReportState, Sender
from qnapp.domain.reporting import Finding, Level
from qnapp.exchange.reporters import Arrivals
from qnapp.models.inbox_lines import (
    GROUP_PREFIX,
    REPORT_STATES,
    InboxColumn,
    InboxFilter,
    InboxLine,
    InboxQuery,
    count_filters,
    inbox_lines,
    passes,
    rates,
    visible_lines,
)
from qnapp.models.inbox_model import InboxModel

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester

    from qnapp.domain.consolidated import Reporter

DUE = HALF_YEAR.due


def package(one: Reporter, **changes: Any) -> Package:
    """What a reporter has sent, in force; its digest tells it from others."""
    arrived = one.received_at or datetime(2026, 6, 17, 9, tzinfo=HANOI)
    digest = changes.pop("digest", f"{one.code}1")
    made = Package(
        1, one.code, one.name, "NQ05-2026", 1, HALF_YEAR.code, 1, 1, 1, digest, digest, "",
        "ab" * 32, f"data of {digest}", arrived - timedelta(hours=1), arrived, f"{one.code}.qnbc",
    )  # fmt: skip
    return replace(made, **changes)


def arrived(one: Reporter, **changes: Any) -> Arrivals:
    if one.state is ReportState.MISSING:
        return Arrivals(one, (), None)
    packages = [package(one, **changes)]
    if one.state is ReportState.CONFLICT:
        packages.append(package(one, digest=f"{one.code}2"))
    return Arrivals(one, tuple(packages), None)


def line_of(one: Reporter, today: date = TODAY, **changes: Any) -> InboxLine:
    (line,) = inbox_lines([arrived(one, **changes)], DUE, today)
    return line


@pytest.fixture
def lines() -> list[InboxLine]:
    return inbox_lines(map(arrived, ALL), DUE, TODAY)


def keys(shown: list[InboxLine]) -> list[str]:
    return [line.key for line in shown]


# what is said


def test_lateness_is_counted_from_the_due_day() -> None:
    assert line_of(HA_TU).state_words == "Đúng hạn"
    assert line_of(CO_TO).state_words == "Gửi muộn 2 ngày"
    missing = line_of(HA_LAM)
    assert (missing.state_words, missing.days_late, missing.overdue) == ("Chưa gửi", 4, True)
    assert not line_of(HA_LAM, DUE).overdue  # the whole due day is left
    assert line_of(replace(HA_LAM, untimed=True)).days_late == 0


def test_signed_number_and_day_are_said_as_people_write_them() -> None:
    one = line_of(HA_TU, number="12-BC/ĐU", issued_on="2026-06-05")
    assert one.number_words == "12-BC/ĐU, 05/6/2026"
    assert line_of(HA_TU, number="12-BC/ĐU").number_words == "12-BC/ĐU"
    assert line_of(HA_LAM).number_words == ""


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        (None, ""),  # a package of an older program kept none
        ([], "Không có lỗi"),
        ([Level.WARNING], "1 cảnh báo"),
        ([Level.ERROR, Level.WARNING, Level.ERROR], "2 lỗi, 1 cảnh báo"),
    ],
)
def test_findings_of_the_sender_are_counted(levels: list[Level] | None, words: str) -> None:
    told = [Finding("E1", one, "Sai.", "x", "1.5", "result") for one in levels or ()]
    line = line_of(HA_TU, findings=None if levels is None else tuple(told))
    assert line.findings_words == words


def test_only_one_report_in_force_can_be_answered() -> None:
    assert line_of(HA_TU).answer_words == "Chưa trả lời"
    assert line_of(HA_TU, answer="accepted").answer_words == "Đã tiếp nhận"
    for one in (line_of(AN_SINH), line_of(HA_LAM)):
        assert (one.answerable, one.answer_words) == (False, "")


def test_what_has_not_come_and_who_was_reminded_is_said() -> None:
    gaps = replace(HA_TU, gaps=(1, 3), missing_parts=2)
    assert line_of(gaps).gap_words == "chưa nhận được lần 1, 3, thiếu 2 gói minh chứng"
    at = datetime(2026, 6, 22, 8, tzinfo=HANOI)
    once = Arrivals(HA_LAM, (), None, Reminded(at, date(2026, 6, 27), 1))
    twice = replace(once, reminded=Reminded(at, date(2026, 6, 27), 2))
    first, second = inbox_lines([once, twice], DUE, TODAY)
    assert (first.reminded_words, second.reminded_words) == ("22/6/2026", "22/6/2026, lần 2")
    asked = "đã đôn đốc lần 2 ngày 22/6/2026, đề nghị gửi chậm nhất ngày 27/6/2026"
    assert second.spoken == f"Phường Hà Lầm, Chưa gửi, quá hạn 4 ngày, {asked}"


def test_a_sender_is_called_known_only_when_a_person_said_so() -> None:
    words = {one: line_of(HA_TU, sender=one).origin_words for one in Sender}
    assert words[Sender.CONFIRMED] == "Đã xác nhận nguồn gửi"
    assert len(set(words.values())) == len(Sender)
    doubted = [one for one in Sender if passes(line_of(HA_TU, sender=one), InboxFilter.UNCONFIRMED)]
    assert doubted == [Sender.UNCONFIRMED, Sender.UNSIGNED]


# which are shown


@given(st.lists(st.sampled_from(ALL), unique=True))
def test_every_organisation_answers_one_state_and_sums_agree(chosen: list[Reporter]) -> None:
    lines = inbox_lines(map(arrived, chosen), DUE, TODAY)
    counts = count_filters(lines)
    states = [InboxFilter(name) for name in REPORT_STATES]
    for line in lines:
        assert sum(passes(line, state) for state in states) == 1
    assert sum(counts[state] for state in states) == counts[InboxFilter.ALL] == len(chosen)
    assert counts[InboxFilter.SENT] + counts[InboxFilter.MISSING] == len(chosen)
    sent, timely = rates(lines)
    assert (sent.count, sent.of) == (counts[InboxFilter.SENT], len(chosen))
    assert timely.count <= sent.count


def test_groups_stand_in_the_order_of_the_roster_and_count_all_of_theirs(
    lines: list[InboxLine],
) -> None:
    shown = visible_lines(lines, InboxQuery(InboxFilter.ON_TIME))
    assert keys(shown) == [f"{GROUP_PREFIX}Phường", "A", f"{GROUP_PREFIX}Cơ quan", "F"]
    assert [one.note for one in shown if one.arrivals is None] == ["đã gửi 2/3", "đã gửi 1/1"]
    assert not any(passes(one, wanted) for one in shown[:1] for wanted in InboxFilter)


def test_a_folded_group_opens_for_a_search(lines: list[InboxLine]) -> None:
    folded = InboxQuery(folded=frozenset({"Phường"}))
    shown = visible_lines(lines, folded)
    assert keys(shown)[:2] == [f"{GROUP_PREFIX}Phường", f"{GROUP_PREFIX}Xã"]
    assert shown[0].spoken == "Nhóm Phường, đã gửi 2/3, đang thu gọn"
    assert keys(visible_lines(lines, replace(folded, needle="ha lam"))) == [
        f"{GROUP_PREFIX}Phường",
        HA_LAM.code,
    ]


@pytest.mark.parametrize("column", InboxColumn)
def test_an_order_shows_everybody_once_and_turns_round(
    lines: list[InboxLine], column: InboxColumn
) -> None:
    up = visible_lines(lines, InboxQuery(sort=column))
    down = visible_lines(lines, InboxQuery(sort=column, descending=True))
    assert sorted(keys(up)) == sorted(one.code for one in ALL)
    assert keys(down) == keys(up)[::-1]


def test_names_are_ordered_as_vietnamese_orders_them(lines: list[InboxLine]) -> None:
    shown = visible_lines(lines, InboxQuery(sort=InboxColumn.NAME))
    ordered = (BODY, CO_TO, AN_SINH, HA_LAM, HA_TU, DAM_HA)  # Đ stands between D and E
    assert keys(shown) == [one.code for one in ordered]
    state = visible_lines(lines, InboxQuery(sort=InboxColumn.STATE))
    assert keys(state)[:2] == [BODY.code, HA_TU.code]  # equal ones by their names


# the model


def test_the_model_holds_its_promises(lines: list[InboxLine], qtmodeltester: ModelTester) -> None:
    model = InboxModel()
    model.load(lines)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.ask(InboxQuery(InboxFilter.LATE))
    assert [line.key for line in model.shown()] == [CO_TO.code]
    heading, unit = model.index(0, 0), model.index(1, 0)
    assert not heading.flags() & Qt.ItemFlag.ItemIsSelectable
    assert unit.flags() & Qt.ItemFlag.ItemIsSelectable
    told = unit.siblingAtColumn(InboxColumn.STATE).data(Qt.ItemDataRole.ToolTipRole)
    assert told.startswith("Đặc khu Cô Tô, Gửi muộn 2 ngày, nhận 22/6/2026, lần 1")
