r"""Laws told by the chances of values: `P(x_i = 1) = \theta` of what is 0 or 1, `P(x_i = j) = \frac{\lambda^j e^{-\lambda}}{j!}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symcheck.expr import Variable
    from symcheck.judge.derivation.names.laws_told import Told
    from symcheck.judge.derivation.names.meanings import Meanings
    from symcheck.read.documents import Document, Formula

_SPACING = re.compile(r"\\[!,;: ]|\\q?quad(?![A-Za-z])|\\(?:left|right|[bB]igg?[lr]?)(?![A-Za-z])|\s+")
_NAME = r"(?:\\?[A-Za-z]+(?:_(?:\{\w+\}|\w))?)"
# `P(x_i=1)=v` without spaces; behind the bar only the parameter that is the value.
_CHANCE = re.compile(rf"(?:[pP]|\\Pr|\\(?:mathbb|mathbf|mathrm|operatorname)\{{(?:P|Pr)\}})[(\[]({_NAME})=(\w)(?:(?:\\mid|\||;)({_NAME}))?[)\]]=([^=]+?)[.,;]?$")
_BINARY = re.compile(r"\b(?:Bernoulli|binary|coins?|flips?|tosse?s?|masks?|zero[- ]one|success(?:es)?|heads)\b", re.I)
_EXPONENTIAL_OF = re.compile(r"\\exp(?:\{?)\((-[^()]*)\)\}?")
_LISTED = r"%s_\{?1\}?,.*\\[lc]?dots[cbmi]?,%s_\{?([A-Za-z])\}?"
OTHER = "other"  # of chances that are not known here: no law of an earlier part holds on
POISSON = r"\text{Poisson}"
_COUNTS = frozenset(("integer", "nonnegative"))
# The Poisson chances of k without spaces and braces of one token, as they are written.
_POISSON = tuple(re.compile(rf"{form}$") for form in (
    r"\\[dt]?frac\{(?P<a>\\?[A-Za-z]+)\^K(?:\\cdot)?e\^\{-(?P=a)\}\}\{K!\}", r"\\[dt]?frac\{e\^\{-(?P<a>\\?[A-Za-z]+)\}(?:\\cdot)?(?P=a)\^K\}\{K!\}",
    r"e\^\{-(?P<a>\\?[A-Za-z]+)\}(?:\\cdot)?\\[dt]?frac\{(?P=a)\^K\}\{K!\}", r"\\[dt]?frac\{(?P<a>\\?[A-Za-z]+)\^K\}\{K!\}(?:\\cdot)?e\^\{-(?P=a)\}",
    r"(?P<a>\\?[A-Za-z]+)\^Ke\^\{-(?P=a)\}/K!", r"e\^\{-(?P<a>\\?[A-Za-z]+)\}(?P=a)\^K/K!"))


def told(document: Document, make) -> Iterator[Told]:
    """The laws that the formulas of a document tell by chances, each known before its formula."""
    texts = [_plain(row.text) for f in document.formulas for row in f.rows]
    for k, formula in enumerate(document.formulas):
        for row in formula.rows if len(formula.rows) == 1 else ():
            found = _CHANCE.match(_plain(row.text))
            if found is None:
                continue
            name, at, given, value = found.groups()
            if at == "1" and given in (None, value) and (counted := _counted(name, texts)) is not None and _is_binary(name, texts, formula):
                yield make(((name, rf"\in \{{0, 1\}}{counted}"),), r"\text{Bernoulli}", (value,), k)
            rate = _rate(value, at) if not formula.display else None
            if at.isalpha() and rate is None:
                yield make(((name, ""),), OTHER, (), k)
            elif rate is not None and given in (None, rate) and (counted := _counted(name, texts)) is not None:
                yield make(((name, rf"\in \mathbb{{R}}{counted}"),), r"\text{Poisson}", (rate,), k)._replace(taken=(k,))


def forget(meanings: Meanings, v: Variable) -> None:
    """No law of an earlier part holds on of a name with other chances."""
    if meanings.state.law_in.get(v.name, meanings.state.part) != meanings.state.part:
        meanings.context.laws = {name: law for name, law in meanings.context.laws.items() if name != v.name}
        meanings.context.remembered = {}


def restrict(meanings: Meanings, told: Told, v: Variable) -> None:
    """What has Poisson chances is any natural number or 0, whatever it was in an earlier part."""
    if told.kind == POISSON and (v.values or not _COUNTS <= v.traits):
        meanings.exchange(v, replace(v, traits=v.traits | _COUNTS, bounds=(0, None), values=()))


def _plain(text: str) -> str:
    """A formula without spaces."""
    return _SPACING.sub("", text)


def _counted(name: str, texts: list[str]) -> str | None:
    r"""The range of `m_j` where a list `m_1, \dots, m_d` stands in a formula, `""` where there is none."""
    letter = re.fullmatch(r"(\\?[A-Za-z]+)_\{?([a-z])\}?", name)
    if letter is None:
        return "" if "_" not in name else None
    base = re.escape(letter[1])
    ends = {m[1] for t in texts for m in re.finditer(_LISTED % (base, base), t)}
    return rf", {letter[2]} = 1, \dots, {ends.pop()}" if len(ends) == 1 else ""


def _is_binary(name: str, texts: list[str], formula: Formula) -> bool:
    """Is it said that a name is 0 or 1? By its set, by the chance of 0, or in words."""
    base = re.escape(name.split("_")[0])
    zero = re.compile(rf"[(\[]{base}(?:_\{{?\w+\}}?)?=0(?:\\mid\w+)?[)\]]=")
    member = re.compile(rf"{base}(?:_\{{?\w+\}}?)?(?:,.*)?\\in\\\{{0,1\\\}}")
    return any(zero.search(t) or member.search(t) for t in texts) or _BINARY.search(formula.before + " " + formula.after) is not None


def _rate(value: str, k: str) -> str | None:
    r"""The \lambda of Poisson chances of k."""
    if not k.isalpha():
        return None
    text = _EXPONENTIAL_OF.sub(r"e^{\1}", value).replace(f"{{{k}}}", k)
    text = re.sub(rf"(?<![A-Za-z\\]){k}", "K", text)
    return next((m["a"] for pattern in _POISSON if (m := pattern.match(text)) is not None), None)
