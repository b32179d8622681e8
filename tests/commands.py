"""Running the `symcheck` command in tests, as another program would."""

import json
import os
import subprocess
import sys

VECTORS = r"X \in \mathbb{R}^{n \times d}; w \in \mathbb{R}^d; y \in \mathbb{R}^n"


def symcheck(*arguments, given=None, **environment):
    """The finished process; `given` is standard input, as text or bytes."""
    given = given.encode() if isinstance(given, str) else given
    done = subprocess.run([sys.executable, "-m", "symcheck", *arguments], input=given or b"",
                          capture_output=True, timeout=120, env={**os.environ, **environment})
    done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
    return done


def records(done):
    """The JSON records on standard output."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def as_lines(cases):
    """JSON lines of cases; what is bytes or text already is a line as it stands."""
    lines = [c if isinstance(c, bytes) else c.encode() if isinstance(c, str) else
             json.dumps(c).encode() for c in cases]
    return b"\n".join(lines) + b"\n"
