"""Sums and products of values: scalars (), vectors (n,), rows (1, n), matrices (m, n).

A product of one-element size collapses: (1, 1) is a scalar and (n, 1) a vector.
"""

from fractions import Fraction

import numpy as np

from tests.oracle.errors import BadPoint, ShapeError, Unsupported

SHAPES_ONLY = []  # non-empty while only the shapes of an expression are asked for

SPREAD = []  # shapes of sums that are right only by broadcasting


def normal(a):
    """The value with 1 x 1 and n x 1 collapsed."""
    a = np.asarray(a, dtype=float)
    if a.ndim == 2 and a.shape[1] == 1:
        a = a[:, 0]
        return a[0] * np.ones(()) if a.shape == (1,) else a
    if a.shape == (1,):
        return a.reshape(())
    return a


def matrix(a):
    """A vector as a column."""
    return a[:, None] if a.ndim == 1 else a


def transpose(a):
    """The transpose; of a scalar itself."""
    if a.ndim > 2:
        raise Unsupported("transpose of a derivative tensor")
    return a if a.ndim == 0 else normal(matrix(a).T)


def matmul(a, b):
    """Juxtaposition."""
    if a.ndim == 0 or b.ndim == 0:
        return a * b
    if a.ndim > 2 or b.ndim > 2:
        return contract(a, b)
    left, right = matrix(a), matrix(b)
    if left.shape[1] != right.shape[0]:
        raise ShapeError(f"{left.shape} times {right.shape}")
    return normal(left @ right)


def contract(a, b):
    """A gradient against a derivative tensor (out, in), either order."""
    for g, t in ((a, b), (b, a)):
        if t.ndim > g.ndim and t.shape[:g.ndim] == g.shape:
            return normal(np.tensordot(g, t, axes=g.ndim))
        if g.ndim == 2 and g.shape[0] == 1 and t.shape[:1] == g.shape[1:]:
            return normal(np.tensordot(g[0], t, axes=1))
    raise Unsupported("product with a derivative tensor")


def dot(a, b):
    """\\cdot: scalar, dot or matrix product by the shapes."""
    if a.ndim == 1 and b.ndim == 1:
        if a.shape != b.shape:
            raise ShapeError(f"dot product of lengths {a.shape[0]} and {b.shape[0]}")
        return np.dot(a, b)
    return matmul(a, b)


def star(a, b):
    """*: elementwise where the shapes agree and no matrix product is meant."""
    if a.shape == b.shape and a.ndim and (a.ndim == 1 or a.shape[0] != a.shape[1]):
        return a * b
    return matmul(a, b)


def hadamard(a, b):
    """Elementwise product of equal shapes."""
    if a.shape != b.shape and a.ndim and b.ndim:
        raise ShapeError(f"elementwise product of {a.shape} and {b.shape}")
    return a * b


def kronecker(a, b):
    """Kronecker product."""
    return normal(np.kron(matrix(a) if a.ndim else a, matrix(b) if b.ndim else b))


def divide(a, b):
    """A quotient: by a scalar, or elementwise for vectors."""
    if b.ndim == 0 or (b.ndim == 1 and a.ndim == 0) or (a.shape == b.shape and b.ndim == 1):
        if np.any(np.abs(b) < 1e-12):
            raise BadPoint("division by zero")
        return a / b
    raise ShapeError(f"{a.shape} divided by {b.shape}")


def inverse(a):
    """Reciprocal or matrix inverse; an ill-conditioned matrix is a bad point."""
    if a.ndim == 0:
        return divide(np.ones(()), a)
    if a.ndim != 2 or a.shape[0] != a.shape[1]:
        raise ShapeError(f"inverse of {a.shape}")
    if np.linalg.cond(a) > 1e6:
        if SHAPES_ONLY:
            return a
        raise BadPoint("near singular")
    return np.linalg.inv(a)


