r"""Vectors told by the formulas of their entries: "$h \in \mathbb{R}^m$ is the vector with entries $s_i^2$", "let $\vec y$ and $\vec h$ be the $m$-vectors with
entries $y^{(i)}$ and $h_w(x^{(i)})$", "let $p \in \mathbb{R}^n$ hold the predictions $\sigma(w^\top x_i)$".

A name that has no meaning yet gets its length from what its entries run over. Where the words alter the entries, "sorted in descending order", or a
formula cannot be read, the name is one of which only words say what it is: a difference that rests on it says nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from symcheck.expr import Expr
from symcheck.expr.shape import is_scalar, is_vector
from symcheck.judge.derivation.wording import reservations, told
from symcheck.judge.derivation.wording.patterns import WHOLE, text_of
from symcheck.read.context import Piece, indices_of
from symcheck.read.names import base_of
from symcheck.read.parser import parse
from symcheck.text import Source, SymcheckError

if TYPE_CHECKING:
    from symcheck.judge.derivation.names.meanings import Meanings
    from symcheck.read.documents import Formula
    from symcheck.read.scope import Entry

_REACH = 4  # formulas before the first entry among which the names stand
_NEXT = r"(?:\s*,\s*(?:and\s+)?|\s+and\s+)"
# "§0 and §1 be the §2-vectors with entries", up to the first entry.
_TOLD = re.compile(rf"(?P<names>§\d+(?:{_NEXT}§\d+)*)\s*,?\s*(?:(?:is|are|be|denotes?|for|as|being)\s+)?(?:(?:the|an?|two|column|real|corresponding|§\d+\s*-?\s*)\s*)*"
                   r"vector(?P<several>s?)\s+(?:(?:in|of\s+(?:length|size|dimension))\s+§\d+\s*)?,?\s*(?:with|of|whose|having|that\s+ha(?:s|ve)|which\s+ha(?:s|ve)|(?:that\s+|which\s+)?(?:collect|contain|hold|stack)(?:s|ing)?)\s+"
                   r"(?:the\s+|its\s+|their\s+)?(?:respective\s+)?(?:entry|entries|components?|elements?|coordinates?)(?:\s+(?:are|is|being|given\s+by))*\s*$", re.I)
# "let §0 hold the predictions", "§0 collects the residuals", up to the formula of any one of them.
_HOLDS = re.compile(r"(?P<names>§\d+)(?P<several>)\s*,?\s*(?:(?:to|which|that)\s+)?(?:hold|collect|contain|gather|stack)s?\s+(?:(?:all|up)\s+(?:of\s+)?)?(?:the|its|their|our)\s+(?:[a-z]+(?:ed|al|ing|el|odel)?\s+){0,2}?"
                    r"(?:predictions?|outputs?|probabilit(?:y|ies)|values?|residuals?|margins?|scores?|logits?|errors?|weights?|activations?|means?|estimates?|responses?|targets?|labels?|losses|differences?)\s*$", re.I)
_JOINED = re.compile(rf"^{_NEXT}$", re.I)
_INDEX = re.compile(r"[_^]\s*\{?\s*\(?\s*([a-z])\s*\)?\s*\}?(?![A-Za-z=])")
_NUMBER = re.compile(r"§(\d+)")
# What does to the entries what they are told to have been done to.
_GOES_ON = re.compile(r"^[^.;:$]*", re.S)


def taken(meanings: Meanings, row: Source, formula: Formula) -> bool:
    """Is the formula at hand the (first) one of the entries of vectors named before it? Then these are defined, or in doubt."""
    formulas, at = meanings.document.formulas, meanings.at
    if (counted := _counted(meanings, row, formula)) is not None:
        name, index = counted
        return _defined(meanings, name, row, index, formula)
    pairs = _pairs(formulas, at)
    if not pairs:
        return False
    done = [_defined(meanings, name, formulas[k].rows[0], "", formulas[k]) for name, k in pairs]
    if any(done):
        meanings.taken.update(k for _, k in pairs[1:])
    return any(done)


def _counted(meanings: Meanings, row: Source, formula: Formula) -> tuple[str, str] | None:
    """The name and the index of "$c$ is the vector whose $i$-th entry is", or of a name right before "with entries"."""
    formulas, at = meanings.document.formulas, meanings.at
    if at > 1 and told.counted_entry(formula.before, formulas[at - 1].before):
        named, index = formulas[at - 2], formulas[at - 1].rows[0].text.strip()
    elif at and told.entries(formula.before) and not _pairs(formulas, at):
        named, index = formulas[at - 1], ""
    else:
        return None
    name = told.matrix_named(named.rows[-1].text) if named.rows and not named.display else None
    entry = meanings.context.scope.bare(name) if name is not None else None
    return (name, index) if entry is not None and entry.kind == "quantity" and entry.expr.op == "var" else None


def _pairs(formulas: tuple[Formula, ...], at: int) -> list[tuple[str, int]]:
    """The names of vectors, and the formulas of their entries from the one at hand on; [] where the words tell none."""
    first = max(0, at - _REACH)
    text = re.sub(r"\s+", " ", "".join((f" {formulas[k].before} " if k > first else "") + ("" if k == at else f"§{k}" if not formulas[k].display else ". ") for k in range(first, at + 1)))
    m = _TOLD.search(text) or _HOLDS.search(text)
    if m is None:
        return []
    names = [int(k) for k in _NUMBER.findall(m["names"])][0 if m["several"] else -1:]
    values = [at]
    while len(values) < len(names) and values[-1] + 1 < len(formulas) and not formulas[values[-1] + 1].display and _JOINED.match(f" {formulas[values[-1] + 1].before} "):
        values.append(values[-1] + 1)
    wholes = [WHOLE.match(text_of(formulas[k])) for k in names]
    if len(values) != len(names) or None in wholes or any(len(formulas[k].rows) != 1 for k in values):
        return []
    return [(w[1].strip(), k) for w, k in zip(wholes, values)]


def _defined(meanings: Meanings, name: str, row: Source, index: str, formula: Formula) -> bool:
    """Define a vector by the formula of any one of its entries, or put it in doubt; False where the name means something else."""
    entry = _entry(meanings, name, row)
    if entry is not None and (entry.kind != "quantity" or entry.expr is None or entry.expr.op != "var" or is_scalar(entry.expr.shape) and entry.font == _font(meanings, name, row)):
        return False
    own = entry is not None and entry.font == _font(meanings, name, row)
    sentence = meanings.survey.sentence(formula)
    if reservations.keeps(sentence) or reservations.keeps(goes_on := _GOES_ON.match(formula.after)[0]) or reservations.altered(goes_on):
        return _doubted(meanings, name, row)
    e, free = _read(meanings, row)
    letters = [i for i in dict.fromkeys(_INDEX.findall(row.text)) if i in free or not free and i in meanings.survey.ranges and meanings.context.scope.bare(i) is None]
    if index:
        letters = [index]
    if len(letters) != 1 or e is not None and not is_scalar(e.shape):
        return _doubted(meanings, name, row)
    where = row.locate(0)[0]
    if not own and (letters[0] not in free or not meanings.declare(Source(rf"{name} \in \mathbb{{R}}^{{{free[letters[0]]}}}", row.name, where))):
        return _doubted(meanings, name, row)
    if own and not is_vector(entry.expr.shape):
        return _doubted(meanings, name, row)
    if _is_member(name, letters[0], row.text):
        return True  # tied without words
    return meanings.declare(Source(f"{name}_{letters[0]} = {row.text.strip()}", row.name, where)) or _doubted(meanings, name, row)


def _is_member(name: str, index: str, text: str) -> bool:
    """Is this an entry under the name of the vector?"""
    return re.fullmatch(rf"{re.escape(name)}_\{{?{index}\}}?[.,;]?", re.sub(r"\s", "", text)) is not None


def _read(meanings: Meanings, row: Source) -> tuple[Expr | None, dict[str, object]]:
    """What a formula means, and the indices that are free in it."""
    try:
        piece = Piece(parse(row, meanings.context.words), row)
    except SymcheckError:
        return None, {}
    meanings.looked_up(piece)
    e = meanings.state.read(piece)
    return e, indices_of(e) if e is not None else {}


def _doubted(meanings: Meanings, name: str, row: Source) -> bool:
    """Judge nothing of a vector of which words say what its entries are, which could not be used."""
    entry = _entry(meanings, name, row)
    meanings.state.doubts.gathered.add(entry.expr.data.name if entry is not None and entry.expr is not None and entry.expr.op in ("var", "let") else name)
    return True


def _entry(meanings: Meanings, name: str, row: Source) -> Entry | None:
    """What is known by a name."""
    named = base_of(parse(Source(name, row.name, row.locate(0)[0]), meanings.context.words))
    return meanings.context.scope.bare(*named) if named is not None else None


def _font(meanings: Meanings, name: str, row: Source) -> str:
    named = base_of(parse(Source(name, row.name, row.locate(0)[0]), meanings.context.words))
    return named[1] if named is not None else ""


__all__ = ["taken"]
