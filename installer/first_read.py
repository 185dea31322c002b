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
_START = "import sys, qnapp.cli_options, qnapp.app, qnapp.ui.overview.page; print(*sys.modules)"


def read_at_start() -> frozenset[str]:
    """Names of the modules that are loaded until the first page can be built.

    Raises CalledProcessError.
    """
    code = f"import sys; sys.path.insert(0, sys.argv[1]); {_START}"
    command = [sys.executable, "-c", code, str(ROOT)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return frozenset(done.stdout.split())
