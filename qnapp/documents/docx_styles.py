"""The named styles of the Word copy: an office changes one of them and the document follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Pt, RGBColor
from reportlab.lib.units import mm

from qnapp.documents.docx_xml import make, style_id
from qnapp.documents.profiles import TextStyle
from qnapp.documents.report import Align

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

    from qnapp.documents.profiles import Profile

FONT = "Times New Roman"
LANGUAGE = "vi-VN"

SUPERIOR, ISSUER, STAR = "Cấp trên", "Cơ quan ban hành", "Dấu sao"
NUMBER, DATE, RULE = "Số và ký hiệu", "Địa danh và ngày", "Đường kẻ"
TYPE, SUBJECT, ADDRESSEE = "Tên loại", "Trích yếu", "Kính gửi"
BODY, HEADING = "Nội dung", "Đề mục"
AUTHORITY, TITLE, NAME = "Quyền hạn", "Chức vụ", "Họ tên"
RECIPIENT_LABEL, RECIPIENT = "Tiêu đề nơi nhận", "Nơi nhận"
ANNEX_NAME, ANNEX_TITLE, ANNEX_NOTE = "Tên biểu", "Tiêu đề biểu", "Ghi chú biểu"
TABLE_HEAD, TABLE_CELL = "Đầu bảng", "Chữ trong bảng"
SMALL_HEAD, SMALL_CELL = "Đầu bảng nhỏ", "Chữ trong bảng nhỏ"
SPACER, STAMP, FINGERPRINT = "Dòng ngắt", "Dấu dự thảo", "Mã đối chiếu"
HEADER = "Header"  # Word's own, shown under its local name

RULE_HEIGHT = 3.0  # pt, of the line that carries a rule
_STAR_HEIGHT = 13.0  # pt: a star hangs high in its line
_GREY = RGBColor(0x59, 0x59, 0x59)
_STAMP_SIZE = 10

_ALIGNMENTS = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    None: WD_ALIGN_PARAGRAPH.JUSTIFY,
}


@dataclass(frozen=True, slots=True)
class Look:
    """One paragraph style. Lengths are pt; ``align`` None is justified."""

    text: TextStyle
    align: Align | None = Align.CENTER
    before: float = 0
    after: float = 0
    exact: float = 0  # leading; 0 takes ``lines``
    lines: float = 1  # leading as a multiple of the font's own
    first_line: float = 0
    keep_next: bool = False
    outline: int = 0  # level in the navigation pane from 1, 0 for none


def motto_style(n: int) -> str:
    """Name the style of the motto's line ``n``, counted from 0."""
    return f"Dòng tiêu đề {n + 1}"


def looks_of(profile: Profile) -> dict[str, Look]:
    """Give every style that a report uses, by name."""
    annex = profile.annex
    return {
        **_head_looks(profile),
        **_body_looks(profile),
        **_closing_looks(profile),
        ANNEX_NAME: Look(annex.name, after=1, keep_next=True, outline=1),
        ANNEX_TITLE: Look(annex.title, after=1, keep_next=True, outline=2),
        ANNEX_NOTE: Look(annex.note, after=8, keep_next=True),
        TABLE_HEAD: Look(annex.head),
        TABLE_CELL: Look(annex.cell, Align.LEFT),
        SMALL_HEAD: Look(replace(annex.head, size=annex.small)),
        SMALL_CELL: Look(replace(annex.cell, size=annex.small), Align.LEFT),
        SPACER: Look(TextStyle(9), Align.LEFT, exact=1),
        FINGERPRINT: Look(TextStyle(9), Align.LEFT, before=4 * mm),
    }


def _head_looks(profile: Profile) -> dict[str, Look]:
    issuer = profile.issuer
    motto = {motto_style(n): Look(line.style) for n, line in enumerate(profile.motto)}
    return {
        **motto,
        SUPERIOR: Look(issuer.superior),
        ISSUER: Look(issuer.own),
        STAR: Look(issuer.superior, exact=_STAR_HEIGHT),
        RULE: Look(TextStyle(9), exact=RULE_HEIGHT),
        NUMBER: Look(profile.number.style),
        DATE: Look(profile.date.style),
        TYPE: Look(profile.type.style, before=22, after=3, keep_next=True),
        SUBJECT: Look(profile.subject.style, after=1, keep_next=True),
        ADDRESSEE: Look(profile.addressee.style, after=3),
    }


def _body_looks(profile: Profile) -> dict[str, Look]:
    rules = profile.body
    exact, lines = (rules.leading, 1.0) if rules.spacing == "exact" else (0.0, rules.leading)
    first = rules.first_line * mm
    return {
        BODY: Look(rules.style, None, rules.gap, exact=exact, lines=lines, first_line=first),
        HEADING: Look(
            rules.heading, Align.LEFT, rules.gap, exact=exact, lines=lines, first_line=first,
            keep_next=True, outline=1,
        ),
    }  # fmt: skip


def _closing_looks(profile: Profile) -> dict[str, Look]:
    sign, to = profile.signature, profile.recipients
    return {
        AUTHORITY: Look(sign.authority, keep_next=True),
        TITLE: Look(sign.title, keep_next=True),
        # The band is the room above the name: it can neither be deleted nor parted from it.
        NAME: Look(sign.name, before=sign.band * mm),
        RECIPIENT_LABEL: Look(to.label_style, Align.LEFT, after=2, keep_next=True),
        RECIPIENT: Look(to.style, Align.LEFT),
    }


def define_styles(document: Document, profile: Profile) -> None:
    """Enter all styles into a new document, and its page number's."""
    for name, look in looks_of(profile).items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.style_id = style_id(name)
        style.base_style = document.styles["Normal"]  # its font is changed in one place
        style.quick_style = True
        _apply(style, look)
    for name in (TYPE, SUBJECT, HEADING):
        document.styles[name].next_paragraph_style = document.styles[BODY]
    _apply(document.styles[HEADER], Look(profile.page_number.style))
    _define_stamp(document)


def _define_stamp(document: Document) -> None:
    stamp = document.styles.add_style(STAMP, WD_STYLE_TYPE.CHARACTER)
    stamp.style_id = style_id(STAMP)
    stamp.font.size = Pt(_STAMP_SIZE)
    stamp.font.bold = True
    stamp.font.color.rgb = _GREY


def _apply(style: ParagraphStyle, look: Look) -> None:
    font, shape = style.font, style.paragraph_format
    font.size = Pt(look.text.size)
    font.bold, font.italic = look.text.bold or None, look.text.italic or None
    font.underline = look.text.underline or None
    shape.alignment = _ALIGNMENTS[look.align]
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.first_line_indent = Pt(look.first_line) if look.first_line else None
    shape.keep_with_next = look.keep_next or None
    shape.widow_control = True
    if look.exact:
        shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        shape.line_spacing = Pt(look.exact)
    else:
        shape.line_spacing = look.lines
    if look.outline:
        style.element.get_or_add_pPr().append(make("outlineLvl", val=look.outline - 1))
