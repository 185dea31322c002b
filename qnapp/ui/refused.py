"""What was typed and could not be written: one room for all fields of the rows.

Such text is no data: it stands on the screen, and beside the data in case the program dies
(``refused_kept``). Until it is mended or given up it counts as an error of the checks, and nobody
closes the window, leaves the period or sends the report without being asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from qnapp.domain.check_rules import name_of
from qnapp.domain.reporting import Finding, Level
from qnapp.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from qnapp.domain.reporting import IndicatorRow, TaskRow
    from qnapp.ui.session import Session
    from qnapp.ui.tasks_page.autosave import Autosave

    Key = tuple[str, str, str]  # source (which set of fields), period ("": all), uid

CODE = "GO01"
PIECE = "id:"  # begins the uid of a piece of evidence, as its page takes it
SETTING = "setting:"  # begins what stands for a uid where the field belongs to no row
STAY = "Ở lại sửa"
_QUOTED = 40  # signs of the typed text in a sentence
_LISTED = 5
_CHOSEN = frozenset({"status", "contested"})  # kept as a key, read as a word


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence, whose fields hold in all periods."""

    uid: str  # "id:12"
    called: str  # as a sentence names it
    code: str = ""


if TYPE_CHECKING:
    Row = TaskRow | IndicatorRow | Piece


@dataclass(frozen=True, slots=True)
class Refused:
    """One field and the text in it that could not be written."""

    period: str  # "" where the field holds in all periods
    page: str
    uid: str
    row_code: str
    field: str  # as ``Session.go_to_field`` takes it
    name: str  # what a sentence calls the field: "Chỉ tiêu 2: ô Số liệu kỳ này"
    text: str  # as typed

    @property
    def of_setting(self) -> bool:
        """Whether it belongs to Thiết lập: no report waits for it."""
        return self.uid.startswith(SETTING)

    @property
    def sentence(self) -> str:
        """Name the field, and quote what stands in it."""
        from qnapp.models.history_words import value_words

        chosen = self.field in _CHOSEN
        text = value_words("", self.field, self.text) if chosen else " ".join(self.text.split())
        quoted = text if len(text) <= _QUOTED else f"{text[:_QUOTED].rstrip()}…"
        return f"{self.name} có nội dung chưa ghi được “{quoted}”."

    def finding(self) -> Finding:
        """Give it as an error of the checks."""
        text = f"{self.sentence[:-1]}, cần sửa lại."
        return Finding(CODE, Level.ERROR, text, self.uid, self.row_code, self.field)


class RefusedTexts(QObject):
    """All of them. Each set of fields tells of its own row, and forgets when told to."""

    changed = Signal()
    unwritten_changed = Signal()  # also what is half typed
    dropped = Signal(object)  # frozenset of keys: these fields show what is stored again

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: dict[Key, tuple[Refused, ...]] = {}
        self._half: dict[Key, tuple[Refused, ...]] = {}

    def tell(self, key: Key, found: Sequence[Refused], half: Sequence[Refused] = ()) -> None:
        """Say what stands refused in one set of fields of one row now.

        ``half``: what was typed, could not be written yet, and is not judged before it is left.
        """
        refused = _put(self._found, key, found)
        waiting = _put(self._half, key, half)
        if refused:
            self.changed.emit()
        if refused or waiting:
            self.unwritten_changed.emit()

    def unwritten(self) -> dict[Key, tuple[Refused, ...]]:
        """Everything typed that is not in the store, by set of fields."""
        keys = dict.fromkeys((*self._found, *self._half))
        return {key: self._found.get(key, ()) + self._half.get(key, ()) for key in keys}

    def of_key(self, key: Key) -> tuple[Refused, ...]:
        """What one set of fields of one row left behind."""
        return self._found.get(key, ())

    def all(self) -> list[Refused]:
        """Everything, in the order in which it was typed."""
        return [one for found in self._found.values() for one in found]

    def of_period(self, code: str) -> list[Refused]:
        """What belongs to the rows of a period, or of all of them."""
        found = (one for one in self.all() if not one.of_setting)
        return [one for one in found if one.period in ("", code)]

    def drop(self, found: Iterable[Refused]) -> None:
        """Give texts up: their fields show what is stored."""
        gone = set(found)
        keys = frozenset(key for key, held in self._found.items() if gone.intersection(held))
        if keys:
            for key in keys:
                del self._found[key]
                self._half.pop(key, None)
            self.dropped.emit(keys)
            self.changed.emit()
            self.unwritten_changed.emit()


