"""The ReLU experiment: its data, its step three ways, and runs that are stopped, resumed and refused."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from symcheck.faces import training
from symcheck.faces.command_line import main
from symcheck.text import SymcheckError
from symcheck.train.relu import archive
from symcheck.train.relu import settings as settings_module
from symcheck.train.relu.parallel import train_runs
from symcheck.train.relu.ridge import ridge
from symcheck.train.relu.run import advance, begun, errors, outputs
from symcheck.train.relu.settings import (
    MODES,
    Samples,
    Settings,
    State,
    batches,
    curve_of,
    draw_samples,
    first_state,
    piecewise_linear,
)
from symcheck.train.relu.steps import Reference, engine

ROOT = Path(__file__).parent.parent
SHORT = Settings(widths=(7, 3), samples=35, batch=11, steps=230, save_every=50, test_points=40).checked()
COLUMNS = ("steps", "w1", "b1", "w2", "b2", "train_error", "test_error")


def experiment(settings=SHORT):
    return training.start(settings, settings.target)


def same(a, b):
    """Are two histories the same to the last bit?"""
    return a.ended == b.ended and all(np.array_equal(getattr(a, c), getattr(b, c)) for c in COLUMNS)


# --- data -----------------------------------------------------------------------------------------

@pytest.mark.parametrize("x", [0.013, 0.37, 0.949, 0.5001])
def test_the_target_joins_its_values_at_tenths_by_lines(x):
    c = 12345
    low, high = int(10 * x), int(10 * x) + 1
    line = np.interp(10 * x, [low, high], [np.sin(c * low), np.sin(c * high)])
    assert piecewise_linear(np.array([x]))[0] == pytest.approx(line, abs=1e-12)
    formula = (10 * x - low) * np.sin(c * high) - (10 * x - high) * np.sin(c * low)
    assert line == pytest.approx(formula, abs=1e-12)


def test_the_target_has_no_jump_where_10x_is_whole():
    x = np.array([0.0, 0.5, 1.0])
    assert piecewise_linear(x) == pytest.approx(np.sin(12345 * 10 * x), abs=1e-12)


def test_data_and_first_states_are_as_described():
    settings = Settings().checked()
    data = draw_samples(settings, curve_of(settings))
    assert settings.batch == 40 and len(data.x) == 200 and len(data.x_test) == 1200
    assert (np.diff(data.x) >= 0).all() and 0 <= data.x[0] and data.x[-1] <= 1
    noise = data.y - piecewise_linear(data.x)
    assert 0.08 < noise.std() < 0.12
    assert data.y_test == pytest.approx(piecewise_linear(data.x_test))
    for width in settings.widths:
        state = first_state(settings, width)
        elbows = -state.b1 / state.w1
        assert ((0 < elbows) & (elbows < 1)).all() and (np.abs(state.w1) <= 1).all()
        assert (np.abs(state.w2) <= width ** -0.5).all() and abs(state.b2) <= width ** -0.5


def test_a_seed_determines_everything_and_another_changes_it():
    first, again, other = (experiment(replace(SHORT, seed=s)) for s in (5, 5, 6))
    assert all(np.array_equal(a, b) for a, b in zip(first.samples, again.samples))
    assert not np.array_equal(first.samples.x, other.samples.x)
    assert not np.array_equal(first.runs[0].w1, other.runs[0].w1)


def test_batches_drawn_at_once_are_those_drawn_one_by_one(monkeypatch):
    rng = np.random.RandomState([SHORT.seed, 2])
    one_by_one = np.array([rng.choice(SHORT.samples, SHORT.batch) for _ in range(9)])
    for kept in (0, 7 * SHORT.batch, 10_000):
        monkeypatch.setattr(settings_module, "KEPT", kept)
        drawn = settings_module.Batches(SHORT)
        for begin, end in ((0, 4), (4, 5), (5, 9), (2, 3), (6, 9), (0, 9)):
            assert np.array_equal(drawn.rows(begin, end), one_by_one[begin:end])


# --- the step -------------------------------------------------------------------------------------

def advanced(name, mode, width, settings, data, steps):
    trained = engine(name, mode, first_state(settings, width), data, settings.rate(mode), settings.batch)
    trained.run(batches(settings).rows(0, steps))
    return trained.state()


def numba_or_skip(name):
    if name == "numba":
        pytest.importorskip("numba", reason="numba is not installed")


@pytest.mark.parametrize("name", ["fused", "numba"])
@pytest.mark.parametrize("mode, width", [(mode, width) for mode in MODES for width in (1, 10, 20, 40)])
def test_the_fast_steps_agree_with_the_reference(name, mode, width):
    numba_or_skip(name)
    settings = Settings(widths=(width,)).checked()
    data = draw_samples(settings, curve_of(settings))
    slow, fast = (advanced(n, mode, width, settings, data, 2_000) for n in ("reference", name))
    assert max(np.abs(a - b).max() for a, b in zip(slow, fast)) < 1e-12
    first = first_state(settings, width)
    assert np.array_equal(fast.w1, first.w1) == np.array_equal(fast.b1, first.b1) == (mode == "output")
    assert np.abs(fast.w2 - first.w2).min() > 0


def test_a_step_follows_the_slope_of_the_error():
    """The reference step against finite differences of the batch's error, which share no code with it."""
    data = draw_samples(SHORT, curve_of(SHORT))
    rows = batches(SHORT).rows(0, 1)[0]
    before = first_state(SHORT, 7)

    def error(state):
        return np.mean((outputs(state, data.x[rows]) - data.y[rows]) ** 2)

    step = Reference("all", before, data, 1.0, SHORT.batch)
    assert step.step(rows) == pytest.approx(error(before), rel=1e-12)
    h = 1e-6
    for part, after in zip(range(4), step.state()):
        for k in np.ndindex(before[part].shape):
            ahead, behind = before.copy(), before.copy()
            ahead[part][k] += h
            behind[part][k] -= h
            slope = (error(ahead) - error(behind)) / (2 * h)
            assert before[part][k] - after[k] == pytest.approx(slope, abs=1e-8)


