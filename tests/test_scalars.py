"""Scalar sides: proofs by one evaluation, differences at one point, enclosures; SymPy and mpmath as judges."""

from fractions import Fraction

import mpmath
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symcheck import Context
from symcheck.judge.apart import compare_at_once
from symcheck.judge.equality import equal
from symcheck.tensor import enclosure
from symcheck.tensor.enclosure import Enclosure, Undefined, of
from symcheck.tensor.rational import is_same_fraction
from symcheck.tensor.scalars import ERRORS, Doubles, Enclosures, Rationals, value

CONTEXT = Context([r"x, y, z, a, b, c \in \mathbb{R}", r"\sigma > 0", r"p \in (0, 1)", r"n \in \mathbb{N}",
                   r"u, v \in \mathbb{R}^d", r"f = x^2 + 1", r"g = f + f"])

# Two sides, and whether they are one fraction in their atoms.
FRACTIONS = [
    (r"(x + 1)^2", r"x^2 + 2x + 1", True),
    (r"(x + 1)^2", r"x^2 + 2x", False),
    (r"(x - y)^3", r"x^3 - 3x^2 y + 3xy^2 - y^3", True),
    (r"(x - y)^3", r"x^3 - 3x^2 y + 3xy^2 + y^3", False),
    (r"\frac{x^2 - 1}{x - 1}", r"x + 1", True),
    (r"\frac{a}{b} + \frac{c}{z}", r"\frac{az + cb}{bz}", True),
    (r"\frac{a}{b} + \frac{c}{z}", r"\frac{a + c}{b + z}", False),
    (r"\frac{1}{1 + e^{-x}}", r"\frac{e^x}{1 + e^x}", True),
    (r"e^{-x^2/2} e^{x^2}", r"e^{\frac{x^2}{2}}", False),  # a square has a half and a whole of its own
    (r"e^{-x^2/2} e^{-x^2/2}", r"\left(e^{x^2/2}\right)^{-2}", True),
    (r"e^{x + 1}", r"e \cdot e^x", True),
    (r"e^{2x}", r"e^{x^2}", False),
    (r"\ln(x) + \ln(x)", r"2\ln(x)", True),
    (r"\ln(2x)", r"\ln(x) + \ln(2)", False),  # a law of an atom
    (r"\sqrt{x} \sqrt{x}", r"x", False),
    (r"x^n x", r"x x^n", True),
    (r"x^{-2} y^3", r"\frac{y^3}{x^2}", True),
    (r"g", r"2x^2 + 2", True),
    (r"g", r"2x^2 + 1", False),
    (r"\frac{1}{x - x}", r"\frac{2}{x - x}", False),
    (r"x^0", r"1", False),
    (r"(x^{60})^{60}", r"x^{3600}", False),  # too large
    (r"((((x + 1)^{60})^{60})^{60})^{60}", r"1", False),
    (r"u^\top v + 1", r"1 + u^\top v", True),  # an atom is anything that is written twice
]


@pytest.mark.parametrize("lhs, rhs, same", FRACTIONS)
def test_one_fraction(lhs, rhs, same):
    assert is_same_fraction(CONTEXT.read(lhs), CONTEXT.read(rhs)) is same


def test_definitions_of_definitions_are_unfolded_once():
    lines = [r"x \in \mathbb{R}", r"f_1 = x + x", *(rf"f_{{{k + 1}}} = f_{{{k}}} + f_{{{k}}}" for k in range(1, 40))]
    context = Context(lines)
    assert equal(context, r"f_{40}", rf"{2**40} x").word == "equal"
    assert equal(context, r"f_{40}", rf"{2**40 + 1} x").word == "different"


# --- random expressions -------------------------------------------------------------------------------

NAMES = {"x": sympy.Symbol("x"), "y": sympy.Symbol("y"), "z": sympy.Symbol("z")}
LEAVES = st.one_of(st.sampled_from(sorted(NAMES)), st.integers(0, 5).map(str))


def _grown(inner):
    two = st.tuples(inner, inner)
    return st.one_of(
        two.map(lambda t: rf"({t[0]} + {t[1]})"), two.map(lambda t: rf"({t[0]} - {t[1]})"),
        two.map(lambda t: rf"({t[0]}) ({t[1]})"), two.map(lambda t: rf"\frac{{{t[0]}}}{{{t[1]}}}"),
        st.tuples(inner, st.sampled_from((2, 3, -1, -2))).map(lambda t: rf"({t[0]})^{{{t[1]}}}"))


