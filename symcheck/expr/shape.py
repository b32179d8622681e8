"""Shapes with named dimensions, and the rules by which shapes meet.

A dimension is an integer or a name (`n`, `d`, `N`). Everything a student writes is a matrix: a
scalar is 1 x 1, a vector of length n is n x 1, a row is 1 x n. That is how 1 x 1 and scalar, and
column and length-n vector, are reconciled: they are the same shape. Derivatives of vectors and
matrices by matrices have longer shapes (value's axes without the 1s, then the variable's).
"""

from __future__ import annotations

Dim = int | str
Shape = tuple[Dim, ...]

SCALAR: Shape = (1, 1)


class ShapeError(ValueError):
    """Two parts do not fit. `rule` names the operation; `shapes` are those of the parts."""

    def __init__(self, rule: str, *shapes: Shape):
        super().__init__(rule, *shapes)
        self.rule = rule
        self.shapes = shapes


def is_scalar(shape: Shape) -> bool:
    return shape == SCALAR or shape.count(1) == len(shape)


def is_vector(shape: Shape) -> bool:
    """A column or a row with more than one entry."""
    return len(shape) == 2 and (shape[0] == 1) != (shape[1] == 1)


def is_matrix(shape: Shape) -> bool:
    return len(shape) == 2 and shape[0] != 1 and shape[1] != 1


def long_axes(shape: Shape) -> tuple[Dim, ...]:
    """The dimensions that are not 1: the axes of the index form."""
    return () if shape == SCALAR else tuple(d for d in shape if d != 1)


def product_shape(a: Shape, b: Shape) -> Shape:
    """Shape of the matrix product `a b`; a scalar on either side scales."""
    if is_scalar(a):
        return b
    if is_scalar(b):
        return a
    if len(a) == 2 and len(b) == 2:
        if a[1] == b[0]:
            return (a[0], b[1])
    elif a[-1] == b[0]:
        rest = a[:-1] + b[1:]
        long = tuple(d for d in rest if d != 1)
        return long if len(long) > 2 else (long + (1, 1))[:2]
    elif len(a) == 2 and a[0] == 1 and a[1] == b[0]:
        rest = b[1:]
        return rest if len(rest) >= 2 else rest + (1,)
    raise ShapeError("product", a, b)


def same_shape(rule: str, a: Shape, b: Shape) -> Shape:
    """The shape of a sum or an elementwise operation: equal, or one of them scalar."""
    if a == b:
        return a
    if is_scalar(a):
        return b
    if is_scalar(b):
        return a
    raise ShapeError(rule, a, b)


def transposed(shape: Shape) -> Shape:
    if len(shape) != 2:
        raise ShapeError("transpose", shape)
    return (shape[1], shape[0])


def square(rule: str, shape: Shape) -> Dim:
    if len(shape) != 2 or shape[0] != shape[1]:
        raise ShapeError(rule, shape)
    return shape[0]


def describe(shape: Shape) -> str:
    """In words: `a scalar`, `a vector of length n`, `a row of length n`, `n x d`."""
    if is_scalar(shape):
        return "a scalar"
    if is_vector(shape):
        return f"a vector of length {shape[0]}" if shape[1] == 1 else f"a row of length {shape[1]}"
    if len(shape) == 3 and 1 in (shape[0], shape[2]):
        long = " ".join(map(str, long_axes(shape)))
        return f"a vector of length {long}" if shape[2] == 1 else f"a row of length {long}"
    return " x ".join(map(str, shape))
