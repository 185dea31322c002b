"""A unit that judges itself: paper and workbooks say so wherever its verdict stands."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from qnapp.db.measurements import set_measurement
from qnapp.db.targets import set_own_target
from qnapp.db.worksheet import load_worksheet
from qnapp.documents.annexes import indicator_annex
from qnapp.documents.consolidated_annexes import indicators_annex
from qnapp.documents.consolidated_drafts import consolidated_draft
from qnapp.documents.datasheet import data_table
from qnapp.documents.drafts import draft_words
from qnapp.documents.profiles import load_profile
from qnapp.documents.report import RowKind, Table
from qnapp.domain.consolidated import Reporter, build_consolidation
from qnapp.domain.received import ReportState
from qnapp.domain.reporting import Verdict
from qnapp.exchange.consolidated_xlsx import SHEETS, consolidation_bytes
from qnapp.exchange.consolidation import consolidation_object

if TYPE_CHECKING:
    from qnapp.db.store import Store
    from qnapp.domain.consolidated import Consolidation
    from qnapp.domain.reporting import Worksheet

Q2 = "2026-Q2"
OWN = "Đạt, đơn vị tự đánh giá"
WHY = "Lý do tự đánh giá: Làm tròn theo hướng dẫn."


@pytest.fixture
def sheet(unit_store: Store) -> Worksheet:
    """What a unit has that calls 89,9 of 90 reached, as its store gives it."""
    set_own_target(unit_store, "22a", "từ 90% trở lên")
    own = {"contested": "met", "contest_reason": "Làm tròn theo hướng dẫn"}
    set_measurement(unit_store, "22a", Q2, actual="89,9", note="Đã rà soát", **own)
    return load_worksheet(unit_store, Q2)


@pytest.fixture
def found(sheet: Worksheet) -> Consolidation:
    one = sheet.organisation
    reporter = Reporter(one.code, one.name, "Phường", state=ReportState.ON_TIME, revision=1)
    return build_consolidation(sheet.plan, sheet.period, [reporter], {one.code: sheet})


def _cells(table: Table, words: str) -> dict[str, Any]:
    titles = [column.title for column in table.columns]
    rows = [dict(zip(titles, row.cells, strict=True)) for row in table.rows
            if row.kind is RowKind.ROW]  # fmt: skip
    return next(row for row in rows if words in row.values())


def test_the_units_own_paper_says_who_judged_and_why(sheet: Worksheet) -> None:
    cells = _cells(indicator_annex(sheet, "").table, "22a")
    assert (cells["Đánh giá"], cells["Ghi chú"]) == (OWN, f"Đã rà soát.\n{WHY}")
    data = _cells(data_table(sheet), "22a")
    assert (data["Đánh giá"], data["Kết quả thực hiện"]) == (OWN, f"Đã rà soát.\n{WHY}")


def test_a_value_that_the_unit_calls_unmet_says_so_in_the_text(unit_store: Store) -> None:
    set_own_target(unit_store, "22a", "từ 90% trở lên")
    own = {"contested": "unmet", "contest_reason": "Còn hai khu phố"}
    set_measurement(unit_store, "22a", Q2, actual="95", **own)
    said = draft_words(load_worksheet(unit_store, Q2), "indicators")
    assert "(thực hiện 95%, mức năm từ 90% trở lên, đơn vị tự đánh giá)" in said


def test_the_office_prints_who_judged_and_why(found: Consolidation, sheet: Worksheet) -> None:
    annex = indicators_annex(found, "")
    cells = _cells(annex.table, sheet.organisation.name)
    assert (cells["Đánh giá"], cells["Kết quả bằng lời"]) == (OWN, WHY)
    head = next(str(row.cells[0]) for row in annex.table.rows if row.kind is RowKind.GROUP)
    assert "; đạt\u00a01, đơn vị tự đánh giá\u00a01" in head
    text = consolidated_draft(found, "indicators", load_profile("dang"), sheet.organisation)
    assert "Lượt đánh giá: đạt\u00a01, trong đó đơn vị tự đánh giá\u00a01." in text


def test_the_workbook_of_the_office_has_a_column_for_the_reason(found: Consolidation) -> None:
    rows = load_workbook(io.BytesIO(consolidation_bytes(found)))[SHEETS[2]].values
    told = next(row for row in rows if OWN in row)
    assert told[-1] == "Làm tròn theo hướng dẫn"


def test_machines_are_told_too_and_a_plain_verdict_stays_plain(
    found: Consolidation, sheet: Worksheet
) -> None:
    line = next(one for one in consolidation_object(found)["indicators"] if one["code"] == "22a")
    (value,) = line["values"]
    assert (value["verdict"], value["own_verdict"]) == ("met", True)
    assert value["reason"] == "Làm tròn theo hướng dẫn"
    row = next(one for one in sheet.indicators if one.code.endswith("22a"))
    plain = replace(row.measurement, contested=None, contest_reason="")
    judged = replace(row, measurement=plain, verdict=Verdict.UNMET)
    cells = _cells(indicator_annex(replace(sheet, indicators=(judged,)), "").table, "22a")
    assert (cells["Đánh giá"], cells["Ghi chú"]) == ("Chưa đạt", "Đã rà soát.")
