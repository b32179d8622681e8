r"""A single example where a function sums over all of them: "let us work with just one training example $(x, y)$", after `\ell(\theta) = \sum_i ..`.

In a formula that writes this x or y, and no sum, the function is its one term at (x, y); in the update that follows from it for `x^{(i)}`, the term of
this one. After the formula it is the sum again. Where words speak of all examples again, the single one is over. Of an example that is removed, added, drawn
or looked at nothing tells whether the function is still the sum: a difference beside it is left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from symcheck.expr import At, Expr, Index, build
from symcheck.expr.shape import is_scalar
from symcheck.judge.mistakes.places import exchanged
from symcheck.read.assumptions import rebuild
from symcheck.read.documents import Formula
from symcheck.read.scope import Entry

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings

# "with just one training example $(x, y)$", "a single sample $(u, t)$".
_ONE = re.compile(r"\b(?:one|(?:a|the|this|some)\s+(?:single|lone|new|further|extra|additional|random)|one\s+(?:single|more|new|further|extra|additional|random))\s+(?:training\s+|labell?ed\s+|data\s+|input\s+|held-?out\s+|test\s+)?"
                  r"(?:example|sample|pair|point|observation|instance|outlier|measurement|record|row)\s*,?\s*\$\s*\(\s*(?P<x>\\?[A-Za-z]+)\s*,\s*(?P<y>\\?[A-Za-z]+)\s*\)\s*\$", re.I)
# What says so before it: "suppose that we have", "let us work it out for the case of only".
_SPEAKS_OF = re.compile(r"\b(?:work\w*|deal\w*|start\w*|begin\w*|look\w*|consider\w*|take|focus\w*|suppose|assume|imagine|case|have|had)\b(?:(?!\b(?:not|never|each|every|any|all)\b)[^.$])*$", re.I)
# Words beside it of an example that is not all there is: it is removed, added, drawn or only looked at.
_NOT_ALL_THERE_IS = re.compile(r"\b(?:remov|add|delet|discard|append|includ|insert|replac|duplicat|corrupt)\w*|\b(?:drop|leav|hold|held|left|get|got|gather|collect|receiv|observ)\w*\s+(?:\w+\s+){0,2}?(?:out|in|one|a|single)\b|"
                               r"\b(?:more|further|extra|additional|new|another|outliers?|held-?out|test|random(?:ly)?|contribut\w*|besides|except|influence|effect)\b", re.I)
# What makes it the only one, right before it, and all that may follow in its sentence.
_ONLY = re.compile(r"\b(?:just|only|single|lone|have|had|case\s+of)\b", re.I)
_FIRST = re.compile(r"[\s,]*(?:(?:only|alone|first|at\s+first|for\s+(?:now|the\s+moment|simplicity)|to\s+begin\s+with|in\s+(?:the|our)\s+(?:training\s+|data\s+)?set)[\s,]*)*"
                    r"(?:(?:so|and|where|which\s+means)\b(?:\s+(?:that|we|one|you|the|there|is|can|may|will|just))*[\s,]*(?:in\s+(?:the\s+(?:definition|formula|cost|loss|objective)(?:\s+of)?(?:\s+§)?|§))?)?[\s,]*"
                    r"(?:(?:then\s+)?(?:(?:the|our|its|this)\s+(?:loss|cost|objective|gradient|derivative|sum|function|rule|update)(?:\s+(?:function|rule|§))?\s+(?:is|becomes|reads|reduces\s+to|simplifies\s+to)|"
                    r"(?:and\s+)?(?:(?:we|let\s+us)\s+)?(?:take|compute|find|derive|calculate|work\s+out)\s+(?:the|its)\s+(?:partial\s+)?(?:derivatives?|gradient|slope)(?:\s+(?:of|in|by|with\s+respect\s+to|w\.\s?r\.\s?t\.)\s+§)*|"
                    r"(?:we|one)\s+(?:gets?|have|has|obtains?))(?:\s+(?:simply|just))?[\s,]*(?:§[\s,]*)?)?", re.I)
# Words that speak of more than one again.
_ALL = re.compile(r"\b(?:all|whole|full|entire|every|each|summ(?:ed|ing|ation)|sum|average[ds]?|averaging|batch\w*|examples|samples|points|pairs|data\s?set|training\s+set)\b", re.I)
_NO_SUM = re.compile(r"\b(?:neglect|drop|omit|ignor|forget|without|no|skip|leav|disappear|remov)\w*\s+(?:(?:about|out|off|away|from|the|any)\s+)*sum\w*|\bsum\w*\s+(?:disappears|drops|vanishes|goes\s+away|is\s+gone|has\s+(?:only|just)\s+one)\b", re.I)
# Of the formula before these words.
_IN_ALL = re.compile(r"\b(?:total|overall|together|altogether|everything|data|rest|others?)\b", re.I)
_HEADING = re.compile(r"^#{1,6}\s|\\(?:sub)*section\b", re.M)


@contextmanager
def as_one(meanings: Meanings, formula: Formula) -> Iterator[None]:
    """In a formula of a single example that words tell, functions that sum over all examples are their term for this one."""
    sure, kept = _put(meanings, formula)
    told = meanings.state.doubts.of_one
    if not sure:
        meanings.state.doubts.of_one = frozenset(now.data.name for now, _ in kept)
    try:
        yield
    finally:
        meanings.state.doubts.of_one = told
        for now, before in kept if sure else ():
            _exchange(meanings, now, before)


def _put(meanings: Meanings, formula: Formula) -> tuple[bool, list[tuple[Expr, Expr]]]:
    """Give the sums over all examples their meaning for the one, where the words plainly say that it is all there is; do they, and what the sums mean so and meant before."""
    sure, names, letter = _told(meanings, formula)
    entries = [_beside(meanings, name, letter) for name in names]
    if not entries or None in entries:
        return sure, []
    kept = []
    for entry in [e for e in meanings.context.scope if e.kind == "quantity" and e.expr is not None and e.expr.op == "let" and is_scalar(e.expr.shape) and not e.expr.data.family]:
        term = _term(entry.expr.args[0], entries)
        if term is not None:
            now, before = build.let(entry.expr.data, term), entry.expr
            if not sure or _exchange(meanings, before, now):
                kept.append((now, before))
    return sure, kept


def _told(meanings: Meanings, formula: Formula) -> tuple[bool, tuple[str, ...], str]:
    r"""The names of the single example of which the words before a formula speak, where it writes them and no sum, and the i of `x^{(i)}`, "" of x alone; before them,
    whether the words plainly say that it is all there is."""
    text = meanings.document.text[:formula.start]
    text = text[max((m.start() for m in _HEADING.finditer(text)), default=0):]
    said = max(_ONE.finditer(text), key=lambda m: m.start(), default=None)
    written = " ".join(row.text for row in formula.rows)
    if said is None or r"\sum" in written or _ALL.search(_without_sum(text[said.end():])):
        return False, (), ""
    names = said["x"], said["y"]
    found = [m for n in names for m in re.finditer(rf"(?<![A-Za-z\\])(?<!\\vec )(?<!\\vec\{{){re.escape(n)}(?![A-Za-z])(?:\s*_\s*\w)?(?:\s*\^\s*\{{?\s*\(\s*([a-z])\s*\))?", written)]
    letters = {m[1] or "" for m in found}
    return (_is_alone(text, said, "" if written.rstrip().endswith(".") else formula.after), names, letters.pop()) if len(letters) == 1 else (False, (), "")


def _without_sum(text: str) -> str:
    """The words of a text, without those that drop its sum."""
    return _NO_SUM.sub(" ", re.sub(r"\$\$?[^$]*\$\$?", " § ", text))


def _is_alone(text: str, said: re.Match[str], after: str) -> bool:
    """Is the single example all there is, as far as words beside it tell?"""
    opening = re.split(r"[.?!]\s|\n\s*\n", text[:said.start()])[-1]
    closing = re.split(r"[.?!](?:\s|$)|\n\s*\n", _without_sum(text[said.end():]))[0]
    if _ONLY.search(f"{opening} {said[0]}") is None or _FIRST.fullmatch(_without_sum(re.split(r"[.?!:;](?:\s|$)|\n\s*\n|\$\$", text[said.end():])[0])) is None or _IN_ALL.search(_without_sum(text[said.end():])):
        return False
    return _SPEAKS_OF.search(opening) is not None and _NOT_ALL_THERE_IS.search(f"{opening} {said[0]} {closing}") is None and _IN_ALL.search(re.split(r"[.;:]", after)[0]) is None and _ALL.search(re.split(r"[.;:]", after)[0]) is None


def _beside(meanings: Meanings, name: str, letter: str) -> tuple[Expr, Expr] | None:
    """(all examples of this letter, the one), where both have a meaning; the one is that of this number where a letter is given."""
    rows = [e for e in meanings.context.scope.entries.get(name, ()) if e.kind == "quantity" and e.expr is not None]
    families = [e.expr for e in rows if e.sub_slots + e.sup_slots == len(e.expr.data.family) == 1] if all(e.expr.op in ("var", "let") for e in rows) else []
    if len(families) == 1 and letter:
        return families[0], build.item(families[0], (At(Index(letter, families[0].data.family[0]), 0),))
    one = meanings.context.scope.bare(name)
    if len(families) != 1 or one is None or one.expr is None or one.expr.op != "var" or one.expr.data.family or one.expr.shape != families[0].shape:
        return None
    return families[0], one.expr


def _term(body: Expr, entries: list[tuple[Expr, Expr]]) -> Expr | None:
    """The term of the one sum over all examples in a body, at the single one; None where there is none, or it holds something else of each."""
    sums = [n for n in dict.fromkeys(body.walk()) if n.op == "sum" and n.data[0].dim == entries[0][0].data.family[0]]
    if len(sums) != 1:
        return None
    index, term = sums[0].data[0], sums[0].args[0]
    for family, one in entries:
        for n in [n for n in dict.fromkeys(term.walk()) if n.op == "item" and n.args[0] == family and n.data == (At(index, 0),)]:
            term = exchanged(term, n, one, by_too=True)
    if any(isinstance(at, At) and at.base == index for n in term.walk() if isinstance(n.data, tuple) for at in n.data) or term == sums[0].args[0]:
        return None
    whole = exchanged(body, sums[0], term)
    return exchanged(whole, build.size(index.dim), build.num(1)) if any(n.op == "size" and n.data == index.dim for n in whole.walk()) else whole


def _exchange(meanings: Meanings, now: Expr, then: Expr) -> bool:
    """Put a meaning of a name in the place of another."""
    entry: Entry | None = next((e for e in meanings.context.scope if e.kind == "quantity" and e.expr is now), None)
    if entry is None:
        return False
    rebuild(meanings.context, entry, now.data, now.data, then, passing=True)
    meanings.context.remembered = {}
    meanings.state.gradients[:] = [g._replace(f=then) if g.f is now else g for g in meanings.state.gradients]
    return True
