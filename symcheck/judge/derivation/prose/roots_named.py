r"""What the places after a noun are said to solve: "The roots of $L'$ are $w = 0$ and $w = \pm a$", "The stationary points of $f$ are $t = 1$ and $t = 3$",
"Its critical points are ..".

Roots and zeros are those of what is named, stationary points those of the derivative of the function that is named, or of the one that was differentiated last by
the name of the places.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.state import State

_AND = r"(?:\s+(?:then|thus|therefore|hence|now|here|exactly|precisely|just|only|given\s+by|at))*"
_NOUN = re.compile(r"\b(?:(?P<roots>roots?|zeros|zeroes|solutions)|(?P<stationary>(?:stationary|critical)\s+(?:points|places|values)))\s*"
                   r"(?:of\s+(?:(?:the|its)\s+)?(?:(?:first\s+)?derivative|slope|gradient|equation|function|loss|objective|cost|bracket|polynomial|quadratic|cubic)?\s*(?:\$(?P<of>[^$]+)\$)?\s*)?"
                   rf"(?:\([^()$]*\)\s*)?(?:are|lie|sit|occur){_AND}\s*:?\s*$", re.I)
_OF_ANOTHER = re.compile(r"\bof\s+(?:(?:the|its)\s+)?(?:derivative|slope|gradient|equation|bracket|polynomial|quadratic|cubic|function|loss|objective|cost)\s+(?:are|lie|sit|occur)\b", re.I)
_PRIMED = re.compile(r"\s*(?:\\[A-Za-z]+|[A-Za-z])(?:_\{?\w\}?)?\s*(?:'+|\^\s*\{?\s*(?:\\prime\s*)+\}?)\s*")
_NAME = re.compile(r"\s*(?:\\[A-Za-z]+|[A-Za-z])(?:_\{?\w\}?)?\s*")


def residual(state: State, sentence: str, letter: str) -> Expr | None:
    """What is zero at the places of this letter that the sentence is about to list; None where it says so of nothing that is known."""
    said = _NOUN.search(sentence)
    x = state.context_read(letter) if said is not None else None
    if said is None or x is None or x.op != "var" or not is_scalar(x.shape):
        return None
    of = said["of"] or ""
    if said["roots"]:
        e = _equation(state, of, letter) if of else None
        return e if e is not None and e.holds(x) else None
    if not of and _OF_ANOTHER.search(said[0]):
        return None
    gradient = state.gradient_by(x)
    f = (_read(state, of, letter) if of else gradient.f if gradient is not None else None)
    return build.derivative(f, x, "column") if f is not None and is_scalar(f.shape) else None


def _equation(state: State, of: str, letter: str) -> Expr | None:
    """`L'`, `L'(w)`, and of an equation the difference of its sides."""
    sides = [_read(state, part, letter) for part in of.split("=")]
    if None in sides or len(sides) > 2 or not all(is_scalar(e.shape) for e in sides):
        return None
    return sides[0] if len(sides) == 1 else build.sub(*sides)


def _read(state: State, text: str, letter: str) -> Expr | None:
    """What a text means, that of a name taken at the letter."""
    if _PRIMED.fullmatch(text) or _NAME.fullmatch(text):
        called = state.context_read(f"{text.strip()}({letter})")
        if called is not None:
            return called
    return state.context_read(text)


__all__ = ["residual"]
