r"""Letters that words call the softmax: "$p = \mathcal{S}(a)$, where $\mathcal{S}$ is the softmax function", "$\mu = S(a)$ is the softmax".

Such a letter is declared by the vector that it is taken at; of matrices words do not tell whether rows or columns are meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.names import ahead
from symcheck.judge.derivation.names.defining import DEPTH
from symcheck.judge.derivation.wording import reservations
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

_KIND = r"softmax(?:\s+(?:function|map|mapping|transformation|activation|operator|non-?linearity))?\b(?!\s*-?\s*(?:of|with|cross|loss|layer|regression|at|output|units?|temperature|classifier|divided|times|minus|plus)\b)"
_AFTER = re.compile(rf"^\s*,?\s*(?:(?:which\s+)?(?:is|be|denotes?|denoting|being|stands\s+for|for|as)\s+)?(?:the\s+)(?:(?:usual|standard|familiar|vector|corresponding)\s+)*{_KIND}", re.I)
_BEFORE = re.compile(r"\b(?:the|a)\s+(?:(?:usual|standard|familiar|vector)\s+)*softmax(?:\s+(?:function|map|mapping|transformation|activation|operator))?\s*$", re.I)
_LETTER = re.compile(r"\\?[A-Za-z]+")


def declare(meanings: Meanings, name: str) -> bool:
    """Declare a missed name that words call the softmax, at the vector that the document takes it of."""
    letter = re.sub(r"\\(?:mathcal|mathbf|boldsymbol|mathrm)\s*|[{}\s]", "", name)
    if not _LETTER.fullmatch(letter):
        return False
    written = rf"(?:\\(?:mathcal|mathbf|boldsymbol|mathrm)\s*\{{?\s*)?(?<![A-Za-z]){re.escape(letter)}\s*\}}?"
    alone = re.compile(rf"\s*(?P<own>{written})\s*(?:(?:\\left)?\(\s*(?:\\?[a-z]+|\\cdot)\s*(?:\\right)?\))?\s*[.,;]?\s*")
    called = re.compile(rf"(?P<own>{written})\s*(?:\\left)?\((?P<at>[^()]*)(?:\\right)?\)")
    value = re.compile(rf"[^=]*=\s*{called.pattern}\s*[.,;]?\s*")
    own = ""
    for f in meanings.document.formulas:
        text = f.rows[0].text if not f.display and len(f.rows) == 1 else ""
        found = alone.fullmatch(text) or value.fullmatch(text)
        if found is not None and (_AFTER.match(f.after) or alone.fullmatch(text) and _BEFORE.search(f.before)) \
                and not reservations.keeps(meanings.survey.sentence(f)) and not reservations.altered(re.split(r"[.;]", f.after)[0]):
            own = found["own"].strip()
            break
    if not own:
        return False
    places = {m["at"].strip() for row in meanings.survey.rows for m in called.finditer(row)}
    for text in places:
        bare = re.sub(r"\\(?:mathbf|boldsymbol|bm|vec)\s*|[{}\s]", "", text)
        if _LETTER.fullmatch(bare) and meanings.shaped(text) is None and meanings.depth < DEPTH:
            ahead.taken_in(meanings, bare)
    known = {text: e for text in places if (e := meanings.shaped(text)) is not None and is_vector(e.shape) and not is_scalar(e.shape)}
    plain = next((text for text, e in known.items() if e.op in ("var", "let") and not e.data.family), "")
    if not plain or len({e.shape for e in known.values()}) != 1:
        return False
    where = meanings.document.formulas[meanings.at].rows[0]
    return meanings.declare(Source(rf"{own}({plain}) = \operatorname{{softmax}}({plain})", where.name, where.locate(0)[0]))


__all__ = ["declare"]
