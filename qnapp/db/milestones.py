"""Dates of a task that hold for all periods: milestones reached, and extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.reporting import Extension


def set_milestone(
    store: Store, task_uid: str, number: int, actual_on: date | str | None
) -> list[FieldChange]:
    """Record when milestone ``number`` (1, 2, …) was really reached; None takes it back."""
    raise NotImplementedError


def extensions(store: Store, task_uid: str) -> list[Extension]:
    """All extensions of a task, oldest first."""
    raise NotImplementedError


def add_extension(
    store: Store, task_uid: str, *, due: date | str, document: str, granted: bool
) -> Extension:
    """Record an extension asked or granted; raises ``InputError`` without a document or date."""
    raise NotImplementedError


def grant_extension(store: Store, extension_id: int, document: str = "") -> list[FieldChange]:
    """Turn an asked extension into a granted one, by ``document`` where given."""
    raise NotImplementedError


def remove_extension(store: Store, extension_id: int) -> list[FieldChange]:
    """Take an extension back; the history keeps it."""
    raise NotImplementedError
