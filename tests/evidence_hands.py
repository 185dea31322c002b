"""What the tests of Minh chứng do again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hands import click

from qnapp.ui.evidence_page.row_dialog import RowDialog

if TYPE_CHECKING:
    from qnapp.domain.reporting import Evidence
    from qnapp.ui.evidence_page.page import EvidencePage

PERIOD = "2026-Q2"


def uid(code: str) -> str:
    return f"NQ05-2026/{code}"


def names(page: EvidencePage) -> list[str]:
    return [line.name for line in page.view.lines.lines]


def choose(page: EvidencePage, item: Evidence) -> None:
    """Click a piece in the register."""
    index = page.view.lines.index(page.view.lines.row_of(item.id))
    page.view.scrollTo(index)
    click(page.view.viewport(), page.view.visualRect(index).center())


def dialog_of(page: EvidencePage) -> RowDialog:
    found = page.window().findChildren(RowDialog)
    assert found
    return found[-1]
