"""One file for everything around the program: set-up, run, test, pictures, lock.

    python3 dev.py run        make .venv, install what is locked, open the window
    python3 dev.py test       the same, then lint, strict types, import contract, all tests
    python3 dev.py pictures   pictures of every page into out/pictures
    python3 dev.py build      the program as a clerk installs it, into dist, tried and measured
    python3 dev.py lock       renew the lock files from requirements*.in

Only the standard library is used here, and only syntax that every Python 3 reads, so that a wrong
version gets a sentence instead of a traceback. On Windows: ``py dev.py run``.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 13)

# What Qt loads from the system on Linux, and the Debian package that brings it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
}
# Only a real screen needs these.
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}


def stop(sentence: str) -> None:
    """Say one sentence and end."""
    sys.exit(sentence)


def say(sentence: str) -> None:
    """Tell what happens next."""
    print("dev.py:", sentence, flush=True)


def call(*command: object) -> None:
    """Run a command from the project's root; end with its code when it fails."""
    result = subprocess.run([str(part) for part in command], cwd=str(ROOT), check=False)
    if result.returncode:
        sys.exit(result.returncode)


def check_python() -> None:
    """Refuse a Python that the locked packages are not made for."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        stop(
            "dev.py: QNApp needs Python 3.11, 3.12 or 3.13; this is "
            + sys.version.split()[0]
            + ". Install one of them and start dev.py with it, for example: python3.12 dev.py run"
        )


def apt_install(packages: "list[str]", why: str) -> None:
    """Install Debian packages where nobody need be asked, else print the line to type."""
    names = " ".join(packages)
    line = "sudo apt-get update && sudo apt-get install -y --no-install-recommends " + names
    if not shutil.which("apt-get"):
        stop("dev.py: " + why + " Install what brings these, then start again: " + names)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    sudo = [] if is_root else ["sudo", "-n"]
    if not is_root and (
        not shutil.which("sudo")
        or subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode
    ):
        stop("dev.py: " + why + " Type this, then start again:\n  " + line)
    say(why + " Installing: " + names)
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends"]
    for command in (["apt-get", "update", "-q"], install + packages):
        done = subprocess.run(sudo + command, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            stop("dev.py: apt-get failed. Type this, then start again:\n  " + line)


def missing(libraries: "dict[str, str]") -> "list[str]":
    """Debian packages of the libraries that this system cannot load."""
    packages = []
    for library, package in libraries.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            packages.append(package)
    return packages


def has_display() -> bool:
    """Whether a window can be shown."""
    if WINDOWS or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def ensure_system() -> None:
    """See that the system libraries are there which Qt loads on Linux."""
    if not sys.platform.startswith("linux"):
        return
    needed = dict(QT_LIBRARIES)
    if has_display():
        needed.update(SCREEN_LIBRARIES)
    packages = missing(needed)
    if packages:
        apt_install(packages, "Qt needs system libraries that are missing.")


def make_venv() -> None:
    """Make ``.venv`` with this Python, or with pip's own module installed first."""
    try:
        import ensurepip  # noqa: F401 - Debian ships Python without it
    except ImportError:
        name = "python{}.{}-venv".format(*sys.version_info[:2])
        apt_install([name], "Python's venv module is missing.")
    say("Making .venv")
    call(sys.executable, "-m", "venv", "--clear", VENV)


def ensure_packages(lock_name: str) -> None:
    """Bring ``.venv`` to the state of a lock file; nothing is done when it is there already."""
    lock = ROOT / lock_name
    mark = VENV / ("installed-" + lock_name)
    state = hashlib.sha256(lock.read_bytes()).hexdigest() + " {}.{}".format(*sys.version_info[:2])
    if mark.exists() and mark.read_text(encoding="utf-8") == state and PYTHON.exists():
        return
    if not PYTHON.exists():
        make_venv()
    say("Installing the locked packages; this needs the network once and takes a minute")
    call(
        *(PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps"),
        *("--require-hashes", "-r", lock),
    )
    # A path file makes "python -m qnapp" of this environment work from every folder.
    code = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    found = subprocess.run([str(PYTHON), "-c", code], stdout=subprocess.PIPE, check=True)
    site = Path(found.stdout.decode().strip())
    (site / "qnapp-dev.pth").write_text(str(ROOT) + "\n", encoding="utf-8")
    mark.write_text(state, encoding="utf-8")


def prepare(lock_name: str) -> None:
    """Everything that must be there before the program can start."""
    ensure_system()
    ensure_packages(lock_name)


def run(arguments: "list[str]") -> None:
    """Open the window; without a display do the main job by commands."""
    prepare("requirements.lock")
    if arguments or has_display():
        if not arguments:
            say("The window opens; this ends when it is closed.")
        call(PYTHON, "-m", "qnapp", *arguments)
        return
    say("This machine has no display, so the window cannot open here.")
    say("The same work is done without it: a training store, a quarter, the reports, a picture.")
    call(PYTHON, ROOT / "docs" / "demo.py", ROOT / "out" / "demo")


def test(arguments: "list[str]") -> None:
    """Lint, strict types, the import contract and all tests. Arguments go to pytest."""
    prepare("requirements-dev.lock")
    scripts = PYTHON.parent
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    say("Lint")
    call(scripts / "ruff", "check")
    call(scripts / "ruff", "format", "--check")
    say("Types")
    call(PYTHON, "-m", "mypy")
    say("Import contract")
    call(scripts / "lint-imports")
    say("Tests")
    if arguments:  # what a part of the tests leaves out says nothing of the code
        call(PYTHON, "-m", "pytest", *arguments)
        return
    call(PYTHON, "-m", "coverage", "run", "-m", "pytest")
    # No long table below the count of what passed.
    say("Per cent of the code that the tests reach (by file: coverage report --skip-covered):")
    call(PYTHON, "-m", "coverage", "report", "--format=total")


def pictures(arguments: "list[str]") -> None:
    """Draw every page and dialog into ``out/pictures``."""
    prepare("requirements.lock")
    call(PYTHON, ROOT / "docs" / "pictures.py", *arguments)


def build(arguments: "list[str]") -> None:
    """Freeze the program and make its installer, as far as this machine can."""
    prepare("requirements-build.lock")
    call(PYTHON, "-m", "installer.build", *arguments)


def lock(arguments: "list[str]") -> None:
    """Renew the lock files: every system and Python that is supported, with hashes."""
    prepare("requirements-dev.lock")
    call(PYTHON, "-m", "pip", "install", "-q", "uv")
    for name in ("requirements", "requirements-build", "requirements-dev"):
        call(
            *(PYTHON, "-m", "uv", "pip", "compile", "-q", "--universal", "--python-version"),
            *("3.11", "--generate-hashes", "--no-header", "--no-emit-index-url"),
            *(name + ".in", "-o", name + ".lock", *arguments),
        )


COMMANDS = {"run": run, "test": test, "pictures": pictures, "build": build, "lock": lock}


def main() -> None:
    """Read the command line."""
    check_python()
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print(__doc__)
        sys.exit(0 if sys.argv[1:] in (["-h"], ["--help"]) else 2)
    COMMANDS[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    main()
