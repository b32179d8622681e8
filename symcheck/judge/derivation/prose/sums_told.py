r"""Sums of entries told in words: "The entries of this gradient add up to $0$", "the components of $p - y$ sum to $0$", "Its entries sum to $..$".

"This gradient" is what the last display ends with: a vector, or what it gives for the entry with one letter, of which the sum over this letter is meant.
Where no formula tells which vector is meant nothing is claimed.
"""

from __future__ import annotations

import re

from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import equations_read
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.relations.link import EQUALITIES
from symcheck.judge.derivation.rows.statements import statements, written
from symcheck.judge.derivation.state import Chain
from symcheck.judge.derivation.wording import reservations
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

_OF_THIS = r"(?:(?:this|the|that)\s+(?:gradient|vector|derivative|expression|difference|error(?:\s+vector)?|residual(?:\s+vector)?|column|row))"
_SUMS = re.compile(rf"\b(?:(?P<its>its)|the|all)\s+(?:entries|components|elements|coordinates)(?:\s+of\s+(?:{_OF_THIS}|(?:(?:the|this|that)\s+(?:\w+\s+)?)?\$(?P<of>[^$=]+)\$))?"
                   r"\s+(?:(?:always|therefore|thus|then|hence|indeed|must|again|all)\s+)*(?:add\s+up|sum(?:\s+up)?)\s+to(?:\s+exactly)?\s*$", re.I)
_THIS = re.compile(r"\bof\s+(?:this|the|that)\s+\w+(?:\s+vector)?\s+(?:\w+\s+)*?(?:add|sum)|\bits\b", re.I)
_SUPPOSES = re.compile(r"\b(?:let|assum\w*|suppos\w*|if|when(?:ever)?|given|such\s+that|provided|whose|unless|not|never|no\s+longer|would|should|wrong\w*|instead|might|could|where|for|"
                       r"approximately|roughly|about|so\s+that|which|except|otherwise|absolute|squared?|squares|average)\b", re.I)
_CASE = re.compile(r"^[\s,]*(?:only\s+)?(?:when(?:ever)?|if|for|unless|provided|except|otherwise|or|in\s+the)\b", re.I)
_LETTER = re.compile(r"_\s*(?:\{\s*([a-z])\s*\}|([a-z])(?![A-Za-z]))")


def judged(chains: Chains, remarks: Remarks, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge a value that the words before it call the sum of the entries of a vector; False where they do not, or it is not known of which."""
    said = _SUMS.search(sentence)
    if said is None or formula.display or _SUPPOSES.search(sentence) or _CASE.match(formula.after) or reservations.keeps(sentence):
        return False
    whole = _sum_of(chains, said["of"].strip()) if said["of"] else _sum_of_last(chains, formula) if _THIS.search(said[0]) else None
    s = equations_read.statement(chains.state.context, f"{whole} = {row.text.strip().rstrip('.,;')}", row) if whole is not None else None
    if s is None or len(s.pieces) != 2 or any(chains.state.read(p) is None for p in s.pieces):
        return False
    return remarks.aside_if_decided(s)


def _sum_of(chains: Chains, text: str) -> str | None:
    """The sum of the entries of a vector, as a formula; None where the text is no vector. """
    s = equations_read.statement(chains.state.context, f"{text} = 0", Source(text, "the words", 1))
    value = chains.state.read(s.pieces[0]) if s is not None else None
    if value is None or is_scalar(value.shape) or not is_vector(value.shape):
        return None
    letter = next((x for x in "ijklmnpqrs" if not re.search(rf"(?<![A-Za-z\\]){x}(?![A-Za-z])", text)), None)
    return rf"\sum_{{{letter}}} \left({text}\right)_{{{letter}}}" if letter is not None else None


def _sum_of_last(chains: Chains, formula: Formula) -> str | None:
    """The same of what the display right before ends with, or the formula right before in the same sentence."""
    formulas, at = chains.meanings.document.formulas, chains.meanings.at
    if not at or not formulas[at - 1].display or re.search(r"\n\s*\n[^$]*\n\s*\n", formula.before):
        return None
    chain: Chain | None = chains.chain
    if chain is None or chain.wrong or chain.unread:
        return None
    try:
        found = [s for s in statements(chains.state.context, formulas[at - 1].rows[-1]) if s.operators]
    except SymcheckError:
        return None
    if len(found) != 1 or not {*found[0].operators} <= EQUALITIES:
        return None
    head, text = written(chain.head.source, chain.head.syntax.span), written(chain.last.source, chain.last.syntax.span).strip().rstrip(".,;")
    value = chains.state.read(chain.last)
    if value is None:
        return None
    if is_scalar(value.shape):
        letters = {x for m in _LETTER.finditer(head) for x in m.groups() if x}
        return rf"\sum_{{{min(letters)}}} \left({text}\right)" if len(letters) == 1 and r"\partial" in head else None
    return _sum_of(chains, text)
