r"""An expression as a textbook would write it: equal to what it was, and shorter.

Numbers and scalars stand in front, transposes are pushed in to the names, ones and identities go,
like terms are collected, a term with a plus comes first, a product is associated so that vectors meet
vectors, `v^\top v` is a square. Known derivatives are written out (`\sigma' = \sigma (1 - \sigma)`).
Nothing is multiplied out, and every result is judged equal to the derivative before it is shown.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from symcheck.derive.entries import entry_of
from symcheck.derive.factors import PRODUCTS, product_of
from symcheck.derive.indices import free
from symcheck.derive.products import Product, built
from symcheck.derive.slopes import slope
from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar

ATOMS = frozenset("num const size index eye ones zeros basis var let item derivative foreign".split())


def tidy(e: Expr, memo: dict[Expr, Expr] | None = None) -> Expr:
    """The expression in textbook form. Definitions of names are left as they are."""
    memo = {} if memo is None else memo
    if e not in memo:
        memo[e] = _same_shape(e, _tidied(e, memo))
        memo[memo[e]] = memo[e]
    return memo[e]


def _same_shape(e: Expr, new: Expr) -> Expr:
    if new.shape == e.shape:
        return new
    if new.op == "num" and new.data == 0:
        return build.zeros(e.shape)
    if is_scalar(new.shape):
        return build.mul(new, build.ones(e.shape))
    raise AssertionError(f"tidied into another shape: {e!r}, {new!r}")


def _tidied(e: Expr, memo) -> Expr:
    if e.op in ATOMS:
        return e
    if e.op == "add":
        return _sum(e, memo)
    if e.op in PRODUCTS:
        return built(product_of(e, partial(tidy, memo=memo)))
    args = tuple(tidy(a, memo) for a in e.args)
    special = _SPECIAL.get(e.op)
    if special is not None:
        found = special(e, args, memo)
        if found is not None:
            return found
    return e.with_args(args)


# --- sums -----------------------------------------------------------------------------------------


def _sum(e: Expr, memo) -> Expr:
    """Like terms collected, zeros dropped, a term with a plus first."""
    found: dict[tuple, Fraction] = {}
    terms: dict[tuple, Product] = {}
    for a in _merged(_terms(e, memo), memo):
        p = Product.of(a)
        key = p.key()
        found[key] = found.get(key, Fraction(0)) + p.number
        terms.setdefault(key, p)
    kept = [terms[k].with_number(c) for k, c in found.items() if c]
    if not kept:
        return build.num(0) if is_scalar(e.shape) else build.zeros(e.shape)
    first = next((k for k, p in enumerate(kept) if p.number > 0), 0)
    kept.insert(0, kept.pop(first))
    common = abs(kept[0].number)
    if len(kept) > 1 and all(p.number < 0 for p in kept):
        whole = all(abs(p.number) == common for p in kept) and (common.denominator == 1 or not is_scalar(e.shape))
        common = -common if whole else Fraction(-1)
    elif not all(abs(p.number) == common for p in kept) or is_scalar(e.shape) and common.denominator != 1:
        common = Fraction(1)
    if len(kept) > 1 and common != 1:
        kept = [p.with_number(p.number / common) for p in kept]
        inner = _added([built(p) for p in kept], e)
        return built(Product.of(inner).scaled(common))
    return _added([built(p) for p in kept], e)


def _merged(terms: list[Expr], memo) -> list[Expr]:
    """Terms by cases on the same conditions as one, its branches added up."""
    groups: dict[tuple, list[Expr]] = {}
    for t in terms:
        turned = t.op == "neg" and t.args[0].op == "cases"
        if turned:
            t = build_cases(t.args[0], [build.neg(v) for v in values_of(t.args[0])])
        if t.op == "cases":
            groups.setdefault((len(t.args), t.args[1::2]), []).append(t)
    several = {key: found for key, found in groups.items() if len(found) > 1}
    if not several:
        return terms
    out: list[Expr] = []
    for t in terms:
        inner = t.args[0] if t.op == "neg" and t.args[0].op == "cases" else t
        key = (len(inner.args), inner.args[1::2]) if inner.op == "cases" else None
        found = several.pop(key, None) if key in several else None
        if found is not None:
            out.append(tidy(build_cases(inner, [build.add(*vs) for vs in zip(*map(values_of, found))]), memo))
        elif key is None or key not in groups or len(groups[key]) == 1:
            out.append(t)
    return out


def values_of(e: Expr) -> list[Expr]:
    """The values of cases, the one of `otherwise` last."""
    return [*e.args[:len(e.args) - len(e.args) % 2:2], *(e.args[-1:] if len(e.args) % 2 else ())]


def build_cases(e: Expr, values: list[Expr]) -> Expr:
    """The cases with other values."""
    conditions = e.args[1::2]
    return build.cases(tuple(zip(values, conditions)), values[-1] if len(e.args) % 2 else None)


def _added(parts: list[Expr], e: Expr) -> Expr:
    if len(parts) == 1:
        return parts[0]
    return build.add(*parts, broadcast=any(p.shape != e.shape for p in parts))


def _terms(e: Expr, memo) -> list[Expr]:
    out = []
    for a in e.args:
        t = tidy(a, memo)
        if t.op == "add":
            out += t.args
        elif t.op == "neg" and t.args[0].op == "add":
            out += [tidy(build.neg(x), memo) for x in t.args[0].args]
        elif not (t.op in ("num", "zeros") and (t.op == "zeros" or t.data == 0)):
            out.append(t)
    return out


# --- the others -----------------------------------------------------------------------------------


def _apply(e: Expr, args, memo):
    f, order = e.data
    (a,) = args
    if order == 1 and f.known:
        found = slope(f.known, a)
        return None if found is None else tidy(found, memo)
    if f.known == "exp" and order == 0 and a.op == "apply" and a.data[0].known == "log":
        return a.args[0]
    if f.known == "log" and order == 0 and a.op == "apply" and a.data == (e.data[0].__class__("exp", known="exp"), 0):
        return a.args[0]
    return None


def _entry(e: Expr, args, memo):
    found = entry_of(args[0], e.data)
    return None if found is None else tidy(found, memo)


def _trace(e: Expr, args, memo):
    (a,) = args
    if is_scalar(a.shape):
        return a
    if a.op == "eye":
        return build.size(a.data)
    p = Product.of(a)
    if p.chain and (p.number != 1 or p.scalars):
        inner = build.trace(built(Product(Fraction(1), Product.NONE, p.chain, p.shape)))
        return built(Product(p.number, p.scalars, (), (1, 1)).with_scalar(inner))
    return None


def _diag(e: Expr, args, memo):
    return build.eye(e.shape[0]) if args[0].op == "ones" else None


def _diagonal(e: Expr, args, memo):
    return args[0].args[0] if args[0].op == "diag" and args[0].args[0].shape == e.shape else None


def _inverse(e: Expr, args, memo):
    (a,) = args
    if is_scalar(e.shape):
        return tidy(build.div(build.num(1), a), memo)
    if a.op in ("eye", "inverse"):
        return a if a.op == "eye" else a.args[0]
    p = Product.of(a)
    if p.number != 1 or p.scalars:
        inner = tidy(build.inverse(built(Product(Fraction(1), Product.NONE, p.chain, p.shape))), memo)
        return built(Product(1 / p.number, p.scalars.inverted(), Product.of(inner).chain, p.shape))
    return None


def _reduce(e: Expr, args, memo):
    (a,) = args
    if is_scalar(a.shape):
        return a
    if e.data == "sum" and a.op == "ones":
        return built(Product.sizes(a.shape))
    p = Product.of(a)
    if e.data in ("sum", "mean") and (p.number != 1 or p.scalars):
        inner = built(Product(Fraction(1), Product.NONE, p.chain, p.shape)) if p.chain else None
        if inner is not None:
            return built(Product(p.number, p.scalars, (), (1, 1)).with_scalar(
                tidy(build.reduce(e.data, inner), memo)))
    return None


def _array(e: Expr, args, memo):
    """An array all of whose entries are the same number."""
    body = args[0]
    if e.data[1] or not is_scalar(body.shape) or any(i in free(body) for i in e.data[0]):
        return None
    return tidy(build.mul(body, build.ones(e.shape)), memo)


def _indicator(e: Expr, args, memo):
    """A condition on 0 has its 0 on the right."""
    a, b = args
    if a.op == "num" and a.data == 0 and b.op != "num":
        flipped = {">": "<", "<": ">", ">=": "<=", "<=": ">="}.get(e.data, e.data)
        return build.indicator(flipped, b, a)
    return None


def _cases(e: Expr, args, memo):
    values = [args[k] for k in range(0, len(args) - 1, 2)] + ([args[-1]] if len(args) % 2 else [])
    if all(v is values[0] for v in values) and len(args) % 2:
        return values[0]
    return None


_SPECIAL = {"apply": _apply, "entry": _entry, "trace": _trace, "diag": _diag, "diagonal": _diagonal,
            "inverse": _inverse, "reduce": _reduce, "array": _array, "indicator": _indicator,
            "cases": _cases}
