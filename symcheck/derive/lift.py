r"""Entries back to matrices: \sum_j X_ij w_j is (X w)_i, \sum_i r_i^2 is \|r\|^2.

`lifted(body, (i, ..))` is the expression whose entry at (i, ..) is `body`, or None where matrix
notation has none. Whatever it gives is judged before it is shown.
"""

from __future__ import annotations

from functools import reduce

from symcheck.derive.indices import free, opened
from symcheck.derive.tidy import tidy
from symcheck.expr import Expr, Index, build
from symcheck.expr.names import At
from symcheck.expr.shape import SCALAR, Shape, is_scalar


def lifted(body: Expr, over: tuple[Index, ...]) -> Expr | None:
    """The array over one or two indices with these entries; the number itself over none."""
    if len(over) > 2 or not is_scalar(body.shape):
        return None
    found = _RULES[len(over)](body, over)
    return None if found is None else tidy(found)


def lifted_as(body: Expr, over: tuple[Index, ...], shape: Shape) -> Expr | None:
    """As `lifted`, in this shape: a row where that is asked for, a matrix by rows or by columns."""
    found = lifted(body, over)
    if found is not None and found.shape != shape and found.shape[::-1] == shape:
        found = tidy(build.transpose(found))
    return found if found is not None and found.shape == shape else None


def lifted_sums(e: Expr) -> Expr:
    """The expression with sums over entries in matrix notation, where that needs no vector of ones."""
    return e.replaced(lambda n: _tried(n) or (n if n.op == "let" else None))


def _tried(e: Expr) -> Expr | None:
    found = None
    if e.op == "sum" and is_scalar(e.shape):
        found = lifted(e, ())
    elif e.op == "array" and not e.data[1] and len(e.data[0]) <= 2 and "sum" in e.ops:
        indices, body = opened(e)
        found = lifted_as(body, indices, e.shape)
    if found is None or any(n.op in ("ones", "reduce", "sum") for n in found.walk(("let",))):
        return None
    return found


def is_plain(e: Expr) -> bool:
    """Is what was lifted free of vectors of ones and of sums of vectors?"""
    return not any(n.op in ("ones", "basis", "array") or n.op == "sum" and not is_scalar(n.shape)
                   for n in e.walk(("let",)))


def is_by_entries(e: Expr) -> bool:
    """Is something in it written by entries of a matrix or of members?"""
    return any(n.op == "entry" and (len(n.data) == 2 or n.args[0].op == "item") for n in e.walk())


# --- one number -----------------------------------------------------------------------------------


def _number(e: Expr, over) -> Expr | None:
    if e.op == "sum" and is_scalar(e.shape):
        if len(e.args) > 1 or not is_whole_sum(e):
            return None
        (k,), body = opened(e)
        return _summed(body, k)
    if e.op in ("let", "var", "item", "derivative") or not any(n.op == "sum" for n in e.walk(("let",))):
        return e
    args = [_number(a, ()) if is_scalar(a.shape) else a for a in e.args]
    return None if None in args else Expr(e.op, tuple(args), e.data, e.shape)


def _summed(body: Expr, k: Index) -> Expr | None:
    """The sum of body over k: an inner product, a square, or terms of these."""
    body = tidy(body)
    if body.op == "add":
        terms = [_summed(t, k) for t in body.args]
        return None if None in terms else build.add(*terms)
    if body.op == "neg":
        inner = _summed(body.args[0], k)
        return None if inner is None else build.neg(inner)
    if body.op == "power" and body.args[1].op == "num" and body.args[1].data == 2:
        inner = _vector(body.args[0], (k,))
        return None if inner is None else build.power(build.norm(inner, "fro"), build.num(2))
    outside, inside = _sorted(_factors(body), lambda f: k in free(f))
    numbers = [_number(f, ()) for f in outside]
    if None in numbers or not inside:
        return None
    if len(inside) == 1 and inside[0].op in ("power", "add"):
        total = _summed(inside[0], k)
    else:
        vectors = [_vector(f, (k,)) for f in inside]
        if None in vectors or len(vectors) < 2:
            return None
        total = build.dot(reduce(build.hadamard, vectors[:-1]), vectors[-1])
    return None if total is None else reduce(build.mul, [*numbers, total])


