r"""What the loss was and what it becomes, "the loss drops from $9$ to $2.25$", after steps whose iterates `w_0 = 0`, `w_1 = 1.5` the document gives: both
numbers have to be values of its only function there, the first one at an earlier iterate."""

from __future__ import annotations

import re

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar
from symcheck.judge import verdict as V
from symcheck.judge.derivation.chains.chains import Chains
from symcheck.judge.derivation.numbers.values import value_of
from symcheck.judge.derivation.prose import only_function
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.wording import steps_in_force
from symcheck.judge.verdict import Verdict
from symcheck.read.context import Piece
from symcheck.read.documents import Formula
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

_LOSS = r"(?:the|our|its)\s+(?:(?:training|total|corresponding)\s+)?(?:loss|objective|cost|function)(?:\s+(?:function|value))?(?:\s+\$[^$=]*\$)?"
# All of the clause up to the first number.
_FROM = re.compile(r"^[\s\W\d]*(?:(?:so|hence|thus|then|therefore|and|while|as\s+a\s+result|consequently|accordingly|indeed)\s*,?\s+)?"
                   rf"(?:(?:(?:in|during|with|by|after)\s+)?(?:this|the|that|one|a\s+single)\s+(?:(?:gradient|single|first|one)\s+)?(?:step|update|iteration)\s*,?\s+)?(?:{_LOSS}\s+(?:(?:thereby|thus|has|then|indeed|therefore|value)\s+)*"
                   r"(?:drops?|dropped|falls?|fallen|decreases?|decreased|goes|gone|shrinks?|declines?|(?:is|was|gets)\s+(?:reduced|lowered|decreased)|moves|changes|improves)|"
                   rf"(?:reduces|lowers|decreases|brings|takes|improves)\s+{_LOSS}(?:\s+down)?)\s+(?:down\s+)?from\s*$", re.I)
_TO = re.compile(r"^\s*(?:down\s+)?to\s*(?:only\s+|just\s+)?$", re.I)
# After the second number: of more steps than those known, or of something else.
_ENDS = re.compile(r"^\s*(?:$|[.;,!]|in\s+(?:this|one|a\s+single)\s+(?:gradient\s+)?(?:step|update|iteration)\b|and\b)", re.I)
_LATER = re.compile(r"\b(?:after|eventually|finally|percent|within|if|would)\b", re.I)
# Before it in its sentence: under which condition, or of which run.
_OTHERWISE = re.compile(r"\b(?:with|for|using|under|when|if|where|without|taking|choosing|setting|on)\b", re.I)
_MANY = 12  # iterates looked for


def judged(chains: Chains, row: Source, formula: Formula) -> bool:
    """Judge the second number of such a pair; False where the words say no such thing, or the iterates are not known."""
    at, formulas = chains.meanings.at, chains.meanings.document.formulas
    if not at or _TO.match(formula.before) is None or _ENDS.match(formula.after) is None or formula.display or formulas[at - 1].display:
        return False
    whole = chains.meanings.survey.sentence(formulas[at - 1])
    sentence = re.split(r"[;:]\s|(?<=\$),\s", whole)[-1]
    if _OTHERWISE.search(re.sub(r"\$[^$]*\$", "", whole.removesuffix(sentence))) and not _with_the_same_rate(chains, at - 1, whole):
        return False
    if _FROM.search(sentence) is None or _LATER.search(re.split(r"[.;]", formula.after)[0]):
        return False
    f = only_function.found(chains, length=1)
    places = _iterates(chains, f) if f is not None else []
    if len(places) < 2:
        return False
    rows = formulas[at - 1].rows[0], row
    try:
        pieces = [Piece(parse(r, chains.state.context.words), r) for r in rows]
    except SymcheckError:
        return False
    told = [chains.state.read(p) for p in pieces]
    if any(e is None or not is_scalar(e.shape) for e in told):
        return False
    values = [f.at(f.value, place) for place in places]
    firsts, seconds = ([only_function.compared(chains, f, v, e, p) for v in values] for e, p in zip(told, pieces))
    verdict, which = _verdict(firsts, seconds)
    if verdict is None:
        return False
    chains.step(Statement([None, pieces[which]], ["="], rows[which], pieces[which].syntax.span), 0, verdict, reason="the values at these iterates" if verdict.right else "")
    return True


def _with_the_same_rate(chains: Chains, k: int, sentence: str) -> bool:
    """Do the words tell of one step size alone up to this formula, and of it in this sentence?"""
    rates = steps_in_force.rates(chains.meanings.survey.text[:chains.meanings.document.formulas[k].start])
    return bool(rates) and None not in rates and len({*rates}) == 1 and len(steps_in_force.rates(sentence)) == 1


def _verdict(firsts: list[Verdict], seconds: list[Verdict]) -> tuple[Verdict | None, int]:
    """Right where both are values at two iterates in their order; wrong is the one that is the value at none, beside one that is."""
    before = next((k for k, v in enumerate(firsts) if v.right), None)
    after = next((k for k in range(len(seconds) - 1, -1, -1) if seconds[k].right), None)
    if before is not None and after is not None:
        return (seconds[after] if before < after else None), 1
    if before is not None and before < len(seconds) - 1 and all(v.word == V.DIFFERENT for v in seconds):
        return seconds[-1], 1
    if after and all(v.word == V.DIFFERENT for v in firsts):
        return firsts[after - 1], 0
    return None, 0


def _iterates(chains: Chains, f: only_function.Function) -> list[Expr]:
    """The iterates w_0, w_1, .. with values in numbers, as far as the document gives them."""
    found: list[Expr] = []
    for k in range(_MANY):
        e = next((x for name in (rf"{f.letter}_{{{k}}}", rf"{f.letter}^{{({k})}}") if (x := chains.state.context_read(name)) is not None), None)
        if e is None or e.op != "let" or value_of(e) is None or e.shape != f.variable.shape:
            if found or k:
                break
            continue
        found.append(e.args[0])
    return found


__all__ = ["judged"]
