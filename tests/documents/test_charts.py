from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pdfplumber
import pytest
from fixed_clock import FixedClock
from hypothesis import given
from hypothesis import strategies as st
from pdf_pages import MM, Printed, page_texts, printed, solid
from report_sheets import (
    COMMUNE,
    COUNCIL,
    RESTRICTED,
    few_rows,
    full_sheet,
    indicator_row,
    number,
    report_of,
    sheet,
    task_row,
)

from qnapp.db.organisations import resolve_organisation
from qnapp.db.settings import set_settings
from qnapp.db.setup import initialise
from qnapp.documents.assemble import assemble_report
from qnapp.documents.chart_patterns import OF_STANDING
from qnapp.documents.charts import ALL_TASKS, chart_annex, chart_data
from qnapp.documents.docx import docx_bytes
from qnapp.documents.figures import Bin, indicator_figures
from qnapp.documents.fingerprint import Fingerprint
from qnapp.documents.pdf import pdf_bytes, render_pdf
from qnapp.documents.report import Report, ReportWords
from qnapp.documents.signed_copy import Outcome, check_signed_copy
from qnapp.documents.snapshot import Source, read_snapshot, take_snapshot
from qnapp.documents.xlsx import xlsx_bytes
from qnapp.domain.canonical import from_plain, to_plain
from qnapp.domain.reporting import Standing, Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qnapp.documents.pdf import RenderedPdf
    from qnapp.domain.reporting import Worksheet

CHARTS = "Biểu đồ"
MARK = Fingerprint("06652", "NQ05-2026", 1, "2026-Q2", 1, "3f2a91bc0d4e77a1" * 4)


def charted(given: Worksheet, profile: str = "dang", **changes: Any) -> Report:
    """A report whose charts follow the text at once."""
    office = COMMUNE if profile == "dang" else COUNCIL
    report = report_of(given, office, profile, with_charts=True)
    return replace(report, annexes=(), **changes)


def chart_lines(rendered: RenderedPdf) -> list[Printed]:
    first = next(mark.page for mark in rendered.marks if mark.part == CHARTS)
    return printed(rendered.data, range(first - 1, rendered.pages))


def boxes(rendered: RenderedPdf, page: int) -> list[Any]:
    """The filled boxes of a page, from left to right and from the top."""
    with pdfplumber.open(io.BytesIO(rendered.data)) as pdf:
        found = [box for box in pdf.pages[page - 1].rects if box["stroke"] and box["height"] > 5]
    return sorted(found, key=lambda box: (round(box["top"]), box["x0"]))


# ------------------------------------------------------------------ what is counted


def test_every_task_is_counted_once_and_sections_add_up() -> None:
    whole = full_sheet()
    data = chart_data(whole)
    first, *sections = data.sections
    assert first.label == ALL_TASKS
    assert first.total == len(whole.own_tasks) == sum(bar.total for bar in sections)
    assert data.legend == first.shares
    for share in data.legend:
        in_sections = [s.count for bar in sections for s in bar.shares if s.letter == share.letter]
        assert sum(in_sections) == share.count > 0
    assert sections[0].label.startswith("1. Tiếp tục đẩy mạnh")
    assert sections[-1].label == "Nhiệm vụ do đơn vị đề ra"


def test_how_a_restricted_task_stands_is_not_told() -> None:
    rows = [task_row(code, Status.COMPLETED) for code in RESTRICTED]
    data = chart_data(sheet(*rows, task_row("3.2")))
    apart = [share for share in data.legend if share.standing is None]
    assert [(share.words, share.count) for share in apart] == [("Báo cáo theo đường riêng", 5)]
    assert {share.standing for share in data.legend} == {None, Standing.NOT_STARTED}


@given(st.lists(st.sampled_from(full_sheet().own_tasks), max_size=30))
def test_a_letter_stays_with_its_standing(rows: list[Any]) -> None:
    data = chart_data(sheet(*rows))
    everything = {s.letter: (s.standing, s.words) for s in chart_data(full_sheet()).legend}
    for share in data.legend:
        assert everything[share.letter] == (share.standing, share.words)
    letters = [share.letter for share in data.legend]
    assert letters == sorted(letters)
    assert len(data.sections) == (len({row.task.section for row in rows}) + 1 if rows else 0)


