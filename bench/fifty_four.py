"""The packages of all 54 communes, each made by a store of its own."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from qnapp.db import evidence, setup
from qnapp.db.builtin import builtin_organisations
from qnapp.db.outbox import checked_file
from qnapp.db.worksheet import load_worksheet
from qnapp.documents.freeze import freeze_report
from qnapp.exchange.submission import make_submission

if TYPE_CHECKING:
    from pathlib import Path

    from qnapp.domain.plan import Organisation

PERIOD = "2026-Q1"


def fifty_four_packages(folder: Path, *, evidence_bytes: int) -> list[Path]:
    """Write a package of the first quarter a commune, each with that much of its own evidence."""
    folder.mkdir(parents=True)
    communes = [one for one in builtin_organisations() if one.code.isdigit()]
    return [_package(folder, one, evidence_bytes) for one in communes]


def _package(folder: Path, unit: Organisation, size: int) -> Path:
    proof = folder / f"{unit.code}.bin"
    proof.write_bytes(os.urandom(size))
    store = setup.initialise(folder / unit.code, organisation=unit, first_period=PERIOD)
    with store:
        uid = load_worksheet(store, PERIOD).own_tasks[0].uid
        evidence.add_evidence(store, [proof], uid, PERIOD)
        report = freeze_report(store, PERIOD, despite_errors=True)
        (package,) = make_submission(store, report.id).packages
        target = folder / f"{unit.code}.qnbc"
        shutil.copyfile(checked_file(store, package), target)
    shutil.rmtree(folder / unit.code)
    proof.unlink()
    return target
