from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping  # noqa: TC003 - the codec reads the annotation at run time
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from fixed_clock import HANOI, FixedClock
from hypothesis import given, settings
from hypothesis import strategies as st
from report_sheets import COMMUNE, full_sheet, report_of

from qnapp.db.builtin import builtin_plan
from qnapp.db.organisations import resolve_organisation
from qnapp.db.setup import initialise
from qnapp.db.worksheet import load_worksheet
from qnapp.documents.fingerprint import Fingerprint
from qnapp.documents.profiles import Profile, load_profile
from qnapp.documents.report import Office, Report, ReportWords, Row, RowKind, Table
from qnapp.domain.canonical import canonical_json, digest, from_plain, to_plain
from qnapp.domain.plan import Plan, Role, Section, Task
from qnapp.domain.reporting import Measurement, Progress, Status, Worksheet

if TYPE_CHECKING:
    from pathlib import Path

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(
    lambda text: unicodedata.normalize("NFC", text)
)
DATES = st.dates(date(1900, 1, 1), date(2199, 12, 31))
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, max_value=10**15)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
PROGRESS = st.builds(
    Progress, status=st.sampled_from(Status), percent=st.none() | st.integers(0, 100),
    result=TEXT, delay_reason=TEXT, completed_on=st.none() | DATES, updated_on=st.none() | DATES,
    carried=st.booleans(),
)  # fmt: skip
MEASUREMENTS = st.builds(
    Measurement, actual=st.none() | NUMBERS, estimate=st.none() | NUMBERS, words=TEXT
)
CELLS = st.none() | TEXT | st.integers() | NUMBERS | DATES
TABLES = st.builds(
    Table,
    columns=st.just(()),
    rows=st.lists(
        st.builds(Row, st.sampled_from(RowKind), st.lists(CELLS).map(tuple)), max_size=3
    ).map(tuple),
)


@dataclass(frozen=True)
class Shelf:
    """What no class of the program holds today."""

    by_code: Mapping[str, Decimal]
    pages: tuple[int, ...] = ()
    height: float = 1.5


def through_json(cls: type[Any], value: Any) -> Any:
    return from_plain(cls, json.loads(canonical_json(to_plain(value))))


# The one form of bytes


def test_the_bytes_are_those_that_the_design_describes() -> None:
    given = {
        "số": Decimal("96.40"), "b": [True, None, 3], "a": (date(2026, 6, 14), Role.LEAD),
        "B": "Hạ Long\n\"2\"",
    }  # fmt: skip
    written = canonical_json(given)
    assert written.decode() == (
        '{"B":"Hạ Long\\n\\"2\\"","a":["2026-06-14","lead"],"b":[true,null,3],"số":"96.40"}'
    )


def test_the_digest_is_sha_256() -> None:
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@settings(deadline=None)  # other programs share the processor
@given(PLAIN)
def test_the_bytes_say_all_and_depend_on_nothing_else(value: Any) -> None:
    written = canonical_json(value)
    assert json.loads(written) == value
    assert canonical_json(json.loads(written)) == written


@settings(deadline=None)  # other programs share the processor
@given(st.dictionaries(TEXT, TEXT, max_size=6), st.randoms())
def test_neither_order_nor_decomposed_letters_count(value: dict[str, str], chance: Any) -> None:
    entries = list(value.items())
    chance.shuffle(entries)
    other = {key: unicodedata.normalize("NFD", text) for key, text in entries}
    assert canonical_json(other) == canonical_json(value)


@pytest.mark.parametrize(
    "value",
    [1.5, b"a", {1: "a"}, {"a": {1.0}}, datetime(2026, 6, 14, tzinfo=HANOI), Progress(), object()],
    ids=repr,
)
def test_what_is_no_plain_data_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)
    with pytest.raises(TypeError):
        canonical_json([{"deep": (value,)}])


