"""Fields that write themselves: 800 ms after the last key, and whenever they are left."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication

from qnapp.text import clean
from qnapp.ui.kit.combos import ComboBox
from qnapp.ui.kit.fields import TypedEdit
from qnapp.ui.kit.texts import GrowingTextEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DELAY_MS = 800  # design, section 3.2
LONGEST_MS = 4000  # who types without a pause must not lose more than this when the power goes


class Field(Protocol):
    """What every field of the kit offers."""

    edited: SignalInstance
    committed: SignalInstance
    fault_changed: SignalInstance

    def value(self) -> Any:
        """Give the content, the last valid one where the present means nothing."""

    def set_value(self, value: Any) -> None:
        """Show a value without emitting anything."""

    def fault(self) -> str:
        """Say why the content is not valid, "" when it is."""


class SaveState(StrEnum):
    """What the footer of the editor says."""

    SAVED = "saved"
    WAITING = "waiting"  # typed, not written yet
    INVALID = "invalid"  # some field cannot be written as it stands


class Autosave(QObject):
    """Carries what is typed into fields to a store, and what changes in the store into fields.

    A save never touches the field it comes from, so the cursor and an unfinished word stay. Only
    fields that were edited and really differ are written; an invalid one waits until it is mended.
    ``write`` gets the values by field name and says whether they were written.
    """

    state_changed = Signal(object)  # SaveState
    refused_changed = Signal()

    def __init__(
        self, write: Callable[[dict[str, Any]], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._write = write
        self._fields: dict[str, Field] = {}
        self._stored: dict[str, Any] = {}
        self._dirty: set[str] = set()
        self._failed: set[str] = set()  # could not be written although they mean something
        self._unread: dict[str, str] = {}  # typed, and meaning nothing when it was to be written
        self._told: tuple[dict[str, str], dict[str, str]] = ({}, {})
        self._flushing = False
        self._state = SaveState.SAVED
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.save)
        self._since = QElapsedTimer()

    def bind(self, name: str, field: Field) -> None:
        """Look after a field from now on."""
        self._fields[name] = field
        if isinstance(field, TypedEdit | GrowingTextEdit | ComboBox):
            field.shares_undo = True
        field.edited.connect(self._edited)
        field.committed.connect(self._committed)
        field.fault_changed.connect(self._tell)

    def release_all(self) -> None:
        """Look after no field any more (they are about to go)."""
        self._timer.stop()
        self._fields.clear()
        self._stored.clear()
        self._dirty.clear()
        self._failed.clear()
        self._unread.clear()

    @property
    def state(self) -> SaveState:
        """Whether everything typed is in the store."""
        return self._state

    def load(self, values: Mapping[str, Any]) -> None:
        """Show another record. What was typed for the one before must be flushed first."""
        self._timer.stop()
        self._dirty.clear()
        self._failed.clear()
        self._unread.clear()
        self._stored = dict(values)
        for name, field in self._fields.items():
            field.set_value(values[name])
        self._tell()

    def update(self, values: Mapping[str, Any]) -> None:
        """Take over what changed in the store; what is being typed stays as it is."""
        for name, field in self._fields.items():
            value, before = values[name], self._stored.get(name)
            self._stored[name] = value
            if value == before or value == stored_form(field.value()):
                continue
            if name not in self._dirty:
                field.set_value(value)
        self._tell()

    def mark(self, name: str) -> None:
        """Take a field as edited although nobody typed (a value filled in by a button)."""
        self._dirty.add(name)
        self._failed.discard(name)
        self._wait()
        self._tell()

    def _wait(self) -> None:
        """Save after a pause, or while typing goes on once the longest time has passed."""
        if not self._timer.isActive():
            self._since.start()
        left = LONGEST_MS - self._since.elapsed()
        self._timer.start(max(0, min(DELAY_MS, left)))

    def save(self) -> bool:
        """Write what was edited and means something; True when nothing is left to write."""
        self._timer.stop()
        ready = [name for name in self._dirty if _means_something(self._fields[name])]
        values = {name: stored_form(self._fields[name].value()) for name in ready}
        differing = {name: value for name, value in values.items() if value != self._stored[name]}
        self._dirty.difference_update(ready)
        self._unread = {name: _raw(self._fields[name]) for name in self._dirty}
        self._failed.difference_update(ready)
        if differing and not self._write_now(differing):
            self._dirty.update(differing)
            self._failed.update(differing)
        self._tell()
        return not self._dirty

    def flush(self) -> bool:
        """Judge and write at once, an unfinished word of an input method included."""
        if not self._dirty and not _composing(self._fields.values()):
            return True
        QGuiApplication.inputMethod().commit()
        self._flushing = True
        for name in list(self._dirty):
            field = self._fields[name]
            if isinstance(field, TypedEdit | GrowingTextEdit):
                field.commit()
        self._flushing = False
        return self.save()

    def refused(self) -> dict[str, str]:
        """Give the raw text of every field that was judged and not written, by field name."""
        return {
            name: _raw(field)
            for name, field in self._fields.items()
            if name in self._dirty and (name in self._failed or field.fault())
        }

    def unread(self) -> dict[str, str]:
        """Give the raw text of every field that meant nothing when it was to be written.

        Nobody judges it before the field is left: it may be half a date.
        """
        return dict(self._unread)

    def forget(self) -> None:
        """Show what is stored in place of what could not be written."""
        for name in self.refused():
            self.give_up(name)

    def give_up(self, name: str) -> bool:
        """Show what is stored in place of what a field holds unwritten; whether it held any."""
        if name not in self._dirty:
            return False
        self._dirty.discard(name)
        self._failed.discard(name)
        self._unread.pop(name, None)
        self._fields[name].set_value(self._stored[name])
        self._tell()
        return True

    def restore(self, raw: Mapping[str, str]) -> None:
        """Put texts back that could not be written when the record was left."""
        self._flushing = True
        for name, text in raw.items():
            self._dirty.add(name)
            _put_raw(self._fields[name], text)
            if not self._fields[name].fault():
                self._failed.add(name)  # it waits for what kept it from being written
        self._flushing = False
        self._tell()

    def _write_now(self, values: dict[str, Any]) -> bool:
        before = dict(self._stored)
        self._stored |= values  # the store announces the change before ``write`` returns
        if self._write(values):
            return True
        self._stored = before
        return False

    def _edited(self) -> None:
        name = self._sender_name()
        if name:
            self.mark(name)

    def _committed(self) -> None:
        if not self._flushing and self._sender_name() in self._dirty:
            self.save()

    def _sender_name(self) -> str:
        sender: object = self.sender()
        return next((name for name, field in self._fields.items() if field is sender), "")

    def _tell(self) -> None:
        state = SaveState.WAITING if self._dirty else SaveState.SAVED
        if any(field.fault() for field in self._fields.values()):
            state = SaveState.INVALID
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)
        unwritten = (self.refused(), self.unread())
        if unwritten != self._told:
            self._told = unwritten
            self.refused_changed.emit()


def stored_form(value: Any) -> Any:
    """Give what the store will keep of a value: text is cleaned there in the same way."""
    return clean(value, multiline=True) if isinstance(value, str) else value


def _means_something(field: Field) -> bool:
    if field.fault():
        return False
    return field.take() if isinstance(field, TypedEdit) else True


def _composing(fields: Any) -> bool:
    """Whether an input method holds an unfinished word in one of the fields."""
    for field in fields:
        if isinstance(field, GrowingTextEdit) and field.hasFocus():
            return bool(field.textCursor().block().layout().preeditAreaText())
        if isinstance(field, TypedEdit) and field.hasFocus():
            return True  # a line does not tell; committing nothing is harmless
    return False


def _raw(field: Field) -> str:
    if isinstance(field, TypedEdit):
        return field.text()
    return str(field.value())


def _put_raw(field: Field, text: str) -> None:
    if isinstance(field, TypedEdit):
        field.setText(text)
        field.commit()
    elif isinstance(field, GrowingTextEdit):
        field.setPlainText(text)
    elif isinstance(field, ComboBox) and field.isEditable():
        field.setEditText(text)
    else:
        field.set_value(text)
