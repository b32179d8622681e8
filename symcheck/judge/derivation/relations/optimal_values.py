r"""The values of optima, `\min_w f(w)` and `-\max_w (-f(w))`: alike where the objectives are, apart by what the objectives are apart."""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.relations import optima
from symcheck.judge.derivation.solving import equations as E
from symcheck.judge.derivation.state import Optimum, State
from symcheck.judge.judging import judge
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.parser import parse
from symcheck.read.syntax import Additive
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower
from symcheck.tensor.signs import POSITIVE, sign
from symcheck.text import SymcheckError

# What stands before `\min_w f(w)`: a sign, a factor, or both.
_FACTOR = re.compile(r"(?P<factor>[^=]*?)(?=\\(?:min|max|operatorname\s*\*?\s*\{\s*(?:min|max)|underset)(?![a-z]))", re.S)


def judged(state: State, a: Piece | None, b: Piece | None) -> Verdict | None:
    """Whether two values of optima are the same; None where one of the pieces is no value of an optimum, undecided where no rule tells."""
    found = [_read(state, p) for p in (a, b)]
    if None in found:
        return None
    one, other = found
    if one.by is not other.by or one.least != other.least or one.domain != other.domain:
        return Verdict(V.UNDECIDED, "the value of an optimum is not judged")
    f, g = one.objective, other.objective
    v = judge(state.context, f, g)
    slope = build.derivative(build.sub(f, g), one.by, "column")
    if v.right or v.word == V.DIFFERENT and judge(state.context, slope, E.zero_like(slope), hint=True).right:
        return v  # the objectives differ by a number, and their optima by the same
    return Verdict(V.UNDECIDED, "the value of an optimum is not judged")


def _read(state: State, piece: Piece | None) -> Optimum | None:
    r"""The optimum of which a piece is the value; that of `-\max_w f(w)` is the least value of -f."""
    if piece is None:
        return None
    found = optima.read(state, piece, piece.source)
    if found is not None:
        return found.optimum if found.values else None
    span = piece.syntax.span
    head = _FACTOR.match(piece.source.text[span.start:span.end])
    if head is None or not head["factor"].strip() or "arg" in head["factor"]:
        return None
    rest = piece.source.cut(span.start + head.end(), span.end)
    number = head["factor"].strip() + ("1" if head["factor"].strip() in ("-", "+") else "")
    try:
        found = optima.read(state, Piece(parse(rest, state.context.words), rest), rest)
        c = state.context.reading(number).expr
        if found is None or found.optimum is None or not found.values or not is_scalar(c.shape):
            return None
        scaled = _scaled(state, c, found)
        positive, negative = (sign(canonical(lower(e).array)) == POSITIVE for e in (c, build.neg(c)))
    except (SymcheckError, Unsupported, Limit):
        return None
    if scaled is None or not (positive or negative):
        return None
    return Optimum(scaled, found.optimum.by, found.optimum.least if positive else not found.optimum.least, found.optimum.domain)


def _scaled(state: State, c: Expr, found: optima.Objective) -> Expr | None:
    r"""c times an objective. In `2 \min_w f(w) + 3` the 3 is no part of it; None where what is added holds the argument."""
    by, syntax = found.optimum.by, found.piece.syntax
    if not isinstance(syntax, Additive) or len(syntax.items) == 1:
        return build.mul(c, found.optimum.objective)
    first = found.piece.source.cut(syntax.span.start, syntax.items[0].span.end)
    f = state.context.reading(Piece(parse(first, state.context.words), first), "column").expr
    added = build.sub(found.optimum.objective, f)
    slope = build.derivative(added, by, "column")
    return build.add(build.mul(c, f), added) if judge(state.context, slope, E.zero_like(slope), hint=True).right else None
