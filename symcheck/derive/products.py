r"""A product in order: a number, scalars with their exponents, a chain of matrices and vectors.

    \frac{2}{N} \cdot (a^\top b) \cdot X^\top (X w - y)
    number 2, scalars {N: -1, a^\top b: 1}, chain (X^\top, X w - y)

`built` writes it as an expression: number and sizes first, sums last, the chain associated so that
a column or row is multiplied before matrices are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from typing import ClassVar

from symcheck.expr import Expr, build
from symcheck.expr.shape import SCALAR, Shape, is_scalar


@dataclass(frozen=True)
class Scalars:
    """Scalar factors with exponents, in the order in which they were met."""

    items: tuple[tuple[Expr, Fraction], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items)

    def times(self, other: Scalars) -> Scalars:
        total = dict(self.items)
        for e, p in other.items:
            total[e] = total.get(e, Fraction(0)) + p
        return Scalars(tuple((e, p) for e, p in total.items() if p))

    def inverted(self) -> Scalars:
        return Scalars(tuple((e, -p) for e, p in self.items))

    def raised(self, power: Fraction) -> Scalars:
        return Scalars(tuple((e, p * power) for e, p in self.items))

    def split(self, test: Callable[[Expr], bool]) -> tuple[Scalars, Scalars]:
        inside = tuple(x for x in self.items if test(x[0]))
        return Scalars(inside), Scalars(tuple(x for x in self.items if x not in inside))


@dataclass(frozen=True)
class Product:
    """A number times scalars times a chain of matrices and vectors, which is empty in a product of scalars."""

    number: Fraction
    scalars: Scalars
    chain: tuple[Expr, ...]
    shape: Shape
    NONE: ClassVar[Scalars] = Scalars()

    @staticmethod
    def of(e: Expr) -> Product:
        """An expression in tidied form, taken apart."""
        match e.op:
            case "num":
                return Product(e.data, Scalars(), (), SCALAR)
            case "zeros":
                return Product(Fraction(0), Scalars(), (), e.shape)
            case "neg":
                return Product.of(e.args[0]).scaled(Fraction(-1))
            case "mul":
                a, b = (Product.of(x) for x in e.args)
                if is_scalar(e.shape) and not (is_scalar(e.args[0].shape) and is_scalar(e.args[1].shape)):
                    return Product(Fraction(1), Scalars(((e, Fraction(1)),)), (), e.shape)
                return a.times(b).shaped(e.shape)
            case "div" if is_scalar(e.args[1].shape):
                a, b = (Product.of(x) for x in e.args)
                return a.times(b.inverted()).shaped(e.shape)
            case "apply" if is_scalar(e.shape) and e.data[0].known == "sqrt" and not e.data[1]:
                base = Product.of(e.args[0])
                if base.number == 1 and not base.chain:
                    return replace(base, scalars=base.scalars.raised(Fraction(1, 2)))
            case "power" if is_scalar(e.shape) and e.args[1].op == "num":
                base = Product.of(e.args[0])
                if base.number == 1 and len(base.scalars.items) == 1:
                    return replace(base, scalars=base.scalars.raised(e.args[1].data))
        if is_scalar(e.shape):
            return Product(Fraction(1), Scalars(((e, Fraction(1)),)), (), e.shape)
        return Product(Fraction(1), Scalars(), (e,), e.shape)

    @staticmethod
    def sizes(shape: Shape) -> Product:
        p = Product(Fraction(1), Scalars(), (), SCALAR)
        for d in shape:
            p = p.times(Product.of(build.size(d)))
        return p

    def key(self) -> tuple:
        """What makes terms alike: everything but the number."""
        return (frozenset(self.scalars.items), self.chain)

    def scaled(self, c: Fraction) -> Product:
        return replace(self, number=self.number * c)

    def with_number(self, c: Fraction) -> Product:
        return replace(self, number=c)

    def by(self, scalars: Scalars) -> Product:
        return replace(self, scalars=self.scalars.times(scalars))

    def with_scalar(self, e: Expr) -> Product:
        p = Product.of(e)
        return self.scaled(p.number).by(p.scalars)

    def with_chain(self, chain: tuple[Expr, ...]) -> Product:
        """With a chain; numbers and scalars that stand in it are taken out."""
        product, kept = self, []
        for f in chain:
            p = Product.of(f)
            product = product.scaled(p.number).by(p.scalars)
            kept += p.chain
        return replace(product, chain=tuple(kept))

    def times(self, other: Product) -> Product:
        return Product(self.number * other.number, self.scalars.times(other.scalars),
                       self.chain + other.chain, other.shape if is_scalar(self.shape) else self.shape)

    def inverted(self) -> Product:
        return Product(1 / self.number, self.scalars.inverted(), self.chain, self.shape)

    def shaped(self, shape: Shape) -> Product:
        return replace(self, shape=shape)


def hadamard_factors(e: Expr) -> list[Expr]:
    """The factors of an elementwise product, those of the products in it among them; else the expression."""
    return [f for a in e.args for f in hadamard_factors(a)] if e.op == "hadamard" else [e]


def scalar_power(p: Product, power: Fraction) -> Product:
    """A scalar product raised; a number stays inside where its power is no rational number."""
    if power.denominator == 1:
        if p.number == 0 and power < 0:
            return Product.of(build.power(built(p), build.num(power)))
        return Product(p.number ** int(power), p.scalars.raised(power), (), p.shape)
    if p.number == 1 and len(p.scalars.items) == 1 and p.scalars.items[0][1] == 1:
        return Product(Fraction(1), p.scalars.raised(power), (), p.shape)
    return Product(Fraction(1), Scalars(((build.power(built(p), build.num(power)), Fraction(1)),)), (),
                   p.shape)


# --- writing --------------------------------------------------------------------------------------


def built(p: Product) -> Expr:
    """The product as an expression, in the order of a textbook."""
    if p.number == 0:
        return build.num(0) if is_scalar(p.shape) else build.zeros(p.shape)
    if p.number < 0:
        p = _turned(p)
    chain = _associated(list(p.chain)) if p.chain else None
    small, big = [], []
    divisors = [e for e, power in p.scalars.items if power < 0]
    tall = chain is None and any(_is_big(e) for e in divisors)
    plain = bool(divisors) and all(e.op == "size" for e in divisors)
    for e, power in sorted(p.scalars.items, key=lambda x: _rank(x[0])):
        if power > 0:
            aside = not tall and _is_big(e) or plain and e.op == "add"
            (big if aside else small).append(_raised(e, power))
    below = [_raised(e, -power) for e, power in sorted(p.scalars.items, key=lambda x: _rank(x[0])) if power < 0]
    number = abs(p.number)
    names = [e for e in small if e.op in ("var", "size", "const")]
    if not below and number.denominator != 1 and (big or chain is not None or len(small) > len(names)) and names:
        under = [build.num(number.denominator)]
        top = ([build.num(number.numerator)] if number.numerator != 1 else []) + names
        factors = [build.div(reduce(build.mul, top), reduce(build.mul, under)), *(e for e in small if e not in names), *big]
    elif below:
        slopes = [e for e in small if e.op == "derivative"]
        if not big and chain is None and len(small) > len(slopes):
            top, rest = [e for e in small if e not in slopes], slopes
        else:
            top, rest = names, [e for e in small if e not in names] + big
        if number.numerator != 1 or not top:
            top = [build.num(number.numerator), *top]
        under = [build.num(number.denominator)] if number.denominator != 1 else []
        factors = [build.div(reduce(build.mul, top), reduce(build.mul, under + below)), *rest]
    else:
        factors = small + big
        if number != 1:
            factors = [build.num(number), *factors]
    if chain is not None:
        factors.append(chain)
    if not factors:
        factors = [build.num(1)]
    whole = reduce(build.mul, factors)
    if whole.shape != p.shape and is_scalar(whole.shape):
        whole = build.mul(whole, build.ones(p.shape)) if whole.op != "num" or whole.data != 1 else \
            build.ones(p.shape)
    return build.neg(whole) if p.number < 0 else whole


def _turned(p: Product) -> Product:
    """A minus in front taken into a difference: -2 (y - s) is 2 (s - y)."""
    for k, f in enumerate(p.chain):
        twin = f.args[0] if f.op == "transpose" else build.transpose(f) if len(f.shape) == 2 else None
        if twin not in p.chain and (other := _opposite(f)) is not None:
            return replace(p, number=-p.number, chain=(*p.chain[:k], other, *p.chain[k + 1:]))
    for k, (e, power) in enumerate(p.scalars.items):
        if power == 1 and (other := _opposite(e)) is not None:
            items = (*p.scalars.items[:k], (other, power), *p.scalars.items[k + 1:])
            return replace(p, number=-p.number, scalars=Scalars(items))
    return p


def _opposite(e: Expr) -> Expr | None:
    """The negative of a difference of two terms, and of a sum of such."""
    if e.op == "add" and len(e.args) == 2 and e.args[1].op == "neg" and e.args[0].op != "num":
        broadcast = any(a.shape != e.shape for a in e.args)
        return build.add(e.args[1].args[0], build.neg(e.args[0]), broadcast=broadcast)
    if e.op == "transpose" and (inner := _opposite(e.args[0])) is not None:
        return build.transpose(inner)
    if e.op == "sum":
        inner = Product.of(e.args[0])
        if inner.number == 1 and (other := _turned(inner.scaled(Fraction(-1)))).number == 1:
            return Expr("sum", (built(other), *e.args[1:]), e.data, e.shape)
    return None


def _raised(e: Expr, power: Fraction) -> Expr:
    if power == Fraction(1, 2):
        return build.known("sqrt", e)
    return e if power == 1 else build.power(e, build.num(power))


def _rank(e: Expr) -> int:
    """Sizes and names before what is longer, sums last."""
    return {"derivative": 0, "size": 1, "const": 1, "var": 2, "item": 2, "let": 2, "entry": 3, "add": 6,
            "indicator": 5, "sum": 8, "prod": 8, "cases": 9}.get(
                e.op, 7 if e.op == "apply" and e.data[0].known in ("log", "exp") else 4)


def _is_big(e: Expr) -> bool:
    return e.op in ("sum", "prod", "cases", "indicator", "reduce") or \
        e.op == "add" and any(n.op in ("sum", "prod") for n in e.walk())


def _associated(chain: list[Expr]) -> Expr:
    """The product in the order of least work where a factor is a column or a row."""
    if len(chain) == 1:
        return chain[0]
    for k in range(len(chain) - 1):
        left, right = chain[k].shape, chain[k + 1].shape
        if len(left) == 2 and len(right) == 2 and left[-1] == 1 and right[0] == 1:
            return build.mul(_associated(chain[:k + 1]), _associated(chain[k + 1:]))
    if len(chain[-1].shape) == 2 and chain[-1].shape[1] == 1:
        return build.mul(chain[0], _associated(chain[1:]))
    return build.mul(_associated(chain[:-1]), chain[-1])
