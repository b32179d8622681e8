r"""`p(w \mid \mathcal{D})`, `p(\mathcal{D} \mid w)`: the letter of the data set in a density stands for what was observed.

That is the one name with a law on which no other law depends: the y_i of `y_i \mid w \sim ..` beside `w \sim ..`. Inputs without a
law are constants there, so that nothing is lost in saying only what was observed of them. Where the document says that the letter stands for a part
of the data, it is not read.
"""

from __future__ import annotations

from collections.abc import Callable

from symcheck.read.parser import parse
from symcheck.read.reading import Reading
from symcheck.read.syntax import Group, Symbol, Syntax
from symcheck.text import Source

NAMES = frozenset(("D", "data", r"\text{data}", r"\text{Data}"))


def is_data(r: Reading, s: Syntax) -> bool:
    r"""Is this the letter of a data set, with no meaning of its own as a quantity?"""
    return type(s) is Symbol and (s.name in NAMES or s.name in r.data_letters) and r.data_ends is not None and not r.scope.entries.get(s.name) and s.name not in r.dims


def observed(r: Reading, s: Syntax, parents: Callable[[Reading, str], set[str]], others: set[str]) -> Syntax:
    """What a letter of the data stands for beside names of others, in syntax; itself where several names may be meant or none."""
    tied = set().union(*(parents(r, name) for name in r.laws)) if r.laws else set()
    leaves = [name for name in r.laws if name not in tied]
    leaves = [name for name in leaves if r.laws.keys() & parents(r, name)] or leaves  # noise is none
    if len(leaves) == 2 and (samples := _samples_of_one(r, leaves)):
        leaves = samples
    if len(leaves) != 1 or leaves[0] in others or not others & parents(r, leaves[0]) and not r.laws.keys() & parents(r, leaves[0]):
        return s
    entry = next((e for e in r.scope if e.name == leaves[0] and e.kind == "quantity" and e.expr is not None), None)
    if entry is None or entry.expr.op != "var" or len(entry.expr.data.family) > 1 or entry.sup_slots:
        return s
    family = entry.expr.data.family
    if family and r.data_ends and family[0] not in r.data_ends:
        return s
    text = rf"({entry.base}_1, \dots, {entry.base}_{{{family[0]}}})" if family else entry.name
    found = parse(Source(" " * s.span.start + text, r.source.name, 1))
    return found if type(found) in (Symbol, Group) else s


def _samples_of_one(r: Reading, names: list[str]) -> list[str]:
    r"""The y_i of y and y_i, where y is one sample of what is told of each."""
    found = [next((e for e in r.scope if e.name == name and e.kind == "quantity" and e.expr is not None), None) for name in names]
    if None in found or len({e.base for e in found}) != 1:
        return []
    families = [name for name, e in zip(names, found) if e.expr.op == "var" and e.expr.data.family]
    return families if len(families) == 1 else []
