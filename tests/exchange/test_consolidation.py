"""A round with several units: every figure is recomputed from the units' own stores."""

from __future__ import annotations

import io
import json
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from pdf_pages import page_texts
from reporting_units import HA_TU, OFFICE, Q1, TUAN_CHAU, Unit, make_unit, march_clock

from qnapp import cli
from qnapp.db.assignments import add_local_task, take_on
from qnapp.db.inbox import choose_received, received_packages
from qnapp.db.measurements import set_measurement
from qnapp.db.organisations import own_organisation, typed_organisation
from qnapp.db.periods import choose_period
from qnapp.db.plan_versions import install_version
from qnapp.db.plans import current_plan
from qnapp.db.progress import set_progress
from qnapp.db.setup import initialise
from qnapp.db.store import Store
from qnapp.db.targets import follow, set_own_target
from qnapp.db.worksheet import find_indicator, find_task
from qnapp.documents.consolidated_drafts import consolidated_draft
from qnapp.documents.consolidated_words import LETTERS
from qnapp.documents.profiles import load_profile
from qnapp.domain.consolidated import Consolidation, IndicatorLine, IndicatorValue, total_of
from qnapp.domain.plan import Channel
from qnapp.domain.received import ReportState
from qnapp.domain.reporting import Standing
from qnapp.domain.standings import standing_words
from qnapp.errors import InputError
from qnapp.exchange.consolidated_xlsx import SHEETS, consolidation_bytes
from qnapp.exchange.consolidation import consolidate, consolidation_object, summary_lines
from qnapp.exchange.receive import take_in, trust_sender
from qnapp.exchange.receiving import take_in_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    from qnapp.domain.reporting import Worksheet

LATE, TWICE, ADDED = "BTCTU", "DUCA", "K-TRUONG-CHINH-TRI"
IN_FORCE = (HA_TU, TUAN_CHAU, LATE, ADDED)


@dataclass
class Round:
    """A closed store of the upper office, and what each unit itself has of the quarter."""

    office: Path
    sheets: dict[str, Worksheet]
    packages: dict[str, list[Path]]


def record(store: Store, number: int) -> None:
    """Let each unit record something else."""
    uids = [row.uid for row in Unit(store).sheet().own_tasks if row.channel == "ordinary"]
    for place, uid in enumerate(uids):
        status = ("in_progress", "completed", "on_hold", "not_started")[(place + number) % 4]
        set_progress(store, uid, Q1, status=status, result=f"Kết quả {number}.{place}")
    set_progress(store, uids[0], Q1, difficulty=f"=Thiếu vốn {number}")
    set_progress(store, uids[1], Q1, proposal=f"Bổ sung vốn {number}")
    add_local_task(store, title=f"Việc riêng {number}")
    indicator = find_indicator(store, "CT-22a").uid
    follow(store, indicator)
    if number % 2:
        set_measurement(store, indicator, Q1, actual=Decimal(90 + number))
    else:
        set_measurement(store, indicator, Q1, estimate=Decimal(95))
    if number == 1:
        set_own_target(store, indicator, "≥90")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Round:
    folder, clock = tmp_path_factory.mktemp("vòng"), march_clock()
    for code in (HA_TU, TUAN_CHAU, LATE, TWICE):
        make_unit(folder / code, code)
    school = typed_organisation("Trường Chính trị")
    initialise(folder / ADDED, organisation=school, first_period=Q1, clock=clock).close()
    with Store.open(folder / ADDED, clock=clock) as store:
        take_on(store, [find_task(store, code).uid for code in ("3.2", "1.14", "6.1")])
        uid, on = find_task(store, "6.1").uid, date(2026, 3, 10)
        set_progress(store, uid, Q1, status="completed", restricted_number="08-BC/ĐU")
        set_progress(store, uid, Q1, restricted_on=on)
    shutil.copytree(folder / TWICE, folder / "máy khác")
    found = Round(make_unit(folder / OFFICE, OFFICE), {}, {})
    for number, code in enumerate((HA_TU, TUAN_CHAU, LATE, ADDED, TWICE, "máy khác"), 1):
        with Store.open(folder / code, clock=clock) as store:
            record(store, number)
            found.packages[code] = Unit(store).send(folder / f"{code} gửi")
            found.sheets[code] = Unit(store).sheet()
    with Store.open(found.office, clock=clock) as store:
        trust_sender(store, found.packages[HA_TU][0])
        for code in (TUAN_CHAU, ADDED, TWICE, "máy khác"):
            take_in(store, found.packages[code][0])
        clock.move(days=5)
        take_in(store, found.packages[LATE][0])
    return found


