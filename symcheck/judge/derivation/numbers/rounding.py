r"""Numbers written in decimals: whether a value agrees with what is written, up to the rounding that its digits show."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np

from symcheck.judge import verdict as V
from symcheck.judge.derivation.numbers.values import value_of
from symcheck.judge.derivation.state import State
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.parser import parse
from symcheck.read.syntax import Number
from symcheck.text import SymcheckError

# A number in decimals, maybe with a power of ten: `-0.144`, `9.5 \times 10^{-7}`.
_DECIMAL = re.compile(r"\s*([-+]?)\s*(\d*)(?:\.(\d+))?\s*(?:\\(?:times|cdot)\s*10\s*\^\s*(?:\{\s*(-?\d+)\s*\}|(\d)))?\s*")
_POWER = re.compile(r"\s*10\s*\^\s*(?:\{\s*(-?\d+)\s*\}|(\d))\s*")  # an order of magnitude
_RELATIVE = 0.01  # what a number computed by hand from rounded ones may be off
_UNITS = 2  # and by how many units of its last digit, where it shows three digits or more
_LOOSE = 0.1  # what a fraction or a root near a number may be off: nobody can tell how near it is meant to be

# What makes a piece more than numbers listed: an operation between two of them.
_COMPUTED = re.compile(r"\d\s*(?:[-+*/(^]|\\(?:cdot|times))\s*|\\(?:[dt]?frac|sqrt|exp|ln|log|left\()|\)\s*\d|\^")

AGREES, OPEN, DIFFERS = "agrees", "open", "differs"


def unit(text: str) -> Fraction | None:
    """One unit of the last digit written, None where this is not a number in decimals."""
    m = _DECIMAL.fullmatch(text)
    if m is None or not (m[2] or m[3]):
        return None
    return Fraction(10) ** (int(m[4] or m[5] or 0) - len(m[3] or ""))


def about(value, written, text: str) -> str:
    r"""Does `value \approx written` hold: within half a unit of the last decimal of `text`, or within one hundredth? Within a unit, or where a whole
    number is the nearest one, it is left open; so it is where three digits or more are shown of which the last is several units off, and what is no decimal,
    within a tenth."""
    off, step = abs(float(value) - float(written)), unit(text)
    if off <= max(_RELATIVE * abs(float(value)), 1e-12):
        return OPEN if digits_off(value, written, text) else AGREES
    if _POWER.fullmatch(text) is not None:
        ratio = float(value) / float(written)
        return AGREES if 0.5 <= ratio <= 2 else OPEN if 0.2 <= ratio <= 5 else DIFFERS
    if step is None:
        return OPEN if off <= _LOOSE * abs(float(value)) else DIFFERS
    if step < 1 and off <= float(step) / 2 * (1 + 1e-9):
        return AGREES
    return OPEN if off <= float(step) * (1 + 1e-9) else DIFFERS


def digits_off(value, written, text: str) -> bool:
    """Is the last of three digits or more that are written several units off? Zeros at the end of a whole number are no digits shown."""
    step, m = unit(text), _DECIMAL.fullmatch(text)
    if step is None:
        return False
    shown = (f"{m[2]}{m[3]}" if m[3] else m[2].rstrip("0")).lstrip("0")
    return len(shown) >= 3 and abs(float(value) - float(written)) > _UNITS * float(step) * (1 + 1e-9)


def exactly(value, written, text: str) -> str:
    r"""Does `value = written` hold, where a number that has two decimals or more may be rounded? Of fewer digits it is left open."""
    off, step = abs(float(value) - float(written)), unit(text)
    if value == written or off <= abs(float(value)) * 1e-12:
        return AGREES
    if step is None or step >= 1 or off > float(step) / 2 * (1 + 1e-9):
        return DIFFERS
    return AGREES if step <= Fraction(1, 100) and off <= 0.02 * abs(float(value)) else OPEN


def cell(value, written, text: str, said: bool) -> str:
    """Does a cell of a table hold this value, rounded? Of one decimal, or off by one unit, it is left open where the words do not say, or say, that it is
    rounded: the row before it may have been rounded too."""
    off, step = abs(float(value) - float(written)), unit(text)
    if step is None or off <= abs(float(value)) * 1e-12:
        return AGREES if step is not None else OPEN
    if off <= float(step) / 2 * (1 + 1e-9) and (said or step < 1):
        return AGREES if said or step <= Fraction(1, 100) else OPEN
    return OPEN if said and off <= float(step) * (1 + 1e-9) else DIFFERS


def rounded(state: State, value: np.ndarray, piece: Piece, known: frozenset[Fraction] = frozenset()) -> Verdict | None:
    """The verdict on `value = piece` of numbers, where the difference is no more than what the decimals in the piece may have been rounded by: right
    where these have three digits or more, or are the result itself, with two decimals; None where it is more. Undecided where it is that only if a
    number among the `known` ones, which need no rounding, were rounded as well."""
    e = state.read(piece)
    written = value_of(e) if e is not None else None
    found = _slack(state, piece, written, known) if written is not None and written.size == value.size else None
    if found is None:
        return None
    slack, of_known, digits, literal = found
    off = np.array([abs(float(p) - float(q)) for p, q in zip(value.ravel(), written.ravel())])
    if np.any(off > (slack + of_known) * (1 + 1e-9) + 1e-15) or any(d > 0.02 * abs(float(p)) for d, p in zip(off, value.ravel())):
        return None
    if (literal or digits >= 3) and np.all(off <= slack * (1 + 1e-9) + 1e-15):
        return Verdict(V.SUPPORTED, "the values agree in the decimals written")
    return Verdict(V.UNDECIDED, "the values agree as far as the decimals are known")


def _slack(state: State, piece: Piece, written: np.ndarray, known: frozenset[Fraction]) -> tuple[np.ndarray, np.ndarray, int, bool] | None:
    """How far the value of a piece may be off by the rounding of the decimals in it, and by that of `known` numbers put in, the fewest digits that one of
    these has, and is the piece one number or a list of numbers alone? None where a number has one decimal only, or there is none with decimals."""
    text, slack, of_known, digits = piece.source.text, np.zeros(written.size), np.zeros(written.size), 99
    start, end = piece.syntax.span
    literal = _COMPUTED.search(text[start:end]) is None
    decimals = [n for n in piece.syntax.walk() if type(n) is Number and "." in text[n.span.start:n.span.end]]
    for n in decimals:
        shown = text[n.span.start:n.span.end]
        after, significant = len(shown.split(".")[1]), len(shown.replace(".", "").lstrip("0"))
        if after < 2 or significant < 2:
            continue  # a step size, a weight: no rounding
        digits = min(digits, significant)
        source = piece.source.rewritten(" " * start + text[start:n.span.start] + shown + "5" + text[n.span.end:end])
        try:
            e = state.read(Piece(parse(source, state.context.words), source))
        except SymcheckError:
            return None
        other = value_of(e) if e is not None else None
        if other is None or other.size != written.size:
            return None
        less = of_known if not literal and Fraction(shown) in known else slack
        less += np.abs([float(a) - float(b) for a, b in zip(other.ravel(), written.ravel())])
    return (slack, of_known, digits, literal) if digits < 99 else None


__all__ = ["AGREES", "DIFFERS", "OPEN", "about", "cell", "digits_off", "exactly", "rounded", "unit"]
