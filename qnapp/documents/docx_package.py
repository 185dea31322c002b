"""An empty Word document of our own making, and its bytes.

The library's template brings a hundred foreign styles, a picture of an empty page and the name of
another program; only its frame is kept.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml

from qnapp.documents.archive import repacked
from qnapp.documents.docx_styles import FONT, LANGUAGE
from qnapp.documents.docx_xml import make, printable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.rel import Relationships

    from qnapp.documents.report import Report

_KEPT_STYLES = {"Normal", "Header", "DefaultParagraphFont", "TableNormal", "NoList"}
_KEPT_PARTS = {RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES, RT.STYLES, RT.SETTINGS, RT.THEME}
_WORD = "http://schemas.microsoft.com/office/word"
_LONGEST = 255  # characters of a document's property


def new_document(report: Report) -> Document:
    """Begin a document without content; its properties say whose it is, never when it was made."""
    document = docx.Document()
    _drop_parts(document.part.package.rels)
    _drop_parts(document.part.rels)
    _clean_styles(document)
    _write_settings(document, mirrored=report.profile.page.mirrored)
    _write_properties(document, report)
    return document


def document_bytes(document: Document) -> bytes:
    """Give the document's bytes; the same content gives the same bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue())


def _drop_parts(relations: Relationships) -> None:
    for key in [key for key, found in relations.items() if found.reltype not in _KEPT_PARTS]:
        del relations[key]


def _clean_styles(document: Document) -> None:
    root = document.styles.element
    for style in root.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in _KEPT_STYLES:
            root.remove(style)
            continue
        for link in style.findall(qn("w:link")):  # to styles that are gone
            style.remove(link)
    latent = root.find(qn("w:latentStyles"))
    for entry in list(latent)[1:]:  # without them Word shows only what the document uses
        latent.remove(entry)
    root.replace(root.find(qn("w:docDefaults")), _defaults())
    header = document.styles["Header"].element
    header.remove(header.pPr)


def _defaults() -> object:
    """Give what every style builds on; a language keeps Word from underlining each word."""
    fonts = make("rFonts", ascii=FONT, eastAsia=FONT, hAnsi=FONT, cs=FONT)
    language = make("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA")
    size = (make("sz", val=28), make("szCs", val=28))
    return make(
        "docDefaults",
        make("rPrDefault", make("rPr", fonts, *size, language)),
        make("pPrDefault"),
    )


def _write_settings(document: Document, *, mirrored: bool) -> None:
    compat = {
        "compatibilityMode": 15,  # else Word opens it in its "Compatibility Mode"
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    entries = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{_WORD}" w:val="{value}"/>'
        for name, value in compat.items()
    )
    new = parse_xml(
        f"<w:settings {nsdecls('w')}>"
        '<w:zoom w:percent="100"/>'
        f"{'<w:mirrorMargins/>' if mirrored else ''}"
        '<w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:compat>{entries}</w:compat>"
        f'<w:themeFontLang w:val="{LANGUAGE}"/>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
        "</w:settings>"
    )
    document.settings.element[:] = list(new)


def _write_properties(document: Document, report: Report) -> None:
    made = datetime(report.as_of.year, report.as_of.month, report.as_of.day)  # noqa: DTZ001
    properties = document.core_properties
    properties.title = printable(report.name)[:_LONGEST]
    properties.author = printable(report.author)[:_LONGEST]
    properties.subject = printable(" ".join(report.subject))[:_LONGEST]
    properties.last_modified_by = "QNApp"
    properties.comments = ""
    properties.language = LANGUAGE
    properties.revision = 1
    properties.created = properties.modified = made
