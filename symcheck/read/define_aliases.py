r"""Functions that are said to be others: `\phi = \tanh`, `g = \mathrm{ReLU}`, `g^{[1]} = \sigma`."""

from __future__ import annotations

from symcheck.read.define_functions import define_function
from symcheck.read.elaborate_known import COMPOSED, KNOWN, LETTERS
from symcheck.read.names import base_of, stem_of
from symcheck.read.syntax import Group, Product, Symbol, Syntax
from symcheck.text import Source

_ARGUMENTS = ("t", "s", "r", "u", r"\xi", r"\tau")


def define_alias(context, source: Source, left: Syntax, right: Syntax) -> bool | None:
    """Define a function by its name alone, as by `\\phi(t) = \\tanh(t)`: False where the right side names no function, None where
    it repeats a definition."""
    if type(right) is not Symbol or stem_of(left) is None or not _names_function(context, right):
        return False
    letter = next((x for x in _ARGUMENTS if not context.scope.entries.get(x)), None)
    if letter is None:
        return False
    argument = Symbol(right.span, letter)
    called = Product(right.span, (right, Group(right.span, "(", argument, ")")), ("", ""))
    return define_function(context, source, (left, (argument,), None), called)


def _names_function(context, s: Symbol) -> bool:
    entry = context.scope.bare(*base_of(s))
    if entry is not None:
        return entry.kind in ("map", "function") and not entry.sub_slots
    return s.name in KNOWN or s.name in COMPOSED or s.name in LETTERS
