"""A report from a store: rows, the clerk's words, letterhead. The window and commands call this."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qnapp.db.organisations import own_organisation
from qnapp.db.reports import report_texts
from qnapp.db.settings import get_settings
from qnapp.db.worksheet import load_reported
from qnapp.documents.content import Office, PartId, ReportWords, office_kind
from qnapp.documents.letterhead import signature
from qnapp.documents.profiles import load_profile
from qnapp.documents.snapshot import Source
from qnapp.domain.signers import title_suits
from qnapp.text import safe_file_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qnapp.db.settings import Settings
    from qnapp.db.store import Store
    from qnapp.documents.content import Report
    from qnapp.documents.profiles import Profile
    from qnapp.domain.plan import Organisation
    from qnapp.domain.reporting import Worksheet


def assemble_report(
    store: Store,
    period_code: str,
    letterhead: str | None = None,
    *,
    sheet: Worksheet | None = None,
    texts: Mapping[str, str] | None = None,
) -> Report:
    """Gather what is recorded now into a draft; number and date stay blank for the văn thư.

    Live data may change any moment, so every page says "DỰ THẢO"; ``freeze.freeze_report`` makes
    the one to sign. Takes and raises what ``gather_source`` does.
    """
    return gather_source(store, period_code, letterhead, sheet=sheet, texts=texts).report(
        draft=True
    )


def gather_source(
    store: Store,
    period_code: str,
    letterhead: str | None = None,
    *,
    sheet: Worksheet | None = None,
    texts: Mapping[str, str] | None = None,
) -> Source:
    """Gather what is recorded now, to be dated in the month in which it is made.

    ``letterhead`` "dang" or "nha-nuoc"; None takes the setting. ``sheet`` and ``texts`` (by name
    of ``PartId``) take the place of what the store holds, for a preview of what is being typed;
    the sheet must be that of ``load_reported``. Raises ``NotFoundError`` for an unknown
    period or letterhead and ``FileError`` for an office's own profile that breaks a rule.
    """
    settings = get_settings(store)
    return Source(
        sheet or load_reported(store, period_code),
        report_words(report_texts(store, period_code) if texts is None else texts),
        office_of(own_organisation(store), settings, letterhead or settings.letterhead),
        profile_of(store, letterhead or settings.letterhead),
        training=settings.training,
        with_charts=settings.with_charts,
        with_doubts=settings.with_doubts,
        month=store.today().replace(day=1),
    )


def profile_of(store: Store, letterhead: str) -> Profile:
    """Load the letterhead profile, the office's own copy beside the store before the built-in.

    Printing on both sides swaps the margins of even pages in the Party's form, whose rules say so
    (Hướng dẫn 05-HD/VPTW); the State's (Nghị định 30/2020) know one set of margins.
    """
    profile = load_profile(letterhead, store.folder)
    if profile.names == "party" and get_settings(store).duplex:
        return replace(profile, page=replace(profile.page, mirrored=True))
    return profile


def report_words(texts: Mapping[str, str]) -> ReportWords:
    """Give the parts that the clerk wrote; an empty one takes the generated draft."""
    return ReportWords(**{part.value: texts.get(part.value) or None for part in PartId})


def office_of(organisation: Organisation, settings: Settings, letterhead: str) -> Office:
    """Give what letterhead and signature say of the organisation.

    A signer whose post belongs to the other form is left out: the profile's own post stands there
    then, with the name blank, rather than a Bí thư who signs for an Ủy ban nhân dân.
    """
    suits = title_suits(settings.signer_title, letterhead)
    return Office(
        organisation=organisation,
        kind=office_kind(organisation),
        signer=settings.signer if suits else "",
        signer_title=settings.signer_title if suits else "",
        signs_as_deputy=settings.signs_as_deputy and suits,
        place=settings.place,
        symbol=settings.symbol,
        recipients=_lines(settings.recipients),
        addressees=_lines(settings.addressees),
    )


def signature_words(
    organisation: Organisation, settings: Settings, letterhead: str, profile: Profile | None = None
) -> str:
    """Give in one line what the report prints over the name: "T/M BAN THƯỜNG VỤ – PHÓ BÍ THƯ".

    Without ``profile`` the built-in one of the letterhead words it.
    """
    office = office_of(organisation, settings, letterhead)
    signed = signature(office, profile or load_profile(letterhead))
    return " – ".join((*signed.authority, signed.title))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


def report_file_name(sheet: Worksheet, ext: str, *, revision: int = 0, draft: bool = False) -> str:
    """Propose "Báo cáo 6 tháng năm 2026 - Phường Hà Tu.pdf"; ``ext`` with its dot.

    ``revision`` adds " - lần 2", ``draft`` " - dự thảo": a report to sign is never taken for
    another one.
    """
    name = f"Báo cáo {sheet.period.name} - {sheet.organisation.name}"
    name += f" - lần {revision}" * bool(revision) + " - dự thảo" * draft
    return safe_file_name(name, ext=ext)
