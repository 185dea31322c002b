"""Making a store for an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db.assignments import take_on
from qnapp.db.builtin import builtin_plan
from qnapp.db.journal import seal_all
from qnapp.db.organisations import set_own
from qnapp.db.periods import current_period
from qnapp.db.plan_versions import replace_calendar
from qnapp.db.plans import current_plan, install_plan
from qnapp.db.sample import fill_training
from qnapp.db.settings import set_settings
from qnapp.db.store import Store, local_now
from qnapp.db.targets import follow
from qnapp.domain.assignments import propose

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from qnapp.domain.periods import Period
    from qnapp.domain.plan import Organisation, Plan


def initialise(
    folder: Path,
    *,
    organisation: Organisation,
    clerk: str = "",
    letterhead: str = "dang",
    first_period: str | None = None,
    taken: Sequence[str] | None = None,
    signer: str = "",
    signer_title: str = "",
    signs_as_deputy: bool = False,
    upper_office: bool = False,
    plan: Plan | None = None,
    calendar: Sequence[Period] | None = None,
    sample: bool = False,
    finish: Callable[[Store], None] | None = None,
    clock: Callable[[], datetime] = local_now,
    purpose: str = "command",
) -> Store:
    """Make a store, whole or not at all, and open it.

    ``taken``: uids of tasks to take on; None takes the sure proposals. ``first_period``: empty
    takes the one of the day. ``calendar``: the plan's periods, the built-in ones where None.
    ``sample`` fills it as training data; ``finish`` writes what else belongs to it. Raises
    ``StoreError`` where the folder holds a store or other files, ``InputError`` for a bad value;
    then nothing stays behind.
    """

    def fill(store: Store) -> None:
        chosen = plan or builtin_plan()
        install_plan(store, chosen)
        if calendar is not None:
            replace_calendar(store, chosen.uid, calendar)
        set_settings(store, clerk=clerk)
        set_own(store, organisation)
        set_settings(
            store,
            letterhead=letterhead,
            first_period=first_period or current_period(store).code,
            signer=signer,
            signer_title=signer_title,
            signs_as_deputy=signs_as_deputy,
            upper_office=upper_office,
            place=organisation.short,
        )
        take_on(store, _sure(store, organisation.code) if taken is None else taken)
        for indicator in _led(store):
            follow(store, indicator)
        if sample:
            fill_training(store)
        if finish is not None:
            finish(store)
        seal_all(store)

    return Store.create(folder, clock=clock, fill=fill, purpose=purpose)


def _sure(store: Store, code: str) -> list[str]:
    return [one.uid for one in propose(current_plan(store), code) if one.preticked]


def _led(store: Store) -> list[str]:
    """Indicators for which the plan gives the organisation a target."""
    rows = store.rows(
        "SELECT uid FROM plan_target WHERE organisation = "
        "(SELECT value FROM setting WHERE key = 'organisation')"
    )
    return [row["uid"] for row in rows]
