r"""Brackets and arrays: norms, determinants, inner products, row literals, matrices and blocks."""

from __future__ import annotations

from symcheck.expr import At, Expr, ShapeError, build
from symcheck.expr.shape import describe, is_matrix, is_scalar, is_vector, long_axes
from symcheck.read import elaborate_dots as dots
from symcheck.read import subsets
from symcheck.read.elaborate_conditions import condition, is_condition_syntax
from symcheck.read.elaborate_derivatives import evaluated
from symcheck.read.elaborate_scripts import SPECIAL, scripted
from symcheck.read.names import STARS, label
from symcheck.read.reading import Reading
from symcheck.read.syntax import (
    Bar,
    Group,
    Listing,
    Matrix,
    Number,
    Script,
    Symbol,
    Syntax,
)


def group(r: Reading, s: Group) -> Expr:
    """A bracket on its own."""
    opened = s.open
    if opened in ("(", "[", "{", ""):
        if s.close == "!":
            return factorial(r, s)
        body = s.body
        if type(body) is Listing:
            if is_condition_syntax(body):
                return condition(r, body)
            return row_literal(r, body)
        if is_condition_syntax(body):
            return condition(r, body)
        return r.expr(body)
    if opened == "\\|":
        return norm(r, s, None)
    if opened == "|":
        return bars(r, s, None)
    if opened == "\\langle":
        return inner(r, s)
    if opened == "." and s.close == ".":
        return r.expr(s.body)
    if opened == ".":
        raise r.error("not-in-language", "the point of this evaluation is missing", s)
    raise r.error("not-in-language", "these brackets cannot be read", s)


def factorial(r: Reading, s: Group) -> Expr:
    r"""`n!` as \Gamma(n + 1)."""
    value = r.settle(r.expr(s.body))
    if not is_scalar(value.shape):
        raise r.misfit("only a number has a factorial", s,
                       f"{r.text(s.body)} is {describe(value.shape)}")
    return build.known("gamma", build.add(value, build.num(1)))


def has_entries(s: Syntax) -> bool:
    """Does a piece of syntax hold a name with a subscript or a label?"""
    return any(type(x) is Script and (x.sub is not None or any(type(y) is Group and y.open == "(" for y in x.sups))
               for x in s.walk((Script,)))


def _inner_scripts(r: Reading, s: Script, base: Syntax) -> Expr | None:
    """Scripts on norms and inner products: the kind of norm, then powers."""
    if type(base) is not Group:
        return None
    if base.open == "." or base.close == "|" and base.open != "|":
        return evaluated(r, Script(s.span, base, s.sub, (), 0))
    if base.open in ("\\|", "|"):
        value = (norm if base.open == "\\|" else bars)(r, base, s.sub)
        quadratic = None
        if value.op == "quadratic-norm":
            quadratic = value
        if quadratic is None and (s.sups or s.primes):
            value = scripted(r, value, Script(s.span, base, None, s.sups, s.primes))
        return value
    if base.open == "\\langle":
        value = inner(r, base, s.sub)
        return scripted(r, value, Script(s.span, base, None, s.sups, s.primes)) \
            if s.sups else value
    return None


def norm(r: Reading, s: Group, sub: Syntax | None) -> Expr:
    r"""`\|v\|`, `\|v\|_1`, `\|W\|_F`, `\|z\|_p`, `\|x\|_A`."""
    a = r.settle(r.expr(s.body))
    if a.op == "block" and (sub is None or label(sub) in ("2", "F")):
        from symcheck.read import blocks
        return blocks.norm(a)
    while type(sub) is Group and sub.open == "":
        sub = sub.body
    if sub is None:
        if not is_matrix(a.shape):
            return build.norm(a, "fro")
        if not r.matrix_norm:
            raise r.error("not-in-language", "which norm of a matrix this is cannot be told", s, "the words speak of spectral norms, and not of all",
                          help=r"Write \|A\|_2 for the spectral norm and \|A\|_F for the Frobenius norm.")
        r.note("the norm of a matrix is taken as the Frobenius norm" if r.matrix_norm == "fro" else "the norm of a matrix is taken as the spectral norm, as the words say")
        return build.norm(a, r.matrix_norm)
    text = sub.name if type(sub) is Symbol else label(sub)
    if text == "F" or text in ("Fro", "fro"):
        return build.norm(a, "fro")
    if type(sub) is Number:
        if sub.value == 2:
            return build.norm(a, "spectral" if is_matrix(a.shape) else "fro")
        if sub.value == 1 and is_matrix(a.shape):
            raise r.error("not-in-language", "the 1-norm of a matrix cannot be read", s,
                          "it may mean the sum of all |entries| or the largest column sum",
                          help="Write the sum that is meant.")
        return build.norm(a, build.num(sub.value))
    if text == "\\infty":
        if is_matrix(a.shape):
            raise r.error("not-in-language", "the infinity norm of a matrix cannot be read", s,
                          "it may mean the largest |entry| or the largest row sum",
                          help="Write the maximum that is meant.")
        return build.norm(a, "inf")
    if text in STARS or text == "*":
        return build.norm(a, "nuclear")
    if text in ("op", "\\text{op}", "\\sigma", "spec"):
        return build.norm(a, "spectral")
    p = r.settle(r.expr(sub))
    if is_scalar(p.shape):
        return build.norm(a, p)
    if is_matrix(p.shape):
        try:
            return build.known("sqrt", r.mul(r.mul(build.transpose(a), p), a))
        except ShapeError:
            raise r.misfit("this weighted norm does not fit", s,
                           f"the weight is {describe(p.shape)}, the vector {describe(a.shape)}") \
                from None
    raise r.error("not-in-language", "this norm cannot be read", s)


