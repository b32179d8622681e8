"""Derivatives by central differences of fourth order, checked against second; and function calls.

A step that crosses a branch (ReLU, abs, a condition) is shortened; where that does not help the
point is refused. Layout: column gives a gradient the shape of its variable and a vector by a
vector n_x x n_y; row gives rows and Jacobians n_y x n_x.
"""

import itertools

import numpy as np

from tests.oracle.errors import BadPoint, ShapeError, Unsupported
from tests.oracle.evaluate import (
    HANDLERS,
    canonical,
    evaluate,
    generic,
    integer,
    selection,
    stored,
)
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
            raise BadPoint("root of a negative number") if not value.ndim else Unsupported("power of a vector")
        return value ** n, lambda v: put(np.sign(v) * np.abs(v) ** (1 / n))
    if kind == "ref":
        _, key, fam, ent = target
        entry = env.names.entries[key]
        array = stored(key, env)
        if not fam and not ent:
            same = body_of(entry, env)
            return normal(array), lambda v: env.child({canonical(key, env): v.reshape(array.shape)}, same(v))
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


def implied_target(body, env):
    """The variable of a bare nabla on a defined value."""
    seen, stack = [], [body]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            if node and node[0] == "ref":
                entry = env.names.entries[node[1]]
                if entry.kind == "var" and node[1] not in seen:
                    seen.append(node[1])
                elif entry.body is not None:
                    stack.append(entry.body)
            stack.extend(node[1:] if node and isinstance(node[0], str) else node)
    vectors = [k for k in seen if np.ndim(env.values.get(k, 0)) == 1 and k[0] in "wxzv\\"]
    named = [k for k in vectors if k in {"w", "\\theta", "\\beta", "x"}]
    for choice in ([k for k in named if k != "x"], named, vectors):
        if len(choice) == 1:
            return ("ref", choice[0], (), ())
    raise Unsupported("the variable of a bare nabla")


def slots(body, var, env):
    """(f, x) when the operand is a call and the derivative is by its argument; else None."""
    if body[0] != "apply" or body[4] is None:
        return None
    args = list(body[4])
    entry = env.names.entries[body[1]]
    if var is None:
        if len(args) != 1:
            raise Unsupported("the variable of a bare derivative of several arguments")
        at = 0
    else:
        if var in args or var[0] != "ref" or var[1] not in entry.params:
            return None
        at = entry.params.index(var[1])
    values = [evaluate(a, env) for a in args]
    if entry.params and values[at].ndim == 0 and values[at] == 0 and entry.params[at] in env.values:
        values[at] = np.zeros(normal(env.values[entry.params[at]]).shape)

    def f(v):
        return apply_values(body, [*values[:at], np.asarray(v), *values[at + 1:]], env)
    return f, values[at]


def operator_jacobian(body, var, order, env):
    """(array, out shape, x, target) of nabla or D."""
    pair = slots(body, var, env)
    if pair:
        f, x = pair
        if order == 2:
            inner = f
            f = lambda v: jacobian(inner, np.asarray(v), env.trace)  # noqa: E731
        j = jacobian(f, x, env.trace)
        return j, j.shape[:j.ndim - order * x.ndim], x
    if body[0] == "apply" and body[4] is None and var is None:
        params = env.names.entries[body[1]].params
        if len(params) != 1:
            raise Unsupported("the variable of a bare derivative")
        var = ("ref", params[0], (), ())
    var = var if var is not None else implied_target(body, env)
    j, points = derived(body, (var,) * order, env)
    return j, j.shape[:j.ndim - order * points[0].ndim], points[0]


def nabla(node, env):
    _, body, var, order = node
    j, out_shape, x = operator_jacobian(body, var, order, env)
    if order == 1:
        return arrange(j, out_shape, x, var, "column")
    if order != 2 or out_shape != () or x.ndim > 1:
        raise Unsupported("Hessian of this kind")
    return normal(j)


