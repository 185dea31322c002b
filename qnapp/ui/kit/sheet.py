"""The one style sheet: edges of stock fields, scroll bars, menus, heads of tables.

What the kit draws by itself is not in here. Sheets know no variables, so the text is made anew
from the tokens whenever the theme or the font size changes.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from qnapp.assets import asset

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.ui.kit.tokens import Tokens

# Heights that follow the font: name in the sheet, pixels at 100 %.
_HEIGHTS = {"field_px": 34, "head_px": 32, "item_px": 30}


def make_sheet(tokens: Tokens, px: Callable[[float], int]) -> str:
    """Text of the style sheet; ``px`` gives a height at the present font size."""
    values = {name: str(px(height)) for name, height in _HEIGHTS.items()}
    values |= {name: tokens.hex(name) for name in tokens.__slots__}
    return _template().substitute(values)


def _template() -> Template:
    return Template(asset("style", "sheet.qss").read_text(encoding="utf-8"))
