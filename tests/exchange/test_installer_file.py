"""What is told of an installer file: its version, its sum, its signature; and of what is none."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from program_files import installer_file, program_file

from installer.sign import Signer
from qnapp import __version__
from qnapp.errors import FileError
from qnapp.exchange.authenticode import Intact
from qnapp.exchange.installer_file import Compared, installer_lines, read_installer

if TYPE_CHECKING:
    from pathlib import Path

SIGNER = "Văn phòng Thử"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "QNApp-9.1.0-setup.exe"
    path.write_bytes(installer_file())
    return path


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    """A certificate of the test's own, with which osslsigncode signs."""
    if not (shutil.which("osslsigncode") and shutil.which("openssl")):
        pytest.skip("osslsigncode or openssl is missing (.ci/run installs them)")
    folder = tmp_path_factory.mktemp("chung-thu")
    made = Signer(folder / "c.pem", folder / "k.pem")
    names = ["-utf8", "-subj", f"/CN={SIGNER}/O=Cơ quan Thử"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", *names]
    subprocess.run(
        [*command, "-keyout", made.key, "-out", made.certificate], check=True, capture_output=True
    )
    return made


def test_version_and_sum_are_read(file: Path) -> None:
    found = read_installer(file)
    assert found.version == "9.1.0"
    assert found.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert found.signature.intact is Intact.UNSIGNED


@pytest.mark.parametrize(
    ("running", "compared"),
    [
        ("9.0.12", Compared.NEWER),
        ("9.1", Compared.SAME),
        ("9.1.0.0", Compared.SAME),
        ("9.10.0", Compared.OLDER),
        ("10.0.0", Compared.OLDER),
    ],
)
def test_versions_are_compared_number_by_number(
    file: Path, running: str, compared: Compared
) -> None:
    assert read_installer(file).compared(running) is compared


def test_it_is_told_in_sentences(file: Path) -> None:
    version, digest, signature = installer_lines(read_installer(file))
    assert version.startswith("Phiên bản trong bộ cài: 9.1.0. Bộ cài này mới hơn bản đang dùng")
    assert __version__ in version
    assert digest.removeprefix("SHA-256: ").replace(" ", "") == read_installer(file).sha256
    assert "không có chữ ký số" in signature


def test_a_signature_names_its_signer_and_claims_no_more(file: Path, signer: Signer) -> None:
    signer.sign(file)
    found = read_installer(file)
    assert found.signature.intact is Intact.YES
    assert found.signature.signer == SIGNER
    assert f"“{SIGNER}”" in installer_lines(found)[2]
    assert "chưa kiểm được chứng thư" in installer_lines(found)[2]


def test_any_changed_byte_breaks_the_signature(file: Path, signer: Signer) -> None:
    signer.sign(file)
    whole = file.read_bytes()
    end = len(installer_file())
    # Not the checksum nor the entry that names the signature: those are not signed, by design.
    for at in (10, 70, 300, 0x200 + 95, end - 1):
        changed = bytearray(whole)
        changed[at] ^= 1
        file.write_bytes(changed)
        try:
            assert read_installer(file).signature.intact is Intact.NO, at
        except FileError:
            continue  # the change was in what makes it a program


def test_what_is_appended_to_a_signed_file_is_noticed(file: Path, signer: Signer) -> None:
    signer.sign(file)
    file.write_bytes(file.read_bytes() + b"more of it")
    found = read_installer(file)
    assert found.signature.intact is Intact.NO
    assert "không khớp với tệp" in installer_lines(found)[2]


def test_a_signature_taken_from_another_file_does_not_hold(file: Path, signer: Signer) -> None:
    unsigned = len(installer_file())
    signer.sign(file)
    signed = file.read_bytes()
    other = installer_file("9.9.0")
    assert len(other) == unsigned
    # Headers name the signature; content is that of another version.
    file.write_bytes(signed[:0x200] + other[0x200:] + signed[unsigned:])
    found = read_installer(file)
    assert found.version == "9.9.0"
    assert found.signature.intact is Intact.NO


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ",
        b"%PDF-1.7 not a program",
        installer_file()[:200],
        program_file({"ProductName": "Khác", "ProductVersion": "1.0"}),
        program_file({"ProductName": "QNApp"}),
        program_file({"ProductName": "QNApp", "ProductVersion": "1.0 beta"}),
        program_file({}),
    ],
    ids=["empty", "two letters", "a PDF", "cut off", "another", "no version", "words", "none"],
)
def test_what_is_no_installer_is_refused_with_a_sentence(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(FileError, match="không phải bộ cài QNApp"):
        read_installer(file)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="Không đọc được tệp"):
        read_installer(tmp_path / "mất.exe")


@given(
    cut=st.integers(0, 1400), flips=st.lists(st.tuples(st.integers(0, 1399), st.integers(1, 255)))
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_damage_ends_in_anything_but_a_sentence(
    tmp_path: Path, cut: int, flips: list[tuple[int, int]]
) -> None:
    content = bytearray(installer_file())
    for at, bits in flips:
        if at < len(content):
            content[at] ^= bits
    path = tmp_path / "hỏng.exe"
    path.write_bytes(content[: cut or None])
    with contextlib.suppress(FileError):
        read_installer(path)
