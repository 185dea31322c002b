"""A door to the user that opens no box."""

from __future__ import annotations

from dataclasses import dataclass, field

from qnapp.ui.kit.door import Door, Mood


@dataclass(frozen=True)
class Said:
    """One thing that the user would have seen in a box."""

    mood: Mood
    sentence: str
    detail: str
    buttons: tuple[str, ...] = field(default=())


class RecordingDoor(Door):
    """Remembers in ``boxes`` and ``statuses`` what was said; ``answers`` are given in turn.

    An answer is the index of a button; when none is left the box counts as closed by its cross.
    ``passwords`` are given in turn likewise.
    """

    def __init__(self) -> None:
        super().__init__()
        self.boxes: list[Said] = []
        self.statuses: list[str] = []
        self.answers: list[int] = []
        self.passwords: list[str] = []
        self.said.connect(self.statuses.append)

    def sentences(self) -> list[str]:
        """Return the sentences of all boxes so far."""
        return [box.sentence for box in self.boxes]

    def _show(self, mood: Mood, sentence: str, detail: str, buttons: tuple[str, ...]) -> int:
        self.boxes.append(Said(mood, sentence, detail, buttons))
        return self.answers.pop(0) if self.answers else -1

    def _ask_password(self, sentence: str, deed: str, *, twice: bool, needed: bool) -> str | None:
        self.boxes.append(Said("ask", sentence, "", (deed,)))
        return self.passwords.pop(0) if self.passwords else None
