"""Rules misapplied: the right line rewritten by a rule that does not hold (log(a + b) = log a + log b)."""

from __future__ import annotations

from collections.abc import Iterator

from symcheck.expr import build
from symcheck.expr.node import Expr
from symcheck.expr.shape import ShapeError, is_scalar
from symcheck.judge.mistakes.places import chained, factors, opened, written
from symcheck.judge.mistakes.scene import Guess, Scene

HIDDEN = 4  # a rule misapplied within a definition, or before differentiating, is a later guess
# Rules that nobody misapplies there: with them some line is always explained.
SHOWN = frozenset(("sum-of-product", "bracket-factor", "bracket-sign", "sum-of-quotient",
                   "division-of-one-term", "power-of-product"))


def misrules(scene: Scene) -> Iterator[Guess]:
    """The right line with a false rule applied wherever one node stands."""
    plain = {place.node for place in written(scene.right)}
    for place in opened(scene.right):
        node = place.node
        for rule in RULES.get(node.op, ()):
            try:
                for id, new in rule(node):
                    if new.shape == node.shape and (node in plain or id not in SHOWN):
                        yield Guess(id, place.put(new), "wrong", {"what": node},
                                    0 if node in plain else HIDDEN)
            except (ShapeError, IndexError, ValueError):
                continue


def _sum(parts) -> Expr:
    return build.add(*parts, broadcast=True)


def _each(node: Expr, over: Expr, make):
    """make(term), summed as in `over` (a sum of terms or over an index)."""
    if over.op == "add" and over.shape == node.shape:
        yield _sum([build.neg(make(a.args[0])) if a.op == "neg" else make(a) for a in over.args])
    elif over.op == "sum":
        yield Expr("sum", (make(over.args[0]), *over.args[1:]), over.data, over.args[0].shape)


def _apply(node: Expr):
    f, order = node.data
    if order or f.kind != "elementwise":
        return
    a = node.args[0]
    split = {"log": "log-of-sum", "exp": "exp-of-sum", "sqrt": "root-of-sum"}.get(
        f.known, "function-of-sum")
    for new in _each(node, a, lambda t: build.apply(f, t)):
        yield split, new
    if f.known == "log" and a.op in ("mul", "hadamard"):
        parts = factors(a)
        yield "log-of-product", chained([build.apply(f, p) for p in parts])
        if len(parts) == 2:
            yield "log-of-product", build.mul(build.apply(f, parts[0]), parts[1])
            yield "log-of-product", build.mul(parts[0], build.apply(f, parts[1]))
    if f.known == "log" and a.op == "div":
        yield "log-of-quotient", build.div(*(build.apply(f, p) for p in a.args))
        yield "log-of-quotient", _sum([build.apply(f, p) for p in a.args])
    if f.known == "log" and a.op == "power":
        yield "log-of-power", build.power(build.apply(f, a.args[0]), a.args[1])
        yield "log-of-power", build.apply(f, a.args[0])
    if f.known == "log" and a.op == "prod":
        yield "log-of-product", Expr("prod", (build.apply(f, a.args[0]), *a.args[1:]), a.data, a.shape)
    if f.known == "exp" and a.op == "mul":
        yield "exp-of-product", chained([build.apply(f, p) for p in factors(a)])
    if f.known == "exp" and a.op == "neg":
        yield "exp-of-negative", build.neg(build.apply(f, a.args[0]))
    if f.known == "sqrt" and a.op == "power":
        yield "root-of-square", a.args[0]


def _power(node: Expr):
    base, n = node.args
    if n.op != "num":
        if base.op == "const" and base.data == "e":
            for new in _each(node, n, lambda t: build.power(base, t)):
                yield "exp-of-sum", new
        return
    if n.data == 2 and base.op == "norm":
        inner = base.args[0]
        if inner.op == "add":
            yield "square-of-sum", _sum([build.power(Expr("norm", (_bare(a), *base.args[1:]), base.data,
                                                          base.shape), n) for a in inner.args])
            yield "square-of-sum", _sum([_signed(a, build.power(
                Expr("norm", (_bare(a), *base.args[1:]), base.data, base.shape), n)) for a in inner.args])
        return
    id = "square-of-sum" if n.data > 0 else "reciprocal-of-sum"
    if base.op == "add":
        yield id, _sum([build.power(_bare(a), n) for a in base.args])
        yield id, _sum([_signed(a, build.power(_bare(a), n)) for a in base.args])
    elif base.op == "sum":
        for new in _each(base, base, lambda t: build.power(t, n)):
            yield id, new
    elif base.op in ("mul", "div", "hadamard"):
        a, b = base.args
        yield "power-of-product", Expr(base.op, (build.power(a, n), b), base.data, base.shape)
        yield "power-of-product", Expr(base.op, (a, build.power(b, n)), base.data, base.shape)
    elif base.op == "neg" and n.data % 2 == 0:
        yield "square-of-negative", build.neg(build.power(base.args[0], n))


def _bare(a: Expr) -> Expr:
    return a.args[0] if a.op == "neg" else a


def _signed(a: Expr, new: Expr) -> Expr:
    return build.neg(new) if a.op == "neg" else new


def _norm(node: Expr):
    inner = node.args[0]
    if inner.op == "add":
        yield "norm-of-sum", _sum([_signed(a, Expr("norm", (_bare(a), *node.args[1:]), node.data,
                                                   node.shape)) for a in inner.args])
        yield "norm-of-sum", _sum([Expr("norm", (_bare(a), *node.args[1:]), node.data, node.shape)
                                   for a in inner.args])


