"""The rows of a received report: what is shown of each, and which a question leaves."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from builders import (
    HA_TU,
    PLAN,
    make_evidence,
    make_indicator,
    make_row,
    make_sheet,
    make_task,
    point,
    restricted,
    with_progress,
)
from PySide6.QtCore import Qt

from qnapp.domain.plan import Assignment, Certainty, Role
from qnapp.domain.replies import ReplyRow
from qnapp.domain.reporting import Progress, Status
from qnapp.models.received_rows import (
    APART,
    HEADING_PREFIX,
    SILENT,
    ReportRow,
    RowFacts,
    RowFilter,
    RowQuery,
    count_filters,
    passes,
    report_rows,
    visible_rows,
)
from qnapp.models.received_rows_model import ReceivedRowsModel, RowColumn
from qnapp.ui.kit.signs import standing_sign, verdict_sign

if TYPE_CHECKING:
    from datetime import date

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from qnapp.domain.reporting import Standing, Verdict

LATE = "NQ05-2026/1.5"


def phrase(standing: Standing, status: Status) -> str:
    return standing_sign(standing, status).phrase


def judged(verdict: Verdict) -> str:
    return verdict_sign(verdict).phrase


def long_ago() -> date:
    return make_sheet().period.start


def rows(facts: RowFacts | None = None) -> dict[str, ReportRow]:
    """A report of six rows by their codes: late, done with a file and without, secret, silent."""
    late = make_row(point(long_ago()), code="1.5")
    done = with_progress(make_row(code="1.7"), status=Status.COMPLETED, percent=100)
    proved = replace(with_progress(make_row(code="1.8"), status=Status.COMPLETED, percent=100),
                     evidence=(make_evidence(),))  # fmt: skip
    hard = with_progress(make_row(code="1.9"), difficulty="Vướng giải phóng mặt bằng")
    secret = restricted(with_progress(make_row(code="6.1"), status=Status.COMPLETED, percent=None))
    silent = replace(make_row(code="3.2"), taken=False, progress=Progress())
    heading = replace(make_row(code="2.16"), heading=True)
    found = (late, done, proved, hard, secret, silent, heading)
    given = Assignment(silent.uid, HA_TU.code, Role.LEAD, Certainty.SURE, "")
    plan = replace(PLAN, organisations=(HA_TU,), tasks=tuple(one.task for one in found),
                   assignments=(given,))  # fmt: skip
    value = make_indicator("22a", actual=Decimal("96.4"))
    sheet = make_sheet(*found, value, plan=plan)
    made = report_rows(sheet, facts or RowFacts(), phrase, judged)
    return {one.code: one for one in made}


def test_what_should_have_been_reported_stands_beside_what_was() -> None:
    found = rows()
    assert list(found) == ["1.5", "1.7", "1.8", "1.9", "6.1", "3.2", "22a"]  # no heading rows
    assert (found["3.2"].silent, found["3.2"].state, found["3.2"].figure) == (True, SILENT, "")
    assert (found["1.5"].state, found["1.5"].figure) == ("Đang triển khai quá hạn", "80%")
    assert (found["22a"].kind, found["22a"].figure) == (ReplyRow.INDICATOR, "96,4%")


def test_a_row_that_travels_apart_says_nothing_else() -> None:
    secret = rows()["6.1"]
    assert (secret.state, secret.figure) == (APART, "")
    assert not passes(secret, RowFilter.EVIDENCE)  # its proof travels apart, too


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (RowFilter.ALL, ["1.5", "1.7", "1.8", "1.9", "6.1", "3.2", "22a"]),
        (RowFilter.OVERDUE, ["1.5"]),
        (RowFilter.EVIDENCE, ["1.7"]),
        (RowFilter.REMARKS, ["1.9"]),
        (RowFilter.SILENT, ["3.2"]),
        (RowFilter.CHANGED, ["1.8"]),
        (RowFilter.FINDINGS, ["1.5", "22a"]),
        (RowFilter.MARKED, ["1.7"]),
    ],
)
def test_each_filter_leaves_its_rows_and_counts_them(wanted: RowFilter, codes: list[str]) -> None:
    uid = "NQ05-2026/{}".format
    facts = RowFacts(
        changed={uid("1.8")},
        findings={uid("1.5"): 2, uid("CT-22a"): 1},
        reasons={uid("1.7"): ""},  # marked, the reason still to be written
    )
    found = list(rows(facts).values())
    assert [one.code for one in found if passes(one, wanted)] == codes
    assert count_filters(found)[wanted] == len(codes)
    shown = visible_rows(found, RowQuery(wanted))
    assert [one.code for one in shown if one.row is not None] == codes


def test_tasks_and_indicators_stand_under_their_heads_with_their_number() -> None:
    found = list(rows().values())
    shown = visible_rows(found, RowQuery())
    heads = {one.key: one.title for one in shown if one.row is None}
    assert heads == {
        f"{HEADING_PREFIX}task": "Nhiệm vụ  6",
        f"{HEADING_PREFIX}indicator": "Chỉ tiêu  1",
    }
    assert [one.code for one in visible_rows(found, RowQuery(needle="giai phong")) if one.row] == [
        "1.9"
    ]
    assert visible_rows(found, RowQuery(needle="không có ở đâu")) == []


def test_a_line_is_read_out_with_all_that_is_known_of_it() -> None:
    uid = make_task("1.8").uid
    one = rows(RowFacts(changed={uid}, reasons={uid: "Thiếu số"}))["1.8"]
    assert one.spoken.startswith("đánh dấu trả lại, 1.8, ")
    assert one.spoken.endswith("100%, 1 tệp, khác lần trước")


def test_a_tick_asks_and_leaves_the_mark_to_its_owner(
    qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    model = ReceivedRowsModel()
    model.load(list(rows().values()))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    head, row = model.index(0, RowColumn.MARK), model.index(1, RowColumn.MARK)
    role = Qt.ItemDataRole.CheckStateRole
    assert head.data(role) is None
    assert not model.setData(head, Qt.CheckState.Checked, role)
    with qtbot.waitSignal(model.mark_wanted) as wanted:
        assert model.setData(row, Qt.CheckState.Checked, role)
    assert wanted.args == [LATE, True]
    assert Qt.CheckState(row.data(role)) is Qt.CheckState.Unchecked
    model.load(list(rows(RowFacts(reasons={LATE: ""})).values()))
    assert Qt.CheckState(row.data(role)) is Qt.CheckState.Checked
