r"""The class of an example told in words: "if the first class is the true one, $\ell = \log 4$" gives a one-hot label its numbers, and "if $c = 2$" of a class c
with a range tells where the one of such a label stands."""

from __future__ import annotations

import re
from collections.abc import Set
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from symcheck.expr import Expr, Index
from symcheck.expr.shape import is_vector
from symcheck.judge.derivation.numbers import places, values
from symcheck.judge.derivation.numbers.example_words import OF_NUMBERS
from symcheck.judge.derivation.wording import words
from symcheck.judge.derivation.wording.hot_places import CLASS, TRUE
from symcheck.read.names import label
from symcheck.read.syntax import Symbol

if TYPE_CHECKING:
    from symcheck.judge.derivation.numbers.example import Example
    from symcheck.judge.derivation.rows.statements import Statement

_PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_NUMBER = r"(?:number\s+)?\$?\s*(?:[a-z]\s*=\s*)?(?P<{0}>[1-9])\s*\$?"
_NTH = r"(?P<{0}>first|second|third|fourth|fifth|last)"
# "if the first class is the true one", "the true class is the second", "class $2$ is correct", "the correct label being class $1$", with nothing after it.
_SAID = (rf"(?:the\s+{_NTH.format('a')}\s+{CLASS}|{CLASS}\s+{_NUMBER.format('b')})\s+(?:is|be|being|were)\s+(?:the\s+)?{TRUE}(?:\s+(?:one|{CLASS}))?"
         rf"|the\s+{TRUE}\s+{CLASS}\s+(?:is|be|being|were)\s+(?:the\s+{_NTH.format('c')}(?:\s+(?:one|{CLASS}))?|(?:{CLASS}\s+)?{_NUMBER.format('d')})")
TOLD = re.compile(rf"\b(?:(?:and|so|but|now|then)\s+)*(?:(?:if|when|suppose|supposing|assume|assuming|let|where|say|since|as|because|with)\s+(?:that\s+)?)?(?:{_SAID})\s*[,:;]?\s*"
                  r"(?:(?:then|so|we\s+(?:get|have|find|obtain)|the\s+loss\s+is|it\s+is|this\s+(?:gives|is))\s*,?\s*)*$", re.I)
# The same with more words after it, and "if it is the third" after that.
_IT_IS = rf"(?:if|when|suppose|were)\s+it\s+(?:is|were|was|be)\s+(?:instead\s+)?the\s+{_NTH.format('e')}(?:\s+(?:one|{CLASS}))?(?:\s+instead)?"
_AGAIN = re.compile(rf"\b{_IT_IS}\s*,?\s*(?:(?:then|we\s+(?:get|have|find|obtain)|the\s+loss\s+is|this\s+gives)\s*,?\s*)*$", re.I)
_MEANWHILE = re.compile(rf"\b(?:{_SAID}|{_IT_IS})(?=\s*(?:[.,;:)]|(?:and|so|then|with|while|we|the)\b))", re.I)


def heard(example: Example, text: str, part: int, one_hot: Set[str]) -> None:
    """Take in the class told last in the text of this part, however long before the formula at hand, unless that was heard. `one_hot`: names that
    words call so."""
    m = next(reversed([*_MEANWHILE.finditer(text)]), None) if example.open and "class" in text or example.classes else None
    if m is None or (m["e"] and not example.classes) or example.class_heard == (part, m.start()):
        return
    example.class_heard = part, m.start()
    _take(example, m["a"] or m["c"] or m["e"], m["b"] or m["d"], one_hot)


def is_told(example: Example, sentence: str) -> bool:
    """Does the sentence up to a formula tell the class, and no more?"""
    return TOLD.search(sentence) is not None or bool(example.classes) and _AGAIN.search(sentence) is not None

_ONE_HOT = re.compile(r"\bone-?\s?hot\b", re.I)
_LABELS = frozenset(("y", "t"))


def take(example: Example, before: str) -> None:
    """Take in the class told right before a formula, as the value of the only label that is one-hot and was given no other numbers here."""
    m = TOLD.search(before) if example.open else None
    if m is not None:
        _take(example, m["a"] or m["c"], m["b"] or m["d"])


