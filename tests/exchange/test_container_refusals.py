"""What arrives, in the order of the design's table: real files, each refused in one sentence."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from packages import (
    CONTENTS,
    ITEMS,
    KEY,
    MINUTES,
    OTHER_KEY,
    SYMLINK,
    Part,
    changed,
    evidence,
    forge,
    forged_manifest,
    parts_of,
    refusal,
    rezip,
    spans,
    taken,
)

from qnapp.errors import FileError
from qnapp.exchange import limits
from qnapp.exchange.container import PackageError, open_package
from qnapp.exchange.refusals import Reason

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("nothing_written")


# --- not a package, cut off, another kind, newer


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        "Kính gửi".encode(),
        b"%PDF-1.7\n",
        b"PK\x05\x06" + bytes(18),
        b"\xd0\xcf\x11\xe0",
    ],
)
def test_a_file_that_is_no_package(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "thư.qnbc"
    file.write_bytes(content)
    assert refusal(file).reason is Reason.NOT_A_PACKAGE


@pytest.mark.parametrize("names", [["word/document.xml"], ["a.txt", "../b"], ["manifest.json"]])
def test_a_zip_of_other_things_is_no_package(tmp_path: Path, names: list[str]) -> None:
    file = rezip(tmp_path / "hồ sơ.zip", [Part(name, b"<xml/>") for name in names])
    assert refusal(file).reason is Reason.NOT_A_PACKAGE


def test_a_full_backup_is_told_from_a_package(tmp_path: Path) -> None:
    manifest = b'{"format": 1, "kind": "qnapp-backup", "entries": {}}'
    error = refusal(rezip(tmp_path / "sao lưu.zip", [Part("manifest.json", manifest)]))
    assert error.reason is Reason.WRONG_KIND
    assert "bản sao lưu" in str(error)


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "không có.qnbc", tmp_path):
        with pytest.raises(FileError) as told:
            open_package(path)
        assert not isinstance(told.value, PackageError)
        assert path.name in str(told.value)


def test_cut_off_anywhere(good: Path, tmp_path: Path) -> None:
    raw = good.read_bytes()
    file = tmp_path / "gói.qnbc"
    for size in range(len(raw)):
        file.write_bytes(raw[:size])
        expected = Reason.NOT_A_PACKAGE if size < 4 else Reason.CUT_OFF
        assert refusal(file).reason is expected, size


def test_a_newer_format_and_a_kind_nobody_knows_yet(tmp_path: Path) -> None:
    parts = [Part("data.json", b"{}")]
    newer = forged_manifest(parts, format=2, entries="told otherwise")
    assert refusal(forge(tmp_path / "a.qnbc", newer, parts)).reason is Reason.NEWER
    kind = forged_manifest(parts)
    kind["head"]["kind"] = "letter"
    assert refusal(forge(tmp_path / "b.qnbc", kind, parts)).reason is Reason.NEWER


# --- changed on the way


def test_every_byte_of_every_content_and_name_counts(good: Path, tmp_path: Path) -> None:
    raw = good.read_bytes()
    file = tmp_path / "gói.qnbc"
    unused = 0
    for span in spans(raw):
        for at in range(span.start, span.stop):
            file.write_bytes(raw[:at] + bytes([raw[at] ^ 0x81]) + raw[at + 1 :])
            found = taken(file)
            if found == CONTENTS and span.packed:
                unused += 1  # bits that the packing leaves over: nothing changed for anybody
                continue
            assert isinstance(found, PackageError), (span, at)
            assert found.reason is Reason.ALTERED
            assert "gói đã bị thay đổi" in str(found)
            assert span.what == "listed name" or span.entry in found.what
    assert unused < 10


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_damage_whatever_is_more_than_a_refusal(
    good: Path, tmp_path: Path, data: st.DataObject
) -> None:
    raw = bytearray(good.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    file = tmp_path / "hỏng.qnbc"
    file.write_bytes(raw)
    found = taken(file)
    assert isinstance(found, PackageError) or found == CONTENTS


@pytest.mark.parametrize("index", range(len(ITEMS) + 2))
def test_an_entry_that_is_missing(arrived: Path, index: int) -> None:
    name = parts_of(arrived)[index].name
    error = refusal(changed(arrived, lambda parts: parts.pop(index)))
    assert (error.reason, error.what) == (Reason.ALTERED, name)


@pytest.mark.parametrize("index", range(len(ITEMS) + 2))
def test_an_entry_that_stands_twice(arrived: Path, index: int) -> None:
    def double(parts: list[Part]) -> None:
        parts.append(replace(parts[index], data=b"other"))

    name = parts_of(arrived)[index].name
    error = refusal(changed(arrived, double))
    assert (error.reason, error.what) == (Reason.ALTERED, name)


@pytest.mark.parametrize("index", range(len(ITEMS) + 2))
def test_an_entry_under_another_name(arrived: Path, index: int) -> None:
    def rename(parts: list[Part]) -> None:
        parts[index].name = "documents/other.pdf"

    name = parts_of(arrived)[index].name
    error = refusal(changed(arrived, rename))
    assert error.reason is Reason.ALTERED
    assert error.what in (name, "documents/other.pdf")


def test_two_entries_that_changed_places(arrived: Path) -> None:
    def swap(parts: list[Part]) -> None:
        one, two = [part for part in parts if part.name.startswith("evidence/")]
        one.name, two.name = two.name, one.name

    assert refusal(changed(arrived, swap)).what in ITEMS


UNSAFE = [
    "../ngoài.txt",
    "evidence/../../ngoài.txt",
    "/etc/cron.d/x",
    "C:\\Windows\\x.dll",
    "c:x",
    "evidence\\x.pdf",
    "\\\\máy\\chia sẻ\\x",
    "data.json:ẩn",
    "CON",
    "documents/con.pdf",
    "documents/nul.txt",
    "evidence/AUX",
    "DATA.JSON",
    "Manifest.json",
    "de\u0302.json",
    "data.json ",
    "data.json.",
    "documents/báo-cáo.pdf",
    "documents/.ẩn",
    "documents/a/b.pdf",
    "x\x00.pdf",
    "thư-mục/",
    "",
]


@pytest.mark.parametrize("name", UNSAFE)
def test_a_name_that_must_not_be_written(arrived: Path, name: str) -> None:
    error = refusal(changed(arrived, lambda parts: parts.append(Part(name, b"x"))))
    assert (error.reason, error.what) == (Reason.ALTERED, name)


@pytest.mark.parametrize("name", UNSAFE)
def test_nor_one_that_the_sender_signed(tmp_path: Path, name: str) -> None:
    parts = [Part("data.json", b"{}"), Part(name, b"x")]
    file = forge(tmp_path / "gói.qnbc", forged_manifest(parts), parts)
    assert refusal(file).reason is Reason.ALTERED


@given(st.text(max_size=90))
@example("data.json")
@example(evidence(MINUTES))
@example("documents/report.pdf")
def test_only_plain_small_names_may_be_listed(name: str) -> None:
    if not limits.listed_name(name):
        return
    assert name.isascii()
    assert name == name.lower()
    assert not set(name) & set('\\:*?"<>| ')
    assert ".." not in name
    assert not name.startswith("/")


@pytest.mark.parametrize("index", range(len(ITEMS) + 2))
def test_a_link_instead_of_a_file(arrived: Path, index: int) -> None:
    def link(parts: list[Part]) -> None:
        parts[index].attributes = SYMLINK

    name = parts_of(arrived)[index].name
    error = refusal(changed(arrived, link))
    assert (error.reason, error.what) == (Reason.ALTERED, name)


def test_a_way_of_packing_that_could_ask_for_any_memory(arrived: Path) -> None:
    def pack(parts: list[Part]) -> None:
        parts[0].method = zipfile.ZIP_LZMA

    assert refusal(changed(arrived, pack)).reason is Reason.ALTERED


@pytest.mark.parametrize("bit", [0x1, 0x40])
def test_an_entry_with_a_password(arrived: Path, bit: int) -> None:
    raw = bytearray(arrived.read_bytes())
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= bit
    arrived.write_bytes(raw)
    error = refusal(arrived)
    assert error.reason is Reason.ENCRYPTED
    assert "mật khẩu" in str(error)


# --- who signed


def test_signed_again_by_another_it_is_another_package(arrived: Path, tmp_path: Path) -> None:
    parts = [part for part in parts_of(arrived) if part.name not in limits.OWN]
    stolen = forged_manifest(parts, key=OTHER_KEY.public)
    with open_package(forge(tmp_path / "b.qnbc", stolen, parts, OTHER_KEY)) as package:
        assert package.manifest.key == OTHER_KEY.public
    # The name of one key with the signature of another is nobody's.
    error = refusal(forge(tmp_path / "c.qnbc", forged_manifest(parts), parts, OTHER_KEY))
    assert error.reason is Reason.ALTERED
    assert refusal(forge(tmp_path / "d.qnbc", stolen, parts, KEY)).reason is Reason.ALTERED


@pytest.mark.parametrize("size", [0, 63, 65, 100_000])
def test_a_signature_of_another_length(arrived: Path, size: int) -> None:
    def spoil(parts: list[Part]) -> None:
        part = next(part for part in parts if part.name == "manifest.sig")
        part.data = bytes(size)

    error = refusal(changed(arrived, spoil))
    assert error.reason is Reason.ALTERED
    assert "manifest.sig" in error.what


HEAD = forged_manifest([])["head"]


@pytest.mark.parametrize(
    "more",
    [
        {"key": "xyz"},
        {"key": None},
        {"format": True},
        {"head": {}},
        {"head": HEAD | {"made_at": "2026-06-05T09:00:00"}},
        {"head": HEAD | {"made_at": "hôm qua"}},
        {"head": HEAD | {"organisation_name": "Phường\nHà Tu"}},
        {"head": HEAD | {"organisation_name": "Phường \u202eHà Tu"}},
        {"head": HEAD | {"period": "x" * 1001}},
        {"head": HEAD | {"part": 2, "parts": 1}},
        {"head": HEAD | {"part": 2, "parts": 2, "first": "0" * 64}},
        {"head": HEAD | {"parts": 0}},
        {"head": None},
        {"entries": {"data.json": {"sha256": "x", "size": 2}}},
        {"entries": {"data.json": {"sha256": "0" * 64, "size": -2}}},
        {"entries": {"data.json": {"sha256": "0" * 64, "size": "2"}}},
        {"entries": {"data.json": {"sha256": "0" * 64, "size": 1.5}}},
        {"entries": {f"evidence/{'0' * 64}.pdf": {"sha256": "1" * 64, "size": 2}}},
        {"entries": [1, 2]},
    ],
)
def test_a_signed_manifest_that_says_nonsense(tmp_path: Path, more: dict[str, Any]) -> None:
    parts = [Part("data.json", b"{}")]
    file = forge(tmp_path / "gói.qnbc", forged_manifest(parts, **more), parts)
    assert refusal(file).reason is Reason.ALTERED
