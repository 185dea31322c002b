"""What the consolidated report says: holes first, then figures, remarks, the office's own words."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from consolidated_reports import annex, many_reports, report_of, rows
from pdf_pages import page_texts
from report_sheets import HA_TU, PARTY_BODY, RESTRICTED, every_text

from qnapp.db.organisations import resolve_organisation
from qnapp.db.reports import TOTAL_PART, set_total_text
from qnapp.db.setup import initialise
from qnapp.documents.consolidated_report import (
    ConsolidatedPart,
    assemble_consolidated,
    consolidated_file_name,
    consolidated_part_states,
    write_consolidated_pdf,
)
from qnapp.documents.consolidated_words import name_in_text
from qnapp.documents.profiles import load_profile
from qnapp.documents.report import RowKind
from qnapp.domain.consolidated import Reporter
from qnapp.domain.plan import Origin
from qnapp.domain.received import ReportState

if TYPE_CHECKING:
    from pathlib import Path


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
    rates = "Đã gửi báo cáo 59/65 đơn vị (90,8%); gửi lần đầu đúng hạn 53/65 đơn vị (81,5%)."
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


def test_who_has_not_reached_an_indicator_is_named_or_counted() -> None:
    (counted,) = [line for line in report_of().part("indicators").paragraphs if "22a" in line]
    assert counted.endswith(" chưa đạt tại 32 đơn vị (Biểu\u00a0số\u00a04).")
    few = report_of(many_reports(count=9)).part("indicators").paragraphs
    (named,) = [line for line in few if "22a" in line]
    assert "chưa đạt tại: phường " in named
    assert "mức ≥90" in named


def test_values_stay_numbers_and_only_who_holds_a_target_is_judged() -> None:
    found = many_reports()
    told = rows(annex(report_of(), "Biểu số 4"))
    given = [one for line in found.indicators for one in line.values if one.told or one.target]
    assert len(told) == len(given)
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


def test_who_follows_an_indicator_and_gives_no_value_does_not_report_it() -> None:
    found = many_reports()
    given = {line.indicator.code: [one for one in line.values if one.value is not None or one.words]
             for line in found.indicators}  # fmt: skip
    told = {code for code, values in given.items() if values}
    silent = {line.indicator.code for line in found.indicators if line.values} - told
    assert told
    assert silent
    table = annex(report_of(), "Biểu số 4")
    heads = [str(row.cells[0]) for row in table.table.rows if row.kind is RowKind.GROUP]
    assert {head.partition(".")[0] for head in heads} == told
    for head in heads:
        code = head.partition(".")[0]
        assert f"; {len(given[code])} đơn vị báo cáo" in head
    assert all(row[1] is not None or row[4] or row[6] for row in rows(table))
    listed = table.legend.removesuffix(".").partition(": ")[2].split(", ")
    assert silent <= set(listed)
    first = report_of().part("indicators").paragraphs[0]
    assert first.startswith(f"Có {len(told)} chỉ tiêu được các đơn vị báo cáo")


def test_values_that_are_lacking_are_counted_beside_those_that_were_given() -> None:
    found = many_reports(count=9)
    line = next(one for one in found.indicators if one.indicator.code == "22a")
    blank = replace(line.values[0], value=None, words="", target="", verdict=None)
    others = [one for one in found.indicators if one is not line]
    part = replace(line, values=(*line.values[1:], blank))
    report = report_of(replace(found, indicators=(part, *(o for o in others if not o.values))))
    (head,) = [str(row.cells[0]) for row in annex(report, "Biểu số 4").table.rows
               if row.kind is RowKind.GROUP]  # fmt: skip
    assert f"; {len(line.values) - 1} đơn vị báo cáo; " in head
    assert head.endswith(", chưa có số liệu\u00a01")
    said = [text for text in report.part("indicators").paragraphs if "Số liệu được" in text]
    assert said[0].endswith("; chưa có số liệu 1 lượt.")


def test_a_target_that_only_the_text_states_is_called_by_its_title() -> None:
    found = many_reports(count=9)
    kept, silent = (next(line for line in found.indicators if bool(line.told) is told)
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
    remarks = tuple(
        replace(one, difficulty=f"{one.difficulty} tại nhiệm vụ {one.task_code}")
        for one in found.remarks
        if one.difficulty
    )
    report = report_of(replace(found, remarks=remarks))
    told = report.part("difficulties").paragraphs
    assert len(told) == 21
    assert told[-1].startswith(f"Còn {len(remarks) - 20} ý kiến khác của ")


def test_what_a_unit_says_of_several_tasks_alike_stands_once_with_all_of_them() -> None:
    found = many_reports()
    first, second, *_, other = (one for one in found.remarks if one.difficulty)
    assert first.organisation == second.organisation != other.organisation
    said = tuple(replace(one, difficulty="Thiếu kinh phí") for one in (first, second, other))
    told = report_of(replace(found, remarks=said)).part("difficulties").paragraphs
    assert len(told) == 2
    assert told[0].endswith(f", nhiệm vụ {first.task_code}, {second.task_code}: Thiếu kinh phí.")
    assert told[1].endswith(f", nhiệm vụ {other.task_code}: Thiếu kinh phí.")


def test_no_word_of_a_restricted_task_but_that_it_is_reported_apart() -> None:
    codes = {row[0] for row in rows(annex(report_of(), "Biểu số 5"))}
    assert not codes & set(RESTRICTED)
    named = report_of().part("tasks").paragraphs[-2]
    assert not any(code in named for code in RESTRICTED)


def test_the_offices_own_words_take_the_place_of_a_draft() -> None:
    report = report_of(texts={"next": "Việc của tỉnh.", "tasks": ""})
    assert report.part("next").paragraphs == ("Việc của tỉnh.",)
    assert len(report.part("tasks").paragraphs) > 1


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


def test_what_nobody_has_reported_is_not_called_none() -> None:
    found = many_reports()
    nobody = tuple(replace(one, received_at=None) for one in found.reporters)
    for reporters, words in ((found.reporters, "tự động, không có"), (nobody, "chưa có báo cáo")):
        round_ = replace(found, reporters=reporters, remarks=())
        states = consolidated_part_states(
            round_, {}, load_profile("dang"), PARTY_BODY.organisation, {}
        )
        said = {state.part: state.source for state in states}
        assert (said["difficulties"], said["proposals"]) == (words, words)


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
