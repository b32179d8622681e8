r"""The rule by which gradients are read off differentials, told of any function: "If $df = \operatorname{tr}(G^\top dX)$ for all $dX$, then
$\nabla_X f = G$", `df = g^\top dx \iff \nabla f = g`. It is judged for the linear function that has this differential, and gives no letter in it a
meaning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge import verdict as V
from symcheck.judge.derivation.outcome import Step
from symcheck.judge.equality import equal
from symcheck.read.context import Context
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains
    from symcheck.read.documents import Formula

_F = r"(?:\\(?:mathcal|mathbf)\s*\{\s*[A-Z]\s*\}|\\(?:ell|phi)(?![A-Za-z])|[A-Za-z])"
_N = r"(?:\\(?:mathbf|boldsymbol|bm)\s*\{\s*[A-Za-z]\s*\}|[A-Za-z])"
_D = r"(?:\\mathrm\s*\{\s*d\s*\}|\\operatorname\s*\{\s*d\s*\}|d)\s*(?:\\[,!]\s*)?"
_DIFFERENTIAL = re.compile(rf"^\s*&?\s*{_D}(?P<f>{_F})(?:\((?P<of>{_N})\))?\s*&?\s*=\s*(?P<value>[^=]+?)[\s.,]*$")
_SLOPE = (rf"(?:\\nabla\s*(?:_\s*(?:\{{\s*(?P<by>{_N})\s*\}}|(?P<by_letter>{_N})))?\s*(?P<f>{_F})|\\[dt]?frac\s*\{{\s*(?:\\partial|d)\s*(?P<g>{_F})\s*\}}\s*\{{\s*(?:\\partial|d)\s*(?P<below>{_N})\s*\}})"
          rf"(?:\((?P<of>{_N})\))?\s*&?\s*=\s*(?P<value>[^=]+?)[\s.,]*$")
_GRADIENT = re.compile(rf"^\s*&?\s*{_SLOPE}")
_JOINED = re.compile(r"(?:\\q?quad|\\[,;:!\s]|\s|&)*(?:\\(?:iff|implies|Rightarrow|Leftrightarrow|Longrightarrow|Longleftrightarrow)(?![A-Za-z])|\\text\s*\{[^{}]*\b(?:then|if and only if|iff|means)\b[^{}]*\})(?:\\q?quad|\\[,;:!\s]|\s|&)*")
# Between the differential and the gradient, § for "for all $dX$".
_THEN = re.compile(r"^\s*,?\s*(?:(?:for|with|holds\s+for)\s+(?:all|every|any|arbitrary|each)(?:\s+(?:\w+\s+){0,2})?\s*§\s*,?\s*)?(?:then|so|hence|iff|if\s+and\s+only\s+if|exactly\s+(?:if|when)|means(?:\s+that)?|is\s+equivalent\s+to|(?:we\s+(?:can\s+)?)?read(?:\s+off)?)?\s*,?\s*$", re.I)
_ANY = re.compile(r"\b(?:if|when(?:ever)?|once|suppose|rule|identif\w+|recall|fact|as\s+soon\s+as|from|form|because|since)\b", re.I)
_WORD = re.compile(r"\\operatorname\s*\{\s*[Tt]r(?:ace)?\s*\}|\\(?:mathrm|text)\s*\{\s*[Tt]r\s*\}|\\(?:[Tt]r|top|intercal|langle|rangle|left|right|[bB]igg?[lr]?|mathsf|cdot)(?![A-Za-z])|\^\s*\{?\s*T\s*\}?|\\[,;:! ]")


def judged(chains: Chains, formula: Formula, number: int) -> bool:
    """Is this formula, with the next ones among words, such a rule? Then it is judged, and nothing else is made of it."""
    pair = _displayed(formula) if len(formula.rows) == 1 else None
    taken: list[int] = []
    if pair is None and not formula.display and len(formula.rows) == 1:
        pair, taken = _among_words(chains, formula, number)
    if pair is None:
        return False
    differential, gradient = pair
    by = gradient["by"] or gradient["by_letter"] or gradient["below"] or gradient["of"] or differential["of"] or _only_differential(differential["value"])
    if (gradient["f"] or gradient["g"]) != differential["f"] or not by or not (letter := _only_letter(differential["value"], by)):
        return False
    context = chains.state.context
    if context.scope.bare(_plain(letter)) is not None or context.scope.bare(_plain(differential["f"])) is not None:
        return False  # they mean something here
    word = _verdict(differential["f"], by, letter, _at(differential["value"], by), gradient["value"])
    if word is None:
        return False
    row = chains.meanings.document.formulas[taken[-1]].rows[0] if taken else formula.rows[0]
    line, column = row.locate(0)
    if word == V.EQUAL_LAYOUT and gradient["f"]:
        word = V.DIFFERENT  # nabla is a column in any layout
    if word == V.EQUAL_LAYOUT:
        chains.outcome.passed_over(line, row.text.strip())
    else:
        chains.outcome.add(Step(line, column, row.text.strip(), "", V.Verdict(word), "claim"))
    chains.meanings.taken.update(taken)
    return True


def _displayed(formula: Formula) -> tuple[re.Match, re.Match] | None:
    text = formula.rows[0].text
    m = _JOINED.search(text)
    if m is None:
        return None
    first, second = _DIFFERENTIAL.match(text[:m.start()]), _GRADIENT.match(text[m.end():])
    return (first, second) if first is not None and second is not None else None


def _among_words(chains: Chains, formula: Formula, number: int) -> tuple[tuple[re.Match, re.Match] | None, list[int]]:
    formulas, first = chains.meanings.document.formulas, _DIFFERENTIAL.match(formula.rows[0].text)
    if first is None or not _ANY.search(re.split(r"[.;:]\s", formula.before)[-1]):
        return None, []
    words = ""
    for k in range(number + 1, min(number + 3, len(formulas))):
        words += formulas[k].before
        if len(formulas[k].rows) != 1 or re.search(r"[.;](?:\s|$)", words):
            return None, []
        second = _GRADIENT.match(formulas[k].rows[0].text)
        if second is not None:
            return ((first, second), list(range(number + 1, k + 1))) if _THEN.match(words) else (None, [])
        words += " § "
    return None, []


def _only_differential(value: str) -> str:
    found = {m[1] for m in re.finditer(rf"(?<![A-Za-z\\]){_D}({_N})", value)}
    return found.pop() if len(found) == 1 else ""


def _at(value: str, by: str) -> str:
    """The value with the variable in the place of its differential."""
    return re.sub(rf"(?<![A-Za-z\\]){_D}{re.escape(by)}(?![A-Za-z])", lambda m: f" {by} ", value)


def _only_letter(value: str, by: str) -> str:
    """The one name beside the differential."""
    rest = _WORD.sub(" ", re.sub(rf"(?<![A-Za-z\\]){_D}{re.escape(by)}(?![A-Za-z])", " ", value))
    found = set(re.findall(_N, rest))
    return found.pop() if len(found) == 1 and not re.search(r"\\(?!mathbf|boldsymbol|bm)[A-Za-z]", rest) else ""


def _plain(name: str) -> str:
    m = re.fullmatch(r"\\(?:mathbf|boldsymbol|bm|mathcal)\s*\{\s*([A-Za-z])\s*\}", name)
    return m[1] if m is not None else name


def _verdict(f: str, by: str, letter: str, value: str, slope: str) -> str | None:
    """`equal` where the gradient of the linear function is the one told, for arrays of shapes that fit, `equal_layout` where it is its
    transpose; `different` where it is another one, None where that cannot be told."""
    found = set()
    matrix = _plain(by).isupper() or r"\operatorname" in value or r"\tr" in value
    shapes = [r"a \times b", r"b \times a"] if matrix else ["a"]
    for shape in shapes:
        context = Context()
        try:
            context.declare(Source(rf"{by} \in \mathbb{{R}}^{{{shapes[0]}}}"))
            context.declare(Source(rf"{letter} \in \mathbb{{R}}^{{{shape}}}"))
            context.declare(Source(f"{f} = {value}"))
            context.read(value)
        except SymcheckError:
            continue
        found.add(equal(context, Source(rf"\nabla_{{{by}}} {f}"), Source(slope), "column").word)
    for word in (V.EQUAL, V.EQUAL_LAYOUT):
        if word in found:
            return word
    return V.DIFFERENT if found and found <= {V.DIFFERENT, V.UNREADABLE} else None


__all__ = ["judged"]
