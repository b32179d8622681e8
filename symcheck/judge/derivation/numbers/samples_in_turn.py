r"""One sample of a document that speaks of any one, "Take the example $(1, 2)$" after "for one example $(x, y)$", and several that steps take in turn,
"first the example $(1, 2)$ and then $(2, 3)$. Step 1: .. Step 2: ..".

At "Step 2" the data are those of the second sample, and the weight is what the step before came to, where a formula says so with an equals sign; where
none does, values that differ are left open (`instances.py`)."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from symcheck.expr.shape import is_scalar
from symcheck.judge.derivation.methods import counters
from symcheck.judge.derivation.methods.unrolling import Value
from symcheck.judge.derivation.numbers import places
from symcheck.judge.derivation.numbers.fractions import WRITTEN, fraction
from symcheck.judge.derivation.wording import words
from symcheck.read.context import Piece
from symcheck.read.parser import parse
from symcheck.text import Source

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings
    from symcheck.read.documents import Formula

_SAMPLE = r"(?:(?:training|data|input-output)[\s-]+)?(?:examples?|samples?|pairs?|points?|observations?|datum)"
_TUPLE = re.compile(rf"\s*\(\s*({WRITTEN})\s*,\s*({WRITTEN})\s*\)\s*[.,;]?\s*")
_ONE = re.compile(rf"\b(?:the|a|an|one|single|first|with|on|take|our)\s+(?:(?:single|one|first|following|training|current)\s+)*(?:{_SAMPLE})\s*$", re.I)
_PAIR = re.compile(rf"\b{_SAMPLE}\s+\$\s*\(\s*(\\?[A-Za-z]+)\s*,\s*(\\?[A-Za-z]+)\s*\)\s*\$", re.I)
# Between the samples of two steps.
_THEN = re.compile(r"\s*,?\s*(?:(?:and|then|afterwards|next|the|second|third|last|one|example|sample|pair|point|after\s+that)\b\s*)*", re.I)
_NOT_GIVEN = re.compile(r"n't\b|\b(?:not|never|no|would|instead\s+of|rather|unless|or|either|through)\b", re.I)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
_STEP = re.compile(r"\b(?:(?:step|iteration|update)\s+(?:number\s+)?\$?(?P<k>\d|one|two|three|four)\b|(?P<nth>first|second|third|fourth)\s+(?:step|iteration|update)\b)", re.I)
_REACHED = re.compile(rf"\s*&?\s*(?P<letter>\\?[A-Za-z]+)\s*_\s*\{{?\s*(?P<k>\d)\s*\}}?\s*&?\s*=(?:(?:(?!\\(?:approx|sim|le|ge|text)|[<>]).)*=)?\s*(?P<value>{WRITTEN})\s*[.,;]?\s*")


def given(meanings: Meanings, text: str, formula: Formula) -> bool:
    """Take in the numbers of one sample, and those of the samples after it; False where words tell of none, or of samples with numbers of their own."""
    found = _TUPLE.fullmatch(text)
    said = re.sub(r"\*+", "", words.SENTENCES.split(meanings.state.said.rstrip())[-1])
    if found is None or formula.display or _ONE.search(said) is None or _NOT_GIVEN.search(said):
        return False
    names = _names(meanings)
    if names is None:
        return False
    listed = [found]
    for f in meanings.document.formulas[meanings.at + 1:]:
        more = _TUPLE.fullmatch(f.rows[0].text) if not f.display and len(f.rows) == 1 and _THEN.fullmatch(f.before) else None
        if more is None:
            break
        listed.append(more)
    samples = [tuple(fraction(x) for x in m.groups()) for m in listed]
    if len(samples) > 1 and re.search(r"\b(?:first|then)\b", said + meanings.document.formulas[meanings.at + 1].before) is None:
        return False  # several at once
    instances = meanings.instances
    _put(meanings, names, samples[0])
    instances.step_known, instances.reached = False, {}
    instances.in_turn = (meanings.state.part, names, samples) if len(samples) > 1 else (-1, (), [])
    meanings.taken.update(range(meanings.at + 1, meanings.at + len(samples)))
    return True


def heard(meanings: Meanings, formula: Formula) -> None:
    """Go on to the sample of the step that the words before a formula call by its number."""
    instances = meanings.instances
    part, names, samples = instances.in_turn
    steps = list(_STEP.finditer(formula.before)) if part in meanings.state.within else []
    if not steps:
        return
    called = (steps[-1]["k"] or steps[-1]["nth"]).lower()
    k = _NUMBERS.get(called) or int(called)
    if not 0 < k <= len(samples):
        return
    instances.step_known, instances.reached = False, {}
    _put(meanings, names, samples[k - 1])
    for f in (f for f in reversed(meanings.document.formulas) if k > 1 and f.start < formula.start):
        m, row = next(((m, row) for row in f.rows if (m := _REACHED.fullmatch(row.text)) is not None and int(m["k"]) == k - 1), (None, None))
        e = meanings.state.context_read(m["letter"]) if m is not None else None
        if e is not None and e.op == "var" and is_scalar(e.shape) and not e.data.family:
            instances.values[e.data.name] = {(): fraction(m["value"])}
            head, value = (Piece(parse(one, meanings.context.words), one) for one in (Source(f"{m['letter']}_{k - 1}", row.name, 1), Source(m["value"], row.name, 1)))
            if (named := counters.iterate(head.syntax)) is not None:
                instances.reached = {(named[0], k - 1): Value(value.syntax, value.source)}
            instances.step_known = True
            return


def _names(meanings: Meanings) -> tuple[str, str] | None:
    """The names of any one sample, both of them numbers."""
    text = meanings.document.text[:meanings.document.formulas[meanings.at].start]
    pairs = {m.groups() for m in _PAIR.finditer(text)} or {("x", "y")}
    if len(pairs) != 1:
        return None
    (names,) = pairs
    read = [meanings.state.context_read(name) for name in names]
    return names if all(e is not None and e.op == "var" and is_scalar(e.shape) and not e.data.family for e in read) else None


def _put(meanings: Meanings, names: tuple[str, ...], values: tuple[Fraction, ...]) -> None:
    for name, value in zip(names, values):
        if (found := places.given(meanings.state.context_read(name), np.array(value, dtype=object), {})) is not None:
            meanings.instances.hold(found)


__all__ = ["given", "heard"]
