r"""What a Gaussian law says of the names in it: \mu, \Sigma that is a covariance, the \sigma of \sigma^2."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_vector
from symcheck.text import Source

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
