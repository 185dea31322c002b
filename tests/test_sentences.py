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
    r"chưa mở|không mất|được giữ|không ghi vào|chưa lưu gì|đã lưu",
    re.IGNORECASE,
)
_DO = re.compile(
    r"(?:^|[.;,] |rồi |hãy |thì |hoặc )"
    r"(?:chọn|kiểm tra|đóng|ghi|thử|mở|xem|sửa|gửi|đề nghị|khôi phục|giải phóng|cài|thêm|bỏ|chuyển|"
    r"đính kèm|thu hồi|dùng|nhập|nhận|xóa|đặt|gõ|xác nhận|tạo|nêu|lưu|liên hệ|chờ|hỏi|bật|tắt|tiếp|"
    r"làm|gắn|lập|trình|sao|đổi|nối|cắm|chép|khởi động|yêu cầu|muốn|đọc|đối chiếu|rút|tải|in|báo|"
    r"lấy|giữ|xuất|hoàn tác|đưa|kéo|điền|tách|viết|cập nhật|chia|thay|trả)",
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
    if isinstance(node, ast.JoinedStr):
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


# Sentences that do not yet say all three, by module; the numbers may only get smaller. Beside a
# field two parts are enough: the typed text stays where it is, in sight.
NOT_YET = {
    "qnapp/cli.py": 5,
    "qnapp/db/assignments.py": 1,
    "qnapp/db/issued.py": 1,
    "qnapp/db/items.py": 3,
    "qnapp/db/location.py": 2,
    "qnapp/db/measurements.py": 1,
    "qnapp/db/milestones.py": 1,
    "qnapp/db/organisations.py": 4,
    "qnapp/db/outbox.py": 2,
    "qnapp/db/periods.py": 1,
    "qnapp/db/plan_choice.py": 1,
    "qnapp/db/plans.py": 1,
    "qnapp/db/progress.py": 1,
    "qnapp/db/reporters.py": 3,
    "qnapp/db/reports.py": 1,
    "qnapp/db/settings.py": 3,
    "qnapp/db/store.py": 1,
    "qnapp/db/targets.py": 1,
    "qnapp/db/task_rows.py": 1,
    "qnapp/db/values.py": 2,
    "qnapp/db/worksheet.py": 1,
    "qnapp/documents/files.py": 1,
    "qnapp/documents/freeze.py": 1,
    "qnapp/documents/profiles.py": 3,
    "qnapp/domain/consolidated.py": 4,
    "qnapp/domain/periods.py": 6,
    "qnapp/exchange/form.py": 2,
    "qnapp/exchange/form_fields.py": 6,
    "qnapp/exchange/form_rows.py": 2,
    "qnapp/exchange/local_rows.py": 1,
    "qnapp/exchange/mailing.py": 1,
    "qnapp/exchange/outbox.py": 2,
    "qnapp/exchange/plan_publishing.py": 1,
    "qnapp/exchange/plan_workbook.py": 1,
    "qnapp/exchange/roster_sheet.py": 1,
    "qnapp/models/task_paste.py": 1,
    "qnapp/text.py": 4,
    "qnapp/ui/kit/numbers.py": 2,
    "qnapp/ui/sending/result.py": 1,
    "qnapp/ui/submission/dialog.py": 1,
}


def test_what_happened_what_is_safe_what_to_do() -> None:
    found: dict[str, list[str]] = {}
    for module, text in sentences():
        if missing := lacking(text):
            found.setdefault(module, []).append(f"{missing}: {text}")
    more = {module: texts for module, texts in found.items() if len(texts) > NOT_YET.get(module, 0)}
    assert more == {}


def test_the_list_of_what_is_not_yet_whole_is_no_longer_than_it_is() -> None:
    there = [module for module in NOT_YET if not (ROOT.parent / module).is_file()]
    assert there == []


def test_boxes_go_through_the_one_door() -> None:
    for file in ROOT.rglob("*.py"):
        words = file.read_text(encoding="utf-8")
        assert "QMessageBox" not in words, file
        assert "QInputDialog" not in words, file
