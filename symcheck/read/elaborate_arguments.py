r"""The argument of a function: a bracket, or the factors up to an operator, a bracket or a function.

Scripts after the bracket belong to the value: `\sigma(z)^2`, `\mathrm{softmax}(o)_j`.
"""

from __future__ import annotations

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.read.elaborate_heads import bracket, factor, is_condition, takes_argument
from symcheck.read.elaborate_members import counted, of_free_index
from symcheck.read.elaborate_products import chain
from symcheck.read.elaborate_scripts import scripted
from symcheck.read.names import base_of, label, parts
from symcheck.read.reading import Reading
from symcheck.read.syntax import (
    Additive,
    Bar,
    BigOperator,
    Fraction_,
    Group,
    Listing,
    Script,
    Symbol,
    Syntax,
)

DOTS = "\\ldots"


class Argument:
    """What a function was given: expressions, the scripts after its bracket, where it ended."""

    __slots__ = ("values", "after", "script", "syntax")

    def __init__(self, values, after, script=None, syntax=None):
        self.values, self.after, self.script, self.syntax = values, after, script, syntax


def argument(r: Reading, items, ops, k: int, what: str, many: bool = False) -> Argument:
    """The argument of the function at items[k]."""
    j = k + 1
    if j >= len(items) or ops[j] != "":
        raise r.error("missing-argument", f"{what} needs an argument", items[k])
    s = items[j]
    group = bracket(s)
    if group is not None:
        script = s if type(s) is Script else None
        body = group.body
        if script is not None and label(items[k]).endswith("diag") and (listed := counted(r, s, group)) is not None:
            return Argument([listed], j + 1, None, body)
        if script is None and label(items[k]).endswith("diag") and (listed := of_free_index(r, body)) is not None:
            return Argument([listed], j + 1, None, body)
        return Argument(arguments(r, body) if many else [inside(r, body)], j + 1, script, body)
    if type(s) is Group and s.open == "":
        return Argument([r.expr(s)], j + 1, None, s.body)
    if type(s) is Additive or is_condition(items, ops, j + 1):
        end = j + 1 if type(s) is Additive else j + 2
        return Argument([chain(r, items, ops, j, end)], end, None, s)
    if takes_argument(r, s):
        value, after = factor(r, items, ops, j)
        return Argument([value], after, None, s)
    end = j + 1
    while (end < len(items) and ops[end] == "" and bracket(items[end]) is None
           and type(items[end]) is not Additive and not takes_argument(r, items[end])):
        end += 1
    if many:
        end = j + 1
    elif is_log(items[k]):
        end = _log_end(r, items, ops, j, end)
    return Argument([chain(r, items, ops, j, end)], end, None, s)


def is_log(s: Syntax) -> bool:
    s = s.base if type(s) is Script else s
    return type(s) is Symbol and s.name in ("log", "ln")


def _log_end(r: Reading, items, ops, j: int, end: int) -> int:
    r"""Where the argument of a log ends: `\log\frac1n\sum_i a_i`, `\log\frac1Z\exp(-E)` go on.

    A fraction of constants before a sum, or any before an exponential, is no factor of the log.
    """
    while type(items[j]) is Fraction_ and end < len(items) and ops[end] == "":
        s = items[end].base if type(items[end]) is Script else items[end]
        if type(s) is BigOperator and s.name in ("sum", "prod"):
            return len(items) if _is_constant(r, items[j:end]) else end
        if type(s) is not Symbol or s.name != "exp":
            return end
        end = min(end + 2, len(items))
        while end < len(items) and ops[end] == "" and type(items[end]) is Fraction_:
            end += 1
    return end


def _is_constant(r: Reading, items: tuple[Syntax, ...]) -> bool:
    """Are all letters in these sizes (or pi)?"""
    return all(x.name in r.dims or x.name == "\\pi" for s in items for x in s.walk() if type(x) is Symbol)


def inside(r: Reading, body: Syntax) -> Expr:
    """One argument in brackets."""
    if type(body) is Listing:
        return r.expr(Group(body.span, "(", body, ")"))
    return r.expr(body)


def arguments(r: Reading, body: Syntax) -> list[Expr]:
    """Arguments separated by commas (or semicolons, or a bar)."""
    if type(body) is Bar:
        return [*arguments(r, body.left), *arguments(r, body.right)]
    if type(body) is Listing:
        if any(type(x) is Symbol and x.name == DOTS for x in body.items):
            return [dotted_list(r, body)]
        return [x for item in body.items for x in (
            arguments(r, item) if type(item) is Bar else [r.expr(item)])]
    return [r.expr(body)]


def dotted_list(r: Reading, body: Listing) -> Expr:
    r"""`g_1(w), \dots, g_n(w)`: the vector whose entries follow the pattern of the last one."""
    from symcheck.read.elaborate_dots import pattern
    return pattern(r, body)


def after(r: Reading, value: Expr, a: Argument) -> Expr:
    """The value of a call with the scripts that stand after its bracket."""
    if a.script is None:
        return value
    if a.script.primes and not r.prime_transpose and is_scalar(value.shape):
        raise r.error("no-derivative", "a prime after the argument is no derivative", a.script,
                      help="Write it at the name of the function, as in f'(x).")
    return scripted(r, value, a.script)


def split_head(r: Reading, s: Syntax) -> tuple[str, Syntax | None, list[Syntax], int]:
    """Name, subscript, superscripts and primes of a function as written."""
    if type(s) is Script:
        return base_of(s.base)[0], s.sub, parts(s.sups), s.primes
    return base_of(s)[0], None, [], 0
