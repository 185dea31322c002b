"""Which modules a start reads, so that they stand together in the frozen program's archive.

The archive is one file of 26 MB, sorted by name. A start wants some 200 of its 1700 modules, a
tenth of its bytes, but spread over all of it; and whoever reads here and there from a disk is given
what stands around it too, so that the first start of a day read the whole file.
"""

from __future__ import annotations

import subprocess
import sys

from installer.places import ROOT

# What the window and its first page need before they run.
_START = """
import os, sys
sys.path.insert(0, sys.argv[1])
import qnapp.cli_options, qnapp.app, qnapp.ui.overview.page
for name, module in list(sys.modules.items()):
    print(name, os.path.basename(getattr(module, "__file__", None) or ""), sep="\\t")
"""


def read_at_start() -> dict[str, str]:
    """Modules that are loaded until the first page can be built, in this order.

    Each with the name of its file, "" for what is part of Python. Raises CalledProcessError.
    """
    command = [sys.executable, "-c", _START, str(ROOT)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    lines = (line.partition("\t") for line in done.stdout.splitlines())
    return {name: file for name, _, file in lines}
