r"""Means and covariances of expressions in names with Gaussian laws: `\mathbb E[Aw + b]`, `\operatorname{Var}(w)`.

Every random name is its mean plus noise of mean zero, independent of the others' (its law may speak of other
random names, which are taken apart in turn). An expression of degree at most two in the noise has the
mean e(0) + 1/2 tr(Sigma e''), entry by entry; one of degree one the covariance J Sigma J^T.
"""

from __future__ import annotations

import re

from symcheck.expr import At, Expr, Index, Variable, build
from symcheck.expr.shape import is_scalar, is_vector, long_axes
from symcheck.read.elaborate_densities import GAUSSIAN, Law, _args, _multiple_of_identity
from symcheck.read.elaborate_heads import HEADS, bracket
from symcheck.read.elaborate_scripts import scripted
from symcheck.read.names import is_transpose, label
from symcheck.read.reading import Reading, _uids
from symcheck.read.syntax import Group, Listing, Relation, Script, Syntax

_BARS = ("\\|", "|")
TOO_MUCH = 9  # a degree that no rule here reaches


class Noise:
    """A zero-mean Gaussian variable with its covariance (a variance for a number)."""

    __slots__ = ("var", "spread")

    def __init__(self, var: Expr, spread: Expr):
        self.var, self.spread = var, spread


def is_random(r: Reading, e: Expr) -> bool:
    """Does the expression speak of a name with a Gaussian law?"""
    return any(n.op == "var" and _law(r, n) is not None for n in e.walk())


def _law(r: Reading, v: Expr) -> Law | None:
    law = r.laws.get(v.data.name)
    return law if law is not None and law.kind in GAUSSIAN else None


def apart(r: Reading, e: Expr, at: Syntax) -> tuple[Expr, list[Noise]]:
    """The expression in noise variables, definitions opened where they are random."""
    noises: dict[Expr, tuple[Expr, Noise]] = {}
    memo: dict[Expr, Expr] = {}

    def walk(e: Expr) -> Expr:
        if e not in memo:
            memo[e] = opened(e)
        return memo[e]

    def member(e: Expr) -> Expr:
        """x_i of independent numbers with one law: its mean, plus its entry of a vector of noise."""
        family = e.args[0]
        mean, spread = (_at_member(x, family, e.data) for x in _args(r, _law(r, family), e))
        if is_random(r, spread) or not is_scalar(e.shape) or len(family.data.family) != 1:
            raise r.error("not-in-language", "means of families of random vectors are not read", at)
        if family not in noises:
            n, = family.data.family
            if any(x.op == "item" for x in spread.walk()):
                raise r.error("not-in-language", "means of numbers with different variances are not read", at)
            r.noises += 1
            v = build.var(Variable(rf"\xi^{{{r.noises}}}", (n, 1)))
            noises[family] = (v, Noise(v, build.mul(spread, build.eye(n))))
        return build.add(walk(mean), build.entry(noises[family][0], e.data))

    def opened(e: Expr) -> Expr:
        if e.op == "item" and e.args[0].op == "var" and _law(r, e.args[0]) is not None:
            return member(e)
        if e.op == "var" and _law(r, e) is not None:
            if e.data.family:
                raise r.error("not-in-language", "means of families of random names are not read", at)
            if e not in noises:
                mean, spread = _args(r, _law(r, e), e)
                if mean.shape != e.shape and mean.op == "num" and not mean.data:
                    mean = build.zeros(e.shape)
                if is_random(r, spread):
                    raise r.error("not-in-language", "a random variance cannot be read here", at)
                r.noises += 1
                v = build.var(Variable(rf"\xi^{{{r.noises}}}", e.shape))
                noises[e] = (build.add(walk(mean), v), Noise(v, spread))
            return noises[e][0]
        if not is_random(r, e):
            return e
        if e.op == "let":
            return walk(e.args[0])
        args = tuple(map(walk, e.args))
        return e if args == e.args else Expr(e.op, args, e.data, e.shape)

    result = walk(e)
    return result, [n for _, n in noises.values()]


