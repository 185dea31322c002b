"""Annexes as people really type and paste them into a workbook."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from workbooks import save

from qnapp.db.builtin import builtin_plan
from qnapp.domain.plan import Nature, Origin
from qnapp.exchange.annex_indicators import nature_of
from qnapp.exchange.annex_tables import Role, role_of
from qnapp.exchange.annex_words import leading_mark, names, split_label
from qnapp.exchange.plan_workbook import build_plan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet as Sheet

    from qnapp.exchange.plan_workbook import BuiltPlan

PLAN = builtin_plan()
HEAD = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn"]
MEASURES = ["STT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Đơn vị chủ trì"]


class Typed:
    """A workbook that somebody typed; one sheet for tasks, another for indicators."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.book = Workbook()
        assert self.book.active is not None
        self.tasks: Sheet = self.book.active
        self.tasks.append(["Nhiệm vụ cụ thể năm 2026"])
        self.measures: Sheet = self.book.create_sheet("Chỉ tiêu")

    def add(self, *rows: Sequence[object]) -> Typed:
        for row in rows:
            self.tasks.append(list(row))
        return self

    def measure(self, *rows: Sequence[object]) -> Typed:
        for row in rows:
            self.measures.append(list(row))
        return self

    def built(self) -> BuiltPlan:
        return build_plan(save(self.book, self.file))

    def found(self) -> dict[str, tuple[str, str, str]]:
        """Label, title and parent by code."""
        return {one.code: (one.label, one.title, one.parent) for one in self.built().plan.tasks}


@pytest.fixture
def typed(tmp_path: Path) -> Typed:
    return Typed(tmp_path / "a.xlsx").add(HEAD)


def lead(built: BuiltPlan, code: str) -> tuple[str, ...]:
    return next(one.lead for one in built.plan.tasks if one.code == code)


def refs(built: BuiltPlan) -> dict[str, str]:
    return {remark.ref: remark.text for remark in built.unread}


# --- the whole 2026 plan, typed by another hand


def test_the_2026_annexes_typed_in_another_way(tmp_path: Path) -> None:
    """Titles in two rows, numbers as numbers, names on one line, marks inside of the words."""
    typed = Typed(tmp_path / "a.xlsx")
    typed.add(
        ["STT", "NỘI DUNG NHIỆM VỤ", "CƠ QUAN THỰC HIỆN", None, "THỜI GIAN HOÀN THÀNH"],
        [None, None, "Chủ trì", "Phối hợp", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
    )
    typed.tasks.merge_cells("C2:D2")
    for column in "ABE":
        typed.tasks.merge_cells(f"{column}2:{column}3")
    _type_tasks(typed)
    typed.measure(["TT", "Tên chỉ tiêu", "ĐVT", "Kế hoạch năm 2026", "Cơ quan chủ trì"])
    for group in PLAN.indicator_groups[:-1]:
        typed.measure([f"{group.code}. {group.title.upper()}"])
        for one in (one for one in PLAN.indicators if one.group == group.code):
            number: object = int(one.label) if one.label else None
            target = float(one.target_text) if one.target_text.isdigit() else one.target_text
            typed.measure([number, one.title, one.unit, target, one.lead])
    built = typed.built()
    printed = [one for one in PLAN.tasks if one.origin is Origin.PLAN]
    told = [(o.code, o.parent, o.title, o.lead, o.support, o.deadline_text) for o in printed]
    assert [
        (o.code, o.parent, o.title, o.lead, o.support, o.deadline_text) for o in built.plan.tasks
    ] == told
    measured = [one for one in PLAN.indicators if one.origin is Origin.PLAN]
    assert [
        (o.code, o.group, o.title, o.unit, o.target_text, o.lead) for o in built.plan.indicators
    ] == [(o.code, o.group, o.title, o.unit, o.target_text, o.lead) for o in measured]
    assert built.unread == ()


def _type_tasks(typed: Typed) -> None:
    for section in PLAN.task_sections[:-1]:
        typed.add([f"{section.code}. {section.title}"])
        at = typed.tasks.max_row
        typed.tasks.merge_cells(start_row=at, start_column=1, end_row=at, end_column=5)
        for one in (one for one in PLAN.tasks if one.section == section.code):
            number = one.label.count(".") == 1
            label = float(one.label) if number else None  # 1.10 becomes 1.1
            mark = f"{one.label} " if one.label and not number else ""
            words = "; ".join(one.lead), ", ".join(one.support)
            typed.add([label, mark + one.title, *words, one.deadline_text])


# --- titles and columns


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Số TT", Role.LABEL),
        ("Nội dung nhiệm vụ", Role.TITLE),
        ("CÁC CHỈ TIÊU", None),
        ("Chỉ tiêu", Role.TITLE),
        ("Chỉ tiêu năm 2027", Role.TARGET),
        ("Mục tiêu phấn đấu năm 2026", Role.TARGET),
        ("Cơ quan, đơn vị chủ trì", Role.LEAD),
        ("Đơn vị phối hợp thực hiện", Role.SUPPORT),
        ("Chủ trì, phối hợp", Role.LEAD),
        ("Đơn vị tính", Role.UNIT),
        ("Đơn vị", Role.UNIT),
        ("Thời gian hoàn thành (dự kiến)", Role.DEADLINE),
        ("Ghi chú", None),
        ("Thời hạn " + "rất dài " * 10, None),
    ],
)
def test_columns_are_known_by_their_titles(title: str, role: Role | None) -> None:
    assert role_of(title) is role


