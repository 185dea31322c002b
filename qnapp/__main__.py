"""Start: a command, or the window when no command is named."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")  # the last draws without one
NO_SCREEN = (
    "Máy này không có màn hình nên không mở được cửa sổ. Chưa có gì bị thay đổi. "
    "Dùng lệnh, ví dụ “status”; xem các lệnh bằng “--help”."
)


def main() -> int:
    """Run what the command line asks for; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            # Windows pipes would take its old code page; a path may hold what is no text.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    from qnapp.window_options import parted_files, window_options

    arguments, files = parted_files(sys.argv[1:])
    options: Any = window_options(arguments) or _all_options(arguments)
    if options.self_test is not None:
        from qnapp.self_test import run_self_test

        return run_self_test(options.self_test, options.data, open_window)
    if options.tell_data_folder is not None:
        return tell_data_folder(options.tell_data_folder)
    if options.command is None and _without_screen():
        print(NO_SCREEN, file=sys.stderr)  # Qt would end the program, in its own words
        return 1
    if options.command is None:
        return open_window(options.data, files)
    from qnapp import cli

    return cli.run(options)


def _without_screen() -> bool:
    return sys.platform == "linux" and not any(os.environ.get(name) for name in _SCREENS)


def _all_options(arguments: Sequence[str]) -> Any:
    from qnapp.cli_options import build_parser

    return build_parser().parse_args(arguments)


def open_window(
    folder: Path | None,
    files: Sequence[Path] = (),
    *,
    ready: Callable[[], None] | None = None,
) -> int:
    """Load Qt, show the window and stay until it closes; arguments as of ``run_window``."""
    gc.disable()  # what a start makes stays; later ``ui.collector`` does it
    from qnapp.app import run_window

    return run_window(folder, files, ready=ready)


def tell_data_folder(out: Path) -> int:
    """Write where the next start would open the data: the uninstaller asks, in its own encoding."""
    from qnapp.app import remembered

    out.write_text(str(remembered()), encoding="utf-16")
    return 0


if __name__ == "__main__":
    sys.exit(main())
