"""Packages made by hand: good ones, and what somebody might make of them on the way."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from qnapp.domain.canonical import canonical_json
from qnapp.domain.packages import Kind
from qnapp.exchange.container import Item, PackageError, open_package, write_package
from qnapp.exchange.keys import SigningKey
from qnapp.exchange.manifest import Head

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from qnapp.exchange.container import Package

KEY = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER_KEY = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
PHOTO = b"\xff\xd8\xff\xe0 JFIF" + bytes(range(256))
MINUTES = "Biên bản họp".encode()
SYMLINK = 0o120777 << 16


def evidence(content: bytes, ext: str = "pdf") -> str:
    """Name of the entry that holds some content."""
    return f"evidence/{sha256(content).hexdigest()}.{ext}"


ITEMS = {
    "data.json": Item(canonical_json({"kết quả": "Đã khởi công", "tỉ lệ": 40})),
    "documents/report.pdf": Item(b"%PDF-1.7 ...", "Báo cáo Quý I.pdf"),
    evidence(PHOTO, "jpg"): Item(PHOTO, "Ảnh hiện trường.JPG"),
    evidence(MINUTES): Item(MINUTES, "Biên bản.pdf"),
}

CONTENTS = {name: item.source for name, item in ITEMS.items()}


def head(**more: Any) -> Head:
    """The head of a submission of Phường Hà Tu."""
    told: dict[str, Any] = {
        "kind": Kind.SUBMISSION,
        "organisation": "06652",
        "organisation_name": "Phường Hà Tu",
        "plan": "NQ05-2026",
        "plan_version": 1,
        "made_at": "2026-06-05T09:00:00+07:00",
        "program": "0.1",
        "period": "2026-Q1",
        "revision": 1,
    }
    return Head(**(told | more))


def make(
    folder: Path, items: Mapping[str, Item] = ITEMS, *, name: str = "gói.qnbc", **more: Any
) -> Path:
    """Write a good package."""
    return write_package(folder / name, head(**more), items, KEY).path


def refusal(path: Path, kind: Kind | None = None) -> PackageError:
    """Open what must not open."""
    try:
        open_package(path, kind).close()
    except PackageError as error:
        return error
    raise AssertionError(f"{path.name} was opened")


def taken(path: Path) -> dict[str, bytes] | PackageError:
    """What a file gives: all that it holds, or why it is refused."""
    try:
        with open_package(path) as package:
            return contents(package)
    except PackageError as error:
        return error


def contents(package: Package) -> dict[str, bytes]:
    """All that a package holds."""
    return {name: b"".join(package.blocks(name)) for name in package.manifest.entries}


@dataclass
class Part:
    """An entry of a zip that is written anew."""

    name: str
    data: bytes
    method: int = zipfile.ZIP_DEFLATED
    attributes: int = 0o644 << 16
    day: tuple[int, int, int, int, int, int] = (2026, 3, 1, 8, 30, 2)


def parts_of(path: Path) -> list[Part]:
    """The entries of a package."""
    with zipfile.ZipFile(path) as package:
        return [Part(name, package.read(name)) for name in package.namelist()]


def rezip(path: Path, parts: Sequence[Part], *, comment: bytes = b"") -> Path:
    """Write a zip of ``parts``; a name that stands twice is written twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.comment = comment
        for part in parts:
            package.NameToInfo.clear()  # or the second of a name would be warned of
            info = zipfile.ZipInfo("x", part.day)
            # As given: the constructor would make a name safe that must not be.
            info.filename = info.orig_filename = part.name
            info.compress_type, info.external_attr = part.method, part.attributes
            package.writestr(info, part.data)
    path.write_bytes(buffer.getvalue())
    return path


def changed(path: Path, change: Callable[[list[Part]], object]) -> Path:
    """Pack a package again with one change to its entries."""
    parts = parts_of(path)
    change(parts)
    return rezip(path, parts)


def forge(
    path: Path, manifest: Mapping[str, Any], parts: Sequence[Part], key: SigningKey = KEY
) -> Path:
    """What somebody with a key of their own may write: a manifest of their own choice, signed."""
    raw = json.dumps(manifest).encode()
    own = [Part("manifest.json", raw), Part("manifest.sig", key.sign(raw))]
    return rezip(path, [*own, *parts])


def forged_manifest(parts: Sequence[Part], **more: Any) -> dict[str, Any]:
    """A manifest that tells the truth of ``parts``."""
    entries = {p.name: {"sha256": sha256(p.data).hexdigest(), "size": len(p.data)} for p in parts}
    head = {
        "kind": "submission",
        "organisation": "06652",
        "organisation_name": "Phường Hà Tu",
        "plan": "NQ05-2026",
        "plan_version": 1,
        "made_at": "2026-06-05T09:00:00+07:00",
        "program": "0.1",
    }
    return {"format": 1, "key": KEY.public, "head": head, "entries": entries} | more


@dataclass(frozen=True)
class Span:
    """Where bytes of a package stand: of an entry's content or name."""

    entry: str
    what: str  # content, local name, listed name
    start: int
    stop: int
    packed: bool = False


def spans(raw: bytes) -> list[Span]:
    """Every place of a zip that holds an entry's content or name."""
    found = []
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        for info in package.infolist():
            start = info.header_offset + 30
            name, extra = struct.unpack("<HH", raw[start - 4 : start])
            content = start + name + extra
            found.append(Span(info.filename, "local name", start, start + name))
            packed = info.compress_type == zipfile.ZIP_DEFLATED
            stop = content + info.compress_size
            found.append(Span(info.filename, "content", content, stop, packed))
        at = package.start_dir
        for info in package.infolist():
            size = len(info.filename)
            found.append(Span(info.filename, "listed name", at + 46, at + 46 + size))
            at += 46 + size + len(info.extra) + len(info.comment)
    return found
