"""What a file would change, line by line: before, here, in the file, and which of them is to stand.

One form for all kinds of files, so that a clerk learns to read it once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence


class LineKind(StrEnum):
    """What a line is."""

    SECTION = "section"
    CHANGE = "change"  # happens with the file; nothing to choose
    CHOICE = "choice"  # a person says whether it happens
    NOTE = "note"  # does not happen; ``note`` says why


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``taken``: what stands at first; a choice may be turned round."""

    kind: LineKind
    code: str = ""
    what: str = ""
    old: str = ""
    mine: str = ""
    theirs: str = ""
    note: str = ""  # a sentence
    title: str = ""  # of the row that the code names
    key: Hashable = None  # what names the choice to whoever applies it
    taken: bool = True
    verdicts: tuple[str, str] = ("Nhận", "Giữ ở đây")  # of a choice that is ticked, and not
    never: str = "Không nhận"  # the same of a note
    whole: bool = False  # the three values are of one new row: none gives way to another
    wrong: bool = False  # what the file says cannot be understood, or cannot be so


def section(title: str, lines: Sequence[Line], *, note: str = "") -> list[Line]:
    """Lines under a heading with their number; nothing where there are none."""
    if not lines:
        return []
    return [Line(LineKind.SECTION, what=f"{title} ({len(lines)})", note=note), *lines]


def choices(lines: Iterable[Line]) -> list[Line]:
    """Those that a person chooses of."""
    return [line for line in lines if line.kind is LineKind.CHOICE]
