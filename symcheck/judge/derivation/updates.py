r"""Updates, `w \leftarrow w - \eta \nabla L` or `w_{t+1} = w_t - \eta \nabla L(w_t)`.

The first right side says what the update is. Where it is a step along a derivative that was spoken of,
it must go down it (up where a maximum is looked for).
"""

from __future__ import annotations

from symcheck.expr import Expr, build
from symcheck.judge import verdict as V
from symcheck.judge.derivation.equations import factors
from symcheck.judge.derivation.state import State
from symcheck.judge.derivation.statements import Statement
from symcheck.judge.equality import judge, unreadable
from symcheck.judge.verdict import Verdict
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower
from symcheck.tensor.signs import POSITIVE, sign
from symcheck.text import SymcheckError

ARROWS = frozenset((r"\leftarrow", r"\gets", "←"))


def taken(state: State, s: Statement) -> Verdict | None:
    """The verdict on a statement that is an update of a known variable; None where it is none."""
    head, piece = s.pieces[0], s.pieces[1]
    if piece is None or s.operators[0] not in ARROWS | {":="}:
        return None
    old = state.read(head)
    if old is None or old.op not in ("var", "let", "item", "entry"):
        return None
    try:
        new = state.context.reading(piece, "column", old).expr
    except SymcheckError as error:
        return unreadable(error)
    if new.shape != old.shape:
        return judge(state.context, old, new)
    if s.operators[0] == ":=" and not any(n is old for n in new.walk()):
        return None
    state.saw(new)
    return _along(state, old, new)


def _along(state: State, old: Expr, new: Expr) -> Verdict:
    """Is old - new a positive multiple of a derivative by old?"""
    step = build.sub(old, new)
    known = [g for g in reversed(state.gradients) if g.by is old]
    for g in known:
        slope = build.derivative(g.f, g.by, "column")
        for c in _multiples(step, slope, old):
            if not judge(state.context, step, build.mul(c, slope), hint=True).right:
                continue
            try:
                positive = sign(canonical(lower(c).array)) == POSITIVE
                negative = sign(canonical(lower(build.neg(c)).array)) == POSITIVE
            except (Unsupported, Limit):
                positive = negative = False
            up = state.ascent or any(not o.least for o in state.optima.values())
            if positive or not negative or up:
                return Verdict(V.EQUAL, "a step along the negative derivative" if not up else
                               "a step along the derivative")
            return Verdict(V.DIFFERENT, "the step goes up the derivative", mistake="sign",
                           message="the sign is wrong: this step goes up the derivative, not down")
    if known and _written_out(known, step, old):
        return Verdict(V.UNDECIDED, "this step is no multiple of a derivative taken before")
    return Verdict(V.EQUAL, "says what the update is; nothing was claimed before to compare it with")


def _multiples(step: Expr, slope: Expr, old: Expr):
    try:
        x, y, held = (canonical(lower(e).array) for e in (step, slope, old))
    except (Unsupported, Limit):
        return
    yield from factors(x, y, held if held.kind == "var" else None)


def _written_out(known: list, step: Expr, old: Expr) -> bool:
    """Does the step speak of what the objective is made of, as a gradient written out does?"""
    held = {n for g in known for n in g.f.walk() if n.op in ("var", "item")} - {old}
    stack, named = [step], set()
    while stack:
        e = stack.pop()
        if e.op in ("var", "let", "item"):
            named.add(e)
        else:
            stack.extend(e.args)
    return not held.isdisjoint(named)
