"""How names, sizes and sets look among words, and what the words come to say of a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from symcheck.read.documents import Formula

ATOM = r"(?:\\?[A-Za-z]+(?:_(?:\{\w+\}|\w))?|\d+)(?:\s*[-+]\s*(?:\\?[A-Za-z]|\d+))?"
NAME = (r"(?:\\(?:mathbf|boldsymbol|bm|vec|hat|tilde|bar|mathbb|mathrm|check)\s*(?:\{[^{}]*\}|\\?[A-Za-z]+)|"
         r"\\[A-Za-z]+|[A-Za-z])(?:\s*[_^]\s*(?:\{[^{}]*\}|\\[A-Za-z]+|[A-Za-z0-9*]))*'?")
NAMES = re.compile(rf"^\s*{NAME}(?:\s*,\s*{NAME})*\s*$")
WITH_SET = re.compile(rf"^\s*{NAME}(?:\s*,\s*{NAME})*\s*\\in\b")
PRODUCT = re.compile(rf"^\s*\(?\s*({ATOM})\s*(?:\\times|,)\s*({ATOM})\s*\)?\s*$")
ONE_SIZE = re.compile(rf"^\s*(?:\(\s*)?({ATOM})\s*,?\s*(?:\))?\s*$")
SET = re.compile(r"^\s*(?:\\mathbb\s*\{?[RNZS]\}?|\\R(?![A-Za-z])|\\\{|\[|\().*$", re.S)
PAIRS = re.compile(rf"\(\s*({NAME})\s*,\s*({NAME})\s*\)")
WHOLE = re.compile(rf"^\s*({NAME})\s*(?:\\in\b.*)?$")
# Where an index ends, `M`, `n_{0}`, `3`; `j = 1, \dots, M`.
END = r"([A-Za-z](?:_(?:\w|\{[^{}]*\}))?|\d+)"
RANGE = re.compile(r"(?<![A-Za-z\\])([a-z])\s*\$?\s*&?\s*(?:=|\\in\s*\\\{)\s*1\s*,\s*(?:2\s*,\s*)?\\[lc]?dots[cbmi]?\s*,\s*" + END + r"(?![\w^_])")


@dataclass(frozen=True)
class Described:
    """A name and the declaration that the words make of it."""

    name: str
    line: str  # "" where it is of the shape of another
    value: str = ""  # `e = \\mathbf{1}` of a name for the vector of ones
    like: str = ""  # the other name in "of the same length as"
    sign: str = ""  # `x_i \\ge 0` of what is told to have a sign
    sums: str = ""  # `one`: what sums to one are its entries, or those of its `rows` or `columns`
    kind: str = ""  # `scalar` of what is only said to be a number, `tied` of one that other names say more of
    is_line: bool = False  # is it a row or column of another, which is all there is to say of it?

    @property
    def says_more(self) -> bool:
        """Is there something in it for a name that has a meaning?"""
        return bool(self.value) or r"\mathbf{1}" in self.line or r"\text" in self.line


_SPACE = re.compile(r"\\(?:[ ,;:!]|q?quad(?![A-Za-z]))|~")


def text_of(f: Formula) -> str:
    """A formula among words, without the marks that only space it out."""
    return _SPACE.sub(" ", f.rows[0].text) if len(f.rows) == 1 and not f.display else "="

# Words between "the" and the formula that they name, "of the logistic loss $L$": no part of it or what is made of it, "of the square of $f$", "of the negative $f$".
APPOSED = (r"(?:(?:(?!(?:of|in|from|to|for|with|at|by|on|over|under|times|plus|minus)\b)[\w-]+\s+){0,4}"
           r"(?<!\bsquared\s)(?<!\bnegative\s)(?<!\blog\s)(?<!\bhalf\s)(?<!\btwice\s)(?<!\binverse\s)(?<!\bscaled\s)(?<!\baveraged\s)(?<!\bnegated\s))")


def letter_of(name: str) -> str:
    return re.sub(r"\\(?:mathbf|boldsymbol|bm|mathbb|mathrm|vec)|[{}\s]", "", name)


def plain_size(size: str) -> str:
    r"""A size in one way of writing it: `n_0` of `n_{0}`."""
    return re.sub(r"_\{\s*(\w)\s*\}", r"_\1", re.sub(r"\s", "", size))


def stands_in(name: str, text: str) -> bool:
    """Does a name stand in formulas, as `x` in `$x$ and $y$`?"""
    return re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", text) is not None
