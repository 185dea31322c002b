from __future__ import annotations

import json
import operator
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from qnapp.assets import asset
from qnapp.documents.profiles import BUILT_IN, load_profile
from qnapp.documents.words import numbered
from qnapp.errors import FileError, NotFoundError

if TYPE_CHECKING:
    from pathlib import Path


def raw(name: str = "dang") -> dict[str, Any]:
    data: dict[str, Any] = json.loads(asset("profiles", f"{name}.json").read_text("utf-8"))
    return data


def own_copy(folder: Path, data: Any, name: str = "dang") -> None:
    (folder / "profiles").mkdir(exist_ok=True)
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    (folder / "profiles" / f"{name}.json").write_text(text, encoding="utf-8")


def changed(path: str, value: Any) -> dict[str, Any]:
    data = raw()
    *most, last = path.split(".")
    inner = data
    for key in most:
        inner = inner[key]
    inner[last] = value
    return data


# The figures of field note A1 (Nghị định 30/2020) and A2 (Quy định 399, Hướng dẫn 05).
FIGURES = [
    ("page.top", 20, 20),
    ("page.bottom", 20, 20),
    ("page.left", 30, 30),
    ("page.right", 15, 15),
    ("page_number.style.size", 14, 14),
    ("page_number.from_edge", 10, 10),
    ("page_number.place", "from_edge", "in_margin"),
    ("page_number.annexes", "continue", "restart"),
    ("issuer.superior.size", 14, 13),
    ("issuer.superior.bold", False, False),
    ("issuer.own.size", 14, 13),
    ("issuer.own.bold", True, True),
    ("issuer.mark", "star", "rule"),
    ("number.label", "Số", "Số:"),
    ("number.before_type", "-", "/"),
    ("number.before_symbol", "/", "-"),
    ("number.style.size", 14, 13),
    ("date.style.italic", True, True),
    ("date.style.size", 14, 14),
    ("type.style.size", 16, 14),
    ("type.style.bold", True, True),
    ("subject.style.size", 14, 14),
    ("subject.style.bold", True, True),
    ("subject.capital", False, True),
    ("subject.mark", "hyphens", "rule"),
    ("addressee.shown", False, True),
    ("body.style.size", 14, 14),
    ("body.spacing", "exact", "multiple"),
    ("body.first_line", 10, 12.7),
    ("body.gap", 6, 6),
    ("body.ending", ".", "./."),
    ("body.citation_comma", True, False),
    ("body.citation_date", "figures", "words"),
    ("signature.on_behalf", "T/M", "TM."),
    ("signature.for_head", "K/T", "KT."),
    ("signature.authority.bold", True, True),
    ("signature.title.bold", False, True),
    ("signature.name.bold", True, True),
    ("recipients.label_style.size", 14, 12),
    ("recipients.label_style.underline", True, False),
    ("recipients.label_style.bold", False, True),
    ("recipients.label_style.italic", False, True),
    ("recipients.style.size", 12, 11),
    ("recipients.archive.commune", "Lưu Văn phòng Đảng ủy", "Lưu: VT"),
    ("annex.note.italic", True, True),
]


@pytest.mark.parametrize(("path", "party", "state"), FIGURES, ids=[f[0] for f in FIGURES])
def test_the_built_in_profiles_hold_the_figures_of_their_regime(
    path: str, party: object, state: object
) -> None:
    value = operator.attrgetter(path)
    assert value(load_profile("dang")) == party
    assert value(load_profile("nha-nuoc")) == state


def test_each_motto_has_its_size_and_weight() -> None:
    mottos = {name: load_profile(name).motto for name in BUILT_IN}
    shown = {
        name: [(line.text, line.style.size, line.style.bold) for line in lines]
        for name, lines in mottos.items()
    }
    assert shown == {
        "dang": [("ĐẢNG CỘNG SẢN VIỆT NAM", 15, True)],
        "nha-nuoc": [
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True),
            ("Độc lập - Tự do - Hạnh phúc", 14, True),
        ],
    }


def test_the_signature_band_is_never_below_thirty_millimetres() -> None:
    assert all(load_profile(name).signature.band >= 30 for name in BUILT_IN)


def test_an_offices_own_copy_wins(tmp_path: Path) -> None:
    own_copy(tmp_path, changed("recipients.default", ["Đảng ủy cấp trên"]))
    assert load_profile("dang", tmp_path).recipients.default == ("Đảng ủy cấp trên",)
    assert load_profile("nha-nuoc", tmp_path) == load_profile("nha-nuoc")


def test_a_new_profile_of_an_office_is_found_by_name(tmp_path: Path) -> None:
    own_copy(tmp_path, changed("title", "Thể thức của Mặt trận"), "mat-tran")
    assert load_profile("mat-tran", tmp_path).title == "Thể thức của Mặt trận"


def test_a_byte_order_mark_of_notepad_does_no_harm(tmp_path: Path) -> None:
    own_copy(tmp_path, "\ufeff" + json.dumps(raw()))
    assert load_profile("dang", tmp_path) == load_profile("dang")


@pytest.mark.parametrize("name", ["khac", "", "../dang", "DANG", "dang.json"])
def test_an_unknown_name_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="Không có thể thức"):
        load_profile(name, tmp_path)


