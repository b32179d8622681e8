r"""Vectors that words make numbers from a place on, and matrices that they make columns: "Now $A$ is a single column, the unknown $x$ is a number"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_matrix, is_scalar
from symcheck.read.documents import Formula
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


def heard(meanings: Meanings, formula: Formula) -> None:
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
