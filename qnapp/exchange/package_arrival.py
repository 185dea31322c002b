"""A package among the files that arrive: told by its manifest which kind takes it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.domain.packages import Kind
from qnapp.exchange import plan_arrival, receive, reply_arrival
from qnapp.exchange.container import open_package

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.db.store import Store
    from qnapp.exchange.arrivals import Arrival, ArrivedFile
    from qnapp.exchange.container import Package

_ZIP = b"PK"

# A kind of package joins by a line here; it is looked at while the file is open and verified.
LOOKS: dict[Kind, Callable[[Store, Package], Arrival]] = {
    Kind.SUBMISSION: receive.look,
    Kind.PLAN: plan_arrival.look,
    Kind.REPLY: reply_arrival.look,
}


def matches(file: ArrivedFile) -> bool:
    """Whether a file is a zip that is no workbook: what is wrong with it, ``look`` says."""
    try:
        with file.path.open("rb") as opened:
            start = opened.read(len(_ZIP))
    except OSError:
        return False
    return start == _ZIP and file.book is None


def look(store: Store, file: ArrivedFile) -> Arrival:
    """Verify the whole package and compare it with the store; nothing is written.

    Raises ``PackageError``, and what its own kind refuses.
    """
    with open_package(file.path, progress=file.progress, cancelled=file.cancelled) as package:
        return LOOKS[package.kind](store, package)
