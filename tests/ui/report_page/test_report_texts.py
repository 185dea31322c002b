from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hands import click, press, type_text
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from qnapp.db.periods import lock_period, stored_period
from qnapp.db.progress import set_progress
from qnapp.db.reports import report_text, report_texts, set_report_text, text_bases
from qnapp.db.settings import get_settings, set_settings
from qnapp.documents.content import PartId
from qnapp.ui.report_page.results_dialog import ResultsDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor

    from qnapp.db.store import Store
    from qnapp.ui.kit.texts import GrowingTextEdit
    from qnapp.ui.report_page.page import ReportPage
    from qnapp.ui.report_page.part_section import PartSection
    from qnapp.ui.report_page.period_desk import PeriodDesk
    from qnapp.ui.session import Session

PERIOD = "2026-Q2"


def section(desk: PeriodDesk, part: PartId) -> PartSection:
    return desk.parts.sections[part]


def open_text(desk: PeriodDesk, part: PartId) -> GrowingTextEdit:
    desk.parts.open_part(part)
    return section(desk, part).text


def sources(desk: PeriodDesk) -> list[str]:
    heads = [one.head for one in desk.parts.sections.values()] + [desk.signature.head]
    return [head.source() for head in heads]


def write_over(field: GrowingTextEdit, text: str) -> None:
    field.selectAll()
    type_text(field, text)


# the list of parts


def test_each_part_says_where_its_text_comes_from(desk: PeriodDesk) -> None:
    assert [one.head.text() for one in desk.parts.sections.values()] == [
        "Mở đầu",
        "I. Kết quả thực hiện các chỉ tiêu",
        "II. Kết quả thực hiện nhiệm vụ",
        "III. Khó khăn, vướng mắc",
        "IV. Đề xuất, kiến nghị",
        "V. Nhiệm vụ trọng tâm 6 tháng cuối năm 2026",
    ]
    assert sources(desk) == [
        "tự động, chưa sửa",
        "tự động, 1 chỉ tiêu",
        "tự động, 4 nhiệm vụ",
        "gom từ 1 nhiệm vụ",
        "tự động, không có",
        "chưa viết",
        "Nguyễn Văn Mẫu",
    ]


def test_one_part_is_open_at_a_time(desk: PeriodDesk) -> None:
    click(section(desk, PartId.OPENING).head)
    assert desk.parts.current() == "opening"
    press(section(desk, PartId.TASKS).head, Qt.Key.Key_Return)
    assert desk.parts.current() == "tasks"
    assert not section(desk, PartId.OPENING).is_open
    click(desk.signature.head)
    assert desk.parts.current() == "signature"
    assert "Nguyễn Văn Mẫu" in desk.signature.signature.text()
    click(desk.signature.head)
    assert desk.parts.current() == ""


def test_a_missing_signer_is_said(desk: PeriodDesk, store: Store) -> None:
    set_settings(store, signer="")
    assert sources(desk)[-1] == "chưa ghi người ký"


def test_the_signer_is_changed_in_settings(
    qtbot: QtBot, desk: PeriodDesk, session: Session
) -> None:
    session.wanted.disconnect()  # this window holds no page of settings
    click(desk.signature.head)
    with qtbot.waitSignal(session.wanted) as wanted:
        click(desk.signature.change)
    assert wanted.args[0] == "settings"


# writing


def test_a_draft_is_where_writing_begins(desk: PeriodDesk, store: Store) -> None:
    field = open_text(desk, PartId.DIFFICULTIES)
    assert field.value() == "Nhiệm vụ 1.15: Vướng mặt bằng."
    write_over(field, "Dự án khu neo đậu vướng mặt bằng 4 hộ dân.")
    desk.flush()
    assert report_text(store, PERIOD, "difficulties").startswith("Dự án khu neo đậu")
    assert sources(desk)[3] == "đã viết"


def test_text_writes_itself_after_a_pause(qtbot: QtBot, desk: PeriodDesk, store: Store) -> None:
    field = open_text(desk, PartId.NEXT)
    write_over(field, "Hoàn thành sắp xếp khu phố ")
    qtbot.waitUntil(lambda: bool(report_text(store, PERIOD, "next")), timeout=4000)
    assert field.value() == "Hoàn thành sắp xếp khu phố "  # not even the blank is touched
    assert sources(desk)[5] == "đã viết"


def test_an_unwritten_part_follows_the_figures(desk: PeriodDesk, store: Store) -> None:
    before = section(desk, PartId.OPENING).text.value()
    set_progress(store, "NQ05-2026/3.2", PERIOD, status="completed", completed_on="1/6/2026")
    after = section(desk, PartId.OPENING).text.value()
    assert "hoàn thành 1" in before
    assert "hoàn thành 2" in after


def test_a_written_part_does_not(desk: PeriodDesk, store: Store) -> None:
    write_over(open_text(desk, PartId.OPENING), "Đảng ủy phường báo cáo như sau:")
    desk.flush()
    set_progress(store, "NQ05-2026/3.2", PERIOD, status="completed", completed_on="1/6/2026")
    assert section(desk, PartId.OPENING).text.value() == "Đảng ủy phường báo cáo như sau:"


