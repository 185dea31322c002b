"""What is said and asked once before a report is sent for signature."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db.returned import open_rows
from qnapp.documents.content import PartId, part_titles
from qnapp.documents.freeze import open_findings
from qnapp.documents.part_findings import report_findings
from qnapp.documents.part_states import OPENING_TITLE
from qnapp.domain.checks import check_worksheet
from qnapp.domain.overview import errors as count_errors
from qnapp.domain.overview import is_stale, returned_count
from qnapp.domain.report_checks import OTHER_BODY, OUTDATED_PART, UNWRITTEN_PART, part_of
from qnapp.domain.reporting import Level
from qnapp.text import lower_first

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qnapp.db.store import Store
    from qnapp.domain.reporting import Finding, Worksheet

SEE, SIGN, GO_ON, CANCEL = "Xem và sửa", "Trình ký", "Trình ký dù còn lỗi", "Hủy"
_LISTED = 5  # errors in the question; more stand behind "Chi tiết"
_LOCKS = "Trình ký khóa {period}; sửa tiếp được sau khi thu hồi."
_NOTED = "Nếu vẫn trình ký, Nhật ký ghi lại các lỗi này."


@dataclass(frozen=True, slots=True)
class BeforeSigning:
    """What a report still lacks, as the question tells it."""

    period: str  # its name
    stale: int  # tasks of which nothing was said in the period
    tasks: int
    findings: tuple[Finding, ...]  # of the rows that can still be changed
    outdated: tuple[tuple[str, str], ...] = ()  # parts that still tell old figures: name and title
    unwritten: tuple[tuple[str, str], ...] = ()  # parts that say nothing yet: name and title
    misnamed: tuple[tuple[str, str], ...] = ()  # parts that begin with another body's name
    signer: bool = True  # whether it is known who signs
    returned: int = 0  # rows that alone can be changed, since they came back; 0: all can
    closed: tuple[Finding, ...] = ()  # of the rows that cannot be changed then
    unmended: int = 0  # returned rows in which nothing was changed since

    @property
    def errors(self) -> list[Finding]:
        """What should be mended before."""
        return [one for one in self.findings if one.level is Level.ERROR]

    @property
    def question(self) -> str:
        """What happens, what is not updated, how many warnings, and the errors by name."""
        locks = _LOCKS.format(period=f"kỳ {lower_first(self.period)}")
        lines = (
            locks,
            self._unmended(),
            self._lacks(),
            self._old_figures(),
            self._unwritten(),
            self._misnamed(),
            self._signer(),
            *self._errors(),
        )
        return "\n".join(line for line in lines if line)

    @property
    def detail(self) -> str:
        """All errors, where the question names only the first."""
        return "\n".join(one.text for one in self.errors) if len(self.errors) > _LISTED else ""

    @property
    def buttons(self) -> tuple[str, ...]:
        """The first is the one that Enter takes: to look at errors, else to go on."""
        if self.errors:
            return (SEE, GO_ON, CANCEL)
        if self.outdated or self.unmended:
            return (SEE, SIGN, CANCEL)
        lacking = self.findings or self.stale or self._parts or not self.signer
        return (SIGN, SEE, CANCEL) if lacking else (SIGN, CANCEL)

    @property
    def place(self) -> tuple[str, str]:
        """Where what is lacking can be seen: a page and what it shows."""
        if self.outdated and not (self.errors or self.unmended):
            return ("report", self.outdated[0][0])
        if self.findings or self.closed or self.unmended:
            return ("checks", "")
        if self._parts:
            return ("report", self._parts[0][0])
        return ("tasks", "filter:stale") if self.stale else ("settings", "")

    @property
    def _parts(self) -> tuple[tuple[str, str], ...]:
        """All that the checks warn of in the report's own words."""
        return (*self.outdated, *self.unwritten, *self.misnamed)

    def _lacks(self) -> str:
        warnings = len(self.findings) - len(self.errors) + len(self._parts)
        parts = [f"{self.stale}/{self.tasks} nhiệm vụ chưa cập nhật"] * bool(self.stale)
        parts += [f"{warnings} cảnh báo"] * bool(warnings)
        if self.returned:
            return self._lacks_after_return()
        if parts:
            return f"Còn {', '.join(parts)}."
        return "" if self.errors else "Đã cập nhật đủ, không còn cảnh báo."

    def _unmended(self) -> str:
        return f"{self.unmended}/{self.returned} dòng bị trả lại chưa sửa." if self.unmended else ""

    def _lacks_after_return(self) -> str:
        """Count all, as every other place does, and say what of it cannot be mended."""
        found = [*self.findings, *self.closed]
        bad = count_errors(found)
        mild = len(found) - bad + len(self._parts)
        parts = [f"{self.stale}/{self.tasks} nhiệm vụ chưa cập nhật"] * bool(self.stale)
        parts += [f"{bad} lỗi"] * bool(bad) + [f"{mild} cảnh báo"] * bool(mild)
        if not parts:
            return "" if self.unmended else f"{self._where()} đã sửa, không còn cảnh báo."
        if not self.closed:
            return f"Còn {', '.join(parts)}."
        all_closed = len(self.closed) == bad + mild
        which = "đều" if all_closed else f"trong đó {len(self.closed)}"
        return f"Còn {', '.join(parts)}, {which} ở các dòng không bị trả lại, không sửa được."

    def _where(self) -> str:
        return f"{self.returned} dòng được trả lại"

    def _old_figures(self) -> str:
        if not self.outdated:
            return ""
        titles = _titles(self.outdated)
        return f"Phần {titles} có chỗ ghi khác với số liệu hiện nay."

    def _unwritten(self) -> str:
        return f"Chưa viết phần {_titles(self.unwritten)}." if self.unwritten else ""

    def _misnamed(self) -> str:
        if not self.misnamed:
            return ""
        return f"Phần {_titles(self.misnamed)} mở đầu bằng tên cơ quan khác với nơi ban hành."

    def _signer(self) -> str:
        return "" if self.signer else "Chưa ghi người ký: báo cáo in chỗ ký để trống họ tên."

    def _errors(self) -> list[str]:
        found = self.errors
        if not found:
            return []
        lines = [f"- {one.text}" for one in found[:_LISTED]]
        if len(found) > _LISTED:
            lines.append(f"- và {len(found) - _LISTED} lỗi khác.")
        where = self._where() if self.returned else "Kỳ này"
        return [f"{where} còn {len(found)} lỗi:", *lines, _NOTED]


def _titles(parts: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"“{title}”" for _, title in parts)


def before_signing(store: Store, sheet: Worksheet, *, signer: bool = True) -> BeforeSigning:
    """Count what a report lacks in its words and rows, those apart that cannot be changed.

    ``signer``: whether it is known who signs. Raises ``LockedError`` where nothing is open.
    """
    only = open_rows(store, sheet.period.code)
    findings = tuple(open_findings(store, sheet))
    found = check_worksheet(sheet, store.today()) if only else []
    stale = sum(map(is_stale, sheet.own_tasks))
    titles = part_titles(sheet)
    parts = defaultdict(list)
    for one in report_findings(store, sheet):
        name = part_of(one)
        parts[one.code].append((name, titles[PartId(name)] or OPENING_TITLE))
    return BeforeSigning(
        sheet.period.name,
        stale,
        len(sheet.own_tasks),
        findings,
        tuple(parts[OUTDATED_PART]),
        tuple(parts[UNWRITTEN_PART]),
        tuple(parts[OTHER_BODY]),
        signer,
        returned=len(only),
        closed=tuple(one for one in found if one.where not in only),
        unmended=returned_count(sheet) if only else 0,
    )
