"""A report that was sent for signature against what the data say since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from frozen_stores import Q1, Q2, opened
from returning import send_back

from qnapp import cli
from qnapp.db import milestones, targets
from qnapp.db.content import find_content
from qnapp.db.progress import set_progress
from qnapp.db.store import Store
from qnapp.documents.freeze import freeze_report
from qnapp.documents.since_signed import changed_since, changed_words
from qnapp.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


SITE = "NQ05-2026/5.6.1"  # "Khởi công tháng 3/2026"
LATE = "NQ05-2026/1.18"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "store") as made:
        yield made


def test_nothing_has_changed_by_what_is_typed_for_another_period(store: Store) -> None:
    report = freeze_report(store, Q1)
    set_progress(store, "NQ05-2026/3.2", Q2, status="completed", completed_on="2/6/2026")
    assert changed_since(store, report.id) == ()
    assert changed_words(()) == ""


def test_what_belongs_to_the_year_is_named(store: Store) -> None:
    report = freeze_report(store, Q1)
    targets.set_own_target(store, "CT-15a", "95")
    assert changed_since(store, report.id) == ("Chỉ tiêu 15a",)
    milestones.add_extension(
        store, LATE, due="30/9/2026", document="Công văn số 1-CV/TU", granted=True
    )
    assert changed_since(store, report.id) == (LATE.partition("/")[2], "Chỉ tiêu 15a")


def test_a_milestone_that_is_recorded_afterwards_is_named(store: Store) -> None:
    report = freeze_report(store, Q2, despite_errors=True)  # the start of the site is overdue
    milestones.set_milestone(store, SITE, 1, "20/3/2026")
    assert changed_since(store, report.id) == ("5.6.1",)
    milestones.set_milestone(store, SITE, 1, None)
    assert changed_since(store, report.id) == ()


def test_a_milestone_reached_after_the_close_changes_nothing_of_the_report(store: Store) -> None:
    report = freeze_report(store, Q1)
    milestones.set_milestone(store, SITE, 1, "20/4/2026")
    assert changed_since(store, report.id) == ()


def test_a_sentence_names_five_and_counts_the_others() -> None:
    said = changed_words(("1.5", "Chỉ tiêu 2"))
    assert said == (
        "Sau khi trình ký đã đổi ở nội dung của cả năm: 1.5, Chỉ tiêu 2; "
        "báo cáo đã trình ký giữ nguyên."
    )
    assert "1.5, 1.5, 1.5, 1.5, 1.5 và 2 dòng khác;" in changed_words(("1.5",) * 7)


def status(folder: Path) -> int:
    words = ["--data", str(folder), "status", "--period", Q1]
    return cli.run(cli.build_parser().parse_args(words))


def test_the_command_says_it_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "dữ liệu"
    with opened(folder) as store:
        freeze_report(store, Q1)
    assert status(folder) == 0
    assert "Đã trình ký lần 1 ngày 05/6/2026.\n" in capsys.readouterr().out
    with Store.open(folder) as store:
        targets.set_own_target(store, "CT-15a", "95")
    assert status(folder) == 0
    told = "Sau khi trình ký đã đổi ở nội dung của cả năm: Chỉ tiêu 15a;"
    assert f"Đã trình ký lần 1 ngày 05/6/2026. {told}" in capsys.readouterr().out


def test_the_command_names_the_rows_that_came_back_until_they_are_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, told = tmp_path / "dữ liệu", "Cấp trên trả lại 2 dòng: 3.2, chỉ tiêu 15a.\n"
    with opened(folder) as store:
        reasons = {"NQ05-2026/3.2": "Thiếu số liệu", "NQ05-2026/CT-15a": "Ghi rõ"}
        send_back(store, Q1, reasons)
    assert status(folder) == 0
    assert told in capsys.readouterr().out
    with Store.open(folder) as store:
        freeze_report(store, Q1, despite_errors=True)
    assert status(folder) == 0
    assert told not in capsys.readouterr().out


def test_a_damaged_report_keeps_nobody_from_seeing_how_things_stand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "dữ liệu"
    with opened(folder) as store:
        report = freeze_report(store, Q1)
        data = find_content(store.folder, report.sha256)
        assert data is not None
        data.chmod(0o600)
        data.write_bytes(b"{}")
        with pytest.raises(FileError):
            changed_since(store, report.id)
    assert status(folder) == 0
    told = capsys.readouterr().out
    assert "Đã trình ký lần 1 ngày 05/6/2026.\n" in told
    assert "Nhiệm vụ theo dõi: 27" in told