ARITHMETIC = st.recursive(LEAVES, _grown, max_leaves=7)
WITH_FUNCTIONS = st.recursive(LEAVES, lambda inner: st.one_of(
    _grown(inner), inner.map(lambda a: rf"e^{{{a}}}"), inner.map(lambda a: rf"\ln({a})"),
    inner.map(lambda a: rf"\sqrt{{{a}}}"), inner.map(lambda a: rf"\tanh({a})"),
    inner.map(lambda a: rf"\cos({a})"), inner.map(lambda a: rf"\left({a}\right)^{{1/3}}")), max_leaves=7)


def _sympy(e):
    """By recursion, without the bridge."""
    args = [_sympy(a) for a in e.args]
    match e.op:
        case "num":
            return sympy.Rational(e.data.numerator, e.data.denominator)
        case "var":
            return NAMES[e.data.name]
        case "const":
            return {"e": sympy.E, "pi": sympy.pi}[e.data]
        case "add":
            return sympy.Add(*args)
        case "neg":
            return -args[0]
        case "mul":
            return sympy.Mul(*args)
        case "div":
            return args[0] / args[1]
        case "power":
            return args[0] ** args[1]
        case "inverse":
            return 1 / args[0]
        case "apply":
            return getattr(sympy, e.data[0].known)(args[0])
    raise AssertionError(e.op)


@settings(max_examples=200, deadline=None)
@given(ARITHMETIC, ARITHMETIC)
def test_fractions_are_those_of_sympy(lhs, rhs):
    a, b = CONTEXT.read(lhs), CONTEXT.read(rhs)
    difference = sympy.cancel(_sympy(a) - _sympy(b))
    if is_same_fraction(a, b):
        assert difference == 0
    for c in (a, b):  # what it should see: a fraction and itself in another form
        form = sympy.cancel(_sympy(c))
        if form.is_finite is not False and not form.has(sympy.zoo, sympy.nan):
            other = CONTEXT.read(sympy.latex(form))
            assert is_same_fraction(c, other) or _vanishes_below(c)


def test_a_fraction_is_not_evaluated_at_a_zero_of_its_divisor():
    assert is_same_fraction(CONTEXT.read(r"\frac{(z - z)}{(z - 4)}"), CONTEXT.read("0"))
    assert not is_same_fraction(CONTEXT.read(r"\frac{(z - x)}{(z - 4)}"), CONTEXT.read("0"))


def _vanishes_below(e):
    """Whether some divisor is 0 as a polynomial."""
    found = [x.args[1] for x in e.walk() if x.op == "div"]
    found += [x.args[0] for x in e.walk() if x.op in ("power", "inverse")]
    return any(sympy.cancel(_sympy(d)) in (0, sympy.zoo, sympy.nan) for d in found) or \
        any(x.op == "power" and x.args[1].op == "num" and x.args[1].data == 0 for x in e.walk())


@settings(max_examples=300, deadline=None)
@given(WITH_FUNCTIONS, st.integers(-6, 6), st.integers(1, 7), st.integers(-3, 3))
def test_values_are_enclosed(text, x, y, z):
    e = CONTEXT.read(text)
    at = {CONTEXT.read(n): Fraction(v, 2) for n, v in zip("xyz", (x, y, z))}
    try:
        found = value(e, {n: of(v) for n, v in at.items()}, Enclosures)
    except ERRORS:
        return
    with mpmath.workdps(60):
        exact = _mpmath(e, at)
        assert mpmath.im(exact) == 0
        assert found.low <= exact <= found.high
    try:
        rough = value(e, {n: float(v) for n, v in at.items()}, Doubles)
        assert abs(rough - exact) <= 1e-6 * max(1, abs(exact)) or found.width > 1e-9
    except ERRORS:
        pass
    try:
        assert found.low <= value(e, dict(at), Rationals) <= found.high
    except ERRORS:
        pass


def _mpmath(e, at):
    args = [_mpmath(a, at) for a in e.args]
    match e.op:
        case "num":
            return mpmath.mpf(e.data.numerator) / e.data.denominator
        case "var":
            return mpmath.mpf(at[e].numerator) / at[e].denominator
        case "const":
            return mpmath.e
        case "add":
            return mpmath.fsum(args)
        case "neg":
            return -args[0]
        case "mul":
            return args[0] * args[1]
        case "div":
            return args[0] / args[1]
        case "power" if args[0] < 0 and e.args[1].op == "div":  # ^{1/3}: the real root
            return -((-args[0]) ** args[1])
        case "power":
            return args[0] ** args[1]
        case "inverse":
            return 1 / args[0]
        case "apply":
            return getattr(mpmath, e.data[0].known)(args[0])
    raise AssertionError(e.op)


