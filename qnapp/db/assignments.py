"""What the organisation took on, who follows it, and its own tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.plan import Role, Task


class LocalTaskFields(TypedDict, total=False):
    """Words of a local task."""

    title: str
    deadline_text: str
    lead: Sequence[str]
    support: Sequence[str]
    code: str


def take_on(store: Store, uids: Sequence[str], role: Role | None = None) -> list[FieldChange]:
    """Report on tasks; role and reason come from the plan's proposal where ``role`` is None."""
    raise NotImplementedError


def let_go(store: Store, uids: Sequence[str]) -> list[FieldChange]:
    """Report no longer on tasks; what was typed stays and comes back with ``take_on``."""
    raise NotImplementedError


def set_officer(store: Store, uid: str, officer: str) -> list[FieldChange]:
    """Name who follows a task or indicator inside the organisation; "" for nobody."""
    raise NotImplementedError


def officers(store: Store) -> list[str]:
    """Names in use, in Vietnamese order; for completing while typing."""
    raise NotImplementedError


def add_local_task(store: Store, **fields: Unpack[LocalTaskFields]) -> Task:
    """Add a task of the organisation's own plan ("HT.01", …); it is taken on as lead.

    Raises ``InputError`` without a title or with a code in use.
    """
    raise NotImplementedError


def edit_local_task(store: Store, uid: str, **fields: Unpack[LocalTaskFields]) -> list[FieldChange]:
    """Change the words of a local task; raises ``InputError`` for a plan's task."""
    raise NotImplementedError


def remove_local_task(store: Store, uid: str) -> list[FieldChange]:
    """Take a local task out of the lists; its uid and code are never used again."""
    raise NotImplementedError
