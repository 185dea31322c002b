"""An index of words beside the store, for rows that are too many to be looked through one by one.

It is worked out from what the store holds, so it is no part of a backup and may be deleted at any
time: a file that is missing, damaged or of another form is simply made anew.
"""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db.fields import own_code, period_id
from qnapp.db.plans import current_plan
from qnapp.text import fold, matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from qnapp.db.store import Store

INDEX = "search.db"  # in the store's folder
_FORM = 1  # of the tables below; another one is thrown away
_TABLES = (
    "CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, stamp TEXT NOT NULL)",
    """CREATE TABLE entry (
        id INTEGER PRIMARY KEY, source INTEGER NOT NULL, kind TEXT NOT NULL,
        organisation TEXT NOT NULL, name TEXT NOT NULL, period TEXT NOT NULL, uid TEXT NOT NULL,
        code TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, words TEXT NOT NULL
    )""",
    "CREATE INDEX entry_of_source ON entry (source)",
    # Words come folded; what a person types first is one to three letters.
    """CREATE VIRTUAL TABLE entry_words USING fts5(
        words, content='entry', content_rowid='id', detail=full, prefix='1 2 3',
        tokenize="unicode61 remove_diacritics 0"
    )""",
    """CREATE TRIGGER entry_comes AFTER INSERT ON entry BEGIN
        INSERT INTO entry_words (rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER entry_goes AFTER DELETE ON entry BEGIN
        INSERT INTO entry_words (entry_words, rowid, words)
        VALUES ('delete', old.id, old.words); END""",
)
# The newest first: rows are numbered as they come, so the search ends with the last one wanted.
FIND = """
    SELECT kind, organisation, name, period, uid, code, title, text, entry.words
    FROM entry_words JOIN entry ON entry.id = entry_words.rowid
    WHERE entry_words MATCH ? AND NOT (organisation = ? AND period = ?)
    ORDER BY entry_words.rowid DESC LIMIT ?
"""

_OWN_STAMP = """
    SELECT (SELECT count(*) || ' ' || coalesce(max(updated_at), '') || ' ' || coalesce(sum(
                length(result || delay_reason || difficulty || proposal || next_step)), 0)
            FROM progress WHERE organisation = :own AND period = :period)
        || ' ' || (SELECT count(*) || ' ' || coalesce(max(updated_at), '') || ' ' ||
                coalesce(sum(length(words || note)), 0)
            FROM measurement WHERE organisation = :own AND period = :period)
        || ' ' || (SELECT count(*) FROM evidence_link
            WHERE organisation = :own AND period = :period AND name <> '')
        || ' ' || (SELECT count(*) || ' ' || coalesce(sum(taken), 0) FROM assignment
            WHERE organisation = :own)
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of one report, as it can be found."""

    kind: str  # task, indicator
    organisation: str  # code
    name: str  # of the organisation, "" for the own one: its titles are found without the index
    period: str  # code
    uid: str
    code: str
    title: str
    text: str  # what was reported of it, in lines


class SearchIndex:
    """The file with the words; one connection, of the thread that opened it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / INDEX
        try:
            self._db = self._opened()
        except sqlite3.DatabaseError:
            self._remove()
            self._db = self._opened()

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    def sources(self) -> dict[str, str]:
        """Give the stamp of every source whose rows are here."""
        return dict(self._db.execute("SELECT name, stamp FROM source").fetchall())

    def replace(self, source: str, stamp: str, entries: Iterable[Entry]) -> None:
        """Let the rows of a source be these, and no others; all or none."""
        with self._atomic():
            self._drop(source)
            made = self._db.execute(
                "INSERT INTO source (name, stamp) VALUES (?, ?)", (source, stamp)
            ).lastrowid
            self._db.executemany(
                "INSERT INTO entry (source, kind, organisation, name, period, uid, code, title, "
                "text, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((made, *_columns(entry)) for entry in entries),
            )

    def remove(self, sources: Iterable[str]) -> None:
        """Forget the rows of sources that do not count any more."""
        with self._atomic():
            for source in sources:
                self._drop(source)

    def find(
        self, typed: str, limit: int, *, besides: tuple[str, str] = ("", "")
    ) -> list[tuple[Entry, str]]:
        """Give the newest rows in which every typed word begins a word; none for a blank text.

        Beside each stands the line of its text where the first word is, "" for none. ``besides``
        leaves out the rows of an organisation in a period.
        """
        asked = match_expression(typed)
        if not asked:
            return []
        try:
            rows = self._db.execute(FIND, (asked, *besides, limit)).fetchall()
        except sqlite3.DatabaseError:  # damaged, or held: what it knows is found elsewhere too
            return []
        first = fold(typed).split()[0]
        return [(Entry(*row[:8]), _line_with(first, row[7], row[8])) for row in rows]

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, isolation_level=None, timeout=5.0)
        try:
            # Readers go on while a worker writes; what a power cut takes is worked out again.
            db.execute("PRAGMA journal_mode=WAL").fetchone()
            db.execute("PRAGMA synchronous=OFF")
            if db.execute("PRAGMA user_version").fetchone()[0] != _FORM:
                self._make_tables(db)
        except BaseException:
            db.close()
            raise
        return db

    @staticmethod
    def _make_tables(db: sqlite3.Connection) -> None:
        db.execute("BEGIN IMMEDIATE")
        if db.execute("PRAGMA user_version").fetchone()[0] != _FORM:  # nobody else made them
            for name in ("entry_words", "entry", "source"):
                db.execute(f"DROP TABLE IF EXISTS {name}")
            for statement in _TABLES:
                db.execute(statement)
            db.execute(f"PRAGMA user_version={_FORM}")
        db.execute("COMMIT")

    def _remove(self) -> None:
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    @contextlib.contextmanager
    def _atomic(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _drop(self, source: str) -> None:
        found = self._db.execute("SELECT id FROM source WHERE name = ?", (source,)).fetchone()
        if found is not None:
            self._db.execute("DELETE FROM entry WHERE source = ?", found)
            self._db.execute("DELETE FROM source WHERE id = ?", found)


def open_index(folder: Path) -> SearchIndex | None:
    """Open the index of a store's folder; None where the folder takes no file."""
    try:
        return SearchIndex(folder)
    except (sqlite3.Error, OSError):
        return None


def match_expression(typed: str) -> str:
    """Say in the index's own language: every word, as the beginning of one ("4.15" too)."""
    quoted = (word.replace('"', '""') for word in fold(typed).split())
    return " ".join(f'"{word}"*' for word in quoted if any(map(str.isalnum, word)))


def _columns(entry: Entry) -> tuple[str, ...]:
    shown = (
        entry.kind, entry.organisation, entry.name, entry.period, entry.uid, entry.code,
        entry.title, entry.text,
    )  # fmt: skip
    head = f"{entry.code} {entry.name} {entry.title}" if entry.name else ""
    lines = (head, *entry.text.split("\n"))
    return (*shown, "\n".join(map(fold, lines)))


def _line_with(word: str, text: str, words: str) -> str:
    """Give the line of ``text`` whose folded twin in ``words`` holds a word; the head has none."""
    folded = words.split("\n")[1:]
    pairs = zip(text.split("\n"), folded, strict=False)
    return next((line for line, twin in pairs if matches(word, twin)), "")


def own_stamp(store: Store, period_code: str) -> str:
    """Tell in a few signs whether anything of the own rows of a period has changed."""
    where = {"own": own_code(store), "period": period_id(store, period_code)}
    return f"{current_plan(store).version} {store.value(_OWN_STAMP, where)}"
