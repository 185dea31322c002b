"""The PC on which the pictures are taken: its screen, its clock's zone, and where it has files.

The application is made afterwards: Qt reads the screen when it starts.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Windows by scale: a screen of 1366 x 768 less title bar and task bar; at 150 % most are 1920 wide.
SIZES = {"1": (1366, 688), "1.5": (1280, 640), "2": (1366, 688)}
_TITLE_BAR = 40

# Where a clerk's PC has things. Below a working folder these are names of folders like any other.
STORE = Path(r"C:\Users\mau\AppData\Local\QNApp\dulieu")
PAPERS = Path(r"C:\Users\mau\Documents")
SENT = Path(rf"{PAPERS}\Gửi báo cáo 6 tháng năm 2026")


def _screen_like_an_office() -> str:
    """Name the platform whose one screen is as large as those on which the program is used.

    Qt's own offscreen screen has 800 x 800: what asks how large it may be would come out too small.
    What dialogs find is the screen less its task bar.
    """
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    width, height = SIZES.get(scale, SIZES["1"])
    sides = {
        "width": round(width * float(scale)),
        "height": round((height + _TITLE_BAR) * float(scale)),
    }
    screen = {"name": "PC", "x": 0, "y": 0, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens = {"screens": [screen | sides]}
    file = Path(tempfile.gettempdir(), f"qnapp-screen-{scale}.json")
    file.write_text(json.dumps(screens), encoding="utf-8")
    return f"offscreen:configfile={file}"


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """Work in a folder of its own, as a user whose documents lie where Windows has them."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            os.environ[variable] = str(Path(name, variable))
        config = Path(name, "XDG_CONFIG_HOME", "user-dirs.dirs")
        config.parent.mkdir()
        config.write_text(f'XDG_DOCUMENTS_DIR="{PAPERS}"\n', encoding="utf-8")
        try:
            yield Path(name)
        finally:
            os.chdir(before)


def pc_in(folder: Path) -> Path:
    """Go to a PC of its own; where its store lies."""
    Path(folder, PAPERS).mkdir(parents=True)
    os.chdir(folder)
    return STORE


os.environ.setdefault("QT_QPA_PLATFORM", _screen_like_an_office())
os.environ["TZ"] = "ICT-7"  # hours are shown as a clerk reads them
if hasattr(time, "tzset"):
    time.tzset()
