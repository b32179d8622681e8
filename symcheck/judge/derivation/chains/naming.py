"""What went wrong in a step: the mistake by name, and what became of the result."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.claims import equations
from symcheck.judge.derivation.state import Chain, State, called
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower


def named(state: State, chain: Chain, piece: Piece, v: Verdict) -> Verdict:
    """The verdict on a wrong link with the mistake that explains it, where just one does."""
    if v.word != V.DIFFERENT or v.mistake:
        return v
    before = state.read(chain.last)
    wrong = state.read(piece, before)
    if before is None or wrong is None:
        return v
    rights = [before]
    head = state.read(chain.head)
    if not chain.wrong and head is not None and head is not before:
        rights.append(head)
    for right in rights:
        named = explained(right, wrong, v, equations(state.context))
        if named.mistake:
            return named
    return v


def misfit(state: State, chain: Chain, piece: Piece, v: Verdict) -> Verdict:
    """The verdict on a line whose shapes do not fit, with the one edit that would mend it."""
    from symcheck.judge.mistakes import name_misfit

    for layout in ("column", "row") if state.layout == "either" else (state.layout,):
        for before in dict.fromkeys((chain.last, chain.head)):
            right = state.read(before)
            if right is None:
                continue
            found = name_misfit(state.context, right, piece.syntax, piece.source, layout)
            if found is not None:
                return replace(v, mistake=found.id, extra={**v.extra, "sentence": found.sentence})
    return v


def explained(right: Expr, wrong: Expr, v: Verdict, assumed=()) -> Verdict:
    """The verdict with the mistake that turns `right` into `wrong`, where one does."""
    from symcheck.judge.mistakes import name_mistake

    if wrong.op == "let":
        wrong = wrong.args[0]
    found = name_mistake(right, wrong, assumed)
    if found is None:
        return v
    return replace(v, mistake=found.id, extra={**v.extra, "sentence": found.sentence})


def result(state: State, chain: Chain) -> str:
    """What the end of a chain with a wrong link is, beside its beginning."""
    head, last = state.read(chain.head), state.read(chain.last)
    if head is None or last is None or head.shape != last.shape or head is last or (
            head.op == "let" and head.args[0] is last):
        return ""
    number = ratio(last, head)
    if number is None:
        return ""
    if number == 1:
        return "the slips cancel: the result is right"
    if number == -1:
        return "the result has the wrong sign"
    return f"the result is off by a factor of {number}"


def ratio(a: Expr, b: Expr) -> Fraction | None:
    """The number by which a is a multiple of b, for all dimensions."""
    try:
        x, y = canonical(lower(a).array), canonical(lower(b).array)
    except (Unsupported, Limit):
        return None
    if x is y:
        return Fraction(1)
    x_terms, y_terms = _terms(x), _terms(y)
    if not x_terms or len(x_terms) != len(y_terms):
        return None
    number = Fraction(x_terms[0][0]) / y_terms[0][0]
    same = all(f == h and c == number * d for (c, f), (d, h) in zip(x_terms, y_terms))
    return number if same else None


def _terms(a):
    if a.kind == "poly":
        return a.data
    return ((1, ((a, tuple(range(a.rank)), 1),)),)


# Names by which a derivative of the loss goes in a backward pass.
_DELTAS = re.compile(r"\\delta|\\Delta|\\bar|g(?![a-z])|G(?![a-z])|d(?![a-z])|\\gamma|\\epsilon|\\nabla|"
                     r"e(?![a-z])|\\text\{d")


def as_meant(state: State, chain: Chain, piece: Piece, meant: dict[Expr, Expr]) -> bool:
    """Is the link right with the names that were blamed before as what they are used as?"""
    from symcheck.judge.mistakes.places import exchanged

    before = state.read(chain.last)
    wrong = state.read(piece, before)
    if not meant or before is None or wrong is None:
        return False
    for name, slope in meant.items():
        before, wrong = exchanged(before, name, slope), exchanged(wrong, name, slope)
    return before.shape == wrong.shape and judge(state.context, before, wrong, hint=True).right


def blamed(state: State, chain: Chain, piece: Piece, introduced, meant: dict[Expr, Expr]):
    r"""(name, the derivative it is used as, why) of the name defined in passing that makes this link wrong.

    `\\delta = ..` is meant as a derivative of the loss when the link is right with that derivative in
    the place of \\delta, and not with what it was defined to be.
    """
    from symcheck.judge.mistakes.places import exchanged

    before = state.read(chain.last)
    wrong = state.read(piece, before)
    if before is None or wrong is None or chain.wrong:
        return None
    losses = [n.args[0] for n in before.walk() if n.op == "derivative" and is_scalar(n.args[0].shape)]
    losses += [g.f for g in reversed(state.gradients) if g.f not in losses]
    names = [n for n in wrong.walk() if n in introduced and _DELTAS.match(n.data.name)
             and n.args[0].op not in ("derivative", "jacobian", "transpose")]
    for name in names:
        for loss in losses[:2]:
            targets = [by for by in _inside(loss) if by is not name and by.op == "let"]
            if any(_is_slope(state, name, loss, by) for by in targets):
                continue  # it is a derivative of the loss, as it should be
            for by in targets:
                slope = build.derivative(loss, by, "column")
                if slope.shape != name.shape:
                    if slope.shape != name.shape[::-1]:
                        continue
                    slope = build.transpose(slope)
                right = exchanged(wrong, name, slope)
                for other, value in meant.items():
                    right = exchanged(right, other, value)
                if right.shape != before.shape:
                    continue
                if judge(state.context, before, right, hint=True).right and not judge(
                        state.context, name, slope, hint=True).right:
                    return name, slope, (
                        f"{name.data.name} is used as the derivative of {_called(loss)} by "
                        f"{called(by)}, but what it is defined as here is not that derivative")
    return None


def _is_slope(state: State, name: Expr, loss: Expr, by: Expr) -> bool:
    slope = build.derivative(loss, by, "column")
    return slope.shape == name.shape and judge(state.context, name, slope, hint=True).right


def _inside(loss: Expr) -> list[Expr]:
    """The names that a loss is made of."""
    return [n for n in loss.walk() if n.op in ("let", "var") and n is not loss]


def _called(e: Expr) -> str:
    return e.data.name if e.op in ("let", "var") else "the loss"
