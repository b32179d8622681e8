r"""Sketches: pieces, kinks and jumps from the definitions; drawn so that no label meets another."""

import itertools
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

import symcheck
from symcheck.derive.sketch import sketched
from symcheck.read.context import Context
from symcheck.report.sketch_drawing import SketchDrawing
from symcheck.text import SymcheckError
from tests.commands import symcheck as run

NUMBERS = r"x, w, b, v \in \mathbb{R}"
# quantity, values, pieces as kind and level, breaks as kind, place in symbols, place, limits and value
SKETCHES = [
    ("1", {}, [("constant", "1")], []),
    ("w x + b", {}, [("linear", "w x + b")], []),
    (r"\max(0, w x + b)", {"w": 2, "b": 1}, [("constant", "0"), ("linear", "w x + b")], [("kink", r"-\frac{b}{w}", -0.5, 0, 0, 0)]),
    (r"\max(0, w x + b)", {"w": -2, "b": 1}, [("linear", "w x + b"), ("constant", "0")], [("kink", r"-\frac{b}{w}", 0.5, 0, 0, 0)]),
    (r"\frac{\partial}{\partial b} \max(0, w x + b)", {"w": 2, "b": 1}, [("constant", "0"), ("constant", "1")],
     [("jump", r"-\frac{b}{w}", -0.5, 0, 1, 0)]),
    (r"\frac{\partial}{\partial w} v \max(0, w x + b)", {"w": 2, "b": 1, "v": 3}, [("constant", "0"), ("linear", "v x")],
     [("jump", r"-\frac{b}{w}", -0.5, 0, -1.5, 0)]),
    (r"|x - b|", {"b": 1}, [("linear", None), ("linear", None)], [("kink", "b", 1, 0, 0, 0)]),
    (r"|x| + e^{x}", {}, [("curved", None), ("curved", None)], [("kink", "0", 0, 1, 1, 1)]),
    (r"\mathbb{1}[x \ge b]", {"b": 2}, [("constant", "0"), ("constant", "1")], [("jump", "b", 2, 0, 1, 1)]),
    (r"\max(x, 1) + \max(0, x + 1)", {}, [("constant", "1"), ("linear", None), ("linear", None)],
     [("kink", "-1", -1, 1, 1, 1), ("kink", "1", 1, 3, 3, 3)]),
]


def of(quantity, at=None):
    return sketched(Context([NUMBERS]), quantity, "x", at)


@pytest.mark.parametrize("quantity, at, pieces, breaks", SKETCHES)
def test_pieces_and_breaks(quantity, at, pieces, breaks):
    s = of(quantity, at)
    assert [p.kind for p in s.pieces] == [kind for kind, _ in pieces]
    for p, (_, level) in zip(s.pieces, pieces):
        assert level is None or symcheck.equal(p.level, level, NUMBERS).word == "equal"
    assert [(b.kind, b.says) for b in s.breaks] == [b[:2] for b in breaks]
    assert np.allclose([(b.x, b.left, b.right, b.value) for b in s.breaks] or [0], [b[2:] for b in breaks] or [0])


def network(x, W1, b1, W2, b2=0.3):
    return W2 * max(0.0, W1 * x + b1) + b2


@pytest.mark.parametrize("part, name", [("1a", "b2"), ("1b", "W2"), ("1c", "b1"), ("1d", "W1")])
def test_the_worksheet_by_finite_differences(part, name):
    """Central differences of the network itself, away from the kink."""
    at = {r"W^{(1)}_{i}": 1.3, r"W^{(2)}_{i}": -0.8, r"b^{(1)}_{i}": 0.9}
    shown = symcheck.sketch(part, worksheet="eecs182-sp23-dis2").sketch
    s = symcheck.sketch(part, worksheet="eecs182-sp23-dis2", at={k: v for k, v in at.items() if k in shown.at}).sketch
    values = {"W1": 1.3, "W2": -0.8, "b1": 0.9, "b2": 0.3}
    for x in (-3.0, -1.1, -0.2, 0.4, 2.5):
        h = 1e-6
        up, down = ({**values, name: values[name] + sign * h} for sign in (1, -1))
        slope = (network(x, **up) - network(x, **down)) / (2 * h)
        piece = next(p for p in s.pieces if p.start <= x <= p.end)
        assert abs(float(piece.value(np.array([x]))[0]) - slope) < 1e-6


