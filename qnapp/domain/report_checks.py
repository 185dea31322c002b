"""What the checks say of a report's own words, and where such a finding leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.domain.check_rules import is_restricted
from qnapp.domain.reporting import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qnapp.domain.reporting import Worksheet

PART = "part:"  # begins ``Finding.where`` of a finding on a part of the report, before its name
NEXT = "next"  # the part that no figure can write
ROW_CODE = "Báo cáo"
# Codes of the findings on a part: it tells old figures, is not written, names another body.
OUTDATED_PART, UNWRITTEN_PART, OTHER_BODY = "LV11", "LV12", "LV13"


def part_of(finding: Finding) -> str:
    """Name of the part that a finding is on, "" for one on a row."""
    return finding.where.removeprefix(PART) if finding.where.startswith(PART) else ""


def part_finding(code: str, part: str, sentence: str) -> Finding:
    """Make a warning on a part; ``sentence`` goes on after "Báo cáo: "."""
    return Finding(code, Level.WARNING, f"{ROW_CODE}: {sentence}", PART + part, ROW_CODE, "")


def says_what_is_next(sheet: Worksheet) -> bool:
    """Whether some task says what follows, so that the part can be gathered."""
    return any(row.progress.next_step for row in sheet.own_tasks if not is_restricted(row))


def unwritten_parts(sheet: Worksheet, texts: Mapping[str, str]) -> Iterator[Finding]:
    """The last part, where neither the clerk nor any task says what comes next.

    ``texts``: what the clerk wrote, by the names of the parts.
    """
    written = texts.get(NEXT, "").strip()
    if sheet.own_tasks and not written and not says_what_is_next(sheet):
        yield part_finding(UNWRITTEN_PART, NEXT, "phần V chưa viết.")
