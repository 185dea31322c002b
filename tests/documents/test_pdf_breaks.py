"""What may not stand at a page's end or begin, wherever the page happens to end."""

from __future__ import annotations

import io

import docx
import pytest
from pdf_pages import Printed, printed
from report_sheets import local_task, report_of, sheet, task_row

from qnapp.documents.docx import docx_bytes
from qnapp.documents.pdf import pdf_bytes
from qnapp.documents.report import ReportWords
from qnapp.domain.reporting import Status

LEAD, HEADING = "Nhiệm vụ 6.3 quá hạn 75 ngày:", "2. Tổ chức thực hiện Nghị quyết"
LIST = "- Vướng mặt bằng 4 hộ.\n- Thiếu vốn đối ứng."


def last_lines(lines: list[Printed]) -> dict[int, str]:
    """The lowest line of every portrait page."""
    found: dict[int, Printed] = {}
    for line in lines:
        if line.page not in found or line.baseline > found[line.page].baseline:
            found[line.page] = line
    return {page: line.text for page, line in found.items()}


@pytest.mark.parametrize("above", range(0, 34, 2))
def test_what_announces_the_next_paragraph_stands_on_its_page(above: int) -> None:
    text = "\n".join(["Dòng trên."] * above + [LEAD, LIST, HEADING, "Theo dõi:", LIST])
    words = ReportWords(difficulties=text, proposals=f"{LEAD}\n{LIST}\n" * 9)
    ends = last_lines(printed(pdf_bytes(report_of(words=words))))
    assert not {LEAD, "Theo dõi:", HEADING} & set(ends.values()), ends


def test_a_numbered_list_is_no_row_of_headings() -> None:
    """Items without a full stop are not held together: the list would not end a page anywhere."""
    text = "\n".join(f"{n}. Khu phố {n}: 40 hộ" for n in range(1, 90))
    given = report_of(words=ReportWords(difficulties=text))
    pages = {line.page for line in printed(pdf_bytes(given)) if "40 hộ" in line.text}
    first = min(pages)
    on_first = [n for n in printed(pdf_bytes(given)) if n.page == first]
    assert max(line.baseline for line in on_first) > 740
    assert len(pages) in (3, 4)


def test_lines_that_all_end_with_a_colon_still_fill_their_pages() -> None:
    given = report_of(words=ReportWords(difficulties="Khu phố 1:\n" * 90))
    pages = {line.page for line in printed(pdf_bytes(given)) if line.text == "Khu phố 1:"}
    assert len(pages) in (3, 4)


def test_word_holds_them_too() -> None:
    text = f"{LEAD}\n- Vướng mặt bằng.\n{HEADING}\nĐã làm xong."
    data = docx_bytes(report_of(words=ReportWords(difficulties=text)))
    held = {
        p.text: p.paragraph_format.keep_with_next
        for p in docx.Document(io.BytesIO(data)).paragraphs
    }
    assert held[LEAD]
    assert held[HEADING]
    assert not held["- Vướng mặt bằng."]
    assert not held["Đã làm xong."]


@pytest.mark.parametrize("size", range(28, 36))
def test_a_row_never_goes_on_with_an_empty_line(size: int) -> None:
    result = "\n\n".join(["kết quả"] * size)
    lines = printed(pdf_bytes(report_of(sheet(task_row("1.5", Status.COMPLETED, result=result)))))
    cells = [line for line in lines if line.text == "kết quả"]
    assert len(cells) == size
    codes = {line.page: line.baseline for line in lines if line.text == "1.5" and line.size == 12}
    assert len(codes) > 1
    for page, level in codes.items():
        tops = [line.baseline for line in cells if line.page == page]
        assert min(tops) == pytest.approx(level, abs=0.1)


def column(lines: list[Printed], *starts: str) -> list[list[str]]:
    """The lines that begin with one of the words, page by page."""
    pages: dict[int, list[str]] = {}
    for line in lines:
        if line.size == 12 and line.text.startswith(starts):
            pages.setdefault(line.page, []).append(line.text)
    return list(pages.values())


@pytest.mark.parametrize("above", range(0, 11, 2))
def test_no_line_of_a_paragraph_stands_alone_where_a_row_is_parted(above: int) -> None:
    """As in the running text: neither page takes the first or the last line of one alone."""
    told = "\n".join(f"đầu{n} " + "giữa " * 45 + f"cuối{n}" for n in range(30))
    rows = [task_row("1.5", result="x\n" * above), task_row("1.18", result=told)]
    pages = column(printed(pdf_bytes(report_of(sheet(*rows)))), "đầu", "giữa", "cuối")
    assert len(pages) > 4
    assert not [page[0] for page in pages if "cuối" in page[0]]
    assert not [page[-1] for page in pages if page[-1].startswith("đầu")]


@pytest.mark.parametrize("above", range(20, 25))
def test_no_line_of_a_tasks_title_goes_over_alone(above: int) -> None:
    title = "Đầu_đề " * 29 + "Cuối_đề"
    long = task_row(local_task("HT.02", title=title), result="kết quả\n" * 60)
    rows = [task_row(local_task("HT.01"), result="x\n" * above), long]
    lines = printed(pdf_bytes(report_of(sheet(*rows))))
    found = [page for page in column(lines, "Đầu_đề", "Cuối_đề") if any("_đề" in n for n in page)]
    assert min(len(page) for page in found) > 1, found


@pytest.mark.parametrize("above", range(9, 20))
def test_what_announces_the_next_line_of_a_cell_goes_over_with_it(above: int) -> None:
    told = "\n".join([f"{LEAD}\n- Vướng mặt bằng.\n- Thiếu vốn.", HEADING, "Đã làm xong."] * 16)
    rows = [task_row("1.5", result="x\n" * above), task_row("1.18", result=told)]
    pages = column(printed(pdf_bytes(report_of(sheet(*rows)))), "Nhiệm", "-", "2.", "Đã", "thực")
    assert not [page[-1] for page in pages if page[-1] in (LEAD, HEADING)]


def test_two_long_rows_at_the_end_fill_their_pages() -> None:
    """That the last row shall not stand alone is no reason to leave a page half empty."""
    codes = ("HT.01", "HT.02", "HT.03")
    sizes = (40, 60, 60)
    rows = [task_row(local_task(code), result="kết quả\n" * size)
            for code, size in zip(codes, sizes, strict=True)]  # fmt: skip
    lines = printed(pdf_bytes(report_of(sheet(*rows))))
    pages = {code: [n.page for n in lines if n.text == code and n.size == 12] for code in codes}
    assert pages["HT.02"][0] == pages["HT.01"][-1]
    assert pages["HT.03"][0] == pages["HT.02"][-1]


@pytest.mark.parametrize(("above", "parted"), [(3, True), (20, False)])
def test_a_high_row_fills_a_page_that_would_stay_blank_for_the_most(
    above: int, parted: bool
) -> None:
    """A row that fits a page goes over whole, unless more than half of a page stays blank so."""
    sizes = {"HT.01": 30, "HT.02": above, "HT.03": 28, "HT.04": 1, "HT.05": 1}
    rows = [task_row(local_task(code), result="kết quả\n" * n) for code, n in sizes.items()]
    lines = printed(pdf_bytes(report_of(sheet(*rows))))
    pages = {code: [n.page for n in lines if n.text == code and n.size == 12] for code in sizes}
    assert (len(pages["HT.03"]) == 2) is parted
    assert (pages["HT.03"][0] == pages["HT.02"][-1]) is parted
