"""The inbox: submissions that arrived, each kept as it was; nothing in it is ever overwritten."""

from __future__ import annotations

import shutil
import stat
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from qnapp.db import content, fields, journal
from qnapp.db.failures import translated
from qnapp.db.journal import FieldChange
from qnapp.db.kept_findings import findings_of, findings_text
from qnapp.db.scratch import scratch_folder
from qnapp.db.store import Changes
from qnapp.domain.received import UNSIGNED_KEY, ReceivedFile, ReceivedPackage, Sender
from qnapp.errors import FileError, NotFoundError
from qnapp.text import safe_file_name

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from qnapp.db.content import Kept
    from qnapp.db.store import Store

ENTITY = "received"  # in the history; the key is the package's id
RECEIVE, CHOOSE, ANSWER = "receive", "choose", "answer_sent"  # events of the history

_UNKNOWN = "Không có gói này trong sổ tiếp nhận. Chưa có gì bị thay đổi. Chọn gói đã tiếp nhận."
_MISSING = (
    "Không tìm thấy tệp “{name}” của gói đã tiếp nhận. Các dữ liệu khác vẫn còn nguyên. "
    "Khôi phục từ bản sao lưu hoặc nhận lại gói."
)
_ALTERED = (
    "Tệp “{name}” của gói đã tiếp nhận bị thay đổi nên không dùng. "
    "Các dữ liệu khác vẫn còn nguyên. Khôi phục từ bản sao lưu hoặc nhận lại gói."
)
# Columns that hold what the package has under the same name.
_SAME = (
    *("organisation", "name", "plan", "plan_version", "revision", "part", "parts", "digest"),
    *("first", "previous", "key", "data", "clerk", "file_name", "number", "issued_on", "signer"),
)
_PACKAGES = """
    SELECT package.*, period.code AS period_code, EXISTS (
        SELECT 1 FROM sender_key WHERE sender_key.organisation = package.organisation
            AND sender_key.key = package.key AND confirmed_at <> ''
    ) AS confirmed
    FROM received_package AS package JOIN period ON period.id = package.period
    WHERE {condition} ORDER BY package.id
"""


def received_packages(
    store: Store, plan: str, period_code: str, organisation: str | None = None
) -> list[ReceivedPackage]:
    """All that arrived of a plan and period, all parts, oldest first; of one sender or all.

    A key that was confirmed and replaced later still vouches for what it signed.
    """
    return _read(
        store,
        "package.plan = ?1 AND period.code = ?2 AND (?3 IS NULL OR package.organisation = ?3)",
        (plan, period_code, organisation),
    )


def count_reporting(store: Store, period_code: str) -> int:
    """How many organisations have sent a report of a period of the plan in use."""
    sql = (
        "SELECT count(DISTINCT package.organisation) FROM received_package AS package "
        "JOIN period ON period.id = package.period "
        "WHERE package.plan = ? AND period.code = ? AND package.part = 1"
    )
    return int(store.value(sql, (fields.plan_uid(store), period_code)))


def received_package(store: Store, digest: str) -> ReceivedPackage | None:
    """The package of a digest, None where it never arrived."""
    found = _read(store, "package.digest = ?", (digest,))
    return found[0] if found else None


def received_named(store: Store, start: str) -> list[ReceivedPackage]:
    """Packages whose digest begins so, oldest first."""
    return _read(store, "substr(package.digest, 1, length(?1)) = ?1", (start,))


def received_files(store: Store, package: ReceivedPackage) -> tuple[ReceivedFile, ...]:
    """What came inside of a package, by name of entry."""
    sql = "SELECT * FROM received_file WHERE package = ? ORDER BY entry"
    return tuple(
        ReceivedFile(row["entry"], row["name"], row["sha256"], row["size"], row["original"])
        for row in store.rows(sql, (package.id,))
    )


def read_received(store: Store, file: ReceivedFile) -> bytes:
    """The kept bytes, checked by their hash; raises ``FileError`` (missing, altered)."""
    path = _content_of(store, file)
    if content.hash_of(path) != file.sha256:
        raise FileError(_ALTERED.format(name=_shown(file)))
    return path.read_bytes()


def copy_received(store: Store, file: ReceivedFile) -> Path:
    """A read-only copy under the file's own name for the PC's programs, gone with the visit.

    Raises ``FileError`` (missing, altered), ``StoreError`` where it cannot be written.
    """
    source, name = _content_of(store, file), PurePath(_shown(file))
    with translated(store.folder):
        folder = scratch_folder(store.visit)
        copy = folder / safe_file_name(name.stem, ext=name.suffix)
        shutil.copyfile(source, copy)
        if content.hash_of(copy) != file.sha256:
            shutil.rmtree(folder, ignore_errors=True)
            raise FileError(_ALTERED.format(name=name))
        copy.chmod(stat.S_IREAD)
    return copy


