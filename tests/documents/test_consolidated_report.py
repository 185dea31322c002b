from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import docx
import pdfplumber
import pytest
from consolidated_reports import many_reports
from docx.enum.section import WD_ORIENTATION
from pdf_pages import MM, page_texts, printed, solid
from report_sheets import COUNCIL, HA_TU, PARTY_BODY, RESTRICTED, every_text

from qnapp.db.organisations import resolve_organisation
from qnapp.db.reports import TOTAL_PART, set_total_text
from qnapp.db.setup import initialise
from qnapp.documents.consolidated_matrix import MOST_COLUMNS, short_title
from qnapp.documents.consolidated_report import (
    ConsolidatedPart,
    assemble_consolidated,
    build_consolidated,
    consolidated_file_name,
    consolidated_part_states,
    write_consolidated_pdf,
)
from qnapp.documents.consolidated_words import LETTERS, letter_of, name_in_text
from qnapp.documents.docx import docx_bytes
from qnapp.documents.fonts import load_fonts
from qnapp.documents.layout import break_lines, held_together
from qnapp.documents.pdf import pdf_bytes, render_pdf
from qnapp.documents.pdf_page import single
from qnapp.documents.pdf_table_head import turned_titles
from qnapp.documents.profiles import TextStyle, load_profile
from qnapp.documents.report import RowKind
from qnapp.domain.consolidated import Reporter, TaskLine
from qnapp.domain.plan import Origin
from qnapp.domain.received import ReportState
from qnapp.domain.reporting import Standing
from qnapp.domain.standings import STANDING_WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.documents.report import Annex, Office, Report
    from qnapp.domain.consolidated import Consolidation

FORMS = [(PARTY_BODY, "dang"), (COUNCIL, "nha-nuoc")]
ON = date(2026, 3, 25)
TITLES = {**STANDING_WORDS, Standing.DONE: "Hoàn thành, không xác định thời hạn"}


def report_of(
    found: Consolidation | None = None,
    office: Office = PARTY_BODY,
    profile: str = "dang",
    texts: dict[str, str] | None = None,
    **more: Any,
) -> Report:
    given = found if found is not None else many_reports()
    return build_consolidated(given, texts or {}, office, load_profile(profile), on=ON, **more)


def annex(report: Report, name: str) -> Annex:
    return next(one for one in report.annexes if one.name == name)


def blocks(report: Report) -> list[Annex]:
    return [one for one in report.annexes if one.name.startswith("Biểu số 3")]


def rows(given: Annex) -> list[tuple[Any, ...]]:
    return [row.cells for row in given.table.rows if row.kind is RowKind.ROW]


def test_holes_are_named_before_any_figure() -> None:
    found = many_reports()
    (opening,) = report_of().part("opening").paragraphs
    assert opening.startswith("Thực hiện Nghị quyết số 05-NQ/TU, ngày 09/12/2025")
    told = report_of().part("reporters").paragraphs
    starts = (
        "Chưa gửi (6): ",
        "Gửi muộn (6): ",
        "Đã trả lại (6): ",
        "Có hai báo cáo khác nhau (1): ",
        "Chưa xác nhận nguồn gửi (1): ",
    )
    assert all(line.startswith(start) for line, start in zip(told, starts, strict=False))
    missing = [one for one in found.reporters if one.state is ReportState.MISSING]
    assert told[0] == f"Chưa gửi (6): {', '.join(map(name_in_text, missing))}."
    rates = "Đã gửi báo cáo 59/65 đơn vị (90,8%); gửi đúng hạn 53/65 đơn vị (81,5%)."
    assert told.index(rates) > len(starts)
    assert not any("%" in line for line in told[: told.index(rates)])


