"""Sums, products, means, maxima over indices; conditions and cases; integrals and limits."""

import numpy as np

from tests.oracle import products
from tests.oracle.errors import BadPoint, NeedRange, ShapeError
from tests.oracle.evaluate import HANDLERS, evaluate, integer, range_of
from tests.oracle.functions import call
from tests.oracle.products import normal


def bounds(binder, body, env, others):
    """(first, last, size to check or None) of one summation index."""
    name, low, high = binder
    first = integer(low, env) if low is not None else 1
    if high is not None:
        last = integer(high, env)
        return first, last, last if first == 1 and high[0] == "dim" else None
    size = range_of(name, body, env, others)
    return first, size, size if first == 1 else None


def terms(binders, body, conds, env):
    """Values of the body over all index values."""
    if not binders:
        if all(truth(c, env) for c in conds):
            yield evaluate(body, env)
        return
    first, last, size = bounds(binders[0], body, env, [b[0] for b in binders[1:]])
    for i in range(first, last + 1):
        scope = env.child(idx={binders[0][0]: i}, idx_size={binders[0][0]: size})
        yield from terms(binders[1:], body, conds, scope)


def truth(cond, env):
    return bool(np.all(condition(cond, env)))


def fold(node, env):
    kind, binders, body, conds = node
    if not binders and not conds:
        return implicit(kind, body, env)
    values = list(terms(binders, body, conds, env))
    if kind == "mean":
        return sum(values[1:], values[0]) / len(values)
    if kind in {"maxover", "minover"}:
        return call(kind[:3], (np.array([float(v) for v in values]),), env.trace)
    if not values:
        return np.asarray(0.0 if kind == "sum" else 1.0)
    total = values[0]
    for value in values[1:]:
        total = products.add(total, value, False) if kind == "sum" else products.matmul(total, value)
    return total


def implicit(kind, body, env):
    """A sum or product without index: over the entries, or over the one free letter."""
    try:
        value = evaluate(body, env)
    except NeedRange as need:
        return fold((kind, ((need.index, None, None),), body, ()), env)
    if kind in {"maxover", "minover"}:
        return call(kind[:3], (value,), env.trace)
    return np.sum(value) if kind == "sum" else np.prod(value)


def rowover(node, env):
    _, low, high, name, body = node
    cells = tuple(evaluate(body, env.child(idx={name: i}))
                  for i in range(integer(low, env), integer(high, env) + 1))
    return normal(np.hstack([products.matrix(c) if c.ndim else c.reshape(1, 1) for c in cells]))


def integral(node, env):
    _, name, low, high, body = node
    low, high = float(evaluate(low, env)), float(evaluate(high, env))
    points, weights = np.polynomial.legendre.leggauss(200)

    def f(x):
        return float(evaluate(body, env.child({name: np.asarray(x)})))
    if high == np.inf:
        s = (points + 1) / 2
        return np.asarray(sum(w / 2 * f(low + t / (1 - t)) / (1 - t) ** 2
                              for t, w in zip(s, weights, strict=True)))
    half = (high - low) / 2
    return np.asarray(sum(w * half * f(low + half * (t + 1)) for t, w in zip(points, weights, strict=True)))


def limit(node, env):
    _, name, to, body = node
    to = float(evaluate(to, env))

    def f(x):
        return evaluate(body, env.child({name: np.asarray(x)}))
    if np.isinf(to):
        big = np.sign(to) * 1e4
        return 2 * f(2 * big) - f(big)
    return (4 * (f(to + 5e-4) + f(to - 5e-4)) - (f(to + 1e-3) + f(to - 1e-3))) / 6


COMPARE = {"=": lambda a, b: np.abs(a - b) < 1e-9, "!=": lambda a, b: np.abs(a - b) >= 1e-9,
           "<": np.less, ">": np.greater, "<=": np.less_equal, ">=": np.greater_equal}


def condition(cond, env):
    if cond[0] == "else":
        return np.asarray(True)
    if cond[0] in {"and", "or"}:
        parts = [condition(c, env) for c in cond[1]]
        return np.logical_and.reduce(parts) if cond[0] == "and" else np.logical_or.reduce(parts)
    a, b = evaluate(cond[2], env), evaluate(cond[3], env)
    if a.shape != b.shape and a.ndim and b.ndim:
        raise ShapeError(f"comparison of {a.shape} and {b.shape}")
    out = COMPARE[cond[1]](a, b)
    env.trace.append(np.asarray(out).tobytes())
    return out


def cases(node, env):
    out, open_ = None, None
    for value, cond in node[1]:
        holds = np.asarray(condition(cond, env))
        open_ = np.ones(holds.shape, bool) if open_ is None else open_
        take = holds & open_
        open_ = open_ & ~take
        try:
            here = evaluate(value, env)
        except BadPoint:
            if take.any():
                raise
            here = np.zeros(())
        out = np.where(take, here, 0.0 if out is None else out)
    return np.asarray(out, dtype=float)


HANDLERS.update({
    "sum": fold, "prod": fold, "mean": fold, "maxover": fold, "minover": fold, "cases": cases,
    "ind": lambda n, e: np.asarray(condition(n[1], e), dtype=float),
    "rowover": rowover, "int": integral, "lim": limit,
})
