"""Concrete points: pairwise distinct sizes, and values that respect domains and assumptions."""

import numpy as np

from tests.oracle.errors import BadPoint, Unsupported
from tests.oracle.evaluate import Env, evaluate, integer
from tests.oracle.pairing import free_difference, solve_sizes

SIGNS = ((1, -1, 1, -1), (1, 1, -1, -1), (1, -1, -1, 1))
SIZES = ((3, 2, 4, 5, 6, 7, 8, 9), (2, 4, 3, 6, 5, 8, 7, 9), (4, 3, 2, 5, 7, 6, 9, 8))


def sizes_of(names, draw):
    """Distinct sizes for all dimensions, in order of declaration; index constants are sizes too."""
    pool = SIZES[draw % len(SIZES)]
    if len(names.dims) > len(pool):
        raise Unsupported("more dimensions than the oracle draws")
    return dict(zip(names.dims, pool, strict=False))


def value(entry, env, rng):
    """Random value of one declared name."""
    shape = tuple(integer(s, env) for s in (*entry.ranges, *entry.shape))
    inner = tuple(integer(s, env) for s in entry.shape)
    kind, *args = entry.domain
    if kind in {"real", "nonzero"}:
        if shape == ():  # both signs of every scalar, mixed, within four draws
            scalars = sum(np.ndim(v) == 0 for v in env.values.values())
            sign = SIGNS[scalars % 3][env.seed % 4]
            return rng.uniform(0.25, 2.0) * sign
        return rng.uniform(0.25, 1.6, shape) * rng.choice([-1.0, 1.0], shape)
    if kind == "pos":
        return rng.uniform(0.4, 1.7, shape)
    if kind == "between":
        low, high = max(args[0], min(-2.0, args[1] - 4)), min(args[1], max(2.0, args[0] + 4))
        return rng.uniform(low + 0.1 * (high - low), high - 0.1 * (high - low), shape)
    if kind == "int":
        return rng.integers(2, 5, shape).astype(float)
    if kind == "choice":
        out = rng.choice(np.array(args[0]), shape)
        if out.ndim == 1 and len(set(out)) == 1:
            out[0] = next(v for v in args[0] if v != out[0])
        return out
    if kind == "upto":
        return rng.integers(1, integer(args[0], env) + 1, shape).astype(float)
    if kind == "simplex":
        out = rng.uniform(0.3, 1.0, shape)
        return out / out.sum(axis=-1, keepdims=True)
    a = rng.normal(size=shape)
    if kind == "sym":
        return a + np.swapaxes(a, -1, -2)
    if kind == "spd":
        if len(inner) < 2:
            return rng.uniform(0.4, 1.7, shape)
        return a @ np.swapaxes(a, -1, -2) / inner[-1] + 0.6 * np.eye(inner[-1])
    if kind == "diagonal":
        return a * np.eye(inner[-1])
    if kind == "orthogonal":
        q, _ = np.linalg.qr(a.swapaxes(-1, -2) if inner[-2] < inner[-1] else a)
        return q if q.shape == a.shape else q.swapaxes(-1, -2)
    raise Unsupported(f"domain {kind}")


def draw(names, number, layout):
    """An Env at the given draw; raises BadPoint when the assumptions cannot be met."""
    rng = np.random.default_rng(1000 + number)
    env = Env(names, sizes_of(names, number), {}, layout, seed=number)
    for key in names.order:
        entry = names.entries[key]
        if entry.kind == "var":
            env.values[key] = np.asarray(value(entry, env, rng), dtype=float)
    satisfy([(a, b) for rel, a, b in names.assumptions if rel == "="], env, rng)
    for rel, left, right in names.assumptions:
        if rel != "=" and not holds(rel, left, right, env):
            raise BadPoint("an assumption does not hold here")
    env.cache = {}
    return env