def test_it_says_whose_reports_are_left_out_and_which_returned_ones_are_counted() -> None:
    found = many_reports()
    returned = {one.code for one in found.in_state(ReportState.RETURNED)}
    counted = {code for line in found.tasks for code in line.cells}
    assert len(returned & counted) == 6
    assert (
        "Số liệu dưới đây chưa gồm các đơn vị chưa gửi và các đơn vị có hai báo cáo khác nhau; "
        "vẫn gồm 6 báo cáo đã trả lại để chỉnh sửa, chưa có báo cáo gửi lại."
    ) in report_of().part("reporters").paragraphs


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Phường Hà Lầm", "phường Hà Lầm"),
        ("Xã Bình Liêu", "xã Bình Liêu"),
        ("Đặc khu Cô Tô", "đặc khu Cô Tô"),
        ("Văn phòng Tỉnh ủy", "Văn phòng Tỉnh ủy"),
        ("Sở Y tế", "Sở Y tế"),
    ],
)
def test_a_places_common_noun_is_small_within_a_sentence(name: str, said: str) -> None:
    assert name_in_text(Reporter("X1", name, "Đơn vị khác")) == said


def test_names_are_small_in_sentences_and_have_their_capital_in_cells_and_at_a_beginning() -> None:
    report = report_of(many_reports(count=9))
    assert "Phường" not in every_text(report.part("indicators"))
    for part in ("reporters", "indicators"):
        assert "phường" in every_text(report.part(part))
    assert all(text.startswith("Phường ") for text in report.part("difficulties").paragraphs[:20])
    assert any(row[1] == HA_TU.name == "Phường Hà Tu" for row in rows(report.annexes[0]))


def test_a_whole_round_says_so() -> None:
    found = many_reports()
    whole = tuple(
        replace(one, state=ReportState.ON_TIME, late=False, gaps=(), missing_parts=0, sender=None)
        for one in found.reporters
    )
    told = report_of(replace(found, reporters=whole)).part("reporters").paragraphs
    assert told[0].startswith("Các đơn vị đã gửi đủ báo cáo, đúng hạn")
    assert "Số liệu dưới đây" not in " ".join(told)


def test_every_task_is_counted_as_its_reports_say() -> None:
    found = many_reports()
    counts = annex(report_of(), "Biểu số 2")
    titles = [column.title for column in counts.table.columns]
    by_code = {row[0]: dict(zip(titles, row, strict=True)) for row in rows(counts)[:-1]}
    assert by_code.keys() == {line.task.code for line in found.tasks}
    whole: Counter[str] = Counter()
    for line in found.tasks:
        row = by_code[line.task.code]
        expected = Counter(line.cells.values())
        told = {kind: row[TITLES[kind]] or 0 for kind in Standing}
        if line.task.code in RESTRICTED:
            assert set(told.values()) == {0}
            assert row["Báo cáo theo đường riêng"] == len(line.cells)
        else:
            assert told == {kind: expected[kind] for kind in Standing}
        assert row["Đã báo cáo"] == len(line.cells)
        whole.update({title: row[title] or 0 for title in titles[3:]})
    total = dict(zip(titles, rows(counts)[-1], strict=True))
    assert {title: total[title] or 0 for title in titles[3:]} == dict(whole)
    said = report_of().part("tasks").paragraphs[0]
    assert f"Các báo cáo có {whole['Đã báo cáo']:,} lượt nhiệm vụ".replace(",", ".") in said


def test_a_turned_name_is_not_mixed_with_the_remark_behind_it() -> None:
    report = report_of()
    for block in blocks(report):
        columns = [column for column in block.table.columns if "(" in column.title]
        assert columns
        found = turned_titles(columns, [12 * MM] * len(columns), load_fonts().bold, TextStyle(9.5))
        for column, title in zip(columns, found, strict=True):
            texts = [line.text for line in title.lines]
            assert " ".join(texts) == column.title
            assert len(texts) == 1 or any(text.startswith("(") for text in texts)


def test_turned_titles_of_the_word_copy_have_room_beside_the_cells_margins() -> None:
    """Word cuts off the lines of a turned cell that do not fit its width."""
    found = many_reports()
    *others, last = found.reporters
    found = replace(found, reporters=(*others, replace(last, state=ReportState.MISSING)))
    report = report_of(found, COUNCIL, "nha-nuoc")
    style = report.profile.annex.head_of(blocks(report)[-1].table)
    document = docx.Document(io.BytesIO(docx_bytes(report)))
    seen = 0
    for table in document.tables:
        head = table.rows[0]
        for cell in head.cells:
            if cell._tc.find(".//{*}textDirection") is None or head.height is None:
                continue
            seen += 1
            room = cell.width.pt - 2 * 1.2 * MM
            longest = head.height.pt - 2 * 1.2 * MM
            lines = break_lines(cell.text, load_fonts().of(style), style.size, longest)
            assert len(lines) == 1 or len(lines) * single(style) <= room + 0.5, cell.text
            assert head.height.mm < 70
    assert seen > 60


