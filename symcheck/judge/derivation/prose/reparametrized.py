r"""Variables that words write in terms of a new one: "it is convenient to set $\lambda = e^\theta$", "we parametrize the scale as $\sigma = e^s$".

The old variable is that value to the end of the part, in all that is made of it, so that the chain rule and what is claimed in the new variable can be
judged. It is no case and no claim: the new letter stands in no formula before this sentence. What only may be so (an "if", a "would", a "not") sets nothing.
"""

from __future__ import annotations

import re

from symcheck.expr import build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.prose.equation import Equation
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.state import names_in, speaks_of
from symcheck.judge.derivation.wording import words
from symcheck.read.assumptions import rebuild
from symcheck.read.syntax import Symbol
from symcheck.text import Source

# "we set", "it is convenient to write", "parametrize the rate as", "with the substitution", right before the equation.
_PUTS = re.compile(r"(?:\b(?:(?:we|one|us|it\s+is\s+\w+(?:\s+\w+)?\s+to|can|may|therefore|then|now)\s+(?:\w+ly\s+|now\s+|often\s+|therefore\s+)?|(?:^|[.:;,]\s*))(?:set|put|write|substitute|introduce)"
                   r"|\b(?:re-?)?parametri[sz]e[sd]?(?:\s+(?:it|(?:the|this|our)\s+[\w-]+(?:\s+[\w-]+)?|\$[^$]*\$))?\s+(?:as|by|through|via|with)"
                   r"|\b(?:with|under|by|use|using)\s+(?:the|a)\s+(?:(?:log|logarithmic|exponential|new)\s+)?(?:substitution|(?:re-?)?parametri[sz]ation|change\s+of\s+variables?))\s*[:,]?\s*$", re.I)
_LETTER = re.compile(r"[A-Za-z]|\\[a-z]+")
_OPEN = re.compile(r"\b(?:if|unless|suppos\w*|assum\w*|when(?:ever)?|would|could|might|should|had|not|never|cannot|nobody|wrong\w*|mistake\w*|temp(?:t\w*|ting)|instead\s+of|rather\s+than|example|case|special|"
                   r"choos\w*|choice|minimi\w*|maximi\w*|optim\w*|solv\w*|step\s*-?\s*size|learning\s+rate)\b", re.I)


def taken(meanings: Meanings, suppositions: Suppositions, e: Equation) -> bool:
    r"""Is this a variable written in a new one, "we set $\lambda = e^\theta$"? Then it has this value to the end of the part."""
    if len(e.s.pieces) != 2 or e.s.operators != ["="] or None in e.s.pieces or _PUTS.search(e.before) is None:
        return False
    if _OPEN.search(words.SENTENCES.split(e.said)[-1]) or _OPEN.search(meanings.survey.sentence(e.formula)):
        return False
    name, state = meanings.state.read(e.s.pieces[0]), meanings.state
    if name is None or name.op != "var" or name.data.family or not is_scalar(name.shape) or name.data.name in state.optima:
        return False
    if state.beside(e.s.pieces[1], name) is None:
        _declare_new(meanings, e)
    value = state.beside(e.s.pieces[1], name)
    entry = next((x for x in state.context.scope if x.expr is name), None)
    if value is None or entry is None or value.shape != name.shape or is_numeric(value) or speaks_of(value, name) \
            or not any(is_new_here(meanings, x, e) for x in names_in(value)):
        return False
    put = build.let(name.data, value)
    rebuild(state.context, entry, name.data, name.data, put, passing=True)
    state.context.remembered = {}
    suppositions.held.for_part(name, put)
    return True


def _declare_new(meanings: Meanings, e: Equation) -> None:
    """The one letter on the right that has no meaning yet and stands nowhere before is a number."""
    letters = {x.name for x in e.s.pieces[1].syntax.walk() if type(x) is Symbol and x.name not in ("e", r"\pi")}
    missing = [x for x in letters if meanings.context.scope.bare(x) is None and _LETTER.fullmatch(x)]
    if len(missing) == 1 and is_new_here(meanings, missing[0], e):
        meanings.declare(Source(rf"{missing[0]} \in \mathbb{{R}}", e.s.row.name, e.s.line()))


def is_new_here(meanings: Meanings, name: str, e: Equation) -> bool:
    """Is this a letter of which no formula before the sentence of an equation speaks?"""
    letter = re.compile(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])")
    start = e.formula.start - len(meanings.survey.sentence(e.formula)) - 4
    return not any(letter.search(row.text) for f in meanings.document.formulas[:meanings.at] if f.start < start for row in f.rows)
