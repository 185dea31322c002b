from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.enum.section import WD_ORIENTATION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING as SPACING
from docx.oxml.ns import qn
from docx.styles.style import ParagraphStyle
from pdf_pages import printed, solid
from report_sheets import (
    COMMUNE,
    COUNCIL,
    HA_TU,
    PARTY_BODY,
    full_sheet,
    report_of,
    sheet,
    task_row,
)

from qnapp.documents.content import PartId, ReportWords
from qnapp.documents.docx import docx_bytes
from qnapp.documents.fonts import load_fonts
from qnapp.documents.pdf import render_pdf

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    from qnapp.documents.report import Report

# Field notes A1 and A2: size, bold, italic, underline by the Party's and by the State's form.
LOOKS = {
    "Cấp trên": ((14, False, False, False), (13, False, False, False)),
    "Cơ quan ban hành": ((14, True, False, False), (13, True, False, False)),
    "Dòng tiêu đề 1": ((15, True, False, False), (13, True, False, False)),
    "Số và ký hiệu": ((14, False, False, False), (13, False, False, False)),
    "Địa danh và ngày": ((14, False, True, False), (14, False, True, False)),
    "Tên loại": ((16, True, False, False), (14, True, False, False)),
    "Trích yếu": ((14, True, False, False), (14, True, False, False)),
    "Nội dung": ((14, False, False, False), (14, False, False, False)),
    "Đề mục": ((14, True, False, False), (14, True, False, False)),
    "Quyền hạn": ((14, True, False, False), (14, True, False, False)),
    "Chức vụ": ((14, False, False, False), (14, True, False, False)),
    "Họ tên": ((14, True, False, False), (14, True, False, False)),
    "Tiêu đề nơi nhận": ((14, False, False, True), (12, True, True, False)),
    "Nơi nhận": ((12, False, False, False), (11, False, False, False)),
    "Tên biểu": ((14, True, False, False), (14, True, False, False)),
    "Ghi chú biểu": ((14, False, True, False), (14, False, True, False)),
    "Đầu bảng": ((12, True, False, False), (12, True, False, False)),
    "Chữ trong bảng": ((12, False, False, False), (12, False, False, False)),
    "Header": ((14, False, False, False), (14, False, False, False)),
}


def opened(report: Report) -> Document:
    return docx.Document(io.BytesIO(docx_bytes(report)))


@pytest.fixture(scope="module")
def party() -> Document:
    return opened(report_of(full_sheet()))


@pytest.fixture(scope="module")
def state() -> Document:
    return opened(report_of(full_sheet(), COUNCIL, "nha-nuoc"))


def look(style: ParagraphStyle) -> tuple[float, bool, bool, bool]:
    font = style.font
    assert font.size is not None
    return font.size.pt, bool(font.bold), bool(font.italic), bool(font.underline)


def style_of(paragraph: Paragraph) -> str | None:
    return paragraph.style.name if paragraph.style else None


def has(node: Any, tag: str) -> bool:
    return bool(node.findall(f".//{qn(f'w:{tag}')}"))


@pytest.mark.parametrize("name", LOOKS)
def test_each_style_has_the_size_and_weight_of_its_regime(
    name: str, party: Document, state: Document
) -> None:
    assert (look(party.styles[name]), look(state.styles[name])) == LOOKS[name]


def test_every_paragraph_takes_a_named_style(party: Document) -> None:
    names = {s.style_id for s in party.styles}
    used = {node.get(qn("w:val")) for node in party.element.body.iter(qn("w:pStyle"))}
    paragraphs = list(party.element.body.iter(qn("w:p")))
    assert used <= names
    assert all(p.style is not None for p in paragraphs)
    assert "NoiDung" in used
    made = [s for s in party.styles if isinstance(s, ParagraphStyle) and not s.builtin]
    assert len(made) > 20
    assert {s.base_style.name for s in made if s.base_style} == {"Normal"}


def test_no_style_of_the_library_is_left_for_the_office_to_meet(party: Document) -> None:
    assert {style.name for style in party.styles if style.builtin} == {
        "Normal",
        "Header",
        "Default Paragraph Font",
        "Normal Table",
        "No List",
    }


