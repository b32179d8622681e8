r"""Derivatives named by what they are taken by, for any such name: `the gradient $G_V = \partial L / \partial V$ of a matrix $V$`, "we write $G_V$ for
$\partial L / \partial V$", "let $G_V$ be the gradient of $L$ with respect to $V$", after which G_W and G_{b_1} are those by W and b_1. The V stands
for any of them: `$dL = \operatorname{tr}(G_V^\top dV)$` claims nothing then. Told of a name that the document speaks of, it is told of this one alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from symcheck.judge.derivation.rows.differentiation import derivatives, plain
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import gradient_names
from symcheck.read.elaborate_differentials import written
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_BASE = r"(?:\\(?:mathbf|boldsymbol|bm|mathrm)\s*\{\s*\\?[A-Za-z]+\s*\}|\\[A-Za-z]+|(?<![A-Za-z\\])[A-Za-z])"
_SUB = r"_\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(\w))"
_NAMED = re.compile(rf"({_BASE})\s*{_SUB}\s*&?\s*:?=\s*")
# "the gradient G_V of a matrix V", "for every parameter V", "we write".
_ANY = re.compile(r"\b(?:any|every|each|all|an?)\s+(?:[\w-]+\s+){0,2}?(?:matri\w+|vectors?|arrays?|tensors?|variables?|parameters?|quantit\w+|nodes?|weights?|names?)\b"
                  r"|\b(?:for|of)\s+(?:any|every|each|all)\b|\b(?:notation|convention|throughout|likewise|similar\w*|analog\w*)\b", re.I)

_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z$])|\n\s*\n")


class Labelled:
    """`bases`: letters of such names, each with the loss; `anything`: letters that only stand for any name; `only`: the names below a letter of which alone
    it is told."""

    def __init__(self, meanings: Meanings):
        self.meanings = meanings
        self.bases: dict[str, str] = {}
        self.anything: set[str] = set()
        self.only: dict[str, set[str]] = {}
        rows = [row.text for f in meanings.document.formulas for row in f.rows]
        for f in meanings.document.formulas:
            said = _SENTENCE.split(meanings.document.text[max(f.start - 200, 0):f.start])[-1]
            if _ANY.search(said + " " + f.after[:200]):
                for row in f.rows:
                    self._told(row.text, rows)
        self._in_words(rows)

    def _in_words(self, rows: list[str]) -> None:
        """"let $G_V$ be the gradient of $L$ with respect to $V$"; nothing where different losses are told of one letter."""
        document = self.meanings.document
        told = list(gradient_names.tellings(document, _labels)) if len(document.stretches) == len(document.formulas) + 1 else []
        for base in {t.mark for t in told} - set(self.bases):
            found = [t for t in told if t.mark == base]
            if len({t.loss for t in found}) > 1:
                continue
            self.bases[base] = found[0].loss
            anything = {_bare(t.by) for t in found if not any(_speaks(row, t.by, base) for row in rows)}
            self.anything |= anything
            if not anything and all(t.of for t in found):
                self.only[base] = {t.of for t in found}

    def _told(self, text: str, rows: list[str]) -> None:
        r"""`G_V = \partial L / \partial V`, where the V is said to be any name, or is no name that the document speaks of otherwise."""
        for m in _NAMED.finditer(text):
            for start, _, loss, by in derivatives(text):
                if start == m.end() and _bare(by) == _bare(m[2] or m[3]):
                    self.bases[_bare(m[1])] = plain(loss)
                    if not any(_speaks(row, by, m[1]) for row in rows):
                        self.anything.add(_bare(by))

    def met(self, row: Source) -> None:
        """Define the names of a row that are such derivatives of what the loss depends on, where they have no meaning yet."""
        for m in re.finditer(rf"({_BASE})\s*{_SUB}", row.text) if self.bases else ():
            loss, by = self.bases.get(_bare(m[1])), m[2] or m[3]
            value, e = (self.meanings.shaped(x) if loss is not None else None for x in (loss, by))
            if value is None or value.op != "let" or self.meanings.shaped(m[0]) is not None or _bare(by) in self.anything or _bare(by) not in self.only.get(_bare(m[1]), {_bare(by)}):
                continue
            if e is not None and e.op in ("var", "let") and any(n is e for n in value.args[0].walk()):
                self.meanings.declare(Source(rf"{m[0]} = \frac{{\partial {loss}}}{{\partial {by}}}", row.name, row.locate(0)[0]))

    def is_told_of_any(self, s: Statement) -> bool:
        """Is this an equation of the differential of what stands for any name?"""
        return any(_bare(n) in self.anything for p in s.pieces if p is not None for n in written(p.syntax))


def _labels(sentence: str) -> Iterator[tuple[str, int, int, str]]:
    """The names in a sentence with another name below, for `gradient_names.tellings`."""
    for m in re.finditer(rf"({_BASE})\s*{_SUB}", sentence):
        yield _bare(m[1]), m.start(), m.end(), m[2] or m[3]


def _bare(text: str) -> str:
    return re.sub(r"[\s{}]", "", text)


def _speaks(row: str, by: str, base: str) -> bool:
    """Does a row speak of a name, other than alone, in a differential or a derivative, or below the letter of the derivatives?"""
    rest = re.sub(rf"{re.escape(base)}\s*_\s*\{{?\s*{re.escape(by)}(?![A-Za-z])\s*\}}?|(?<![A-Za-z\\])(?:d|\\mathrm\s*\{{?d\}}?|\\partial)\s*(?:\\[,!]\s*)?{re.escape(by)}(?![A-Za-z])", " ", row)
    return _bare(rest) != _bare(by) and re.search(rf"(?<![A-Za-z\\]){re.escape(by)}(?![A-Za-z])", rest) is not None


__all__ = ["Labelled"]
