"""Constructors of expressions. Each checks shapes (raising `ShapeError`) and never simplifies.

The docstring of each constructor is the definition of its operation: what `tensor/lower.py` must
make of it and what `expr/latex.py` prints.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from symcheck.expr.names import At, Function, Index, Variable
from symcheck.expr.node import Expr
from symcheck.expr.shape import (
    SCALAR,
    Dim,
    Shape,
    ShapeError,
    is_scalar,
    is_vector,
    long_axes,
    product_shape,
    same_shape,
    square,
    transposed,
)

# --- leaves -------------------------------------------------------------------------------------


@lru_cache(4096)
def num(value: int | str | Fraction) -> Expr:
    """An exact rational number."""
    return Expr("num", (), Fraction(value), SCALAR)


def const(name: str) -> Expr:
    """`pi`, `e` (the base of natural logarithms) or `infinity`."""
    return Expr("const", (), name, SCALAR)


def size(dim: Dim) -> Expr:
    """A dimension used as a number, as N in 1/N."""
    return num(dim) if isinstance(dim, int) else Expr("size", (), dim, SCALAR)


def index_value(at: At) -> Expr:
    """The position itself used as a number, as i in a sum of i x_i."""
    return Expr("index", (), at, SCALAR)


def var(v: Variable) -> Expr:
    """A declared name. One with a family must be given its indices by `item`."""
    return Expr("var", (), v, v.shape)


def let(v: Variable, definition: Expr) -> Expr:
    """A name with its definition, which has the family's axes as `array` indices in front.

    It stands for its definition except where it is differentiated by: then it is held as a
    variable of its own.
    """
    return Expr("let", (definition,), v, v.shape)


def item(of: Expr, at: tuple[At, ...]) -> Expr:
    """Member number `at` of a family; `of` is a `var` or `let` whose variable has a family."""
    if len(of.data.family) != len(at):
        raise ShapeError("family", of.shape)
    return Expr("item", (of,), at, of.shape)


def eye(n: Dim) -> Expr:
    """The n x n identity."""
    return Expr("eye", (), n, (n, n))


def ones(shape: Shape) -> Expr:
    return Expr("ones", (), (), shape)


def zeros(shape: Shape) -> Expr:
    return Expr("zeros", (), (), shape)


def basis(at: At, n: Dim) -> Expr:
    """The standard basis vector e_i of length n."""
    return Expr("basis", (), at, (n, 1))


# --- arithmetic ---------------------------------------------------------------------------------


def add(*args: Expr, broadcast: bool = False) -> Expr:
    """Sum. All of one shape; with `broadcast`, a scalar is added to every entry."""
    shape = args[0].shape
    for a in args[1:]:
        if not broadcast and a.shape != shape:
            raise ShapeError("sum", shape, a.shape)
        shape = same_shape("sum", shape, a.shape)
    return Expr("add", args, (), shape)


def neg(a: Expr) -> Expr:
    return Expr("neg", (a,), (), a.shape)


def sub(a: Expr, b: Expr, broadcast: bool = False) -> Expr:
    return add(a, neg(b), broadcast=broadcast)


def mul(a: Expr, b: Expr) -> Expr:
    """Matrix product; a scalar on either side scales. With longer shapes, the last axis of `a`
    meets the first of `b` (a row times a third-order Jacobian)."""
    return Expr("mul", (a, b), (), product_shape(a.shape, b.shape))


def hadamard(a: Expr, b: Expr) -> Expr:
    """Elementwise product of one shape; a scalar scales."""
    return Expr("hadamard", (a, b), (), same_shape("hadamard", a.shape, b.shape))


def div(a: Expr, b: Expr) -> Expr:
    """By a scalar, or elementwise for equal shapes (or a scalar over a vector)."""
    return Expr("div", (a, b), (), same_shape("quotient", a.shape, b.shape))


def power(a: Expr, exponent: Expr) -> Expr:
    """Elementwise power with a scalar exponent (or scalar base with an array exponent)."""
    return Expr("power", (a, exponent), (), same_shape("power", a.shape, exponent.shape))


def matrix_power(a: Expr, exponent: int) -> Expr:
    """Power of a square matrix; negative exponents invert."""
    square("matrix power", a.shape)
    return Expr("matpow", (a,), exponent, a.shape)


def transpose(a: Expr) -> Expr:
    return Expr("transpose", (a,), (), transposed(a.shape))


def inverse(a: Expr) -> Expr:
    """Inverse of a square matrix (1/a for a scalar)."""
    square("inverse", a.shape)
    return Expr("inverse", (a,), (), a.shape)


def trace(a: Expr) -> Expr:
    square("trace", a.shape)
    return Expr("trace", (a,), (), SCALAR)


def det(a: Expr) -> Expr:
    square("determinant", a.shape)
    return Expr("det", (a,), (), SCALAR)


def diag(v: Expr) -> Expr:
    """The diagonal matrix of a column or row."""
    if not (is_vector(v.shape) or is_scalar(v.shape)):
        raise ShapeError("diag", v.shape)
    n = v.shape[0] if v.shape[1] == 1 else v.shape[1]
    return Expr("diag", (v,), (), (n, n))


def diagonal(a: Expr) -> Expr:
    """The diagonal of a square matrix, as a column."""
    return Expr("diagonal", (a,), (), (square("diag", a.shape), 1))


def vec(a: Expr) -> Expr:
    """Columns of a matrix stacked, as n x m x 1: the axes are kept apart."""
    return Expr("vec", (a,), (), (*a.shape, 1))


def dot(a: Expr, b: Expr) -> Expr:
    """Inner product of two arrays with the same axes (Frobenius for matrices)."""
    if long_axes(a.shape) != long_axes(b.shape):
        raise ShapeError("inner product", a.shape, b.shape)
    return Expr("dot", (a, b), (), SCALAR)


def outer(a: Expr, b: Expr) -> Expr:
    """a b^T of two vectors."""
    if not all(is_vector(x.shape) or is_scalar(x.shape) for x in (a, b)):
        raise ShapeError("outer product", a.shape, b.shape)
    return Expr("outer", (a, b), (), ((long_axes(a.shape) + (1,))[0], (long_axes(b.shape) + (1,))[0]))


def kron(a: Expr, b: Expr) -> Expr:
    """Kronecker product, held with its four axes (a's row, b's row, a's column, b's column)."""
    return Expr("kron", (a, b), (), (a.shape[0], b.shape[0], a.shape[1], b.shape[1]))


def norm(a: Expr, p: Expr | str) -> Expr:
    """Norm: p is 'fro' (2 of a vector, Frobenius of a matrix), 'inf', 'spectral', 'nuclear' or a
    scalar expression p (sum of |.|^p)^(1/p)."""
    args = (a, p) if isinstance(p, Expr) else (a,)
    return Expr("norm", args, p if isinstance(p, str) else "p", SCALAR)


def leading(a: Expr, side: str) -> Expr:
    """`right`: the unit vector v that makes |a v| largest, the right singular vector of the largest singular
    value; of v and -v the one whose entry of greatest size is positive. `left`: a v / |a v|."""
    return Expr("leading", (a,), side, (a.shape[side == "right"], 1))


def polar(a: Expr) -> Expr:
    """U V^T of the thin singular value decomposition a = U S V^T: the matrix Q of spectral norm at most 1 that
    makes tr(Q^T a) largest, where a has full rank."""
    return Expr("polar", (a,), (), a.shape)


def matrix(rows: tuple[tuple[Expr, ...], ...]) -> Expr:
    """A literal matrix of scalars."""
    flat = tuple(x for row in rows for x in row)
    width = len(rows[0])
    if any(len(row) != width for row in rows) or not all(is_scalar(x.shape) for x in flat):
        raise ShapeError("matrix", *(x.shape for x in flat))
    return Expr("matrix", flat, (len(rows), width), (len(rows), width))


# --- functions ----------------------------------------------------------------------------------


def apply(f: Function, a: Expr, order: int = 0) -> Expr:
    """Elementwise: f or its derivative of `order`, entry by entry. General: f(a), order 0."""
    if f.kind == "elementwise":
        return Expr("apply", (a,), (f, order), a.shape)
    if f.domain != a.shape:
        raise ShapeError("argument", f.domain, a.shape)
    return Expr("apply", (a,), (f, order), f.codomain)


def apply_many(f: Function, args: tuple[Expr, ...]) -> Expr:
    """f of several scalar arguments (kind 'many')."""
    return Expr("apply_many", args, f, SCALAR)


def jacobian(f: Function, a: Expr) -> Expr:
    """Of a general f: R^n -> R^m at a: m x n (a row for m = 1), whatever the layout."""
    m, n = f.codomain[0], f.domain[0]
    return Expr("jacobian", (a,), f, (m, n))


KNOWN = tuple("exp log sigmoid tanh relu softplus sqrt abs sign step sin cos tan arcsin arccos "
              "arctan sinh cosh erf gamma loggamma digamma".split())


def known(name: str, a: Expr, order: int = 0) -> Expr:
    """A known elementwise function: exp log sigmoid tanh relu softplus sqrt abs sign step
    (Heaviside, 1 for z > 0) sin cos ..., or its derivative."""
    return apply(Function(name, known=name), a, order)


def softmax(a: Expr) -> Expr:
    """exp(a) / sum exp(a) over the entries of a vector; over each row of a matrix."""
    return Expr("softmax", (a,), (), a.shape)


def reduce(kind: str, a: Expr) -> Expr:
    """Over all entries: kind in `sum mean prod max min logsumexp`."""
    return Expr("reduce", (a,), kind, SCALAR)


def extremum(kind: str, *args: Expr) -> Expr:
    """Elementwise `max` or `min` of arguments of one shape; scalars broadcast."""
    shape = args[0].shape
    for a in args[1:]:
        shape = same_shape(kind, shape, a.shape)
    return Expr("extremum", args, kind, shape)


def indicator(relation: str, a: Expr, b: Expr) -> Expr:
    """Elementwise 1 where `a relation b`, else 0; relation in `> >= < <= = !=`."""
    return Expr("indicator", (a, b), relation, same_shape("condition", a.shape, b.shape))


def cases(branches: tuple[tuple[Expr, Expr], ...], otherwise: Expr | None) -> Expr:
    """The first branch (value, condition) whose condition (an indicator expression) holds.

    Without `otherwise` the conditions must cover everything, up to single points.
    """
    flat = tuple(x for pair in branches for x in pair) + (() if otherwise is None else (otherwise,))
    shape = SCALAR
    for x in flat:
        shape = same_shape("cases", shape, x.shape)
    return Expr("cases", flat, (), shape)


# --- indices ------------------------------------------------------------------------------------


def sum_over(index: Index, body: Expr, low: At = At(None, 1), high: At | None = None,
             where: Expr | None = None) -> Expr:
    """Sum of body for index from low to high (by default all of 1..dim), where the condition
    (an indicator expression) holds."""
    high = At(index.dim, 0) if high is None else high
    return Expr("sum", (body,) if where is None else (body, where), (index, low, high), body.shape)


def product_over(index: Index, body: Expr, low: At = At(None, 1), high: At | None = None,
                 where: Expr | None = None) -> Expr:
    """Product of scalars for index from low to high."""
    if not is_scalar(body.shape):
        raise ShapeError("product over an index", body.shape)
    high = At(index.dim, 0) if high is None else high
    return Expr("prod", (body,) if where is None else (body, where), (index, low, high), SCALAR)


def entry(a: Expr, at: tuple[At, ...]) -> Expr:
    """One entry: one position per axis that is not 1 (so one for a vector or a row)."""
    if len(at) != len(long_axes(a.shape)):
        raise ShapeError("entry", a.shape)
    return Expr("entry", (a,), at, SCALAR)


def row(a: Expr, at: At) -> Expr:
    """Row number `at` of a matrix, as a row."""
    return Expr("row", (a,), at, (1, a.shape[1]))


def column(a: Expr, at: At) -> Expr:
    return Expr("column", (a,), at, (a.shape[0], 1))


def array(indices: tuple[Index, ...], body: Expr, shape: Shape, family: int = 0) -> Expr:
    """The array whose entries are `body`: the first `family` indices number the members of a
    family (body has the shape, if it is not scalar); the others are the axes of `shape` that are
    not 1, in order."""
    return Expr("array", (body,), (indices, family), shape)


# --- derivatives --------------------------------------------------------------------------------


def derivative(f: Expr, by: Expr, layout: str) -> Expr:
    """Derivative of f by `by`: a `var`, `let`, `item` or `entry` of one, or a power or inverse of
    a `var`/`let` held as one variable (sigma^2).

    layout 'column': a scalar f gives the shape of `by`; vector by vector gives n_by x n_f.
    layout 'row': the transpose of these (m x n Jacobian). By a scalar: the shape of f.
    Anything longer: the axes of f that are not 1, then those of `by`.
    """
    if is_scalar(by.shape):
        shape = f.shape
    elif is_scalar(f.shape):
        shape = by.shape if layout == "column" else transposed(by.shape)
    elif is_vector(f.shape) and is_vector(by.shape):
        m, n = long_axes(f.shape)[0], long_axes(by.shape)[0]
        shape = (n, m) if layout == "column" else (m, n)
    else:
        shape = long_axes(f.shape) + long_axes(by.shape)
    return Expr("derivative", (f, by), layout, shape)


def substitute(f: Expr, pairs: tuple[tuple[Variable, Expr], ...]) -> Expr:
    """f with variables replaced: evaluation at a point, application of a defined function.

    A variable that f's definitions (`let`) depend on is replaced inside them too.
    """
    return Expr("substitute", (f, *(value for _, value in pairs)),
                tuple(v for v, _ in pairs), f.shape)


def foreign(template: str, args: tuple[Expr, ...]) -> Expr:
    r"""A scalar construct outside our language (integral, limit, binomial...), for the second
    reader: LaTeX in which `s_{101}`, `s_{102}`, ... stand for args."""
    return Expr("foreign", args, template, SCALAR)
