r"""Whether the second argument of a Gamma law is a rate, as the document shows: `\lambda \sim \mathrm{Gamma}(\alpha, \beta)` beside `e^{-\beta \lambda}`, or "with
shape $\alpha$ and rate $\beta$". To others it is a scale, `e^{-\lambda / \beta}`; where nothing tells, the law is not understood.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.read import conjugate_laws
from symcheck.read.elaborate_densities import Law
from symcheck.read.names import label

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_OPENS = r"(?:\\left\s*|\\[bB]igg?l?\s*)?[({]\s*"
_BETWEEN = r"\s*(?:\\[,;:! ]|\\cdot(?![A-Za-z])|\\times(?![A-Za-z]))?\s*"


def heard(meanings: Meanings, known: dict[str, Law]) -> None:
    """Make Gamma laws declared since these were `known` such of a rate, where the document shows that."""
    found = {name: law for name, law in meanings.context.laws.items() if known.get(name) is not law and law.kind in conjugate_laws.GAMMA and len(law.written) == 2}
    rated = {name: Law(conjugate_laws.RATED, law.written, law.source, law.exprs, law.letters, law.alone) for name, law in found.items()
             if _is_rate(meanings.document.text, name, label(law.written[1]))}
    if rated:
        meanings.context.laws = {**meanings.context.laws, **rated}


def _is_rate(text: str, name: str, rate: str) -> bool:
    """Does the density stand there with this rate, or do words call it so, and no formula takes it for a scale?"""
    x, b = (re.escape(s.strip()) for s in (name, rate))
    own_x, own_b = rf"(?<![A-Za-z\\]){x}(?![A-Za-z_^])", rf"(?<![A-Za-z\\]){b}(?![A-Za-z_^])"
    power = rf"(?:\\exp\s*\\?{_OPENS}|(?<![A-Za-z])e\s*\^\s*\{{\s*)-\s*"
    written = re.search(power + rf"(?:{own_b}{_BETWEEN}{own_x}|{own_x}{_BETWEEN}{own_b})", text)
    called = re.search(rf"\brate(?:\s+parameter)?\s+\$\s*{own_b}\s*(?:\$|>)", text)
    scaled = re.search(power + rf"(?:{own_x}\s*/\s*\{{?\s*{own_b}|\\[dt]?frac\s*\{{\s*{own_x}\s*\}}\s*\{{\s*{own_b})|\bscale(?:\s+parameter)?\s+\$\s*{own_b}", text)
    return (written or called) is not None and scaled is None
