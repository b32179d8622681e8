"""What is remembered of random draws is what a generator of the same seed gives."""

import numpy as np
import pytest

from symcheck.expr.names import Variable
from symcheck.judge import stream
from symcheck.judge.population import Population
from symcheck.judge.sampling import draw
from symcheck.judge.stream import Stream
from symcheck.tensor.array import variable
from symcheck.tensor.modular import Modular
from symcheck.tensor.reals import Exact, Float

PEOPLE = Population((variable(Variable("x")), variable(Variable("s", traits=frozenset({"positive"}))),
                     variable(Variable("p", traits=frozenset({"unit"}), bounds=(0, 1))),
                     variable(Variable("w", ("d", 1)))))
SIZES = {"d": 3}
DRAWS = [(lambda: Exact(1), "small"), (lambda: Float(16), "small"), (lambda: Float(2), "real"),
         (lambda: Modular(12, 7), "real"), (lambda: Float(4), "wide")]


def values(rng, field, spread):
    evaluation = draw(PEOPLE, field(), SIZES, rng, spread)
    return [a.tolist() for v in PEOPLE.variables for a in evaluation.values[v]]


@pytest.mark.parametrize("remembered", range(len(DRAWS) + 1))
def test_a_stream_is_its_generator(remembered):
    stream._REMEMBERED.clear()
    first = Stream(1, 2, 3)
    for field, spread in DRAWS[:remembered]:
        values(first, field, spread)
    again, generator = Stream(1, 2, 3), np.random.default_rng([1, 2, 3])
    for field, spread in DRAWS:
        assert values(again, field, spread) == values(generator, field, spread)


def test_other_draws_before_give_other_numbers():
    later, generator = Stream(5), np.random.default_rng([5])
    for field, spread in reversed(DRAWS):
        assert values(later, field, spread) == values(generator, field, spread)


def test_remembered_values_cannot_be_changed():
    evaluation = draw(PEOPLE, Float(2), SIZES, Stream(6), "real")
    with pytest.raises(ValueError):
        evaluation.values[PEOPLE.variables[0]][0][0] = 1.0
