"""What goes into the frozen program and what stays out.

PyInstaller's hooks collect all of Qt that could be asked for. The program draws plain widgets from
SVG, PNG and JPEG, talks to its own second start, prints, and nothing else.
"""

from __future__ import annotations

import re

# Modules that something imports "if it is there", and that the program never needs.
EXCLUDED_MODULES = [
    *("tkinter", "unittest", "doctest", "pydoc", "lib2to3", "test", "idlelib", "ensurepip"),
    *("pip", "setuptools", "wheel", "pkg_resources", "_distutils_hack", "packaging.licenses"),
    *("numpy", "pandas", "matplotlib", "IPython", "pytest", "hypothesis", "mypy", "coverage"),
    # The program has no way to the network.
    *("ssl", "_ssl", "aiohttp", "requests", "urllib3", "httpx", "ftplib", "smtplib", "xmlrpc"),
    *("certifi", "charset_normalizer"),
    *("pdfplumber", "pdfminer", "uharfbuzz", "rlPyCairo", "cairo"),
    # Nothing runs in other processes; with it, PyInstaller would load all of it at each start.
    "multiprocessing",
    "tzdata",  # 600 files; times are the PC's own
    *("PIL.AvifImagePlugin", "PIL._avif", "lxml.objectify"),
]

# By the last part of the path in the bundle. Qt's plugins are listed by what is kept instead.
_LEFT_OUT_FILES = re.compile(
    r"(?i)^(opengl32sw\.dll|d3dcompiler_\d+\.dll|"
    r"(lib)?Qt6(Pdf|Qml\w*|Quick\w*|VirtualKeyboard|OpenGL|Sql|Test|Help|Designer\w*|"
    r"UiTools|LabsA\w*|EglFS\w*|Wayland\w*)\.(dll|so[.\d]*)|"
    r"Qt(Pdf|Qml|Quick|OpenGL|Sql|Test)\w*\.(pyd|abi3\.so))$"
)
_PLUGINS_KEPT = {
    "platforms": {"qwindows", "qoffscreen", "qxcb", "qwayland-generic"},
    "styles": {"qmodernwindowsstyle"},
    "imageformats": {"qico", "qjpeg", "qsvg"},
    "iconengines": {"qsvgicon"},
    "xcbglintegrations": {"qxcb-glx-integration"},
    "platforminputcontexts": {
        "composeplatforminputcontextplugin",
        "ibusplatforminputcontextplugin",
    },
    "printsupport": {"cupsprintersupport"},
}


def is_kept(destination: str) -> bool:
    """Whether a file of the bundle is needed; ``destination`` is its path inside, any slashes."""
    parts = destination.replace("\\", "/").split("/")
    name = parts[-1]
    if _LEFT_OUT_FILES.match(name):
        return False
    if "PySide6" in parts and "translations" in parts:
        return False  # Qt has no Vietnamese; ours stands among the resources
    if "PySide6" in parts and "plugins" in parts:
        kind = parts[parts.index("plugins") + 1]
        stem = name.split(".")[0].removeprefix("lib")
        return stem in _PLUGINS_KEPT.get(kind, set())
    return not _is_of_the_build_machine(name)


def _is_of_the_build_machine(name: str) -> bool:
    # Windows 10 has these itself; copies of another Windows beside the program break its own.
    return bool(re.match(r"(?i)^(api-ms-win-.*|ucrtbase|icu(uc|in|dt)?)\.dll$", name))


def slim(collected: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """PyInstaller's list of (destination, source, kind) without what is left out."""
    return [entry for entry in collected if is_kept(entry[0])]
