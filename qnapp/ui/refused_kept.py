"""What was typed and could not be written outlives the program: it waits beside the data.

It is kept among what screens remember, not in the rows it was meant for: it is no data before a
person has mended it. So it has no history, and no report or package ever holds it.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from qnapp.db.periods import periods
from qnapp.db.returned import open_rows
from qnapp.db.settings import UNWRITTEN, set_view_state, view_state
from qnapp.db.worksheet import load_worksheet
from qnapp.ui.refused import PIECE, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qnapp.db.store import Store
    from qnapp.ui.refused import Key


def keep(store: Store, unwritten: Mapping[Key, tuple[Refused, ...]]) -> None:
    """Write down all that stands typed and unwritten, in the place of what was kept before."""
    texts = [{"source": key[0], **asdict(one)} for key, found in unwritten.items() for one in found]
    if texts or view_state(store, UNWRITTEN):
        set_view_state(store, UNWRITTEN, texts)


def kept(store: Store) -> dict[Key, list[Refused]]:
    """Give back what was kept, by set of fields; what no row can take any more is left out."""
    state = view_state(store, UNWRITTEN)
    found: dict[Key, list[Refused]] = {}
    open_uids: dict[str, frozenset[str]] = {}
    for text in state if isinstance(state, list) else []:
        source, one = _read(text)
        if one is None:
            continue
        if one.of_setting:
            found.setdefault((source, one.period, one.uid), []).append(one)
            continue
        if one.uid.startswith(PIECE):
            if piece_open(store, one.uid):
                found.setdefault((source, one.period, one.uid), []).append(one)
            continue
        if one.period not in open_uids:
            open_uids[one.period] = _open_uids(store, one.period)
        if one.uid in open_uids[one.period]:
            found.setdefault((source, one.period, one.uid), []).append(one)
    return found


def piece_open(store: Store, uid: str) -> bool:
    """Whether a piece of evidence, "id:12", can be typed in: used somewhere, and nowhere closed."""
    from qnapp.db import evidence  # what no start needs
    from qnapp.db.evidence_rows import links_of

    number = uid.removeprefix(PIECE)
    if not number.isdecimal() or not evidence.is_changeable(store, int(number)):
        return False
    return bool(links_of(store, int(number)))


def _read(text: Any) -> tuple[str, Refused | None]:
    """A text as it was written; None for what another version of the program wrote."""
    try:
        words = {str(name): str(value) for name, value in dict(text).items()}
        return words.pop("source"), Refused(**words)
    except (TypeError, ValueError, KeyError):
        return "", None


def _open_uids(store: Store, period: str) -> frozenset[str]:
    """Rows that can be typed in in a period; "" stands for what holds in all of them."""
    known = {one.period.code: one.locked for one in periods(store)}
    code = period or next(iter(known), "")
    if code not in known:
        return frozenset()
    if period and known[code]:
        return open_rows(store, code)
    sheet = load_worksheet(store, code)
    return frozenset(row.uid for row in sheet.tasks) | {row.uid for row in sheet.indicators}
