"""The checks of a report's own words: parts that tell old figures, and those not written yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db.history import replaced_values
from qnapp.db.reports import report_texts, text_bases
from qnapp.db.settings import get_settings
from qnapp.documents.content import PartId, part_titles
from qnapp.documents.letterhead import issuer_name
from qnapp.documents.part_states import OPENING_TITLE, part_states, quoted_words
from qnapp.documents.profiles import load_profile
from qnapp.domain.report_checks import (
    OTHER_BODY,
    OUTDATED_PART,
    PART,
    part_finding,
    unwritten_parts,
)
from qnapp.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qnapp.db.store import Store
    from qnapp.documents.part_states import PartState
    from qnapp.documents.profiles import Profile
    from qnapp.documents.snapshot import Source
    from qnapp.domain.reporting import Finding, Worksheet


def report_findings(store: Store, sheet: Worksheet) -> list[Finding]:
    """What the checks say of the words of a period's report as they stand now."""
    texts = report_texts(store, sheet.period.code)
    if not texts:
        return list(unwritten_parts(sheet, texts))
    profile = load_profile(get_settings(store).letterhead, store.folder)
    return _findings(store, sheet, texts, profile)


def said_findings(store: Store, source: Source) -> list[Finding]:
    """Say it of the words of a report that is made from ``source``."""
    texts = {part.value: source.words.of(part) or "" for part in PartId}
    written = {part: text for part, text in texts.items() if text}
    return _findings(store, source.sheet, written, source.profile)


def _findings(
    store: Store, sheet: Worksheet, texts: Mapping[str, str], profile: Profile
) -> list[Finding]:
    return [
        *_outdated_parts(store, sheet, texts, profile),
        *unwritten_parts(sheet, texts),
        *_parts_of_another_body(sheet, texts, profile),
    ]


def finding_titles(sheet: Worksheet) -> dict[str, str]:
    """Titles of all rows and parts that a finding may be on, by ``Finding.where``."""
    titles = {row.uid: row.task.title for row in sheet.tasks}
    titles |= {row.uid: row.indicator.title for row in sheet.indicators}
    return titles | {
        PART + part: title or OPENING_TITLE for part, title in part_titles(sheet).items()
    }


def kept_states(
    store: Store, sheet: Worksheet, texts: Mapping[str, str], profile: Profile
) -> list[PartState]:
    """``part_states`` of the report of a period, with all that the store knows of its texts."""
    code = sheet.period.code
    replaced = replaced_values(store, code) if texts else ()
    return part_states(sheet, texts, profile, text_bases(store, code), replaced)


def _outdated_parts(
    store: Store, sheet: Worksheet, texts: Mapping[str, str], profile: Profile
) -> Iterator[Finding]:
    """A warning for each part of ``texts`` that still says what the figures no longer do."""
    if not texts:
        return
    for state in kept_states(store, sheet, texts, profile):
        if state.outdated:
            said = f"ghi {quoted_words(state.outdated, state.current)}, khác với số liệu hiện nay."
            yield part_finding(OUTDATED_PART, state.part, f"{_name(state.title)} {said}")


def _parts_of_another_body(
    sheet: Worksheet, texts: Mapping[str, str], profile: Profile
) -> Iterator[Finding]:
    """A warning for each part that begins with the body of the other letterhead.

    The words were written before the letterhead was changed: "Đảng ủy phường …" over the name of
    Ủy ban nhân dân. Inside of a text either body may well be named.
    """
    if not texts:
        return
    own, issuer = sheet.organisation, issuer_name(sheet.organisation, profile)
    others = {own.party_name, own.state_name} - {issuer, ""}
    for part, title in part_titles(sheet).items():
        begins = fold(texts.get(part.value, "").lstrip())
        for other in others:
            if begins.startswith(fold(other)):
                said = f"mở đầu bằng “{other}”, còn báo cáo do {issuer} ban hành."
                yield part_finding(OTHER_BODY, part.value, f"{_name(title)} {said}")


def _name(title: str) -> str:
    """Name a part in a sentence: "phần IV"."""
    number, _, rest = title.partition(". ")
    return f"phần {number if rest else OPENING_TITLE}"
