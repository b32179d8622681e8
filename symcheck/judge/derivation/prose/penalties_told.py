r"""Terms that words add to a loss: "add $\frac{\lambda}{2} \|w\|^2$ to the loss. Call the new loss $J_\lambda$": what J_\lambda is."""

from __future__ import annotations

import re

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names.defining import define
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.rows.statements import statements
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.read.documents import Formula
from symcheck.text import Source, SymcheckError

_LOSS = r"(?:loss|objective|cost|error|risk|criterion)(?:\s+function)?"
_ADD = re.compile(r"\badd(?:s|ed|ing)?(?:[\s-]+(?:an?|the|another|weight|decay|ridge|extra|additional|penalty|"
                  r"regulari[sz]\w+|term|L2|l2|quadratic))*\s*$", re.I)
_TO_LOSS = re.compile(rf"^\s*to\s+(?:the|our|this|that)\s+(?:\w+\s+){{0,2}}{_LOSS}\b(?P<named>\s*$)?", re.I)
_CALLS = re.compile(r"\b(?:call|calls|called|denote|denoted|name|named|write|gives?|giving|becomes|as|by|is)\b[^.;$]*$", re.I)
_WHOLE = re.compile(rf"^\s*({NAME}\s*(?:\([^()]*\))?)\s*$")
_WEIGHT = re.compile(r"^\s*(?:\\[dt]?frac\s*\{?)?\s*(\\(?:lambda|mu|alpha|beta|gamma|tau|rho|eta|kappa|nu))(?![A-Za-z_])")
AHEAD = 3  # formulas after it among which the sum gets its name


def taken(meanings: Meanings, row: Source, formula: Formula) -> bool:
    """Take in the definition of the sum at the term that is added; False where the words add nothing, or the sum gets no name."""
    to = _TO_LOSS.match(formula.after)
    formulas, at = meanings.document.formulas, meanings.at
    if to is None or not _ADD.search(formula.before):
        return False
    first = at + 1
    if to["named"] is not None:
        if first >= len(formulas) or formulas[first].display:
            return False
        loss, first = formulas[first].rows[0].text.strip(), first + 1
    else:
        loss = _last_loss(meanings)
    for k in range(first, min(first + AHEAD, len(formulas))):
        named = _WHOLE.match(formulas[k].rows[0].text) if not formulas[k].display and len(formulas[k].rows) == 1 else None
        if formulas[k].display:
            break
        if named is None or not _CALLS.search(formulas[k].before) or meanings.shaped(named[1]) is not None:
            continue
        line = Source(f"{named[1]} = {loss} + {row.text.strip()}", row.name, row.locate(0)[0])
        try:
            found = statements(meanings.context, line)
        except SymcheckError:
            return False
        weight = _WEIGHT.match(row.text)
        if weight is not None and meanings.context.scope.bare(weight[1]) is None:
            meanings.declare(Source(rf"{weight[1]} \in \mathbb{{R}}", row.name, row.locate(0)[0]))
        meanings.looked_up(found[0].pieces[1])
        return bool(loss) and define(meanings, found[0], bare=True) is None
    return False


def _last_loss(meanings: Meanings) -> str:
    """The loss of which the last derivative was taken, where it has a name."""
    f = next((g.f for g in reversed(meanings.state.gradients) if g.f.op == "let" and is_scalar(g.f.shape)), None)
    entry = next((e for e in meanings.context.scope if f is not None and e.expr is f and not e.params), None)
    return entry.name if entry is not None else ""
