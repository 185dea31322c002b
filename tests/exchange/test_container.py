"""A package written and read back, packed again, and what its writer refuses."""

from __future__ import annotations

import errno
import os
import zipfile
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packages import (
    CONTENTS,
    ITEMS,
    KEY,
    MINUTES,
    Part,
    changed,
    contents,
    evidence,
    head,
    make,
    parts_of,
    refusal,
    rezip,
)

from qnapp.db.content import CancelledError
from qnapp.domain.canonical import canonical_json
from qnapp.domain.packages import Kind
from qnapp.errors import FileError, InputError
from qnapp.exchange import limits
from qnapp.exchange.container import Item, PackageError, open_package, write_package
from qnapp.exchange.refusals import Reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


# --- what is right


def test_what_is_written_is_read_back(good: Path) -> None:
    with open_package(good) as package:
        assert contents(package) == CONTENTS
        assert package.json() == {"kết quả": "Đã khởi công", "tỉ lệ": 40}
        assert package.manifest.head == head()
        assert package.manifest.key == KEY.public
        names = {entry.name for entry in package.manifest.entries.values()}
        assert names == {item.name for item in ITEMS.values()}


@pytest.mark.parametrize("kind", list(Kind))
def test_one_way_for_every_kind(tmp_path: Path, kind: Kind) -> None:
    path = make(tmp_path, kind=kind, name="tên-nào-cũng-được.zip")
    with open_package(path, kind) as package:
        assert package.kind is kind
    others = [other for other in Kind if other is not kind]
    assert {refusal(path, other).reason for other in others} == {Reason.WRONG_KIND}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    pieces=st.lists(st.binary(min_size=1, max_size=3000), unique=True, max_size=6),
    name=st.text(min_size=1, max_size=40),
    data=st.dictionaries(st.text(max_size=20), st.text(max_size=200), max_size=8),
)
def test_any_content_comes_back_and_gives_the_same_bytes_again(
    tmp_path: Path, pieces: list[bytes], name: str, data: dict[str, str]
) -> None:
    items = {evidence(piece): Item(piece, name) for piece in pieces}
    items["data.json"] = Item(canonical_json(data))
    one, two = (make(tmp_path, items, name=f"{n}.qnbc") for n in "12")
    assert one.read_bytes() == two.read_bytes()
    with open_package(one) as package:
        assert contents(package) == {n: item.source for n, item in items.items()}


def _each(parts: list[Part], **more: Any) -> None:
    parts[:] = [replace(part, **more) for part in parts]


def _as_windows_does(parts: list[Part]) -> None:
    parts.insert(0, Part("evidence/", b"", zipfile.ZIP_STORED, 0o40755 << 16 | 0x10))
    parts.reverse()


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: None,
        lambda parts: parts.reverse(),
        partial(_each, method=zipfile.ZIP_STORED),
        partial(_each, day=(1999, 1, 1, 0, 0, 0)),
        partial(_each, attributes=0x20),
        _as_windows_does,
    ],
    ids=["again", "other order", "stored", "other times", "other system", "with folders"],
)
def test_packed_again_it_is_still_the_same_package(
    arrived: Path, change: Callable[[list[Part]], object]
) -> None:
    with open_package(arrived) as package:
        name, before = package.digest, contents(package)
    old = arrived.read_bytes()
    with open_package(changed(arrived, change)) as package:
        assert package.digest == name
        assert contents(package) == before
    assert arrived.read_bytes() != old


def test_a_comment_on_the_zip_is_nobodys_content(arrived: Path) -> None:
    with open_package(rezip(arrived, parts_of(arrived), comment=b"made by hand")) as package:
        assert package.kind is Kind.SUBMISSION


# --- after opening


def test_a_file_that_changes_after_it_was_opened(tmp_path: Path) -> None:
    scan = MINUTES * 10_000  # more than the system reads ahead
    name = evidence(scan)
    arrived = make(tmp_path, ITEMS | {name: Item(scan)})
    with open_package(arrived) as package:
        raw = arrived.read_bytes()
        arrived.write_bytes(raw.replace(MINUTES, MINUTES[::-1]))
        with pytest.raises(PackageError) as told:
            package.save(name, tmp_path / "ra.pdf")
    assert told.value.what == name
    assert [path.name for path in tmp_path.iterdir()] == [arrived.name]


def test_an_entry_is_saved_whole(arrived: Path, tmp_path: Path) -> None:
    with open_package(arrived) as package:
        package.save(evidence(MINUTES), tmp_path / "ra.pdf")
    assert (tmp_path / "ra.pdf").read_bytes() == MINUTES
    assert len(list(tmp_path.iterdir())) == 2


def test_opening_tells_how_far_it_is_and_can_be_stopped(good: Path) -> None:
    told: list[tuple[int, int]] = []
    open_package(good, progress=lambda done, of: told.append((done, of))).close()
    assert told[-1][0] == told[-1][1]
    with pytest.raises(CancelledError):
        open_package(good, cancelled=lambda: True)


# --- writing


def test_nothing_is_packed_that_is_not_what_its_name_says(tmp_path: Path) -> None:
    file = tmp_path / "minh chứng"
    file.write_bytes(b"altered since")
    items = {"data.json": Item(b"{}"), evidence(MINUTES): Item(file, "Biên bản.pdf")}
    with pytest.raises(FileError, match=r"Biên bản\.pdf"):
        make(tmp_path, items)
    file.unlink()
    with pytest.raises(FileError, match=r"Biên bản\.pdf"):
        make(tmp_path, items)
    assert list(tmp_path.iterdir()) == []


def test_a_package_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "gói.qnbc"
    target.write_bytes(b"the one before")
    with pytest.raises(CancelledError):
        write_package(target, head(), ITEMS, KEY, cancelled=lambda: True)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"the one before"]
    with pytest.raises(FileError, match="thư mục"):
        write_package(tmp_path / "không có" / "a.qnbc", head(), ITEMS, KEY)


def test_a_full_disk_is_said_and_a_retry_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(FileError, match="đầy"):
            make(tmp_path)
    assert list(tmp_path.iterdir()) == []
    open_package(make(tmp_path)).close()


def test_a_name_from_outside_becomes_one_line(tmp_path: Path) -> None:
    name = evidence(MINUTES)
    path = make(tmp_path, ITEMS | {name: Item(MINUTES, "Biên\tbản\u202e\n.pdf")})
    with open_package(path) as package:
        assert package.manifest.entries[name].name == "Biên bản .pdf"


def test_what_no_package_may_hold_is_refused_when_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_ENTRIES", 3)
    with pytest.raises(InputError, match="tệp"):
        make(tmp_path)
    monkeypatch.setattr(limits, "MOST_ENTRIES", 2000)
    monkeypatch.setattr(limits, "LARGEST_ENTRY", 200)
    with pytest.raises(InputError, match=r"Ảnh hiện trường"):
        make(tmp_path)
    monkeypatch.setattr(limits, "LARGEST_ENTRY", limits.GB)
    monkeypatch.setattr(limits, "LARGEST_TOTAL", 100)
    with pytest.raises(InputError, match="lớn hơn"):
        make(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_making_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[int] = []
    write_package(
        tmp_path / "a.qnbc", head(), ITEMS, KEY, progress=lambda done, of: told.append(done)
    )
    assert told == sorted(told)
    assert told[-1] >= sum(item.size for item in ITEMS.values())
