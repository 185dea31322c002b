"""Re-hashing all that is kept by content: what is missing, what was altered, what nobody names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db import content
from qnapp.db.content import Meter, hash_of
from qnapp.db.failures import translated
from qnapp.db.report_files import file_from
from qnapp.db.rows import evidence_from
from qnapp.db.store import Changes

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.db.store import Store
    from qnapp.domain.issued import IssuedFile
    from qnapp.domain.reporting import Evidence

_USED = (
    "SELECT sha256 FROM evidence WHERE sha256 <> '' UNION SELECT sha256 FROM report_file "
    "UNION SELECT sha256 FROM received_file"
)


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """Result of re-hashing everything."""

    checked: int
    missing: tuple[Evidence, ...]
    altered: tuple[Evidence, ...]
    orphans: tuple[str, ...]  # stored content that no row names, relative to the evidence folder
    healed: tuple[Evidence, ...] = ()  # brought back from the second copy beside the backups
    missing_files: tuple[IssuedFile, ...] = ()  # of reports that were sent for signature
    altered_files: tuple[IssuedFile, ...] = ()
    healed_files: tuple[IssuedFile, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every piece is there and unaltered; orphans harm nothing."""
        return not (self.missing or self.altered or self.missing_files or self.altered_files)


def verify(
    store: Store,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> EvidenceReport:
    """Re-hash all evidence, remembering for each piece whether it is intact, and all report files.

    What is missing or altered comes back from the second copy beside the backups, where that is
    good.
    ``progress`` is told (bytes done, bytes in all). Raises ``CancelledError``.
    """
    with translated(store.folder):
        rows = store.rows("SELECT * FROM evidence WHERE sha256 <> '' AND removed = '' ORDER BY id")
        file_rows = store.rows("SELECT * FROM report_file ORDER BY id")
        sizes = {row["sha256"]: int(row["size"]) for row in (*rows, *file_rows)}
        meter = Meter(sum(sizes.values()), progress, cancelled)
        states = {sha256: _state(store, sha256, meter) for sha256 in sizes}
        healed = {one for one, intact in states.items() if not intact and _healed(store, one)}
        states |= dict.fromkeys(healed, True)
        if not store.read_only:
            _remember(store, states)
        orphans = _orphans(store)
    pieces = [evidence_from(row) for row in rows]
    files = [file_from(row) for row in file_rows]
    return EvidenceReport(
        checked=len(pieces) + len(files),
        missing=tuple(one for one in pieces if states[one.sha256] is None),
        altered=tuple(one for one in pieces if states[one.sha256] is False),
        orphans=orphans,
        healed=tuple(one for one in pieces if one.sha256 in healed),
        missing_files=tuple(one for one in files if states[one.sha256] is None),
        altered_files=tuple(one for one in files if states[one.sha256] is False),
        healed_files=tuple(one for one in files if one.sha256 in healed),
    )


def tidy(store: Store, evidence_id: int) -> None:
    """Put content that nothing uses any more into the trash, once the rows are committed."""
    row = store.row(
        "SELECT sha256 FROM evidence AS gone WHERE id = ? AND removed <> '' AND NOT EXISTS "
        "(SELECT 1 FROM evidence WHERE sha256 = gone.sha256 AND removed = '') AND NOT EXISTS "
        "(SELECT 1 FROM report_file WHERE sha256 = gone.sha256) AND NOT EXISTS "
        "(SELECT 1 FROM received_file WHERE sha256 = gone.sha256)",
        (evidence_id,),
    )
    if row is not None and row["sha256"]:
        content.move_to_trash(store.folder, row["sha256"])


def _orphans(store: Store) -> tuple[str, ...]:
    known = {row["sha256"] for row in store.rows(_USED)}
    found = content.stored_hashes(store.folder)
    return tuple(f"{path.parent.name}/{name}" for name, path in found if name not in known)


def _state(store: Store, sha256: str, meter: Meter) -> bool | None:
    """Whether content is intact; None where it is missing."""
    # An undo brings back the row alone.
    content.take_from_trash(store.folder, sha256)
    path = content.find_content(store.folder, sha256)
    return None if path is None else hash_of(path, meter) == sha256


def _healed(store: Store, sha256: str) -> bool:
    return not store.read_only and content.heal(store.folder, sha256)


def _remember(store: Store, states: dict[str, bool | None]) -> None:
    now = store.clock().isoformat(timespec="seconds")
    with store.atomic():
        for sha256, intact in states.items():
            store.run(
                "UPDATE evidence SET intact = ?, checked_at = ? WHERE sha256 = ?",
                (int(bool(intact)), now, sha256),
            )
        store.touch(Changes(evidence=True))
