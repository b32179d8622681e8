"""Rows for members of families, single entries, derivatives and evaluation at a point."""

from __future__ import annotations

import sympy as sp

from symcheck.bridge.sympy_env import ENTRIES, ONE, SCALARS, Env, entry, scalar
from symcheck.bridge.sympy_names import base, not_in_sympy, position
from symcheck.expr.node import Expr
from symcheck.expr.shape import is_scalar


def _item(e: Expr, env: Env) -> sp.Expr:
    return member(e, (), env)


def member(e: Expr, own: tuple[sp.Expr, ...], env: Env) -> sp.Expr:
    """An entry of a member of a family, `own` being its position on the member's axes."""
    of, at = e.args[0], tuple(position(a, env.bound) for a in e.data)
    if of.op == "let" and of.data not in env.values:
        return defined(of.args[0], at, own, env)
    return base(of.data)[(*at, *own)]


def defined(body: Expr, at: tuple[sp.Expr, ...], own: tuple[sp.Expr, ...], env: Env) -> sp.Expr:
    """Entry of a member of a defined family: the definition at these indices."""
    if body.op == "let":
        return defined(body.args[0], at, own, env)
    if body.op != "array":
        raise not_in_sympy("a family that is not defined by its members")
    indices, family = body.data
    for index, value in zip(indices, (*at, *own) if len(indices) > family else at):
        env = env.at(index, value)
    inner = body.args[0]
    if is_scalar(inner.shape):
        return scalar(inner, env)
    r, c = (*own, ONE)[:2] if inner.shape[0] != 1 else (ONE, own[0])
    return entry(inner, r, c, env)


def _entry_of(e: Expr, env: Env) -> sp.Expr:
    a = e.args[0]
    at = [position(x, env.bound) for x in e.data]
    if a.op == "item":
        return member(a, tuple(at), env)
    axes = iter(at)
    r, c = (next(axes) if d != 1 else ONE for d in a.shape)
    return entry(a, r, c, env)


def _item_entry(e: Expr, r, c, env: Env) -> sp.Expr:
    return member(e, tuple(x for x, d in zip((r, c), e.shape) if d != 1), env)


def _derivative(e: Expr, env: Env) -> sp.Expr:
    """By a scalar: of the function with what it is differentiated by held as a symbol."""
    f, by = e.args
    if f.shape != e.shape or not is_scalar(by.shape):
        raise not_in_sympy("this derivative")
    return differentiated(f, by, ONE, ONE, ONE, ONE, env)


def differentiated(f: Expr, by: Expr, r, c, row, column, env: Env) -> sp.Expr:
    """Of entry (r, c) of f by entry (row, column) of `by`."""
    held = by
    while held.op in ("item", "entry", "power", "inverse", "matpow"):
        held = held.args[0]
    composite = by.op in ("power", "inverse", "matpow")
    if composite and (held is not by.args[0] or not is_scalar(held.shape)):
        raise not_in_sympy("a derivative by a function of a matrix")
    has_value = held.op == "let" or held.op == "var" and held.data in env.values
    if has_value:
        if held.data.family or not is_scalar(held.shape):
            raise not_in_sympy("a derivative by a defined array")
        t = sp.Dummy(held.data.name, real=True)
        inner = env.holding({held.data: t})
    else:
        inner, t = env, entry(held if composite else by, row, column, env)
    value = entry(f, r, c, inner)
    if any(not isinstance(m, (sp.MatrixSymbol, sp.Inverse, sp.Transpose))
           for m in value.atoms(sp.MatrixExpr)):
        raise not_in_sympy("the derivative of a matrix function", "write it with entries")
    out = value.diff(t)
    if composite:
        out = out / entry(by, ONE, ONE, inner).diff(t)
    return out.subs(t, scalar(held, env)) if has_value else out


def _derivative_entry(e: Expr, r, c, env: Env) -> sp.Expr:
    f, by = e.args
    if is_scalar(by.shape):
        return differentiated(f, by, r, c, ONE, ONE, env)
    turned = e.data == "row"
    if is_scalar(f.shape):
        return differentiated(f, by, ONE, ONE, *((c, r) if turned else (r, c)), env)
    k, m = (c, r) if turned else (r, c)
    of = (m, ONE) if f.shape[1] == 1 else (ONE, m)
    place = (k, ONE) if by.shape[1] == 1 else (ONE, k)
    return differentiated(f, by, *of, *place, env)


def _differentiates(e: Expr, names: tuple) -> bool:
    """Does e hold a derivative by one of the names?"""
    return any(n.op == "derivative" and any(m.op in ("var", "let") and m.data in names for m in n.args[1].walk()) for n in e.walk())


def _substitute(e: Expr, r, c, env: Env) -> sp.Expr:
    if any(v.family for v in e.data):
        raise not_in_sympy("replacing a whole family")
    if _differentiates(e.args[0], e.data):
        if all(is_scalar(x.shape) for x in e.args[1:]):
            held = {v: sp.Dummy(v.name, real=True) for v in e.data}
            values = {held[v]: scalar(x, env) for v, x in zip(e.data, e.args[1:])}
            return entry(e.args[0], r, c, env.holding(held)).subs(values, simultaneous=True)
        if any(x.op not in ("var", "item") for x in e.args[1:]):
            raise not_in_sympy("a derivative at a place")
    return entry(e.args[0], r, c, env.holding({v: (x, env) for v, x in zip(e.data, e.args[1:])}))


SCALARS |= {"item": _item, "entry": _entry_of, "derivative": _derivative}
ENTRIES |= {"item": _item_entry, "derivative": _derivative_entry, "substitute": _substitute}
