"""The unit's own plan: reached by a switch, written part by part, exported ready to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
from hands import click, press, show_active, type_text
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from qnapp.db.assignments import set_officer
from qnapp.db.periods import lock_period
from qnapp.db.progress import set_progress
from qnapp.db.reports import plan_texts, report_texts
from qnapp.db.settings import get_settings, set_settings
from qnapp.documents.pdf import pdf_bytes
from qnapp.documents.unit_plan import PlanPart, assemble_unit_plan
from qnapp.ui.report_page.page import ReportPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from chosen_files import ChosenFiles
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.ui.session import Session
    from qnapp.ui.unit_plan_page.desk import PlanDesk
    from qnapp.ui.window import MainWindow

PERIOD = "2026-Q2"


def write_over(desk: PlanDesk, part: PlanPart, text: str) -> None:
    desk.parts.open_part(part)
    field: Any = desk.parts.sections[part].text
    field.selectAll()
    type_text(field, text)


# the switch


def test_the_switch_leads_there_and_back(page: ReportPage, qtbot: QtBot) -> None:
    assert page.desk.key == "report"
    click(page.report.switch._segments()[1])
    qtbot.waitUntil(lambda: page.desk.key == "plan")
    assert page.subtitle() == "Kế hoạch triển khai thực hiện Nghị quyết năm 2026"
    assert not page.steps_card.isVisible()  # they belong to the period's report
    assert page.plan.switch.value() == "plan"
    click(page.plan.switch._segments()[0])
    qtbot.waitUntil(lambda: page.desk.key == "report")
    assert page.report.switch.value() == "report"
    assert page.steps_card.isVisible()
    assert page.subtitle() == "Lần 1, bản đang soạn"


def test_no_lock_of_a_period_stands_over_the_plan(
    store: Store, make_window: Callable[..., MainWindow]
) -> None:
    window = make_window(ReportPage)
    window.show_page("report")
    shown = window.page("report")
    assert isinstance(shown, ReportPage)
    lock_period(store, PERIOD, "đã gửi")
    assert window.locked.isVisible()
    shown.show_document("plan")
    assert not window.locked.isVisible()
    shown.show_document("report")
    assert window.locked.isVisible()


def test_the_steps_are_up_to_date_when_the_report_comes_back(
    page: ReportPage, desk: PlanDesk, store: Store
) -> None:
    assert page._steps[0].words == "0/3 nhiệm vụ"
    set_progress(store, "NQ05-2026/1.14", PERIOD, result="Đã họp dân.")
    page.show_document("report")
    assert page._steps[0].words == "1/3 nhiệm vụ"


def test_who_comes_by_keys_goes_on_from_there(page: ReportPage, qtbot: QtBot) -> None:
    show_active(page.window())
    page.report.switch.setFocus()
    focused = QApplication.focusWidget()
    assert focused is not None
    press(focused, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: page.desk.key == "plan" and page.plan.switch.has_focus())
    focused = QApplication.focusWidget()
    assert focused is not None
    press(focused, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: page.desk.key == "report")


class Windows(QObject):
    """Remembers what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget)
        if shown and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_no_piece_flashes_up_while_it_is_built(page: ReportPage, qapp: QApplication) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    page.show_document("plan")
    qapp.removeEventFilter(windows)
    assert windows.seen == []


def test_another_page_can_lead_to_a_part_of_the_plan(page: ReportPage) -> None:
    page.show_item("plan:purpose")
    assert page.desk.parts.current() == "plan:purpose"
    page.show_item("next")
    assert page.desk.key == "report"
    assert page.desk.parts.current() == "next"


def test_what_is_half_typed_is_kept_when_switching(
    qtbot: QtBot, page: ReportPage, desk: PlanDesk, store: Store
) -> None:
    write_over(desk, PlanPart.PURPOSE, "Mục đích của đơn vị")
    click(desk.switch._segments()[0])
    qtbot.waitUntil(lambda: page.desk.key == "report")
    assert plan_texts(store) == {"plan:purpose": "Mục đích của đơn vị"}
    assert report_texts(store, PERIOD) == {}


# writing


def test_parts_say_where_their_text_comes_from(desk: PlanDesk, store: Store) -> None:
    heads = [section.head for section in desk.parts.sections.values()]
    assert [head.text() for head in heads] == [
        "Mở đầu",
        "I. Mục đích, yêu cầu",
        "II. Chỉ tiêu",
        "III. Nhiệm vụ",
        "IV. Tổ chức thực hiện",
    ]
    assert heads[3].source() == "tự động, 3 nhiệm vụ"
    assert heads[4].source() == "còn 3 nhiệm vụ chưa có người theo dõi"
    for code in ("1.5", "1.14", "3.2"):
        set_officer(store, f"NQ05-2026/{code}", "Lê Văn Thử")
    assert heads[4].source() == "tự động, chưa sửa"


