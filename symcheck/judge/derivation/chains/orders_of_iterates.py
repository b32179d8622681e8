r"""Inequalities about iterates of numbers, `|w_t - c| \le \rho^t |w_0 - c|`: tried at the first steps, with what the rules make of the iterates. A point at
which one fails refutes it; agreement makes it `supported`. Iterates that are no numbers, `\|e_k\| \le \rho^k \|e_0\|`, are tried in a basis of eigenvectors, where words name the extreme
eigenvalues from which the rate comes; others, `\|e_{k+1}\| \le \rho \|e_k\|`, from any iterates on, where a point refutes only what no words may limit."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from symcheck.expr import Expr, ShapeError
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.methods.counters import Unwritten
from symcheck.judge.derivation.methods.unrolling import HERE, Unrolling
from symcheck.judge.derivation.relations import eigenbasis, in_eigenbasis, order
from symcheck.judge.derivation.relations.eigenbasis import Eigenbasis
from symcheck.judge.derivation.rows.statements import ORDER
from symcheck.judge.derivation.state import State
from symcheck.judge.orders import FLIPPED
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.text import SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains

_TRIED = 4  # steps at which it is tried
_ENOUGH = 3
# What may limit a step size: an order that is no sign alone, a range, words.
_ORDERED = re.compile(r"<|>|\\(?:l|g)eq?(?![A-Za-z])|\\(?:l|g)eqslant|\\in[(\[]|\\to")
_SMALL = re.compile(r"\b(?:small|tiny|converg\w*|stable|stability|suitab\w+|appropriate\w*|admissible|large\s+enough|contract\w*|decreas\w*)\b", re.I)
_JUDGED = frozenset((r"\le", r"\ge", "<", ">")) | frozenset(FLIPPED)


def judged(chains: Chains, a: Piece, b: Piece, op: str) -> Verdict | None:
    """The verdict on an inequality at every step; None where no rule gives its iterates, or they are no numbers."""
    recursions = chains.meanings.recursions
    found = {place.counter for p in (a, b) for _, place in counters.iterates(p.syntax) if recursions.counts(place.counter)}
    letters = found | {x for x in recursions.letters if recursions.counts(x) and any(counters.stands_alone(p.syntax, x) for p in (a, b))}
    if op not in _JUDGED or len(letters) != 1 or not (recursions.holds_given(a, b) or _counts_rule(chains, *letters)):
        return None
    letter = letters.pop()
    if letter in recursions.steps:
        return None
    if len(found) == 1 and not any(counters.stands_alone(p.syntax, letter) for p in (a, b)) and (v := _from_any(chains, a, b, op, letter)) is not None:
        return v
    verdicts = {n: v for n in range(_TRIED) if (v := _at(chains, a, b, op, letter, n)) is not None}
    if any(not v.right and v.word != V.DIFFERENT for v in verdicts.values()) or len(verdicts) < _ENOUGH:
        return None
    failed = next((n for n, v in verdicts.items() if v.word == V.DIFFERENT and n), None)
    if failed is not None:
        return replace(verdicts[failed], message=f"it does not hold for {letter} = {failed}: {verdicts[failed].message}")
    later = tuple(rf"{letter} \ge 1" for n, v in verdicts.items() if not v.right)
    right = [n for n, v in verdicts.items() if v.right]
    return Verdict(V.SUPPORTED, f"it holds for {letter} = {', '.join(map(str, right))}, by the recursion", conditions=later) if len(right) >= _ENOUGH else None


def _counts_rule(chains: Chains, letter: str) -> bool:
    r"""Is this the counter of a rule and of nothing else, as the k of `(1 - 1/\kappa)^k \|e_0\| \le e^{-k/\kappa} \|e_0\|`?"""
    recursions = chains.meanings.recursions
    return chains.context.scope.bare(letter) is None and any(r.counter == letter for r in recursions.rules.values())


def _at(chains: Chains, a: Piece, b: Piece, op: str, letter: str, n: int) -> Verdict | None:
    """The verdict at one step; None where it cannot be written out, or speaks of what is no number."""
    recursions = chains.meanings.recursions
    run = Unrolling(recursions, letter, None)
    try:
        x, y = (run.read(counters.put(p.syntax, letter, n), p.source) for p in (a, b))
        if not all(is_scalar(e.shape) for e in (x, y)):
            return None
        state = replace(chains.state, context=run.context)
        if any(m.op == "var" and not is_scalar(m.shape) for e in (x, y) for m in e.walk()):
            basis = eigenbasis.found(chains, x, y)
            if basis is not None or recursions.holds_given(a, b):
                return _in_basis(state, basis, x, y, op) if basis is not None else None
        return order.of_values(state, x, y, op)
    except (SymcheckError, Unwritten, ShapeError, Unsupported, Limit, RecursionError):
        return None


def _in_basis(state: State, basis: Eigenbasis, x: Expr, y: Expr, op: str) -> Verdict | None:
    """The verdict in a basis of eigenvectors; where what was supposed of orders cannot be used there, it may hold whatever was supposed."""
    v = in_eigenbasis.of_values(state, basis, x, y, op)
    if v is not None and v.right or not any(kind in ORDER for kind, *_ in state.context.assumptions):
        return v
    context = state.context.copy()
    context.assumptions = [a for a in context.assumptions if a[0] not in ORDER]
    more = in_eigenbasis.of_values(replace(state, context=context), basis, x, y, op)
    return more if more is not None and more.right else v


def _from_any(chains: Chains, a: Piece, b: Piece, op: str, letter: str) -> Verdict | None:
    """The verdict on an inequality between iterates that are no numbers, where the earliest of them may be anything; None where words may say more of them."""
    recursions = chains.meanings.recursions
    low = min(p.number for s in (a.syntax, b.syntax) for _, p in counters.iterates(s) if p.counter == letter)
    run = Unrolling(recursions, letter, HERE + low)
    try:
        x, y = (run.read(counters.shifted(p.syntax, letter, HERE, 0), p.source) for p in (a, b))
        if not all(is_scalar(e.shape) for e in (x, y)) or all(is_scalar(m.shape) for e in (x, y) for m in e.walk() if m.op == "var") or eigenbasis.found(chains, x, y) is not None:
            return None
        v = order.of_values(replace(chains.state, context=run.context), x, y, op)
        if v.word == V.UNDECIDED and any(kind in ORDER for kind, *_ in run.context.assumptions):  # it may hold whatever was supposed
            run.context.assumptions = [a for a in run.context.assumptions if a[0] not in ORDER]
            v = more if (more := order.of_values(replace(chains.state, context=run.context), x, y, op)).right else v
    except (SymcheckError, Unwritten, ShapeError, Unsupported, Limit, RecursionError):
        return None
    if v.right:
        return replace(v, evidence=f"by the recursion, from any iterate on: {v.evidence}")
    numbers = {m.data.name for e in (x, y) for m in e.walk() if m.op == "var" and is_scalar(m.shape)}
    if v.word != V.DIFFERENT or chains.state.unread_order or not numbers <= recursions.made_of(a, b) or recursions.starts or _is_limited(chains, numbers, a):
        return None
    return replace(v, message=v.message.replace(f"_{{{HERE + low}}}", f"_{letter}" if not low else f"_{{{letter}{low:+d}}}"))


def _is_limited(chains: Chains, numbers: set[str], a: Piece) -> bool:
    """Does the document tell, elsewhere than at a, an order of one of these numbers that says more than its sign, or speak of small ones?"""
    rows = [re.sub(r"\s", "", row.text) for f in chains.meanings.document.formulas for row in f.rows if row.text.strip() != a.source.text.strip()]
    return bool(numbers) and _SMALL.search(chains.meanings.document.text) is not None or any(
        re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", row) is not None and _ORDERED.search(re.sub(rf"^(?:0<{re.escape(name)}|{re.escape(name)}>0)$", "", row)) is not None
        for name in numbers or _numbers_defined(chains, a.source.text) for row in rows)


def _numbers_defined(chains: Chains, text: str) -> set[str]:
    """The names in a row of numbers made of others, as of a condition number."""
    return {e.data.name for e in chains.context.definitions.values() if e.op == "let" and is_scalar(e.shape) and not e.data.family and e.data.name in text}


__all__ = ["judged"]
