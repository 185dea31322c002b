"""The system's file dialogs: what was proposed, and what the clerk chooses, one answer a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    import pytest


class ChosenFiles:
    """Stands in for both dialogs; without an answer left the dialog counts as cancelled."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.answers: list[Path] = []
        self.proposals: list[Path] = []
        self.titles: list[str] = []
        patch.setattr(QFileDialog, "getSaveFileName", self._answer)
        patch.setattr(QFileDialog, "getOpenFileName", self._answer)
        patch.setattr(QFileDialog, "getOpenFileNames", self._all_answers)
        patch.setattr(QFileDialog, "getExistingDirectory", self._folder)

    def __call__(self, *answers: Path) -> None:
        """Choose these from now on."""
        self.answers = list(answers)

    def _all_answers(
        self, _parent: object, _title: str, _folder: str, _kinds: str
    ) -> tuple[list[str], str]:
        answers, self.answers = self.answers, []
        return [str(answer) for answer in answers], ""

    def _folder(self, _parent: object, _title: str, proposal: str) -> str:
        return self._answer(None, "", proposal, "")[0]

    def _answer(self, _parent: object, title: str, proposal: str, _kinds: str) -> tuple[str, str]:
        self.titles.append(title)
        self.proposals.append(Path(proposal))
        return (str(self.answers.pop(0)) if self.answers else ""), ""
