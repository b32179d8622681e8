r"""An expression printed as LaTeX, as a textbook would and so that it reads back.

`Context.read(to_latex(e))` is an expression equal to `e` wherever `e` can be written at all: only
an array over a family, and what tensor calculus alone can hold (`vec`, four-axis products), have no
notation of their own. Brackets that do not change the value are dropped (`a + (b + c)`), brackets
that a hasty reader would need are kept (`(\sigma(z))^{2}`). A bound index is renamed where its name
would clash with a free index, an enclosing one, or a variable.
"""

from __future__ import annotations

import re
from fractions import Fraction

from symcheck.expr import build, latex_functions, latex_indices
from symcheck.expr.latex_pieces import (
    FACTOR,
    HADAMARD,
    NEG,
    OPEN,
    PRODUCT,
    RULES,
    SUM,
    Names,
    Piece,
    Rule,
    at_latex,
    at_least,
    fraction,
    name,
    piece_of,
    text_of,
    variable_latex,
    with_sup,
)
from symcheck.expr.names import At, Index
from symcheck.expr.node import Expr
from symcheck.expr.shape import is_matrix, is_scalar

# The rows of these modules, with those below, are every operation of `build.py`.
PARTS = (latex_functions, latex_indices)


def to_latex(expr: Expr) -> str:
    r"""LaTeX for the expression, without delimiters: `X^{\top} (X w - y)`."""
    return text_of(expr, {index: index.name for index in latex_indices.free_indices(expr)})


def _number(value: Fraction) -> Piece:
    if value < 0:
        return Piece("-" + _number(-value).text, NEG)
    if value.denominator == 1:
        return Piece(str(value.numerator), FACTOR, sup=True)
    return Piece(rf"\frac{{{value.numerator}}}{{{value.denominator}}}")


def _position_value(e: Expr, names: Names) -> Piece:
    text = at_latex(e.data, names)
    return Piece(text, SUM) if " " in text else Piece(text, FACTOR, sub=True, sup=True)


def _constant_array(symbol: str) -> Rule:
    def rule(e: Expr, names: Names) -> Piece:
        if is_scalar(e.shape):
            return _number(Fraction(symbol))
        head = rf"\mathbf{{{symbol}}}"
        if len(e.shape) == 2 and e.shape[1] == 1:
            return Piece(f"{head}_{{{e.shape[0]}}}", sup=True)
        if len(e.shape) == 2 and e.shape[0] == 1:
            return Piece(rf"{head}_{{{e.shape[1]}}}^{{\top}}")
        size = r" \times ".join(map(str, e.shape))
        return Piece(f"{head}_{{{size}}}", sup=True)
    return rule


def _add(e: Expr, names: Names) -> Piece:
    """Signed terms; a number added to every entry of a matrix is written with the ones."""
    out = ""
    for term, minus in _terms(e):
        if is_scalar(term.shape) and is_matrix(e.shape):
            term = build.mul(term, build.ones(e.shape))
        piece = piece_of(term, names)
        text = at_least(piece, HADAMARD) if minus else at_least(piece, NEG)
        if not minus and piece.level == NEG:
            text, minus = piece.text[1:], True
        out += (" - " if minus else " + ") if out else ("-" if minus else "")
        out += text
    return Piece(out, SUM)


def _terms(e: Expr) -> list[tuple[Expr, bool]]:
    """The sum as terms, each with whether it is subtracted; a negated sum stays whole."""
    if e.op == "add":
        return [pair for a in e.args for pair in _terms(a)]
    return [(e.args[0], True)] if e.op == "neg" else [(e, False)]


def _neg(e: Expr, names: Names) -> Piece:
    return Piece("-" + at_least(piece_of(e.args[0], names), HADAMARD), NEG)


def _mul(e: Expr, names: Names) -> Piece:
    """Juxtaposed factors; a negative number in front is a sign, not a bracket."""
    factors = _factors(e)
    pieces = [piece_of(f, names) for f in factors]
    signed = factors[0].op == "num" and pieces[0].level == NEG
    out = pieces[0].text if signed else at_least(pieces[0], FACTOR)
    for before, piece in zip(factors, pieces[1:]):
        text = at_least(piece, OPEN if piece is pieces[-1] else FACTOR)
        out = f"{out} {_joint(before, out, text)}{text}"
    return Piece(out, NEG if signed else OPEN if pieces[-1].level == OPEN else PRODUCT)


def _factors(e: Expr, left: Expr | None = None) -> list[Expr]:
    """The product as a chain that has the same value when read from left to right after `left`."""
    spine = []
    while e.op == "mul" and (left is None or _regroups(left, e)) and not (
            spine and _is_inner_product(e) and not is_scalar(spine[-1].args[1].shape)):
        spine.append(e)
        e = e.args[0]
    out = [e]
    for node, after in zip(reversed(spine), [*reversed(spine[:-1]), None]):
        right = node.args[1]
        kept = after is not None and _is_inner_product(right) and not is_scalar(after.args[1].shape)
        out += [right] if kept else _factors(right, node.args[0])
    return out