def test_all_is_vietnamese_in_times_new_roman(party: Document) -> None:
    defaults = party.styles.element.find(qn("w:docDefaults"))
    fonts, language = defaults.find(f".//{qn('w:rFonts')}"), defaults.find(f".//{qn('w:lang')}")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        assert fonts.get(qn(f"w:{script}")) == "Times New Roman"
    assert language.get(qn("w:val")) == language.get(qn("w:eastAsia")) == "vi-VN"
    # Nothing below says otherwise.
    for part in (party.styles.element, party.element):
        assert len(list(part.iter(qn("w:rFonts")))) == (part is party.styles.element)
        assert len(list(part.iter(qn("w:lang")))) == (part is party.styles.element)


def test_paragraphs_are_spaced_by_the_regime(party: Document, state: Document) -> None:
    told = []
    for document in (party, state):
        shape = document.styles["Nội dung"].paragraph_format
        assert shape.alignment == ALIGN.JUSTIFY
        assert shape.space_before is not None
        assert shape.space_before.pt >= 6
        told.append((shape.line_spacing_rule, shape.line_spacing, shape.first_line_indent))
    (party_rule, leading, party_indent), (state_rule, lines, state_indent) = told
    assert (party_rule, leading) == (SPACING.EXACTLY, 20 * 12700)
    assert (state_rule, lines) == (SPACING.MULTIPLE, 1.15)
    assert party_indent is not None
    assert state_indent is not None
    assert party_indent.mm == pytest.approx(10, abs=0.05)
    assert state_indent.mm == pytest.approx(12.7, abs=0.05)


def test_paper_is_a4_upright_then_across_with_the_margins(party: Document, state: Document) -> None:
    for document in (party, state):
        turned = [section.orientation for section in document.sections]
        assert turned == [WD_ORIENTATION.PORTRAIT, *[WD_ORIENTATION.LANDSCAPE] * 2]
        for n, section in enumerate(document.sections):
            size = tuple(round(x.mm) for x in (section.page_width, section.page_height) if x)
            assert size == ((297, 210) if n else (210, 297))
            edges = (
                section.top_margin, section.bottom_margin, section.left_margin,
                section.right_margin,
            )  # fmt: skip
            assert [round(x.mm, 1) for x in edges if x] == [20, 20, 30, 15]


def page_fields(document: Document) -> list[tuple[bool, bool, str | None]]:
    """Of every section: a number on further pages, on its first page, and where it restarts."""
    found = []
    for section in document.sections:
        first = section.different_first_page_header_footer
        shown = has(section.first_page_header._element, "fldSimple") if first else True
        restart = section._sectPr.find(qn("w:pgNumType"))
        start = None if restart is None else restart.get(qn("w:start"))
        found.append((has(section.header._element, "fldSimple"), shown, start))
    return found


def test_numbers_are_hidden_on_first_pages_and_annexes_count_as_the_regime_says(
    party: Document, state: Document
) -> None:
    assert page_fields(party) == [(True, False, None), (True, True, None), (True, True, None)]
    assert page_fields(state) == [(True, False, None), (True, False, "1"), (True, False, "1")]
    assert party.sections[0].header_distance is not None
    assert party.sections[0].header_distance.mm == pytest.approx(10, abs=0.05)
    header = state.sections[0]
    assert header.header_distance is not None
    size = state.styles["Header"].font.size
    assert size is not None
    # In the middle of the margin: as much above the line as below it.
    line = size.mm * 1.149
    assert header.header_distance.mm == pytest.approx((20 - line) / 2, abs=0.1)


@pytest.mark.parametrize(
    ("draft", "training", "stamp"),
    [(True, False, "DỰ THẢO"), (False, True, "TẬP HUẤN"), (True, True, "DỰ THẢO - TẬP HUẤN")],
)
@pytest.mark.parametrize("profile", ["dang", "nha-nuoc"])
def test_a_stamp_stands_on_every_page(
    profile: str, draft: bool, training: bool, stamp: str
) -> None:
    document = opened(report_of(profile=profile, draft=draft, training=training))
    for section in document.sections:
        headers = [section.header]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        assert all(header.paragraphs[0].text.strip().endswith(stamp) for header in headers)


