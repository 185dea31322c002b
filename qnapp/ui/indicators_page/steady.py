"""What is said above rows and fields, and keeps its place while one types below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.ui.kit.notices import Notice

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class SteadyNotice(Notice):
    """A notice whose words may change under a person's hands, but never what stands below it.

    A value that is written can make its sentence untrue. Were it to go away then, everything below
    would move up, and a click that is on its way would reach another row.
    """

    def begin(self, sentence: str) -> None:
        """Say a sentence in the room that it takes, "" for nothing: what is below is shown anew."""
        self.setMinimumHeight(0)
        self.set_text(sentence)
        self.setVisible(bool(sentence))

    def go_on(self, sentence: str) -> None:
        """Say another sentence in the room that is taken; nothing where nothing was said."""
        if not self.isHidden():
            self.setMinimumHeight(self.height())
            self.set_text(sentence)


def hide_in_place(widget: QWidget, *, hidden: bool) -> None:
    """Hide a widget so that its room stays empty, or show it again."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(hidden)
    widget.setSizePolicy(policy)
    widget.setVisible(not hidden)
