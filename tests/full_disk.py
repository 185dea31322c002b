"""A disk that is full: nothing that is written to the store gets through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.errors import StoreError

if TYPE_CHECKING:
    import pytest

    from qnapp.db.store import Store

FULL = "Ổ đĩa đã đầy."


def fill_disk(monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    """Refuse every write of a store, as it does itself on such a disk, until it is undone."""
    for way in ("insert", "run"):
        monkeypatch.setattr(store, way, _refuse)


def _refuse(*_row: object, **_more: object) -> None:
    raise StoreError(FULL)
