"""A report that comes as its own workbook: the second way up, where nothing else passes a mail.

Its data are whole or refused. It brings no evidence, and no key says whose it is; a package of the
same report that comes besides takes its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qnapp import __version__
from qnapp.db import content, inbox
from qnapp.db.plans import current_plan
from qnapp.domain.canonical import digest
from qnapp.domain.packages import KeyStanding, Kind
from qnapp.domain.received import UNSIGNED_KEY, ReceivedFile, ReceivedPackage
from qnapp.errors import FileError
from qnapp.exchange import receive
from qnapp.exchange.data_sheet import has_data_sheet, read_data_sheet
from qnapp.exchange.limits import DATA, document_entry
from qnapp.exchange.manifest import Entry, Head, Manifest
from qnapp.exchange.safe_xlsx import read_workbook
from qnapp.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.exchange.arrivals import ArrivedFile
    from qnapp.exchange.cells import Book
    from qnapp.exchange.data_sheet import CarriedReport
    from qnapp.exchange.receive import Incoming

_WORKBOOK = "report"  # stem of the entry that the workbook itself is kept as
_KEPT = "Dữ liệu hiện có vẫn giữ nguyên."
_ALTERED = (
    f"Dữ liệu kèm trong tệp “{{name}}” không phải của một báo cáo đã trình ký. {_KEPT} "
    "Đề nghị bên gửi gửi lại tệp."
)
_CHANGED = f"“{{name}}” vừa thay đổi sau khi xem nên chưa tiếp nhận. {_KEPT} Xem lại tệp."
_UNSIGNED = "Nguồn gửi: tệp Excel không có chữ ký nên không rõ ai gửi. Đối chiếu với đơn vị gửi."
_NO_EVIDENCE = "Không kèm minh chứng. Đề nghị đơn vị gửi gói báo cáo khi có thể."
_SAME_SIGNED = "Đã có gói báo cáo cùng số liệu, có chữ ký. Tệp này chỉ được lưu."


@dataclass(frozen=True, slots=True)
class IncomingWorkbook:
    """A workbook's report before it is taken in."""

    incoming: Incoming
    carried: CarriedReport


def read_incoming_workbook(store: Store, book: Book, path: Path) -> IncomingWorkbook:
    """Compare a report that came as a workbook with the store; writes nothing.

    Raises ``FileError`` for altered data and for the same that ``receive.read_incoming`` refuses.
    """
    carried = read_data_sheet(book)
    sheet, snapshot = carried.snapshot.source.sheet, carried.snapshot
    head = Head(
        kind=Kind.SUBMISSION,
        organisation=sheet.organisation.code,
        organisation_name=sheet.organisation.name,
        plan=sheet.plan.uid,
        plan_version=sheet.plan.version,
        made_at=store.clock().isoformat(timespec="seconds"),
        program=__version__,
        period=sheet.period.code,
        revision=snapshot.revision,
        training=snapshot.source.training,
    )
    try:
        entries = {DATA: Entry(carried.sha256, len(carried.data))}
        Manifest(head, UNSIGNED_KEY, entries)  # the same rules as for a package
        if snapshot.revision < 1:
            raise ValueError("a report has a revision")
    except ValueError as error:
        raise FileError(_ALTERED.format(name=path.name), detail=str(error)) from error
    receive.require_ours(store, head, path.name)
    before = inbox.received_packages(store, head.plan, head.period, head.organisation)
    package = _package(store, head, carried, path)
    data = ReceivedFile(DATA, "", carried.sha256, len(carried.data))
    # Nobody's key: it is not confirmed, and never can be.
    incoming = receive.Incoming(package, (data,), KeyStanding.NEW, tuple(before))
    return IncomingWorkbook(incoming, carried)


def take_in_workbook(store: Store, path: Path, *, expected: str = "") -> ReceivedPackage:
    """Keep a workbook's report with the workbook itself, whole or not at all.

    The same again changes nothing. ``expected`` is the digest that a person has looked at. Raises
    what ``read_incoming_workbook`` does, ``StoreError``.
    """
    found = read_incoming_workbook(store, read_workbook(path), path)
    incoming = found.incoming
    if expected and incoming.package.digest != expected:
        raise FileError(_CHANGED.format(name=path.name))
    if incoming.known is not None:
        return incoming.known
    raw = path.read_bytes()
    entry = document_entry(_WORKBOOK, path.name)
    keepers = [
        partial(content.keep_bytes, store.folder, found.carried.data, path.name),
        partial(content.keep_bytes, store.folder, raw, path.name),
    ]
    workbook = ReceivedFile(entry, clean(path.name), digest(raw), len(raw))
    with receive.kept_files(store, keepers), store.atomic():
        return inbox.add_received(store, incoming.package, (*incoming.files, workbook))


class WorkbookArrival:
    """See ``qnapp.exchange.arrivals.Arrival``."""

    origin = None  # no key says whose it is

    def __init__(self, store: Store, path: Path, found: IncomingWorkbook) -> None:
        incoming = found.incoming
        self.title = f"{receive.package_title(store, incoming.package)} (tệp Excel)"
        self.incoming = incoming
        self._path = path
        newest = current_plan(store).version
        lines = [_UNSIGNED, _NO_EVIDENCE, *receive.state_lines(incoming, newest)]
        if any(one.signed and one.data == incoming.package.data for one in incoming.before):
            lines.append(_SAME_SIGNED)
        self.lines: Sequence[str] = lines

    @property
    def changes(self) -> int:
        """See ``Arrival``."""
        return int(self.incoming.known is None)

    def accept(self, store: Store, *, dry_run: bool = False, key_compared: bool = False) -> str:
        """See ``Arrival``."""
        del key_compared  # a workbook has none
        if self.incoming.known is not None:
            return f"{self.title}: đã nhận trước đó, không có gì thay đổi."
        if dry_run:
            return f"{self.title}: đã thử, hợp lệ, chưa ghi gì."
        take_in_workbook(store, self._path, expected=self.incoming.package.digest)
        return f"{self.title}: đã nhận, không có minh chứng, chưa rõ nguồn gửi."


def matches(file: ArrivedFile) -> bool:
    """Whether a file is the workbook of a frozen report."""
    return file.book is not None and has_data_sheet(file.book)


def look(store: Store, file: ArrivedFile) -> WorkbookArrival:
    """Compare it with the store; raises as ``read_incoming_workbook`` does."""
    assert file.book is not None  # ``matches`` has said so
    return WorkbookArrival(store, file.path, read_incoming_workbook(store, file.book, file.path))


def _package(store: Store, head: Head, carried: CarriedReport, path: Path) -> ReceivedPackage:
    now = store.clock()
    return ReceivedPackage(
        id=0,
        organisation=clean(head.organisation),
        name=clean(head.organisation_name) or clean(head.organisation),
        plan=head.plan,
        plan_version=head.plan_version,
        period=head.period,
        revision=head.revision,
        part=1,
        parts=1,
        digest=carried.digest,
        first=carried.digest,
        previous="",
        key=UNSIGNED_KEY,
        data=carried.sha256,
        made_at=now.astimezone(),  # a workbook does not say when
        received_at=now,
        file_name=clean(path.name),
        clerk=store.clerk,
    )
