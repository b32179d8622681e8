r"""An expression printed as LaTeX, as a textbook would and so that it reads back.

`Context.read(to_latex(e))` is an expression equal to `e` wherever `e` can be written at all: only
an array over a family, and what tensor calculus alone can hold (`vec`, four-axis products), have no
notation of their own. Brackets that do not change the value are dropped (`a + (b + c)`), brackets
that a hasty reader would need are kept (`(\sigma(z))^{2}`). A bound index is renamed where its name
would clash with a free index, an enclosing one, or a variable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import chain, count
from typing import NamedTuple

from symcheck.expr import build
from symcheck.expr.names import At, Function, Index, Variable
from symcheck.expr.node import Expr
from symcheck.expr.shape import is_scalar, is_vector, long_axes

# How tightly a printed piece holds together. An OPEN piece ends in an operator that takes
# everything to its right (a sum, `\frac{\partial}{\partial x} (f)`).
SUM, NEG, HADAMARD, OPEN, PRODUCT, FACTOR = range(6)


class Piece(NamedTuple):
    """Printed text, how tightly it holds, and which scripts may be hung on it as it is."""

    text: str
    level: int = FACTOR
    sub: bool = False
    sup: bool = False


Names = dict[Index, str]
Rule = Callable[[Expr, Names], Piece]

RELATIONS = {">": ">", ">=": r"\ge", "<": "<", "<=": r"\le", "=": "=", "!=": r"\ne"}
# What is not spelled `\operatorname{name}`.
HEADS = {name: "\\" + name for name in
         "exp log tanh sin cos tan arcsin arccos arctan sinh cosh max min".split()}
HEADS |= {"relu": r"\operatorname{ReLU}", "gamma": r"\Gamma", "digamma": r"\psi"}
LETTERS = "ijklpqrstuvabcgh"


def to_latex(expr: Expr) -> str:
    r"""LaTeX for the expression, without delimiters: `X^{\top} (X w - y)`."""
    return _text(expr, {index: index.name for index in _free_indices(expr)})


def variable_latex(v: Variable) -> str:
    r"""A name as it is printed: a word becomes `\text{word}`, anything else is LaTeX already."""
    return rf"\text{{{v.name}}}" if len(v.name) > 1 and v.name.isalpha() else v.name


def function_latex(f: Function) -> str:
    r"""A function's name as it is printed before its argument: `\phi`, `\operatorname{ReLU}`."""
    if f.name in HEADS:
        return HEADS[f.name]
    return rf"\operatorname{{{f.name}}}" if len(f.name) > 1 and f.name.isalnum() else f.name


def at_latex(at: At, names: Names | None = None) -> str:
    """A position: `i`, `i + 1`, `N`, `3`."""
    if at.base is None or isinstance(at.base, int):
        return str((at.base or 0) + at.offset)
    base = (names or {}).get(at.base, at.base.name) if isinstance(at.base, Index) else at.base
    return base if not at.offset else f"{base} {'+' if at.offset > 0 else '-'} {abs(at.offset)}"


# --- assembling ---------------------------------------------------------------------------------


def _piece(e: Expr, names: Names) -> Piece:
    return RULES[e.op](e, names)


def _text(e: Expr, names: Names) -> str:
    return _piece(e, names).text


def _bracket(text: str) -> str:
    tall = re.search(r"\\(frac|sum|prod|int|begin|left|binom)(?![A-Za-z])", text)
    return rf"\left({text}\right)" if tall else f"({text})"


def _at_least(piece: Piece, level: int) -> str:
    return piece.text if piece.level >= level else _bracket(piece.text)


def _sup(piece: Piece, script: str) -> Piece:
    base = piece.text if piece.sup else _bracket(piece.text)
    return Piece(f"{base}^{{{script}}}", FACTOR, sub=piece.sup and piece.sub)


def _sub(piece: Piece, script: str) -> Piece:
    base = piece.text if piece.sub else _bracket(piece.text)
    return Piece(f"{base}_{{{script}}}", FACTOR, sup=piece.sup or not piece.sub)


def _call(head: str, *arguments: str) -> Piece:
    inner = ", ".join(arguments)
    return Piece(head + _bracket(inner))