def test_columns_may_stand_in_any_order_among_others(tmp_path: Path) -> None:
    typed = Typed(tmp_path / "a.xlsx")
    typed.add(
        ["Ghi chú", "Thời hạn", "Nhiệm vụ", "TT", "Chủ trì"],
        ["gấp", "Quý I/2026", "Việc một", "1.1", "Sở Y tế"],
    )
    (one,) = typed.built().plan.tasks
    assert (one.code, one.title, one.lead) == ("1.1", "Việc một", ("Sở Y tế",))
    assert one.deadline_text == "Quý I/2026"


def test_titles_repeated_on_every_page_are_no_rows(typed: Typed) -> None:
    typed.add(["I", "Nhóm"], ["1", "Việc một", "A"], HEAD, [1, 2, 3, 4, 5], ["2", "Việc hai", "B"])
    assert set(typed.found()) == {"I.1", "I.2"}


def test_two_tables_on_one_sheet(typed: Typed) -> None:
    typed.add(["1", "Việc một", "A", "", "Năm 2026"], [], ["Phụ lục chỉ tiêu"], MEASURES)
    typed.add(["I", "Kinh tế"], ["1", "Tốc độ tăng GRDP", "%", ">12,5", "Sở Tài chính"])
    plan = typed.built().plan
    assert [one.code for one in plan.tasks] == ["1"]
    assert [(one.code, one.group) for one in plan.indicators] == [("1", "I")]


def test_hidden_sheets_are_left_out(typed: Typed) -> None:
    other = typed.book.create_sheet("Cũ")
    other.append(HEAD)
    other.append(["9", "Việc cũ", "A"])
    other.sheet_state = "hidden"
    assert set(typed.add(["1", "Việc", "A", "", "Năm 2026"]).found()) == {"1"}


# --- rows


def test_sections_numbers_and_sub_rows(typed: Typed) -> None:
    typed.add(
        ["A", "Phần thứ nhất"],
        ["I", "Về kinh tế"],
        ["1", "Việc một", "Sở Y tế", "", "Quý I/2026"],
        ["2", "Đầu mục:"],
        ["(1)", "Dự án một", "Sở Y tế"],
        ["-", "phần thô", "", "", "Tháng 3/2026"],
        ["-", "phần hoàn thiện", "", "", "Tháng 6/2026"],
        ["(3)", "Dự án ba", "Sở Y tế"],
        ["II", "Về xã hội"],
        ["1", "Việc khác", "Sở Y tế"],
        ["–", "Gạch dài", "Sở Y tế"],
        ["a)", "Chữ cái", "Sở Y tế"],
        ["", "Không ghi gì", "Sở Y tế"],
    )
    assert typed.found() == {
        "I.1": ("1", "Việc một", ""),
        "I.2": ("2", "Đầu mục:", ""),
        "I.2.1": ("(1)", "Dự án một", "I.2"),
        "I.2.1.1": ("-", "phần thô", "I.2.1"),
        "I.2.1.2": ("-", "phần hoàn thiện", "I.2.1"),
        "I.2.3": ("(3)", "Dự án ba", "I.2"),
        "II.1": ("1", "Việc khác", ""),
        "II.1.1": ("-", "Gạch dài", "II.1"),
        "II.1.2": ("a)", "Chữ cái", "II.1"),
        "II.1.3": ("", "Không ghi gì", "II.1"),
    }
    assert [one.code for one in typed.built().plan.task_sections] == ["A", "I", "II"]


