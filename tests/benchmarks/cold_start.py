"""`symcheck equal` from cold against `python -c "import numpy"`, turn by turn."""

import os
import subprocess
import sys

from tests.benchmarks.timing import median, report, show, timed

RUNS = 21
DECLARE = r"X \in \mathbb{R}^{n \times d}; w \in \mathbb{R}^d; y \in \mathbb{R}^n"
NUMPY = [sys.executable, "-c", "import numpy"]
EQUAL = [sys.executable, "-m", "symcheck", "equal", r"\nabla_w \|Xw - y\|^2"]
COMMANDS = {
    "import numpy": NUMPY,
    "a right answer": [*EQUAL, r"2X^\top(Xw - y)", "--declare", DECLARE],
    "a wrong answer": [*EQUAL, r"X^\top(Xw - y)", "--declare", DECLARE],
    "an unreadable one": [*EQUAL, r"2X(Xw - y)", "--declare", DECLARE],
}


def main():
    # As an installed package has it: modules are compiled once, not at every start.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    times = {name: [] for name in COMMANDS}
    for turn in range(RUNS + 1):
        for name, command in COMMANDS.items():
            seconds, _ = timed(lambda c=command: subprocess.run(c, env=environment, capture_output=True))
            if turn:
                times[name].append(seconds)
    medians = {name: median(each) for name, each in times.items()}
    print("   ".join(f"{name}: {show(each)}" for name, each in medians.items()))
    base = medians.pop("import numpy")
    worst = max(medians.values()) / base
    report("cold `symcheck equal` against `import numpy`", f"{worst:.2f} times as long", "at most 2",
           worst <= 2)