def _positions(at: tuple[At, ...], names: Names) -> str:
    shown = [at_latex(a, names) for a in at]
    joined = "".join(shown)
    return joined if all(re.fullmatch(r"[A-Za-z]", s) for s in shown) else ", ".join(shown)


def _name(text: str) -> Piece:
    """A name takes a script only where it has none of that kind outside its braces."""
    outside, depth = "", 0
    for c in text:
        depth += (c == "{") - (c == "}")
        outside += c if depth == 0 else ""
    return Piece(text, FACTOR, sub="_" not in outside, sup="^" not in outside and "'" not in outside)


# --- leaves and arithmetic ----------------------------------------------------------------------


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
    out = ""
    for term, minus in _terms(e):
        piece = _piece(term, names)
        text = _at_least(piece, HADAMARD) if minus else _at_least(piece, NEG)
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
    return Piece("-" + _at_least(_piece(e.args[0], names), HADAMARD), NEG)


def _mul(e: Expr, names: Names) -> Piece:
    """Juxtaposed factors; a negative number in front is a sign, not a bracket."""
    factors = _factors(e)
    pieces = [_piece(f, names) for f in factors]
    signed = factors[0].op == "num" and pieces[0].level == NEG
    out = pieces[0].text if signed else _at_least(pieces[0], FACTOR)
    for before, piece in zip(factors, pieces[1:]):
        text = _at_least(piece, OPEN if piece is pieces[-1] else FACTOR)
        out = f"{out} {_joint(before, out, text)}{text}"
    return Piece(out, NEG if signed else OPEN if pieces[-1].level == OPEN else PRODUCT)


def _factors(e: Expr, left: Expr | None = None) -> list[Expr]:
    """The product as a chain that has the same value when read from left to right after `left`."""
    spine = []
    while e.op == "mul" and (left is None or _regroups(left, e)):
        spine.append(e)
        e = e.args[0]
    out = [e]
    for node in reversed(spine):
        out += _factors(node.args[1], node.args[0])
    return out


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
        a = _piece(left, names)
        shown = a.text if left.op == e.op else _at_least(a, FACTOR)
        return Piece(f"{shown} {sign} {_at_least(_piece(right, names), FACTOR)}", HADAMARD)
    return rule


def _fraction(top: str, bottom: str) -> Piece:
    return Piece(rf"\frac{{{top}}}{{{bottom}}}")


def _power(e: Expr, names: Names) -> Piece:
    base, exponent = e.args
    script = _text(exponent, names)
    if len(base.shape) == 2 and base.shape[0] == base.shape[1] and not is_scalar(base.shape):
        script = rf"\odot {script}" if exponent.op == "num" else rf"\odot ({script})"
    elif script in ("T", "t", "*", r"\top", r"\intercal", r"\prime", r"\dagger"):
        script = rf"1 \cdot {script}"
    return _sup(_piece(base, names), script)


def _transpose(e: Expr, names: Names) -> Piece:
    inner = _piece(e.args[0], names)
    layer = re.fullmatch(r"(.*\^\{\([^{}]*\))\}", inner.text)
    if e.args[0].op in ("var", "let") and layer:
        return Piece(layer[1] + r"\top}")
    return _sup(inner, r"\top")


# --- functions ----------------------------------------------------------------------------------


def _apply(e: Expr, names: Names) -> Piece:
    (f, order), (a,) = e.data, e.args
    argument = _text(a, names)
    if f.known == f.name and order == 0:
        if f.name == "sqrt":
            return Piece(rf"\sqrt{{{argument}}}")
        if f.name == "abs" and is_scalar(a.shape):
            return Piece(rf"\left|{argument}\right|")
        if f.name == "step":
            return Piece(rf"\mathbb{{1}}[{argument} > 0]")
        if f.name == "exp" and len(argument) <= 16 and "\\frac" not in argument:
            return Piece(f"e^{{{argument}}}")
    return _call(function_latex(f) + "'" * order, argument)


def _norm(e: Expr, names: Names) -> Piece:
    a = e.args[0]
    kind = {"fro": "2" if is_vector(a.shape) or is_scalar(a.shape) else "F",
            "inf": r"\infty", "spectral": "2", "nuclear": "*"}
    mark = _text(e.args[1], names) if e.data == "p" else kind[e.data]
    return Piece(rf"\left\|{_text(a, names)}\right\|_{{{mark}}}", sup=True)


