"""How every document is judged, a line each, to be compared before and after a change.

    python -m tests.summaries before.txt                  writes the lines
    python -m tests.summaries after.txt --since before.txt  writes them, and prints what is another since
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from difflib import unified_diff
from pathlib import Path

from symcheck.faces.documents import derivation_of
from tests.derivations import documents


def summary(path: Path) -> str:
    """The summary, the steps that are not right, what was taken and what was not judged."""
    d = derivation_of(path.read_text("utf-8"), path.name, path.suffix[1:])
    bad = [f"{s.line} {s.verdict.word}" for s in d.steps if not s.verdict.right]
    return f"{path.name} | {d.summary} | {len(d.steps)} steps | {bad} | {d.taken} | {d.passed}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("to", type=Path, help="the file to write")
    parser.add_argument("--since", type=Path, help="the file to compare with")
    wanted = parser.parse_args()
    with ProcessPoolExecutor(2) as pool:
        lines = list(pool.map(summary, documents(), chunksize=4))
    wanted.to.write_text("".join(lines), "utf-8")
    if wanted.since is not None:
        before = wanted.since.read_text("utf-8").splitlines(keepends=True)
        print("".join(unified_diff(before, lines, str(wanted.since), str(wanted.to), n=0)), end="")


if __name__ == "__main__":
    main()
