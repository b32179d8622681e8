r"""The second reader: scalar constructs outside our language, read by latex2sympy2-extended.

A template is LaTeX in which `s_{101}`, `s_{102}`, ... stand for the arguments and single letters
are bound (by an integral, a limit, a sum). The library reads some input silently wrong (a limit
as one-sided, `\log` to base 10, `x^12`, a differential as a product), so a template passes a table
of allowed tokens first, and what comes back must hold exactly the placeholders that went in, must
know every function, and must read the same inside a larger formula.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from types import TracebackType

import sympy as sp

from symcheck.text.diagnostic import SymcheckError, fail

# The library's parser is exponential in nesting: 80 nested brackets took 17 s.
LONGEST, DEEPEST = 400, 12
PLACEHOLDER = re.compile(r"s_\{(1\d\d)\}")
MACROS = frozenset(r"""\frac \sqrt \int \lim \to \sum \prod \binom \cdot \ln \exp \infty
    \pi \sin \cos \tan \cot \sec \csc \arcsin \arccos \arctan \sinh \cosh \tanh \Gamma \max \min
    \lfloor \rfloor \lceil \rceil \, \arsinh \arcosh \artanh""".split())
# The side of a SymPy limit is stored as a symbol.
SIDES = (sp.Symbol("+"), sp.Symbol("-"), sp.Symbol("+-"))
# What the library raises for text that it cannot read, besides a bare Exception, of its own making, for a
# syntax error: from its conversion (a limit at a variable point, `\max` without brackets).
UNREAD = (ValueError, NotImplementedError, AttributeError)
LIBRARY = "latex2sympy2_extended"
TOKEN = re.compile(r"s_\{1\d\d\}|\\[A-Za-z]+|\\,|\d+|[A-Za-z]|[-+/^_(){}\[\]|!=]|,|\s+")
# Spellings the library lacks, and the ones it reads.
SPELLINGS = ((r"\\operatorname\{(ln|exp|max|min|sin|cos|tan)\}", r"\\\1"),
             (r"\\log(?![A-Za-z_])", r"\\ln"),
             (r"\\(left|right|limits)(?![A-Za-z])", ""), (r"\\[;:!]|\\quad(?![A-Za-z])", r"\\,"),
             (r"\\(?:mathrm|text)\{d\}", "d"), (r"\\[dt]frac(?![A-Za-z])", r"\\frac"))


def read_foreign(template: str, args: tuple[sp.Expr, ...]) -> sp.Expr:
    """The template with its placeholders replaced by the arguments; nothing is evaluated.

    Raises `SymcheckError`: `foreign-unreadable` for what the second reader cannot be trusted with.
    """
    expr = _parsed(template)
    places = {place(k): a for k, a in enumerate(args)}
    missing = expr.free_symbols - places.keys()
    if missing:
        raise _refused(f"it holds {', '.join(sorted(map(str, missing)))}, which stands for nothing")
    return expr.subs(places, simultaneous=True)


def foreign_derivative(template: str, orders: tuple[int, ...]) -> sp.Expr:
    """Differentiated `orders[k]` times by the k-th placeholder; in the placeholders `s_{101}`..."""
    expr = _parsed(template)
    if any(orders) and expr.has(sp.Limit):
        expr = _done(expr)
    for k, order in enumerate(orders):
        expr = expr.diff(place(k), order) if order else expr
    return expr


def foreign_value(template: str, floats: tuple[float, ...], orders: tuple[int, ...] = ()) -> float:
    """The value at a point, to about 15 digits; nan where it is not a finite real number.

    With `orders`, the value of that derivative.
    """
    point = {place(k): sp.Rational(*Fraction(x).as_integer_ratio())
             for k, x in enumerate(floats)}
    if r"\sum" in template and r"\infty" in template:
        from symcheck.bridge.series import series_value

        value = series_value(template, tuple(orders), point)
        if value is not None:
            return value
    expr = foreign_derivative(template, orders)
    expr = _done(expr.subs(point)) if expr.has(sp.Limit) else expr.subs(point)
    try:
        value = expr.evalf(17, maxn=60)
    except (ValueError, TypeError, NotImplementedError):  # so SymPy says that it diverges
        return float("nan")
    if not value.is_Number and value.has(sp.Integral, sp.Sum, sp.Derivative, sp.Subs):
        value = _done(expr).evalf(17)
    return float(value) if value.is_Number and value.is_finite else float("nan")


def template_for(expr: sp.Expr) -> tuple[str, tuple[sp.Symbol, ...]]:
    """A SymPy scalar as a template and its arguments, checked by reading it back."""
    if expr.atoms(sp.Indexed, sp.core.function.AppliedUndef, sp.MatrixExpr):
        raise _refused("it holds an indexed quantity or an undefined function")
    free = tuple(sorted(expr.free_symbols, key=str))
    bound = sorted(expr.atoms(sp.Symbol) - set(free) - {*SIDES}, key=str)
    if len(bound) > len("tuvwxyz"):
        raise _refused("it binds too many letters")
    names = {s: place(k) for k, s in enumerate(free)} | dict(zip(bound, map(_bound, "tuvwxyz")))
    meant = expr.xreplace(names)
    shown = meant.xreplace({_bound(letter): sp.Symbol(letter) for letter in "tuvwxyz"})
    text = sp.latex(shown, mul_symbol="dot", ln_notation=True, inv_trig_style="full")
    text = re.sub(r"\{\\left\((.*?) ?\\right\)\}", r"(\1)", text).replace("{,}", "")
    text = re.sub(r"\{(\\binom\{([^{}]|\{[^{}]*\})*\}\{([^{}]|\{[^{}]*\})*\})\}", r"\1", text)
    if _parsed(text) != meant:
        raise _refused("it reads back as something else")
    return text, free


def _done(expr: sp.Expr) -> sp.Expr:
    try:
        return expr.doit()
    except (ValueError, NotImplementedError, sp.PoleError) as error:  # a limit, an integral that SymPy cannot do
        raise _refused(f"it has no value: {error}") from error


@lru_cache(maxsize=4096)
def _parsed(template: str) -> sp.Expr:
    text, letters = _checked(template)
    expr = _library(text)
    if expr.atoms(sp.core.function.AppliedUndef) or expr.has(sp.zoo, sp.nan):
        raise _refused("it holds an unknown function or an undefined value")
    wrapped = _library(rf"2\cdot ({text})-s_{{998}}")
    outer = sp.Symbol("s_{998}")
    if sp.expand(wrapped - (2 * expr - outer)) != 0:
        raise _refused("it reads differently inside a larger formula")
    names = {s.name for s in expr.atoms(sp.Symbol)} - {s.name for s in SIDES}
    places = {f"s_{{{n}}}" for n in PLACEHOLDER.findall(text)}
    if places - names or names - places - letters:
        raise _refused("the names that were read are not those that were written")
    if {s.name for s in expr.free_symbols} - places:
        raise _refused("a letter in it is not bound by an integral, a limit or a sum")
    real = {s: _bound(s.name) if s.name in letters else sp.Symbol(s.name, real=True)
            for s in expr.atoms(sp.Symbol) if s.name in letters | places}
    return _two_sided(expr, text).xreplace(real)


def _checked(template: str) -> tuple[str, frozenset[str]]:
    """The template in the library's spelling, and the letters it binds."""
    text = template
    for spelling, read in SPELLINGS:
        text = re.sub(spelling, read, text)
    text = re.sub(r"(\d*)\.(\d+)", _rational, text)
    if len(text) > LONGEST:
        raise _refused(f"it is longer than {LONGEST} characters")
    at, depth, letters, previous = 0, 0, set(), ""
    while at < len(text):
        match = TOKEN.match(text, at)
        token = match[0] if match else text[at]
        if match is None or token[0] == "\\" and token not in MACROS:
            raise _refused(f"{token!r} is not known to it")
        depth += (token in "({[") - (token in ")}]")
        if depth > DEEPEST:
            raise _refused(f"it is nested deeper than {DEEPEST}")
        if previous in ("^", "_") and token.isdigit() and len(token) > 1:
            raise _refused(f"{previous}{token} needs braces")
        if len(token) == 1 and token.isalpha() and token not in "ed":
            letters.add(token)
        previous = token if not token.isspace() else previous
        at = match.end()
    if any(c.isupper() for c in letters) or "i" in letters:
        raise _refused("it binds a letter that the second reader may take for something else")
    return text, frozenset(letters)