# "If $c = 2$", "with the true class $c = 2$"; words that speak of more classes than one.
_IF = re.compile(r"\b(?:if|for|with|when|where|let|say|suppose|assume|take|and|since|as|because|case|class|label|say|now)\b[^.;$]*$", re.I)
_NOT_THIS = re.compile(r"n't\b|\b(?:not|unless|whether|never|neither|nor|except|would|were)\b[^.;$]*$", re.I)
_OTHERS = re.compile(r"\b(?:otherwise|else|others?|another|instead|general|any|each|every|either|both|classes|labels|whatever|whichever|remaining|wrong|incorrect|unless|not)\b", re.I)


def numbered(example: Example, s: Statement, before: str) -> bool:
    r"""Take in the `c = 2` of "if $c = 2$" in an example, where c is declared as a class: from here on it is this one."""
    if not (example.open or any(map(OF_NUMBERS.search, example.state.titles))) or len(s.pieces) != 2 or None in s.pieces or s.operators != ["="] or type(s.pieces[0].syntax) is not Symbol:
        return False
    name, value = label(s.pieces[0].syntax), values.number(example.state, s.pieces[1])
    entry, e = example.state.context.scope.bare(name), example.state.read(s.pieces[0])
    if entry is None or entry.kind != "index" or e is None or e.op != "index" or value is None or value.size != 1 or not _IF.search(before) or _NOT_THIS.search(before):
        return False
    if not any(name in _classes(f) for f in example.state.context.definitions.values()):
        return False  # the number of a sample that a step draws is another one in the next step
    k, size = value.ravel()[0], example.sizes.get(e.data.base.dim, e.data.base.dim)
    if k != int(k) or k < 1 or isinstance(size, int) and k > size:
        return False
    if not example.open:
        example.begin()
    example.labels[name] = int(k)
    return True


def of_others(example: Example) -> bool:
    """May the sentence at hand speak of other classes than the one that has a number?"""
    return bool(example.labels) and _OTHERS.search(words.last_sentence(example.state.since)) is not None


def open_label(example: Example, *exprs: Expr) -> str:
    r"""A class without a number that one of these is made of, by `\mathbb{1}[k = c]`; "" where there is none."""
    return next((c for e in exprs for c in _classes(e) if c not in example.labels), "")


def _classes(e: Expr) -> list[str]:
    r"""The letters c of `\mathbb{1}[k = c]` in an expression that stand for any class."""
    at = [a.data.base for n in e.walk() if n.op == "indicator" for a in n.args if a.op == "index"]
    return [i.name for i in at if type(i) is Index and not i.uid]


def _take(example: Example, nth: str | None, number: str | None, one_hot: Set[str] = frozenset()) -> None:
    """Give the label its numbers: `nth` in words, or its `number`."""
    if (found := _label(example, one_hot)) is None:
        return
    y, length = found
    said = (nth or "").lower()
    place = length if said == "last" else _PLACES[said] if said else int(number or 0)
    if place > length:
        return
    given = places.given(y, np.array([Fraction(k == place) for k in range(1, length + 1)], dtype=object), example.sizes)
    if given is not None:
        example.hold(given)
        example.classes.add(given.name)


def _is_one_hot(example: Example, y: Expr) -> bool:
    """Has a vector that sums to one zeros and a one alone, or do the words call a label that may be any distribution one-hot in such a case?"""
    return {*y.data.values} == {0, 1} if y.data.values else _ONE_HOT.search(example.state.text_so_far) is not None and y.data.name in _LABELS


def _label(example: Example, one_hot: Set[str]) -> tuple[Expr, int] | None:
    """The only one-hot vector without numbers but those of its class, and how long it is in this example."""
    context, found = example.state.context, []
    for op, a, b, *_ in context.assumptions:
        names = {n for n in a.walk() if n.op == "var"} if op == "=" and b.op == "num" and b.data == 1 else set()
        if len(names) == 1 and is_vector((y := names.pop()).shape) and (_is_one_hot(example, y) or y.data.name in one_hot) and not y.data.family and not (
                y.data.name in example.values and y.data.name not in example.classes):
            found.append(y)
    sizes = {n: example.sizes.get(n, n) for y in found for n in y.shape}
    return (found[0], sizes[found[0].shape[0]]) if len(set(found)) == 1 and isinstance(sizes[found[0].shape[0]], int) else None