def test_rows_that_go_on_are_told_whose_they_are_on_every_page() -> None:
    """A page of values alone would not say of which indicator they are."""
    report = report_of()
    rendered = render_pdf(report)
    for name in ("Biểu số 4", "Biểu số 5"):
        titles = [row.cells[0] for row in annex(report, name).table.rows
                  if row.kind is RowKind.GROUP]  # fmt: skip
        numbers = sorted({mark.page for mark in rendered.marks if mark.part == name})
        pages = page_texts(rendered.data)[numbers[0] : numbers[-1]]
        heads = [column.title for column in annex(report, name).table.columns]
        assert len(pages) > 2
        for page in pages:
            _, _, under = solid(page).partition(solid("".join(heads)))
            assert under.startswith(tuple(solid(str(title)) for title in titles))
        assert any(solid("(tiếp theo)") in solid(page) for page in pages)


def test_every_organisation_has_one_column_of_letters() -> None:
    found = many_reports()
    seen: dict[str, dict[str, str]] = {}
    for block in blocks(report_of()):
        names = [column.title.split(" (")[0] for column in block.table.columns[2:]]
        assert len(names) <= MOST_COLUMNS
        assert [column.title for column in block.table.columns[:2]] == ["Mã", "Nhiệm vụ"]
        for name in names:
            assert name not in seen
            seen[name] = {}
        for row in rows(block):
            for name, letter in zip(names, row[2:], strict=True):
                seen[name][row[0]] = letter
    assert seen.keys() == {one.name for one in found.reporters}
    for one in found.reporters:
        for line in found.tasks:
            standing = line.cells.get(one.code)
            apart = line.task.code in RESTRICTED
            expected = "" if standing is None else "R" if apart else LETTERS[standing]
            assert seen[one.name][line.task.code] == expected


def test_units_stand_in_blocks_of_their_sort() -> None:
    titles = [block.title for block in blocks(report_of())]
    assert [title.split(": ")[1] for title in titles] == ["PHƯỜNG", "XÃ, ĐẶC KHU", "CƠ QUAN"]
    assert [block.name for block in blocks(report_of())] == [f"Biểu số 3.{n}" for n in (1, 2, 3)]
    few = many_reports(count=9)
    assert [block.name for block in blocks(report_of(few))] == ["Biểu số 3"]


def test_a_sort_larger_than_a_page_is_parted_and_nobody_is_lost() -> None:
    found = many_reports()
    same = tuple(replace(one, group="Xã") for one in found.reporters)
    parted = blocks(report_of(replace(found, reporters=same)))
    sizes = [len(block.table.columns) - 2 for block in parted]
    assert sizes == [32, 32, 1]


@pytest.mark.parametrize(
    ("state", "silent", "letter"),
    [
        (ReportState.MISSING, True, "V"),
        (ReportState.CONFLICT, True, "X"),
        (ReportState.ON_TIME, True, "?"),
        (ReportState.MISSING, False, ""),
    ],
)
def test_a_hole_says_why_it_is_one(state: ReportState, silent: bool, letter: str) -> None:
    task = many_reports().tasks[0].task
    line = TaskLine(task, {}, frozenset({"X1"} if silent else ()))
    assert letter_of(line, Reporter("X1", "Xã Mẫu", "Xã", state)) == letter


def test_a_task_that_concerns_nobody_of_a_block_is_left_out_of_it() -> None:
    found = many_reports(count=9)
    kept, *others = found.tasks
    asked = replace(kept, cells={}, silent=frozenset({found.reporters[0].code}))
    blank = [replace(line, cells={}, silent=frozenset()) for line in others]
    (block,) = blocks(report_of(replace(found, tasks=(asked, *blank))))
    assert [row[0] for row in rows(block)] == [kept.task.code]
    assert [row.kind for row in block.table.rows] == [RowKind.GROUP, RowKind.ROW]
    codes = {
        row[0] for row in rows(annex(report_of(replace(found, tasks=(asked, *blank))), "Biểu số 2"))
    }
    assert len(codes) == len(found.tasks) + 1  # and the sum


