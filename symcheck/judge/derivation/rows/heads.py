"""What the left side of a statement looks like: a name, a call of one, an operator, a constant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symcheck.read.names import base_of, is_transpose, label
from symcheck.read.syntax import Accent, Bar, Group, Listing, Number, Product, Script, Symbol, Syntax

MOMENTS = frozenset(("Var", "Cov"))  # words, in whatever type they are set
DENSITIES = frozenset(("p", "P", "q", "f"))
_OPERATORS = MOMENTS | {"E", "P", "Pr", "Tr", "tr", "det", "diag", "nabla", "partial"}
_UPRIGHT = frozenset(("text", "rm", "bb"))


def is_operator(s: Syntax) -> bool:
    r"""`\mathbb{E}[y]`, `\operatorname{Var}(x)`, `P(A)`: never names that a claim could define."""
    if type(s) is Product and len(s.items) == 2 and is_call(s.items[1]):
        first = s.items[0].base if type(s.items[0]) is Script else s.items[0]
        named = base_of(first) if first is not None else None
        group = s.items[1].base if type(s.items[1]) is Script else s.items[1]
        if named is not None and named[0] in ("P", r"\Pr", "E", "Pr") \
                and (type(s.items[0]) is not Script or group.open == "["):
            return True
    while type(s) is Product:
        s = s.items[0]
    base = s.base if type(s) is Script else s
    named = base_of(base) if base is not None else None
    return named is not None and (named[1] == "bb" and named[0] in "EPV" or named[0] in MOMENTS
                                  or named[0].strip("\\{}").split("{")[-1] in _OPERATORS and named[1] in _UPRIGHT)


def is_error(s: Syntax) -> bool:
    r"""`E(w)`, `P(w)` in plain letters and round brackets: an error or an objective, where E is no mean, P no probability."""
    return type(s) is Product and type(s.items[0]) is Symbol and s.items[0].name in ("E", "P") and not s.items[0].font \
        and type(s.items[-1]) is Group and s.items[-1].open == "("


def is_constant(s: Syntax | None) -> bool:
    """A number, `I`, `\\mathbf 1`, or the transpose of a name: what an assumption is an equation with."""
    if type(s) is Number:
        return True
    if type(s) is Script:
        return s.base is not None and base_of(s.base) is not None and (
            is_transpose(s.sups[0]) if len(s.sups) == 1 else s.sub is not None and label(s.base) in ("I", "1", "0"))
    return type(s) is Symbol and s.name in ("I", "1", "0")


def labels_of(s: Syntax) -> list[str]:
    """The labels by which the name on the left of a statement may be asked for."""
    while type(s) is Product and len(s.items) == 2 and is_call(s.items[1]):
        s = s.items[0]
    found = [label(s)]
    while type(s) is Script and s.base is not None:
        s = s.base
        found.append(label(s))
    return found


def arguments(s: Syntax) -> set[str]:
    """The letters that a head `f(x, y)` takes."""
    if type(s) is not Product or not is_call(s.items[-1]):
        return set()
    return {label(x) for x in _places(s.items[-1])}


def sample_of(s: Syntax) -> str:
    r"""The y of `p(y; \theta)` or `p(y \mid \theta)`, a density with its parameters; "" for anything else."""
    if type(s) is not Product or len(s.items) != 2 or type(s.items[1]) is not Group or label(s.items[0]) not in DENSITIES:
        return ""
    body = s.items[1].body
    if type(body) is Bar:
        return label(body.left) if type(body.left) is Symbol else ""
    return label(body.items[0]) if type(body) is Listing and body.separators[0] == ";" and type(body.items[0]) is Symbol else ""


def nameable(s: Syntax) -> bool:
    """A name with scripts, or a call of one."""
    if type(s) in (Symbol, Accent):
        return True
    if type(s) is Script:
        return s.base is not None and (base_of(s.base) is not None or type(s.base) in (Accent, Group))
    return type(s) is Product and len(s.items) == 2 and not any(s.operators) and \
        type(s.items[1]) in (Group, Script) and nameable(s.items[0]) and is_call(s.items[1]) \
        and of_names(s.items[1])


def of_names(s: Syntax) -> bool:
    """Does a call hold nothing but names, as a definition's does?"""
    return all(base_of(x.base if type(x) is Script and x.base is not None else x) is not None
               for x in _places(s))


def _places(call: Syntax) -> Iterator[Syntax]:
    r"""What stands in the places of a call: `x`, `y` and `z` in `(x, y \mid z)`."""
    group = call.base if type(call) is Script else call
    parts = [group.body]
    while parts:
        x = parts.pop()
        if type(x) is Bar:
            parts += [x.left, x.right]
        elif type(x) is Listing:
            parts += x.items
        else:
            yield x


def is_call(s: Syntax) -> bool:
    if type(s) is Script:
        s = s.base
    return type(s) is Group and s.open in ("(", "[")


def formal_product(text: str) -> bool:
    """A product of partial derivatives, which many write in an order that does not conform."""
    return any(term.count(r"\partial") >= 4 for term in re.split("[-+]", text))
