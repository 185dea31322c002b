"""Where a live store may lie: on a disk of this machine that no other program synchronises."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def check_location(path: Path) -> None:
    """Refuse a folder on a network or in a synchronised folder as a live store.

    Raises ``StoreError`` with the reason and what to do (design, section 5; style, P3).
    """
    raise NotImplementedError
