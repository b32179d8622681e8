r"""The mean and the spread of a posterior read off its density: "This is the log of a Gaussian with", before a display of `\frac{1}{v_n} = ..` and `m_n = ..`.

The two are new names, so that each equation alone says what one is; that the density spoken of is a Gaussian one with these is a claim, and is judged by Bayes' rule as soon
as the display has given both a meaning.
"""

from __future__ import annotations

import re

from symcheck.judge.derivation.chains import posteriors
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.rows.statements import statements
from symcheck.judge.derivation.wording import reservations, words
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.read.documents import Formula
from symcheck.text import SymcheckError

_READ = re.compile(r"\b(?:Gaussian|normal)\b(?:\s+(?:distribution|density|law|form|again))*(?:\s+in\s+\$[^$]*\$)?\s*,?\s*(?:with|whose|where|of)\b(?:\s+(?:the|its|parameters?|following|are|moments|and))*\s*:?\s*$|"
                   r"\b(?:read(?:ing)?\s+off|(?:match|compar|complet)ing\s+(?:the\s+)?(?:coefficients?|terms|squares?|powers))\b(?:\s+(?:the|its|both|two|parameters?|we|one|gives?|yields?|find|get|obtain|of|in|with|a|Gaussian|normal))*\s*[,:]?\s*$", re.I)
# Of another law than the posterior.
_ANOTHER = re.compile(r"\b(?:prior|predictive|marginal\w*|approximat\w*|variational|suppos\w+|assum\w+|if|would|let|not|no|never|instead|limit|as)\b", re.I)
_SQUARED = rf"{NAME}(?:\s*\^\s*(?:2|\{{\s*2\s*\}}))?"
_INVERSE = re.compile(rf"\s*(?:\\[dt]?frac\s*\{{?\s*1\s*\}}?\s*\{{\s*(?P<below>{_SQUARED})\s*\}}|1\s*/\s*(?P<over>{_SQUARED})|(?P<power>{NAME})\s*\^\s*\{{\s*-\s*(?P<two>2|1)\s*\}})\s*")
_SQUARE = re.compile(rf"\s*(?P<name>{NAME}\s*\^\s*(?:2|\{{\s*2\s*\}}))\s*")
_CAPITAL = re.compile(r"\s*(?P<name>(?:\\(?:mathbf|boldsymbol|bm)\s*\{?\s*)?(?:[A-Z]|\\(?:Sigma|Lambda|Gamma))\s*\}?(?:_(?:\w|\{\w+\}))?)\s*")
_DENSITY = re.compile(rf"(?<![A-Za-z\\])p\s*\(\s*({NAME})\s*(?:\\mid(?![A-Za-z])|\|)\s*([^()|]*)\)")


def heard(chains: Chains, formula: Formula) -> None:
    """Take note of such a display right before it is read."""
    chain = chains.chain
    if chain is None or chain.wrong or chains.posterior is not None:
        return
    said = words.SENTENCES.split(chains.state.said.rstrip())[-1]
    if _READ.search(said) is None or _ANOTHER.search(re.sub(r"\$[^$]*\$", " ", said)) or reservations.mistaken(said):
        return
    density = _DENSITY.search(chain.head.source.text[chain.head.syntax.span.start:chain.head.syntax.span.end])
    names = _names(chains, formula)
    if density is None or names is None or all(chains.meanings.shaped(x) is not None for x in names):
        return
    a, data = density[1], density[2].strip()
    if any(letter == a for letter, _ in posteriors.pairs(chains)):
        chains.posterior = (a, data, *names)


def _names(chains: Chains, formula: Formula) -> tuple[str, str] | None:
    """The mean and the spread in two equations, by the form of their left sides."""
    try:
        told = [s for row in formula.rows for s in statements(chains.state.context, row)]
    except SymcheckError:
        return None
    if len(told) != 2 or any(None in s.pieces or not s.operators or s.operators[0] != "=" for s in told):
        return None
    spreads, means = [], []
    for s in told:
        head = s.text(0)
        if (inverse := _INVERSE.fullmatch(head)) is not None:
            spreads.append(inverse["below"] or inverse["over"] or (inverse["power"] if inverse["two"] == "1" else f"{inverse['power']}^2"))
        elif (square := _SQUARE.fullmatch(head) or _CAPITAL.fullmatch(head)) is not None:
            spreads.append(square["name"])
        elif re.fullmatch(rf"\s*{NAME}\s*", head) is not None:
            means.append(head.strip())
    return (means[0], spreads[0]) if len(spreads) == len(means) == 1 else None


__all__ = ["heard"]
