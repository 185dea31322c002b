"""The main job without a window: a training store, a recorded quarter, reports and a picture.

``dev.py run`` calls this on a machine without a display. Every step is a command that a person
could type; each is printed before it runs.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: object) -> None:
    """Print a command as a person would type it, and run it."""
    words = [str(part) for part in arguments]
    print("  qnapp", " ".join(f'"{w}"' if " " in w else w for w in words), flush=True)
    subprocess.run([sys.executable, "-m", "qnapp", *words], cwd=ROOT, check=True)


def main(out: Path) -> None:
    """Make everything in ``out``; what an earlier run left there is replaced."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    data, pdf, xlsx = out / "du-lieu", out / "bao-cao-quy-I.pdf", out / "bao-cao-quy-I.xlsx"
    quarter = ("--period", "2026-Q1")
    store = ("--data", data)
    run(*store, "init", "--unit", "06652", "--sample")
    run(*store, "set-progress", "3.2", *quarter, "--status", "đang triển khai", "--percent", "40",
        "--result", "Đã khởi công 3/7 công trình, hoàn thành 1 công trình.")  # fmt: skip
    run(*store, "set-measurement", "CT-22a", *quarter, "--actual", "96,4")
    run(*store, "attach", "3.2", *quarter, ROOT / "resources" / "sample" / "bien-ban.pdf",
        "--number", "12-BB/ĐU", "--date", "10/3/2026")  # fmt: skip
    run(*store, "status", *quarter)
    run(*store, "report", *quarter, "--pdf", pdf, "--xlsx", xlsx)
    run(*store, "check")
    pictures = [
        sys.executable,
        str(ROOT / "docs" / "pictures.py"),
        "--one",
        str(out / "cua-so.png"),
    ]
    subprocess.run(pictures, cwd=ROOT, check=True)
    print("\nMade here:")
    for path in (pdf, xlsx, out / "cua-so.png", data):
        print(f"  {path}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out/demo"))
