"""How the file is opened: never created by accident, never with weaker promises."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x514E4150  # "QNAP", in the header of every file of ours
_BUSY_SECONDS = 5.0
_PROMISES = (
    "foreign_keys=ON",
    "recursive_triggers=ON",  # a row that REPLACE removes is removed in the open
    "synchronous=FULL",
    "trusted_schema=OFF",
)


def connect(path: Path, *, mode: str = "rw") -> sqlite3.Connection:
    """Open a database; ``mode`` is "ro", "rw" (must exist) or "rwc" (made where it is missing).

    Raises ``sqlite3.Error``; the caller turns it into a sentence.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,  # we say BEGIN ourselves (style, E3)
        timeout=_BUSY_SECONDS,
    )
    try:
        for pragma in _PROMISES:
            connection.execute(f"PRAGMA {pragma}")
        # A foreign file is left as it is.
        if mode == "rwc" or (mode == "rw" and is_ours(connection)):
            # One file that can be carried away, and nothing unsafe on odd drives (field, D4).
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        return connection
    except BaseException:
        connection.close()
        raise


def is_ours(db: sqlite3.Connection) -> bool:
    """Whether the file says that it is a store of this program."""
    found: int = db.execute("PRAGMA application_id").fetchone()[0]
    return found == APPLICATION_ID


def integrity_problems(db: sqlite3.Connection, most: int = 20) -> list[str]:
    """What SQLite finds wrong in the file: technical text, empty where it is sound."""
    found = [str(row[0]) for row in db.execute(f"PRAGMA integrity_check({most})")]
    if found != ["ok"]:
        return found
    found = []
    for table, row_id, parent, _ in db.execute("PRAGMA foreign_key_check").fetchmany(most):
        found.append(f"{table} {row_id} -> {parent}")
    return found