def test_typing_the_draft_again_makes_it_automatic(desk: PeriodDesk, store: Store) -> None:
    field = open_text(desk, PartId.PROPOSALS)
    draft = field.value()
    write_over(field, "Khác")
    desk.flush()
    assert sources(desk)[4] == "đã viết"
    write_over(field, draft)
    desk.flush()
    assert report_texts(store, PERIOD) == {}
    assert sources(desk)[4] == "tự động, không có"


def test_another_period_takes_what_is_half_typed_along(
    desk: PeriodDesk, store: Store, session: Session
) -> None:
    write_over(open_text(desk, PartId.NEXT), "Việc kỳ tới")
    session.set_period("2026-Q1")
    assert report_text(store, PERIOD, "next") == "Việc kỳ tới"
    assert report_texts(store, "2026-Q1") == {}
    assert section(desk, PartId.NEXT).text.value() != "Việc kỳ tới"


def test_a_written_part_goes_back_to_the_draft_after_asking(
    desk: PeriodDesk, store: Store, door: RecordingDoor, session: Session
) -> None:
    write_over(open_text(desk, PartId.NEXT), "Việc kỳ tới")
    desk.flush()
    reset = section(desk, PartId.NEXT).reset
    assert not reset.isHidden()
    click(reset)
    assert report_text(store, PERIOD, "next") == "Việc kỳ tới"  # the box was closed
    door.answers = [0]
    click(reset)
    assert report_text(store, PERIOD, "next") == ""
    assert reset.isHidden()
    session.undo_stack.undo()
    assert report_text(store, PERIOD, "next") == "Việc kỳ tới"


def test_the_text_of_the_period_before_can_be_taken(
    desk: PeriodDesk, store: Store, door: RecordingDoor
) -> None:
    assert section(desk, PartId.NEXT).previous.isHidden()
    set_report_text(store, "2026-Q1", "next", "Việc của quý II")
    desk.parts.open_part(PartId.NEXT)
    click(section(desk, PartId.NEXT).previous)
    assert report_text(store, PERIOD, "next") == "Việc của quý II"
    assert door.boxes == []
    write_over(section(desk, PartId.NEXT).text, "Viết riêng")
    desk.flush()
    click(section(desk, PartId.NEXT).previous)
    assert len(door.boxes) == 1  # something of one's own is not replaced unasked
    assert report_text(store, PERIOD, "next") == "Viết riêng"


def test_chosen_results_are_added_below(desk: PeriodDesk, store: Store) -> None:
    def choose() -> None:
        dialog: Any = QApplication.activeModalWidget()
        if not isinstance(dialog, ResultsDialog):
            QTimer.singleShot(10, choose)
            return
        try:
            assert not dialog.take.isEnabled()
            dialog.table.selectRow(1)
            press(dialog.table, Qt.Key.Key_Space)
            assert dialog.take.text() == "Thêm 1 kết quả"
            click(dialog.take)
        except BaseException:
            dialog.reject()
            raise

    field = open_text(desk, PartId.TASKS)
    write_over(field, "Kết quả chính:")
    QTimer.singleShot(0, choose)
    click(section(desk, PartId.TASKS).results)
    desk.flush()
    assert report_text(store, PERIOD, "tasks") == (
        "Kết quả chính:\nNhiệm vụ 1.14: Đã họp dân đạt 96,4%."
    )


def test_results_are_ticked_by_mouse_and_all_at_once(qtbot: QtBot, desk: PeriodDesk) -> None:
    dialog = ResultsDialog(desk._rows_with_results(), desk.window())
    qtbot.addWidget(dialog)
    dialog.show()
    place = dialog.table.visualRect(dialog.model.index(1, 2)).center()
    click(dialog.table.viewport(), place)
    assert [row.code for row in dialog.model.chosen()] == ["1.14"]
    click(dialog.all)
    assert dialog.take.text() == "Thêm 2 kết quả"
    assert not dialog.table.grab().isNull()
    click(dialog.none)
    assert not dialog.take.isEnabled()


def test_only_part_two_takes_results(desk: PeriodDesk) -> None:
    hidden = {part: one.results.isHidden() for part, one in desk.parts.sections.items()}
    assert [part for part, gone in hidden.items() if not gone] == [PartId.TASKS]


def test_a_locked_period_is_for_reading(desk: PeriodDesk, store: Store) -> None:
    write_over(open_text(desk, PartId.NEXT), "Việc kỳ tới")
    desk.flush()
    lock_period(store, PERIOD, "Đã gửi")
    field = open_text(desk, PartId.NEXT)
    assert field.isReadOnly()
    assert section(desk, PartId.NEXT).reset.isHidden()
    assert desk.subtitle() == "Lần 1, kỳ đang khóa"


# form and steps


