"""SQLite's and the system's own errors, told as sentences."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qnapp.errors import StoreError


def store_error(error: BaseException, path: Path) -> StoreError | None:
    """The sentence for what the machine did to the store; None where the fault is the program's.

    ``path`` is the store's folder or file.
    """
    raise NotImplementedError


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise ``StoreError`` for each SQLite or system error of the enclosed reads and writes."""
    raise NotImplementedError
    yield
