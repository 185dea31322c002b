"""Where the files that ship with the program lie, in a source tree and in a frozen build alike."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any


def asset(*parts: str) -> Path:
    """Path of a shipped file or folder, for example ``asset("fonts", "OpenSans-Bold.ttf")``."""
    return _root().joinpath(*parts)


@functools.cache
def _root() -> Path:
    # Not by importlib.resources, which could serve an archive and takes 3 ms of a start: both pip
    # and the one-folder build unpack the package.
    import resources

    return Path(resources.__path__[0])


@functools.cache
def asset_json(*parts: str) -> Any:
    """Parsed content of a shipped JSON file. Callers must not change what they get."""
    return json.loads(asset(*parts).read_text(encoding="utf-8"))
