"""Evaluates nodes to NumPy values at one point: names, indices, sums, functions.

Derivatives are in differences.py. A definition is looked up lazily, so that overriding a name
(a perturbed variable, a function's argument) reaches everything that depends on it.
"""

import numpy as np

from tests.oracle import products
from tests.oracle.errors import NeedRange, NeedSize, ShapeError, Unsupported
from tests.oracle.functions import Generic, call, norm
from tests.oracle.products import inverse, normal, transpose


class Env:
    """One point: sizes, values, overrides, index values; children share all but what they change."""

    def __init__(self, names, sizes, values, layout="column", seed=0):
        self.names, self.sizes, self.values, self.layout, self.seed = names, sizes, values, layout, seed
        self.over, self.nodes, self.idx, self.idx_size = {}, {}, {}, {}
        self.flex, self.trace, self.generic, self.cache = {}, [], {}, {}
        self.probe = frozenset()

    def child(self, over=None, nodes=None, idx=None, idx_size=None, free=False):
        """A copy with further overrides or index values."""
        new = Env.__new__(Env)
        new.__dict__.update(self.__dict__)
        if over or nodes:
            new.over, new.nodes = {**self.over, **(over or {})}, {**self.nodes, **(nodes or {})}
            new.cache = {}
        if free:
            new.idx, new.idx_size = {}, {}
        if idx:
            new.idx = {**new.idx, **idx}
            new.idx_size = {**new.idx_size, **{k: None for k in idx}, **(idx_size or {})}
        return new


def evaluate(node, env):
    """The value of a node."""
    if env.nodes and node in env.nodes:
        return env.nodes[node]
    return HANDLERS[node[0]](node, env)


def integer(node, env):
    """An index or bound as an int."""
    value = evaluate(node, env)
    if value.ndim or abs(float(value) - round(float(value))) > 1e-9:
        raise ShapeError("an index that is no integer")
    return round(float(value))


def position(node, env, size):
    """Zero-based position on an axis of the given size; bare unbound letters ask for a range."""
    if node[0] == "slice":
        return slice(None)
    if node[0] == "idx" and node[1] not in env.idx:
        raise NeedRange(node[1], size)
    if node[0] == "idx" and node[1] in env.idx:
        known = env.idx_size.get(node[1])
        if known is not None and known != size:
            raise ShapeError(f"index {node[1]} runs to {known} on an axis of {size}")
    try:
        at = integer(node, env)
    except NeedRange as need:
        raise NeedRange(need.index, size if need.size is None else need.size) from None
    if not 1 <= at <= size:
        raise ShapeError(f"index {at} on an axis of {size}")
    return at - 1


def selection(array, fam, ent, env, lead):
    """Index tuple for family indices (the lead axes) and entries behind them."""
    out = [position(n, env, s) for n, s in zip(fam, array.shape, strict=False)]
    inner = array.shape[len(out):]
    if not ent:
        return tuple(out)
    if len(ent) == 1 and len(inner) == 2 and inner[0] == 1:
        return (*out, 0, position(ent[0], env, inner[1]))
    if len(ent) == 2 and len(inner) == 1:
        if position(ent[1], env, 1) != 0:
            raise ShapeError("two indices on a vector")
        ent = ent[:1]
    if len(ent) > len(inner):
        raise ShapeError(f"{len(ent)} indices on a value with {len(inner)} axes")
    return (*out, *(position(n, env, s) for n, s in zip(ent, inner, strict=False)))


def canonical(key, env):
    """The name under which a value is overridden."""
    alias = getattr(env.names.entries.get(key), "alias", None)
    return alias or key


def stored(key, env):
    """The whole array of a name, family axes in front, not collapsed."""
    key = canonical(key, env)
    if key in env.over:
        return env.over[key]
    entry = env.names.entries.get(key)
    if entry is None:
        raise Unsupported(f"{key} outside its function")
    if entry.kind in {"var", "param"}:
        if key not in env.values:
            raise Unsupported(f"no value for {key}")
        return env.values[key]
    if entry.body is None:
        raise Unsupported(f"no definition for {key}")
    for scope in (env.child(free=True), env):
        mark = (key, tuple(sorted(scope.idx.items())))
        if mark in env.cache:
            value, steps = env.cache[mark]
            env.trace.extend(steps)
            return value
        start = len(env.trace)
        try:
            if entry.kind == "entries":
                value = by_entries(entry.body, entry.indices, scope)
            else:
                value = evaluate(entry.body, scope)
        except NeedRange:
            if scope is env or not env.idx:
                raise
            continue
        env.cache[mark] = (value, tuple(env.trace[start:]))
        return value
    raise Unsupported(f"definition of {key}")


def by_entries(body, indices, env):
    """The array whose entry at the indices is the body."""
    if not indices:
        return evaluate(body, env)
    name, rest = indices[0], indices[1:]
    size = range_of(name, body, env, rest)
    return np.stack([by_entries(body, rest, env.child(idx={name: i}, idx_size={name: size}))
                     for i in range(1, size + 1)])


def range_of(name, body, env, others=()):
    """The size an index must have, from its first use in the body or its declaration."""
    scope, tried = env, 0
    while tried < 6:
        tried += 1
        hidden = scope.child()
        hidden.idx = {k: v for k, v in scope.idx.items() if k != name}
        hidden.probe, hidden.cache = env.probe | {name}, {}
        try:
            evaluate(body, hidden)
            break
        except NeedRange as need:
            if need.index == name:
                if need.size is not None:
                    return need.size
                break
            if need.index not in others and need.index not in env.names.index_ranges:
                raise
            scope = scope.child(idx={need.index: 1})
    declared = env.names.index_ranges.get(name)
    if declared is None:
        raise NeedRange(name)
    return integer(declared, env)


