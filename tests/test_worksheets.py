"""Worksheets: every answer of the tables, mutants of the references, targets against an oracle.

The oracle (`tests/oracle`) shares no code with symcheck: it reads the encoded lines itself and takes
every derivative by finite differences. What it does not read is checked here with NumPy.
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

from symcheck.course import Quantity, Update, load_worksheet, worksheet_names
from symcheck.course.encode import encoded
from symcheck.course.problem import digest, store
from symcheck.text import SymcheckError
from tests.cases import Case
from tests.oracle import settle
from tests.worksheets import Row, mutants, rows

PARTS = {
    "cs189-fa20-dis7": "2a 2b 2c 2d-x4 2d-x3 2d-x2 2d-x1 2d-x 2d-W1 2d-W2 2d-b 2e-analytic 2e-numerical 2f "
                       "2g-w 2g-b 2g-update",
    "eecs182-fa22-dis1": "1a-gradient 1a-optimum 1a-update 1a-contribution 1a-sgd 1b-gradient 1b-optimum "
                         "1b-update 1b-contribution 1b-sgd 1b-vote",
    "eecs182-sp23-dis2": "1a 1b 1c 1d 2-yhat 2-z2 2-W2 2-b2 2-W1 2-b1 2-x 2-cache 3-objective 3-closed-form",
    "i2dl-ss20-ex5": "affine-x affine-W sigmoid mse-yhat w_ik two-layer-W1 two-layer-b1 two-layer-W2 "
                     "two-layer-b2 gd sgd-expectation minibatch momentum adam",
}
IN_WORDS = {("cs189-fa20-dis7", "2f")}
ROWS = rows()
REFERENCES = [r for r in ROWS if r.mark == "=*"]
EXPECTED = {"==": {"equal", "equal_where", "supported"}, "=*": {"equal", "equal_where", "supported"},
            "!=": {"different", "unreadable"}, "!!": {"unreadable"}, "??": {"undecided"}}
# Lines that the oracle does not read and the target does not need.
NOT_FOR_THE_ORACLE = (r"\hat{y}_i = \theta, i", r"\sum_{i=1}^N x_i^2 > 0")


def by_part(found: list[Row]) -> dict[tuple[str, str], list[Row]]:
    parts: dict[tuple[str, str], list[Row]] = {}
    for r in found:
        parts.setdefault((r.worksheet, r.part), []).append(r)
    return parts


def test_ids_are_the_fixed_ones():
    assert set(worksheet_names()) == set(PARTS)
    for name, ids in PARTS.items():
        assert [p.id for p in load_worksheet(name).parts] == ids.split()


def test_every_part_has_answers():
    have = Counter((r.worksheet, r.part) for r in ROWS if r.mark in ("==", "=*"))
    wrong = Counter((r.worksheet, r.part) for r in ROWS if r.mark == "!=")
    for name, ids in PARTS.items():
        for part in ids.split():
            if (name, part) not in IN_WORDS:
                assert have[name, part] >= 12, f"{name} {part}: {have[name, part]} right answers"
                assert wrong[name, part] >= 5, f"{name} {part}: {wrong[name, part]} wrong answers"


@pytest.mark.parametrize("part", by_part(ROWS).values(), ids=lambda p: f"{p[0].worksheet}-{p[0].part}")
def test_answers(part: list[Row]):
    failed = []
    for r in part:
        verdict = load_worksheet(r.worksheet).check(r.part, r.answer)
        if verdict.word not in EXPECTED[r.mark]:
            failed.append(f"{r} {r.mark} {r.answer}\n    {verdict.word}: {verdict.message or verdict.evidence}")
    assert not failed, "\n".join(failed)


def question(r: Row, answer: str) -> Case | None:
    """The target and an answer's right side, as a case for the oracle."""
    part = load_worksheet(r.worksheet).part(r.part)
    task = part.task
    while hasattr(task, "tasks"):
        task = task.tasks[-1][1]
    if isinstance(task, Quantity):
        target = task.target
    elif isinstance(task, Update):
        target = f"{task.by} - {task.step}"
    else:
        return None
    lines = tuple(x for x in part.problem.lines() if not x.startswith(NOT_FOR_THE_ORACLE))
    right = answer.split(r"\leftarrow")[-1].strip()
    return Case(r.worksheet, r.line, r.part, lines, "column", re.sub("[<>]", "", target), "==", right)


