"""Files that arrive: what each is, told by its content, and taken in by one way for all kinds.

A kind joins by a line in ``KINDS``. The window and ``qnapp import`` both go through ``look_at``.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qnapp.errors import FileError
from qnapp.exchange import form_arrival, package_arrival, workbook_arrival
from qnapp.exchange.safe_xlsx import is_workbook, read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qnapp.db.store import Store
    from qnapp.domain.packages import Origin
    from qnapp.exchange.cells import Book

_UNKNOWN = (
    "Không rõ tệp “{name}” là gì: không phải gói hay biểu nhập của QNApp. "
    "Dữ liệu hiện có vẫn giữ nguyên. Chọn đúng tệp."
)


class Arrival(Protocol):
    """A file that was looked at and not yet taken in."""

    @property
    def title(self) -> str:
        """What it is, in words: "Biểu nhập 6 tháng năm 2026"."""

    @property
    def origin(self) -> Origin | None:
        """Whose it is, None where no key says so."""

    @property
    def lines(self) -> Sequence[str]:
        """The differences that taking it in would make, and what cannot be taken in."""

    @property
    def changes(self) -> int:
        """How many differences taking it in would make, those left as they are not counted."""

    def accept(self, store: Store, *, dry_run: bool = False, key_compared: bool = False) -> str:
        """Take it in, whole or not at all; gives what was done, in a sentence.

        ``dry_run`` meets every refusal and writes nothing. ``key_compared``: a person has compared
        the key with its sender, whose own it is from then on. Raises ``UserError``.
        """


class ArrivedFile:
    """A file of which nobody knows yet what it is."""

    def __init__(
        self,
        path: Path,
        *,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """``progress`` is told (bytes verified, in all)."""
        self.path = path
        self.progress = progress
        self.cancelled = cancelled

    @functools.cached_property
    def book(self) -> Book | None:
        """What it holds where it is a workbook; raises ``FileError`` where it is a bad one."""
        return read_workbook(self.path) if is_workbook(self.path) else None


@dataclass(frozen=True, slots=True)
class ArrivalKind:
    """How a kind of file is known, and how it is looked at."""

    name: str
    matches: Callable[[ArrivedFile], bool]
    look: Callable[[Store, ArrivedFile], Arrival]


KINDS: tuple[ArrivalKind, ...] = (
    ArrivalKind("form", form_arrival.matches, form_arrival.look),
    ArrivalKind("workbook", workbook_arrival.matches, workbook_arrival.look),
    ArrivalKind("package", package_arrival.matches, package_arrival.look),
)


def look_at(
    store: Store,
    path: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Arrival:
    """Say what a file is and what it would change; its name does not matter, nothing is written.

    ``progress`` is told (bytes verified, in all). Raises ``FileError`` for a file that is none of
    the known kinds or cannot be read, ``CancelledError``, and whatever its own kind refuses.
    """
    file = ArrivedFile(path, progress=progress, cancelled=cancelled)
    for kind in KINDS:
        if kind.matches(file):
            return kind.look(store, file)
    raise FileError(_UNKNOWN.format(name=path.name))
