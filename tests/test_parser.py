"""The reader: what each notation reads as, what is refused and in which words, and its promises.

The readings stand in `tests/readings.py`.
"""

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symcheck.read import notation
from symcheck.read.parser import parse
from symcheck.read.syntax import Syntax
from symcheck.text import Source, SymcheckError
from tests.patience import patience
from tests.readings import READINGS
from tests.sexpr import sexpr

CASES = Path(__file__).parent / "cases"


def reading(latex, words=()):
    return sexpr(parse(Source(latex), frozenset(words)))


@pytest.mark.parametrize("latex, tree", [
    pytest.param(latex, tree, id=f"{kind}-{k}") for kind, rows in READINGS.items()
    for k, (latex, tree) in enumerate(rows)])
def test_reading(latex, tree):
    assert reading(latex) == tree


@pytest.mark.parametrize("latex, words, tree", [
    (r"loss = err x", {"loss", "err"}, "(loss = (err x))"),
    (r"MSEx", {"MSE"}, "(MSE x)"),
    (r"xMSE", {"MSE"}, "(x MSE)"),
    (r"loss", set(), "(l o s s)"),
    (r"\mathrm{loss}", {"loss"}, "loss"),
    (r"x_{loss} y_loss", {"loss"}, "((script x _loss) (script y _loss))"),
    (r"max x", {"max"}, "(max x)"),
    (r"tr", {"tr"}, "tr"),
    (r"theta x", {"theta"}, "(theta x)"),
])
def test_declared_words(latex, words, tree):
    assert reading(latex, words) == tree


REFUSALS = [
    ("", "empty-input", ""),
    (r"x_{}", "empty-group", "{}"),
    (r"()", "empty-group", "()"),
    (r"\frac{a}{}", "empty-group", "{}"),
    (r"x_i_j", "double-subscript", "_"),
    (r"x^2^3", "double-superscript", "^"),
    (r"x^12", "braces-needed", "12"),
    (r"x^(2)", "braces-needed", "("),
    (r"\frac123", "braces-needed", "23"),
    (r"\sqrt10", "braces-needed", "10"),
    (r"e^-2x", "braces-needed", "-2"),
    (r"e^-x_i", "braces-needed", "-x"),
    (r"\frac{a}", "missing-argument", "}"),
    (r"\hat", "missing-argument", r"\hat"),
    (r"x^", "missing-argument", "^"),
    (r"\left x", "missing-argument", r"\left x"),
    (r"\begin", "missing-argument", r"\begin"),
    (r"a +", "missing-operand", "+"),
    (r"a \cdot", "missing-operand", r"\cdot"),
    (r"a,,b", "missing-operand", ","),
    (r"(a,)", "missing-operand", ","),
    (r"p(|y)", "unbalanced-bracket", ")"),
    (r"a + * b", "stray-operator", "*"),
    (r"\sum\times x", "stray-operator", r"\times"),
    (r"\ge = 0", "stray-operator", "="),
    (r"a * / b", "stray-operator", "/"),
    (r"\foo x", "unknown-macro", r"\foo"),
    (r"\alpah", "unknown-macro", r"\alpah"),
    (r"\input{x}", "forbidden-macro", r"\input"),
    (r"\write18{ls}", "forbidden-macro", r"\write"),
    (r"\text{\input{x}} y", "forbidden-macro", r"\input"),
    (r"\underbrace{a}_{\input x} + b", "forbidden-macro", r"\input"),
    (r"\def\x{1} x", "forbidden-macro", r"\def"),
    (r"\newcommand{\x}{1} x", "forbidden-macro", r"\newcommand"),
    (r"(a + b", "unbalanced-bracket", "("),
    (r"a + b)", "unbalanced-bracket", ")"),
    (r"\left( a + b \right]", "unbalanced-bracket", r"\right]"),
    (r"f(a, b]", "unbalanced-bracket", "]"),
    (r"\log(1-p) ]", "unbalanced-bracket", "]"),
    (r"{a", "unbalanced-bracket", "{"),
    (r"\|x|", "unbalanced-bracket", "|"),
    (r"|x", "unbalanced-bracket", "|"),
    (r"\text{a", "unbalanced-bracket", "{"),
    (r"\begin{bmatrix} a & b", "unbalanced-environment", r"\begin{bmatrix}"),
    (r"\begin{bmatrix} a \end{pmatrix}", "unbalanced-environment", r"\end{pmatrix}"),
    (r"a \end{align}", "unbalanced-environment", r"\end{align}"),
    (r"\begin{foo} a \end{foo}", "unknown-environment", r"\begin{foo}"),
    (r"2{a+b}", "invisible-braces", "{a+b}"),
    (r"{AB}^T", "invisible-braces", "{AB}"),
    (r"c - {a+b}", "invisible-braces", "{a+b}"),
    (r"\sum_i{a_i + b}", "invisible-braces", "{a_i + b}"),
    (r"_i x", "missing-base", "_"),
    (r"theta x", "missing-backslash", "theta"),
    (r"1e-3 x", "ambiguous-number", "1e-"),
    (r"2 3 x", "ambiguous-number", "2 3"),
    (r"x - 10 000", "ambiguous-number", "10 000"),
    ("2½", "mixed-number", "2½"),
    ("а x", "unknown-character", "а"),
    ("x ☃ y", "unknown-character", "☃"),
    ("x # y", "unknown-character", "#"),
    ("x \x00 y", "control-character", "\x00"),
    ("x \ud800 y", "unknown-character", "\ud800"),
    (r"$a$ and $b$", "stray-delimiter", "$"),
    (r"\overset{*}{w}", "unread-annotation", "*"),
    (r"9^{9^{9^9}}", "exponent-too-large", "9^9"),
    (r"2^{100000}", "exponent-too-large", "100000"),
]


