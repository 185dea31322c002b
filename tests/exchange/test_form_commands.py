"""``qnapp form`` and ``qnapp import`` as a person types them."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from filled_form import FilledForm
from shell import Shell
from workbooks import table_book

from qnapp.errors import FileError
from qnapp.exchange import arrivals
from qnapp.exchange.arrivals import ArrivalKind, look_at

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.db.store import Store

Q1 = ("--period", "2026-Q1")


class FormShell(Shell):
    """Reads a task of ``status`` too."""

    def task(self, code: str) -> dict[str, Any]:
        assert self("status", "--json", *Q1) == 0
        return next(task for task in json.loads(self.out)["tasks"] if task["code"] == code)


@pytest.fixture
def shell(unit_master: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> FormShell:
    return FormShell(shutil.copytree(unit_master, tmp_path / "dữ liệu"), capsys)


@pytest.fixture
def form(shell: FormShell, tmp_path: Path) -> FilledForm:
    """A form in which the percentage of 3.2 was filled in."""
    assert shell("form", *Q1, "--out", tmp_path / "biểu.xlsx") == 0
    filled = FilledForm(tmp_path / "biểu.xlsx")
    filled.fill("3.2", "Tỉ lệ (%)", 40)
    filled.save()
    return filled


def test_differences_are_shown_and_not_written(shell: FormShell, form: FilledForm) -> None:
    assert shell("import", form.file) == 0
    assert "3.2, Tỉ lệ (%): (trống) → 40%" in shell.out
    assert shell.err == "Chưa ghi gì. Xem các thay đổi đã nêu rồi thêm --yes để nhận.\n"
    assert shell.err.count("\n") == 1
    assert shell.task("3.2")["percent"] is None


def test_yes_takes_the_form_in(shell: FormShell, form: FilledForm) -> None:
    assert shell("import", form.file, "--yes") == 0
    assert shell.err == "Biểu nhập quý I năm 2026: đã nhận 1 ô.\n"
    assert shell.task("3.2")["percent"] == 40
    assert shell("import", form.file) == 0
    assert "Không có gì khác" in shell.out


def test_a_trial_meets_the_same_refusals(shell: FormShell, form: FilledForm) -> None:
    assert shell("import", form.file, "--dry-run") == 0
    assert "chưa ghi gì" in shell.err
    form.fill("3.2", "Tỉ lệ (%)", 140)
    form.fill("TC-2", "Tỉ lệ (%)", 10)
    form.save()
    for options in ((), ("--dry-run",), ("--yes",)):
        assert shell("import", form.file, *options) == 1
        assert "Nhiệm vụ, ô H9, mã 3.2, Tỉ lệ (%): Tỉ lệ phải là" in shell.out
        assert shell.err.count("\n") == 1
        assert "--skip-faulty" in shell.err
    assert shell.task("TC-2")["percent"] is None


def test_faulty_cells_can_be_left_out(shell: FormShell, form: FilledForm) -> None:
    form.fill("3.2", "Tỉ lệ (%)", 140)
    form.fill("TC-2", "Tỉ lệ (%)", 10)
    form.save()
    assert shell("import", form.file, "--skip-faulty") == 0
    assert shell.err.startswith("Chưa ghi gì.")
    assert shell.task("TC-2")["percent"] is None
    assert shell("import", form.file, "--skip-faulty", "--yes") == 0
    assert shell.err == "Biểu nhập quý I năm 2026: đã nhận 1 ô. Bỏ qua 1 ô chưa đúng.\n"
    assert shell.task("TC-2")["percent"] == 10
    assert shell.task("3.2")["percent"] is None


def test_a_newer_value_here_is_kept_and_said(shell: FormShell, form: FilledForm) -> None:
    assert shell("set-progress", "3.2", *Q1, "--percent", "55") == 0
    assert shell("import", form.file, "--yes") == 0
    assert "xung đột, khi xuất biểu (trống), ở đây 55%, trong biểu 40%" in shell.out
    assert "Giữ giá trị đang có ở 1 ô xung đột." in shell.err
    assert shell.task("3.2")["percent"] == 55


def test_two_forms_with_different_words_for_one_row(
    shell: FormShell, form: FilledForm, tmp_path: Path
) -> None:
    form.fill("3.2", "Tỉ lệ (%)", 90)
    other = form.save(tmp_path / "khác.xlsx")
    assert shell("import", form.file, other, "--yes") == 0
    assert shell.task("3.2")["percent"] == 40


def test_one_bad_file_refuses_all(shell: FormShell, form: FilledForm, tmp_path: Path) -> None:
    words = tmp_path / "thư.txt"
    words.write_text("kính gửi", encoding="utf-8")
    table = table_book(tmp_path / "bảng.xlsx", [["Mã", "Kết quả"]])
    for bad in (words, table):
        assert shell("import", form.file, bad, "--yes") == 1
        assert f"Không rõ tệp “{bad.name}”" in shell.err
        assert shell.out == ""
    assert shell.task("3.2")["percent"] is None


def test_the_form_of_one_officer(shell: FormShell, tmp_path: Path) -> None:
    assert shell("set-progress", "3.2", *Q1, "--officer", "Người Thử") == 0
    file = tmp_path / "a.xlsx"
    assert shell("form", *Q1, "--out", file, "--officer", "Người Thử") == 0
    assert shell.err == f"Đã xuất biểu nhập 1 dòng vào {file}.\n"
    assert shell("form", *Q1, "--out", file, "--officer", "Ai đó") == 1
    assert shell("form", "--period", "2030-Q1", "--out", file) == 1


def test_a_kind_joins_by_one_line(
    unit_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Letter:
        title, lines, changes, origin = "Thư", ("một dòng",), 1, None

        def accept(self, store: Store, *, dry_run: bool = False, key_compared: bool = False) -> str:
            return "đã nhận"

    kind = ArrivalKind(
        "letter", lambda file: file.path.read_bytes() == b"thu", lambda store, file: Letter()
    )
    monkeypatch.setattr(arrivals, "KINDS", (*arrivals.KINDS, kind))
    file = tmp_path / "x.bin"
    file.write_bytes(b"thu")
    assert look_at(unit_store, file).title == "Thư"
    file.write_bytes(b"khac")
    with pytest.raises(FileError, match="Không rõ tệp"):
        look_at(unit_store, file)