def test_numbers_that_excel_made_of_labels(typed: Typed) -> None:
    typed.add(["1", "Nhóm"])
    for number in range(1, 22):
        typed.add([float(f"1.{number}"), f"Việc {number}", "A"])
    typed.tasks.cell(typed.tasks.max_row, 1).number_format = "0.00"
    assert list(typed.found()) == [f"1.{number}" for number in range(1, 22)]


def test_cells_that_go_on_in_the_next_row(typed: Typed) -> None:
    typed.add(
        ["1.1", "Ban hành Kế hoạch", "Đảng ủy Ủy ban", "Các cơ quan", "Khởi công"],
        [None, "đào tạo cán bộ", "nhân dân tỉnh", "liên quan", "tháng 3/2026"],
        [None, None, "Sở Nội vụ"],
    )
    (one,) = typed.built().plan.tasks
    assert one.lead == ("Đảng ủy Ủy ban nhân dân tỉnh", "Sở Nội vụ")
    assert (one.support, one.deadline_text) == (
        ("Các cơ quan liên quan",),
        "Khởi công tháng 3/2026",
    )
    assert one.title == "Ban hành Kế hoạch đào tạo cán bộ"


def test_merged_numbers_make_one_row(typed: Typed) -> None:
    typed.add(
        ["1.1", "Việc một", "Sở Y tế", "", "Quý I/2026"],
        [None, None, "Sở Nội vụ"],
        ["1.2", "Việc hai", "Sở Y tế", "", "Quý I/2026"],
    )
    typed.tasks.merge_cells("A3:A4")
    typed.tasks.merge_cells("B3:B4")
    typed.tasks.merge_cells("E3:E4")
    built = typed.built()
    assert [one.code for one in built.plan.tasks] == ["1.1", "1.2"]
    assert lead(built, "1.1") == ("Sở Y tế", "Sở Nội vụ")
    assert built.plan.tasks[0].deadline_text == "Quý I/2026"


def test_a_task_of_its_own_below_a_merged_number(typed: Typed) -> None:
    typed.add(
        ["5.2", "Việc lớn", "Sở Y tế", "", "Năm 2026"],
        [None, "Việc trong đó", "Sở Nội vụ", "", "Quý II/2026"],
    )
    typed.tasks.merge_cells("A3:A4")
    assert typed.found() == {"5.2": ("5.2", "Việc lớn", ""), "5.2.1": ("", "Việc trong đó", "5.2")}


def test_a_lead_merged_over_its_sub_rows_holds_for_each(typed: Typed) -> None:
    typed.add(["3.4", "Đầu mục:"], ["(1)", "Một", "Sở Y tế"], ["(2)", "Hai"], ["(3)", "Ba"])
    typed.tasks.merge_cells("C4:C5")
    built = typed.built()
    assert [lead(built, f"3.4.{n}") for n in (1, 2, 3)] == [("Sở Y tế",), ("Sở Y tế",), ()]


def test_a_cell_merged_over_lead_and_deadline(typed: Typed) -> None:
    typed.add(["3.9", "Việc", "Có chương trình riêng"])
    typed.tasks.merge_cells("C3:E3")
    built = typed.built()
    (one,) = built.plan.tasks
    assert (one.lead, one.deadline_text) == ((), "Có chương trình riêng")
    assert [remark.ref for remark in built.second_look if remark.ref] == ["A3", "C3"]