def test_who_has_not_reached_an_indicator_is_named_or_counted() -> None:
    (counted,) = [line for line in report_of().part("indicators").paragraphs if "22a" in line]
    assert counted.endswith(" chưa đạt tại 32 đơn vị (Biểu\u00a0số\u00a04).")
    few = report_of(many_reports(count=9)).part("indicators").paragraphs
    (named,) = [line for line in few if "22a" in line]
    assert "chưa đạt tại: phường " in named
    assert "mức ≥90" in named


def test_the_legend_tells_every_letter() -> None:
    legend = blocks(report_of())[0].legend
    for letter in (*LETTERS.values(), "R", "V", "X", "?"):
        assert f"{letter}:\u00a0" in legend


def test_values_stay_numbers_and_only_who_holds_a_target_is_judged() -> None:
    found = many_reports()
    told = rows(annex(report_of(), "Biểu số 4"))
    assert len(told) == sum(len(line.values) for line in found.indicators)
    values = {
        (one.organisation, line.indicator.title): one
        for line in found.indicators
        for one in line.values
    }
    assert all(row[2] in ("", "Thực hiện", "Số ước") for row in told)
    assert [row for row in told if row[5] and not row[4]] == []
    numbers = sorted(row[1] for row in told if row[1] is not None)
    assert numbers == sorted(one.value for one in values.values() if one.value is not None)
    kinds = Counter(row[2] for row in told)
    assert kinds["Số ước"] == sum(
        one.estimated and one.value is not None for one in values.values()
    )


def test_a_target_that_only_the_text_states_is_called_by_its_title() -> None:
    found = many_reports(count=9)
    kept, silent = (next(line for line in found.indicators if bool(line.values) is told)
                    for told in (True, False))  # fmt: skip
    stated = replace(
        silent.indicator, code="CT-NQ1", title="Doanh thu du lịch", origin=Origin.PROSE
    )
    lines = (kept, replace(silent, indicator=stated), silent)
    legend = annex(report_of(replace(found, indicators=lines)), "Biểu số 4").legend
    number = silent.indicator.code.removeprefix("CT-")
    told = f"NQ1 (doanh thu du lịch), {number}."
    assert legend == f"Chỉ tiêu chưa có đơn vị nào báo cáo: {told}"


def test_remarks_stand_under_the_one_who_makes_them() -> None:
    found = many_reports()
    names = {one.code: one.name for one in found.reporters}
    told: list[tuple[str, ...]] = []
    whose = ""
    for row in annex(report_of(), "Biểu số 5").table.rows:
        if row.kind is RowKind.GROUP:
            whose = str(row.cells[0])
        else:
            told.append((whose, *map(str, (row.cells[0], row.cells[2], row.cells[3]))))
    expected = [
        (names[one.organisation], one.task_code, one.difficulty, one.proposal)
        for one in found.remarks
    ]
    assert sorted(told) == sorted(expected)


def test_the_text_holds_some_remarks_and_counts_the_others() -> None:
    found = many_reports()
    told = report_of().part("difficulties").paragraphs
    assert len(told) == 21
    count = sum(bool(one.difficulty) for one in found.remarks)
    assert told[-1].startswith(f"Còn {count - 20} ý kiến khác của ")


def test_no_word_of_a_restricted_task_but_that_it_is_reported_apart() -> None:
    codes = {row[0] for row in rows(annex(report_of(), "Biểu số 5"))}
    assert not codes & set(RESTRICTED)
    named = report_of().part("tasks").paragraphs[-2]
    assert not any(code in named for code in RESTRICTED)


