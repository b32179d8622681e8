"""Conditions under which an expression means something, and which of them are known to hold.

A demand is made by what is written: a divisor is not 0, a logarithm's argument is positive, a root's
is not negative, an inverse exists. Demands within a derivative or a definition are not the
step's own: they are facts, given with the quantity. A step is right without further words when
each side's demands follow from the declarations, the facts, or the other side's demands.
"""

from __future__ import annotations

from typing import NamedTuple

from symcheck.expr.latex import to_latex
from symcheck.expr.node import Expr
from symcheck.expr.shape import describe
from symcheck.judge.ladder import difference
from symcheck.tensor.array import Array, determinant, number
from symcheck.tensor.atoms import terms_of
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower
from symcheck.tensor.normal_matrices import chain
from symcheck.tensor.opened import constant_value
from symcheck.tensor.powers import split
from symcheck.tensor.signs import NONNEGATIVE, POSITIVE, definite, factor_sign, sign

# What each kind of demand says, and which kinds imply it.
_WORDS = {"nonzero": r"{} \ne 0", "positive": "{} > 0", "nonnegative": r"{} \ge 0",
          "invertible": r"{} \text{{ invertible}}"}
_IMPLIED_BY = {"nonzero": ("nonzero", "positive"), "positive": ("positive",),
               "nonnegative": ("nonnegative", "positive"), "invertible": ("invertible",)}


# The operations that demand something; what holds none of them demands nothing.
_DEMANDING = frozenset(("div", "inverse", "matpow", "power", "apply"))


class Demand(NamedTuple):
    """`kind` of a canonical array, which stands for an expression or a name."""

    kind: str
    array: Array
    said: Expr | str

    @property
    def text(self) -> str:
        """How the condition reads."""
        return _WORDS[self.kind].format(self.said if isinstance(self.said, str) else to_latex(self.said))


def demands(e: Expr) -> tuple[list[Demand], list[Demand]]:
    """(the expression's own demands, the facts of its derivatives and definitions)."""
    own: dict[tuple, Demand] = {}
    facts: dict[tuple, Demand] = {}
    seen: set[tuple[Expr, bool]] = set()
    stack = [(e, False)]
    while stack:
        node, given = stack.pop()
        if _DEMANDING.isdisjoint(node.ops) or (node, given) in seen:
            continue
        seen.add((node, given))
        for kind, arg in _of(node) if node.op in _DEMANDING else ():
            for d in _reduced(kind, arg):
                (facts if given else own)[d.kind, d.array] = d
        inside = given or node.op in ("derivative", "let", "jacobian")
        stack.extend((a, inside) for a in node.args)
    return list(own.values()), list(facts.values())


def _of(node: Expr) -> list[tuple[str, Expr]]:
    match node.op:
        case "div":
            return [("nonzero", node.args[1])]
        case "inverse":
            return [("nonzero" if node.shape[0] == 1 else "invertible", node.args[0])]
        case "matpow" if node.data < 0:
            return [("invertible", node.args[0])]
        case "power":
            e = constant_value(node.args[1])
            if e is None:
                base = node.args[0]
                whole = any(n.op == "var" and "integer" in n.data.traits for n in node.args[1].walk()) \
                    or node.args[1].op in ("size", "index")
                return [] if whole or constant_value(base) else [("positive", base)]
            if e.denominator % 2 == 0:
                return [("positive" if e < 0 else "nonnegative", node.args[0])]
            return [("nonzero", node.args[0])] if e < 0 else []
        case "apply" if node.data[0].known == "log":
            return [("positive", node.args[0])]
        case "apply" if node.data[0].known == "sqrt":
            return [("nonnegative", node.args[0])]
    return []


def _reduced(kind: str, arg: Expr) -> list[Demand]:
    """The demand in smallest parts, without what the declarations show."""
    try:
        raw = lower(arg).array
        a = canonical(raw)
    except (Unsupported, Limit):
        return []
    if kind == "invertible":
        links = chain(a)
        if links:  # a product of square matrices is invertible when each factor is
            return [Demand(kind, h, _name(h) or arg) for h, _ in dict.fromkeys(links) if not _invertible(h)]
        return [] if _invertible(a) else [Demand(kind, a, arg)]
    s = sign(a)
    if s != POSITIVE:
        s = max(s, sign(raw))
    if s == POSITIVE or (s == NONNEGATIVE and kind == "nonnegative"):
        return []
    if kind == "nonzero" and len(terms_of(a)) == 1:
        _, factors = split(a, 1)
        rest = [f for f in factors if factor_sign(f[0], 1) != POSITIVE and not _nonzero(f[0])]
        if not rest:
            return []
        if len(rest) == 1:
            return [Demand(kind, rest[0][0], _name(rest[0][0]) or arg)]
    return [Demand(kind, a, arg)]


def _name(a: Array) -> str:
    return a.data.name if a.kind == "var" else ""


def _invertible(a: Array) -> bool:
    return definite(a) == POSITIVE or a.kind == "inv" or (
        a.kind == "var" and bool(a.data.traits & {"invertible", "orthogonal", "posdef"}))


def _nonzero(a: Array) -> bool:
    return a.kind == "var" and bool(a.data.traits & {"nonzero", "negative", "positive"})


def missing(lhs: Expr, rhs: Expr, constraints: list[tuple[str, Array]],
            declared: list[tuple[str, Expr]] = ()) -> tuple[str, ...]:
    """Conditions that one side needs and neither the other side nor the declarations give."""
    own_l, facts_l = demands(lhs)
    own_r, facts_r = demands(rhs)
    if not own_l and not own_r:
        return ()
    given = [*facts_l, *facts_r]
    for kind, e in declared:
        given += _reduced(kind, e)
    found: dict[str, None] = {}
    for own, other in ((own_l, own_r), (own_r, own_l)):
        for d in own:
            if not _follows(d, [*given, *other], constraints):
                found[d.text] = None
    return tuple(found)


def _follows(d: Demand, known: list[Demand], constraints) -> bool:
    if any(k.array is d.array and k.kind in _IMPLIED_BY[d.kind] for k in known):
        return True
    if d.kind == "invertible" and d.array.rank == 2:
        det = canonical(determinant(d.array))
        if any(relation in ("!=", ">") and canonical(residual) is det
               for relation, residual in constraints if not residual.rank):
            return True
    for relation, residual in constraints:
        if residual.rank != d.array.rank:
            continue
        if relation in (">", ">=", "!="):
            kind = {">": "positive", ">=": "nonnegative", "!=": "nonzero"}[relation]
            if kind in _IMPLIED_BY[d.kind] and canonical(residual) is d.array:
                return True
    return False


def has_switch(e: Expr) -> bool:
    """Whether a step whose value at 0 is claimed stands in an expression, outside derivatives."""
    if "indicator" not in e.ops and "apply" not in e.ops:
        return False
    stack, seen = [e], set()
    while stack:
        node = stack.pop()
        if node in seen or node.op in ("derivative", "jacobian"):
            continue
        seen.add(node)
        if is_switch(node):
            return True
        stack.extend(node.args)
    return False


def is_switch(node: Expr) -> bool:
    """A written comparison, save of indices and sizes, or a sign."""
    if node.op == "indicator":
        return not all(a.op in ("index", "size", "num") for a in node.args)
    return node.op == "apply" and node.data[0].known == "sign" and not node.data[1]


def shape_words(e: Expr) -> str:
    return describe(e.shape)


__all__ = ["Demand", "demands", "difference", "has_switch", "is_switch", "missing", "number", "shape_words"]