def _dot(e: Expr, names: Names) -> Piece:
    return Piece(rf"\langle {_text(e.args[0], names)}, {_text(e.args[1], names)} \rangle")


def _outer(e: Expr, names: Names) -> Piece:
    a, b = e.args
    column = build.transpose(a) if a.shape[0] == 1 and not is_scalar(a.shape) else a
    row = build.transpose(b) if b.shape[1] == 1 and not is_scalar(b.shape) else b
    return _piece(build.mul(column, row), names)


def _matrix(e: Expr, names: Names) -> Piece:
    height, width = e.data
    cells = [_text(a, names) for a in e.args]
    rows = [" & ".join(cells[r * width:(r + 1) * width]) for r in range(height)]
    return Piece(r"\begin{bmatrix} " + r" \\ ".join(rows) + r" \end{bmatrix}", sup=True, sub=True)


def _relation(e: Expr, names: Names) -> str:
    """A condition as it stands behind `\text{if}` or under a sum."""
    if e.op == "indicator":
        left, right = e.args
        return f"{_text(left, names)} {RELATIONS[e.data]} {_text(right, names)}"
    if e.op in ("mul", "hadamard"):
        return r" \text{ and } ".join(_relation(a, names) for a in e.args)
    return f"{_text(e, names)} = 1"


def _cases(e: Expr, names: Names) -> Piece:
    pairs = [e.args[k:k + 2] for k in range(0, len(e.args) - 1, 2)]
    rows = [rf"{_text(v, names)} & \text{{if }} {_relation(c, names)}" for v, c in pairs]
    if len(e.args) % 2:
        rows.append(rf"{_text(e.args[-1], names)} & \text{{otherwise}}")
    return Piece(r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}")


# --- indices and derivatives --------------------------------------------------------------------


def _mentioned(e: Expr) -> Iterator[object]:
    """Whatever the expression names: variables, functions, indices, dimensions."""
    for node in e.walk():
        for part in node.data if isinstance(node.data, tuple) else (node.data,):
            yield part.base if isinstance(part, At) else part
        yield from node.shape


def _free_indices(e: Expr) -> set[Index]:
    return {part for part in _mentioned(e) if isinstance(part, Index) and part.uid == 0}


def _bind(indices: tuple[Index, ...], e: Expr, names: Names) -> Names:
    """The names under which fresh bound indices are printed inside `e`."""
    taken = {m.name if isinstance(m, (Variable, Function)) else m for m in _mentioned(e)}
    inside, taken = dict(names), taken | set(names.values()) | {x.dim for x in indices}
    for index in indices:
        own = (index.name,) if len(index.name) == 1 or index.name[0] == "\\" else ()
        numbered = (f"i_{{{n}}}" for n in count(1))
        inside[index] = next(c for c in chain(own, LETTERS, numbered) if c not in taken)
        taken.add(inside[index])
    return inside


def _big(operator: str) -> Rule:
    def rule(e: Expr, names: Names) -> Piece:
        index, low, high = e.data
        inside = _bind((index,), e, names)
        where = f", {_relation(e.args[1], inside)}" if len(e.args) > 1 else ""
        limits = f"_{{{inside[index]}={at_latex(low, inside)}{where}}}^{{{at_latex(high, inside)}}}"
        return Piece(f"{operator}{limits} {_at_least(_piece(e.args[0], inside), OPEN)}", OPEN)
    return rule


def _array(e: Expr, names: Names) -> Piece:
    """A vector as a sum of entries times basis vectors, a matrix likewise."""
    (indices, family), body = e.data, e.args[0]
    axes = long_axes(e.shape)
    if family or len(axes) > 2:
        inside = _bind(indices, e, names)
        script = ", ".join(inside[x] for x in indices)
        return Piece(f"{_bracket(_text(body, inside))}_{{{script}}}", sup=True)
    out = body
    for k, (index, dim) in enumerate(zip(indices, axes)):
        unit = build.basis(At(index), dim)
        lying = k == 1 or e.shape[1] != 1 and e.shape[0] == 1
        out = build.mul(out, build.transpose(unit) if lying else unit)
    for index in reversed(indices):
        out = build.sum_over(index, out)
    return _piece(out, names)


