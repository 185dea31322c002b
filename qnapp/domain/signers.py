"""Who signs in which form: the posts that a Party and a State document know."""

from __future__ import annotations

from qnapp.text import fold

# Offered for choosing; any other post can be typed.
TITLES = {
    "dang": ("Bí thư", "Phó Bí thư Thường trực", "Phó Bí thư", "Chánh Văn phòng"),
    "nha-nuoc": ("Chủ tịch", "Phó Chủ tịch", "Giám đốc", "Phó Giám đốc", "Chánh Văn phòng"),
}


_FORMS = {"dang": "Đảng", "nha-nuoc": "Nhà nước"}
_LEFT_OUT = (
    "Chức vụ {title} không ký văn bản thể thức {form}, nên người ký được để trống. "
    "Chọn chức vụ và người ký của thể thức này trong Thiết lập."
)


def title_suits(title: str, letterhead: str) -> bool:
    """Whether a post may sign in a form: a Bí thư never signs for an Ủy ban nhân dân.

    Only a post that is known to belong to the other form alone is refused.
    """
    forms = {form for form, titles in TITLES.items() if fold(title) in map(fold, titles)}
    return not forms or letterhead in forms


def left_out_words(signer: str, title: str, letterhead: str) -> str:
    """Say that a signer is not printed in a form, and what to do; "" where one is, or none is set.

    ``title`` is the signer's post.
    """
    if not signer.strip() or title_suits(title, letterhead):
        return ""
    return _LEFT_OUT.format(title=title.strip(), form=_FORMS[letterhead])
