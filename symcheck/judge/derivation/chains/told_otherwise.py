r"""What words tell of a name or a value at the line at hand that no formula says: a difference then says nothing.

A loss that was exchanged for one of another kind may be spoken of again by its kind alone, "the quadratic cost is not: we find $\partial^2 C / \partial w^2 = ..$". Values that
words move without a name, "moves both parameters from $2$ to about $1.5$, so that $z$ falls to ..", are not those held before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.judge.derivation.wording import words

if TYPE_CHECKING:
    from symcheck.judge.derivation.chains.chains import Chains
    from symcheck.judge.derivation.rows.statements import Statement

_KIND = re.compile(r"\b(?P<kind>(?!(?:the|a|an|this|that|our|its|same|new|old|total|average|training|whole|of|and|with|for|final|resulting)\s)[A-Za-z-]+)\s+(?:cost|loss|objective|error|criterion)\b|\b(?P<entropy>cross-?\s?entropy)\b", re.I)
# Numbers without a name on both sides.
_MOVED = re.compile(r"\b(?:moves?|takes?|brings?|changes?|shifts?|pushes|push|updates?|carries|sends?|drives?)\s+(?:(?:the|both|all|our|its|two|these)\s+)*(?:parameters?|weights?(?:\s+and\s+(?:the\s+)?bias(?:es)?)?|bias(?:es)?|values?|numbers?|coordinates?|entries|iterates?|it|them|both)\s+"
                    r"(?:each\s+)?from\s+(?:about\s+)?\$[^$=]*\$\s+(?:down\s+|up\s+)?to\s+(?:about\s+|roughly\s+|approximately\s+)?\$[^$=]*\$", re.I)
# One number that words exchange for another to see what comes of it: "If I change the top left entry of $W$ from $1$ to $1.01$".
_EXCHANGED = re.compile(r"\b(?:chang|perturb|nudg|increas|decreas|replac|rais|lower|shift|bump|wiggl|vary|vari|mov|doubl|halv|add|flip|modif|tweak)\w*\s+(?:(?:the|a|an|its|our|only|just|one|single)\s+)*(?:[\w-]+\s+){0,2}?"
                        r"(?:entry|element|component|coordinate|weight|input|label|target|bias|parameter|pixel|feature|data\s+point|sample)\b[^.;:]{0,60}?\b(?:to|by|with)\s+\$[^$]*\$|"
                        r"\b(?:chang|perturb|nudg|increas|decreas|replac|rais|lower|shift|bump|wiggl|doubl|halv|modif|tweak)\w*\s+\$[^$=]*\$\s+(?:from\s+\$[^$]*\$\s+)?(?:slightly\s+)?(?:to|by|with)\s+\$[^$]*\$", re.I)
# Words of other data than those that were given numbers: some are left out, others join them, or they come in another order.
_ALTERED = re.compile(r"\b(?:leav\w+\s+(?:out|off)|drop(?:s|ped|ping)?|remov\w+|omit\w*|exclud\w+|delet\w+|discard\w*|without)\s+(?:(?:the|this|that|one|our)\s+)?(?:first|second|third|fourth|last|outlier|outlying|one\s+of)\b|"
                      r"\b(?:add(?:s|ed|ing)?|append\w*|join\w*|includ\w+|receiv\w+|arriv\w+)\b[^.;]{0,40}\b(?:another|additional|extra|further|new|second|third|fourth|fifth|one\s+more)\b|"
                      r"\b(?:an?other|additional|extra|further|one\s+more|a\s+(?:second|third|fourth|fifth))\s+(?:(?:data|training|new)\s+)?(?:points?|samples?|examples?|observations?|measurements?|data(?:\s*set)?|pairs?|rows?)\b|"
                      r"\b(?:other|reverse[d]?|opposite|different)\s+order\b|\b(?:each|all)(?:\s+of\s+(?:them|these))?\s+(?:twice|doubled|repeated)\b", re.I)


def why(chains: Chains, s: Statement) -> str:
    """Why a difference in a statement says nothing, "" where the words tell no such thing."""
    formulas, at = chains.meanings.document.formulas, chains.meanings.at
    paragraph = re.split(r"\n\s*\n", chains.meanings.document.text[:formulas[at].start].rstrip())[-1] if at < len(formulas) else ""
    if _MOVED.search(words.SENTENCES.split(paragraph)[-1]) is not None:
        return "what the words move to other values was not read"
    if chains.meanings.instances.open and _EXCHANGED.search(paragraph) is not None:
        return "what the words exchange was not read"
    if chains.meanings.instances.open and _ALTERED.search(paragraph) is not None:
        return "the words may speak of other data"
    exprs = [e for p in s.pieces if p is not None and (e := chains.state.read(p)) is not None]
    held = {n.data.name for e in exprs for n in e.walk() if n.op == "let"}
    for name, (kind, text) in chains.state.doubts.exchanged.items():
        spoken = [m for m in _KIND.finditer(paragraph)]
        last = (spoken[-1]["kind"] or spoken[-1]["entropy"]).lower() if spoken else ""
        if name in held and last and last not in kind and re.search(rf"(?<![a-z-]){re.escape(last)}(?![a-z])", text):
            return f"the words may speak of the {name} before it was exchanged"
    return ""


__all__ = ["why"]