def _is_inner_product(e: Expr) -> bool:
    """Is a product a number, and none of its factors one? It keeps its brackets before a vector."""
    return is_scalar(e.shape) and not any(is_scalar(a.shape) for a in e.args)


def _regroups(left: Expr, right: Expr) -> bool:
    """Whether left (b c) = (left b) c: all shapes plain, and no inner product scales a matrix."""
    parts = (left, right, *right.args)
    if any(len(p.shape) != 2 for p in parts):
        return False
    inner = is_scalar(right.shape) and not is_scalar(right.args[0].shape)
    return not inner or left.shape[1] == 1


def _joint(before: Expr, written: str, text: str) -> str:
    r"""`\cdot` where juxtaposition would read as a longer number, a call or a differential."""
    bracket = text.startswith(("(", r"\left("))
    number = text[0].isdigit() or (written[-1].isdigit() and text.startswith(r"\frac"))
    return r"\cdot " if number or (bracket and _callable(before)) or _differential(before) else ""


def _callable(e: Expr) -> bool:
    while e.op in ("item", "entry"):
        e = e.args[0]
    return e.op in ("let", "derivative", "ones") or _differential(e)


def _differential(e: Expr) -> bool:
    return e.op == "var" and e.data.name in ("d", "D")


def _elementwise(sign: str) -> Rule:
    def rule(e: Expr, names: Names) -> Piece:
        left, right = e.args
        a, b = piece_of(left, names), piece_of(right, names)
        inside = PRODUCT if sign == r"\odot" else FACTOR  # juxtaposition holds tighter
        shown = a.text if left.op == e.op else at_least(a, inside)
        return Piece(f"{shown} {sign} {at_least(b, inside)}", HADAMARD)
    return rule


def _power(e: Expr, names: Names) -> Piece:
    base, exponent = e.args
    script = text_of(exponent, names)
    plain = exponent.op == "num" and exponent.data > 0
    if is_matrix(base.shape) and (base.shape[0] == base.shape[1] or not plain):
        return _entrywise_power(e, names)
    if script in ("T", "*", r"\top", r"\intercal", r"\prime", r"\dagger"):
        script = rf"1 \cdot {script}"
    if script == "t" and not is_scalar(base.shape):
        script = r"1 \cdot t"
    return _raised(base, names, script)


def _raised(base: Expr, names: Names, script: str) -> Piece:
    """A base with a superscript; of an entry an inverse or transpose would be the matrix's."""
    piece = piece_of(base, names)
    if base.op == "entry" and len(base.data) == 2 and script in ("-1", r"\top"):
        piece = Piece(f"({piece.text})", sup=True)
    return with_sup(piece, script)


def _entrywise_power(e: Expr, names: Names) -> Piece:
    """Where a superscript would be a power or inverse of the matrix: by products or entries."""
    base, exponent = e.args
    if exponent.op == "num" and exponent.data in (2, 3):
        out = base
        for _ in range(int(exponent.data) - 1):
            out = build.hadamard(out, base)
        return piece_of(out, names)
    rows, columns = Index("i", base.shape[0], -1), Index("j", base.shape[1], -2)
    cell = build.entry(base, (At(rows), At(columns)))
    return piece_of(build.array((rows, columns), build.power(cell, exponent), base.shape), names)


def _transpose(e: Expr, names: Names) -> Piece:
    inner = piece_of(e.args[0], names)
    layer = re.fullmatch(r"(.*\^\{\([^{}]*\))\}", inner.text)
    if e.args[0].op in ("var", "let") and layer:
        return Piece(layer[1] + r"\top}")
    if e.args[0].op in ("apply", "softmax") and inner.text.endswith(")"):
        return Piece(inner.text + r"^{\top}")
    return _raised(e.args[0], names, r"\top")


RULES |= {
    "num": lambda e, n: _number(e.data),
    "const": lambda e, n: Piece({"pi": r"\pi", "e": "e", "infinity": r"\infty"}[e.data], sup=True),
    "size": lambda e, n: name(e.data),
    "index": _position_value,
    "var": lambda e, n: name(variable_latex(e.data)),
    "let": lambda e, n: name(variable_latex(e.data)),
    "eye": lambda e, n: Piece(f"I_{{{e.data}}}", sup=True),
    "ones": _constant_array("1"),
    "zeros": _constant_array("0"),
    "basis": lambda e, n: Piece(f"e_{{{at_latex(e.data, n)}}}", sup=True),
    "add": _add,
    "neg": _neg,
    "mul": _mul,
    "hadamard": _elementwise(r"\odot"),
    "div": lambda e, n: fraction(text_of(e.args[0], n), text_of(e.args[1], n)),
    "power": _power,
    "matpow": lambda e, n: with_sup(piece_of(e.args[0], n), str(e.data)),
    "transpose": _transpose,
    "inverse": lambda e, n: _raised(e.args[0], n, "-1"),
    "kron": _elementwise(r"\otimes"),
}
