"""Which signs can be printed: those that Times New Roman and Liberation Serif both have.

A PDF shows only what its font holds, and other signs would vanish without a word: an emoji, a
Chinese name, a bullet that Word took from a font of pictures. What has a near relation is printed
as that; everything else as an empty box, which the checks name before anything leaves.
"""

from __future__ import annotations

import re
import unicodedata

BOX = "□"
_DRAWN_AS_BOX = ("\u2610",)  # a box to tick
_MOST_NAMED = 5
# Letters of Vietnamese and of the other European languages, and the signs of the set that every
# Windows font of text holds (WGL4). A test compares it with the bundled font.
_RANGES = (
    "\n -~\u00a0-\u036f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u0513\u1e00-\u1e9b"
    "\u1ea0-\u1ef9\u2010\u2012-\u2015\u2017-\u201e\u2020-\u2022\u2026\u2030\u2032\u2033"
    "\u2039\u203a\u203c\u203e\u2044\u2074-\u2079\u207f-\u2089\u20a3\u20a4\u20a7\u20ab\u20ac"
    "\u2105\u2113\u2116\u2122\u2126\u212e\u2153\u2154\u215b-\u215e\u2190-\u2195\u21a8\u2202\u2206"
    "\u220f\u2211\u2212\u2215\u2219\u221a\u221e\u221f\u2229\u222b\u2248\u2260\u2261\u2264\u2265"
    "\u2302\u25a0\u25a1\u25aa-\u25ac\u25b2\u25ba\u25bc\u25c4\u25ca\u25cb\u25cf\u25d8\u25d9\u25e6"
    "\u263a-\u263c\u2640\u2642\u2660\u2663\u2665\u2666\u266a\u266b\ufb01\ufb02"
)
_OTHER = re.compile(f"[^{_RANGES}]")
# What Word, Excel and web pages paste; the private ones come from Symbol and Wingdings.
_NEAREST = str.maketrans(
    {
        "\u2011": "-",
        "\uf0b7": "•",
        "\uf0a7": "▪",
        "\uf0d8": "►",
        "\uf0fc": "√",
        "\uf0e0": "→",
        "\u2713": "√",
        "\u2714": "√",
        "\u2611": "√",
        "\u2610": BOX,
        "\u2716": "×",
        "\u2717": "×",
        "\u2718": "×",
        "\u27a2": "►",
        "\u27a4": "►",
        "\u25b6": "►",
        "\u21d2": "→",
        "\u27f6": "→",
        "\u25c6": "♦",
        "\u2756": "♦",
        "\u2605": "*",
        "\u2606": "*",
        "\u2a7d": "≤",
        "\u2a7e": "≥",
        "\u2266": "≤",
        "\u2267": "≥",
    }
)
_SPACES, _INVISIBLE = ("Zs", "Zl", "Zp"), ("Cc", "Cf", "Cs", "Cn")
_SELECTORS = "[\ufe00-\ufe0f\U000e0100-\U000e01ef]"  # say how, print nothing


def printed_text(text: str) -> str:
    """Give text as it stands on paper: signs without a glyph as their nearest relation or "□".

    Takes and gives NFC. Doing it twice changes nothing.
    """
    return _OTHER.sub(_printed, text) if _OTHER.search(text) else text


def unprintable_signs(text: str) -> tuple[str, ...]:
    """List the signs of an NFC text that are printed as "□", each once, in their order."""
    return tuple(dict.fromkeys(sign for sign in _OTHER.findall(text) if _lost(sign)))


def signs_clause(signs: tuple[str, ...]) -> str:
    """Name some signs: "ký tự “😀”, “中” không in được"."""
    named = ", ".join(f"“{sign}”" for sign in signs[:_MOST_NAMED])
    more = f" và {len(signs) - _MOST_NAMED} ký tự khác" if len(signs) > _MOST_NAMED else ""
    return f"ký tự {named}{more} không in được"


def _printed(found: re.Match[str]) -> str:
    sign = found.group()
    category = unicodedata.category(sign)
    if category in _SPACES or sign == "\t":
        return " "
    if category in _INVISIBLE or re.match(_SELECTORS, sign):
        return ""
    near = sign.translate(_NEAREST)
    if near == sign:
        near = unicodedata.normalize("NFKC", sign)
    return BOX if _OTHER.search(near) else near


def _lost(sign: str) -> bool:
    return sign not in _DRAWN_AS_BOX and printed_text(sign) == BOX