@pytest.mark.parametrize(
    "value",
    [
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1E+999999999"),
        "\ud800",
        {"é": 1, "e\u0301": 2},
    ],
    ids=["nan", "infinite", "endless", "half a pair", "two keys in one"],
)
def test_what_has_no_certain_form_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is for programmers only
        canonical_json(value)


# There and back


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    """A quarter and a half that somebody recorded, read from a real store."""
    folder: Path = tmp_path_factory.mktemp("store") / "dữ liệu"
    unit = resolve_organisation("06652")
    with initialise(folder, organisation=unit, sample=True, clock=FixedClock()) as store:
        return load_worksheet(store, "2026-Q2")


def test_a_recorded_worksheet_comes_back_equal(recorded: Worksheet) -> None:
    assert any(row.evidence for row in recorded.tasks)
    assert any(row.extension for row in recorded.tasks)
    assert any(row.measurement.actual is not None for row in recorded.indicators)
    assert through_json(Worksheet, recorded) == recorded


@pytest.mark.parametrize("profile", ["dang", "nha-nuoc"])
def test_a_report_with_its_profile_comes_back_equal(profile: str) -> None:
    mark = Fingerprint("06652", "NQ05-2026", 1, "2026-Q2", 2, digest(b"x"))
    report = report_of(full_sheet(), profile=profile, with_charts=True)
    report = replace(report, fingerprint=mark)
    assert report.charts is not None
    assert through_json(Report, report) == report
    assert through_json(Profile, load_profile(profile)) == load_profile(profile)


def test_the_other_parts_of_a_snapshot_come_back_equal() -> None:
    plan = builtin_plan()
    assert plan.assignments
    assert plan.organisations
    assert through_json(Plan, plan) == plan
    assert through_json(Office, COMMUNE) == COMMUNE
    words = ReportWords(tasks="Dòng một.\nDòng hai.")
    assert through_json(ReportWords, words) == words


@settings(deadline=None)  # other programs share the processor
@given(PROGRESS, MEASUREMENTS, TABLES)
def test_whatever_somebody_types_comes_back_equal(
    progress: Progress, measured: Measurement, table: Table
) -> None:
    assert through_json(Progress, progress) == progress
    again = through_json(Measurement, measured)
    assert again == measured
    assert str(again.actual) == str(measured.actual)  # "1,50" stays "1,50"
    assert through_json(Table, table) == table
    kinds = [type(cell) for row in table.rows for cell in row.cells]
    assert [type(cell) for row in through_json(Table, table).rows for cell in row.cells] == kinds


def test_a_cell_keeps_its_kind_beside_text_that_looks_like_it() -> None:
    cells = ("2026-06-14", date(2026, 6, 14), "1.5", Decimal("1.5"), 3, "3", None, "")
    table = Table((), (Row(RowKind.ROW, cells),))
    assert through_json(Table, table) == table


def test_a_name_of_a_list_counts_as_text_where_text_is_asked_for() -> None:
    label = Section(Role.LEAD, "Chủ trì")
    assert through_json(Section, label) == label
    table = Table((), (Row(RowKind.ROW, (Status.ON_HOLD,)),))
    assert through_json(Table, table) == table


def test_mappings_and_floats_come_back_equal() -> None:
    shelf = Shelf({"1.22": Decimal("96.4")}, (1, 2), 12.7)
    assert through_json(Shelf, shelf) == shelf
    assert through_json(Shelf, Shelf({}, height=2)) == Shelf({}, height=2.0)
    with pytest.raises(ValueError, match="finite"):
        to_plain(Shelf({}, height=float("inf")))


def test_one_letter_more_in_any_row_is_another_digest() -> None:
    sheet = full_sheet()
    seen = {digest(canonical_json(to_plain(sheet)))}
    rows = range(0, len(sheet.tasks), 13)
    for number in rows:
        row = sheet.tasks[number]
        progress = replace(row.progress, result=f"{row.progress.result}.")
        tasks = (*sheet.tasks[:number], replace(row, progress=progress), *sheet.tasks[number + 1 :])
        seen.add(digest(canonical_json(to_plain(replace(sheet, tasks=tasks)))))
    assert len(seen) == 1 + len(rows)