def _inverse(node: Expr):
    a = node.args[0]
    if a.op == "add":
        yield "inverse-of-sum", _sum([build.inverse(t) if t.op != "neg" else
                                      build.neg(build.inverse(t.args[0])) for t in a.args])
        for k in range(len(a.args)):
            rest = a.args[:k] + a.args[k + 1:]
            yield "term-in-inverse-lost", build.inverse(rest[0] if len(rest) == 1 else _sum(rest))
    if a.op == "mul":
        parts = factors(a)
        yield "inverse-of-product", chained([build.inverse(p) for p in parts])
        scale = [p for p in parts if is_scalar(p.shape)]
        if scale:
            rest = [p for p in parts if not is_scalar(p.shape)]
            yield "inverse-of-scaled", chained([*scale, build.inverse(chained(rest))])


def _transpose(node: Expr):
    a = node.args[0]
    if a.op == "mul":
        yield "transpose-of-product", chained(
            [p if is_scalar(p.shape) else build.transpose(p) for p in factors(a)])


def _det(node: Expr):
    a = node.args[0]
    if a.op == "mul":
        scale = [p for p in factors(a) if is_scalar(p.shape)]
        rest = [p for p in factors(a) if not is_scalar(p.shape)]
        if scale and rest:
            yield "det-of-scaled", chained([*scale, build.det(chained(rest))])
    if a.op == "add":
        yield "det-of-sum", _sum([_signed(t, build.det(_bare(t))) for t in a.args])


def _trace(node: Expr):
    a = node.args[0]
    if a.op == "mul":
        parts = factors(a)
        yield "trace-of-product", chained([p if is_scalar(p.shape) else build.trace(p) for p in parts])


def _quotient(node: Expr):
    a, b = node.args
    if b.op == "add":
        yield "reciprocal-of-sum", _sum([_signed(t, build.div(a, _bare(t))) for t in b.args])
    if b.op == "sum":
        for new in _each(b, b, lambda t: build.div(a, t)):
            yield "reciprocal-of-sum", new
    if a.op == "add":
        for k in range(len(a.args)):
            yield "division-of-one-term", _sum([build.div(t, b) if i == k else t
                                                for i, t in enumerate(a.args)])
    if a.op == "add" and b.op == "add" and len(a.args) == len(b.args):
        yield "reciprocal-of-sum", _sum([build.div(s, t) for s, t in zip(a.args, b.args)])


def _negation(node: Expr):
    a = node.args[0]
    if a.op == "add":
        for k in range(1, len(a.args)):
            yield "bracket-sign", _sum([t if i >= k else build.neg(t) for i, t in enumerate(a.args)])
        yield "bracket-sign", _sum([build.neg(a.args[0]), *a.args[1:]])
    parts = factors(a)
    for k, b in enumerate(parts):
        if b.op == "add" and len(parts) > 1:
            for j in range(1, len(b.args)):
                first, second = (chained([*parts[:k], _many(some), *parts[k + 1:]])
                                 for some in (b.args[:j], b.args[j:]))
                yield "bracket-sign", _sum([build.neg(first), second])


def _bracket(node: Expr):
    """c (a + b) = c a + b, -(a + b) = -a + b, -c (a + b) = -c a + c b."""
    a, b = node.args
    for x, y, left in ((a, b, True), (b, a, False)):
        if y.op == "add":
            def times(t, x=x, left=left):
                return build.mul(x, t) if left else build.mul(t, x)

            for k in range(len(y.args)):
                yield "bracket-factor", _sum([times(t) if i == k else t for i, t in enumerate(y.args)])
            if x.op == "neg" or x.op == "num" and x.data < 0:
                plain = x.args[0] if x.op == "neg" else build.num(-x.data)
                for k in range(1, len(y.args)):
                    yield "bracket-sign", _sum([
                        times(t) if i < k else build.mul(plain, t) if left else build.mul(t, plain)
                        for i, t in enumerate(y.args)])


def _difference(node: Expr):
    """a - (b + c) = a - b + c."""
    for k, t in enumerate(node.args):
        inner = t.args[0] if t.op == "neg" else t
        parts = factors(inner)
        brackets = [p for p in parts if p.op == "add"]
        if t.op == "neg" and len(brackets) == 1:
            b = brackets[0]
            at = parts.index(b)
            for j in range(1, len(b.args)):
                first = chained([*parts[:at], _many(b.args[:j]), *parts[at + 1:]])
                second = chained([*parts[:at], _many(b.args[j:]), *parts[at + 1:]])
                yield "bracket-sign", _sum([*node.args[:k], build.neg(first), second,
                                            *node.args[k + 1:]])


def _many(args) -> Expr:
    return args[0] if len(args) == 1 else _sum(args)


def _index_sum(node: Expr):
    body = node.args[0]
    rest = node.args[1:]

    def over(t: Expr) -> Expr:
        return Expr("sum", (t, *rest), node.data, t.shape)

    if body.op == "mul":
        parts = factors(body)
        for k in range(1, len(parts)):
            yield "sum-of-product", build.mul(over(chained(parts[:k])), over(chained(parts[k:])))
    if body.op == "div":
        yield "sum-of-quotient", build.div(over(body.args[0]), over(body.args[1]))
    if body.op == "power" and body.args[1].op == "num":
        yield "sum-of-product", build.power(over(body.args[0]), body.args[1])
    if body.op == "apply":
        yield "function-of-index-sum", build.apply(body.data[0], over(body.args[0]), body.data[1])


RULES = {
    "apply": (_apply,), "power": (_power,), "norm": (_norm,), "inverse": (_inverse,),
    "transpose": (_transpose,), "det": (_det,), "trace": (_trace,), "div": (_quotient,),
    "neg": (_negation,), "mul": (_bracket,), "add": (_difference,), "sum": (_index_sum,),
}
