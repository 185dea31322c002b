from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pdf_pages import MM
from report_sheets import (
    every_text,
    full_sheet,
    indicator_row,
    local_task,
    real_plan,
    report_of,
    sheet,
    task_row,
)

from qnapp.documents.annexes import (
    deadline_words,
    evidence_words,
    indicator_annex,
    milestone_words,
    result_words,
    state_words,
    task_annex,
)
from qnapp.documents.datasheet import COLUMNS, data_table, figure_table
from qnapp.documents.fonts import load_fonts
from qnapp.documents.layout import break_lines
from qnapp.documents.report import Annex, Cell, RowKind
from qnapp.domain.deadlines import MilestoneKind
from qnapp.domain.reporting import Evidence, Extension, Standing, Status, Verdict

LATE = local_task("HT.01", deadline_text="Tháng 4/2026")


def cells_of(annex: Annex, kind: RowKind = RowKind.ROW) -> list[tuple[Cell, ...]]:
    return [row.cells for row in annex.table.rows if row.kind is kind]


def indicator_cells(*args: Any, **measured: Any) -> dict[str, Cell]:
    annex = indicator_annex(sheet(indicator_row(*args, **measured)), "")
    titles = [column.title for column in annex.table.columns]
    (cells,) = cells_of(annex)
    return dict(zip(titles, cells, strict=True))


def test_every_followed_row_of_the_plan_stands_in_its_annex_once() -> None:
    given = full_sheet()
    tasks = task_annex(given, "")
    assert [cells[0] for cells in cells_of(tasks)] == [row.code for row in given.own_tasks]
    assert [cells[1] for cells in cells_of(tasks)] == [row.task.title for row in given.own_tasks]
    indicators = indicator_annex(given, "")
    assert [cells[1] for cells in cells_of(indicators)] == [
        row.indicator.title for row in given.followed_indicators
    ]


def test_sections_and_groups_head_their_rows_in_printed_order() -> None:
    given = full_sheet()
    plan = real_plan()
    assert [cells[0] for cells in cells_of(task_annex(given, ""), RowKind.GROUP)] == [
        *(f"{s.code}. {s.title}" for s in plan.task_sections),
        "Nhiệm vụ do đơn vị đề ra",
    ]
    assert [cells[0] for cells in cells_of(indicator_annex(given, ""), RowKind.GROUP)] == [
        f"{g.code}. {g.title}" for g in plan.indicator_groups
    ]


def test_sub_tasks_stand_under_their_parent_once_and_without_standing() -> None:
    annex = task_annex(sheet(task_row("3.4.2"), task_row("3.4.15"), task_row("3.10.1")), "")
    order = [(row.kind, row.cells[0]) for row in annex.table.rows[1:]]
    assert order == [
        (RowKind.HEADING, "3.4"),
        (RowKind.ROW, "3.4.2"),
        (RowKind.ROW, "3.4.15"),
        (RowKind.HEADING, "3.10"),
        (RowKind.ROW, "3.10.1"),
    ]
    assert all(len(cells) == 2 for cells in cells_of(annex, RowKind.HEADING))


def test_a_parent_that_is_reported_itself_is_not_printed_twice() -> None:
    child = replace(task_row("1.19"), parent=task_row("1.18").task)
    annex = task_annex(sheet(task_row("1.18"), child), "")
    assert [row.kind for row in annex.table.rows].count(RowKind.HEADING) == 0


def test_all_four_headings_of_the_plan_are_printed_as_headings() -> None:
    headings = cells_of(task_annex(full_sheet(), ""), RowKind.HEADING)
    assert [cells[0] for cells in headings] == ["2.16", "3.4", "3.10", "5.6"]


def test_an_annex_without_rows_says_so() -> None:
    assert indicator_annex(sheet(), "").empty == "Trong kỳ đơn vị không theo dõi chỉ tiêu nào."
    assert task_annex(sheet(), "").table.rows == ()


def test_titles_name_the_period() -> None:
    annex = task_annex(sheet(kind="Q1"), "(Kèm theo)")
    assert (annex.name, annex.title, annex.note) == (
        "Biểu số 2",
        "KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ QUÝ I NĂM 2026",
        "(Kèm theo)",
    )


