"""What the frozen program runs: the same start as ``python -m qnapp``."""

import sys

from qnapp.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
