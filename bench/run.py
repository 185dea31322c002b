"""The measurements of the design (section 9): always beside another program, in one run.

    .venv/bin/python bench/run.py [start] [report] [consolidated] [workbook] [evidence] [intake]
        [search] [rows]

Prints a table of ratios. A measurement whose other side is missing (LibreOffice) says so.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from all_reports import all_reports, by_xlsxwriter  # noqa: E402 - the folder of this script
from fifty_four import fifty_four_packages  # noqa: E402 - the folder of this script
from ten_years import ten_years  # noqa: E402

from qnapp.db import evidence, sample, setup  # noqa: E402
from qnapp.db.organisations import resolve_organisation  # noqa: E402
from qnapp.db.store import Store  # noqa: E402
from qnapp.db.worksheet import load_worksheet  # noqa: E402
from qnapp.documents.assemble import assemble_report  # noqa: E402
from qnapp.documents.pdf import write_pdf  # noqa: E402
from qnapp.documents.xlsx import write_xlsx  # noqa: E402
from qnapp.exchange import receiving  # noqa: E402
from qnapp.exchange.consolidated_xlsx import write_consolidation  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

# Both say so when they are drawn and the event loop has nothing left to do; then they close.
READY = """
import sys
from pathlib import Path

def ready():
    print("ready", flush=True)
    from PySide6.QtWidgets import QApplication
    QApplication.closeAllWindows()

"""
EMPTY_WINDOW = (
    READY
    + """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(sys.argv); window = QWidget(); window.resize(1366, 688); window.show()
app.processEvents(); QTimer.singleShot(0, ready); app.exec()
"""
)
PROGRAM_WINDOW = (
    READY
    + """
from qnapp.__main__ import open_window
open_window(Path(sys.argv[1]), ready=ready)
"""
)
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Ratio:
    """One line of the table: seconds of ours, seconds of the other, and the goal."""

    work: str
    ours: float
    other: float | None
    goal: float

    def line(self) -> str:
        """One row, as printed."""
        if self.other is None:
            return f"{self.work:44} {self.ours:8.3f} s   nothing to compare with here"
        ratio = self.ours / self.other
        verdict = "ok" if ratio <= self.goal else "ABOVE"
        numbers = f"{self.ours:8.3f} s / {self.other:8.3f} s = {ratio:5.2f}"
        return f"{self.work:44} {numbers}   goal {self.goal:.2f}   {verdict}"


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """Median wall time of some runs, the first one left out as warm-up."""
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def side_by_side(
    ours: Callable[[], float], other: Callable[[], float], times: int = 15
) -> tuple[float, float]:
    """Medians of two measurements that take turns, so that both meet the same busy moments."""
    ours(), other()
    pairs = [(ours(), other()) for _ in range(times)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def start_seconds(code: str, folder: Path, *arguments: str) -> float:
    """Wall time from starting Python until it prints its first line.

    Bytecode is kept in ``folder``, as an installed program has it, whatever the shell says.
    """
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(folder),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    command = [sys.executable, "-c", code, *arguments]
    start = time.perf_counter()
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        taken = time.perf_counter() - start
        process.stdout.read()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return taken


def training_store(folder: Path) -> Store:
    """Make a store with everything of the plan taken on, so that reports are as long as can be."""
    unit = resolve_organisation("06652")
    store = setup.initialise(folder, organisation=unit, first_period="2026-Q1")
    everything = [row.uid for row in load_worksheet(store, "2026-Q1").tasks if not row.heading]
    store.close()
    shutil.rmtree(folder)
    store = setup.initialise(
        folder, organisation=unit, first_period="2026-Q1", taken=everything, clerk="Người đo"
    )
    sample.fill_training(store)
    return store


def bench_start(folder: Path) -> Ratio:
    """Cold start to a usable window, a store of ten years, beside an empty window."""
    ten_years(folder / "store").close()
    ours, other = side_by_side(
        lambda: start_seconds(PROGRAM_WINDOW, folder / "bytecode", str(folder / "store")),
        lambda: start_seconds(EMPTY_WINDOW, folder / "bytecode"),
    )
    return Ratio("cold start to a usable window", ours, other, 2.0)


def bench_report(folder: Path) -> Ratio:
    """Unit report to PDF beside LibreOffice converting the same report's workbook."""
    with training_store(folder / "store") as store:
        report = assemble_report(store, "2026-Q2")
    xlsx = folder / "report.xlsx"
    write_xlsx(report, xlsx)
    ours = seconds(lambda: write_pdf(report, folder / "ours.pdf"))
    office = shutil.which("soffice")
    if office is None:
        return Ratio("unit report to PDF", ours, None, 0.2)
    return Ratio("unit report to PDF", ours, office_seconds(office, xlsx, times=3), 0.2)


def office_seconds(office: str, xlsx: Path, *, times: int) -> float:
    """Median time in which LibreOffice turns a workbook into PDF."""
    target = str(xlsx.parent)
    command = [office, "--headless", "--convert-to", "pdf", "--outdir", target, str(xlsx)]
    return seconds(lambda: subprocess.run(command, check=True, capture_output=True), times)


