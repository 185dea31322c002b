"""The version resource that Windows shows in a program's properties, as PyInstaller reads it."""

from __future__ import annotations

_VIETNAMESE_UNICODE = "042A04B0"


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """A version of up to four numbers, filled up with zeros: "1.2.0" is (1, 2, 0, 0).

    Raises ValueError for anything else: Windows and the installer compare numbers only.
    """
    numbers = [int(part) for part in version.split(".")]
    if not 1 <= len(numbers) <= 4 or any(not 0 <= number < 65536 for number in numbers):
        raise ValueError(version)
    one, two, three, four = [*numbers, 0, 0, 0][:4]
    return one, two, three, four


def version_file(version: str, program: str, description: str) -> str:
    """Text of the file that PyInstaller's ``version=`` takes; ``program`` without ".exe"."""
    numbers = four_numbers(version)
    words = {
        "CompanyName": "QNApp",
        "FileDescription": description,
        "FileVersion": version,
        "InternalName": program,
        "OriginalFilename": f"{program}.exe",
        "ProductName": "QNApp",
        "ProductVersion": version,
    }
    strings = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in words.items())
    fixed = (
        f"filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004, "
        "fileType=0x1, subtype=0x0, date=(0, 0)"
    )
    return (
        f"VSVersionInfo(ffi=FixedFileInfo({fixed}), kids=["
        f"StringFileInfo([StringTable({_VIETNAMESE_UNICODE!r}, [{strings}])]), "
        "VarFileInfo([VarStruct('Translation', [0x042A, 0x04B0])])])\n"
    )
