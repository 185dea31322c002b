"""One folder for each organisation: complete, whole or not at all, and fit for one copy command."""

from __future__ import annotations

import hashlib
import shutil
from collections import namedtuple
from typing import TYPE_CHECKING

import pytest
from program_files import installer_file

from qnapp import cli
from qnapp.db.builtin import builtin_organisations
from qnapp.db.reporters import roster, update_reporters
from qnapp.errors import FileError, InputError, UserError
from qnapp.exchange.mailing import LIST, READ_FIRST, prepare_mailing
from qnapp.exchange.plan_package import plan_contents, write_plan_package

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.db.store import Store


@pytest.fixture
def installer(tmp_path: Path) -> Path:
    path = tmp_path / "QNApp-9.1.0-setup.exe"
    path.write_bytes(installer_file())
    return path


@pytest.fixture
def plan(tmp_path: Path, unit_store: Store) -> Path:
    path = tmp_path / "kế hoạch 2026.qnkh"
    write_plan_package(unit_store, path, plan_contents(unit_store))
    return path


def only(store: Store, *codes: str) -> None:
    """Expect these organisations alone."""
    update_reporters(store, {one.code: {"expected": one.code in codes} for one in roster(store)})


def test_every_expected_organisation_gets_a_folder_of_its_own(
    unit_store: Store, installer: Path, plan: Path, tmp_path: Path
) -> None:
    out = tmp_path / "gửi"
    steps: list[tuple[int, int]] = []
    made = prepare_mailing(
        unit_store, installer, plan, out, progress=lambda *step: steps.append(step)
    )
    expected = [entry for entry in roster(unit_store) if entry.expected]
    units = [one for one in builtin_organisations() if one.kind in {"xã", "phường", "đặc khu"}]
    assert len(units) == 54
    assert len(expected) >= 53  # all but the office itself
    assert [folder.name.split(" ")[0] for folder in made.folders] == [e.code for e in expected]
    assert steps[-1] == (len(expected), len(expected))
    for folder in made.folders:
        assert sorted(path.name for path in folder.iterdir()) == sorted(
            [installer.name, plan.name, READ_FIRST]
        )
        assert (folder / installer.name).read_bytes() == installer.read_bytes()
        assert (folder / plan.name).read_bytes() == plan.read_bytes()
    assert made.size == len(expected) * (installer.stat().st_size + plan.stat().st_size)


def test_what_is_read_first_names_the_unit_and_the_sums(
    unit_store: Store, installer: Path, plan: Path, tmp_path: Path
) -> None:
    only(unit_store, "06652")
    (folder,) = prepare_mailing(unit_store, installer, plan, tmp_path / "gửi").folders
    text = (folder / READ_FIRST).read_text(encoding="utf-8-sig")
    assert text.startswith("Phường Hà Tu (mã 06652)")
    for file in (installer, plan):
        assert hashlib.sha256(file.read_bytes()).hexdigest() in text
    listed = (tmp_path / "gửi" / LIST).read_text(encoding="utf-8-sig")
    assert "1 đơn vị, bộ cài QNApp 9.1.0, kế hoạch kế hoạch 2026.qnkh" in listed
    assert folder.name in listed


@pytest.mark.parametrize("wrong", ["installer", "plan"])
def test_the_wrong_file_is_refused_before_anything_is_written(
    unit_store: Store, installer: Path, plan: Path, tmp_path: Path, wrong: str
) -> None:
    files = {"installer": installer, "plan": plan}
    files[wrong].write_bytes(b"something else")
    with pytest.raises(UserError, match=r"không phải (bộ cài|gói)"):
        prepare_mailing(unit_store, installer, plan, tmp_path / "gửi")
    assert not (tmp_path / "gửi").exists()


def test_a_folder_that_holds_something_is_left_alone(
    unit_store: Store, installer: Path, plan: Path, tmp_path: Path
) -> None:
    with pytest.raises(FileError, match="đã có tệp"):
        prepare_mailing(unit_store, installer, plan, tmp_path)


def test_too_little_room_is_told_before_the_first_copy(
    unit_store: Store,
    installer: Path,
    plan: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10, 9, 1))
    with pytest.raises(FileError, match="Ổ đĩa còn trống"):
        prepare_mailing(unit_store, installer, plan, tmp_path / "gửi")
    assert not (tmp_path / "gửi").exists()


def test_a_disk_that_fails_on_the_way_leaves_nothing(
    unit_store: Store,
    installer: Path,
    plan: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, copied = shutil.copyfile, []

    def copy(source: Path, target: Path) -> None:
        copied.append(target)
        if len(copied) > 5:
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(shutil, "copyfile", copy)
    out = tmp_path / "gửi"
    out.mkdir()
    with pytest.raises(FileError, match="Không ghi được vào"):
        prepare_mailing(unit_store, installer, plan, out)
    assert list(out.iterdir()) == []


def test_nobody_expected_is_told(
    unit_store: Store, installer: Path, plan: Path, tmp_path: Path
) -> None:
    only(unit_store)
    with pytest.raises(InputError, match="Chưa có đơn vị nào"):
        prepare_mailing(unit_store, installer, plan, tmp_path / "gửi")


def test_the_command_prints_the_folders(
    unit_store: Store,
    installer: Path,
    plan: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    only(unit_store, "06652")
    unit_store.close()
    words = ["--data", unit_store.folder, "mailing", "--installer", installer, "--plan", plan]
    options = cli.build_parser().parse_args([*map(str, words), "--out", str(tmp_path / "gửi")])
    assert cli.run(options) == 0
    out, err = capsys.readouterr()
    assert str(tmp_path / "gửi" / "06652 Phường Hà Tu") in out
    assert "Đã lập " in err
