"""``--self-test OUT``: find out whether this very copy of the program works on this machine.

The build calls it on the frozen program, an IT officer after installing. What was found is written
to a file as JSON, because the windowed program has no standard output on Windows. Nothing of the
user's data is touched: a training store is made in a temporary folder and thrown away.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import qnapp
from qnapp.assets import asset
from qnapp.text import nfc

if TYPE_CHECKING:
    from collections.abc import Callable

    OpenWindow = Callable[..., int]

UNIT, PERIOD = "06652", "2026-Q1"
RESOURCES = (
    ("plan-2026", "plan.json"),
    ("fonts", "LiberationSerif-Regular.ttf"),
    ("fonts", "OpenSans-Regular.ttf"),
    ("icons", "app.svg"),
    ("i18n", "qtbase_vi.json"),
    ("help", "tasks.md"),
)
REPORTS = (".pdf", ".xlsx", ".docx")


def run_self_test(out: Path, folder: Path | None, open_window: OpenWindow) -> int:
    """Test this copy and write what was found to ``out``; 0 where all went well, else 1.

    With a ``folder`` only the window of that store is opened and closed, as a start in the morning
    does; ``window_ready_at`` tells when it could be used (seconds of the epoch), ``processor_s``
    what it took of the processor until then: for measuring.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found: dict[str, Any] = {"ok": False}
    try:
        if folder is not None:
            _open(folder, found, open_window, visit=False)
        else:
            _test_all(found, open_window)
        found["ok"] = True
    except Exception:
        # Whatever is wrong with this copy belongs into the answer: nobody sees a traceback here.
        found["error"] = traceback.format_exc()
    found |= _this_copy()  # afterwards: it takes time that no start takes
    out.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if found["ok"] else 1


def _this_copy() -> dict[str, Any]:
    import platform

    return {
        "version": qnapp.__version__,
        "frozen": bool(getattr(sys, "frozen", False)),
        "program": sys.executable,
        "qt_helpers": getattr(sys.modules.get("shibokensupport"), "__file__", None),
        "python": platform.python_version(),
        "system": platform.platform(),
    }


def _test_all(found: dict[str, Any], open_window: OpenWindow) -> None:
    import tempfile

    found["resources"] = str(asset())
    missing = ["/".join(parts) for parts in RESOURCES if not asset(*parts).is_file()]
    if missing:
        raise FileNotFoundError(f"thiếu tệp kèm theo chương trình: {missing}")
    found["modules"] = _import_everything()
    # An antivirus may still be reading what was written: what is left is the system's to clear.
    with tempfile.TemporaryDirectory(prefix="qnapp-", ignore_cleanup_errors=True) as scratch:
        store = Path(scratch) / nfc("Dữ liệu thử")
        _command(store, "init", "--unit", UNIT, "--sample")
        files = [Path(scratch) / nfc(f"Báo cáo quý I{suffix}") for suffix in REPORTS]
        wanted = [word for file in files for word in (f"--{file.suffix[1:]}", str(file))]
        _command(store, "report", "--period", PERIOD, *wanted)
        _command(store, "submit", "--period", PERIOD, "--out", str(Path(scratch) / "gửi"))
        found["reports"] = {file.suffix[1:]: file.stat().st_size for file in files}
        _open(store, found, open_window, visit=True)


def _import_everything() -> int:
    """Import every module there is, so that one left out of a build is noticed; how many."""
    import pkgutil

    names = [module.name for module in pkgutil.walk_packages(qnapp.__path__, "qnapp.")]
    for name in names:
        if name != "qnapp.__main__":
            importlib.import_module(name)
    return len(names)


def _command(store: Path, *words: str) -> None:
    from qnapp import cli

    options = cli.build_parser().parse_args(["--data", str(store), *words])
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = cli.run(options)
    if code != 0:
        raise RuntimeError(f"lệnh {words[0]} không làm được: {said.getvalue()}")


def _open(folder: Path, found: dict[str, Any], open_window: OpenWindow, *, visit: bool) -> None:
    from PySide6.QtWidgets import QApplication

    problems: list[str] = []

    def ready() -> None:
        found["window_ready_at"] = time.time()
        found["processor_s"] = time.process_time()
        found["platform"] = QApplication.platformName()
        if visit:
            try:
                found["pages"] = _visit_pages()
            except Exception:
                problems.append(traceback.format_exc())
        QApplication.closeAllWindows()

    code = open_window(folder, ready=ready)
    if problems or code != 0 or "window_ready_at" not in found:
        raise RuntimeError("\n".join(problems) or f"cửa sổ không mở được (mã {code})")


def _visit_pages() -> list[str]:
    from PySide6.QtWidgets import QApplication

    from qnapp.ui.window import MainWindow

    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    visited = []
    for key in window.page_keys:
        window.show_page(key)
        QApplication.processEvents()
        visited.append(window.current_page.key)
    return visited
