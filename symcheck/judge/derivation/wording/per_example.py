r"""Names of gradients as courses write them for a mean over examples: `J = \frac{1}{m} \sum_i \mathcal{L}^{(i)}`, `dZ = A - Y`, `dW = \frac{1}{m} dZ A^\top`.

The columns of dZ are the gradients of the examples there, without the factor 1/m, so that dZ is m times the gradient of J; dW is the gradient of J. A document
that puts 1/m before dZ where it says what dW is means that, unless it tells that dZ is the gradient of J itself, and so does one that tells it, `dZ = m \frac{\partial
J}{\partial Z}`. Each such name is written as the derivative
that it stands for, before any formula is judged.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from symcheck.judge.derivation.rows.differentiation import plain
from symcheck.judge.derivation.wording import gradient_names
from symcheck.read.documents import Document
from symcheck.read.documents.compose import Composer
from symcheck.text import Source

_LOSS = r"(?P<loss>J|L|E|C|\\mathcal\s*\{?\s*[JLEC]\s*\}?)"
# `J(w, b) = \\frac{1}{m} \\sum ..`, `J = -\\frac{1}{2m} \\| .. \\|^2`
_MEAN = re.compile(rf"(?:^|[,;&]|\\q?quad)\s*{_LOSS}\s*(?:\((?:[^()]|\([^()]*\))*\)\s*)?&?\s*:?=\s*&?\s*-?\s*\\[dt]?frac\s*(?:\{{\s*1\s*\}}|1)\s*(?:\{{\s*2?\s*(?P<m>[A-Za-z])\s*\}}|(?P<n>[A-Za-z]))")
_ENDS = re.compile(r"\\q?quad|\\\\|(?<!\\)[,;](?=\s)|&\s*(?=d)")
_SCRIPTS = r"(?:\s*(?:_\s*(?:\{[^{}:]*\}|\w)|\^\s*\{\s*[(\[][^{}]*[)\]]\s*\}))*"
_D = re.compile(rf"(?<![A-Za-z\\{{_^])d\s?(?P<base>(?P<letter>[A-Za-z])(?![A-Za-z]){_SCRIPTS})")
_HEADS = re.compile(rf"\s*&?\s*{_D.pattern}\s*&?\s*:?=(?P<value>.*)", re.S)
_TAKEN = re.compile(r"\\[dt]?frac\s*\{\s*d(?:[^{}]|\{[^{}]*\})*\}\s*\{(?:[^{}]|\{[^{}]*\})*\}|(?<![A-Za-z\\])d\s*\\?[A-Za-z]+\s*/\s*d\s*\\?[A-Za-z]")
# `A = \\tanh(Z)`, `A^{[1]} = g^{[1]}(Z^{[1]})`: what is made of another name column by column.
_MADE = rf"(?:^|[,;&]|\\q?quad)\s*(?P<of>[A-Z]){_SCRIPTS}\s*&?\s*:?=\s*(?:\\[A-Za-z]+(?:\s*\{{[^{{}}]*\}})?|[a-z]){_SCRIPTS}\s*(?:\\left|\\[bB]igl?)?\(\s*%s(?![A-Za-z])"
# `m \\frac{\\partial J}{\\partial Z}`, `m \\, \\partial J / \\partial Z`: the number of examples times the gradient of the mean.
_TIMES = (r"\s*&?\s*%s\s*(?:\\[,;:]|\\cdot)?\s*(?:\\[dt]?frac\s*\{\s*\\partial\s*%s\s*\}\s*\{\s*\\partial\s*(?P<by>(?:[^{}]|\{[^{}]*\})*)\}|"
          r"\\partial\s*%s\s*/\s*\\partial\s*(?P<as>[^{}/]*(?:\{[^{}]*\}[^{}/]*)*?))\s*[.,;]?\s*")
_WEIGHTS = frozenset("WVUBwvub")
# The number of an example: `z^{(i)}`, `z^{[2](i)}`.
_OF_SAMPLE = re.compile(r"\(\s*[a-z]\s*\)")


class Convention(NamedTuple):
    """The mean loss, how many examples it is over, the letters whose gradients are those of the mean, and those with a column for each example."""

    loss: str
    count: str
    parameters: frozenset[str]
    columns: frozenset[str]
    of_one: bool  # are the derivatives of the loss of one example written with a d, too?

    def slope(self, m: re.Match, shared: bool) -> str | None:
        """What the name of a gradient stands for; `shared`: in a statement with the factor 1/m. None of one that is no such name."""
        slope = rf"\frac{{\partial {self.loss}}}{{\partial {m['base'].strip()}}}"
        if m["letter"] in self.parameters:
            return rf"{{{slope}}}" if shared or not self.of_one else None
        if m["letter"] in self.columns and (m["letter"].isupper() or _OF_SAMPLE.search(m["base"])):
            return rf"\left({self.count} {slope}\right)"
        return None


def rewritten(document: Document) -> Document:
    """The document with such names written as derivatives."""
    found = _convention(document)
    if found is None:
        return document
    return replace(document, renamed=True, shaped=True, formulas=tuple(replace(f, rows=tuple(_row(row, found) for row in f.rows)) for f in document.formulas))


def _convention(document: Document) -> Convention | None:
    """The convention of a document, where it has this one."""
    rows = [row.text for f in document.formulas for row in f.rows]
    means = {(plain(m["loss"]), m["m"] or m["n"]) for row in rows for m in _MEAN.finditer(row)}
    if len(means) != 1:
        return None
    (loss, count), = means
    told = gradient_names.losses_told(document)
    if loss in told or gradient_names.has_differentials(document, loss):
        return None
    share = _share(count)
    parameters, columns = set(), set()
    for row in rows:
        for part in _ENDS.split(row):
            if (m := _HEADS.fullmatch(part)) is not None and (begins := share.search(m["value"])) is not None:
                within = re.split(r"(?<=[\s\w}])[+](?![^{}]*\})", m["value"][begins.end():])[0]
                named = {d["letter"] for d in _D.finditer(within)}
                parameters |= {m["letter"]} if named else set()
                columns |= named
    times = re.compile(_TIMES % (re.escape(count), re.escape(loss), re.escape(loss)))
    stated = {m["letter"] for row in rows for part in _ENDS.split(row) if (m := _HEADS.fullmatch(part)) is not None and (t := times.fullmatch(m["value"])) is not None
              and re.sub(r"[\s{}]", "", t["by"] or t["as"]) == re.sub(r"[\s{}]", "", m["base"])}
    if stated and not parameters & stated:
        columns |= stated
    elif not parameters or parameters & columns:
        return None
    if any(_is_told(row, columns) for row in rows):
        return None
    if not told:  # of the other names of parameters the factor may have been forgotten
        parameters |= {m["letter"] for row in rows for part in _ENDS.split(row) if (m := _HEADS.fullmatch(part)) is not None and m["letter"] in _WEIGHTS} - columns
    made = {m["of"] for letter in columns for row in rows for m in re.finditer(_MADE % letter, row)}
    return Convention(loss, count, frozenset(parameters), frozenset(columns | made - parameters), bool(told))


def _share(count: str) -> re.Pattern:
    """The factor 1/m."""
    return re.compile(rf"\\[dt]?frac\s*(?:\{{\s*1\s*\}}|1)\s*(?:\{{\s*{count}\s*\}}|{count}(?![A-Za-z]))")


def _is_told(row: str, columns: set[str]) -> bool:
    """Does a row say by a derivative what such a name is, `dZ = \\partial J / \\partial Z`?"""
    parts = (m for part in _ENDS.split(row) if (m := _HEADS.fullmatch(part)) is not None and m["letter"] in columns)
    return any(re.match(r"\s*&?\s*(?:\\[dt]?frac\s*\{\s*(?:\\partial|d)|\\partial|\\nabla)", m["value"]) for m in parts)


def _row(row: Source, found: Convention) -> Source:
    taken = [m.span() for m in _TAKEN.finditer(row.text)]
    ends, share = [0, *(m.end() for m in _ENDS.finditer(row.text)), len(row.text)], _share(found.count)
    shared = [(a, b) for a, b in zip(ends, ends[1:]) if share.search(row.text, a, b)]
    names = [(m, slope) for m in _D.finditer(row.text) if not any(a <= m.start() < b for a, b in taken)
             and (slope := found.slope(m, any(a <= m.start() < b for a, b in shared))) is not None]
    if not names or row.origin is None:
        return row
    composer, done = Composer(row.origin.file), 0
    for m, slope in names:
        composer.add(row, done, m.start())
        composer.instead(slope, row, m.start(), m.end())
        done = m.end()
    composer.add(row, done, len(row.text))
    return composer.source()


__all__ = ["rewritten"]
