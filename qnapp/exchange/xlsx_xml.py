"""Reads the XML parts of a workbook as a stream: nothing is built that a part could make large."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.sax.xmlreader import AttributesImpl

DEEPEST = 64  # elements within each other; a workbook has a dozen
MOST_ELEMENTS = 6_000_000  # of one part; a million rows that somebody only coloured lie within

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class BadPart(Exception):
    """A part is no XML of a workbook; ``args[0]`` says why, for the detail of an error."""


class TooMuch(Exception):
    """A part holds more than any workbook of an office."""


class PartHandler(ContentHandler):
    """Counts elements and hands them over by bare name, whatever prefix they have."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        """See ``ContentHandler``."""
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST or self._count > MOST_ELEMENTS:
            raise TooMuch
        self.start(name.rpartition(":")[2], attrs)

    def endElement(self, name: str) -> None:
        """See ``ContentHandler``."""
        self._depth -= 1
        self.end(name.rpartition(":")[2])

    def start(self, name: str, attrs: AttributesImpl) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""


def parse_part(blocks: Iterable[bytes], handler: PartHandler) -> None:
    """Let ``handler`` see a part; a part that declares a document type or entities is refused.

    Raises ``BadPart`` for anything that is no well-formed XML of a workbook, ``TooMuch``.
    """
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(handler)
    try:
        for block in blocks:
            parser.feed(block)
        parser.close()
    except (SAXException, DefusedXmlException) as error:
        raise BadPart(str(error)) from error
    except (ValueError, LookupError, ArithmeticError) as error:
        # A number that is none, a string that is not there, a reference that leads nowhere.
        raise BadPart(f"{type(error).__name__}: {error}") from error


def unescaped(text: str) -> str:
    """Text of a cell as it was typed: "_x000D_" is how a workbook writes a control character."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def escaped(text: str) -> str:
    """Text so written that a workbook gives it back; the opposite of ``unescaped``."""
    return _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text


def relation(attrs: AttributesImpl, name: str) -> str:
    """An attribute that may stand in a namespace: ``r:id``, whatever its prefix is."""
    for key in attrs.getNames():
        if key.rpartition(":")[2] == name and key != name:
            return str(attrs[key])
    return str(attrs.get(name, ""))