def test_an_indicator_stands_beside_the_units_own_target() -> None:
    data = chart_data(
        sheet(
            indicator_row("1", "≥92", actual=number("94.5")),
            indicator_row("17b", "20", estimate=number("18")),
            indicator_row("10", ">120", actual=number("31"), cumulative=number("49")),
        )
    )
    level, estimate, flow = data.indicators
    assert (level.code, level.value_text, level.target_text, level.verdict) == (
        "1", "94,5%", "≥92%", "Đạt",
    )  # fmt: skip
    assert not level.estimated
    assert level.reach() == number("94.5") / 92
    assert estimate.estimated
    assert estimate.value_text == "18\u00a0bác sĩ"
    assert estimate.verdict == "Chưa đạt, số ước"
    assert flow.value == 49
    assert flow.verdict == "Đạt 40,8% kế hoạch năm"


def test_bounds_are_measured_by_the_lower_one() -> None:
    data = chart_data(
        sheet(
            indicator_row("3", "3-3,5", actual=number("3.2")),
            indicator_row("16", "<2,05", actual=number("1.9")),
            indicator_row("18b", ">75", actual=number("-1")),
        )
    )
    span, below, negative = data.indicators
    assert (span.reference, span.reach(span.high)) == (number("3"), number("3.5") / 3)
    assert below.reference == number("2.05")
    assert below.reach() < 1
    assert negative.reach() == 0


def test_what_is_not_drawn_is_said() -> None:
    data = chart_data(
        sheet(
            indicator_row("1", "≥92"),
            indicator_row("20", "Không còn hộ nghèo", words="Còn 02 hộ"),
            indicator_row("16", "≤0", actual=number("1")),
            indicator_row("5", actual=number("11800")),
            indicator_row("2", "≥90", actual=number("91")),
        )
    )
    assert [bar.code for bar in data.indicators] == ["2"]
    assert data.undrawn == (
        "Chỉ tiêu chưa có mức của đơn vị (1): 5.",
        "Chỉ tiêu không so được bằng số (2): 20, 16.",
        "Chỉ tiêu chưa có số liệu (1): 1.",
    )


def test_the_text_counts_what_the_charts_name_as_without_a_value() -> None:
    """Whatever its target is: words, a number, or none of the unit's own."""
    given = sheet(
        indicator_row("1", "≥92"),
        indicator_row("20", "Không còn hộ nghèo"),
        indicator_row("18a", "0"),
        indicator_row("5"),
        indicator_row("2", "≥90", actual=number("91")),
        indicator_row("6", "≥90", words="Đang rà soát"),
    )
    assert indicator_figures(given.followed_indicators)[Bin.NO_VALUE] == 3
    assert chart_data(given).undrawn == (
        "Chỉ tiêu không so được bằng số (2): 20, 6.",
        "Chỉ tiêu chưa có số liệu (3): 1, 18a, 5.",
    )


def test_nothing_to_draw_makes_no_annex() -> None:
    assert chart_annex(sheet(), "") is None
    assert chart_annex(sheet(indicator_row("5")), "") is None
    assert report_of(sheet(), with_charts=True).charts is None


# ------------------------------------------------------------------ on paper


def test_charts_are_an_annex_by_choice() -> None:
    plain, report = report_of(), report_of(with_charts=True)
    assert plain.charts is None
    assert replace(report, charts=None) == plain
    without, rendered = render_pdf(plain), render_pdf(report)
    assert rendered.pages > without.pages
    assert page_texts(rendered.data)[: without.pages] == page_texts(without.data)
    assert pdf_bytes(report) == rendered.data
    heading = chart_lines(rendered)[:4]
    assert [line.text for line in heading if not line.text.isdigit()][:2] == [
        CHARTS,
        "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ, CHỈ TIÊU 6 THÁNG ĐẦU NĂM 2026",
    ]
    assert report.charts is not None
    assert report.charts.note == report.annexes[0].note


def test_the_other_copies_are_not_touched() -> None:
    plain, report = report_of(), report_of(with_charts=True)
    assert xlsx_bytes(report) == xlsx_bytes(plain)
    assert docx_bytes(report) == docx_bytes(plain)


