"""The consolidated report's tables of tasks: what each comes to, the letters of the matrix."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from consolidated_reports import annex, blocks, many_reports, report_of, rows
from pdf_pages import MM
from report_sheets import RESTRICTED

from qnapp.documents.consolidated_matrix import MOST_COLUMNS, short_title
from qnapp.documents.consolidated_words import LETTERS, letter_of
from qnapp.documents.fonts import load_fonts
from qnapp.documents.layout import break_lines, held_together
from qnapp.documents.pdf_table_head import turned_titles
from qnapp.documents.profiles import TextStyle
from qnapp.documents.report import RowKind
from qnapp.domain.consolidated import Reporter, TaskLine
from qnapp.domain.received import ReportState
from qnapp.domain.reporting import Standing
from qnapp.domain.standings import STANDING_WORDS
from qnapp.text import fold

TITLES = {**STANDING_WORDS, Standing.DONE: "Hoàn thành, không xác định thời hạn"}


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


def test_no_letter_is_another_with_a_stroke_more() -> None:
    """A copy of a copy loses the stroke of “Đ”: done on time must not become on hold."""
    letters = [*LETTERS.values(), "R", "V", "X", "?"]
    assert len({fold(letter) for letter in letters}) == len(letters)


def test_the_legend_tells_every_letter() -> None:
    legend = blocks(report_of())[0].legend
    for letter in (*LETTERS.values(), "R", "V", "X", "?"):
        assert f"{letter}:\u00a0" in legend


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
