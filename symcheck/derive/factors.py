r"""A product in textbook form: what stands in it taken apart, cancelled, and put in order.

`tidied` brings parts into that form: the products of `tidy.py` are these.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce

from symcheck.derive.entries import entry
from symcheck.derive.indices import free
from symcheck.derive.products import Product, built, scalar_power
from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar, transposed

PRODUCTS = frozenset("neg mul div hadamard power transpose sum dot".split())
SYMMETRIC = frozenset(("symmetric", "posdef", "possemidef"))


def product_of(e: Expr, tidied: Callable[[Expr], Expr]) -> Product:
    """The expression as a number times scalars times a chain of factors."""
    match e.op:
        case "neg":
            return product_of(e.args[0], tidied).scaled(Fraction(-1))
        case "mul":
            return _matrix_product(e, tidied)
        case "div":
            return _quotient(e, tidied)
        case "hadamard":
            return _elementwise(e, tidied)
        case "power":
            return _power(e, tidied)
        case "transpose":
            return _transposed(_factors_of(e.args[0], tidied))
        case "dot":
            return _inner_product(e, tidied)
        case "sum":
            return _indexed_sum(e, tidied)
    return _factors_of(e, tidied)


def _factors_of(e: Expr, tidied: Callable[[Expr], Expr]) -> Product:
    """The product that a tidied expression is."""
    if e.op in PRODUCTS:
        return product_of(e, tidied)
    return Product.of(tidied(e))


def _matrix_product(e: Expr, tidied: Callable[[Expr], Expr]) -> Product:
    a, b = [_factors_of(x, tidied) for x in e.args]
    if not a.number * b.number:
        return Product(Fraction(0), Product.NONE, (), e.shape)
    chain = [f for f in (*a.chain, *b.chain) if f.op != "eye"]
    product = Product(a.number * b.number, a.scalars.times(b.scalars), (), e.shape)
    if not chain and not is_scalar(e.shape):
        chain = [next(f for f in (*a.chain, *b.chain) if f.op == "eye")]
    if is_scalar(e.shape) and chain:
        return product.with_scalar(_closed(chain, tidied))
    return product.with_chain(tuple(chain))


def _closed(chain: list[Expr], tidied) -> Expr:
    """A row times .. times a column, as one scalar: a square where both are the same."""
    whole = built(Product(Fraction(1), Product.NONE, tuple(chain), (1, 1)))
    if len(chain) == 2:
        row, column = chain
        square = build.power(build.norm(column, "fro"), build.num(2))
        turned = _upright(row, tidied)
        for unit, other in ((column, turned), (turned, column)):
            if unit.op == "basis" and other.op != "basis":  # what stands at one place
                return tidied(entry(other, (unit.data,)))
        if "div" in (turned.op, column.op) and turned.shape == column.shape:
            both = built(_elementwise(build.hadamard(turned, column), tidied))
            if both.op != "div" and "div" not in {f.op for f in both.args}:
                return tidied(build.reduce("sum", both))
        if turned is column:
            return square
        if turned is tidied(build.neg(column)):
            return build.neg(square)
        if row.op == "ones" and column.op == "ones":
            return build.size(column.shape[0])
    return whole


def _upright(row: Expr, tidied) -> Expr:
    """A row as a column, the transposes of its terms taken off."""
    if row.op == "add":
        return tidied(Expr("add", tuple(_turned_term(a) for a in row.args), (), transposed(row.shape)))
    return _turned(row)


def _inner_product(e: Expr, tidied: Callable[[Expr], Expr]) -> Product:
    a, b = [_factors_of(x, tidied) for x in e.args]
    if not a.number * b.number:
        return Product(Fraction(0), Product.NONE, (), e.shape)
    product = Product(a.number * b.number, a.scalars.times(b.scalars), (), e.shape)
    left, right = (built(Product(Fraction(1), Product.NONE, p.chain, p.shape)) for p in (a, b))
    if is_scalar(left.shape):
        return product.with_scalar(left).with_scalar(right)
    if left.shape != right.shape:
        right = tidied(build.transpose(right))
    if left is right:
        return product.with_scalar(build.power(build.norm(left, "fro"), build.num(2)))
    if "div" in (left.op, right.op):
        both = built(_elementwise(build.hadamard(left, right), tidied))
        if both.op != "div" and "div" not in {f.op for f in both.args}:
            return product.times(_factors_of(build.reduce("sum", both), tidied))
    for x, y in ((left, right), (right, left)):
        if x.op == "eye":
            return product.with_scalar(tidied(build.trace(y)))
        if x.op == "ones":
            return product.times(_factors_of(build.reduce("sum", y), tidied))
    if left.shape[1] == 1:
        chain = _transposed(Product.of(left)).chain + Product.of(right).chain
        return product.with_scalar(_closed([*chain], tidied))
    if left.shape[0] == 1:
        back = _transposed(Product.of(right)).chain
        return product.with_scalar(_closed([*Product.of(left).chain, *back], tidied))
    return product.with_scalar(build.dot(left, right))


def _quotient(e: Expr, tidied: Callable[[Expr], Expr]) -> Product:
    a, b = e.args
    if is_scalar(b.shape):
        below = _factors_of(b, tidied)
        return _factors_of(a, tidied).times(below.inverted()).shaped(e.shape)
    top, bottom = _factors_of(a, tidied), _factors_of(b, tidied)
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


def _elementwise(e: Expr, tidied: Callable[[Expr], Expr]) -> Product:
    """Factors side by side over what they are divided by; ones go, and what is above and below cancels."""
    parts = [_factors_of(x, tidied) for x in e.args]
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
    units = [f for f in above if f.op == "basis"]
    if len(units) == 1:
        (unit,) = units
        for factors, power in ((above, 1), (below, -1)):
            for f in factors:
                if f is not unit:
                    value = Product.of(tidied(entry(f, (unit.data,))))
                    product = product.scaled(value.number ** power).by(value.scalars.raised(Fraction(power)))
        return product.with_chain((unit,))
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


def _power(e: Expr, tidied: Callable[[Expr], Expr]) -> Product:
    base, exponent = e.args
    exponent = tidied(exponent)
    if exponent.op == "num":
        if exponent.data == 1:
            return _factors_of(base, tidied)
        if exponent.data == 0:
            return Product.of(build.num(1) if is_scalar(e.shape) else build.ones(e.shape))
        if is_scalar(e.shape):
            inner = _factors_of(base, tidied)
            return scalar_power(inner, exponent.data)
    return Product.of(build.power(tidied(base), exponent))


def _transposed(p: Product) -> Product:
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
        case "hadamard" if f.shape[1] != 1:
            return build.hadamard(*(_turned_term(a) for a in f.args))
        case "sum":
            return Expr("sum", (_turned_term(f.args[0]), *f.args[1:]), f.data, transposed(f.shape))
    return build.transpose(f)


def _turned_term(a: Expr) -> Expr:
    p = Product.of(a)
    return built(_transposed(p))


def _indexed_sum(e: Expr, tidied: Callable[[Expr], Expr]) -> Product:
    """What does not depend on the index stands in front of the sum."""
    index = e.data[0]
    body = _factors_of(e.args[0], tidied)
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
        return product.times(Product.of(whole)).shaped(e.shape)
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
