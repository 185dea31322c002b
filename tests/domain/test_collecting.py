"""What an office that collects does next: any mixture of reports, any day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from consolidations import (
    AN_SINH,
    BODY,
    CO_TO,
    DAM_HA,
    HA_LAM,
    HA_TU,
    HALF_YEAR,
    consolidation,
    reporter,
)  # fmt: skip
from fixed_clock import HANOI
from hypothesis import given
from hypothesis import strategies as st

from qnapp.domain.collecting import (
    NEAR_DAYS,
    Round,
    UnitReport,
    collecting_at,
    collecting_step,
    collecting_steps,
    round_summary,
    standing_totals,
    unit_groups,
    unit_note,
)
from qnapp.domain.distances import Sign
from qnapp.domain.plan import Channel
from qnapp.domain.received import Reminded, ReportState, Sender

DUE = HALF_YEAR.due
AFTER = DUE + timedelta(days=2)
REMINDED = Reminded(datetime(2026, 6, 22, 9, tzinfo=HANOI), date(2026, 6, 27), 1)

ACCEPTED = UnitReport(HA_TU, "accepted", Sender.CONFIRMED)
WAITS = UnitReport(BODY, "", Sender.CONFIRMED)
LATE = UnitReport(CO_TO, "accepted", Sender.CONFIRMED)
MISSING = UnitReport(HA_LAM)
RETURNED = UnitReport(DAM_HA, "returned", Sender.CONFIRMED)
CONFLICT = UnitReport(AN_SINH, "", Sender.CONFIRMED)
DOUBTED = UnitReport(HA_TU, "accepted", Sender.UNCONFIRMED)
EXCEL = UnitReport(HA_TU, "accepted", Sender.UNSIGNED)


def round_of(*units: UnitReport, day: date = AFTER, **more: object) -> Round:
    return replace(Round(HALF_YEAR, units, day), **more)  # type: ignore[arg-type]


@st.composite
def unit_reports(draw: st.DrawFn) -> UnitReport:
    state = draw(st.sampled_from(ReportState))
    one = reporter(str(draw(st.integers(1, 999))), "Xã Thử", state)
    sender = None if state is ReportState.MISSING else draw(st.sampled_from(Sender))
    answer = draw(st.sampled_from(["", "accepted"]))
    if state not in (ReportState.ON_TIME, ReportState.LATE):
        answer = "returned" if state is ReportState.RETURNED else ""
    return UnitReport(one, answer, sender, draw(st.sampled_from([None, REMINDED])))


rounds = st.builds(
    Round,
    st.just(HALF_YEAR),
    st.lists(unit_reports(), max_size=8, unique_by=lambda one: one.reporter.code).map(tuple),
    st.dates(date(2026, 3, 15), date(2026, 9, 14)),
    consolidated=st.booleans(),
    written=st.integers(0, 5),
)


@pytest.mark.parametrize(
    ("units", "sentence", "where"),
    [
        ([CONFLICT, DOUBTED, WAITS, MISSING],
         "Chọn bản đúng của Phường An Sinh, đang xung đột", ("inbox", "code:D")),
        ([DOUBTED, WAITS, MISSING], "Đối chiếu khóa của Phường Hà Tu", ("inbox", "code:A")),
        ([WAITS, ACCEPTED, MISSING], "Xem và trả lời báo cáo của Ban Nội chính Tỉnh ủy",
         ("inbox", "code:F")),
        ([ACCEPTED, MISSING], "Đôn đốc Phường Hà Lầm chưa gửi, đã quá hạn 2 ngày",
         ("inbox", "remind")),
        ([ACCEPTED, MISSING, RETURNED],
         "Đôn đốc 2 đơn vị: 1 chưa gửi, 1 chờ gửi lại; đã quá hạn 2 ngày",
         ("inbox", "remind")),
        ([ACCEPTED, LATE], "Tổng hợp 2 báo cáo đã nhận", ("consolidation", "")),
        ([EXCEL], "Tổng hợp 1 báo cáo đã nhận", ("consolidation", "")),
        ([], "Chưa có đơn vị nào phải gửi báo cáo kỳ này", ("inbox", "roster")),
    ],
)  # fmt: skip
def test_what_only_this_office_can_end_comes_first_then_reminding_then_the_sum(
    units: list[UnitReport], sentence: str, where: tuple[str, str]
) -> None:
    step = collecting_step(round_of(*units))
    assert step.sentence == sentence
    assert (step.page, step.uid) == where


def test_several_go_to_their_filter_and_what_follows_is_said() -> None:
    other = replace(WAITS, reporter=reporter("X", "Xã Khác", ReportState.LATE))
    step = collecting_step(round_of(WAITS, other, MISSING))
    assert (step.sentence, step.uid) == ("Xem và trả lời 2 báo cáo đã nhận", "filter:unanswered")
    assert step.after == "đôn đốc Phường Hà Lầm"


def test_when_everything_was_read_the_report_is_written() -> None:
    assert collecting_step(round_of(ACCEPTED, consolidated=True)).sentence == (
        "Lập báo cáo tổng hợp của 1 đơn vị"
    )
    found = collecting_step(round_of(ACCEPTED, consolidated=True, written=2))
    assert found.sentence == "Hoàn thiện và xuất báo cáo tổng hợp của 1 đơn vị"
    assert found.page == "consolidated_report"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (DUE - timedelta(days=NEAR_DAYS + 1), "Chờ báo cáo của Phường Hà Lầm, hạn gửi 20/6/2026, "
                                              "còn 4 ngày"),
        (DUE - timedelta(days=NEAR_DAYS), "Đôn đốc Phường Hà Lầm chưa gửi, còn 3 ngày"),
        (DUE, "Đôn đốc Phường Hà Lầm chưa gửi, đến hạn hôm nay"),
    ],
)  # fmt: skip
def test_nobody_is_reminded_long_before_the_due_day(day: date, words: str) -> None:
    assert collecting_step(round_of(ACCEPTED, MISSING, day=day)).sentence == words


def test_who_was_reminded_is_left_alone_until_the_day_in_the_letter_is_over() -> None:
    told = replace(MISSING, reminded=REMINDED)
    assert collecting_step(round_of(ACCEPTED, told)).sentence == (
        "Tổng hợp 1 báo cáo đã nhận, còn thiếu 1 đơn vị"
    )
    later = round_of(ACCEPTED, told, day=date(2026, 6, 28))
    assert collecting_step(later).sentence == "Đôn đốc Phường Hà Lầm chưa gửi, đã quá hạn 8 ngày"
    nobody = collecting_step(round_of(told))  # there is nothing to add up
    assert nobody.sentence == "Chờ báo cáo của Phường Hà Lầm, đã đôn đốc, chậm nhất 27/6/2026"


def test_the_step_of_reminding_tells_apart_who_has_sent_nothing() -> None:
    words = {
        "1 đơn vị": [ACCEPTED, MISSING],
        "1 chưa gửi, 1 trả lại": [ACCEPTED, MISSING, RETURNED],
        "1 trả lại": [ACCEPTED, RETURNED],
    }
    for said, units in words.items():
        step = next(one for one in collecting_steps(round_of(*units)) if one.key == "remind")
        assert step.words == said


@given(rounds)
def test_there_is_always_one_thing_and_nothing_is_skipped(found: Round) -> None:
    step, at = collecting_step(found), collecting_at(found)
    assert step.sentence
    assert step.button
    assert step.sentence[0].isupper()
    steps = collecting_steps(found)
    assert not steps[at].done or at == 0
    states = {one.state for one in found.units}
    if ReportState.CONFLICT in states or any(one.doubted for one in found.units):
        assert at == 1
    elif any(one.waits for one in found.units):
        assert at == 2
    elif found.to_remind:
        assert at == 3
    assert step.after != step.sentence


@given(rounds)
def test_what_waits_stands_in_a_group_once_and_steps_say_the_same(found: Round) -> None:
    groups = {group.key: group.rows for group in unit_groups(found)}
    assert all(groups.values())
    states = [one.state for one in found.units]
    assert len(groups.get("conflict", ())) == states.count(ReportState.CONFLICT)
    assert set(found.to_remind) <= {*groups.get("missing", ()), *groups.get("returned", ())}
    receive, decide, answer, remind, *_ = collecting_steps(found)
    assert decide.done == (found.sent > 0 and not {"conflict", "keys"} & groups.keys())
    assert answer.done == (found.counted > 0 and "waiting" not in groups)
    assert remind.done == (found.sent > 0 and not found.to_remind)
    assert receive.done == (bool(states) and ReportState.MISSING not in states)


@given(rounds)
def test_each_unit_has_its_words_and_red_is_late_alone(found: Round) -> None:
    for one in found.units:
        note = unit_note(found, one)
        assert note.text
        late = one.state is ReportState.MISSING and found.today > DUE
        assert (note.sign is Sign.LATE) == late
        assert ("quá hạn" in note.text) == late


@given(rounds)
def test_the_last_round_adds_up(found: Round) -> None:
    summary = round_summary(found)
    assert (summary is None) == (found.sent == 0)
    if summary is not None:
        assert f"{found.sent}/{len(found.units)} đơn vị đã gửi" in summary.title
        parts = summary.text.rstrip(".").split("; ")
        numbers = [[int(part.split()[0]) for part in half.split(", ")] for half in parts if half]
        assert sum(numbers[0]) == found.sent
        assert sum(numbers[1]) == len(found.units)


def test_standings_are_counted_over_all_tasks_and_reports() -> None:
    found = consolidation(HA_TU, BODY)
    totals = standing_totals(found)
    assert sum(totals.values()) == sum(len(line.cells) for line in found.tasks)


def test_how_a_task_reported_apart_stands_is_in_no_count() -> None:
    found = consolidation(HA_TU, BODY)
    first, *rest = (line for line in found.tasks if line.cells)
    secret = replace(first, task=replace(first.task, channel=Channel.RESTRICTED))
    totals = standing_totals(replace(found, tasks=(secret, *rest)))
    assert totals[None] == len(first.cells)
    before = standing_totals(replace(found, tasks=tuple(rest)))
    assert {one: count for one, count in totals.items() if one is not None} == {
        one: count for one, count in before.items() if one is not None
    }


def test_what_was_read_side_by_side_is_ticked_only_once_all_is_in() -> None:
    for units, lacking in (((ACCEPTED, MISSING), True), ((ACCEPTED, LATE), False)):
        found = round_of(*units, consolidated=True)
        step = next(one for one in collecting_steps(found) if one.key == "consolidate")
        assert (step.done, step.lacking) == (True, lacking)