@pytest.mark.parametrize(("office", "profile"), FORMS)
def test_pages_are_filled_within_the_margins_and_heads_come_back(
    office: Office, profile: str
) -> None:
    data = pdf_bytes(report_of(many_reports(count=9), office, profile))
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages[::3]:
            across = page.width > page.height
            assert all(char["x0"] >= 30 * MM - 0.1 for char in page.chars)
            assert all(char["x1"] <= page.width - 15 * MM + 0.1 for char in page.chars)
            assert all(char["bottom"] <= page.height - 20 * MM + 3 for char in page.chars)
            if across:
                assert "Mã" in page.extract_text() or "Đơn vị" in page.extract_text()


def test_turned_titles_stand_within_their_columns() -> None:
    rendered = render_pdf(report_of())
    page = next(m.page for m in rendered.marks if m.part == "Biểu số 3.1")
    with pdfplumber.open(io.BytesIO(rendered.data)) as pdf:
        chosen = pdf.pages[page - 1]
        turned = [char for char in chosen.chars if not char["upright"] and char["text"].strip()]
        edges = sorted({round(line["x0"], 1) for line in chosen.lines if line["width"] < 0.1})
        heads = [char for char in turned if edges[0] < char["x0"] < edges[-1]]
    assert len(heads) > 300
    for char in heads:
        left = max(edge for edge in edges if edge <= char["x0"] + 1)
        right = min(edge for edge in edges if edge > left)
        assert char["x1"] <= right + 1, char["text"]


@pytest.mark.parametrize(("office", "profile"), FORMS)
def test_the_letterhead_and_the_signature_are_those_of_the_office(
    office: Office, profile: str
) -> None:
    report = report_of(many_reports(count=9), office, profile)
    lines = printed(pdf_bytes(report), range(8))
    texts = [" ".join(line.text.split()) for line in lines]
    assert "BÁO CÁO" in texts
    assert report.signature.title in texts
    start = "tổng hợp" if profile == "dang" else "Tổng hợp"
    assert f"{start} kết quả thực hiện" in texts
    on = ", ngày 09/12/2025" if profile == "dang" else " ngày 09 tháng 12 năm 2025"
    assert f"Nghị quyết số 05-NQ/TU{on}" in " ".join(texts)


def test_the_same_reports_give_the_same_bytes() -> None:
    found = many_reports(count=9)
    assert pdf_bytes(report_of(found)) == pdf_bytes(report_of(found))
    assert docx_bytes(report_of(found)) == docx_bytes(report_of(found))


def test_the_word_copy_holds_every_table_on_wide_pages() -> None:
    report = report_of(many_reports(count=20))
    document = docx.Document(io.BytesIO(docx_bytes(report)))
    wide = [s for s in document.sections if s.orientation == WD_ORIENTATION.LANDSCAPE]
    assert len(wide) == len([one for one in report.annexes if one.table.rows])
    matrix = next(t for t in document.tables if len(t.columns) == 22)
    first = next(row for row in rows(blocks(report)[0]))
    assert tuple(cell.text for cell in matrix.rows[2].cells) == first
    nodes = matrix.rows[0]._tr.iter()
    assert sum(node.tag.endswith("textDirection") for node in nodes) == 20


def test_the_offices_own_words_take_the_place_of_a_draft() -> None:
    report = report_of(texts={"next": "Việc của tỉnh.", "tasks": ""})
    assert report.part("next").paragraphs == ("Việc của tỉnh.",)
    assert len(report.part("tasks").paragraphs) > 1


def test_charts_come_by_choice_and_count_what_the_text_counts() -> None:
    assert report_of().charts is None
    charts = report_of(with_charts=True).charts
    assert charts is not None
    whole = charts.data.sections[0]
    said = report_of().part("tasks").paragraphs[0]
    assert f"{whole.total:,}".replace(",", ".") in said
    assert sum(bar.total for bar in charts.data.sections[1:]) == whole.total
    last = page_texts(pdf_bytes(report_of(many_reports(count=9), with_charts=True)))[-1]
    assert solid("số trong ô là số lượt nhiệm vụ") in solid(last)


