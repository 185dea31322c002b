"""Who is named in words: bodies, units, groups and places in the text of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.domain.plan import Certainty, Group, Organisation


@dataclass(frozen=True, slots=True)
class Mention:
    """An organisation or group that words name; ``reason`` quotes the words."""

    organisation: str
    certainty: Certainty
    reason: str


class Directory:
    """The organisations and groups that can be named, ready to be looked for."""

    def __init__(self, organisations: Sequence[Organisation], groups: Sequence[Group]) -> None:
        raise NotImplementedError

    def in_cell(self, text: str) -> list[Mention]:
        """Who a lead or support cell names."""
        raise NotImplementedError

    def in_title(self, text: str) -> list[Mention]:
        """Which units a title names: by kind and place, as a place only, or all of them."""
        raise NotImplementedError

    def behind_title(self, title: str, text: str, where: str) -> list[Mention]:
        """Units with their kind that ``text`` names right behind the words of ``title``."""
        raise NotImplementedError
