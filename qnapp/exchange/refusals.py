"""Why a package is refused, each way told in one sentence (design, section 8)."""

from __future__ import annotations

from enum import StrEnum

from qnapp.errors import FileError
from qnapp.text import clean


class Reason(StrEnum):
    """What is wrong with a file that arrived."""

    NOT_A_PACKAGE = "not_a_package"
    CUT_OFF = "cut_off"
    DAMAGED = "damaged"  # nobody can say any more which entry
    ALTERED = "altered"
    TOO_LARGE = "too_large"
    ENCRYPTED = "encrypted"
    NEWER = "newer"
    WRONG_KIND = "wrong_kind"


_KEPT = "Dữ liệu hiện có vẫn giữ nguyên."
_AGAIN = "Đề nghị bên gửi gửi lại gói."
_SENTENCES = {
    Reason.NOT_A_PACKAGE: f"Tệp “{{name}}” không phải gói của QNApp. {_KEPT} Chọn đúng tệp gói.",
    Reason.CUT_OFF: (
        f"“{{name}}”: gói chưa tải về hết nên không đọc được. {_KEPT} "
        "Tải lại hoặc đề nghị bên gửi gửi lại gói."
    ),
    Reason.DAMAGED: f"“{{name}}”: gói đã bị thay đổi hoặc bị hỏng nên không dùng. {_KEPT} {_AGAIN}",
    Reason.ALTERED: f"“{{name}}”: gói đã bị thay đổi ở “{{what}}” nên không dùng. {_KEPT} {_AGAIN}",
    Reason.TOO_LARGE: (f"“{{name}}”: gói vượt giới hạn ({{what}}) nên không mở. {_KEPT} {_AGAIN}"),
    Reason.ENCRYPTED: (
        f"“{{name}}”: gói có đặt mật khẩu nên không đọc được. {_KEPT} "
        "Đề nghị bên gửi gửi lại gói không đặt mật khẩu."
    ),
    Reason.NEWER: (
        f"“{{name}}”: gói do phiên bản QNApp mới hơn tạo ra. {_KEPT} "
        "Cài phiên bản mới rồi mở lại gói."
    ),
    Reason.WRONG_KIND: f"“{{name}}” là {{what}}. {_KEPT} Chọn đúng loại tệp.",
}
_LONGEST_SHOWN = 80  # characters of an entry's name, which anybody may have chosen


class PackageError(FileError):
    """A file that arrived cannot be used; nothing was changed and nothing kept."""

    def __init__(self, reason: Reason, name: str, what: str = "", *, detail: str = "") -> None:
        """Tell of the file ``name``; ``what`` is the entry, the limit or the kind found."""
        shown = clean(what)[:_LONGEST_SHOWN]
        super().__init__(_SENTENCES[reason].format(name=name, what=shown), detail=detail)
        self.reason = reason
        self.what = what
