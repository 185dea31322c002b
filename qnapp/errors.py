"""The errors a person sees. Everything else that is raised is a fault of the program.

Each carries one Vietnamese sentence in the order of the design (look, section 12): what happened,
what is safe, what to do. The technical cause travels in ``__cause__`` or ``detail`` and is shown
only behind "Chi tiết".
"""

from __future__ import annotations


class UserError(Exception):
    """Something the user or the machine can mend; ``str(error)`` is fit to show."""

    def __init__(self, sentence: str, *, detail: str = "") -> None:
        super().__init__(sentence)
        self.detail = detail


class InputError(UserError):
    """What was typed or passed is not acceptable; nothing was changed."""


class DoubtfulCopyError(InputError):
    """A file is hardly the signed copy it is given for; a person may take it all the same."""


class NotFoundError(UserError):
    """A code, file or row that was asked for does not exist."""


class LockedError(UserError):
    """The store is in use elsewhere, or the period or row is closed for changes."""


class StoreError(UserError):
    """The store's folder or file cannot be used: missing, damaged, foreign, full, read-only."""


class NewerStoreError(StoreError):
    """The store was written by a newer version of the program."""


class FileError(UserError):
    """A file outside the store cannot be read or written."""


def reason_of(sentence: str) -> str:
    """Why something was refused, alone: for lists of refusals, where nothing can be retyped."""
    return sentence.partition(" Chưa có gì bị thay đổi.")[0]
