"""Derivatives by central differences of fourth order, checked against second; and function calls.

A step that crosses a branch (ReLU, abs, a condition) is shortened; where that does not help the
point is refused. Layout: column gives a gradient the shape of its variable and a vector by a
vector n_x x n_y; row gives rows and Jacobians n_y x n_x.
"""


import numpy as np

from tests.oracle.errors import BadPoint, Unsupported
from tests.oracle.evaluate import (
    HANDLERS,
    canonical,
    evaluate,
    selection,
    stored,
)
from tests.oracle.functions import call
from tests.oracle.products import inverse, normal, transpose

STEP, WEIGHTS = 0.004, ((1, 8 / 12), (2, -1 / 12))


def branches(f, trace):
    """The branches taken at 0, which every step must take as well."""
    start = len(trace)
    f(0.0)
    return trace[start:]


def slope(f, scale, trace, base=None):
    """Derivative at 0 of f(t) (an array); f appends its branches to trace."""
    start = len(trace)
    base = branches(f, trace) if base is None else base
    for shrink in (1.0, 0.1, 0.01):
        h = STEP * scale * shrink
        fourth, second, smooth = 0.0, None, True
        for k, w in WEIGHTS:
            sides = []
            for sign in (1, -1):
                del trace[start:]
                sides.append(f(sign * k * h))
                smooth = smooth and trace[start:] == base
            diff = (sides[0] - sides[1]) / h
            fourth, second = fourth + w * diff, diff / 2 if second is None else second
        trace[start:] = base
        gap = np.max(np.abs(fourth - second), initial=0.0)
        if smooth and gap < 1e-3 * (1 + np.max(np.abs(fourth), initial=0.0)):
            return np.asarray(fourth)
    raise BadPoint("a kink or a steep place")


def jacobian(f, x, trace):
    """Array of shape f(x).shape + x.shape for f of an array."""
    if x.ndim == 0:
        return slope(lambda t: f(x + t), step_scale(x), trace)
    base = branches(lambda t: f(x), trace)
    columns = []
    for at in np.ndindex(x.shape):
        def moved(t, at=at):
            y = x.copy()
            y[at] += t
            return f(y)
        columns.append(slope(moved, step_scale(x[at]), trace, base))
    out = np.stack(columns, axis=-1)
    return out.reshape(*out.shape[:-1], *x.shape)


def step_scale(value):
    """Smaller steps at small values, so that logarithms and quotients stay in their domain."""
    return float(np.clip(abs(value), 0.05, 1.0))


def elementwise_derivative(f, a, order, env):
    """f applied entry by entry, or the Jacobian for softmax-like f."""
    if order == 0:
        return f(a, env.trace)
    probe = f(a, env.trace)
    if a.ndim and probe.shape == a.shape and a.ndim == 1 and not _diagonal(f, a, env):
        if order > 1:
            raise Unsupported("second derivative of a map")
        return jacobian(lambda y: f(y, env.trace), a, env.trace)
    scale = min((step_scale(v) for v in a.ravel()), default=1.0)
    return slope(lambda t: elementwise_derivative(f, a + t, order - 1, env), scale, env.trace)


def _diagonal(f, a, env):
    y = a.copy()
    y[0] += 0.1
    moved = f(y, []) - f(a, [])
    return not np.any(np.abs(moved[1:]) > 1e-12)


