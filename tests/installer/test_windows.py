"""The real Windows program: built, wrapped, installed, used, updated, uninstalled, all under Wine.

One PC lives through it, so the tests below run in their order. Where Wine or NSIS is missing they
are skipped and say so.
"""

from __future__ import annotations

import faulthandler
import hashlib
import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pdfplumber
import pytest
from clerk_pc import PROFILE, UNINSTALL_KEY, ClerkPc

from installer.ahead import LIST
from installer.nsis import Wrapping, wrap
from installer.places import BUILD, LIBRARY, ROOT, VERSION, WINDOW_PROGRAM
from installer.smoke import check_frozen
from installer.under_wine import freeze_for_windows, missing_tools
from qnapp.db.lock import HOLDER_FILE
from qnapp.domain.packages import Kind
from qnapp.exchange.container import open_package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MISSING = missing_tools()
pytestmark = [
    pytest.mark.timeout(1500),  # PyInstaller alone takes two minutes under Wine
    pytest.mark.skipif(
        bool(_MISSING), reason=f"not on this machine: {', '.join(_MISSING)} (.ci/run installs them)"
    ),
]

OLD, NEW = "0.0.9", VERSION
CLASSES = "Software\\Classes"
PERIOD = ("--period", "2026-Q1")


@pytest.fixture(scope="module")
def installers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An installer of today's program, and one of an older version with a file that went away."""
    pytest.importorskip("PyInstaller", reason="requirements-build.lock is not installed")
    faulthandler.cancel_dump_traceback_later()  # nothing hangs: this takes minutes
    frozen = freeze_for_windows(BUILD / "windows")
    parts = BUILD / "windows" / "parts"
    folder = tmp_path_factory.mktemp("bo-cai")
    made = {NEW: wrap(Wrapping(frozen, folder / "Bộ cài mới.exe", parts, for_wine=True))}
    older = folder / "cũ"
    shutil.copytree(frozen, older)
    (older / LIBRARY / "module-cu.txt").write_text("đã bỏ ở bản mới", encoding="utf-8")
    made[OLD] = wrap(Wrapping(older, folder / "cũ.exe", parts, version=OLD, for_wine=True))
    return made


@pytest.fixture(scope="module")
def pc(tmp_path_factory: pytest.TempPathFactory, installers: dict[str, Path]) -> Iterator[ClerkPc]:
    """A PC to install on; without an installer there is nothing to try on it."""
    assert installers
    made = ClerkPc.make(tmp_path_factory.mktemp("may"))
    yield made
    made.wine.stop()


