from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from qnapp.domain.periods import default_calendar, find_period
from qnapp.domain.plan import Indicator, Nature, Organisation, Origin, Plan, Section
from qnapp.domain.reporting import IndicatorRow, Measurement, Verdict, Worksheet
from qnapp.domain.targets import judge, parse_target, share_of_target
from qnapp.models.indicator_columns import Column
from qnapp.models.indicator_lines import IndicatorFilter, IndicatorLine, indicator_line
from qnapp.models.indicator_model import IndicatorModel, LineRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytestqt.modeltest import ModelTester

WORDS = {
    Verdict.MET: ("Đạt", "", "Đạt"),
    Verdict.EXCEEDED: ("Vượt", "", "Vượt"),
    Verdict.UNMET: ("Chưa đạt", "", "Chưa đạt"),
    Verdict.TO_ASSESS: ("Cần đánh giá", "", "Cần đánh giá"),
    Verdict.NO_VALUE: ("Chưa có số liệu", "", "Chưa có số liệu"),
}


def make_row(
    code: str, group: str, target: str, *, own: bool = True, unit: str = "%", **fields: object
) -> IndicatorRow:
    kind = Nature(str(fields.pop("nature", "level")))
    origin = Origin(str(fields.pop("origin", "plan")))
    doubts = ("Phụ lục ghi khác mục I.2.",) if fields.pop("doubt", False) else ()
    title = str(fields.pop("title", f"Tỷ lệ số {code}"))
    followed = bool(fields.pop("followed", True))
    previous = fields.pop("previous", None)
    measured = Measurement(**fields)  # type: ignore[arg-type]
    indicator = Indicator(
        f"NQ/CT-{code}", code, code, group, title, unit, kind, target, "Ban Tổ chức", origin, doubts
    )
    wanted = parse_target(target)
    row = IndicatorRow(
        indicator=indicator,
        province_target=wanted,
        target=wanted if own else None,
        target_id=1 if own else None,
        followed=followed,
        measurement=measured,
        previous=previous,  # type: ignore[arg-type]
        evidence=(),
        verdict=None,
        share=None,
    )
    judged = own and row.value is not None and kind is not Nature.FLOW
    share = (
        share_of_target(wanted, row.value) if own and kind is Nature.FLOW and row.value else None
    )
    return replace(row, verdict=judge(wanted, row.value) if judged else None, share=share)


def make_sheet(rows: Sequence[IndicatorRow], *, locked: bool = False) -> Worksheet:
    plan = Plan(
        uid="NQ",
        year=2026,
        version=1,
        number="05-NQ/TU",
        issued_on=date(2025, 12, 9),
        issuer="",
        title="",
        signer="",
        theme="",
        task_sections=(),
        tasks=(),
        indicator_groups=(Section("I", "Về xây dựng Đảng"), Section("II", "Về kinh tế")),
        indicators=tuple(row.indicator for row in rows),
    )
    calendar = default_calendar(2026, date(2025, 12, 9))
    return Worksheet(
        organisation=Organisation("06706", "Phường Hà Tu", "phường"),
        plan=plan,
        period=find_period(calendar, "2026-Q2"),
        as_of=date(2026, 6, 5),
        locked=locked,
        tasks=(),
        indicators=tuple(rows),
    )


ROWS = (
    make_row("1", "I", "≥90", estimate=Decimal("91.3"), doubt=True),
    make_row("3", "I", "3-3,5", actual=Decimal("1.4"), previous=Measurement(actual=Decimal("0.8"))),
    make_row("6", "II", "Vượt dự toán TW giao", unit="", nature="words", words="Bằng 52% dự toán"),
    make_row("10", "II", ">2.500", unit="DN", nature="flow", cumulative=Decimal(1025)),
    make_row("12", "II", "12,5-13", own=False),
    make_row("14", "II", ">75", own=False, followed=False),
    make_row("NQ1", "I", "22 triệu lượt", unit="triệu lượt", origin="prose", followed=False),
)


