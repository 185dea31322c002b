"""An office above a unit, in a store of its own: it takes packages in and answers them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db.inbox import received_packages
from qnapp.db.outbox import checked_file
from qnapp.domain.replies import Answer, ReplyRow, ReturnedRow
from qnapp.exchange.receive import take_in
from qnapp.exchange.reply import make_reply

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qnapp.db.store import Store


@dataclass
class UpperOffice:
    """``folder``: where its answers are put for the unit to fetch."""

    store: Store
    folder: Path

    def take_in(self, files: Sequence[Path]) -> str:
        """Take the packages of one submission in; gives the digest of the first."""
        return next(take_in(self.store, file).first for file in files)

    def accept(self, digest: str) -> Path:
        return self._answer(digest, Answer.ACCEPTED, {})

    def give_back(self, digest: str, reasons: Mapping[str, str], note: str = "") -> Path:
        """Return tasks, each by its uid with a reason."""
        return self._answer(digest, Answer.RETURNED, reasons, note)

    def _answer(
        self, digest: str, verdict: Answer, reasons: Mapping[str, str], note: str = ""
    ) -> Path:
        rows = [ReturnedRow(ReplyRow.TASK, uid, reason) for uid, reason in reasons.items()]
        package = make_reply(self.store, digest, verdict, rows, note)
        target = self.folder / package.name
        shutil.copy(checked_file(self.store, package), target)
        return target

    def received(self, plan: str, period: str, organisation: str) -> int:
        """How many packages of a unit are here."""
        return len(received_packages(self.store, plan, period, organisation))