@pytest.mark.parametrize("profile", ["dang", "nha-nuoc"])
def test_every_figure_stands_in_words_and_numbers(profile: str) -> None:
    report = charted(full_sheet(), profile)
    assert report.charts is not None
    data = report.charts.data
    text = solid(" ".join(line.text for line in chart_lines(render_pdf(report))))
    for bar in data.sections:
        assert solid(bar.label) in text
        for share in bar.shares:
            assert f"{share.letter}{share.count}" in text
    for share in data.legend:
        assert solid(f"{share.words}: {share.count}") in text
    for one in data.indicators:
        told = f"{one.value_text}; mức {one.target_text}. {one.verdict}"
        assert solid(told).replace("\u00a0", "") in text
    for words in data.undrawn:
        assert solid(words) in text


def test_all_stays_within_the_margins_of_each_page() -> None:
    indicators = [
        indicator_row(row.code, "10", actual=number("25")) for row in full_sheet().indicators
    ]
    report = charted(sheet(*full_sheet().own_tasks, *indicators))
    rendered = render_pdf(report)
    pages = [mark.page for mark in rendered.marks if mark.part == CHARTS]
    assert len(pages) > 2
    for page in pages:
        for box in boxes(rendered, page):
            assert 30 * 72 / 25.4 - 1 < box["x0"] < box["x1"] < 842 - 15 * 72 / 25.4 + 1
            assert 56 < box["top"] < box["bottom"] < 595 - 56
    lines = printed(rendered.data, range(pages[1] - 1, rendered.pages))
    captions = [line for line in lines if line.text == "Mức của đơn vị"]
    assert len({line.page for line in captions}) == len(pages) - 1  # repeated on each page


@pytest.mark.parametrize("drawn", [True, False])
def test_indicators_have_their_title_with_and_without_bars(drawn: bool) -> None:
    rows = [indicator_row("1", "≥92", actual=number("94") if drawn else None),
            indicator_row("2", "≥90")]  # fmt: skip
    for n in range(24):  # wherever a page may end
        report = charted(sheet(task_row("3.2"), *rows))
        filler = replace(report.parts[0], paragraphs=("Kết quả.",) * n)
        lines = chart_lines(render_pdf(replace(report, parts=(filler,))))
        texts = [line.text for line in lines]
        title = texts.index("2. Chỉ tiêu so với mức của đơn vị")
        assert texts.index("1. Nhiệm vụ theo tình trạng") < title
        assert "Chỉ tiêu chưa có số liệu" in "".join(texts[title + 1 :])
        assert lines[title].page == lines[title + 1].page


def test_sentences_on_indicators_without_a_bar_stand_together() -> None:
    rows = [indicator_row("1", "≥92"), indicator_row("20", "Không còn hộ nghèo", words="Còn 1")]
    rows += [indicator_row("2", "≥90", actual=number("91"))]
    for n in range(10, 26):  # wherever a page may end
        bars = [indicator_row("15a", "90", actual=number("88"))] * n
        lines = chart_lines(render_pdf(charted(sheet(*rows, *bars))))
        told = [line for line in lines if line.text.startswith(("Chỉ tiêu không", "Chỉ tiêu chưa"))]
        assert len(told) == 2
        assert told[0].page == told[1].page


def test_parts_are_as_long_as_their_numbers() -> None:
    rows = [task_row(code, Status.ON_HOLD) for code in ("3.2", "3.5", "3.6")]
    rows += [task_row("3.7", Status.NOT_STARTED)]
    rendered = render_pdf(charted(sheet(*rows)))
    few, many = boxes(rendered, rendered.pages)[:2]
    assert few["x1"] == pytest.approx(many["x0"])
    ratio = (many["x1"] - many["x0"]) / (few["x1"] - few["x0"])
    assert 2.5 < ratio < 3.2  # the smallest part has room for its letter and number


def test_values_are_drawn_on_the_scale_of_their_target() -> None:
    rows = [
        indicator_row("1", "100", actual=number("100")),
        indicator_row("2", "100", actual=number("50")),
        indicator_row("15a", "100", actual=number("1000")),
        indicator_row("22a", "100", actual=number("-5")),
    ]
    rendered = render_pdf(charted(sheet(*rows)))
    wide = [box["x1"] - box["x0"] for box in boxes(rendered, rendered.pages)]
    once, half, far = wide[:3]
    assert half == pytest.approx(once / 2)
    assert far == pytest.approx(once * 1.5)  # cut off where its room ends
    assert len(wide) == 4  # three bars and the swatch of the key: nothing for less than zero


