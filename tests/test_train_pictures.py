"""Pictures and the page of a ReLU training: what they show is what was trained."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from symcheck.faces import training
from symcheck.faces.command_line import main
from symcheck.train.relu.page import LARGEST, frame, page
from symcheck.train.relu.parallel import train_runs
from symcheck.train.relu.pictures import (
    all_pictures,
    derivative_curves,
    derivatives,
    error_curves,
    fits,
    trajectories,
)
from symcheck.train.relu.ridge import ridge
from symcheck.train.relu.run import outputs
from symcheck.train.relu.settings import Settings
from tests.browser import chromium

SETTINGS = Settings(widths=(4, 9), steps=1200, save_every=100).checked()


@pytest.fixture(scope="module")
def experiment():
    made = training.start(SETTINGS, SETTINGS.target)
    assert train_runs(made, "fused", 1)
    return made


# --- pictures -------------------------------------------------------------------------------------

def lines(ax, label):
    return [line for line in ax.lines if line.get_label() == label]


def test_the_function_drawn_is_the_networks(experiment):
    drawn = fits(experiment)
    assert len(drawn.axes) == 4
    for ax, (mode, width) in zip(drawn.axes, [("output", 4), ("output", 9), ("all", 4), ("all", 9)]):
        history = experiment.run(mode, width)
        (network,), (elbows,) = lines(ax, "network"), lines(ax, "elbows")
        assert network.get_ydata() == pytest.approx(outputs(history.state(), network.get_xdata()))
        inside = [e for e in history.elbows()[-1] if 0 <= e <= 1]
        assert sorted(elbows.get_xdata()) == pytest.approx(sorted(inside)) and inside
        assert set(inside) <= set(network.get_xdata()), "the line bends exactly at the elbows"
        assert f"width {width}" in ax.get_title()


def test_errors_and_paths_are_the_histories(experiment):
    sweeps = [ridge(experiment.run("output", w).state(0), experiment.samples) for w in (4, 9)]
    ax = error_curves(experiment, sweeps).axes[3]
    history = experiment.run("all", 9)
    assert lines(ax, "test error (no noise)")[0].get_ydata().tolist() == history.test_error.tolist()
    assert lines(ax, "training error")[0].get_xdata().tolist() == history.steps.tolist()
    axes = trajectories(experiment).axes
    assert len(axes) == 8 and len(axes[7].lines) == 9
    drawn = np.array([line.get_ydata() for line in axes[7].lines]).T
    assert drawn == pytest.approx(history.w2 * np.abs(history.w1))


def test_derivatives_are_those_of_the_function(experiment):
    """Against finite differences, away from the elbows."""
    state = experiment.run("all", 9).state()
    elbows = -state.b1 / state.w1
    x = np.array([p for p in np.linspace(0, 1, 41) if np.abs(p - elbows).min() > 1e-4])
    found = derivatives(state, x)
    h = 1e-6
    for part, name in ((0, "w1"), (1, "b1"), (2, "w2"), (3, "b2")):
        for k in range(state[part].size):
            ahead, behind = state.copy(), state.copy()
            ahead[part].reshape(-1)[k] += h
            behind[part].reshape(-1)[k] -= h
            slope = (outputs(ahead, x) - outputs(behind, x)) / (2 * h)
            assert found[name][:, k] == pytest.approx(slope, abs=1e-7), (name, k)


def test_no_line_is_drawn_across_a_jump(experiment):
    history = experiment.run("all", 9)
    elbows, state = history.elbows()[-1], history.state()
    unit = int(np.argmax((elbows > 0.1) & (elbows < 0.9)))
    by_b1 = derivative_curves(history, units=[unit]).axes[2]
    pieces = [line for line in by_b1.lines if line.get_linestyle() == "-" and line.get_linewidth() > 1]
    assert [sorted(p.get_xdata()) for p in pieces] == [[0, elbows[unit]], [elbows[unit], 1]]
    values = [set(np.round(p.get_ydata(), 12)) for p in pieces]
    assert sorted(map(len, values)) == [1, 1] and set.union(*values) == {0.0, round(state.w2[unit], 12)}


@pytest.mark.parametrize("kind, begins", [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_the_command_writes_pictures_that_are_the_same_each_time(kind, begins, tmp_path):
    options = ["--widths", "3", "--steps", "40", "--save-every", "10", "--format", kind]
    for folder in ("a", "b"):
        assert main(["train", "relu", "-o", str(tmp_path / folder), *options]) == 0
    names = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert names == sorted([*(f"{n}.{kind}" for n in ("derivatives", "errors", "fits", "ridge", "ridge_fits",
                                                  "trajectories")),
                            "index.html", "training.npz"])
    for name in names:
        data = (tmp_path / "a" / name).read_bytes()
        assert data == (tmp_path / "b" / name).read_bytes()
        assert data.startswith(begins) == name.endswith(kind)


def test_ridge_regression_alone_trains_nothing(tmp_path, capsys):
    assert main(["train", "relu", "--mode", "ridge", "--widths", "5,9", "-o", str(tmp_path)]) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ridge.png", "ridge_fits.png"]
    out = capsys.readouterr().out
    assert out.count("ridge, width") == 2 and "layer" not in out


def test_a_picture_shows_itself_in_a_notebook(experiment):
    for drawn in all_pictures(experiment).values():
        assert drawn._repr_png_().startswith(b"\x89PNG")


# --- the page -------------------------------------------------------------------------------------

def test_the_page_needs_nothing_else_and_stays_small(experiment):
    text = page(experiment)
    assert not re.search(r"(src|href)\s*=\s*[\"'](?!data:)|url\(|@import|fetch\(|XMLHttp|https?:", text)
    assert "default-src 'none'" in text
    many = replace(experiment, runs=[
        replace(h, **{c: np.repeat(getattr(h, c), 700, 0) for c in ("w1", "b1", "w2", "b2", "steps", "train_error", "test_error")})
        for h in experiment.runs])
    large = page(many)
    assert len(large) <= LARGEST < 1_000_000
    record = json.loads(re.search(r'id="training">(.*?)</script>', large)[1])
    assert record["every"] > 1 and record["runs"][0]["steps"][-1] == 1200


def test_nothing_of_the_training_is_html(experiment):
    evil = replace(experiment, settings=replace(SETTINGS, target="</script><img src=x onerror=alert(1)>"))
    assert page(evil).count("</script>") == page(experiment).count("</script>")
    assert "<img" not in page(evil) and 'sandbox="allow-scripts"' in frame(evil) and "<script" not in frame(evil)
    assert experiment._repr_html_() == frame(experiment)


def test_the_page_in_a_browser(experiment, tmp_path):
    file = tmp_path / "index.html"
    sweeps = [ridge(experiment.run("all", w).state(0), experiment.samples) for w in (4, 9)]
    file.write_text(page(experiment, sweeps), encoding="utf-8")
    with chromium() as browser:
        browser.open(file.as_uri() + "#mode=all&width=9&save=0")

        def shown():
            return browser.run("return [document.getElementById('step').textContent, "
                               "document.getElementById('values').textContent]")

        def says(mode, width, save):
            h = experiment.run(mode, width)
            step, values = shown()
            assert step == f"step {h.steps[save]:,}"
            train, test = (float(v) for v in re.findall(r"\d+\.\d+", values))
            assert (train, test) == pytest.approx((h.train_error[save], h.test_error[save]), rel=6e-3)

        says("all", 9, 0)
        before = browser.picture()
        browser.press("#save", "\ue010")  # End
        says("all", 9, -1)
        assert browser.picture() != before
        browser.press("#save", "\ue012\ue012")  # twice to the left
        says("all", 9, -3)
        browser.click("#widths label:nth-of-type(1)")
        says("all", 4, -3)
        browser.click("#modes label:nth-of-type(1)")
        says("output", 4, -3)
        state = experiment.run("output", 4).state(-3)
        for x in (0.0, 0.31, 1.0):
            drawn = browser.run(f"return value(current(), state.save, {x})")
            assert drawn == pytest.approx(float(outputs(state, np.array([x]))[0]), abs=1e-5)
        browser.click("#modes label:nth-of-type(3)")
        browser.press("#save", "\ue010")
        browser.press("#save", "\ue012\ue012\ue012")
        step, values = shown()
        assert step == "λ = 1" and [float(v) for v in re.findall(r"\d+\.\d+", values)] == pytest.approx(
            [sweeps[0].train_error[8], sweeps[0].test_error[8]], rel=6e-3)
        drawn = browser.run("return value(current(), state.save, 0.31)")
        assert drawn == pytest.approx(float(outputs(sweeps[0].state(8), np.array([0.31]))[0]), abs=1e-5)
        browser.click("#modes label:nth-of-type(1)")
        says("output", 4, -3)  # the step is kept meanwhile
        browser.press("#save", "\ue011")  # Home
        browser.click("#play")
        assert browser.run("return document.getElementById('play').textContent") == "Pause"
        played = ("return new Promise(done => { const look = () => document.getElementById('play').textContent "
                  "=== 'Play' ? done(document.getElementById('step').textContent) : setTimeout(look, 50); look(); })")
        assert browser.run(played) == "step 1,200", "it stops at the last state"
        assert browser.complaints() == []
        inked = browser.run(
            "return [...document.querySelectorAll('canvas')].map(c => new Set(new Uint32Array("
            "c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size)")
        assert len(inked) == 4 and min(inked) > 20, "each canvas has been drawn on"
