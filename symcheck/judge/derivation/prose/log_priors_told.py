r"""What words say a prior comes to as a logarithm: "the prior contributes $\frac{1}{2\tau^2} \|w\|^2$ to the negative log posterior", "The negative log prior is
$\frac1b \sum_j |w_j| + d \log(2b)$".

They are judged as `-\log p(w) = ..` of the one name in the expression that has a law, or of the entries w_j whose density the document writes. A constant may be left out:
what differs by more than one, or by one in which parameters of the prior stand beside a constant that is written, is wrong.
"""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.names import equations_read
from symcheck.judge.derivation.prose import equals_told
from symcheck.judge.derivation.relations import constants
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import called, names_in, speaks_of, variable_of
from symcheck.judge.derivation.wording import noun_phrases
from symcheck.judge.equality import equal
from symcheck.judge.verdict import Verdict
from symcheck.read.documents import Formula
from symcheck.text import Source

_LOG = r"(?P<negative>(?:negative|minus(?:\s+the)?)\s+)?log(?:arithm\s+of\s+the)?[\s-]*"
_IS = re.compile(rf"\b(?:the|its|this|whose)\s+{_LOG}prior(?:\s+(?:density|distribution))?(?:\s+(?:of|on|over|for)\s+(?:the\s+weights?\s+)?(?:⟦\d+⟧)?)?\s*,?\s*(?:up\s+to\s+(?:an?\s+)?(?:additive\s+)?constants?,?)?"
                 rf"\s+{equals_told.IS}\s*{equals_told.ADVERB}:?\s*$", re.I)
# "the prior contributes", "adds the term", right before what is added to the logarithm named behind it.
_CONTRIBUTES = re.compile(r"\bpriors?\b(?:\s+(?:density|distribution|term|factor))?(?:\s+⟦\d+⟧)?(?:\s*(?:,\s*)?(?:on|over|of|for)\s+(?:(?:the|each|every|all)\s+)?(?:weights?|parameters?|entry|entries|coefficients?|coordinates?)?"
                          r"\s*(?:⟦\d+⟧)?)?,?\s*(?:then\s+|therefore\s+|thus\s+|hence\s+|just\s+|simply\s+|only\s+)*(?:contributes|adds|brings\s+in|gives\s+rise\s+to)(?:\s+(?:the|an?))?(?:\s+\w+)?"
                          r"(?:\s+(?:terms?|penalty|summand|contribution))?\s*$", re.I)
_TO = re.compile(r"^\s*to\s+(?:the|our|this)\s+(?P<negative>(?:negative|minus(?:\s+the)?)\s+)?log[\s-]*posterior\b", re.I)
_OTHER = re.compile(r"\b(?:if|would|were|instead|another|different|other|not|never|unlike|whereas|without|flat|uniform|improper|suppose|assum\w+|wrong\w*|students?|incorrect\w*|claims?|approximat\w+)\b", re.I)
_UP_TO = re.compile(r"\b(?:up\s+to|apart\s+from|except\s+for|ignoring|dropping|omitting)\s+(?:[a-z]+\s+){0,4}(?:constants?|terms?)\b(?:\s+(?:that|which)\s+(?:do|does)\s+not\s+\w+)?", re.I)
_LEFT_OUT = re.compile(r"^\s*,?\s*\(?(?:up\s+to|plus|apart\s+from|except\s+for)\s+(?:an?\s+)?(?:[a-z]+\s+){0,2}constants?\b", re.I)
# `p(w_j) =`, and the end of the sum over j.
_OF_ENTRY = re.compile(r"\s*p\s*(?:\\left)?\(\s*(?P<of>(?:\\?[A-Za-z]+))_\{?(?P<j>[a-z])\}?\s*(?:\\right)?\)\s*&?\s*=")
_END = re.compile(r"\\sum_\{\s*[a-z]\s*=\s*1\s*\}\s*\^\s*(?:\{\s*(\w+)\s*\}|(\w))")
_BACK = 4


