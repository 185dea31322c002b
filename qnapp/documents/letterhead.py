"""Who issues a report, under whom, with which number and date, and who signs it.

The rules of naming follow Quy định 399-QĐ/TW and Nghị định 30/2020/NĐ-CP; what an office may word
otherwise comes from the profile or from ``Office``, and both win over what is guessed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.documents.report import NBSP, Letterhead, OfficeKind, Signature
from qnapp.documents.words import long_date
from qnapp.domain.plan import COMMUNE_KINDS
from qnapp.text import fold, upper_first

if TYPE_CHECKING:
    from datetime import date

    from qnapp.documents.profiles import Profile
    from qnapp.documents.report import Office
    from qnapp.domain.plan import Organisation

BLANK = NBSP * 7  # room for a number or a day written by hand or by the văn thư's tool
_COUNCIL = "Ủy ban nhân dân "
_COMMITTEE = "Đảng ủy "
_ASSEMBLIES = (_COUNCIL, "Hội đồng nhân dân ")
_OF_ASSEMBLIES = (_COMMITTEE, "Văn phòng ")  # "Văn phòng / Ủy ban nhân dân tỉnh", on two lines


@dataclass(frozen=True, slots=True)
class _Body:
    """How bodies whose name begins alike are headed and sign."""

    start: str
    collective: str  # signs on behalf of it; "" for one head
    title: str
    superior: str = ""  # in the Party's form, "" takes the profile's
    symbol: str = ""


_BODIES = (
    _Body("Đảng ủy", "Ban Thường vụ", "Bí thư", "Đảng bộ tỉnh Quảng Ninh", "ĐU"),
    _Body("Văn phòng", "", "Chánh Văn phòng"),
    _Body("Ủy ban Kiểm tra", "Ủy ban Kiểm tra", "Chủ nhiệm"),
    _Body("Ủy ban Mặt trận", "Ban Thường trực", "Chủ tịch"),
    _Body("Ban ", "", "Trưởng ban"),
    _Body("Sở ", "", "Giám đốc"),
    _Body("Báo ", "", "Giám đốc"),
)
_OTHER = _Body("", "", "")


# How the names of authorities begin, folded; a school is left out, since the Party has one too.
_AUTHORITIES = (
    *("so ", "uy ban ", "ubnd", "hoi dong nhan dan", "hdnd", "chi cuc ", "cuc ", "trung tam "),
    *("cong an ", "thanh tra ", "ban quan ly ", "benh vien ", "kho bac ", "bao hiem xa hoi "),
    *("toa an ", "vien kiem sat ", "phong ", "van phong uy ban ", "van phong ubnd"),
)


def office_kind(organisation: Organisation) -> OfficeKind:
    """Guess the kind of body from what is known of the organisation."""
    if organisation.kind in COMMUNE_KINDS:
        return OfficeKind.COMMUNE
    return OfficeKind.PARTY_BODY if organisation.kind == "cơ quan" else OfficeKind.DEPARTMENT


def issuer_name(organisation: Organisation, profile: Profile) -> str:
    """Name the body that issues: the Party committee or the authority, as the profile says."""
    own = organisation.party_name if profile.names == "party" else organisation.state_name
    return own or organisation.name


def letterhead(
    office: Office,
    profile: Profile,
    *,
    number: str = "",
    issued_on: date | None = None,
    month: date,
) -> Letterhead:
    """Word the first lines. Without ``issued_on`` the day stays blank in the month given."""
    return Letterhead(
        motto=tuple(line.text for line in profile.motto),
        superior=_superior(office, profile).upper(),
        issuer=tuple(line.upper() for line in _issuer_lines(office, profile)),
        number=f"{profile.number.label} {number_and_symbol(office, profile, number)}",
        place_date=f"{_place(office)}, {date_words(issued_on, month)}",
    )


def number_and_symbol(office: Office, profile: Profile, number: str) -> str:
    """Write "05-BC/ĐU", "05/BC-UBND", of a công văn "05/UBND"; room for an unknown number."""
    rules = profile.number
    shown = number.strip().zfill(2) if number.strip() else BLANK
    marks = [mark for mark in (profile.type.code, _symbol(office, profile)) if mark]
    return f"{shown}{rules.before_type}{rules.before_symbol.join(marks)}"


def date_words(issued_on: date | None, month: date) -> str:
    """Write "ngày 05 tháng 6 năm 2026", the day blank where it is not known."""
    if issued_on is not None:
        return long_date(issued_on)
    _, _, rest = long_date(month).partition(" tháng ")
    return f"ngày {BLANK} tháng {rest}"


def signature(office: Office, profile: Profile) -> Signature:
    """Word the lines over the signature.

    By Quy định 399-QĐ/TW a deputy signs for a collective body directly, never K/T.
    """
    rules = profile.signature
    body = _body(office, profile)
    collective = body.collective if body is not _OTHER else rules.collectives.of(office.kind)
    head = _head_title(office, profile)
    deputy = _is_deputy(office)
    lines = [f"{rules.on_behalf} {collective}"] if collective else []
    if deputy and not (collective and rules.deputy_of_collective == "direct"):
        lines.append(f"{rules.for_head} {head}")
    title = signer_title(office, profile)
    authority = tuple(line.upper() for line in lines)
    return Signature(authority, title.upper(), office.signer.strip())


def signer_title(office: Office, profile: Profile) -> str:
    """The office of who signs, as the paper prints it but in usual letters: "Phó Bí thư"."""
    head = _head_title(office, profile)
    return _deputy_title(office, head) if _is_deputy(office) else head


def recipients(office: Office, profile: Profile) -> tuple[str, ...]:
    """List Nơi nhận as printed: dash, semicolon, a full stop at the end, the archive last.

    Who issues is none of those that the profile names for everybody; typed ones stay as they are.
    """
    names = [name.strip(" -;.\t") for name in office.recipients or _others(office, profile)]
    names = [name for name in names if name]
    if not any(name.lower().startswith("lưu") for name in names):
        names.append(_archive(office, profile))
    *most, last = names
    return (*(f"- {name};" for name in most), f"- {last}.")


def _archive(office: Office, profile: Profile) -> str:
    """Name where the copy is kept: of every Đảng ủy it is the Văn phòng Đảng ủy."""
    committee = issuer_name(office.organisation, profile).startswith(_COMMITTEE)
    kind = OfficeKind.COMMUNE if committee else office.kind
    return profile.recipients.archive.of(kind)


def _others(office: Office, profile: Profile) -> list[str]:
    own = {fold(office.organisation.name), fold(issuer_name(office.organisation, profile))}
    return [name for name in profile.recipients.default if fold(name) not in own]


def addressees(office: Office, profile: Profile) -> tuple[str, ...]:
    """List Kính gửi; empty where the profile's reports carry none."""
    if not profile.addressee.shown:
        return ()
    own = tuple(name.strip() for name in office.addressees if name.strip())
    return own or ((profile.addressee.default,) if profile.addressee.default else ())