# --- a vector -------------------------------------------------------------------------------------


def _vector(e: Expr, over: tuple[Index, ...]) -> Expr | None:
    (i,) = over
    if i not in free(e):
        inner = _number(e, ())
        return None if inner is None else build.mul(inner, build.ones((i.dim, 1)))
    match e.op:
        case "entry":
            return _entry_vector(e, i)
        case "derivative":
            by = e.args[1]
            if by.op == "entry" and by.data == (At(i),) and i not in free(by.args[0]):
                g = build.derivative(e.args[0], by.args[0], "column")
                return g if g.shape[1] == 1 else build.transpose(g)
            return None
        case "sum":
            return _sum_vector(e, i)
        case "mul" | "hadamard":
            outside, inside = _sorted(_factors(e), lambda f: i in free(f))
            if inside == [e]:
                return None
            numbers = [_number(f, ()) or f for f in outside]
            vectors = [_vector(f, over) for f in inside]
            if None in vectors:
                return None
            return reduce(build.mul, [*numbers, reduce(build.hadamard, vectors)])
    return _each(e, over, _vector, (i.dim, 1))


def _entry_vector(e: Expr, i: Index) -> Expr | None:
    a = e.args[0]
    if i in free(a):
        return None
    if e.data == (At(i),):
        return a if a.shape[1] == 1 else build.transpose(a)
    return None


def _sum_vector(e: Expr, i: Index) -> Expr | None:
    """\\sum_k A_ik v_k .. as a product of a matrix and a vector."""
    if len(e.args) > 1 or not is_whole_sum(e):
        return None
    (k,), body = opened(e)
    body = tidy(body)
    if body.op == "add":
        terms = [_vector(build.sum_over(k, t), (i,)) for t in body.args]
        return None if None in terms else build.add(*terms)
    both, rest = _sorted(_factors(body), lambda f: not {i, k} <= free(f))
    over_k = [f for f in rest if k in free(f)]
    over_i = [f for f in rest if i in free(f)]
    numbers = [_number(f, ()) for f in rest if not free(f) & {i, k}]
    vectors = [_vector(f, (k,)) for f in over_k]
    beside = [_vector(f, (i,)) for f in over_i]
    if None in numbers or None in vectors or None in beside or len(both) != 1:
        return None
    matrix = _matrix(both[0], (i, k))
    if matrix is None:
        return None
    vector = reduce(build.hadamard, vectors) if vectors else build.ones((k.dim, 1))
    whole = reduce(build.hadamard, [*beside, build.mul(matrix, vector)])
    return reduce(build.mul, [*numbers, whole])


# --- a matrix -------------------------------------------------------------------------------------


def _matrix(e: Expr, over: tuple[Index, ...]) -> Expr | None:
    i, j = over
    if not free(e) & {i, j}:
        inner = _number(e, ())
        return None if inner is None else build.mul(inner, build.ones((i.dim, j.dim)))
    if e.op == "entry" and not free(e.args[0]) & {i, j}:
        if e.data == (At(i), At(j)):
            return e.args[0]
        if e.data == (At(j), At(i)):
            return build.transpose(e.args[0])
    if e.op == "derivative" and e.args[1].op == "entry" and not free(e.args[1].args[0]) & {i, j}:
        by = e.args[1]
        g = build.derivative(e.args[0], by.args[0], "column")
        if by.data == (At(i), At(j)):
            return g
        return build.transpose(g) if by.data == (At(j), At(i)) else None
    if e.op in ("mul", "hadamard", "entry", "derivative", "sum") or not {i, j} <= free(e):
        return _matrix_product(e, i, j)
    return _each(e, over, _matrix, (i.dim, j.dim))


