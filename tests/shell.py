"""Commands as a person types them, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp import cli

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


class Shell:
    """Runs commands on the store of one folder and keeps what they said."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *words: object) -> int:
        return self.run(self.folder, *words)

    def run(self, store: Path, *words: object) -> int:
        """Run one command on any store; gives its exit code."""
        options = cli.build_parser().parse_args(["--data", str(store), *map(str, words)])
        code = cli.run(options)
        self.out, self.err = self._capsys.readouterr()
        return code