@pytest.fixture
def office(played: Round, tmp_path: Path) -> Iterator[Store]:
    folder = shutil.copytree(played.office, tmp_path / "trên")
    with Store.open(folder, clock=march_clock(25)) as opened:
        yield opened


@pytest.fixture
def found(office: Store) -> Consolidation:
    return consolidate(office, Q1)


def test_every_expected_reporter_is_there_once(found: Consolidation, office: Store) -> None:
    codes = [one.code for one in found.reporters]
    assert len(codes) == len(set(codes)) == 65  # 54 units, 11 bodies but the own one, one added
    assert OFFICE not in codes
    groups = Counter(one.group for one in found.reporters)
    assert groups == {"Phường": 30, "Xã": 22, "Đặc khu": 2, "Cơ quan": 10, "Đơn vị khác": 1}
    assert found.reporters[-1].name == "Trường Chính trị"


def test_states_tell_who_reported_when(found: Consolidation) -> None:
    states = {one.code: one.state for one in found.reporters}
    told = {code: state for code, state in states.items() if state is not ReportState.MISSING}
    assert told == {
        HA_TU: ReportState.ON_TIME,
        TUAN_CHAU: ReportState.ON_TIME,
        ADDED: ReportState.ON_TIME,
        LATE: ReportState.LATE,
        TWICE: ReportState.CONFLICT,
    }
    assert {one.code for one in found.unconfirmed} == {TUAN_CHAU, ADDED, LATE}
    assert (found.complete.count, found.complete.of) == (5, 65)
    assert (found.timely.count, found.timely.of) == (4, 65)
    assert found.complete.percent == Decimal("7.7")


def test_the_matrix_is_what_the_stores_say(found: Consolidation, played: Round) -> None:
    expected = {
        (code, row.uid): row.standing
        for code in IN_FORCE
        for row in played.sheets[code].own_tasks
        if row.origin != "local"
    }
    shown = {
        (code, line.task.uid): standing
        for line in found.tasks
        for code, standing in line.cells.items()
    }
    assert shown == expected
    assert len({standing for standing in shown.values()}) > 3
    for line in found.tasks:
        own = Counter[object](s for (_, uid), s in expected.items() if uid == line.task.uid)
        if line.task.channel is Channel.RESTRICTED:
            own = Counter({None: own.total()})
        assert Counter(line.counts) == own
    assert found.local_tasks == dict.fromkeys(IN_FORCE, 1)
    assert found.local_indicators == {
        code: sum(row.indicator.origin == "local" for row in sheet.followed_indicators)
        for code, sheet in played.sheets.items()
        if code in IN_FORCE
    }
    assert f"Ngoài ra {len(IN_FORCE)} nhiệm vụ đơn vị tự đề ra, không tính ở trên." in (
        summary_lines(found)
    )


def test_a_cell_is_blank_where_nothing_is_assigned(found: Consolidation, played: Round) -> None:
    for line in found.tasks:
        assert not line.silent & line.cells.keys()
        # Nobody hides a hole: who is silent was surely given the task by the plan.
        groups = {g.code: g.members for g in found.plan.groups}
        named = [a for a in found.plan.assignments if a.uid == line.task.uid]
        given = {c for a in named for c in groups.get(a.organisation, (a.organisation,))}
        assert line.silent <= given
    assert any(len(line.silent) > 50 for line in found.tasks)
    assert any(not line.silent and not line.cells for line in found.tasks)


