"""What goes with the program: the list of its parts, licences, the signature, NSIS's words."""

from __future__ import annotations

import json
import shutil
import subprocess
import sysconfig
import unicodedata
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path
from types import SimpleNamespace

import pytest
from program_files import installer_file

from installer.contents import ContentsError, Part, files_inside, part_of, parts_inside
from installer.nsis import compose_language
from installer.places import ROOT
from installer.sbom import cyclonedx, write_licences
from installer.sign import Signer, SignError, StoreSigner, signer_of
from installer.windows_python import locked_for_windows

SITE = Path(sysconfig.get_paths()["purelib"])
PARTS = [
    Part("Qt", "6.9.3", "LGPL-3.0-only"),
    Part("reportlab", "5.1.0", "BSD-3-Clause", package=True),
]


# --- what is inside


def notes(folder: Path, modules: list[str], files: list[str]) -> Path:
    """PyInstaller's notes of a build, in the form in which it leaves them."""
    made = folder / "qnapp"
    made.mkdir()
    archive = [(Path(name).stem, str(SITE / name), "PYMODULE") for name in modules]
    collected = [(Path(name).name, name, "BINARY") for name in files]
    (made / "PYZ-00.toc").write_text(repr(("/x/PYZ-00.pyz", archive)), encoding="utf-8")
    (made / "COLLECT-00.toc").write_text(repr((collected,)), encoding="utf-8")
    return folder


def test_parts_are_those_whose_files_went_in(tmp_path: Path) -> None:
    work = notes(tmp_path, ["openpyxl/cell/cell.py"], ["/lib/libQt6Core.so.6", "/lib/sqlite3.dll"])
    found = {part.name: part for part in parts_inside(files_inside(work), SITE, "3.11.9")}
    assert set(found) == {"Python", "openpyxl", "Qt", "SQLite"}
    assert found["openpyxl"].licence == "MIT"
    assert found["openpyxl"].version
    assert found["openpyxl"].texts
    assert found["Python"].version == "3.11.9"


def test_files_that_wine_names_are_found_too(tmp_path: Path) -> None:
    inside = [("lxml.etree", "Z:" + str(SITE / "lxml" / "etree.pyx").replace("/", "\\"))]
    etree = next(SITE.glob("lxml/etree*"))
    inside.append((etree.name, "Z:" + str(etree).replace("/", "\\")))
    del tmp_path
    assert "lxml" in {part.name for part in parts_inside(inside, SITE, "3.11.9")}


def test_a_part_without_a_known_licence_stops_the_build() -> None:
    metadata = Message()
    metadata["Name"] = "unheard-of"
    package = SimpleNamespace(metadata=metadata, version="1", files=())
    with pytest.raises(ContentsError, match="unheard-of"):
        part_of(package)  # type: ignore[arg-type] # as much of one as is asked


def test_the_list_is_cyclonedx() -> None:
    made = cyclonedx(PARTS, datetime(2026, 11, 28, tzinfo=UTC), "ab" * 32)
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.5")
    assert made["serialNumber"].startswith("urn:uuid:")
    assert made["metadata"]["component"]["hashes"][0]["content"] == "ab" * 32
    assert [part["name"] for part in made["components"]] == ["Qt", "reportlab"]
    assert made["components"][0]["licenses"] == [{"expression": "LGPL-3.0-only"}]
    assert made["components"][1]["purl"] == "pkg:pypi/reportlab@5.1.0"
    references = {part["bom-ref"] for part in made["components"]}
    assert set(made["dependencies"][0]["dependsOn"]) == references
    json.dumps(made)


def test_the_licence_texts_are_in_one_readable_file(tmp_path: Path) -> None:
    one, same = tmp_path / "LICENSE.txt", tmp_path / "COPYING.txt"
    one.write_text("Một giấy phép thử", encoding="utf-8")
    same.write_text("Một giấy phép thử\n", encoding="utf-8")
    parts = [*PARTS, Part("x", "1", "MIT", package=True, texts=(one, same))]
    write_licences(tmp_path / "giay-phep.txt", parts)
    text = (tmp_path / "giay-phep.txt").read_text(encoding="utf-8-sig")
    assert text.count("Một giấy phép thử") == 1
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "reportlab 5.1.0" in text


