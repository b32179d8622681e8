r"""Functions restated at a place, or in another variable.

After "Put $\mu = \bar x$ and change variables to $\Lambda = \Sigma^{-1}$" an author writes `\ell(\bar x, \Lambda) = ..` of an \ell whose
second letter was \Sigma: the value of \ell there, in terms of \Lambda. And `\frac{\partial \ell}{\partial \Lambda}` below it is the
derivative of what was written last. As the names are defined this says something else, and that is tried first. A statement
that holds only so is right where the words tell of the change, undecided where they do not.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symcheck.expr import Expr, Variable, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.relations import constants
from symcheck.judge.derivation.state import State, names_in, speaks_of
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict

# A value is put into a function, or what is left of it is optimized over another variable.
_PUT_IN = re.compile(r"\b(?:put(?:ting|s)?|plug\w*|insert\w*|substitut\w+|set(?:ting)?|fix(?:ed|ing)?|profil\w+|concentrat\w+|"
                     r"(?:optimi|maximi|minimi)[sz]\w*\s+(?:\w+\s+){0,2}?(?:over|with\s+respect\s+to|in)|remain\w*)\b", re.I)
# A function is written in another variable than the one that it was defined with.
_CHANGED = re.compile(r"\b(?:chang\w+\s+(?:of\s+)?(?:the\s+)?variables?|re-?parametri[sz]\w*|in\s+terms\s+of|new\s+(?:variable|parameter)s?|as\s+a\s+function\s+of|"
                      r"(?:easier|convenient|simpler|handier|nicer|better|useful)\s+to\s+(?:work|use|parametri[sz]e)\b|work(?:ing)?\s+with\s+the\s+(?:precision|inverse)\w*|"
                      r"(?:we|one)\s+(?:may|can|could)\s+(?:also\s+|now\s+|therefore\s+|thus\s+)?(?:re)?write|can\s+(?:also\s+|now\s+)?be\s+(?:re)?written)\b", re.I)

_HEADING = re.compile(r"^\s*(?:#{1,6}\s|\\(?:sub)*(?:section|paragraph)\b)", re.M)


def met(state: State, head: Expr | None, value: Expr | None) -> None:
    """`head = value` was found right: is it what a function is at a place?"""
    if head is None or value is None or not is_scalar(head.shape):
        return
    if head.op == "substitute" and head.args[0].op == "let":
        state.restated[head.args[0].data.name] = _section(state)[0], value
    elif head.op == "let":
        state.restated.pop(head.data.name, None)


def judged(state: State, sides: list[Expr]) -> Verdict | None:
    """The verdict on the equality of two sides, if it holds as the functions in it were restated."""
    if len(sides) != 2:
        return None
    changed, said, note = [_in_own_letters(*sides), sides[1]], _CHANGED, "in the variable that it is written with"
    if changed == sides:
        changed, said, note = [_of_restated(state, e) for e in sides], re.compile(f"{_PUT_IN.pattern}|{_CHANGED.pattern}", re.I), "as written last, at the place that was put in"
    if changed == sides or changed[0].shape != changed[1].shape:
        return None
    v = judge(state.context, *changed)
    if not v.right and constants.left_out(state):
        v = _up_to_constant(state, sides[0], changed) or v
    if not v.right:
        return None
    if said.search(_section(state)[1]):
        state.saw(*changed)
        return replace(v, notes=(f"the function is taken {note}", *v.notes))
    return Verdict(V.UNDECIDED, f"it is right with the function taken {note}, but the words say nothing of that")


def _up_to_constant(state: State, head: Expr, changed: list[Expr]) -> Verdict | None:
    """The verdict on sides that differ by what does not hold the letters that were exchanged, where the words leave such a constant out."""
    letters = [build.var(v) for v, value in zip(head.data, head.args[1:]) if _is_change(v, value, changed[1])] if head.op == "substitute" else []
    for letter in letters:
        slopes = [build.derivative(e, letter, "column") for e in changed]
        if not judge(state.context, *slopes, hint=True).right:
            return None
    return Verdict(V.EQUAL, "the difference of the two sides does not hold what it is written in") if letters else None


def _section(state: State) -> tuple[int, str]:
    """The number of headings so far and the text since the last; the items of a list are no sections."""
    parts = _HEADING.split(state.text_so_far)
    return len(parts), parts[-1]


def _in_own_letters(e: Expr, formula: Expr) -> Expr:
    r"""Of `\ell(\bar x, \Lambda)` with a \Lambda that is made of the letter in whose place it stands: \ell of that letter, if the
    formula beside it is written with \Lambda and without the letter."""
    if e.op != "substitute":
        return e
    kept = [(v, value) for v, value in zip(e.data, e.args[1:]) if not _is_change(v, value, formula)]
    if len(kept) == len(e.data):
        return e
    return build.substitute(e.args[0], tuple(kept)) if kept else e.args[0]


def _is_change(v: Variable, value: Expr, formula: Expr) -> bool:
    if value.op != "let" or value.shape != v.shape or names_in(value) != {v.name} or not speaks_of(formula, value):
        return False
    stack = [formula]
    while stack:
        node = stack.pop()
        if node.op == "var" and node.data == v:
            return False
        stack.extend(() if node is value else node.args)
    return True


def _of_restated(state: State, e: Expr) -> Expr:
    """An expression with the derivatives of what was restated in this part, by names that the new formula holds."""
    def derivative(n: Expr) -> Expr | None:
        if n.op != "derivative" or n.args[0].op != "let":
            return None
        part, formula = state.restated.get(n.args[0].data.name, (-1, None))
        if formula is None or part != _section(state)[0] or not speaks_of(formula, n.args[1]):
            return None
        return build.derivative(formula, n.args[1], n.data)

    return e.replaced(derivative)


__all__ = ["judged", "met"]
