"""``python3 dev.py build``: everything that can be built on this machine, built and tried."""

from __future__ import annotations

import argparse
import sys

from installer.freeze import freeze
from installer.places import BUILD, SYSTEM, VERSION, folder_size, megabytes, program, say
from installer.smoke import GOAL, check_frozen, compare_starts, self_test


def build_here() -> None:
    """Freeze for the system this runs on, try it, measure it."""
    home = BUILD / SYSTEM
    say(f"Freezing QNApp {VERSION} for {SYSTEM}")
    frozen = freeze(home / "dist", home / "work")
    found = self_test([program(frozen)])
    check_frozen(found, frozen, VERSION)
    size, count = folder_size(frozen)
    say(f"Self-test passed: {found['modules']} modules, {len(found['pages'])} pages, reports made")
    say(f"Size: {megabytes(size)} in {count} files")
    say("Freezing an empty window to measure against")
    empty = freeze(home / "empty" / "dist", home / "empty" / "work", empty=True)
    ours, other = compare_starts(frozen, empty)
    verdict = "" if ours <= GOAL * other else "  ABOVE THE GOAL"
    say(
        f"Cold start: {ours:.3f} s, empty window {other:.3f} s, ratio {ours / other:.2f} "
        f"(goal {GOAL}){verdict}"
    )


def main() -> int:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(prog="dev.py build", description=__doc__)
    parser.parse_args()
    build_here()
    return 0


if __name__ == "__main__":
    sys.exit(main())
