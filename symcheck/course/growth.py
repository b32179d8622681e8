r"""Parts that ask how a cost grows, `O(d^2)`: derived from counted operations."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from symcheck.course.answer import is_prose, undecided, wrong
from symcheck.course.problem import Problem
from symcheck.course.prose import NOT_CHECKED
from symcheck.derive.counts import Count
from symcheck.expr import Expr
from symcheck.judge import verdict as V
from symcheck.judge.sides import read_side
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Context

_SYMBOL = (r"(?P<symbol>\\(?:mathcal|mathrm|operatorname|text)\s*\{?\s*O\s*\}?|(?<![A-Za-z\\])O|\\Theta|\\Omega|"
           r"\\mathcal\s*O|Θ|𝒪|\\tilde\s*\{?O\}?|(?<![A-Za-z\\])o)\s*(?:\\left|\\[bB]ig+l?)?\s*(?=\()")
_BIG = re.compile(_SYMBOL)
_CLOSED = re.compile(r"\\(?:right|[bB]ig+r?)(?=\s*\))")
_UNITS = re.compile(r"\\(?:text|mathrm|mbox|textrm)\{\s*(?:(?:scalar|arithmetic|floating[- ]point)\s+)?(?:operations?|ops|flops|"
                    r"FLOPs|multiplications|multiply-adds|additions|steps|time)?(?:\s*(?:in total|each|overall))?\s*\}\s*$")
_LARGE = (10**4, 10**8)


@dataclass(frozen=True)
class Growth:
    r"""Asks for the growth of a cost in `size`.

    `cost` is a function of the problem's context that counts the operations; `says` names it.
    """

    cost: Callable[[Context], Count]
    says: str
    size: str = "d"

    def judge(self, problem: Problem, answer: str) -> Verdict:
        context = problem.context()
        text = answer.strip().rstrip(" .,;").strip("$ ").rstrip(" .,;").removeprefix(r"\[").removesuffix(r"\]").strip()
        *before, text = re.split(r"(?<![<>])=|\\approx|\\sim|\\in(?![A-Za-z])|≈", text)
        text = re.sub(r"^\\(?:boxed|text|mathrm)\{(.*)\}$", r"\1", text.strip()).strip()
        if is_prose(text):
            return undecided(NOT_CHECKED)
        text = _UNITS.sub("", text).strip()
        if _quotient(text):
            return undecided("a difference or quotient of growth rates says nothing")
        symbols = {m["symbol"] for m in _BIG.finditer(text)}
        grown = self._exponent(_inside(text))
        counted = self.cost(context)
        fact = f"counted: {counted}; so {self.says} is O({self._power(counted.degree)})"
        if grown is None:
            return wrong(f"this is no power of {self.size}; {fact}")
        weak = next((x for x in sorted(symbols) if r"\Omega" in x or x == "o" or "tilde" in x), None)
        if weak is not None:
            return wrong(f"{weak} is not the growth asked for; {fact}")
        if grown != counted.degree:
            return wrong(f"O({self._power(grown)}) " + (
                "holds as a bound but is more than the cost" if grown > counted.degree else "is too little") + f"; {fact}")
        for part in before:
            if _BIG.search(part) and self._exponent(_inside(part)) != grown:
                return wrong(f"{part.strip()} does not grow as {text}; {fact}")
        return Verdict(V.EQUAL, fact, shape="a growth rate")

    def _power(self, k) -> str:
        return "1" if k == 0 else self.size if k == 1 else f"{self.size}^{k}"

    def _exponent(self, inside: str) -> Fraction | None:
        """The k for which the expression grows as size^k; None where it grows otherwise."""
        context = Context([f"{self.size} > 0"])
        e = read_side(context, inside, "column")
        low, high = (_value(e, d) for d in _LARGE)
        if low is None or high is None or low <= 0 or high <= 0:
            return None
        for k in range(9):
            a, b = Fraction(low) / _LARGE[0] ** k, Fraction(high) / _LARGE[1] ** k
            if a and abs(b / a - 1) < Fraction(1, 50):
                return k
        return None


def _inside(text: str) -> str:
    """A product or sum of growth rates with what they hold: it grows as that product or sum."""
    return _CLOSED.sub("", _BIG.sub("", text))


def _quotient(text: str) -> bool:
    """Does a minus or a division stand outside what the growth rates hold?"""
    outside = re.sub(r"\([^()]*\)", "", _inside(text)) if _BIG.search(text) else ""
    return re.search(r"[-/−]|\\frac|\\div", outside) is not None


def _value(e: Expr, d: int) -> Fraction | None:
    """The exact value at a size; None for what is no rational expression of it."""
    args = [_value(a, d) for a in e.args]
    if None in args:
        return None
    match e.op:
        case "var":
            return Fraction(d)
        case "num":
            return e.data
        case "add":
            return sum(args, Fraction(0))
        case "neg":
            return -args[0]
        case "mul" | "hadamard":
            return args[0] * args[1]
        case "div":
            return args[0] / args[1] if args[1] else None
        case "power":
            k = args[1]
            return args[0] ** int(k) if k.denominator == 1 and abs(k) < 20 else None
        case "matpow":
            return args[0] ** e.data if abs(e.data) < 20 else None
    return None
