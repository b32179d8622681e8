r"""A whole solution sheet as PDF with the embedded typesetter, from cold and within a process."""

import os
import subprocess
import sys
import tempfile

from tests.benchmarks.timing import median, report, show, timed

RUNS = 3


def warm(name):
    """Of deriving a sheet and setting it, in this process."""
    from symcheck.course import load_worksheet
    from symcheck.course.sheet import sheet_page
    from symcheck.report.page.typst import to_pdf

    taken, pdf = timed(lambda: to_pdf(sheet_page(load_worksheet(name))))
    assert pdf.startswith(b"%PDF")
    return taken


def cold(name):
    """Of the command, interpreter and imports included."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "sheet.pdf")
        command = [sys.executable, "-m", "symcheck", "sheet", name, "-o", out]
        taken, done = timed(lambda: subprocess.run(command, capture_output=True))
        assert done.returncode == 0 and os.path.getsize(out) > 10_000, done.stderr
    return taken


def main():
    from symcheck.course import worksheet_names

    slowest = 0.0
    for name in worksheet_names():
        first = median([cold(name) for _ in range(RUNS)])
        again = median([warm(name) for _ in range(RUNS)])
        slowest = max(slowest, first)
        print(f"{name:<18}  the command: {show(first)}   in a process: {show(again)}")
    report("the slowest sheet as PDF, from cold", show(slowest), "under 5 s", slowest < 5)