def bars(r: Reading, s: Group, sub: Syntax | None) -> Expr:
    r"""`|x|`: absolute value, `|v|_2`: norm, `|A|`: determinant, `|S|`: size of a set."""
    entry = subsets.found(r.scope, s.body)
    if entry is not None:
        return build.reduce("sum", entry.expr)
    a = r.settle(r.expr(s.body))
    if sub is not None:
        return norm(r, s, sub)
    if is_scalar(a.shape):
        return build.known("abs", a)
    if r.relaxed == "bars" and (is_vector(a.shape) or is_matrix(a.shape)
                                and a.shape[0] != a.shape[1]):
        r.note(f"{r.text(s)} is taken entry by entry")
        return build.known("abs", a)
    if is_matrix(a.shape):
        if a.shape[0] != a.shape[1] and not r.same(*a.shape):
            raise r.error("not-square", "the determinant needs a square matrix", s,
                          f"{r.text(s.body)} is {describe(a.shape)}")
        return build.det(r.settle(a))
    if len(a.shape) == 4:
        from symcheck.read.elaborate_known import kronecker_determinant

        return kronecker_determinant(r, a, s)
    return Bars(r, a)


def Bars(r: Reading, a: Expr) -> Expr:
    """Single bars around a vector: its norm."""
    r.note("single bars around a vector are read as its norm")
    return build.norm(a, "fro")


def inner(r: Reading, s: Group, sub: Syntax | None = None) -> Expr:
    r"""`\langle a, b \rangle`, `\langle A, B \rangle_F`, `\langle a, b \rangle_M` (a^T M b)."""
    body = s.body
    if type(body) is Bar:
        parts = (body.left, body.right)
    elif type(body) is Listing and len(body.items) == 2:
        parts = body.items
    else:
        raise r.error("missing-argument", "an inner product is of two", s)
    a, b = r.meet(r.expr(parts[0]), r.expr(parts[1]))
    if long_axes(a.shape) != long_axes(b.shape) or (is_matrix(a.shape) and a.shape != b.shape):
        raise r.misfit("these have no inner product", s,
                       f"{r.text(parts[0])} is {describe(a.shape)}, "
                       f"but {r.text(parts[1])} is {describe(b.shape)}")
    if sub is None or label(sub) in ("F", "Fro", "fro", "2"):
        return build.dot(a, b)
    weight = r.settle(r.expr(sub))
    if not is_matrix(weight.shape):
        raise r.error("not-in-language", "this inner product cannot be read", s,
                      f"{r.text(sub)} is {describe(weight.shape)}, the weight should be a matrix")
    try:
        return build.dot(a, r.mul(weight, b))
    except ShapeError:
        raise r.misfit("this weighted inner product does not fit", s,
                       f"the weight is {describe(weight.shape)}, the second vector "
                       f"{describe(b.shape)}") from None


# --- literals -------------------------------------------------------------------------------------


def row_literal(r: Reading, body: Listing) -> Expr:
    r"""`[1, 0, 1]`, `(x_1, x_2)`: a row; `(x_1, \dots, x_n)` all of a pattern."""
    if any(type(x) is Symbol and x.name == "\\ldots" for x in body.items):
        return dots.row(r, body)
    return assemble(r, [[r.expr(x) for x in body.items]], body)


def matrix(r: Reading, s: Matrix) -> Expr:
    """A matrix environment."""
    written = [row for row in s.rows if any(c is not None for c in row)]
    if any(map(dots.is_dots, (c for row in written for c in row))):
        value = dots.matrix(r, written, s)
    else:
        value = assemble(r, [[None if c is None else r.expr(c) for c in row] for row in written], s)
    if s.environment.startswith("vmatrix"):
        return build.det(value)
    if s.environment.startswith("Vmatrix"):
        return build.norm(value, "fro")
    return value


def assemble(r: Reading, rows: list[list[Expr | None]], s: Syntax) -> Expr:
    """Entries or blocks put together."""
    width = max(map(len, rows))
    if any(len(row) != width for row in rows):
        raise r.misfit("the rows have different lengths", s)
    rows = [[build.num(0) if c is None else r.settle(c) for c in row] for row in rows]
    if all(is_scalar(c.shape) for row in rows for c in row):
        return build.matrix(tuple(map(tuple, rows)))
    return stacked(r, rows, s)


def stacked(r: Reading, rows: list[list[Expr]], s: Syntax) -> Expr:
    """Blocks: rows of one length stacked into a matrix of concrete height, or true blocks."""
    if len(rows[0]) == 1 and all(is_vector(row[0].shape) and row[0].shape[0] == 1
                                 for row in rows):
        flat = [row[0] for row in rows]
        if len({x.shape for x in flat}) == 1 and isinstance(flat[0].shape[1], int):
            width = flat[0].shape[1]
            return build.matrix(tuple(tuple(build.entry(x, (At(None, j + 1),))
                                            for j in range(width)) for x in flat))
    if len(rows) == 1 and all(is_vector(c.shape) and c.shape[1] == 1 for c in rows[0]):
        flat = rows[0]
        if len({x.shape for x in flat}) == 1 and isinstance(flat[0].shape[0], int):
            height = flat[0].shape[0]
            return build.matrix(tuple(tuple(build.entry(x, (At(None, i + 1),)) for x in flat)
                                      for i in range(height)))
    from symcheck.read.blocks import block
    return block(r, rows, s)


SPECIAL.append(_inner_scripts)
