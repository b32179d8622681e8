"""Gradient descent against its stochastic kind: costs counted, variances by enumeration, pictures, the command."""

import itertools
import json
from collections import Counter

import numpy as np
import pytest

from symcheck import compare_descent
from symcheck.faces.command_line import main
from symcheck.train import formulas
from symcheck.train.formulas import Activation, Parameters
from symcheck.train.network.compare import Comparison, compare, cost_of, flat, sample_gradients
from symcheck.train.network.network import TwoLayerNetwork
from symcheck.train.network.pictures import comparison_of_descents, gradient_statistics
from symcheck.train.network.table import checked


class Counted:
    """A number whose additions and products are counted."""

    done = Counter()

    def __init__(self, value=0.0):
        self.value = float(value)

    def _with(self, other, kind):
        Counted.done[kind] += 1
        return Counted(1.0)

    def __add__(self, other):
        return self._with(other, "sum")

    def __mul__(self, other):
        return self._with(other, "product")

    __radd__ = __sub__ = __rsub__ = __add__
    __rmul__ = __mul__


def counted(*shape):
    array = np.empty(shape, dtype=object)
    for k in np.ndindex(*shape):
        array[k] = Counted(1.0)
    return array


def applied(Z, *_):
    Counted.done["activation"] += Z.size
    return counted(*Z.shape)


@pytest.mark.parametrize("d, m, k, batch", [(3, 5, 2, 4), (1, 2, 1, 1), (7, 3, 1, 6)])
def test_the_cost_is_that_of_the_formulas(d, m, k, batch):
    p = Parameters(counted(m, d), counted(m), counted(k, m), counted(k))
    X, Y = counted(batch, d), counted(batch, k)
    phi = Activation("counted", "", "", applied, applied)
    Counted.done.clear()
    values = formulas.forward(p, X, phi)
    gradient = formulas.backward(p, values, X, Y, phi)
    for theta, g in zip(p, gradient):
        theta - 0.1 * g
    cost = cost_of(d, m, k, batch)
    assert cost.operations == sum(Counted.done.values())
    sizes = [a.size for a in (X, *values)]
    made = [formulas.ROWS["D2"].compute(values.P, Y).size, values.Z.size, *(g.size for g in gradient)]
    assert (cost.forward_bytes, cost.backward_bytes) == (8 * sum(sizes), 8 * sum(made))


def small():
    rng = np.random.RandomState(3)
    network = TwoLayerNetwork(2, 3, 1, "sigmoid", seed=1)
    return network, rng.randn(6, 2), rng.randn(6, 1)


@pytest.mark.parametrize("outputs", [1, 2])
def test_each_samples_gradient_is_that_of_its_own_loss(outputs):
    rng = np.random.RandomState(0)
    network = TwoLayerNetwork(3, 4, outputs, "relu", seed=2)
    X, Y = rng.randn(5, 3), rng.randn(5, outputs)
    each = sample_gradients(network, X, Y)
    for k in range(5):
        assert each[k] == pytest.approx(flat(network.backward(X[k : k + 1], Y[k : k + 1])))
    assert each.mean(0) == pytest.approx(flat(network.backward(X, Y)))


def test_the_laws_of_the_variance_by_enumeration():
    """All batches of two out of six, with and without replacement: exact expectations."""
    each = sample_gradients(*small())
    g = each.mean(0)
    variance = np.mean(np.sum((each - g) ** 2, axis=1))

    def spread(batches):
        return np.mean([np.sum((each[list(b)].mean(0) - g) ** 2) for b in batches])

    assert spread(itertools.product(range(6), repeat=2)) == pytest.approx(variance / 2)
    assert spread(itertools.combinations(range(6), 2)) == pytest.approx(variance / 2 * 4 / 5)
    assert np.mean([each[list(b)].mean(0) for b in itertools.product(range(6), repeat=2)], axis=0) == pytest.approx(g)


@pytest.fixture(scope="module")
def found():
    return compare_descent(batches=(2, 16), epochs=30)


def test_what_is_measured_obeys_the_laws(found: Comparison):
    assert [s.batch for s in found.spreads] == [2, 16, 169]
    for s in found.spreads:
        assert s.measured == pytest.approx(s.with_replacement, rel=0.15)
    assert found.spreads[-1].without_replacement == 0
    assert found.exponent == pytest.approx(-1, abs=0.05)
    assert found.whole < 1e-12
    for number, apart, expected in found.means:
        assert apart < 3 * expected and expected == pytest.approx(found.means[0][2] / number**0.5)


def test_descents_are_trainings_of_the_same_network(found: Comparison):
    assert len({d.errors[0] for d in found.descents}) == 1
    for d in found.descents:
        assert d.steps[-1] == 30 * (169 // d.batch) and (np.diff(d.seconds) > 0).all() and d.diverged is None
        if d.reached is not None:
            k = d.steps.tolist().index(d.reached)
            assert d.errors[k] <= found.target_error < d.errors[:k].min()
    by_steps = {d.batch: d.errors[-1] for d in found.descents}
    assert by_steps[2] < by_steps[169], "after as many epochs, smaller batches have made more steps"


def test_large_tables_do_not_fill_the_memory():
    rng = np.random.RandomState(0)
    X = rng.randn(30_000, 4)
    found = compare(checked(X, X[:, 0]), batches=(8,), epochs=1)
    assert found.spreads[0].measured == pytest.approx(found.spreads[0].with_replacement, rel=0.15)


def test_the_pictures_show_what_was_found(found):
    left, right = gradient_statistics(found).axes
    assert left.lines[2].get_ydata().tolist() == [s.measured for s in found.spreads]
    assert right.lines[1].get_ydata().tolist() == [apart for _, apart, _ in found.means]
    axes = comparison_of_descents(found).axes
    assert len(axes) == 3 and axes[0].lines[0].get_ydata().tolist() == found.descents[0].errors.tolist()
    assert axes[2].lines[0].get_xdata().tolist() == found.descents[0].seconds.tolist()


def test_the_command_shows_a_table_and_writes_pictures(tmp_path, capsys):
    assert main(["train", "compare", "--epochs", "3", "--batches", "4,32", "-o", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "the law says -1" in out and "unbiased" in out and " all " in out
    assert sorted(p.name for p in tmp_path.iterdir()) == ["descents.png", "gradients.png"]
    assert main(["train", "compare", "--epochs", "3", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["descents"]) == 5


@pytest.mark.parametrize("options, words", [
    (["--batches", "400"], "bad-setting: batch is 400, but the training set has only 169 rows"),
    (["--batches", "0"], "bad-setting: batch is 0"),
    (["--rate", "-1"], "bad-setting: rate is -1"),
    (["--rate", "100", "--epochs", "4"], "batches of 16: diverged before step 10, with the learning rate 100"),
    (["--target", "PRIZE"], "unknown-column"),
])
def test_what_cannot_be_compared_is_refused(options, words, capsys):
    assert main(["train", "compare", *options]) == 2
    assert words in capsys.readouterr().err
