"""The two-layer network, its optimizers against PyTorch, tables of numbers, and the regression."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from symcheck.faces.command_line import main
from symcheck.faces.training import train_regression
from symcheck.text import SymcheckError
from symcheck.train.network.fused import FusedTrainer
from symcheck.train.network.network import TwoLayerNetwork
from symcheck.train.network.optimizers import RULES, Textbook, constants_of
from symcheck.train.network.regression import epoch_batches
from symcheck.train.network.table import parse, read_table
from symcheck.train.relu.settings import (
    MODES,
    Settings,
    batches,
    curve_of,
    draw_samples,
    first_state,
)
from symcheck.train.relu.steps import engine
from tests import record_torch as recorder
from tests.readme import ROOT

# --- against PyTorch ------------------------------------------------------------------------------

TORCH = json.loads(recorder.RECORDED.read_text())


def largest_difference(found, recorded):
    assert len(found) == len(recorded)
    return max(np.abs(np.ravel(a) - b).max() for a, b in zip(found, recorded))


def trained(name, activation, fused):
    X, Y, index = recorder.regression_data()
    index = recorder.rows_of(name, index)
    network = TwoLayerNetwork(recorder.INPUTS, recorder.HIDDEN, recorder.OUTPUTS, activation)
    if fused:
        trainer = FusedTrainer(network, X, Y, index.shape[1], name, **recorder.CONSTANTS[name])
        trainer.run(index)
        trainer.store()
        return network.parameters
    rules = [Textbook(name, **recorder.CONSTANTS[name]) for _ in range(4)]
    for rows in index:
        gradient = network.backward(X[rows], Y[rows])
        for rule, parameter, g in zip(rules, network.parameters, gradient):
            parameter[...] = rule.step(parameter, g)
    return network.parameters


@pytest.mark.parametrize("fused", [False, True], ids=["textbook", "fused"])
@pytest.mark.parametrize("activation", recorder.ACTIVATIONS)
@pytest.mark.parametrize("name", RULES)
def test_an_optimizer_computes_what_pytorch_computes(name, activation, fused):
    recorded = TORCH["optimizers"][f"{activation} {name}"]
    assert largest_difference(trained(name, activation, fused), recorded) < 1e-12
    first = TwoLayerNetwork(recorder.INPUTS, recorder.HIDDEN, recorder.OUTPUTS, activation).parameters
    assert largest_difference(first, recorded) > 1e-2


@pytest.mark.parametrize("name", ["fused", "numba", "reference"])
@pytest.mark.parametrize("mode, width", [(mode, width) for mode in MODES for width in Settings().widths])
def test_the_relu_steps_compute_what_pytorch_computes(name, mode, width):
    """2,000 steps; and where they are quick, the whole run of 150,000."""
    if name == "numba":
        pytest.importorskip("numba", reason="numba is not installed")
    settings = Settings().checked()
    data = draw_samples(settings, curve_of(settings))
    made = engine(name, mode, first_state(settings, width), data, settings.rate(mode), settings.batch)
    drawn = batches(settings)
    made.run(drawn.rows(0, recorder.SHORT))
    assert largest_difference(made.state(), TORCH["relu"][f"{mode} {width} {recorder.SHORT}"]) < 1e-12
    if name != "reference":
        made.run(drawn.rows(recorder.SHORT, recorder.LONG))
        assert largest_difference(made.state(), TORCH["relu"][f"{mode} {width} {recorder.LONG}"]) < 1e-12


def test_what_is_recorded_is_what_torch_computes_here():
    """Where torch is installed."""
    pytest.importorskip("torch", reason="torch is not installed")
    X, Y, index = recorder.regression_data()
    for name in RULES:
        net = recorder.torch_network(
            TwoLayerNetwork(recorder.INPUTS, recorder.HIDDEN, recorder.OUTPUTS, "sigmoid").parameters, "sigmoid")
        optimizer = recorder.torch_optimizer(name, net.parameters(), recorder.CONSTANTS[name])
        recorder.torch_train(net, optimizer, X, Y, recorder.rows_of(name, index))
        assert largest_difference(recorder.parameters_of(net), TORCH["optimizers"][f"sigmoid {name}"]) < 1e-12


# --- the network ----------------------------------------------------------------------------------

def test_the_network_is_its_formula():
    network = TwoLayerNetwork(3, 5, 2, "relu", seed=4)
    x = np.array([0.3, -1.2, 2.0])
    by_hand = network.W2 @ np.maximum(0, network.W1 @ x + network.b1) + network.b2
    assert network.forward(x[None])[0] == pytest.approx(by_hand)
    assert network.loss(x[None], [[1.0, 2.0]]) == pytest.approx(np.mean((by_hand - [1, 2]) ** 2))
    assert [g.shape for g in network.backward(x[None], [[1.0, 2.0]])] == [(5, 3), (5,), (2, 5), (2,)]


@pytest.mark.parametrize("call", [
    lambda: TwoLayerNetwork(0, 3), lambda: TwoLayerNetwork(3, 2.5), lambda: TwoLayerNetwork(3, 4, activation="tanh"),
    lambda: TwoLayerNetwork(3, 4).forward(np.zeros(3)), lambda: TwoLayerNetwork(3, 4).forward(np.zeros((2, 4))),
    lambda: TwoLayerNetwork(3, 4).loss(np.zeros((2, 3)), np.zeros(5)),
    lambda: constants_of("adagrad"), lambda: constants_of("sgd", beta=0.9), lambda: constants_of("adam", beta1=1.0),
    lambda: constants_of("momentum", rate=-0.1), lambda: constants_of("adam", epsilon=0.0),
])
def test_what_no_network_can_use_is_refused(call):
    with pytest.raises(SymcheckError) as raised:
        call()
    assert raised.value.diagnostic.id == "bad-setting"


def test_an_epoch_takes_each_row_at_most_once():
    index = epoch_batches(np.random.RandomState(0), 23, 5)
    assert index.shape == (4, 5) and len(set(index.ravel())) == 20


# --- tables ---------------------------------------------------------------------------------------

GOOD = "a,b,price\n1,2,3\n4,5,6\n7,1,2\n"


@pytest.mark.parametrize("text, options, X, y", [
    (GOOD, {}, [[1, 2], [4, 5], [7, 1]], [3, 6, 2]),
    (GOOD.replace(",", ";"), {}, [[1, 2], [4, 5], [7, 1]], [3, 6, 2]),
    ("\ufeff" + GOOD.replace("\n", "\r\n"), {}, [[1, 2], [4, 5], [7, 1]], [3, 6, 2]),
    (GOOD + "\n\n", {"features": ["b"]}, [[2], [5], [1]], [3, 6, 2]),
    ('a, b ,price\n"1", 2 ,3e0\n4,5,6\n7,1,2\n', {"drop": ["a"]}, [[2], [5], [1]], [3, 6, 2]),
])
def test_a_table_is_read(text, options, X, y, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode())
    found = read_table(path, "price", **options)
    assert found.X.tolist() == X and found.y.tolist() == y


REFUSED = [
    ("1,x,3", "bad-data", "t.csv, line 3: b is 'x', which is no number"),
    ("1,,3", "bad-data", "t.csv, line 3: b is empty, which is no number"),
    ("1,nan,3", "bad-data", "t.csv, line 3: b is 'nan', which is no finite number"),
    ("1,inf,3", "bad-data", "line 3: b is 'inf'"),
    ("1,1_000,3", "bad-data", "line 3: b is '1_000', which is no number"),
    ("1,1e999,3", "bad-data", "line 3: b is '1e999'"),
    ("1,2", "bad-data", "t.csv, line 3 has 2 cells, but there are 3 columns"),
    ("1,2,3,4", "bad-data", "line 3 has 4 cells"),
    ('1,"2,3', "bad-data", "t.csv, line"),
]


@pytest.mark.parametrize("row, id, words", REFUSED)
def test_a_bad_row_is_shown(row, id, words):
    with pytest.raises(SymcheckError) as raised:
        parse(f"a,b,price\n1,2,3\n{row}\n", "t.csv", "price")
    assert raised.value.diagnostic.id == id and words in str(raised.value)


def test_the_caret_points_at_the_cell():
    with pytest.raises(SymcheckError) as raised:
        parse("a,b,price\n1,2,3\n10,many,3\n", "t.csv", "price")
    lines = str(raised.value).splitlines()
    assert lines[2] == "3 | 10,many,3" and lines[3].rstrip() == "       ^^^^"


@pytest.mark.parametrize("text, target, id, words", [
    ("", "price", "bad-data", "t.csv is empty"),
    ("a,a,price\n1,2,3", "price", "bad-data", "two columns of the name 'a'"),
    ("price\n1\n", "price", "bad-data", "no column of t.csv is left"),
    (GOOD, "prize", "unknown-column", "Did you mean price?"),
    (GOOD, "zzz", "unknown-column", "There are a, b, price."),
])
def test_a_bad_header_or_target_is_refused(text, target, id, words):
    with pytest.raises(SymcheckError) as raised:
        parse(text, "t.csv", target)
    assert raised.value.diagnostic.id == id and words in str(raised.value)


# --- regression -----------------------------------------------------------------------------------

def test_the_houses_are_predicted_as_well_as_by_least_squares():
    found = train_regression()
    assert found.table.X.shape == (211, 13) and found.table.target == "PRICE"
    assert found.train_errors[-1] < found.baseline.train_error < found.train_errors[0]
    assert found.fit.r2 > 0.7 and found.baseline.r2 > 0.7
    test = found.split.mean + found.split.deviation * found.split.y_test
    X = found.split.X_test * found.split.deviations + found.split.means
    assert np.sqrt(np.mean((found.predict(X) - test) ** 2)) == pytest.approx(found.fit.test_rmse)


def test_nothing_of_the_test_set_enters_the_scale():
    split = train_regression(epochs=1).split
    assert split.X.mean(0) == pytest.approx(0, abs=1e-12) and split.X.std(0) == pytest.approx(1)
    assert abs(split.y.mean()) < 1e-12 < abs(split.y_test.mean())


def test_least_squares_is_that_of_the_normal_equations():
    found = train_regression(epochs=1)
    A = np.column_stack([found.split.X, np.ones(len(found.split.y))])
    weights = np.linalg.solve(A.T @ A, A.T @ found.split.y)
    assert found.baseline.train_error == pytest.approx(np.mean((A @ weights - found.split.y) ** 2))


@pytest.mark.parametrize("name", RULES)
def test_every_optimizer_learns_a_plane(name):
    rng = np.random.RandomState(1)
    X = rng.randn(200, 3)
    found = train_regression((X, X @ [1.0, -2.0, 0.5] + 3), optimizer=name, epochs=300, hidden=20)
    assert found.test_errors[-1] < 0.05 * found.test_errors[0] and found.ended == "done"
    again = train_regression((X, X @ [1.0, -2.0, 0.5] + 3), optimizer=name, epochs=300, hidden=20)
    assert np.array_equal(found.test_errors, again.test_errors)


def test_a_divergence_names_step_rate_and_keeps_what_was_before():
    with pytest.warns(RuntimeWarning, match=r"diverged at step \d+ \(epoch \d+\).*sgd and the learning rate 50"):
        found = train_regression(rate=50.0)
    assert np.isfinite(found.network.W1).all() and np.isfinite(found.fit.test_error)


COMMAND = [
    (["--batch", "500"], "bad-setting: batch is 500, but the training set has only 169 rows"),
    (["--rate", "-1"], "bad-setting: rate is -1, but more than 0 is wanted"),
    (["--rate", "nan"], "bad-setting: rate is nan, but a finite number is wanted"),
    (["--beta", "0.9"], "bad-setting: beta is 0.9, but sgd has only rate"),
    (["--optimizer", "adam", "--beta2", "1"], "bad-setting: beta2 is 1, but less than 1 is wanted"),
    (["--optimizer", "gd", "--batch", "8"], "bad-setting: batch is 8, but gradient descent takes all 169 rows"),
    (["--optimizer", "lion"], "'lion' is not one of"),
    (["--hidden", "0"], "bad-setting: hidden is 0"),
    (["--test-share", "1"], "bad-setting: test-share is 1, but less than 1 is wanted"),
    (["--target", "PRIZE"], "unknown-column: baltimore.csv has no column 'PRIZE'"),
    (["--data", "no-such.csv", "--target", "y"], "cannot use no-such.csv: No such file"),
    (["--data", "{bad}", "--target", "price"], "bad-data: bad.csv, line 3: b is 'x', which is no number"),
    (["--data", "{bad}"], "bad-setting: it is not said which column"),
    (["--data", "{constant}", "--target", "price"], "bad-data: the column b is 5 in every row"),
    (["--data", "{few}", "--target", "price"], "bad-data: 2 rows are too few"),
    (["--rate", "50"], "diverged at step"),
]


@pytest.mark.parametrize("options, words", COMMAND, ids=[" ".join(o) for o, _ in COMMAND])
def test_what_cannot_be_trained_on_is_refused(options, words, tmp_path, capsys):
    files = {"bad": "a,b,price\n1,2,3\n1,x,3\n", "constant": "a,b,price\n" + "".join(f"{k},5,{k * k}\n" for k in range(20)),
             "few": "a,b,price\n1,2,3\n2,3,5\n"}
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text)
    given = [o.format(**{n: str(tmp_path / f"{n}.csv") for n in files}) for o in options]
    assert main(["train", "regression", *given]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("X, y, words", [
    (np.array([[1.0], [np.nan], [2.0]]), np.arange(3.0), "row 1 of x1 is nan"),
    (np.zeros((3, 2)), np.zeros(4), "X has the shape (3, 2) and y (4,)"),
])
def test_arrays_are_looked_at_as_well(X, y, words):
    with pytest.raises(SymcheckError, match="bad-data") as raised:
        train_regression((X, y))
    assert words in str(raised.value)


def test_ctrl_c_shows_what_was_learnt(tmp_path):
    running = subprocess.Popen([sys.executable, "-m", "symcheck", "train", "regression", "--epochs", "9000000",
                                "-o", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    assert "training" in running.stderr.readline()
    time.sleep(2)
    os.kill(running.pid, signal.SIGINT)
    out, said = running.communicate(timeout=60)
    assert running.returncode == 130 and "interrupted after" in said and "least squares" in out
    assert {"network.npz", "errors.png", "predictions.png"} <= {p.name for p in tmp_path.iterdir()}


def test_json_is_one_record(capsys):
    assert main(["train", "regression", "--epochs", "3", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["epochs"] == 3 and len(record["train_errors"]) == 4
    assert record["network"]["test_rmse"] > 0 and record["least_squares"]["r2"] > 0.7


def test_the_formulas_are_shown_and_verified(capsys):
    assert main(["train", "formulas"]) == 0
    out = capsys.readouterr().out
    assert "all 6 steps are right" in out and all(rule.latex[-1] in out for rule in RULES.values())
