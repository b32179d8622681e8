"""Calls of declared and defined functions, and the derivatives by their arguments: nabla, D, primes."""

import numpy as np

from tests.oracle.differences import arrange, derived, elementwise_derivative, jacobian
from tests.oracle.errors import ShapeError, Unsupported
from tests.oracle.evaluate import HANDLERS, by_entries, evaluate, generic, integer
from tests.oracle.products import normal


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
    return normal(by_entries(entry.body, tuple(free), scope))


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
        if var in args or var[0] != "ref" or var[1] not in entry.params or mentions(args, var):
            return None
        at = entry.params.index(var[1])
    values = [evaluate(a, env) for a in args]
    if entry.params and values[at].ndim == 0 and values[at] == 0 and entry.params[at] in env.values:
        values[at] = np.zeros(normal(env.values[entry.params[at]]).shape)

    def f(v):
        return apply_values(body, [*values[:at], np.asarray(v), *values[at + 1:]], env)
    return f, values[at]


def mentions(node, ref):
    """Whether a name stands somewhere in a node, as written."""
    return isinstance(node, (tuple, list)) and (node == ref or any(mentions(x, ref) for x in node))


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


HANDLERS.update({"nabla": nabla, "jac": jac, "apply": apply})
