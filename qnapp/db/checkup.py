"""Looking the whole store over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qnapp.db.connection import integrity_problems
from qnapp.db.evidence_check import EvidenceReport, verify
from qnapp.db.failures import translated
from qnapp.db.package_check import package_problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from qnapp.db.store import Store
    from qnapp.domain.reporting import Evidence

_DAMAGED = "Tệp dữ liệu có lỗi bên trong: {found}. Khôi phục từ bản sao lưu gần nhất."
_MISSING = "Không tìm thấy tệp minh chứng “{name}”. Đính kèm lại hoặc khôi phục từ bản sao lưu."
_ALTERED = (
    "Tệp minh chứng “{name}” đã bị thay đổi so với lúc đính kèm. "
    "Đính kèm lại hoặc khôi phục từ bản sao lưu."
)
_MISSING_FILE = "Không tìm thấy tệp “{name}” của báo cáo đã trình ký. Khôi phục từ bản sao lưu."
_ALTERED_FILE = (
    "Tệp “{name}” của báo cáo đã trình ký bị thay đổi so với lúc trình ký. "
    "Khôi phục từ bản sao lưu."
)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found; each problem is one Vietnamese sentence."""

    database: tuple[str, ...]
    evidence: EvidenceReport
    packages: tuple[str, ...] = ()  # what was sent and what arrived

    @property
    def problems(self) -> tuple[str, ...]:
        """Problems of the database, of evidence, of kept reports and packages together."""
        found = self.evidence
        missing = (_MISSING.format(name=_name(one)) for one in found.missing)
        altered = (_ALTERED.format(name=_name(one)) for one in found.altered)
        lost = (_MISSING_FILE.format(name=one.name) for one in found.missing_files)
        changed = (_ALTERED_FILE.format(name=one.name) for one in found.altered_files)
        return (*self.database, *missing, *altered, *lost, *changed, *self.packages)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def check_store(
    store: Store,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> CheckReport:
    """``integrity_check``, ``foreign_key_check``, and all kept content re-hashed.

    ``progress`` is told (bytes done, bytes in all), first of evidence and reports, then of
    packages. Raises ``CancelledError``.
    """
    with translated(store.folder):
        found = tuple(_DAMAGED.format(found=one) for one in integrity_problems(store.db))
    evidence = verify(store, progress=progress, cancelled=cancelled)
    packages = package_problems(store, progress=progress, cancelled=cancelled)
    return CheckReport(found, evidence, packages)


def _name(evidence: Evidence) -> str:
    return evidence.name or evidence.title
