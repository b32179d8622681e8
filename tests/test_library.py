"""`import symcheck`: the public names, LaTeX or SymPy in, verdicts that show themselves, limits."""

import threading

import pytest
import sympy as sp

import symcheck
from symcheck import Context, SymcheckError, Verdict, equal, read

X = [r"X \in \mathbb{R}^{n \times d}", r"w \in \mathbb{R}^d"]


def test_the_public_names():
    for name in symcheck.__all__:
        assert getattr(symcheck, name) is not None
        assert name in dir(symcheck)
    with pytest.raises(AttributeError):
        symcheck.nothing


@pytest.mark.parametrize("declare", [X, "\n".join(X), Context(X), tuple(X)])
def test_equal_takes_declarations_of_every_kind(declare):
    assert equal(r"\nabla_w \|Xw\|^2", r"2 X^\top X w", declare).word == "equal"
    assert equal(r"\nabla_w \|Xw\|^2", r"X^\top X w", declare).word == "different"


def test_sides_may_be_sympy_expressions():
    x = sp.Symbol("x", real=True)
    assert equal(sp.diff(x**3, x), "3x^2", r"x \in \mathbb{R}").word == "equal"
    assert equal("3x", sp.diff(x**3, x), r"x \in \mathbb{R}").word == "different"
    n, d = sp.symbols("n d", integer=True, positive=True)
    matrix, w = sp.MatrixSymbol("X", n, d), sp.MatrixSymbol("w", d, 1)
    assert equal(r"\nabla_w \|Xw\|^2", 2 * matrix.T * matrix * w, X).word == "equal"


def test_bad_input_is_a_verdict():
    assert equal(r"\frac{", "x", r"x \in \mathbb{R}").word == "unreadable"
    assert equal("x", "x", r"x \in").word == "unreadable"


def test_read_is_a_function_and_a_folder():
    assert read("x^2", r"x \in \mathbb{R}").op == "power"
    assert symcheck.read.context.Context is Context
    with pytest.raises(SymcheckError) as caught:
        read("x + z", r"x \in \mathbb{R}")
    assert caught.value.diagnostic.id == "undeclared-name"


def test_a_verdict_shows_itself_in_a_notebook():
    verdict = equal("x + x", "2x", r"x \in \mathbb{R}")
    assert isinstance(verdict, Verdict)
    bundle = verdict._repr_mimebundle_()
    assert bundle["text/plain"] == str(verdict) and str(verdict).startswith("right\n")
    assert bundle["text/html"].startswith("<div")
    assert set(verdict._repr_mimebundle_(include=["text/plain"])) == {"text/plain"}


def test_a_check_with_limits_runs_elsewhere_and_can_be_ended():
    declare = r"x \in \mathbb{R}"
    assert equal("x + x", "2x", declare, seconds=5).word == "equal"
    assert equal("x + x", "3x", declare, seconds=5).counterexample.values["x"]
    assert equal("x + z", "3x", declare, seconds=5).word == "unreadable"
    late = equal("x + x", "3x", declare, seconds=0.001)
    assert late.word in ("undecided", "different")
    with pytest.raises(TypeError):
        equal(sp.Symbol("x"), "x", declare, seconds=5)


def test_checks_with_limits_from_many_threads():
    words = {}

    def judge(k):
        words[k] = equal("x + x", "2x" if k % 2 else "3x", r"x \in \mathbb{R}", seconds=20).word

    threads = [threading.Thread(target=judge, args=(k,)) for k in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert words == {k: "equal" if k % 2 else "different" for k in range(6)}
