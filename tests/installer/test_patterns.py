"""The patterns of a start, compiled by the build: they are the ones that Python would make."""

from __future__ import annotations

import marshal
import re
from typing import TYPE_CHECKING, Any

import pytest

from installer.ahead import PATTERNS, keep_patterns
from installer.patterns import compiled_by, write_patterns
from installer.places import LIBRARY
from qnapp.domain import dates_in_words

if TYPE_CHECKING:
    from pathlib import Path

Kept = dict[tuple[type, str, int], re.Pattern[str]]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Where Python keeps its patterns, empty."""
    found: Kept = {}
    monkeypatch.setattr(re, "_cache", found)
    return found


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the patterns of a start."""
    folder = tmp_path_factory.mktemp("patterns")
    (folder / LIBRARY).mkdir()
    return write_patterns(folder).parent


def test_what_is_kept_is_what_python_makes(written: Path, kept: Kept) -> None:
    keep_patterns(str(written))
    assert len(kept) > 60
    for (_, text, flags), pattern in list(kept.items()):
        re.purge()
        made = re.compile(text, flags)
        assert made is not pattern
        assert made == pattern, text
        assert (made.flags, made.groups, made.groupindex) == (
            *(pattern.flags, pattern.groups),
            pattern.groupindex,
        )


def test_patterns_that_words_call_for_are_among_them(written: Path, kept: Kept) -> None:
    keep_patterns(str(written))
    wanted = {"tháng", "quý"}
    sources = [source for needed, source, _ in dates_in_words._PATTERNS if needed in wanted]
    assert sources
    assert [source for source in sources if (str, source, 0) not in kept] == []


def test_python_takes_what_is_kept(tmp_path: Path, kept: Kept) -> None:
    found = compiled_by(lambda: re.compile(r"(?P<day>[0-9]+)/đ", re.IGNORECASE))
    engine: Any = vars(re)["_compiler"]._sre
    (tmp_path / PATTERNS).write_bytes(marshal.dumps((engine.MAGIC, found)))
    kept.clear()
    keep_patterns(str(tmp_path))
    pattern = re.compile(r"(?P<day>[0-9]+)/đ", re.I)
    assert pattern is next(iter(kept.values()))
    matched = pattern.search("ngày 12/Đ")
    assert matched is not None
    assert matched["day"] == "12"


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"no patterns",
        marshal.dumps(None),
        marshal.dumps((1, [("a", 0, ("a", 0, [1], 0, {}, (None,)))])),
        marshal.dumps((20220615, [("a", 0, ("a", 0, [99999], 0, {}, (None,)))])),
    ],
)
def test_a_file_that_is_none_is_passed_over(
    tmp_path: Path, kept: Kept, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / PATTERNS).write_bytes(content)
    keep_patterns(str(tmp_path))
    assert not kept
