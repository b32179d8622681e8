r"""An expression as a textbook would write it: equal to what it was, and shorter.

Numbers and scalars stand in front, transposes are pushed in to the names, ones and identities go,
like terms are collected, a term with a plus comes first, a product is associated so that vectors meet
vectors, `v^\top v` is a square. Known derivatives are written out (`\sigma' = \sigma (1 - \sigma)`).
Nothing is multiplied out, and every result is judged equal to the derivative before it is shown.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from symcheck.derive.entries import entry_of
from symcheck.derive.indices import free
from symcheck.derive.products import Product, built, scalar_power
from symcheck.derive.slopes import slope
from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar, transposed

SYMMETRIC = frozenset(("symmetric", "posdef", "possemidef"))
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
    if e.op in ("add",):
        return _sum(e, memo)
    if e.op in ("neg", "mul", "div", "hadamard", "power", "transpose", "sum", "dot"):
        return built(_product(e, memo))
    args = tuple(tidy(a, memo) for a in e.args)
    special = _SPECIAL.get(e.op)
    if special is not None:
        found = special(e, args, memo)
        if found is not None:
            return found
    return e if args == e.args else Expr(e.op, args, e.data, e.shape)


# --- products -------------------------------------------------------------------------------------


def _product(e: Expr, memo) -> Product:
    """The expression as a number times scalars times a chain of factors."""
    match e.op:
        case "neg":
            return _product(e.args[0], memo).scaled(Fraction(-1))
        case "mul":
            return _matrix_product(e, memo)
        case "div":
            return _quotient(e, memo)
        case "hadamard":
            return _elementwise(e, memo)
        case "power":
            return _power(e, memo)
        case "transpose":
            return _transposed(_factors_of(e.args[0], memo), e)
        case "dot":
            return _inner_product(e, memo)
        case "sum":
            return _indexed_sum(e, memo)
    return _factors_of(e, memo)


def _factors_of(e: Expr, memo) -> Product:
    """The product that a tidied expression is."""
    if e.op in ("neg", "mul", "div", "hadamard", "power", "transpose", "sum", "dot"):
        return _product(e, memo)
    return Product.of(tidy(e, memo))


def _matrix_product(e: Expr, memo) -> Product:
    a, b = [_factors_of(x, memo) for x in e.args]
    if not a.number * b.number:
        return Product(Fraction(0), Product.NONE, (), e.shape)
    chain = [f for f in (*a.chain, *b.chain) if f.op != "eye"]
    product = Product(a.number * b.number, a.scalars.times(b.scalars), (), e.shape)
    if not chain and not is_scalar(e.shape):
        chain = [next(f for f in (*a.chain, *b.chain) if f.op == "eye")]
    if is_scalar(e.shape) and chain:
        return product.with_scalar(_closed(chain))
    return product.with_chain(tuple(chain))


def _closed(chain: list[Expr]) -> Expr:
    """A row times .. times a column, as one scalar: a square where both are the same."""
    whole = built(Product(Fraction(1), Product.NONE, tuple(chain), (1, 1)))
    if len(chain) == 2:
        row, column = chain
        square = build.power(build.norm(column, "fro"), build.num(2))
        turned = _upright(row)
        if "div" in (turned.op, column.op) and turned.shape == column.shape:
            both = built(_elementwise(build.hadamard(turned, column), {}))
            if both.op != "div" and "div" not in {f.op for f in both.args}:
                return tidy(build.reduce("sum", both))
        if turned is column:
            return square
        if turned is tidy(build.neg(column)):
            return build.neg(square)
        if row.op == "ones" and column.op == "ones":
            return build.size(column.shape[0])
    return whole


def _upright(row: Expr) -> Expr:
    """A row as a column, the transposes of its terms taken off."""
    if row.op == "add":
        return tidy(Expr("add", tuple(_turned_term(a) for a in row.args), (), transposed(row.shape)))
    return _turned(row)


def _inner_product(e: Expr, memo) -> Product:
    a, b = [_factors_of(x, memo) for x in e.args]
    if not a.number * b.number:
        return Product(Fraction(0), Product.NONE, (), e.shape)
    product = Product(a.number * b.number, a.scalars.times(b.scalars), (), e.shape)
    left, right = (built(Product(Fraction(1), Product.NONE, p.chain, p.shape)) for p in (a, b))
    if is_scalar(left.shape):
        return product.with_scalar(left).with_scalar(right)
    if left.shape != right.shape:
        right = tidy(build.transpose(right), memo)
    if left is right:
        return product.with_scalar(build.power(build.norm(left, "fro"), build.num(2)))
    if "div" in (left.op, right.op):
        both = built(_elementwise(build.hadamard(left, right), memo))
        if both.op != "div" and "div" not in {f.op for f in both.args}:
            return product.times(_factors_of(build.reduce("sum", both), memo))
    for x, y in ((left, right), (right, left)):
        if x.op == "ones":
            return product.times(_factors_of(build.reduce("sum", y), memo))
    if left.shape[1] == 1:
        chain = _transposed(Product.of(left), build.transpose(left)).chain + Product.of(right).chain
        return product.with_scalar(_closed([*chain]))
    if left.shape[0] == 1:
        back = _transposed(Product.of(right), build.transpose(right)).chain
        return product.with_scalar(_closed([*Product.of(left).chain, *back]))
    return product.with_scalar(build.dot(left, right))


def _quotient(e: Expr, memo) -> Product:
    a, b = e.args
    if is_scalar(b.shape):
        below = _factors_of(b, memo)
        return _factors_of(a, memo).times(below.inverted()).shaped(e.shape)
    top, bottom = _factors_of(a, memo), _factors_of(b, memo)
    if not top.number:
        return Product(Fraction(0), Product.NONE, (), e.shape)
    product = Product(top.number / bottom.number, top.scalars.times(bottom.scalars.inverted()), (), e.shape)
    over = built(Product(Fraction(1), Product.NONE, top.chain, a.shape)) if top.chain else build.ones(e.shape)
    under = built(Product(Fraction(1), Product.NONE, bottom.chain, b.shape))
    above: list[Expr] = []
    below: list[Expr] = []
    _sort_out(over, above, below)
    _sort_out(under, below, above)
    for f in list(above):
        if f in below:
            above.remove(f)
            below.remove(f)
    whole = reduce(build.hadamard, above) if above else build.ones(e.shape)
    return product.with_chain((build.div(whole, reduce(build.hadamard, below)) if below else whole,))


def _elementwise(e: Expr, memo) -> Product:
    """Factors side by side over what they are divided by; ones go, and what is above and below cancels."""
    parts = [_factors_of(x, memo) for x in e.args]
    product = Product(Fraction(1), Product.NONE, (), e.shape)
    if not all(p.number for p in parts):
        return product.with_number(Fraction(0))
    above: list[Expr] = []
    below: list[Expr] = []
    for p in parts:
        product = product.scaled(p.number).by(p.scalars)
        if p.chain:
            whole = built(Product(Fraction(1), Product.NONE, p.chain, p.shape))
            _sort_out(whole, above, below)
    for f in list(above):
        if f in below:
            above.remove(f)
            below.remove(f)
    if not above and not below:
        return product if is_scalar(e.shape) else product.with_chain((build.ones(e.shape),))
    whole = reduce(build.hadamard, above) if above else build.ones(e.shape)
    if below:
        whole = build.div(whole, reduce(build.hadamard, below))
    if is_scalar(e.shape):
        return product.with_scalar(whole)
    if whole.shape != e.shape:
        return product.with_chain((build.mul(whole, build.ones(e.shape)),))
    return product.with_chain(Product.of(whole).chain)


def _sort_out(e: Expr, above: list[Expr], below: list[Expr]) -> None:
    """The factors of an elementwise product of arrays, and its divisors."""
    if e.op == "hadamard":
        for a in e.args:
            _sort_out(a, above, below)
    elif e.op == "div" and not is_scalar(e.args[1].shape):
        _sort_out(e.args[0], above, below)
        _sort_out(e.args[1], below, above)
    elif not (e.op == "ones" or e.op == "num" and e.data == 1
              or e.op == "mul" and all(a.op == "ones" for a in e.args) and e.args[0].shape[-1] == 1):
        above.append(e)


def _power(e: Expr, memo) -> Product:
    base, exponent = e.args
    exponent = tidy(exponent, memo)
    if exponent.op == "num":
        if exponent.data == 1:
            return _factors_of(base, memo)
        if exponent.data == 0:
            return Product.of(build.num(1) if is_scalar(e.shape) else build.ones(e.shape))
        if is_scalar(e.shape):
            inner = _factors_of(base, memo)
            return scalar_power(inner, exponent.data)
    return Product.of(build.power(tidy(base, memo), exponent))


def _transposed(p: Product, e: Expr) -> Product:
    turned = [_turned(f) for f in reversed(p.chain)]
    return Product(p.number, p.scalars, tuple(turned), transposed(p.shape))


def _turned(f: Expr) -> Expr:
    """A factor transposed, the transpose pushed in."""
    if is_scalar(f.shape) or f.op in ("eye", "diag"):
        return f
    match f.op:
        case "transpose":
            return f.args[0]
        case "ones" | "zeros":
            return Expr(f.op, (), (), transposed(f.shape))
        case "var" if f.data.traits & SYMMETRIC:
            return f
        case "inverse" if f.args[0].op == "var" and f.args[0].data.traits & SYMMETRIC:
            return f
        case "add" if f.shape[0] == 1 and f.shape[1] != 1:
            return Expr("add", tuple(_turned_term(a) for a in f.args), (), transposed(f.shape))
        case "hadamard":
            return build.hadamard(*(_turned_term(a) for a in f.args))
        case "sum":
            return Expr("sum", (_turned_term(f.args[0]), *f.args[1:]), f.data, transposed(f.shape))
    return build.transpose(f)


def _turned_term(a: Expr) -> Expr:
    p = Product.of_term(a)
    return built(_transposed(p, a))


def _indexed_sum(e: Expr, memo) -> Product:
    """What does not depend on the index stands in front of the sum."""
    index = e.data[0]
    body = _factors_of(e.args[0], memo)
    known: dict = {}
    if body.number == 0:
        return body
    outer, inner = body.scalars.split(lambda s: index not in free(s, known))
    chain = list(body.chain)
    before, after = [], []
    if not is_scalar(e.shape):
        while chain and index not in free(chain[0], known) and len(chain) > 1:
            before.append(chain.pop(0))
        while chain and index not in free(chain[-1], known) and len(chain) > 1:
            after.insert(0, chain.pop())
    rest = Product(Fraction(1), inner, tuple(chain), _chain_shape(chain, e.shape))
    whole = built(rest)
    scalar_body = is_scalar(whole.shape)
    if index not in free(whole, known) and len(e.args) == 1 and _runs_over_all(e):
        product = Product(body.number, outer, (), e.shape).with_scalar(build.size(index.dim))
        return product.times(Product.of_term(whole)).shaped(e.shape)
    total = Expr("sum", (whole, *e.args[1:]), e.data, whole.shape)
    product = Product(body.number, outer, (), e.shape)
    if scalar_body:
        product = product.with_scalar(total)
        return product.with_chain(tuple(before + after)) if before or after else product
    return product.with_chain((*before, total, *after))


def _chain_shape(chain: list[Expr], otherwise):
    if not chain:
        return (1, 1)
    if all(len(f.shape) == 2 for f in chain):
        return (chain[0].shape[0], chain[-1].shape[1])
    return otherwise


def _runs_over_all(e: Expr) -> bool:
    index, low, high = e.data
    return low.base is None and low.offset == 1 and (
        high.base == index.dim and not high.offset or high.base is None and high.offset == index.dim)


# --- sums -----------------------------------------------------------------------------------------


def _sum(e: Expr, memo) -> Expr:
    """Like terms collected, zeros dropped, a term with a plus first."""
    found: dict[tuple, Fraction] = {}
    terms: dict[tuple, Product] = {}
    for a in _terms(e, memo):
        p = Product.of_term(a)
        key = p.key()
        found[key] = found.get(key, Fraction(0)) + p.number
        terms.setdefault(key, p)
    kept = [terms[k].with_number(c) for k, c in found.items() if c]
    if not kept:
        return build.num(0) if is_scalar(e.shape) else build.zeros(e.shape)
    first = next((k for k, p in enumerate(kept) if p.number > 0), 0)
    kept.insert(0, kept.pop(first))
    common = abs(kept[0].number)
    if len(kept) > 1 and common > 1 and common.denominator == 1 and all(abs(p.number) == common for p in kept):
        kept = [p.with_number(p.number / common) for p in kept]
        inner = _added([built(p) for p in kept], e)
        return built(Product.of_term(inner).scaled(common))
    return _added([built(p) for p in kept], e)


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
    p = Product.of_term(a)
    if p.number != 1 or p.scalars:
        inner = tidy(build.inverse(built(Product(Fraction(1), Product.NONE, p.chain, p.shape))), memo)
        return built(Product(1 / p.number, p.scalars.inverted(), Product.of_term(inner).chain, p.shape))
    return None


def _reduce(e: Expr, args, memo):
    (a,) = args
    if is_scalar(a.shape):
        return a
    if e.data == "sum" and a.op == "ones":
        return built(Product.sizes(a.shape))
    p = Product.of_term(a)
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
