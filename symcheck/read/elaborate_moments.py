r"""Means, variances and covariances of expressions in names with laws: `\mathbb E[(Aw + b)^\top w]`, `\mathbb V[u^\top v]`.

With every random name its mean plus noise \xi (`noise.py`), the mean over one name of what is a polynomial in its noise
is (1 + D + D^2/2) e at \xi = 0, where D e = 1/2 sum_{ab} C_ab d^2 e / d\xi_a d\xi_b with the covariance C of the noise:
up to degree 3 for what is known by C alone, as far as third moments do not enter, up to degree 5 for Gaussians. The
means are taken name by name, which are independent.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from symcheck.expr import At, Expr, Index, Variable, build
from symcheck.expr.shape import is_scalar, is_vector, long_axes
from symcheck.read import elaborate_joint as joint
from symcheck.read import elaborate_labels as labels
from symcheck.read import elaborate_posteriors as posteriors
from symcheck.read.elaborate_densities import Law
from symcheck.read.elaborate_heads import HEADS, bracket
from symcheck.read.elaborate_scripts import scripted
from symcheck.read.elaborate_sums import expectation
from symcheck.read.names import is_transpose, label
from symcheck.read.noise import LAWS, Noise, apart, degree, is_random, random_names
from symcheck.read.reading import Reading, fresh_uid
from symcheck.read.syntax import Bar, Group, Listing, Number, Product, Relation, Script, Symbol, Syntax

_BARS = ("\\|", "|")


def _indices(dims: tuple) -> tuple[Index, ...]:
    return tuple(Index("abcdefgh"[k % 8], d, fresh_uid()) for k, d in enumerate(dims))


def _places(indices: tuple[Index, ...]) -> tuple[At, ...]:
    return tuple(At(i, 0) for i in indices)


def _entry(v: Expr, places: tuple[At, ...]) -> Expr:
    """An entry of a variable, or of a member of a family."""
    count = len(v.data.family)
    e = build.item(v, places[:count]) if count else v
    return build.entry(e, places[count:]) if places[count:] else e


def mean(r: Reading, e: Expr, at: Syntax, names: set[str] | None = None) -> Expr:
    """The mean over these random names, by default all, of an expression that is a polynomial of low degree in each."""
    e, noises = apart(r, e, at, names)
    degrees = [degree(e, n.var) for n in noises]
    for n, order in zip(noises, degrees):
        if order > n.order:
            raise r.error("not-in-language", "this mean cannot be read", at,
                          "of a name of which only mean and variance are known, means of degree one and two are; "
                          "of a Gaussian one, of degree up to four")
    alone = [n for n in noises if n.alone]
    together = len(alone) > 1 and degree(e, *(n.var for n in alone)) > 1
    if together and (degree(e, *(n.var for n in alone)) > 2 or any(n.var.data.family or not _is_column(n.var) for n in alone)):
        raise r.error("not-in-language", "this mean cannot be read", at,
                      "nothing says that the random names in it are independent")
    for n, order in zip(noises, degrees):
        if order < 2 and not (together and n.alone):
            e = _without(e, n)
    if all(order < 2 for order in degrees) and not together:
        return e
    axes = _indices(long_axes(e.shape))
    body = build.entry(e, _places(axes)) if axes else e
    if together:
        for n, m in combinations(alone, 2):
            body = build.add(body, _at_zero(_at_zero(_crossed(body, n, m), n), m))
    for n, order in zip(noises, degrees):
        if order > 1 or together and n.alone:
            body = _at_zero(_averaged(body, n, order), n)
    return build.array(axes, body, e.shape) if axes else body


def _averaged(e: Expr, n: Noise, order: int) -> Expr:
    """(1 + D + D^2/2) e of a number, as far as its degree needs."""
    if order < 2:
        return e
    first = _bend(e, n)
    if order < 4:
        return build.add(e, first)
    return build.add(build.add(e, first), build.mul(build.num("1/2"), _bend(first, n)))


def _bend(e: Expr, n: Noise) -> Expr:
    """1/2 sum_ab C_ab d^2 e / d\\xi_a d\\xi_b of a number."""
    count = len(n.var.data.family)
    members, axes = _indices(n.var.data.family), _indices(long_axes(n.var.shape))
    others = axes if n.apart else _indices(long_axes(n.var.shape))
    here, there = _places((*members, *axes)), _places((*members, *others))
    second = build.derivative(build.derivative(e, _entry(n.var, here), "column"), _entry(n.var, there), "column")
    total = build.mul(build.mul(build.num("1/2"), n.spread(here, there)), second)
    for i in (*members, *axes, *(() if n.apart else others)):
        total = build.sum_over(i, total)
    assert len(here) == count + len(axes)
    return total


def _is_column(v: Expr) -> bool:
    return is_scalar(v.shape) or is_vector(v.shape) and v.shape[1] == 1


def _crossed(e: Expr, n: Noise, m: Noise) -> Expr:
    """sum_ab Cov(n, m)_ab d^2 e / dn_a dm_b of a number, with the covariance of two names a name of its own."""
    first, second = sorted((n, m), key=lambda x: x.name)
    axes, others = _indices(long_axes(first.var.shape)), _indices(long_axes(second.var.shape))
    here, there = _places(axes), _places(others)
    spread = build.var(Variable(rf"\operatorname{{Cov}}({first.name}, {second.name})", (first.var.shape[0], second.var.shape[0])))
    total = build.mul(build.entry(spread, (*here, *there)) if axes or others else spread,
                      build.derivative(build.derivative(e, _entry(first.var, here), "column"), _entry(second.var, there), "column"))
    for i in (*axes, *others):
        total = build.sum_over(i, total)
    return total


def _without(e: Expr, n: Noise) -> Expr:
    """An expression with the mean alone of a name."""
    def mean_of(x: Expr) -> Expr | None:
        noise = x.args[1] if x.op == "add" and len(x.args) == 2 else x
        return x.args[0] if noise is not x and n.var in (noise, *noise.args) else None

    return e.replaced(mean_of)


def _at_zero(e: Expr, n: Noise) -> Expr:
    v = n.var.data
    zero = build.num(0) if is_scalar(v.shape) else build.zeros(v.shape)
    if v.family:
        zero = build.let(Variable(f"0_{{{v.name}}}", v.shape, v.family),
                         build.array(_indices(v.family), zero, v.shape, len(v.family)))
    return build.substitute(e, ((v, zero),))


def joint_covariance(r: Reading, a: Expr, b: Expr, at: Syntax, names: set[str] | None = None) -> Expr:
    """Cov(a, b) = E[a b^T] - E[a] E[b]^T of numbers or columns."""
    if not all(is_scalar(e.shape) or is_vector(e.shape) and e.shape[1] == 1 for e in (a, b)):
        raise r.error("not-in-language", "a covariance is of numbers or of columns", at)
    centred = [build.sub(e, mean(r, e, at, names)) for e in (a, b)]
    return mean(r, build.mul(centred[0], build.transpose(centred[1])), at, names)


def variance(r: Reading, items, ops, k: int) -> tuple[Expr, int]:
    r"""`\operatorname{Var}(x)`, `\operatorname{Cov}[x, y]`, `\mathbb{V}[x \mid w]`, `\operatorname{Var}_x(..)`."""
    group = bracket(items[k + 1]) if k + 1 < len(items) and ops[k + 1] == "" else None
    if group is not None and type(items[k + 1]) is Group and (
            (value := _of_index(r, items[k], group)) is not None or (value := _over_index(r, items[k], group)) is not None):
        return value, k + 2
    if group is None or not r.laws or type(items[k + 1]) is not Group:
        return r.expr(items[k]), k + 1
    body, held = _given(group.body)
    values = [r.settle(r.expr(s)) for s in _list(body)]
    if r.uniform and not held and not any(is_random(r, e) for e in values) and (
            value := _over_index(r, items[k], group, beside_laws=True)) is not None:
        return value, k + 2
    if (told := posteriors.moment(r, tuple(values), held, group, covariance=True)) is not None:
        return _at_held(r, told, held), k + 2
    names = _over(r, items[k], held, *values)
    if len(values) > 2:
        raise r.error("not-in-language", "a covariance is of one or two quantities", group)
    return _at_held(r, joint_covariance(r, values[0], values[-1], group, names), held), k + 2


def _over_index(r: Reading, operator: Syntax, group: Group, beside_laws: bool = False) -> Expr | None:
    r"""`\operatorname{Var}_i[g_i]` over an index drawn uniformly: E[g g^T] - E[g] E[g]^T; None where it is no such thing.
    `beside_laws`: what stands in it has no law, though other names have."""
    low = operator.sub if type(operator) is Script and not operator.sups else None
    drawn = low.items[0] if type(low) is Relation and low.operators == (r"\sim",) else low
    if type(group.body) in (Bar, Listing) or drawn is None and (r.laws and not beside_laws or type(operator) is Script) \
            or not (label(drawn) in r.uniform or _is_free_index(r, drawn) if drawn is not None else r.uniform):
        return None
    inner = Group(group.span, "[", group.body, "]")
    first = expectation(r, (operator, inner), ("", ""), 0)[0]
    if not is_scalar(first.shape) and first.shape[1:] != (1,):
        raise r.error("not-in-language", "a covariance is of numbers or of columns", group)
    round_ = Group(group.span, "(", group.body, ")")
    square = Script(group.span, round_, None, (Number(group.span, Fraction(2), "2"),)) if is_scalar(first.shape) else Product(
        group.span, (round_, Script(group.span, round_, None, (Symbol(group.span, r"\top"),))), ("", ""))
    second = expectation(r, (operator, Group(group.span, "[", square, "]")), ("", ""), 0)[0]
    return build.sub(second, build.mul(first, build.transpose(first)))


def _is_free_index(r: Reading, s: Syntax) -> bool:
    """Is this the letter of an index, of which nothing says how it is drawn: uniformly?"""
    return type(s) is Symbol and len(s.name) == 1 and s.name not in r.laws and s.name not in r.drawn_otherwise and (
        (entry := r.scope.bare(s.name)) is None or entry.kind == "index")


def _of_index(r: Reading, operator: Syntax, group: Group) -> Expr | None:
    r"""`\operatorname{Var}_{k \sim p}(v_k)` of an index with the chances p, which are known to be chances."""
    from symcheck.read.elaborate_sums import chances_of, expectation
    below = operator.sub if type(operator) is Script else None
    if type(below) is not Relation or below.operators != (r"\sim",) or type(group.body) in (Listing, Bar):
        return None
    chances = chances_of(r, below.items[1])
    if chances is None or chances.op != "let" and not any(n is chances for _, *sides in r.supposed for e in sides
                                                          if isinstance(e, Expr) for n in e.walk()):
        return None

    def mean_of(body: Syntax) -> Expr:
        return expectation(r, (operator, Group(group.span, "[", body, "]")), ("", ""), 0)[0]

    two = Number(group.span, Fraction(2), "2")
    square = Script(group.span, Group(group.span, "(", group.body, ")"), None, (two,))
    return build.sub(mean_of(square), build.power(mean_of(group.body), build.num(2)))


def mean_of_names(r: Reading, items, ops, k: int) -> tuple[Expr, int] | None:
    r"""`\mathbb E[..]`, `\mathbb E_x[..]`, `\mathbb E[y \mid x]` of an expression in names with laws; None where it is
    none. A power after square brackets or braces is the power of the mean.
    """
    s = items[k]
    told = _law_below(r, s)
    if told is not None:  # `\mathbb E_{x \sim \mathcal N(0, I)}`
        outer, r.laws = r.laws, {**r.laws, **told}
        try:
            return mean_of_names(r, (*items[:k], Script(s.span, s.base, s.sub.items[0]), *items[k + 1:]), ops, k)
        finally:
            r.laws = outer
    if not r.laws or k + 1 >= len(items) or ops[k + 1] != "" or type(s) is Script and (s.sups or _below(r, s) is None):
        return None
    written = items[k + 1]
    group = written.base if type(written) is Script else written
    if type(group) is Group and group.open in _BARS or type(group) is not Group and k + 2 == len(items):
        e = r.settle(r.expr(written))  # `\mathbb E \|x\|^2`, `\mathbb E \hat w`
        return (mean(r, e, written, _over(r, s, (), e)), k + 2) if is_random(r, e) else None
    if type(group) is not Group or group.open not in ("[", "(", "{") or type(written) is Script and (
            group.open == "(" and not all(map(is_transpose, written.sups))):
        return None
    body, held = _given(group.body)
    e = r.settle(r.expr(body))
    if not is_random(r, e):
        if r.uniform:
            return None
    elif (told := posteriors.moment(r, (e,), held, group, covariance=False)) is not None:
        e = _at_held(r, told, held)
    else:
        e = _at_held(r, mean(r, e, group, _over(r, s, held, e)), held)
    return scripted(r, e, written) if type(written) is Script else e, k + 2


def _list(s: Syntax) -> tuple[Syntax, ...]:
    return s.items if type(s) is Listing else (s,)


def _given(s: Syntax) -> tuple[Syntax, tuple[Syntax, ...]]:
    r"""Of `y \mid x, w`: what the mean is of, and what it is given."""
    return (s.left, joint.grouped(tuple(map(joint.written_out, _list(s.right))))) if type(s) is Bar else (s, ())


def _at_held(r: Reading, e: Expr, held: tuple[Syntax, ...]) -> Expr:
    r"""A moment at the values that what is held has, as the y of `\mathbb E[x \mid y = 1]`."""
    told = [s for s in held if type(s) is Relation and s.operators == ("=",) and None not in s.items]
    return labels.at_values(r, e, [(r.expr(s.items[0]), r.settle(r.expr(s.items[1])), s) for s in told])


def _over(r: Reading, operator: Syntax, held: tuple[Syntax, ...], *of: Expr) -> set[str] | None:
    """The names that a mean is over: those below its letter, else all but those it is given; None for all."""
    names = _below(r, operator) if type(operator) is Script else None
    if names is None and not held:
        return None
    if names is None:
        names = set(r.laws)
    for s in held:
        s = s.items[0] if type(s) is Relation else s
        names -= joint.named(r, s) if joint.is_run(s) else random_names(r, r.expr(s))
    return names


def _law_below(r: Reading, s: Syntax) -> dict[str, Law] | None:
    r"""The law written below `\mathbb E_{x \sim \mathcal N(0, I)}`, by the name that it is of."""
    if type(s) is not Script or s.sups or type(s.sub) is not Relation or s.sub.operators != (r"\sim",) or None in s.sub.items:
        return None
    name, law = s.sub.items
    if type(law) is not Product or len(law.items) != 2 or type(law.items[1]) is not Group or type(law.items[1].body) is Group:
        return None
    kind = label(law.items[0])
    e = r.expr(name)
    if not any(kind in kinds for kinds, *_ in LAWS) or e.op != "var":
        return None
    return {e.data.name: Law(kind, _list(law.items[1].body), r.source)}


def _below(r: Reading, s: Script) -> set[str] | None:
    r"""The names with laws below `\mathbb E_{x, y}`, `\mathbb E_{x \sim p}`, `\mathbb E_{y \mid x}`; None of others."""
    if s.sub is None or s.sups:
        return None
    body, _ = _given(s.sub)
    names = set()
    for x in _list(body):
        x = x.items[0] if type(x) is Relation and x.operators == (r"\sim",) else x
        if x is not None and label(x).split("_")[0] in ("p", "q") and label(x) not in r.bound and r.scope.bare(label(x)) is None:
            return set(r.laws)  # over the density p
        if x is None or label(x) not in r.laws:
            return None
        names.add(label(x))
    return names


HEADS.update({"Var": variance, "Cov": variance, "\\mathbb{V}": variance})
