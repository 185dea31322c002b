"""The band of a dialog: what is refused while the dialog is open is said there, and only there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.ui.kit.door import detail_of
from qnapp.ui.kit.notices import ErrorBand

if TYPE_CHECKING:
    from qnapp.errors import UserError
    from qnapp.ui.session import Session


class SessionBand(ErrorBand):
    """Hears what the session refuses instead of the page below, as long as its window is seen."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        session.say_failures_in(self)

    def show_failure(self, error: UserError) -> None:
        """Say why something was refused."""
        self.show_error(str(error), detail_of(error))
