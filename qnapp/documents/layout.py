"""Breaks text into lines. Knows widths only, no page and no canvas."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qnapp.documents.report import NBSP
from qnapp.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qnapp.documents.fonts import Face

# "số 05-NQ/TU", "NGÀY 09/12/2025", "quý IV/2026"; "Mặt trận Tổ quốc"; "12.486,7 m²", "55 ha";
# "≈ 12%"
_TOGETHER = re.compile(
    r"\b(?i:số|ngày|tháng|quý|năm(?= \d{4}))( )(?=\d|[IVX]+\b)"
    r"|(?<=\bTổ)( )(?=quốc\b)"
    r"|(?<=\d)( )(?=(?:%|‰|m²|m³|km²|km|ha|kg)(?!\w))"
    r"|(?<=[≈≥≤±<>])( )(?=\d)"
)
_HELD = re.compile(rf"(?<=\S){NBSP}(?=\S)")
_BREAK_AFTER = re.compile(r"[-/_.,;:)&\\](?!(?<=\d.)\d)")  # but within a number: "27.915,4"
_ADDRESS = 30  # letters: so long a word is an address or a file's name, to be parted at any sign
_SHORTEST = 10  # letters of it that may stand at a line's end


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is drawn; ``width`` is its natural one in pt."""

    text: str  # with plain spaces only
    width: float
    last: bool  # ends its paragraph: never spread over the whole measure


def break_lines(
    text: str, face: Face, size: float, width: float, first_indent: float = 0
) -> list[Line]:
    """Fill lines of ``width`` pt with the words of ``text``; every LF begins a new paragraph.

    A word that no line can hold is broken, after a slash or the like where there is one; an address
    already where its line would else stay half empty. An empty text gives no line; an empty line
    between others is kept. A number stays on the line of the word before it ("ngày 09/12/2025")
    and a unit on that of its number, where one line can hold both.
    """
    if not text:
        return []
    lines: list[Line] = []
    for paragraph in held_together(nfc(text)).split("\n"):
        lines += _break_paragraph(paragraph, face, size, width, first_indent)
    return lines


def held_together(text: str) -> str:
    """Put a no-break space where a line must not end."""
    return _TOGETHER.sub(lambda found: found[0].replace(" ", NBSP), text)


def _words(text: str, face: Face, size: float, width: float) -> Iterable[str]:
    """Part a text at its spaces, and at a no-break space where no line could hold both sides."""
    for word in text.split(" "):
        if NBSP in word and face.width(word, size) > width:
            yield from _HELD.split(word)
        else:
            yield word


def _line(words: list[str], width: float, *, last: bool) -> Line:
    return Line(" ".join(words).replace(NBSP, " "), width, last)


def _break_paragraph(
    text: str, face: Face, size: float, width: float, first_indent: float
) -> list[Line]:
    space = face.width(" ", size)
    lines: list[Line] = []
    words: list[str] = []
    used, room = 0.0, width - first_indent
    for word in _words(text, face, size, width):
        rest, wide = word, face.width(word, size)
        while rest and (before := used + space if words else 0.0) + wide > room:
            head = _head(rest, face, size, room - before, fresh=not words)
            if head:
                words.append(head)
                used = before + face.width(head, size)
                rest = rest[len(head) :]
                wide = face.width(rest, size)
            # What follows of a parted word begins the next line: no space may come into it.
            lines.append(_line(words, used, last=False))
            words, used, room = [], 0.0, width
        if rest:
            used += wide + (space if words else 0.0)
            words.append(rest)
    if words or not lines:
        return [*lines, _line(words, used, last=True)]
    return [*lines[:-1], replace(lines[-1], last=True)]


def _head(word: str, face: Face, size: float, room: float, *, fresh: bool) -> str:
    """Cut off what of a word goes to this line, "" for nothing; a ``fresh`` line takes some."""
    if not fresh and len(word) < _ADDRESS:
        return ""
    fits = _fitting(word, face, size, room)
    cut = max(
        (end for place in _BREAK_AFTER.finditer(word) if (end := place.end()) <= fits), default=0
    )
    if not fresh:
        return word[:cut] if cut >= _SHORTEST else ""
    # A sign near the beginning would leave a line nearly empty.
    return word[: cut if cut > fits // 2 else fits]


def _fitting(word: str, face: Face, size: float, width: float) -> int:
    """Count the letters that fit, at least one."""
    used = 0.0
    for count, char in enumerate(word):
        used += face.width(char, size)
        if used > width:
            return max(count, 1)
    return len(word)


def balanced(text: str, face: Face, size: float, width: float) -> list[str]:
    """Break a heading into as few lines as it needs, all about equally long."""
    lines = break_lines(text, face, size, width)
    count = len(lines)
    low, high = 0.0, width
    while count > 1 and high - low > 1:
        middle = (low + high) / 2
        trial = break_lines(text, face, size, middle)
        # Splitting inside a word also fills lines, but is no way to balance them.
        whole = " ".join(line.text for line in trial) == text.replace(NBSP, " ")
        low, high = (low, middle) if len(trial) == count and whole else (middle, high)
        lines = trial if high == middle else lines
    return [line.text for line in lines]
