"""One place of the wrong line mended: transposes, order, products, signs, terms, inverses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import permutations

from symcheck.expr import build
from symcheck.expr.node import Expr
from symcheck.expr.shape import ShapeError, is_scalar
from symcheck.judge.mistakes.places import (
    Place,
    all_factors,
    chained,
    factors,
    is_square,
    tried,
    written,
)
from symcheck.judge.mistakes.scene import Guess, Scene

TWO = build.num(2)
_NAMES = ("var", "let", "item")


def repairs(scene: Scene) -> Iterator[Guess]:
    """The wrong line with one place mended in each way that the tables below know."""
    for place in written(scene.wrong):
        node = place.node
        for rule in (*RULES.get(node.op, ()), *ANYWHERE):
            for id, new, facts in tried(rule, place, scene):
                try:
                    yield Guess(id, place.put(new), "right", facts)
                except (ShapeError, IndexError, ValueError):
                    continue


# --- transposes and order -------------------------------------------------------------------------

def _transpose_off(place: Place, scene: Scene):
    inner = place.node.args[0]
    yield "extra-transpose", inner, {"what": inner}
    if inner.op == "mul":
        parts = factors(inner)
        yield ("transpose-of-product", chained([_turned(p) for p in parts]), {"what": inner})


def _turned(e: Expr) -> Expr:
    if is_scalar(e.shape):
        return e
    return e.args[0] if e.op == "transpose" else build.transpose(e)


def _transpose_on(place: Place, scene: Scene):
    node = place.node
    above = place.above[-1].op if place.above else ""
    if "transpose" in (node.op, above) or not is_square(node) or node.op in ("add", "eye", "diag"):
        return
    if node.op == "inverse" and node.args[0].op not in _NAMES:
        return
    yield "missing-transpose", build.transpose(node), {"what": node}


def _order(place: Place, scene: Scene):
    """Every order of the factors; with their kind, which says what was exchanged."""
    if place.above and place.above[-1].op == "mul":
        return
    parts = factors(place.node)
    free = [p for p in parts if not is_scalar(p.shape)]
    if not 2 <= len(free) <= 4:
        return
    scale = [p for p in parts if is_scalar(p.shape)]
    for turn in permutations(range(len(free))):
        if turn == tuple(range(len(free))):
            continue
        parts = [free[k] for k in turn]
        moved = [free[k] for k in turn if turn[k] != k]
        try:
            yield _order_id(moved, place, scene), chained([*scale, *parts]), {
                "what": chained(free), "should": chained(parts)}
        except ShapeError:
            continue


def _order_id(moved: list[Expr], place: Place, scene: Scene) -> str:
    for op in ("inverse", "transpose"):
        if all(p.op == op for p in moved) and scene.has(op, "mul"):
            return f"{op}-of-product"
    if place.above and place.above[-1].op == "trace":
        return "trace-order"
    return "product-order"


# --- products -------------------------------------------------------------------------------------

def _hadamard(place: Place, scene: Scene):
    a, b = place.node.args
    if is_scalar(a.shape) or is_scalar(b.shape):
        return
    facts = {"what": place.node}
    for x, y in ((a, b), (b, a), (build.transpose(a), b), (a, build.transpose(b))):
        try:
            yield "hadamard-for-product", build.mul(x, y), facts
        except ShapeError:
            continue


def _product(place: Place, scene: Scene):
    a, b = place.node.args
    if a.shape == b.shape and not is_scalar(a.shape):
        yield "product-for-hadamard", build.hadamard(a, b), {"what": place.node}


# --- signs and terms ------------------------------------------------------------------------------

def _terms(place: Place, scene: Scene):
    args = place.node.args
    for k, a in enumerate(args):
        rest = args[:k] + args[k + 1:]
        facts = {"what": a.args[0] if a.op == "neg" else a}
        flipped = a.args[0] if a.op == "neg" else build.neg(a)
        yield "sign-of-term", build.add(*args[:k], flipped, *args[k + 1:], broadcast=True), facts
        id = "constant-kept" if facts["what"] in scene.constants else "extra-term"
        if len(rest) == 1 and rest[0].shape == place.node.shape:
            yield id, rest[0], facts
        elif len(rest) > 1:
            yield id, build.add(*rest, broadcast=True), facts
        for scaled in (build.mul(TWO, a), build.div(a, TWO)):
            yield "term-factor", build.add(*args[:k], scaled, *args[k + 1:], broadcast=True), facts
        for scale in scene.scales:
            for scaled in (build.mul(scale, a), build.div(a, scale)):
                yield ("term-scale", build.add(*args[:k], scaled, *args[k + 1:], broadcast=True),
                       {**facts, "scale": scale})


def _residual(place: Place, scene: Scene):
    """a - b where the right side has b - a."""
    args = place.node.args
    if len(args) != 2:
        return
    flipped = build.neg(place.node)
    for e in scene.nodes:
        if e.op == "add" and len(e.args) == 2 and e is not place.node and \
                scene.probe.agree(e, flipped) and e not in scene.stands:
            yield "residual-reversed", flipped, {"what": place.node, "should": e}
            return


def _sign_inside(place: Place, scene: Scene):
    if place.above and place.above[-1].op in ("apply", "inverse", "power", "softmax"):
        inner = place.node.args[0] if place.node.op == "neg" else build.neg(place.node)
        yield "sign-inside", inner, {"what": place.above[-1]}


# --- inverses, quotients, powers, norms -----------------------------------------------------------

def _inverse_off(place: Place, scene: Scene):
    inner = place.node.args[0]
    yield "extra-inverse", inner, {"what": inner}
    if inner.op == "mul":
        yield ("inverse-of-product",
               chained([build.inverse(p) for p in factors(inner)]), {"what": inner})


def _inverse_on(place: Place, scene: Scene):
    if is_square(place.node) and place.node.op not in ("inverse", "eye", "neg"):
        if place.above and place.above[-1].op in ("transpose", "inverse"):
            return
        yield "missing-inverse", build.inverse(place.node), {"what": place.node}


def _quotient(place: Place, scene: Scene):
    a, b = place.node.args
    if not (b.op == "num" and a.op == "num"):
        yield "fraction-inverted", build.div(b, a), {"what": place.node}


def _power(place: Place, scene: Scene):
    base, exponent = place.node.args
    if exponent.op != "num":
        return
    facts = {"what": place.node}
    if base.op == "norm" and exponent.data == 2:
        yield "squared-norm", base, facts
        return
    for n in (exponent.data - 1, exponent.data + 1, -exponent.data, 2 * exponent.data,
              exponent.data / 2):
        new = base if n == 1 else build.power(base, build.num(n))
        if n:
            yield "exponent", new, {**facts, "should": new}


def _norm(place: Place, scene: Scene):
    if not (place.above and place.above[-1].op == "power"):
        yield "norm-not-squared", build.power(place.node, TWO), {"what": place.node}


def _square_on(place: Place, scene: Scene):
    if is_scalar(place.node.shape) and place.node.op in _NAMES + ("entry",):
        if place.above and place.above[-1].op == "power":
            return
        new = build.power(place.node, TWO)
        yield "exponent", new, {"what": place.node, "should": new}


def _indicator(place: Place, scene: Scene):
    other = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "=": "!=", "!=": "="}[place.node.data]
    yield "indicator-side", build.indicator(other, *place.node.args), {"what": place.node}


def _pair_off(place: Place, scene: Scene):
    """p (1 - p) where it does not belong."""
    op = place.node.op
    if place.above and place.above[-1].op == op:
        return
    parts = all_factors(place.node, op)
    for j, c in enumerate(parts):
        for k, p in enumerate(parts):
            if j != k and len(parts) > 2 and c.op == "add" and len(c.args) == 2 and \
                    c.args[1].op == "neg" and c.args[1].args[0] is p:
                rest = [x for i, x in enumerate(parts) if i not in (j, k)]
                make = build.mul if op == "mul" else build.hadamard
                yield ("extra-derivative-factor", reduce(make, rest), {"what": make(p, c)})


def _factor_off(place: Place, scene: Scene):
    a, b = place.node.args
    for kept, gone in ((a, b), (b, a)):
        if gone.op != "num" and (place.above or not is_scalar(gone.shape)):
            yield "extra-factor", kept, {"what": gone}


RULES = {
    "transpose": (_transpose_off,),
    "mul": (_order, _product, _factor_off, _pair_off),
    "hadamard": (_hadamard, _factor_off, _pair_off),
    "add": (_residual, _terms),
    "inverse": (_inverse_off,),
    "div": (_quotient,),
    "power": (_power,),
    "norm": (_norm,),
    "indicator": (_indicator,),
}
ANYWHERE = (_transpose_on, _inverse_on, _sign_inside, _square_on)
