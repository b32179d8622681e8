r"""Noun phrases that say of what a formula is the value: "the trace of $A B$", "the inverse of the matrix $A B$", "the gradient of $x^\top A x$ with respect
to $x$", "the expected squared norm of $g$", "the derivative of $\tanh$".

A phrase is known by all of its words; one with a word that is none of these is no phrase. What it is of may be left open, as in "its trace".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

INLINE = re.compile(r"\$([^$]*)\$|\\\((.*?)\\\)", re.S)
# What each noun makes of the formula it is said of; those of a function by a variable are written by `Phrase.left`.
NOUNS = {
    "trace": (r"trace", r"\operatorname{{tr}}\left({}\right)"),
    "determinant": (r"determinant", r"\det\left({}\right)"),
    "inverse": (r"(?:matrix\s+)?inverse", r"\left({}\right)^{{-1}}"),
    "transpose": (r"transpose", r"\left({}\right)^\top"),
    "squared norm": (r"squared\s+(?:Euclidean\s+|L2[\s-]+|2-)?(?:norm|length)|square\s+of\s+the\s+(?:Euclidean\s+)?norm", r"\left\|{}\right\|^2"),
    "norm": (r"(?:(?:Euclidean|L2|2-)[\s-]*)?(?:norm|length)", r"\left\|{}\right\|"),
    "logarithm": (r"(?:natural\s+)?log(?:arithm)?", r"\log\left({}\right)"),
    "square": (r"square", r"\left({}\right)^2"),
    "reciprocal": (r"reciprocal|multiplicative\s+inverse", r"\frac{{1}}{{{}}}"),
    "negative": (r"negative", r"-\left({}\right)"),
    "second moment": (r"second\s+moment", r"\mathbb{{E}}\left[\left({}\right)^2\right]"),
    "mean": (r"expectation|mean(?:\s+value)?|expected\s+value", r"\mathbb{{E}}\left[{}\right]"),
    "variance": (r"variance", r"\operatorname{{Var}}\left({}\right)"),
    "covariance": (r"(?:variance-)?covariance(?:\s+matrix)?", r"\operatorname{{Cov}}\left({}\right)"),
    "odds": (r"odds", r"\frac{{{0}}}{{1 - {0}}}"),
    "log odds": (r"log[\s-]?odds|logit", r"\log\frac{{{0}}}{{1 - {0}}}"),
    "hessian": (r"hessian(?:\s+matrix)?|second\s+derivative", ""),
    "gradient": (r"(?:first\s+|partial\s+)?(?:derivative|gradient|slope)", ""),
}
MOMENTS, DERIVATIVES = frozenset(("second moment", "mean", "variance", "covariance")), frozenset(("hessian", "gradient"))
# Functions that words call by name, and their value at z.
FUNCTIONS = {"sigmoid": (r"(?:logistic\s+)?sigmoid(?:\s+function)?|logistic\s+function", r"\sigma"), "tanh": (r"tanh|hyperbolic\s+tangent", r"\tanh"),
             "softplus": (r"softplus(?:\s+function)?", r"\log(1 + e^{z})"), "relu": (r"ReLU(?:\s+function)?|rectified\s+linear\s+unit|rectifier", r"\max(0, z)")}
_DETERMINER = re.compile(r"(?:the|its|whose|our|this|that|an?)\s+", re.I)
_ADJECTIVE = re.compile(r"(?:resulting|corresponding|whole|full|entire|usual|ordinary|simple)\s+", re.I)
_EXPECTED = re.compile(r"expected\s+(?!value)", re.I)
_OF = re.compile(r"\s*of\s+", re.I)
_BY = re.compile(r"\s*(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|in|by)\s+(?:(?:the|its)\s+(?:vector|matrix|variable|argument|input|weights?|parameters?)\s+)?⟦(?P<by>\d+)⟧", re.I)
# Before the formula itself: what kind of thing it is.
_KIND = re.compile(r"(?:(?:[a-z]+ed\s+)?(?:matrix|product|function|form|expression|vector|estimator|estimate|variable|statistic|sum|difference|loss|objective|cost|penalty|term|map|scalar|number|"
                   r"quantity|hat|projection|projector|Gram|ridge|linear|quadratic|stochastic|random|noisy|sample|outer|inner|dot|bilinear|ratio|quotient|norm|squared|softplus|sigmoid|logistic|Gaussian|"
                   r"gradient|noise|mean|composition|average|weighted|symmetric|square|scalar-valued|real|univariate|affine|data|design|kernel|covariance|probability|exponential)\s+)*", re.I)
_KIND_ALONE = re.compile(r"(?:hat|projection|smoother|smoothing|influence|kernel|Gram)\s+matrix", re.I)
_FORMULA = re.compile(r"⟦(?P<of>\d+)⟧")
_NAMED_FUNCTION = re.compile("(?:" + "|".join(f"(?P<{name}>{words})" for name, (words, _) in FUNCTIONS.items()) + r")(?:\s+(?:activation|function))*(?:\s+⟦(?P<of>\d+)⟧)?", re.I)
_WRITTEN_FUNCTION = {r"\tanh": "tanh", r"\sigma": "sigmoid", r"\operatorname{tanh}": "tanh", r"\operatorname{ReLU}": "relu", r"\mathrm{ReLU}": "relu", r"\text{ReLU}": "relu"}
_AT_ZERO = re.compile(r"\s+at\s+(?:zero|the\s+origin)$", re.I)
_THAT = re.compile(r"that\s+of\s+", re.I)
_NOUN = [(noun, re.compile(rf"(?:{words})(?![\w-])", re.I)) for noun, (words, _) in NOUNS.items()]


@dataclass(frozen=True)
class Phrase:
    """Nouns from the outermost to the innermost, of the formula with this number, of a function called by name, or of what words only call by its kind, "the hat
    matrix"; derivatives by the variable of formula `by`, and where this is zero."""

    nouns: tuple[str, ...]
    of: int | None = None
    by: int | None = None
    function: str = ""
    kind: str = ""
    at_zero: bool = False

    def left(self, of: str, by: str = "", number: bool = True) -> str:
        """The phrase as a formula: of the formula `of`, derivatives by the variable `by`, a number or not."""
        text = of
        for noun in reversed(self.nouns):
            if noun == "gradient":
                text = rf"\frac{{d}}{{d {by}}} \left({text}\right)" if number else rf"\nabla_{{{by}}} \left({text}\right)"
            elif noun == "hessian":
                text = rf"\frac{{d^2}}{{d {by}^2}} \left({text}\right)" if number else rf"\nabla_{{{by}}}^2 \left({text}\right)"
            else:
                text = NOUNS[noun][1].format(text)
        return text


