r"""What a recursion says at every step with the numbers given put in: "Take $\eta = \frac18$. Then $w_{t+1} = \frac12 w_t + \frac32$"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from symcheck.expr import Expr, build
from symcheck.expr.latex import to_latex
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.methods.unrolling import Value
from symcheck.judge.derivation.numbers import data_released
from symcheck.judge.derivation.numbers.instances import Instances
from symcheck.judge.derivation.numbers.values import is_numeric, with_values
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording import words
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.names import label
from symcheck.read.syntax import Accent, Symbol
from symcheck.text import Source

_IN_GENERAL = re.compile(r"\bin\s+general\b", re.I)


def judged(instances: Instances, a: Piece, b: Piece, by_rules: Callable[[Piece, Piece], Verdict | None]) -> Verdict | None:
    """The verdict on `a = b`, a claim about iterates at any step or at one of them, where the numbers given are put in; None where none are, where the
    words took them back, or where the rules do not tell; of one step, only what is right. What is right at the numbers but still speaks of one of their names is undecided."""
    state = instances.state
    pairs = instances.whole(state.context) if instances.open else []
    pairs += [(name, value) for name, value in state.values if is_numeric(value) and not any(known.data == name.data for known, _ in pairs)]
    made = _made_of_numbers(instances, a, b) if instances.open else []
    named = [place for p in (a, b) for _, place in counters.iterates(p.syntax)]
    every = any(place.counter for place in named)
    held, said = names_in(e) if (e := state.read(b)) is not None else set(), words.last_sentence(state.since)
    if not held and all(instances.recursions.counts(label(x)) for x in b.syntax.walk() if type(x) in (Symbol, Accent)):
        said = _IN_GENERAL.sub(" ", said)  # at any step, of these numbers
    taken_back = data_released.names_taken_back(said, [name.data.name for name, _ in pairs])
    if not (pairs or made) or not named or taken_back is None or words.GENERAL_AGAIN.search(state.since):
        return None
    if made and not taken_back:
        with _put_in(instances, made):
            v = by_rules(a, b)
        if v is not None and v.right:
            shown = ", ".join(f"{to_latex(name)} = {to_latex(value)}" for name, value in made)
            return replace(v, notes=(f"with {shown}, by the numbers given", *v.notes))
    if not pairs:
        return None
    pairs = [(name, value) for name, value in pairs if name.data.name not in taken_back]
    spoken = [pair for pair in pairs if pair[0].data.name in held]
    if spoken and len(spoken) < len(pairs):  # `(1 - \frac{14 \eta}{3})^k`, of any step size, though it has a number
        with _put_in(instances, [pair for pair in pairs if pair not in spoken]):
            v = by_rules(a, b)
        if v is not None and v.right:
            return v
    with _put_in(instances, pairs):
        v = by_rules(a, b)
    if v is None or not v.right and (v.word != V.DIFFERENT or not every):
        return None
    shown = ", ".join(f"{to_latex(name)} = {to_latex(value)}" for name, value in pairs)
    if any(name.data.name in held for name, _ in pairs):
        return replace(v, word=V.UNDECIDED, evidence="right for the numbers given, not in general") if v.right else None
    return replace(v, notes=(f"with {shown} put in, as it was given", *v.notes))


def _made_of_numbers(instances: Instances, a: Piece, b: Piece) -> list[tuple[Expr, Expr]]:
    r"""The numbers with a definition in these pieces that the data of the example give a value, `w^* = \sum_i x_i y_i / \sum_i x_i^2`, with it."""
    found = [n for p in (a, b) if (e := instances.state.read(p)) is not None for n in e.walk() if n.op == "let" and is_scalar(n.shape) and not n.data.family]
    return [(n, build.num(value)) for n in dict.fromkeys(found) if (value := instances.value_of(n, {})) is not None]


@contextmanager
def _put_in(instances: Instances, pairs: list[tuple[Expr, Expr]]) -> Iterator[None]:
    """For a while names mean the numbers given to them, and the iterates begin at those given to these."""
    state, recursions = instances.state, instances.recursions
    kept, starts = state.context, recursions.starts
    given = {name.data.name: value for name, value in pairs}
    recursions.starts = starts | {
        (name, 0): Value(*state.context.parsed(Source(to_latex(given[first.data.name]))))
        for name, rule in recursions.rules.items()
        if (first := state.read(Piece(counters.at(rule.base, name, 0), rule.source))) is not None
        and first.op == "var" and first.data.name in given}
    state.context = with_values(kept, pairs)[0]
    try:
        yield
    finally:
        state.context, recursions.starts = kept, starts
