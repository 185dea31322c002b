"""More than any package holds: refused while it is unpacked, with little memory."""

from __future__ import annotations

import subprocess
import sys
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
from packages import (
    MINUTES,
    Part,
    changed,
    evidence,
    forge,
    forged_manifest,
    make,
    parts_of,
    refusal,
    rezip,
)

from qnapp.db.content import hash_of
from qnapp.exchange import limits
from qnapp.exchange.container import Item, PackageError, open_package
from qnapp.exchange.refusals import Reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("nothing_written")


def test_real_bytes_are_counted_not_what_the_zip_says(arrived: Path) -> None:
    bomb = evidence(MINUTES)

    def blow_up(parts: list[Part]) -> None:
        part = next(part for part in parts if part.name == bomb)
        part.data = MINUTES + bytes(8 * limits.MB)

    error = refusal(changed(arrived, blow_up))
    assert (error.reason, error.what) == (Reason.ALTERED, bomb)


def test_a_zip_that_understates_its_entry(arrived: Path) -> None:
    raw = bytearray(rezip(arrived, [Part(p.name, p.data) for p in parts_of(arrived)]).read_bytes())
    with zipfile.ZipFile(arrived) as package:
        at = package.start_dir
    while raw[at : at + 4] == b"PK\x01\x02":
        size = int.from_bytes(raw[at + 24 : at + 28], "little")
        raw[at + 24 : at + 28] = (size // 2).to_bytes(4, "little")
        at += 46 + sum(int.from_bytes(raw[at + n : at + n + 2], "little") for n in (28, 30, 32))
    arrived.write_bytes(raw)
    assert refusal(arrived).reason is Reason.ALTERED


def test_more_entries_than_any_package_has(arrived: Path) -> None:
    many = [Part(f"evidence/{n:064x}.pdf", b"") for n in range(limits.MOST_ENTRIES + 5)]
    error = refusal(changed(arrived, lambda parts: parts.extend(many)))
    assert error.reason is Reason.TOO_LARGE


def test_a_manifest_that_promises_more_than_the_limits(tmp_path: Path) -> None:
    parts = [Part("data.json", b"{}")]
    for name, size in (
        ("data.json", limits.LARGEST_DATA + 1),
        (evidence(MINUTES), limits.LARGEST_ENTRY + 1),
    ):
        manifest = forged_manifest(parts)
        manifest["entries"][name] = {"sha256": name[9:73].ljust(64, "0"), "size": size}
        if name == "data.json":
            manifest["entries"][name]["sha256"] = "0" * 64
        told = [*parts, Part(name, b"x")] if name != "data.json" else parts
        file = forge(tmp_path / "gói.qnbc", manifest, told)
        assert refusal(file).reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    ("limit", "most"),
    [
        ("LARGEST_FILE", 500),
        ("LARGEST_TOTAL", 100),
        ("LARGEST_DIRECTORY", 400),
        ("LARGEST_DATA", 9),
    ],
)
def test_every_limit_is_one_place(
    arrived: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    open_package(arrived).close()
    monkeypatch.setattr(limits, limit, most)
    assert refusal(arrived).reason is Reason.TOO_LARGE


def test_a_ratio_that_no_office_reaches_is_refused_while_it_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [Part("data.json", b"{}"), Part("", bytes(2 * limits.MB))]
    parts[1].name = evidence(parts[1].data)
    file = forge(tmp_path / "gói.qnbc", forged_manifest(parts), parts)
    open_package(file).close()  # little enough at any ratio
    monkeypatch.setattr(limits, "RATIO_COUNTS_FROM", limits.MB)
    error = refusal(file)
    assert error.reason is Reason.TOO_LARGE
    assert "tỉ lệ nén" in str(error)


def test_a_large_entry_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = evidence(MINUTES)
    with open_package(make(tmp_path)) as package:
        monkeypatch.setattr(limits, "LARGEST_DATA", 5)
        with pytest.raises(PackageError):
            package.read(name)
        assert b"".join(package.blocks(name)) == MINUTES


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 200_000,
        b"[" + b"{}," * 2_000_000 + b"1]",
        b'{"a": 1.5}',
        b'{"a": NaN}',
        b'{"a": 1',
        b"\xff\xfe{}",
        b"9" * 5000,
        b'"' + b"a" * limits.LARGEST_DATA + b'"',
    ],
    ids=["deep", "many", "float", "nan", "cut", "utf-16", "digits", "long"],
)
def test_data_that_no_copy_of_the_program_wrote(tmp_path: Path, raw: bytes) -> None:
    parts = [Part("data.json", raw)]
    file = forge(tmp_path / "gói.qnbc", forged_manifest(parts), parts)
    with pytest.raises(PackageError), open_package(file) as package:
        package.json()