# --- runs -----------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def whole():
    made = experiment()
    assert train_runs(made, "fused", 1)
    return made


def test_saves_are_at_multiples_and_at_the_end(whole):
    for history in whole.runs:
        assert history.steps.tolist() == [0, 50, 100, 150, 200, 230] and history.ended == "done"
        for k in range(6):
            assert errors(history.state(k), whole.samples) == (history.train_error[k], history.test_error[k])
    assert whole.run("all", 3).train_error[-1] < whole.run("all", 3).train_error[0]


@pytest.mark.parametrize("name", ["fused", "reference", "numba"])
def test_stopped_and_resumed_is_never_stopped(name, tmp_path):
    numba_or_skip(name)
    one, stopped = experiment(), experiment()
    train_runs(one, name, 1)
    calls = iter(range(100))
    for k, history in enumerate(stopped.runs):
        stopped.runs[k] = advance(history, SHORT, stopped.samples, name, stop=lambda: next(calls) % 3 == 2)
        assert not stopped.runs[k].ended
    archive.save(stopped, tmp_path / "half.npz")
    resumed = training.resumed(tmp_path / "half.npz")
    assert not resumed.complete and train_runs(resumed, name, 1) and resumed.complete
    assert all(same(a, b) for a, b in zip(one.runs, resumed.runs))


def test_processes_side_by_side_compute_the_same(whole):
    other = experiment()
    seen = []
    assert train_runs(other, "fused", 3, lambda *now: seen.append(now))
    assert all(same(a, b) for a, b in zip(whole.runs, other.runs))
    assert {n for n, *_ in seen} <= set(range(4))


def test_a_worker_that_is_killed_loses_nothing(whole, monkeypatch):
    from symcheck.train.relu import parallel

    ours = os.getpid()

    def fragile(history, *rest):
        if os.getpid() != ours and history.width == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return advance(history, *rest)

    monkeypatch.setattr(parallel, "advance", fragile)
    other = experiment()
    assert train_runs(other, "fused", 2)
    assert all(same(a, b) for a, b in zip(whole.runs, other.runs))


def test_a_training_is_saved_and_resumed_in_python(tmp_path, monkeypatch):
    settings = {"widths": [3], "modes": ["all"], "samples": 30, "save_every": 100}
    whole = training.train_relu(steps=400, **settings)
    training.train_relu(steps=200, **settings).save(tmp_path / "t.npz")
    assert same(training.train_relu(resume=tmp_path / "t.npz", steps=400).runs[0], whole.runs[0])
    monkeypatch.setattr(training, "train_runs", lambda *_: False)
    with pytest.warns(RuntimeWarning, match="stopped by Ctrl-C"):
        training.train_relu(steps=400, **settings)