# What an older or a newer copy of the program, or somebody's editor, has written


def test_unknown_entries_are_left_out_and_missing_ones_take_the_default() -> None:
    data = to_plain(Progress(Status.COMPLETED, result="Xong"))
    del data["result"], data["percent"]
    data["weather"] = {"sunny": True}
    assert from_plain(Progress, data) == Progress(Status.COMPLETED)


def test_a_missing_entry_without_default_is_named() -> None:
    data = to_plain(full_sheet())
    del data["tasks"][3]["task"]["title"]
    with pytest.raises(ValueError, match=r"Worksheet\.tasks\[3\]\.task\.title: missing"):
        from_plain(Worksheet, data)


@pytest.mark.parametrize(
    ("cls", "field", "value"),
    [
        (Progress, "status", "finished"),
        (Progress, "status", None),
        (Progress, "status", 1),
        (Progress, "percent", "40"),
        (Progress, "percent", True),
        (Progress, "percent", 40.0),
        (Progress, "carried", 1),
        (Progress, "result", 12),
        (Progress, "result", None),
        (Progress, "completed_on", "31/12/2026"),
        (Progress, "completed_on", "2026-02-30"),
        (Progress, "completed_on", "20260614"),
        (Progress, "completed_on", "2026-06-14T00:00"),
        (Measurement, "actual", "1,5"),
        (Measurement, "actual", "NaN"),
        (Measurement, "actual", "Infinity"),
        (Measurement, "actual", "1E+999999999"),
        (Measurement, "actual", " 1.5"),
        (Measurement, "actual", 1.5),
        (Measurement, "actual", {"decimal": "1.5"}),
        (Task, "lead", "Sở Nội vụ"),
        (Task, "lead", {"0": "Sở Nội vụ"}),
        (Task, "lead", ["Sở Nội vụ", None]),
        (Row, "cells", [{"date": "2026-06-14", "decimal": "1"}]),
        (Row, "cells", [{"date": "14/6/2026"}]),
        (Row, "cells", [True]),
        (Row, "cells", [["nested"]]),
        (Office, "organisation", "06652"),
        (Office, "organisation", None),
        (Shelf, "by_code", {"1.22": 5}),
        (Shelf, "by_code", []),
        (Shelf, "height", "nan"),
        (Shelf, "height", "high"),
        (Profile, "names", "church"),
    ],
)
def test_an_entry_that_does_not_fit_is_named(cls: Any, field: str, value: Any) -> None:
    whole = {
        Progress: Progress(), Measurement: Measurement(), Office: COMMUNE, Shelf: Shelf({}),
        Task: Task("u", "1", "1", "1", "T"), Row: Row(RowKind.ROW, ()),
        Profile: load_profile("dang"),
    }  # fmt: skip
    data = {**to_plain(whole[cls]), field: value}
    with pytest.raises(ValueError, match=rf"{cls.__name__}\.{field}"):
        from_plain(cls, data)


@pytest.mark.parametrize("data", [None, [], "text", 5])
def test_what_is_no_object_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match="Progress"):
        from_plain(Progress, data)


def test_a_field_that_holds_what_it_may_not_is_the_programs_fault() -> None:
    broken: Any = {
        "percent": 1.5,
        "result": None,
        "completed_on": datetime(2026, 1, 1, tzinfo=HANOI),
    }
    for field, value in broken.items():
        with pytest.raises(TypeError, match=field):
            to_plain(replace(Progress(), **{field: value}))
    with pytest.raises(TypeError, match="cells"):
        to_plain(Row(RowKind.ROW, (1.5,)))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="dataclass"):
        to_plain("text")