ORACLE_READS = [r for r in REFERENCES if question(r, r.answer) is not None and r.part not in (
    "2b", "gd", "sgd-expectation", "minibatch")]


@pytest.mark.parametrize("r", ORACLE_READS, ids=str)
def test_derived_targets_by_finite_differences(r: Row):
    settled = settle(question(r, r.answer))
    assert settled.verdict in ("equal", "transposed"), settled


@pytest.mark.parametrize("r", REFERENCES, ids=str)
def test_mutants(r: Row):
    worksheet = load_worksheet(r.worksheet)
    for kind, answer in mutants(r.answer).items():
        word = worksheet.check(r.part, answer).word
        assert word != "undecided", f"{kind}: {answer}"
        judged = settle(question(r, answer)).verdict if r in ORACLE_READS else ""
        if word in EXPECTED["=="]:  # a slip that does no harm, such as scalars exchanged
            assert judged in ("equal", "transposed"), f"{kind}: {answer} is {judged}"
        else:
            assert judged != "equal", f"{kind}: {answer} is right, but {word}"


def test_there_are_enough_mutants():
    assert sum(len(mutants(r.answer)) for r in REFERENCES) > 400


# --- targets that the oracle does not read --------------------------------------------------------


def test_chain_rule_of_many_functions():
    """d/dw f(g(w)) for concrete f and g, against the sum that 2b accepts."""
    def f(x):
        return np.sin(x[0]) * x[1] + x[2] ** 2 * x[0]

    def g(w):
        return np.array([w**2, np.exp(w), np.cos(w)])

    w, h = 0.7, 1e-6
    whole = (f(g(w + h)) - f(g(w - h))) / (2 * h)
    x, slopes = g(w), (g(w + h) - g(w - h)) / (2 * h)
    steps = np.eye(3) * h
    total = sum((f(x + e) - f(x - e)) / (2 * h) * s for e, s in zip(steps, slopes))
    assert abs(whole - total) < 1e-6


def test_minimizers_by_numbers():
    """The references of the optimum parts beat every neighbour."""
    rng = np.random.default_rng(5)
    x, y = rng.normal(size=7), rng.normal(size=7)
    for best, loss in ((y.mean(), lambda t: np.mean((y - t) ** 2)),
                       (x @ y / (x @ x), lambda t: np.mean((y - t * x) ** 2))):
        assert all(loss(best) < loss(best + step) for step in (-1e-3, 1e-3, -0.5, 0.5))
    X, Y, scale = rng.normal(size=(6, 3)), rng.normal(size=6), 0.3
    w = np.linalg.solve(X.T @ X + scale * np.eye(3), X.T @ Y)

    def posterior(v):
        return ((Y - X @ v) @ (Y - X @ v)) / (2 * scale) + v @ v / 2

    for _ in range(20):
        assert posterior(w) < posterior(w + 0.1 * rng.normal(size=3))


def test_mean_of_gradients_by_numbers():
    """gd, sgd-expectation and minibatch rest on linearity: checked on least squares."""
    rng = np.random.default_rng(6)
    A, c, theta = rng.normal(size=(5, 3)), rng.normal(size=5), rng.normal(size=3)
    each = 2 * (A @ theta - c)[:, None] * A
    h = 1e-6
    mean = [(np.mean((A @ (theta + e) - c) ** 2) - np.mean((A @ (theta - e) - c) ** 2)) / (2 * h)
            for e in np.eye(3) * h]
    assert np.allclose(each.mean(axis=0), mean, atol=1e-6)