class Written:
    """The way to write, remembering what was asked and answering as told."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, object]] = []
        self.answer = True
        self.closed: set[str] = set()

    def writable(self, uid: str) -> bool:
        return uid not in self.closed

    def __call__(self, uid: str, field: str, value: object) -> bool:
        self.calls.append((uid, field, value))
        return self.answer


@pytest.fixture
def written() -> Written:
    return Written()


@pytest.fixture
def model(qapp: object, written: Written, qtmodeltester: ModelTester) -> IndicatorModel:
    filled = IndicatorModel(WORDS.__getitem__, written, written.writable)
    qtmodeltester.check(filled)  # type: ignore[no-untyped-call]  # and it goes on checking while the test changes the model
    filled.show(make_sheet(ROWS), "Quý I")
    return filled


def texts(model: IndicatorModel, column: Column) -> list[str]:
    return [model.index(place, column).data() for place in range(model.rowCount())]


def place_of(model: IndicatorModel, code: str) -> int:
    place = model.place_of(f"NQ/CT-{code}")
    assert place >= 0
    return place


def cell(model: IndicatorModel, code: str, column: Column) -> str:
    return str(model.index(place_of(model, code), column).data())


def edit(model: IndicatorModel, code: str, text: str) -> bool:
    return model.setData(model.index(place_of(model, code), Column.CURRENT), text)


def test_followed_rows_stand_under_their_groups(model: IndicatorModel) -> None:
    assert texts(model, Column.TITLE)[0] == "I.\u00a0\u00a0Về xây dựng Đảng"
    assert [model.uid_at(place) for place in range(model.rowCount())] == [
        "group:I",
        "NQ/CT-1",
        "NQ/CT-3",
        "group:II",
        "NQ/CT-6",
        "NQ/CT-10",
        "NQ/CT-12",
    ]
    assert model.index(3, 0).data(LineRole).note == "2/3 có số liệu"


def test_targets_of_the_prose_have_a_group_of_their_own(model: IndicatorModel) -> None:
    model.ask(IndicatorFilter.ALL)
    head = model.place_of("group:NQ")
    assert texts(model, Column.TITLE)[head] == "Chỉ tiêu trong lời văn Nghị quyết"
    assert model.uid_at(head + 1) == "NQ/CT-NQ1"


def test_cells_say_target_figures_and_verdict(model: IndicatorModel) -> None:
    assert cell(model, "1", Column.TARGET) == "≥90%"
    assert cell(model, "1", Column.CURRENT) == "91,3"
    assert cell(model, "1", Column.VERDICT) == "Đạt số ước"
    assert cell(model, "3", Column.PREVIOUS) == "0,8"
    assert cell(model, "3", Column.VERDICT) == "Chưa đạt"
    assert cell(model, "6", Column.TARGET) == "Vượt dự toán TW giao"
    assert cell(model, "6", Column.VERDICT) == "Cần đánh giá"
    assert cell(model, "10", Column.VERDICT) == "Được 41,0% kế hoạch năm, lũy kế 1.025"
    assert cell(model, "12", Column.VERDICT) == "Chưa có số liệu"
    assert cell(model, "12", Column.PREVIOUS) == "-"


def test_what_is_judged_of_a_flow_is_told_where_the_cell_shows_another_figure() -> None:
    def line(**fields: Decimal) -> IndicatorLine:
        row = make_row("10", "II", ">45", unit="DN", nature="flow", **fields)  # type: ignore[arg-type]  # measured numbers
        return indicator_line(row, WORDS.__getitem__)

    summed = line(actual=Decimal(12), cumulative=Decimal(23))
    assert (summed.current, summed.first, summed.second) == ("12", "Được 51,1%", "lũy kế 23")
    assert summed.judged == "Được 51,1% kế hoạch năm, lũy kế 23"
    assert summed.spoken.endswith("kỳ này 12, được 51,1% kế hoạch năm, lũy kế 23")
    alone = line(actual=Decimal(12))
    assert (alone.first, alone.second) == ("Được 26,7%", "kế hoạch năm")
    assert alone.judged == "Được 26,7% kế hoạch năm"


def test_a_row_without_own_target_is_never_judged(model: IndicatorModel) -> None:
    row = make_row("12", "II", "12,5-13", own=False, actual=Decimal(13))
    model.update(make_sheet((*ROWS[:4], row, *ROWS[5:])))
    assert cell(model, "12", Column.VERDICT) == "Không đánh giá chưa giao mức"
    line = model.index(place_of(model, "12"), 0).data(LineRole)
    assert line.verdict is None
    assert not line.own_target


def test_the_clerks_own_verdict_comes_before_the_computed_one(model: IndicatorModel) -> None:
    row = make_row("3", "I", "3-3,5", actual=Decimal("1.4"), contested=Verdict.MET)
    model.update(make_sheet((ROWS[0], row, *ROWS[2:])))
    assert cell(model, "3", Column.VERDICT) == "Đạt đơn vị tự đánh giá"


def test_chips_count_every_indicator(model: IndicatorModel) -> None:
    assert model.counts() == {
        IndicatorFilter.RETURNED: 0,
        IndicatorFilter.FOLLOWED: 5,
        IndicatorFilter.ALL: 7,
        IndicatorFilter.NO_VALUE: 1,
        IndicatorFilter.UNMET: 1,
    }


def test_search_needs_no_diacritics(model: IndicatorModel) -> None:
    model.ask(IndicatorFilter.ALL, "ty le so 14")
    assert [line.uid for line in model.shown() if line.row is not None] == ["NQ/CT-14"]


def test_a_folded_group_hides_its_rows_only(model: IndicatorModel) -> None:
    model.fold_group("I", folded=True)
    assert model.uid_at(0) == "group:I"
    assert model.uid_at(1) == "group:II"
    model.fold_group("I", folded=False)
    assert model.uid_at(1) == "NQ/CT-1"


def test_a_typed_number_is_written_to_the_field_on_show(
    model: IndicatorModel, written: Written
) -> None:
    assert edit(model, "12", "12,75")
    assert edit(model, "1", "92")
    assert edit(model, "6", "  Vượt 3%  ")
    assert written.calls == [
        ("NQ/CT-12", "actual", Decimal("12.75")),
        ("NQ/CT-1", "estimate", Decimal(92)),
        ("NQ/CT-6", "words", "Vượt 3%"),
    ]


def test_an_emptied_cell_empties_the_field(model: IndicatorModel, written: Written) -> None:
    assert edit(model, "1", " ")
    assert written.calls == [("NQ/CT-1", "estimate", None)]


def test_the_same_number_written_otherwise_is_no_change(
    model: IndicatorModel, written: Written
) -> None:
    assert edit(model, "1", "91,30")
    assert written.calls == []


def test_an_empty_row_can_be_told_to_take_estimates(
    model: IndicatorModel, written: Written
) -> None:
    model.choose_field("NQ/CT-12", "estimate")
    edit(model, "12", "13")
    assert written.calls == [("NQ/CT-12", "estimate", Decimal(13))]


def test_what_is_no_number_is_kept_and_not_written(model: IndicatorModel, written: Written) -> None:
    assert not edit(model, "12", "1.5")
    draft = model.draft("NQ/CT-12")
    index = model.index(place_of(model, "12"), Column.CURRENT)
    assert draft is not None
    assert "1,5" in draft.fault
    assert index.data(Qt.ItemDataRole.EditRole) == "1.5"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == draft.fault
    assert written.calls == []
    edit(model, "12", "1,5")
    assert model.draft("NQ/CT-12") is None
    assert written.calls == [("NQ/CT-12", "actual", Decimal("1.5"))]


def test_one_changed_row_tells_one_row(model: IndicatorModel, qtbot: object) -> None:
    told: list[tuple[int, int]] = []
    resets: list[None] = []
    model.dataChanged.connect(lambda a, b, _roles: told.append((a.row(), b.row())))
    model.modelReset.connect(lambda: resets.append(None))
    row = make_row("12", "II", "12,5-13", own=False, actual=Decimal(13))
    model.update(make_sheet((*ROWS[:4], row, *ROWS[5:])))
    group, place = model.place_of("group:II"), place_of(model, "12")
    assert told == [(group, group), (place, place)]
    assert not resets


def test_a_row_stays_on_show_after_its_answer_changed(model: IndicatorModel) -> None:
    model.ask(IndicatorFilter.NO_VALUE)
    row = make_row("12", "II", "12,5-13", own=False, actual=Decimal(13))
    model.update(make_sheet((*ROWS[:4], row, *ROWS[5:])))
    assert model.place_of("NQ/CT-12") >= 0
    assert model.counts()[IndicatorFilter.NO_VALUE] == 0
    model.ask(IndicatorFilter.NO_VALUE)
    assert model.rowCount() == 0


def test_only_the_current_cell_of_an_open_row_can_be_edited(
    model: IndicatorModel, written: Written
) -> None:
    editable = Qt.ItemFlag.ItemIsEditable
    place = place_of(model, "3")
    assert model.flags(model.index(place, Column.CURRENT)) & editable
    assert not model.flags(model.index(place, Column.PREVIOUS)) & editable
    assert not model.flags(model.index(0, Column.CURRENT)) & editable
    written.closed = {"NQ/CT-3"}
    model.update(make_sheet(ROWS, locked=True))
    assert not model.flags(model.index(place_of(model, "3"), Column.CURRENT)) & editable
    assert model.flags(model.index(place_of(model, "12"), Column.CURRENT)) & editable


def test_steps_from_row_to_row_pass_over_groups(model: IndicatorModel) -> None:
    last_of_first = place_of(model, "3")
    assert model.next_item(last_of_first, 1) == place_of(model, "6")
    assert model.next_item(place_of(model, "6"), -1) == last_of_first
    assert model.next_item(place_of(model, "12"), 1) == -1


def test_a_row_is_read_out_as_a_sentence(model: IndicatorModel) -> None:
    spoken = model.index(place_of(model, "3"), 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Chỉ tiêu 3, Tỷ lệ số 3, mức 3-3,5%, kỳ này 1,4, chưa đạt"


def test_headers_name_the_year_and_both_periods(model: IndicatorModel) -> None:
    head = [model.headerData(column, Qt.Orientation.Horizontal) for column in list(Column)[:6]]
    assert head == ["Mã", "Chỉ tiêu", "Mức 2026", "Quý I", "6 tháng", "So với mức năm"]
