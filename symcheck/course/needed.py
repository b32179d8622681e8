"""Parts that ask which forward values a backward pass needs: derived by reverse mode.

The gradients are written by `derive/reverse.py`; the forward values that occur in them are needed.
A set of values is right when all of these can be had from it, the inputs and the parameters by
entrywise operations alone, so without repeating a matrix product of the forward pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.course.answer import is_prose, readings, undecided, wrong
from symcheck.course.beside import unsettled
from symcheck.course.problem import Problem
from symcheck.course.prose import NOT_CHECKED
from symcheck.derive.reverse import ADJOINT, backward
from symcheck.expr import Expr
from symcheck.expr.latex import to_latex
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.sides import read_side
from symcheck.judge.verdict import Verdict, unreadable
from symcheck.report.formula.plain import in_unicode
from symcheck.text import SymcheckError

ENTRYWISE = frozenset("add neg apply hadamard div num size".split())
ONE_TO_ONE = frozenset({"sigmoid", "tanh", "exp", "log"})


@dataclass(frozen=True)
class Needed:
    """Asks for the values to keep from computing `loss` for its gradients by `by`."""

    loss: str
    by: tuple[str, ...]
    reference: str

    def judge(self, problem: Problem, answer: str) -> Verdict:
        if is_prose(answer):
            return undecided(NOT_CHECKED, notes=(f"reference answer: {in_unicode(self.reference)}",))
        bare = re.sub(r"\\[{}]|\\left|\\right", lambda m: " " * len(m[0]), answer)
        r = next(readings(problem, bare))
        if isinstance(r, SymcheckError):
            return unreadable(r)
        if (left := unsettled(r)) is not None:
            return left
        context = r.context
        loss = read_side(context, self.loss, "column")
        given = [read_side(context, v, "column") for v in self.by]
        gradients, _ = backward(loss, tuple(given))
        needed = forward_values(list(gradients.values()))
        have = {e for e in loss.walk() if e.op == "var"} | set(given)
        values = {e for e in loss.walk() if e.op == "let"}
        named = []
        for s in r.answer.statements:
            try:
                items = [read_side(context, p, "column") for p in s.pieces]
            except SymcheckError as error:
                return unreadable(error)
            for e in items:
                if e not in have and not _part_of(e, values | have):
                    return wrong(f"{to_latex(e)} is no value of the forward pass")
                named.append(e)
        return _verdict(named, have, values, needed)


def _verdict(named: list[Expr], have: set[Expr], values: set[Expr], needed: set[Expr]) -> Verdict:
    kept = _reached({v for e in named for v in _stands_for(e, values)} | have, values)
    missing = sorted(to_latex(v) for v in needed - kept)
    wanted = ", ".join(sorted(to_latex(v) for v in needed & values))
    fact = f"the gradients contain the forward values {wanted}"
    if missing:
        return wrong(f"{fact}; from what is kept, {', '.join(missing)} cannot be had without "
                     "repeating a matrix product")
    notes = []
    for e in dict.fromkeys(named):
        rest = [x for x in named if x is not e]
        if e in have:
            notes.append(f"{to_latex(e)} is an input or a parameter, which is there anyway")
        elif needed <= _reached({v for x in rest for v in _stands_for(x, values)} | have, values):
            notes.append(f"{to_latex(e)} need not be kept beside the others")
    return Verdict(V.EQUAL, f"{fact}; all can be had from what is kept", notes=tuple(notes))


def forward_values(gradients: list[Expr]) -> set[Expr]:
    """The variables and forward definitions that stand in the gradients."""
    found, stack, seen = set(), gradients, set()
    adjoint = ADJOINT.split("%")[0]
    while stack:
        e = stack.pop()
        if e in seen:
            continue
        seen.add(e)
        if e.op == "var" or e.op == "let" and not e.data.name.startswith(adjoint):
            found.add(e)
        else:
            stack.extend(e.args)
    return found


def _leaves(e: Expr) -> list[Expr] | None:
    """The names an entrywise expression is made of, each as often as it stands; else None."""
    if e.op in ("var", "let"):
        return [e]
    if e.op not in ENTRYWISE and not (e.op == "mul" and all(is_scalar(a.shape) for a in e.args)):
        return None
    leaves = [_leaves(a) for a in e.args]
    return None if None in leaves else [x for part in leaves for x in part]


def _part_of(e: Expr, known: set[Expr]) -> bool:
    leaves = _leaves(e)
    return leaves is not None and bool(leaves) and set(leaves) <= known


def _stands_for(e: Expr, values: set[Expr]) -> list[Expr]:
    """The forward value that an item keeps: its own, or that of which it is a function."""
    if e in values:
        return [e]
    mine = {x for x in _leaves(e) or () if x in values}
    return list(mine) if len(mine) == 1 else []


def _reached(have: set[Expr], values: set[Expr]) -> set[Expr]:
    """What can be had by entrywise operations, forwards and backwards through one-to-one ones."""
    have, grown = set(have), True
    while grown:
        grown = False
        for v in values:
            leaves = _leaves(v.args[0])
            if leaves is None:
                continue
            open_leaves = [x for x in leaves if x not in have]
            if v not in have and not open_leaves:
                have.add(v)
                grown = True
            elif v in have and len(open_leaves) == 1 and _one_to_one(v.args[0]):
                have.add(open_leaves[0])
                grown = True
    return have


def _one_to_one(e: Expr) -> bool:
    return all(n.op in ("add", "neg", "var", "let") or n.op == "apply"
               and n.data[0].known in ONE_TO_ONE and n.data[1] == 0 for n in e.walk(("let",)))
