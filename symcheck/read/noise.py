r"""Random names as their mean plus noise: what a law says of mean and (co)variance, and expressions in the noise.

Every name with a law is its mean plus noise of mean zero, which is independent of the others' and, member by member
of a family, of its own (its law may speak of other random names, which are taken apart in turn). What a document
supposes of a name, `y = Xw + \epsilon` with random \epsilon, makes that name random too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from symcheck.expr import At, Expr, Index, Variable, build
from symcheck.expr.latex import to_latex
from symcheck.expr.shape import is_scalar, is_vector, long_axes
from symcheck.read.conjugate_laws import BETA, RATED, beta_moments, gamma_moments
from symcheck.read.elaborate_densities import (
    BERNOULLI,
    EXPONENTIAL,
    GAUSSIAN,
    POISSON,
    UNKNOWN,
    Law,
    _multiple_of_identity,
)
from symcheck.read.elaborate_labels import SIGNS
from symcheck.read.reading import Reading, fresh_uid
from symcheck.read.syntax import Syntax

UNIFORM = ("U", r"\mathcal{U}", r"\text{U}", "Unif", r"\text{Unif}", "Uniform", r"\text{Uniform}")
MOMENTS = ""  # `x \sim (\mu, \Sigma)`: nothing but a mean and a covariance
TOO_MUCH = 99  # a degree that no rule here reaches


class Spread(NamedTuple):
    """The mean of a law, its variance (`covariance` where the entries are not independent with one variance each), and
    the degree up to which these tell means of polynomials in one name."""

    mean: Expr
    variance: Expr
    covariance: Expr | None
    order: int


class Noise(NamedTuple):
    """A zero-mean variable, with its variance at a place or its covariance at two."""

    name: str
    var: Expr
    order: int
    apart: bool  # are its entries independent?
    alone: bool  # may it depend on others that are alone?
    spread: Callable[[tuple[At, ...], tuple[At, ...]], Expr]


def _number(v: Variable, e: Expr) -> Spread:
    one = build.num(1)
    return Spread(e, build.hadamard(e, build.sub(_ones(one, e), e)), None, 2)


def _ones(one: Expr, e: Expr) -> Expr:
    return one if is_scalar(e.shape) else build.ones(e.shape)


def _sign(v: Variable, chance: Expr) -> Spread:
    mean = build.sub(build.mul(build.num(2), chance), _ones(build.num(1), chance))
    return Spread(mean, build.sub(_ones(build.num(1), chance), build.hadamard(mean, mean)), None, 2)


def _poisson(v: Variable, rate: Expr) -> Spread:
    return Spread(rate, rate, None, 2)


def _exponential(v: Variable, rate: Expr) -> Spread:
    mean = build.div(build.num(1), rate)
    return Spread(mean, build.power(mean, build.num(2)), None, 2)


def _by_two(moments: Callable[[Expr, Expr], tuple[Expr, Expr]]):
    def of(v: Variable, a: Expr, b: Expr) -> Spread:
        return Spread(*moments(a, b), None, 2)
    return of


def _uniform(v: Variable, low: Expr, high: Expr) -> Spread:
    width = build.sub(high, low)
    return Spread(build.div(build.add(low, high), build.num(2)),
                  build.div(build.power(width, build.num(2)), build.num(12)), None, 2)


def _normal(order: int):
    def of(v: Variable, mean: Expr, spread: Expr) -> Spread:
        if is_scalar(spread.shape):
            return Spread(mean, spread, None, order)
        factor = _multiple_of_identity(spread)
        if factor is not None:
            return Spread(mean, factor, None, order)
        return Spread(mean, spread, spread, order)
    return of


# Kinds of laws, and what their arguments say. Bishop, Pattern Recognition and Machine Learning (2006), appendix B; of
# a Gaussian the moments of degree 3 and 4 follow from these two (Isserlis, Biometrika 12, 1918).
LAWS = ((GAUSSIAN, 2, _normal(4)), ((MOMENTS,), 2, _normal(2)), (BERNOULLI, 1, _number), (SIGNS, 1, _sign), (POISSON, 1, _poisson),
         (EXPONENTIAL, 1, _exponential), (UNIFORM, 2, _uniform), (BETA, 2, _by_two(beta_moments)),
         ((RATED,), 2, _by_two(gamma_moments)), ((UNKNOWN,), 2, _normal(2)))


def law_of(r: Reading, v: Expr) -> Law | None:
    """The law of a variable, or of the values of a random function, whether it is understood or not."""
    if v.op == "var":
        return r.laws.get(v.data.name)
    return r.laws.get(v.data[0].name) if v.op == "apply" and not v.data[0].known else None


def supposed(r: Reading, v: Expr) -> Expr | None:
    r"""The random expression that a name without a law is supposed to be: `y = Xw + \epsilon`."""
    for op, a, b in r.supposed:
        for x, y in ((a, b), (b, a)):
            if op == "=" and x is v and not any(n is v for n in y.walk()) and any(
                    law_of(r, n) is not None for n in y.walk()):
                return y
    return None


def is_random(r: Reading, e: Expr) -> bool:
    """Does the expression speak of a name with a law, or of one that is supposed to be random?"""
    return any(law_of(r, n) is not None or n.op == "var" and supposed(r, n) is not None for n in e.walk())


def random_names(r: Reading, e: Expr) -> set[str]:
    return {n.data.name for n in e.walk() if n.op == "var" and (law_of(r, n) is not None or supposed(r, n) is not None)}


def _spread(r: Reading, v: Variable, law: Law, at: Syntax) -> Spread:
    for kinds, count, rule in LAWS:
        if law.kind in kinds:
            args = _arguments(r, law, v, at)
            if len(args) == count:
                return rule(v, *args)
    raise r.error("not-in-language", f"no mean of {v.name} is known", at, f"its law is {law.kind}")


def _arguments(r: Reading, law: Law, v: Variable, at: Syntax) -> list[Expr]:
    """The arguments of a law: a mean with the shape of the name or a number for all entries, a variance for all
    entries or a covariance."""
    if law.exprs:
        return list(law.exprs)
    inner = Reading(r.scope, r.dims, law.source, r.in_layout, r.prime_transpose, r.relaxed)
    inner.bound = {}
    inner.laws = {}
    square = (v.shape[0], v.shape[0]) if is_vector(v.shape) else v.shape
    done = []
    for n, s in enumerate(law.written):
        wanted = square if n and law.kind in (*GAUSSIAN, MOMENTS) else v.shape
        e = inner.expr(s)
        if not is_scalar(e.shape) or e.op == "eye":
            e = inner.finish(e, wanted, s)
        if not is_scalar(e.shape) and e.shape != wanted:
            raise r.error("not-in-language", "the law of a name does not fit", at, f"an argument of the law of {v.name} has another shape")
        done.append(e)
    return done


def apart(r: Reading, e: Expr, at: Syntax, names: set[str] | None = None) -> tuple[Expr, list[Noise]]:
    """The expression with its random names (those of `names`, all by default) as means plus noise, and the noise;
    definitions are opened where they are random."""
    return _Apart(r, at, names).taken(e)


class _Apart:
    def __init__(self, r: Reading, at: Syntax, names: set[str] | None):
        self.r, self.at, self.names = r, at, names
        self.memo: dict[Expr, Expr] = {}
        self.random: dict[Expr, bool] = {}
        self.noises: dict[Expr, tuple[Spread, Noise]] = {}

    def taken(self, e: Expr) -> tuple[Expr, list[Noise]]:
        result = self.walk(e)
        return result, [n for _, n in self.noises.values()]

    def walk(self, e: Expr) -> Expr:
        if e not in self.memo:
            self.memo[e] = self.opened(e)
        return self.memo[e]

    def touched(self, e: Expr) -> bool:
        if e not in self.random:
            self.random[e] = self._is_random(e) if e.op == "var" else law_of(self.r, e) is not None or any(
                map(self.touched, e.args))
        return self.random[e]

    def _is_random(self, v: Expr) -> bool:
        if law_of(self.r, v) is not None:
            return self.names is None or v.data.name in self.names
        meant = supposed(self.r, v)
        return meant is not None and self.touched(meant)

    def opened(self, e: Expr) -> Expr:
        if e.op == "substitute" and (any(v.name in self.r.laws for v in e.data) or any(map(self.touched, e.args[1:]))) \
                and not _differentiates(e.args[0], e.data):
            values = dict(zip(e.data, e.args[1:]))
            return self.walk(e.args[0].replaced(lambda n: values.get(n.data) if n.op == "var" else None))
        if not self.touched(e):
            return e
        if e.op == "var":
            return self.variable(e, ())
        if e.op == "item" and e.args[0].op == "var":
            return self.variable(e.args[0], e.data)
        if law_of(self.r, e) is not None:
            return self.value(e)
        if e.op == "let":
            inner = self.walk(e.args[0])
            if not e.data.family:
                return inner
            self.r.noises += 1
            return build.let(Variable(rf"{e.data.name}^{{\xi {self.r.noises}}}", e.shape, e.data.family), inner)
        if e.op in ("derivative", "jacobian") and (held := self.held(e)) is not None:
            return held
        args = tuple(map(self.walk, e.args))
        return e if args == e.args else Expr(e.op, args, e.data, e.shape)

    def held(self, e: Expr) -> Expr | None:
        r"""A derivative by a name that the law of a random one speaks of, as \ell''(\lambda) of samples with mean \lambda: the samples
        are held fixed in it; None of others."""
        nodes = [*e.args[0].walk()]
        if self.touched(e.args[1]) or any(n.op != "var" and law_of(self.r, n) is not None for n in nodes):
            return None
        by = e.args[1]
        while by.op not in ("var", "let") and by.args:
            by = by.args[0]
        values = [(v, self.any_value(v)) for v in nodes if v.op == "var" and self.touched(v)]
        if not any(n is by for _, value in values for n in value.walk()):
            return None
        return build.substitute(e, (*((v.data, value) for v, value in dict(values).items()), (by.data, by)))

    def any_value(self, v: Expr) -> Expr:
        """A random variable, or all members of a family of them: mean plus noise."""
        if not v.data.family:
            return self.variable(v, ())
        counts = tuple(Index("abcdefgh"[k], n, fresh_uid()) for k, n in enumerate(v.data.family))
        self.r.noises += 1
        one = self.variable(v, tuple(At(i, 0) for i in counts))
        return build.let(Variable(rf"{v.data.name}^{{\xi {self.r.noises}}}", v.shape, v.data.family),
                         build.array(counts, one, v.shape, len(counts)))

    def variable(self, v: Expr, member: tuple[At, ...]) -> Expr:
        """A random variable, or a member of a family of them: its mean there plus its noise."""
        if law_of(self.r, v) is None:
            return self.walk(supposed(self.r, v))
        if v not in self.noises:
            self.noises[v] = self.noise(v)
        spread, noise = self.noises[v]
        mean = _mean_at(self.r, spread.mean, v, member)
        return build.add(self.walk(mean), build.item(noise.var, member) if member else noise.var)

    def value(self, e: Expr) -> Expr:
        """The value of a random function at a place: its mean there, a name of its own, plus noise."""
        if e.data[1] or any(map(self.touched, e.args)) or not (is_scalar(e.shape) or is_vector(e.shape)) or _indices(e):
            raise self.r.error("not-in-language", f"no mean of {e.data[0].name} is known here", self.at)
        if e not in self.noises:
            name, self.r.noises = to_latex(e), self.r.noises + 1
            mean = build.var(Variable(rf"\mathbb{{E}}[{name}]", e.shape))
            own = build.var(Variable(rf"\operatorname{{Cov}}({name})", (e.shape[0], e.shape[0]), (), frozenset(("possemidef",))
                                        if is_vector(e.shape) else frozenset(("nonnegative",))))
            var = build.var(Variable(rf"\xi^{{{self.r.noises}}}", e.shape, (), frozenset(("noise",))))
            scalar = is_scalar(e.shape)
            self.noises[e] = (Spread(mean, own, None if scalar else own, 2), Noise(
                name, var, 2, scalar, True, lambda here, there: own if scalar else build.entry(own, (*here, *there))))
        spread, noise = self.noises[e]
        return build.add(spread.mean, noise.var)

    def noise(self, v: Expr) -> tuple[Spread, Noise]:
        law = law_of(self.r, v)
        s = _spread(self.r, v.data, law, self.at)
        if any(free_indices(x) - set(law.letters) for x in (s.mean, s.variance)):
            raise self.r.error("not-in-language", f"the law of {v.data.name} speaks of an index that the name does not have", self.at)
        if self.touched(s.variance):
            raise self.r.error("not-in-language", "a random variance cannot be read here", self.at)
        if s.covariance is not None and not is_vector(v.shape):
            raise self.r.error("not-in-language", "the covariance of the entries of a matrix is not read", self.at)
        self.r.noises += 1
        var = build.var(Variable(rf"\xi^{{{self.r.noises}}}", v.shape, v.data.family, frozenset(("noise",))))
        count = len(v.data.family)

        def variance(places: tuple[At, ...], others: tuple[At, ...]) -> Expr:
            member, entry = places[:count], places[count:]
            if s.covariance is not None:
                return build.entry(_at(s.covariance, v.data, member, law), (*entry, *others[count:]))
            if not is_scalar(s.variance.shape):
                return build.entry(_at(s.variance, v.data, member, law), entry)
            return _at(s.variance, v.data, places, law)

        return s, Noise(v.data.name, var, s.order, s.covariance is None, law.alone, variance)


def _differentiates(e: Expr, names: tuple[Variable, ...]) -> bool:
    return any(n.op == "derivative" and any(m.op in ("var", "let") and m.data in names for m in n.args[1].walk())
               for n in e.walk())


def _indices(e: Expr) -> set[Index]:
    return {at.base for n in e.walk() for at in (n.data if type(n.data) is tuple else (n.data,))
            if type(at) is At and type(at.base) is Index}


def free_indices(e: Expr) -> set[str]:
    """The letters of the free indices of an expression."""
    return {i.name for i in _indices(e) if not i.uid}


def _mean_at(r: Reading, mean: Expr, v: Expr, member: tuple[At, ...]) -> Expr:
    """The mean of a name, of its shape; of a matrix or vector of entries with means of their own entry by entry."""
    law = law_of(r, v)
    if mean.shape == v.shape:
        return _at(mean, v.data, member, law)
    if mean.op == "num" and not mean.data:
        return build.zeros(v.shape)
    axes = tuple(Index("abcd"[k], d, fresh_uid()) for k, d in enumerate(long_axes(v.shape)))
    body = _at(mean, v.data, (*member, *(At(i, 0) for i in axes)), law)
    return build.array(axes, body, v.shape)


def _at(e: Expr, v: Variable, places: tuple[At, ...], law: Law) -> Expr:
    r"""An argument of the law of `y_i \sim ..`, with the place of the member at hand for its free index."""
    at = dict(zip(law.letters, places))
    memo: dict[Expr, Expr] = {}

    def place(data):
        if type(data) is At:
            free = type(data.base) is Index and data.base.uid == 0 and data.base.name in at
            if free and not data.offset:
                return at[data.base.name]
            return data
        return tuple(map(place, data)) if type(data) is tuple else data

    def walk(e: Expr) -> Expr:
        if e not in memo:
            args, data = tuple(map(walk, e.args)), place(e.data)
            memo[e] = e if args == e.args and data == e.data else args[0] if e.op == "let" else \
                Expr(e.op, args, data, e.shape)
        return memo[e]

    return walk(e)


def degree(e: Expr, *names: Expr) -> int:
    """The degree of a polynomial in variables, or one that is not less; TOO_MUCH of what is none."""
    memo: dict[Expr, int] = {}
    for node in e.upwards():
        memo[node] = 1 if node in names else _degree(node, [memo[a] for a in node.args], memo)
        if node.op == "derivative" and memo[node] == TOO_MUCH and not memo[node.args[1]]:
            memo[node] = _slope_degree(node.args[0], node.args[1], names)
    return memo[e]


def _slope_degree(e: Expr, by: Expr, names: tuple[Expr, ...]) -> int:
    """The degree of the derivative of e by a name: that of what holds this name."""
    if by not in e.walk():
        return 0
    if e.op in ("add", "neg", "let", "derivative") or e.op == "sum" and not any(degree(a, *names) for a in e.args[1:]):
        return max(_slope_degree(a, by, names) for a in e.args)
    if e.op == "mul" and len(e.args) == 2 and (held := [a for a in e.args if by not in a.walk()]):
        return degree(held[0], *names) + _slope_degree(next(a for a in e.args if a is not held[0]), by, names)
    return degree(e, *names)


_LINEAR = frozenset(("add neg transpose trace row column entry item array matrix diag diagonal let vec".split()))
_PRODUCTS = frozenset(("mul", "hadamard", "dot", "outer", "kron"))


def _degree(e: Expr, parts: list[int], known: dict[Expr, int]) -> int:
    if not any(parts):
        return 0
    if e.op in _LINEAR or e.op == "reduce" and e.data in ("sum", "mean"):
        return max(parts)
    if e.op in _PRODUCTS or e.op == "sum":
        return sum(parts)
    if e.op in ("div", "derivative", "substitute") and not any(parts[1:]):
        return parts[0]
    if e.op == "substitute":
        at = [(build.var(v), d) for v, d in zip(e.data, parts[1:]) if d]
        inner = degree(e.args[0], *(v for v, _ in at)) if not parts[0] else TOO_MUCH
        return min(TOO_MUCH, inner * max(d for _, d in at))
    if e.op == "power" and e.args[1].op == "num" and e.args[1].data in (1, 2, 3, 4):
        base = e.args[0]
        if base.op == "norm" and base.data == "fro":
            return known[base.args[0]] * int(e.args[1].data) if e.args[1].data in (2, 4) else TOO_MUCH
        return parts[0] * int(e.args[1].data)
    return TOO_MUCH


__all__ = ["Noise", "apart", "degree", "free_indices", "is_random", "law_of", "random_names", "supposed"]
