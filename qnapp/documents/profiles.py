"""Letterhead profiles: how a report looks, as data that an office can change.

The figures of the two built-in profiles are those of Nghị định 30/2020/NĐ-CP, Phụ lục I, and of
Quy định 399-QĐ/TW with Hướng dẫn 05-HD/VPTW. The limits below keep an office's own copy within
what these allow. Lengths are mm, sizes and spacings pt.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

from qnapp.assets import asset
from qnapp.documents.profile_reader import Limits, Refused, read_record
from qnapp.errors import FileError, NotFoundError

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.documents.report import OfficeKind, Table

BUILT_IN = ("dang", "nha-nuoc")

Size = Annotated[float, Limits(9, 18)]


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Size in pt and weight of one element; upright unless said otherwise."""

    size: Size
    bold: bool = False
    italic: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class ByKind:
    """Words that differ with the sort of body that issues the report."""

    commune: str
    department: str
    party_body: str

    def of(self, kind: OfficeKind) -> str:
        """Return the words for one kind."""
        words: str = getattr(self, kind.value)
        return words


@dataclass(frozen=True, slots=True)
class PageRules:
    """Margins of every page, portrait and landscape alike."""

    top: Annotated[float, Limits(20, 25)]
    bottom: Annotated[float, Limits(20, 25)]
    left: Annotated[float, Limits(30, 35)]
    right: Annotated[float, Limits(15, 20)]
    mirrored: bool = False  # even pages swap left and right, for printing on both sides


@dataclass(frozen=True, slots=True)
class PageNumberRules:
    """Centred at the top, never on a document's first page."""

    style: TextStyle
    place: Literal["from_edge", "in_margin"]
    annexes: Literal["continue", "restart"]
    from_edge: Annotated[float, Limits(5, 15)] = 10


@dataclass(frozen=True, slots=True)
class StyledLine:
    """A fixed line with its own style."""

    text: str
    style: TextStyle


@dataclass(frozen=True, slots=True)
class IssuerRules:
    """The left column: superior, issuer, and the rule or star under them."""

    superior: TextStyle
    own: TextStyle
    mark: Literal["rule", "star"]
    superiors: ByKind


@dataclass(frozen=True, slots=True)
class NumberRules:
    """Số and ký hiệu: ``Số: 05/BC-UBND`` or ``Số 05-BC/ĐU``."""

    style: TextStyle
    label: str
    before_type: str
    before_symbol: str
    symbols: ByKind


@dataclass(frozen=True, slots=True)
class DateRules:
    """Địa danh and date, in the right column."""

    style: TextStyle
    place: Literal["beside_number", "under_motto"]


@dataclass(frozen=True, slots=True)
class TypeRules:
    """Tên loại: ``BÁO CÁO`` and its letters in the number."""

    style: TextStyle
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class SubjectRules:
    """Trích yếu, and what stands under it."""

    style: TextStyle
    capital: bool  # begins with a capital letter
    mark: Literal["rule", "hyphens"]
    place: Literal["centre", "under_number"] = "centre"


@dataclass(frozen=True, slots=True)
class AddresseeRules:
    """Kính gửi."""

    style: TextStyle
    shown: bool
    label: str
    default: str


@dataclass(frozen=True, slots=True)
class BodyRules:
    """Paragraphs. ``leading`` is pt where it is exact, else a multiple of the font's own."""

    style: TextStyle
    heading: TextStyle
    spacing: Literal["exact", "multiple"]
    leading: Annotated[float, Limits(1, 22)]
    first_line: Annotated[float, Limits(10, 12.7)]
    gap: Annotated[float, Limits(6, 12)]
    ending: str
    citation_comma: bool
    # Of a document that is cited: "ngày 09/12/2025", "ngày 09 tháng 12 năm 2025".
    citation_date: Literal["figures", "words"] = "figures"


@dataclass(frozen=True, slots=True)
class SignatureRules:
    """Quyền hạn, chức vụ, the blank band, họ tên."""

    authority: TextStyle
    title: TextStyle
    name: TextStyle
    on_behalf: str  # "T/M", "TM."
    for_head: str  # "K/T", "KT."
    deputy_of_collective: Literal["direct", "for_head"]  # how a deputy signs for a collective body
    band: Annotated[float, Limits(30, 60)]
    collectives: ByKind
    titles: ByKind


@dataclass(frozen=True, slots=True)
class RecipientRules:
    """Nơi nhận."""

    label: str
    label_style: TextStyle
    style: TextStyle
    default: tuple[str, ...]
    archive: ByKind


