"""Evidence: files kept by their content, linked to a task or indicator in a period."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db import content, fields
from qnapp.db.content import Kept, Meter
from qnapp.db.evidence_check import EvidenceReport, tidy, verify
from qnapp.db.evidence_copies import (
    doubt_of,
    doubts_among,
    is_executable_name,
    open_copy,
    programs_among,
    save_copy,
    stored_file,
)
from qnapp.db.evidence_rows import get, links_of
from qnapp.db.failures import translated
from qnapp.db.items import find_item
from qnapp.db.returned import require_evidence_open, require_row_open
from qnapp.db.rows import evidence_from
from qnapp.db.task_rows import load_row, require_reportable
from qnapp.db.values import date_text, text_value
from qnapp.domain.plan import Channel, Task
from qnapp.errors import InputError, NotFoundError, UserError
from qnapp.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date
    from pathlib import Path

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.reporting import Evidence

__all__ = [
    "EvidenceReport",
    "EvidenceUse",
    "add_evidence",
    "all_evidence",
    "attach_later",
    "defer",
    "doubt_of",
    "doubts_among",
    "get",
    "is_changeable",
    "is_executable_name",
    "open_copy",
    "programs_among",
    "remove",
    "restore",
    "save_copy",
    "stored_file",
    "trash",
    "update",
    "use_for",
    "verify",
]

_RESTRICTED = (
    "{code} thuộc đường mật nên không kèm tệp ở đây. Chưa có gì bị thay đổi. "
    "Gửi minh chứng theo đường riêng."
)
_NO_FILES = "Chưa chọn tệp nào. Chưa có gì bị thay đổi. Chọn ít nhất một tệp rồi thử lại."
_NO_TITLE = "Chưa có tên minh chứng nộp sau. Chưa có gì bị thay đổi. Ghi trích yếu rồi thử lại."
_HAS_FILE = "Minh chứng “{name}” đã có tệp. Tệp đó được giữ nguyên. Thêm tệp khác nếu cần."
_NOT_LINKED = (
    "Minh chứng này không gắn với dòng đó. Chưa có gì bị thay đổi. "
    "Mở lại danh sách minh chứng rồi thử lại."
)


@dataclass(frozen=True, slots=True)
class EvidenceUse:
    """A piece of evidence and what it proves, for the list of all evidence."""

    evidence: Evidence
    links: tuple[tuple[str, str], ...]  # (uid of task or indicator, period code)


def add_evidence(
    store: Store,
    files: Sequence[Path],
    uid: str,
    period_code: str,
    *,
    number: str = "",
    issued_on: date | str | None = None,
    title: str = "",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Evidence]:
    """Keep copies of files and link them; all of them or none. Same content is stored once.

    ``progress`` is told (bytes done, bytes in all). Raises ``FileError`` for an unreadable or empty
    file, ``InputError`` for a restricted task or a task not taken on, ``LockedError``,
    ``CancelledError``.
    """
    row_uid = _require_row(store, uid, period_code)
    if not files:
        raise InputError(_NO_FILES)
    named = _words(number, issued_on, title)
    meter = Meter(sum(content.readable_size(file) for file in files), progress, cancelled)
    kept: list[Kept] = []
    try:
        with translated(store.folder):
            # Before the transaction: whoever types meanwhile must not wait for a large file.
            for file in files:
                kept.append(content.keep(store.folder, file, meter))
        with store.atomic():
            ids = [
                _linked(store, one, _file_name(file), named, row_uid, period_code)
                for one, file in zip(kept, files, strict=True)
            ]
    except BaseException:
        for one in kept:
            content.discard(store.folder, one)
        raise
    return [get(store, one) for one in dict.fromkeys(ids)]


def count_new(changes: Sequence[FieldChange]) -> int:
    """Count what came to a row that was not there; ``changes`` are those of the addition."""
    born = sum(one.entity == "evidence" and one.field == "removed" for one in changes)
    return born + sum(one.entity == "link" and not one.old for one in changes)


def known_words(names: Sequence[str], changes: Sequence[FieldChange]) -> str:
    """Say which of the files added were there before, "" for none.

    The same content twice on a row is one piece of evidence.
    """
    new = count_new(changes)
    known = len(names) - new
    if known <= 0:
        return ""
    if new:
        return f"{known} tệp trùng nội dung với minh chứng đã có nên không thêm lần nữa."
    which = names[0] if len(names) == 1 else f"{known} tệp"
    return f"{which} đã có trong minh chứng của dòng này nên không thêm lần nữa."


def defer(
    store: Store,
    uid: str,
    period_code: str,
    *,
    title: str,
    number: str = "",
    issued_on: date | str | None = None,
    promised_on: date | str | None = None,
) -> Evidence:
    """Name a document that will be handed in later ("nộp sau"), until ``promised_on``."""
    row_uid = _require_row(store, uid, period_code)
    named = _words(number, issued_on, title) | {"promised_on": date_text(promised_on)}
    if not named["title"]:
        raise InputError(_NO_TITLE)
    with store.atomic():
        nothing = Kept("", 0, fresh=False)
        evidence_id = _insert(store, nothing, named["title"], named, row_uid, period_code)
    return get(store, evidence_id)


def attach_later(store: Store, evidence_id: int, file: Path) -> Evidence:
    """Bring the file of deferred evidence; raises ``InputError`` where there is one already."""
    evidence = get(store, evidence_id)
    if not evidence.deferred:
        raise InputError(_HAS_FILE.format(name=evidence.name))
    require_evidence_open(store, evidence_id)
    meter = Meter(content.readable_size(file), None, None)
    with translated(store.folder):
        kept = content.keep(store.folder, file, meter)
    try:
        with store.atomic():
            values = {"name": _file_name(file), "sha256": kept.sha256, "size": str(kept.size)}
            fields.save(store, "evidence", str(evidence_id), values)
            for uid, period in links_of(store, evidence_id):
                _link(store, evidence_id, _file_name(file), uid, period)
    except BaseException:
        content.discard(store.folder, kept)
        raise
    return get(store, evidence_id)


def update(
    store: Store,
    evidence_id: int,
    *,
    number: str | None = None,
    issued_on: date | str | None = None,
    title: str | None = None,
    promised_on: date | str | None = None,
) -> list[FieldChange]:
    """Change what the document is called, or until when it is promised.

    None leaves a field, "" empties it.
    """
    get(store, evidence_id)
    require_evidence_open(store, evidence_id)
    values = {
        name: text_value(text, multiline=False)
        for name, text in (("number", number), ("title", title))
        if text is not None
    }
    for name, day in (("issued_on", issued_on), ("promised_on", promised_on)):
        if day is not None:
            values[name] = date_text(day)
    return fields.save(store, "evidence", str(evidence_id), values)


def use_for(store: Store, evidence_id: int, uid: str, period_code: str) -> list[FieldChange]:
    """Let evidence prove one more row; raises what ``add_evidence`` raises for the row."""
    evidence = get(store, evidence_id)
    row_uid = _require_row(store, uid, period_code)
    name = evidence.title if evidence.deferred else evidence.name
    return _link(store, evidence_id, name, row_uid, period_code)


def is_changeable(store: Store, evidence_id: int) -> bool:
    """Whether ``update`` and ``remove`` would be let: no period that it is used in is closed."""
    try:
        get(store, evidence_id)
        require_evidence_open(store, evidence_id)
    except UserError:
        return False
    return True


def remove(
    store: Store, evidence_id: int, *, uid: str | None = None, period_code: str | None = None
) -> list[FieldChange]:
    """Unlink evidence from one row, or with no row named from all; then it lies in the trash."""
    get(store, evidence_id)
    links = links_of(store, evidence_id)
    if uid is not None and period_code is not None:
        if (uid, period_code) not in links:
            raise NotFoundError(_NOT_LINKED)
        if len(links) > 1:
            require_row_open(store, period_code, uid)
            return _link(store, evidence_id, "", uid, period_code)
    require_evidence_open(store, evidence_id)
    # The links stay: they come back with the evidence.
    now = store.clock().isoformat(timespec="microseconds")
    changes = fields.save(store, "evidence", str(evidence_id), {"removed": now})
    tidy(store, evidence_id)
    return changes


def restore(store: Store, evidence_id: int) -> list[FieldChange]:
    """Take evidence out of the trash, with the links it last had; what is in use stays so."""
    row = store.row("SELECT * FROM evidence WHERE id = ? AND removed <> ''", (evidence_id,))
    if row is None:
        return []
    require_evidence_open(store, evidence_id)
    changes = fields.save(store, "evidence", str(evidence_id), {"removed": ""})
    content.take_from_trash(store.folder, row["sha256"])
    return changes


def all_evidence(store: Store, only: Collection[int] | None = None) -> list[EvidenceUse]:
    """Evidence of the own organisation with its links, newest first; ``only`` these ids, or all."""
    links: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in store.rows(_LIVE_LINKS, (fields.own_code(store),)):
        links[row["evidence"]].append((row["uid"], row["code"]))
    rows = store.rows(
        "SELECT * FROM evidence WHERE organisation = ? AND removed = '' ORDER BY id DESC",
        (fields.own_code(store),),
    )
    return [
        EvidenceUse(evidence_from(row), tuple(links[row["id"]]))
        for row in rows
        if only is None or row["id"] in only
    ]


def trash(store: Store) -> list[Evidence]:
    """What was removed and can be taken back, newest first."""
    rows = store.rows(
        "SELECT * FROM evidence WHERE organisation = ? AND removed <> '' "
        "ORDER BY removed DESC, id DESC",
        (fields.own_code(store),),
    )
    return [evidence_from(row) for row in rows]


_LIVE_LINKS = """
    SELECT evidence, uid, period.code AS code FROM evidence_link AS link
    JOIN period ON period.id = link.period
    WHERE organisation = ? AND link.name <> '' ORDER BY evidence, period.id, uid
