"""The names and values of the history in the words of the screen."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from qnapp.db.settings import is_switch
from qnapp.documents.words import ROLE_WORDS
from qnapp.domain.periods import period_name
from qnapp.domain.plan import Nature
from qnapp.domain.reporting import Status, Verdict
from qnapp.text import format_date, format_number

EMPTY = "(trống)"

_FIELDS = {
    "status": "Tình trạng",
    "percent": "Tỉ lệ (%)",
    "result": "Kết quả thực hiện",
    "delay_reason": "Lý do chậm",
    "difficulty": "Khó khăn, vướng mắc",
    "proposal": "Đề xuất, kiến nghị",
    "next_step": "Việc tiếp theo",
    "completed_on": "Ngày hoàn thành",
    "expected_on": "Dự kiến xong",
    "restricted_number": "Số báo cáo riêng",
    "restricted_on": "Ngày báo cáo riêng",
    "carried": "Chuyển từ kỳ trước",
    "touched": "Đã xem lại trong kỳ",
    "officer": "Người theo dõi",
    "taken": "Nhận theo dõi",
    "role": "Vai trò",
    "actual_on": "Ngày thực tế",
    "due": "Hạn mới",
    "document": "Văn bản gia hạn",
    "granted": "Được gia hạn",
    "actual": "Số thực hiện",
    "estimate": "Ước cả kỳ",
    "cumulative": "Lũy kế từ đầu năm",
    "same_period_last_year": "Cùng kỳ năm trước",
    "words": "Kết quả bằng lời",
    "note": "Ghi chú",
    "contested": "Tự đánh giá",
    "contest_reason": "Lý do tự đánh giá",
    "deadline_text": "Thời hạn",
    "title": "Tên gọi",
    "unit": "Đơn vị tính",
    "text": "Nội dung",
    "number": "Số, ký hiệu",
    "issued_on": "Ngày ban hành",
    "promised_on": "Hạn nộp",
    "name": "Tên",
    "certainty": "Mức chắc chắn",
    "reason": "Lý do giao",
    "nature": "Loại chỉ tiêu",
    "removed": "Đưa ra khỏi danh sách",
    "lead": "Chủ trì",
    "support": "Phối hợp",
    "locked_at": "Khóa kỳ lúc",
    "lock_reason": "Lý do khóa, mở khóa",
    "revision": "Trình ký lần",
    "despite_errors": "Trình ký khi còn lỗi",
    "withdraw_reason": "Thu hồi trình ký",
    "signer": "Người ký",
    "signer_title": "Chức vụ người ký",
    "signed_copy": "Bản ký",
    "made": "Tạo gói gửi đi",
    "sent": "Gửi gói",
    "saved_out": "Lưu phiếu, thư để gửi",
    "answer": "Trả lời của cơ quan nhận",
    "kind": "Khối",
    "email": "Địa chỉ thư điện tử",
    "phone": "Điện thoại",
    "expected": "Phải gửi báo cáo",
    "verdict": "Phiếu trả lời nhận được",
    "use": "Kế hoạch đang dùng",
    "answer_by": "Đôn đốc gửi chậm nhất",
    "code": "Mã",
    "label": "Số thứ tự",
    "section": "Thuộc mục",
    "short": "Tên ngắn",
    "party_name": "Tên của cấp ủy",
    "state_name": "Tên của cơ quan nhà nước",
    "parent": "Cơ quan cấp trên trực tiếp",
    "symbol": "Ký hiệu văn bản",
    "start": "Ngày bắt đầu",
    "cutoff": "Ngày chốt số liệu",
    "as_of": "Ngày tính số liệu",
    "version": "Phiên bản kế hoạch",
    "period": "Thêm kỳ báo cáo",
    "row": "Chuyển số liệu sang mã mới",
}
_CALENDAR = {"name": "Tên kỳ", "due": "Hạn gửi"}  # else "due" is how long a task was put off
_ENTITIES = {
    "target": "Mức của đơn vị",
    "link": "Minh chứng",
    "report": "Nội dung báo cáo",
    "sender_key": "Khóa của bên gửi",
    "signing_key": "Mã khóa của đơn vị",
    "received": "Gói đã tiếp nhận",
    "returned": "Lý do cấp trên trả lại",
}
_CHOICES = {
    "status": {
        Status.NOT_STARTED.value: "Chưa triển khai",
        Status.IN_PROGRESS.value: "Đang triển khai",
        Status.COMPLETED.value: "Hoàn thành",
        Status.ON_HOLD.value: "Tạm dừng",
    },
    "contested": {
        Verdict.MET.value: "Đạt",
        Verdict.EXCEEDED.value: "Vượt",
        Verdict.UNMET.value: "Chưa đạt",
        Verdict.TO_ASSESS.value: "Cần đánh giá",
        Verdict.NO_VALUE.value: "Chưa có số liệu",
    },
    "answer": {"accepted": "Tiếp nhận", "returned": "Trả lại"},
    "verdict": {"accepted": "Tiếp nhận", "returned": "Trả lại"},
    "role": {role.value: words for role, words in ROLE_WORDS.items()},
    "nature": {
        Nature.FLOW.value: "Cộng dồn",
        Nature.LEVEL.value: "Tại thời điểm",
        Nature.WORDS.value: "Bằng lời",
    },
}
_SETTING_CHOICES = {
    "theme": {"light": "sáng", "dark": "tối", "system": "theo máy"},
    "letterhead": {"dang": "văn bản của Đảng", "nha-nuoc": "văn bản hành chính nhà nước"},
}
_SETTING_MOMENTS = frozenset({"moved_at", "saved_whole_on"})
_SETTING_PERIODS = frozenset({"first_period", "current_period"})
_DATES = frozenset(
    {
        "completed_on",
        "expected_on",
        "restricted_on",
        "actual_on",
        "due",
        "issued_on",
        "promised_on",
        "answer_by",
        "start",
        "cutoff",
        "as_of",
    }
)
_NUMBERS = frozenset({"actual", "estimate", "cumulative", "same_period_last_year"})
_LISTS = frozenset({"lead", "support"})  # names as JSON
_YES_NO = frozenset({"taken", "granted", "carried", "touched", "expected"})


def field_words(entity: str, field: str) -> str:
    """What the screen calls a field; a field it does not know keeps what the entity is called."""
    if entity == "milestone":
        return f"Ngày thực tế, mốc {field}"
    if entity in _ENTITIES:
        return _ENTITIES[entity]
    if entity == "calendar" and field in _CALENDAR:
        return _CALENDAR[field]
    return _FIELDS.get(field, "Nội dung khác")


def value_words(entity: str, field: str, value: str) -> str:
    """A value of the history (ISO dates, "." decimals) as the screen shows it."""
    if field in _YES_NO:
        return "có" if value else "không"
    if field == "removed":
        return "không có" if value else "có"
    if not value:
        return EMPTY
    if field in _DATES or entity == "milestone":
        return _date_words(value)
    if field in _NUMBERS:
        return _number_words(value)
    if field in _LISTS:
        return _list_words(value)
    if field == "locked_at":
        return _moment_words(value)
    return _CHOICES.get(field, {}).get(value, value)


def setting_words(name: str, value: str) -> str:
    """A value of a setting, by its name in ``Settings``, as the screen shows it."""
    if is_switch(name):
        return "có" if value else "không"
    if not value:
        return EMPTY
    if name in _SETTING_MOMENTS:
        return _moment_words(value)
    if name in _SETTING_PERIODS:
        return period_name(value)
    return _SETTING_CHOICES.get(name, {}).get(value, value)


def _list_words(value: str) -> str:
    try:
        found = json.loads(value)
    except ValueError:
        return value
    if not isinstance(found, list):
        return value
    return ", ".join(map(str, found)) or EMPTY


def _moment_words(value: str) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    day = format_date(moment.date())
    return f"{day} {moment:%H:%M}" if "T" in value else day


def _date_words(value: str) -> str:
    try:
        return format_date(date.fromisoformat(value))
    except ValueError:
        return value


def _number_words(value: str) -> str:
    try:
        return format_number(Decimal(value))
    except InvalidOperation:
        return value