def test_a_training_may_go_on_for_longer(whole, tmp_path):
    archive.save(whole, tmp_path / "t.npz")
    longer = training.resumed(tmp_path / "t.npz", steps=300)
    assert train_runs(longer, "fused", 1)
    assert longer.runs[0].steps.tolist()[-3:] == [230, 250, 300]
    with pytest.raises(SymcheckError, match="230 are done already"):
        training.resumed(tmp_path / "t.npz", steps=100)


def test_divergence_names_the_step_and_the_rate():
    made = experiment(replace(SHORT, rate_all=5.0, steps=20_000, save_every=1_000))
    train_runs(made, "fused", 1)
    fine, bad = made.run("output", 7), made.run("all", 7)
    assert fine.ended == "done" and bad.diverged
    step = int(bad.ended.partition("step ")[2].partition(",")[0])
    assert "rate-all = 5" in bad.ended and 1 <= step < 1_000
    limit = 1e6 * max(bad.train_error[0], np.var(made.samples.y))
    index = batches(made.settings).rows(0, step + 1)
    reference = Reference("all", first_state(made.settings, 7), made.samples, 5.0, made.settings.batch)
    with np.errstate(all="ignore"):
        found = [reference.step(rows) for rows in index]
    assert all(e <= limit for e in found[:step]) and not found[step] <= limit


def test_a_diverging_run_keeps_its_saves_and_warns():
    with pytest.warns(RuntimeWarning, match=r"diverged at step \d+.*rate-all = 5"):
        made = training.train_relu(widths=[7], modes=["all"], rate_all=5.0, steps=2_000, save_every=2)
    assert len(made.runs[0].steps) > 1 and np.isfinite(made.runs[0].train_error).all()


def test_ctrl_c_keeps_what_was_trained_and_resume_goes_on(tmp_path):
    command = [sys.executable, "-m", "symcheck", "train", "relu", "-o", str(tmp_path / "r"), "--no-pictures"]
    for jobs in ("1", "2"):
        running = subprocess.Popen([*command, "--steps", "40000000", "--save-every", "50000", "--jobs", jobs,
                                   "--overwrite", "--widths", "10"], stderr=subprocess.PIPE, text=True, cwd=ROOT,
                                  start_new_session=True)
        assert "training" in running.stderr.readline()
        time.sleep(2)
        os.killpg(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=60)
        assert running.returncode == 130 and "--resume" in said, said
        kept = archive.load(tmp_path / "r" / "training.npz")
        assert not kept.complete and max(int(h.steps[-1]) for h in kept.runs) >= 50_000


# --- ridge regression -----------------------------------------------------------------------------

def test_ridge_solves_the_normal_equations():
    data = draw_samples(SHORT, curve_of(SHORT))
    state = first_state(SHORT, 7)
    found = ridge(state, data, [1e-3, 0.5, 20.0])
    features = np.maximum(0, np.outer(data.x, state.w1) + state.b1)
    for k, penalty in enumerate(found.lambdas):
        with_one = np.column_stack([features, np.ones(len(data.x))])
        normal = with_one.T @ with_one + np.diag([penalty] * 7 + [0.0])
        want = np.linalg.solve(normal, with_one.T @ data.y)
        assert np.append(found.w2[k], found.b2[k]) == pytest.approx(want, rel=1e-6)
        assert (found.train_error[k], found.test_error[k]) == errors(found.state(k), data)
    assert (np.diff(found.train_error) > 0).all()


def test_a_long_training_of_the_output_layer_nears_least_squares():
    settings = replace(SHORT, widths=(3,), modes=("output",), batch=35, noise=0.0, steps=200_000, save_every=200_000)
    data = draw_samples(settings, curve_of(settings))
    trained = advance(begun(settings, data, "output", 3), settings, data, "fused")
    assert trained.train_error[-1] == pytest.approx(ridge(first_state(settings, 3), data, [0.0]).train_error[0], rel=0.05)


# --- files ----------------------------------------------------------------------------------------

def test_a_file_gives_back_what_was_saved(whole, tmp_path):
    archive.save(whole, tmp_path / "t.npz")
    back = archive.load(tmp_path / "t.npz")
    assert back.settings == whole.settings and all(same(a, b) for a, b in zip(whole.runs, back.runs))
    assert all(np.array_equal(a, b) for a, b in zip(whole.samples, back.samples))
    assert os.listdir(tmp_path) == ["t.npz"]


