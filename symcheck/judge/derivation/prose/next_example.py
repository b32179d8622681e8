r"""Numbers of the next example: "First example, $x = 2$: here $t = \tanh(0) = 0$. Second example, $x = -1$: here $t = \tanh(-0.2)$".

A name of which nothing but a number is known gets another one where the data that it came of were given other numbers since. It is no claim
that both are the same; nor is it one about a name that has a formula.
"""

from __future__ import annotations

import re

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names.defining import forget
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.numbers.values import is_numeric
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.read.documents import Formula

# `x = -1` alone in a formula, and `(x, y) = (-1, 0.5)`.
_NAME = r"\\?[A-Za-z]+(?:_\{?\w+\}?)?"
_NUMBER = r"[-+]?\s*(?:[\d.]+|\\[td]?frac\s*\{?\d+\}?\s*\{?\d+\}?)"
_GIVEN = re.compile(rf"\s*({_NAME})\s*=\s*({_NUMBER})\s*[.,;]?\s*")
_PAIR = re.compile(rf"\s*\(\s*({_NAME}(?:\s*,\s*{_NAME})+)\s*\)\s*=\s*\(\s*({_NUMBER}(?:\s*,\s*{_NUMBER})+)\s*\)\s*[.,;]?\s*")


def heard(meanings: Meanings, s: Statement) -> None:
    """Forget the number that the head of an equation had in the example before this one."""
    if None in s.pieces[:2] or len(s.pieces) < 2 or s.operators[0] != "=":
        return
    held, value = meanings.state.read(s.pieces[0]), meanings.state.read(s.pieces[1])
    if held is None or held.op != "let" or held.data.family or not is_scalar(held.shape) or not is_numeric(held.args[0]) or value is None or not is_numeric(value):
        return
    if _is_next(meanings.document.formulas[:meanings.at], s.text(0).strip()):
        forget(meanings, held)


def _is_next(before: tuple[Formula, ...], name: str) -> bool:
    """Did data get other numbers since this name got its own?"""
    head = re.compile(rf"\s*{re.escape(name)}\s*=")
    last = max((k for k, f in enumerate(before) for row in f.rows if head.match(row.text)), default=None)
    if last is None:
        return False
    earlier, since = (_numbers(fs) for fs in (before[:last], before[last + 1:]))
    return any(data != name and earlier.get(data, number) != number for data, number in since.items())


def _numbers(formulas: tuple[Formula, ...]) -> dict[str, str]:
    """The numbers given last to names among words."""
    found: dict[str, str] = {}
    for text in (row.text for f in formulas if not f.display for row in f.rows):
        if (one := _GIVEN.fullmatch(text) or _PAIR.fullmatch(text)) is not None:
            found |= zip(*(re.sub(r"\s", "", part).split(",") for part in one.groups()))
    return found