def _rational(match: re.Match) -> str:
    value = Fraction(match[0] if match[1] else "0" + match[0])
    return rf"\frac{{{value.numerator}}}{{{value.denominator}}}"


def _library(text: str) -> sp.Expr:
    from latex2sympy2_extended import latex2sympy
    from latex2sympy2_extended.latex2sympy2 import ConversionConfig

    config = ConversionConfig(interpret_as_mixed_fractions=False, lowercase_symbols=False,
                              interpret_contains_as_eq=False)
    with _Refusals():
        expr = latex2sympy(text, normalization_config=None, conversion_config=config)
    if not isinstance(expr, sp.Expr):
        raise _refused("it is no number")
    return _evaluated(expr)


class _Refusals:
    """The ways in which the library says that it cannot read a text, as one refusal; every other failure passes.

    A syntax error is a bare `Exception`, raised by the library itself: neither a subclass of it nor one that
    comes from elsewhere is taken for that.
    """

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        if kind in UNREAD or kind is Exception and LIBRARY in _raised_in(traceback):
            raise _refused(f"the second reader could not read it ({kind.__name__})") from error


def _raised_in(traceback: TracebackType) -> str:
    """The file in which an error was raised."""
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    return traceback.tb_frame.f_code.co_filename


def _evaluated(expr: sp.Basic) -> sp.Basic:
    """The library builds its trees unevaluated: `2 (1)`, `log(x, e)`."""
    if not expr.args:
        return expr
    return expr.func(*map(_evaluated, expr.args))


def _two_sided(expr: sp.Expr, text: str) -> sp.Expr:
    r"""The library reads `\lim_{t \to 0}` from the right only; so written, it is two-sided."""
    if re.search(r"\\to\s*\S+?\^\{?[-+]", text):
        raise _refused("one-sided limits are not read")
    return expr.replace(sp.Limit, lambda f, t, to, *_: sp.Limit(f, t, to, "+-")
                        if to.is_finite is not False else sp.Limit(f, t, to))


def place(k: int) -> sp.Symbol:
    return sp.Symbol(f"s_{{{101 + k}}}", real=True)


@lru_cache(maxsize=64)
def _bound(letter: str) -> sp.Dummy:
    return sp.Dummy(letter, real=True)


def _refused(why: str) -> SymcheckError:
    return fail("foreign-unreadable", "this part could not be read safely", None, None,
                why[0].upper() + why[1:] + ".")
