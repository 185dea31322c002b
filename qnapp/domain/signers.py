"""Who signs in which form: the posts that a Party and a State document know."""

from __future__ import annotations

from qnapp.text import fold

# Offered for choosing; any other post can be typed.
TITLES = {
    "dang": ("Bí thư", "Phó Bí thư Thường trực", "Phó Bí thư", "Chánh Văn phòng"),
    "nha-nuoc": ("Chủ tịch", "Phó Chủ tịch", "Giám đốc", "Phó Giám đốc"),
}


def title_suits(title: str, letterhead: str) -> bool:
    """Whether a post may sign in a form: a Bí thư never signs for an Ủy ban nhân dân.

    Only a post that is known to belong to the other form is refused.
    """
    others = [one for form, titles in TITLES.items() if form != letterhead for one in titles]
    return fold(title) not in {fold(one) for one in others}
