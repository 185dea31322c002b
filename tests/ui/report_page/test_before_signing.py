"""What the question before trình ký says of a report."""

from __future__ import annotations

import pytest

from qnapp.domain.reporting import Finding, Level
from qnapp.ui.report_page.before_signing import CANCEL, GO_ON, SEE, SIGN, BeforeSigning


def finding(level: Level) -> Finding:
    return Finding("", level, "Một câu.", "NQ05-2026/1.5", "1.5", "result")


@pytest.mark.parametrize(
    ("before", "question", "buttons", "place"),
    [
        (BeforeSigning("Năm 2026", 0, 3, ()), "Đã cập nhật đủ, không còn cảnh báo.",
         (SIGN, CANCEL), None),
        (BeforeSigning("Năm 2026", 2, 3, ()), "Còn 2/3 nhiệm vụ chưa cập nhật.",
         (SIGN, SEE, CANCEL), "tasks"),
        (BeforeSigning("Năm 2026", 0, 3, (finding(Level.WARNING),)), "Còn 1 cảnh báo.",
         (SIGN, SEE, CANCEL), "checks"),
        (BeforeSigning("Năm 2026", 0, 3, (), (), (("next", "V. Việc kỳ tới"),)),
         "Chưa viết phần “V. Việc kỳ tới”.", (SIGN, SEE, CANCEL), "report"),
        (BeforeSigning("Năm 2026", 0, 3, (), signer=False),
         "Chưa ghi người ký: báo cáo in chỗ ký để trống họ tên.", (SIGN, SEE, CANCEL), "settings"),
        (BeforeSigning("Năm 2026", 0, 3, (), (("opening", "Mở đầu"),)), "Còn 1 cảnh báo.",
         (SEE, SIGN, CANCEL), "report"),
        (BeforeSigning("Năm 2026", 0, 3, (), misnamed=(("proposals", "IV. Kiến nghị"),)),
         "Phần “IV. Kiến nghị” mở đầu bằng tên cơ quan khác với nơi ban hành.",
         (SIGN, SEE, CANCEL), "report"),
        (BeforeSigning("Năm 2026", 0, 3, (finding(Level.ERROR),) * 7), "- và 2 lỗi khác.",
         (SEE, GO_ON, CANCEL), "checks"),
        # After a return all is counted as everywhere, and what nobody can mend is told apart.
        (BeforeSigning("Năm 2026", 0, 9, (finding(Level.WARNING),) * 2, returned=2),
         "Còn 2 cảnh báo.", (SIGN, SEE, CANCEL), "checks"),
        (BeforeSigning("Năm 2026", 1, 9, (), returned=2, closed=(finding(Level.WARNING),)),
         "Còn 1/9 nhiệm vụ chưa cập nhật, 1 cảnh báo, đều ở các dòng không bị trả lại, "
         "không sửa được.", (SIGN, SEE, CANCEL), "checks"),
        (BeforeSigning("Năm 2026", 0, 9, (), (("tasks", "II. Nhiệm vụ"),), returned=1,
                       closed=(finding(Level.ERROR), finding(Level.WARNING))),
         "Còn 1 lỗi, 2 cảnh báo, trong đó 2 ở các dòng không bị trả lại, không sửa được.",
         (SEE, SIGN, CANCEL), "report"),
        (BeforeSigning("Năm 2026", 0, 9, (), returned=1),
         "1 dòng được trả lại đã sửa, không còn cảnh báo.", (SIGN, CANCEL), None),
        (BeforeSigning("Năm 2026", 0, 9, (), returned=5, unmended=5),
         "5/5 dòng bị trả lại chưa sửa.", (SEE, SIGN, CANCEL), "checks"),
        (BeforeSigning("Năm 2026", 0, 9, (finding(Level.ERROR),), returned=1),
         "1 dòng được trả lại còn 1 lỗi:", (SEE, GO_ON, CANCEL), "checks"),
    ],
)  # fmt: skip
def test_the_question_says_what_is_so_and_offers_what_helps(
    before: BeforeSigning, question: str, buttons: tuple[str, ...], place: str | None
) -> None:
    lines = before.question.splitlines()
    assert lines[0].startswith("Trình ký khóa kỳ năm 2026;")
    assert question in lines
    assert before.buttons == buttons
    assert place is None or before.place[0] == place
    assert bool(before.detail) == (len(before.errors) > 5)