# --- the packages for Windows


def test_the_lock_is_read_as_windows_reads_it() -> None:
    lock = (
        "altgraph==0.17.5 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via x\n"
        "macholib==1.16 ; sys_platform == 'darwin' \\\n    --hash=sha256:cc\n"
        "pefile==2024.8 ; sys_platform == 'win32' \\\n    --hash=sha256:dd\n"
    )
    assert locked_for_windows(lock) == (
        "altgraph==0.17.5 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
        "pefile==2024.8 \\\n    --hash=sha256:dd\n"
    )


def test_the_whole_lock_keeps_its_hashes() -> None:
    lock = (ROOT / "requirements-build.lock").read_text(encoding="utf-8")
    kept = locked_for_windows(lock)
    assert "pywin32-ctypes==" in kept
    assert "macholib" not in kept
    assert ";" not in kept
    assert kept.count("==") == kept.count("== ") + len(kept.split("\n\n")[0].split("==")) - 1


# --- signing


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    if not (shutil.which("osslsigncode") and shutil.which("openssl")):
        pytest.skip("osslsigncode or openssl is missing (.ci/run installs them)")
    folder = tmp_path_factory.mktemp("ký")
    made = Signer(folder / "c.pem", folder / "k.pem", "mật khẩu")
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-subj", "/CN=Thu", "-days", "9"]
    place = ["-keyout", str(made.key), "-out", str(made.certificate)]
    secret = ["-passout", f"pass:{made.password}"]
    subprocess.run([*make, *place, *secret], check=True, capture_output=True)
    return made


def verified(file: Path, signer: Signer) -> bool:
    command = ["osslsigncode", "verify", "-CAfile", str(signer.certificate), "-in", str(file)]
    done = subprocess.run(command, capture_output=True, check=False)
    return b"Signature verification: ok" in done.stdout


def test_a_signed_file_is_verified_and_a_changed_one_is_not(signer: Signer, tmp_path: Path) -> None:
    file = tmp_path / "bộ cài.exe"
    file.write_bytes(installer_file())
    signer.sign(file)
    assert verified(file, signer)
    changed = bytearray(file.read_bytes())
    changed[0x210] ^= 1
    file.write_bytes(changed)
    assert not verified(file, signer)


def test_a_wrong_password_leaves_the_file_as_it_was(signer: Signer, tmp_path: Path) -> None:
    file = tmp_path / "a.exe"
    file.write_bytes(installer_file())
    with pytest.raises(SignError, match=r"a\.exe"):
        Signer(signer.certificate, signer.key, "sai").sign(file)
    assert file.read_bytes() == installer_file()


def test_without_a_certificate_it_is_said_and_gone_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert signer_of({}) is None
    assert "Not signed" in capsys.readouterr().out


def test_a_certificate_that_is_named_and_missing_stops_the_build(tmp_path: Path) -> None:
    named = {"QNAPP_SIGN_CERTIFICATE": str(tmp_path / "c.pem"), "QNAPP_SIGN_KEY": "k.pem"}
    with pytest.raises(SignError, match=r"c\.pem"):
        signer_of(named)
    with pytest.raises(SignError, match="not named"):
        signer_of({"QNAPP_SIGN_KEY": str(tmp_path)})


def test_a_token_is_named_by_its_thumbprint() -> None:
    signer = signer_of({"QNAPP_SIGN_THUMBPRINT": "ab12", "QNAPP_SIGN_TIMESTAMP": "t"})
    assert signer == StoreSigner("ab12", "t")


# --- NSIS's own words


def test_nsis_speaks_composed_vietnamese(tmp_path: Path) -> None:
    source = tmp_path / "nsis"
    source.mkdir()
    words = unicodedata.normalize("NFD", "Gỡ bỏ $(^NameDA), Thỏa thuận Giấy phép")
    for suffix in (".nlf", ".nsh"):
        (source / f"Vietnamese{suffix}").write_text(words, encoding="utf-8-sig")
    compose_language(source, tmp_path / "out")
    for suffix in (".nlf", ".nsh"):
        text = (tmp_path / "out" / f"Vietnamese{suffix}").read_text(encoding="utf-8-sig")
        assert text == unicodedata.normalize("NFC", words)