def jac(node, env):
    _, body, var = node
    j, out_shape, x = operator_jacobian(body, var, 1, env)
    if len(out_shape) > 1 or x.ndim > 1:
        raise Unsupported("Jacobian by a matrix")
    if x.ndim == 0:
        return normal(j)
    return j.reshape(-1, x.size)


# --- calls of declared and defined functions
def apply(node, env):
    _, key, fam, primes, args = node
    entry = env.names.entries[key]
    if args is None:
        if not entry.params:
            raise Unsupported(f"function {key} without its argument")
        args = tuple(("ref", p, (), ()) for p in entry.params)
        node = (*node[:4], args)
    values = [evaluate(a, env) for a in args]
    if primes == 0:
        return apply_values(node, values, env)
    if len(values) != 1:
        raise Unsupported("a prime on a function of several arguments")
    x = values[0]
    bare = (node[0], key, fam, 0, args)

    def f(v, trace):
        return apply_values(bare, [np.asarray(v)], env)
    whole = not entry.elementwise and (
        x.ndim and (entry.kind == "func" or np.shape(f(x, [])) == ()))
    if whole:
        if primes > 1:
            raise Unsupported("second derivative of a map by a prime")
        j = jacobian(lambda v: f(v, env.trace), x, env.trace)
        return j.reshape(-1, x.size)
    return elementwise_derivative(f, x, primes, env)


def check_shapes(entry, values, env):
    """Arguments against the declared domain."""
    if len(entry.shape) != len(values):
        raise Unsupported(f"{entry.key} takes {len(entry.shape)} arguments")
    for i, (sizes, value) in enumerate(zip(entry.shape, values, strict=True)):
        want = normal(np.zeros([integer(s, env) for s in sizes])).shape
        if value.shape == () and value == 0:  # a plain 0 is the zero of the domain
            values[i] = np.zeros(want)
        elif value.shape != want:
            raise ShapeError(f"{entry.key} of {value.shape}, declared on {want}")


def apply_values(node, values, env):
    """The function of a call node at argument values."""
    key, fam = node[1], tuple(integer(i, env) for i in node[2])
    entry = env.names.entries[key]
    if entry.kind == "func":
        if entry.elementwise:
            if len(values) != 1:
                raise Unsupported(f"{key} of several arguments")
            return generic(key, env, fam, 1, (), entry.domain == ("pos",)).each(values[0])
        check_shapes(entry, values, env)
        flat = np.concatenate([v.ravel() for v in values])
        outputs = tuple(integer(s, env) for s in entry.codomain)
        return normal(generic(key, env, fam, flat.size, outputs, entry.domain == ("pos",))(flat))
    if len(values) != len(entry.params):
        raise Unsupported(f"{key} takes {len(entry.params)} arguments")
    if entry.shape:
        check_shapes(entry, values, env) if not entry.elementwise else None
    if entry.elementwise and values[0].ndim:
        return np.array([float(defined(entry, fam, [np.asarray(v)], env))
                         for v in values[0].ravel()]).reshape(values[0].shape)
    return defined(entry, fam, values, env)


def defined(entry, fam, values, env):
    """The body with its parameters bound."""
    over = {}
    for param, value in zip(entry.params, values, strict=True):
        known = env.names.entries.get(param)
        old = env.values.get(param)
        if known is not None and old is not None and normal(old).shape != value.shape:
            if value.ndim == 0 and value == 0:
                value = np.zeros(old.shape)
            elif not (normal(old).ndim == 0 and len(values) == 1):
                raise ShapeError(f"argument {param} of {entry.key} has shape {value.shape}")
        over[param] = value.reshape(old.shape) if old is not None and old.size == value.size else value
    family = dict(zip(entry.ranges, fam, strict=False)) if entry.ranges else {}
    scope = env.child(over, idx=family)
    free = [i for i in entry.indices if i not in family]
    if not free:
        return evaluate(entry.body, scope)
    from tests.oracle.evaluate import by_entries
    return normal(by_entries(entry.body, tuple(free), scope))


HANDLERS.update({"partial": partial, "nabla": nabla, "jac": jac, "apply": apply})
__all__ = ["elementwise_derivative", "itertools", "jacobian", "override"]
