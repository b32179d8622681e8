r"""Names with a definition inside a template, written out in the bound letters: the f of `\int_0^1 f \, dx` after `f = x^2`.

A bound letter is one of the definition by its name. What a function is taken at stands for its arguments, inside its
definitions too. Only sums, products, fractions, powers and known functions of numbers are written out.
"""

from __future__ import annotations

from symcheck.expr import Expr, Variable
from symcheck.expr.shape import is_scalar
from symcheck.read.syntax import Syntax

FUNCTIONS = {name: "\\" + name for name in
             "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh exp".split()}
FUNCTIONS |= {"log": "\\ln", "ln": "\\ln", "\\Gamma": "\\Gamma"}
# Functions that the second reader has no names for, by what they are.
WRITTEN = {"\\sigma": r"\frac{{1}}{{1+\exp(-({}))}}", "sigmoid": r"\frac{{1}}{{1+\exp(-({}))}}",
           "relu": r"\max(0,{})", "ReLU": r"\max(0,{})"}
_WRITTEN_OUT = {"neg": lambda p: "-" + p[0], "add": "+".join, "mul": r"\cdot ".join, "hadamard": r"\cdot ".join,
                "div": lambda p: rf"\frac{{{p[0]}}}{{{p[1]}}}", "power": lambda p: f"{p[0]}^{{{p[1]}}}"}


def free(e: Expr, memo: dict[Expr, frozenset] | None = None) -> frozenset:
    """The variables and sizes that the value of an expression depends on: what is put in for a variable stands instead of it."""
    memo = {} if memo is None else memo
    if e not in memo:
        parts = [free(a, memo) for a in e.args]
        if e.op == "substitute":
            parts[0] -= {*e.data}
        own = {e.data} if e.op in ("var", "size") else {at for i in e.data for at in (getattr(i, "base", None), getattr(i, "dim", None))} if e.op == "sum" else set()
        memo[e] = frozenset(own).union((size for size in e.shape if type(size) is not int), *parts)
    return memo[e]


def letter_of(t, x) -> str | None:
    """The bound letter that a variable or a size stands for: what a function was taken at, or one of its name."""
    if type(x) is Variable:
        return next((name for name, own in t.variables.items() if own == x), x.name if x.name in t.letters else None)
    return x if x in t.letters else None


def holds_bound(t, e: Expr, put: dict[Variable, str] | None = None) -> bool:
    """Is this made of a bound letter by its definition: the f of `f = t^2`? A letter may be a size too: the n of `a = n / (n + 1)`."""
    return any(letter_of(t, x) is not None or put and x in put for x in free(e))


def written(t, e: Expr, at: Syntax, put: dict[Variable, str] | None = None) -> str:
    """What a name with a definition is, in the bound letters; `put` is what stands for its variables."""
    put = put or {}
    if not holds_bound(t, e, put):
        return t.argument(e)
    if e.op == "var" and not e.data.family:
        return put[e.data] if e.data in put else t.letters[letter_of(t, e.data)]
    if e.op == "size":
        return t.letters[e.data]
    if e.op == "let" and not e.data.family:
        return written(t, e.args[0], at, put)
    if e.op == "substitute" and all(is_scalar(v.shape) for v in e.data):
        return written(t, e.args[0], at, put | {v: f"({written(t, a, at, put)})" for v, a in zip(e.data, e.args[1:])})
    if is_scalar(e.shape) and all(is_scalar(a.shape) for a in e.args):
        parts = [f"({written(t, a, at, put)})" for a in e.args] if e.op in _WRITTEN_OUT or e.op == "apply" else []
        known = e.data[0].known if e.op == "apply" and not e.data[1] else None
        if known in FUNCTIONS or known == "sqrt":
            return FUNCTIONS[known] + parts[0] if known in FUNCTIONS else rf"\sqrt{{{parts[0]}}}"
        if known in WRITTEN:
            return f"({WRITTEN[known].format(parts[0])})"
        if e.op in _WRITTEN_OUT:
            return _WRITTEN_OUT[e.op](parts)
    raise t.r.error("not-in-language", "what this is made of cannot be written out here", at)


__all__ = ["FUNCTIONS", "WRITTEN", "free", "holds_bound", "letter_of", "written"]
