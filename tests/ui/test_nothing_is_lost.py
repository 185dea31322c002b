"""What lists cut at large letters: nothing where a row can grow, whole words elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cut_audit import cut_and_lost, cut_texts
from hands import press_ctrl, show_active, type_text
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shown_pages import show_page

from qnapp.db.progress import set_progress
from qnapp.db.reports import set_report_text
from qnapp.documents.content import PartId
from qnapp.models.difference_lines import Line, LineKind
from qnapp.models.difference_model import DifferenceModel
from qnapp.models.result_model import ResultColumn
from qnapp.ui.arrivals.table import FullText
from qnapp.ui.checks_page import ChecksPage
from qnapp.ui.evidence_page.row_dialog import RowDialog
from qnapp.ui.first_run.organisation_step import OrganisationStep
from qnapp.ui.hit_list import MOST, shown_lines
from qnapp.ui.kit.combos import ComboBox
from qnapp.ui.kit.delegates import TextDelegate
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.list_table import ListTable
from qnapp.ui.kit.paint import (
    break_lines,
    lines_height,
    paint_text,
    shortened,
    shortened_middle,
    text_width,
)
from qnapp.ui.kit.theme import theme
from qnapp.ui.overview.page import OverviewPage
from qnapp.ui.overview.todo_rows import TodoRow
from qnapp.ui.pages import PAGES
from qnapp.ui.report_page.folding import FoldingHead
from qnapp.ui.report_page.page import ReportPage
from qnapp.ui.report_page.results_dialog import ResultsDialog, cell_words
from qnapp.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qnapp.db.store import Store
    from qnapp.ui.session import Session

LONG = (
    "Sắp xếp các thôn, tổ dân phố ở cấp xã và người hoạt động không chuyên trách phù hợp với "
    "yêu cầu trong tình hình mới"
)
Dress = "Callable[[str, int], None]"


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    return make_store(sample=True)


@pytest.fixture(params=[100, 115, 130])
def letters(request: pytest.FixtureRequest, dress_page: Callable[[str, int], None]) -> int:
    dress_page("light", request.param)
    return int(request.param)


# ------------------------------------------------------------------------------- how it is cut


@pytest.mark.parametrize("width", range(80, 700, 41))
def test_a_cut_text_ends_with_a_whole_word(width: int, letters: int) -> None:
    shown = shortened(LONG, theme().font("body"), width)
    assert shown == LONG or shown.endswith("…")
    kept, whole = shown.removesuffix("…").split(), LONG.split()
    assert kept[:-1] == whole[: len(kept) - 1]
    assert kept[-1] == whole[len(kept) - 1].rstrip(",")
    assert text_width(shown) <= width


def test_a_word_that_stands_alone_and_a_long_name_are_cut_between_letters(letters: int) -> None:
    del letters
    font = theme().font("body")
    name = "bao-cao-06652-6-thang-2026-lan-2-phan-1.qnbc"
    assert shortened("nghiêng", font, text_width("nghi…") + 1) == "nghi…"
    cut = shortened(f"Tệp {name}", font, text_width("Tệp bao-cao-066…") + 1)
    assert cut.startswith("Tệp bao-cao-0")


@pytest.mark.parametrize("width", range(200, 700, 37))
def test_a_text_that_is_cut_in_its_middle_keeps_whole_words_at_both_ends(width: int) -> None:
    said = "Phiếu trả lại báo cáo 6 tháng năm 2026, của Văn phòng Tỉnh ủy: đã nhận. 2 dòng mở."
    shown = shortened_middle(said, theme().font("small"), width)
    before, dots, after = shown.partition("…")
    words = said.split()
    assert [word.rstrip(",:") for word in words[: len(before.split())]] == [
        word.rstrip(",:") for word in before.split()
    ]
    if dots:
        assert after.split() == words[-len(after.split()) :]


# -------------------------------------------------------------------------- lists whose rows grow


def test_findings_are_told_whole(session: Session, qtbot: QtBot, letters: int) -> None:
    page = show_page(ChecksPage(session), qtbot)
    QApplication.processEvents()
    assert page.view.verticalScrollBar().maximum() > 0
    assert cut_texts(page.view) == []
    heights = {page.view.visualRect(page.model.index(row)).height() for row in range(1, 6)}
    assert len(heights) > 1 or letters == 100  # a long title has a line of its own more


def test_what_waits_has_two_lines_and_its_distances_stand_below_one_another(
    session: Session, qtbot: QtBot, letters: int
) -> None:
    page = show_page(OverviewPage(session), qtbot)
    QApplication.processEvents()
    rows = page.todo.findChildren(TodoRow)
    for row in rows:
        lines, _cut = break_lines(row._title, "body", row._title_room(row.width()), 2)
        assert row.height() >= len(lines) * theme().line("body"), row._title
        assert row.height() == row.heightForWidth(row.width())
    assert any(row.height() > theme().px(34) for row in rows) or letters == 100
    assert len({row._note_width(row.width()) for row in rows if row.tells_distance()}) == 1
    assert cut_and_lost(page) == []


def test_offers_and_rows_to_choose_from_are_told_whole(
    session: Session, qtbot: QtBot, letters: int
) -> None:
    del letters
    dialog = RowDialog(session, "Chọn nhiệm vụ", "Chọn", parent=None)
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    assert cut_texts(dialog.list) == []
    dialog.close()


def test_the_hits_of_a_search_take_the_room_of_their_lines(
    session: Session, qtbot: QtBot, letters: int
) -> None:
    del letters
    window = MainWindow(session, PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 688)
    show_active(window)
    press_ctrl(window, Qt.Key.Key_K)
    type_text(window.topbar.field, "chuyen doi so")
    hits = window.topbar.everything.list
    qtbot.waitUntil(hits.isVisible)
    QApplication.processEvents()
    last = hits.view.visualRect(hits.model.index(hits.model.rowCount() - 1))
    assert hits.model.rowCount() > 1
    assert 0 <= hits.view.viewport().height() - last.bottom() - 1 <= 2
    assert cut_texts(hits) == []
    window.close()


def test_a_long_paragraph_is_shown_from_shortly_before_the_hit(letters: int) -> None:
    del letters
    text = " ".join([LONG] * 12) + ". Vướng mặt bằng ở khu Bảy."
    shown, lines, cut = shown_lines(text, "mat bang", 400)
    assert cut
    assert len(lines) <= MOST
    assert shown.startswith("… ")
    assert "mặt bằng" in " ".join(lines)
    assert shown_lines(LONG, "thon", 400)[0] == LONG


# ------------------------------------------------------------------------------------ single lines


def test_a_part_of_the_report_says_its_title_whole(qtbot: QtBot, letters: int) -> None:
    del letters
    place = QWidget()
    qtbot.addWidget(place)
    box = QVBoxLayout(place)
    head = FoldingHead()
    head.show_state(
        "V. Nhiệm vụ trọng tâm 6 tháng cuối năm 2026", "gom từ 2 nhiệm vụ", lacking=True
    )
    box.addWidget(head)
    box.addStretch(1)
    place.resize(380, 300)
    place.show()
    assert cut_texts(place) == []


def test_a_choice_that_is_cut_is_told_by_its_tooltip(qtbot: QtBot) -> None:
    combo = ComboBox()
    combo.addItem(LONG, 1)
    qtbot.addWidget(combo)
    combo.resize(200, 34)
    combo.show()
    assert cut_and_lost(combo) == []
    combo.resize(1200, 34)
    combo.grab()
    assert combo.toolTip() == ""


def test_a_long_sentence_at_the_foot_takes_the_room_of_the_second_day(
    session: Session, qtbot: QtBot, letters: int
) -> None:
    del letters
    window = MainWindow(session, PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 688)
    window.show()
    bar = window.statusbar
    both = bar.days.text()
    assert "Gửi báo cáo" in both
    bar.say("Phiếu trả lại báo cáo 6 tháng năm 2026, lần 1, của Văn phòng Tỉnh ủy: đã nhận. " * 2)
    assert bar.days.text() == both.partition("   ·   ")[0]
    assert bar.days.toolTip() == both
    bar.say("Đã lưu.")
    assert (bar.days.text(), bar.days.toolTip()) == (both, "")
    window.close()


# -------------------------------------------------------------------------------- the audit itself


def test_the_audit_hears_of_what_stands_nowhere(qtbot: QtBot) -> None:
    class Careless(QWidget):
        def paintEvent(self, _event: object) -> None:
            paint_text(QPainter(self), QRectF(self.rect()), LONG)

    page = QWidget()
    qtbot.addWidget(page)
    box = QVBoxLayout(page)
    careless = Careless()
    box.addWidget(careless)
    page.resize(300, 60)
    page.show()
    assert cut_and_lost(page) == [f"“{LONG}” of Careless is cut and stands whole nowhere"]
    careless.setToolTip(LONG)
    assert cut_and_lost(page) == []
    careless.setToolTip("")
    box.addWidget(Label(LONG, wrap=True))
    page.resize(300, 300)
    QApplication.processEvents()
    assert cut_and_lost(page) == []


# ------------------------------------------------------------------------- what shares little room


def test_results_to_take_are_read_before_they_are_taken(
    session: Session, store: Store, qtbot: QtBot, letters: int
) -> None:
    del letters
    uid = session.worksheet().own_tasks[0].uid
    set_progress(store, uid, session.period_code, result=LONG)
    rows = [row for row in session.worksheet().own_tasks if row.progress.result]
    dialog = ResultsDialog(rows)
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    line = theme().line("body")
    for row in range(dialog.model.rowCount()):
        lines = max(
            lines_height(
                cell_words(dialog.model.index(row, column)),
                dialog.table.columnWidth(column) - 16,
                max_lines=10,
            )
            for column in (ResultColumn.TITLE, ResultColumn.RESULT)
        )
        assert lines <= dialog.table.rowHeight(row) <= max(lines + line, theme().px(50))


def test_an_open_part_shows_its_buttons_below_its_text(
    make_window: Callable[..., MainWindow], store: Store, qtbot: QtBot, letters: int
) -> None:
    del letters
    set_report_text(store, "2026-Q2", PartId.TASKS, f"{LONG}\n" * 12)
    window = make_window(ReportPage)
    window.resize(1366, 688)
    page = window.page("report")
    assert isinstance(page, ReportPage)
    parts = page.report.parts
    parts.open_part(PartId.TASKS)
    qtbot.waitUntil(lambda: page.report.preview.view.pages() > 0, timeout=20_000)
    section = parts.sections[PartId.TASKS]
    tools = section.tools.mapTo(parts.viewport(), section.tools.rect().bottomLeft())
    assert section.text.verticalScrollBar().maximum() > 0
    assert tools.y() < parts.viewport().height()


def test_the_current_row_of_an_arrival_has_its_title_whole(qtbot: QtBot, letters: int) -> None:
    del letters
    line = Line(LineKind.CHANGE, "1.5", title=LONG, old="Chưa nêu số hộ.")
    heads = ("Kết quả", "Mã", "Ô", "Khi xuất biểu", "Đang có", "Trong biểu")
    model = DifferenceModel([line], heads)
    full = FullText(model, heads)
    qtbot.addWidget(full)
    full.resize(900, 100)
    full.show()
    full.fit(300, 900)
    full.show_row(model.index(0, 0))
    QApplication.processEvents()
    assert not full.title.is_cut()


def test_of_a_unit_whose_row_is_hardly_seen_nothing_is_drawn(qtbot: QtBot, letters: int) -> None:
    del letters
    step = OrganisationStep()
    qtbot.addWidget(step)
    step.resize(700, 560)
    step.show()
    type_text(step.search, "ha tu")
    QApplication.processEvents()
    view, mark = step.view, theme().color("mark").rgb()
    second = view.visualRect(step.model.index(2))  # below the warning line
    for seen, told in ((12, False), (second.height(), True)):
        view.setFixedHeight(second.top() + seen)
        QApplication.processEvents()
        picture = view.viewport().grab().toImage()
        across = range(0, picture.width(), 2)
        down = range(second.top(), view.viewport().height())
        assert any(picture.pixel(x, y) == mark for x in across for y in down) is told


def test_a_long_name_in_a_list_has_a_second_line(qtbot: QtBot, letters: int) -> None:
    del letters
    model = QStandardItemModel()
    for name in ("Xã Hải Hòa", "Báo và phát thanh, truyền hình tỉnh"):
        model.appendRow([QStandardItem(name), QStandardItem("chưa có địa chỉ")])
    table = ListTable(model, "Đơn vị")
    table.setItemDelegate(TextDelegate(table))
    table.set_widths({1: 200}, 0)
    table.grow_by(0)
    qtbot.addWidget(table)
    table.resize(theme().px(390), 300)
    table.show()
    qtbot.waitUntil(lambda: table.rowHeight(1) > table.rowHeight(0))
    assert table.rowHeight(0) == theme().px(34)
    assert cut_texts(table) == []
    table.resize(900, 300)
    qtbot.waitUntil(lambda: table.rowHeight(1) == table.rowHeight(0))
