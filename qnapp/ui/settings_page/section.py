"""What the cards of Thiết lập share: fields bound to a value of the store."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QHBoxLayout, QWidget

from qnapp.db.settings import get_settings, set_settings
from qnapp.text import lower_first
from qnapp.ui.kit.fields import FieldBox, TypedEdit
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.surfaces import Card
from qnapp.ui.settings_page.unread import UnreadSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import SignalInstance

    from qnapp.db.history import FieldChange
    from qnapp.ui.session import Session


class Field(Protocol):
    """A field of the kit."""

    edited: SignalInstance
    committed: SignalInstance

    def value(self) -> Any: ...
    def set_value(self, value: Any) -> None: ...
    def hasFocus(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Bound:
    """A field and how its value is read from and written to the store."""

    label: str
    field: Field
    read: Callable[[], Any]
    write: Callable[[Any], Sequence[FieldChange]]


class Section(Card):
    """A card of settings. Sub-classes build; ``load`` shows what the store holds."""

    def __init__(self, session: Session, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self.session = session
        self._bound: list[Bound] = []
        self._touched: set[str] = set()  # labels of fields typed in since they were last saved
        self.unread = UnreadSettings(session, self)
        self.body.setSpacing(10)

    def load(self) -> None:
        """Show what the store holds; a field that is being typed in is left alone."""
        for bound in self._bound:
            # A page that opens may have given its first field the keyboard already.
            typed_in = bound.field.hasFocus() and bound.label in self._touched
            if not typed_in and not is_refused(bound.field):
                bound.field.set_value(bound.read())
        self.unread.restore()

    def flush(self) -> None:
        """Write what is typed in and not left yet; what means nothing is told of."""
        for bound in self._bound:
            if bound.label in self._touched:
                if isinstance(bound.field, TypedEdit):
                    bound.field.commit()
                if not is_refused(bound.field):
                    self._save(bound)

    def add_text(self, text: str) -> Label:
        """Add a quiet sentence."""
        label = Label(text, font="body_small", color="text2", wrap=True)
        self.body.addWidget(label)
        return label

    def add_row(self, *parts: QWidget) -> QHBoxLayout:
        """Add widgets side by side, of equal width."""
        row = QHBoxLayout()
        row.setSpacing(12)
        for part in parts:
            row.addWidget(part, 1)
        self.body.addLayout(row)
        return row

    def add_buttons(self, *parts: QWidget) -> None:
        """Add buttons at their own width, from the left."""
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in parts:
            row.addWidget(part)
        row.addStretch(1)
        self.body.addLayout(row)

    def bind_setting(self, name: str, label: str, field: Field) -> None:
        """Tie a field to a setting."""
        store = self.session.store
        self.bind(
            Bound(
                label,
                field,
                lambda: getattr(get_settings(store), name),
                lambda value: set_settings(store, **{name: value}),
            )
        )

    def setting(self, name: str) -> Any:
        """Value of a setting."""
        return getattr(get_settings(self.session.store), name)

    def write_setting(self, label: str, **values: Any) -> bool:
        """Change settings; ``label`` names the change for undo."""
        return self.session.write(
            label, functools.partial(set_settings, self.session.store, **values)
        )

    def bind(self, bound: Bound) -> None:
        """Write a field's value whenever it is left changed."""
        self._bound.append(bound)
        bound.field.edited.connect(functools.partial(self._touched.add, bound.label))
        bound.field.committed.connect(functools.partial(Section._save, self, bound))
        if isinstance(bound.field, TypedEdit):
            # A refused text that is typed in again is told of before ``edited`` comes.
            bound.field.fault_changed.connect(functools.partial(Section._touch, self, bound.label))
            name = f"Thiết lập: ô {bound.label}"
            show = functools.partial(_show_stored, bound)
            self.unread.watch(bound.label, name, bound.field, show)

    def _touch(self, label: str, _fault: str) -> None:
        self._touched.add(label)

    def box_for_setting(self, name: str, label: str, field: QWidget) -> FieldBox:
        """Make a labelled field that is tied to a setting."""
        self.bind_setting(name, label, field)  # type: ignore[arg-type] # a QWidget with Field's methods
        return FieldBox(label, field)

    def _save(self, bound: Bound) -> None:
        self._touched.discard(bound.label)
        value = bound.field.value()
        if value == bound.read():
            return
        label = lower_first(bound.label)
        if not self.session.write(label, functools.partial(bound.write, value)):
            bound.field.set_value(bound.read())


def is_refused(field: object) -> bool:
    """Whether what stands in a field could not be taken over."""
    return isinstance(field, TypedEdit) and bool(field.fault())


def _show_stored(bound: Bound) -> None:
    bound.field.set_value(bound.read())
