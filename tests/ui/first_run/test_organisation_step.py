"""First run: the organisation is found however it is typed, or typed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from first_run_hands import enter, names, opened, search
from hands import click, press, type_text
from PySide6.QtCore import Qt

from qnapp.db.organisations import own_organisation
from qnapp.models.organisation_model import LOOK_ALIKES
from qnapp.ui.first_run.organisation_step import OTHER
from qnapp.ui.kit.buttons import QuietButton
from qnapp.ui.kit.labels import Label

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qnapp.ui.first_run.dialog import FirstRun


@pytest.mark.parametrize("typed", ["ha tu", "Hà Tu", "06652", "HÀ TU"])
def test_one_unit_is_found_however_it_is_typed_and_chosen_by_itself(
    run: FirstRun, typed: str
) -> None:
    search(run, typed)
    chosen = run.organisation_step.organisation()
    assert chosen is not None
    assert chosen.code == "06652"
    assert run.next.isEnabled()
    assert run.organisation_step.note.isVisible()


def test_look_alikes_stand_under_a_line_of_their_own(run: FirstRun) -> None:
    search(run, "ha tu")
    shown = names(run)
    assert shown[:2] == ["Phường Hà Tu", LOOK_ALIKES]
    assert "Phường Hà Lầm" in shown[2:]


def test_of_three_that_fit_nobody_is_chosen_for_the_person(run: FirstRun) -> None:
    search(run, "mong cai")
    assert names(run)[:3] == ["Phường Móng Cái 1", "Phường Móng Cái 2", "Phường Móng Cái 3"]
    assert run.organisation_step.organisation() is None
    assert not run.next.isEnabled()
    enter(run)
    assert run.steps.currentIndex() == 0


def test_arrows_in_the_search_field_choose_and_skip_the_warning_line(run: FirstRun) -> None:
    search(run, "ha tu")
    press(run.organisation_step.search, Qt.Key.Key_Down)
    chosen = run.organisation_step.organisation()
    assert chosen is not None
    assert chosen.name == names(run)[2]
    press(run.organisation_step.search, Qt.Key.Key_Up)
    back = run.organisation_step.organisation()
    assert back is not None
    assert back.code == "06652"


def test_a_body_is_found_though_the_other_tab_is_open(run: FirstRun) -> None:
    search(run, "uy ban kiem tra")
    chosen = run.organisation_step.organisation()
    assert chosen is not None
    assert chosen.code == "UBKTTU"
    assert run.organisation_step.tabs.current() == "bodies"


def test_a_search_without_hits_says_what_to_do_and_offers_it(run: FirstRun) -> None:
    step = run.organisation_step
    search(run, "khu kinh tế")
    assert not step.view.isVisible()
    assert step.nothing.isVisible()
    words = [one.text() for one in step.nothing.findChildren(Label)]
    assert words[0].startswith("Không có đơn vị nào khớp “khu kinh tế”. Gõ tên khác")
    button = next(one for one in step.nothing.findChildren(QuietButton) if one.isVisible())
    assert button.text() == OTHER
    click(button)
    assert step.typed.isVisible()
    assert step.typed.name.value() == "khu kinh tế"
    click(step.other)
    search(run, "ha tu")
    assert step.view.isVisible()
    assert not step.nothing.isVisible()


def test_the_green_line_says_what_the_choice_brings(run: FirstRun) -> None:
    search(run, "ha tu")
    words = run.organisation_step.note.words.text()
    assert words.startswith("Phường Hà Tu: ")
    assert "giao hoặc nêu tên đơn vị" in words
    assert words.endswith("để bạn chọn ở bước 3.")


def test_a_typed_in_organisation_needs_only_a_name(run: FirstRun, folder: Path) -> None:
    click(run.organisation_step.other)
    assert not run.next.isEnabled()
    type_text(run.organisation_step.typed.name, "Đảng ủy Khu kinh tế Vân Đồn")
    type_text(run.organisation_step.typed.symbol, "ĐU")
    enter(run)
    assert run.steps.currentIndex() == 1
    type_text(run.clerk_step.clerk, "Trần Thị Mẫu")
    enter(run)
    click(run.next)
    owner = own_organisation(opened(run))
    assert (owner.name, owner.symbol) == ("Đảng ủy Khu kinh tế Vân Đồn", "ĐU")


@pytest.mark.parametrize("typed", ["Phường Hà Tu", "phuong ha tu", "UBND phường Hà Tu", "Hà Tu"])
def test_a_listed_unit_is_not_typed_in_but_chosen(run: FirstRun, typed: str) -> None:
    step = run.organisation_step
    click(step.other)
    type_text(step.typed.name, typed)
    assert step.note.words.text().startswith("Phường Hà Tu có trong danh sách.")
    enter(run)  # its tasks would be missing
    assert run.steps.currentIndex() == 0
    assert run.words.text() == "Phường Hà Tu có trong danh sách: bấm nút chọn để đi tiếp."
    click(next(one for one in step.note.findChildren(QuietButton) if one.isVisible()))
    chosen = step.organisation()
    assert chosen is not None
    assert chosen.code == "06652"
    assert step.view.isVisible()
    assert not any(one.isVisible() for one in step.note.findChildren(QuietButton))
    enter(run)
    assert run.steps.currentIndex() == 1


@pytest.mark.parametrize(
    ("name", "form", "post"),
    [
        ("Sở Xây dựng", "nha-nuoc", "Giám đốc"),
        ("Chi cục Kiểm lâm", "nha-nuoc", ""),
        ("Đảng ủy Khu kinh tế Vân Đồn", "dang", ""),
    ],
)
def test_the_form_of_a_typed_in_organisation_is_guessed_and_stays_as_chosen(
    run: FirstRun, name: str, form: str, post: str
) -> None:
    click(run.organisation_step.other)
    type_text(run.organisation_step.typed.name, name)
    enter(run)
    step = run.clerk_step
    assert step.letterhead.value() == form
    assert not post or step.title.value() == post
    step.letterhead.setFocus()
    other = {"dang": "nha-nuoc", "nha-nuoc": "dang"}[form]
    press(step.letterhead.focusWidget(), Qt.Key.Key_Right if form == "dang" else Qt.Key.Key_Left)
    assert step.letterhead.value() == other
    click(run.back)
    enter(run)
    assert step.letterhead.value() == other


def test_only_resembling_names_say_that_another_may_be_typed_in(run: FirstRun) -> None:
    search(run, "so y te")
    shown = names(run)
    assert shown[0] == LOOK_ALIKES
    assert run.organisation_step._hint.text() == (
        "Không có “so y te” trong danh sách. Chọn Đơn vị khác… để tự nhập."
    )
    search(run, "ha tu")
    assert run.organisation_step._hint.text() == "Gõ tên không cần dấu, hoặc gõ mã đơn vị."


def test_the_list_comes_back_after_typing_in(run: FirstRun) -> None:
    click(run.organisation_step.other)
    click(run.organisation_step.other)
    search(run, "06652")
    assert run.next.isEnabled()


def test_back_in_the_list_the_next_letter_goes_into_the_search(run: FirstRun, qtbot: QtBot) -> None:
    step = run.organisation_step
    click(step.other)
    qtbot.waitUntil(step.typed.name.hasFocus)
    click(step.other)
    qtbot.waitUntil(step.search.hasFocus)


def test_what_is_missing_is_told_for_the_way_that_was_chosen(run: FirstRun) -> None:
    assert run.words.text() == "Chọn một đơn vị để đi tiếp."
    click(run.organisation_step.other)
    assert run.words.text() == "Nhập tên đơn vị để đi tiếp."
    type_text(run.organisation_step.typed.name, "Đảng ủy Khu kinh tế")
    assert run.next.isEnabled()
