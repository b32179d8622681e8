"""Both sides together: every size of a size-less constant and every value of a free index."""

import numpy as np

from tests.oracle import application, reductions
from tests.oracle.errors import NeedRange, NeedSize, ShapeError, Unsupported
from tests.oracle.evaluate import evaluate, integer, range_of
from tests.oracle.products import transpose

MODULES = (application, reductions)  # imported for the node kinds that they add


def solve_sizes(run, env):
    """run(), trying every size for each size-less I, 1, 0 and e_i until the shapes fit."""
    try:
        return run()
    except NeedSize as need:
        last = None
        for size in sorted({*env.sizes.values(), 2, 3} if env.sizes else {2, 3, 4}):
            env.flex[need.ident] = size
            env.cache.clear()
            try:
                return solve_sizes(run, env)
            except ShapeError as error:
                last = last or error
        del env.flex[need.ident]
        raise last or ShapeError("no size fits") from None


def pairs(left, right, env, zero):
    """[(a, b)] over all values of the free indices."""
    def both(strict):
        a, b = evaluate(left, env), evaluate(right, env)
        if zero and a.shape != b.shape and (a.ndim == 0 or b.ndim == 0):
            a, b = np.broadcast_arrays(a, b)
        if env.flex and a.shape != b.shape and (strict or a.shape != transpose(b).shape):
            raise ShapeError(f"sides {a.shape} and {b.shape}")
        return a, b
    try:
        try:
            return [solve_sizes(lambda: both(True), env)]
        except ShapeError:
            return [solve_sizes(lambda: both(False), env)]
    except NeedRange as need:
        if need.index in env.idx:
            raise Unsupported(f"range of index {need.index}") from None
        size = need.size
        declared = env.names.index_ranges.get(need.index)
        if size is None:
            size = stated(need.index, left, right, env)
        if size is None and declared is not None:
            size = integer(declared, env)
        if size is None:
            size = default_range(need.index, env)
        out = []
        for i in range(1, size + 1):
            scope = env.child(idx={need.index: i}, idx_size={need.index: size})
            out += pairs(left, right, scope, zero)
        return out


def stated(index, left, right, env):
    """The size a free index has where it stands in a subscript, if anywhere."""
    for node in (left, right):
        try:
            return range_of(index, node, env)
        except (NeedRange, NeedSize, ShapeError):
            continue
    return None


def default_range(index, env):
    """A free index that stands only in indicators or exponents."""
    if not env.names.dims:
        raise Unsupported(f"range of index {index}")
    return max(env.sizes.values())


def free_difference(left, right, env):
    """Flat residual of an assumed equation."""
    found = pairs(left, right, env, True)
    for a, b in found:
        if a.shape != b.shape:
            raise Unsupported("shapes of an assumption")
    return np.concatenate([np.ravel(a - b) for a, b in found])
