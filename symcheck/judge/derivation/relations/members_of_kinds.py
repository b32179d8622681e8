r"""Differences beside matrices of a kind that says more than its equations: a rotation of the plane has the determinant 1, and `R^\top R = I` does not say so.

Such a difference counts where a member of the kind shows it too: `I - 2 u u^\top / u^\top u` of reflections, `u u^\top / u^\top u` of projections, which many call so
only where they are symmetric, a product of two reflections of rotations, and `I` of permutations."""

from __future__ import annotations

from symcheck.expr import Expr, Variable, build
from symcheck.judge import verdict as V
from symcheck.judge.derivation.state import State, names_in
from symcheck.judge.equality import equal
from symcheck.read.context import Piece


def shown(state: State, members: dict[str, str], a: Piece, b: Piece) -> bool:
    """Do two pieces differ where each of these matrices is a member of its kind?"""
    x = state.read(a)
    y = state.read(b, x) if x is not None else None
    if y is None or x.shape != y.shape:
        return False
    variables = [v for n in dict.fromkeys((*x.walk(), *y.walk())) if n.op == "var" and (v := n.data).name in members]
    pairs = tuple((v, _member(v, members[v.name])) for v in dict.fromkeys(variables))
    context = state.context.copy()
    context.assumptions = [c for c in context.assumptions if not members.keys() & (names_in(c[1]) | names_in(c[2]))]
    return bool(pairs) and equal(context, build.substitute(x, pairs), build.substitute(y, pairs), state.layout).word == V.DIFFERENT


def _member(v: Variable, kind: str) -> Expr:
    """A matrix of a kind, made of any vectors."""
    size = v.shape[0]
    if kind == "permutation":
        return build.eye(size)
    line, other = (_on_a_line(Variable(f"{mark}_{{{v.name}}}", (size, 1))) for mark in ("u", "v"))
    if kind == "projection":
        return line
    mirror = _mirrored(line, size)
    return mirror if kind == "reflection" else build.mul(mirror, _mirrored(other, size))


def _on_a_line(u: Variable) -> Expr:
    """The orthogonal projection on the line along u."""
    e = build.var(u)
    return build.mul(build.div(build.num(1), build.dot(e, e)), build.outer(e, e))


def _mirrored(line: Expr, size: object) -> Expr:
    return build.sub(build.eye(size), build.mul(build.num(2), line))
