"""The heads of a table's columns, for every model whose heads are plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


def head_data(
    heads: Sequence[str] | Mapping[Any, str],
    section: int,
    orientation: Qt.Orientation,
    role: int,
    right: Collection[int] = (),
) -> Any:
    """Answer ``headerData`` with words; those of the columns ``right`` stand at the right."""
    if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(heads):
        return None
    if role == Qt.ItemDataRole.TextAlignmentRole and section in right:
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    return heads[section] if role == Qt.ItemDataRole.DisplayRole else None