def _at_member(e: Expr, family: Expr, at: tuple[At, ...]) -> Expr:
    """An argument of the law of `y_i \\sim ..`, with the place of the member at hand for its free index."""
    letters = set(re.findall(r"[_^{( ]([a-z])(?![A-Za-z])", family.data.name))
    memo: dict[Expr, Expr] = {}

    def place(data):
        if type(data) is At:
            free = type(data.base) is Index and data.base.uid == 0 and data.base.name in letters
            return At(at[0].base, at[0].offset) if free and not data.offset else data
        return tuple(map(place, data)) if type(data) is tuple else data

    def walk(e: Expr) -> Expr:
        if e not in memo:
            args, data = tuple(map(walk, e.args)), place(e.data)
            memo[e] = e if args == e.args and data == e.data else args[0] if e.op == "let" else \
                Expr(e.op, args, data, e.shape)
        return memo[e]

    return walk(e)


def degree(e: Expr, names: frozenset[Expr]) -> int:
    """The degree of a polynomial in these variables; TOO_MUCH of what is none."""
    if e in names:
        return 1
    if not any(n in names for n in e.walk()):
        return 0
    parts = [degree(a, names) for a in e.args]
    match e.op:
        case "add" | "neg" | "transpose" | "trace" | "sum" | "row" | "column" | "entry" | "array" | "matrix" | "diag":
            return max(parts)
        case "mul" | "hadamard" | "dot" | "outer":
            return sum(parts)
        case "div" if parts[1] == 0:
            return parts[0]
        case "power" if e.args[1].op == "num" and e.args[1].data in (1, 2):
            base = e.args[0]
            inner = degree(base.args[0], names) if base.op == "norm" and base.data == "fro" else parts[0]
            return inner * int(e.args[1].data)
    return TOO_MUCH


def at_zero(e: Expr, noises: list[Noise]) -> Expr:
    for n in noises:
        e = build.substitute(e, ((n.var.data, _zero(n.var)),))
    return e


def _zero(v: Expr) -> Expr:
    return build.num(0) if is_scalar(v.shape) else build.zeros(v.shape)


def mean(r: Reading, e: Expr, at: Syntax) -> Expr:
    """The mean of an expression of degree at most two in its random names."""
    e, noises = apart(r, e, at)
    order = degree(e, frozenset(n.var for n in noises))
    if order > 2:
        raise r.error("not-in-language", "this mean cannot be read", at,
                      "only linear and quadratic expressions in Gaussian names have one here")
    result = at_zero(e, noises)
    if order < 2:
        return result
    if is_scalar(e.shape):
        return build.add(result, _bend(e, noises))
    indices = tuple(Index("abcdefgh"[k], d, next(_uids)) for k, d in enumerate(long_axes(e.shape)))
    entry = build.entry(e, tuple(At(i, 0) for i in indices))
    return build.add(result, build.array(indices, _bend(entry, noises), e.shape))


def _bend(e: Expr, noises: list[Noise]) -> Expr:
    """1/2 tr(Sigma e'') of a scalar, at zero."""
    total = None
    for n in noises:
        second = build.derivative(build.derivative(e, n.var, "column"), n.var, "column")
        scaled = build.mul(n.spread, second) if is_scalar(n.var.shape) else build.trace(build.mul(n.spread, second))
        term = at_zero(build.mul(build.num("1/2"), scaled), noises)
        total = term if total is None else build.add(total, term)
    return total


