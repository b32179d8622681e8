"""Printed pieces of LaTeX: how tightly each holds together, which scripts it may take."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from symcheck.expr.names import At, Function, Index, Variable
from symcheck.expr.node import Expr

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

# What is not spelled `\operatorname{name}`.
HEADS = {name: "\\" + name for name in
         "exp log tanh sin cos tan arcsin arccos arctan sinh cosh max min".split()}
HEADS |= {"relu": r"\operatorname{ReLU}", "gamma": r"\Gamma", "digamma": r"\psi"}
RULES: dict[str, Rule] = {}


def variable_latex(v: Variable) -> str:
    r"""A name as it is printed: a word becomes `\text{word}`, anything else is LaTeX already."""
    return rf"\text{{{v.name}}}" if len(v.name) > 1 and v.name.isalpha() else v.name


def family_stem(v: Variable) -> str:
    r"""A family's name without the places of its indices: `x` of `x_i` and of `x^{(i)}`."""
    base, sub, sup, slots = _slots(v)
    kept = sub[slots:].strip(",")
    fixed_sup = sup if sup and slots == len(v.family) else ""
    return base + (f"_{{{kept}}}" if kept else "") + (f"^{{{fixed_sup}}}" if fixed_sup else "")


def member_latex(v: Variable, places: list[str]) -> str:
    r"""A member of a family, its indices where the name has them: `x^{(k)}` of `x^{(i)}`."""
    base, sub, sup, slots = _slots(v)
    if sup and slots < len(places):
        sup, places = re.sub(r"[^()\[\]]+", lambda _: places[0], sup, count=1), places[1:]
    rest = sub[slots:] if slots else f",{sub}" if sub else ""
    shown = positions(places) + rest
    return base + (f"_{{{shown}}}" if shown else "") + (f"^{{{sup}}}" if sup else "")


def _slots(v: Variable) -> tuple[str, str, str, int]:
    """Base, subscript, superscript of a name, and how many indices the subscript has in front."""
    match = re.fullmatch(r"(.*?)(?:_(\w|\{.*?\}))?(?:\^(\w|\{.*\}))?", v.name)
    base, sub, sup = match[1], *(part[1:-1] if part[:1] == "{" else part
                       for part in (match[2] or "", match[3] or ""))
    in_front = re.match(r"(ijk|ij|i)?(?![A-Za-z])", sub)
    slots = len(in_front[1] or "") if in_front else 0
    return base, sub, sup, min(slots, len(v.family))


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


def piece_of(e: Expr, names: Names) -> Piece:
    return RULES[e.op](e, names)


def text_of(e: Expr, names: Names) -> str:
    return piece_of(e, names).text


def bracket(text: str) -> str:
    tall = re.search(r"\\(frac|sum|prod|int|begin|left|binom)(?![A-Za-z])", text)
    return rf"\left({text}\right)" if tall else f"({text})"


def at_least(piece: Piece, level: int) -> str:
    return piece.text if piece.level >= level else bracket(piece.text)


def with_sup(piece: Piece, script: str) -> Piece:
    base = piece.text if piece.sup else bracket(piece.text)
    return Piece(f"{base}^{{{script}}}")


def with_sub(piece: Piece, script: str) -> Piece:
    base = piece.text if piece.sub else bracket(piece.text)
    return Piece(f"{base}_{{{script}}}", FACTOR, sup=piece.sup or not piece.sub)


def call(head: str, *arguments: str) -> Piece:
    inner = ", ".join(arguments)
    return Piece(head + bracket(inner))


def positions(shown: list[str]) -> str:
    """Indices side by side where they are single letters, else with commas."""
    joined = "".join(shown)
    return joined if all(re.fullmatch(r"[A-Za-z]", s) for s in shown) else ", ".join(shown)


def name(text: str) -> Piece:
    """A name takes a script only where it has none of that kind outside its braces."""
    outside, depth = "", 0
    for c in text:
        depth += (c == "{") - (c == "}")
        outside += c if depth == 0 else ""
    return Piece(text, FACTOR, "_" not in outside, "^" not in outside and "'" not in outside)


def fraction(top: str, bottom: str) -> Piece:
    return Piece(rf"\frac{{{top}}}{{{bottom}}}")
