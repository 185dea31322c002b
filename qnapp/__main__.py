"""Start: a command, or the window when no command is named."""

from __future__ import annotations

import sys


def main() -> int:
    """Run what the command line asks for; the exit code."""
    arguments = sys.argv[1:]
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # Windows pipes would take its old code page
    from qnapp import cli

    options = cli.build_parser().parse_args(arguments)
    if options.command is not None:
        return cli.run(options)
    from qnapp.app import run_window  # Qt is loaded only for the window

    return run_window(options.data)


if __name__ == "__main__":
    sys.exit(main())
