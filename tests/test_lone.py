"""Where every size is 1, the short way to a value gives what the long way gives."""

from fractions import Fraction

import numpy as np
import pytest

from symcheck.judge.claims import equations
from symcheck.judge.ladder import question
from symcheck.judge.population import population
from symcheck.judge.sampling import draw
from symcheck.judge.stream import Stream
from symcheck.read.context import Context
from symcheck.tensor.array import variables
from symcheck.tensor.canonical import canonical
from symcheck.tensor.evaluate import Evaluation
from symcheck.tensor.lone import Lone
from symcheck.tensor.lower import lower_all
from symcheck.tensor.reals import Exact, NotExact

CONTEXT = Context([r"A, B \in \mathbb{R}^{n \times n}", r"X \in \mathbb{R}^{n \times d}", r"w \in \mathbb{R}^d",
                   r"y \in \mathbb{R}^n", r"\lambda > 0", r"x_i \in \mathbb{R}^d, i = 1, \dots, n",
                   r"L = \frac{1}{n} \|Xw - y\|^2 + \lambda \|w\|^2"])
VALUES = (Fraction(3), Fraction(-2), Fraction(1, 2), Fraction(5), Fraction(-3), Fraction(7))

HAVE_ONE = [
    r"\nabla_w L", r"\nabla_w^2 L", r"A^{-1} B + I", r"\operatorname{tr}(A B)", r"\det A", r"\frac{1}{n} X^\top X",
    r"\sum_{i=1}^n x_i x_i^\top", r"\sum_{i=1}^n i y_i^2", r"\sum_{i=2}^n y_i", r"\prod_{i=1}^n y_i",
    r"\|w\|^4", r"X w - y", r"\mathbf{1}^\top y", r"y_1 w_d", r"(A + \lambda I)^{-1} y", r"w \odot w",
]


def both(latex):
    a = canonical(lower_all(CONTEXT.read(latex)))
    sizes = {"n": 1, "d": 1}
    numbers = dict(zip(sorted(variables(a), key=lambda v: v.data.name), VALUES))
    arrays = {v: [np.full((1, *(1 for _ in v.dims)), q, dtype=object)] for v, q in numbers.items()}
    return a, numbers, Evaluation(Exact(1), sizes, arrays)


@pytest.mark.parametrize("latex", HAVE_ONE)
def test_the_short_way_is_the_long_way(latex):
    a, numbers, evaluation = both(latex)
    assert Lone(numbers)(a) == evaluation(a).item()


# What has no value that is a rational number where all names are the number given.
HAVE_NONE = [(r"e^{\lambda}", 2), (r"\sqrt{\lambda}", 2), (r"\ln \lambda", 2), (r"\frac{1}{y^\top y}", 0),
             (r"A^{-1} y", 0)]


@pytest.mark.parametrize("latex, number", HAVE_NONE)
def test_what_is_no_rational_number_is_said_to_be_none(latex, number):
    a, numbers, _ = both(latex)
    with pytest.raises(NotExact):
        Lone(dict.fromkeys(numbers, number))(a)


def test_points_moved_into_an_inequality_stay_rational():
    context = Context([r"x, y \in \mathbb{R}", r"3x + 1 > 7y"])
    q = question(context.read("x"), context.read("y"), equations(context))
    people = population(list(q.sides), q.constraints)
    found = [draw(people, Exact(1), {}, Stream(seed, 1), "small").values for seed in range(12)]
    numbers = [x for values in found for (levels,) in values.values() for x in levels]
    assert all(isinstance(x, (int, Fraction)) for x in numbers)
    assert any(x.denominator == 3 for x in numbers)
