"""Where a live store may not lie, with made-up paths and a made-up answer of the system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qnapp.db import location
from qnapp.db.location import (
    check_location,
    cloud_name,
    is_unc,
    network_file_system,
    on_remote_drive,
)
from qnapp.db.organisations import resolve_organisation
from qnapp.db.setup import initialise
from qnapp.db.store import Store
from qnapp.errors import StoreError

if TYPE_CHECKING:
    from fixed_clock import FixedClock


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (r"\\may-chu\chung\qnapp", True),
        (r"\\?\UNC\may-chu\chung", True),
        (r"\\?\C:\QNApp", False),
        (r"C:\Users\Nguyễn Văn Đức\AppData\Local\QNApp", False),
        ("//tmp/qnapp", False),
        ("/home/a", False),
    ],
)
def test_unc_paths(path: str, expected: bool) -> None:
    assert is_unc(path) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (r"C:\Users\A\OneDrive\QNApp", "OneDrive"),
        (r"C:\Users\A\OneDrive - UBND phường Hà Tu\QNApp", "OneDrive"),
        ("/home/a/Google Drive/x", "Google Drive"),
        (r"G:\My Drive\x", "Google Drive"),
        (r"G:\Drive của tôi\x", "Google Drive"),
        (r"C:\Users\A\Dropbox (Phường)\x", "Dropbox"),
        (r"C:\Users\A\iCloudDrive\x", "iCloud"),
        (r"C:\Users\A\Documents\onedriver\x", ""),
        (r"C:\Users\A\AppData\Local\QNApp", ""),
        (r"E:\Công việc\QNApp", "OneDrive"),
        (r"E:\Công việc khác", ""),
    ],
)
def test_synchronised_folders(path: str, expected: str) -> None:
    assert cloud_name(path, {"OneDriveCommercial": "E:\\Công việc\\"}) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (r"Z:\qnapp", True),
        (r"C:\QNApp", False),
        (r"E:\QNApp", False),  # a USB stick
        ("/home/a", False),
        ("qnapp", False),
    ],
)
def test_drive_letters_that_stand_for_a_share(path: str, expected: bool) -> None:
    kinds = {"C:\\": 3, "E:\\": 2, "Z:\\": 4}
    assert on_remote_drive(path, kinds.__getitem__) is expected


def test_a_network_folder_is_refused_with_the_reason(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(location, "_on_network", lambda path: True)
    with pytest.raises(StoreError, match="nằm trên mạng"):
        initialise(tmp_path / "a", organisation=resolve_organisation("06652"), clock=clock)
    assert list(tmp_path.iterdir()) == []


MOUNTS = [
    "/dev/sda1 / ext4 rw 0 0",
    "//may-chu/chung /mnt/chung cifs rw 0 0",
    r"may-chu:/x /mnt/kho\040chung nfs4 rw 0 0",
    "/dev/sdb1 /mnt/chung/o-cung ext4 rw 0 0",
    "garbage",
]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/home/a", False),
        ("/mnt/chung", True),
        ("/mnt/chung/qnapp", True),
        ("/mnt/chung2/qnapp", False),
        ("/mnt/kho chung/qnapp", True),
        ("/mnt/chung/o-cung/qnapp", False),
    ],
)
def test_network_mounts(path: str, expected: bool) -> None:
    assert network_file_system(path, MOUNTS) is expected


def test_a_synchronised_folder_is_refused_with_the_reason(
    tmp_path: Path, clock: FixedClock
) -> None:
    folder = tmp_path / "OneDrive" / "QNApp"
    with pytest.raises(StoreError, match="do OneDrive đồng bộ"):
        initialise(folder, organisation=resolve_organisation("06652"), clock=clock)
    assert not (tmp_path / "OneDrive").exists()


def test_a_link_into_a_synchronised_folder_is_seen_through(tmp_path: Path) -> None:
    real = tmp_path / "Dropbox" / "x"
    real.mkdir(parents=True)
    (tmp_path / "dulieu").symlink_to(real)
    with pytest.raises(StoreError, match="Dropbox"):
        check_location(tmp_path / "dulieu")


def test_a_store_that_was_moved_there_is_not_opened(folder: Path, clock: FixedClock) -> None:
    moved = folder.parent / "Google Drive"
    folder.rename(moved)
    with pytest.raises(StoreError, match="Google Drive"):
        Store.open(moved, clock=clock)


def test_an_ordinary_folder_is_fine(tmp_path: Path) -> None:
    check_location(tmp_path)
    check_location(Path("chưa có") / "đâu")
