"""Looking the whole store over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.db.evidence import EvidenceReport
    from qnapp.db.store import Store


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found; each problem is one Vietnamese sentence."""

    database: tuple[str, ...]
    evidence: EvidenceReport

    @property
    def problems(self) -> tuple[str, ...]:
        """Database and evidence problems together."""
        raise NotImplementedError

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def check_store(
    store: Store,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> CheckReport:
    """``integrity_check``, ``foreign_key_check``, and all evidence re-hashed."""
    raise NotImplementedError
