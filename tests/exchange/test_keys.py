"""The key that signs: made once, for its owner alone, and never replaced in silence."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from fixed_clock import FixedClock
from frozen_stores import opened
from hypothesis import given
from hypothesis import strategies as st
from packages import KEY, OTHER_KEY

from qnapp.db.archive import backup_full, restore_full
from qnapp.db.history import history_of
from qnapp.db.store import Store
from qnapp.domain.packages import key_words
from qnapp.errors import StoreError
from qnapp.exchange.keys import own_key, renew_key, signed_by

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.domain.issued import IssuedReport

PEM, PKCS8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8


def key_files(store: Store) -> list[Path]:
    return sorted((store.folder / "keys").iterdir())


@given(st.binary(max_size=200))
def test_a_signature_is_for_one_manifest_of_one_key(manifest: bytes) -> None:
    signature = KEY.sign(manifest)
    assert signed_by(KEY.public, signature, manifest)
    assert not signed_by(OTHER_KEY.public, signature, manifest)
    assert not signed_by(KEY.public, signature, manifest + b" ")
    assert not signed_by(KEY.public, signature[::-1], manifest)


def test_a_signature_is_good_for_nothing_but_a_manifest() -> None:
    manifest = b'{"a": 1}'
    public = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key()
    with pytest.raises(InvalidSignature):
        public.verify(KEY.sign(manifest), manifest)


@pytest.mark.parametrize("public", ["", "xyz", "0" * 63, "0" * 66, "ệ" * 64])
def test_what_is_no_key_has_signed_nothing(public: str) -> None:
    assert not signed_by(public, KEY.sign(b"x"), b"x")


@given(st.binary(min_size=32, max_size=32))
def test_a_key_is_read_out_in_six_groups(raw: bytes) -> None:
    words = key_words(raw.hex())
    assert [len(group) for group in words.split(" ")] == [4] * 6
    assert set(words) <= set("0123456789ABCDEF ")


def test_a_key_is_made_on_first_use_and_stays(store: Store) -> None:
    assert key_files(store) == []
    made = own_key(store)
    content = [path.read_bytes() for path in key_files(store)]
    assert len(content) == 1
    assert own_key(store).public == made.public
    folder = store.folder
    store.close()
    with Store.open(folder, clock=FixedClock()) as again:
        assert own_key(again).public == made.public
        assert [path.read_bytes() for path in key_files(again)] == content


def test_two_stores_never_share_a_key(store: Store, tmp_path: Path) -> None:
    with opened(tmp_path / "khác") as other:
        assert own_key(other).public != own_key(store).public


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps permissions elsewhere")
def test_the_key_is_for_its_owner_alone(store: Store) -> None:
    own_key(store)
    (path,) = key_files(store)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_only_public_things_are_told(store: Store) -> None:
    key = own_key(store)
    (path,) = key_files(store)
    secret = serialization.load_pem_private_key(path.read_bytes(), None)
    assert isinstance(secret, Ed25519PrivateKey)
    assert secret.public_key().public_bytes_raw().hex() == key.public
    assert secret.private_bytes_raw().hex() not in repr(vars(key))


def _other_kind() -> bytes:
    return X25519PrivateKey.generate().private_bytes(PEM, PKCS8, serialization.NoEncryption())


def _locked() -> bytes:
    lock = serialization.BestAvailableEncryption(b"x")
    return Ed25519PrivateKey.generate().private_bytes(PEM, PKCS8, lock)


@pytest.mark.parametrize(
    "content", [b"", b"-----BEGIN PRIVATE KEY-----\n", b"\x00" * 20_000, _other_kind(), _locked()]
)
def test_a_damaged_key_is_said_and_never_replaced(store: Store, content: bytes) -> None:
    own_key(store)
    (path,) = key_files(store)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="khóa"):
        own_key(store)
    assert [one.read_bytes() for one in key_files(store)] == [content]


def test_a_new_key_leaves_the_old_one_beside(store: Store) -> None:
    old = own_key(store)
    (path,) = key_files(store)
    content = path.read_bytes()
    new = renew_key(store)
    assert new.public != old.public
    assert own_key(store).public == new.public
    assert content in [one.read_bytes() for one in key_files(store) if one != path]
    (told,) = history_of(store, "signing_key", "own")
    assert (told.old, told.new) == (key_words(old.public), key_words(new.public))


def test_a_damaged_key_gives_way_to_a_new_one(store: Store) -> None:
    own_key(store)
    (path,) = key_files(store)
    path.write_bytes(b"")
    new = renew_key(store)
    assert own_key(store).public == new.public
    (told,) = history_of(store, "signing_key", "own")
    assert (told.old, told.new) == ("", key_words(new.public))


def test_a_store_that_is_only_looked_at_gets_no_key(store: Store, report: IssuedReport) -> None:
    folder = store.folder
    store.close()
    with Store.open(folder, clock=FixedClock(), read_only=True) as shown:
        with pytest.raises(StoreError):
            own_key(shown)
        assert key_files(shown) == []


def test_a_full_backup_keeps_the_key(store: Store, tmp_path: Path) -> None:
    key = own_key(store)
    saved = backup_full(store, tmp_path / "sao lưu.zip", password="mật khẩu dài").file
    assert b"PRIVATE KEY" not in saved.read_bytes()
    restore_full(saved, tmp_path / "máy khác", password="mật khẩu dài", clock=FixedClock())
    with Store.open(tmp_path / "máy khác", clock=FixedClock()) as other:
        assert own_key(other).public == key.public