def tokens(sentence: str) -> tuple[str, list[str]]:
    """The words of a sentence, each formula its number in brackets, and the formulas."""
    texts: list[str] = []

    def token(m: re.Match[str]) -> str:
        texts.append((m[1] if m[1] is not None else m[2]).strip().rstrip(".,;"))
        return f"⟦{len(texts) - 1}⟧"

    return re.sub(r"\s+", " ", INLINE.sub(token, sentence)), texts


def phrase(words: str, last: tuple[str, ...] = ()) -> Phrase | None:
    """The phrase that words are, each formula in them its number in brackets `⟦3⟧`; None where they are none. `last`: the nouns of the phrase
    before, for "that of"."""
    text, nouns, by = words.strip(), [], None
    if (place := _AT_ZERO.search(text)) is not None:
        told = phrase(text[:place.start()], last)
        return replace(told, at_zero=True) if told is not None and told.nouns[:1] == ("gradient",) else None
    if last and (that := _THAT.match(text)) is not None:
        nouns, text = [*last], text[that.end():]
    while True:
        text = _without(_ADJECTIVE, _without(_DETERMINER, text))
        if (expected := _EXPECTED.match(text)) is not None:
            nouns.append("mean")
            text = text[expected.end():]
        found = next(((noun, m) for noun, p in _NOUN if (m := p.match(text)) is not None), None)
        if found is None:
            return _operand(text, Phrase(tuple(nouns), by=by)) if nouns else None
        nouns.append(found[0])
        text = text[found[1].end():]
        if (said := _BY.match(text)) is not None:
            by, text = int(said["by"]), text[said.end():]
        if not text.strip():
            return Phrase(tuple(nouns), by=by)
        if (of := _OF.match(text)) is None:
            return None  # "the gradient norm"
        text = text[of.end():]


def _operand(text: str, told: Phrase) -> Phrase | None:
    """The phrase with the formula, or the function called by name, that it is of."""
    named = _NAMED_FUNCTION.match(_without(_DETERMINER, text))
    if named is not None and not named["of"]:
        function, rest = next(name for name in FUNCTIONS if named[name]), _without(_DETERMINER, text)[named.end():]
        return replace(told, function=function) if not rest.strip() else None
    if (kind := _KIND_ALONE.fullmatch(text)) is not None:
        return replace(told, kind=kind[0])
    text = text[_KIND.match(text).end():]
    found = _FORMULA.match(text)
    if found is None:
        return None
    rest = text[found.end():]
    if (said := _BY.match(rest)) is not None and told.by is None:
        told, rest = replace(told, by=int(said["by"])), rest[said.end():]
    return replace(told, of=int(found["of"])) if not rest.strip() else None


def function_written(text: str) -> str:
    r"""The function that a formula like `\tanh` or `\sigma` alone is; "" of any other."""
    return _WRITTEN_FUNCTION.get(re.sub(r"\s", "", text), "")


def _without(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    return text[found.end():] if found is not None else text


__all__ = ["DERIVATIVES", "FUNCTIONS", "MOMENTS", "Phrase", "INLINE", "function_written", "phrase", "tokens"]