MISTAKES = [
    ("page.left", 10, "mục page.left phải là số từ 30 đến 35"),
    ("page.left", "30", "mục page.left phải là số từ 30 đến 35"),
    ("page.left", True, "mục page.left phải là số từ 30 đến 35"),
    ("body.first_line", 20, "mục body.first_line phải là số từ 10 đến 12,7"),
    ("signature.band", 20, "mục signature.band phải là số từ 30 đến 60"),
    ("issuer.mark", "sao", "mục issuer.mark phải là “rule” hoặc “star”"),
    ("issuer.mark", ["star"], "mục issuer.mark phải là “rule” hoặc “star”"),
    ("addressee.shown", "có", "mục addressee.shown phải là true hoặc false"),
    ("number.label", 5, "mục number.label phải là chữ trong ngoặc kép"),
    ("recipients.default", "VT", "mục recipients.default phải là một danh sách"),
    ("recipients.default", ["VT", 1], "mục recipients.default[2] phải là chữ"),
    ("motto", [{"text": "A"}], "mục motto[1].style còn thiếu"),
    ("motto", [], "mục motto phải có ít nhất một dòng"),
    ("type", "BÁO CÁO", "mục type phải là một nhóm mục"),
    ("body.colour", "đỏ", "mục body.colour không có trong thể thức"),
    ("body.leading", 1.15, "mục body.leading phải từ 18 đến 22 pt"),
    ("body.leading", 17, "mục body.leading phải từ 18 đến 22 pt"),
    ("body.leading", 30, "mục body.leading phải là số từ 1 đến 22"),
    ("body.spacing", "multiple", "mục body.leading phải từ 1 đến 1,5 dòng"),
]


@pytest.mark.parametrize(("path", "value", "sentence"), MISTAKES)
def test_a_mistake_is_named_with_its_entry_and_what_is_allowed(
    path: str, value: object, sentence: str, tmp_path: Path
) -> None:
    own_copy(tmp_path, changed(path, value))
    with pytest.raises(FileError) as caught:
        load_profile("dang", tmp_path)
    assert sentence in str(caught.value)
    assert str(caught.value).startswith("Tệp thể thức “dang.json” chưa đúng: ")
    assert str(caught.value).endswith("Sửa lại hoặc bỏ tệp này.")


@pytest.mark.parametrize("text", ["", "{", "không phải", "[]", "\x00"])
def test_a_file_that_is_no_profile_at_all_is_refused(text: str, tmp_path: Path) -> None:
    own_copy(tmp_path, text)
    with pytest.raises(FileError, match="chưa đúng"):
        load_profile("dang", tmp_path)


def test_a_copy_from_before_there_were_plans_still_loads(tmp_path: Path) -> None:
    data = raw()
    del data["plan"]
    own_copy(tmp_path, data)
    assert load_profile("dang", tmp_path).plan == load_profile("dang").plan


@pytest.mark.parametrize("name", ["dang", "nha-nuoc"])
def test_a_copy_from_before_there_were_letters_takes_those_of_its_form(
    name: str, tmp_path: Path
) -> None:
    data = raw(name)
    del data["letter"]
    own_copy(tmp_path, data, name)
    assert load_profile(name, tmp_path).letter == load_profile(name).letter


@pytest.mark.parametrize("key", sorted(raw().keys() - {"plan", "letter"}))
def test_every_missing_entry_is_named(key: str, tmp_path: Path) -> None:
    data = raw()
    del data[key]
    own_copy(tmp_path, data)
    with pytest.raises(FileError, match=f"mục {key} còn thiếu"):
        load_profile("dang", tmp_path)


def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_copy(tmp_path, raw())

    def refuse(_path: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    with pytest.raises(FileError, match="Không đọc được tệp thể thức “dang"):
        load_profile("dang", tmp_path)


def test_a_date_that_is_cited_is_written_as_the_profile_says(tmp_path: Path) -> None:
    day, none = date(2026, 2, 3), None
    party, state = load_profile("dang").body, load_profile("nha-nuoc").body
    assert numbered("12-TB/TU", day, party) == "số 12-TB/TU, ngày 03/02/2026"
    assert numbered("12-TB/TU", day, state) == "số 12-TB/TU ngày 03 tháng 02 năm 2026"
    assert numbered("", day, state) == "ngày 03 tháng 02 năm 2026"
    assert numbered("12-TB/TU", none, party) == "số 12-TB/TU"
    own_copy(tmp_path, changed("body.citation_date", "words"))
    mixed = load_profile("dang", tmp_path).body
    assert numbered("12-TB/TU", day, mixed) == "số 12-TB/TU, ngày 03 tháng 02 năm 2026"
    own_copy(tmp_path, changed("body.citation_date", "dài"))
    with pytest.raises(FileError, match=r"body\.citation_date phải là “figures” hoặc “words”"):
        load_profile("dang", tmp_path)


def test_a_copy_made_before_there_was_a_choice_of_dates_still_loads(tmp_path: Path) -> None:
    data = raw("nha-nuoc")
    del data["body"]["citation_date"]
    own_copy(tmp_path, data, "nha-nuoc")
    assert load_profile("nha-nuoc", tmp_path).body.citation_date == "figures"