def test_numbers_stay_numbers() -> None:
    cells = indicator_cells(
        "1",
        "≥92",
        actual=Decimal("94.50"),
        estimate=Decimal(95),
        same_period_last_year=Decimal("93.1"),
    )
    assert cells["Thực hiện kỳ"] == Decimal("94.50")
    assert cells["Ước cả kỳ"] == Decimal(95)
    assert cells["Lũy kế"] is None
    assert cells["Cùng kỳ năm trước"] == Decimal("93.1")
    assert (cells["STT"], cells["ĐVT"], cells["Mức năm"]) == ("1", "%", "≥92")


@pytest.mark.parametrize(
    ("code", "own", "measured", "said"),
    [
        ("1", "≥92", {"actual": Decimal(94)}, "Đạt"),
        ("3", "3-3,5", {"actual": Decimal(4)}, "Vượt"),
        ("1", "≥92", {"actual": Decimal(90)}, "Chưa đạt"),
        ("1", "≥92", {"estimate": Decimal(90)}, "Chưa đạt, số ước"),
        ("1", "≥92", {}, "Chưa có số liệu"),
        ("1", None, {}, "Chưa có số liệu"),
        ("1", None, {"actual": Decimal(90)}, "Theo dõi"),
        ("20", "Không còn hộ nghèo", {"words": "Còn 02 hộ"}, "Cần đánh giá"),
        ("10", ">120", {"cumulative": Decimal("49.2")}, "Đạt 41,0% kế hoạch năm"),
        ("10", ">120", {"estimate": Decimal(60)}, "Đạt 50,0% kế hoạch năm, số ước"),
        ("1", "≥92", {"actual": Decimal(90), "contested": Verdict.MET}, "Đạt, đơn vị tự đánh giá"),
        (
            "1",
            "≥92",
            {"estimate": Decimal(95), "contested": Verdict.UNMET},
            "Chưa đạt, đơn vị tự đánh giá, số ước",
        ),
    ],
)
def test_what_is_said_of_a_value(
    code: str, own: str | None, measured: dict[str, Any], said: str
) -> None:
    assert indicator_cells(code, own, **measured)["Đánh giá"] == said


def test_the_provinces_target_is_said_to_be_the_provinces() -> None:
    assert indicator_cells("1")["Mức năm"] == "Tỉnh: ≥90"


def test_words_notes_and_reasons_stand_in_the_last_column() -> None:
    cells = indicator_cells(
        "1",
        "≥92",
        actual=Decimal(90),
        words="Còn 02 hộ",
        note="Số liệu sơ bộ",
        contested=Verdict.MET,
        contest_reason="cách tính mới",
    )
    assert cells["Ghi chú"] == ("Còn 02 hộ.\nSố liệu sơ bộ.\nLý do tự đánh giá: cách tính mới.")


def test_a_bare_number_as_the_result_in_words_says_what_it_is() -> None:
    cells = indicator_cells("6", "Vượt dự toán TW giao", words="1.234,5")
    assert cells["Ghi chú"] == "Kết quả: 1.234,5"


@pytest.mark.parametrize(
    ("deadline", "status", "progress", "said"),
    [
        ("30/9/2026", Status.NOT_STARTED, {}, "Chưa triển khai"),
        ("30/9/2026", Status.IN_PROGRESS, {"percent": 80}, "Đang triển khai trong hạn, 80%"),
        ("30/9/2026", Status.IN_PROGRESS, {"percent": 0}, "Đang triển khai trong hạn, 0%"),
        ("Tháng 4/2026", Status.IN_PROGRESS, {}, "Đang triển khai, quá hạn"),
        ("Tháng 4/2026", Status.NOT_STARTED, {}, "Chưa triển khai, quá hạn"),
        ("Tháng 4/2026", Status.ON_HOLD, {}, "Tạm dừng, quá hạn"),
        ("30/9/2026", Status.ON_HOLD, {}, "Tạm dừng"),
        (
            "Có chương trình riêng",
            Status.IN_PROGRESS,
            {},
            "Đang triển khai, không xác định thời hạn",
        ),
        (
            "Tháng 4/2026",
            Status.COMPLETED,
            {"completed_on": date(2026, 3, 25), "percent": 100},
            "Hoàn thành đúng hạn\nNgày 25/3/2026",
        ),
        (
            "Tháng 4/2026",
            Status.COMPLETED,
            {"completed_on": date(2026, 5, 2)},
            "Hoàn thành quá hạn\nNgày 02/5/2026",
        ),
        (
            "30/9/2026",
            Status.IN_PROGRESS,
            {"expected_on": date(2026, 8, 1)},
            "Đang triển khai trong hạn\nDự kiến xong 01/8/2026",
        ),
    ],
)
def test_what_is_said_of_a_tasks_state(
    deadline: str, status: Status, progress: dict[str, Any], said: str
) -> None:
    assert state_words(task_row(local_task(deadline_text=deadline), status, **progress)) == said


