r"""Bounds told in words: "$p (1 - p)$, which is at most $\frac14$", "Here $s(t)$ never exceeds $1$", "the variance $..$ is at least $\sigma^2$".

They are inequalities of the formula before the words. Of plain names they say what these are taken to be, and under a hypothesis they are not judged.
"""

from __future__ import annotations

import re

from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import equations_read
from symcheck.judge.derivation.prose import equals_told
from symcheck.judge.derivation.relations import order
from symcheck.judge.derivation.wording import noun_phrases, reservations
from symcheck.read.documents import Formula
from symcheck.text import Source

_SURELY = r"(?:(?:always|clearly|thus|therefore|hence|then|also|everywhere|in\s+turn)\s+)*"
_UPPER = rf"is\s+{_SURELY}(?:at\s+most|bounded\s+(?:from\s+)?above\s+by|no\s+(?:more|larger|greater|bigger)\s+than)|never\s+exceeds|cannot\s+exceed|does\s+not\s+exceed"
_LOWER = rf"is\s+{_SURELY}(?:at\s+least|bounded\s+(?:from\s+)?below\s+by|no\s+(?:less|smaller)\s+than)"
_STRICT = rf"is\s+{_SURELY}(?:(?:strictly\s+)?(?:(?P<less>less|smaller)|larger|greater|bigger)\s+than)"
_TOLD = re.compile(rf"⟦(?P<of>\d+)⟧\s*,?\s*(?:(?:which|and\s+this|and\s+it|it|this)\s+)?{_SURELY}(?:(?P<upper>{_UPPER})|(?P<lower>{_LOWER})|{_STRICT})(?:\s+the\s+(?:constant|value|number))?\s*$", re.I)
_CANNOT = re.compile(r"\b(?:never\s+exceeds|cannot\s+exceed|does\s+not\s+exceed)\s*$", re.I)
# What makes it a hypothesis, or one of a case.
_SUPPOSES = re.compile(r"\b(?:if|when(?:ever)?|let|assum\w*|suppos\w*|where|provided|such\s+that|choos\w*|take|requir\w*|need|must|condition\w*|iff|exactly|as\s+long\s+as|unless|"
                       r"until|while|should|converge\w*|near|close|enough|want|for\s+(?:small|large)|at|on|approximately|roughly|about)\b", re.I)
_IN_CASE = re.compile(r"^\s*,?\s*(?:only\b|if\b|when|iff|as\s+(?:soon|long)|provided|unless|where|on\b|for\b|at\b|near|close|in\s+(?:this|that|the)\s+case|times|of\b)", re.I)
_MEANT = frozenset(("let", "derivative", "apply"))


def judged(chains: Chains, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge a formula that words call a bound of the one before it; False where they do not, or it is not decided."""
    words, texts = noun_phrases.tokens(sentence)
    said = _TOLD.search(words)
    if formula.display or said is None or chains.state.in_case or _IN_CASE.match(formula.after) or not equals_told.ends(formula.after):
        return False
    if _SUPPOSES.search(words[:said.start()]) or reservations.keeps(_CANNOT.sub("", sentence.rstrip())):
        return False
    op = r"\le" if said["upper"] else r"\ge" if said["lower"] else "<" if said["less"] else ">"
    last = re.split(r"(?<![<>!:])=", texts[int(said["of"])])[-1].strip()
    s = equations_read.statement(chains.context, f"{last} {op} {row.text.strip().rstrip('.,;')}", row)
    if s is None or s.operators != [op]:
        return False
    for p in s.pieces:
        chains.meanings.looked_up(p)
    if not any((e := chains.state.read(p)) is not None and e.op not in ("var", "item", "entry") and _MEANT & e.ops for p in s.pieces):
        return False
    v = order.judged(chains.state, *s.pieces, op)
    if not v.right and v.word != V.DIFFERENT:
        return False
    chains.step(s, 0, v)
    return True


__all__ = ["judged"]