def contents(folder: Path) -> dict[str, str]:
    """Every file of a folder with its hash."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def text_of(pdf: Path) -> str:
    with pdfplumber.open(pdf) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def in_source(*words: str | Path) -> None:
    """Run a command of the source tree on this machine."""
    command = [sys.executable, "-m", "qnapp", *map(str, words)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def test_what_a_start_reads_ahead_is_there(installers: dict[str, Path]) -> None:
    assert installers
    folder = BUILD / "windows" / "dist" / WINDOW_PROGRAM
    lines = (folder / LIBRARY / LIST).read_text(encoding="utf-8").splitlines()
    sizes = {path: int(size) for size, path in (line.split("\t") for line in lines)}
    assert all(size <= (folder / path).stat().st_size for path, size in sizes.items())
    names = [path.rpartition("/")[2] for path in sizes]
    needed = ("QNApp.exe", "QtCore.pyd", "Qt6Core.dll", "QtWidgets.pyd", "Qt6Widgets.dll")
    assert [name for name in names if name in needed] == list(needed)
    assert "qwindows.dll" in names


# --- what it does not install on


@pytest.mark.parametrize(
    ("version", "build"), [("win7", "7601"), ("win10", "17134")], ids=["Windows 7", "10 1803"]
)
def test_an_old_windows_is_refused(
    pc: ClerkPc, installers: dict[str, Path], version: str, build: str
) -> None:
    key = r"HKLM\Software\Microsoft\Windows NT\CurrentVersion"
    pc.wine.run("winecfg", "/v", version)
    pc.set_registry(key, "CurrentBuild", build)
    pc.set_registry(key, "CurrentBuildNumber", build)
    pc.wine.stop()  # the version is read when Wine starts
    try:
        assert pc.setup(installers[NEW]) == 3
    finally:
        pc.wine.run("winecfg", "/v", "win10")
        pc.wine.stop()
    assert not pc.home.exists()
    assert "QNApp cần Windows 10 bản 1809 trở lên" in pc.log()


def test_a_full_disk_is_refused(pc: ClerkPc, installers: dict[str, Path], tmp_path: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "none", tmp_path],
        capture_output=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip("this machine does not let tests mount a small disk")
    drive = pc.wine.prefix / "dosdevices" / "q:"
    drive.symlink_to(tmp_path)
    try:
        assert pc.setup(installers[NEW], "/D=Q:\\QNApp") == 5
        assert list(tmp_path.iterdir()) == []
    finally:
        drive.unlink()
        pc.wine.stop()
        subprocess.run(["umount", tmp_path], check=True)
    assert "Ổ đĩa Q: còn trống 8 MB" in pc.log()


# --- installing


def test_the_older_version_is_installed(pc: ClerkPc, installers: dict[str, Path]) -> None:
    assert pc.setup(installers[OLD]) == 0
    there = pc.program_files()
    assert {"QNApp.exe", "qnapp-cli.exe", "Go-bo-QNApp.exe"} <= there
    assert f"{LIBRARY}/module-cu.txt" in there
    assert pc.desktop_entry.exists()
    assert pc.start_entry.exists()
    assert pc.registry(UNINSTALL_KEY, "DisplayVersion") == OLD
    assert (
        pc.registry(UNINSTALL_KEY, "InstallLocation")
        == f"{PROFILE}\\AppData\\Local\\Programs\\QNApp"
    )
    assert "Đã cài xong QNApp 0.0.9" in pc.log()


@pytest.mark.parametrize(
    ("extension", "words"),
    [
        ("qnbc", "Gói báo cáo QNApp"),
        ("qnkh", "Gói kế hoạch QNApp"),
        ("qnph", "Phiếu trả lời QNApp"),
    ],
)
def test_a_double_click_opens_the_program(pc: ClerkPc, extension: str, words: str) -> None:
    kind = pc.registry(f"{CLASSES}\\.{extension}")
    assert kind == f"QNApp.{extension}"
    assert pc.registry(f"{CLASSES}\\{kind}") == words
    program = f"{PROFILE}\\AppData\\Local\\Programs\\QNApp\\QNApp.exe"
    assert pc.registry(f"{CLASSES}\\{kind}\\shell\\open\\command") == f'"{program}" "%1"'


def test_the_installed_program_tests_itself(pc: ClerkPc, tmp_path: Path) -> None:
    out = tmp_path / "kết quả.json"
    pc.run("--self-test", out)
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["ok"], found
    found["resources"] = str(pc.home / LIBRARY / "resources")  # C:\ and / name the same folder
    check_frozen(found, pc.home, VERSION)
    assert "settings" in found["pages"]
    assert found["system"].startswith("Windows-10")


# --- using


def test_the_data_lies_with_the_user_and_not_with_the_program(pc: ClerkPc) -> None:
    said = pc.run("init", "--unit", "06652", "--clerk", "Người Thử", "--sample")
    assert f"{PROFILE}\\AppData\\Local\\QNApp\\dulieu" in said
    assert (pc.data / "qnapp.db").exists()
    assert not any(path.name == "qnapp.db" for path in pc.home.rglob("*"))


def test_what_it_makes_is_what_the_source_tree_makes(pc: ClerkPc, tmp_path: Path) -> None:
    store, there = tmp_path / "dữ liệu", pc.profile / "Documents" / "Thử nghiệm"
    in_source("--data", store, "init", "--unit", "06652", "--sample")
    shutil.copytree(store, there)
    results = {}
    for name, data, run in (("source", store, in_source), ("installed", there, pc.run)):
        out = tmp_path / name
        out.mkdir()
        pdf, sheet = out / "báo cáo.pdf", out / "báo cáo.xlsx"
        run("--data", data, "report", *PERIOD, "--pdf", pdf, "--xlsx", sheet)
        run("--data", data, "submit", *PERIOD, "--out", out / "gửi")
        package = next((out / "gửi").glob("*.qnbc"))
        with open_package(package, Kind.SUBMISSION) as opened:
            results[name] = (text_of(pdf), opened.read("data.json"))
    assert len(results["source"][0]) > 5000
    assert results["installed"] == results["source"]


def test_a_second_start_leaves_the_window_to_the_first(
    pc: ClerkPc, installers: dict[str, Path]
) -> None:
    with pc.open_window() as first:
        try:
            pc.wait((pc.data / HOLDER_FILE).exists)
            with pc.open_window() as second:
                assert second.wait(60) == 0
            assert first.poll() is None
            # A program that is open is not replaced under the clerk's hands.
            before = pc.program_files()
            assert pc.setup(installers[NEW]) == 6
            assert pc.program_files() == before
            assert "QNApp đang mở" in pc.log()
        finally:
            pc.close_windows()


# --- updating


def test_an_update_touches_no_data_and_leaves_no_old_file(
    pc: ClerkPc, installers: dict[str, Path]
) -> None:
    before = contents(pc.data)
    pc.desktop_entry.unlink()  # the clerk does not want it
    assert pc.setup(installers[NEW]) == 0
    assert contents(pc.data) == before
    there = pc.program_files()
    assert f"{LIBRARY}/module-cu.txt" not in there
    assert not any(".cu" in name for name in there)
    assert not pc.desktop_entry.exists()
    assert pc.registry(UNINSTALL_KEY, "DisplayVersion") == NEW
    assert "Phường Hà Tu" in pc.run("status", *PERIOD, "--json")


def test_a_store_of_the_first_version_is_brought_up_with_a_copy(pc: ClerkPc) -> None:
    there = pc.profile / "Documents" / "Bản đầu"
    shutil.copytree(ROOT / "tests" / "db" / "data" / "store-v1", there)
    pc.run("--data", there, "check")
    assert list((there / "backups").glob("*.db"))


def test_an_older_version_is_refused_over_a_newer_one(
    pc: ClerkPc, installers: dict[str, Path]
) -> None:
    before = contents(pc.home)
    assert pc.setup(installers[OLD]) == 7
    assert contents(pc.home) == before
    assert pc.registry(UNINSTALL_KEY, "DisplayVersion") == NEW
    assert f"Máy này đang có QNApp {NEW}, mới hơn bản {OLD}" in pc.log()


def test_the_same_version_again_repairs_the_program(
    pc: ClerkPc, installers: dict[str, Path]
) -> None:
    whole = contents(pc.home)
    broken = pc.home / LIBRARY / "resources" / "i18n" / "qtbase_vi.json"
    broken.unlink()
    assert pc.setup(installers[NEW]) == 0
    assert contents(pc.home).keys() == whole.keys()


def test_another_folder_leaves_one_copy(pc: ClerkPc, installers: dict[str, Path]) -> None:
    assert pc.setup(installers[NEW], "/D=C:\\Chương", "trình", "của", "Đức") == 0
    other = pc.wine.drive_c / "Chương trình của Đức"
    assert (other / "QNApp.exe").exists()
    assert not pc.home.exists()
    # Without a folder named, an update goes where the program is.
    assert pc.setup(installers[NEW]) == 0
    assert not pc.home.exists()
    back = f"/D={PROFILE}\\AppData\\Local\\Programs\\QNApp"
    assert pc.setup(installers[NEW], *back.split(" ")) == 0
    assert not other.exists()


# --- uninstalling


def test_uninstalling_keeps_the_data_and_what_is_not_its_own(pc: ClerkPc) -> None:
    before = contents(pc.data)
    stranger = pc.home / "của người khác.txt"
    stranger.write_text("giữ lại", encoding="utf-8")
    pc.uninstall()
    assert contents(pc.data) == before
    assert [path.name for path in pc.home.iterdir()] == [stranger.name]
    assert not pc.start_entry.exists()
    for key in (UNINSTALL_KEY, f"{CLASSES}\\.qnbc", f"{CLASSES}\\QNApp.qnbc", "Software\\QNApp"):
        assert pc.registry(key, "DisplayVersion") is None
        assert pc.registry(key) is None
    assert f"Dữ liệu nằm ở {PROFILE}\\AppData\\Local\\QNApp\\dulieu" in pc.log()
    assert "Giữ lại dữ liệu" in pc.log()


def test_installed_anew_the_program_finds_its_data(
    pc: ClerkPc, installers: dict[str, Path]
) -> None:
    assert pc.setup(installers[NEW]) == 0
    assert pc.desktop_entry.exists()
    assert "Phường Hà Tu" in pc.run("status", *PERIOD, "--json")