def test_indicators_keep_units_and_kinds_apart(found: Consolidation, played: Round) -> None:
    uid = next(row.uid for row in played.sheets[HA_TU].indicators if row.measurement.actual)
    line = next(one for one in found.indicators if one.indicator.uid == uid)
    values = {one.organisation: one for one in line.values}
    assert values.keys() == set(IN_FORCE)
    for code, one in values.items():
        row = next(r for r in played.sheets[code].indicators if r.uid == uid)
        assert (one.value, one.estimated, one.verdict) == (row.value, row.estimated, row.verdict)
    assert [code for code, one in values.items() if one.target] == [HA_TU]
    assert [code for code, one in values.items() if one.verdict is not None] in ([HA_TU], [])
    with pytest.raises(InputError, match="số ước"):
        total_of(line)
    assert total_of(line, estimated=False) == Decimal(91 + 93)
    assert total_of(line, estimated=True) == Decimal(95 + 95)


def test_different_units_of_measure_are_never_added(found: Consolidation) -> None:
    line = found.indicators[0]
    one = IndicatorValue(HA_TU, "%", Decimal(1), estimated=False)
    with pytest.raises(InputError, match="đơn vị tính"):
        total_of(IndicatorLine(line.indicator, (one, replace(one, unit="tỷ đồng"))))
    with pytest.raises(InputError, match="chưa có số liệu"):
        total_of(IndicatorLine(line.indicator, (replace(one, value=None),)))


def test_remarks_stand_with_their_unit(found: Consolidation, played: Round) -> None:
    expected = [
        (code, row.code, row.progress.difficulty, row.progress.proposal)
        for code in IN_FORCE
        for row in played.sheets[code].own_tasks
        if row.progress.difficulty or row.progress.proposal
    ]
    shown = [(r.organisation, r.task_code, r.difficulty, r.proposal) for r in found.remarks]
    assert sorted(shown) == sorted(expected)
    assert len(shown) == 2 * len(IN_FORCE)


def test_a_chosen_report_counts(office: Store, played: Round) -> None:
    packages = received_packages(office, "NQ05-2026", Q1, TWICE)
    choose_received(office, packages[1].digest)
    found = consolidate(office, Q1)
    own = {row.uid: row.standing for row in played.sheets["máy khác"].own_tasks}
    shown = {line.task.uid: line.cells[TWICE] for line in found.tasks if TWICE in line.cells}
    assert shown == {uid: own[uid] for uid in shown}
    assert len(shown) == len(own) - 1  # its local task stands in no line


def test_holes_are_named_before_any_figure(found: Consolidation) -> None:
    lines = summary_lines(found)
    first = next(n for n, line in enumerate(lines) if line.startswith("Đã gửi"))
    before = "\n".join(lines[:first])
    for words in (
        "Chưa gửi (60)",
        "Gửi muộn (1): Ban Tổ chức",
        "Có hai báo cáo khác nhau (1)",
        "Chưa xác nhận",
    ):
        assert words in before


def test_a_task_of_the_separate_channel_is_in_no_count(found: Consolidation) -> None:
    apart = {
        line.task.code: len(line.cells)
        for line in found.tasks
        if line.task.channel is Channel.RESTRICTED
    }
    lines, reports = summary_lines(found), sum(apart.values())
    assert reports
    assert f"  Báo cáo theo đường riêng: {reports}" in lines
    told = found.tasks, consolidation_object(found)["tasks"]
    for line, one in zip(*told, strict=True):
        expected = apart.get(line.task.code, 0)
        assert one["restricted"] == expected
        assert sum(one["counts"].values()) == len(line.cells) - expected
    for standing in Standing:
        count = sum(
            list(line.cells.values()).count(standing)
            for line in found.tasks
            if line.task.code not in apart
        )
        said = [line for line in lines if line.startswith(f"  {standing_words(standing)}: ")]
        assert said == ([f"  {standing_words(standing)}: {count}"] if count else [])


