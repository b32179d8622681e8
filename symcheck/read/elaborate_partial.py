r"""Derivatives on a line: `\partial_x h`, `\partial J / \partial\theta`, `dL/dw`.

A d that stands for no derivative belongs to a differential, or is a name.
"""

from __future__ import annotations

from symcheck.expr import Expr
from symcheck.read.elaborate_derivatives import (
    derivative_sign,
    named_function,
    numerator_value,
)
from symcheck.read.elaborate_differentials import differential
from symcheck.read.elaborate_formal import nth_argument
from symcheck.read.elaborate_heads import HEADS, bracket, factor
from symcheck.read.elaborate_scripts import member
from symcheck.read.elaborate_targets import (
    by_targets,
    differentiate,
    found_function,
    operand,
    operator_parts,
    second,
    target,
    tight_operand,
    whole,
    with_scripts,
)
from symcheck.read.reading import Reading
from symcheck.read.syntax import Number, Script, Symbol


def partial(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`\partial_x h`, and the slash form `\partial J/\partial\theta`."""
    s = items[k]
    sub, order, _ = operator_parts(s)
    if sub is not None:
        named = tight_operand(r, items, ops, k)
        if named is not None and not named[2] and not named[0].sups and not named[0].sub:
            found, j, _ = named
            f = whole(r, found.entry, s) if found.entry.kind == "map" else (
                member(r, found) if found.entry.kind == "quantity" else None)
            if f is None:
                f, after = factor(r, items, ops, j)
            else:
                after = j + 1
        elif named is not None:
            if named[2] and order == 1:
                argued = items[named[1] + 1]
                value = nth_argument(r, named[0], sub, bracket(argued), s)
                if value is not None:
                    return with_scripts(r, value, argued), named[1] + 2
            f, after = factor(r, items, ops, k + 1)
        else:
            f, after = operand(r, items, ops, k)
        t = target(r, sub)
        if order == 2:
            return second(r, f, [t, t], s), after
        return differentiate(r, f, t, r.layout, s), after
    slashed = slash_form(r, items, ops, k, "\\partial")
    if slashed is not None:
        return slashed
    raise r.error("no-derivative", r"\partial stands alone", s,
                  help=r"Write \frac{\partial L}{\partial w} or \partial_w L.")


def slash_form(r: Reading, items, ops, k: int, mark: str) -> tuple[Expr, int] | None:
    r"""`\partial J / \partial\theta`, `dL/dw`."""
    cut = next((j for j in range(k + 1, len(items)) if ops[j] == "/"), None)
    if cut is None or cut + 1 >= len(items) or derivative_sign(items[cut]) != mark:
        return None
    order = None
    if type(items[k]) is Script and items[k].sups and type(items[k].sups[0]) is Number:
        order = int(items[k].sups[0].value)
    pieces, j = [items[cut + 1]], cut + 2
    while j + 1 < len(items) and derivative_sign(items[j]) == mark and ops[j] == "":
        pieces.append(items[j + 1])
        j += 2
    found = found_function(r, items[k + 1]) if cut == k + 2 else None
    if found is not None:
        return named_function(r, found, pieces, order, items, ops, j, items[k])
    if cut == k + 1:
        f, j = operand(r, items, ops, j - 1)
    else:
        f = numerator_value(r, items[k + 1:cut], ("", *ops[k + 2:cut]))
    return by_targets(r, f, pieces, order, items[k]), j


def total_d(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    """`dL/dw`, `dW`, when d is not declared."""
    if type(items[k]) is Symbol:
        slashed = slash_form(r, items, ops, k, "d")
        if slashed is not None:
            return slashed
        found = differential(r, items, ops, k)
        if found is not None:
            return found
    if k + 1 < len(items) and type(items[k]) is Symbol and "d" not in r.dims:
        raise r.error("not-in-language", "nothing says what varies in this differential", items[k],
                      help=r"Write a derivative, as in \frac{d}{dx}, or the differentials of names, as in d\ell = g^\top dw.")
    return r.expr(items[k]), k + 1


HEADS.update({"\\partial": partial, "d": total_d})
