"""What was typed in Thiết lập and means nothing: kept where all such texts are, asked about."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from qnapp.records import dataclass
from qnapp.ui.refused import SETTING, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.ui.kit.fields import TypedEdit
    from qnapp.ui.refused import Key
    from qnapp.ui.session import Session

PAGE = "settings"


@dataclass(frozen=True, slots=True)
class _Watched:
    name: str  # what a sentence calls the field
    field: TypedEdit
    show_stored: Callable[[], object]


class UnreadSettings(QObject):
    """Watches the fields of one card."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._watched: dict[str, _Watched] = {}  # by uid
        session.refused.dropped.connect(self._forget)

    def watch(
        self, key: str, name: str, field: TypedEdit, show_stored: Callable[[], object]
    ) -> None:
        """Look after a field; one that stood under the same key before is gone.

        ``show_stored`` puts into it what the store holds.
        """
        uid = SETTING + key
        self._watched[uid] = _Watched(name, field, show_stored)
        field.fault_changed.connect(partial(self._tell, uid))

    def forget_all(self) -> None:
        """Look after none of the fields any more: they go. What stands refused is kept."""
        self._watched.clear()

    def restore(self) -> None:
        """Put what was refused back into its field; what can no longer be typed there is let go."""
        for uid, one in self._watched.items():
            for refused in self._session.refused.of_key(_key(uid)):
                if one.field.isReadOnly():
                    self._session.refused.tell(_key(uid), ())
                elif not one.field.fault():
                    one.field.setText(refused.text)
                    one.field.commit()

    def focus(self, uid: str) -> TypedEdit | None:
        """Put the cursor into the field that a refused text names; None where it is not here."""
        one = self._watched.get(uid)
        if one is None:
            return None
        one.field.setFocus(Qt.FocusReason.OtherFocusReason)
        return one.field

    def _tell(self, uid: str, fault: str) -> None:
        one = self._watched.get(uid)
        if one is None:
            return
        found = Refused("", PAGE, uid, "", "", one.name, one.field.text())
        self._session.refused.tell(_key(uid), (found,) if fault else ())

    def _forget(self, keys: frozenset[Key]) -> None:
        for uid, one in self._watched.items():
            if _key(uid) in keys:
                one.show_stored()


def _key(uid: str) -> Key:
    return PAGE, "", uid