@pytest.mark.parametrize("latex, id, marked", REFUSALS)
def test_refusal(latex, id, marked):
    with pytest.raises(SymcheckError) as raised:
        parse(Source(latex))
    diagnostic = raised.value.diagnostic
    assert diagnostic.id == id
    assert latex[slice(*diagnostic.span)] == marked
    assert str(raised.value).startswith(id)


def test_a_message_in_full():
    with pytest.raises(SymcheckError) as raised:
        parse(Source(r"\nabla L = 2\alpah X"))
    assert str(raised.value) == "\n".join([
        "unknown-macro: this command is not known",
        "",
        r"1 | \nabla L = 2\alpah X",
        r"                ^^^^^^ \alpah is not in the notation table",
        "",
        r"help: did you mean \alpha?"])


HOSTILE = {
    "braces": ("{" * 1_000_000, "input-too-long"),
    "open braces": ("{" * 19_000, "nesting-too-deep"),
    "brackets": ("(" * 19_000 + "x", "nesting-too-deep"),
    "left brackets": (r"\left(" * 3_000, "nesting-too-deep"),
    "bars": ("|" * 19_999, "nesting-too-deep"),
    "fractions": (r"\frac{1}{" * 2_000, "nesting-too-deep"),
    "unbraced fractions": (r"\frac" * 3_900, "nesting-too-deep"),
    "accents": (r"\hat" * 4_900 + "x", "nesting-too-deep"),
    "roots": (r"\sqrt" * 3_900 + "x", "nesting-too-deep"),
    "fonts": (r"\bf" * 6_000 + " x", "nesting-too-deep"),
    "scripts": ("x^{" * 6_000, "nesting-too-deep"),
    "matrices": (r"\begin{bmatrix}" * 1_300, "nesting-too-deep"),
    "overs": (r"a\over " * 2_500 + "a", "nesting-too-deep"),
    "underset": (r"\underset{" * 1_900, "nesting-too-deep"),
    "stacks": (r"\underset a" * 1_800, "nesting-too-deep"),
    "letters": ("x" * 19_999, "too-many-items"),
    "factors": ("x " * 9_999, "too-many-items"),
    "terms": ("x+" * 9_999 + "x", "too-many-items"),
    "relations": ("x=" * 9_999 + "x", "too-many-items"),
    "entries": ("x," * 9_999 + "x", "too-many-items"),
    "given": ("x|" * 9_999 + "x", None),
    "cells": (r"\begin{bmatrix}" + "&" * 15_000 + r"\end{bmatrix}", "too-many-items"),
    "signs": ("-" * 19_999 + "x", "stray-operator"),
    "digits": ("1" * 19_999, "number-too-long"),
    "texts": (r"\text{$x$" * 2_000, "unbalanced-bracket"),
    "dollars": ("$" * 19_999, None),
    "combining": ("x" + "\u0302" * 19_000, None),
    "raised": ("x" + "²" * 19_000, "number-too-long"),
    "words": (r"\text{and}" * 1_900, None),
    "primes": ("x" + "'" * 19_000, None),
    "tower": ("9^{" * 50 + "9" + "}" * 50, "exponent-too-large"),
    "rows": ("x\\\\" * 6_000, "too-many-items"),
    "comments": ("%\n" * 9_999, "empty-input"),
    "nul": ("\x00" * 100, "control-character"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_gets_its_message(name):
    text, id = HOSTILE[name]
    with patience():
        try:
            parse(Source(text))
        except SymcheckError as error:
            assert id is None or error.diagnostic.id == id
            str(error)
        else:
            assert id is None


def test_deep_callers_get_the_depth_message_not_a_crash():
    def deep(n):
        return deep(n - 1) if n else parse(Source("(" * 99 + "x" + ")" * 99))
    with pytest.raises(SymcheckError, match="nesting-too-deep"):
        deep(sys.getrecursionlimit() - 150)
    assert parse(Source("(" * 90 + "x" + ")" * 90))


@pytest.mark.parametrize("row", notation.TABLE, ids=lambda row: row.spellings[0])
def test_every_row_has_an_example_that_reads(row):
    assert row.means and row.example
    if row.kind == "refused":
        with pytest.raises(SymcheckError, match="forbidden-macro"):
            parse(Source(row.example))
    else:
        parse(Source(row.example))


def test_every_spelling_is_known():
    for spelling, row in notation.ROWS.items():
        if row.kind in ("refused", "matrix", "cases", "display") or row.example.count("{") > 3:
            continue
        example = row.example.replace(row.spellings[0], spelling + " ", 1)
        try:
            parse(Source(example))
        except SymcheckError as error:
            assert error.diagnostic.id not in ("unknown-macro", "unknown-character"), example


def formulas(path):
    """The declarations and both sides of every case in a table, with their line numbers."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("declare:"):
            yield number, line[8:]
        elif line.strip() and not line.startswith(("%", "[", "layout:", "oracle:")):
            line = re.sub(r"\s{2,}%.*$", "", line)
            sides = re.split(r"\s{2,}(?:==|!=|!!|=\?|=\^)\s{2,}", line)
            yield from ((number, side) for side in sides)


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_every_case_reads(path):
    for number, side in formulas(path):
        try:
            parse(Source(side.strip(), path.name, number))
        except SymcheckError as error:
            pytest.fail(f"{path.name}:{number}: {error}")


PIECES = [s for row in notation.TABLE for s in row.spellings if row.kind not in
          ("matrix", "cases", "display", "refused")] + [
    *"abxyWi12TTnd", *"(){}[]|^_^_'&,.+-*/={}$ ", r"\\", r"\begin{bmatrix}", r"\end{bmatrix}",
    r"\begin{cases}", r"\end{cases}", r"\text{if }", r"\text{loss}", r"\frac{a}{b}", "x_i",
    "W^{(1)}", *"₂ᵀŷ∂½⊤", "max", "tr"]


def nested(node, low, high):
    """Every span lies in the text and in the span of its parent."""
    if isinstance(node, tuple):
        for part in node:
            nested(part, low, high)
    elif isinstance(node, Syntax):
        start, end = node.span
        assert low <= start < end <= high, (node, low, high)
        for name in node.__dataclass_fields__:
            if name != "span":
                nested(getattr(node, name), start, end)


def check_promises(text):
    try:
        node = parse(Source(text))
    except SymcheckError as error:
        span = error.diagnostic.span
        assert 0 <= span.start <= span.end <= max(len(text), 1)
        assert re.fullmatch(r"[a-z-]+", error.diagnostic.id)
        str(error)
    else:
        nested(node, 0, len(text))


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_pieces_read_whole_or_are_refused(pieces):
    check_promises("".join(pieces))
    check_promises(" ".join(pieces))


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=60))
def test_any_text_reads_whole_or_is_refused(text):
    check_promises(text)


GOOD = [latex for rows in READINGS.values() for latex, _ in rows]


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from(GOOD), st.data())
def test_good_text_with_a_slip_reads_whole_or_is_refused(latex, data):
    i = data.draw(st.integers(0, len(latex)))
    j = data.draw(st.integers(i, min(len(latex), i + 4)))
    check_promises(latex[:i] + data.draw(st.sampled_from(["", *PIECES])) + latex[j:])


@pytest.mark.parametrize("latex", GOOD)
def test_spans_nest(latex):
    nested(parse(Source(latex)), 0, len(latex))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(GOOD), st.sampled_from(GOOD))
def test_nothing_is_a_prefix(first, second):
    """Reading two formulas as a list gives both: nothing of the text is lost."""
    if any(mark in first + second for mark in (",", "\\\\", "&", "$", "begin", "\\[", "\\(", r"\bf",
                                               "%", r"\over", "?", "text", "quad", r"\mid", "tag")):
        return
    node = parse(Source(f"{first}, {second}"))
    assert sexpr(node).startswith("{") and " , " in sexpr(node)
