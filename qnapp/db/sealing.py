"""Bytes under a password: what a full backup does with the key that signs packages."""

from __future__ import annotations

import os
import unicodedata

from qnapp.errors import FileError, InputError

LEAST_PASSWORD = 8  # characters

_MARK = b"QNAPP-NIEM-1\n"
_SALT, _NONCE = 16, 12  # bytes
# Costs a guess 64 MB and a good tenth of a second; RFC 7914 takes half of it for logins.
_COST, _BLOCK, _PARALLEL = 1 << 16, 8, 1

_SHORT = (
    f"Mật khẩu cần ít nhất {LEAST_PASSWORD} ký tự. Chưa có gì bị thay đổi. Đặt mật khẩu dài hơn."
)


class WrongPasswordError(FileError):
    """The password is another than the one that was set; nothing was opened."""


_WRONG = (
    "Mật khẩu không đúng nên chưa mở được khóa ký gói. Dữ liệu hiện có vẫn giữ nguyên. "
    "Gõ lại mật khẩu đã đặt khi sao lưu."
)


def require_password(password: str) -> None:
    """Raise ``InputError`` for a password that is too easy to guess."""
    if len(_composed(password)) < LEAST_PASSWORD:
        raise InputError(_SHORT)


def seal(data: bytes, password: str, name: str) -> bytes:
    """Lock bytes under a password (scrypt, AES-256-GCM); ``name`` is bound to them.

    Raises ``InputError`` for a password that is too short.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    require_password(password)
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    locked = AESGCM(_key(password, salt)).encrypt(nonce, data, _MARK + name.encode())
    return _MARK + salt + nonce + locked


def unseal(sealed: bytes, password: str, name: str) -> bytes:
    """Give back what ``seal`` locked; raises ``FileError`` for another password or other bytes."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    body = sealed.removeprefix(_MARK)
    salt, nonce = body[:_SALT], body[_SALT : _SALT + _NONCE]
    if body is sealed or len(nonce) < _NONCE:
        raise WrongPasswordError(_WRONG, detail="not sealed")
    try:
        return AESGCM(_key(password, salt)).decrypt(
            nonce, body[_SALT + _NONCE :], _MARK + name.encode()
        )
    except InvalidTag as error:
        raise WrongPasswordError(_WRONG, detail="InvalidTag") from error


def _key(password: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    derive = Scrypt(salt=salt, length=32, n=_COST, r=_BLOCK, p=_PARALLEL)
    return derive.derive(_composed(password).encode())


def _composed(password: str) -> str:
    """The same letters give the same password, whichever way a keyboard composes them."""
    return unicodedata.normalize("NFC", password)
