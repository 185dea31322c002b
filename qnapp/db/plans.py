"""Plan versions in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qnapp.db.store import Store
    from qnapp.domain.plan import Plan


def install_plan(store: Store, plan: Plan) -> None:
    """Store a plan version with its organisations; what was typed stays. Makes it the current one.

    Raises ``InputError`` where this or a later version is already there.
    """
    raise NotImplementedError


def current_plan(store: Store) -> Plan:
    """The current plan in its newest version, without local rows; read once per change."""
    raise NotImplementedError
