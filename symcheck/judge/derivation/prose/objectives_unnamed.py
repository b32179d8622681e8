r"""Objectives that words tell without a name: "With the prior the objective becomes $\ell(\mu) - \frac{1}{2s} \mu^2$", "we now minimize $\|Xw - y\|^2 + \lambda \|w\|^2$".
What is set to zero after that may be the derivative of this, by any of its variables.
"""

from __future__ import annotations

import re

from symcheck.expr.shape import is_matrix, is_scalar
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.relations.derivatives_written import has_derivative
from symcheck.judge.derivation.rows.statements import statements
from symcheck.judge.derivation.state import Optimum
from symcheck.judge.derivation.wording import reservations
from symcheck.text import Source, SymcheckError

_KIND = (r"(?:(?:new|whole|full|total|complete|resulting|penali[sz]ed|regulari[sz]ed|modified|corresponding|negative|minus)\s+)*"
         r"(?:objective|criterion|cost|loss|function|quantity|expression)(?:\s+function)?")
_SAID = re.compile(rf"\b(?:the|our|this|a|an)\s+{_KIND}(?:\s+(?:that\s+(?:we|one)\s+(?:has\s+to\s+|have\s+to\s+|want\s+to\s+)?(?:minimi[sz]es?|maximi[sz]es?)|to\s+(?:be\s+)?(?:minimi[sz]ed?|maximi[sz]ed?)))?\s+"
                   r"(?:is|becomes|reads|equals)(?:\s+(?:then|now|thus|therefore|hence))?\s*:?\s*$|"
                   r"\b(?:we|I|one)\s+(?:(?:now|then|thus|therefore|have\s+to|must|want\s+to|can)\s+)*(?:minimi[sz]es?|maximi[sz]es?)(?:\s+the\s+function)?\s*$", re.I)
_MOST = re.compile(r"\bmaximi[sz]", re.I)


def declare(chains: Chains, row: Source, sentence: str) -> bool:
    """Take in the objective that the words right before an expression tell; False where they tell none."""
    if _SAID.search(sentence) is None or reservations.keeps(sentence):
        return False
    try:
        found = statements(chains.state.context, row)
    except SymcheckError:
        return False
    piece = found[0].pieces[0] if len(found) == 1 and not found[0].operators else None
    if piece is None:
        return False
    chains.meanings.looked_up(piece)
    value = chains.state.read(piece)
    if value is None or not is_scalar(value.shape) or value.op in ("var", "let", "num") or has_derivative(value):
        return False
    names = dict.fromkeys(n for n in value.walk() if n.op == "var" and not n.data.family and (not is_matrix(n.shape) or is_scalar(n.shape) or n.shape[1] == 1))
    chains.state.objectives += [Optimum(value, by, _MOST.search(sentence) is None) for by in names]
    return True


__all__ = ["declare"]
