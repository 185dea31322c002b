"""Answering a submission as a file, taken in before or taken in now; reasons from a JSON file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qnapp.db import inbox
from qnapp.documents.snapshot import read_snapshot
from qnapp.domain.packages import Kind
from qnapp.domain.replies import Answer, ReturnedRow
from qnapp.errors import FileError, InputError, NotFoundError
from qnapp.exchange.container import open_package
from qnapp.exchange.limits import MB, bounded_json
from qnapp.exchange.receive import read_incoming, require_key, take_in
from qnapp.exchange.received_report import received_sheet
from qnapp.exchange.reply import check_answer, find_row, make_reply, require_answerable
from qnapp.exchange.safe_xlsx import is_workbook, read_workbook
from qnapp.exchange.workbook_arrival import read_incoming_workbook, take_in_workbook
from qnapp.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.packages import OutgoingPackage
    from qnapp.domain.received import ReceivedPackage
    from qnapp.domain.reporting import Worksheet
    from qnapp.exchange.container import Package
    from qnapp.exchange.receive import Incoming

_UNREADABLE = (
    "Không đọc được tệp lý do “{name}”. Chưa có gì bị thay đổi. Kiểm tra tệp còn ở đó rồi thử lại."
)
_NO_REASONS = (
    "Tệp lý do “{name}” không đúng dạng. Chưa có gì bị thay đổi. "
    'Ghi theo dạng: {{"3.2": "lý do trả lại", "CT-22a": "lý do trả lại"}}.'
)
_NO_ROW = (
    "Báo cáo của {name} không có dòng “{code}”. Chưa có gì bị thay đổi. "
    "Ghi mã như trong báo cáo đó, ví dụ 3.2 hoặc CT-22a."
)
_NO_FIRST = (
    "“{name}” chỉ là phần {part}/{parts}, phần 1 chưa được tiếp nhận. Chưa có gì bị thay đổi. "
    "Tiếp nhận phần 1 rồi trả lời."
)


@dataclass(frozen=True, slots=True)
class Named:
    """A row to return by its uid or typed code, and why."""

    name: str
    reason: str


def read_reasons(path: Path) -> tuple[Named, ...]:
    """Read what to return: ``{"3.2": "why"}``, or a list of ``{"code": …, "reason": …}``.

    ``uid`` may stand in place of ``code``. Raises ``FileError``, ``InputError``.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MB + 1).removeprefix(b"\xef\xbb\xbf")  # Notepad's mark
    except OSError as error:
        raise FileError(_UNREADABLE.format(name=path.name), detail=str(error)) from error
    try:
        return tuple(_named(bounded_json(raw, MB)))
    except ValueError as error:
        raise InputError(_NO_REASONS.format(name=path.name), detail=str(error)) from error


def answer_file(
    store: Store, path: Path, verdict: Answer, named: Sequence[Named] = (), note: str = ""
) -> OutgoingPackage:
    """Answer the submission in a file; one that is not here yet is taken in with it.

    What can be refused is refused before it is taken in. Raises what ``take_in`` and ``make_reply``
    raise, ``InputError`` for a row that the report does not have.
    """
    looked = _look(store, path)
    incoming, name = looked.incoming, looked.incoming.package.name
    rows = [_row(looked.sheet, one, name) for one in named]
    check_answer(looked.sheet, name, verdict, rows, note)
    if incoming.known is None:
        require_key(incoming)
        if incoming.package.part == 1:
            require_answerable(incoming.package, (*incoming.before, incoming.package))
        looked.take(store, path, expected=incoming.package.digest)
    return make_reply(store, incoming.package.first, verdict, rows, note)


@dataclass(frozen=True, slots=True)
class _Looked:
    """A submission as a file, and what keeps it."""

    incoming: Incoming
    sheet: Worksheet
    take: Callable[..., ReceivedPackage]


def _look(store: Store, path: Path) -> _Looked:
    """Compare a package, or the workbook of a report, with the store."""
    if is_workbook(path):
        found = read_incoming_workbook(store, read_workbook(path), path)
        return _Looked(found.incoming, found.carried.snapshot.source.sheet, take_in_workbook)
    with open_package(path, Kind.SUBMISSION) as package:
        incoming = read_incoming(store, package)
        return _Looked(incoming, _sheet(store, package, incoming), take_in)


def _sheet(store: Store, package: Package, incoming: Incoming) -> Worksheet:
    """What is reported: in the file itself, or in the part 1 that it follows."""
    found = incoming.package
    if found.part == 1:
        return read_snapshot(package.data()).source.sheet
    first = inbox.received_package(store, found.first)
    if first is None:
        told = {"name": package.path.name, "part": found.part, "parts": found.parts}
        raise NotFoundError(_NO_FIRST.format(**told))
    return received_sheet(store, first)


def _row(sheet: Worksheet, named: Named, sender: str) -> ReturnedRow:
    found = find_row(sheet, named.name)
    if found is None:
        raise InputError(_NO_ROW.format(name=sender, code=clean(named.name)[:40]))
    return ReturnedRow(*found, named.reason)


def _named(told: Any) -> Iterator[Named]:
    """Raise ``ValueError`` for what has none of the forms."""
    if isinstance(told, dict):
        told = [{"code": code, "reason": reason} for code, reason in told.items()]
    if not isinstance(told, list):
        raise ValueError("neither an object nor a list")
    for one in told:
        name = one.get("code", one.get("uid")) if isinstance(one, dict) else None
        reason = one.get("reason") if isinstance(one, dict) else None
        if not isinstance(name, str) or not isinstance(reason, str):
            raise ValueError("a row without code or reason")
        yield Named(name, reason)
