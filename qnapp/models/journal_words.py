"""Where a change of the history was made, in the words of the screen, and which page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db.calendar import code_of
from qnapp.db.evidence_rows import name_of
from qnapp.db.history import FieldChange, item_of
from qnapp.db.history_pages import extension_then
from qnapp.db.items import last_words
from qnapp.db.reporters import roster
from qnapp.db.reports import PLAN_PART
from qnapp.db.roster import offices
from qnapp.domain.plan import Channel
from qnapp.models.history_words import field_words, value_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qnapp.db.history import HistoryEntry
    from qnapp.db.store import Store
    from qnapp.domain.reporting import Worksheet

KINDS: dict[str, tuple[str, frozenset[str]]] = {
    "tasks": (
        "Nhiệm vụ",
        frozenset({"progress", "milestone", "extension", "assignment", "task", "item"}),
    ),
    "indicators": ("Chỉ tiêu", frozenset({"measurement", "target", "indicator"})),
    "evidence": ("Minh chứng", frozenset({"evidence", "link"})),
    "report": ("Báo cáo, trình ký", frozenset({"report", "issued", "period"})),
    "sending": (
        "Gửi, nhận, trả lại",
        frozenset(
            {
                *("package", "received", "reply", "returned"),
                *("sender_key", "signing_key", "reporter", "reminder"),
            }
        ),
    ),
    "plan": ("Kế hoạch, lịch", frozenset({"plan", "calendar"})),
    "settings": ("Thiết lập", frozenset({"setting", "organisation"})),
}
"""Groups that the page can be narrowed to: words and the history's entities."""