def test_nothing_received_yet_makes_a_report_all_the_same() -> None:
    found = many_reports(count=9)
    none = tuple(
        Reporter(one.code, one.name, one.group, ReportState.MISSING) for one in found.reporters
    )
    empty = replace(
        found,
        reporters=none,
        tasks=tuple(replace(line, cells={}) for line in found.tasks),
        indicators=tuple(replace(line, values=()) for line in found.indicators),
        remarks=(),
        local_tasks={},
    )
    report = report_of(empty, with_charts=True)
    assert report.charts is None
    text = every_text(report.parts)
    assert "Trong kỳ chưa có đơn vị nào báo cáo chỉ tiêu." in text
    assert "Trong kỳ chưa có đơn vị nào báo cáo nhiệm vụ." in text
    assert page_texts(pdf_bytes(report))


def test_parts_tell_where_their_text_comes_from() -> None:
    states = consolidated_part_states(
        many_reports(), {"next": "Đã viết."}, load_profile("dang"), PARTY_BODY.organisation, {}
    )
    assert [state.part for state in states] == [part.value for part in ConsolidatedPart]
    said = {state.part: state.source for state in states}
    assert said["opening"] == "tự động, chưa sửa"
    assert said["reporters"] == "tự động, 6 đơn vị chưa gửi"
    assert said["next"] == "đã viết"
    assert said["difficulties"].startswith("gom từ ")


def test_long_titles_are_cut_at_a_word() -> None:
    style, width = TextStyle(9.5), 58.0
    assert short_title("Ngắn gọn", style, width) == "Ngắn gọn"
    long = "Ban hành và triển khai chương trình hành động (năm 2026), " * 4
    cut = short_title(long, style, width)
    assert cut.endswith("…")
    assert long.startswith(cut[:-1])
    assert long[len(cut) - 1] in " ,"


def test_no_title_of_the_matrix_is_cut_while_a_line_has_room_for_its_next_word() -> None:
    report = report_of()
    style = report.profile.annex.cell_of(blocks(report)[0].table)
    titles = {line.task.code: line.task.title for line in many_reports().tasks}
    face, cuts = load_fonts().of(style), []
    for block in blocks(report):
        columns = block.table.columns
        room = columns[1].width or 252 - sum(column.width for column in columns)
        for code, title, *_ in rows(block):
            assert len(break_lines(title, face, style.size, (room - 2.4) * MM)) <= 3
            if title == titles[code]:
                continue
            cuts.append(block.name)
            left = title[:-1]
            right = held_together(titles[code].removeprefix(left))
            following = right.lstrip(" ,;:-(").split(" ")[0]
            more = f"{left}{right.partition(following)[0]}{following.rstrip(',;:-(')}…"
            assert len(break_lines(more, face, style.size, (room - 3) * MM)) > 3, title
    # Where few stand beside each other most titles are whole.
    assert 0 < cuts.count("Biểu số 3.3") < cuts.count("Biểu số 3.1") / 3


def test_the_window_and_the_command_take_it_from_the_store(tmp_path: Path) -> None:
    clock = datetime(2026, 3, 25, 9, 0, tzinfo=timezone(timedelta(hours=7)))
    office = resolve_organisation("BTCTU")
    found = many_reports(count=9)
    with initialise(
        tmp_path / "store", organisation=office, first_period="2026-Q1", clock=lambda: clock
    ) as store:
        report = assemble_consolidated(store, found)
        assert report.author == "Ban Tổ chức Tỉnh ủy"
        assert report.letterhead.place_date.endswith("tháng 3 năm 2026")
        assert assemble_consolidated(store, found, "nha-nuoc", with_charts=True).charts
        set_total_text(store, "2026-Q1", f"{TOTAL_PART}next", "Việc của tỉnh.")
        assert assemble_consolidated(store, found).part("next").paragraphs == ("Việc của tỉnh.",)
        drafted = assemble_consolidated(store, found, texts={}).part("next").paragraphs
        assert drafted != ("Việc của tỉnh.",)
        target = tmp_path / "tong-hop.pdf"
        pages = write_consolidated_pdf(store, found, target)
    assert len(page_texts(target.read_bytes())) == pages
    assert HA_TU.name in "".join(page_texts(target.read_bytes()))


def test_the_file_is_named_after_the_period() -> None:
    name = consolidated_file_name(many_reports(), ".pdf")
    assert name == "Báo cáo tổng hợp Quý I năm 2026.pdf"
