r"""Links that speak of a variable and of its optimum at once: `\nabla f(w) = A (w - w^*)`.

Where w is solved for, \hat w or w^* is read as w itself. Where both stand in one sum it is a place of its own, of which nothing is known but
that the last derivative by w is zero there: links are judged with that as a hypothesis.
"""

from __future__ import annotations

from dataclasses import replace

from symcheck.expr import Expr, build
from symcheck.judge import verdict as V
from symcheck.judge.derivation.solving import equations
from symcheck.judge.derivation.state import Equation, State, called, hatted_names
from symcheck.judge.judging import judge
from symcheck.judge.mistakes.places import exchanged
from symcheck.judge.verdict import Verdict

_MARKS = ("ML", "MLE", "MAP", "OLS", "LS", "ml", "mle", "map", "ols", "opt", "min", "max")


def judged(state: State, x: Expr | None, y: Expr | None) -> Verdict | None:
    """The verdict on x = y with the places in it as variables of their own; None where none stands beside its variable."""
    if x is None or y is None or x.shape != y.shape:
        return None
    places = {n for e in (x, y) for n in e.walk() if n.op == "add" for n in _terms(n) if _is_place(n)}
    places = {p for p in places if any(_is_beside(n, p) for e in (x, y) for n in e.walk() if n.op == "add")}
    if not places:
        return None
    given, owns = [], []
    for p in places:
        own, by = build.var(replace(p.args[0].data, name=p.data.name)), p.args[0]
        x, y = exchanged(x, p, own), exchanged(y, p, own)
        owns.append((p, own))
        if (gradient := state.gradient_by(by)) is not None:
            slope = build.substitute(build.derivative(gradient.f, by, "column"), ((by.data, own),))
            given.append(Equation(slope, equations.zero_like(slope), gradient.line))
    context = state.under(given)
    context.assumptions = [_of_places(a, owns) for a in context.assumptions]
    v = judge(context, x, y)
    return v if v.right or given and v.word == V.DIFFERENT else Verdict(V.UNDECIDED, f"{' and '.join(sorted(map(called, places)))} is one place, and what is known of it does not tell this")


def _of_places(assumption: tuple, owns: list[tuple[Expr, Expr]]) -> tuple:
    r"""An assumption with the places as variables of their own too: `\nabla f(w^*) = 0` says nothing of w."""
    op, a, b, *more = assumption
    for place, own in owns:
        a, b = exchanged(a, place, own), exchanged(b, place, own)
    return (op, a, b, *more)


def are_both(state: State, x: Expr, y: Expr) -> bool:
    r"""Do the two sides hold a variable less the estimate that was found for it, `\sum_n (x_n - \mu)^2 - N (\hat\mu - \mu)^2`? Then it is any value, and not the
    one at which a derivative is zero. `\mu = \hat\mu` says that it is this value."""
    if any(e.op in ("var", "let") for e in (x, y)):
        return False
    sums = [_terms(n) for e in (x, y) for n in e.walk() if n.op == "add"]
    return any(u.op == "var" and u in state.solved and any(t.op == "let" and not t.data.family and t.data.name in estimates_of(u.data.name) for t in terms) for terms in sums for u in terms)


def estimates_of(name: str) -> tuple[str, ...]:
    r"""How the value found for a name is written, `\hat\mu`, `\mu_{ML}`."""
    return *hatted_names(name), *(rf"{name}_{{{x}}}" for mark in _MARKS for x in (mark, rf"\text{{{mark}}}", rf"\mathrm{{{mark}}}"))


def _terms(e: Expr) -> list[Expr]:
    return [a.args[0] if a.op == "neg" else a for a in e.args]


def _is_place(e: Expr) -> bool:
    r"""Is this a \hat w, w^*, w_\star that is read as w?"""
    return e.op == "let" and e.args[0].op == "var" and e.data.name in (
        *hatted_names(e.args[0].data.name), *(name.replace("^", "_") for name in hatted_names(e.args[0].data.name)))


def _is_beside(e: Expr, place: Expr) -> bool:
    """Does a sum hold the place and its variable, or an iterate of it?"""
    name, terms = place.args[0].data.name, _terms(e)
    return place in terms and any(t is place.args[0] or t.op in ("var", "let") and t is not place and t.data.name.startswith(f"{name}_") for t in terms)
