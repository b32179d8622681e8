"""The second reader: what it may say, and every silent error it is kept from."""

import math
import random

import latex2sympy2_extended
import pytest
import sympy as sp

from symcheck.bridge.foreign import (
    foreign_derivative,
    foreign_value,
    read_foreign,
    template_for,
)
from symcheck.bridge.sympy_out import to_sympy
from symcheck.expr import Variable
from symcheck.expr import build as b
from symcheck.expr.latex import to_latex
from symcheck.text import SymcheckError
from tests.samples import context

CONTEXT = context()

x, z = sp.symbols("x z", real=True)

# template, value at 0.5, derivative at 0.5
READ = [
    (r"\int_{0}^{s_{101}} t^{2}\, dt", 0.125 / 3, 0.25),
    (r"\int_0^1 s_{101} s_{101} t dt", 0.125, 0.5),
    (r"\int_{-\infty}^{\infty} e^{-t^{2}/2}\,\mathrm{d}t + s_{101}", math.sqrt(2 * math.pi) + 0.5,
     1),
    (r"\int_0^1\int_0^{u} s_{101} \cdot t \, dt \, du", 0.5 / 6, 1 / 6),
    (r"\lim_{t \to 0} \frac{\sin(t \cdot s_{101})}{t}", 0.5, 1),
    (r"\lim_{n \to \infty} \left(1+\frac{s_{101}}{n}\right)^{n}", math.exp(0.5), math.exp(0.5)),
    (r"\binom{5}{2} + s_{101}", 10.5, 1),
    (r"\sin^{2}(s_{101})", math.sin(0.5)**2, 2 * math.sin(0.5) * math.cos(0.5)),
    (r"\arctan(s_{101})", math.atan(0.5), 0.8),
    (r"\log(s_{101})", math.log(0.5), 2),  # natural, not to base 10
    (r"2 \frac{1}{2} s_{101}", 0.5, 1),  # a product, not a mixed fraction
    (r"0.5 \cdot s_{101}", 0.25, 0.5),
    (r"\sum_{k=1}^{3} s_{101}^{k}", 0.875, 2.75),
    (r"\sqrt[3]{s_{101}}", 0.5**(1 / 3), 0.5**(-2 / 3) / 3),
    (r"\left|s_{101} - 2\right|", 1.5, -1),
]


@pytest.mark.parametrize("template, value, slope", READ, ids=[row[0] for row in READ])
def test_read(template, value, slope):
    assert foreign_value(template, (0.5,)) == pytest.approx(value)
    assert foreign_value(template, (0.5,), (1,)) == pytest.approx(slope)
    assert foreign_derivative(template, (1,)).free_symbols <= {sp.Symbol("s_{101}", real=True)}


def test_outside_the_domain_is_no_number():
    assert math.isnan(foreign_value(r"\ln(s_{101})", (-1.0,)))


def test_bound_letters_capture_no_argument():
    t = sp.Symbol("t", real=True)
    value = read_foreign(r"\int_{0}^{1} t \cdot s_{101}\, dt", (t,))
    assert value.free_symbols == {t} and value.doit() == t / 2


REFUSED = [
    r"s_{101}^12", r"\log_{2}(s_{101})", r"\int_0^1 x t dt", r"\lim_{t \to 0^{+}} \frac{1}{t}",
    r"\int_0^1 f(t) dt", "(" * 14 + "s_{101}" + ")" * 14, r"s_{101}+s_{102}", r"\input{a}",
    r"x \cdot s_{101}", r"\int \sin(t) dt", r"s_{101} )", r"\frac{1}{0}", r"S \cdot s_{101}",
    "s_{101} + " * 60 + "1", r"i \cdot s_{101}", "\x00", r"\lim_{t \to 0} \frac{|t|}{t}", "",
    r"s_{101} = 1", r"1,000", r"\begin{cases} 1 \end{cases}", r"\max(1s_{101}\max s_{101})",
    r"\lim_{t \to t} t \cdot s_{101}",
]


@pytest.mark.parametrize("template", REFUSED, ids=[repr(row[:40]) for row in REFUSED])
def test_refused(template):
    with pytest.raises(SymcheckError) as refusal:
        read_foreign(template, (x,))
        foreign_value(template, (0.5,))
    assert refusal.value.diagnostic.id == "foreign-unreadable"


