"""A report sent for signature whose files are a few bytes: the store does not look into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qnapp.db.issued import add_issued, issued_report, next_revision
from qnapp.db.report_files import kept_together
from qnapp.domain.issued import FileKind, IssuedReport

if TYPE_CHECKING:
    from qnapp.db.store import Store

KINDS = (FileKind.SNAPSHOT, FileKind.PDF, FileKind.XLSX, FileKind.DOCX)


def bytes_of(kind: FileKind, revision: int) -> bytes:
    """What ``freeze`` keeps."""
    return f"{kind} của lần {revision}".encode()


def freeze(store: Store, period: str = "2026-Q2", *, despite: str = "") -> IssuedReport:
    """Freeze a period with made-up files."""
    revision = next_revision(store, period)
    files = {kind: (f"Báo cáo.{kind}", bytes_of(kind, revision)) for kind in KINDS}
    with kept_together(store, files) as kept:
        made = add_issued(
            store,
            period,
            revision,
            letterhead="dang",
            plan_version=1,
            files=kept,
            despite=despite,
        )
    return issued_report(store, made)
