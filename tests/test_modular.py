"""The identity test's arithmetic: the laws it keeps, and the falsehoods it must not make true."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from symcheck.expr import Variable
from symcheck.expr import build as b
from symcheck.judge import numeric
from symcheck.judge.ladder import question
from symcheck.tensor.array import variables
from symcheck.tensor.canonical import canonical
from symcheck.tensor.evaluate import Evaluation
from symcheck.tensor.functions import Unsupported
from symcheck.tensor.labelling import Limit
from symcheck.tensor.lower import lower_all
from symcheck.tensor.modular import GENERATORS, PRIMES, Modular
from tests.expressions import anything

A, C, L = (b.var(Variable(n, traits=t)) for n, t in
           (("a", frozenset()), ("c", frozenset()), ("l", frozenset({"positive"}))))
K = b.known


def is_prime(n: int) -> bool:
    return n > 1 and all(n % k for k in range(2, int(n**0.5) + 1))


def test_primes_are_what_the_argument_needs():
    for p in PRIMES:
        assert is_prime(p) and p % 8 == 7
        assert all(pow(k, (p - 1) // 2, p) == 1 for k in range(1, 13))
    for p, q, g in zip(PRIMES, PRIMES[1:], GENERATORS):
        assert (p - 1) % q == 0 and pow(g, q, p) == 1 and g != 1


def same(lhs, rhs) -> bool:
    """Whether the raw sides (no canonical form) pass the identity test."""
    q = question(lhs, rhs)
    return numeric.identity_test(q, q.lhs, q.rhs) is not None


one, two = b.num(1), b.num(2)


@pytest.mark.parametrize(("lhs", "rhs"), [
    (K("exp", b.add(A, C)), b.mul(K("exp", A), K("exp", C))),
    (K("exp", b.mul(two, A)), b.power(K("exp", A), two)),
    (K("sigmoid", A), b.div(K("exp", A), b.add(one, K("exp", A)))),
    (K("sigmoid", b.neg(A)), b.sub(one, K("sigmoid", A))),
    (K("tanh", A), b.sub(b.mul(two, K("sigmoid", b.mul(two, A))), one)),
    (K("exp", K("exp", b.add(A, C))), K("exp", b.mul(K("exp", A), K("exp", C)))),
    (K("sqrt", b.power(A, two)), K("abs", A)),
    (K("sqrt", b.power(L, two)), L),
    (b.mul(K("sqrt", L), K("sqrt", L)), L),
    (K("relu", A), b.extremum("max", b.num(0), A)),
    (b.sub(K("relu", A), K("relu", b.neg(A))), A),
    (K("relu", b.mul(L, A)), b.mul(L, K("relu", A))),
    (b.power(K("abs", A), two), b.power(A, two)),
    (b.add(b.indicator(">", A, C), b.indicator("<", A, C)), one),
])
def test_true_identities_pass(lhs, rhs):
    assert same(lhs, rhs)


@pytest.mark.parametrize(("lhs", "rhs"), [
    (K("exp", b.add(A, C)), b.add(K("exp", A), K("exp", C))),
    (K("sqrt", b.power(A, two)), A),
    (K("sqrt", b.power(A, two)), b.neg(A)),
    (K("abs", b.add(A, C)), b.add(K("abs", A), K("abs", C))),
    (K("relu", A), A),
    (K("relu", b.mul(C, A)), b.mul(C, K("relu", A))),
    (b.indicator(">", A, b.num(0)), one),
    (b.indicator("=", A, one), b.indicator("=", A, two)),
    (b.indicator("=", A, one), b.num(0)),
    (K("log", b.add(A, C)), b.add(K("log", A), K("log", C))),
    (K("sigmoid", A), b.sub(one, K("sigmoid", A))),
    (K("sqrt", b.add(L, one)), b.add(K("sqrt", L), one)),
])
def test_falsehoods_do_not_pass(lhs, rhs):
    assert not same(lhs, rhs)


@settings(max_examples=80, deadline=None,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(anything())
def test_canonical_form_agrees_modulo_primes(e):
    """Wherever no opaque table is asked, rewriting keeps the residue."""
    raw = lower_all(e)
    try:
        c = canonical(raw)
    except Limit:
        assume(False)
    field, sizes = Modular(6, 3), {"n": 2, "m": 3, "k": 1, "N": 4}
    rng = np.random.default_rng(5)
    values = {}
    for v in sorted(variables(raw), key=lambda a: a.data.name):
        drawn = field.draw(rng, tuple(sizes[d] for d in v.dims), "positive" in v.data.traits)
        if "symmetric" in v.data.traits:
            drawn = [(x + x.swapaxes(1, 2)) % np.uint64(p) for x, p in zip(drawn, PRIMES)]
        values[v] = drawn
    evaluation = Evaluation(field, sizes, values)
    try:
        left, right = evaluation(raw), evaluation(c)
    except Unsupported:
        assume(False)
    assume(field.exact)
    np.testing.assert_array_equal(*(np.broadcast_to(x, (6, *x.shape[1:]))[field.valid]
                                    for x in (left, right)))
