"""What travels between two copies of the program, as plain data: what was sent, and whose key."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from qnapp.records import dataclass

if TYPE_CHECKING:
    from datetime import datetime

_SHOWN = 24  # hexadecimal digits: few enough to read out, too many to find a second of


class Kind(StrEnum):
    """What travels between two copies of the program."""

    SUBMISSION = "submission"  # gói báo cáo
    PLAN = "plan"  # gói kế hoạch
    REPLY = "reply"  # phiếu trả lời


KIND_WORDS = {
    Kind.SUBMISSION: "gói báo cáo",
    Kind.PLAN: "gói kế hoạch",
    Kind.REPLY: "phiếu trả lời",
}
EXTENSIONS = {Kind.SUBMISSION: ".qnbc", Kind.PLAN: ".qnkh", Kind.REPLY: ".qnph"}


class PackageState(StrEnum):
    """Where a package of the outbox stands."""

    MADE = "made"
    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REPLACED = "replaced"  # a later package of the same report was made
    WITHDRAWN = "withdrawn"  # its report was taken back to be corrected


STATE_WORDS = {
    PackageState.MADE: "Đã tạo, chưa gửi",
    PackageState.SENT: "Đã gửi",
    PackageState.ACCEPTED: "Đã được tiếp nhận",
    PackageState.RETURNED: "Bị trả lại",
    PackageState.REPLACED: "Đã thay bằng gói sau",
    PackageState.WITHDRAWN: "Đã thu hồi để sửa",
}


@dataclass(frozen=True, slots=True)
class OutgoingPackage:
    """A package of the outbox, kept byte for byte."""

    id: int
    kind: Kind
    plan: str  # uid
    period: str  # code, "" where it belongs to none
    report: int | None  # id of the issued report that it carries
    addressee: str  # code, "" for whoever stands above
    revision: int  # of the report, 0 where there is none
    part: int  # 1, 2, ...
    parts: int
    digest: str  # of its manifest: what the package is called everywhere
    first: str  # digest of part 1, its own for that
    previous: str  # digest of the package before of the same plan and period, "" for none
    contents: str  # digest of what it holds, whenever it was made
    name: str  # what the file is called outside
    sha256: str  # of the file
    size: int  # bytes of the file
    made_at: datetime
    clerk: str
    sent_at: datetime | None = None
    answer: str = ""  # "accepted" or "returned"
    answered_at: datetime | None = None
    replaced: bool = False
    withdrawn: bool = False
    withdraw_reason: str = ""

    @property
    def state(self) -> PackageState:
        """What counts most of all that has happened to it."""
        # A returned report is void as soon as the next is frozen; nobody took that one back.
        if self.withdrawn and self.answer != PackageState.RETURNED:
            return PackageState.WITHDRAWN
        if self.replaced:
            return PackageState.REPLACED
        if self.answer:
            return PackageState(self.answer)
        return PackageState.SENT if self.sent_at is not None else PackageState.MADE


@dataclass(frozen=True, slots=True)
class Sending:
    """How far the packages made last for a period are; the parts of one submission."""

    packages: tuple[OutgoingPackage, ...] = ()  # part 1 first

    def of(self, report: int) -> Sending:
        """The same where they carry the issued report of an id, else nothing."""
        return self if self.packages and self.packages[0].report == report else Sending()

    @property
    def made(self) -> bool:
        """Whether there are any."""
        return bool(self.packages)

    @property
    def sent_at(self) -> datetime | None:
        """When a person said that the last of all parts was sent, None while one was not."""
        moments = [one.sent_at for one in self.packages if one.sent_at is not None]
        return max(moments) if moments and len(moments) == len(self.packages) else None

    @property
    def answer(self) -> str:
        """What came back: "accepted", "returned", or ""."""
        return self.packages[0].answer if self.packages else ""

    @property
    def answered_at(self) -> datetime | None:
        """When that came back."""
        return self.packages[0].answered_at if self.packages else None


class KeyStanding(StrEnum):
    """How the key of a package stands to what is known of its sender."""

    CONFIRMED = "confirmed"
    NEW = "new"  # the first of this sender: shown, and confirmed by a person
    OTHER = "other"  # than the confirmed one: refused until a person confirms it


@dataclass(frozen=True, slots=True)
class Origin:
    """Who signed a package that arrived, and how far that is known."""

    name: str  # of the sender, as the package says
    key: str  # public, 64 hexadecimal digits
    standing: KeyStanding
    training: bool = False


@dataclass(frozen=True, slots=True)
class SenderKey:
    """A key that arrived with a package of an organisation."""

    organisation: str  # code, as the package says
    name: str  # of the organisation, as the package says
    key: str  # public, 64 hexadecimal digits
    first_seen_at: datetime
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    replaced_at: datetime | None = None  # by another key that was confirmed later


def key_words(public: str) -> str:
    """Give a key as people compare it: "3F2A 91BC 0D4E 77A1 5C60 E2B9", of its SHA-256."""
    from qnapp.domain.canonical import digest  # every start would wait for it

    return code_words(digest(bytes.fromhex(public)))


def short_code(digest: str) -> str:
    """Give the beginning of a package's digest, enough to tell packages apart: "3F2A 91BC"."""
    digits = digest.upper()
    return f"{digits[:4]} {digits[4:8]}"


def code_words(sha256: str) -> str:
    """Give the beginning of a digest as people compare it, in groups of four."""
    digits = sha256[:_SHOWN].upper()
    return " ".join(digits[n : n + 4] for n in range(0, _SHOWN, 4))