@settings(max_examples=200, deadline=None)
@given(WITH_FUNCTIONS, WITH_FUNCTIONS, st.integers(1, 4))
def test_a_difference_at_once_is_one(lhs, rhs, seed):
    a, b = CONTEXT.read(lhs), CONTEXT.read(rhs)
    witness = compare_at_once(a, b, [], seed)
    if type(witness) is bool:
        return
    at = {CONTEXT.read(v.data.name): Fraction(x) for v, x in witness.values.items()}
    with mpmath.workdps(40):
        x, y = _mpmath(a, at), _mpmath(b, at)
        assert mpmath.im(x) == mpmath.im(y) == 0
        assert abs(x - y) > 1e-7 * max(abs(x), abs(y))
        for shown, true in ((witness.lhs[0], x), (witness.rhs[0], y)):
            shown = mpmath.mpf(Fraction(shown).numerator) / Fraction(shown).denominator
            assert abs(shown - true) <= 1e-8 * max(abs(x), abs(y))


# Two sides, and whether the first numbers tell them apart. Declarations hold at these numbers.
APART = [
    (r"(x + 1)^2", r"x^2 + 1", True),
    (r"(x + 1)^2", r"x^2 + 2x + 1", False),
    (r"e^{x + y}", r"e^x + e^y", True),
    (r"\sqrt{p^2}", r"p", False),
    (r"\sqrt{p^2}", r"p^2", True),
    (r"|\sigma|", r"\sigma", False),
    (r"\frac{1}{x - 3}", r"x", False),  # at x = 3 there is no value
    (r"\ln(x - 5)", r"x", False),
    (r"x^0", r"2", False),
    (r"f", r"x^2", True),
    (r"x^{10000}", r"x", False),
    (r"u^\top v", r"0", False),
]


@pytest.mark.parametrize("lhs, rhs, apart", APART)
def test_apart_at_once(lhs, rhs, apart):
    found = compare_at_once(CONTEXT.read(lhs), CONTEXT.read(rhs), [], 1)
    assert (type(found) is not bool) is apart


def test_what_has_no_value_anywhere_is_not_called_equal():
    assert equal(CONTEXT, r"2\ln(x - x)", r"\ln(x - x) + \ln(x - x)").word == "undecided"


def test_numbers_that_are_assumed_to_obey_an_equation_are_not_chosen_freely():
    context = Context([r"x, y \in \mathbb{R}", r"x + y = 1"])
    assert equal(context, r"x + y", r"1").word == "equal"
    assert equal(context, r"x^2", r"(1 - y)^2").word == "equal"
    assert equal(context, r"x^2", r"(1 + y)^2").word == "different"


@pytest.mark.parametrize("text, word", [
    (r"\sqrt{x^2}", "different"), (r"\sqrt{x^2 + 1 - 1}", "different"), (r"\frac{x^2}{x}", "equal_where"),
    (r"x + \ln(x - x)", "undecided"), (r"\frac{x}{1 - 1}", "undecided"), (r"\ln(e^x)", "equal"), (r"e^{\ln x}", "equal_where"), (r"|x|", "different"),
])
def test_words_stay(text, word):
    assert equal(CONTEXT, text, r"x").word == word


# --- enclosures -----------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", sorted(enclosure.FUNCTIONS))
@pytest.mark.parametrize("low, high", [(0.5, 0.5), (0.25, 2.5), (1e-9, 1e-8), (-2.0, -1.0), (-1.0, 3.0), (20.0, 30.0)])
def test_functions_are_enclosed(name, low, high):
    true = {"log": mpmath.log, "arctan": mpmath.atan, "abs": abs, "relu": lambda t: max(0, t),
            "sigmoid": lambda t: 1 / (1 + mpmath.exp(-t)), "softplus": lambda t: mpmath.log(1 + mpmath.exp(t))}
    f = true.get(name) or getattr(mpmath, name)
    try:
        found = enclosure.FUNCTIONS[name](Enclosure(low, high))
    except Undefined:
        assert low <= 0 and name in ("log", "sqrt")
        return
    with mpmath.workdps(40):
        for k in range(9):
            assert found.low <= f(mpmath.mpf(low) + (mpmath.mpf(high) - low) * k / 8) <= found.high


@pytest.mark.parametrize("make", [
    lambda: of(1) / Enclosure(-1.0, 1.0), lambda: enclosure.whole_power(of(0), -1),
    lambda: enclosure.whole_power(of(2), 10_000), lambda: enclosure.power(of(-1), of(2)),
    lambda: of(10**300) * of(10**300), lambda: enclosure.whole_power(of(3), 0),
])
def test_what_is_not_certain_is_undefined(make):
    with pytest.raises(Undefined):
        make()