class Counted(float):
    """A number that counts the multiplications it takes part in."""

    products = 0

    def __mul__(self, other):
        Counted.products += 1
        return Counted(float(self) * float(other))

    def __add__(self, other):
        return Counted(float(self) + float(other))

    def __sub__(self, other):
        return Counted(float(self) - float(other))


@pytest.mark.parametrize("d", [2, 3, 5])
def test_counts_by_counting(d: int):
    """The multiplications of a forward pass, counted while it runs."""
    from symcheck.derive import counts

    part = load_worksheet("cs189-fa20-dis7").part("2e-numerical")
    context = part.problem.context()
    loss, by = context.read(r"\ell"), (context.read("W^{(1)}"), context.read("W^{(2)}"))

    def times(A, v):
        return [sum((a * b for a, b in zip(row, v)), Counted(0)) for row in A]

    W1 = W2 = [[Counted(i - k) for k in range(d)] for i in range(d)]
    x = b = y = [Counted(i) for i in range(d)]
    Counted.products = 0
    hidden = [u + v for u, v in zip(times(W1, x), b)]
    error = [u - v for u, v in zip(times(W2, hidden), y)]
    half = [Counted(0.5) * e for e in error]
    sum((u * v for u, v in zip(half, error)), Counted(0))
    once = counts.forward_count(loss).multiplications.at(d=d)
    assert once == Counted.products
    assert counts.analytic_count(loss, by).degree == 2
    everything = counts.numerical_count(loss, by)
    assert everything.degree == 4
    assert everything.multiplications.at(d=d) == once + 2 * d * d * (once + 1)


# --- encoding -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(PARTS))
def test_kept_lines_are_what_sympy_encodes(name: str):
    worksheet = load_worksheet(name)
    for problem in worksheet.problems:
        assert problem.lines() == encoded(problem), "run python -m symcheck.course.encode"
        file = problem.rows.__code__.co_filename
        assert store(file).read_text(encoding="utf-8").startswith(digest(file)), (
            "run python -m symcheck.course.encode")


def test_a_sympy_answer():
    import sympy as sp

    x = sp.Symbol("x")
    worksheet = load_worksheet("cs189-fa20-dis7")
    assert worksheet.check("2a", 4 * x**3 + 2 * x).right
    assert not worksheet.check("2a", 4 * x**3).right


@pytest.mark.parametrize("answer", ["", " ", "=", "{", "\\", "\0", "$$", "x = ", "= x", "->", "O(", r"\frac{}{}",
                                    "a" * 5000, "{" * 2000, r"\theta_{", "é", "1,2,3", r"\begin{cases}"])
def test_anything_is_answered(answer: str):
    for name in PARTS:
        for part in load_worksheet(name).parts:
            assert load_worksheet(name).check(part.id, answer).word in (
                "different", "undecided", "unreadable"), (name, part.id)


def test_unknown_names_are_refused_with_help():
    with pytest.raises(SymcheckError, match="unknown-worksheet.*\n*.*"):
        load_worksheet("cs189-fa20-dis8")
    with pytest.raises(SymcheckError, match="unknown-part"):
        load_worksheet("cs189-fa20-dis7").check("2z", "1")


def test_notes_say_what_was_assumed():
    worksheet = load_worksheet("cs189-fa20-dis7")
    entrywise = worksheet.check("2d-x1", r"\Phi'(x^{(1)}) \odot (W^{(2)\top} x^{(4)})")
    general = worksheet.check("2d-x1", r"D\Phi(x^{(1)})^\top W^{(2)\top} x^{(4)}")
    assert "Φ is taken to act on each entry" in entrywise.notes
    assert "Φ is taken to be general, with its Jacobian" in general.notes
    assert entrywise.shape == "a vector of length d"
    kink = load_worksheet("eecs182-sp23-dis2").check("1c", r"w_i^{(2)} \mathbb{1}[w_i^{(1)} x + b_i^{(1)} \ge 0]")
    assert any("kink" in note for note in kink.notes)
