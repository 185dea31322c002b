"""First run: three questions by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from first_run_hands import enter, opened, search, to_step
from hands import click, press, type_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qnapp.db.organisations import own_organisation
from qnapp.db.periods import periods
from qnapp.db.settings import get_settings
from qnapp.db.worksheet import load_worksheet
from qnapp.models.offer_model import HeadingRole, OfferRole
from qnapp.ui.first_run.dialog import FirstRun

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fixed_clock import FixedClock
    from pytestqt.qtbot import QtBot
    from recording_door import RecordingDoor


def test_the_whole_way_by_keyboard_ends_with_an_open_store(run: FirstRun, folder: Path) -> None:
    to_step(run, 3)
    assert run.next.text() == "Bắt đầu sử dụng"
    enter(run)
    store = opened(run)
    assert store.folder == folder
    assert own_organisation(store).code == "06652"
    kept = get_settings(store)
    assert (kept.clerk, kept.letterhead, kept.first_period) == ("Trần Thị Mẫu", "dang", "2026-Q2")
    sheet = load_worksheet(store, "2026-Q2")
    assert {row.uid for row in sheet.own_tasks} == set(run.tasks_step.list.ticked())


def test_everything_that_was_answered_is_kept(run: FirstRun) -> None:
    to_step(run, 2)
    step = run.clerk_step
    step.letterhead.setFocus()
    press(run.focusWidget(), Qt.Key.Key_2)
    type_text(step.signer, "Lê Văn Thử")
    assert step.printed.text() == "In trên báo cáo: TM. ỦY BAN NHÂN DÂN – CHỦ TỊCH"
    click(step.deputy)
    assert step.printed.text().endswith("– KT. CHỦ TỊCH – PHÓ CHỦ TỊCH")
    step.period.setCurrentIndex(0)
    click(run.next)
    click(run.next)
    kept = get_settings(opened(run))
    assert (kept.letterhead, kept.signer, kept.signer_title) == (
        "nha-nuoc",
        "Lê Văn Thử",
        "Chủ tịch",
    )
    assert kept.signs_as_deputy
    assert not any(one.backfilled for one in periods(opened(run)))


def test_a_name_is_asked_for_before_going_on(run: FirstRun) -> None:
    search(run, "ha tu")
    enter(run)
    assert not run.next.isEnabled()
    assert run.words.text() == "Nhập họ và tên bạn để đi tiếp."
    enter(run)
    assert run.steps.currentIndex() == 1


def test_a_title_that_was_typed_stays_when_the_letterhead_changes(run: FirstRun) -> None:
    to_step(run, 2)
    step = run.clerk_step
    step.title.set_value("Quyền Bí thư")
    step.letterhead.setFocus()
    press(run.focusWidget(), Qt.Key.Key_2)
    assert step.title.value() == "Quyền Bí thư"


def test_who_leads_a_body_is_proposed_to_sign(run: FirstRun) -> None:
    search(run, "van phong tinh uy")
    click(run.next)
    step = run.clerk_step
    assert step.title.value() == "Chánh Văn phòng"
    assert step.title.itemText(1) == "Phó Chánh Văn phòng"
    step.title.set_value("Phó Chánh Văn phòng")
    click(run.back)
    click(run.next)
    assert step.title.value() == "Phó Chánh Văn phòng"  # what was chosen stays
    click(run.back)
    step.title.set_value("Chánh Văn phòng")
    search(run, "ha tu")
    click(run.next)
    assert step.title.value() == "Bí thư"


def test_a_post_of_the_other_form_gives_way(run: FirstRun) -> None:
    to_step(run, 2)
    step = run.clerk_step
    step.title.set_value("Phó Bí thư")
    step.letterhead.setFocus()
    press(run.focusWidget(), Qt.Key.Key_2)
    assert step.title.value() == "Chủ tịch"


def test_back_and_forth_keeps_what_was_said(run: FirstRun) -> None:
    to_step(run, 3)
    run.tasks_step.list.model.set_ticked(run.tasks_step.list.ticked(), ticked=False)
    press(run, Qt.Key.Key_Escape)
    press(run, Qt.Key.Key_Escape)
    assert run.steps.currentIndex() == 0
    click(run.next)
    click(run.next)
    assert run.tasks_step.list.ticked() == []
    assert run.words.text() == "Chưa chọn nhiệm vụ nào."


def test_another_unit_brings_its_own_proposals(run: FirstRun) -> None:
    to_step(run, 3)
    first = run.tasks_step.list.ticked()
    click(run.back)
    click(run.back)
    search(run, "ban to chuc tinh uy")
    click(run.next)
    click(run.next)
    assert set(run.tasks_step.list.ticked()) != set(first)


def test_sure_tasks_are_ticked_others_not_and_the_rest_is_folded(run: FirstRun) -> None:
    to_step(run, 3)
    model = run.tasks_step.list.model
    rows = map(model.index, range(model.rowCount()))
    heads = [str(row.data()) for row in rows if row.data(HeadingRole) is not None]
    assert heads[0].startswith("Giao hoặc nêu tên đơn vị")
    assert heads[-1].startswith("Các nhiệm vụ khác")
    assert heads[-1].endswith("đang thu gọn")
    assert run.words.text() == f"Đã chọn {len(run.tasks_step.list.ticked())} nhiệm vụ."


def test_space_and_click_tick(run: FirstRun) -> None:
    to_step(run, 3)
    tasks = run.tasks_step.list
    first = tasks.ticked()[0]
    tasks.view.setCurrentIndex(tasks.model.index(1))
    press(tasks.view, Qt.Key.Key_Space)
    assert first not in tasks.ticked()
    click(tasks.view.viewport(), tasks.view.visualRect(tasks.model.index(1)).center())
    assert first in tasks.ticked()


def test_a_heading_folds_and_unfolds(run: FirstRun) -> None:
    to_step(run, 3)
    tasks = run.tasks_step.list
    before = tasks.model.rowCount()
    click(tasks.view.viewport(), tasks.view.visualRect(tasks.model.index(0)).center())
    assert tasks.model.rowCount() < before
    tasks.view.setCurrentIndex(tasks.model.index(0))
    press(tasks.view, Qt.Key.Key_Space)
    assert tasks.model.rowCount() == before


def test_down_in_the_search_goes_on_in_what_was_found(run: FirstRun) -> None:
    to_step(run, 3)
    tasks = run.tasks_step.list
    tasks.search.setFocus()
    type_text(tasks.search, "chuyen doi so")
    press(tasks.search, Qt.Key.Key_Down)
    assert tasks.view.hasFocus()
    offer = tasks.view.currentIndex().data(OfferRole)
    assert offer is not None
    before = offer.uid in tasks.ticked()
    press(tasks.view, Qt.Key.Key_Space)
    assert (offer.uid in tasks.ticked()) != before


def test_search_ignores_diacritics_and_enter_there_does_not_end_the_wizard(
    run: FirstRun, qtbot: QtBot
) -> None:
    to_step(run, 3)
    tasks = run.tasks_step.list
    tasks.search.setFocus()
    type_text(tasks.search, "neo dau")
    press(tasks.search, Qt.Key.Key_Return)
    assert tasks.model.rowCount() < 12
    assert run.store is None
    ticked = tasks.ticked()
    tasks.search.selectAll()
    type_text(tasks.search, "zzzz")
    press(tasks.search, Qt.Key.Key_Return)
    assert tasks._empty.isVisible()
    click(tasks._empty._button)
    assert tasks.view.isVisible()
    assert tasks.ticked() == ticked


@pytest.mark.parametrize("percent", [100, 130])
def test_nothing_is_wider_than_the_dialog(
    folder: Path,
    clock: FixedClock,
    door: RecordingDoor,
    qtbot: QtBot,
    dress_page: Callable[[str, int], None],
    percent: int,
) -> None:
    dress_page("light", percent)
    dialog = FirstRun(folder, clock=clock, door=door)
    qtbot.addWidget(dialog)
    for number in range(3):
        step = dialog.steps.widget(number)
        assert step.minimumSizeHint().width() <= dialog.width() - dialog.rail.width()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_refusal_leaves_the_foot_on_a_low_screen(
    run: FirstRun, dress_page: Callable[[str, int], None], number: int
) -> None:
    """688 points are free on a screen of 768, and letters may be large."""
    dress_page("light", 130)
    to_step(run, number)
    run.band.show_error("“Ảnh.zip” không phải tệp sao lưu của QNApp. Chọn tệp khác. " * 2, "")
    QApplication.processEvents()
    assert run.minimumSizeHint().height() <= 688 - 40


@pytest.mark.parametrize(
    ("unit", "proposed"),
    [("van phong tinh uy", "yes"), ("uy ban nhan dan tinh", "yes"), ("ha tu", "no")],
)
def test_only_bodies_that_receive_are_proposed_to_take_reports_in(
    run: FirstRun, unit: str, proposed: str
) -> None:
    to_step(run, 2, unit)
    assert run.clerk_step.receives.value() == proposed


def test_what_was_answered_stays_when_another_unit_is_chosen(run: FirstRun) -> None:
    to_step(run, 2)
    press(run.clerk_step.receives, Qt.Key.Key_2)
    press(run, Qt.Key.Key_Escape)
    to_step(run, 2, "cai chien")
    assert run.clerk_step.receives.value() == "yes"


def test_an_upper_office_begins_as_one(run: FirstRun, qtbot: QtBot) -> None:
    to_step(run, 3, "van phong tinh uy")
    enter(run)
    assert get_settings(opened(run)).upper_office
