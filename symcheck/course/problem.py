"""A problem of a worksheet: SymPy objects, from which the context of its parts is declared.

A problem is a list of rows in order. SymPy is slow to import, so the LaTeX lines that the rows come
to are kept beside the worksheet's module (`worksheets/<module>.txt`, written by
`python -m symcheck.course.encode`) under the digest of that module; where the digest differs the
rows are encoded afresh.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from symcheck.read.context import Context

# A row is LaTeX (what SymPy cannot hold), a SymPy symbol to declare, or a pair (name, SymPy
# expression): a definition, where the name is a SymPy object or LaTeX.
Row = Any


@dataclass(frozen=True)
class View:
    """Another reading of a problem: `note` says which; lines that start as a key of `replace` are
    replaced, `add` are declared after all others. Answers that match `unless` are not read so."""

    note: str = ""
    unless: str = ""
    replace: tuple[tuple[str, str], ...] = ()
    add: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    r"""What the parts of a problem share.

    `rows`: a function that imports SymPy and returns the rows. `shorthands`: pairs (pattern, line):
    where an answer matches the pattern, the line is declared too, as `\bar y = ...` for the mean.
    `spellings`: pairs (pattern, text): ways of writing that are read as another of no greater length.
    `letters`: pairs of a free letter of the question and others that may stand for it throughout an answer.
    `views`: the readings an answer may assume, tried in order.
    `title` and `text`: the problem in words, for sheets, formulas between dollars. `sink`: the name whose
    computation graph the worked solution shows, `sketched_by`: the variable over which answers are sketched.
    """

    name: str
    rows: Callable[[], list[Row]]
    shorthands: tuple[tuple[str, str], ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    letters: tuple[tuple[str, str], ...] = ()
    views: tuple[View, ...] = field(default=(View(),))
    title: str = ""
    text: str = ""
    sink: str = ""
    sketched_by: str = ""

    def lines(self) -> tuple[str, ...]:
        """The LaTeX declarations and definitions, in order."""
        return _lines(self)

    def context(self, view: View | None = None, extra: tuple[str, ...] = (), answer: str = "") -> Context:
        """The context in which answers are read, by the first view if none is given; `extra` lines are
        declared last. A size that the text never names is out of the way of the indices of `answer`."""
        lines = self.lines()
        silent = [k for k in _indices(answer) if _is_silent(self, lines, k)]
        return _context(self, view or self.views[0], extra, tuple(zip(silent, _spare(lines, answer))))

    def shorthands_in(self, text: str) -> tuple[str, ...]:
        """The lines of the shorthands that an answer uses."""
        return tuple(line for pattern, line in self.shorthands if re.search(pattern, text))


# Here no macro's name goes on, so that a letter is a name of its own.
LETTER = "".join(rf"(?<!\\[A-Za-z]{{{k}}})" for k in range(16))


def used(name: str) -> str:
    """A pattern for a shorthand: the name (a pattern) is used, and the answer does not define it. Behind `&`, in the
    condition of a case, it is not defined."""
    return rf"(?s)^(?!(?:.*[^&\s])?\s*{name}\}}?\s*(?:\([^()]*\))?\s*&?\s*(?::?=|\\triangleq)).*{name}"


def renamed(text: str, letters: tuple[tuple[str, str], ...]) -> str:
    """An answer in the question's own letters: another that may stand for one is it, where the answer uses
    neither that one nor a third."""
    for own, others in letters:
        used = [x for x in own + others if re.search(_bare(x), text)]
        if len(used) == 1 and used[0] != own:
            text = re.sub(_bare(used[0]), own, text)
    return text


def _bare(letter: str) -> str:
    """A pattern for a letter that is a name, after the d of a derivative too."""
    return rf"{LETTER}(?<![A-Za-ce-z]){letter}(?![A-Za-z])"


def store(module_file: str) -> Path:
    """Where the encoded lines of a worksheet's module are kept."""
    return Path(module_file).with_suffix(".txt")


def digest(module_file: str) -> str:
    """Of the worksheet's module, by which lines that were encoded from another version are known."""
    return hashlib.sha256(Path(module_file).read_bytes()).hexdigest()


@lru_cache
def _stored(module_file: str) -> dict[str, tuple[str, ...]]:
    """Lines by problem; empty where nothing valid is kept."""
    path = store(module_file)
    if not path.exists():
        return {}
    first, *rest = path.read_text(encoding="utf-8").splitlines()
    if first != digest(module_file):
        return {}
    found: dict[str, list[str]] = {}
    for line in rest:
        if line.startswith("[") and line.endswith("]") and "{" not in line:
            current = found[line[1:-1]] = []
        elif line.strip():
            current.append(line)
    return {name: tuple(lines) for name, lines in found.items()}


@lru_cache
def _lines(problem: Problem) -> tuple[str, ...]:
    kept = _stored(problem.rows.__code__.co_filename).get(problem.name)
    if kept is not None:
        return kept
    from symcheck.course.encode import encoded

    return encoded(problem)


@lru_cache(512)
def _context(problem: Problem, view: View, extra: tuple[str, ...], sizes: tuple[tuple[str, str], ...]) -> Context:
    lines = [next((new for start, new in view.replace if line.startswith(start)), line) for line in problem.lines()]
    lines = [line for line in (*lines, *view.add) if line]
    for old, new in sizes:
        lines = [_SIZES.sub(lambda m, old=old, new=new: re.sub(_alone(old), new, m[0]), line) for line in lines]
    context = Context(lines, layout="either")
    for line in extra:
        context.declare(line)
    return context


# --- sizes that the text never names ----------------------------------------------------------------

_SIZES = re.compile(r"\\mathbb\{R\}\^(?:\{[^{}]*\}|[A-Za-z])")

_OF_SIZES = re.compile(r"(?:(?:\\(?:mathbf|boldsymbol|bm|mathbb)\s*\{?\s*[01I]\s*\}?)|(?<![A-Za-z\\])[01I])\s*_\s*(?:\{[^{}]*\}|[A-Za-z])")


def _alone(letter: str) -> str:
    return rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])"


def _indices(answer: str) -> list[str]:
    """The letters below names of an answer; below \\mathbf 1 and I stand sizes."""
    below = " ".join(re.findall(r"_\s*(\{[^{}]*\}|[A-Za-z])", _OF_SIZES.sub("", answer)))
    return sorted(set(re.findall(_alone("([A-Za-z])"), below)))


@lru_cache(512)
def _is_silent(problem: Problem, lines: tuple[str, ...], letter: str) -> bool:
    """Is the letter a size of the encoding, and nothing else there or in the text?"""
    named = " ".join(re.findall(r"\$([^$]*)\$", problem.text))
    return re.search(_alone(letter), named) is None and any(
        re.search(_alone(letter), m[0]) for line in lines for m in _SIZES.finditer(line)) and not any(
        re.search(_alone(letter), _SIZES.sub("", line)) for line in lines)


def _spare(lines: tuple[str, ...], answer: str) -> list[str]:
    """Letters for sizes that stand nowhere."""
    return [x for x in "qpruvsQPRUV" if not any(re.search(_alone(x), t) for t in (*lines, answer))]
