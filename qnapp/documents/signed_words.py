"""What the check of a signed copy says, in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db.builtin import builtin_organisations
from qnapp.documents.signed_by import VIETNAM, Later, Trust
from qnapp.documents.words import period_code_words
from qnapp.domain.issued import CHOOSE_AGAIN, DRAFT_COPY, UNSIGNED_COPY
from qnapp.text import format_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from qnapp.documents.fingerprint import Fingerprint, PrintedCode
    from qnapp.documents.signed_by import DigitalSignature

SAME_FILE = "Đúng bản đã xuất: tệp chứa nguyên vẹn bản mà chương trình đã xuất."
SAME_DATA = (
    "Cùng số liệu: tệp có mã đối chiếu của báo cáo này và các biểu khớp từng ô. "
    "Phần lời của báo cáo không được đối chiếu."
)
NO_SIGNATURE = "Tệp không có chữ ký số."
UNSIGNED = (
    f"{UNSIGNED_COPY}: tệp không có chữ ký số, cũng không có hình chữ ký, con dấu. " + CHOOSE_AGAIN
)
DRAFT = f"{DRAFT_COPY}, không phải bản xuất để trình ký. {CHOOSE_AGAIN}"
SCAN = "tệp chỉ có ảnh, không có chữ để so"
NO_CODE = "trong tệp không có mã đối chiếu"
BY_EYE = "Vẫn dùng được tệp này sau khi tự đối chiếu bằng mắt."

_LATER = {
    Later.NOTHING: "nội dung còn nguyên vẹn, chữ ký bao trùm toàn bộ tệp.",
    Later.SIGNED: "nội dung còn nguyên vẹn; sau đó tệp chỉ có thêm chữ ký khác.",
    Later.ADDED_AND_SIGNED: (
        "phần đã ký còn nguyên vẹn; sau đó tệp được thêm nội dung, thường là số và ngày, "
        "rồi được ký tiếp."
    ),
    Later.ADDED: (
        "phần đã ký còn nguyên vẹn, nhưng tệp đã được ghi thêm sau khi ký. "
        "Mở tệp để xem phần ghi thêm."
    ),
}
_TRUST = {
    Trust.NO_ANCHORS: "Chưa kiểm tra được {who} vì máy này chưa có chứng thư gốc.",
    Trust.TRUSTED: (
        "Đã kiểm tra {who} theo chứng thư gốc trên máy này. "
        "Chưa kiểm tra việc thu hồi chứng thư vì chương trình không dùng mạng."
    ),
    Trust.NOT_TRUSTED: "Chưa xác nhận được {who} theo các chứng thư gốc trên máy này.",
    Trust.UNCHECKED: "",
}


def not_matched(reason: str, advice: str) -> str:
    """Say why nothing was matched, and what to do."""
    return f"Chưa đối chiếu được: {reason}. {advice}"


def other_report(found: PrintedCode, own: Fingerprint) -> str:
    """Say whose code was found: another organisation's, plan's, period's or revision's."""
    where = f"kỳ {period_code_words(found.period)}, lần {found.revision}"
    if found.organisation.upper() != own.organisation.upper():
        return f"tệp này là báo cáo của đơn vị khác, {_organisation(found.organisation)} ({where})"
    if found.plan.upper() != own.plan.upper():
        return f"tệp này là báo cáo theo nghị quyết khác, mã {found.plan} ({where})"
    if (found.period.upper(), found.revision) == (own.period.upper(), own.revision):
        return f"tệp này là bản khác của báo cáo này, số liệu không giống ({where})"
    return f"tệp này là báo cáo khác ({where})"


def _organisation(code: str) -> str:
    """Name an organisation of the province: "Phường Hà Tu, mã 06652"; of others only the code."""
    names = [one.name for one in builtin_organisations() if one.code == code.upper()]
    return ", ".join([*names, f"mã {code}"])


def different_table(place: str) -> str:
    """Say where the tables begin to differ."""
    return f"tệp có mã đối chiếu của báo cáo này nhưng bảng không khớp, bắt đầu từ {place}"


def changed_pages(pages: Sequence[int]) -> str:
    """Say that pages of the exported file look different now."""
    return f"tệp là bản đã xuất nhưng {_pages(pages)} đã bị sửa sau đó"


def added_pages(pages: Sequence[int]) -> str:
    """Say where something was added to the exported pages."""
    return f"Sau khi xuất, {_pages(pages)} có thêm chữ, ghi chú hoặc hình, thường là số và ngày."


def more_pages(count: int) -> str:
    """Say that the file has more pages than were exported."""
    return f"Sau khi xuất, tệp có thêm {count} trang."


def _pages(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:5]))
    return f"trang {shown}" + (" và một số trang khác" if len(numbers) > 5 else "")


def about(signature: DigitalSignature) -> tuple[str, ...]:
    """Say who signed and when, whether it holds, and what is known of the signer."""
    if signature.intact is None:
        where = f" trong ô “{signature.field}”" if signature.field else ""
        return (f"Chương trình không đọc được chữ ký số{where}, chưa biết còn giá trị hay không.",)
    stamp = signature.timestamp_only
    kind = "Dấu thời gian" if stamp else "Chữ ký số"
    told = f"{kind} của {signature.signer}{_when(signature)}"
    if not signature.intact:
        return (f"{told}: nội dung tệp đã bị thay đổi sau khi ký, chữ ký không còn giá trị.",)
    trust = _TRUST[signature.trust].format(who="nơi cấp dấu thời gian" if stamp else "người ký")
    return tuple(filter(None, (f"{told}: {_LATER[signature.later]}", trust)))


def _when(signature: DigitalSignature) -> str:
    if signature.signed_at is None:
        return ""
    by = "dấu thời gian" if signature.timestamped else "giờ của máy ký"
    return f", lúc {_moment(signature.signed_at)} theo {by}"


def _moment(moment: datetime) -> str:
    local = moment.astimezone(VIETNAM)
    return f"{local:%H:%M} ngày {format_date(local.date())}"
