"""A manifest that contradicts itself is none, whoever signed it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from packages import ITEMS, KEY, evidence, head

from qnapp.domain.reporting import Finding, Level
from qnapp.exchange import limits
from qnapp.exchange.manifest import (
    Entry,
    Issue,
    Manifest,
    Told,
    manifest_bytes,
    peek,
    read_manifest,
)

ENTRY = Entry("0" * 64, 2)
FULL = head(
    issue=Issue("12-BC/ĐU", "2026-03-20", "Nguyễn Văn Mẫu", "Bí thư", "same_file"),
    findings=(Finding("NV11", Level.WARNING, "3.2 chưa cập nhật kỳ này.", "u", "3.2", "status"),),
)


def manifest(**more: Any) -> Manifest:
    told: dict[str, Any] = {"head": FULL, "key": KEY.public, "entries": {"data.json": ENTRY}}
    return Manifest(**(told | more))


def test_a_manifest_comes_back_as_it_was() -> None:
    assert read_manifest(manifest_bytes(manifest())) == manifest()
    assert peek(manifest_bytes(manifest())) == Told("submission", 1, KEY.public)


def test_a_newer_one_may_say_more() -> None:
    raw = manifest_bytes(manifest()).replace(b'"format":1', b'"format":1,"more":{"a":[1]}')
    assert read_manifest(raw) == manifest()


@pytest.mark.parametrize(
    "more",
    [
        {"key": "0" * 63},
        {"key": "G" * 64},
        {"entries": {}},
        {"entries": {"data.json": ENTRY, "other.json": ENTRY}},
        {"entries": {"data.json": replace(ENTRY, sha256="0" * 63)}},
        {"entries": {"data.json": replace(ENTRY, size=-1)}},
        {"entries": {"data.json": replace(ENTRY, name="a\nb")}},
        {"entries": {"data.json": ENTRY, evidence(b"x"): ENTRY}},
        {"head": head(part=2, parts=2)},
        {"head": head(first="1" * 64)},
        {"head": head(part=2, parts=2, first="1" * 64)},  # has data, which the first brought
        {"head": head(part=0)},
        {"head": head(revision=-1)},
        {"head": head(made_at="2026-06-05T09:00:00")},
        {"head": head(plan="NQ\u200b05")},
    ],
)
def test_contradictions(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        manifest(**more)


def test_no_more_entries_than_a_package_may_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = {evidence(bytes([n])): n for n in range(9)}
    told = {name: Entry(name[9:73], 1) for name in entries} | {"data.json": ENTRY}
    manifest(entries=told)
    monkeypatch.setattr("qnapp.exchange.manifest.MOST_ENTRIES", 9)
    with pytest.raises(ValueError, match="10 entries"):
        manifest(entries=told)


@pytest.mark.parametrize("raw", [b"", b"[]", b"7", b"{", b'{"key": 1, "format": "1"}', b"\xff"])
def test_looking_at_what_is_no_manifest(raw: bytes) -> None:
    assert peek(raw) == Told("", 0, "")


def test_a_manifest_is_never_larger_than_its_limit() -> None:
    with pytest.raises(ValueError, match="bytes of JSON"):
        read_manifest(b" " * (limits.LARGEST_MANIFEST + 1))


def test_the_size_is_that_of_all_entries() -> None:
    entries = {name: Entry(name[9:73] if "ev" in name else "0" * 64, 3) for name in ITEMS}
    assert manifest(entries=entries).size == 3 * len(ITEMS)