def _matrix_product(e: Expr, i: Index, j: Index) -> Expr | None:
    if e.op == "sum":
        return _sum_matrix(e, i, j)
    if e.op == "entry" and {i, j} <= free(e) or e.op == "derivative":
        return None
    rest, both = _sorted(_factors(e), lambda f: {i, j} <= free(f))
    if both == [e]:
        return None
    numbers = [_number(f, ()) for f in rest if not free(f) & {i, j}]
    rows = [_vector(f, (i,)) for f in rest if i in free(f)]
    columns = [_vector(f, (j,)) for f in rest if j in free(f)]
    matrices = [_matrix(f, (i, j)) for f in both]
    if None in (*numbers, *rows, *columns, *matrices):
        return None
    if not matrices:
        row = reduce(build.hadamard, rows) if rows else build.ones((i.dim, 1))
        column = reduce(build.hadamard, columns) if columns else build.ones((j.dim, 1))
        whole = build.mul(row, build.transpose(column))
    else:
        whole = reduce(build.hadamard, matrices)
        if rows:
            whole = build.mul(build.diag(reduce(build.hadamard, rows)), whole)
        if columns:
            whole = build.mul(whole, build.diag(reduce(build.hadamard, columns)))
    return reduce(build.mul, [*numbers, whole])


def _sum_matrix(e: Expr, i: Index, j: Index) -> Expr | None:
    """\\sum_k A_ik B_kj as a product."""
    if len(e.args) > 1 or not is_whole_sum(e):
        return None
    (k,), body = opened(e)
    body = tidy(body)
    if body.op == "add":
        terms = [_matrix(build.sum_over(k, t), (i, j)) for t in body.args]
        return None if None in terms else build.add(*terms)
    factors = _factors(body)
    left = [f for f in factors if i in free(f) and j not in free(f)]
    right = [f for f in factors if j in free(f) and i not in free(f)]
    middle = [f for f in factors if not free(f) & {i, j}]
    if len(left) + len(right) + len(middle) != len(factors):
        return None
    a = _matrix(reduce(build.mul, left), (i, k)) if left else None
    b = _matrix(reduce(build.mul, right), (k, j)) if right else None
    if a is None or b is None:
        return None
    inside = [_vector(f, (k,)) for f in middle if k in free(f)]
    numbers = [_number(f, ()) for f in middle if k not in free(f)]
    if None in inside or None in numbers:
        return None
    if inside:
        a = build.mul(a, build.diag(reduce(build.hadamard, inside)))
    return reduce(build.mul, [*numbers, build.mul(a, b)])


# --- shared ---------------------------------------------------------------------------------------


def _each(e: Expr, over, lift, shape) -> Expr | None:
    """An entrywise operation on what its arguments come to."""
    match e.op:
        case "add" | "indicator" | "extremum":
            args = [a if e.op != "add" and not free(a) & set(over) else lift(a, over) for a in e.args]
        case "neg":
            args = [lift(e.args[0], over)]
        case "div":
            top = lift(e.args[0], over)
            bottom = (_number(e.args[1], ()) or e.args[1]) if not free(e.args[1]) & set(over) else lift(e.args[1], over)
            args = [top, bottom]
        case "power" if not free(e.args[1]) & set(over):
            args = [lift(e.args[0], over), e.args[1]]
        case "apply" if e.data[0].kind == "elementwise":
            args = [lift(e.args[0], over)]
        case _:
            return None
    if None in args:
        return None
    if e.op == "add":
        return build.add(*args)
    if e.op == "power" and shape[0] == shape[1]:
        return None
    return Expr(e.op, tuple(args), e.data, shape)


def _factors(e: Expr) -> list[Expr]:
    """The scalar factors of a product."""
    if e.op in ("mul", "hadamard") and all(a.shape == SCALAR for a in e.args):
        return [f for a in e.args for f in _factors(a)]
    if e.op == "neg":
        return [build.num(-1), *_factors(e.args[0])]
    if e.op == "div" and all(a.shape == SCALAR for a in e.args):
        top = _factors(e.args[0])
        return [*top, build.div(build.num(1), e.args[1])]
    if e.op == "power" and e.args[1].op == "num" and e.args[1].data == 2 and e.args[0].op == "entry":
        return [e.args[0], e.args[0]]
    return [e]


def _sorted(factors: list[Expr], test) -> tuple[list[Expr], list[Expr]]:
    """Those that fail the test, then those that pass."""
    return [f for f in factors if not test(f)], [f for f in factors if test(f)]


def is_whole_sum(e: Expr) -> bool:
    """Does a sum run over all of its index's range?"""
    index, low, high = e.data
    return low == At(None, 1) and high in (At(index.dim, 0), At(None, index.dim))


_RULES = (_number, _vector, _matrix)
