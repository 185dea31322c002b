"""``qnapp plan build``, ``init --plan`` and ``import`` of a plan, as a person types them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from fixed_clock import FixedClock
from openpyxl import load_workbook
from shell import Shell

from qnapp.db import periods, plan_versions
from qnapp.db.builtin import builtin_plan
from qnapp.db.plans import current_plan
from qnapp.db.roster import confirmed_key
from qnapp.db.settings import get_settings
from qnapp.db.store import Store
from qnapp.db.worksheet import find_task, load_worksheet
from qnapp.errors import InputError
from qnapp.exchange.keys import own_key
from qnapp.exchange.plan_package import PlanExtension, plan_contents, write_plan_package
from qnapp.exchange.plan_publishing import settle_doubt
from qnapp.exchange.plan_workbook import export_plan_workbook

if TYPE_CHECKING:
    from pathlib import Path

PLAN = builtin_plan()
DUE = date(2026, 6, 29)


class Desk(Shell):
    """A folder with a store, and what the commands said."""

    def store(self) -> Store:
        return Store.open(self.folder, clock=FixedClock())


@pytest.fixture
def desk(unit_master: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The office that sends plans out."""
    return Desk(shutil.copytree(unit_master, tmp_path / "gửi"), capsys)


@pytest.fixture
def unit(unit_master: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A unit that takes them in."""
    return Desk(shutil.copytree(unit_master, tmp_path / "nhận"), capsys)


@pytest.fixture
def annex(tmp_path: Path) -> Path:
    """The annexes with a deadline that has been put off."""
    file = tmp_path / "phụ lục.xlsx"
    export_plan_workbook(PLAN, file)
    book = load_workbook(file)
    sheet: Any = book["Phụ lục 2"]
    sheet.cell(
        next(n for n in range(6, 99) if sheet.cell(n, 1).value == "1.5"), 5
    ).value = "Quý IV/2026"
    book.save(file)
    return file


def test_a_corrected_annex_reaches_a_unit(
    desk: Desk, unit: Desk, annex: Path, tmp_path: Path
) -> None:
    package = tmp_path / "kế hoạch.zip"  # the name says nothing
    assert desk("plan", "build", annex, "--out", package, "--dry-run") == 0
    assert not package.exists()
    assert desk("plan", "build", annex, "--out", package, "--mail-to", "a@b.vn") == 0
    assert "phiên bản 2" in desk.out
    assert "1 dòng khác kế hoạch trước" in desk.out
    assert unit("import", package) == 1
    assert "1.5, thời hạn: " in unit.out
    assert "→ Quý IV/2026" in unit.out
    assert "Khóa của Phường Tuần Châu, xác nhận khi nhận gói: " in unit.out
    assert unit("import", package, "--dry-run") == 0
    with unit.store() as store:
        assert current_plan(store).version == 1
    assert unit("import", package, "--yes") == 0
    assert "Số liệu đã nhập vẫn giữ nguyên." in unit.err
    with unit.store() as store:
        assert find_task(store, "1.5").deadline_text == "Quý IV/2026"
        assert get_settings(store).mail_to == "a@b.vn"
    assert unit("import", package) == 0
    assert "Không có gì khác" in unit.out


def test_the_plan_as_it_is_stays_the_same_version(desk: Desk, tmp_path: Path) -> None:
    annex, first, second = (tmp_path / name for name in ("p.xlsx", "1.qnkh", "2.qnkh"))
    export_plan_workbook(PLAN, annex)
    assert desk("plan", "build", annex, "--out", first) == 0
    assert "phiên bản 1" in desk.out
    assert desk("plan", "build", annex, "--out", second, "--against", first) == 0
    assert "phiên bản 1" in desk.out
    assert desk("plan", "build", first, "--out", second) == 1


def _package(store: Store, target: Path) -> Path:
    calendar = [
        replace(one.period, due=DUE) if one.period.code == "2026-Q2" else one.period
        for one in periods.periods(store)
    ]
    uid = find_task(store, "3.2").uid
    extension = PlanExtension(uid, "@units", date(2026, 11, 30), "Thông báo số 12-TB/TU")
    plan = replace(current_plan(store), version=4)
    contents = plan_contents(
        store, plan=plan, calendar=calendar, extensions=[extension], recipient="a@b.vn"
    )
    return write_plan_package(store, target, contents).path


def test_a_new_store_begins_with_the_plan_that_was_sent(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with desk.store() as store:
        package, key = _package(store, tmp_path / "g.qnkh"), own_key(store).public
    fresh = Desk(tmp_path / "mới", capsys)
    assert fresh("init", "--unit", "06652", "--plan", package) == 0
    with fresh.store() as store:
        assert current_plan(store).version == 4
        assert periods.stored_period(store, "2026-Q2").period.due == DUE
        assert get_settings(store).mail_to == "a@b.vn"
        assert confirmed_key(store, "06706") == key
        row = next(one for one in load_worksheet(store, "2026-Q1").tasks if one.code == "3.2")
        assert row.extension is not None
        assert row.extension.document == "Thông báo số 12-TB/TU"
        assert plan_versions.rows_to_look_at(store).changed == ()


def test_a_package_that_cannot_be_read_makes_no_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "g.qnkh").write_bytes(b"PK khong phai goi")
    fresh = Desk(tmp_path / "mới", capsys)
    assert fresh("init", "--unit", "06652", "--plan", tmp_path / "g.qnkh") == 1
    assert not fresh.folder.exists()


def test_a_settled_doubt_is_the_next_version(desk: Desk, unit: Desk, tmp_path: Path) -> None:
    task = next(one for one in PLAN.tasks if one.doubts)
    paragraph = next(one for one in PLAN.paragraphs if one.doubts)
    with desk.store() as store:
        assert settle_doubt(store, task.uid).version == 2
        assert settle_doubt(store, paragraph.id).version == 3
        assert not find_task(store, task.uid).doubts
        with pytest.raises(InputError, match="không có điểm cần đối chiếu"):
            settle_doubt(store, task.uid)
        write_plan_package(store, tmp_path / "g.qnkh", plan_contents(store))
    assert unit("import", tmp_path / "g.qnkh", "--yes") == 0
    assert f"{task.code}, điểm cần đối chiếu: " in unit.out
    with unit.store() as store:
        assert not find_task(store, task.uid).doubts
