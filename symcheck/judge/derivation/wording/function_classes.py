r"""What words tell of a function without a formula: that it is $L$-smooth, convex, $\mu$-strongly convex, and where its least value is.

Two readings: what is `surely` so where a formula stands, told plainly before it and not taken back since, and what the document may mean `at most`, everything that
it says anywhere. A claim is right where it holds under the first, and wrong only where it fails under the second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LETTER = r"(?:\\[a-zA-Z]+|[A-Za-z])"
_CONSTANT = rf"\$\s*(?P<c>{_LETTER})\s*(?:>\s*0\s*)?"
_WITH = rf"(?:\s+with)?(?:\s+(?:the|a|an|some))?(?:\s+(?:Lipschitz|smoothness|strong\s+convexity|convexity|positive))?(?:\s+(?:constant|parameter|modulus|coefficient))?\s+{_CONSTANT}\$?"
_SMOOTH = [re.compile(p, re.I) for p in (
    rf"{_CONSTANT}\$?\s*-\s*smooth", rf"{_CONSTANT}\$?\s*-\s*Lipschitz(?:\s+continuous)?\s+gradients?", rf"\bsmooth{_WITH}",
    rf"\bgradients?\b[^.;$]{{0,30}}(?:\$[^$]*\$\s*)?[^.;$]{{0,30}}\b{_CONSTANT}\$?\s*-\s*Lipschitz\b",
    rf"\bgradients?\b[^.;$]{{0,30}}(?:\$[^$]*\$\s*)?[^.;$]{{0,30}}\bLipschitz(?:[\s-]+continuous)?{_WITH}")]
_STRONG = [re.compile(p, re.I) for p in (rf"{_CONSTANT}\$?\s*-\s*strongly[\s-]+convex", rf"\bstrongly[\s-]+convex(?:\s+function)?{_WITH}")]
_HALF = rf"\\[dt]?frac\s*(?:\{{\s*(?P<c>{_LETTER})\s*\}}|(?P<d>{_LETTER}))\s*\{{?\s*2\s*\}}?"
_CONVEX = re.compile(r"(?<![-\w])(?<!strongly )(?<!strongly-)(?<!not )(?<!nor )convex(?!ity)\b", re.I)
_STARRED = rf"{_LETTER}(?:\^\s*\{{?\s*(?:\\star|\\ast|\*)\s*\}}?|_\s*\{{?\s*(?:\\star|\\ast|\*)\s*\}}?)"
_PLACE = r"(?:global\s+|unique\s+)?(?:minimi[sz]er|minimum|optimum|optimal\s+(?:point|solution)|solution|minimi[sz]ing\s+point)"
_MINIMIZER = [re.compile(p, re.I) for p in (
    rf"\b(?:attains?|attained|takes?|reach(?:es)?|has|with)\s+(?:its|the|a)\s+(?:global\s+)?(?:minimum|minimal\s+value|least\s+value|optimum|optimal\s+value)(?:\s+value)?(?:\s+\$[^$]*\$)?\s*,?\s+(?:attained\s+)?(?:at|in)\s+(?:(?:a|the|some)\s+(?:point|place)\s+)?\$\s*(?P<x>{_STARRED})\s*\$",
    rf"\b{_PLACE}s?(?:\s+of\s+\$[^$]*\$)?\s+\$\s*(?P<x>{_STARRED})\s*\$", rf"\$\s*(?P<x>{_STARRED})\s*\$\s+(?:is|be|denotes?|for)\s+(?:an?|the|its|any|some|one)\s+{_PLACE}\b",
    rf"(?P<x>{_STARRED})\s*(?:\\in|:?=)\s*\\(?:arg\s*\\min|operatorname\*?\s*\{{\s*arg\s*(?:\\,)?\s*min|argmin)", rf"\$\s*(?P<x>{_STARRED})\s*\$\s+(?:minimi[sz]e[sd]?)\b")]
# What makes a function something else than one of these, or the step another one.
OTHERS = re.compile(r"asiewicz|\bPL[\s-]|quasi-?convex|star-?convex|weakly\s+convex|hypoconvex|self-?concordant|stochastic|\bSGD\b|mini-?batch|momentum|accelerat|Nesterov|proximal|projected|subgradient|"
                    r"Newton|constrain|\bnoise|Hölder|non-?smooth|coordinate\s+descent|\bconcave|linesearch|line\s+search|mirror|dual\b|Euclidean\s+ball|convex\s+sets?\b|\bcompact|\b(?:on|over)\s+(?:the|an?)\s+(?:ball|interval|set|domain)|locally", re.I)
# Before a claim, what makes its function one of fewer.
FEWER = re.compile(r"\bquadratics?\b(?!\s+(?:upper|lower|bound|model|approx\w*|growth))|\b(?:linear|affine|even|odd|homogeneous|one-dimensional|univariate|periodic|separable|diagonal)\b(?!\s+(?:convergence|rate|speed|search))", re.I)
# Words that may take a property back, for what comes after them: any of them, and that a function is smooth, convex, strongly convex.
_BACK = r"no\s+longer|drop\w*|another|other\s+functions?|general\s+functions?|instead|now\s+let|back\s+to|a\s+different|counterexample"
_NOT_SMOOTH = re.compile(rf"\b(?:{_BACK}|non-?\s?smooth\w*|not\s+(?:necessarily\s+)?smooth|(?:without|no)\s+smoothness|(?:only|merely)\s+(?:strongly\s+)?convex)\b", re.I)
_NOT_CONVEX = re.compile(rf"\b(?:{_BACK}|non-?\s?convex\w*|not\s+(?:necessarily\s+)?(?:strongly\s+)?convex|(?:without|no)\s+(?:strong\s+)?convexity|in\s+general|general\s+case|(?:only|merely)\s+(?:smooth|convex|differentiable))\b", re.I)
_SUPPOSED = re.compile(r"\b(?:if|when(?:ever)?|unless|would|were|not|never|whether|might|may|could|suppose\s+for\s+a\s+moment|counterexample|e\.g\.|for\s+(?:instance|example)|some\s+authors?|often|usually)\b|n't\b", re.I)
_PLAIN = re.compile(r"\b(?:let|assum\w+|suppos\w+|throughout|consider|we\s+(?:now\s+)?(?:call|study|take|minimi[sz]e|say)|is|be|are|given|for\s+an?)\b", re.I)
# "We call $f$ $L$-smooth if": no case.
_CALLS = re.compile(r"\b(?:we\s+)?(?:call|say|is\s+called|is\s+said)\b[^.;]*$", re.I)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n|\$\$")
_ASSUMES = re.compile(r"\b(?:assum\w+|suppos\w+|let)\b[^.]*$", re.I)


@dataclass(frozen=True)
class FunctionClass:
    """The constants by their letters, "" where there are none; whether it is convex; its minimizer."""

    smooth: str = ""
    strong: str = ""
    convex: bool = False
    minimizer: str = ""

    @property
    def is_any(self) -> bool:
        """Is nothing told that claims could follow from?"""
        return not (self.smooth or self.strong or self.convex)


def surely(text: str, f: str, others: frozenset[str] = frozenset()) -> FunctionClass:
    """What the words before a formula say plainly of f, and take nowhere back; not in a sentence that names one of the other functions."""
    return _told(text, f, lambda m, back, supposed=False: (supposed or _is_plain(text, m, back)) and _stays(text[m.end():], back) and not _names(text, m, others))


def at_most(text: str, f: str) -> FunctionClass:
    """What a document says anywhere of its functions."""
    return _told(text, f, lambda m, back, supposed=False: True)


def bound_told(text: str, f: str, before: str) -> bool:
    r"""Is this `f(y) \ge f(x) + \nabla f(x)^\top (y - x) + \frac{\mu}{2} \|y - x\|^2`, which the words before it suppose?"""
    return _ASSUMES.search(_SENTENCE.split(before)[-1]) is not None and _below(f).fullmatch(_plain(text)) is not None


def _norm(inside: str) -> str:
    return rf"(?:\\left)?\\(?:\||lVert|Vert)\s*{inside}\s*(?:\\right)?\\(?:\||rVert|Vert)(?:_\{{?2\}}?)?"


def _slope(f: str, place: str) -> str:
    return rf"\\nabla\s*{re.escape(f)}\s*\(\s*{place}\s*\)"


def _gap(f: str) -> re.Pattern[str]:
    r"""`\|\nabla f(x) - \nabla f(y)\| \le L \|x - y\|`, with its constant as c."""
    slopes, places = _slope(f, "(?P<x>[a-z])") + r"\s*-\s*" + _slope(f, "(?P<y>[a-z])"), r"(?:(?P=x)\s*-\s*(?P=y)|(?P=y)\s*-\s*(?P=x))"
    return re.compile(rf"{_norm(slopes)}\s*(?:\\leq?|\\leqslant)\s*(?P<c>{_LETTER})\s*(?:\\[,;:!]\s*)?{_norm(places)}")


def _told(text: str, f: str, holds) -> FunctionClass:
    smooth = {m["c"] for p in (*_SMOOTH, _gap(f), _curved(f, above=True)) for m in p.finditer(text) if holds(m, _NOT_SMOOTH)}
    strong = {m["c"] or m.groupdict().get("e") for p in (*_STRONG, _curved(f, above=False)) for m in p.finditer(text) if holds(m, _NOT_CONVEX)}
    strong |= {m["c"] or m["d"] for m in _below(f).finditer(text) if _ASSUMES.search(_SENTENCE.split(text[:m.start()].rstrip("$ \n"))[-1]) and holds(m, _NOT_CONVEX, True)}
    convex = any(holds(m, _NOT_CONVEX) for m in _CONVEX.finditer(text))
    places = {m["x"] for p in _MINIMIZER for m in p.finditer(text) if re.match(r"\\?[A-Za-z]+", m["x"])[0] != f}  # the f^\star is a value
    if len(smooth) > 1 or len(strong) > 1:
        return FunctionClass()
    return FunctionClass(min(smooth, default=""), min(strong, default=""), convex or bool(strong), min(places) if len(places) == 1 else "")


def _curved(f: str, above: bool) -> re.Pattern[str]:
    r"""`\mu I \preceq \nabla^2 f(x) \preceq L I`: the bound above or below the Hessian."""
    hessian, times = rf"\\nabla\s*\^\s*\{{?2\}}?\s*{re.escape(f)}\s*\(\s*[a-z]\s*\)", rf"(?P<c>{_LETTER})\s*(?:\\[,;:!]\s*)?(?:\\mathbf\s*\{{?)?I(?![A-Za-z])"
    return re.compile(rf"{hessian}\s*\\preceq\s*{times}" if above else rf"{times}\s*\}}?\s*\\preceq\s*{hessian}|{hessian}\s*\\succeq\s*{times.replace('P<c>', 'P<e>')}")


def _below(f: str) -> re.Pattern[str]:
    """The bound from below of a strongly convex function, with its constant as c or d."""
    call, ahead = rf"{re.escape(f)}\s*\(\s*{{}}\s*\)", r"(?P=y)\s*-\s*(?P=x)"
    slope = _slope(f, "(?P=x)")
    inner = rf"(?:{slope}\s*\^\s*\{{?\s*(?:\\top|T)\s*\}}?\s*\(\s*{ahead}\s*\)|\\langle\s*{slope}\s*,\s*{ahead}\s*\\rangle)"
    return re.compile(rf"{call.format('(?P<y>[a-z])')}\s*\\geq?(?:slant)?\s*{call.format('(?P<x>[a-z])')}\s*\+\s*{inner}\s*\+\s*{_HALF}\s*(?:\\[,;:!]\s*)?"
                      rf"{_norm(ahead)}\s*\^\s*\{{?2\}}?")


def _plain(text: str) -> str:
    return re.sub(r"\\tag\s*\{[^{}]*\}|\\label\s*\{[^{}]*\}|[.,;]?\s*$", "", text.strip()).strip().rstrip(".,; ")


def _is_plain(text: str, m: re.Match[str], back: re.Pattern[str]) -> bool:
    """Is it told plainly in its sentence?"""
    before = _SENTENCE.split(text[:m.start()])[-1]
    bare = re.sub(r"\$[^$]*\$", " ", before)
    return _SUPPOSED.search(bare) is None and back.search(bare) is None and (_PLAIN.search(bare) is not None or _CALLS.search(before) is not None or before.count("$") > 0)


def _names(text: str, m: re.Match[str], others: frozenset[str]) -> bool:
    """Does the sentence of this name one of these?"""
    said = _SENTENCE.split(text[:m.start()])[-1] + m[0] + _SENTENCE.split(text[m.end():])[0]
    formulas = " ".join(re.findall(r"\$[^$]*\$?", said))
    return any(re.search(rf"(?<![A-Za-z\\]){re.escape(x)}(?![A-Za-z])", formulas) for x in others)


def _stays(after: str, back: re.Pattern[str]) -> bool:
    """Do the words after it take nothing back?"""
    return back.search(re.sub(r"\$[^$]*\$", " ", after)) is None


__all__ = ["FEWER", "OTHERS", "FunctionClass", "at_most", "bound_told", "surely"]