def test_what_excel_made_of_dates(typed: Typed) -> None:
    typed.add(
        ["1.1", "Một", "A", "", datetime(2026, 6, 30)],  # noqa: DTZ001
        ["1.2", "Hai", "A", "", datetime(2026, 12, 1)],  # noqa: DTZ001
        ["1.3", "Ba", "A", "", "Khởi công tháng 12/2025\nHoàn thành năm 2028"],
        ["1.4", "Bốn", "A", "", "Khởi công tháng 12/2025;\nhoàn thành\nnăm 2028"],
    )
    typed.tasks["E3"].number_format = "dd/mm/yyyy"
    typed.tasks["E4"].number_format = "mm/yyyy"
    built = typed.built()
    assert [one.deadline_text for one in built.plan.tasks] == [
        "30/6/2026",
        "Tháng 12/2026",
        "Khởi công tháng 12/2025; Hoàn thành năm 2028",
        "Khởi công tháng 12/2025; hoàn thành năm 2028",
    ]
    assert built.unread == ()


def test_a_list_without_numbers(tmp_path: Path) -> None:
    typed = Typed(tmp_path / "a.xlsx").add(["Nội dung", "Thời hạn"])
    typed.add(["Việc một", "Quý I/2026"], ["Việc hai", "Quý II/2026"])
    assert [(code, title) for code, (_, title, _) in typed.found().items()] == [
        ("1", "Việc một"),
        ("2", "Việc hai"),
    ]


# --- what cannot be read is told by cell


def test_cells_that_cannot_be_read_are_listed(typed: Typed) -> None:
    typed.add(
        ["1.1", "Việc một", "Sở Y tế", "", "khi nào tiện, tháng 13/2026"],
        ["1.2", "=B3", "Sở Y tế", "", "Năm 2026"],
        ["1.3", "Việc ba", "#REF!", "", "Năm 2026"],
        ["1.4", "ViÖc bèn", "Sở Y tế", "", "Năm 2026"],
        ["1.4", "Việc năm", "Sở Y tế", "", "Năm 2026"],
        ["??", "Việc sáu", "Sở Y tế", "", "Năm 2026"],
        ["1.7", None, "Sở Y tế", "", "Năm 2026"],
        [],
        [None, None, None, "T/M BAN CHẤP HÀNH", None],
        [None, "Nơi nhận:"],
    )
    typed.tasks["C5"].data_type = "e"
    typed.tasks["B6"].font = Font(name=".VnTime")
    found = refs(typed.built())
    assert "Chưa hiểu thời hạn" in found["E3"]
    assert "công thức" in found["B4"]
    assert "báo lỗi" in found["C5"]
    assert "Unicode" in found["B6"]
    assert "không có nội dung" in found["A9"]
    assert "Không hiểu số thứ tự" in found["A8"]
    assert "thuộc nhiệm vụ nào" in found["D11"]
    assert "thuộc nhiệm vụ nào" in found["B12"]
    assert {one.title for one in typed.built().plan.tasks} == {"Việc một", "Việc ba", "Việc năm"}


def test_a_number_twice_keeps_both_rows_and_is_told(typed: Typed) -> None:
    typed.add(["1.1", "Một", "A"], ["1.1", "Hai", "A"], ["1.1", "Ba", "A"])
    built = typed.built()
    assert [one.code for one in built.plan.tasks] == ["1.1", "1.1-2", "1.1-3"]
    assert len({one.uid for one in built.plan.tasks}) == 3
    assert set(refs(built)) == {"A4", "A5"}


# --- indicators


def test_numbers_with_parts(typed: Typed) -> None:
    typed.add(["1", "Việc", "A"])
    typed.measure(
        MEASURES,
        ["I", "Về xã hội"],
        [15, "Lao động qua đào tạo", "%", 88, "Sở Nội vụ"],
        [None, "Có bằng cấp", "%", "44", "Sở Nội vụ"],
        [16, "Tỷ lệ thất nghiệp", "%", "<2,05"],
        [17, "Y tế:"],
        ["-", "Số giường bệnh", "Giường", 62],
        ["-", "Số bác sĩ", "Bác sĩ", 18.5],
        [18, "Phát triển doanh nghiệp", "DN", 11800],
    )
    one = typed.built().plan.indicators
    assert [(i.code, i.label, i.title, i.target_text, i.nature) for i in one] == [
        ("15a", "15", "Lao động qua đào tạo", "88", Nature.LEVEL),
        ("15b", "", "Có bằng cấp", "44", Nature.LEVEL),
        ("16", "16", "Tỷ lệ thất nghiệp", "<2,05", Nature.LEVEL),
        ("17a", "-", "Số giường bệnh", "62", Nature.LEVEL),
        ("17b", "-", "Số bác sĩ", "18,5", Nature.LEVEL),
        ("18", "18", "Phát triển doanh nghiệp", "11.800", Nature.FLOW),
    ]
    assert {indicator.group for indicator in one} == {"I"}