def test_a_start_that_was_reached_late_is_told_with_its_delay() -> None:
    row = task_row("5.6.1", Status.IN_PROGRESS)
    (start,) = row.milestones
    reached = (replace(start, actual_on=date(2026, 4, 15)),)
    row = replace(row, milestones=reached, standing=Standing.NO_DEADLINE)
    assert state_words(row) == "Đang triển khai, đã đạt mốc, chậm 15 ngày"


def test_the_original_deadline_and_the_extension_are_both_printed() -> None:
    asked = Extension(1, date(2026, 12, 31), "Công văn số 12-CV/ĐU", granted=False)
    granted = replace(asked, granted=True)
    assert deadline_words(task_row(LATE)) == "Tháng 4/2026"
    assert deadline_words(task_row(LATE, extension=granted)) == (
        "Tháng 4/2026\nGia hạn đến 31/12/2026\n(Công văn số 12-CV/ĐU)"
    )
    assert deadline_words(task_row(LATE, extension=asked)).startswith(
        "Tháng 4/2026\nĐã đề nghị gia hạn đến 31/12/2026"
    )


@pytest.mark.parametrize("code", ["1.12", "1.22", "TC-2"])
def test_short_words_and_numbers_of_documents_stand_on_one_line_of_their_column(code: str) -> None:
    by = "Công văn số 12-CV/VPTU, ngày 31/12/2025"
    extension = Extension(1, date(2026, 12, 31), by, granted=True)
    task = local_task(code, deadline_text="Trước ngày 31/12/2026") if code == "TC-2" else code
    annex = task_annex(sheet(task_row(task, extension=extension)), "")
    ((label, _, _, deadline, *_),) = cells_of(annex)
    widths = {column.title: column.width for column in annex.table.columns}

    def lines(text: Cell, column: str) -> list[str]:
        width = (widths[column] - 2.4) * MM
        return [line.text for line in break_lines(str(text), load_fonts().regular, 12, width)]

    assert lines(label, "Mã") == [code]
    found = lines(deadline, "Thời hạn")
    assert not {"Từ", "Trong", "số", "ngày"} & set(found)
    assert {"số 12-CV/VPTU,", "ngày 31/12/2025)"} <= set(found)


def test_milestones_that_were_reached_stand_with_the_deadline() -> None:
    row = task_row("3.4.18", Status.IN_PROGRESS)
    first = next(point for point in row.milestones if point.kind == "start")
    reached = tuple(
        replace(point, actual_on=date(2026, 3, 20)) if point is first else point
        for point in row.milestones
    )
    assert len(reached) > 1
    given = sheet(replace(row, milestones=reached))
    report = report_of(given)
    assert f"{row.deadline.text}\nMốc 1: khởi công, xong 20/3/2026" in every_text(report.annexes)
    titles = [column.title for column in report.data.columns]
    (plain,) = report.data.rows
    assert plain.cells[titles.index("Mốc đã xong")] == "Mốc 1: khởi công, xong 20/3/2026"


def test_one_milestone_alone_bears_no_number() -> None:
    row = task_row("1.5", Status.IN_PROGRESS)
    (point,) = row.milestones
    given = replace(row, milestones=(replace(point, actual_on=date(2026, 3, 2)),))
    assert milestone_words(given) == "Mốc hoàn thành: xong 02/3/2026, chậm 30 ngày"


def test_a_milestone_reached_late_says_by_how_many_days() -> None:
    row = task_row("1.5", Status.IN_PROGRESS)
    (point,) = row.milestones
    assert point.due == date(2026, 1, 31)
    for day, told in ((date(2026, 1, 31), "xong 31/01/2026"), (date(2026, 2, 5), ", chậm 5 ngày")):
        given = replace(row, milestones=(replace(point, actual_on=day),))
        assert milestone_words(given).endswith(told)
    begun = replace(point, actual_on=date(2026, 4, 5), kind=MilestoneKind.FROM)
    assert milestone_words(replace(row, milestones=(begun,))).endswith("xong 05/4/2026")