def _derivative(e: Expr, names: Names) -> Piece:
    f, by = e.args
    top, bottom = _piece(f, names), rf"\partial {_at_least(_piece(by, names), FACTOR)}"
    if f.op in ("var", "let", "item", "entry"):
        return _fraction(rf"\partial {top.text}", bottom)
    return Piece(rf"\frac{{\partial}}{{{bottom}}} {_bracket(top.text)}", OPEN)


def _substitute(e: Expr, names: Names) -> Piece:
    pairs = [f"{variable_latex(v)} = {_text(value, names)}" for v, value in zip(e.data, e.args[1:])]
    return Piece(rf"\left. {_text(e.args[0], names)} \right|_{{{', '.join(pairs)}}}")


def _foreign(e: Expr, names: Names) -> Piece:
    def shown(match: re.Match) -> str:
        piece = _piece(e.args[int(match[1]) - 101], names)
        return piece.text if piece.sub and piece.sup else _bracket(piece.text)
    text = re.sub(r"s_\{(1\d\d)\}", shown, e.data)
    return Piece(text, SUM)


def _entry(e: Expr, names: Names) -> Piece:
    return _sub(_piece(e.args[0], names), _positions(e.data, names))


RULES: dict[str, Rule] = {
    "num": lambda e, n: _number(e.data),
    "const": lambda e, n: Piece({"pi": r"\pi", "e": "e", "infinity": r"\infty"}[e.data], sup=True),
    "size": lambda e, n: _name(e.data),
    "index": _position_value,
    "var": lambda e, n: _name(variable_latex(e.data)),
    "let": lambda e, n: _name(variable_latex(e.data)),
    "item": _entry,
    "eye": lambda e, n: Piece(f"I_{{{e.data}}}", sup=True),
    "ones": _constant_array("1"),
    "zeros": _constant_array("0"),
    "basis": lambda e, n: Piece(f"e_{{{at_latex(e.data, n)}}}", sup=True),
    "add": _add,
    "neg": _neg,
    "mul": _mul,
    "hadamard": _elementwise(r"\odot"),
    "div": lambda e, n: _fraction(_text(e.args[0], n), _text(e.args[1], n)),
    "power": _power,
    "matpow": lambda e, n: _sup(_piece(e.args[0], n), str(e.data)),
    "transpose": _transpose,
    "inverse": lambda e, n: _sup(_piece(e.args[0], n), "-1"),
    "trace": lambda e, n: _call(r"\operatorname{tr}", _text(e.args[0], n)),
    "det": lambda e, n: _call(r"\det", _text(e.args[0], n)),
    "diag": lambda e, n: _call(r"\operatorname{diag}", _text(e.args[0], n)),
    "diagonal": lambda e, n: _call(r"\operatorname{diag}", _text(e.args[0], n)),
    "vec": lambda e, n: _call(r"\operatorname{vec}", _text(e.args[0], n)),
    "dot": _dot,
    "outer": _outer,
    "kron": _elementwise(r"\otimes"),
    "norm": _norm,
    "matrix": _matrix,
    "apply": _apply,
    "apply_many": lambda e, n: _call(function_latex(e.data), *(_text(a, n) for a in e.args)),
    "jacobian": lambda e, n: _call(f"J_{{{e.data.name}}}", _text(e.args[0], n)),
    "softmax": lambda e, n: _call(r"\operatorname{softmax}", _text(e.args[0], n)),
    "reduce": lambda e, n: _call(HEADS.get(e.data, rf"\operatorname{{{e.data}}}"), _text(e.args[0], n)),
    "extremum": lambda e, n: _call("\\" + e.data, *(_text(a, n) for a in e.args)),
    "indicator": lambda e, n: Piece(rf"\mathbb{{1}}[{_relation(e, n)}]"),
    "cases": _cases,
    "sum": _big(r"\sum"),
    "prod": _big(r"\prod"),
    "entry": _entry,
    "row": lambda e, n: _sub(_piece(e.args[0], n), f"{at_latex(e.data, n)},:"),
    "column": lambda e, n: _sub(_piece(e.args[0], n), f":,{at_latex(e.data, n)}"),
    "array": _array,
    "derivative": _derivative,
    "substitute": _substitute,
    "foreign": _foreign,
}