def test_a_report_to_be_signed_has_a_plain_centred_number(party: Document) -> None:
    header = party.sections[0].header.paragraphs[0]
    assert party.styles["Header"].paragraph_format.alignment == ALIGN.CENTER
    assert header.alignment is None
    assert not has(header._p, "tab")
    assert "DỰ THẢO" not in "".join(p.text for p in party.sections[0].first_page_header.paragraphs)


def test_the_head_of_a_table_repeats_and_no_row_is_parted(party: Document) -> None:
    for table in party.tables[2:]:
        first, *rest = table.rows
        assert has(first._tr, "tblHeader")
        assert not any(has(row._tr, "tblHeader") for row in rest)
        assert all(has(row._tr, "cantSplit") for row in table.rows)


def test_only_a_row_taller_than_a_page_may_be_parted() -> None:
    rows = [task_row("1.18", result="từ " * 1500), task_row("1.19", result="từ " * 150)]
    table = opened(report_of(sheet(*rows))).tables[2]
    parted = {row.cells[0].text: not has(row._tr, "cantSplit") for row in table.rows}
    assert (parted["1.18"], parted["1.19"]) == (True, False)


def test_groups_and_headings_stay_with_the_row_below(party: Document) -> None:
    table = party.tables[3]
    spans = [row for row in table.rows if has(row._tr, "gridSpan")]
    assert len(spans) > 10
    for row in spans:
        assert all(p.paragraph_format.keep_with_next for p in row.cells[-1].paragraphs)


def test_columns_are_as_wide_as_the_text_and_numbers_stand_right(party: Document) -> None:
    for table in party.tables[2:]:
        grid = [int(node.get(qn("w:w"))) for node in table._tbl.iter(qn("w:gridCol"))]
        assert sum(grid) / 20 * 25.4 / 72 == pytest.approx(297 - 45, abs=0.2)
    row = next(row for row in party.tables[2].rows if row.cells[0].text == "5")
    assert row.cells[4].text == "11.800,5"
    assert row.cells[4].paragraphs[0].alignment == ALIGN.RIGHT


def borders(table: Table) -> set[str | None]:
    edges = table._tbl.tblPr.find(qn("w:tblBorders"))
    return {edge.get(qn("w:val")) for edge in edges}


def test_letterhead_and_signature_stand_in_tables_without_lines(party: Document) -> None:
    assert [borders(table) for table in party.tables] == [{"nil"}, {"nil"}, {"single"}, {"single"}]


def rules_in(node: Any) -> int:
    return sum(has(p, "pBdr") for p in node.iter(qn("w:p")))


def test_rule_or_star_under_the_names_by_regime(party: Document, state: Document) -> None:
    left, _, right = party.tables[0].rows[0].cells
    assert [p.text for p in left.paragraphs][:3] == [
        "ĐẢNG BỘ TỈNH QUẢNG NINH", "ĐẢNG ỦY PHƯỜNG HÀ TU", "*",
    ]  # fmt: skip
    assert (rules_in(left._tc), rules_in(right._tc)) == (0, 1)
    left, _, right = state.tables[0].rows[0].cells
    assert "*" not in left.text
    assert (rules_in(left._tc), rules_in(right._tc)) == (1, 1)
    hyphens = [p.text for p in party.paragraphs if style_of(p) == "Trích yếu"]
    assert hyphens[-1] == "-----"
    assert sum(style_of(p) == "Đường kẻ" for p in state.paragraphs) == 1


def rule_share(document: Document, column: int, text: str, size: float) -> float:
    """Length of the rule in a column beside the length of the bold text above it."""
    cell = document.tables[0].rows[0].cells[column]
    rule = next(p for p in cell.paragraphs if style_of(p) == "Đường kẻ")
    indent = rule.paragraph_format.left_indent
    assert indent is not None
    assert cell.width is not None
    assert indent == rule.paragraph_format.right_indent
    return float(cell.width.pt - 2 * indent.pt) / load_fonts().bold.width(text, size)