class Hostile:
    def __reduce__(self):
        return os.mkdir, ("hostile",)


@pytest.mark.parametrize("spoil", [
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(b"not a zip"),
    lambda path: path.write_bytes(path.read_bytes()[:2000]),
    lambda path: np.savez(path, about=np.array("{}")),
    lambda path: np.savez(path, about=np.array('{"format": 7}')),
    lambda path: np.savez(path, about=np.array(Hostile(), dtype=object)),
    lambda path: np.save(open(path, "wb"), np.zeros(3)),
    lambda path: np.savez_compressed(path, about=np.zeros(120 << 20)),
])
def test_a_file_that_is_no_training_is_refused(whole, tmp_path, spoil, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "t.npz"
    archive.save(whole, path)
    spoil(path)
    with pytest.raises(SymcheckError) as raised:
        archive.load(path)
    assert raised.value.diagnostic.id == "bad-save"
    assert not (tmp_path / "hostile").exists()


# --- what is refused ------------------------------------------------------------------------------

REFUSED = [
    (["--batch", "300"], "bad-setting: batch is 300, but there are only 200 samples"),
    (["--batch", "0"], "bad-setting: batch is 0, but at least 1 is wanted"),
    (["--rate-all", "-0.1"], "bad-setting: rate-all is -0.1, but more than 0 is wanted"),
    (["--rate-output", "nan"], "bad-setting: rate-output is nan, but a finite number is wanted"),
    (["--samples", "1"], "bad-setting: samples is 1, but at least 2 is wanted"),
    (["--noise", "-1"], "bad-setting: noise is -1, but at least 0 is wanted"),
    (["--widths", "10,10"], "bad-setting: widths is [10, 10], but distinct widths, at least one, are wanted"),
    (["--widths", "0"], "bad-setting: width is 0, but at least 1 is wanted"),
    (["--widths", "ten"], "'ten' is no list of numbers separated by commas"),
    (["--steps", "0"], "bad-setting: steps is 0, but at least 1 is wanted"),
    (["--save-every", "1", "--steps", "9000000"], "bad-setting: save-every is 1, but the states saved would fill"),
    (["--seed", "-1"], "bad-setting: seed is -1, but at least 0 is wanted"),
    (["--lambdas", "1,-2"], "bad-setting: lambda is -2, but at least 0 is wanted"),
    (["--target", r"\log x"], "bad-target: the target is -inf at x = 0"),
    (["--target", r"\frac{1}{x - 0.5}", "--test-points", "3"], "bad-target: the target is inf at x = 0.5"),
    (["--target", "(x, x)"], "bad-target: a target is a number for each x"),
    (["--target", "y"], "undeclared-name: y is not declared"),
    (["--target", r"__import__('os')"], "1 | __import__('os')"),
    (["--engine", "gpu"], "'gpu' is not one of"),
    (["--resume"], "bad-save: there is no"),
]


@pytest.mark.parametrize("options, message", REFUSED, ids=[" ".join(o) for o, _ in REFUSED])
def test_a_setting_that_cannot_be_is_refused(options, message, tmp_path, capsys):
    assert main(["train", "relu", "-o", str(tmp_path / "r"), *options]) == 2
    out, err = capsys.readouterr()
    assert message in err and not out and not (tmp_path / "r").exists()


def test_a_training_is_not_overwritten_unasked(tmp_path, capsys):
    small = ["train", "relu", "-o", str(tmp_path), "--widths", "3", "--steps", "20", "--no-pictures"]
    assert main(small) == 0
    before = (tmp_path / "training.npz").read_bytes()
    assert main(small) == 2 and "holds a training already" in capsys.readouterr().err
    assert (tmp_path / "training.npz").read_bytes() == before
    assert main([*small, "--resume"]) == 0 and main([*small, "--overwrite"]) == 0


def test_numba_is_asked_for_where_it_is_missing(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SymcheckError, match="the package numba is not installed"):
        training.train_relu(widths=[3], steps=5, engine="numba")


@pytest.mark.parametrize("target", [r"\sin(20x)", "sine", lambda x: np.sin(20 * x)])
def test_a_target_may_be_a_name_latex_or_a_function(target):
    made = training.train_relu(target, widths=[3], modes=["output"], steps=10, samples=9, noise=0.0)
    assert isinstance(made.samples, Samples) and isinstance(made.runs[0].state(), State)
    assert made.samples.y == pytest.approx(np.sin(20 * made.samples.x), abs=1e-12)