def test_targets_that_excel_spoiled_are_told(typed: Typed) -> None:
    typed.add(["1", "Việc", "A"])
    typed.measure(MEASURES, ["I", "Nhóm"])
    typed.measure(["1", "Kết nạp đảng viên", "%", datetime(2026, 5, 3)])  # noqa: DTZ001
    typed.measure(["2", "Không có mức", "%"], ["x y", "Lạ", "%", "5"], ["2", "Trùng số", "%", "5"])
    typed.measure(["3", "Tỷ lệ", "%", 0.9])
    typed.measures["D7"].number_format = "0%"
    built = typed.built()
    found = refs(built)
    assert "thành ngày" in found["D3"]
    assert "không có mục tiêu" in found["4"]
    assert "Không hiểu" in found["A5"]
    assert "hai dòng" in found["A6"]
    assert {one.code: one.target_text for one in built.plan.indicators}["3"] == "90"


def test_how_a_value_behaves_may_be_said(typed: Typed) -> None:
    typed.add(["1", "Việc", "A"])
    typed.measure([*MEASURES, "Cách tính"], ["I", "Nhóm"])
    typed.measure(["1", "Số nhà", "căn", "2.800", "Sở Xây dựng", "cộng dồn"])
    typed.measure(["2", "Số nhà nữa", "căn", "2.800", "Sở Xây dựng", "?"])
    built = typed.built()
    assert [one.nature for one in built.plan.indicators] == [Nature.FLOW, Nature.LEVEL]
    assert [remark.typed for remark in built.second_look if "đoán" in remark.text] == ["Số nhà nữa"]


@pytest.mark.parametrize("one", [one for one in PLAN.indicators if one.origin is Origin.PLAN])
def test_the_guess_is_right_for_the_2026_plan(one: Any) -> None:
    assert nature_of(one.title, one.unit, one.target_text) is one.nature


# --- words in cells


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Ban Tổ chức Tỉnh ủy; Đảng ủy UBND tỉnh", ("Ban Tổ chức Tỉnh ủy", "Đảng ủy UBND tỉnh")),
        ("Sở Y tế, Sở Nội vụ", ("Sở Y tế", "Sở Nội vụ")),
        ("Sở Văn hóa, Thể thao và Du lịch", ("Sở Văn hóa, Thể thao và Du lịch",)),
        ("Các cơ quan, địa phương có liên quan", ("Các cơ quan, địa phương có liên quan",)),
        ("Đảng ủy các xã, phường, đặc khu", ("Đảng ủy các xã, phường, đặc khu",)),
        ("- Sở Y tế\n- Sở Nội vụ;", ("Sở Y tế", "Sở Nội vụ")),
        ("Đảng ủy Ủy ban\nnhân dân tỉnh", ("Đảng ủy Ủy ban nhân dân tỉnh",)),
        ("Báo và\nPhát thanh tỉnh", ("Báo và Phát thanh tỉnh",)),
        ("Sở Y tế\nSở Y tế", ("Sở Y tế",)),
        (" \n ; ", ()),
    ],
)
def test_names_in_a_cell(cell: str, found: tuple[str, ...]) -> None:
    assert names(cell) == found


def test_labels_inside_of_words() -> None:
    assert split_label("I. Về kinh tế") == ("I", "Về kinh tế")
    assert split_label("II- Về xã hội") == ("II", "Về xã hội")
    assert split_label("Về xã hội: 5") == ("", "Về xã hội: 5")
    assert leading_mark("(12) Cầu Bắc Luân 3.") == ("(12)", "Cầu Bắc Luân 3.")
    assert leading_mark("– Khu neo đậu") == ("-", "Khu neo đậu")
    assert leading_mark("-5 độ") == ("", "-5 độ")
