"""Who signs in which form: the posts that a Party and a State document know."""

from __future__ import annotations

from qnapp.text import fold

# Offered for choosing; any other post can be typed.
TITLES = {
    "dang": ("Bí thư", "Phó Bí thư Thường trực", "Phó Bí thư", "Chánh Văn phòng"),
    "nha-nuoc": ("Chủ tịch", "Phó Chủ tịch", "Giám đốc", "Phó Giám đốc", "Chánh Văn phòng"),
}


def title_suits(title: str, letterhead: str) -> bool:
    """Whether a post may sign in a form: a Bí thư never signs for an Ủy ban nhân dân.

    Only a post that is known to belong to the other form alone is refused.
    """
    forms = {form for form, titles in TITLES.items() if fold(title) in map(fold, titles)}
    return not forms or letterhead in forms