def _body(office: Office, profile: Profile) -> _Body:
    if office.kind is OfficeKind.COMMUNE:
        return _OTHER
    name = issuer_name(office.organisation, profile)
    return next((body for body in _BODIES if name.startswith(body.start)), _OTHER)


def proposed_form(organisation: Organisation) -> str:
    """The form to begin with: "nha-nuoc" for an authority, also one typed in, "dang" for others."""
    if organisation.party_name:
        return "dang"
    typed = organisation.kind == "khác" and fold(organisation.name).startswith(_AUTHORITIES)
    return "nha-nuoc" if organisation.state_name or typed else "dang"


def head_post(organisation: Organisation) -> str:
    """Post of who leads a body of the province ("Chánh Văn phòng"), "" for any other."""
    if office_kind(organisation) is OfficeKind.COMMUNE:
        return ""
    name = organisation.party_name or organisation.name
    return next((body.title for body in _BODIES if name.startswith(body.start)), "")


def _superior(office: Office, profile: Profile) -> str:
    if office.organisation.parent:
        return office.organisation.parent
    own = _body(office, profile).superior if profile.names == "party" else ""
    return own or profile.issuer.superiors.of(office.kind)


def _issuer_lines(office: Office, profile: Profile) -> tuple[str, ...]:
    name = issuer_name(office.organisation, profile)
    if profile.names == "state" and name.startswith(_COUNCIL):
        return _COUNCIL.strip(), name.removeprefix(_COUNCIL)
    if profile.names == "party" and office.kind is OfficeKind.PARTY_BODY:
        # The line above already says "Tỉnh ủy Quảng Ninh".
        name = name.removesuffix(" Tỉnh ủy")
    for body in _OF_ASSEMBLIES:
        if name.startswith(tuple(f"{body}{assembly}" for assembly in _ASSEMBLIES)):
            return body.strip(), name.removeprefix(body)
    return (name,)


def _place(office: Office) -> str:
    organisation = office.organisation
    if office.place.strip():
        return office.place.strip()
    if office.kind is OfficeKind.COMMUNE:
        return organisation.short or organisation.name
    return "Quảng Ninh"


def _symbol(office: Office, profile: Profile) -> str:
    own = office.symbol.strip() or office.organisation.symbol
    if own:
        return own
    if profile.names == "party" and _body(office, profile).symbol:
        return _body(office, profile).symbol
    return profile.number.symbols.of(office.kind) or _initials(office.organisation)


def _initials(organisation: Organisation) -> str:
    """Shorten "Sở Nội vụ" to "SNV"; bodies of the plan have their abbreviation as code."""
    if organisation.code.isalpha() and organisation.code.isupper():
        return organisation.code
    words = organisation.name.replace(",", " ").split()
    return "".join(word[0].upper() for word in words if word.lower() not in ("và", "-"))


def _is_deputy(office: Office) -> bool:
    return office.signs_as_deputy or office.signer_title.strip().lower().startswith("phó ")


def _head_title(office: Office, profile: Profile) -> str:
    title = office.signer_title.strip()
    if title.lower().startswith("phó "):
        title = upper_first(title[4:])
        return title.removesuffix(" Thường trực").removesuffix(" thường trực")
    return title or _body(office, profile).title or profile.signature.titles.of(office.kind)


def _deputy_title(office: Office, head: str) -> str:
    title = office.signer_title.strip()
    return title if title.lower().startswith("phó ") else f"Phó {head}"
