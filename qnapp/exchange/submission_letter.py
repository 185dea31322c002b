"""What the letter says that carries a submission: short, and complete without this program."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from qnapp.domain.packages import code_words, key_words
from qnapp.exchange.mail_draft import Letter
from qnapp.text import file_size, format_date, lower_first, upper_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qnapp.documents.snapshot import Snapshot
    from qnapp.domain.issued import IssuedReport
    from qnapp.domain.packages import OutgoingPackage

_RECEIVER = "Cơ quan tổng hợp báo cáo"
_PURPOSE = re.compile(r"\s*\([^()]*\)")  # "(để báo cáo)"
_WORDS = {".pdf": "bản PDF", ".xlsx": "bản Excel"}
_OTHER = "bản đã ký"


def submission_letter(
    report: IssuedReport,
    snapshot: Snapshot,
    package: OutgoingPackage,
    attachments: Mapping[str, bytes],
    *,
    to: str,
    key: str,
) -> Letter:
    """Write the letter of one package; ``key`` is the sender's public key."""
    lines = [
        f"Kính gửi: {_receiver(snapshot)}",
        "",
        f"{snapshot.report.author} gửi {_what(snapshot)}{_number(report)}.",
        *_part(package),
        "",
        "Tệp kèm theo:",
        *_files(package, attachments),
        "",
        f"Mã gói: {code_words(package.first)}",
        f"Mã khóa bên gửi: {key_words(key)}",
        f"Lần đầu nhận gói, đề nghị đối chiếu mã khóa với {_clerk(package)} qua điện thoại.",
        "",
        "Trân trọng.",
    ]
    return Letter(to, _subject(snapshot, package), "\n".join(lines), attachments)


def _what(snapshot: Snapshot) -> str:
    sheet = snapshot.source.sheet
    words = f"báo cáo {lower_first(sheet.period.name)} thực hiện Nghị quyết số {sheet.plan.number}"
    return words if snapshot.revision == 1 else f"{words}, lần {snapshot.revision}"


def _subject(snapshot: Snapshot, package: OutgoingPackage) -> str:
    words = f"{upper_first(_what(snapshot))} - {snapshot.source.sheet.organisation.name}"
    part = f" (phần {package.part}/{package.parts})" if package.parts > 1 else ""
    return f"{'[TẬP HUẤN] ' if snapshot.source.training else ''}{words}{part}"


def _receiver(snapshot: Snapshot) -> str:
    """Name whom the report itself names first, without what it is sent for."""
    report = snapshot.report
    for line in (*report.addressees, *report.recipients):
        words = _PURPOSE.sub("", line).strip(" -–;,.")
        if words:
            return words
    return _RECEIVER


def _number(report: IssuedReport) -> str:
    if report.issued_on is None or not report.number:
        return ""
    return f" (số {report.number}, ngày {format_date(report.issued_on)})"


def _part(package: OutgoingPackage) -> Iterator[str]:
    if package.parts > 1:
        yield (
            f"Thư này là phần {package.part} trong {package.parts} phần; "
            "đề nghị tiếp nhận đủ các phần."
        )


def _files(package: OutgoingPackage, attachments: Mapping[str, bytes]) -> Iterator[str]:
    signed = any("da-ky" in name for name in attachments)
    for name, data in attachments.items():
        if name == package.name:
            words = "gói báo cáo, mở bằng chương trình QNApp"
        else:
            words = _WORDS.get(PurePath(name).suffix, _OTHER)
            words += " đã ký" if signed and words == _WORDS[".pdf"] else ""
        yield f"- {name} ({file_size(len(data))}): {words}"


def _clerk(package: OutgoingPackage) -> str:
    return f"người gửi ({package.clerk})" if package.clerk else "người gửi"
