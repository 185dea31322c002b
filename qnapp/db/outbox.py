"""The outbox: what was sent to other copies of the program, each package byte for byte."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from qnapp.db import fields, journal
from qnapp.db.calendar import stored_period
from qnapp.db.journal import FieldChange
from qnapp.db.store import Changes
from qnapp.domain.packages import Kind, OutgoingPackage, Sending
from qnapp.errors import FileError, NotFoundError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qnapp.db.store import Store

FOLDER = "outbox"
ENTITY = "package"  # in the history; the key is the package's id
MAKE, SEND, ANSWER = "package", "send", "answer"  # events of the history
_SAVED_OUT = "saved_out"  # field of the history
_BLOCK = 1 << 18

_UNKNOWN = (
    "Không có gói này trong mục gói đã tạo. Chưa có gì bị thay đổi. "
    "Mở lại trang Báo cáo để xem các gói hiện có."
)
_MISSING = (
    "Không tìm thấy tệp của gói “{name}” trong thư mục dữ liệu. Số liệu vẫn còn nguyên. "
    "Khôi phục từ bản sao lưu hoặc tạo lại gói."
)
_ALTERED = (
    "Tệp của gói “{name}” trong thư mục dữ liệu đã bị thay đổi nên không dùng. "
    "Số liệu vẫn còn nguyên. Khôi phục từ bản sao lưu hoặc tạo lại gói."
)
# Columns that hold what the package has under the same name.
_SAME = (
    *("plan", "report", "addressee", "revision", "part", "parts", "digest", "first", "previous"),
    *("contents", "name", "sha256", "size", "clerk"),
)
# A later package of the same kind, plan, period and addressee takes the place of one before.
_PACKAGES = """
    SELECT package.*, period.code AS period_code, report.withdrawn_at, report.withdraw_reason,
        EXISTS (
            SELECT 1 FROM outgoing_package AS later
            WHERE later.organisation = package.organisation AND later.kind = package.kind
                AND later.plan = package.plan AND later.period IS package.period
                AND later.addressee = package.addressee
                AND later.part = 1 AND later.first <> package.first AND later.id > package.id
        ) AS replaced
    FROM outgoing_package AS package
    LEFT JOIN period ON period.id = package.period
    LEFT JOIN issued_report AS report ON report.id = package.report
    WHERE package.organisation = ? {more} ORDER BY package.id DESC
