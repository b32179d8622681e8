r"""Fractions that cancel: \hat y (1 - \hat y) (\frac{1 - y}{1 - \hat y} - \frac{y}{\hat y}) is \hat y - y.

A factor is multiplied into a sum only where it cancels divisors there, and what comes out is kept
only where it is shorter.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from itertools import product as pairs

from symcheck.derive.indices import opened
from symcheck.derive.lift import is_plain, lifted_as
from symcheck.derive.products import Product, Scalars, built, hadamard_factors
from symcheck.derive.tidy import tidy
from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.tensor.canonical import canonical
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower

MOST_TERMS = 12


def shortened(e: Expr) -> Expr:
    """The expression in textbook form, with fractions cancelled where that makes it shorter."""
    memo: dict[Expr, Expr] = {}
    return _shortened(tidy(e), memo)


def _shortened(e: Expr, memo) -> Expr:
    if e in memo:
        return memo[e]
    if e.op in ("let", "var", "derivative", "item"):
        new = e
    else:
        args = tuple(_shortened(a, memo) for a in e.args)
        new = e if args == e.args else tidy(Expr(e.op, args, e.data, e.shape))
        new = _whole(new) or _branched(new) or new
        for attempt in (_cancelled, _common, _grouped, _weighted, _logistic, _normalized):
            other = attempt(new)
            if other is not None and length(other) < length(new):
                new = other
    memo[e] = new
    return new


def length(e: Expr) -> int:
    """How many symbols are read: names, numbers and operations, not what names stand for."""
    if e.op in ("let", "var", "num", "size", "const", "item", "derivative", "eye", "ones", "zeros"):
        return 1
    return 1 + sum(length(a) for a in e.args)


def _cancelled(e: Expr) -> Expr | None:
    """A scalar product with a sum of fractions in it, multiplied out."""
    if e.op not in ("mul", "neg", "div"):
        return None
    p = Product.of(e)
    sums = [x for x, power in p.scalars.items if x.op == "add" and power == 1 and _has_divisor(x)]
    if len(sums) != 1:
        return None
    rest = Scalars(tuple(x for x in p.scalars.items if x[0] is not sums[0]))
    outer = Product(p.number, rest, (), (1, 1))
    divisors = {x for t in sums[0].args for x, power in Product.of(t).scalars.items if power < 0}
    cancels, stays = rest.split(lambda x: x in divisors)
    terms = [Product.of(t).times(Product(Fraction(1), cancels, (), (1, 1))) for t in sums[0].args]
    total = _collected([q for t in terms for q in _expanded(t)])
    if total is None:
        return None
    whole = Product(outer.number, stays, (), (1, 1)).times(Product.of(total))
    return built(Product(whole.number, whole.scalars, p.chain, p.shape))


def _has_divisor(e: Expr) -> bool:
    return any(power < 0 for t in e.args for _, power in Product.of(t).scalars.items)


def _expanded(p: Product) -> list[Product]:
    """A product of names and short sums as terms."""
    sums = [x for x, power in p.scalars.items if x.op == "add" and power == 1]
    rest = Product(p.number, Scalars(tuple(x for x in p.scalars.items if x[0] not in sums)), (), (1, 1))
    terms = [rest]
    for s in sums:
        terms = [t.times(Product.of(a)) for t, a in pairs(terms, s.args)]
        if len(terms) > MOST_TERMS:
            return [p]
    return terms


def _collected(terms: list[Product]) -> Expr | None:
    if any(t.chain for t in terms) or len(terms) > MOST_TERMS:
        return None
    parts = [built(t) for t in terms]
    return tidy(build.add(*parts))


def _common(e: Expr) -> Expr | None:
    """Terms with factors in common: a b + a c is a (b + c)."""
    if e.op != "add":
        return None
    terms = [Product.of(a) for a in e.args]
    if any(t.shape != e.shape for t in terms):
        return None
    common = dict(terms[0].scalars.items)
    for t in terms[1:]:
        theirs = dict(t.scalars.items)
        common = {x: p for x, p in common.items() if theirs.get(x) == p}
    chains = [t.chain for t in terms]
    first = last = None
    if all(len(c) > 1 for c in chains):
        first = chains[0][0] if all(c[0] is chains[0][0] for c in chains) else None
        ends = first is None or all(len(c) > 2 for c in chains)
        last = chains[0][-1] if ends and all(c[-1] is chains[0][-1] for c in chains) else None
    if not common and first is None and last is None:
        return None
    shared = Scalars(tuple(common.items()))
    inner = []
    for t in terms:
        chain = t.chain[first is not None:len(t.chain) - (last is not None)]
        shape = (chain[0].shape[0], chain[-1].shape[1]) if chain else (1, 1)
        inner.append(built(Product(t.number, t.scalars.times(shared.inverted()), chain, shape)))
    if len({x.shape for x in inner}) != 1:
        return None
    middle = Product.of(tidy(build.add(*inner)))
    chain = (*([first] if first is not None else []), *middle.chain, *([last] if last is not None else []))
    if is_scalar(middle.shape) and not is_scalar(e.shape) and not chain:
        return None
    return built(Product(middle.number, middle.scalars.times(shared), chain, e.shape))


def _grouped(e: Expr) -> Expr | None:
    """Some terms that begin or end with one factor: A b + A c + d is A (b + c) + d."""
    if e.op != "add" or len(e.args) < 3 or is_scalar(e.shape):
        return None
    for end in (0, -1):
        groups: dict[Expr, list[Expr]] = {}
        for t in e.args:
            p = Product.of(t)
            if len(p.chain) > 1 and p.shape == e.shape:
                groups.setdefault(p.chain[end], []).append(t)
        for terms in groups.values():
            shared = _common(build.add(*terms)) if 1 < len(terms) < len(e.args) else None
            if shared is not None:
                rest = [t for t in e.args if t not in terms]
                where = next(k for k, t in enumerate(e.args) if t in terms)
                return tidy(build.add(*rest[:where], shared, *rest[where:]))
    return None


def _weighted(e: Expr) -> Expr | None:
    r"""Elementwise: a \odot (u \oslash a + ..) multiplied out where divisors go."""
    if e.op not in ("hadamard", "mul") or is_scalar(e.shape):
        return None
    if e.op == "mul":
        p = Product.of(e)
        if len(p.chain) != 1 or p.chain[0].op != "hadamard":
            return None
        inner = _weighted(p.chain[0])
        return None if inner is None else built(p.with_chain((inner,)))
    factors = hadamard_factors(e)
    sums = [s for s in factors if s.op == "add" and any(
        n.op == "div" and not is_scalar(n.args[1].shape) for t in s.args for n in (t, *t.args))]
    if len(sums) != 1:
        return None
    rest = [f for f in factors if f is not sums[0]]
    terms = [tidy(reduce(build.hadamard, [t, *rest])) for t in sums[0].args]
    total: dict[tuple, Fraction] = {}
    kept: dict[tuple, Expr] = {}
    for t in terms:
        for number, scalars, parts in _expanded_elementwise(t):
            key = (scalars, frozenset((f, parts.count(f)) for f in parts))
            total[key] = total.get(key, Fraction(0)) + number
            kept.setdefault(key, built(Product(Fraction(1), scalars, (reduce(build.hadamard, parts),) if parts else (
                build.ones(e.shape),), e.shape)))
    out = [build.mul(build.num(c), kept[k]) for k, c in total.items() if c]
    if not out:
        return build.zeros(e.shape)
    return tidy(out[0] if len(out) == 1 else build.add(*out))


def _expanded_elementwise(e: Expr) -> list[tuple[Fraction, Scalars, tuple[Expr, ...]]]:
    """An elementwise product as terms (number, scalars, factors), sums of two terms multiplied out."""
    p = Product.of(e)
    if len(p.chain) != 1:
        return [(p.number, p.scalars, p.chain)]
    terms: list[tuple[Fraction, Scalars, tuple[Expr, ...]]] = [(p.number, p.scalars, ())]
    for f in hadamard_factors(p.chain[0]):
        options = f.args if f.op == "add" and len(f.args) == 2 else (f,)
        more = []
        for number, scalars, parts in terms:
            for option in options:
                q = Product.of(option)
                own = tuple(x for x in q.chain if x.op != "ones") if len(q.chain) == 1 else q.chain and (
                    built(Product(Fraction(1), Product.NONE, q.chain, q.shape)),)
                more.append((number * q.number, scalars.times(q.scalars), parts + tuple(own)))
        terms = more
        if len(terms) > MOST_TERMS:
            return [(p.number, p.scalars, p.chain)]
    return terms


def _logistic(e: Expr) -> Expr | None:
    """e^a / (1 + e^a) is the sigmoid of a."""
    if e.op not in ("mul", "div", "neg"):
        return None
    p = Product.of(e)
    powers = dict(p.scalars.items)
    for x, power in p.scalars.items:
        if x.op == "apply" and x.data[0].known == "exp" and power == 1:
            for one in (build.add(build.num(1), x), build.add(x, build.num(1))):
                if powers.get(one) == -1:
                    rest = Scalars(tuple(i for i in p.scalars.items if i[0] not in (x, one)))
                    sigmoid = build.known("sigmoid", x.args[0])
                    return built(Product(p.number, rest, p.chain, p.shape).with_scalar(sigmoid))
    return None


def _normalized(e: Expr) -> Expr | None:
    """e^a over the sum of the entries of e^a is the softmax of a."""
    p = Product.of(e)
    if len(p.chain) != 1 or p.chain[0].op != "apply" or p.chain[0].data[0].known != "exp" or p.chain[0].data[1] \
            or 1 not in e.shape:
        return None
    for x, power in p.scalars.items:
        if power == -1 and x.op in ("sum", "mul", "reduce") and _same_number(x, build.reduce("sum", p.chain[0])):
            rest = Scalars(tuple(i for i in p.scalars.items if i[0] is not x))
            return built(Product(p.number, rest, (build.softmax(p.chain[0].args[0]),), p.shape))
    return None


def _same_number(a: Expr, b: Expr) -> bool:
    try:
        return canonical(lower(a).array) is canonical(lower(b).array)
    except (Unsupported, Limit):
        return False


def _whole(e: Expr) -> Expr | None:
    """An array by entries in matrix notation, where that needs no sums or vectors of ones."""
    if e.op != "array" or e.data[1]:
        return None
    indices, body = opened(e)
    found = lifted_as(body, indices, e.shape)
    return found if found is not None and is_plain(found) else None


def _branched(e: Expr) -> Expr | None:
    """A factor of cases taken into its branches."""
    if e.op not in ("mul", "neg"):
        return None
    p = Product.of(e)
    cases = [x for x, power in p.scalars.items if x.op == "cases" and power == 1]
    if len(cases) != 1:
        return None
    rest = Product(p.number, Scalars(tuple(i for i in p.scalars.items if i[0] is not cases[0])), p.chain, p.shape)
    factor, args = built(rest), []
    for k, a in enumerate(cases[0].args):
        is_value = k % 2 == 0
        args.append(tidy(build.mul(factor, a)) if is_value else a)
    return Expr("cases", tuple(args), (), e.shape)