DRAWN = [("eecs182-sp23-dis2", part, at) for part in ("1a", "1b", "1c", "1d") for at in (
    {}, {r"W^{(1)}_{i}": -1.2}, {r"W^{(1)}_{i}": 0.4, r"b^{(1)}_{i}": 2.0}, {r"W^{(2)}_{i}": -2.0})]


def drawings():
    for name, part, at in DRAWN:
        names = symcheck.sketch(part, worksheet=name).sketch.at
        yield symcheck.sketch(part, worksheet=name, at={k: v for k, v in at.items() if k in names})
    for quantity, at, _, _ in SKETCHES:
        yield SketchDrawing(of(quantity, at))


def test_no_label_meets_another():
    for d in drawings():
        figure = d.figure()
        for a, b in itertools.combinations(d.taken, 2):
            assert not a.overlaps(b), (d.alt, a, b)
        for box in d.taken:
            assert figure.bbox.x0 - 1 <= box.x0 and box.x1 <= figure.bbox.x1 + 1 and figure.bbox.y0 - 1 <= box.y0, d.alt


def test_open_and_closed_ends_are_drawn():
    d = symcheck.sketch("1c", worksheet="eecs182-sp23-dis2")
    (axes,) = d.figure().axes
    ends = {(round(float(line.get_ydata()[0]), 6), line.get_markerfacecolor() == "white") for line in axes.lines if line.get_marker() == "o"}
    assert ends == {(0.0, False), (0.8, True)}
    assert {label.latex for label in d.labels} == {r"-\frac{b^{(1)}_{i}}{W^{(1)}_{i}}", "0", r"W^{(2)}_{i}"}


def test_svg_png_and_the_notebook():
    d = symcheck.sketch(r"\max(0, w x + b)", NUMBERS, at={"w": 2})
    again = symcheck.sketch(r"\max(0, w x + b)", NUMBERS, at={"w": 2})
    assert d.svg() == again.svg() == d._repr_svg_() and ElementTree.fromstring(d.svg()).tag.endswith("svg")
    assert "<text" not in d.svg() and "<script" not in d.svg()
    assert d.png().startswith(b"\x89PNG") and d.png() == again.png()
    assert d.tikz().startswith(r"\begin{tikzpicture}") and "kink" in d.alt


BAD = [(r"x^\top x", r"x \in \mathbb{R}^n", {}), ("z", r"z \in \mathbb{R}^n", {}), (r"\max(0, x^2 - 1)", NUMBERS, {}), ("w x", NUMBERS, {"q": 1})]


@pytest.mark.parametrize("quantity, declared, at", BAD)
def test_what_cannot_be_sketched_is_said(quantity, declared, at):
    with pytest.raises(SymcheckError, match="not-sketched"):
        sketched(Context([declared]), quantity, "x", at)


def test_the_command(tmp_path):
    said = run("sketch", "eecs182-sp23-dis2", "1d")
    assert said.returncode == 0 and "a jump at -bᵢ⁽¹⁾/Wᵢ⁽¹⁾" in said.stdout
    for ending, begins in (("svg", b"<svg"), ("png", b"\x89PNG"), ("tex", b"\\begin{tikz")):
        out = tmp_path / f"s.{ending}"
        done = run("sketch", r"\max(0, w x)", "--declare", NUMBERS, "--at", "w=-2", "-o", str(out))
        assert done.returncode == 0 and out.read_bytes().startswith(begins), done.stderr
    for arguments, message in ((["eecs182-sp23-dis2"], "a part is wanted"), (["eecs182-sp23-dis2", "1c", "--at", "w"], "a name and a number"),
                               (["eecs182-sp23-dis2", "3-closed-form"], "not-sketched"), (["eecs182-sp23-dis2", "1c", "-o", "x.doc"], "must end in")):
        done = run("sketch", *arguments)
        assert done.returncode == 2 and message in done.stderr
