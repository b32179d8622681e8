r"""`\Sigma^{1/2}`, `\Sigma^{-1/2}`: half powers of positive definite and of diagonal matrices.

The root of a positive definite variable is a variable of its own, positive definite too; judging
puts its square for the matrix wherever both are spoken of (`symcheck.judge.roots`).
"""

from __future__ import annotations

from fractions import Fraction

from symcheck.expr import At, Expr, Variable, build
from symcheck.expr.shape import is_vector
from symcheck.read.reading import Reading
from symcheck.read.syntax import Syntax

SUFFIX = "^{1/2}"
# The roots that were read, by name: that of the matrix each is the root of.
KNOWN: dict[str, str] = {}


def half_power(r: Reading, value: Expr, exponent: Syntax) -> Expr | None:
    """A half power of a square matrix; None where this is no such power or the root is not known."""
    number = _number(r.expr(exponent))
    if number is None or number.denominator != 2:
        return None
    inside = value.args[0] if value.op == "let" else value
    if (entries := _on_diagonal(value)) is not None:
        return build.diag(build.power(entries, build.num(number)))
    by_entries = _diagonal_by_entries(inside, number)
    if by_entries is not None:
        return by_entries
    if value.op != "var" or "posdef" not in value.data.traits or value.data.family:
        return None
    v = value.data
    name = v.name + SUFFIX
    KNOWN[name] = v.name
    root = build.var(Variable(name, v.shape, (), frozenset(("posdef", "symmetric", "root"))))
    whole = int(number * 2)
    if whole == -1:
        return build.inverse(root)
    return root if whole == 1 else build.matrix_power(root, whole)


def _on_diagonal(e: Expr) -> Expr | None:
    """The vector on the diagonal of a matrix that is told by it, or of the inverse of one; None of any other."""
    if e.op == "let":
        return _on_diagonal(e.args[0])
    if e.op == "inverse":
        entries = _on_diagonal(e.args[0])
        return None if entries is None else build.power(entries, build.num(-1))
    if e.op != "diag":
        return None
    entries = e.args[0].args[0] if e.args[0].op == "transpose" else e.args[0]
    return entries if is_vector(entries.shape) else None


def _diagonal_by_entries(e: Expr, number: Fraction) -> Expr | None:
    r"""The power of a matrix that was defined by `A_{ij} = \delta_{ij} a_i`: \delta_{ij} a_i^{1/2}."""
    if e.op != "array" or e.data[1] or len(e.data[0]) != 2 or e.args[0].op != "mul":
        return None
    (i, j), factors = e.data[0], e.args[0].args
    delta = next((f for f in factors if f.op == "entry" and f.args[0].op == "eye" and set(f.data) == {At(i), At(j)}), None)
    others = [f for f in factors if f is not delta]
    if delta is None or len(others) != 1 or any(type(place) is At and place.base == j for n in others[0].walk()
                                                for place in (n.data if type(n.data) is tuple else ())):
        return None
    return build.array((i, j), build.mul(delta, build.power(others[0], build.num(number))), e.shape)


def _number(e: Expr) -> Fraction | None:
    """The value of a number written out."""
    if e.op == "num":
        return e.data
    inner = [_number(a) for a in e.args]
    if not inner or None in inner:
        return None
    if e.op == "neg":
        return -inner[0]
    return inner[0] / inner[1] if e.op == "div" and inner[1] else None