def judged(chains: Chains, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge an expression that the words around it call the logarithm of a prior; False where they do not, or it is not decided."""
    words, _ = noun_phrases.tokens(sentence)
    adds = _CONTRIBUTES.search(words)
    said = _TO.match(formula.after) if adds is not None else _IS.search(words)
    left_out = _LEFT_OUT.match(formula.after)
    if said is None or formula.display or _OTHER.search(_UP_TO.sub(" ", words)) or adds is None and left_out is None and not equals_told.ends(formula.after):
        return False
    text, sign = row.text.strip().rstrip(".,;"), "-" * bool(said["negative"])
    for left, of in _lefts(chains, text, sign):
        s = equations_read.looked_up(chains.meanings, f"{left} = {text}", row)
        x, y = (chains.state.read(p) for p in s.pieces) if s is not None else (None, None)
        by = chains.state.context_read(of)
        if by is not None and by.op == "array":  # numbers w_1, .., w_d: by any one of them
            by = chains.state.context_read(f"{of}_k") or by
        if x is None or y is None or by is None or not is_scalar(y.shape) or by.op not in ("var", "item"):
            continue
        v = _verdict(chains, s, x, y, by, left_out is not None or _UP_TO.search(words) is not None)
        if v is None:
            return False
        chains.step(s, 0, v, reason="the logarithm of the prior" if v.right else "")
        return True
    return False


def _lefts(chains: Chains, text: str, sign: str) -> list[tuple[str, str]]:
    """The logarithm of the density, and the name that it is of: by the law of the name, or by the density of any of its entries."""
    meanings, context = chains.meanings, chains.state.context
    s = equations_read.looked_up(chains.meanings, f"{text} = 0", Source(text, "words", chains.state.line))
    value = chains.state.read(s.pieces[0]) if s is not None else None
    found = []
    if value is not None:
        drawn = [n for n in value.walk() if n.op == "var" and n.data.name in context.laws and not n.data.family]
        if len({n.data.name for n in drawn}) == 1:
            found.append((rf"{sign}\log p({drawn[0].data.name})", drawn[0].data.name))
    if not found:
        found += [(rf"{sign}\log p({n.data.name})", n.data.name) for n in dict.fromkeys(value.walk() if value is not None else ()) if n.op == "var" and not is_scalar(n.shape)]
    end = _END.search(text)
    for f in reversed(meanings.document.formulas[max(0, meanings.at - _BACK):meanings.at]):
        entry = _OF_ENTRY.match(f.rows[0].text) if f.rows else None
        if entry is not None and end is not None:
            j = entry["j"]
            found.append((rf"{sign}\sum_{{{j}=1}}^{{{end[1] or end[2]}}} \log p({entry['of']}_{j})", entry["of"]))
    return found


def _verdict(chains: Chains, s: Statement, x: Expr, y: Expr, by: Expr, up_to: bool) -> Verdict | None:
    """The verdict on both as logarithms of one density; None where it cannot be told."""
    state = chains.state
    v = equal(state.context, *s.pieces, state.layout)
    if v.right:
        return v
    free = constants.free_of(state, x, y, by, scaled=False)
    if free.word == V.DIFFERENT:
        return Verdict(V.DIFFERENT, free.evidence, message=f"the difference of this and the logarithm of the prior depends on {called(by)}")
    if not free.right:
        return None
    terms = y.args if y.op == "add" else (y,)
    same = Verdict(V.EQUAL, f"the difference of the two sides does not hold {called(by)}")
    if all(speaks_of(t, variable_of(by)) for t in terms):
        return same
    parameters = [n for n in {*x.walk(), *y.walk()} if n.op == "var" and n is not variable_of(by) and is_scalar(n.shape) and n.data.name in names_in(x) & names_in(y)]
    held = [n for n in parameters if constants.free_of(state, x, y, n, scaled=False).word == V.DIFFERENT]
    if up_to:
        return None if held else same
    return v if held and v.word == V.DIFFERENT else None


__all__ = ["judged"]
