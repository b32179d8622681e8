r"""Vectors that words make numbers from a place on, and matrices that they make columns: "Now $A$ is a single column, the unknown $x$ is a number".

A letter in plain type beside a vector in bold face is a number of its own where words bring it in as one, "with a single common rate $\lambda > 0$" after
$\boldsymbol\lambda \in \mathbb{R}^n$.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_matrix, is_scalar
from symcheck.read.documents import Formula
from symcheck.read.names import BOLD
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# "the unknown $x$ is a number", "now $w$ is just a scalar", "let $x$ be a single number from now on".
_IS_NUMBER = re.compile(r"^\s*(?:is|becomes|be|will\s+be)\s+(?:(?:now|just|only|simply|here|then|from\s+now\s+on)\s+)*(?:an?|one)\s+(?:(?:single|real|plain|one)[\s-]+)*(?:number|scalar)\b", re.I)
_IS_COLUMN = re.compile(r"^\s*(?:is|becomes|be|will\s+be|has)\s+(?:(?:now|just|only|simply|here|then|from\s+now\s+on)\s+)*(?:an?|one)\s+(?:(?:single|one|only)[\s-]+)*column\b(?!\s+of)(?:\s+vector)?", re.I)
# What opens another case for good, right before the name or anywhere in its sentence.
_ANEW = re.compile(r"\b(?:now|from\s+here\s+on|from\s+now\s+on|next|henceforth|this\s+time|in\s+(?:this|one|a\s+single)\s+(?:section|part|dimension|variable|unknown)|unknown|simplest\s+case)\b", re.I)
# What supposes or denies it, or says it of a sentence alone.
_SUPPOSED = re.compile(r"\b(?:if|when(?:ever)?|unless|not|never|case\s+that|as\s+though|suppose|since|because|would|were|check)\b", re.I)
# `\\lambda > 0`, `0 < \\lambda`: an order that a number has; "a single common rate", "some constant", right before it.
_SIGNED = re.compile(r"\s*(?:(?P<name>\\?[A-Za-z]+)\s*(?:>|\\geq?(?![A-Za-z]))\s*0|0\s*(?:<|\\leq?(?![A-Za-z]))\s*(?P<other>\\?[A-Za-z]+))\s*[.,;]?\s*")
_BROUGHT_IN = re.compile(r"\b(?:an?|one|some)\s+(?:(?!not\b|of\b|vectors?\b|matri\w+)[a-z-]+\s+){0,3}(?!(?:vectors?|matri\w+|tuple|list|array|family|sequence|entry|component|coordinate|element)\b)[a-z-]+\s*$", re.I)


def heard(meanings: Meanings, formula: Formula) -> None:
    """A letter that is a number from here on."""
    _beside_bold(meanings, formula)
    _made_number(meanings, formula)


def _beside_bold(meanings: Meanings, formula: Formula) -> None:
    r"""Declare the \lambda of "with a single common rate $\lambda > 0$" as a number, where only \boldsymbol\lambda has a meaning yet."""
    found = _SIGNED.fullmatch(formula.rows[0].text) if not formula.display and len(formula.rows) == 1 else None
    if found is None or not _BROUGHT_IN.search(formula.before):
        return
    name = found["name"] or found["other"]
    entries = [e for e in meanings.context.scope.entries.get(name, ()) if e.bare]
    if entries and all(e.font in BOLD and e.kind == "quantity" and e.expr is not None and not is_scalar(e.expr.shape) for e in entries):
        meanings.declare(Source(rf"{name} \in \mathbb{{R}}", formula.rows[0].name, formula.rows[0].locate(0)[0]))
        meanings.context.remembered = {}


def _made_number(meanings: Meanings, formula: Formula) -> None:
    """Forget a vector that the words of this formula, which is its name alone, make a number, or a matrix that they make a column; from here on it is one."""
    if formula.display or len(formula.rows) != 1:
        return
    number, column = _IS_NUMBER.match(formula.after), _IS_COLUMN.match(formula.after)
    if number is None and column is None:
        return
    row = formula.rows[0]
    name, sentence = row.text.strip(), meanings.survey.sentence(formula)
    entry = meanings.context.scope.bare(name)
    if entry is None or entry.expr is None or entry.expr.op != "var" or is_scalar(entry.expr.shape) or number is None and not is_matrix(entry.expr.shape) or not _ANEW.search(f"{sentence} {formula.after[:80]}") \
            or _SUPPOSED.search(f"{sentence} {formula.after.split('.')[0]}"):
        return
    space = "" if number is not None else f"^{{{entry.expr.shape[0]}}}"
    meanings.context.scope.drop(entry)
    meanings.state.declared_in.pop(name, None)
    meanings.state.doubts.anew[name] = -1  # functions made of it keep its former shape: that something does not fit says nothing
    meanings.context.remembered = {}
    meanings.declare(Source(rf"{name} \in \mathbb{{R}}{space}", row.name, row.locate(0)[0]))
