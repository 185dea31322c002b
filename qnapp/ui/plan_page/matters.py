"""What a person has to see of a plan that was read from annexes, as rows of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.exchange.plan_joining import LinkKind
from qnapp.models.record_model import Heading, Record
from qnapp.text import code_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qnapp.exchange.annex_tables import Remark
    from qnapp.exchange.plan_draft import PlanDraft
    from qnapp.exchange.plan_joining import Link

HEADINGS = (
    Heading("Việc", 190),
    Heading("Chỗ", 190),
    Heading("Nội dung"),
)
_LINK_WORDS = {
    LinkKind.MOVED: "Đổi số thứ tự",
    LinkKind.REWORDED: "Sửa lời văn",
    LinkKind.ADDED: "Thêm",
    LinkKind.WITHDRAWN: "Rút",
    LinkKind.CONTINUES: "Tiếp nối việc dài hạn",
    LinkKind.PERHAPS: "Có thể là việc cũ",
}


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to see: a cell of the workbook, or a row beside one of the older plan."""

    record: Record
    place: str = ""  # sheet and cell of the workbook
    link: Link | None = None

    @property
    def asks(self) -> bool:
        """Whether a person has to say whether two rows are one."""
        return self.link is not None and self.link.kind is LinkKind.PERHAPS


def matters_of(draft: PlanDraft) -> list[Matter]:
    """What could not be read first, then guesses, then how rows go with the older plan's."""
    found = [*_cells(draft.unread, "Không đọc được", "triangle_mark")]
    found += _cells(draft.second_look, "Cần xem lại", "square_dots")
    order = [LinkKind.PERHAPS, *(kind for kind in LinkKind if kind is not LinkKind.PERHAPS)]
    links = sorted(draft.links, key=lambda one: order.index(one.kind))
    found += [_link(one) for one in links]
    return found


def _cells(remarks: tuple[Remark, ...], what: str, sign: str) -> Iterator[Matter]:
    for at, one in enumerate(remarks):
        place = ", ".join(part for part in (one.sheet, one.ref and f"ô {one.ref}") if part)
        words = f"{one.text} Trong ô: “{one.typed}”." if one.typed else one.text
        yield Matter(Record(f"{what}{at}", (what, place, words), sign=sign), place)


def _link(one: Link) -> Matter:
    what, code = _LINK_WORDS[one.kind], one.code or one.old_code
    moved = one.code and one.old_code and one.old_code != one.code
    place = f"Mã {code}, trước đây {one.old_code}" if moved else f"Mã {code}"
    sign = "square_dots" if one.kind is LinkKind.PERHAPS else ""
    cells = (what, place, one.title)
    key = f"{one.kind} {one.code} {one.old_uid}"
    return Matter(Record(key, cells, (what, code_key(code), one.title), sign), link=one)
