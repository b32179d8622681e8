"""What depends on what: the names a loss is defined through, and those on the way to given ones."""

from __future__ import annotations

from symcheck.derive.rules import CONSTANT
from symcheck.expr import At, Expr
from symcheck.expr.shape import is_scalar


def is_opaque(e: Expr) -> bool:
    """Is a number, or each member of a family of numbers, any function of a name?"""
    if e.op == "array":
        if e.data[1] != len(e.data[0]) or not is_scalar(e.shape):
            return False
        e = e.args[0].args[0] if e.args[0].op == "entry" else e.args[0]
    elif not is_scalar(e.shape):
        return False
    return e.op == "apply" and e.data[0].kind == "general" and e.args[0].op in ("var", "let") and not e.data[1] \
        and not e.args[0].data.family


def is_curve(e: Expr) -> bool:
    """Is a vector any function of a number that has a name?"""
    return e.op == "apply" and e.data == (e.data[0], 0) and e.data[0].kind == "general" and is_scalar(
        e.args[0].shape) and e.args[0].op in ("var", "let") and e.shape[1] == 1 and not is_scalar(e.shape)


def direct_names(e: Expr) -> list[Expr]:
    """The names in a definition, those within their definitions not counted."""
    return [n for n in e.walk(("let",)) if n.op in ("let", "var")]


def stem(e: Expr) -> Expr:
    """The name that a member or an entry is of."""
    while e.op in ("item", "entry"):
        e = e.args[0]
    return e


def places(e: Expr) -> tuple[At, ...]:
    """At which indices it is a member and an entry."""
    at: tuple[At, ...] = ()
    while e.op in ("item", "entry"):
        at = e.data + at
        e = e.args[0]
    return at


def depending(loss: Expr, by: tuple[Expr, ...]) -> set[Expr]:
    """The nodes of a loss that depend on one of the names."""
    found: set[Expr] = set()
    mark(loss, set(by), found, {})
    return found


def mark(e: Expr, wanted: set[Expr], found: set[Expr], memo: dict[Expr, bool]) -> bool:
    """Put every node that depends on a wanted name into `found`."""
    if e not in memo:
        inside = [mark(a, wanted, found, memo) for a in e.args]
        memo[e] = e not in CONSTANT and (e in wanted or any(inside))
        if memo[e]:
            found.add(e)
    return memo[e]


def downwards(loss: Expr, needed: set[Expr]) -> list[Expr]:
    """The names from the loss down: each after all that are defined by it."""
    return [n for n in loss.upwards() if n.op in ("let", "var") and n in needed][::-1]