def test_a_restricted_row_says_nothing_of_its_milestones() -> None:
    row = task_row("3.10.1", Status.IN_PROGRESS)
    reached = tuple(replace(point, actual_on=date(2026, 3, 2)) for point in row.milestones)
    assert milestone_words(replace(row, milestones=reached)) == ""
    assert "xong" not in every_text(report_of(sheet(replace(row, milestones=reached))).annexes)


def test_the_reason_of_a_delay_follows_the_result_only_where_there_is_a_delay() -> None:
    late = task_row(LATE, Status.IN_PROGRESS, result="Đã họp", delay_reason="Vướng mặt bằng")
    assert result_words(late) == "Đã họp\nLý do chậm: Vướng mặt bằng."
    ahead = task_row(local_task(deadline_text="30/9/2026"), result="Đã họp", delay_reason="cũ")
    assert result_words(ahead) == "Đã họp"


def test_evidence_is_named_as_documents_are() -> None:
    full = Evidence(
        1, "a.pdf", "", 1, "5-KH/ĐU", date(2026, 3, 5), "Kế hoạch triển khai", deferred=True
    )
    proofs = (
        full,
        Evidence(2, "ảnh.jpg", "", 1),
        Evidence(3, "b.pdf", "", 1, issued_on=date(2026, 3, 5)),
    )
    assert evidence_words(task_row(LATE, evidence=proofs)).split(";\n") == [
        "Số 5-KH/ĐU, ngày 05/3/2026: Kế hoạch triển khai (nộp sau)",
        "ảnh.jpg",
        "Ngày 05/3/2026",
    ]


def test_a_restricted_row_carries_number_and_date_only() -> None:
    secret = "MẬT-KHÔNG-ĐƯỢC-IN"
    row = task_row(
        "6.1", Status.IN_PROGRESS, percent=40, result=secret, delay_reason=secret,
        difficulty=secret, proposal=secret, next_step=secret, expected_on=date(2026, 9, 1),
        evidence=(Evidence(1, secret, "", 1),),
        restricted_number="15-BC/ĐU", restricted_on=date(2026, 6, 10),
    )  # fmt: skip
    (cells,) = cells_of(task_annex(sheet(row), ""))
    assert cells[4:] == ("", "Đã báo cáo theo đường riêng, số 15-BC/ĐU, ngày 10/6/2026", "")
    data = {
        column.title: cell
        for column, cell in zip(COLUMNS, data_table(sheet(row)).rows[0].cells, strict=True)
        if cell
    }
    assert set(data) == {
        "Loại", "Mã", "Nhóm", "Nội dung", "Vai trò", "Người theo dõi", "Thời hạn",
        "Ngày đến hạn", "Kết quả thực hiện",
    }  # fmt: skip
    assert secret not in str(data)


def test_a_restricted_row_not_reported_yet_does_not_claim_to_be() -> None:
    (cells,) = cells_of(task_annex(sheet(task_row("6.1")), ""))
    assert cells[5] == "Báo cáo theo đường riêng"


def test_the_plain_table_has_one_row_for_each_and_typed_values() -> None:
    given = full_sheet()
    table = data_table(given)
    assert len(table.rows) == len(given.followed_indicators) + len(given.own_tasks)
    assert {row.kind for row in table.rows} == {RowKind.ROW}
    titles = [column.title for column in table.columns]
    assert len(set(titles)) == len(titles)
    by_code = {row.cells[1]: dict(zip(titles, row.cells, strict=True)) for row in table.rows}
    assert by_code["1"]["Thực hiện kỳ"] == Decimal("94.5")
    assert by_code["2.1"]["Ngày đến hạn"] == date(2026, 1, 31)
    assert by_code["2.1"]["Gia hạn đến"] == date(2026, 12, 31)


def test_the_figures_table_adds_up() -> None:
    table = figure_table(full_sheet())
    sums: list[tuple[int, int]] = []
    for row in table.rows:
        count = row.cells[1]
        assert isinstance(count, int)
        if row.kind is RowKind.HEADING:
            sums.append((count, 0))
        else:
            whole, part = sums[-1]
            sums[-1] = (whole, part + count)
    assert sums == [(34, 34), (105, 105)]


def test_a_typed_list_begins_below_its_label() -> None:
    reason = "- Vướng mặt bằng 4 hộ\n- Thiếu vốn đối ứng"
    late = task_row("1.5", Status.IN_PROGRESS, result="Đã lập hồ sơ.", delay_reason=reason)
    assert result_words(late).endswith(f"Lý do chậm:\n{reason}.")
