"""1,000 answers in one batch, answers a second and core."""

import json
import os
import subprocess
import sys
import tempfile

from tests.benchmarks.timing import report, show, timed

ANSWERS = 1000
WANTED = 500  # answers a second, one core
DECLARE = [r"X \in \mathbb{R}^{n \times d}", r"w \in \mathbb{R}^d", r"y \in \mathbb{R}^n",
           r"\lambda > 0", r"L = \frac{1}{n} \|Xw - y\|^2 + \lambda \|w\|^2"]
GRADIENT = r"\nabla_w L"
# Answers of a class: forms of the right one, and slips. Each gets constants of its own, so that no two
# of the thousand are the same text.
FORMS = [
    (r"\frac{2}{n} X^\top (Xw - y) + 2\lambda w", "equal"),
    (r"\frac{2}{n} (X^\top X w - X^\top y) + 2\lambda w", "equal"),
    (r"2\left(\frac{1}{n} X^\top X + \lambda I\right) w - \frac{2}{n} X^\top y", "equal"),
    (r"-\frac{2}{n} X^\top (y - Xw) + \lambda w + \lambda w", "equal"),
    (r"\frac{2}{n} X^\top X w - \frac{2}{n} X^\top y + 2 \lambda w", "equal"),
    (r"\frac{2}{n} X^\top (y - Xw) + 2\lambda w", "different"),
    (r"\frac{1}{n} X^\top (Xw - y) + 2\lambda w", "different"),
    (r"\frac{2}{n} X^\top (Xw - y) + \lambda w", "different"),
    (r"2 X^\top (Xw - y) + 2\lambda w", "different"),
    (r"\frac{2}{n} X (Xw - y) + 2\lambda w", "unreadable"),
]


def main():
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for k in range(ANSWERS):
            form, _ = FORMS[k % len(FORMS)]
            answer = rf"{form} + {k + 1} w - {k + 1} w"
            file.write(json.dumps({"id": k, "declare": DECLARE, "lhs": GRADIENT, "rhs": answer}) + "\n")
        file.flush()
        # As an installed package has it: modules are compiled once, by a batch of one line that is not timed.
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        batch = [sys.executable, "-m", "symcheck", "equal", "--json", "--batch"]
        subprocess.run([*batch, "-"], input=b'{"lhs": "1", "rhs": "1"}', capture_output=True,
                       env=environment)
        for jobs in (1, 2):
            command = [*batch, file.name, "--jobs", str(jobs)]
            seconds, done = timed(lambda c=command: subprocess.run(c, env=environment, capture_output=True))
            records = [json.loads(line) for line in done.stdout.splitlines()]
            for k, record in enumerate(records):
                assert (record["id"], record["verdict"]) == (k, FORMS[k % len(FORMS)][1]), record
            rate = ANSWERS / seconds / jobs
            report(f"{ANSWERS} answers, {jobs} worker{'s' * (jobs > 1)}, {show(seconds)} in all",
                   f"{rate:.0f} a second and core", f"{WANTED}", rate >= WANTED)
