"""LaTeX of functions, norms, literal matrices and conditions."""

from __future__ import annotations

from functools import reduce

from symcheck.expr import build
from symcheck.expr.latex_pieces import (
    HEADS,
    OPEN,
    RULES,
    Names,
    Piece,
    call,
    function_latex,
    piece_of,
    text_of,
)
from symcheck.expr.names import At, Index, Variable
from symcheck.expr.node import Expr
from symcheck.expr.shape import is_scalar, is_vector, long_axes

RELATIONS = {">": ">", ">=": r"\ge", "<": "<", "<=": r"\le", "=": "=", "!=": r"\ne"}


def _apply(e: Expr, names: Names) -> Piece:
    (f, order), (a,) = e.data, e.args
    argument = text_of(a, names)
    if f.known == f.name and order == 0:
        if f.name == "sqrt":
            return Piece(rf"\sqrt{{{argument}}}")
        if f.name == "abs" and is_scalar(a.shape):
            return Piece(rf"\left|{argument}\right|")
        if f.name == "step":
            return Piece(rf"\mathbb{{1}}[{argument} > 0]")
        if f.name == "exp" and len(argument) <= 16 and "\\frac" not in argument:
            return Piece(f"e^{{{argument}}}")
    return call(function_latex(f) + "'" * order, argument)


def _norm(e: Expr, names: Names) -> Piece:
    a = e.args[0]
    kind = {"fro": "2" if is_vector(a.shape) or is_scalar(a.shape) else "F",
            "inf": r"\infty", "spectral": "2", "nuclear": "*"}
    mark = text_of(e.args[1], names) if e.data == "p" else kind[e.data]
    return Piece(rf"\left\|{text_of(a, names)}\right\|_{{{mark}}}", sup=True)


def _dot(e: Expr, names: Names) -> Piece:
    return Piece(rf"\langle {text_of(e.args[0], names)}, {text_of(e.args[1], names)} \rangle")


def _outer(e: Expr, names: Names) -> Piece:
    a, b = e.args
    column = build.transpose(a) if a.shape[0] == 1 and not is_scalar(a.shape) else a
    row = build.transpose(b) if b.shape[1] == 1 and not is_scalar(b.shape) else b
    return piece_of(build.mul(column, row), names)


def _matrix(e: Expr, names: Names) -> Piece:
    height, width = e.data
    cells = [text_of(a, names) for a in e.args]
    rows = [" & ".join(cells[r * width:(r + 1) * width]) for r in range(height)]
    return Piece(r"\begin{bmatrix} " + r" \\ ".join(rows) + r" \end{bmatrix}", sup=True, sub=True)


def relation(e: Expr, names: Names) -> str:
    """A condition as it stands behind `\text{if}` or under a sum."""
    if e.op == "indicator":
        left, right = e.args
        return f"{text_of(left, names)} {RELATIONS[e.data]} {text_of(right, names)}"
    if e.op in ("mul", "hadamard"):
        return r" \text{ and } ".join(relation(a, names) for a in e.args)
    return f"{text_of(e, names)} = 1"


def _cases(e: Expr, names: Names) -> Piece:
    pairs = [e.args[k:k + 2] for k in range(0, len(e.args) - 1, 2)]
    rows = [rf"{text_of(v, names)} & \text{{if }} {relation(c, names)}" for v, c in pairs]
    if len(e.args) % 2:
        rows.append(rf"{text_of(e.args[-1], names)} & \text{{otherwise}}")
    return Piece(r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}")


def _reduce(e: Expr, names: Names) -> Piece:
    """A sum of entries as products with ones, a product with an index; the others have names."""
    a = e.args[0]
    if e.data == "sum" and a.op == "var" and a.data.set:
        return Piece(rf"\left|{a.data.set}\right|")
    if e.data in ("sum", "mean") and len(a.shape) == 2:
        rows, columns = a.shape
        total = a if columns == 1 else build.mul(a, build.ones((columns, 1)))
        total = total if rows == 1 else build.mul(build.transpose(build.ones((rows, 1))), total)
        if e.data == "mean" and not is_scalar(a.shape):
            total = build.div(total, reduce(build.mul, map(build.size, long_axes(a.shape))))
        return piece_of(total, names)
    if e.data == "prod" and is_vector(a.shape):
        index = Index("i", long_axes(a.shape)[0], -3)
        return piece_of(build.product_over(index, build.entry(a, (At(index),))), names)
    return call(HEADS.get(e.data, rf"\operatorname{{{e.data}}}"), text_of(a, names))


def _leading(e: Expr, names: Names) -> Piece:
    letter = _unused("vuzt" if e.data == "right" else "uvzt", e)
    product = build.mul(e.args[0], build.var(Variable(letter, (e.args[0].shape[1], 1)))) if e.data == "right" else \
        build.mul(build.transpose(build.var(Variable(letter, (e.args[0].shape[0], 1)))), e.args[0])
    return Piece(rf"\arg\max_{{\|{letter}\| = 1}} \|{text_of(product, names)}\|", OPEN)


def _polar(e: Expr, names: Names) -> Piece:
    letter = _unused("QPZT", e)
    product = build.mul(build.transpose(build.var(Variable(letter, e.shape))), e.args[0])
    return Piece(rf"\arg\max_{{\|{letter}\|_2 \le 1}} \operatorname{{tr}}({text_of(product, names)})", OPEN)


def _unused(letters: str, e: Expr) -> str:
    taken = {n.data.name for n in e.walk() if n.op in ("var", "let")}
    return next((x for x in letters if x not in taken), letters[0] + "'")


RULES |= {
    "norm": _norm,
    "leading": _leading,
    "polar": _polar,
    "dot": _dot,
    "outer": _outer,
    "matrix": _matrix,
    "apply": _apply,
    "apply_many": lambda e, n: call(function_latex(e.data), *(text_of(a, n) for a in e.args)),
    "jacobian": lambda e, n: call(f"J_{{{e.data.name}}}", text_of(e.args[0], n)),
    "softmax": lambda e, n: call(r"\operatorname{softmax}", text_of(e.args[0], n)),
    "reduce": _reduce,
    "extremum": lambda e, n: call("\\" + e.data, *(text_of(a, n) for a in e.args)),
    "indicator": lambda e, n: Piece(rf"\mathbb{{1}}[{relation(e, n)}]"),
    "cases": _cases,
    "trace": lambda e, n: call(r"\operatorname{tr}", text_of(e.args[0], n)),
    "det": lambda e, n: call(r"\det", text_of(e.args[0], n)),
    "diag": lambda e, n: call(r"\operatorname{diag}", text_of(e.args[0], n)),
    "diagonal": lambda e, n: call(r"\operatorname{diag}", text_of(e.args[0], n)),
    "vec": lambda e, n: call(r"\operatorname{vec}", text_of(e.args[0], n)),
}