_SUBJECTS = {
    "report": "Nội dung báo cáo",
    "issued": "Báo cáo trình ký",
    "period": "Kỳ báo cáo",
    "calendar": "Lịch báo cáo",
    "plan": "Kế hoạch năm",
    "setting": "Thiết lập",
    "organisation": "Thông tin đơn vị",
    "package": "Gói gửi đi",
    "received": "Gói đã tiếp nhận",
    "reply": "Trả lời của cấp trên",
    "returned": "Dòng bị trả lại",
    "sender_key": "Khóa của bên gửi",
    "signing_key": "Khóa ký gói",
    "reporter": "Đơn vị gửi báo cáo",
    "reminder": "Đôn đốc",
    "evidence": "Minh chứng",
}
_PAGES = {
    "report": "report",
    "issued": "report",
    "setting": "settings",
    "organisation": "settings",
    "calendar": "settings",
    "evidence": "evidence",
}
_PARTS = {
    "opening": "Mở đầu",
    "indicators": "I. Chỉ tiêu",
    "tasks": "II. Nhiệm vụ",
    "difficulties": "III. Khó khăn, vướng mắc",
    "proposals": "IV. Đề xuất, kiến nghị",
    "next": "V. Nhiệm vụ trọng tâm kỳ tới",
}
_SETTINGS = {
    "organisation": "Đơn vị",
    "plan": "Kế hoạch đang dùng",
    "first_period": "Kỳ báo cáo đầu tiên",
    "current_period": "Kỳ đang chọn",
    "clerk": "Người tổng hợp",
    "letterhead": "Thể thức báo cáo",
    "signer": "Người ký",
    "signer_title": "Chức vụ người ký",
    "signs_as_deputy": "Ký thay",
    "place": "Địa danh",
    "symbol": "Ký hiệu",
    "recipients": "Nơi nhận",
    "addressees": "Kính gửi",
    "with_charts": "Phụ lục biểu đồ",
    "with_doubts": "Ghi chỗ cần đối chiếu",
    "duplex": "In hai mặt",
    "signature_fields": "Ô chữ ký số",
    "mail_to": "Địa chỉ nhận gói",
    "mail_limit_mb": "Giới hạn thư (MB)",
    "package_as_zip": "Gói có đuôi .zip",
    "theme": "Màu giao diện",
    "font_percent": "Cỡ chữ",
    "tall_rows": "Dòng cao",
    "training": "Dữ liệu tập huấn",
    "upper_office": "Tiếp nhận và tổng hợp",
    "moved_at": "Chuyển máy",
    "saved_whole_on": "Sao lưu toàn bộ gần nhất",
}
_OF_ORGANISATIONS = frozenset({"reporter", "sender_key", "reminder"})  # their key is its code
# What a row that travels apart may still tell (design, section 2).
_PUBLIC = frozenset(
    {"status", "completed_on", "restricted_number", "restricted_on", "officer", "taken", "role"}
)


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a change. ``page`` is "" where no page shows it."""

    code: str  # "1.14", "CT-22a", or what it is about
    title: str  # of the row, "" for none
    field: str  # what was changed there, with its period
    page: str
    uid: str  # what the page calls the row
    name: str  # of the field, as the page calls it
    hidden: bool = False  # the values may not be shown
    thing: str = ""  # what came or went, where that is what the change is about


class Places:
    """Knows the rows of one worksheet; asks the store for what belongs to them."""

    def __init__(self, store: Store, sheet: Worksheet, periods: Mapping[str, str]) -> None:
        """``periods``: short names by code."""
        self._store = store
        self._periods = periods
        self._rows = {row.uid: (row.code, row.task.title) for row in sheet.tasks}
        for item in sheet.indicators:
            code = item.code if item.code.startswith("CT") else f"CT-{item.code}"
            self._rows[item.uid] = (code, item.indicator.title)
        self._restricted = {row.uid for row in sheet.tasks if row.channel is Channel.RESTRICTED}
        self._items: dict[tuple[str, str], tuple[str, str]] = {}
        self._gone: dict[str, tuple[str, str]] = {}  # rows that the worksheet no longer has
        self._names: dict[str, str] | None = None  # of organisations, by code

    def use(self, store: Store) -> None:
        """Ask another connection from now on: a worker's."""
        self._store = store

    def where(self, entry: HistoryEntry) -> Where:
        """Say where a change was made."""
        kind, uid = self._item(entry)
        words = field_words(entry.entity, entry.field)
        if entry.entity in ("setting", "report"):
            words = _subject_words(entry)
        elif entry.field == "removed":
            words = _coming_words(entry)
        if entry.entity in ("evidence", "link") and uid not in self._restricted:
            name = name_of(self._store, entry.key if entry.entity == "evidence" else entry.field)
            words = f"{words}: {name}" if name else words
        thing = self._thing(entry) if entry.field == "removed" else ""
        period = self._periods.get(entry.period, entry.period)
        field = f"{words}, {period}" if period else words
        if not kind:
            about = _SUBJECTS.get(entry.entity, "Dữ liệu")
            page = _PAGES.get(entry.entity, "")
            uid = entry.key if page == "report" else ""
            return Where(about, self._name(entry), field, page, uid, "")
        code, title = self._row(uid)
        hidden = uid in self._restricted and entry.field not in _PUBLIC
        if entry.entity == "evidence":
            page, row, name = "evidence", f"id:{entry.key}", ""
        else:
            page, row, name = f"{kind}s", uid, _field_name(entry)
        if uid not in self._rows:
            page = ""
        return Where(code, title, field, page, row, name, hidden, thing)

    def _thing(self, entry: HistoryEntry) -> str:
        """Say which piece of evidence or extension came or went, "" for anything else."""
        if entry.entity == "evidence":
            return name_of(self._store, entry.key)
        if entry.entity != "extension":
            return ""
        day, document = extension_then(self._store, entry)
        return f"đến {value_words('extension', 'due', day)}, {document}" if day else ""

    def _row(self, uid: str) -> tuple[str, str]:
        if uid not in self._rows and uid not in self._gone:
            code, title = last_words(self._store, uid)
            self._gone[uid] = (code or uid.rpartition("/")[2], title)
        return self._rows.get(uid) or self._gone[uid]

    def _name(self, entry: HistoryEntry) -> str:
        """Name the organisation or the period that a change is of, "" for none."""
        if entry.entity == "calendar":
            code = code_of(self._store, entry.key)
            return self._periods.get(code, code)
        if entry.entity not in _OF_ORGANISATIONS:
            return ""
        if self._names is None:
            self._names = offices(self._store)
            self._names |= {one.code: one.name for one in roster(self._store)}
        return self._names.get(entry.key, "")

    def _item(self, entry: HistoryEntry) -> tuple[str, str]:
        key = (entry.entity, entry.key)
        if key not in self._items:
            change = FieldChange(entry.entity, entry.key, entry.period, entry.field, "", "")
            self._items[key] = item_of(self._store, change)
        return self._items[key]


def _field_name(entry: HistoryEntry) -> str:
    """Name the field as the pages of tasks and indicators do, "" for the row as a whole."""
    if entry.entity == "milestone":
        return f"milestones:{entry.field}"
    if entry.entity in ("progress", "measurement"):
        return entry.field
    return {"extension": "deadline", "target": "target", "link": "evidence"}.get(entry.entity, "")


def _coming_words(entry: HistoryEntry) -> str:
    """Say that something came, or went: both are told of the field "removed"."""
    what = {"evidence": "minh chứng", "extension": "gia hạn"}.get(entry.entity, "dòng của đơn vị")
    return f"{'Bỏ' if entry.new else 'Thêm'} {what}"


def _subject_words(entry: HistoryEntry) -> str:
    if entry.entity == "setting":
        return _SETTINGS.get(entry.key, "Thiết lập khác")
    if entry.key.startswith(PLAN_PART):
        return "Kế hoạch triển khai"
    return _PARTS.get(entry.key, "Phần của báo cáo")
