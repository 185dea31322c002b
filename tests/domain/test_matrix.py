"""The matrix: which cells there are, what a query leaves, in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from consolidations import (
    AN_SINH,
    BODY,
    CO_TO,
    HA_LAM,
    HA_TU,
    consolidation,
    marks,
    reporter,
)
from hypothesis import given
from hypothesis import strategies as st

from qnapp.domain.matrix import (
    ALL,
    BY_DONE,
    BY_NAME,
    BY_RECEIVED,
    REPORTED,
    UNITS,
    Gap,
    GroupLine,
    Matrix,
    MatrixQuery,
    UnitLine,
    arrange,
    fold_group,
    reporting_units,
    sort_by,
    totals,
    unit_lines,
)
from qnapp.domain.plan import Channel
from qnapp.domain.received import ReportState
from qnapp.domain.reporting import Standing

OPEN = MatrixQuery(folded=frozenset())
FOUND = consolidation()


def matrix(query: MatrixQuery = OPEN) -> Matrix:
    return arrange(FOUND, unit_lines(FOUND), query)


def shown(query: MatrixQuery) -> list[str]:
    """Codes of units, "[state]" for a heading."""
    return [
        line.reporter.code if isinstance(line, UnitLine) else f"[{line.state}]"
        for line in matrix(query).lines
    ]


def tasks(query: MatrixQuery) -> list[str]:
    return [FOUND.tasks[at].task.code for at in matrix(query).columns]


# --------------------------------------------------------------------------------------- cells


def test_a_cell_is_a_standing_a_gap_or_blank() -> None:
    assert marks(FOUND, HA_TU.code) == {
        "1.5": Standing.DONE_ON_TIME, "1.18": Standing.OVERDUE, "3.2": None, "3.4.1": None,
    }  # fmt: skip
    assert marks(FOUND, CO_TO.code)["1.18"] is Gap.SILENT  # its report says nothing of it
    assert marks(FOUND, HA_LAM.code)["1.5"] is Gap.NO_PACKAGE
    assert marks(FOUND, AN_SINH.code)["1.5"] is Gap.RIVALS  # nothing counts until one is chosen


def test_what_is_reported_apart_says_so_and_is_in_no_count() -> None:
    apart = tuple(
        replace(line, task=replace(line.task, channel=Channel.RESTRICTED))
        if line.task.code == "1.5"
        else line
        for line in FOUND.tasks
    )
    found = replace(FOUND, tasks=apart)
    assert marks(found, HA_TU.code)["1.5"] is Gap.APART
    assert marks(found, HA_LAM.code)["1.5"] is Gap.NO_PACKAGE  # nothing came at all
    before, after = (
        {one.reporter.code: one for one in unit_lines(part)} for part in (FOUND, found)
    )
    assert before[HA_TU.code].done - after[HA_TU.code].done == 1
    column = [line.task.code for line in found.tasks].index("1.5")
    shown = arrange(found, unit_lines(found), replace(OPEN, tasks=ALL))
    total = totals(shown)[shown.columns.index(column)]
    assert (total.done, total.of) == (0, 0)


def test_a_gap_counts_nowhere() -> None:
    lines = {one.reporter.code: one for one in unit_lines(FOUND)}
    assert (lines[HA_TU.code].done, lines[HA_TU.code].reported) == (1, 2)
    assert (lines[CO_TO.code].done, lines[CO_TO.code].reported) == (0, 1)
    assert (lines[HA_LAM.code].done, lines[HA_LAM.code].reported) == (0, 0)


def test_totals_say_of_how_many() -> None:
    found = matrix()
    assert [(one.done, one.of) for one in totals(found)] == [(1, 3), (1, 2), (0, 1)]
    assert reporting_units(found) == 4


def test_totals_are_of_the_units_that_are_shown() -> None:
    found = matrix(replace(OPEN, group="Phường"))
    assert [(one.done, one.of) for one in totals(found)] == [(1, 1), (0, 1)]
    assert reporting_units(found) == 1


# --------------------------------------------------------------------------------------- lines


def test_what_asks_for_something_stands_first_and_is_grouped() -> None:
    assert shown(OPEN) == [
        "[conflict]", "D", "[missing]", "B", "[returned]", "C", "[late]", "E",
        "[on_time]", "A", "F",
    ]  # fmt: skip


def test_missing_ones_are_folded_at_first_and_named_in_their_line() -> None:
    assert shown(MatrixQuery())[2:4] == ["[missing]", "[returned]"]
    line = matrix(MatrixQuery()).lines[2]
    assert isinstance(line, GroupLine)
    assert (line.names, line.is_open) == (("Phường Hà Lầm",), False)
    assert "B" in shown(fold_group(MatrixQuery(), ReportState.MISSING, folded=False))


@pytest.mark.parametrize(
    ("query", "units"),
    [
        (replace(OPEN, group=UNITS), {"A", "B", "C", "D", "E"}),
        (replace(OPEN, group="Xã"), {"C"}),
        (replace(OPEN, state="late"), {"E"}),
        (replace(OPEN, text="ha"), {"A", "B", "C"}),
        (replace(OPEN, text="DAM ha"), {"C"}),
        (replace(OPEN, mark="overdue"), {"A", "C"}),
        (replace(OPEN, mark="no_package"), {"B"}),
        (replace(OPEN, mark="rivals"), {"D"}),
        (replace(OPEN, mark="silent"), {"E"}),
        (replace(OPEN, text="không có"), set()),
    ],
)
def test_a_query_leaves_units(query: MatrixQuery, units: set[str]) -> None:
    assert {code for code in shown(query) if not code.startswith("[")} == units


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        (OPEN, ["1.5", "1.18", "3.2"]),  # nobody is given 3.4.1
        (replace(OPEN, tasks=ALL), ["1.5", "1.18", "3.2", "3.4.1"]),
        (replace(OPEN, tasks="3"), ["3.2", "3.4.1"]),
        (replace(OPEN, text="giai phong"), ["3.2"]),  # no unit is called so: tasks are meant
        (replace(OPEN, text="1.18"), ["1.18"]),
        (replace(OPEN, mark="overdue"), ["1.5", "1.18"]),
        (replace(OPEN, group="Cơ quan"), ["3.2"]),
    ],
)
def test_a_query_leaves_tasks(query: MatrixQuery, codes: list[str]) -> None:
    assert tasks(query) == codes


# --------------------------------------------------------------------------------------- order


def test_units_come_before_bodies_and_by_name() -> None:
    one = reporter("G", "Phường Ẩm Thực", ReportState.ON_TIME)
    other = reporter("H", "Xã Bản", ReportState.ON_TIME, group="Xã")
    found = consolidation(BODY, other, one)
    lines = arrange(found, unit_lines(found), replace(OPEN, tasks=ALL)).units
    assert [line.reporter.code for line in lines] == ["G", "H", "F"]


def test_a_sorted_task_shows_what_is_late_first_within_its_group() -> None:
    late = reporter("A", "Phường Hà Tu", ReportState.ON_TIME)
    early = reporter("C", "Phường Ba", ReportState.ON_TIME)
    found = consolidation(early, late)
    query = sort_by(OPEN, found.tasks[1].task.uid)  # 1.18: A is overdue, C is done
    assert [one.reporter.code for one in arrange(found, unit_lines(found), query).units] == [
        "A",
        "C",
    ]
    again = sort_by(query, query.sort)
    assert [one.reporter.code for one in arrange(found, unit_lines(found), again).units] == [
        "C",
        "A",
    ]
    assert sort_by(again, again.sort).sort == BY_NAME


@pytest.mark.parametrize(("sort", "first"), [(BY_RECEIVED, "B"), (BY_DONE, "B"), (BY_NAME, "A")])
def test_front_columns_sort_too(sort: str, first: str) -> None:
    early = replace(HA_TU, code="B", name="Phường Xa")
    found = consolidation(
        replace(early, received_at=HA_TU.received_at.replace(day=1)),  # type: ignore[union-attr]
        HA_TU,
    )
    lines = arrange(found, unit_lines(found), replace(OPEN, tasks=ALL, sort=sort)).units
    assert next(one.reporter.code for one in lines) == first


# ------------------------------------------------------------------------------------- always


@given(
    text=st.sampled_from(["", "ha", "1.5", "zzz"]),
    shown_tasks=st.sampled_from([REPORTED, ALL, "1", "3"]),
    group=st.sampled_from(["", UNITS, "Phường", "Cơ quan"]),
    mark=st.sampled_from(["", *map(str, Standing), *map(str, Gap)]),
    folded=st.sets(st.sampled_from(ReportState)),
)
def test_whatever_is_asked_lines_and_totals_agree(
    text: str, shown_tasks: str, group: str, mark: str, folded: set[ReportState]
) -> None:
    query = MatrixQuery(text, shown_tasks, group, "", mark, frozenset(folded))
    found = matrix(query)
    units = [line for line in found.lines if isinstance(line, UnitLine)]
    named = sum(len(line.names) for line in found.lines if isinstance(line, GroupLine))
    assert named == len(found.units)
    assert all(one.reporter.state not in folded for one in units)
    assert len(totals(found)) == len(found.columns)
    assert all(0 <= one.done <= one.of <= len(found.units) for one in totals(found))