"""


def outgoing_packages(
    store: Store, period_code: str | None = None, *, kind: Kind | None = None
) -> list[OutgoingPackage]:
    """What the own organisation has made, newest first; of one period or all, of one kind or all.

    Raises ``NotFoundError`` for an unknown period.
    """
    found = _read(store)
    if period_code is not None:
        code = stored_period(store, period_code).period.code
        plan = fields.plan_uid(store)
        found = [one for one in found if (one.plan, one.period) == (plan, code)]
    return [one for one in found if kind is None or one.kind is kind]


def outgoing_package(store: Store, package_id: int) -> OutgoingPackage:
    """One package; raises ``NotFoundError``."""
    for found in _read(store, "AND package.id = ?", package_id):
        return found
    raise NotFoundError(_UNKNOWN)


def parts_of(store: Store, first: str) -> list[OutgoingPackage]:
    """The package of a digest and the parts that follow it; none where it was not made here."""
    return sorted(_read(store, "AND package.first = ?", first), key=lambda one: one.part)


def last_sending(store: Store, period_code: str, *, plan: str = "") -> Sending:
    """The packages of reports made last for a period, of the plan in use or another one."""
    wanted = (plan or fields.plan_uid(store), period_code)
    for package in outgoing_packages(store, kind=Kind.SUBMISSION):
        if (package.plan, package.period) == wanted:
            return Sending(tuple(parts_of(store, package.first)))
    return Sending()


def kept_place(store: Store, digest: str, name: str) -> Path:
    """Where the file of a package lies that is called ``name`` outside."""
    return store.folder / FOLDER / (digest + PurePath(name).suffix)


def checked_file(store: Store, package: OutgoingPackage) -> Path:
    """The kept file after its hash was found right; raises ``FileError`` (missing, altered)."""
    import hashlib  # loads OpenSSL: not at every start

    path = kept_place(store, package.digest, package.name)
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                found.update(block)
    except OSError as error:
        raise FileError(_MISSING.format(name=package.name), detail=str(error)) from error
    if found.hexdigest() != package.sha256:
        raise FileError(_ALTERED.format(name=package.name))
    return path


def add_packages(store: Store, packages: Sequence[OutgoingPackage]) -> list[OutgoingPackage]:
    """Write down packages whose files are kept, all or none; what happened later is ignored."""
    ids = []
    with store.atomic():
        for package in packages:
            ids.append(store.insert("outgoing_package", _columns(store, package)))
            _record(store, ids[-1], package.period, "made", "", package.name, MAKE)
    return [outgoing_package(store, one) for one in ids]


def mark_all_sent(store: Store, first: str) -> list[OutgoingPackage]:
    """Note that all parts of a submission were sent; ``first``: digest of its part 1."""
    with store.atomic():
        return [mark_sent(store, one.id) for one in parts_of(store, first)]


def mark_sent(store: Store, package_id: int) -> OutgoingPackage:
    """Note that a person has sent a package; a second time changes nothing."""
    with store.atomic():
        package = outgoing_package(store, package_id)
        if package.sent_at is None:
            _set(store, package, {"sent_at": _now(store)})
            _record(store, package_id, package.period, "sent", "", package.name, SEND)
    return outgoing_package(store, package_id)


def mark_saved_out(store: Store, package_id: int) -> None:
    """Note that a package was written into a folder of a person: it may be sent from there."""
    with store.atomic():
        package = outgoing_package(store, package_id)
        if not was_saved_out(store, package_id):
            _record(store, package_id, package.period, _SAVED_OUT, "", package.name, SEND)


def was_saved_out(store: Store, package_id: int) -> bool:
    """Whether ``mark_saved_out`` was called of a package: the history says so."""
    sql = "SELECT 1 FROM history WHERE entity = ? AND key = ? AND field = ? LIMIT 1"
    return store.value(sql, (ENTITY, str(package_id), _SAVED_OUT)) is not None


def record_answer(store: Store, digest: str, answer: str) -> OutgoingPackage:
    """Note what the receiver says of a package and its parts: "accepted" or "returned".

    Raises ``NotFoundError`` for a package that was not made here.
    """
    with store.atomic():
        parts = parts_of(store, digest)
        if not parts:
            raise NotFoundError(_UNKNOWN)
        for package in parts:
            _set(store, package, {"answer": answer, "answered_at": _now(store)})
        first = parts[0]
        _record(store, first.id, first.period, "answer", first.answer, answer, ANSWER)
    return outgoing_package(store, first.id)


def _columns(store: Store, package: OutgoingPackage) -> dict[str, object]:
    columns: dict[str, object] = {name: getattr(package, name) for name in _SAME}
    # Of the package's own plan: the one in use may be another year's by now.
    where = (package.plan, package.period)
    return columns | {
        "organisation": fields.own_code(store),
        "period": store.value("SELECT id FROM period WHERE plan = ? AND code = ?", where),
        "kind": str(package.kind),
        "made_at": package.made_at.isoformat(),
    }


def _read(store: Store, more: str = "", *parameters: object) -> list[OutgoingPackage]:
    rows = store.rows(_PACKAGES.format(more=more), (fields.own_code(store), *parameters))
    return [_from_row(row) for row in rows]


def _from_row(row: sqlite3.Row) -> OutgoingPackage:
    return OutgoingPackage(
        **{name: row[name] for name in (*_SAME, "id", "answer")},
        kind=Kind(row["kind"]),
        period=row["period_code"] or "",
        made_at=datetime.fromisoformat(row["made_at"]),
        sent_at=_moment(row["sent_at"]),
        answered_at=_moment(row["answered_at"]),
        replaced=bool(row["replaced"]),
        withdrawn=bool(row["withdrawn_at"]),
        withdraw_reason=row["withdraw_reason"] or "",
    )


def _set(store: Store, package: OutgoingPackage, values: Mapping[str, str]) -> None:
    settings = ", ".join(f"{name} = ?" for name in values)
    store.run(
        f"UPDATE outgoing_package SET {settings} WHERE id = ?", (*values.values(), package.id)
    )


def _record(
    store: Store, package_id: int, period: str, field: str, old: str, new: str, event: str
) -> None:
    change = FieldChange(ENTITY, str(package_id), period, field, old, new)
    journal.record(store, [change], organisation=fields.own_code(store), event=event)
    store.touch(Changes(report=True))


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _now(store: Store) -> str:
    return store.clock().isoformat(timespec="seconds")