# --- targets of differentiation
def locate(target, env):
    """(current value, env as a function of the value, shape kind) of what is differentiated by."""
    kind = target[0]
    if kind == "T":
        value, put = locate(target[1], env)
        return transpose(value), lambda v: put(transpose(v))
    if kind == "inv":
        value, put = locate(target[1], env)
        return inverse(value), lambda v: put(inverse(v))
    if kind == "pow":
        n = float(evaluate(target[2], env))
        value, put = locate(target[1], env)
        if value.ndim or value <= 0 and n % 2 == 0:
            if value.ndim:
                raise Unsupported("power of a vector")
            raise BadPoint("root of a negative number")
        return value ** n, lambda v: put(np.sign(v) * np.abs(v) ** (1 / n))
    if kind == "ref":
        _, key, fam, ent = target
        entry = env.names.entries[key]
        array = stored(key, env)
        if not fam and not ent:
            same = body_of(entry, env)
            shape, name = array.shape, canonical(key, env)
            return normal(array), lambda v: env.child({name: v.reshape(shape)}, same(v))
        at = selection(array, fam, ent, env, len(entry.ranges))

        def put_part(v):
            new = np.array(array, dtype=float)
            new[at] = v.reshape(np.shape(new[at]))
            return env.child({canonical(key, env): new})
        return normal(array[at]), put_part
    if kind == "entry" and target[1][0] == "ref":
        return locate(("ref", *target[1][1:3], (*target[1][3], *target[2])), env)
    if kind in {"apply", "call", "bars", "norm", "chain", "add"}:
        return evaluate(target, env), lambda v: env.child(None, {target: v})
    raise Unsupported(f"derivative by {kind}")


def body_of(entry, env):
    """A defined value also stands where its definition is written out."""
    if entry.kind == "value" and entry.body is not None and entry.body[0] not in {"ref", "num"}:
        return lambda v: {entry.body: v}
    return lambda v: None


def override(target, value, env):
    """env with the target held at a value."""
    _, put = locate(target, env)
    return put(np.asarray(value, dtype=float))


def arrange(j, out_shape, x, target, layout):
    """A Jacobian array (out + in) in the layout, as a value."""
    row = layout == "row"
    if x.ndim == 0:
        return normal(j)
    if out_shape == ():
        if x.ndim == 2 and x.shape[0] > 1:
            return normal(j)
        flat = j.reshape(-1)
        is_row = (x.ndim == 2) if not row else True
        return flat[None, :] if is_row else flat
    if len(out_shape) == 1 and x.ndim == 1:
        return normal(j if row else j.T)
    if len(out_shape) == 2 and out_shape[0] == 1 and x.ndim == 1:
        return normal(j[0].T)
    if len(out_shape) == 1 and x.ndim == 2 and x.shape[0] == 1:
        return normal(j[:, 0, :])
    return j


def derived(body, targets, env):
    """Raw array of nested derivatives, out + first target + second ..."""
    if not targets:
        return evaluate(body, env), []
    x, put = locate(targets[0], env)
    shapes = []

    def f(v):
        value, inner = derived(body, targets[1:], put(np.asarray(v)))
        shapes[:] = [inner, value.shape]
        return value
    j = jacobian(f, x, env.trace)
    inner, shape = shapes
    out = len(shape) - sum(len(s.shape) for s in inner)
    if inner:  # out + inner + x -> out + x + inner
        j = np.moveaxis(j, range(len(shape), j.ndim), range(out, out + x.ndim))
    return j, [x, *inner]


def partial(node, env):
    _, body, targets = node
    if len(targets) == 1:
        target = targets[0]
        j, (x,) = derived(body, targets, env)
        out_shape = j.shape[:j.ndim - x.ndim]
        return arrange(j, out_shape, x, target, env.layout)
    plain_targets = tuple(t[1] if t[0] == "T" else t for t in targets)
    j, points = derived(body, plain_targets, env)
    if j.ndim - sum(p.ndim for p in points) > 0 and any(p.ndim for p in points):
        raise Unsupported("second derivative of a vector")
    return normal(j) if j.ndim <= 2 else j


def builtin(node, env):
    _, name, primes, args = node
    values = tuple(evaluate(a, env) for a in args)
    if primes == 0:
        return call(name, values, env.trace)
    if len(values) != 1:
        raise Unsupported(f"derivative of {name}")
    return elementwise_derivative(lambda a, trace: call(name, (a,), trace), values[0], primes, env)


def at_point(node, env):
    scope = env
    for target, value in node[2]:
        scope = override(target, evaluate(value, env), scope)
    return evaluate(node[1], scope)


HANDLERS.update({"partial": partial, "call": builtin, "at": at_point})