_PEAK = """
import resource, sys
from pathlib import Path
from qnapp.exchange.container import PackageError, open_package
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    with open_package(Path(sys.argv[1])) as package:
        package.json()
    print("opened", end=" ")
except PackageError as error:
    print(error.reason, end=" ")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def peak(file: Path) -> tuple[str, int]:
    """How another process takes a file, and by how many bytes its memory grew at most."""
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, str(file)], capture_output=True, text=True, check=True
    )
    reason, grown = done.stdout.split()
    return reason, int(grown) * 1024


def _honest_bomb(folder: Path) -> Path:
    parts = [Part("data.json", b"{}"), Part("", bytes(300 * limits.MB))]
    parts[1].name = evidence(parts[1].data)
    return forge(folder / "bom.qnbc", forged_manifest(parts), parts)


def _bomb_of_names(folder: Path) -> Path:
    """A list of contents of 14 MB, in a zip without a byte of content."""
    one = b"PK\x01\x02" + bytes(24) + (100).to_bytes(2, "little") + bytes(16) + b"x" * 100
    count = 100_000
    end = b"PK\x05\x06" + bytes(4) + b"\xff\xff\xff\xff"
    end += (len(one) * count).to_bytes(4, "little") + (4).to_bytes(4, "little") + bytes(2)
    file = folder / "tên.qnbc"
    file.write_bytes(b"PK\x03\x04" + one * count + end)
    return file


def _bomb_of_manifest(folder: Path) -> Path:
    return rezip(
        folder / "kê.qnbc",
        [Part("manifest.json", b" " * (300 * limits.MB)), Part("manifest.sig", bytes(64))],
    )


def _bomb_of_values(folder: Path) -> Path:
    parts = [Part("data.json", b"[" + b"{}," * 5_000_000 + b"1]")]
    return forge(folder / "trị.qnbc", forged_manifest(parts), parts)


def _large_honest_one(folder: Path) -> Path:
    """Evidence of 200 MB, which nobody may hold in memory either."""
    scan = folder / "quét.pdf"
    block = zlib.compress(bytes(range(256)) * 4000) * 50
    with scan.open("wb") as file:
        for n in range(200 * limits.MB // len(block)):
            file.write(n.to_bytes(8, "little") + block)
    items = {"data.json": Item(b"{}"), f"evidence/{hash_of(scan)}.pdf": Item(scan)}
    return make(folder, items)


@pytest.mark.parametrize(
    ("bomb", "reason"),
    [
        (_honest_bomb, "too_large"),
        (_bomb_of_names, "too_large"),
        (_bomb_of_manifest, "altered"),
        (_bomb_of_values, "altered"),
        (_large_honest_one, "opened"),
    ],
)
def test_memory_stays_bounded(tmp_path: Path, bomb: Callable[[Path], Path], reason: str) -> None:
    told, grown = peak(bomb(tmp_path))
    assert told == reason
    # data.json may be read whole (16 MB); all else goes by block.
    assert grown < 48 * limits.MB
