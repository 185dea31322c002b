"""Taking in a submission: verified whole, told apart from what is here, kept whole or not at all.

Nothing that arrived is overwritten. Which of several packages counts follows from their revisions
(``domain.received``), so an older one that comes late never takes the place of a newer.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from qnapp.db import content, inbox
from qnapp.db.calendar import stored_period
from qnapp.db.content import Meter
from qnapp.db.failures import translated
from qnapp.db.fields import own_code, plan_uid
from qnapp.db.plans import current_plan
from qnapp.db.roster import confirm_key, key_standing, note_key, other_holders
from qnapp.db.settings import get_settings
from qnapp.documents.snapshot import snapshot_of
from qnapp.domain.packages import KeyStanding, Kind, Origin, key_words
from qnapp.domain.received import (
    ReceivedFile,
    ReceivedPackage,
    Sender,
    candidates,
    missing_revisions,
)
from qnapp.errors import FileError, InputError, LockedError, NotFoundError
from qnapp.exchange.container import open_package
from qnapp.exchange.limits import DATA
from qnapp.exchange.refusals import PackageError, Reason
from qnapp.text import clean, format_date, lower_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from qnapp.db.content import Kept
    from qnapp.db.store import Store
    from qnapp.exchange.container import Package
    from qnapp.exchange.manifest import Head

_KEPT = "Dữ liệu hiện có vẫn giữ nguyên."
_OWN = f"“{{name}}” là gói do chính đơn vị này tạo nên không tiếp nhận. {_KEPT} Chọn gói khác."
_OTHER_PLAN = (
    f"“{{name}}” là gói của nghị quyết khác ({{plan}}) nên không tiếp nhận ở đây. {_KEPT} "
    "Chuyển sang dữ liệu của nghị quyết đó rồi nhận lại."
)
_NO_PERIOD = (
    f"“{{name}}” là gói của kỳ {{period}}, không có trong lịch báo cáo ở đây. {_KEPT} "
    "Kiểm tra lại kỳ với đơn vị gửi."
)
_TRAINING = (
    f"“{{name}}” là gói {{theirs}}, còn dữ liệu ở đây là {{ours}} nên không tiếp nhận. {_KEPT} "
    "Chọn gói khác."
)
_TRAINING_WORDS = {True: "dữ liệu tập huấn", False: "dữ liệu chính thức"}
_OTHER_KEY = (
    "“{name}” ký bằng khóa khác với khóa đã xác nhận của {sender} nên chưa tiếp nhận. "
    f"{_KEPT} Đối chiếu mã khóa {{key}} với đơn vị gửi rồi xác nhận khóa mới."
)
_CHANGED = f"“{{name}}” vừa thay đổi sau khi xem nên chưa tiếp nhận. {_KEPT} Xem lại gói."


@dataclass(frozen=True, slots=True)
class Incoming:
    """A verified submission before it is taken in."""

    package: ReceivedPackage
    files: tuple[ReceivedFile, ...]
    standing: KeyStanding
    before: tuple[ReceivedPackage, ...]  # what is here of its sender, plan and period

    @property
    def known(self) -> ReceivedPackage | None:
        """The same package, where it was taken in before."""
        return next((one for one in self.before if one.digest == self.package.digest), None)

    @property
    def conflict(self) -> bool:
        """Whether taking it in leaves several reports of one revision to choose from."""
        return self.known is None and len(candidates((*self.before, self.package))) > 1

    @property
    def older(self) -> bool:
        """Whether a newer revision is here already."""
        newest = max((one.revision for one in self.before if one.part == 1), default=0)
        return self.package.revision < newest

    @property
    def gap(self) -> tuple[int, ...]:
        """Revisions that should have come before it and did not."""
        return missing_revisions((*self.before, self.package))


def read_incoming(store: Store, package: Package) -> Incoming:
    """Compare an open, verified submission with the store; writes nothing.

    Raises ``PackageError`` where manifest and data contradict each other, ``FileError`` for the
    store's own package, another plan's, and training data among real ones, ``NotFoundError`` for a
    period that is not in the calendar.
    """
    head, name = package.manifest.head, package.path.name
    require_ours(store, head, name)
    data = _checked_data(package) if head.part == 1 else ""
    found = _received(store, package, data)
    before = inbox.received_packages(store, head.plan, head.period, head.organisation)
    files = tuple(
        ReceivedFile(entry, clean(one.name), one.sha256, one.size, one.original)
        for entry, one in sorted(package.manifest.entries.items())
    )
    standing = key_standing(store, head.organisation, found.key)
    return Incoming(found, files, standing, tuple(before))


def take_in(
    store: Store,
    path: Path,
    *,
    expected: str = "",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ReceivedPackage:
    """Verify a submission and keep it with all its files, whole or not at all.

    The same package again changes nothing. ``expected`` is the digest that a person has looked at.
    Raises what ``read_incoming`` does, ``LockedError`` for a key that is another than the confirmed
    one, ``FileError``, ``StoreError``, ``CancelledError``.
    """
    with open_package(path, Kind.SUBMISSION, cancelled=cancelled) as package:
        if expected and package.digest != expected:
            raise FileError(_CHANGED.format(name=path.name))
        incoming = read_incoming(store, package)
        meter = Meter(package.manifest.size, progress, cancelled)
        return keep_incoming(store, package, incoming, meter)


def keep_incoming(
    store: Store, package: Package, incoming: Incoming, meter: Meter
) -> ReceivedPackage:
    """Keep an open, verified submission that was compared with the store, whole or not at all.

    The same package again changes nothing. Raises ``LockedError`` for a key that is another than
    the confirmed one, ``FileError``, ``StoreError``, ``CancelledError``.
    """
    if incoming.known is not None:
        return incoming.known
    require_key(incoming)
    entries = package.manifest.entries
    keepers = (
        partial(content.keep_blocks, store.folder, package.blocks(entry), entry, meter)
        for entry in entries
    )
    with kept_files(store, keepers), store.atomic():
        found = incoming.package
        note_key(store, found.organisation, found.name, found.key)
        return inbox.add_received(store, found, incoming.files)


def trust_sender(
    store: Store,
    path: Path,
    *,
    expected: str = "",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ReceivedPackage:
    """Take in a submission whose key a person has just compared with its sender.

    The key is the organisation's own from then on. Arguments and what is raised: as ``take_in``.
    """
    with open_package(path, Kind.SUBMISSION, cancelled=cancelled) as package:
        found = read_incoming(store, package).package
    with store.atomic():
        confirm_key(store, found.organisation, found.name, found.key)
        digest = expected or found.digest
        return take_in(store, path, expected=digest, progress=progress, cancelled=cancelled)


class SubmissionArrival:
    """See ``qnapp.exchange.arrivals.Arrival``."""

    def __init__(self, store: Store, path: Path, incoming: Incoming) -> None:
        found = incoming.package
        self.title = package_title(store, found)
        self.incoming = incoming
        key, training = found.key, get_settings(store).training  # mixed ones are refused
        self.origin = Origin(found.name, key, incoming.standing, training)
        self._path = path
        newest = current_plan(store).version
        holders = other_holders(store, found.organisation, found.key)
        self._lines = tuple(_lines(incoming, newest, holders))

    @property
    def lines(self) -> Sequence[str]:
        """See ``Arrival``."""
        return self._lines

    @property
    def changes(self) -> int:
        """See ``Arrival``."""
        return int(self.incoming.known is None)

    def accept(self, store: Store, *, dry_run: bool = False, key_compared: bool = False) -> str:
        """See ``Arrival``."""
        known = self.incoming.known is not None
        if not known and not key_compared:
            require_key(self.incoming)
        if dry_run and not known:
            return f"{self.title}: đã thử, hợp lệ, chưa ghi gì."
        if key_compared and not dry_run:
            taken = trust_sender(store, self._path, expected=self.incoming.package.digest)
        elif not known:
            taken = take_in(store, self._path, expected=self.incoming.package.digest)
        if known:
            return f"{self.title}: đã nhận trước đó, không có gì thay đổi."
        doubt = "" if taken.sender is Sender.CONFIRMED else " Khóa của đơn vị gửi chưa xác nhận."
        return f"{self.title}: đã nhận.{doubt}"


def package_title(store: Store, found: ReceivedPackage) -> str:
    """What a submission is, in words: "Gói báo cáo quý I năm 2026 của Phường Hà Tu, lần 1"."""
    period = lower_first(stored_period(store, found.period).period.name)
    part = f", phần {found.part}/{found.parts}" if found.parts > 1 else ""
    return f"Gói báo cáo {period} của {found.name}, lần {found.revision}{part}"


def look(store: Store, package: Package) -> SubmissionArrival:
    """Compare an open submission with the store; raises as ``read_incoming`` does."""
    return SubmissionArrival(store, package.path, read_incoming(store, package))


def _lines(incoming: Incoming, newest: int, holders: Sequence[str]) -> Iterator[str]:
    """Say what a person should know before taking it in."""
    found = incoming.package
    yield from _issue_lines(found)
    yield _key_line(incoming)
    if holders:
        yield f"Khóa này cũng là khóa đã xác nhận của {', '.join(holders)}."
    yield from state_lines(incoming, newest)


def state_lines(incoming: Incoming, newest: int) -> Iterator[str]:
    """Say how a report stands to those that are here; ``newest`` version of the plan in use."""
    found = incoming.package
    if incoming.known is not None:
        day = format_date(incoming.known.received_at.date())
        yield f"Gói này đã nhận ngày {day}."
        return
    if incoming.conflict:
        yield (
            f"Xung đột: đã có gói lần {found.revision} với số liệu khác. "
            "Giữ cả hai, người tiếp nhận chọn một."
        )
    if incoming.older:
        yield "Đã có báo cáo lần sau. Gói này chỉ được lưu, không thay số liệu đang dùng."
    if incoming.gap:
        yield f"Chưa nhận được báo cáo lần {', '.join(map(str, incoming.gap))}."
    if found.plan_version != newest:
        yield (
            f"Lập theo bản kế hoạch {found.plan_version}, ở đây đang dùng bản {newest}. "
            "Số liệu được đánh giá theo bản của gói."
        )


def _issue_lines(found: ReceivedPackage) -> Iterator[str]:
    if found.number:
        day = format_date(date.fromisoformat(found.issued_on)) if found.issued_on else ""
        yield f"Báo cáo số {found.number}" + (f" ngày {day}" if day else "")


def _key_line(incoming: Incoming) -> str:
    shown = key_words(incoming.package.key)
    if incoming.standing is KeyStanding.CONFIRMED:
        return f"Nguồn gửi: đúng khóa đã xác nhận ({shown})."
    if incoming.standing is KeyStanding.NEW:
        return f"Nguồn gửi: khóa chưa xác nhận, mã {shown}. Đối chiếu với đơn vị gửi."
    return f"Nguồn gửi: khóa khác với khóa đã xác nhận, mã {shown}. Chưa tiếp nhận được."


def require_ours(store: Store, head: Head, name: str) -> None:
    """Refuse what has no place here whatever it holds."""
    if head.organisation == own_code(store):
        raise FileError(_OWN.format(name=name))
    if head.plan != plan_uid(store):
        raise FileError(_OTHER_PLAN.format(name=name, plan=clean(head.plan)[:40]))
    ours = get_settings(store).training
    if head.training != ours:
        told = {"theirs": _TRAINING_WORDS[head.training], "ours": _TRAINING_WORDS[ours]}
        raise FileError(_TRAINING.format(name=name, **told))
    try:
        known = stored_period(store, head.period).period.code
    except (NotFoundError, InputError):
        known = ""
    if known != head.period:
        period = clean(head.period)[:20]
        raise NotFoundError(_NO_PERIOD.format(name=name, period=period))


def _checked_data(package: Package) -> str:
    """Give the hash of the data after manifest and data were found to tell the same."""
    head = package.manifest.head
    try:
        snapshot = snapshot_of(package.json())
    except ValueError as error:
        raise _altered(package, str(error)) from error
    sheet = snapshot.source.sheet
    told = (head.organisation, head.plan, head.plan_version, head.period, head.revision)
    found = (sheet.organisation.code, sheet.plan.uid, sheet.plan.version, sheet.period.code)
    if told != (*found, snapshot.revision) or snapshot.source.training != head.training:
        raise _altered(package, f"manifest {told}, data {found}")
    return package.manifest.entries[DATA].sha256


def _altered(package: Package, detail: str) -> PackageError:
    return PackageError(Reason.ALTERED, package.path.name, DATA, detail=detail)


def _received(store: Store, package: Package, data: str) -> ReceivedPackage:
    head, issue = package.manifest.head, package.manifest.head.issue
    if head.revision < 1:
        raise _altered(package, "a submission has a revision")
    try:
        made_at = datetime.fromisoformat(head.made_at).astimezone()
        issued_on = date.fromisoformat(issue.issued_on) if issue and issue.issued_on else None
    except (ValueError, OverflowError) as error:
        raise _altered(package, str(error)) from error
    return ReceivedPackage(
        id=0,
        organisation=clean(head.organisation),
        name=clean(head.organisation_name) or clean(head.organisation),
        plan=head.plan,
        plan_version=head.plan_version,
        period=head.period,
        revision=head.revision,
        part=head.part,
        parts=head.parts,
        digest=package.digest,
        first=head.first or package.digest,
        previous=head.previous,
        key=package.manifest.key,
        data=data,
        made_at=made_at,
        received_at=store.clock(),
        file_name=clean(package.path.name),
        clerk=store.clerk,
        number=clean(issue.number) if issue else "",
        issued_on=issued_on.isoformat() if issued_on else "",
        signer=clean(issue.signer) if issue else "",
        findings=head.findings if head.part == 1 else None,
    )


def require_key(incoming: Incoming) -> None:
    """Raise ``LockedError`` where another key than the confirmed one has signed it."""
    found = incoming.package
    if incoming.standing is KeyStanding.OTHER:
        told = {"sender": found.name, "key": key_words(found.key)}
        raise LockedError(_OTHER_KEY.format(name=found.file_name, **told))


@contextlib.contextmanager
def kept_files(store: Store, keepers: Iterable[Callable[[], Kept]]) -> Iterator[None]:
    """Keep what each of ``keepers`` keeps; it goes again unless the block gives it rows."""
    kept: list[Kept] = []
    try:
        with translated(store.folder):
            kept.extend(keep() for keep in keepers)
        yield
    except BaseException:
        inbox.discard_unused(store, kept)
        raise
