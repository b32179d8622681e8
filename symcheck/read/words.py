r"""Names and words: letters, runs of letters, `\log` and its kin, `\text{..}`.

A run of plain letters is cut from the left: a declared word or a word of the notation table where
one begins (the longest), otherwise a single letter. Words of two letters that nobody declared,
`tr` and `ln`, count only at the start of a run.
"""

from __future__ import annotations

import re
from functools import lru_cache

from symcheck.read import faults, notation, scripts
from symcheck.read.syntax import BigOperator, Group, Number, Root, Symbol, Syntax, Words
from symcheck.read.tokens import BIG, LETTER, OPEN, RUN, SCRIPT, WORD, words_of
from symcheck.text import Span

_VALUE = {s: row.value for s, row in notation.ROWS.items()}
_BIG = frozenset("lim min max argmin argmax sup inf".split())
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*")
# Operators that are also written with a small letter, or in bold face.
_OPERATORS = {"cov": "Cov", "Cov": "Cov", "var": "Var", "Var": "Var", "tr": "tr", "diag": "diag", "softmax": "softmax"}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DROPPED_ARG = {"arg min": "argmin", "arg max": "argmax", "Arg min": "argmin", "Arg max": "argmax"}

# Commands whose backslash is easily lost; no one multiplies these letters.
_LOST = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta theta kappa lambda sigma omega Gamma Delta "
    "Theta Lambda Sigma Omega frac dfrac sum partial nabla mathbf mathbb mathrm mathcal left right "
    "cdot times odot infty text hat operatorname begin quad qquad top ell".split())


def word(parser) -> Syntax:
    r"""A `\log`-like macro."""
    i = parser.i
    parser.i = i + 1
    return Symbol(Span(parser.starts[i], parser.ends[i]), _VALUE[parser.texts[i]])


def big(parser) -> Syntax:
    r"""`\sum`, `\max`, `\arg\min` with their limits."""
    i = parser.i
    name, end = _VALUE[parser.texts[i]], parser.ends[i]
    parser.i = i + 1
    if name == "arg":
        following = parser.texts[i + 1]
        if following.lstrip("\\") not in ("min", "max"):
            raise faults.missing_argument(parser, r"\arg", Span(parser.starts[i], end))
        name, end = "arg" + following.lstrip("\\"), parser.ends[i + 1]
        parser.i = i + 2
    node = BigOperator(Span(parser.starts[i], end), name)
    return scripts.limits(parser, node) if parser.codes[parser.i] == SCRIPT else node


def run(parser) -> Syntax:
    """The first name of a run of letters; the rest stays to be read."""
    i = parser.i
    text = parser.texts[i]
    if parser.font and text in _OPERATORS and text not in parser.words and _begins_run(parser, i):  # `\mathbf{cov}(x)`, whatever its font
        parser.i = i + 1
        return Symbol(Span(parser.starts[i], parser.ends[i]), _OPERATORS[text])
    if parser.font == "rm" or text in parser.words or (
            text == "arg" and parser.texts[i + 1].lstrip("\\") in ("min", "max")):
        return _take(parser, len(text))
    start = parser.starts[i]
    fresh = _begins_run(parser, i)
    if fresh:
        if text in notation.PLAIN_PROSE:
            parser.i = i + 1
            return Words(Span(start, parser.ends[i]), text)
        if text in _LOST:
            raise faults.fault(parser, "missing-backslash", "a backslash seems to be missing",
                               Span(start, parser.ends[i]), f"{text} would be a product of letters",
                               help=f"write \\{text}")
    length = _cut(text, fresh, parser.words)
    if length > 1:
        return _take(parser, length)
    _shorten(parser, i, 1)
    return Symbol(Span(start, start + 1), text[0], parser.font)


def first_of_run(parser, whole_words: bool) -> Syntax:
    """The part of a run that an unbraced script takes: a letter, or a long word below a name."""
    text = parser.texts[parser.i]
    known = text in parser.words or text in notation.PLAIN_WORDS
    return _take(parser, len(text) if whole_words and known and len(text) > 2 else 1)


def _take(parser, length: int) -> Syntax:
    i = parser.i
    text, start = parser.texts[i], parser.starts[i]
    end = parser.ends[i] if length == len(text) else start + length
    if length == len(text):
        parser.i = i + 1
    else:
        _shorten(parser, i, length)
        text = text[:length]
    return name(parser, text, Span(start, end), parser.font)


def _begins_run(parser, i: int) -> bool:
    """Does a run of letters begin here, after no other letter?"""
    start = parser.starts[i]
    return not (start and parser.source.text[start - 1].isalpha())


def _shorten(parser, i: int, length: int) -> None:
    """Take the first letters off a run; a single letter left is no run any more."""
    rest = parser.texts[i][length:]
    parser.texts[i] = rest
    parser.starts[i] += length
    parser.partial = i
    if len(rest) == 1:
        parser.codes[i] = LETTER


@lru_cache(8192)
def _cut(text: str, fresh: bool, declared: frozenset[str]) -> int:
    """The length of the first name in a run of letters."""
    best = 1
    for known in declared:
        if len(known) > best and text.startswith(known):
            best = len(known)
    for known in _BY_LETTER.get(text[0], ()):
        if len(known) > best and (fresh or len(known) > 2) and text.startswith(known):
            best = len(known)
    return best


_BY_LETTER: dict[str, list[str]] = {}
for _known in sorted(notation.PLAIN_WORDS, key=len, reverse=True):
    _BY_LETTER.setdefault(_known[0], []).append(_known)


def name(parser, text: str, span: Span, font: str) -> Syntax:
    r"""The node of a word or letter: a big operator with limits, a root, or a symbol."""
    if len(text) == 1:
        return Symbol(span, text, font)
    if text in ("arg", "Arg") and parser.codes[parser.i] in (RUN, WORD, BIG):
        following = parser.texts[parser.i].lstrip("\\")
        if following in ("min", "max"):
            span = Span(span.start, parser.ends[parser.i])
            parser.i += 1
            text = "arg" + following
    if text in _BIG and text not in parser.words:
        node = BigOperator(span, text)
        return scripts.limits(parser, node) if parser.codes[parser.i] == SCRIPT else node
    if text == "sqrt" and parser.codes[parser.i] == OPEN and text not in parser.words:
        body = parser.item()
        inner = body.body if type(body) is Group else body
        return Root(Span(span.start, body.span.end), inner)
    if text in notation.PLAIN_WORDS or text in parser.words and font == "rm":
        font = ""
    return Symbol(span, text, font)


def text(parser) -> Syntax:
    r"""`\text{..}` and its kin: a name, a number, or prose."""
    i = parser.i
    macro, plain = words_of(parser.texts[i])
    span = Span(parser.starts[i], parser.ends[i])
    parser.i = i + 1
    plain = _DROPPED_ARG.get(plain, plain)
    if plain in notation.PROSE and plain not in parser.words:
        return Words(span, plain)
    if plain in ("cov", "var") and parser.codes[parser.i] == OPEN and plain not in parser.words:
        return Symbol(span, _OPERATORS[plain])
    if _NAME.fullmatch(plain):
        return name(parser, plain, span, _VALUE[macro])
    if _NUMBER.fullmatch(plain):
        if len(plain) == 1:
            return Symbol(span, plain, _VALUE[macro])
        return Number(span, parser.value(plain, span), plain)
    return Words(span, plain)