def power(a, b):
    """a^b: scalars, elementwise for vectors, matrix powers of square matrices."""
    if a.ndim == 2 and b.ndim == 0:
        if a.shape[0] != a.shape[1]:
            raise ShapeError(f"power of {a.shape}")
        if float(b).is_integer():
            return np.linalg.matrix_power(inverse(a) if b < 0 else a, abs(int(b)))
        if not np.allclose(a, a.T):
            raise Unsupported("root of a matrix that is not symmetric")
        values, vectors = np.linalg.eigh(a)
        if values.min() <= 0:
            raise BadPoint("root of an indefinite matrix")
        return vectors @ np.diag(values ** float(b)) @ vectors.T
    if a.ndim and b.ndim and a.shape != b.shape:
        raise ShapeError(f"{a.shape} to the power {b.shape}")
    if b.ndim == 0 and float(b) < 0 and np.any(np.abs(a) < 1e-12):
        raise BadPoint("division by zero")
    with np.errstate(all="ignore"):
        out = np.power(a, b)
        exponent = Fraction(float(b)).limit_denominator(9) if b.ndim == 0 else Fraction(0)
        if exponent.denominator in (3, 5, 7, 9) and abs(float(exponent) - float(b)) < 1e-12:  # the real odd root
            out = np.sign(a) ** (exponent.numerator % 2) * np.power(np.abs(a), b)
    return finite(out)


def finite(a):
    """The value, or a bad point where it is no finite number."""
    if not np.all(np.isfinite(a)):
        if SHAPES_ONLY:
            return np.ones(np.shape(a))
        raise BadPoint("outside the domain")
    return np.asarray(a, dtype=float)


def add(a, b, literal):
    """a + b of one shape; a number spreads, and so does, noted in SPREAD, a scalar or a row's vector."""
    if a.shape == b.shape:
        return a + b
    if a.ndim == 0 or b.ndim == 0:
        if not literal:
            SPREAD.append((a.shape, b.shape))
        return a + b
    wide, thin = (a, b) if a.ndim == 2 else (b, a)
    if wide.ndim == 2 and thin.ndim == 1 and wide.shape[1] == thin.shape[0] != wide.shape[0]:
        SPREAD.append((a.shape, b.shape))
        return a + b
    raise ShapeError(f"sum of {a.shape} and {b.shape}")


OPS = {"j": matmul, ".": dot, "x": dot, "*": star, "/": divide, "o": hadamard, "k": kronecker}


def flat(factors, ops):
    """Strictly left to right."""
    acc = factors[0]
    for op, f in zip(ops, factors[1:], strict=True):
        acc = OPS[op](acc, f)
    return acc


def grouped(factors):
    """Any bracketing of juxtaposed factors that fits."""
    if len(factors) == 1:
        return factors[0]
    for cut in range(len(factors) - 1, 0, -1):
        try:
            return matmul(grouped(factors[:cut]), grouped(factors[cut:]))
        except ShapeError:
            continue
    raise ShapeError("no bracketing of the product fits")


def juxtaposed(factors, ops):
    """Juxtaposition and division; left to right where that fits."""
    try:
        return flat(factors, ops)
    except ShapeError:
        if "/" in ops or len(factors) > 9 or any(f.ndim > 2 for f in factors):
            raise
        return grouped(factors)


def leveled(factors, ops, levels):
    """Split at the loosest level first."""
    if not levels:
        return juxtaposed(factors, ops)
    cuts = [i for i, op in enumerate(ops) if op in levels[0]]
    groups, outer, start = [], [], 0
    for cut in [*cuts, len(ops)]:
        groups.append(leveled(factors[start:cut + 1], ops[start:cut], levels[1:]))
        if cut < len(ops):
            outer.append(ops[cut])
        start = cut + 1
    return flat(groups, outer)


PLANS = ((), ("ok", ".x*"), (".x*", "ok"))


def chain(factors, ops):
    """A product: juxtaposition tightest, then dots, then Hadamard; else the order that fits."""
    kinds = set(ops) - {"j", "/"}
    if not kinds:
        return juxtaposed(factors, ops)
    last = None
    for levels in (("ok", ".x*"), (".x*", "ok")):
        try:
            return leveled(factors, ops, levels)
        except ShapeError as error:
            last = error
    try:
        return flat(factors, ops)
    except ShapeError:
        raise last from None