def test_rules_are_as_long_as_the_decree_says(party: Document, state: Document) -> None:
    assert rule_share(party, 2, "ĐẢNG CỘNG SẢN VIỆT NAM", 15) == pytest.approx(1, abs=0.02)
    assert rule_share(state, 2, "Độc lập - Tự do - Hạnh phúc", 14) == pytest.approx(1, abs=0.02)
    assert 1 / 3 <= rule_share(state, 0, "PHƯỜNG HÀ TU", 13) <= 1 / 2


@pytest.mark.parametrize(("office", "profile"), [(COMMUNE, "dang"), (COUNCIL, "nha-nuoc")])
def test_the_signature_is_one_row_with_a_blank_band(office: Any, profile: str) -> None:
    report = report_of(None, office, profile)
    document = opened(report)
    (row,) = document.tables[1].rows
    assert has(row._tr, "cantSplit")
    *titles, name = row.cells[1].paragraphs
    expected = [*report.signature.authority, report.signature.title]
    assert [solid(p.text) for p in titles] == [solid(text) for text in expected]
    assert all(p.style.paragraph_format.keep_with_next for p in titles)
    assert name.text == report.signature.name
    band = name.style.paragraph_format.space_before
    assert band is not None
    assert band.mm >= 30
    assert [p.text for p in row.cells[0].paragraphs[1:]] == list(report.recipients)


def test_an_unknown_signer_leaves_the_band_and_the_line() -> None:
    document = opened(report_of(None, replace(PARTY_BODY, signer="")))
    name = document.tables[1].rows[0].cells[1].paragraphs[-1]
    assert (name.text, style_of(name)) == ("", "Họ tên")


def test_the_last_paragraph_stays_with_the_signature(party: Document) -> None:
    body = [p for p in party.paragraphs if style_of(p) == "Nội dung"]
    assert [p.paragraph_format.keep_with_next for p in body] == [None] * (len(body) - 1) + [True]
    assert party.styles["Đề mục"].paragraph_format.keep_with_next


def test_parts_and_annexes_are_found_in_the_navigation_pane(party: Document) -> None:
    levels = {}
    for style in party.styles:
        for node in style.element.iter(qn("w:outlineLvl")):
            levels[style.name] = node.get(qn("w:val"))
    assert levels == {"Đề mục": "0", "Tên biểu": "0", "Tiêu đề biểu": "1"}


def test_word_opens_it_as_a_document_of_today(party: Document) -> None:
    settings = party.settings.element
    modes = {
        node.get(qn("w:name")): node.get(qn("w:val"))
        for node in settings.iter(qn("w:compatSetting"))
    }
    assert modes["compatibilityMode"] == "15"
    assert not has(settings, "mirrorMargins")


def test_both_sides_of_the_paper_where_the_profile_asks_for_it() -> None:
    report = report_of()
    page = replace(report.profile.page, mirrored=True)
    document = opened(replace(report, profile=replace(report.profile, page=page)))
    assert has(document.settings.element, "mirrorMargins")


def test_what_the_clerk_wrote_stands_instead_of_the_draft() -> None:
    words = ReportWords(difficulties="Thiếu kinh phí.\n\nThiếu cán bộ.")
    document = opened(report_of(words=words))
    texts = [p.text for p in document.paragraphs]
    at = texts.index(report_of().part(PartId.DIFFICULTIES).heading)
    assert texts[at + 1 : at + 3] == ["Thiếu kinh phí.", "Thiếu cán bộ."]


LONG_NAMES = ["Tuần Châu", "Quảng Yên", "Phong Cốc", "Việt Hưng", "Móng Cái 1"]


@pytest.mark.parametrize("name", LONG_NAMES)
@pytest.mark.parametrize("profile", ["dang", "nha-nuoc"])
def test_the_issuers_name_is_broken_as_in_our_own_pdf(name: str, profile: str) -> None:
    organisation = replace(
        HA_TU,
        name=f"Phường {name}",
        short=name,
        party_name=f"Đảng ủy phường {name}",
        state_name=f"Ủy ban nhân dân phường {name}",
    )
    office = replace(COMMUNE, organisation=organisation)
    report = report_of(None, office, profile)
    left = opened(report).tables[0].rows[0].cells[0]
    lines = [line for p in left.paragraphs for line in p.text.split("\n") if line]
    ours = [line.text for line in printed(render_pdf(report).data, range(1))]
    assert set(lines[:2]) <= set(ours)
