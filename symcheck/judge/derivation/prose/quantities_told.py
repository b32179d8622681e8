r"""Values of quantities that words call by a noun, at the numbers of an example: "the loss is $0.125$", "this gives a prediction of $2.5$", "the output is about
$0.98$". The noun stands for a name of the document, `names.nouns_of_names`; the value is judged as if that name stood before it.

It is said to be wrong only where the noun has one name, nothing has moved since the numbers were given, and the sentence speaks of no other example and no case.
"""

from __future__ import annotations

import re

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.names import equations_read, nouns_of_names
from symcheck.judge.derivation.names.meanings import Meanings
from symcheck.judge.derivation.names.nouns_of_names import Named
from symcheck.judge.derivation.numbers.fractions import fraction
from symcheck.judge.derivation.prose import equals_told
from symcheck.judge.derivation.prose.remarks import Remarks
from symcheck.judge.derivation.prose.suppositions import Suppositions
from symcheck.judge.derivation.rows.statements import Statement
from symcheck.judge.derivation.state import names_in
from symcheck.judge.derivation.wording import cases_told, reservations, sayings
from symcheck.judge.derivation.wording.patterns import NAME
from symcheck.judge.derivation.wording.sayings import Said
from symcheck.judge.verdict import DIFFERENT
from symcheck.read.documents import Formula
from symcheck.text import Source

_KINDS = frozenset(("loss", "residual", "probability", "score", "activation", "output", "margin", "slope", "moment", "place", "likelihood"))
# Words after which the numbers given may not hold any more, or another example is at hand.
_MOVED = re.compile(r"\b(?:updat\w+|descent|iterat\w+|epochs?|trained|training\s+for|after|converge\w*|(?<!first\s)steps?(?![\s-]*(?:sizes?|lengths?))|doubl\w+|tripl\w+|halv\w+|chang\w+|replac\w+|flip\w*|swap\w*|"
                    r"rescal\w+|shift\w*|another|other|second|next|suppos\w+|imagine|instead|different|new|switch\w*|increas\w+|decreas\w+|perturb\w*|mov(?:e|es|ed|ing)|nudg\w+|would|each|every|remov\w+|without|"
                    r"average|total|whole\s+data|optim\w+|minimi\w+|perfect\w*)\b", re.I)
_VALUE = re.compile(rf"\$\s*(?P<name>{NAME})\s*(?:=|\\approx)\s*(?P<value>[-+]?\s*(?:\d+(?:\.\d+)?|\\[dt]?frac\s*(?:\{{\s*\d+\s*\}}|\d)\s*(?:\{{\s*\d+\s*\}}|\d)))\s*\$")
_NEAR = 0.02  # what a number of the example may be off where it is written once more
_FEW = 4  # derivatives of which "the gradient" is none, where it is said to have another value
# "For these values": of the example itself, and no case.
_AT_THESE = re.compile(r"\b(?:for|at|in|with|on)\s+(?:these|those|this|our|the\s+(?:given|above|chosen|current|initial|starting))\s+(?:(?:given|concrete|chosen|small|toy|initial|starting|current|single)\s+)*"
                       r"(?:values?|numbers?|example|weights?|parameters?|data|inputs?|points?|choices?|setting|case|input|sample|start|place)\b", re.I)
# "Starting instead from $w = 0.6$": with these numbers, which the example has taken in.
_STARTS = re.compile(r"\b(?:start|starting|take|taking|choose|choosing|begin|beginning)\s+(?:instead\s+)?(?:(?:from|at|with)\s+)?(?=\$)", re.I)
_FORMULA = re.compile(r"\$[^$]*\$|\\\(.*?\\\)", re.S)