def test_what_reports_say_of_a_withdrawn_task_is_named_and_counted_nowhere(
    office: Store, found: Consolidation
) -> None:
    plan = current_plan(office)
    gone = next(one for one in found.tasks if {HA_TU, LATE} <= set(one.cells))
    before = sum(len(line.cells) for line in found.tasks)
    names = {one.code: one.name for one in found.reporters}
    assert found.withdrawn == ()
    tasks = tuple(one for one in plan.tasks if one.uid != gone.task.uid)
    given = tuple(one for one in plan.assignments if one.uid != gone.task.uid)
    install_version(office, replace(plan, version=2, tasks=tasks, assignments=given))
    now = consolidate(office, Q1)
    (row,) = now.withdrawn
    assert (row.code, set(row.organisations)) == (gone.task.code, set(gone.cells))
    assert sum(len(line.cells) for line in now.tasks) == before - len(gone.cells)
    told = ", ".join(names[code] for code in row.organisations).replace("Phường", "phường")
    line = (
        f"{len(gone.cells)} dòng của nhiệm vụ, chỉ tiêu đã rút, không tính vào số dưới đây: "
        f"{row.code} ({told})"
    )
    assert line in summary_lines(now)
    sheets = load_workbook(io.BytesIO(consolidation_bytes(now)))
    for name in SHEETS:
        assert line in [cells[0] for cells in sheets[name].iter_rows(max_row=12, values_only=True)]
    profile, own = load_profile("dang"), own_organisation(office)
    assert f"{line}." in consolidated_draft(now, "reporters", profile, own).splitlines()
    assert consolidation_object(now)["withdrawn"][0]["code"] == gone.task.code


def test_a_folder_of_packages_is_taken_in_and_one_bad_file_stops_none(
    played: Round, tmp_path: Path
) -> None:
    folder = tmp_path / "gói"
    folder.mkdir()
    for code in (HA_TU, TUAN_CHAU):
        shutil.copy(played.packages[code][0], folder)
    (folder / "cắt.qnbc").write_bytes(played.packages[LATE][0].read_bytes()[:900])
    (folder / "thư.eml").write_text("Kính gửi", encoding="utf-8")
    make_unit(tmp_path / "trên", OFFICE)
    with Store.open(tmp_path / "trên", clock=march_clock()) as store:
        told = take_in_folder(store, folder)
        assert sum("đã nhận." in one.sentence for one in told) == 2
        assert len(told) == 3
        assert len(received_packages(store, "NQ05-2026", Q1)) == 2


