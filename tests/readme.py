"""The commands and outputs of the documents: `python -m tests.readme` writes the real outputs into them.

A ```console block holds commands after `$ `, each followed by its output; a ```python block with
`>>> ` holds a session. Times in an output stand for any times.
"""

import contextlib
import doctest
import io
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.S | re.M)
_SECONDS = re.compile(r"\b\d+\.\d+( s\b)|(\"seconds\": )\d[\d.e-]*")
_COMMAND = 'symcheck() { "$PYTHON" -m symcheck "$@"; }\n'


def blocks(path):
    """(kind, text) of the executable blocks of a document."""
    return [(m[1], m[2]) for m in BLOCK.finditer(path.read_text())
            if m[1] == "console" or m[2].startswith(">>> ")]


def commands(text):
    """(command, output) pairs of a console block."""
    found = []
    for line in text.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append([line[2:], ""])
        elif found[-1][0].endswith("\\\n") and not found[-1][1]:
            found[-1][0] += line
        else:
            found[-1][1] += line
    return found


def run(command):
    """What a command prints, on either stream."""
    done = subprocess.run(["bash", "-c", _COMMAND + command], cwd=ROOT, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=120,
                          env={**os.environ, "PYTHON": sys.executable, "NO_COLOR": "1"})
    return done.stdout


def session(text):
    """A Python session with what it really prints."""
    written = []
    examples = doctest.DocTestParser().get_examples(text)
    names = {}
    for example in examples:
        written.append(">>> " + example.source.rstrip("\n").replace("\n", "\n... ") + "\n")
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(example.source, "<session>", "single"), names)  # the documents are ours
        written.append(out.getvalue())
    return "".join(written)


def real(kind, text):
    """The block with its real outputs."""
    if kind == "python":
        return session(text)
    return "".join(f"$ {command}{run(command)}" for command, _ in commands(text))


def steady(text):
    """A text without the times in it."""
    return _SECONDS.sub(r"\2T\1", text)


def rewrite(path):
    def put(match):
        if match[1] == "python" and not match[2].startswith(">>> "):
            return match[0]
        made = real(match[1], match[2])
        return match[0] if steady(made) == steady(match[2]) else f"```{match[1]}\n{made}```"

    text = path.read_text()
    path.write_text(BLOCK.sub(put, text))


if __name__ == "__main__":
    for document in DOCUMENTS:
        rewrite(document)