"""


def _require_row(store: Store, uid: str, period_code: str) -> str:
    """Uid of a row that may have evidence and is open."""
    item = find_item(store, uid)
    require_row_open(store, period_code, item.uid)
    if isinstance(item, Task):
        require_reportable(load_row(store, item.uid, period_code))
        if item.channel is Channel.RESTRICTED:
            raise InputError(_RESTRICTED.format(code=item.code))
    return item.uid


def _words(number: str, issued_on: date | str | None, title: str) -> dict[str, str]:
    return {
        "number": text_value(number, multiline=False),
        "issued_on": date_text(issued_on),
        "title": text_value(title, multiline=False),
    }


def _file_name(file: Path) -> str:
    """Name of a file as it is shown: NFC, and nothing that cannot be stored."""
    return clean(file.name) or "tệp"


def _linked(
    store: Store, kept: Kept, name: str, named: dict[str, str], uid: str, period_code: str
) -> int:
    """Link content to a row; the same document under the same words is one piece of evidence."""
    known = _same(store, kept.sha256, named)
    if not known:
        return _insert(store, kept, name, named, uid, period_code)
    _link(store, known, name, uid, period_code)
    return known


def _same(store: Store, sha256: str, named: dict[str, str]) -> int:
    rows = store.rows(
        "SELECT * FROM evidence WHERE organisation = ? AND sha256 = ? AND removed = ''",
        (fields.own_code(store), sha256),
    )
    for row in rows:
        if all(not text or row[name] == text for name, text in named.items()):
            return int(row["id"])
    return 0


def _insert(
    store: Store, kept: Kept, name: str, named: dict[str, str], uid: str, period_code: str
) -> int:
    now, own = store.clock(), fields.own_code(store)
    columns = {
        "organisation": own,
        "name": name,
        "sha256": kept.sha256,
        "size": kept.size,
        "added_at": now.isoformat(timespec="seconds"),
        # Born as removed: coming into being is a change that undo can take back.
        "removed": now.isoformat(timespec="microseconds"),
    }
    evidence_id = store.insert("evidence", columns | named)
    link = {"organisation": own, "uid": uid, "evidence": evidence_id, "name": name}
    store.insert("evidence_link", {**link, "period": fields.period_id(store, period_code)})
    fields.save(store, "evidence", str(evidence_id), {"removed": ""})
    return evidence_id


def _link(
    store: Store, evidence_id: int, name: str, uid: str, period_code: str
) -> list[FieldChange]:
    return fields.save(store, "link", uid, {str(evidence_id): name}, period=period_code)