def _put(held: dict[Key, tuple[Refused, ...]], key: Key, found: Sequence[Refused]) -> bool:
    """Hold what there is under a key; whether that is another than before."""
    if held.get(key, ()) == tuple(found):
        return False
    if found:
        held[key] = tuple(found)
    else:
        del held[key]
    return True


class RefusedFields(QObject):
    """Tells the room what one ``Autosave`` could not write, and puts it back with its row."""

    def __init__(
        self,
        session: Session,
        autosave: Autosave,
        source: str,
        page: str,
        *,
        named: Callable[[str], str] | None = None,
        prefix: str = "",
    ) -> None:
        """``named`` says what a field is called; ``prefix`` stands before it in a jump."""
        super().__init__(autosave)
        self._session, self._autosave = session, autosave
        self._source, self._page, self._prefix = source, page, prefix
        self._named = named or _field_name
        self._row: Row | None = None
        self._period = ""
        self._loading = False
        autosave.refused_changed.connect(self._tell)
        session.refused.dropped.connect(self._forget)

    def load(self, row: Row, period: str, values: Mapping[str, Any]) -> None:
        """Show another row, with what was refused there before."""
        self._row, self._period = row, period
        kept = {self._bare(one.field): one.text for one in self._session.refused.of_key(self._key)}
        self._loading = True
        self._autosave.load(values)
        if kept and self._session.writable(row.uid):
            self._autosave.restore(kept)
        self._loading = False
        self._tell()

    def refuses(self, field: str) -> bool:
        """Whether what stands in a field could not be written."""
        return field in self._autosave.refused()

    @property
    def _key(self) -> Key:
        return self._source, self._period, self._row.uid if self._row else ""

    def _bare(self, field: str) -> str:
        return field.removeprefix(self._prefix)

    def _tell(self) -> None:
        row = self._row
        if row is None or self._loading or not self._session.writable(row.uid):
            return
        refused = self._autosave.refused()
        half = {name: text for name, text in self._autosave.unread().items() if name not in refused}
        found = [self._refused(row, field, text) for field, text in refused.items()]
        waiting = [self._refused(row, field, text) for field, text in half.items()]
        self._session.refused.tell(self._key, found, waiting)

    def _refused(self, row: Row, field: str, text: str) -> Refused:
        return Refused(
            self._period,
            self._page,
            row.uid,
            row.code,
            self._prefix + field,
            f"{_called(row)}: ô {self._named(field)}",
            text,
        )

    def _forget(self, keys: frozenset[Key]) -> None:
        if self._row is not None and self._key in keys:
            self._autosave.forget()


def refused_words(found: Sequence[Refused]) -> str:
    """One sentence for all: the text of the only one, else how many and in which rows."""
    if len(found) == 1:
        return found[0].sentence
    rows = ", ".join(dict.fromkeys(one.name.partition(": ")[0] for one in found))
    return f"{len(found)} ô có nội dung chưa ghi được: {rows}."


def may_go_on(session: Session, found: Sequence[Refused], question: str, deed: str) -> bool:
    """Ask before refused texts are left behind; who stays is led to the first of them."""
    if not found:
        return True
    lines = [one.sentence for one in found[:_LISTED]]
    if len(found) > _LISTED:
        lines.append(f"Và {len(found) - _LISTED} ô khác.")
    # Staying comes first: Enter must throw nothing away.
    if session.door.choose("\n".join((*lines, question)), (STAY, deed)) == 1:
        return True
    first = found[0]
    if first.period in ("", session.period_code) or session.set_period(first.period):
        session.go_to_field(first.page, first.uid, first.field)
    return False


def _called(row: Row) -> str:
    return row.called if isinstance(row, Piece) else name_of(row)


def _field_name(field: str) -> str:
    from qnapp.models.history_words import field_words

    return field_words("", field)
