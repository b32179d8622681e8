r"""What a Gaussian law says of the names in it: \mu, \Sigma that is a covariance, the \sigma of \sigma^2."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_vector
from symcheck.text import Source

# "has mean zero and covariance", "zero-mean noise .. with variance", right before a formula.
_SPREAD = re.compile(r"\b(co)?variances?(?:\s+matrix)?(?:\s+(?:of|is|equal\s+to))?\s*$", re.I)
_CENTRED = re.compile(r"\b(?:zero[- ]mean|mean[- ](?:of\s+)?zero|cent(?:er|re)d|"
                      r"(?:mean|expectation|expected\s+value)\s+(?:of\s+)?(?:zero|\$\s*(?:0|\\mathbf\s*\{?0\}?)\s*\$))", re.I)
_MEAN = re.compile(r"\b(?:mean|expectation)\s+\$([^$]+)\$", re.I)
_ENTRIES = re.compile(r"\b(?:entries|components|coordinates)\b", re.I)
_APART = re.compile(r"\b(?:independent|uncorrelated|i\.?\s*i\.?\s*d\b)", re.I)
_FORMULA = re.compile(r"\$([^$]+)\$")
_NAME = re.compile(r"^\s*(\\?[A-Za-z]+|\\(?:mathbf|boldsymbol|bm)\s*\{?\\?[A-Za-z]+\}?)(_\{?[a-z]\}?)?\s*(?:\\in\b.*)?$", re.S)

if TYPE_CHECKING:
    from symcheck.judge.derivation.meanings import Meanings

# `x \\sim \\mathcal{N}(\\mu, \\Sigma)`, `y \\mid w \\sim \\mathcal{N}(Xw, \\sigma^2 I)`.
_GAUSSIAN = re.compile(r"^\s*(\S+?)(?:\s*(?:\\mid|\||;)[^=]*?)?\s*\\sim\s*(?:\\mathcal\s*\{?\s*N\s*\}?|"
                       r"N)\s*(?:\\left)?\(([^,]*),(.*?)(?:\\right)?\)\s*[.,;]?\s*$")


def prepare(meanings: Meanings, row: Source) -> None:
    r"""Of `x \sim \mathcal{N}(\mu, \Sigma)`: what it says of \mu, of \Sigma, a covariance, and of the \sigma of \sigma^2."""
    found = _GAUSSIAN.match(row.text)
    if found is None:
        return
    name, mean, spread = (found[k].strip() for k in (1, 2, 3))
    e = next((e for text in (name, mean) if (e := meanings.shaped(text)) is not None), None)
    lines = []
    number = re.search(r"(\\sigma|\\tau|\\gamma|s)(?:_\{?\w\}?)?\s*\^\s*\{?2", spread)
    if number and meanings.context.scope.bare(number[1]) is None and not re.search(
            re.escape(number[1]) + r"\s*(?:\\left)?\s*\(", meanings.document.text):
        lines.append(f"{number[0].split('^')[0].strip()} > 0")
    if e is not None and is_vector(e.shape):
        d = e.shape[0]
        known = meanings.shaped(spread)
        if re.fullmatch(r"\\[A-Za-z]+|[A-HJ-Z]|"
                        r"\\mathbf\{?[A-HJ-Z]\}?", spread) and (known is None or known.op == "var"):
            size = rf"\in \mathbb{{R}}^{{{d} \times {d}}} " if known is None else ""
            if known is None or not known.data.traits:
                lines.append(rf"{spread} {size}\text{{ positive definite}}")
        if re.fullmatch(r"\\?[A-Za-z]+(?:_\w)?", mean) and meanings.shaped(mean) is None:
            lines.append(rf"{mean} \in \mathbb{{R}}^{{{d}}}")
    for line in lines:
        meanings.declare(Source(line, row.name, row.locate(0)[0]))


def told(meanings: Meanings, row: Source, sentence: str) -> bool:
    r"""Of "the noise $\epsilon \in \mathbb{R}^n$ has mean zero and covariance $\sigma^2 I$", at its last formula: the
    law of \epsilon, as far as means and covariances go. `sentence` is what stands before this formula."""
    spread, mean = _SPREAD.search(sentence), "0" if _CENTRED.search(sentence) else None
    if mean is None and (said := _MEAN.search(sentence)) is not None:
        mean = said[1]
    if spread is None or mean is None:
        return False
    named = [m for text in _FORMULA.findall(sentence) if (m := _NAME.match(text)) is not None and text.strip() != mean]
    known = [(m[1] + (m[2] or ""), e) for m in named if (e := meanings.shaped(m[1] + (m[2] or ""))) is not None
             and e.op in ("var", "item")]
    if not known:
        return False
    name, e = known[-1]
    if (e if e.op == "var" else e.args[0]).data.name in meanings.context.laws:
        return False
    value = row.text.strip().rstrip(".,;")
    if is_vector(e.shape) and not spread[1]:
        if not (_ENTRIES.search(sentence) and _APART.search(sentence)):
            return False
        value = f"{value} I"
    return meanings.declare(Source(rf"{name} \sim \mathcal{{N}}({mean}, {value})", row.name, row.locate(0)[0]))