def _content_of(store: Store, file: ReceivedFile) -> Path:
    path = content.find_content(store.folder, file.sha256)
    if path is None:
        raise FileError(_MISSING.format(name=_shown(file)))
    return path


def _shown(file: ReceivedFile) -> str:
    return file.name or PurePath(file.entry).name


def add_received(
    store: Store, package: ReceivedPackage, files: Sequence[ReceivedFile]
) -> ReceivedPackage:
    """Write down a package whose files are kept, all or nothing; what happens later is ignored."""
    with store.atomic():
        row = store.insert("received_package", _columns(store, package))
        for file in files:
            columns = {"package": row, "entry": file.entry, "name": file.name}
            columns |= {"sha256": file.sha256, "size": file.size, "original": file.original}
            store.insert("received_file", columns)
        _record(store, row, package.period, "received", package.name, RECEIVE)
    return _read(store, "package.id = ?", (row,))[0]


def choose_received(store: Store, digest: str) -> ReceivedPackage:
    """Let one of several packages of the same revision count, since a person has chosen it.

    The others stay kept. Raises ``NotFoundError``.
    """
    with store.atomic():
        chosen = _known(store, digest)
        store.run(
            "UPDATE received_package SET set_aside_at = ? WHERE organisation = ? AND revision = ? "
            "AND part = 1 AND set_aside_at = '' AND digest <> ? AND (plan, period) = "
            "(SELECT plan, period FROM received_package WHERE id = ?)",
            (_now(store), chosen.organisation, chosen.revision, digest, chosen.id),
        )
        store.run("UPDATE received_package SET set_aside_at = '' WHERE id = ?", (chosen.id,))
        _record(store, chosen.id, chosen.period, "chosen", chosen.name, CHOOSE)
    return _known(store, digest)


def answer_received(store: Store, digest: str, answer: str) -> ReceivedPackage:
    """Note what was answered to a submission: "accepted", "returned", "" for nothing any more.

    Raises ``NotFoundError`` for one that never arrived.
    """
    with store.atomic():
        package = _known(store, digest)
        store.run(
            "UPDATE received_package SET answer = ?, answered_at = ? WHERE id = ?",
            (answer, _now(store) if answer else "", package.id),
        )
        _record(store, package.id, package.period, "answer", answer, ANSWER, package.answer)
    return _known(store, digest)


def has_sent(store: Store, organisation: str, key: str) -> bool:
    """Whether a submission of an organisation with this key was taken in: it reports to us."""
    sql = "SELECT 1 FROM received_package WHERE organisation = ? AND key = ? LIMIT 1"
    return store.value(sql, (organisation, key)) is not None


def discard_unused(store: Store, kept: Sequence[Kept]) -> None:
    """Remove contents that came in vain; what has a row by now stays."""
    for one in kept:
        if not store.value("SELECT 1 FROM received_file WHERE sha256 = ?", (one.sha256,)):
            content.discard(store.folder, one)


def _known(store: Store, digest: str) -> ReceivedPackage:
    found = received_package(store, digest)
    if found is None:
        raise NotFoundError(_UNKNOWN)
    return found


def _columns(store: Store, package: ReceivedPackage) -> dict[str, object]:
    where = (package.plan, package.period)
    columns: dict[str, object] = {name: getattr(package, name) for name in _SAME}
    return columns | {
        "period": store.value("SELECT id FROM period WHERE plan = ? AND code = ?", where),
        "made_at": package.made_at.isoformat(),
        "received_at": package.received_at.isoformat(timespec="seconds"),
        "findings": findings_text(package.findings),
    }


def _read(store: Store, condition: str, parameters: tuple[object, ...]) -> list[ReceivedPackage]:
    rows = store.rows(_PACKAGES.format(condition=condition), parameters)
    return [_from_row(row) for row in rows]


def _from_row(row: sqlite3.Row) -> ReceivedPackage:
    return ReceivedPackage(
        **{name: row[name] for name in (*_SAME, "id", "answer")},
        period=row["period_code"],
        made_at=datetime.fromisoformat(row["made_at"]),
        received_at=datetime.fromisoformat(row["received_at"]),
        set_aside=bool(row["set_aside_at"]),
        sender=_sender(row),
        findings=findings_of(row["findings"]),
    )


def _sender(row: sqlite3.Row) -> Sender:
    if row["key"] == UNSIGNED_KEY:
        return Sender.UNSIGNED
    return Sender.CONFIRMED if row["confirmed"] else Sender.UNCONFIRMED


def _record(
    store: Store, row: int, period: str, field: str, new: str, event: str, old: str = ""
) -> None:
    change = FieldChange(ENTITY, str(row), period, field, old, new)
    journal.record(store, [change], organisation=fields.own_code(store), event=event)
    store.touch(Changes(report=True))


def _now(store: Store) -> str:
    return store.clock().isoformat(timespec="seconds")
