"""What the register says of each piece, in which order, and through which filter."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qnapp.db.evidence import EvidenceUse
from qnapp.db.organisations import resolve_organisation
from qnapp.db.setup import initialise
from qnapp.db.worksheet import load_worksheet
from qnapp.domain.reporting import Evidence
from qnapp.models.evidence_lines import (
    RESTRICTED,
    EvidenceFilter,
    EvidenceOrder,
    EvidenceRows,
    evidence_lines,
    in_order,
    passes,
)
from qnapp.models.evidence_model import EvidenceModel, LineRole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.modeltest import ModelTester

    from qnapp.models.evidence_lines import EvidenceLine

TODAY = date(2026, 6, 5)
TASK, OTHER, SECRET = "NQ05-2026/1.14", "NQ05-2026/2.1", "NQ05-2026/6.1"
Q1, Q2 = "2026-Q1", "2026-Q2"


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EvidenceRows]:
    folder: Path = tmp_path_factory.mktemp("evidence-lines") / "store"
    owner = resolve_organisation("06652")
    with initialise(folder, organisation=owner, clerk="Mẫu", first_period=Q1) as store:
        yield EvidenceRows(load_worksheet(store, Q2), {Q1: "Quý I", Q2: "6 tháng"})


def piece(one: int, /, *links: tuple[str, str], **more: object) -> EvidenceUse:
    values: dict[str, object] = {"name": f"{one}.pdf", "sha256": f"{one:064d}", "size": 2048}
    item = Evidence(id=one, **(values | more))  # type: ignore[arg-type]
    return EvidenceUse(item, links)


def lines(rows: EvidenceRows, *found: EvidenceUse) -> list[EvidenceLine]:
    return evidence_lines(found, rows, TODAY)


def test_a_line_tells_document_use_and_size(rows: EvidenceRows) -> None:
    one = lines(
        rows,
        piece(1, (TASK, Q1), (TASK, Q2), number="5-BB", issued_on=date(2026, 5, 12), title="Họp"),
    )[0]
    assert (one.name, one.second) == ("1.pdf", "5-BB, 12/5/2026, Họp")
    assert (one.used_by, one.state, one.color, one.ending) == ("1.14", "2 KB", "text2", "PDF")
    assert [use.period_name for use in one.uses] == ["Quý I", "6 tháng"]
    assert one.uses[0].own
    assert one.spoken == "1.pdf, 5-BB, 12/5/2026, Họp, dùng cho 1.14, 2 KB"


def test_what_a_period_took_over_says_so(rows: EvidenceRows) -> None:
    found = [piece(1, (TASK, Q1)), piece(2, (TASK, Q1), (OTHER, Q2)), piece(3)]
    told = [line.used_by for line in evidence_lines(found, rows, TODAY, Q2)]
    assert told == ["1.14 (kỳ\xa0trước)", "1.14, 2.1", ""]
    assert evidence_lines(found, rows, TODAY)[0].used_by == "1.14"  # all periods: each its own


@pytest.mark.parametrize(
    ("promised", "state", "color"),
    [
        (None, "nộp sau, chưa hẹn ngày", "soon"),
        (date(2026, 5, 20), "nộp sau, quá hạn 16 ngày", "bad"),
        (TODAY, "nộp sau, đến hạn hôm nay", "soon"),
        (date(2026, 6, 20), "nộp sau, còn 15 ngày", "soon"),
        (date(2026, 6, 21), "nộp sau, còn 16 ngày", "text2"),
    ],
)
def test_a_promise_tells_its_day(
    rows: EvidenceRows, promised: date | None, state: str, color: str
) -> None:
    later = piece(1, (TASK, Q2), sha256="", deferred=True, title="Quyết định", promised_on=promised)
    one = lines(rows, later)[0]
    assert (one.name, one.state, one.color, one.ending) == ("Quyết định", state, color, "")


def test_nothing_of_a_restricted_row_is_shown_or_found(rows: EvidenceRows) -> None:
    secret = piece(
        1, (TASK, Q2), (SECRET, Q2), name="Phương án mật.pdf", number="9-PA", title="Mật",
        sha256="a" * 64,
    )  # fmt: skip
    twin = piece(2, (TASK, Q2), name="Khác.pdf", sha256="a" * 64)
    hidden = lines(rows, secret, twin)[0]
    assert hidden.hidden
    assert (hidden.name, hidden.second, hidden.twins) == (RESTRICTED, "", ())
    for secret_word in ("phuong an", "9-pa", "mat"):
        assert secret_word not in hidden.folded.split()
    assert "Phương án" not in hidden.spoken
    assert not passes(hidden, EvidenceFilter.NO_NUMBER)


def test_the_same_content_twice_is_told_on_both(rows: EvidenceRows) -> None:
    first, second, third = lines(
        rows,
        piece(1, (TASK, Q2), name="Một.pdf", sha256="b" * 64),
        piece(2, (TASK, Q2), name="Hai.pdf", sha256="b" * 64),
        piece(3, (TASK, Q2)),
    )
    assert (first.twins, second.twins, third.twins) == (("Hai.pdf",), ("Một.pdf",), ())


def test_two_promises_are_no_twins(rows: EvidenceRows) -> None:
    found = lines(
        rows,
        piece(1, (TASK, Q2), sha256="", deferred=True),
        piece(2, (TASK, Q2), sha256="", deferred=True),
    )
    assert [one.twins for one in found] == [(), ()]


def test_filters(rows: EvidenceRows) -> None:
    found = lines(
        rows,
        piece(1, (TASK, Q2), number="5-BB"),
        piece(2, (OTHER, Q2), number="6-BB"),  # of a task that the unit does not follow
        piece(3, (TASK, Q2), sha256="", deferred=True, number="7-QĐ"),
        piece(4, (TASK, Q2), intact=False, number="8"),
        piece(5),
    )
    shown = {w: [one.id for one in found if passes(one, w)] for w in EvidenceFilter}
    assert shown == {
        EvidenceFilter.ALL: [1, 2, 3, 4, 5],
        EvidenceFilter.NO_NUMBER: [5],
        EvidenceFilter.UNUSED: [2, 5],
        EvidenceFilter.LATER: [3],
        EvidenceFilter.BAD: [4],
        EvidenceFilter.TWICE: [],
    }


def test_orders(rows: EvidenceRows) -> None:
    found = lines(
        rows,
        piece(1, name="Ảnh 10.jpg", issued_on=date(2026, 3, 1), size=10),
        piece(2, name="Ảnh 2.jpg", size=30),
        piece(3, name="Đề án.pdf", issued_on=date(2026, 5, 1), size=20),
    )
    orders = {order: [one.id for one in in_order(found, order)] for order in EvidenceOrder}
    assert orders == {
        EvidenceOrder.NEWEST: [3, 2, 1],
        EvidenceOrder.NAME: [2, 1, 3],
        EvidenceOrder.DATE: [3, 1, 2],
        EvidenceOrder.SIZE: [2, 3, 1],
    }


def test_a_row_of_another_plan_keeps_its_code(rows: EvidenceRows) -> None:
    one = lines(rows, piece(1, ("NQ04-2025/2.7", "2025-Q4")))[0]
    assert (one.used_by, one.uses[0].page, one.uses[0].period_name) == ("2.7", "", "2025-Q4")


def test_the_model_keeps_qts_rules_while_it_is_narrowed(
    rows: EvidenceRows, qtmodeltester: ModelTester
) -> None:
    model = EvidenceModel()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.set_lines(
        lines(rows, *(piece(n, (TASK, Q2), title=f"Biên bản {n}") for n in range(1, 30)))
    )
    assert model.rowCount() == 29
    model.find("bien ban 7")
    assert [line.id for line in model.lines] == [7]
    assert model.data(model.index(0), LineRole).id == 7
    model.find("")
    model.set_order(EvidenceOrder.NAME)
    assert model.lines[0].id == 1
    model.set_filter(EvidenceFilter.LATER)
    assert model.rowCount() == 0
    assert model.counts()[EvidenceFilter.NO_NUMBER] == 29