def judged(remarks: Remarks, suppositions: Suppositions, row: Source, formula: Formula, sentence: str) -> bool:
    """Judge a number that the words before it call the value of a noun with a name; False where they do not, or it is not decided."""
    sentence = _STARTS.sub("with ", sentence)
    said = sayings.said(sentence)
    if said is None or said.kind not in _KINDS or formula.display or reservations.mistaken(sentence):
        return False
    meanings = remarks.meanings
    named = _slopes(meanings, said) if said.kind == "slope" else nouns_of_names.found(meanings, said.kind, said.noun, said.modifiers)
    claims = [s for name in named.names if (s := _claim(remarks, name, row, said)) is not None]
    sure = named.sure and not (named.written and row.text.strip(" .,;") in ("0", "1")) and bool(claims) and len(claims) == len(named.names) and not _is_elsewhere(remarks, suppositions, said, formula, sentence)
    steps, wrong = remarks.chains.outcome.steps, []
    for s in claims:
        known = len(steps)
        remarks.aside(s)
        found = steps[known:]
        if found and all(step.verdict.right for step in found):
            return True
        del steps[known:]
        wrong += found if any(step.verdict.word == DIFFERENT for step in found) else []
    if not sure or len(wrong) < len(claims):
        return False
    steps += wrong[-1:]
    return True


def _slopes(meanings: Meanings, said: Said) -> Named:
    """What "the gradient" may be: the derivatives that the document has found."""
    found = nouns_of_names.slopes(meanings, said.by)
    return Named(found, not said.modifiers and len(found) <= _FEW)


def _claim(remarks: Remarks, name: str, row: Source, said: Said) -> Statement | None:
    """That a name has this value; None where the value is no number, or the numbers given leave the name without one."""
    state, instances = remarks.state, remarks.meanings.instances
    text = row.text.strip().rstrip(".,;")
    sign = r"\approx" if said.about else "="
    s = equations_read.statement(state.context, f"{name} {sign} {text}", row)
    if s is None or len(s.pieces) != 2 or None in s.pieces:
        return None
    head, value = (state.read(p) for p in s.pieces)
    if head is None or value is None or names_in(value) or head.op in ("num", "size", "index") or head.op == "var":
        return None
    if said.kind == "slope" and not is_scalar(head.shape):  # "the gradient in $z$ is $(1, -1)^\top$"
        return s if instances.open and not is_scalar(value.shape) and instances.value_at(s.pieces[0]) is not None else None
    if not is_scalar(head.shape) or not is_scalar(value.shape):
        return None
    return s if instances.open and instances.nearly(head, {}) is not None else None


def _is_elsewhere(remarks: Remarks, suppositions: Suppositions, said: Said, formula: Formula, sentence: str) -> bool:
    """May the sentence speak of something else than what the numbers of the example give?"""
    formulas, at = remarks.meanings.document.formulas, remarks.meanings.at
    so_far = _FORMULA.sub(" § ", "".join(f"{f.before} § " for f in formulas[_given_at(remarks):at + 1]))
    return _has_other_numbers(remarks, sentence) or said.changes or said.whose or not said.is_plain or not equals_told.ends(formula.after) or _MOVED.search(so_far) is not None or reservations.keeps(sentence) \
        or cases_told.opens(_AT_THESE.sub("here", sentence)) or cases_told.there(sentence) or bool(suppositions.held.values) or bool(suppositions.any) or bool(suppositions.in_case)


def _has_other_numbers(remarks: Remarks, sentence: str) -> bool:
    """Does the sentence give numbers to names that have other ones in the example, or none?"""
    instances = remarks.meanings.instances
    for m in _VALUE.finditer(sentence):
        known = instances.values.get(m["name"].strip())
        e = remarks.state.context_read(m["name"]) if known is None else None
        value = known.get(()) if known is not None else instances.nearly(e, {}) if e is not None and e.op == "let" else None
        if value is None or abs(float(value) - float(fraction(m["value"]))) > _NEAR * max(1.0, abs(float(value))):
            return True
    return False


def _given_at(remarks: Remarks) -> int:
    """The number of the last formula that gave a number to a name of the example."""
    given, formulas = remarks.meanings.instances.values, remarks.meanings.document.formulas
    heads = [(k, row.text.partition("=")[0].strip()) for k, f in enumerate(formulas[:remarks.meanings.at]) for row in f.rows]
    return max((k + 1 for k, head in heads if head in given), default=0)


__all__ = ["judged"]
