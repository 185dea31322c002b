"""Taking in many submissions at once: what became of each file, in a list.

One that is refused holds up none of the others, and none is ever half taken in.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from qnapp.db.content import CancelledError, Meter
from qnapp.db.roster import confirmed_key
from qnapp.documents.files import NO_FOLDER
from qnapp.domain.packages import EXTENSIONS, KIND_WORDS, KeyStanding, Kind, key_words
from qnapp.domain.received import Sender
from qnapp.errors import FileError, UserError
from qnapp.exchange.container import is_meant_as_package, open_package
from qnapp.exchange.receive import keep_incoming, package_title, read_incoming
from qnapp.exchange.safe_xlsx import is_workbook, read_workbook
from qnapp.exchange.workbook_arrival import read_incoming_workbook, take_in_workbook
from qnapp.text import collation_key, format_date

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from qnapp.db.store import Store
    from qnapp.domain.received import ReceivedPackage
    from qnapp.exchange.container import Package
    from qnapp.exchange.receive import Incoming

_OTHER_KIND = "“{name}” là {kind} nên không nhận ở đây. Mở bằng mục Mở tệp nhận được."
_OTHER_KEY = (
    "{title}: ký bằng khóa khác với khóa đã xác nhận nên chưa nhận. Dữ liệu hiện có vẫn giữ "
    "nguyên. Đối chiếu mã khóa mới {new} với đơn vị gửi (mã đã xác nhận: {old}) rồi xác nhận."
)
_DOUBT = " Khóa của đơn vị gửi chưa xác nhận."
_WORKBOOK = " Tệp Excel: không kèm minh chứng, không rõ nguồn gửi."
_CANCELLED = "“{name}”: chưa nhận vì đã hủy."


class Taken(StrEnum):
    """What became of a file."""

    TAKEN = "taken"
    CONFLICT = "conflict"  # taken in; a person must choose between it and another
    OLDER = "older"  # taken in; a newer revision is in force
    AGAIN = "again"  # it was here already
    OTHER_KEY = "other_key"  # waits for a person to confirm the sender's new key
    REFUSED = "refused"
    NOT_REACHED = "not_reached"  # the work was cancelled before


TAKEN_WORDS = {
    Taken.TAKEN: "Đã nhận",
    Taken.CONFLICT: "Xung đột",
    Taken.OLDER: "Bản cũ hơn",
    Taken.AGAIN: "Đã có từ trước",
    Taken.OTHER_KEY: "Khóa khác",
    Taken.REFUSED: "Không nhận",
    Taken.NOT_REACHED: "Chưa nhận",
}


@dataclass(frozen=True, slots=True)
class TakenFile:
    """One file and what became of it."""

    path: Path
    outcome: Taken
    sentence: str
    package: ReceivedPackage | None = None  # what it says it is, once that is verified
    known_key: str = ""  # the confirmed key, where another one signed it
    gap: tuple[int, ...] = ()  # revisions before it that have not come
    detail: str = ""  # technical

    @property
    def unconfirmed(self) -> bool:
        """Whether it was taken in though nobody has confirmed whose key signed it."""
        kept = self.outcome in (Taken.TAKEN, Taken.CONFLICT, Taken.OLDER)
        return kept and self.package is not None and self.package.sender is Sender.UNCONFIRMED

    def same_key(self, other: TakenFile) -> bool:
        """Whether both say that they are of the same unit, and the same key signed them."""
        mine, its = self.package, other.package
        return (
            mine is not None
            and its is not None
            and (mine.organisation, mine.key) == (its.organisation, its.key)
        )

    def settled(self, package: ReceivedPackage | None) -> TakenFile:
        """The same after a person confirmed the key; ``package`` where it was taken in with it."""
        if package is not None:
            words = f"Gói của {package.name}, lần {package.revision}: đã xác nhận khóa, đã nhận."
            return replace(self, outcome=Taken.TAKEN, sentence=words, package=package, known_key="")
        assert self.package is not None
        known = replace(self.package, sender=Sender.CONFIRMED)
        words = self.sentence.replace(_DOUBT, " Khóa của đơn vị gửi đã xác nhận.")
        return replace(self, package=known, sentence=words)


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Give the files among ``paths`` and in folders among them, each once, in order of names.

    Of a folder only what is meant as a package: letters and printable copies lie beside packages.
    """
    found: dict[Path, None] = {}
    for path in paths:
        inside = _walk(path) if path.is_dir() else [path]
        found.update(dict.fromkeys(inside))
    return list(found)


