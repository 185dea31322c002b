"""Where a live store may lie: on a disk of this machine that no other program synchronises."""

from __future__ import annotations

import ntpath
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from qnapp.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

# Names that the synchronising programs give their folders; a person's own name may follow
# ("OneDrive - UBND phường Hà Tu").
_CLOUD = {
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "drive của tôi": "Google Drive",
    "dropbox": "Dropbox",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
}
_CLOUD_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "davfs", "fuse.sshfs", "fuse.davfs2"}
    | {"fuse.gvfsd-fuse", "fuse.rclone", "fuse.google-drive-ocamlfuse", "fuse.onedriver"}
)
_DRIVE_REMOTE = 4  # GetDriveTypeW

_NETWORK_SENTENCE = (
    "Thư mục “{path}” nằm trên mạng nên không dùng làm nơi lưu dữ liệu được: tệp dễ hỏng khi mạng "
    "ngắt. Chưa ghi gì vào đó. Chọn thư mục trên ổ đĩa của máy này; bản sao lưu thì để trên "
    "mạng được."
)
_CLOUD_SENTENCE = (
    "Thư mục “{path}” do {name} đồng bộ nên không dùng làm nơi lưu dữ liệu được: tệp dễ hỏng khi "
    "đang đồng bộ. Chưa ghi gì vào đó. Chọn thư mục khác trên máy này; bản sao lưu thì để trong "
    "{name} được."
)


def check_location(path: Path) -> None:
    """Refuse a folder on a network or in a synchronised folder as a live store.

    Raises ``StoreError`` with the reason and what to do (design, section 5; style, P3; field, D4).
    """
    for candidate in {str(path), os.path.realpath(path)}:
        if is_unc(candidate) or _on_network(candidate):
            raise StoreError(_NETWORK_SENTENCE.format(path=path))
        name = cloud_name(candidate, os.environ)
        if name:
            raise StoreError(_CLOUD_SENTENCE.format(path=path, name=name))


def is_unc(path: str) -> bool:
    r"""Whether a path names another machine: ``\\server\share`` (``\\?\C:\`` does not)."""
    flat = path.replace("/", "\\")
    if flat.upper().startswith("\\\\?\\UNC\\"):
        return True
    # On Linux "//tmp" is a plain folder; two backslashes never are.
    return flat.startswith("\\\\") and flat[2:3] not in "?." and path[:1] == "\\"


def cloud_name(path: str, environment: Mapping[str, str]) -> str:
    """Name of the program that synchronises a folder, "" for none."""
    for variable in _CLOUD_VARIABLES:
        root = environment.get(variable, "")
        if root and _inside(path, root):
            return "OneDrive"
    for part in Path(path.replace("\\", "/")).parts:
        plain = part.casefold()
        for known, name in _CLOUD.items():
            if plain == known or plain.startswith((known + " -", known + " (")):
                return name
    return ""


def network_file_system(path: str, mounts: Iterable[str]) -> bool:
    """Whether the mount that holds ``path`` is a network's; ``mounts`` as in ``/proc/mounts``."""
    best, kind = "", ""
    for line in mounts:
        fields = line.split()
        # Spaces in a mount point are written as \040.
        point = fields[1].replace("\\040", " ") if len(fields) > 2 else ""
        if point and _inside(path, point) and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind in _NETWORK_FILE_SYSTEMS


def _inside(path: str, root: str) -> bool:
    inner, outer = (text.replace("\\", "/").rstrip("/").casefold() for text in (path, root))
    return inner == outer or inner.startswith(outer + "/")


def on_remote_drive(path: str, drive_type: Callable[[str], int]) -> bool:
    """Whether a drive letter stands for a share; ``drive_type`` answers as GetDriveTypeW does."""
    root = ntpath.splitdrive(path)[0]
    return bool(root) and drive_type(root + "\\") == _DRIVE_REMOTE


def _on_network(path: str) -> bool:
    if sys.platform == "win32":
        import ctypes

        return on_remote_drive(path, ctypes.windll.kernel32.GetDriveTypeW)
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return network_file_system(path, mounts.splitlines())
