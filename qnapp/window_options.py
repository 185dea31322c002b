"""What a start of the window is told, read without argparse, which asks for the PC's languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qnapp.domain.packages import EXTENSIONS
from qnapp.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

_TRAVELLING = frozenset({*EXTENSIONS.values(), ".xlsx", ".zip"})
_OF_THE_WINDOW = ("--data", "--self-test", "--tell-data-folder")  # as the fields stand


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """As ``cli_options`` reads them where there is no command."""

    data: Path | None = None
    self_test: Path | None = None
    tell_data_folder: Path | None = None
    command: None = None


def parted_files(arguments: Sequence[str]) -> tuple[list[str], list[Path]]:
    """Part ``[--data DIR] FILE...``, as the system opens files, from a command with its options.

    What ends like a file that travels is one; no command does. Where there is no such file, the
    window says so.
    """
    start = 0
    while start < len(arguments) and arguments[start].startswith("-"):
        start += 2 if arguments[start] == "--data" else 1
    files = [Path(one) for one in arguments[start:]]
    if not files or files[0].suffix.lower() not in _TRAVELLING:
        return list(arguments), []
    return list(arguments[:start]), files


def window_options(arguments: Sequence[str]) -> WindowOptions | None:
    """Read options that a start with the window takes, each in full, with a value of its own.

    None where anything else stands there: that is for ``cli_options``, which also refuses.
    """
    found: dict[str, Path] = {}
    left = iter(arguments)
    for one in left:
        name, given, value = one.partition("=")
        value = value if given else next(left, "-")
        if name not in _OF_THE_WINDOW or (not given and value.startswith("-")):
            return None
        found[name] = Path(value)
    data, test, tell = map(found.get, _OF_THE_WINDOW)
    return WindowOptions(data, test, tell)
