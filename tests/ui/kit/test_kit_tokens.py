"""The colours keep the contrast that look section 2 measured."""

from __future__ import annotations

import pytest

from qnapp.ui.kit.tokens import TOKEN_NAMES, Shade, contrast, load_tokens

# Text on its ground: light, dark.
TEXT = {
    ("text", "surface"): (16.23, 13.32),
    ("text", "canvas"): (14.86, 14.72),
    ("text", "raised"): (13.81, 11.23),
    ("text", "sel"): (13.43, 8.98),
    ("text", "hover"): (14.56, 11.71),
    ("text", "mark"): (13.25, 6.20),
    ("text", "soon_t"): (14.23, 10.66),
    ("text", "ok_t"): (13.98, 10.78),
    ("text2", "surface"): (8.07, 8.86),
    ("text2", "canvas"): (7.39, 9.79),
    ("text2", "raised"): (6.87, 7.47),
    ("text2", "sel"): (6.68, 5.97),
    ("text3", "surface"): (5.43, 6.54),
    ("text3", "canvas"): (4.97, 7.23),
    ("accent", "surface"): (7.15, 7.55),
    ("accent", "canvas"): (6.55, 8.34),
    ("accent", "sel"): (5.92, 5.09),
    ("ok", "surface"): (6.54, 8.48),
    ("ok", "ok_t"): (5.63, 6.86),
    ("late", "surface"): (6.93, 9.49),
    ("late", "late_t"): (6.03, 7.66),
    ("doing", "surface"): (7.15, 7.55),
    ("doing", "doing_t"): (5.99, 5.90),
    ("bad", "surface"): (6.95, 7.89),
    ("bad", "sel"): (5.75, 5.32),
    ("bad", "bad_t"): (5.81, 6.65),
    ("soon", "surface"): (7.04, 8.94),
    ("soon", "sel"): (5.83, 6.03),
    ("soon", "soon_t"): (6.18, 7.15),
    ("none", "surface"): (7.12, 8.30),
    ("none", "none_t"): (6.12, 6.61),
    ("on_accent", "accent"): (7.15, 8.39),
    ("on_accent", "accent_h"): (9.46, 10.44),
}
EDGES = {
    ("field", "surface"): (3.96, 5.06),
    ("field", "canvas"): (3.62, 5.59),
    ("field", "sel"): (3.27, 3.41),
}
# Pairs that came with the kit, not measured in the look.
MORE_TEXT = [
    ("text", "bad_t"),
    ("text", "none_t"),
    ("text", "doing_t"),
    ("accent", "bad_t"),
    ("text2", "hover"),
    ("ink", "paper"),
]
MORE_EDGES = [("accent", "hover"), ("accent", "sel"), ("field", "hover"), ("bad", "canvas")]
SHADES: tuple[Shade, ...] = ("light", "dark")


@pytest.mark.parametrize(("pair", "expected"), [*TEXT.items(), *EDGES.items()])
def test_contrast_is_as_measured(pair: tuple[str, str], expected: tuple[float, float]) -> None:
    for shade, value in zip(SHADES, expected, strict=True):
        tokens = load_tokens(shade)
        assert contrast(tokens.hex(pair[0]), tokens.hex(pair[1])) == pytest.approx(value, abs=0.006)


@pytest.mark.parametrize("shade", SHADES)
def test_text_and_edges_are_told_from_their_ground(shade: Shade) -> None:
    tokens = load_tokens(shade)
    for front, back in [*TEXT, *MORE_TEXT]:
        assert contrast(tokens.hex(front), tokens.hex(back)) >= 4.5, (front, back)
    for front, back in [*EDGES, *MORE_EDGES]:
        assert contrast(tokens.hex(front), tokens.hex(back)) >= 3.0, (front, back)


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)  # WCAG's own example
    assert contrast("#123456", "#123456") == 1.0


def test_unknown_names_are_refused() -> None:
    with pytest.raises(KeyError):
        load_tokens("light").hex("hex")
    assert {"canvas", "soon_t", "ink"} <= TOKEN_NAMES


def test_paper_stays_white_in_the_dark() -> None:
    assert load_tokens("dark").paper == "#FFFFFF"