def test_the_key_speaks_of_estimates_only_where_there_are_some() -> None:
    actual = sheet(indicator_row("1", "92", actual=number("90")))
    estimate = sheet(indicator_row("1", "92", estimate=number("90")))
    for rows, told in ((actual, False), (estimate, True)):
        lines = [line.text for line in chart_lines(render_pdf(charted(rows)))]
        assert ("Số ước" in lines) is told


def test_black_and_white_is_enough() -> None:
    with pdfplumber.open(io.BytesIO(pdf_bytes(charted(full_sheet())))) as pdf:
        found = [item for page in pdf.pages for kind in ("rects", "lines", "curves", "chars")
                 for item in getattr(page, kind)]  # fmt: skip
    colours = [item[name] for item in found for name in ("stroking_color", "non_stroking_color")]
    assert {len(colour) for colour in colours if isinstance(colour, tuple)} <= {0, 1}  # greys
    patterns = list(OF_STANDING.values())
    assert len(set(patterns)) == len(patterns) == len(Standing) + 1
    plain = [pattern.ground for pattern in patterns if not pattern.lines]
    assert min(abs(a - b) for a in plain for b in plain if a is not b) > 0.15


def test_the_code_stands_once_below_the_charts() -> None:
    report = charted(full_sheet(), fingerprint=MARK)
    rendered = render_pdf(report)
    texts = page_texts(rendered.data)
    assert sum("Mã đối chiếu" in text for text in texts) == 1
    assert "Mã đối chiếu" in texts[-1]
    assert "Chỉ tiêu chưa có số liệu" in texts[-1]  # the code is never alone on a page


def test_a_signed_copy_with_charts_is_still_compared_by_its_tables(tmp_path: Path) -> None:
    report = replace(report_of(with_charts=True), fingerprint=MARK)
    copy = tmp_path / "signed.pdf"
    copy.write_bytes(pdf_bytes(report))
    exported = pdf_bytes(replace(report, author="Máy khác"))
    found = check_signed_copy(copy, exported, MARK, report, anchors=None)
    assert found.outcome is Outcome.SAME_DATA


# ------------------------------------------------------------------ kept


def test_charts_are_frozen_with_the_report() -> None:
    report = report_of(with_charts=True)
    source = Source(few_rows(), ReportWords(), COMMUNE, report.profile, training=False,
                    with_charts=True)  # fmt: skip
    kept = read_snapshot(take_snapshot(source, 1))
    assert kept.report.charts is not None
    assert kept.report == report
    assert kept.source.report(draft=False) == report


def test_a_report_from_before_there_were_charts_is_read() -> None:
    plain = to_plain(report_of())
    del plain["charts"]
    assert from_plain(Report, plain) == report_of()


def test_the_office_chooses_by_a_setting(tmp_path: Path) -> None:
    organisation = resolve_organisation("06652")
    store = initialise(
        tmp_path / "store", organisation=organisation, clock=FixedClock(), sample=True
    )
    assert assemble_report(store, "2026-Q2").charts is None
    set_settings(store, with_charts=True)
    assert assemble_report(store, "2026-Q2").charts is not None
    store.close()


@pytest.mark.parametrize("rows", [few_rows, full_sheet])
def test_bars_begin_beside_their_labels_where_margins_change_sides(
    rows: Callable[[], Worksheet],
) -> None:
    """Printing on both sides: a chart that begins a page has the margins of that page."""
    for n in range(6):
        report = charted(rows())
        mirrored = replace(report.profile, page=replace(report.profile.page, mirrored=True))
        filler = replace(report.parts[0], paragraphs=("Kết quả.",) * (15 * n))
        rendered = render_pdf(replace(report, profile=mirrored, parts=(filler,)))
        lines = chart_lines(rendered)
        titles = [line for line in lines if line.text.startswith("2. Chỉ tiêu so với")]
        for zero in (line for line in lines if line.text == "0"):
            left = 15 if zero.page % 2 == 0 else 30
            assert zero.middle == pytest.approx((left + 84 + 4) * MM, abs=0.5)
        assert all(t.x0 == pytest.approx((15 if t.page % 2 == 0 else 30) * MM) for t in titles)
