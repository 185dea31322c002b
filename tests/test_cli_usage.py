"""How the program is called: wrong usage, no command, no screen."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from qnapp import cli

if TYPE_CHECKING:
    from pathlib import Path

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nhảy"], "không có giá trị nhảy"),
        (["init"], "phải nêu --unit hoặc --org"),
        (["init", "--unit", "06706", "--org", "Sở Nội vụ"], "--org không đi cùng --unit"),
        (["report"], "còn thiếu --period"),
        (["report", "--period"], "--period còn thiếu giá trị"),
        (["set-progress", "3.2"], "còn thiếu --period"),
        (["check", "--nhanh"], "không có tùy chọn --nhanh"),
    ],
)
def test_wrong_usage_is_exit_code_2_in_vietnamese(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.build_parser().parse_args(words)
    assert ended.value.code == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert "lệnh chưa đúng" in last
    assert said in last


def test_the_module_starts_as_a_program() -> None:
    command = [sys.executable, "-m", "qnapp", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("QNApp ")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_a_window_without_a_screen_is_one_sentence(tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if name not in SCREENS}
    command = [sys.executable, "-m", "qnapp", "--data", str(tmp_path / "dulieu")]
    done = subprocess.run(command, env=bare, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "không có màn hình" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "dulieu").exists()
