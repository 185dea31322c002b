"""What a password locks opens with that password alone, whole or not at all."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qnapp.db import sealing
from qnapp.db.sealing import LEAST_PASSWORD, seal, unseal
from qnapp.errors import FileError, InputError

PASSWORD = "chìa khóa ở tủ"
DATA = b"-----BEGIN PRIVATE KEY-----"


@pytest.fixture(autouse=True, scope="module")
def _cheap() -> object:
    """Guessing may be cheap here: what is under test does not depend on it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "_COST", 1 << 4)
        yield


@settings(deadline=None)
@given(data=st.binary(max_size=200), password=st.text(min_size=LEAST_PASSWORD, max_size=40))
def test_the_same_password_gives_everything_back(data: bytes, password: str) -> None:
    composed = unicodedata.normalize("NFC", password)
    if len(composed) < LEAST_PASSWORD or not composed.isprintable():
        return
    assert unseal(seal(data, password, "a.pem"), password, "a.pem") == data


def test_a_keyboard_that_composes_otherwise_types_the_same_password() -> None:
    sealed = seal(DATA, unicodedata.normalize("NFC", PASSWORD), "a")
    assert unseal(sealed, unicodedata.normalize("NFD", PASSWORD), "a") == DATA


def test_nothing_of_it_can_be_read_and_no_two_are_alike() -> None:
    first, second = seal(DATA, PASSWORD, "a"), seal(DATA, PASSWORD, "a")
    assert b"PRIVATE" not in first
    assert first != second


@pytest.mark.parametrize("password", ["", "khác khác", PASSWORD + " ", PASSWORD.upper()])
def test_another_password_opens_nothing(password: str) -> None:
    with pytest.raises(FileError, match="Mật khẩu không đúng"):
        unseal(seal(DATA, PASSWORD, "a"), password, "a")


@settings(deadline=None, max_examples=60)
@given(at=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
def test_any_changed_bit_opens_nothing(at: int, bit: int) -> None:
    sealed = bytearray(seal(DATA, PASSWORD, "a"))
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises(FileError):
        unseal(bytes(sealed), PASSWORD, "a")


@pytest.mark.parametrize("sealed", [b"", b"QNAPP-NIEM-1\n", b"QNAPP-NIEM-1\nshort", DATA])
def test_what_was_never_sealed_opens_nothing(sealed: bytes) -> None:
    with pytest.raises(FileError):
        unseal(sealed, PASSWORD, "a")


def test_a_file_under_another_name_opens_nothing() -> None:
    with pytest.raises(FileError):
        unseal(seal(DATA, PASSWORD, "a"), PASSWORD, "b")


def test_a_short_password_is_refused() -> None:
    with pytest.raises(InputError, match="ít nhất 8 ký tự"):
        seal(DATA, "1234567", "a")
