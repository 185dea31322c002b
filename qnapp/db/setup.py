"""Making a store for an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db.store import Store, local_now

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from qnapp.domain.plan import Organisation, Plan


def initialise(
    folder: Path,
    *,
    organisation: Organisation,
    clerk: str = "",
    letterhead: str = "dang",
    first_period: str = "",
    taken: Sequence[str] | None = None,
    signer: str = "",
    signer_title: str = "",
    plan: Plan | None = None,
    sample: bool = False,
    clock: Callable[[], datetime] = local_now,
    purpose: str = "command",
) -> Store:
    """Make a store, whole or not at all, and open it.

    ``taken``: uids of tasks to take on; None takes the sure proposals. ``first_period``: "" takes
    the one of the day. ``sample`` fills it as training data. Raises ``StoreError`` where the folder
    holds a store or other files, ``InputError`` for a bad value; then nothing is left behind.
    """
    raise NotImplementedError
