"""What a submission holds: the snapshot, the files that were kept with it, and its evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qnapp.db import content
from qnapp.db.content import CancelledError
from qnapp.domain.canonical import canonical_json, digest, to_plain
from qnapp.domain.issued import FileKind
from qnapp.domain.plan import Channel
from qnapp.errors import FileError, InputError
from qnapp.exchange.container import Item
from qnapp.exchange.limits import DATA, document_entry, evidence_entry
from qnapp.exchange.photos import EXT, smaller_photo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedFile, IssuedReport
    from qnapp.domain.reporting import Evidence, TaskRow, Worksheet
    from qnapp.exchange.manifest import Issue

# The Word copy stays at home: whoever receives it could not tell what was changed in it.
_STEMS = {FileKind.PDF: "report", FileKind.XLSX: "report", FileKind.SIGNED: "signed"}
_TEXTS = ("result", "delay_reason", "difficulty", "proposal", "next_step")

_RESTRICTED = (
    "{codes} thuộc đường mật nhưng còn chữ hoặc tệp trong báo cáo nên chưa tạo gói. "
    "Dữ liệu vẫn còn nguyên. Thu hồi trình ký, xóa nội dung đó rồi trình ký lại."
)
_MISSING = (
    "Không tìm thấy tệp “{name}” trong kho dữ liệu nên chưa tạo gói. Dữ liệu khác vẫn còn nguyên. "
    "Khôi phục từ bản sao lưu hoặc đính kèm lại tệp."
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into the packages of one report, by names of entries; every hash is known."""

    documents: Mapping[str, Item]  # the data too
    evidence: Mapping[str, Item]


def gather_contents(
    store: Store,
    report: IssuedReport,
    sheet: Worksheet,
    *,
    smaller_into: Path | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Contents:
    """Find all files of a frozen report whose rows are ``sheet``; nothing is copied.

    Photographs made smaller are written into the folder ``smaller_into``; None leaves them as they
    are. Raises ``FileError`` for a file that is missing, ``CancelledError``.
    """
    documents = {_entry(file): _item(store, file) for file in report.files if _travels(file)}
    pieces: dict[str, Item] = {}
    for one in evidence_of(sheet):
        item = Item(_kept(store, one.sha256, one.name), one.name, sha256=one.sha256)
        if smaller_into is not None:
            if cancelled is not None and cancelled():
                raise CancelledError
            item = _smaller(item, smaller_into)
        ending = EXT if item.original else one.name
        pieces[evidence_entry(item.sha256, ending)] = item
    return Contents(documents, pieces)


def evidence_of(sheet: Worksheet) -> list[Evidence]:
    """Evidence of what the organisation reports on, each content once; nothing of "nộp sau"."""
    pieces = [row.evidence for row in sheet.own_tasks]
    pieces += [row.evidence for row in sheet.followed_indicators]
    found = {one.sha256: one for piece in pieces for one in piece if one.sha256}
    return list(found.values())


def require_nothing_restricted(sheet: Worksheet) -> None:
    """Raise ``InputError`` where a restricted row holds text or files: they must not travel here.

    The checks say so before, but a person may have gone on all the same.
    """
    codes = [row.code for row in sheet.tasks if _is_leaking(row)]
    if codes:
        raise InputError(_RESTRICTED.format(codes=", ".join(codes)))


def contents_digest(
    report: IssuedReport, parts: Sequence[Mapping[str, Item]], issue: Issue | None
) -> str:
    """Name what is sent, whenever it is packed: the same for the same report, files and number."""
    told = {
        "report": report.sha256,
        "issue": to_plain(issue) if issue is not None else None,
        "parts": [{name: item.sha256 for name, item in part.items()} for part in parts],
    }
    return digest(canonical_json(told))


def _is_leaking(row: TaskRow) -> bool:
    if row.channel is not Channel.RESTRICTED:
        return False
    told = (row.progress, row.previous)
    return bool(row.evidence) or any(
        getattr(progress, name) for progress in told if progress for name in _TEXTS
    )


def _travels(file: IssuedFile) -> bool:
    return file.kind is FileKind.SNAPSHOT or file.kind in _STEMS


def _entry(file: IssuedFile) -> str:
    if file.kind is FileKind.SNAPSHOT:
        return DATA
    return document_entry(_STEMS[file.kind], file.name)


def _item(store: Store, file: IssuedFile) -> Item:
    # The data are the manifest's own: they have no name outside.
    name = "" if file.kind is FileKind.SNAPSHOT else file.name
    return Item(_kept(store, file.sha256, file.name), name, sha256=file.sha256)


def _kept(store: Store, sha256: str, name: str) -> Path:
    path = content.find_content(store.folder, sha256)
    if path is None:
        raise FileError(_MISSING.format(name=name))
    return path


def _smaller(item: Item, folder: Path) -> Item:
    """Give the photograph made smaller, the same item where that is none."""
    assert not isinstance(item.source, bytes)  # evidence lies in the store
    made = smaller_photo(item.source, item.name)
    if made is None or content.hash_of(item.source) != item.sha256:
        return item
    target = folder / f"{item.sha256}{EXT}"
    target.write_bytes(made)
    return replace(item, source=target, sha256=digest(made), original=item.sha256)


def parts_of(found: Contents, spread: Sequence[Sequence[str]]) -> Iterator[dict[str, Item]]:
    """Give the entries of each package: the first has the documents, all have their evidence."""
    for number, names in enumerate(spread):
        documents = found.documents if number == 0 else {}
        yield {**documents, **{name: found.evidence[name] for name in names}}
