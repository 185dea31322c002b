"""Taking packages out of the outbox: copies to carry, and a letter with each that fits a mail."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from qnapp.db import outbox
from qnapp.db.issued import issued_report, withdraw
from qnapp.db.report_files import read_file
from qnapp.db.settings import get_settings
from qnapp.documents.files import write_atomically
from qnapp.documents.freeze import read_issued
from qnapp.domain.issued import FileKind
from qnapp.domain.packages import Kind
from qnapp.errors import NotFoundError
from qnapp.exchange.keys import own_key
from qnapp.exchange.mail_draft import write_letter
from qnapp.exchange.packing import fits_mail, mail_room
from qnapp.exchange.submission import report_stem
from qnapp.exchange.submission_letter import submission_letter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedReport
    from qnapp.domain.packages import OutgoingPackage


_NOT_SENT = (
    "Chưa có gói báo cáo nào của lần trình ký này. Chưa có gì bị thay đổi. "
    "Tạo gói ở trang Báo cáo trước."
)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written for a person to send or to carry."""

    files: tuple[Path, ...]  # packages, and beside them what reads without this program
    letters: tuple[Path, ...]
    too_large: tuple[OutgoingPackage, ...]  # no letter was made: no mail carries them


def export_submission(store: Store, packages: Sequence[OutgoingPackage], folder: Path) -> Exported:
    """Write the packages of one submission into ``folder``, each with a letter that carries it.

    The report's PDF (the signed one, where there is one) and Excel lie beside them and travel with
    the first. Older files of the same names are replaced. Raises ``FileError`` where a kept file is
    missing or altered or the folder cannot be written to.
    """
    report_id = packages[0].report
    if report_id is None:
        raise NotFoundError(_NOT_SENT)
    report, snapshot = issued_report(store, report_id), read_issued(store, report_id)
    beside = dict(_beside(store, report))
    limit = get_settings(store).mail_limit_mb
    room = mail_room(limit)
    to, key = get_settings(store).mail_to, own_key(store).public
    files, letters, too_large = [], [], []
    for package in packages:
        files.append(_copied(store, package, folder))
        if not fits_mail(package.size, limit):
            too_large.append(package)
            continue
        carried = _carried(beside, room - package.size) if package.part == 1 else {}
        attachments = {package.name: files[-1].read_bytes(), **carried}  # below the mail's limit
        letter = submission_letter(report, snapshot, package, attachments, to=to, key=key)
        letters.append(folder / f"{PurePath(package.name).stem}.eml")
        write_letter(letter, letters[-1])
    for name, data in beside.items():
        files.append(_written(folder / name, data))
    return Exported(tuple(files), tuple(letters), tuple(too_large))


def copy_packages(store: Store, packages: Sequence[OutgoingPackage], folder: Path) -> list[Path]:
    """Write packages once more, byte for byte as they were made, to carry them on a stick.

    Raises ``FileError`` where a kept file is missing or altered or the folder cannot be written to.
    """
    return [_copied(store, package, folder) for package in packages]


def take_back(store: Store, report_id: int, reason: str) -> IssuedReport:
    """Take back a report that was packed ("Thu hồi để sửa"): its period opens, its packages stay.

    They are marked as taken back; the next package names them as the ones before. Raises
    ``NotFoundError`` where nothing was packed, ``InputError`` without a reason, ``LockedError``
    where it was taken back already.
    """
    packed = outbox.outgoing_packages(store, kind=Kind.SUBMISSION)
    if not any(package.report == report_id for package in packed):
        raise NotFoundError(_NOT_SENT)
    return withdraw(store, report_id, reason)


def _beside(store: Store, report: IssuedReport) -> Iterator[tuple[str, bytes]]:
    """Give what a person reads without this program, by plain names."""
    stem = report_stem(report)
    signed = report.signed_copy
    if signed is not None:
        ending = PurePath(signed.name).suffix.lower()
        yield f"{stem}-da-ky{ending}", read_file(store, signed)
    kinds = (FileKind.XLSX,) if signed is not None else (FileKind.PDF, FileKind.XLSX)
    for kind in kinds:
        file = report.file(kind)
        if file is not None:
            yield f"{stem}.{kind}", read_file(store, file)


def _carried(beside: dict[str, bytes], room: int) -> dict[str, bytes]:
    """Give what of it still fits into the mail."""
    found = {}
    for name, data in beside.items():
        if len(data) <= room:
            found[name] = data
            room -= len(data)
    return found


def _copied(store: Store, package: OutgoingPackage, folder: Path) -> Path:
    source = outbox.checked_file(store, package)
    target = folder / package.name
    with source.open("rb") as file:
        write_atomically(target, partial(shutil.copyfileobj, file))
    return target


def _written(target: Path, data: bytes) -> Path:
    write_atomically(target, lambda file: file.write(data))
    return target
