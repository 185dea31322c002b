"""The index of words: what is found, what is forgotten, what is made anew."""

from __future__ import annotations

import sqlite3
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stores import PLAN

from qnapp.db.assignments import let_go
from qnapp.db.progress import set_progress
from qnapp.db.search_index import INDEX, Entry, SearchIndex, match_expression, open_index, own_stamp
from qnapp.text import fold, matches

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qnapp.db.store import Store

ROW = Entry(
    "task", "06652", "Phường Hà Tu", "2026-Q1", f"{PLAN}/3.4.15", "3.4.15", "Đường ven biển",
    "Đã giải phóng mặt bằng 40%.\nĐề nghị bố trí vốn.",
)  # fmt: skip


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    made = SearchIndex(tmp_path)
    other = replace(ROW, uid="b", code="1.18", title="Rà soát", text="Thiếu biên chế")
    made.replace("a", "1", [ROW, other])
    yield made
    made.close()


def codes(index: SearchIndex, typed: str) -> list[str]:
    return [entry.code for entry, _line in index.find(typed, 10)]


@pytest.mark.parametrize(
    "typed",
    [
        "giai phong", "GIẢI PHÓNG MẶT BẰNG", "duong von", "4.15", "3.4.15 ha tu", "v",
        unicodedata.normalize("NFD", "bố trí"), '"giải', "bang-", "ven * biển",
    ],
)  # fmt: skip
def test_every_typed_word_begins_a_word(index: SearchIndex, typed: str) -> None:
    assert codes(index, typed) == ["3.4.15"]


@pytest.mark.parametrize("typed", ["", "   ", '"', "*", "giai thoai", "hong"])
def test_what_is_not_there_is_not_found(index: SearchIndex, typed: str) -> None:
    assert codes(index, typed) == []


def test_beside_a_row_stands_the_line_that_was_meant(index: SearchIndex) -> None:
    assert [line for _, line in index.find("bố trí", 10)] == ["Đề nghị bố trí vốn."]
    assert [line for _, line in index.find("ven biển", 10)] == [""]


def test_the_newest_come_first_and_no_more_than_asked_for(index: SearchIndex) -> None:
    index.replace("b", "1", [replace(ROW, period="2026-Q2")])
    assert [entry.period for entry, _ in index.find("duong", 10)] == ["2026-Q2", "2026-Q1"]
    assert [entry.period for entry, _ in index.find("duong", 1)] == ["2026-Q2"]
    left = index.find("duong", 10, besides=("06652", "2026-Q1"))
    assert [entry.period for entry, _ in left] == ["2026-Q2"]


def test_a_source_is_replaced_and_removed_as_a_whole(index: SearchIndex) -> None:
    assert index.sources() == {"a": "1"}
    index.replace("a", "2", [replace(ROW, text="Hoàn thành")])
    assert index.sources() == {"a": "2"}
    assert codes(index, "bien che") == []
    assert codes(index, "hoan thanh") == ["3.4.15"]
    index.remove(["a", "unknown"])
    assert index.sources() == {}
    assert codes(index, "duong") == []


def test_what_goes_wrong_half_way_leaves_all_as_it_was(index: SearchIndex) -> None:
    def broken() -> Iterator[Entry]:
        yield replace(ROW, text="Nửa chừng")
        raise OSError("the package is gone")

    with pytest.raises(OSError, match="the package is gone"):
        index.replace("a", "2", broken())
    assert index.sources() == {"a": "1"}
    assert codes(index, "bien che") == ["1.18"]
    assert codes(index, "nua chung") == []


@pytest.mark.parametrize("content", [b"no database at all", b"SQLite format 3\x00" + b"\xff" * 200])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / INDEX).write_bytes(content)
    index = open_index(tmp_path)
    assert index is not None
    assert index.sources() == {}
    index.replace("a", "1", [ROW])
    assert codes(index, "duong") == ["3.4.15"]
    index.close()


def test_a_file_of_another_form_is_emptied(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / INDEX) as db:
        db.execute("CREATE TABLE entry (old)")
        db.execute("PRAGMA user_version=99")
    db.close()
    index = SearchIndex(tmp_path)
    assert index.sources() == {}
    index.close()


def test_where_no_file_can_be_there_is_no_index(tmp_path: Path) -> None:
    assert open_index(tmp_path / "missing") is None


def test_the_index_is_kept_and_two_may_have_it_open(tmp_path: Path, index: SearchIndex) -> None:
    reader = SearchIndex(tmp_path)
    index.replace("c", "1", [replace(ROW, code="9.9")])
    assert "9.9" in codes(reader, "duong")
    reader.close()


words = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Z"]), max_size=12)


@given(st.lists(words, max_size=3).map(" ".join), st.lists(words, max_size=4).map(" ".join))
def test_whatever_is_typed_is_a_question_that_can_be_asked(typed: str, text: str) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(w, tokenize='unicode61 remove_diacritics 0')")
    db.execute("INSERT INTO t VALUES (?)", (fold(text),))
    asked = match_expression(typed)
    if asked:
        found = db.execute("SELECT count(*) FROM t WHERE t MATCH ?", (asked,)).fetchone()[0]
        plain = all(char.isalnum() or char == " " for char in fold(f"{typed} {text}"))
        assert not plain or bool(found) == matches(typed, fold(text))
    db.close()


def test_the_stamp_of_own_rows_tells_every_change(store: Store) -> None:
    uid = f"{PLAN}/3.2"
    before = own_stamp(store, "2026-Q2")
    set_progress(store, uid, "2026-Q2", percent=40)
    after = own_stamp(store, "2026-Q2")
    assert after != before
    assert own_stamp(store, "2026-Q1") == own_stamp(store, "2026-Q1")
    let_go(store, [uid])
    assert own_stamp(store, "2026-Q2") != after
