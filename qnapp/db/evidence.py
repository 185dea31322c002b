"""Evidence: files kept by their content, linked to a task or indicator in a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.reporting import Evidence


@dataclass(frozen=True, slots=True)
class EvidenceUse:
    """A piece of evidence and what it proves, for the list of all evidence."""

    evidence: Evidence
    links: tuple[tuple[str, str], ...]  # (uid of task or indicator, period code)


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """Result of re-hashing everything."""

    checked: int
    missing: tuple[Evidence, ...]
    altered: tuple[Evidence, ...]
    orphans: tuple[str, ...]  # stored content that no row names, relative to the evidence folder

    @property
    def ok(self) -> bool:
        """Whether every piece is there and unaltered; orphans harm nothing."""
        return not self.missing and not self.altered


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
    file, ``InputError`` for a restricted task or a task not taken on, ``LockedError``.
    """
    raise NotImplementedError


def defer(
    store: Store,
    uid: str,
    period_code: str,
    *,
    title: str,
    number: str = "",
    issued_on: date | str | None = None,
) -> Evidence:
    """Name a document that will be handed in later ("nộp sau")."""
    raise NotImplementedError


def attach_later(store: Store, evidence_id: int, file: Path) -> Evidence:
    """Bring the file of deferred evidence."""
    raise NotImplementedError


def update(
    store: Store,
    evidence_id: int,
    *,
    number: str | None = None,
    issued_on: date | str | None = None,
    title: str | None = None,
) -> list[FieldChange]:
    """Change what the document is called; None leaves a field, "" empties it."""
    raise NotImplementedError


def remove(
    store: Store, evidence_id: int, *, uid: str | None = None, period_code: str | None = None
) -> list[FieldChange]:
    """Unlink evidence from one row, or with no row named from all; then it lies in the trash."""
    raise NotImplementedError


def restore(store: Store, evidence_id: int) -> list[FieldChange]:
    """Take evidence out of the trash, with the links it last had."""
    raise NotImplementedError


def get(store: Store, evidence_id: int) -> Evidence:
    """One piece of evidence; raises ``NotFoundError``."""
    raise NotImplementedError


def all_evidence(store: Store, period_code: str | None = None) -> list[EvidenceUse]:
    """Evidence of the own organisation with its links, newest first; of one period or all."""
    raise NotImplementedError


def trash(store: Store) -> list[Evidence]:
    """What was removed and can be taken back, newest first."""
    raise NotImplementedError


def stored_file(store: Store, evidence_id: int) -> Path:
    """The kept file itself, for reading only; raises ``FileError`` where it is missing."""
    raise NotImplementedError


def open_copy(store: Store, evidence_id: int) -> Path:
    """A read-only copy under the original name in a temporary folder, checked by its hash.

    An editor that saves never alters the original. Raises ``FileError`` (missing, altered).
    """
    raise NotImplementedError


def verify(
    store: Store,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> EvidenceReport:
    """Re-hash all evidence and remember for each piece whether it is intact."""
    raise NotImplementedError


def is_executable_name(name: str) -> bool:
    """Whether opening a file of this name could run something: ask first."""
    raise NotImplementedError