@pytest.mark.parametrize("error", [MemoryError, RecursionError, ZeroDivisionError, ImportError, OSError])
def test_a_fault_of_the_library_is_no_refusal(error, monkeypatch):
    """Only what it raises for text that it cannot read is put down to the text."""
    def fault(*_, **__):
        raise error("a fault")
    monkeypatch.setattr(latex2sympy2_extended, "latex2sympy", fault)
    with pytest.raises(error):
        read_foreign(r"\binom{s_{101}}{7}", (x,))


@pytest.mark.parametrize("expr", [
    sp.binomial(x, 2), sp.Limit(sp.sin(z*x)/z, z, 0, "+-"), sp.sec(x), sp.factorial(x),
    sp.Integral(sp.exp(-z**2*x), (z, -sp.oo, sp.oo)), sp.Limit((1 + x/z)**z, z, sp.oo),
], ids=str)
def test_templates_of_sympy_objects(expr):
    template, symbols = template_for(expr)
    assert symbols == (x,)
    assert read_foreign(template, (sp.Rational(1, 3),)).doit() == expr.subs(
        x, sp.Rational(1, 3)).doit()


def scalar(draw: random.Random, depth: int, names: tuple[str, str]):
    """A random scalar expression in two names, within what both readers read."""
    if depth == 0:
        return draw.choice([*(b.var(Variable(name)) for name in names), b.num(draw.randint(0, 9)),
                            b.num(f"{draw.randint(1, 9)}/{draw.randint(1, 9)}")])

    def sub():
        return scalar(draw, depth - 1, names)
    kind = draw.randrange(8)
    if kind == 0:
        return b.add(sub(), sub())
    if kind == 1:
        return b.sub(sub(), sub())
    if kind in (2, 3):
        return b.mul(sub(), sub())
    if kind == 4:
        return b.div(sub(), b.add(b.num(3), b.power(sub(), b.num(2))))
    if kind == 5:
        return b.power(sub(), b.num(draw.randint(1, 3)))
    return b.known(draw.choice(["exp", "sin", "cos", "arctan"]), sub())


@pytest.mark.parametrize("seed", range(40))
def test_both_readers_agree_on_a_printed_scalar(seed):
    ours = CONTEXT.read(to_latex(scalar(random.Random(seed), 3, ("s", "u"))))
    template = to_latex(scalar(random.Random(seed), 3, ("s_{101}", "s_{102}")))
    names = (sp.Symbol("s", real=True), sp.Symbol("u", real=True))
    try:
        theirs = read_foreign(template, names)
    except SymcheckError as refusal:
        # x - x evaluates to 0 in the library, and then a placeholder is missing.
        assert any(word in str(refusal) for word in ("deeper", "longer", "names that were read"))
        return
    point = dict(zip(names, (sp.Rational(3, 7), sp.Rational(-2, 5))))
    want, got = (complex(sp.N(e.subs(point))) for e in (to_sympy(ours), theirs))
    assert got == pytest.approx(want)


S = sp.Symbol("s", real=True)
WHOLE = [
    (r"\int_0^s t^2 dt", S**3 / 3),
    (r"2 \int_0^1 s t \, dt + u", S + sp.Symbol("u", real=True)),
    (r"\lim_{t \to 0} \frac{\sin(s t)}{t}", S),
    (r"\lim_{n \to \infty} \left(1 + \frac{s}{n}\right)^n", sp.exp(S)),
    (r"\binom{s}{2}", sp.binomial(S, 2)),
    (r"\int_{-\infty}^{\infty} e^{-t^2/2} \, dt", sp.sqrt(2 * sp.pi)),
]


@pytest.mark.parametrize("latex, want", WHOLE, ids=[row[0] for row in WHOLE])
def test_from_a_students_line_to_its_value(latex, want):
    assert sp.expand_func(to_sympy(CONTEXT.read(latex)).doit() - want) == 0


# --- what is no refusal -----------------------------------------------------------------------------

FAILURES = [KeyError("a fault of the library"), RecursionError("too deep"), MemoryError(), Exception("not the library's own"),
            type("Other", (Exception,), {})("a subclass")]


@pytest.mark.parametrize("error", FAILURES, ids=lambda e: type(e).__name__)
def test_a_failure_of_another_kind_is_no_refusal(error, monkeypatch):
    def fails(*_, **__):
        raise error

    monkeypatch.setattr(latex2sympy2_extended, "latex2sympy", fails)
    with pytest.raises(type(error)) as caught:
        read_foreign(r"s_{101} + 17", (x,))
    assert caught.value is error


def test_a_syntax_error_is_a_refusal():
    with pytest.raises(SymcheckError) as caught:
        read_foreign(r"\frac{s_{101}}{", (x,))
    assert "could not read it (Exception)" in str(caught.value)
