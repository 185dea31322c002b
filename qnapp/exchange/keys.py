"""The key that a store signs its packages with, and checking what others signed (Ed25519).

A hash says that a package is whole, only a key says who made it. The key is made on first use and
never leaves the store's folder, except in a full backup.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from qnapp.db import fields, journal
from qnapp.db.copies import sync_folder
from qnapp.db.failures import translated
from qnapp.db.journal import FieldChange
from qnapp.db.store import Changes
from qnapp.domain.packages import key_words
from qnapp.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.db.store import Store

KEY_FILE = ("keys", "khoa-ky-goi.pem")
ENTITY = "signing_key"  # in the history
RENEW = "renew"  # event of the history
SIGNATURE_SIZE = 64  # bytes
# Signed together with the manifest, so that a signature is good for nothing else.
_PURPOSE = b"QNApp package manifest\n"
_LARGEST_KEY_FILE = 10_000  # bytes

_UNREADABLE = (
    "Tệp khóa ký gói trong thư mục dữ liệu bị hỏng nên chưa tạo được gói. Số liệu vẫn còn nguyên. "
    "Khôi phục thư mục “keys” từ bản sao lưu, hoặc tạo khóa mới rồi báo cho cấp trên."
)


class SigningKey:
    """A private key. ``public`` is what others know of it, 64 hexadecimal digits."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes_raw().hex()

    def sign(self, manifest: bytes) -> bytes:
        """Sign the bytes of a manifest: 64 bytes, always the same for the same manifest."""
        return self._private.sign(_PURPOSE + manifest)


def signed_by(public: str, signature: bytes, manifest: bytes) -> bool:
    """Whether the holder of a key (64 hexadecimal digits) signed the bytes of a manifest."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(signature, _PURPOSE + manifest)
    except (InvalidSignature, ValueError):
        return False
    return True


def has_key(store: Store) -> bool:
    """Whether the store has a key of its own already."""
    return store.folder.joinpath(*KEY_FILE).exists()


def own_key(store: Store) -> SigningKey:
    """Give the store's own key, made now where there is none.

    Raises ``StoreError`` for a key file that is damaged: another key in its place would make every
    receiver doubt who sends.
    """
    path = store.folder.joinpath(*KEY_FILE)
    with translated(store.folder):
        if not path.exists():
            with store.atomic():  # one at a time: two workers must not make two keys
                if not path.exists():
                    _write_key(path)
        return _read_key(path)


def renew_key(store: Store) -> SigningKey:
    """Make another key; the file of the one before stays beside it under another name.

    The history tells both codes, the old one where its file can still be read.
    """
    path = store.folder.joinpath(*KEY_FILE)
    with translated(store.folder), store.atomic():
        before = _code_of(path)
        if path.exists():
            moment = f"{store.clock():%Y%m%d-%H%M%S}"
            path.replace(path.with_name(f"{path.stem}-cu-{moment}-{secrets.token_hex(2)}.pem"))
        _write_key(path)
        key = _read_key(path)
        change = FieldChange(ENTITY, "own", "", "key", before, key_words(key.public))
        journal.record(store, [change], organisation=fields.own_code(store), event=RENEW)
        store.touch(Changes(settings=True))
        return key


def _code_of(path: Path) -> str:
    try:
        return key_words(_read_key(path).public)
    except (OSError, StoreError):  # lost or damaged: that is why another one is made
        return ""


def _read_key(path: Path) -> SigningKey:
    with path.open("rb") as file:
        raw = file.read(_LARGEST_KEY_FILE)
    try:
        private = serialization.load_pem_private_key(raw, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise StoreError(_UNREADABLE, detail=str(error)) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise StoreError(_UNREADABLE, detail=type(private).__name__)
    return SigningKey(private)


def _write_key(path: Path) -> None:
    """Write a new key whole or not at all, readable by its owner alone.

    On Windows the folder of the user's own data gives the file the user's own permissions.
    """
    raw = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.parent.mkdir(exist_ok=True)
    path.parent.chmod(0o700)
    temporary = path.with_name(f"{secrets.token_hex(8)}.tmp")  # cleared away by db.scratch
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