def take_in_many(
    store: Store,
    files: Sequence[Path],
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[TakenFile]:
    """Take in what can be taken in; ``progress`` counts files. Nothing is raised for a file."""
    results: list[TakenFile] = []
    for number, path in enumerate(files):
        if progress is not None:
            progress(number, len(files))
        if cancelled is not None and cancelled():
            results.append(_not_reached(path))
            continue
        results.append(_take(store, path, cancelled))
    return _with_gaps_closed(results)


def _with_gaps_closed(files: list[TakenFile]) -> list[TakenFile]:
    """Leave out what was missing when a file came and has come later in the same round."""
    here = {
        (one.package.organisation, one.package.period, one.package.revision)
        for one in files
        if one.package is not None and one.outcome in (Taken.OLDER, Taken.AGAIN)
    }
    return [_with_gap_closed(one, here) if one.gap else one for one in files]


def _with_gap_closed(file: TakenFile, here: Collection[tuple[str, str, int]]) -> TakenFile:
    assert file.package is not None
    unit, period = file.package.organisation, file.package.period
    still = tuple(number for number in file.gap if (unit, period, number) not in here)
    words = file.sentence.replace(_missing_words(file.gap), _missing_words(still))
    return replace(file, sentence=words, gap=still)


def take_in_folder(store: Store, folder: Path) -> list[TakenFile]:
    """Take in all submissions that lie in a folder; raises ``FileError`` where there is none."""
    if not folder.is_dir():
        raise FileError(NO_FOLDER.format(folder=folder))
    return take_in_many(store, files_in([folder]))


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort(key=collation_key)
        for name in sorted(names, key=collation_key):
            path = Path(place, name)
            named_so = path.suffix.lower() == EXTENSIONS[Kind.SUBMISSION]  # what it is not is told
            if named_so or is_meant_as_package(path):
                yield path


def _take(store: Store, path: Path, cancelled: Callable[[], bool] | None) -> TakenFile:
    try:
        if is_workbook(path):
            return _keep_workbook(store, path)
        with open_package(path, cancelled=cancelled) as package:
            if package.kind is not Kind.SUBMISSION:
                told = _OTHER_KIND.format(name=path.name, kind=KIND_WORDS[package.kind])
                return TakenFile(path, Taken.REFUSED, told)
            return _keep(store, package, cancelled)
    except CancelledError:
        return _not_reached(path)
    except UserError as error:
        return TakenFile(path, Taken.REFUSED, str(error), detail=error.detail)


def _keep_workbook(store: Store, path: Path) -> TakenFile:
    incoming = read_incoming_workbook(store, read_workbook(path), path).incoming
    title = package_title(store, incoming.package)
    kept = take_in_workbook(store, path, expected=incoming.package.digest)
    outcome, words = _outcome(incoming)
    return TakenFile(path, outcome, f"{title}: {words}", kept)


def _keep(store: Store, package: Package, cancelled: Callable[[], bool] | None) -> TakenFile:
    incoming = read_incoming(store, package)
    title = package_title(store, incoming.package)
    if incoming.standing is KeyStanding.OTHER and incoming.known is None:
        return _other_key(store, package.path, incoming, title)
    meter = Meter(package.manifest.size, None, cancelled)
    kept = keep_incoming(store, package, incoming, meter)
    outcome, words = _outcome(incoming)
    gap = tuple(incoming.gap) if outcome is Taken.TAKEN else ()
    return TakenFile(package.path, outcome, f"{title}: {words}", kept, gap=gap)


def _other_key(store: Store, path: Path, incoming: Incoming, title: str) -> TakenFile:
    found = incoming.package
    old = confirmed_key(store, found.organisation)
    told = _OTHER_KEY.format(title=title, new=key_words(found.key), old=key_words(old))
    return TakenFile(path, Taken.OTHER_KEY, told, found, known_key=old)


def _outcome(incoming: Incoming) -> tuple[Taken, str]:
    """What became of a package that is here now, and the words for it."""
    if incoming.known is not None:
        day = format_date(incoming.known.received_at.date())
        return Taken.AGAIN, f"đã nhận ngày {day}, không có gì thay đổi."
    doubt = "" if incoming.standing is KeyStanding.CONFIRMED else _DOUBT
    if not incoming.package.signed:
        doubt = _WORKBOOK
    if incoming.conflict:
        words = "đã có báo cáo cùng lần với số liệu khác. Giữ cả hai, cần chọn một."
        return Taken.CONFLICT, words + doubt
    if incoming.older:
        words = "đã có báo cáo lần sau, gói này chỉ được lưu."
        return Taken.OLDER, words + doubt
    return Taken.TAKEN, f"đã nhận.{_missing_words(incoming.gap)}{doubt}"


def _missing_words(gap: Sequence[int]) -> str:
    """Say which revisions have not come, "" for none."""
    return f" Chưa nhận được báo cáo lần {', '.join(map(str, gap))}." if gap else ""


def _not_reached(path: Path) -> TakenFile:
    return TakenFile(path, Taken.NOT_REACHED, _CANCELLED.format(name=path.name))