def covariance(r: Reading, e: Expr, at: Syntax) -> Expr:
    """Cov(e) of a linear expression: a matrix for a column, the variance of a number."""
    e, noises = apart(r, e, at)
    if degree(e, frozenset(n.var for n in noises)) > 1:
        raise r.error("not-in-language", "only linear expressions in Gaussian names have a variance here", at)
    if not is_scalar(e.shape) and not (is_vector(e.shape) and e.shape[1] == 1):
        raise r.error("not-in-language", "a covariance is of a number or of a column", at)
    total = None
    for n in noises:
        j = at_zero(_jacobian(e, n.var), noises)
        factor = _multiple_of_identity(n.spread)
        if is_scalar(n.var.shape):
            term = build.mul(n.spread, build.mul(j, build.transpose(j)) if not is_scalar(e.shape)
                             else build.power(j, build.num(2)))
        elif factor is not None:
            term = build.mul(factor, build.mul(j, build.transpose(j)))
        else:
            term = build.mul(build.mul(j, n.spread), build.transpose(j))
        total = term if total is None else build.add(total, term)
    if total is None:
        return build.num(0) if is_scalar(e.shape) else build.zeros((e.shape[0], e.shape[0]))
    return total


def joint_covariance(r: Reading, a: Expr, b: Expr, at: Syntax) -> Expr:
    """Cov(a, b) = E[a b^T] - E[a] E[b]^T of linear expressions, numbers or columns."""
    if not all(is_scalar(e.shape) or is_vector(e.shape) and e.shape[1] == 1 for e in (a, b)):
        raise r.error("not-in-language", "a covariance is of numbers or of columns", at)
    product, means = (build.mul(x, build.transpose(y)) for x, y in ((a, b), (mean(r, a, at), mean(r, b, at))))
    return build.sub(mean(r, product, at), means)


def _jacobian(e: Expr, by: Expr) -> Expr:
    return build.derivative(e, by, "row")


def variance(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`\operatorname{Var}(x)`, `\operatorname{Cov}[x]`, `\mathbb{V}[x]`."""
    group = bracket(items[k + 1]) if k + 1 < len(items) and ops[k + 1] == "" else None
    if group is None or not r.laws or type(items[k + 1]) is not Group:
        return r.expr(items[k]), k + 1
    parts = group.body.items if type(group.body) is Listing else (group.body,)
    values = [r.settle(r.expr(s)) for s in parts]
    if len(values) > 2:
        raise r.error("not-in-language", "a covariance is of one or two quantities", group)
    if len(values) == 2 and values[0] is not values[1]:
        return joint_covariance(r, *values, group), k + 2
    return covariance(r, values[0], group), k + 2


def gaussian_mean(r: Reading, items, ops, k: int) -> tuple[Expr, int] | None:
    r"""`\mathbb E[..]`, `\mathbb E_x[..]` of an expression in Gaussian names, in brackets; None where it is none.

    A power after square brackets or braces is the power of the mean.
    """
    s = items[k]
    if not r.laws or k + 1 >= len(items) or ops[k + 1] != "" or type(s) is Script and not _over_a_law(r, s):
        return None
    written = items[k + 1]
    group = written.base if type(written) is Script else written
    if type(group) is Group and group.open in _BARS or type(group) is not Group and k + 2 == len(items):
        e = r.settle(r.expr(written))  # `\mathbb E \|x\|^2`, `\mathbb E \hat w`
        return (mean(r, e, written), k + 2) if is_random(r, e) else None
    if type(group) is not Group or group.open not in ("[", "(", "{") or type(written) is Script and (
            group.open == "(" and not all(map(is_transpose, written.sups))):
        return None
    e = r.settle(r.expr(group.body))
    if not is_random(r, e):
        if r.uniform:
            return None
    else:
        e = mean(r, e, group)
    return scripted(r, e, written) if type(written) is Script else e, k + 2


def _over_a_law(r: Reading, s: Script) -> bool:
    r"""Is this `\mathbb E_x` or `\mathbb E_{x \sim p}` with an x of a declared law?"""
    name = s.sub.items[0] if type(s.sub) is Relation and s.sub.operators == (r"\sim",) else s.sub
    return name is not None and not s.sups and label(name) in r.laws


HEADS.update({"Var": variance, "Cov": variance, "\\mathbb{V}": variance})
