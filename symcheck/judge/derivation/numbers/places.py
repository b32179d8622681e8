r"""Which entries of the data a value gives: of `x_1 = (1, 0)^\top` with a row x_1 of X those in the first row of X.

A part of a variable is found by its value where all entries of the variable are different numbers: what comes out are
these numbers themselves, or it is no part of it.
"""

from __future__ import annotations

import random
from fractions import Fraction
from math import isqrt
from typing import NamedTuple

import numpy as np

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.mistakes.places import exchanged
from symcheck.tensor.array import variables
from symcheck.tensor.evaluate import Evaluation
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower_all
from symcheck.tensor.reals import Digits, Exact, NotExact

MANY = 12  # members of a family of which no number is known: those beyond are not met

Place = tuple[int, ...]


class Given(NamedTuple):
    """Entries of the variable `name`, and the sizes that the shape of the value tells; `zero`: all entries are zero, however
    many there are."""

    name: str
    entries: dict[Place, Fraction]
    sizes: dict[str, int]
    zero: bool = False


def base(e: Expr | None) -> Expr | None:
    r"""The \sigma of `\sigma^2`, of which a number for the square tells the value as it is not negative; of others these themselves."""
    if e is not None and e.op == "power" and e.args[1] == build.num(2) and e.args[0].op in ("var", "let") \
            and is_scalar(e.args[0].shape) and e.args[0].data.traits & {"positive", "nonnegative"}:
        return e.args[0]
    return e


def rooted(e: Expr | None, value: np.ndarray) -> tuple[Expr | None, np.ndarray]:
    r"""What is given a value by `\sigma^2 = 4`, and this value: \sigma, and 2."""
    name = base(e)
    if name is e or value.size != 1 or value.ravel()[0] < 0:
        return e, value
    one = root(value.ravel()[0])
    return name, np.array(one, dtype=object).reshape(value.shape)


def root(q: object) -> object:
    """The square root of a number, in rational numbers where it has one there."""
    if isinstance(q, (int, Fraction)):
        parts = Fraction(q).numerator, Fraction(q).denominator
        if all(isqrt(n) ** 2 == n for n in parts):
            return Fraction(*map(isqrt, parts))
        return Digits(1).number(Fraction(q), 0)[0] ** 0.5
    return q ** 0.5


def of_defined(e: Expr | None) -> Expr | None:
    """The r of its member `r_1` with a number, where r has a definition; None of anything else."""
    numbered = e is not None and e.op in ("item", "entry") and all(at.base is None for at in e.data)
    return e.args[0] if numbered and e.args[0].op == "let" and e.args[0].args[0].op != "var" else None


def given(e: Expr, value: np.ndarray, sizes: dict[str, int]) -> Given | None:
    """What a value for e says; None where e is no part of a variable, or the value has another shape."""
    part = build.var(e.data) if e.op == "let" else e
    if part.op not in ("var", "item", "entry") or part.op != "var" and any(at.base is not None for at in part.data) \
            or part.op == "var" and part.data.family:
        return None
    found = _entries(part, value, sizes)
    whole = of_defined(e) if found is None else None
    return found if whole is None else _entries(exchanged(e, whole, build.var(whole.data)), value, sizes)


def of_members(e: Expr, value: np.ndarray, sizes: dict[str, int]) -> Given | None:
    r"""What a value for the y of `y = (y_1, \dots, y_n)^\top` says of the numbers y_i; None of a name that is no list of such."""
    family = {n.args[0] for n in e.args[0].walk() if n.op == "item" and n.args[0].op in ("var", "let") and n.args[0].data.family} if e.op == "let" and value.size > 1 else ()
    family = {f for f in family if not any(f in other.walk() for other in family if other is not f)}
    if len(family) != 1:
        return None
    (members,) = family
    found = _entries(exchanged(e.args[0], members, build.var(members.data)), value, sizes)
    return found if found is not None and found.name == members.data.name and not found.zero else None


def _entries(part: Expr, value: np.ndarray, sizes: dict[str, int]) -> Given | None:
    """The entries of the one variable of which this part has the value."""
    try:
        array = lower_all(part)
    except (Unsupported, Limit):
        return None
    names = variables(array)
    if len(names) != 1:
        return None
    (whole,) = names
    if part.op == "var" and value.ndim == 0 and not value.any() and whole.dims:
        return Given(whole.data.name, {}, {}, True)
    told = _sizes(array.dims, value.shape, sizes)
    if told is None:
        return None
    tried = {**{d: MANY for d in whole.dims if isinstance(d, str)}, **sizes, **told}
    shape = tuple(d if isinstance(d, int) else tried[d] for d in whole.dims)
    draw = random.Random(1)
    marks = {place: draw.getrandbits(40) for place in np.ndindex(*shape)}
    full = np.empty((1, *shape), dtype=object)
    for place, mark in marks.items():
        full[(0, *place)] = mark
    try:
        found = np.asarray(Evaluation(Exact(1), tried, {whole: [full]})(array)[0])
    except (Unsupported, Limit, NotExact, KeyError, IndexError):
        return None
    where = {mark: place for place, mark in marks.items()}
    if found.size != value.size or not all(mark in where for mark in found.ravel()):
        return None
    entries = {where[mark]: Fraction(x) if isinstance(x, (int, Fraction)) else x for mark, x in zip(found.ravel(), value.ravel())}
    return Given(whole.data.name, entries, told)


def _sizes(dims: tuple, shape: tuple[int, ...], sizes: dict[str, int]) -> dict[str, int] | None:
    """The sizes for which axes are as long as those of a value; axes of length one may be left out in it."""
    known = [d if isinstance(d, int) else sizes.get(d, d) for d in dims]
    for axes in (known, [d for d in known if d != 1]):
        lengths = shape if axes is known else tuple(n for n in shape if n != 1)
        if len(axes) == len(lengths) and all(isinstance(d, str) or d == n for d, n in zip(axes, lengths)):
            told = {d: n for d, n in zip(axes, lengths) if isinstance(d, str)}
            if all(told[d] == n for d, n in zip(axes, lengths) if isinstance(d, str)):
                return told
    return None


__all__ = ["Given", "base", "given", "of_members", "rooted"]
