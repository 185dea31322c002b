"""What the checks found, in words for whoever reads a report that was signed or sent.

A sentence of the checks says what is there and then what its sender can do about it: "1.5: nhiệm vụ
quá hạn 134 ngày. Ghi lý do chậm trước khi gửi." Whoever receives the report can do none of it, nor
can the sender while the period is locked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qnapp.domain.report_checks import OUTDATED_PART

if TYPE_CHECKING:
    from qnapp.domain.reporting import Finding

# What the sender left open, where what is there does not say it yet.
_LEFT_OPEN = {
    "NV03": "Chưa ghi lý do chậm.",
    "NV05": "Dòng này vẫn có nội dung hoặc tệp.",
    "NV06": "Ô số báo cáo riêng có cả nội dung.",
}
# The end of a sentence that another one follows; inside of quoted words it is none.
_NEXT = re.compile(r"(?<=\.) (?=[^\W\d_])(?![^“]*”)")


def without_advice(finding: Finding) -> Finding:
    """Give a finding words of fact: what is there, and nothing to do about it."""
    if finding.code == OUTDATED_PART:
        return replace(finding, text=_as_signed(finding.text))
    what, *advice = _NEXT.split(finding.text, maxsplit=1)
    if not advice:
        return finding
    return replace(finding, text=" ".join(filter(None, (what, _LEFT_OPEN.get(finding.code)))))


def _as_signed(text: str) -> str:
    """Let what was said of the figures of that day speak of the report that has them."""
    told = text.replace("(nay là ", "(số liệu là ")
    return told.replace("khác với số liệu hiện nay", "khác với số liệu của báo cáo")
