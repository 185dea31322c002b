"""Which modules a start reads: they stand together in the frozen program's archive.

The archive is one file of 26 MB, sorted by name. A start wants some 200 of its 1700 modules, a
tenth of its bytes, but spread over all of it; and whoever reads here and there from a disk is given
what stands around it too, so that the first start of a day read the whole file.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from installer.places import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

# What the window and its first page need before they run.
_START = """
import os, sys
sys.path.insert(0, sys.argv[1])
import qnapp.window_options, qnapp.app, qnapp.ui.overview.page
for name, module in list(sys.modules.items()):
    print(name, os.path.basename(getattr(module, "__file__", None) or ""), sep="\\t")
"""
# Libraries come first: while another library is loaded, no second one can be.
_WITHOUT_QT = """
import importlib.machinery, sys
sys.path.insert(0, sys.argv[1])
sys.modules["PySide6"] = sys.modules["shiboken6"] = None
before, own = set(sys.modules), []
for name in sys.argv[2:]:
    try:
        importlib.import_module(name)
        own.append(name)
    except ImportError:
        continue
libraries = tuple(importlib.machinery.EXTENSION_SUFFIXES)
for name, module in list(sys.modules.items()):
    if name not in before and (getattr(module, "__file__", None) or "").endswith(libraries):
        print(name)
print(*own, sep="\\n")
"""


def read_at_start() -> dict[str, str]:
    """Modules that are loaded until the first page can be built, in this order.

    Each with the name of its file, "" for what is part of Python. Raises CalledProcessError.
    """
    lines = (line.partition("\t") for line in _told(_START))
    return {name: file for name, _, file in lines}


def read_without_qt(modules: Iterable[str]) -> list[str]:
    """Which of the program's ``modules`` can be imported before Qt is loaded, in this order.

    The libraries of Python that they need stand before them. Raises CalledProcessError.
    """
    return _told(_WITHOUT_QT, *(name for name in modules if name.startswith("qnapp.")))


def _told(script: str, *arguments: str) -> list[str]:
    command = [sys.executable, "-c", script, str(ROOT), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.splitlines()
