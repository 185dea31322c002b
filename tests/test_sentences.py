"""What a person is told when something cannot be done: what happened, what is safe, what to do.

The sentences are found in the source, so that a new one is read here the day it is written.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

from qnapp.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1] / "qnapp"
KINDS = {
    "UserError", "InputError", "NotFoundError", "LockedError", "StoreError", "NewerStoreError",
    "FileError", "PackageError",
}  # fmt: skip
# Said beside a field that keeps what was typed, or followed by more when it is raised.
_SAFE = re.compile(
    r"giữ nguyên|còn nguyên|chưa có gì (?:bị )?(?:thay đổi|được nhận)|không (?:có gì )?bị thay đổi|"
    r"vẫn (?:còn|giữ|được giữ|nguyên|dùng)|chưa gửi|chưa nhận|chưa ghi|không nhận|chưa bị|"
    r"chưa mở|không mất|được giữ|không ghi vào|chưa lưu gì|đã lưu|vẫn nằm",
    re.IGNORECASE,
)
_DO = re.compile(
    r"(?:^|[.;,] |rồi |hãy |thì |hoặc )"
    r"(?:chọn|kiểm tra|đóng|ghi|thử|mở|xem|sửa|gửi|đề nghị|khôi phục|giải phóng|cài|thêm|bỏ|chuyển|"
    r"đính kèm|thu hồi|dùng|nhập|nhận|xóa|đặt|gõ|xác nhận|tạo|nêu|lưu|liên hệ|chờ|hỏi|bật|tắt|tiếp|"
    r"làm|gắn|lập|trình|sao|đổi|nối|cắm|chép|khởi động|yêu cầu|muốn|đọc|đối chiếu|rút|tải|in|báo|"
    r"lấy|giữ|xuất|hoàn tác|đưa|kéo|điền|tách|viết|cập nhật|chia|thay|trả|dán)",
    re.IGNORECASE,
)


def sentences() -> Iterator[tuple[str, str]]:
    """Module and text of everything that an error of these kinds is raised with."""
    for file in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        known = _constants(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            if name in KINDS and (text := _text(node.args[0], known)):
                yield file.relative_to(ROOT.parent).as_posix(), text


def _constants(tree: ast.Module) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            text = _text(node.value, found)
            if text:
                found[node.targets[0].id] = text
    return found


def _text(node: ast.expr, known: dict[str, str]) -> str:
    """Text of an expression; what is filled in stands as "…"; "" where it is not known here."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr) and not _goes_on(node):
        parts = (
            _text(p, known) if isinstance(p, ast.Constant) else _filled(p, known)
            for p in node.values
        )
        return "".join(parts)
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _text(node.func.value, known) if node.func.attr == "format" else ""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _text(node.left, known) + _text(node.right, known)
    return ""


def _goes_on(node: ast.JoinedStr) -> bool:
    """Whether it adds to the sentence of a caught error, which is read where that is raised."""
    first = node.values[0]
    return isinstance(first, ast.FormattedValue) and ast.unparse(first.value) == "error"


def _filled(node: ast.expr, known: dict[str, str]) -> str:
    inner = node.value if isinstance(node, ast.FormattedValue) else node
    return _text(inner, known) or "…"


def lacking(text: str) -> str:
    """What a sentence does not say, "" where it says all three."""
    parts = [part for part in re.split(r"(?<=\.)\s", text) if part]
    missing = [] if len(parts) >= 2 else ["một câu"]
    if not _SAFE.search(text):
        missing.append("an toàn")
    if not any(_DO.search(part) for part in parts[1:]):
        missing.append("cách làm")
    return ", ".join(missing)


def test_the_search_finds_the_sentences() -> None:
    found = list(sentences())
    assert len(found) > 150
    assert len({module for module, _ in found}) > 40


def test_every_sentence_is_whole_and_plain() -> None:
    for module, text in sentences():
        assert text == nfc(text), module
        assert text.rstrip().endswith((".", "…", "}", ":")), (module, text)
        assert "!" not in text, (module, text)
        assert not re.search(r"vui lòng|thành công|người dùng|hệ thống", text, re.I), (module, text)


# Said beside a field or a cell that still shows what was typed: what is accepted there is enough.
BESIDE_A_VALUE = {
    "qnapp/exchange/form_fields.py",
    "qnapp/models/paste_lines.py",
    "qnapp/models/task_paste.py",
    "qnapp/text.py",
    "qnapp/ui/kit/numbers.py",
}


def test_what_happened_what_is_safe_what_to_do() -> None:
    found = [
        (module, missing, text)
        for module, text in sentences()
        if module not in BESIDE_A_VALUE and (missing := lacking(text))
    ]
    assert found == []


def test_a_sentence_beside_a_value_says_what_is_accepted() -> None:
    told = [(module, text) for module, text in sentences() if module in BESIDE_A_VALUE]
    assert {module for module, _ in told} == BESIDE_A_VALUE
    for module, text in told:
        helps = re.search(r"phải|ví dụ|theo đường riêng", text) or _DO.search(text.split(". ")[-1])
        assert helps, (module, text)


def test_boxes_go_through_the_one_door() -> None:
    for file in ROOT.rglob("*.py"):
        words = file.read_text(encoding="utf-8")
        assert "QMessageBox" not in words, file
        assert "QInputDialog" not in words, file
