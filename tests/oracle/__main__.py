"""`python -m tests.oracle [-v] [FILES]`: settle every row; print what disagrees or is unsettled."""

import sys
import time
from collections import Counter

from tests.cases import CaseError, load
from tests.oracle import agrees, settle


def main(argv):
    """Exit status 0 when every row is settled and agrees with its mark."""
    verbose = "-v" in argv
    begun, marks, bad = time.time(), Counter(), Counter()
    try:
        cases = load([a for a in argv if not a.startswith("-")] or None)
    except CaseError as error:
        print(error, file=sys.stderr)
        return 2
    for case in cases:
        start = time.time()
        settled = settle(case)
        took = time.time() - start
        marks[case.sign] += 1
        kind = ("unsupported" if settled.verdict == "unsupported"
                else "" if agrees(case, settled) else "DISAGREES")
        bad[kind] += 1
        if kind or verbose or took > 10:
            slow = f"  ({took:.1f} s)" if took > 10 else ""
            print(f"{case.where}: [{case.title}] {kind} {settled.verdict}: {settled.detail}{slow}\n"
                  f"    {case.lhs}   {case.sign}   {case.rhs}", flush=True)
    counts = "  ".join(f"{m} {n}" for m, n in sorted(marks.items()))
    total = len(cases) or 1
    print(f"{len(cases)} rows ({counts}); settled {100 * (total - bad['unsupported']) / total:.1f}%, "
          f"{bad['DISAGREES']} disagree, {bad['unsupported']} unsupported, {time.time() - begun:.0f} s")
    return 1 if bad["DISAGREES"] or bad["unsupported"] else 0


sys.exit(main(sys.argv[1:]))