def ref(node, env):
    _, key, fam, ent = node
    array = stored(key, env)
    entry = env.names.entries[key]
    if entry.kind == "entries" and not fam and entry.slots == (0, 0):
        return normal(array[selection(array, (), ent, env, 0)] if ent else array)
    if not fam and not ent:
        return normal(array)
    return normal(array[selection(array, fam, ent, env, len(entry.ranges))])


def idx(node, env):
    name = node[1]
    if name in env.idx:
        return np.asarray(float(env.idx[name]))
    if name in env.probe:  # only the places that state a size matter
        return np.ones(())
    raise NeedRange(name)


def dim(node, env):
    if node[1] in env.over:
        return env.over[node[1]]
    if node[1] not in env.sizes:
        raise Unsupported(f"undeclared name {node[1]}")
    return np.asarray(float(env.sizes[node[1]]))


def literal(node):
    """Whether a scalar node may spread over the entries of an array."""
    if node[0] == "num":
        return True
    if node[0] in {"neg"}:
        return literal(node[1])
    if node[0] == "flex":
        return node[1] == "zeros"
    if node[0] == "frac":
        return literal(node[1]) and literal(node[2])
    return node[0] == "ref" and node[1] in {"\\epsilon"}


def add(node, env):
    total, loose = None, False
    for sign, part in node[1]:
        value = evaluate(part, env) * sign
        spread = literal(part)
        total = value if total is None else products.add(
            total, value, (spread and not value.ndim) or (loose and not total.ndim))
        loose = spread if total is value else loose and spread
    return total


def chain(node, env):
    _, first, rest = node
    factors = [evaluate(first, env), *(evaluate(f, env) for _, f in rest)]
    return products.chain(factors, [op for op, _ in rest])


def bars(node, env):
    value = evaluate(node[1], env)
    if value.ndim == 0:
        return call("abs", (value,), env.trace)
    if value.ndim == 1:
        return norm("2", value, env.trace)
    return call("det", (value,), env.trace)


def norm_of(node, env):
    kind = node[1] if isinstance(node[1], str) else float(evaluate(node[1], env))
    return norm(kind, evaluate(node[2], env), env.trace)


def inner(node, env):
    a, b = evaluate(node[1], env), evaluate(node[2], env)
    if len(node) > 3:
        weight = evaluate(node[3], env)
        if weight.ndim != 2 or weight.shape[1:] != b.shape:
            raise ShapeError(f"weight of shape {weight.shape} for {b.shape}")
        b = weight @ b
    if a.shape != b.shape:
        raise ShapeError(f"inner product of {a.shape} and {b.shape}")
    return np.sum(a * b)


def matrix_of(node, env):
    rows = [[evaluate(cell, env) for cell in row] for row in node[1]]
    if len({len(r) for r in rows}) > 1:
        raise ShapeError("rows of different lengths")
    try:
        return normal(np.block([[products.matrix(c) if c.ndim else c.reshape(1, 1) for c in r]
                                for r in rows]))
    except ValueError as error:
        raise ShapeError(str(error)) from None


def flex(node, env):
    """I, 1, 0 or e_i of a stated size, or of the size that is being tried."""
    _, kind, ident, args = node
    if kind == "zeros" and not args:
        return np.zeros(())
    if kind == "basis" or not args:
        if ident not in env.flex:
            raise NeedSize(ident)
        sizes = (env.flex[ident],) * (2 if kind == "eye" else 1)
    else:
        sizes = tuple(integer(a, env) for a in args)
        sizes = sizes * 2 if kind == "eye" and len(sizes) == 1 else sizes
    if kind == "eye":
        if sizes[0] != sizes[1]:
            raise ShapeError("identity that is not square")
        return np.eye(sizes[0])
    if kind == "basis":
        if len(args) != 1:
            raise Unsupported("basis vector with several indices")
        out = np.zeros(sizes)
        free = args[0][0] == "idx" and args[0][1] not in env.idx and args[0][1] not in env.probe
        out[0 if free else position(args[0], env, sizes[0])] = 1.0
        return out
    return normal(np.ones(sizes) if kind == "ones" else np.zeros(sizes))


def entry_of(node, env):
    array = evaluate(node[1], env)
    array = array.reshape(1) if array.ndim == 0 else array
    return normal(array[selection(array, (), node[2], env, 0)])


def generic(key, env, fam, inputs, outputs, positive):
    """The generic function of a name (and family member), made once a point."""
    mark = (key, fam, inputs, outputs)
    if mark not in env.generic:
        env.generic[mark] = Generic(f"{key}{fam}", env.seed, inputs, outputs, positive)
    return env.generic[mark]


HANDLERS = {
    "num": lambda n, e: np.asarray(n[1]), "ref": ref, "idx": idx, "dim": dim, "add": add, "chain": chain,
    "neg": lambda n, e: -evaluate(n[1], e), "T": lambda n, e: transpose(evaluate(n[1], e)),
    "inv": lambda n, e: inverse(evaluate(n[1], e)),
    "pinv": lambda n, e: np.linalg.pinv(evaluate(n[1], e)),
    "frac": lambda n, e: products.divide(evaluate(n[1], e), evaluate(n[2], e)),
    "pow": lambda n, e: products.power(evaluate(n[1], e), evaluate(n[2], e)),
        "bars": bars, "norm": norm_of,
    "inner": inner, "matrix": matrix_of, "flex": flex, "entry": entry_of,
}