def test_the_command_prints_one_object(
    played: Round, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(played.office, tmp_path / "lệnh")
    parse = cli.build_parser().parse_args
    words = ["--data", str(folder), "consolidate", "--period", Q1]
    assert cli.run(parse([*words, "--json"])) == 0
    told = json.loads(capsys.readouterr().out)
    with Store.open(folder) as store:
        assert told == json.loads(json.dumps(consolidation_object(consolidate(store, Q1))))
    states = Counter(one["state"] for one in told["organisations"])
    assert states == {"on_time": 3, "late": 1, "conflict": 1, "missing": 60}
    counts = [sum(line["counts"].values()) + line["restricted"] for line in told["tasks"]]
    assert sum(counts) == sum(len(played.sheets[code].own_tasks) - 1 for code in IN_FORCE)
    assert cli.run(parse([*words, "--xlsx", str(tmp_path / "tổng hợp.xlsx")])) == 0
    assert load_workbook(tmp_path / "tổng hợp.xlsx").sheetnames == list(SHEETS)
    assert capsys.readouterr().out.startswith("Tổng hợp quý I năm 2026\nChưa gửi (60)")
    pdf, word = tmp_path / "tổng hợp.pdf", tmp_path / "tổng hợp.docx"
    written = ["--pdf", str(pdf), "--docx", str(word), "--letterhead", "nha-nuoc"]
    assert cli.run(parse([*words, *written])) == 0
    assert "".join(page_texts(pdf.read_bytes())[0]).count("CỘNG HÒA XÃ HỘI") == 1
    assert len(Document(str(word)).tables) > 4


def test_the_command_takes_the_period_that_is_collected(
    played: Round, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(played.office, tmp_path / "lệnh")
    with Store.open(folder) as store:
        choose_period(store, "2026-Q3")
    assert cli.run(cli.build_parser().parse_args(["--data", str(folder), "consolidate"])) == 0
    assert capsys.readouterr().out.startswith("Tổng hợp 9 tháng năm 2026")


@pytest.fixture
def book(found: Consolidation) -> Workbook:
    return load_workbook(io.BytesIO(consolidation_bytes(found)))


def table(sheet: Sheet) -> tuple[list[Any], list[list[Any]]]:
    """Head and rows of a sheet's table, by its filter."""
    left, upper, right, lower = range_boundaries(sheet.auto_filter.ref)
    cells = sheet.iter_rows(upper, lower, left, right, values_only=True)
    head, *rows = [list(row) for row in cells]
    return head, rows


def test_every_letter_of_the_matrix_is_what_a_store_says(
    book: Workbook, found: Consolidation, played: Round
) -> None:
    head, rows = table(book[SHEETS[1]])
    own = {code: {row.code: row for row in played.sheets[code].own_tasks} for code in IN_FORCE}
    names = {played.sheets[code].organisation.name: code for code in IN_FORCE}
    seen = 0
    assert head[10] == "Báo cáo theo đường riêng"
    apart = {one.code for one in found.plan.tasks if one.channel is Channel.RESTRICTED}
    states = {one.name: one.state for one in found.reporters}
    holes = {ReportState.MISSING: "V", ReportState.CONFLICT: "X"}
    for row in rows:
        expected: Counter[str] = Counter()
        for name, letter in zip(head[11:], row[11:], strict=True):
            told = own.get(names.get(str(name), ""), {}).get(str(row[0]))
            if told is None or told.standing is None:
                assert letter in (None, holes.get(states[str(name)], "?"))
                continue
            assert letter == ("R" if row[0] in apart else LETTERS[told.standing])
            expected[letter] += 1
        assert row[2:11] == [expected[letter] for letter in (*LETTERS.values(), "R")]
        seen += expected.total()
    assert seen == sum(len(rows) - 1 for rows in own.values())


def test_values_of_indicators_stay_numbers(book: Workbook, played: Round) -> None:
    _, rows = table(book[SHEETS[2]])
    told = {(row[3], row[0]): row[4] for row in rows if row[4] is not None}
    expected = {
        (played.sheets[code].organisation.name, row.code): float(row.value)
        for code in IN_FORCE
        for row in played.sheets[code].followed_indicators
        if row.value is not None
    }
    assert told == expected
    assert expected


def test_no_text_becomes_a_formula(book: Workbook) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    _, rows = table(book[SHEETS[3]])
    assert "=Thiếu vốn 1" in [row[3] for row in rows]


def test_sheets_are_ready_to_read_and_to_print(book: Workbook) -> None:
    assert book.sheetnames == list(SHEETS)
    for sheet in book:
        texts = [str(row[0]) for row in sheet.iter_rows(values_only=True) if row[0]]
        assert texts[1].startswith("Chưa gửi (60)")  # the holes stand above every figure
        assert sheet.page_setup.orientation == "landscape"
        assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
        top = int(sheet.auto_filter.ref.split(":")[0][1:])
        assert str(sheet.freeze_panes)[1:] == str(top + 1)
        assert sheet.print_title_rows == f"${top}:${top}"
        assert sheet.oddHeader is not None
        assert sheet.oddHeader.center.text == "&P"
        assert (sheet.page_setup.firstPageNumber, sheet.HeaderFooter.differentFirst) == (1, True)
        assert sheet.column_dimensions["B"].width > 8
        assert sheet.row_dimensions[top].height in (34, 170)
        fit = sheet.sheet_properties.pageSetUpPr
        assert fit is not None
        assert fit.fitToPage
        notes = {one.min_row for one in sheet.merged_cells.ranges}
        assert notes == set(range(2, top - 1))
    assert (book[SHEETS[1]].print_title_cols, book[SHEETS[1]].page_setup.fitToWidth) == ("$A:$B", 3)
    _, rows = table(book[SHEETS[0]])
    assert Counter(row[3] for row in rows) == {
        "Đúng hạn": 3,
        "Gửi muộn": 1,
        "Có hai báo cáo khác nhau": 1,
        "Chưa gửi": 60,
    }
