"""The index form against loops and difference quotients, which share no code with it."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from symcheck.expr import Expr, Variable
from symcheck.expr import build as b
from symcheck.tensor import reals
from symcheck.tensor.array import variable, variables
from symcheck.tensor.canonical import canonical
from symcheck.tensor.direct import Direct
from symcheck.tensor.evaluate import Evaluation
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower_all
from tests.expressions import anything, matrices, names, scalars, vectors

SIZES = {"n": 2, "m": 3, "k": 1, "N": 4}
RELAXED = settings(max_examples=120, deadline=None,
                   suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large,
                                          HealthCheck.filter_too_much])


def values_of(arrays, seed: int):
    rng = np.random.default_rng(seed)
    found = set().union(*(variables(a) for a in arrays))
    values = {}
    for v in sorted(found, key=lambda a: a.data.name):
        shape = tuple(SIZES.get(d, d) for d in v.dims)
        x = rng.normal(0, 0.6, shape)
        if "positive" in v.data.traits:
            x = np.exp(x)
        if "symmetric" in v.data.traits:
            x = x + x.T
        values[v] = x
    return values


def by_index_form(array, values) -> np.ndarray:
    field = reals.Float(1)
    return Evaluation(field, SIZES, {v: [x[None]] for v, x in values.items()})(array)[0]


def by_loops(e: Expr, values) -> np.ndarray:
    def stand_in(f, order, t):
        return reals.wave(f.name, order, t, np.sin, np.cos)

    def general(f, z):
        outputs = [d for d in f.codomain if d != 1]
        return reals.general_wave(f, 0, np.asarray(z, float), SIZES[outputs[0]] if outputs else None,
                                  np.sin, np.cos)

    return Direct(SIZES, {v.data: x for v, x in values.items()}, stand_in, general)(e, {})


def agree(array, e: Expr, seed: int, tolerance: float = 1e-7) -> None:
    raw = lower_all(e)
    values = values_of([raw, array, *(variable(n.data) for n in e.walk() if n.op == "var")], seed)
    left, right = by_index_form(array, values), by_loops(e, values)
    assume(np.isfinite(right).all() and np.abs(right).max(initial=0) < 1e6)
    np.testing.assert_allclose(left.ravel(), np.asarray(right).ravel(), rtol=tolerance,
                               atol=tolerance * max(1, np.abs(right).max(initial=0)))


def canonical_or_skip(array):
    try:
        return canonical(array)
    except Limit:
        assume(False)


@RELAXED
@given(anything(), st.integers(0, 5))
def test_lowering_has_the_value_of_the_expression(e, seed):
    agree(lower_all(e), e, seed)


@RELAXED
@given(anything(), st.integers(0, 5))
def test_canonical_form_keeps_the_value(e, seed):
    agree(canonical_or_skip(lower_all(e)), e, seed)


@RELAXED
@given(anything())
def test_canonical_form_is_idempotent(e):
    c = canonical_or_skip(lower_all(e))
    assert canonical(c) is c
    again = reconstructed(c)
    assert canonical_or_skip(again) is c


def reconstructed(c):
    """The same terms as a raw poly, so that the canonical form is computed afresh."""
    from symcheck.tensor.array import poly
    from symcheck.tensor.functions import slots

    return poly(((2, ((c, slots(c), 1),)), (-1, ((c, slots(c), 1),))), c.dims)


@RELAXED
@given(st.data())
def test_canonical_form_is_free_of_order(data):
    d = data.draw(st.sampled_from(["n", "m"]))
    x, y, z = (data.draw(vectors(d, 2)) for _ in range(3))
    one = lower_all(b.add(x, b.add(y, b.hadamard(z, x))))
    two = lower_all(b.add(b.add(b.hadamard(x, z), y), x))
    assert canonical_or_skip(one) is canonical_or_skip(two)


@RELAXED
@given(st.data())
def test_transposed_products_are_one(data):
    p, q, r = "n", "m", "k"
    a, c = data.draw(matrices(p, q, 2)), data.draw(matrices(q, r, 2))
    one = lower_all(b.transpose(b.mul(a, c)))
    two = lower_all(b.mul(b.transpose(c), b.transpose(a)))
    assert canonical_or_skip(one) is canonical_or_skip(two)


@RELAXED
@given(st.data(), st.integers(0, 5))
def test_gradients_are_difference_quotients(data, seed):
    e = data.draw(st.one_of(scalars(3), vectors("n", 2)))
    held = names(e)
    assume(held)
    by = data.draw(st.sampled_from(sorted(held, key=repr)))
    assume("symmetric" not in by.data.traits)
    d = b.derivative(e, by, data.draw(st.sampled_from(["column", "row"])))
    agree(lower_all(d), d, seed, 2e-4)


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("name", ["exp", "log", "sigmoid", "tanh", "softplus", "sqrt", "sin", "cos",
                                  "tan", "arctan", "sinh", "cosh", "erf", "relu", "abs"])
def test_known_derivatives(name, order):
    x = b.var(Variable("x", traits=frozenset({"positive"})))
    e = b.known(name, x, order)
    f = b.known(name, x)
    for _ in range(order):
        f = b.derivative(f, x, "column")
    values = {v: np.array(0.7) for v in variables(lower_all(b.known(name, x)))}
    left = by_index_form(lower_all(e), values)
    np.testing.assert_allclose(left, by_index_form(lower_all(f), values), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(left, by_loops(f, values).ravel()[0], rtol=1e-4, atol=1e-6)


def test_unsupported_says_what():
    with pytest.raises(Unsupported, match="singular vectors"):
        lower_all(b.derivative(b.leading(b.var(Variable("A", ("n", "m"))), "right"), b.var(Variable("A", ("n", "m"))), "column"))
