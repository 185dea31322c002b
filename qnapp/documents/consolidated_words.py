"""The words and letters of everything that shows all reports of a period side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.documents.report import NBSP
from qnapp.documents.words import VERDICT_WORDS, counted_words, whole
from qnapp.domain.matrix import UNIT_GROUPS
from qnapp.domain.received import REPORT_STATE_WORDS, ReportState
from qnapp.domain.reporting import Standing, Verdict
from qnapp.text import format_number, lower_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qnapp.domain.consolidated import Consolidation, Rate, Reporter, TaskLine

# A letter each, so that they are told apart in print and by whoever does not see colours. None is
# another with a stroke more: a copy of a copy loses it ("Đ" and "D").
LETTERS = {
    Standing.DONE_ON_TIME: "Đ",
    Standing.DONE_LATE: "M",
    Standing.DONE: "H",
    Standing.IN_TIME: "T",
    Standing.OVERDUE: "Q",
    Standing.NOT_STARTED: "C",
    Standing.ON_HOLD: "N",
    Standing.NO_DEADLINE: "K",
}
SILENT = "?"  # assigned by the plan, and nothing was reported of it
ABSENT = "V"  # assigned, and no report has come
RIVALS = "X"  # assigned, and two reports contradict each other
APART = "R"  # reported by the separate channel; how it stands is not told
WITHDRAWN = "dòng của nhiệm vụ, chỉ tiêu đã rút, không tính vào số dưới đây"
APART_WORDS = "Báo cáo theo đường riêng"
PRINTED_STATES = {
    **REPORT_STATE_WORDS,
    ReportState.CONFLICT: "Có hai báo cáo khác nhau",
}
"""The states of a report as a document words them."""
_PLACES = tuple(f"{sort} " for sort in UNIT_GROUPS)
_HOLES = (ReportState.MISSING, ReportState.LATE, ReportState.RETURNED, ReportState.CONFLICT)


def printed_state(one: Reporter) -> str:
    """Say how a report stands as a document words it."""
    rival = one.state is ReportState.CONFLICT
    return PRINTED_STATES[one.state] if rival else one.state_words


def hole_lines(found: Consolidation) -> list[str]:
    """Name who is missing, late, returned, in conflict or unconfirmed: it stands before figures."""
    lines = [_line(PRINTED_STATES[state], found.in_state(state)) for state in _HOLES]
    lines.append(_line("Chưa xác nhận nguồn gửi", found.unconfirmed))
    gaps = [one for one in found.reporters if one.gaps]
    lines.append(_line("Thiếu báo cáo lần trước", gaps))
    parts = [one for one in found.reporters if one.missing_parts]
    lines.append(_line("Thiếu gói minh chứng", parts))
    lines.append(withdrawn_line(found))
    return [line for line in lines if line]


def withdrawn_line(found: Consolidation) -> str:
    """Name what reports say of rows that the plan has no more; "" where there is nothing."""
    names = names_in_text(found)
    told = [
        f"{row.code} ({', '.join(names[code] for code in row.organisations)})"
        for row in found.withdrawn
    ]
    count = sum(len(row.organisations) for row in found.withdrawn)
    return f"{count} {WITHDRAWN}: {', '.join(told)}" if told else ""


def name_in_text(one: Reporter) -> str:
    """Name an organisation within a sentence: "phường Hà Tu", "Ban Tổ chức Tỉnh ủy".

    The common noun before a place's name is small there (Nghị định 30/2020/NĐ-CP, Phụ lục II).
    """
    return lower_first(one.name) if one.name.startswith(_PLACES) else one.name


def names_in_text(found: Consolidation) -> dict[str, str]:
    """Name all of them so, by code."""
    return {one.code: name_in_text(one) for one in found.reporters}


def rate_words(rate: Rate, of: str = "") -> str:
    """Say a rate in words: "52/64 (81,3%)", "52/64 đơn vị (81,3%)"."""
    percent = rate.percent
    shown = f" ({format_number(percent)}%)" if percent is not None else ""
    counted_of = f" {of}" if of else ""
    return f"{rate.count}/{rate.of}{counted_of}{shown}"


def counted(numbers: Iterable[tuple[str, int]]) -> str:
    """Say some numbers: "đạt 10, chưa đạt 3"; no zeros, and no line end before a number."""
    return ", ".join(f"{words}{NBSP}{whole(count)}" for words, count in numbers if count)


def verdict_clause(count: Mapping[Verdict, int]) -> str:
    """Say how often each verdict was given."""
    return counted((VERDICT_WORDS[kind].lower(), count[kind]) for kind in Verdict)


def letter_of(line: TaskLine, one: Reporter) -> str:
    """Give the letter of one cell of the matrix; "" where nothing is assigned."""
    standing = line.cells.get(one.code)
    if standing is not None:
        return APART if line.apart else LETTERS[standing]
    if one.code not in line.silent:
        return ""
    return {ReportState.MISSING: ABSENT, ReportState.CONFLICT: RIVALS}.get(one.state, SILENT)


def letter_meanings() -> str:
    """Say what every letter of the matrix means, without a full stop."""
    meant = [(letter, counted_words(kind).lower()) for kind, letter in LETTERS.items()]
    meant += [
        (APART, lower_first(APART_WORDS)),
        (ABSENT, "đơn vị chưa gửi báo cáo"),
        (RIVALS, "có hai báo cáo khác nhau, chưa tính"),
        (SILENT, "được giao, báo cáo không nêu"),
    ]
    return "; ".join(f"{letter}:{NBSP}{words}" for letter, words in meant)


def letter_legend() -> str:
    """Say the same below a block of the printed matrix, which leaves rows without letters out."""
    return (
        f"{letter_meanings()}; ô trống: không được giao. Nhiệm vụ không giao cho đơn vị nào trong "
        "biểu thì không in."
    )


def _line(words: str, named: Sequence[Reporter]) -> str:
    return f"{words} ({len(named)}): {', '.join(map(name_in_text, named))}" if named else ""