def bench_consolidated(folder: Path) -> Ratio:
    """Consolidated report of 54 x 108 to PDF beside LibreOffice converting their workbook."""
    found, report = all_reports(folder / "store")
    xlsx = folder / "consolidated.xlsx"
    write_consolidation(found, xlsx)
    ours = seconds(lambda: write_pdf(report, folder / "ours.pdf"))
    office = shutil.which("soffice")
    other = office_seconds(office, xlsx, times=1) if office else None
    return Ratio("consolidated PDF, 54 x 108", ours, other, 0.5)


def bench_workbook(folder: Path) -> Ratio:
    """Consolidated workbook of 54 x 108 beside XlsxWriter writing the same styled cells."""
    found, _ = all_reports(folder / "store")
    xlsx = folder / "consolidated.xlsx"
    write_consolidation(found, xlsx)
    ours = seconds(lambda: write_consolidation(found, xlsx), times=3)
    write = by_xlsxwriter(xlsx, folder / "other.xlsx")
    other = seconds(write, times=3) if write is not None else None
    return Ratio("consolidated Excel, 54 x 108", ours, other, 1.6)


def bench_evidence(folder: Path) -> Ratio:
    """Add 200 MB of evidence beside cp, sha256sum and sync of the same file."""
    big = folder / "big.bin"
    big.write_bytes(os.urandom(200 * MEGABYTE))
    with training_store(folder / "store") as store:
        uid = load_worksheet(store, "2026-Q2").own_tasks[0].uid

        def ours() -> None:
            for kept in evidence.add_evidence(store, [big], uid, "2026-Q2"):
                evidence.stored_file(store, kept.id).unlink()  # else the next run finds it there

        def other() -> None:
            copy = folder / "copy.bin"
            subprocess.run(["cp", str(big), str(copy)], check=True)
            subprocess.run(["sha256sum", str(copy)], check=True, stdout=subprocess.DEVNULL)
            subprocess.run(["sync", str(copy)], check=True)
            copy.unlink()

        return Ratio("add evidence, 200 MB", seconds(ours, 3), seconds(other, 3), 1.3)


def bench_intake(folder: Path) -> Ratio:
    """Take in 54 packages with 10 MB of evidence each beside unzip, sha256sum and sync."""
    packages = fifty_four_packages(folder / "packages", evidence_bytes=10 * MEGABYTE)
    office = resolve_organisation("VPTU")
    setup.initialise(folder / "office", organisation=office, first_period="2026-Q1").close()

    def ours() -> float:
        shutil.copytree(folder / "office", folder / "run")
        with Store.open(folder / "run") as store:
            start = time.perf_counter()
            found = receiving.take_in_many(store, packages)
            taken = time.perf_counter() - start
        assert {one.outcome for one in found} == {receiving.Taken.TAKEN}
        shutil.rmtree(folder / "run")
        return taken

    def other() -> float:
        target = folder / "unzipped"
        start = time.perf_counter()
        for number, package in enumerate(packages):
            place = target / str(number)
            place.mkdir(parents=True)
            subprocess.run(["unzip", "-q", str(package), "-d", str(place)], check=True)
            files = [str(path) for path in place.rglob("*") if path.is_file()]
            subprocess.run(["sha256sum", *files], check=True, stdout=subprocess.DEVNULL)
            subprocess.run(["sync", *files], check=True)
        taken = time.perf_counter() - start
        shutil.rmtree(target)
        return taken

    if shutil.which("unzip") is None:
        return Ratio("take in 54 packages of 10 MB", ours(), None, 1.5)
    return Ratio("take in 54 packages of 10 MB", *side_by_side(ours, other, times=3), 1.5)


def bench_search(folder: Path) -> Ratio:
    """Search over 35,424 rows until the model is updated, beside a bare FTS5 query of the words."""
    from searching import measured, p95  # opens a window: not before it is asked for

    with training_store(folder / "store") as store:
        ours, other, rows = measured(store)
    print(f"search over {rows:,} rows: p95 {1000 * p95(ours):.1f} ms, goal below 16 ms", flush=True)
    return Ratio("search, end of the debounce to the model", sum(ours), sum(other), 2.0)


def bench_rows(folder: Path) -> Ratio:
    """Keys typed over 35,424 rows of the task table, beside Qt's own filter over the same words."""
    from many_tasks import measured

    with training_store(folder / "store") as store:
        ours, theirs, bare, rows = measured(store)
    print(
        f"{rows:,} rows of tasks: a bare FTS5 query of the same keys takes {bare:.2f} s", flush=True
    )
    return Ratio("keys over the rows of a province, in a view", ours, theirs, 1.0)


BENCHES = {
    "start": bench_start,
    "report": bench_report,
    "consolidated": bench_consolidated,
    "workbook": bench_workbook,
    "evidence": bench_evidence,
    "intake": bench_intake,
    "search": bench_search,
    "rows": bench_rows,
}


def main(names: list[str]) -> int:
    """Run the named measurements, or all."""
    for name in names or list(BENCHES):
        with tempfile.TemporaryDirectory() as folder:
            print(BENCHES[name](Path(folder)).line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