def test_the_other_form_changes_words_and_setting(desk: PeriodDesk, store: Store) -> None:
    assert "Đảng ủy phường" in section(desk, PartId.OPENING).text.value()
    said: list[str] = []
    desk.session.said.connect(said.append)
    click(desk.change_form)
    assert said[-1].startswith("Chức vụ Bí thư không ký văn bản thể thức Nhà nước")
    assert get_settings(store).letterhead == "nha-nuoc"
    assert "Ủy ban nhân dân" in section(desk, PartId.OPENING).text.value()


def test_a_step_leads_to_its_page(qtbot: QtBot, page: ReportPage, session: Session) -> None:
    session.wanted.disconnect()
    with qtbot.waitSignal(session.wanted) as wanted:
        page.steps.chosen.emit(0)
    assert wanted.args == ["tasks", "filter:stale"]
    with qtbot.assertNotEmitted(session.wanted):
        page.steps.chosen.emit(3)  # this page
        page.steps.chosen.emit(4)  # leads nowhere yet


@pytest.mark.parametrize("percent", [100, 130])
def test_nothing_is_wider_than_its_room(
    desk: PeriodDesk, dress_page: Callable[[str, int], None], percent: int
) -> None:
    set_report_text(desk.session.store, "2026-Q1", "tasks", "Quý I")
    write_over(open_text(desk, PartId.TASKS), "Đã viết")
    desk.flush()
    dress_page("light", percent)
    QApplication.processEvents()
    panel = desk.parts
    assert panel.widget().minimumSizeHint().width() <= panel.viewport().width()
    tools = section(desk, PartId.TASKS).tools
    for button in (section(desk, PartId.TASKS).results, section(desk, PartId.TASKS).reset):
        assert tools.rect().contains(button.geometry())


# figures that changed after a text was written


def test_a_written_part_that_tells_old_figures_says_so_until_it_is_mended(
    page: ReportPage, desk: PeriodDesk, store: Store, session: Session, door: RecordingDoor
) -> None:
    field = open_text(desk, PartId.OPENING)
    before = field.value()
    assert "hoàn thành 1" in before
    press(field, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    type_text(field, " Đã rà soát lại.")
    page.flush()
    opening = section(desk, PartId.OPENING)
    assert opening.old.isHidden()
    assert opening.head.source() == "đã viết"
    said = {"status": "in_progress", "percent": 10, "result": "Đã họp."}
    done = partial(set_progress, store, "NQ05-2026/3.2", PERIOD, **said)  # type: ignore[arg-type]
    session.write("Sửa nhiệm vụ", done)
    assert opening.head.source() == "khác số liệu"
    assert opening.old.isVisible()
    assert "“đang triển khai 2”" in opening.old.words.text()
    assert field.value() == f"{before} Đã rà soát lại."  # a person's words are left alone
    door.answers = [0]
    click(desk.foot.main)
    assert "Phần “Mở đầu” có chỗ ghi khác với số liệu hiện nay." in door.sentences()[-1]
    assert desk.parts.current() in ("opening", "")
    assert not stored_period(store, PERIOD).locked  # nothing was sent for signature
    write_over(field, f"{desk.parts.draft(PartId.OPENING)} Đã rà soát lại.")
    page.flush()
    assert opening.head.source() == "đã viết"
    assert opening.old.isHidden()


def test_a_figure_in_own_words_is_named_once_its_row_has_another(
    page: ReportPage, desk: PeriodDesk, store: Store, session: Session, door: RecordingDoor
) -> None:
    uid = "NQ05-2026/3.2"
    session.read_texts()
    said = {"status": "in_progress", "percent": 45, "result": "Đã họp."}
    session.write("Sửa", partial(set_progress, store, uid, PERIOD, **said))  # type: ignore[arg-type]
    field = open_text(desk, PartId.DIFFICULTIES)
    write_over(field, "Nhiệm vụ 3.2 mới đạt 45% vì chậm mặt bằng.")
    page.flush()
    part = section(desk, PartId.DIFFICULTIES)
    assert part.head.source() == "đã viết"
    session.write("Sửa", partial(set_progress, store, uid, PERIOD, percent=60))
    assert part.head.source() == "khác số liệu"
    assert "“Nhiệm vụ 3.2 mới đạt 45%”" in part.old.words.text()
    named = [one.text for one in session.findings() if one.where == "part:difficulties"]
    assert named == ["Báo cáo: phần III ghi “Nhiệm vụ 3.2 mới đạt 45%”, khác với số liệu hiện nay."]
    door.answers = [0]
    click(desk.foot.main)
    assert "có chỗ ghi khác với số liệu hiện nay." in door.sentences()[-1]
    write_over(field, "Nhiệm vụ 3.2 mới đạt 60% vì chậm mặt bằng.")
    page.flush()
    assert part.head.source() == "đã viết"


def test_a_text_that_went_back_to_automatic_begins_anew(
    page: ReportPage, desk: PeriodDesk, store: Store, session: Session
) -> None:
    field = open_text(desk, PartId.OPENING)
    press(field, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    type_text(field, " Thêm.")
    page.flush()
    assert set(text_bases(store, PERIOD)) == {"opening"}
    write_over(field, desk.parts.draft(PartId.OPENING))
    page.flush()
    assert text_bases(store, PERIOD) == {}
