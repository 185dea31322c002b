"""Organisations: the built-in ones, found by typing, and the store's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.domain.plan import Organisation


@dataclass(frozen=True, slots=True)
class Match:
    """An organisation found by typing. ``spans`` are [start, end) positions of hits in its name."""

    organisation: Organisation
    spans: tuple[tuple[int, int], ...]
    look_alike: bool  # only resembles what was typed: shown under a warning


def find_organisations(text: str) -> list[Match]:
    """Units and bodies by code, name, short name or second spelling, without diacritics or case.

    Names that hold all words come first (exact, then by beginning, then printed order), names
    that only resemble them after. Empty text gives all.
    """
    raise NotImplementedError


def typed_organisation(name: str, parent: str = "", symbol: str = "") -> Organisation:
    """An organisation that is not built in; its code is ``K-`` and the folded name.

    Raises ``InputError`` for an empty name.
    """
    raise NotImplementedError


def resolve_organisation(code: str) -> Organisation:
    """The built-in organisation of a code; raises ``NotFoundError`` with the nearest names."""
    raise NotImplementedError


def own_organisation(store: Store) -> Organisation:
    """The organisation that reports with this store."""
    raise NotImplementedError


def organisation(store: Store, code: str) -> Organisation:
    """An organisation of the store; raises ``NotFoundError``."""
    raise NotImplementedError


def set_own(store: Store, chosen: Organisation) -> None:
    """Make ``chosen`` the store's own, adding it where it is not known."""
    raise NotImplementedError


def update_own(store: Store, **fields: str) -> list[FieldChange]:
    """Change name, short, party_name, state_name, parent or symbol of the store's own."""
    raise NotImplementedError