@dataclass(frozen=True, slots=True)
class AnnexRules:
    """Headings and tables of the annexes."""

    name: TextStyle
    title: TextStyle
    note: TextStyle
    head: TextStyle
    cell: TextStyle
    small: Annotated[float, Limits(8, 12)] = 9.5  # pt, in tables of many columns

    def head_of(self, table: Table) -> TextStyle:
        """Pick the style of a table's titles."""
        return replace(self.head, size=self.small) if table.small else self.head

    def cell_of(self, table: Table) -> TextStyle:
        """Pick the style of a table's cells."""
        return replace(self.cell, size=self.small) if table.small else self.cell


@dataclass(frozen=True, slots=True)
class PlanRules:
    """What the unit's own plan has otherwise than a report; it is addressed to nobody."""

    text: str = "KẾ HOẠCH"
    code: str = "KH"
    # Section III.2 of the resolution: whom the units answer to.
    recipients: tuple[str, ...] = ("Ban Thường vụ Tỉnh ủy (để báo cáo)", "Văn phòng Tỉnh ủy")


@dataclass(frozen=True, slots=True)
class LetterRules:
    """What a công văn has otherwise than a report: its trích yếu stands under the number."""

    style: TextStyle = TextStyle(12)
    label: str = "V/v"
    code: str = ""  # of its kind within the number; the State's form has none
    gap: Annotated[float, Limits(0, 12)] = 6
    recipients: tuple[str, ...] = ("Như trên",)


# For a copy of the Party's form that an office made before there were letters.
_UNKNOWN = "Không có thể thức “{name}”. Chưa có gì bị thay đổi. Chọn thể thức khác."
_UNREADABLE = (
    "Không đọc được tệp thể thức “{name}”. Chưa có gì bị thay đổi. "
    "Kiểm tra tệp hoặc bỏ tệp này để dùng thể thức có sẵn."
)
_PARTY_LETTER = LetterRules(TextStyle(12, italic=True), "về việc", "CV", 0)


@dataclass(frozen=True, slots=True)
class Profile:
    """Every switch between the Party's and the State's form."""

    name: str
    title: str
    basis: str
    names: Literal["party", "state"]  # which of an organisation's names issues the report
    page: PageRules
    page_number: PageNumberRules
    motto: tuple[StyledLine, ...]
    issuer: IssuerRules
    number: NumberRules
    date: DateRules
    type: TypeRules
    subject: SubjectRules
    addressee: AddresseeRules
    body: BodyRules
    signature: SignatureRules
    recipients: RecipientRules
    annex: AnnexRules
    plan: PlanRules = PlanRules()
    letter: LetterRules = LetterRules()
    fingerprint: bool = True  # mã đối chiếu with its QR code, after the last annex


def load_profile(name: str, folder: Path | None = None) -> Profile:
    """Load the profile ``name``; ``folder/profiles/<name>.json`` wins over the built-in one.

    Raises NotFoundError for an unknown name and FileError for a file that breaks a rule; the
    sentence names the file, the entry and what is allowed there.
    """
    path = _find(name, folder)
    try:
        return read_profile(path.read_bytes())
    except OSError as error:
        raise FileError(_UNREADABLE.format(name=path.name), detail=str(error)) from error
    except Refused as error:
        sentence = (
            f"Tệp thể thức “{path.name}” chưa đúng: {error}. Chưa có gì bị thay đổi. "
            "Sửa lại hoặc bỏ tệp này."
        )
        raise FileError(sentence, detail=str(path)) from error


def read_profile(data: bytes) -> Profile:
    """Read a profile from the bytes of its file. Raises Refused with the entry that is wrong."""
    try:
        raw = json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise Refused("", "tệp không phải JSON") from error
    profile = read_record(Profile, raw)
    if "letter" not in raw and profile.names == "party":
        profile = replace(profile, letter=_PARTY_LETTER)
    _check_leading(profile.body)
    if not profile.motto:
        raise Refused("motto", "phải có ít nhất một dòng")
    return profile


def _find(name: str, folder: Path | None) -> Path:
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise NotFoundError(_UNKNOWN.format(name=name))
    own = folder / "profiles" / f"{name}.json" if folder else None
    if own and own.is_file():
        return own
    if name not in BUILT_IN:
        raise NotFoundError(_UNKNOWN.format(name=name))
    return asset("profiles", f"{name}.json")


def _check_leading(body: BodyRules) -> None:
    # Hướng dẫn 05-HD/VPTW: exactly 18-22 pt; Nghị định 30/2020: single to one and a half.
    low, high, words = (18, 22, "pt") if body.spacing == "exact" else (1, 1.5, "dòng")
    if not low <= body.leading <= high:
        allowed = f"phải từ {low} đến {str(high).replace('.', ',')} {words}"
        raise Refused("body.leading", allowed)
