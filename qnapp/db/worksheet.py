"""Everything that one organisation has of one period, in a handful of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from qnapp.db.store import Store
    from qnapp.domain.plan import Indicator, Section, Task
    from qnapp.domain.reporting import IndicatorRow, TaskRow, Worksheet

LOCAL_SECTION_CODE = "HT"


def local_section() -> Section:
    """The heading of the organisation's own tasks, after the plan's sections."""
    raise NotImplementedError


def load_worksheet(store: Store, period_code: str, as_of: date | None = None) -> Worksheet:
    """The worksheet of the store's own organisation; ``as_of`` defaults to the period's.

    A task without a row in this period shows what the period before carries over.
    """
    raise NotImplementedError


def load_task_row(store: Store, uid: str, period_code: str, as_of: date | None = None) -> TaskRow:
    """One row of the worksheet; raises ``NotFoundError``."""
    raise NotImplementedError


def load_indicator_row(store: Store, uid: str, period_code: str) -> IndicatorRow:
    """One row of the worksheet; raises ``NotFoundError``."""
    raise NotImplementedError


def find_task(store: Store, code_or_uid: str) -> Task:
    """A task of the plan or a local one by typed code or uid; raises ``NotFoundError``."""
    raise NotImplementedError


def find_indicator(store: Store, code_or_uid: str) -> Indicator:
    """An indicator by "22a", "CT-22a", "CT-NQ1" or uid, any case; raises ``NotFoundError``."""
    raise NotImplementedError


def find_item(store: Store, code_or_uid: str) -> Task | Indicator:
    """A task, else an indicator: "3.2" is a task, "CT-3" an indicator."""
    raise NotImplementedError
