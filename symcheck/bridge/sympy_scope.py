r"""Which declared name a SymPy name means, and what a SymPy symbol declares.

A SymPy name is the canonical LaTeX name (`W^{(1)}`, `\lambda`), or a plain spelling of exactly one
declared name: `W1` for `W^{(1)}`, `lambda_` for `\lambda`, `yhat` or `y_hat` for `\hat{y}`.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

import sympy as sp

from symcheck.bridge.sympy_names import TRAITS
from symcheck.expr.latex_pieces import family_stem
from symcheck.expr.names import Function, Variable
from symcheck.expr.shape import Dim
from symcheck.read.scope import Entry
from symcheck.text.diagnostic import fail

if TYPE_CHECKING:
    from symcheck.read.context import Context

ACCENTS = "hat|bar|tilde|dot|ddot|vec|check|underline"


def find(name: str, context: Context, kinds: tuple[str, ...]) -> Entry | None:
    """The declared entry of one of these kinds that a SymPy name means; None where there is none.

    Raises `SymcheckError` (`ambiguous-name`) where a plain spelling fits several names.
    """
    entries = [e for e in context.scope if e.kind in kinds]
    exact = [e for e in entries if name in _names(e)]
    hits = exact or [e for e in entries
                     if any(plain(name) in plain_spellings(n) for n in _names(e))]
    if len(hits) > 1:
        names = " and ".join(_own_name(e) for e in hits)
        raise fail("ambiguous-name", f"{name} may be {names}",
                   help=f"Name the SymPy symbol as it is declared, {_own_name(hits[0])!r}.")
    return hits[0] if hits else None


def undeclared(name: str, context: Context):
    """The refusal of a name that nothing declares."""
    near = get_close_matches(name, [_own_name(e) for e in context.scope], 1, 0.5)
    return fail("undeclared-name", f"{name} is not declared",
                help=f"Did you mean {near[0]}?" if near else "Declare it in the context.")


def _own_name(e: Entry) -> str:
    thing = e.function or (e.expr.data if e.expr is not None else None)
    return thing.name if isinstance(thing, (Variable, Function)) else e.name


def _names(e: Entry) -> set[str]:
    """A family is also called what its members have in common: `x` for `x_i`."""
    own = {e.name, _own_name(e)}
    family = e.kind == "quantity" and e.expr.data.family
    return own | {family_stem(e.expr.data)} if family else own


def plain(name: str) -> str:
    """A name without what only LaTeX needs: `W^{(1)}` is `W1`, `\\lambda` is `lambda`."""
    return re.sub(r"\\text|[\\{}()\[\]^_,\s]", "", name)


def plain_spellings(name: str) -> set[str]:
    r"""How a canonical name may be spelled plainly; an accent goes in front or behind."""
    behind = re.sub(rf"\\({ACCENTS})\{{([^{{}}]*)\}}", r"\2\1", name)
    return {plain(name), plain(behind)}


def canonical(name: str) -> str:
    """SymPy's LaTeX of a name, with the braces of a one-letter script dropped."""
    return re.sub(r"([_^])\{([^{}\\])\}", r"\1\2", name)


def spelled(obj) -> str:
    """The LaTeX of a SymPy name, member `z[i]` or applied function `f(x)`, names in their canonical form."""
    if isinstance(obj, sp.MatrixSymbol):
        return canonical(sp.latex(sp.Symbol(obj.name)))
    if isinstance(obj, sp.core.function.AppliedUndef):
        return f"{obj.func.__name__}({', '.join(map(spelled, obj.args))})"
    if isinstance(obj, sp.Indexed):
        return f"{obj.base.label}_{{{','.join(map(spelled, obj.indices))}}}"
    return canonical(sp.latex(obj))


def declarations_from_sympy(symbols) -> tuple[Variable | Function, ...]:
    """What SymPy symbols declare: `Symbol` a scalar with the traits of its assumptions,
    `MatrixSymbol` a matrix, `IndexedBase` with a shape a family, an undefined `Function` a
    function that acts entry by entry.

    Raises `SymcheckError` (`not-declarable`) for anything else, and for a size that is neither a
    number nor a symbol.
    """
    return tuple(_declared(s) for s in symbols)


def declaration_lines(symbols) -> tuple[str, ...]:
    r"""The same as lines of LaTeX, for `Context`: `w \in \mathbb{R}^{d}`, `\lambda > 0`."""
    return tuple(line for thing in declarations_from_sympy(symbols) for line in _lines(thing))


# What a trait adds to the declaration of a real number.
SAID = {"positive": "> 0", "negative": "< 0", "nonnegative": r"\ge 0", "nonzero": r"\ne 0"}


def _lines(thing: Variable | Function) -> list[str]:
    if isinstance(thing, Function):
        return [rf"{thing.name} : \mathbb{{R}} \to \mathbb{{R}}"]
    rows, columns = thing.shape
    size = f"^{{{rows}}}" if columns == 1 else rf"^{{{rows} \times {columns}}}"
    space = rf"\mathbb{{{'Z' if 'integer' in thing.traits else 'R'}}}"
    name = thing.name
    if thing.family:
        places = "ijk"[:len(thing.family)]
        ranges = "".join(rf", {i} = 1, \dots, {n}" for i, n in zip(places, thing.family))
        return [rf"{name}_{{{places}}} \in {space}{ranges}"]
    first = rf"{name} \in {space}" + ("" if thing.shape == (1, 1) else size)
    strict = {"positive", "negative"} & thing.traits
    said = [t for t in sorted(thing.traits) if t in SAID and (t in strict or not strict)]
    return [first, *(f"{name} {SAID[t]}" for t in said)]


def _declared(s) -> Variable | Function:
    if isinstance(s, sp.Symbol):
        traits = frozenset(t for t in TRAITS if getattr(s, f"is_{t}"))
        return Variable(canonical(sp.latex(s)), traits=traits)
    if isinstance(s, sp.MatrixSymbol):
        return Variable(canonical(sp.latex(sp.Symbol(s.name))), (_size(s.rows), _size(s.cols)))
    if isinstance(s, sp.IndexedBase) and s.shape is not None:
        return Variable(canonical(sp.latex(s.label)), family=tuple(map(_size, s.shape)))
    if isinstance(s, sp.core.function.UndefinedFunction):
        return Function(canonical(sp.latex(sp.Symbol(s.__name__))))
    raise fail("not-declarable", f"{s!r} declares no name",
               help="Give a Symbol, a MatrixSymbol, an IndexedBase with a shape or a Function.")


def _size(size: sp.Expr) -> Dim:
    if size.is_Integer:
        return int(size)
    if size.is_Symbol:
        return size.name
    raise fail("not-declarable", f"the size {size} is neither a number nor a name")
