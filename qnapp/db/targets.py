"""The organisation's own targets and indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.plan import Indicator, Nature


def set_own_target(store: Store, indicator_uid: str, text: str) -> list[FieldChange]:
    """Give the organisation its own target; "" takes it back. The indicator is followed then."""
    raise NotImplementedError


def follow(store: Store, indicator_uid: str) -> list[FieldChange]:
    """Report on an indicator."""
    raise NotImplementedError


def unfollow(store: Store, indicator_uid: str) -> list[FieldChange]:
    """Report no longer on an indicator; what was typed stays."""
    raise NotImplementedError


def add_local_indicator(
    store: Store, *, title: str, unit: str = "", nature: Nature | str, target_text: str
) -> Indicator:
    """Add an indicator of the organisation's own plan, with its target; it is followed."""
    raise NotImplementedError


def edit_local_indicator(
    store: Store, uid: str, *, title: str | None = None, unit: str | None = None
) -> list[FieldChange]:
    """Change the words of a local indicator."""
    raise NotImplementedError


def remove_local_indicator(store: Store, uid: str) -> list[FieldChange]:
    """Take a local indicator out of the lists; the history keeps all of it."""
    raise NotImplementedError
