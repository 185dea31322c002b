"""A door that nobody stands behind: tests read what was said and decide what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.ui.kit.door import Door

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.errors import UserError


@dataclass(frozen=True)
class Said:
    """One thing that reached the user."""

    kind: str  # info, warn, error, ask, choose, status
    text: str
    detail: str = ""


class RecordingDoor(Door):
    """``answers`` are given to ``ask`` (bool) and ``choose`` (int or None) in order; asked without
    an answer left, it says no."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Said] = []
        self.answers: list[bool | int | None] = []

    def texts(self, kind: str) -> list[str]:
        """What was said in one way."""
        return [said.text for said in self.heard if said.kind == kind]

    def info(self, sentence: str) -> None:
        self.heard.append(Said("info", sentence))

    def warn(self, sentence: str) -> None:
        self.heard.append(Said("warn", sentence))

    def error(self, sentence: str | UserError, detail: str = "") -> None:
        self.heard.append(Said("error", str(sentence), detail))

    def ask(self, sentence: str, yes: str, no: str = "Hủy", *, detail: str = "") -> bool:
        self.heard.append(Said("ask", sentence, detail))
        return bool(self.answers.pop(0)) if self.answers else False

    def choose(self, sentence: str, buttons: Sequence[str], *, detail: str = "") -> int | None:
        self.heard.append(Said("choose", sentence, detail))
        if not self.answers:
            return None
        answer = self.answers.pop(0)
        return None if answer is None else int(answer)

    def status(self, sentence: str) -> None:
        self.heard.append(Said("status", sentence))
        super().status(sentence)
