"""A report is read above in words for whoever received it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hands import click
from PySide6.QtCore import QCoreApplication
from shiboken6 import isValid

from qnapp.domain.reporting import Finding, Level
from qnapp.exchange.receiving import take_in_many
from qnapp.models.compared_model import Compared, ComparedColumn
from qnapp.ui.kit.labels import Label
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.paint import break_lines
from qnapp.ui.kit.theme import theme
from qnapp.ui.submission.compared import ComparedView
from qnapp.ui.submission.dialog import CHECKS, SubmissionDialog
from qnapp.ui.submission.papers import NO_COPY, unsigned_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qnapp.ui.inbox_page.page import InboxPage

LATE = "3.2: nhiệm vụ quá hạn 134 ngày."


@pytest.fixture
def dialog(
    page: InboxPage, sent: dict[str, Path], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SubmissionDialog]:
    """Hà Tu's report, whose own checks said that a reason was lacking."""
    take_in_many(page.session.store, [sent["first"]])
    page.reload()
    page.show_filter("sent")
    line = page.table.current_line()
    assert line is not None
    assert line.package is not None
    text = f"{LATE} Ghi lý do chậm trước khi gửi."
    late = Finding("NV03", Level.ERROR, text, "NQ05-2026/3.2", "3.2", "delay_reason")
    told = replace(line.package, findings=(late,), number="116-BC/ĐU", issued_on="2026-03-18")
    monkeypatch.setattr("qnapp.ui.submission.opening.received_package", lambda *_: told)
    click(page.foot.read)
    found = page.window().findChildren(SubmissionDialog)[-1]
    qtbot.waitUntil(lambda: bool(found.rows.model.rows()))
    yield found
    if isValid(found):
        found.close()


def test_nobody_above_is_told_to_write_a_reason_before_sending(dialog: SubmissionDialog) -> None:
    dialog.rows.go_to("NQ05-2026/3.2")
    (notice,) = dialog.rows.detail.notes.findChildren(Notice)
    assert notice.accessibleName().startswith(f"{LATE} Chưa ghi lý do chậm.")
    dialog.show_view(CHECKS)
    model = dialog.findings
    assert [model.index(row).data() for row in range(model.rowCount())] == [
        "Lỗi  1",
        "Nhiệm vụ quá hạn 134 ngày. Chưa ghi lý do chậm.",
    ]


def test_names_of_facts_look_alike(dialog: SubmissionDialog) -> None:
    dialog.rows.go_to("NQ05-2026/3.2")
    labels = {one.text(): one for one in dialog.rows.detail.facts.findChildren(Label)}
    evidence, result = labels["Minh chứng"], labels["Kết quả thực hiện"]
    assert evidence.font() == result.font()


def test_pages_without_a_number_say_that_they_went_to_be_signed(dialog: SubmissionDialog) -> None:
    report = dialog._report
    assert report is not None
    told = unsigned_words(report)
    assert told.startswith(NO_COPY)
    assert told.endswith("đơn vị ghi số 116-BC/ĐU, ngày 18/3/2026.")
    plain = replace(report, package=replace(report.package, number="", issued_on=""))
    assert unsigned_words(plain) == NO_COPY


def test_a_row_of_differences_is_as_high_as_its_words_need(qtbot: QtBot) -> None:
    view = ComparedView("Chỗ khác")
    qtbot.addWidget(view)
    view.resize(1100, 400)
    rows = [
        Compared("a", "1.5", "Tỉ lệ (%)", "10%", "20%"),
        Compared("b", "1.5", "Kết quả thực hiện", "Đã làm. " * 40, "Xong"),
    ]
    view.show_rows(rows, "Lần 1", "Lần 2", same="")
    view.show()
    qtbot.waitExposed(view)
    short, tall = (view.table.rowHeight(row) for row in range(2))
    assert short < 40
    width = view.table.columnWidth(ComparedColumn.OLD) - 22
    lines = len(break_lines(rows[1].old, "body", width)[0])
    assert lines > 2
    assert tall == min(lines, 8) * theme().line("body") + 12
    view.resize(1700, 400)
    view.show_rows(
        [rows[0], replace(rows[1], old="Đã làm", new="Đã làm. " * 20)], "1", "2", same=""
    )
    QCoreApplication.processEvents()
    assert view.table.rowHeight(1) <= 2 * theme().line("body") + 12
