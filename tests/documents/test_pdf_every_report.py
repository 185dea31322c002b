"""The form's measures, held by every report alike: who signs, how short, how long."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from pdf_pages import MM, Printed, printed, rules, solid
from report_sheets import (
    BTC,
    COMMUNE,
    COUNCIL,
    DEPARTMENT,
    PARTY_BODY,
    SO_NOI_VU,
    few_rows,
    full_sheet,
    real_plan,
    report_of,
    sheet,
    task_row,
)

from qnapp.documents.pdf import RenderedPdf, render_pdf
from qnapp.domain.plan import Channel
from qnapp.domain.reporting import Status

if TYPE_CHECKING:
    from qnapp.documents.report import Report
    from qnapp.domain.reporting import TaskRow, Worksheet

END = 20  # pages
LEFT, UPRIGHT, ACROSS = 30 * MM, (210 - 15) * MM, (297 - 15) * MM
TEXT = ("Tổ chức 06 hội nghị quán triệt với 1.245 đảng viên tham dự, đạt 98,7%; " * 30)[:2000]
DEPUTY = replace(COMMUNE, signer_title="Phó Bí thư", signs_as_deputy=True)
HEAD_OF_BODY = replace(PARTY_BODY, signer_title="Trưởng ban", signs_as_deputy=False)
VICE = replace(DEPARTMENT, signer_title="Phó Giám đốc", signs_as_deputy=True)


def whole_plan() -> Worksheet:
    """Every row of the plan, each ordinary one with results of 2,000 characters."""
    rows: list[TaskRow] = []
    for task in real_plan().tasks:
        text = "" if task.channel is Channel.RESTRICTED else TEXT
        rows.append(task_row(task, Status.IN_PROGRESS, result=text))
    return sheet(*rows)


def one_row() -> Worksheet:
    return sheet(task_row("1.18", Status.IN_PROGRESS, result="Đã sắp xếp xong."))


CASES: dict[str, tuple[Any, Any, str, list[str]]] = {
    "commune": (full_sheet, COMMUNE, "dang", ["T/M BAN THƯỜNG VỤ", "BÍ THƯ"]),
    "deputy secretary": (few_rows, DEPUTY, "dang", ["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"]),
    "council": (
        few_rows, COUNCIL, "nha-nuoc", ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
    ),
    "party body": (lambda: few_rows(BTC), HEAD_OF_BODY, "dang", ["TRƯỞNG BAN"]),
    "its deputy": (
        lambda: few_rows(BTC), PARTY_BODY, "dang", ["K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"],
    ),
    "department": (lambda: few_rows(SO_NOI_VU), DEPARTMENT, "nha-nuoc", ["GIÁM ĐỐC"]),
    "its vice": (
        lambda: few_rows(SO_NOI_VU), VICE, "nha-nuoc", ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
    ),
    "one row": (one_row, COMMUNE, "dang", ["T/M BAN THƯỜNG VỤ", "BÍ THƯ"]),
    "one row of a council": (
        one_row, COUNCIL, "nha-nuoc", ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
    ),
    "long": (whole_plan, COMMUNE, "dang", ["T/M BAN THƯỜNG VỤ", "BÍ THƯ"]),
}  # fmt: skip
Case = tuple[str, "Report", RenderedPdf, list[Printed]]


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    rows, office, profile, _ = CASES[request.param]
    report = report_of(rows(), office, profile)
    rendered = render_pdf(report)
    return request.param, report, rendered, lines_of(rendered)


def lines_of(rendered: RenderedPdf) -> list[Printed]:
    """The lines of all pages; of a very long report those of both its ends."""
    ends = [range(rendered.pages)]
    if rendered.pages > 2 * END:
        ends = [range(END), range(rendered.pages - END, rendered.pages)]
    return [line for pages in ends for line in printed(rendered.data, pages)]


def find(lines: list[Printed], text: str, page: int = 0) -> Printed:
    wanted = solid(text)
    return next(
        line for line in lines if solid(line.text) == wanted and page in (0, line.page)
    )  # fmt: skip


def test_all_text_stays_between_the_margins(case: Case) -> None:
    """Top and right margins of annexes are free for the mark of who signs them apart."""
    _, _, rendered, lines = case
    wide = {mark.page for mark in rendered.marks if mark.part.startswith("Biểu số")}
    for line in lines:
        right, height = (ACROSS, 210) if line.page in wide else (UPRIGHT, 297)
        assert line.x0 >= LEFT - 0.1, line
        assert line.x1 <= right + 0.1, line
        assert line.baseline <= (height - 20) * MM + 0.1, line
        assert line.top >= 20 * MM - 0.1 or (line.text.isdigit() and line.page > 1), line


def test_the_letterhead_is_drawn_to_measure(case: Case) -> None:
    _, report, rendered, lines = case
    party = report.profile.name == "dang"
    motto, superior = find(lines, report.letterhead.motto[0]), report.letterhead.superior
    own = find(lines, report.letterhead.issuer[-1])
    assert motto.look == ((15, True, False) if party else (13, True, False))
    assert own.look == ((14, True, False) if party else (13, True, False))
    assert own.x1 < motto.x0
    if superior:
        above = find(lines, superior)
        assert above.look == ((14, False, False) if party else (13, False, False))
        assert above.baseline == motto.baseline < own.baseline
        assert above.middle == pytest.approx(own.middle, abs=0.5)
    number, date = (
        find(lines, t) for t in (report.letterhead.number, report.letterhead.place_date)
    )
    assert number.look == ((14, False, False) if party else (13, False, False))
    assert date.look == (14, False, True)
    assert number.middle == pytest.approx(own.middle, abs=0.5)
    assert date.middle == pytest.approx(motto.middle, abs=0.5)
    under = max(found[2] for found in rules(rendered.data) if found[2] < date.baseline)
    assert motto.baseline < under < date.top


def test_type_and_subject_stand_in_the_middle_with_their_mark(case: Case) -> None:
    _, report, rendered, lines = case
    party = report.profile.name == "dang"
    middle = (LEFT + UPRIGHT) / 2
    kind, last = find(lines, "BÁO CÁO", 1), find(lines, report.subject[-1], 1)
    assert kind.look == ((16, True, False) if party else (14, True, False))
    assert last.look == (14, True, False)
    assert kind.middle == pytest.approx(middle, abs=0.5)
    assert last.middle == pytest.approx(middle, abs=0.5)
    if party:
        mark = find(lines, "-----", 1)
        assert mark.middle == pytest.approx(middle, abs=0.5)
        assert mark.baseline > last.baseline
        return
    left, right, height = next(r for r in rules(rendered.data) if r[2] > last.baseline)
    assert (left + right) / 2 == pytest.approx(middle, abs=0.5)
    assert 1 / 3 <= (right - left) / (last.x1 - last.x0) <= 1 / 2
    assert 0 < height - last.baseline < 10


def test_the_signer_signs_as_the_regime_says_with_room_for_it(case: Case) -> None:
    name, report, _, lines = case
    titles = CASES[name][3]
    signer = find(lines, report.signature.name)
    above = [find(lines, title, signer.page) for title in titles]
    assert [line.baseline for line in above] == sorted(line.baseline for line in above)
    assert all(line.middle == pytest.approx(signer.middle, abs=0.5) for line in above)
    assert signer.top - above[-1].baseline >= 30 * MM
    authority_bold, party = [True] * (len(above) - 1), report.profile.name == "dang"
    assert [line.look for line in above] == [
        (14, bold, False) for bold in [*authority_bold, not party]
    ]
    assert signer.look == (14, True, False)
    assert not any(
        line.page == signer.page
        and above[-1].baseline < line.baseline < signer.baseline
        and line.x1 > above[-1].x0
        for line in lines
    )
    label = find(lines, "Nơi nhận:", signer.page)
    assert label.look == ((14, False, False) if party else (12, True, True))
    assert label.baseline == pytest.approx(above[0].baseline, abs=2)  # 12 pt beside 14 pt
    assert label.x0 == pytest.approx(LEFT, abs=0.6)
    assert {line.page for line in lines if solid(line.text) in map(solid, report.recipients)} == {
        signer.page
    }
