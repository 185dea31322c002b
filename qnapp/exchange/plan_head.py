"""What a workbook says of the document that its annexes belong to: number, day, year, issuer."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, fields, replace
from datetime import date  # noqa: TC003  dataclasses are read by their annotations
from typing import TYPE_CHECKING

from qnapp.errors import InputError
from qnapp.exchange.annex_tables import Remark
from qnapp.text import clean, fold, parse_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.domain.plan import Plan
    from qnapp.exchange.annex_tables import Annexes
    from qnapp.exchange.cells import Book, Sheet

INFO_SHEET = "Thông tin"
INFO_TITLES = {
    "number": "Số, ký hiệu",
    "issued_on": "Ngày ban hành",
    "year": "Năm kế hoạch",
    "issuer": "Cơ quan ban hành",
    "title": "Trích yếu",
    "signer": "Người ký",
    "theme": "Chủ đề năm",
}
_NUMBER = re.compile(r"[Ss]ố\s*:?\s*([0-9]{1,4}\s*-\s*[A-ZĐ]{2,4}(?:/[A-ZĐ]{1,8})?)")
_DAY = re.compile(
    r"(?:ngày\s+)?[0-9]{1,2}\s*[/.-]\s*[0-9]{1,2}\s*[/.-]\s*[0-9]{4}"
    r"|ngày\s+[0-9]{1,2}\s+tháng\s+[0-9]{1,2}\s+năm\s+[0-9]{4}"
)
_ISSUER = re.compile(r"[0-9]{4}\s+của\s+([^()]+?)\s*(?:\)|$)")
_YEAR = re.compile(r"năm\s+(20[0-9]{2})(?!\s*[-–])", re.IGNORECASE)
_ANY_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")

_NO_YEAR = (
    "Tệp “{name}” không cho biết kế hoạch của năm nào. Chưa có gì bị thay đổi. "
    "Ghi năm ở tên phụ lục, ví dụ “Nhiệm vụ cụ thể năm 2027”."
)
_NOT_FOUND = "Không thấy {what} của Nghị quyết trong tệp. Ghi vào trang “{sheet}”."
_BAD = "Không đọc được {what}. Sửa ở trang “{sheet}”."


@dataclass(frozen=True, slots=True)
class PlanHead:
    """The document of a plan; "" and None where nothing says."""

    number: str = ""  # "05-NQ/TU"
    issued_on: date | None = None
    year: int = 0
    issuer: str = ""
    title: str = ""
    signer: str = ""
    theme: str = ""

    @property
    def uid(self) -> str:
        """The plan's permanent name: "NQ05-2026"."""
        digits, _, rest = self.number.partition("-")
        kind = rest.strip().partition("/")[0] or "KH"
        return f"{kind}{digits.strip()}-{self.year}"


def head_of(plan: Plan) -> PlanHead:
    """The document of a plan that is known."""
    return PlanHead(**{one.name: getattr(plan, one.name) for one in fields(PlanHead)})


def read_head(
    book: Book, annexes: Annexes, against: Plan | None, given: PlanHead | None
) -> tuple[PlanHead, list[Remark]]:
    """Everything that is said of the document, and remarks on what is not.

    What was ``given`` counts before the sheet of information, that before the lines above the
    tables, and those before the older plan, where it is the same. Raises ``InputError`` where
    nothing tells the year.
    """
    remarks: list[Remark] = []
    head = _merged(given or PlanHead(), _from_sheet(book.sheet(INFO_SHEET), remarks))
    head = _merged(head, _from_lines(annexes.lines))
    if not head.year:
        head = replace(head, year=_likely_year(book, annexes, against, head))
    if against is not None and same_plan(head, against):
        head = _merged(head, head_of(against))
    return head, [*remarks, *_missing(head)]


def same_plan(head: PlanHead, against: Plan) -> bool:
    """Whether a document is another version of the same plan, and not another year's."""
    if head.number and fold(head.number) != fold(against.number):
        return False
    return head.year == against.year


def _merged(first: PlanHead, second: PlanHead) -> PlanHead:
    """What the first says, and where it says nothing what the second does."""
    names = [one.name for one in fields(PlanHead)]
    return PlanHead(**{name: getattr(first, name) or getattr(second, name) for name in names})


def _from_sheet(sheet: Sheet | None, remarks: list[Remark]) -> PlanHead:
    if sheet is None:
        return PlanHead()
    names = {fold(title): name for name, title in INFO_TITLES.items()}
    found: dict[str, str] = {}
    for row in sheet.rows.values():
        cells = list(row.values())
        name = names.get(fold(cells[0].line).rstrip(": "))
        if name is not None and len(cells) > 1:
            found[name] = cells[1].line
    texts = {name: text for name, text in found.items() if name not in ("issued_on", "year")}
    day = _day(found.get("issued_on", ""))
    if "issued_on" in found and day is None:
        what = INFO_TITLES["issued_on"].lower()
        text = _BAD.format(what=what, sheet=INFO_SHEET)
        remarks.append(Remark(sheet.name, "", found["issued_on"], text))
    year = _ANY_YEAR.search(found.get("year", "").replace(".", ""))
    return PlanHead(**texts, issued_on=day, year=int(year[0]) if year else 0)


def _from_lines(lines: Sequence[str]) -> PlanHead:
    head = PlanHead()
    for line in map(clean, lines):
        number, day, issuer = _NUMBER.search(line), _DAY.search(line), _ISSUER.search(line)
        year = _YEAR.search(line)
        said = PlanHead(
            number=re.sub(r"\s+", "", number[1]) if number else "",
            issued_on=_day(day[0].removeprefix("ngày ").strip()) if number and day else None,
            issuer=clean(issuer[1]).rstrip(" .,") if number and issuer else "",
            year=int(year[1]) if year and not number else 0,
        )
        head = _merged(head, said)
    return head


def _day(text: str) -> date | None:
    try:
        return parse_date(text) if text else None
    except InputError:
        return None


def _likely_year(book: Book, annexes: Annexes, against: Plan | None, head: PlanHead) -> int:
    """The year that most rows speak of; a resolution of December is the next year's."""
    texts = (cell.line for row in annexes.tasks for cell in row.cells.values())
    counts = Counter(int(year) for text in texts for year in _ANY_YEAR.findall(text))
    if counts:
        return counts.most_common(1)[0][0]
    if head.issued_on is not None:
        return head.issued_on.year + (head.issued_on.month > 9)
    if against is not None:
        return against.year
    raise InputError(_NO_YEAR.format(name=book.name))


def _missing(head: PlanHead) -> list[Remark]:
    return [
        Remark(INFO_SHEET, "", "", _NOT_FOUND.format(what=title.lower(), sheet=INFO_SHEET))
        for name, title in INFO_TITLES.items()
        if not getattr(head, name) and name != "theme"
    ]
