"""LaTeX of what has indices: sums, entries, arrays, derivatives, evaluation at a point.

A bound index is renamed where its name would clash with a free index, an enclosing one, or a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, count

from symcheck.expr import build
from symcheck.expr.latex_functions import relation
from symcheck.expr.latex_pieces import (
    FACTOR,
    OPEN,
    RULES,
    SUM,
    Names,
    Piece,
    Rule,
    at_latex,
    at_least,
    bracket,
    fraction,
    member_latex,
    name,
    piece_of,
    positions,
    text_of,
    variable_latex,
    with_sub,
)
from symcheck.expr.names import At, Function, Index, Variable
from symcheck.expr.node import Expr
from symcheck.expr.shape import long_axes

LETTERS = "ijklpqrstuvabcgh"


def _mentioned(e: Expr) -> Iterator[object]:
    """Whatever the expression names: variables, functions, indices, dimensions."""
    for node in e.walk():
        for part in node.data if isinstance(node.data, tuple) else (node.data,):
            yield part.base if isinstance(part, At) else part
        yield from node.shape


def free_indices(e: Expr) -> set[Index]:
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
        where = f", {relation(e.args[1], inside)}" if len(e.args) > 1 else ""
        limits = f"_{{{inside[index]}={at_latex(low, inside)}{where}}}^{{{at_latex(high, inside)}}}"
        return Piece(f"{operator}{limits} {at_least(piece_of(e.args[0], inside), OPEN)}", OPEN)
    return rule


def _array(e: Expr, names: Names) -> Piece:
    """A vector as a sum of entries times basis vectors, a matrix likewise."""
    (indices, family), body = e.data, e.args[0]
    axes = long_axes(e.shape)
    if family or len(axes) > 2:
        inside = _bind(indices, e, names)
        script = ", ".join(inside[x] for x in indices)
        return Piece(f"{bracket(text_of(body, inside))}_{{{script}}}", sup=True)
    out = body
    for k, (index, dim) in enumerate(zip(indices, axes)):
        unit = build.basis(At(index), dim)
        lying = k == 1 or e.shape[1] != 1 and e.shape[0] == 1
        out = build.mul(out, build.transpose(unit) if lying else unit)
    for index in reversed(indices):
        out = build.sum_over(index, out)
    return piece_of(out, names)


def _reduce(e: Expr, names: Names) -> Piece:
    """The largest and the smallest entry by their indices, as what they are the entries of."""
    a = e.args[0]
    if e.data not in ("max", "min") or not 1 <= len(long_axes(a.shape)) <= 2:
        return _total(e, names)
    if a.op == "array" and not a.data[1]:
        indices, body = a.data[0], a.args[0]
    else:
        indices = tuple(Index("ij"[k], d, -3 - k) for k, d in enumerate(long_axes(a.shape)))
        body = build.entry(a, tuple(map(At, indices)))
    inside = _bind(indices, body, names)
    limits = ", ".join(inside[i] for i in indices)
    return Piece(f"\\{e.data}_{{{limits}}} {at_least(piece_of(body, inside), OPEN)}", OPEN)


_total = RULES["reduce"]


def _derivative(e: Expr, names: Names) -> Piece:
    f, by = e.args
    top, bottom = piece_of(f, names), rf"\partial {at_least(piece_of(by, names), FACTOR)}"
    if f.op in ("var", "let", "item", "entry"):
        return fraction(rf"\partial {top.text}", bottom)
    whole = top.level >= FACTOR and not top.text.startswith(r"\frac")
    return Piece(rf"\frac{{\partial}}{{{bottom}}} {top.text if whole else bracket(top.text)}", OPEN)


def _substitute(e: Expr, names: Names) -> Piece:
    pairs = [f"{variable_latex(v)} = {text_of(value, names)}"
             for v, value in zip(e.data, e.args[1:])]
    return Piece(rf"\left. {text_of(e.args[0], names)} \right|_{{{', '.join(pairs)}}}")


def _foreign(e: Expr, names: Names) -> Piece:
    def shown(match: re.Match) -> str:
        piece = piece_of(e.args[int(match[1]) - 101], names)
        return piece.text if piece.sub and piece.sup else bracket(piece.text)
    text = re.sub(r"s_\{(1\d\d)\}", shown, e.data)
    return Piece(text, SUM)


def _entry(e: Expr, names: Names) -> Piece:
    return with_sub(piece_of(e.args[0], names), positions([at_latex(a, names) for a in e.data]))


def _item(e: Expr, names: Names) -> Piece:
    return name(member_latex(e.args[0].data, [at_latex(a, names) for a in e.data]))


RULES |= {
    "sum": _big(r"\sum"),
    "prod": _big(r"\prod"),
    "entry": _entry,
    "item": _item,
    "row": lambda e, n: with_sub(piece_of(e.args[0], n), f"{at_latex(e.data, n)},:"),
    "column": lambda e, n: with_sub(piece_of(e.args[0], n), f":,{at_latex(e.data, n)}"),
    "array": _array,
    "reduce": _reduce,
    "derivative": _derivative,
    "substitute": _substitute,
    "foreign": _foreign,
}
