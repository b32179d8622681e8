r"""Estimates made of the one that was found, `\tilde v = \frac{N}{N - 1} \hat v`, a corrected or shrunken one: they solve nothing, and are what
they are said to be from here on.

Only where the estimate within solves what was set up last, so that no other equation waits for its solution, and where words call the new one
an estimate, or choose it, and not an optimum or a solution.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import State, called, undecorated, variable_of
from symcheck.judge.derivation.wording import words
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.names import label
from symcheck.read.syntax import Accent, Script

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

_OPTIMAL = re.compile(r"\b(?:minimi[sz]\w*|maximi[sz]\w*|optim\w+|solutions?|solves?|solving|stationary|roots?|zero|vanish\w*|mode|MAP|MLE|maximum|minimum|extrem\w+|critical|fixed\s+points?|posterior|argmin|argmax)\b", re.I)

# What calls it another estimate, or says that it is chosen.
_ANOTHER = re.compile(r"\b(?:estimat\w+|correct\w+|unbiased|bias|adjust\w+|shr[iu]nk\w*|rescal\w+|scaled|modif\w+|debias\w+|alternative\w*|variant|version|instead|averaged?|normali[sz]ed|defin\w+|introduc\w+|consider|let|put|set|call|write|denot\w+)\b", re.I)


def is_one(chains: Chains, s: Statement, unknown: Expr, solves: Callable[[State, Expr, Expr], Verdict | None]) -> bool:
    """Is this the definition of another estimate of the unknown, by the one that `solves` the equation at hand or was found to?"""
    said = words.last_sentence(chains.state.said)
    if len(s.pieces) < 2 or None in s.pieces[:2] or _OPTIMAL.search(said) is not None or _ANOTHER.search(said) is None:
        return False
    head = undecorated(s.pieces[0].syntax)
    values = [_value(chains.state, n, s, label(head), unknown) for n in s.pieces[1].syntax.walk()
              if type(n) in (Accent, Script) and label(n) != label(s.pieces[0].syntax)] if head is not None else []
    return any(value is not None and (_is_last(chains, unknown) and _is_found(chains.state, variable_of(unknown), value)
                                      or (v := solves(chains.state, unknown, value)) is not None and v.right) for value in values)


def _value(state: State, n: Accent | Script, s: Statement, bare: str, unknown: Expr) -> Expr | None:
    """The value of a node that is another mark on the same letter; None of any other, or where it has none."""
    plain = undecorated(n)
    e = state.read(Piece(n, s.pieces[1].source)) if plain is not None and label(plain) == bare else None
    if e is None or e.op != "let":
        return None
    value = state.solved.get(variable_of(unknown)) if e.args[0].op == "var" else e.args[0]
    return value if value is not None and value.shape == unknown.shape else None


def _is_found(state: State, unknown: Expr, value: Expr) -> bool:
    """Is this what was found for the unknown?"""
    found = state.solved.get(unknown)
    return found is not None and found.shape == value.shape and judge(state.context, found, value, hint=True).right


def _is_last(chains: Chains, unknown: Expr) -> bool:
    """Was nothing set up for this unknown since a solution was found for it, as at another name's value that was put in for a sentence?"""
    gradient = chains.state.gradient_by(unknown)
    found = [step.line for step in chains.outcome.steps if step.verdict.right and f"solves for {called(unknown)}" in str(step.reason)]
    lines = [e.line for e in chains.state.about(unknown)] + ([gradient.line] if gradient is not None else [])
    return bool(found) and max(lines, default=0) <= found[-1]


__all__ = ["is_one"]
