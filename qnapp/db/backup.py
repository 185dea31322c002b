"""Copies of the database that are made without anybody asking, and which of them stay."""

from __future__ import annotations

import contextlib
import json
import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from qnapp.db import journal
from qnapp.db.copies import copy_verified
from qnapp.db.failures import translated
from qnapp.db.store import DATABASE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qnapp.db.store import Store

FOLDER = "backups"
_DAYS = 7
_WEEKS = 5
_MONTHS = 24
_NAME = re.compile(r"qnapp-(\d{4}-\d{2}-\d{2})\.db")
_LAST = "last.json"
_COUNTER = slice(24, 28)  # of the file's header: SQLite counts there every commit


def backup_now(store: Store) -> Path | None:
    """Copy the database into ``backups/``, one a day, if it changed since the last; None if not.

    The copy is verified before it takes its name; a damaged file never replaces a good copy
    (raises ``StoreError``). Older copies are thinned, new evidence is copied into a pool.
    """
    if store.moved:
        return None
    with translated(store.folder):
        with store.atomic():
            # Else closing would seal it after the copy, and the next visit find a change.
            journal.seal_all(store)
        counter = _counter(store)
        if _last(store).get("counter") == counter:
            return None
        today = store.today()
        target = store.folder / FOLDER / f"qnapp-{today.isoformat()}.db"
        copy_verified(store.db, target)
        copies = daily_copies(store)
        stay = thin(copies, today)
        for day, path in copies.items():
            if day not in stay:
                path.unlink(missing_ok=True)
        pool_evidence(store)
        _remember(store, counter)
    return target


def last_backup(store: Store) -> datetime | None:
    """When ``backup_now`` last made a copy; None for never."""
    with contextlib.suppress(ValueError, TypeError):
        return datetime.fromisoformat(_last(store).get("at", ""))
    return None


def days_without_whole(store: Store) -> int:
    """Days since the clerk last made a full backup, or since the store began; 0 where it moved."""
    if store.moved:
        return 0
    asked = store.value("SELECT value FROM setting WHERE key = 'saved_whole_on'")
    # The first row, not min(at): history only grows, and all of ten years would be read through.
    began = store.value("SELECT substr(at, 1, 10) FROM history ORDER BY id LIMIT 1")
    since = date.fromisoformat(str(asked or began or store.today()))
    return max(0, (store.today() - since).days)


def daily_copies(store: Store) -> dict[date, Path]:
    """The database copies in ``backups/`` by the day that they are of."""
    found: dict[date, Path] = {}
    with translated(store.folder):
        for path in (store.folder / FOLDER).glob("qnapp-*.db"):
            named = _NAME.fullmatch(path.name)
            with contextlib.suppress(ValueError):
                if named is not None:
                    found[date.fromisoformat(named[1])] = path
    return dict(sorted(found.items()))


def thin(dates: Iterable[date], today: date) -> set[date]:
    """Dates whose copies stay.

    Each of the last 7 days, then the last one of each of 5 weeks, then of each of 24 months. The
    newest stays always, and so do dates after ``today``: a clock that was wrong loses nothing.
    """
    known = sorted(set(dates))
    stay = {day for day in known if day > today - timedelta(days=_DAYS)} | set(known[-1:])
    weeks = {day.isocalendar()[:2]: day for day in known}
    months = {(day.year, day.month): day for day in known}
    stay |= {day for day in weeks.values() if day > today - timedelta(weeks=_WEEKS)}
    oldest = today.year * 12 + today.month - _MONTHS
    return stay | {day for (year, month), day in months.items() if year * 12 + month > oldest}


def pool_evidence(store: Store) -> int:
    """Copy evidence that the pool beside the backups does not have yet; how many files."""
    from qnapp.db import content  # not for the count of days, which every start asks for

    copied = 0
    with translated(store.folder):
        for sha256, path in content.stored_hashes(store.folder):
            target = content.pool_path(store.folder, sha256)
            if not target.exists() and content.copy_checked(path, target, sha256):
                copied += 1
    return copied


def _counter(store: Store) -> str:
    with (store.folder / DATABASE).open("rb") as handle:
        return handle.read(_COUNTER.stop)[_COUNTER].hex()


def _last(store: Store) -> dict[str, str]:
    try:
        found = json.loads((store.folder / FOLDER / _LAST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _remember(store: Store, counter: str) -> None:
    told = {"counter": counter, "at": store.clock().isoformat(timespec="seconds")}
    (store.folder / FOLDER / _LAST).write_text(json.dumps(told), encoding="utf-8")