def holds(rel, left, right, env):
    a, b = (solve_sizes(lambda n=n: evaluate(n, env), env) for n in (left, right))
    compare = {">": np.greater, "<": np.less, r"\ge": np.greater_equal, r"\le": np.less_equal,
               r"\neq": np.not_equal}
    return rel not in compare or bool(np.all(compare[rel](a, b)))


def variables(node, env, out):
    """Keys of declared variables below a node."""
    if isinstance(node, tuple):
        if node and node[0] == "ref":
            entry = env.names.entries[node[1]]
            if entry.kind == "var":
                if node[1] not in out:
                    out.append(node[1])
            elif entry.body is not None:
                variables(entry.body, env, out)
        for part in node[1:] if node and isinstance(node[0], str) else node:
            variables(part, env, out)
    return out


def satisfy(equations, env, rng):
    """Move the variables of the assumed equations onto all of them: labels by trial, real numbers by
    Gauss-Newton steps, positive ones as squares."""
    def domain(key):
        return env.names.entries[key].domain[0]

    smooth, keys = [], []
    for left, right in equations:
        own = [k for k in variables(("add", ((1, left), (-1, right))), env, [])
               if domain(k) not in {"int", "upto"}]
        if own and all(domain(k) == "choice" for k in own):
            try_labels(left, right, own, env, rng)
        elif own:
            smooth.append((left, right))
            keys += [k for k in own if k not in keys and domain(k) != "choice"]
    if not smooth:
        return
    positive = {k for k in keys if domain(k) == "pos"}
    bent = [k for k in keys if domain(k) in {"sym", "spd", "orthogonal", "diagonal"}]

    def residual(flat):
        at = 0
        for k in keys:
            part = flat[at:at + env.values[k].size].reshape(env.values[k].shape)
            at += part.size
            env.values[k] = part**2 if k in positive else part
        env.cache = {}
        return np.concatenate([*(free_difference(a, b, env) for a, b in smooth),
                               *(np.ravel(bend(domain(k), env.values[k])) for k in bent)])

    x = np.concatenate([np.sqrt(env.values[k].ravel()) if k in positive else env.values[k].ravel()
                        for k in keys])
    for _ in range(60):
        r = residual(x)
        if np.max(np.abs(r), initial=0) < 1e-13:
            break
        jac = np.stack([(residual(x + 1e-5 * e) - residual(x - 1e-5 * e)) / 2e-5
                        for e in np.eye(x.size)], axis=-1)
        step = np.linalg.lstsq(jac, r, rcond=1e-7)[0]
        x = x - step * min(1, 1 / max(np.linalg.norm(step), 1e-9))
    if np.max(np.abs(residual(x)), initial=0) > 1e-9:
        raise BadPoint("the assumptions could not be met")
    if any(domain(k) == "spd" and np.min(np.linalg.eigvalsh(env.values[k])) <= 0 for k in bent):
        raise BadPoint("not positive definite")


def bend(kind, a):
    """What a matrix of this kind lacks: 0 where it is one."""
    turned = np.swapaxes(a, -1, -2)
    if kind == "diagonal":
        return a * (1 - np.eye(a.shape[-1]))
    if kind == "orthogonal":
        return a @ turned - np.eye(a.shape[-2])
    return a - turned if a.ndim > 1 else np.zeros(1)


def try_labels(left, right, keys, env, rng):
    """Random labels until the equation holds; each row with a single 1 is tried too."""
    for number in range(3000):
        for k in keys:
            array, members = env.values[k], np.array(env.names.entries[k].domain[1])
            if number % 2 and array.ndim and set(members) == {0.0, 1.0}:
                flat = np.zeros(array.shape).reshape(-1, array.shape[-1])
                flat[np.arange(len(flat)), rng.integers(0, array.shape[-1], len(flat))] = 1.0
                env.values[k] = flat.reshape(array.shape)
            else:
                env.values[k] = rng.choice(members, array.shape)
        env.cache = {}
        if np.max(np.abs(free_difference(left, right, env)), initial=0) < 1e-9:
            return
    raise BadPoint("no labels meet the assumption")
