"""Looking over what was sent and what arrived: every kept file by its hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db import content, outbox
from qnapp.db.content import Meter
from qnapp.db.failures import translated
from qnapp.errors import FileError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from qnapp.db.store import Store
    from qnapp.domain.packages import OutgoingPackage

_MISSING = (
    "Không tìm thấy tệp “{name}” trong gói đã tiếp nhận của {sender}. "
    "Nhận lại gói hoặc khôi phục từ bản sao lưu."
)
_ALTERED = (
    "Tệp “{name}” trong gói đã tiếp nhận của {sender} đã bị thay đổi so với lúc nhận. "
    "Nhận lại gói hoặc khôi phục từ bản sao lưu."
)
_RECEIVED = """
    SELECT file.sha256, file.size, coalesce(nullif(file.name, ''), file.entry) AS name,
        package.name AS sender
    FROM received_file AS file JOIN received_package AS package ON package.id = file.package
    ORDER BY file.package, file.entry
"""


def package_problems(
    store: Store,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[str, ...]:
    """What is missing or altered in outbox and inbox, a Vietnamese sentence each.

    Received content comes back from its second copy where that is good. ``progress`` is told
    (bytes done, bytes in all). Raises ``CancelledError``.
    """
    with translated(store.folder):
        sent = outbox.outgoing_packages(store)
        received = store.rows(_RECEIVED)
        total = sum(one.size for one in sent) + sum(row["size"] for row in received)
        meter = Meter(total, progress, cancelled)
        return (*_sent(store, sent, meter), *_arrived(store, received, meter))


def _sent(store: Store, packages: list[OutgoingPackage], meter: Meter) -> Iterator[str]:
    for package in packages:
        meter.add(package.size)
        try:
            outbox.checked_file(store, package)
        except FileError as error:
            yield str(error)


def _arrived(store: Store, rows: list[sqlite3.Row], meter: Meter) -> Iterator[str]:
    states: dict[str, bool | None] = {}
    for row in rows:
        sha256 = row["sha256"]
        if sha256 not in states:
            states[sha256] = _state(store, sha256, meter)
        if not states[sha256]:
            words = _MISSING if states[sha256] is None else _ALTERED
            yield words.format(name=row["name"], sender=row["sender"])


def _state(store: Store, sha256: str, meter: Meter) -> bool | None:
    """Whether content is intact; None where it is missing."""
    path = content.find_content(store.folder, sha256)
    if path is not None and content.hash_of(path, meter) == sha256:
        return True
    if not store.read_only and content.heal(store.folder, sha256):
        return True
    return None if path is None else False
