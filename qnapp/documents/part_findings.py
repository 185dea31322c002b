"""The checks of a report's own words: parts that tell old figures, and those not written yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db.history import replaced_values
from qnapp.db.reports import report_texts, text_bases
from qnapp.db.settings import get_settings
from qnapp.documents.part_states import OPENING_TITLE, part_states, quoted_words
from qnapp.documents.profiles import load_profile
from qnapp.domain.report_checks import part_finding, unwritten_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qnapp.db.store import Store
    from qnapp.documents.part_states import PartState
    from qnapp.documents.profiles import Profile
    from qnapp.domain.reporting import Finding, Worksheet


def report_findings(store: Store, sheet: Worksheet) -> list[Finding]:
    """What the checks say of the words of a period's report; nothing of a locked period's."""
    if sheet.locked:
        return []
    texts = report_texts(store, sheet.period.code)
    return [*outdated_parts(store, sheet, texts), *unwritten_parts(sheet, texts)]


def kept_states(
    store: Store, sheet: Worksheet, texts: Mapping[str, str], profile: Profile
) -> list[PartState]:
    """``part_states`` of the report of a period, with all that the store knows of its texts."""
    code = sheet.period.code
    replaced = replaced_values(store, code) if texts else ()
    return part_states(sheet, texts, profile, text_bases(store, code), replaced)


def outdated_parts(store: Store, sheet: Worksheet, texts: Mapping[str, str]) -> Iterator[Finding]:
    """A warning for each part of ``texts`` that still says what the figures no longer do."""
    if not texts:
        return
    profile = load_profile(get_settings(store).letterhead, store.folder)
    for state in kept_states(store, sheet, texts, profile):
        if state.outdated:
            number, _, rest = state.title.partition(". ")
            name = number if rest else OPENING_TITLE
            said = f"phần {name} ghi {quoted_words(state.outdated)}, khác với số liệu hiện nay."
            yield part_finding("LV11", state.part, said)