def test_a_part_writes_itself_and_goes_back_to_automatic(
    desk: PlanDesk, store: Store, session: Session, door: RecordingDoor
) -> None:
    write_over(desk, PlanPart.OPENING, "Thực hiện Nghị quyết,")
    desk.flush()
    assert plan_texts(store) == {"plan:opening": "Thực hiện Nghị quyết,"}
    section = desk.parts.sections[PlanPart.OPENING]
    assert section.head.source() == "đã viết"
    door.answers = [0]
    click(section.reset)
    assert plan_texts(store) == {}
    session.undo_stack.undo()
    assert plan_texts(store) == {"plan:opening": "Thực hiện Nghị quyết,"}


def test_no_period_locks_it(desk: PlanDesk, store: Store) -> None:
    lock_period(store, PERIOD, "đã gửi")
    lock_period(store, "2026-Q1", "đã gửi")
    write_over(desk, PlanPart.PURPOSE, "Mục đích của đơn vị")
    desk.flush()
    assert plan_texts(store) == {"plan:purpose": "Mục đích của đơn vị"}


def test_only_what_concerns_a_plan_is_offered(desk: PlanDesk, store: Store) -> None:
    click(desk.options.head)
    shown = [name for name, box in desk.options.boxes.items() if box.isVisible()]
    assert shown == ["duplex", "signature_fields"]
    set_settings(store, letterhead="nha-nuoc")
    assert not desk.signature.addressees.isVisible()  # a plan is addressed to nobody


# ways out


def test_the_preview_is_the_plan_marked_as_a_draft(desk: PlanDesk, store: Store) -> None:
    assert desk.preview.view.drawn is not None
    assert desk.preview.view.drawn.data == pdf_bytes(assemble_unit_plan(store, draft=True))


def test_a_pdf_to_look_at_is_a_draft_beside_the_one_to_sign(
    qtbot: QtBot, desk: PlanDesk, store: Store, choose: ChosenFiles, tmp_path: Path
) -> None:
    choose(tmp_path / "xem.pdf")
    with qtbot.waitSignal(desk.exporter.exported, timeout=30_000):
        click(desk.foot.pdf)
    assert choose.proposals[0].name.endswith(" - Phường Hà Tu - dự thảo.pdf")
    assert (tmp_path / "xem.pdf").read_bytes() == pdf_bytes(assemble_unit_plan(store, draft=True))
    assert "bản dự thảo kế hoạch" in desk.foot.exported.words.text()


def test_it_leaves_ready_to_sign(
    qtbot: QtBot, desk: PlanDesk, store: Store, choose: ChosenFiles, tmp_path: Path
) -> None:
    target = tmp_path / "kế hoạch.pdf"
    choose(target)
    with qtbot.waitSignal(desk.exporter.exported, timeout=30_000):
        click(desk.foot.main)
    name = "Kế hoạch triển khai Nghị quyết 05-NQ-TU - Phường Hà Tu.pdf"
    assert choose.proposals[0].name == name
    assert target.read_bytes() == pdf_bytes(assemble_unit_plan(store))
    pages = desk.preview.view.pages()
    assert desk.foot.exported.words.text() == (
        f"Đã xuất kế hoạch {pages} trang. Số và ngày để trống cho văn thư."
    )


def test_empty_fields_for_signing_come_by_choice(
    qtbot: QtBot, desk: PlanDesk, store: Store, choose: ChosenFiles, tmp_path: Path
) -> None:
    set_settings(store, signature_fields=True)
    choose(tmp_path / "a.pdf")
    with qtbot.waitSignal(desk.exporter.exported, timeout=30_000):
        click(desk.foot.main)
    plain = pdf_bytes(assemble_unit_plan(store))
    written = (tmp_path / "a.pdf").read_bytes()
    assert written.startswith(plain)
    assert len(written) > len(plain)


def test_excel_and_word_too(
    qtbot: QtBot, desk: PlanDesk, choose: ChosenFiles, tmp_path: Path
) -> None:
    choose(tmp_path / "a.xlsx", tmp_path / "a.docx")
    for button in (desk.foot.excel, desk.foot.word):
        with qtbot.waitSignal(desk.exporter.exported, timeout=30_000):
            click(button)
    assert "Biểu số 2" in openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")


def test_the_other_form_is_one_click_away(desk: PlanDesk, store: Store) -> None:
    click(desk.change_form)
    assert get_settings(store).letterhead == "nha-nuoc"
    assert desk.paper().report.letterhead.number.endswith("/KH-UBND")
